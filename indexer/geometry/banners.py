"""Which story does a label in a banner stand over?

A *banner* is a line or two in a small frame of their own: the label of a column (栏目), white on red. It stands over the
headline, at its left, or at the top of the first column of text; the nearest story of these has it. One that says that
several short pieces follow (简讯) is the label of all that stand below it.
"""

from __future__ import annotations

from collections.abc import Sequence

from ..labels import covers_several
from .box import Box
from .prints import Print
from .territory import Territory

NEXT = 3.0
"""Times the banner's size: the next of several stories is no farther."""
BELOW, BESIDE = 4.0, 8.0
"""Times the banner's size: a story is no farther below it, or beside it."""


def give_labels(lands: Sequence[tuple[Territory, int]], banners: Sequence[Print]) -> list[tuple[Territory, int]]:
    """The territories of all rooms with their labels; a banner that is nobody's is one by itself.

    Args:
        lands: each with the number of its room. A banner may sit on the border of a frame, half outside.
        banners: with theirs.
    """
    found = list(lands)
    for banner in sorted(banners, key=lambda line: (line.box.top, line.box.x0)):
        under = _under(banner, [land for land, room in lands if room == banner.room])
        nearest = min((land for land, _ in lands), key=lambda land: _distance(banner, land), default=None)
        if len(under) > 1:
            for land in under:
                land.labels.append(banner)
        elif nearest is not None and _distance(banner, nearest) < float("inf"):
            nearest.labels.append(banner)
        else:
            found.append((Territory(labels=[banner]), banner.room))
    return found


def _under(banner: Print, lands: Sequence[Territory]) -> list[Territory]:
    """The stories that a label over several covers: those below it whose headlines are set like the nearest one's."""
    if not covers_several(banner.bare):
        return []
    below = [land for land in lands if land.head is not None and land.columns and land.box.top >= banner.box.top - 2]
    first = min(below, key=lambda land: _distance(banner, land), default=None)
    if first is None or first.head is None or _distance(banner, first) == float("inf"):
        return []
    style = max(first.head.lines, key=lambda line: line.size).style
    alike = [land for land in below if land.head and max(land.head.lines, key=lambda line: line.size).style == style]
    covered = [first]
    for land in sorted(alike, key=lambda land: (land.box.top, land.box.x0)):
        near = any(_gap(land.box, other.box) <= NEXT * banner.size for other in covered)
        if land is not first and near:
            covered.append(land)
    return covered


def _gap(one: Box, other: Box) -> float:
    return max(0.0, -one.over(other), -one.beside(other))


def _distance(banner: Print, land: Territory) -> float:
    """How far a story is from standing under a banner, or beside it."""
    best = float("inf")
    boxes = [(land.head.box, land.head.reach)] if land.head else []
    boxes += [(column.box, column.box) for column in land.columns]
    for box, reach in boxes:
        gap = box.top - banner.box.bottom
        if -banner.box.height <= gap <= BELOW * banner.size and reach.over(banner.box) > 0.5 * banner.box.width:
            best = min(best, max(0.0, gap))
        level = box.beside(banner.box) > 0.3 * min(box.height, banner.box.height)
        aside = -box.over(banner.box)
        if level and land.head and box is land.head.box and aside <= BESIDE * banner.size:
            best = min(best, max(0.0, aside) / 2)
        if banner.box.centred_in(box):
            best = 0.0
    return best
