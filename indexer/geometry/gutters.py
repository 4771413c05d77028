"""At which x do columns begin?

Two columns side by side are parted by a *gutter*, which may be narrower than the blanks that letter-spacing and marks
leave inside a line. What tells it is that line after line begins at the same x to its right: an *edge*. An edge holds
for the stretch of the page in which such lines follow each other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .glyph import Glyph

LEAST = 0.45
"""Of the em: a gap that is narrower is no gutter's."""
INDENTED = 2.3
"""Of the em: a gap so wide may be a gutter and an indent."""
WIDE = 0.6
"""Of the em: gaps so wide tell an edge in fewer lines."""
LINES, FEW_LINES = 3, 2
"""So many lines begin at an edge; so many, where the gap before each is wide."""
SAME = 0.09
"""Of the em: how far lines that begin at one edge may be off."""
LEADING = 4.5
"""Of the size: lines farther apart do not follow each other; lines between may be indented."""


@dataclass(frozen=True, slots=True)
class Edge:
    """An x at which lines begin, and the stretch of the page in which they do."""

    x: float
    top: float
    bottom: float


def edges(rows: Sequence[Sequence[Glyph]]) -> dict[int, list[Edge]]:
    """The edges of a page, by their x in whole points.

    Args:
        rows: glyphs of one size on one level, from left to right, columns not yet parted.
    """
    starts: list[tuple[float, float, float, float, float]] = []
    for row in rows:
        before: Glyph | None = None
        for glyph in row:
            gap = glyph.box.x0 - before.box.x1 if before else float("inf")
            wide = gap / glyph.em
            if gap >= LEAST * glyph.em:
                starts.append((glyph.box.x0, glyph.box.y, wide, glyph.em, glyph.size))
                if glyph.ink0 > glyph.box.x0:  # squeezed, an opening mark begins half outside
                    starts.append((glyph.ink0, glyph.box.y, wide, glyph.em, glyph.size))
                if INDENTED <= wide < float("inf"):  # the first line of a paragraph says where the next ones begin
                    starts.append((glyph.box.x0 - 2 * glyph.em, glyph.box.y, wide - 2, glyph.em, glyph.size))
            before = glyph
    starts.sort()
    found: dict[int, list[Edge]] = {}
    begin = 0
    for at, (x, *_, em, _size) in enumerate(starts):
        if x - starts[begin][0] > 2 * SAME * em or at == len(starts) - 1:
            end = at + 1 if x - starts[begin][0] <= 2 * SAME * em else at
            for edge in _stretches(starts[begin:end]):
                found.setdefault(int(edge.x), []).append(edge)
            begin = at
    return found


def _stretches(starts: Sequence[tuple[float, float, float, float, float]]) -> list[Edge]:
    """The stretches of one x in which lines follow each other."""
    rows = sorted((y, gap, size, x) for x, y, gap, _, size in starts)
    stretches: list[Edge] = []
    begin = 0
    for at in range(1, len(rows) + 1):
        size = rows[at - 1][2]
        if at < len(rows) and rows[at][0] - rows[at - 1][0] <= LEADING * size:
            continue
        some = rows[begin:at]
        begin = at
        wide = min(gap for _, gap, _, _ in some) >= WIDE and any(gap < float("inf") for _, gap, _, _ in some)
        if len(some) >= LINES or (len(some) >= FEW_LINES and wide):
            x = sum(row[3] for row in some) / len(some)
            stretches.append(Edge(x, some[0][0] - LEADING * size, some[-1][0] + LEADING * size))
    return stretches


def edge_between(found: dict[int, list[Edge]], x0: float, x1: float, y: float) -> bool:
    """Do lines begin somewhere between two x, on this level of the page?"""
    return any(
        x0 <= edge.x <= x1 and edge.top <= y <= edge.bottom
        for cell in range(int(x0) - 1, int(x1) + 2)
        for edge in found.get(cell, ())
    )


def is_edge(found: dict[int, list[Edge]], x: float, y: float, em: float) -> bool:
    """Do lines begin at this place of the page? A mark at their beginning may be set half out of the column."""
    for begin in (x, x + em / 2):
        for cell in (int(begin) - 1, int(begin), int(begin) + 1):
            for edge in found.get(cell, ()):
                if abs(edge.x - begin) <= 2 * SAME * em and edge.top <= y <= edge.bottom:
                    return True
    return False
