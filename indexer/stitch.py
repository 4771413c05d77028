"""Which pieces on the pages of an issue are one story, and how does it read as one?

A *piece* is what one page has of a story. 下转第4版 says on which page it goes on, 上接第1版 from which it comes
(`jump`); but a page may send several stories to one other, and a page may have lost its mark. So every piece that may
go on is compared with every piece that may be the rest of it, and they are given to each other such that all together
fit best (`matching`):

    marks       each of the two names the other's page: a great deal; only one of them does: nothing by itself
    headline    the rest bears the headline again, part of it, or some of its words
    tear        the sentence breaks off; a word is cut in two; a quotation or bracket is left open here and closed there
    likeness    they speak of the same things

A wrong join makes two stories unfindable as what they are, a missing one leaves two halves that can be found. So none
is made that is not clearly better than any other that the two could be given to.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import reduce

from search.article import Article, Author
from search.schema import page_key
from search.text import bare, pairs

from .identity import place_of
from .likeness import likeness
from .matching import matching
from .repair.line import cuts_word, ends_sentence
from .tear import balance

Chain = tuple[Article, ...]
"""The pieces of one story in reading order; a story that does not jump is a chain of one."""

MARKED = 2.0
"""What it is worth that both name the other's page."""
SAME_HEAD, PART_OF_HEAD = 4.0, 3.5
WORDS_OF_HEAD, WORDS_OF_TEXT = 3.0, 1.5
"""What it is worth that all the character pairs of a headline stand in the other's headlines, or in its text."""
SHORTEST_HEAD = 4
"""Characters of a headline that is recognised inside another."""
FOREIGN, FOREIGN_HEAD = 0.15, 1.5
"""Of a headline that is less than this in the other piece, and what it costs."""
TORN, CUT_WORD, BALANCE = 0.5, 3.0, 2.0
WRONG_TEAR = 2.0
"""What it costs where one piece ends a sentence in the midst of which the other begins, or the other way round."""
ALIKE, MOST_ALIKE = 10.0, 0.2
ENOUGH = 1.5
"""What a pair that both mark must be worth: hardly less than its marks."""
ENOUGH_ALONE = 4.25
"""What a pair must be worth that only one of them marks: the same headline, or a word cut in two and something more."""
CLEARLY = 1.0
"""By so much it must be better than any other that the two could be given to."""
NEVER = -100.0

_GOES_ON = "，。、；：？！”’）》」』…"
"""What no sentence begins with."""


def is_jump(article: Article) -> bool:
    """Does a page say that it has only a piece of this story? A teaser is none: it points to a story that is whole."""
    return bool(article.jump_to or article.jump_from) and may_be_piece(article)


def may_be_piece(article: Article) -> bool:
    """Can an article be a piece of one? It has text, was read off one page, and is known to be of some issue."""
    dated = bool(article.date and article.page)
    return dated and article.kind != "teaser" and bool(article.body.strip()) and len(article.parts) == 1


def is_named(article: Article, pieces: Sequence[Article]) -> bool:
    """Does one of the pieces send its reader to the page on which an article stands, or come from there?"""
    marks = ((page, piece) for piece in pieces for page in (piece.jump_to, piece.jump_from) if page)
    return any(_names(page, article, piece) for page, piece in marks)


def chains(pieces: Sequence[Article]) -> tuple[Chain, ...]:
    """Puts the pieces of one issue together.

    Args:
        pieces: with their ids; those that bear no mark may be the other half of one that does.

    Returns:
        Every piece in one chain, the chains by page and id of their first pieces. It depends on nothing but the pieces.
    """
    some = sorted(pieces, key=_order)
    marked = [piece for piece in some if piece.jump_to or piece.jump_from]
    asked = [at for at, piece in enumerate(some) if piece.jump_to or piece.jump_from or is_named(piece, marked)]
    following: dict[int, int] = {}
    for one, other in _given([some[at] for at in asked]):
        one, other = asked[one], asked[other]
        if _end(other, following) != one:  # or the story would bite its own tail
            following[one] = other
    firsts = [at for at in range(len(some)) if at not in set(following.values())]
    return tuple(tuple(some[at] for at in _run(first, following)) for first in firsts)


def whole(chain: Chain) -> Article:
    """The article that the pieces of a chain make.

    It is the first one's, with its id. What that lacks is taken from the later ones; kicker, headline and subtitle
    belong together. Authors of all of them are named, each once.
    """
    first = chain[0]
    if len(chain) == 1:
        return first
    headed = next((piece for piece in chain if piece.headline and not piece.headline_inferred), first)
    texts = {
        name: next(filter(None, (getattr(piece, name) for piece in chain)), "")
        for name in ("column", "source", "dateline", "belongs_to", "same_as")
    }
    authors: dict[tuple[str, str], Author] = {}
    for piece in chain:
        for author in piece.authors:
            authors.setdefault((author.name, author.role), author)
    return replace(
        first,
        kicker=headed.kicker,
        headline=headed.headline,
        subtitle=headed.subtitle,
        headline_inferred=headed.headline_inferred,
        authors=tuple(authors.values()),
        body=reduce(_joined, chain[1:], first).body,
        subheads=tuple(subhead for piece in chain for subhead in piece.subheads),
        jump_to=chain[-1].jump_to,
        jump_from=first.jump_from,
        parts=tuple(part for piece in chain for part in piece.parts),
        topics=tuple(dict.fromkeys(topic for piece in chain for topic in piece.topics)),
        keywords=tuple(dict.fromkeys(keyword for piece in chain for keyword in piece.keywords)),
        **texts,
    )


