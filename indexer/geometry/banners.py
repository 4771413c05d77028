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

BELOW, BESIDE = 4.0, 8.0
"""Times the banner's size: a story is no farther below it, or beside it."""


def give_labels(lands: list[Territory], banners: Sequence[Print]) -> list[Territory]:
    """The territories with their labels; a banner that is nobody's is one by itself."""
    for banner in sorted(banners, key=lambda line: (line.box.top, line.box.x0)):
        several = covers_several(banner.bare)
        under = [land for land in lands if several and land.head and _under(banner.box, land.box)]
        nearest = min(lands, key=lambda land: _distance(banner, land), default=None)
        if len(under) > 1:
            for land in under:
                land.labels.append(banner)
        elif nearest is not None and _distance(banner, nearest) < float("inf"):
            nearest.labels.append(banner)
        else:
            lands.append(Territory(labels=[banner]))
    return lands


def _under(banner: Box, land: Box) -> bool:
    return land.top >= banner.top - 2 and land.over(banner) > 0


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
