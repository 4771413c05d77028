"""How does a story's text run through its columns, and where does it end?

Lines are poured into columns that hang on a grid of body lines; some columns have less room, because something else
stands at their top or bottom. A subhead never ends a column. Where there is more text than room, the story ends with
a paragraph, or, as a *jump*, in mid-sentence with a line that says where it goes on.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from math import ceil

from .block import Inset, Order, body_type
from .copy import Copy
from .head import type_of
from .lines import Line, set_paragraph, width_of
from .style import Style


@dataclass
class Text:
    """The lines of a story; `prefix` characters, blanks aside, stand before the first paragraph (dateline, 上接)."""

    lines: list[Line] = field(default_factory=list)
    prefix: int = 0


def back_line(style: Style, page: int) -> str:
    """How this paper says where a story comes from."""
    form = "（上接第{}版）" if "（" in style.jump else "◀上接第{}版" if "▶" in style.jump else "上接第{}版"
    return form.format(page)


def set_text_of(copy: Copy, wide: float, order: Order, style: Style) -> Text:
    """Byline rows and paragraphs, line by line."""
    type = body_type(style, order.aside)
    bold = replace(type, face=style.bold, latin=style.bold)
    text = Text()
    back = back_line(style, order.jump_from) if order.jump_from else ""
    if order.jump_from:
        if style.jump_own_line:
            text.lines += set_paragraph([(back, bold)], wide, how="left")
            back = ""
    else:
        for row in copy.rows:
            text.lines += set_paragraph([(row, bold if style.subhead == "left" else type)], wide, how="left")
        if copy.rows and style.byline_gap:
            text.lines.append(Line())
    indent = 2 * style.size * style.stretch
    subheads = {"".join(subhead.split()) for subhead in copy.gold["subheads"]}
    for number, paragraph in enumerate(copy.paragraphs):
        if "".join(paragraph.split()) in subheads:
            big = replace(bold, size=style.size * style.subhead_size)
            how = "centre" if style.subhead == "centre" else "left"
            rows = set_paragraph([(paragraph, big)], wide, indent if style.subhead == "indent" else 0.0, how)
            text.lines.append(Line(keep=True, paragraph=number))
            text.lines += [replace(row, keep=True, paragraph=number) for row in rows]
            continue
        spans = [(paragraph, type)]
        lead = indent
        if number == 0:
            dateline = copy.gold["dateline"] if not order.jump_from else None
            if dateline:
                inside = "".join(copy.inside)
                spans[:0] = [(dateline, bold), (inside or "\u3000", type)]
            if back:
                spans[:0] = [(back, bold), ("\u3000" if back[-1] != "）" else "", type)]
                lead = 0.0
            text.prefix = sum(len("".join(piece.split())) for piece, _ in spans[:-1])
        if style.spaces and lead:
            rows = set_paragraph([("\u3000\u3000", type), *spans], wide)
        else:
            rows = set_paragraph(spans, wide, lead)
        text.lines += [replace(row, paragraph=number) for row in rows]
    return text


def fit(
    copy: Copy, text: Text, deep: int, taken: Sequence[tuple[int, int]], wide: float, style: Style
) -> tuple[list[Line], str] | None:
    """As many whole paragraphs as there is room for, at least two (or all)."""
    subheads = {"".join(subhead.split()) for subhead in copy.gold["subheads"]}
    for count in range(len(copy.paragraphs), 0, -1):
        if count < min(2, len(copy.paragraphs)) or "".join(copy.paragraphs[count - 1].split()) in subheads:
            continue
        lines = [line for line in text.lines if line.paragraph < count]
        if copy.inside and not copy.gold["dateline"]:
            lines = _signed(lines, "".join(copy.inside), wide, style)
        if pour(lines, taken, deep) is not None:
            return lines, "\n".join(copy.paragraphs[:count])
    return None


def _signed(lines: list[Line], signature: str, wide: float, style: Style) -> list[Line]:
    """The lines with a bracket behind the last word, or at the right of a line of its own."""
    end = lines[-1]
    type = body_type(style)
    cells = tuple((char, type, type.advance(char)) for char in signature)
    used = end.indent + sum(cell[2] for cell in end.cells)
    if used + width_of(signature, type) <= wide:
        return [*lines[:-1], replace(end, cells=end.cells + cells)]
    return [
        *lines,
        *(
            replace(row, how="right", paragraph=end.paragraph)
            for row in set_paragraph([(signature, type)], wide, how="left")
        ),
    ]


def jump(
    copy: Copy, text: Text, deep: int, taken: Sequence[tuple[int, int]], order: Order, style: Style, wide: float
) -> tuple[list[Line], str] | None:
    """So much as fills the columns, the last line with the jump in it; None where the text ends before."""
    words = style.jump.format(order.jump_to)
    bold = type_of(style, "bold", style.size)
    jump = tuple((char, bold, bold.advance(char)) for char in words)
    room = wide - sum(cell[2] for cell in jump) - style.size
    if room < 0:
        return None
    for count in range(len(text.lines) - 1, 4, -1):
        end = text.lines[count]
        if end.last or end.first or end.keep or not end.cells or end.paragraph < 0:
            continue
        if style.jump_own_line:
            lines = [*text.lines[:count], Line(jump, how="right", paragraph=end.paragraph)]
            kept = 0
        else:
            kept = _kept(end, room)
            blank = wide - end.indent - sum(c[2] for c in end.cells[:kept]) - sum(c[2] for c in jump)
            gap = (("\u3000", replace(bold, blanks=False), blank),)
            lines = [*text.lines[:count], replace(end, cells=end.cells[:kept] + gap + jump, how="left")]
        if pour(lines, taken, deep) is not None:
            part = "".join(line.text for line in text.lines[:count] if line.paragraph == end.paragraph)
            part = "".join((part + "".join(cell[0] for cell in end.cells[:kept])).split())
            printed = len(part) - (text.prefix if end.paragraph == 0 else 0)
            body = "\n".join([*copy.paragraphs[: end.paragraph], _first(copy.paragraphs[end.paragraph], printed)])
            full = len(lines) >= sum(max(0, deep - a - b) for a, b in taken) - 2
            return (lines, body) if full and count > 8 and printed > 0 else None
    return None


def _first(text: str, count: int) -> str:
    """So many characters of a text, blanks not counted."""
    for at, char in enumerate(text):
        if count == 0:
            return text[:at]
        count -= not char.isspace()
    return text


def _kept(line: Line, room: float) -> int:
    used = line.indent
    kept = 0
    for at, (char, _, advance) in enumerate(line.cells):
        if used + advance > room:
            break
        used += advance
        torn = at + 1 < len(line.cells) and "!" <= char <= "~" and "!" <= line.cells[at + 1][0] <= "~"
        kept = kept if torn else at + 1
    return kept


def pour(lines: Sequence[Line], taken: Sequence[tuple[int, int]], depth: int) -> list[tuple[int, int]] | None:
    """Column and row of every line in columns so deep; None where they do not fit."""
    spots: list[tuple[int, int]] = []
    columns = [(top, depth - bottom) for top, bottom in taken]
    at, row = 0, columns[0][0]
    for number, line in enumerate(lines):
        needed = 1
        while line.keep and number + needed < len(lines) and lines[number + needed - 1].keep:
            needed += 1
        needed += 1 if line.keep and needed > 1 else 0
        while row + needed > columns[at][1]:
            at += 1
            if at == len(columns):
                return None
            row = columns[at][0]
            if row + needed > columns[at][1] and needed > columns[at][1] - columns[at][0] > 0:
                return None
        if not line.cells and row == columns[at][0]:
            spots.append((at, row))
            continue
        spots.append((at, row))
        row += 1
    return spots


def depth_of(
    lines: Sequence[Line], taken: Sequence[tuple[int, int]], deep: int, inset: Inset | None
) -> tuple[int, list[tuple[int, int]]]:
    """The least depth at which the lines fit, and their spots."""
    start = max(1, ceil((len(lines) + sum(a + b for a, b in taken)) / len(taken)) - 1)
    start = (
        max(start, *(a + b + (2 if inset and inset.where == "top" and a else 0) for a, b in taken)) if inset else start
    )
    for depth in range(start, deep + 1):
        spots = pour(lines, taken, depth)
        if spots is not None:
            return depth, spots
    return deep, []
