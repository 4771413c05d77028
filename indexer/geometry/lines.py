"""What are the lines of print on this page?

Glyphs on one level, of about one size, are a *row*; a row is cut into lines where a gutter runs (`gutters`), where a
rule or the border of a frame stands between, and where a gap is far wider than the letter-spacing of the line. Glyphs
one below the other are lines too (`vertical`).

A line's text has a space where the print has a blank that letter-spacing does not explain: 记者 林望舒 is read by it.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from ..page import Block, Setting
from .box import Box, around
from .glyph import Glyph, body_size, is_bold
from .gutters import Edge, edge_between, edges, is_edge
from .vertical import vertical_runs

SIZES = 1.15
"""Sizes of one row differ by no more."""
LEVEL = 0.1
"""Of the size: glyphs of one level may step up or down so much."""
DISPLAY = 1.3
"""Times the body's size: display type, in which no column is set."""
APART, APART_DISPLAY = 1.6, 1.3
"""Of the em: a gap so much wider than the letter-spacing parts two lines."""
OVER_GUTTER = 0.8
"""Of the em: a gap so wide parts two lines where a gutter runs through it."""
BLANK, LATIN_BLANK = 0.35, 0.15
"""Of the em: a gap so much wider than the letter-spacing is a space; between Latin letters one so much wider."""
INSIDE = 0.6
"""Of the em: a piece of another size no farther from a line is part of it."""


def lines_of(glyphs: Sequence[Glyph], walls: Iterable[Box]) -> list[Block]:
    """The lines of a page, in no order.

    Args:
        glyphs: each once.
        walls: vertical rules and the sides of frames, as boxes: no line goes over them.
    """
    body = body_size(glyphs)
    runs, level = vertical_runs(glyphs)
    blocks = [_block(run, vertical=True) for run in runs]
    rows = list(_rows(level))
    begins = edges([row for row in rows if row[0].size < DISPLAY * body])
    sides = sorted(walls, key=lambda wall: wall.x)
    pieces: list[list[Glyph]] = []
    for row in rows:
        pieces.extend(_cut(row, begins, sides, row[0].size >= DISPLAY * body))
    blocks.extend(_block(piece) for piece in _sizes_joined(pieces))
    return blocks


def _rows(glyphs: Sequence[Glyph]) -> Iterator[list[Glyph]]:
    """Glyphs of about one size on one level, from left to right."""
    by_size = sorted(glyphs, key=lambda glyph: glyph.size)
    begin = 0
    for at in range(1, len(by_size) + 1):
        if at < len(by_size) and by_size[at].size <= SIZES * by_size[begin].size:
            continue
        some = sorted(by_size[begin:at], key=lambda glyph: glyph.box.y)
        begin = at
        row: list[Glyph] = []
        for glyph in some:
            step = row and glyph.box.y - row[-1].box.y > LEVEL * glyph.size
            if row and (step or glyph.box.y - row[0].box.y > 0.5 * glyph.size):
                yield sorted(row, key=lambda glyph: glyph.ink)
                row = []
            row.append(glyph)
        if row:
            yield sorted(row, key=lambda glyph: glyph.ink)


def _cut(row: list[Glyph], begins: dict[int, list[Edge]], sides: Sequence[Box], display: bool) -> Iterator[list[Glyph]]:
    """A row as lines."""
    part: list[Glyph] = []
    xs = [side.x for side in sides]
    spacing = _spacing_around(row)
    for at, glyph in enumerate(row):
        if part:
            gap = (glyph.box.x0 - part[-1].box.x1) / glyph.em
            ink = (glyph.ink0 - part[-1].ink1) / glyph.em
            limit = APART_DISPLAY + 2.2 * spacing[at] if display else APART + spacing[at]
            apart = ink >= BLANK or (part[-1].hangs and ink > 0)
            edge = not display and apart and is_edge(begins, glyph.box.x0, glyph.box.y, glyph.em)
            if gap >= OVER_GUTTER + spacing[at] and not edge:
                edge = edge_between(begins, part[-1].ink1, glyph.ink0 + 0.3, glyph.box.y)
            if gap >= limit or edge or _walled(part[-1], glyph, sides, xs):
                yield part
                part = []
        part.append(glyph)
    yield part


