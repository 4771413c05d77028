"""What has one story of the page, and what lies around it?

A `Territory` is the headline, the columns and the labels of one story, while they are put together; `Surroundings` is
what else is drawn in the frame that it stands in.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from .box import Box, around
from .columns import Column
from .drawn import is_upright
from .heads import Head
from .prints import Print

COVERS, LEAST_COVERED = 0.5, 0.3
"""Of the narrower of two: what shares as much of its width stands over it; and of the lower one, at least."""


@dataclass
class Territory:
    """What one story has of the page.

    Attributes:
        head: its headline, None where it has none.
        columns: its text, in reading order.
        labels: banners that stand over it or beside its headline.
        kind: `advert` where it is one.
        caption: its text stands under a picture, or beside one, as captions do.
    """

    head: Head | None = None
    columns: list[Column] = field(default_factory=list)
    labels: list[Print] = field(default_factory=list)
    caption: bool = False
    kind: str = ""

    @property
    def boxes(self) -> list[Box]:
        """Of its columns and its headline."""
        return [column.box for column in self.columns] + ([self.head.box] if self.head else [])

    def under_head(self, box: Box) -> bool:
        """Does its headline stand below a box? No text goes on above its headline."""
        head = self.head
        return head is not None and not head.vertical and box.bottom <= head.box.top + 2

    @property
    def box(self) -> Box:
        """Around its headline and its text; a label may stand over several stories."""
        return around(self.boxes or [line.box for line in self.labels])


@dataclass(frozen=True)
class Surroundings:
    """What else there is in a room.

    Attributes:
        rules: lines of both directions.
        pictures: photos.
        rooms: frames inside.
        face: the face in which most of the page is set.
    """

    rules: tuple[Box, ...] = ()
    pictures: tuple[Box, ...] = ()
    rooms: tuple[Box, ...] = ()
    face: str = ""

    @property
    def across(self) -> list[Box]:
        """The rules from left to right."""
        return [rule for rule in self.rules if not is_upright(rule)]

    def walled(self, one: Box, other: Box) -> bool:
        """Does an upright rule stand between two boxes side by side?"""
        left, right = sorted((one, other), key=lambda box: box.x0)
        top, bottom = max(one.top, other.top), min(one.bottom, other.bottom)
        if bottom <= top:
            top, bottom = bottom, top
        return any(
            is_upright(rule)
            and left.x < rule.x < right.x
            and rule.beside(Box(0, top, 0, bottom)) > 0.5 * (bottom - top)
            for rule in self.rules
        )


def covers(other: Box, box: Box) -> bool:
    """Does what is above another cover enough of its width to stand over it?"""
    return (
        other.over(box) > COVERS * min(box.width, max(other.width, 1.0)) and other.over(box) > LEAST_COVERED * box.width
    )
