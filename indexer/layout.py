"""What are the pieces of this page, in the order in which the file has them?

A page of a dump comes as lines. Here they become `Item`s: paragraphs, put together again from the lines that the
column broke; display lines (headlines, subheads); column labels; credits; jumps; pointers.

What a line is in itself, bylines and jumps, is read first (`signs`); what lies between them is a *run* of text and
display lines, told apart by `repair.lines`. Photo credits may stand anywhere beside a picture's text, so they do
not end a run.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise, zip_longest

from search.text import bare, is_known_word

from .byline import lead
from .item import Item, Kind
from .labels import is_label
from .names import Trust, is_unit, read_names
from .page import Page
from .repair.line import Line
from .repair.lines import BLOCKS, Role, join, roles
from .repair.pieces import whole_lines
from .repair.spacing import cells
from .rows import with_rows
from .signs import is_photo_credit, signs
from .verse import with_verse

HEADLINE = 14
"""Cells from which on a display line is taken to be a headline, with a label over it."""
LABEL = (4, 8)
"""Cells of a label that no word gives away: two to four hanzi."""
REPEATED = (6, 14)
"""Cells of a label that is known by standing on the page twice."""
LONGEST_NAME = 4
"""Hanzi: a name alone is no longer; names together are parted by spaces."""

_DATELINE = re.compile(r"[^，。；！？]{0,24}(?:讯|电|新华|中新|社)")
"""What a line with a dateline looks like, told cheaply before `lead` reads it."""
_DATE = re.compile(r"[0-9〇○零一二三四五六七八九]{4}年[0-9一二三四五六七八九十]{1,3}月[0-9一二三四五六七八九十]{1,3}日")
_HANZI = re.compile(r"[一-鿿]+")


def items_of(page: Page, furniture: frozenset[int]) -> tuple[Item, ...]:
    """The pieces of a dumped page, in the order of the file.

    Args:
        page: one block a line.
        furniture: numbers of the blocks that are no part of any article.
    """
    found: list[Item] = []
    run: list[Line] = []
    aside: list[Item] = []  # photo credits inside the run
    for piece in signs(page, furniture):
        if isinstance(piece, Line):
            run.append(piece)
        elif piece.kind is Kind.CREDIT and is_photo_credit(piece.text):
            # It may stand anywhere beside its picture's text: the lines around it are one run.
            aside.append(piece)
        else:
            torn = bool(found) and found[-1].kind is Kind.JUMP_FROM
            found.extend(_put_between(_running(run, torn, piece.kind is Kind.JUMP_TO), aside))
            run, aside = [], []
            found.append(piece)
    torn = bool(found) and found[-1].kind is Kind.JUMP_FROM
    found.extend(_put_between(_running(run, torn, False), aside))
    blocks = _in_blocks(page)
    labelled = tuple(_repeated(tuple(_short_labels(with_rows(tuple(_issuers(found))), blocks))))
    names = [item.kind in (Kind.DISPLAY, Kind.CREDIT) and is_name(item.text.lstrip("□ ")) for item in labelled]
    return tuple(_bare_names(with_verse(labelled, names, blocks)))


def _in_blocks(page: Page) -> bool:
    """Do blank lines part blocks, or does one stand after nearly every line?"""
    filled = [bool(block.text.strip()) for block in page.blocks]
    after_blank = sum(not above and here for above, here in pairwise(filled))
    return after_blank < BLOCKS * sum(filled)


def _issuers(items: Sequence[Item]) -> Iterator[Item]:
    """A date alone, and the institution above it, sign a notice: they are part of its text and nobody's headline."""
    signing: set[int] = set()
    for at, item in enumerate(items):
        if item.kind is Kind.DISPLAY and _DATE.fullmatch(bare(item.text)):
            signing.add(at)
            for lines in (1, 2):  # the institution on one line, or on two
                above = items[max(0, at - lines) : at]
                text = bare("".join(other.text for other in above))
                under = at > lines and items[at - lines - 1].kind is Kind.PARAGRAPH
                if under and all(other.kind is Kind.DISPLAY for other in above) and is_unit(text):
                    signing.update(range(at - lines, at))
    joined: Item | None = None
    for at, item in enumerate(items):
        if at in signing and at + 1 in signing and at + 2 in signing:
            joined = item
            continue
        if at in signing:
            text = f"{joined.text if joined else ''}{item.text}"
            yield replace(joined or item, kind=Kind.PARAGRAPH, text=text, last=item.last, width=None)
        else:
            yield item
        joined = None