def _spacing_around(row: Sequence[Glyph], reach: int = 6) -> list[float]:
    """The letter-spacing around each glyph of a row, in ems: what most of the gaps near it have at least."""
    gaps = [max(0.0, (right.box.x0 - left.box.x1) / right.em) for left, right in pairwise(row)]
    found = []
    for at in range(len(row)):
        near = sorted(gaps[max(0, at - reach) : at + reach])
        found.append(near[len(near) // 4] if len(near) > 1 else 0.0)
    return found


def _walled(left: Glyph, right: Glyph, sides: Sequence[Box], xs: Sequence[float]) -> bool:
    """Does a rule or a frame's side stand between two glyphs?"""
    first = bisect_left(xs, left.box.x)
    last = bisect_right(xs, right.box.x)
    near = 0.35 * left.em
    return any(
        side.top <= left.box.y <= side.bottom and left.ink1 - near <= side.x <= right.ink0 + near
        for side in sides[first:last]
    )


def _sizes_joined(pieces: list[list[Glyph]]) -> list[list[Glyph]]:
    """The lines; a short piece of another size inside a line, or at its end, is part of it: 突破 100 美元."""
    pieces.sort(key=lambda piece: (-len(piece), piece[0].box.top))
    boxes = [around(glyph.box for glyph in piece) for piece in pieces]
    gone: set[int] = set()
    short = [at for at, piece in enumerate(pieces) if len(piece) <= 6]
    for at in short:
        piece, box = pieces[at], boxes[at]
        for host in range(len(pieces)):
            other, size = pieces[host], pieces[host][0].size
            if host == at or host in gone or len(other) < len(piece) or not 0.5 < piece[0].size / size < 1.9:
                continue
            level = boxes[host].top - 0.15 * size <= box.y <= boxes[host].bottom + 0.15 * size
            if not level or boxes[host].over(box) < -INSIDE * other[0].em or (len(other) == len(piece) and host > at):
                continue
            if len(piece) > 2 and not _fits_in(piece, other):
                continue
            pieces[host] = sorted([*other, *piece], key=lambda glyph: glyph.ink)
            boxes[host] = around((boxes[host], box))
            gone.add(at)
            break
    return [piece for at, piece in enumerate(pieces) if at not in gone]


def _fits_in(piece: Sequence[Glyph], line: Sequence[Glyph]) -> bool:
    """Is there a hole in a line for a piece, or an end with the same face?"""
    x0, x1 = piece[0].box.x0, piece[-1].box.x1
    crossed = any(glyph.box.x0 < x1 - 1 and glyph.box.x1 > x0 + 1 for glyph in line)
    inside = line[0].box.x0 < x0 and x1 < line[-1].box.x1
    return not crossed and inside


def _block(glyphs: Sequence[Glyph], vertical: bool = False) -> Block:
    """A line of print."""
    box = around(glyph.box for glyph in glyphs)
    some = sorted(glyphs, key=lambda glyph: glyph.size)
    usual = some[len(some) // 2]
    ems = sorted(glyph.em for glyph in glyphs)
    light = sum(glyph.light for glyph in glyphs) * 2 > len(glyphs)
    coloured = sum(glyph.coloured for glyph in glyphs) * 2 > len(glyphs)
    fonts: dict[str, int] = {}
    for glyph in glyphs:
        fonts[glyph.font] = fonts.get(glyph.font, 0) + 1
    font = max(fonts, key=lambda name: fonts[name])
    text = "".join(glyph.text for glyph in glyphs) if vertical else _text(glyphs)
    return Block(text, Setting(box, usual.size, ems[len(ems) // 2], font, is_bold(font), light, coloured, vertical))


def _text(glyphs: Sequence[Glyph]) -> str:
    """The text of a line, a space for every blank."""
    spacing = _spacing_around(glyphs)
    text = glyphs[0].text
    for at in range(1, len(glyphs)):
        left, right = glyphs[at - 1], glyphs[at]
        gap = (right.box.x0 - left.box.x1) / right.em - spacing[at]
        latin = left.text.isascii() and right.text.isascii() and left.text.isalnum() and right.text.isalnum()
        text += f" {right.text}" if gap > (LATIN_BLANK if latin else BLANK) else right.text
    return text
