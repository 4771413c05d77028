"""At which x do columns begin?

Two columns side by side are parted by a *gutter*, which may be narrower than the blanks that letter-spacing and marks
leave inside a line. What tells it is that line after line begins at the same x to its right: an *edge*. An edge holds
for the stretch of the page in which such lines follow each other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

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
SPREAD = 0.6
"""Of the em: so much wider letter-spacing makes the indent of two hanzi."""
LEADING = 4.5
"""Of the size: lines farther apart do not follow each other; lines between may be indented."""


@dataclass(frozen=True, slots=True)
class Edge:
    """An x at which so many lines begin, and the stretch of the page in which they do.

    The stretch goes on for `reach` points above the first line and below the last. `em` is that of the lines.
    """

    x: float
    top: float
    bottom: float
    lines: int = 0
    em: float = 0.0
    reach: float = 0.0


class _Start(NamedTuple):
    """A place where a line may begin: the gap before it in ems; `seen` where a glyph stands there, not only near."""

    x: float
    y: float
    gap: float
    em: float
    size: float
    seen: bool = True


def edges(rows: Sequence[Sequence[Glyph]]) -> dict[int, list[Edge]]:
    """The edges of a page, by their x in whole points.

    Args:
        rows: glyphs of one size on one level, from left to right, columns not yet parted.
    """
    starts: list[_Start] = []
    for row in rows:
        before: Glyph | None = None
        for glyph in row:
            gap = glyph.box.x0 - before.box.x1 if before else float("inf")
            wide = gap / glyph.em
            if gap >= LEAST * glyph.em:
                starts.append(_Start(glyph.box.x0, glyph.box.y, wide, glyph.em, glyph.size))
                if glyph.ink0 > glyph.box.x0:  # squeezed, an opening mark begins half outside
                    starts.append(_Start(glyph.ink0, glyph.box.y, wide, glyph.em, glyph.size, seen=False))
                if INDENTED <= wide < float("inf"):  # the first line of a paragraph says where the next ones begin
                    begins = glyph.box.x0 - 2 * glyph.em
                    starts.append(_Start(begins, glyph.box.y, wide - 2, glyph.em, glyph.size, seen=False))
            before = glyph
    starts.sort(key=lambda start: start.x)
    found: dict[int, list[Edge]] = {}
    begin = 0
    for at in range(1, len(starts) + 1):
        if at < len(starts) and starts[at].x - starts[begin].x <= 2 * SAME * starts[at].em:
            continue
        for edge in _stretches(starts[begin:at]):
            found.setdefault(int(edge.x), []).append(edge)
        begin = at
    return _without_indents(found)


def _without_indents(found: dict[int, list[Edge]]) -> dict[int, list[Edge]]:
    """The edges without those at which the first lines of paragraphs begin, two hanzi into their column."""
    kept: dict[int, list[Edge]] = {}
    for cell, some in found.items():
        for edge in some:
            column = edge.x - 2 * edge.em
            near = range(int(column - SPREAD * edge.em) - 1, int(column + SAME * edge.em) + 2)
            indents = any(
                -SPREAD * edge.em <= other.x - column <= 3 * SAME * edge.em
                and other.lines >= edge.lines
                and other.top + other.reach <= edge.bottom - edge.reach
                and other.bottom - other.reach >= edge.top + edge.reach
                for at in near
                for other in found.get(at, ())
            )
            if not indents:
                kept.setdefault(cell, []).append(edge)
    return kept


def _stretches(starts: Sequence[_Start]) -> list[Edge]:
    """The stretches of one x in which lines follow each other."""
    rows = sorted(starts, key=lambda start: start.y)
    stretches: list[Edge] = []
    begin = 0
    for at in range(1, len(rows) + 1):
        reach = LEADING * rows[at - 1].size
        if at < len(rows) and rows[at].y - rows[at - 1].y <= reach:
            continue
        some = rows[begin:at]
        begin = at
        wide = min(start.gap for start in some) >= WIDE and any(start.gap < float("inf") for start in some)
        seen = [start for start in some if start.seen]
        if seen and (len(some) >= LINES or (len(some) >= FEW_LINES and wide)):
            x = sum(start.x for start in seen) / len(seen)
            stretches.append(Edge(x, some[0].y - reach, some[-1].y + reach, len(seen), some[0].em, reach))
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
