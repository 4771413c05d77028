"""Which characters stand one below the other?

A vertical headline, or text set vertically, is read down. Glyphs of one kind that were drawn one after the other, each
right below the one before, are a vertical run: four of them, or three that are nearer to each other than to anything
beside them. Text that is read from the left is never drawn in that order.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from .glyph import Glyph

SHORTEST, SURE = 3, 4
"""Glyphs: fewer are no vertical run; so many are one, whatever stands beside them (another row of the headline)."""
ALIGNED = 0.12
"""Of the em: how far the middles of the characters of a run may be off."""
REACH = 1.3
"""Of the size: a neighbour below that leaves a wider gap is none."""
NEARER = 0.1
"""Of the size: by how much the neighbour below must be nearer than the one beside."""


def vertical_runs(glyphs: Sequence[Glyph]) -> tuple[list[list[Glyph]], list[Glyph]]:
    """The vertical runs, each from top to bottom, and the glyphs that are in none."""
    by_order = {glyph.order: glyph for glyph in glyphs}
    goes_on = {glyph.order: following for glyph, following in pairwise(glyphs) if _below(glyph, following)}
    runs: list[list[Glyph]] = []
    heads = set(goes_on) - {glyph.order for glyph in goes_on.values()}
    inside: set[int] = set()
    for order in sorted(heads):
        run = [by_order[order]]
        while run[-1].order in goes_on:
            run.append(goes_on[run[-1].order])
        if len(run) >= SURE or (len(run) >= SHORTEST and (run[0].down or _nearer(run, glyphs))):
            runs.append(run)
            inside.update(glyph.order for glyph in run)
    return runs, [glyph for glyph in glyphs if glyph.order not in inside]


def _nearer(run: Sequence[Glyph], glyphs: Sequence[Glyph]) -> bool:
    """Is every glyph of a run nearer to the next one than to any beside it?"""
    beside = _beside(glyphs, {glyph.order for glyph in run})
    return all(
        below.box.top - glyph.box.bottom + NEARER * glyph.size < min(beside[glyph.order], beside[below.order])
        for glyph, below in pairwise(run)
    )


def _below(glyph: Glyph, other: Glyph) -> bool:
    """Is the other of the same type, and right below?"""
    if not 0.9 < other.size / glyph.size < 1.1:
        return False
    gap = other.box.top - glyph.box.bottom
    aligned = abs(other.box.x - glyph.box.x) <= ALIGNED * glyph.em + abs(other.box.width - glyph.box.width) / 2
    return aligned and -0.3 * glyph.size <= gap <= REACH * glyph.size


def _beside(glyphs: Sequence[Glyph], asked: set[int]) -> dict[int, float]:
    """For each glyph that is asked for the gap to the nearest one beside it, left or right, of about its size."""
    if not asked:
        return {}
    rows: dict[int, list[Glyph]] = {}
    for glyph in glyphs:
        rows.setdefault(round(glyph.box.y / 4), []).append(glyph)
    gaps: dict[int, float] = {}
    for row in rows:
        own = asked & {glyph.order for glyph in rows[row]}
        if not own:
            continue
        near = sorted((g for at in (row - 1, row, row + 1) for g in rows.get(at, ())), key=lambda g: g.box.x0)
        for at, glyph in enumerate(near):
            if glyph.order not in own:
                continue
            best = float("inf")
            for other in (*near[max(0, at - 3) : at], *near[at + 1 : at + 4]):
                level = abs(other.box.y - glyph.box.y) <= 0.35 * glyph.size
                if level and 0.6 < other.size / glyph.size < 1.6:
                    best = min(best, max(0.0, -glyph.box.over(other.box)))
            gaps[glyph.order] = best
    return gaps
