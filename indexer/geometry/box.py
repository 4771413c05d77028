"""Where on the page is it?

A *box* is a rectangle in points (1/72 inch), measured from the page's upper left corner: x to the right, y downwards.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle, its sides in points from the upper left corner of the page."""

    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def width(self) -> float:
        """From left to right."""
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        """From top to bottom."""
        return self.bottom - self.top

    @property
    def area(self) -> float:
        """In square points."""
        return self.width * self.height

    @property
    def x(self) -> float:
        """The middle, from left to right."""
        return (self.x0 + self.x1) / 2

    @property
    def y(self) -> float:
        """The middle, from top to bottom."""
        return (self.top + self.bottom) / 2

    def beside(self, other: Box) -> float:
        """The height that two boxes share; negative, how far one is above the other."""
        return min(self.bottom, other.bottom) - max(self.top, other.top)

    def over(self, other: Box) -> float:
        """The width that two boxes share; negative, how far they are apart sideways."""
        return min(self.x1, other.x1) - max(self.x0, other.x0)

    def holds(self, other: Box, slack: float = 1.0) -> bool:
        """Is the other inside, but for so many points?"""
        return (
            self.x0 - slack <= other.x0
            and other.x1 <= self.x1 + slack
            and self.top - slack <= other.top
            and other.bottom <= self.bottom + slack
        )

    def centred_in(self, other: Box) -> bool:
        """Is the middle of this box inside the other?"""
        return other.x0 <= self.x <= other.x1 and other.top <= self.y <= other.bottom


def around(boxes: Iterable[Box]) -> Box:
    """The smallest box that holds all of them; there must be one at least."""
    some = list(boxes)
    return Box(
        min(box.x0 for box in some),
        min(box.top for box in some),
        max(box.x1 for box in some),
        max(box.bottom for box in some),
    )