def _short_labels(items: Sequence[Item], blocks: bool) -> Iterator[Item]:
    """Words of two to four hanzi over a headline or under it, set apart from what is above and below, are its label."""
    above, before = None, None
    for item, below in zip_longest(items, items[1:]):
        apart = item.gap > 0 and below is not None and below.gap > 0
        short = LABEL[0] <= (item.width or 0) <= LABEL[1] and _HANZI.fullmatch(item.text)
        over = above is not Kind.DISPLAY and below is not None and _is_headline(below)
        under = before is not None and below is not None and _under(before, below) and not is_name(item.text)
        above, before = item.kind, item
        if blocks and apart and short and (over or under) and item.kind is Kind.DISPLAY:
            yield replace(item, kind=Kind.LABEL)
        else:
            yield item


def _repeated(items: Sequence[Item]) -> Iterator[Item]:
    """A few hanzi that stand alone twice on a page are a column's label: no two headlines are the same."""
    times = Counter(item.text for item in items if item.kind is Kind.DISPLAY)
    for item in items:
        label = times[item.text] > 1 and REPEATED[0] <= (item.width or 0) <= REPEATED[1]
        if item.kind is Kind.DISPLAY and label and _HANZI.fullmatch(item.text) and not is_name(item.text):
            yield replace(item, kind=Kind.LABEL)
        else:
            yield item


def _under(above: Item, below: Item) -> bool:
    """Is what stands between these two under a headline? A subhead is no wider than the text below it."""
    signed = below.kind is Kind.CREDIT or (below.kind is Kind.DISPLAY and is_name(below.text))
    wider = below.kind is Kind.PARAGRAPH and below.width is not None and (above.width or 0) > below.width
    return _is_headline(above) and (signed or wider)


def _is_headline(item: Item) -> bool:
    return item.kind is Kind.DISPLAY and (item.width or 0) >= HEADLINE


def _bare_names(items: Sequence[Item]) -> Iterator[Item]:
    """A name alone between a headline and its text is who wrote it: features and essays are signed so."""
    for at, item in enumerate(items):
        above = items[at - 1].kind if at else Kind.LABEL  # the headline may be elsewhere
        below = items[at + 1].kind if at + 1 < len(items) else None
        between = above in (Kind.DISPLAY, Kind.LABEL) and below is Kind.PARAGRAPH
        if item.kind is Kind.DISPLAY and between and is_name(item.text):
            yield replace(item, kind=Kind.CREDIT, text=f"作者 {item.text}")
        else:
            yield item


def is_name(text: str) -> bool:
    """Is a line somebody's name, or several people's, and nothing else?"""
    names = read_names(text, Trust.LABELLED)
    one_by_one = " " in text or len(bare(text)) <= LONGEST_NAME
    return names is not None and one_by_one and not is_known_word(bare(text))


def _opening(run: Sequence[Line]) -> list[Line]:
    """The lines of a run, those marked that begin with a dateline, which may go on on the line below."""
    marked = []
    for at, line in enumerate(run):
        below = run[at + 1].text if at + 1 < len(run) else ""
        opens = bool(_DATELINE.match(line.text) and lead(line.text + below).dateline)
        marked.append(replace(line, opens=opens))
    return marked


def _running(run: Sequence[Line], torn_start: bool, torn_end: bool) -> Iterator[Item]:
    """The paragraphs and display lines of a run of lines."""
    some: list[Line] = []
    begins = True
    column: int | None = None
    run = _opening(whole_lines(run))
    labelled = roles(run, torn_start=torn_start, torn_end=torn_end)
    for at, (line, (role, width)) in enumerate(zip(run, labelled, strict=True)):
        if role in (Role.FIRST, Role.WHOLE, Role.DISPLAY) and some:
            yield _paragraph(some, column, begins, ends=False)
            some = []
        if role is Role.DISPLAY:
            text = line.display
            kind = Kind.LABEL if is_label(text) else Kind.DISPLAY
            yield Item(kind, text, line.number, line.number, cells(text), line.spaced, line.gap)
            continue
        if not some:
            begins = role in (Role.FIRST, Role.WHOLE)
        some.append(line)
        column = width
        if role in (Role.LAST, Role.WHOLE):
            yield _paragraph(some, column, begins, ends=True)
            some = []
        elif at == len(run) - 1:
            yield _paragraph(some, column, begins, ends=line.ends_sentence)


def _paragraph(lines: Sequence[Line], width: int | None, begins: bool, ends: bool) -> Item:
    first, last = lines[0], lines[-1]
    return Item(Kind.PARAGRAPH, join(lines), first.number, last.number, width, gap=first.gap, begins=begins, ends=ends)


def _put_between(items: Iterator[Item], aside: Sequence[Item]) -> Iterator[Item]:
    """The items of a run with the credits that stood in it, each after the item that it stood in or behind."""
    waiting = list(aside)
    for item in items:
        while waiting and waiting[0].first < item.first:
            yield waiting.pop(0)
        yield item
        while waiting and waiting[0].first < item.last:
            yield waiting.pop(0)
    yield from waiting
