"""Which of the shapes on this page part things, hold things, or are pictures?

A thin shape is a *rule*; many short ones in a row are one dotted rule. A closed shape with a border, or filled with a
tint, is a *frame*; four rules that meet are one too. White fills and what is as large as the page say nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ..page import Drawing
from .box import Box, around

THIN = 4.0
"""Points: a shape no thicker is a rule."""
SHORTEST_RULE = 18.0
LEAST_FRAME = 9.0
"""Points: a frame is as wide and as high, at least."""
LEAST_PICTURE = 24.0
WHOLE_PAGE = 0.8
"""Of the page: a larger shape is its ground."""
MEETS = 3.0
"""Points: rules whose ends are no farther apart meet."""
LEVEL = 1.0
"""Points: pieces of one rule lie no farther off its line."""
DOTS = 7.0
"""Points: the widest gap inside a dotted rule."""


@dataclass(frozen=True, slots=True)
class Shape:
    """One shape as drawn: `bordered` with a line around it, `tinted` with a fill that is not white."""

    box: Box
    bordered: bool = False
    tinted: bool = False


def drawing_of(width: float, height: float, shapes: Iterable[Shape], pictures: Iterable[Box]) -> Drawing:
    """Rules, frames and pictures of a page of that size, in points."""
    thin: list[Box] = []
    frames: list[Box] = []
    for shape in shapes:
        box = shape.box
        if not (shape.bordered or shape.tinted) or _off(box, width, height):
            continue
        if min(box.width, box.height) <= THIN:
            thin.append(box)
        elif min(box.width, box.height) >= LEAST_FRAME and box.area < WHOLE_PAGE * width * height:
            frames.append(box)
    across = _joined([box for box in thin if box.width >= box.height], across=True)
    upright = _joined([box for box in thin if box.width < box.height], across=False)
    frames.extend(_of_rules(across, upright, WHOLE_PAGE * width * height))
    photos = [
        box
        for box in pictures
        if min(box.width, box.height) >= LEAST_PICTURE and box.area < WHOLE_PAGE * width * height
    ]
    return Drawing(width, height, tuple(across + upright), tuple(_once(frames)), tuple(_once(photos)))


def is_upright(rule: Box) -> bool:
    """Does a rule run from top to bottom?"""
    return rule.height > rule.width


def _off(box: Box, width: float, height: float) -> bool:
    return box.x1 < 0 or box.bottom < 0 or box.x0 > width or box.top > height


def _joined(thin: Sequence[Box], across: bool) -> list[Box]:
    """Rules from their pieces, which lie on one line with small gaps."""
    rules: list[Box] = []
    for box in sorted(thin, key=lambda box: (round(box.y), box.x0) if across else (round(box.x), box.top)):
        last = rules[-1] if rules else None
        if last and abs(last.y - box.y if across else last.x - box.x) <= LEVEL and _gap(last, box, across) <= DOTS:
            rules[-1] = around((last, box))
        else:
            rules.append(box)
    return [rule for rule in rules if max(rule.width, rule.height) >= SHORTEST_RULE]


def _gap(one: Box, other: Box, across: bool) -> float:
    return -one.over(other) if across else -one.beside(other)


def _of_rules(across: Sequence[Box], upright: Sequence[Box], most: float) -> list[Box]:
    """Frames that four rules make."""
    found = []
    for top in across:
        for bottom in across:
            same = abs(top.x0 - bottom.x0) <= MEETS and abs(top.x1 - bottom.x1) <= MEETS
            if bottom.top - top.bottom < LEAST_FRAME or not same:
                continue
            sides = [rule for rule in upright if _meets(rule, top) and _meets(rule, bottom)]
            left = any(abs(rule.x - top.x0) <= MEETS for rule in sides)
            right = any(abs(rule.x - top.x1) <= MEETS for rule in sides)
            box = around((top, bottom))
            if left and right and box.area < most:
                found.append(box)
    return found


def _meets(upright: Box, across: Box) -> bool:
    return upright.top - MEETS <= across.y <= upright.bottom + MEETS


def _once(boxes: Iterable[Box]) -> list[Box]:
    """Boxes, those that lie nearly on another counted once, large ones first."""
    kept: list[Box] = []
    for box in sorted(boxes, key=lambda box: -box.area):
        if not any(other.holds(box, 0.5) and box.holds(other, 6.0) for other in kept):
            kept.append(box)
    return kept
