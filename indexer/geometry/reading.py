"""In which order are the stories of a page read?

The page is cut in two where nothing is cut through, again and again: an upright rule from top to bottom parts left from
right, else what is above comes before what is below, else what is left before what is right. Where nothing can be cut
(stories around each other like the stones of a pavement) the one whose upper left corner is first goes first.
"""

from __future__ import annotations

from collections.abc import Sequence

from .box import Box, around
from .drawn import is_upright

OVERLAP = 5.0
"""Points: boxes that share no more are parted."""
FULL = 0.8
"""Of the height of what it parts: an upright rule as long goes from top to bottom."""


def reading_order(boxes: Sequence[Box], rules: Sequence[Box]) -> list[int]:
    """The numbers of the boxes in reading order."""
    return _ordered(list(range(len(boxes))), boxes, [rule for rule in rules if is_upright(rule)])


def _ordered(some: list[int], boxes: Sequence[Box], rules: Sequence[Box]) -> list[int]:
    if len(some) < 2:
        return some
    whole = around(boxes[at] for at in some)
    sideways = _cut(some, [(boxes[at].x0, boxes[at].x1) for at in some])
    down = _cut(some, [(boxes[at].top, boxes[at].bottom) for at in some])
    if sideways and (not down or _ruled(sideways, boxes, rules, whole)):
        parts = sideways
    elif down:
        parts = down
    else:
        first = min(some, key=lambda at: (round(boxes[at].top / 20), boxes[at].x0))
        return [first, *_ordered([at for at in some if at != first], boxes, rules)]
    return [at for part in parts for at in _ordered(part, boxes, rules)]


def _cut(some: Sequence[int], spans: Sequence[tuple[float, float]]) -> tuple[list[int], list[int]] | None:
    """The first cut that goes through none of the spans."""
    pairs = sorted(zip(spans, some, strict=True))
    end = pairs[0][0][1]
    for at in range(1, len(pairs)):
        (begin, last), _ = pairs[at]
        if begin >= end - OVERLAP:
            return [number for _, number in pairs[:at]], [number for _, number in pairs[at:]]
        end = max(end, last)
    return None


def _ruled(parts: tuple[list[int], list[int]], boxes: Sequence[Box], rules: Sequence[Box], whole: Box) -> bool:
    """Does an upright rule part left from right, from top to bottom?"""
    left = max(boxes[at].x1 for at in parts[0])
    right = min(boxes[at].x0 for at in parts[1])
    return any(
        left - OVERLAP <= rule.x <= right + OVERLAP and rule.beside(whole) >= FULL * whole.height for rule in rules
    )
