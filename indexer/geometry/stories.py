"""What stories does a page have, going by where everything stands?

All the rooms of this package one after the other, frame by frame: lines → stacks → columns and heads → territories →
text. What comes out, a `Laid` for each story, has the parts that a dump's stories have, so that the same rules make
articles of both (`split`), and remembers where on the page each of them stands, so that it can be shown.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from ..headline import Headline
from ..labels import is_label
from ..page import Drawing, Page
from .adverts import is_advert, is_notice
from .banners import give_labels
from .box import Box, around
from .columns import Column, columns_of
from .heads import BRACKETS, Head, heads_of
from .label_lines import with_labels
from .land import Surroundings, Territory
from .leftovers import loose
from .order import FOOT, HEAD
from .prints import Print, prints_of
from .reading import reading_order
from .rooms import Room, is_ground, rooms_of, without_banners_rules
from .running import Text, text_of
from .stacks import Stack, stacks_of
from .territory import territories_of

HEADLINE, KICKER, SUBTITLE, LABEL = "headline", "kicker", "subtitle", "label"
BYLINE, BODY, SUBHEAD, CAPTION = "byline", "body", "subhead", "caption"
SIDE_BY_SIDE = 14.0
"""Points: pictures of one group are no farther apart."""
LARGE_TYPE = 0.9
"""Of the largest in an advert: lines no smaller are its headline."""


@dataclass(frozen=True)
class Placed:
    """One block of an article: its number on the page, and its role there (`headline`, `byline`, `body` …)."""

    number: int
    role: str


@dataclass
class Laid:
    """A story with its headline, as the page lays it out.

    Attributes:
        text: its paragraphs, subheads and credits.
        head: its headline, in fields; without any where the page prints none.
        kind: what its looks say that it is: `photo` for a caption, `advert`, `notice`; else empty.
        placed: its blocks, each with its role.
        box: around all of it.
        belongs_to: the number of the story that it is a part of (a sidebar in its frame, the caption of its picture).
    """

    text: Text
    head: Headline
    kind: str
    placed: tuple[Placed, ...]
    box: Box
    belongs_to: int | None = None
    blocks: tuple[Box, ...] = field(default=())


def laid_out(page: Page, furniture: frozenset[int]) -> list[Laid]:
    """The stories of a page that has a drawing, in reading order."""
    drawing = page.drawing
    assert drawing is not None
    prints = prints_of(page.blocks, furniture)
    if not prints:
        return []
    own = furniture_boxes(page, furniture)
    body, face = _body(prints)
    rooms, prints = rooms_of(prints, drawing, body)
    prints = with_labels(prints, body)
    drawing = replace(drawing, rules=without_banners_rules(drawing.rules, prints))
    lands: list[tuple[Territory, int]] = []
    for number in range(-1, len(rooms)):
        inside = [line for line in prints if line.room == number]
        if number >= 0 and is_advert(inside):
            lands.append((_advert(inside), number))
            continue
        lands.extend((land, number) for land in _territories(inside, number, rooms, drawing, body, face))
    taken = {line.number for land, _ in lands if land.kind and land.head for line in land.head.lines}
    lands = give_labels(lands, [line for line in prints if line.banner and line.number not in taken])
    lands = [(land, room) for land, room in lands if room >= 0 or not _says_its_own(land, own)]
    order = reading_order([land.box for land, _ in lands], drawing.rules)
    lands = [lands[at] for at in order]
    return [_laid(land, room, _outer(at, lands, rooms), page) for at, (land, room) in enumerate(lands)]


def _advert(lines: Sequence[Print]) -> Territory:
    """A frame that is an advert as one territory, its largest lines the headline."""
    size = max(line.size for line in lines)
    rows = sorted(lines, key=lambda line: (line.box.y, line.box.x0))
    large = tuple(line for line in rows if line.size >= LARGE_TYPE * size)
    rest = [line for line in rows if line.size < LARGE_TYPE * size]
    head = Head(large, around(line.box for line in large), around(line.box for line in large))
    stacks = tuple(Stack((line,), line.box, display=False) for line in rest)
    return Territory(head, [Column(stacks)] if stacks else [], kind="advert")


def furniture_boxes(page: Page, furniture: Iterable[int]) -> list[Box]:
    """Around what the page says about itself at its head, and at its foot, from edge to edge."""
    assert page.drawing is not None
    width, height = page.drawing.width, page.drawing.height
    boxes = [setting.box for number in furniture if (setting := page.blocks[number].setting) is not None]
    head = [box.bottom for box in boxes if box.bottom <= HEAD * height]
    foot = [box.top for box in boxes if box.top >= (1 - FOOT) * height]
    found = [Box(0, 0, width, max(head))] if head else []
    return [*found, Box(0, min(foot), width, height)] if foot else found


def _says_its_own(land: Territory, own: Iterable[Box]) -> bool:
    """Are some words at the head of a page, or at its foot, of the page itself, as the others there are?

    No story is without a full stop.
    """
    return "。" not in "".join(column.text for column in land.columns) and any(box.holds(land.box, 6) for box in own)


def _body(prints: Sequence[Print]) -> tuple[float, str]:
    """The size and the face of the page's body."""
    sizes: Counter[float] = Counter()
    faces: Counter[str] = Counter()
    for line in prints:
        sizes[round(line.size, 1)] += len(line.bare)
        faces[line.setting.font] += len(line.bare)
    return sizes.most_common(1)[0][0], faces.most_common(1)[0][0]