def _joined(one: Article, other: Article) -> Article:
    """Two pieces with the break between them healed: no new paragraph where the sentence goes on."""
    before, after = _last(one), _first(other)
    apart = ends_sentence(before) or before in one.subheads or after in other.subheads
    latin = before[-1:].isascii() and before[-1:].isalpha() and after[:1].isascii() and after[:1].isalpha()
    joint = "\n" if apart else " " if latin else ""
    return replace(one, body=one.body + joint + other.body, subheads=one.subheads + other.subheads)


def _worths(some: Sequence[Article]) -> list[list[float]]:
    """What it is worth that one piece (row) goes on as another (column).

    A piece without a mark is thought of only where none has the mark that is looked for.
    """
    marks = [[_marks(one, other) for other in some] for one in some]
    sends = [2 in row for row in marks]
    comes = [any(row[at] == 2 for row in marks) for at in range(len(some))]
    return [
        [
            _worth(some[one], some[other], marked) if marked == 2 or not (sends[one] or comes[other]) else NEVER
            for other, marked in enumerate(row)
        ]
        for one, row in enumerate(marks)
    ]


def _marks(one: Article, other: Article) -> int:
    """How many of the two pieces name the other's page; 0 where they cannot be of one story."""
    if place_of(one) == place_of(other):
        return 0
    if not (_names(one.jump_to, other, one) and _names(other.jump_from, one, other)):
        return 0
    return bool(one.jump_to) + bool(other.jump_from)


def _worth(one: Article, other: Article, marked: int) -> float:
    """What it is worth that one piece goes on as the other, by so many marks."""
    if not marked:
        return NEVER
    head, tear = _head(one, other), _tear(one, other)
    if marked == 1 and (max(head, tear) < CUT_WORD or other.dateline):
        return NEVER  # a word in common is no sign that an article which is whole by all it says is half of another
    alike = ALIKE * min(MOST_ALIKE, likeness(one.body, other.body))
    return MARKED * (marked == 2) + head + tear + alike


def _enough(one: Article, other: Article) -> float:
    return ENOUGH if one.jump_to and other.jump_from else ENOUGH_ALONE


def _names(page: str, other: Article, own: Article) -> bool:
    """Can the page that a mark names be the other piece's? In section A, 下转第4版 may mean page A4."""
    there, here = page_key(other.page), page_key(own.page)
    section = here.rstrip("0123456789")
    return not page or page_key(page) == there or (page.isdigit() and page_key(section + page) == there)


def _head(one: Article, other: Article) -> float:
    """What the headline of the rest says."""
    if not other.headline or other.headline_inferred:
        return 0.0
    said = bare(other.headline)
    heads = [] if one.headline_inferred else [bare(one.headline), bare(one.kicker), bare(one.subtitle)]
    heads = [head for head in heads if head]
    if said in heads:
        return SAME_HEAD
    if any(min(len(said), len(head)) >= SHORTEST_HEAD and (said in head or head in said) for head in heads):
        return PART_OF_HEAD
    some = set(pairs(said))
    in_heads = _share(some, "\n".join((*heads, bare(one.column))))
    in_text = _share(some, bare(one.body))
    if heads and max(in_heads, in_text) < FOREIGN:
        return -FOREIGN_HEAD
    return WORDS_OF_HEAD * in_heads + WORDS_OF_TEXT * in_text


def _share(some: set[str], text: str) -> float:
    return sum(pair in text for pair in some) / len(some) if some else 0.0


def _tear(one: Article, other: Article) -> float:
    """What the two ends say."""
    before, after = _last(one), _first(other)
    torn = not ends_sentence(before) and before not in one.subheads
    if after[:1] in _GOES_ON and not torn:
        return -WRONG_TEAR
    if torn and (other.dateline or after in other.subheads):
        return -WRONG_TEAR
    value = TORN if torn else 0.0
    if torn and cuts_word(before, after):
        value += CUT_WORD
    return value + BALANCE * balance(before, after)


def _given(some: Sequence[Article]) -> list[tuple[int, int]]:
    """The pairs that are one story, the surest first."""
    worth = _worths(some)
    given = {one: other for one, other in enumerate(matching(worth)) if other is not None}
    taken = {other: one for one, other in given.items()}
    pairs: list[tuple[float, int, int]] = []
    for one, other in given.items():
        value = worth[one][other]
        if value < _enough(some[one], some[other]):
            continue
        rivals = [worth[one][at] for at in range(len(some)) if at != other and not _suited(at, one, worth, taken, True)]
        rivals += [
            worth[at][other] for at in range(len(some)) if at != one and not _suited(at, other, worth, given, False)
        ]
        if value >= max(rivals, default=NEVER) + CLEARLY:
            pairs.append((-value, one, other))
    return [(one, other) for _, one, other in sorted(pairs)]


def _suited(at: int, to: int, worth: Sequence[Sequence[float]], own: dict[int, int], rest: bool) -> bool:
    """Is a rival clearly better off with what it was given itself?"""
    if at not in own:
        return False
    if rest:
        return worth[own[at]][at] >= worth[to][at] + CLEARLY
    return worth[at][own[at]] >= worth[at][to] + CLEARLY


def _order(piece: Article) -> tuple[int, str, str]:
    key = page_key(piece.page)
    return len(key), key, piece.id


def _end(at: int, following: dict[int, int]) -> int:
    while at in following:
        at = following[at]
    return at


def _run(at: int, following: dict[int, int]) -> list[int]:
    run = [at]
    while run[-1] in following:
        run.append(following[run[-1]])
    return run


def _last(article: Article) -> str:
    return article.body.rstrip().rpartition("\n")[2].strip()


def _first(article: Article) -> str:
    return article.body.lstrip().partition("\n")[0].strip()
