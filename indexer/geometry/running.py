"""How do the columns of a story become its paragraphs, subheads and credits?

The lines of the columns, one after the other, are what a dump would have of a story that stands alone on its page; so
what a line shows itself to be (a byline, a jump) is read by the same rules (`signs`). Where a paragraph begins is seen:
its first line is indented, or the line above ended short with the end of a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ..item import Item, Kind
from ..page import Block, Page
from ..repair.line import Line
from ..repair.lines import join
from ..repair.spacing import cells
from ..signs import signs
from ..stories import Story
from .columns import Column
from .opening import byline_of, joint
from .prints import Print

_BYLINE = re.compile(r"[□■◎●○◆◇▲△]|(?:本报|见习|实习)*(?:记者|通讯员)|[文图]/")
_SIGNATURE = re.compile(r"[（(][^（()）]{2,60}[)）]。?$")

INDENT = 1.2
"""Ems: a line that begins so far in opens a paragraph."""
SUBHEAD_LINES = 3
SHORT = 1.6
"""Ems: a line that ends so far from the column's end, with a sentence, ends a paragraph."""


@dataclass
class Text:
    """The text of one story.

    Attributes:
        story: as the pieces of a dump are gathered, for what makes articles of them.
        pointers: pages to which it sends the reader for something else.
        bylines: the numbers of the blocks that are credits.
    """

    story: Story
    pointers: list[str] = field(default_factory=list)
    bylines: list[int] = field(default_factory=list)


def text_of(columns: Sequence[Column], source: str = "") -> Text:
    """The paragraphs, subheads and credits of a story.

    Args:
        columns: in reading order.
        source: the file, for the record.
    """
    placed = [(line, column) for column in columns for line in _in_rows(column)]
    page = Page(source, 1, _readable(placed))
    found = Text(Story())
    lines: list[Line] = []
    subheads = _subheads(columns)
    before: tuple[Print, Column] | None = None

    def end(ends: bool = True) -> None:
        if lines:
            begins = not (found.story.jump_from and not found.story.pieces)
            text = _signature_whole(join(lines), [page.blocks[line.number].text for line in lines])
            item = Item(Kind.PARAGRAPH, text, lines[0].number, lines[-1].number, begins=begins, ends=ends)
            found.story.pieces.append((item,))
            lines.clear()

    for piece in signs(page, frozenset()):
        if isinstance(piece, Item):
            if piece.kind is Kind.CREDIT:
                end()
                found.story.credits.append(piece.text)
                found.bylines.extend(placed[at][0].number for at in range(piece.first, piece.last + 1))
            elif piece.kind is Kind.JUMP_TO:
                end(ends=False)
                found.story.jump_to = piece.text
            elif piece.kind is Kind.JUMP_FROM:
                end()
                found.story.jump_from = piece.text
            else:
                found.pointers.append(piece.text)
            continue
        line, column = placed[piece.number]
        if line.number in subheads:
            end()
            _add_subhead(found.story, piece, line, subheads)
        else:
            if lines and before is not None and _opens(line, column, *before):
                end()
            lines.append(piece)
        before = line, column
    end(ends=not found.story.jump_to)
    found.story.opened = True
    return found


def _signature_whole(text: str, printed: Sequence[str]) -> str:
    """A paragraph whose signature in brackets has its blanks again, by which the names are told apart."""
    bracket = _SIGNATURE.search(text)
    if bracket is None:
        return text
    raw = printed[-1].strip()
    for before in reversed(printed[:-1]):
        if "（" in raw or "(" in raw:
            break
        raw = f"{before.strip()}{joint(before, raw)}{raw}"
    blanks = _SIGNATURE.search(raw)
    if blanks is None or "".join(blanks[0].split()) != "".join(bracket[0].split()):
        return text
    return text[: bracket.start()] + blanks[0]


def _readable(placed: Sequence[tuple[Print, Column]]) -> tuple[Block, ...]:
    """The lines as blocks; a byline that the column broke stands whole in its first line."""
    texts = [line.text for line, _ in placed]
    begin = next((at for at, (line, _) in enumerate(placed) if not line.credit), len(placed))
    for first in dict.fromkeys((0, begin)):
        if first >= len(placed):
            break
        column = placed[first][1]
        lines = [line for line, other in placed[first:] if other is column]
        if lines[0] not in column.text_lines:
            continue
        count, whole = byline_of([line for line in lines if line in column.text_lines], column.left, column.right)
        if count:
            texts[first : first + count] = [whole, *("" for _ in range(count - 1))]
            break
    return tuple(map(Block, texts))


def _in_rows(column: Column) -> Iterator[Print]:
    """The lines of a column from top to bottom; what stands on one level from the left."""
    rows: list[list[Print]] = []
    for line in sorted(column.lines, key=lambda line: line.box.y):
        if rows and abs(line.box.y - rows[-1][0].box.y) <= 0.4 * line.size:
            rows[-1].append(line)
        else:
            rows.append([line])
    for row in rows:
        yield from sorted(row, key=lambda line: line.box.x0)


def _opens(line: Print, column: Column, above: Print, above_column: Column) -> bool:
    """Does a line open a paragraph?"""
    if line.box.x0 - column.left >= INDENT * line.em and abs(line.box.y - above.box.y) > 0.4 * line.size:
        return True
    short = above_column.right - above.box.x1 >= SHORT * above.em
    return short and above.ends and line.box.y != above.box.y


def _subheads(columns: Sequence[Column]) -> dict[int, int]:
    """The numbers of the lines that are subheads, with the number of the subhead that each is part of."""
    found: dict[int, int] = {}
    for column in columns:
        for stack in column.stacks:
            if stack.display:
                found.update((line.number, stack.lines[0].number) for line in stack.lines)
        for run in _in_another_face(column):
            found.update((line.number, run[0].number) for line in run)
    return found


def _in_another_face(column: Column) -> Iterator[Sequence[Print]]:
    """Lines in the text's own size that are subheads: in another face than the text, between two paragraphs."""
    text = column.text_lines
    at = 0
    while at < len(text):
        end = at
        while end < len(text) and end - at < SUBHEAD_LINES and _stands_out(text[end], column):
            end += 1
        run = text[at:end]
        if run:
            above = text[at - 1] if at else None
            below = text[end] if end < len(text) else None
            ended = above is None or above.ends or above.credit
            opens = below is None or below.box.x0 - column.left >= INDENT * below.em
            if ended and opens and len(text) > len(run):
                yield run
        at = max(end, at + 1)


def _stands_out(line: Print, column: Column) -> bool:
    """Is a line in another face than its column's, and neither a byline nor a sentence?"""
    if line.setting.font == column.style[0] or line.ends or line.credit or line.dated or not line.words:
        return False
    if _BYLINE.match(line.bare):
        return False
    return "。" not in line.text and line.text.count("，") <= 1


def _add_subhead(story: Story, piece: Line, line: Print, subheads: dict[int, int]) -> None:
    """Adds a line to the subhead that it is part of, or begins one."""
    item = Item(Kind.DISPLAY, piece.display, line.number, line.number, cells(piece.display), piece.spaced)
    last = story.pieces[-1] if story.pieces else ()
    if last and last[-1].kind is Kind.DISPLAY and subheads[last[-1].first] == subheads[line.number]:
        story.pieces[-1] = (*last, item)
    else:
        story.pieces.append((item,))