def _territories(
    lines: Sequence[Print], number: int, rooms: Sequence[Room], drawing: Drawing, body: float, face: str
) -> list[Territory]:
    """The territories of one room."""
    if not lines:
        return []
    # Where a page is cropped, its lines may stand beyond its width.
    whole = around((Box(0, 0, drawing.width, drawing.height), *(line.box for line in lines)))
    box = rooms[number].box if number >= 0 else whole
    inner = tuple(room.box for room in rooms if room.outer == number)
    banners = [line for line in lines if line.banner]
    lines = [line for line in lines if not line.banner]
    rules = tuple(rule for rule in drawing.rules if rule.over(box) >= -1 and rule.beside(box) >= -1)
    across = [rule for rule in rules if rule.width >= rule.height]
    stacks = stacks_of(lines, across, body)
    pictures = tuple(
        _uncovered(picture, lines, rules)
        for picture in _groups(drawing.pictures)
        if box.holds(picture, 40) and not is_ground(picture, [*lines, *banners], body)
    )
    columns, display = columns_of(stacks, [*across, *inner, *pictures], body)
    columns, display = loose(columns, display, body)
    obstacles = [*rules, *inner, *pictures, *(column.box for column in columns), *(line.box for line in banners)]
    heads = heads_of(display, columns, obstacles, box)
    return territories_of(columns, heads, Surroundings(rules, pictures, inner, face))


def _groups(pictures: Iterable[Box]) -> list[Box]:
    """The pictures, those side by side as one: they share a caption."""
    found: list[Box] = []
    for picture in sorted(pictures, key=lambda box: (round(box.top / 4), box.x0)):
        last = found[-1] if found else None
        level = last is not None and abs(last.top - picture.top) <= 4 and abs(last.bottom - picture.bottom) <= 4
        if last is not None and level and -4 <= picture.x0 - last.x1 <= SIDE_BY_SIDE:
            found[-1] = around((last, picture))
        else:
            found.append(picture)
    return found


def _uncovered(picture: Box, lines: Iterable[Print], rules: Iterable[Box]) -> Box:
    """A picture without the margins that were clipped off: no text is set over it there, and no rule drawn."""
    x0, top, x1, bottom = picture.x0, picture.top, picture.x1, picture.bottom
    for other in (*(line.box for line in lines), *rules):
        if other.over(picture) < 0.3 * other.width or other.beside(picture) < 0:
            continue
        if 0 < other.bottom - picture.top < 0.2 * picture.height and other.width > other.height:
            top = max(top, other.bottom)
        elif 0 < picture.bottom - other.top < 0.2 * picture.height and other.width > other.height:
            bottom = min(bottom, other.top)
    for other in rules:
        if other.beside(picture) > 0.5 * picture.height and other.height > other.width:
            if 0 < other.x - picture.x0 < 0.2 * picture.width:
                x0 = max(x0, other.x1)
            elif 0 < picture.x1 - other.x < 0.2 * picture.width:
                x1 = min(x1, other.x0)
    return Box(x0, top, x1, bottom)


def _outer(at: int, lands: Sequence[tuple[Territory, int]], rooms: Sequence[Room]) -> int | None:
    """The number of the story that a sidebar or a caption is a part of."""
    land, number = lands[at]
    hosts = []
    for other, (host, room) in enumerate(lands):
        if other == at or host.head is None or host.caption or not host.columns:
            continue
        if land.caption and land.head is None:
            same = room == number and -host.box.over(land.box) <= 12 and host.box.beside(land.box) >= -24
        elif number >= 0 and room == number:
            same = land.head is not None and land.head.size <= 0.8 * host.head.size and host.box.top <= land.box.top
        else:
            same = number >= 0 and rooms[number].outer == room and host.box.holds(land.box, 6)
        if same:
            hosts.append((host.head.size, -other))
    return -max(hosts)[1] if hosts else None


def _laid(land: Territory, room: int, belongs_to: int | None, page: Page) -> Laid:
    """A territory as a story."""
    text = text_of(land.columns, page.source_file)
    head = land.head.headline if land.head else Headline()
    labels = " ".join(line.text.strip(BRACKETS) for line in land.labels)
    text.story.label = labels
    if not head.headline and labels and not is_label(labels):
        # Nothing else is printed over this text: a headline on a band of its own.
        head, text.story.label = replace(head, headline=labels), ""
    elif not text.story.pieces and not head.headline and labels:
        head = replace(head, headline=labels)
    placed = [Placed(line.number, LABEL) for line in land.labels]
    if land.head:
        placed.extend(_placed_head(land.head))
    bylines = set(text.bylines)
    for column in land.columns:
        for stack in column.stacks:
            for line in stack.lines:
                role = SUBHEAD if stack.display else CAPTION if land.caption else BODY
                placed.append(Placed(line.number, BYLINE if line.number in bylines else role))
    blocks = tuple(box for piece in placed if (setting := page.blocks[piece.number].setting) for box in (setting.box,))
    return Laid(text, head, _kind(land, text, room >= 0), tuple(placed), around(blocks), belongs_to, blocks)


def _kind(land: Territory, text: Text, framed: bool) -> str:
    """What the looks of a territory say that it is."""
    if land.kind or land.caption:
        return land.kind or "photo"
    signed = bool(text.story.credits)
    return "notice" if framed and not signed and is_notice(text.story.text) else ""


def _placed_head(head: Head) -> Iterable[Placed]:
    size = head.size
    main = [line for line in head.lines if line.size >= 0.87 * size]
    for line in head.lines:
        if line in main:
            yield Placed(line.number, HEADLINE)
        else:
            yield Placed(line.number, KICKER if line.box.y < main[0].box.y else SUBTITLE)


__all__ = ["Laid", "Placed", "laid_out"]
