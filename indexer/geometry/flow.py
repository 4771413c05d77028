"""In which order are the columns of a story read?

As a rule column by column from the left, each from top to bottom. Where a picture or a box cuts through all columns of a
story, the text may be read in *tiers* instead: first what stands above, then what stands below. Which of the two it is,
the text says itself: a column that breaks off inside a paragraph goes on in one that begins inside one.
"""

from __future__ import annotations

from collections.abc import Sequence

from .columns import Column

STACKED = 0.4
"""Of the narrower column's width: columns that share as much stand one below the other."""


def ordered(columns: Sequence[Column]) -> list[Column]:
    """The columns of one story as they are read; bylines that stand over the columns come first."""
    bylines = [column for column in columns if _is_byline(column)]
    text = [column for column in columns if not any(column is byline for byline in bylines)]
    early = [byline for byline in bylines if not text or byline.box.bottom <= min(c.box.top for c in text) + 4]
    late = [byline for byline in bylines if not any(byline is other for other in early)]
    orders = [_by_columns([*text, *late]), _by_tiers([*text, *late])]
    early.sort(key=lambda column: (column.box.top, column.box.x0))
    return early + min(orders, key=breaks)


def _is_byline(column: Column) -> bool:
    return len(column.lines) <= 3 and all(line.credit for line in column.lines)


def breaks(columns: Sequence[Column]) -> int:
    """How often a text breaks off without going on in the next column, or goes on without having broken off."""
    return sum(one.torn != other.goes_on for one, other in zip(columns, columns[1:], strict=False))


def _by_columns(columns: Sequence[Column]) -> list[Column]:
    """From the left; those that stand one below the other from the top."""
    piles: list[list[Column]] = []
    for column in sorted(columns, key=lambda column: (column.box.x0, column.box.top)):
        home = next((pile for pile in piles if _stacked(pile, column)), None)
        if home is None:
            piles.append([column])
        else:
            home.append(column)
    piles.sort(key=lambda pile: min(column.box.x0 for column in pile))
    return [column for pile in piles for column in sorted(pile, key=lambda column: column.box.top)]


def _stacked(pile: Sequence[Column], column: Column) -> bool:
    return all(
        member.box.over(column.box) > STACKED * min(member.box.width, column.box.width)
        and member.box.beside(column.box) <= column.em
        for member in pile
    )


def _by_tiers(columns: Sequence[Column]) -> list[Column]:
    """Tier by tier from the top, each from the left."""
    tiers: list[list[Column]] = []
    for column in sorted(columns, key=lambda column: column.box.top):
        level = tiers and column.box.top < min(member.box.bottom for member in tiers[-1]) - column.em
        if level:
            tiers[-1].append(column)
        else:
            tiers.append([column])
    return [column for tier in tiers for column in sorted(tier, key=lambda column: column.box.x0)]
