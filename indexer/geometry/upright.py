"""Which columns stand beside a vertical headline?

A headline that reads from top to bottom stands beside its text, as a rule at its left. Its columns are those level with
it, from the nearest on, as far as no rule, no gap and no other headline comes between; on the right of it, and only
where there are none, on the left.
"""

from __future__ import annotations

from collections.abc import Sequence

from .columns import Column
from .land import Surroundings, Territory, covers

LEVEL, LEVEL_BELOW = 2.5, 7.0
"""Ems: how far above the headline's top its columns may begin; how far below it a label and a byline may push them."""
FARTHEST = 4.0
"""Ems: columns of one story are no farther apart."""


def take_level(
    land: Territory, columns: Sequence[Column], lands: Sequence[Territory], around_it: Surroundings
) -> list[Column]:
    """Gives a vertical head the columns level with it, from the nearest on, as far as nothing comes between."""
    head = land.head
    assert head is not None
    level = [
        column
        for column in columns
        if head.box.top - LEVEL * column.em <= column.box.top <= head.box.bottom - column.em
        and (column.box.top <= head.box.top + LEVEL_BELOW * column.em or _under_picture(column, around_it))
        and not _own_head(column, columns, lands)
    ]
    for side in (1, -1):  # to the right of it, to the left
        edge = head.box.x1 if side > 0 else head.box.x0
        beside = [column for column in level if (column.box.x - head.box.x) * side > 0]
        last: Column | None = None
        for column in sorted(beside, key=lambda column: (column.box.x * side, column.box.top)):
            near = column.box.x0 - edge if side > 0 else edge - column.box.x1
            # A rule may stand between the columns of one story, too: then the text goes on behind it.
            goes_on = last is not None and last.torn and column.goes_on and side > 0
            walled = around_it.walled(last.box if last else head.box, column.box) and not goes_on
            if near > FARTHEST * column.em or walled or (last is not None and _opens(column)):
                break
            land.columns.append(column)
            edge = max(edge, column.box.x1) if side > 0 else min(edge, column.box.x0)
            last = column
        if land.columns:
            break
    return land.columns


def _opens(column: Column) -> bool:
    """Does a column open a story, with a byline or a dateline over its text?"""
    first = column.lines[0]
    return len(column.lines) > 3 and (first.credit or first.dated)


def _under_picture(column: Column, around_it: Surroundings) -> bool:
    """Does a column begin right under a picture?"""
    return any(
        -4 <= column.box.top - picture.bottom <= 4 * column.em and covers(picture, column.box)
        for picture in around_it.pictures
    )


def _own_head(column: Column, columns: Sequence[Column], lands: Sequence[Territory]) -> bool:
    """Does a headline stand right over a column, or over the byline over it?"""
    tops = [column.box.top]
    tops += [
        other.box.top
        for other in columns
        if other is not column
        and all(line.credit for line in other.lines)
        and -2 <= column.box.top - other.box.bottom <= 3 * column.em
        and other.box.over(column.box) > 0
    ]
    return any(
        land.head is not None
        and not land.head.vertical
        and land.head.box.over(column.box) > 0
        and any(-2 <= top - land.head.box.bottom <= 3 * column.em for top in tops)
        for land in lands
    )
