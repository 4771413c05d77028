"""Which piece goes on where another one breaks off?

A column that ends in mid-sentence goes on at the top of the next; where the file has other text in between, the
paragraph is torn. The torn ends are given to the torn beginnings such that all together fit best (`matching`): a
word that the tear cut in two (开阶 | 段转), quotes and brackets that it left open, the same column width, words in
common.

A paragraph that begins torn inside a story was met too early and is put where it goes on; a story that begins torn,
with no byline of its own, is the rest of the other one, all of it. Nothing may go on inside itself: of the joins
that would close a circle the last is not made, so that no piece is lost.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from .item import Item, Kind
from .likeness import likeness
from .matching import matching
from .repair.line import cuts_word
from .stories import Story
from .tear import balance

TORN = 0.5
"""What it is worth that both ends are torn, whatever they say."""
CUT_WORD = 3.0
SAME_STORY = 1.5
ALIKE, MOST_ALIKE = 10.0, 0.2
"""What likeness is worth; more of it than the second says nothing more."""
BALANCE = 2.0
"""What a mark is worth that one end leaves open and the other closes, or closes though nobody opened it."""
ENOUGH = 1.0
"""What a join must be worth to be made."""
NEVER = -1.0
OTHER_COLUMN = 3
"""Cells: columns whose widths differ so much are not of one paragraph."""


@dataclass(frozen=True, slots=True, order=True)
class _Place:
    """A paragraph: the number of its story, and of the piece in it."""

    story: int
    piece: int


@dataclass(frozen=True, slots=True)
class _Joins:
    """What goes on where.

    Attributes:
        pieces: torn end → the piece that goes on there.
        stories: torn end → the number of the story that goes on there, all of it.
        home: the piece, or story, that was moved → the end at which it goes on now.
    """

    pieces: dict[_Place, _Place] = field(default_factory=dict)
    stories: dict[_Place, int] = field(default_factory=dict)
    home: dict[_Place | int, _Place] = field(default_factory=dict)

    def host(self, place: _Place | int) -> int:
        """The number of the story that a piece, or another story, is part of now."""
        while (
            end := self.home.get(place if isinstance(place, int) or place in self.home else place.story)
        ) is not None:
            place = end
        return place if isinstance(place, int) else place.story

    def holds(self, moved: _Place | int, end: _Place) -> bool:
        """Is an end part of what would be moved to it?"""
        place: _Place | int | None = end
        while place is not None:
            if place == moved:
                return True
            inside = isinstance(place, _Place) and place not in self.home
            place = place.story if inside and isinstance(place, _Place) else self.home.get(place)
        return False


def mend(stories: Sequence[Story]) -> tuple[list[Story], list[int]]:
    """The stories with their torn paragraphs joined.

    Returns:
        The stories that are left, and for each of those given the number of the one that it is, or is part of, now.
    """
    ends = [place for place, item in _paragraphs(stories) if not item.ends and not _jumps(stories, place)]
    starts = [place for place, item in _paragraphs(stories) if _may_go_on(stories, place, item)]
    worth = [[_fit(stories, end, start) for start in starts] for end in ends]
    joins = _Joins()
    for at, given in enumerate(matching(worth)):
        if given is None or worth[at][given] < ENOUGH:
            continue
        end, start = ends[at], starts[given]
        whole = start.piece == 0 and not stories[start.story].opened and start.story != end.story
        moved = start.story if whole else start
        if joins.holds(moved, end) or (whole and _labelled_apart(stories[end.story], stories[start.story])):
            continue
        if whole:
            joins.stories[end] = start.story
        else:
            joins.pieces[end] = start
        joins.home[moved] = end
    kept = [number for number in range(len(stories)) if number not in joins.home]
    hosts = [joins.host(number) for number in range(len(stories))]
    whole_stories = [
        _whole(stories[number], [stories[part] for part, host in enumerate(hosts) if host == number != part],
               tuple(_story_pieces(stories, joins, number)))
        for number in kept
    ]  # fmt: skip
    return whole_stories, [kept.index(host) for host in hosts]


def _whole(story: Story, parts: Sequence[Story], pieces: Sequence[tuple[Item, ...]]) -> Story:
    """A story with what was known of the stories that turned out to be part of it."""
    return replace(
        story,
        pieces=list(pieces),
        credits=[*story.credits, *(credit for part in parts for credit in part.credits)],
        label=story.label or next((part.label for part in parts if part.label), ""),
        jump_to=story.jump_to or next((part.jump_to for part in parts if part.jump_to), ""),
    )


def _story_pieces(stories: Sequence[Story], joins: _Joins, number: int) -> Iterator[tuple[Item, ...]]:
    """The pieces of a story with what goes on at each of its torn ends, without those that go on elsewhere."""
    for at in range(len(stories[number].pieces)):
        if _Place(number, at) not in joins.home:
            yield from _piece(stories, joins, _Place(number, at))


def _piece(stories: Sequence[Story], joins: _Joins, place: _Place) -> Iterator[tuple[Item, ...]]:
    """A piece with what goes on at its torn end, if anything does."""
    piece = stories[place.story].pieces[place.piece]
    if place in joins.pieces:
        following = list(_piece(stories, joins, joins.pieces[place]))
    elif place in joins.stories:
        following = list(_story_pieces(stories, joins, joins.stories[place]))
    else:
        following = []
    if following:
        rest = following.pop(0)[0]
        piece = (replace(piece[0], text=piece[0].text + rest.text, last=rest.last, ends=rest.ends),)
    yield piece
    yield from following


def _paragraphs(stories: Sequence[Story]) -> Iterator[tuple[_Place, Item]]:
    for number, story in enumerate(stories):
        for at, piece in enumerate(story.pieces):
            if piece[0].kind is Kind.PARAGRAPH:
                yield _Place(number, at), piece[0]


def _may_go_on(stories: Sequence[Story], place: _Place, item: Item) -> bool:
    """May a paragraph be the rest of another? The first one of a story that nothing opened, or one that begins torn."""
    story = stories[place.story]
    if place.piece == 0 and not story.opened:
        return True
    return not item.begins and not (place.piece == 0 and story.jump_from)


def _labelled_apart(story: Story, other: Story) -> bool:
    """Do two stories stand under two labels, or jump to two pages?"""
    return bool((story.label and other.label and story.label != other.label) or (story.jump_to and other.jump_to))


def _jumps(stories: Sequence[Story], place: _Place) -> bool:
    """It breaks off because it goes on on another page."""
    story = stories[place.story]
    return bool(story.jump_to) and place.piece == len(story.pieces) - 1


def _fit(stories: Sequence[Story], end: _Place, start: _Place) -> float:
    """How well one paragraph goes on where another breaks off."""
    if end == start:
        return NEVER
    before, after = stories[end.story].pieces[end.piece][0], stories[start.story].pieces[start.piece][0]
    if before.width and after.width and abs(before.width - after.width) >= OTHER_COLUMN:
        return NEVER
    value = TORN
    if cuts_word(before.text, after.text):
        value += CUT_WORD
    elif after.begins:
        return NEVER  # it begins as a paragraph does: only a word that was cut says otherwise
    value += BALANCE * balance(before.text, after.text)
    if end.story == start.story:
        value += SAME_STORY
    return value + ALIKE * min(MOST_ALIKE, likeness(stories[end.story].text, after.text))
