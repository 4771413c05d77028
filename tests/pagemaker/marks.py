"""What is drawn on a page?

Marks: runs of text, boxes, rules, pictures. Lengths are points, y grows downwards from the top of the page; `moved`
shifts a mark, so that a story is set at the origin first and put in its place afterwards.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from .fonts import Face

Colour = tuple[float, ...]
"""Grey, RGB or CMYK, by its length."""

BLACK: Colour = (0.0,)
WHITE: Colour = (1.0,)


@dataclass(frozen=True, slots=True)
class Run:
    """Characters of one face and size, each at its place.

    Attributes:
        text: the characters.
        points: of each character, left end of its cell and baseline.
        size: of the face; `stretch` is the horizontal scale (condensed below 1).
        vertical: they stand one below the other.
    """

    text: str
    points: tuple[tuple[float, float], ...]
    face: Face
    size: float
    stretch: float = 1.0
    colour: Colour = BLACK
    vertical: bool = False

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """Left, top, right, bottom of the cells."""
        xs, ys = [x for x, _ in self.points], [y for _, y in self.points]
        right = max(x + self.face.width(char) * self.size * self.stretch for char, x in zip(self.text, xs, strict=True))
        return min(xs), min(ys) - 0.88 * self.size, right, max(ys) + 0.12 * self.size


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle, filled, framed or both."""

    left: float
    top: float
    right: float
    bottom: float
    fill: Colour | None = None
    stroke: Colour | None = None
    width: float = 0.5

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """Left, top, right, bottom."""
        return self.left, self.top, self.right, self.bottom


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line."""

    left: float
    top: float
    right: float
    bottom: float
    colour: Colour = BLACK
    width: float = 0.4

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """Left, top, right, bottom."""
        return self.left, self.top, self.right, self.bottom


@dataclass(frozen=True, slots=True)
class Picture:
    """An image; `seed` says which."""

    left: float
    top: float
    right: float
    bottom: float
    seed: int = 0

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """Left, top, right, bottom."""
        return self.left, self.top, self.right, self.bottom


Mark = Run | Box | Rule | Picture


def moved(marks: Iterable[Mark], right: float, down: float) -> tuple[Mark, ...]:
    """The marks, shifted."""
    return tuple(
        replace(mark, points=tuple((x + right, y + down) for x, y in mark.points))
        if isinstance(mark, Run)
        else replace(
            mark, left=mark.left + right, top=mark.top + down, right=mark.right + right, bottom=mark.bottom + down
        )
        for mark in marks
    )


def bottom_of(marks: Iterable[Mark]) -> float:
    """The lowest point that any mark reaches."""
    return max((mark.bounds[3] for mark in marks), default=0.0)
