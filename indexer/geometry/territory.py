"""Which columns belong to which headline?

A *territory* is what one story has of the page. Every column looks up to its *roof*, the first thing above it: a head
in whose reach it stands is its own; through a picture it looks further up. Columns without a head over them are
*orphans*: the right part of an L, a column that goes on under another story, a text beside its headline. An orphan goes
to a head beside it that has no column yet; else to the territory beside or above it that goes on there, by what both
ends say: one breaks off inside a paragraph where the other begins inside one. What nobody takes is a story without a
headline.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ..repair.line import cuts_word
from .box import Box
from .captions import is_caption
from .columns import Column
from .flow import ordered
from .heads import Head
from .land import Surroundings, Territory, covers
from .strays import take_strays
from .upright import take_level

LEVEL, LABELLED = 2.5, 4.5
"""Ems: how far the top of a column may be below that of a headline beside it; above, where a label and a kicker stand
over the headline."""
CREDIT_NEAR = 4.0
"""Ems: a picture's credit is no farther from its caption."""
RULED = 6.0
"""Ems: a rule over a headline, and the label over it, is no farther away."""
BAND, ROOF = 0.2, 0.75
"""Of its width: what is no higher is no column; of the width of a column: what covers more of it is its roof."""
TORN, CUT, WHOLE, BROKEN = 3.0, 1.0, 1.0, -3.0
"""What it is worth that both ends are torn; that a word runs on; that neither is; that only one is."""
BESIDE, SAME_FACE, OTHER_FACE, SAME_WIDTH = 1.0, 0.5, -1.5, 0.5
"""What it is worth to stand beside or below; in the same face, or another; to be as wide."""
ENOUGH = 0.5


def territories_of(columns: Sequence[Column], heads: Sequence[Head], around_it: Surroundings) -> list[Territory]:
    """The territories of a room, in no order."""
    lands = [Territory(head) for head in heads]
    given = [
        column
        for land in lands
        if land.head and land.head.vertical
        for column in take_level(land, columns, lands, around_it)
    ]
    captions = [column for column in columns if is_caption(column, around_it.pictures, around_it.face)]
    orphans: list[Column] = []
    kept_apart: list[tuple[Column, Territory | None]] = []
    for column in columns:
        if any(column is other for other in given):
            continue
        home = _under(column, lands, columns, around_it)
        if any(column is caption for caption in captions):
            kept_apart.append((column, home))
        elif home is not None:
            home.columns.append(column)
        else:
            orphans.append(column)
    _captions(kept_apart, lands)
    for land in lands:
        if not land.columns:
            _beside(land, orphans, around_it)
    waiting = sorted(orphans, key=lambda column: (column.box.x0, column.box.top))
    while waiting:
        column = waiting.pop(0)
        scored = [(_worth(column, land, lands, around_it), -at, land) for at, land in enumerate(lands) if land.columns]
        best = max(scored, key=lambda entry: entry[:2], default=None)
        if best is not None and best[0] >= ENOUGH:
            best[2].columns.append(column)
        else:
            lands.append(Territory(columns=[column]))
    for land in lands:
        land.columns = ordered(land.columns)
    return take_strays(lands, around_it)


def _under(
    column: Column, lands: Sequence[Territory], columns: Sequence[Column], around_it: Surroundings
) -> Territory | None:
    """The territory whose head is the roof of a column."""
    box = column.box
    ceiling = box.top + 0.5 * column.em
    while True:
        heads = [land for land in lands if land.head and _covers(land.head, box, ceiling)]
        others = [other.box for other in columns if other is not column and not _is_byline(other)]
        solid = [*others, *around_it.across, *around_it.rooms]
        limits = [other.bottom for other in solid if other.bottom <= ceiling and covers(other, box)]
        limit = max(limits, default=float("-inf"))
        near = [land for land in heads if land.head and land.head.box.bottom >= limit - 0.5 * column.em]
        near = [land for land in near if land.head and not _roofed(box, land.head.box.bottom, ceiling, others)]
        pictures = [other for other in around_it.pictures if other.bottom <= ceiling + 2 and covers(other, box)]
        picture = max(pictures, key=lambda other: other.bottom, default=None)
        lowest = max((land.head.box.bottom for land in near if land.head), default=float("-inf"))
        if picture is not None and picture.bottom > max(limit, lowest) and picture.top < ceiling:
            ceiling = picture.top + 2
            continue
        if not near:
            return None
        level = [land for land in near if land.head and land.head.box.bottom > lowest - 2 * column.em]
        return min(level, key=lambda land: _distance(land.head, column, around_it.across))


def _roofed(box: Box, top: float, ceiling: float, columns: Iterable[Box]) -> bool:
    """Do the columns between a head and a column cover it, if not one then two side by side?"""
    between = [other for other in columns if top - 2 <= other.top and other.bottom <= ceiling]
    return sum(max(0.0, other.over(box)) for other in between if other.height > BAND * other.width) > ROOF * box.width


def _covers(head: Head, box: Box, ceiling: float) -> bool:
    """Does a head stand above a column, within its reach?"""
    return not head.vertical and head.box.bottom <= ceiling and head.reach.x0 - 2 <= box.x <= head.reach.x1 + 2


def _distance(head: Head | None, column: Column, across: Iterable[Box]) -> tuple[bool, bool, float]:
    """How far a column is from standing under a head's own words.

    No text goes on at the left of its headline; under a rule that ends over one of two heads stands what is that one's.
    """
    assert head is not None
    box = column.box
    if head.box.over(box) > 0.3 * box.width:
        return False, False, 0.0
    over = [
        rule
        for rule in across
        if 0 <= head.box.top - rule.y <= RULED * column.em and rule.over(head.box) > 0.9 * head.box.width
    ]
    outside = bool(over) and all(rule.over(box) < 0.5 * box.width for rule in over)
    return outside, column.goes_on and box.x < head.box.x0, max(0.0, -head.box.over(box))


def _is_byline(column: Column) -> bool:
    return len(column.lines) <= 2 and all(line.credit for line in column.lines)


def _captions(found: Iterable[tuple[Column, Territory | None]], lands: list[Territory]) -> None:
    """Captions: one that is the only text of a headline is photo news; any other stands for itself.

    A credit alone belongs to the caption nearest to it.
    """
    some = list(found)
    texts = [(column, home) for column, home in some if not _is_byline(column)]
    captions: list[Territory] = []
    for column, home in texts:
        alone = home is not None and not home.columns and sum(other is home for _, other in texts) == 1
        if alone and home is not None:
            home.columns.append(column)
            home.caption = True
            captions.append(home)
        else:
            captions.append(Territory(columns=[column], caption=True))
            lands.append(captions[-1])
    for column, _ in some:
        if not _is_byline(column):
            continue
        nearest = min(captions, key=lambda land: _apart(land.box, column.box), default=None)
        if nearest is not None and _apart(nearest.box, column.box) <= CREDIT_NEAR * column.em:
            nearest.columns = ordered([*nearest.columns, column])
        else:
            lands.append(Territory(columns=[column], caption=True))


def _apart(one: Box, other: Box) -> float:
    return max(0.0, -one.over(other), -one.beside(other))


def _beside(land: Territory, orphans: list[Column], around_it: Surroundings) -> None:
    """Gives a head without columns the orphans that stand beside it."""
    head = land.head
    assert head is not None
    near = []
    for column in orphans:
        box = column.box
        lowest = max(head.box.bottom, head.box.top + LEVEL * column.em)
        level = head.box.top - LABELLED * column.em <= box.top <= lowest
        if (level or head.vertical) and box.beside(head.box) > 0 and not around_it.walled(head.box, box):
            near.append(column)
    near.sort(key=lambda column: -head.box.over(column.box))
    for column in near:
        gap = -head.box.over(column.box)
        between = [other for other in near if other is not column and -head.box.over(other.box) < gap]
        joined = not between or any(other is member for other in between for member in land.columns)
        close = gap <= 4 * head.size or any(-member.box.over(column.box) <= 4 * column.em for member in land.columns)
        if joined and close:
            land.columns.append(column)
    for column in land.columns:
        orphans[:] = [other for other in orphans if other is not column]


def _worth(column: Column, land: Territory, lands: Sequence[Territory], around_it: Surroundings) -> float:
    """How well an orphan goes on where a territory is beside it or above."""
    if land.caption or land.under_head(column.box):
        return float("-inf")
    others = [other for other in lands if other is not land]
    near = [other for other in land.columns if _touch(other, column, others, around_it)]
    if not near:
        return float("-inf")
    order = ordered([*land.columns, column])
    at = next(n for n, other in enumerate(order) if other is column)
    before = order[at - 1] if at else None
    after = order[at + 1] if at + 1 < len(order) else None
    value = BESIDE if before is not None else 0.0
    if before is None and after is None:
        return float("-inf")
    for one, other in ((before, column), (column, after)):
        if one is not None and other is not None:
            value += _goes_on(one, other)
    if before is not None and after is not None:
        value -= _goes_on(before, after)
    face = near[0].style
    value += SAME_FACE if face == column.style else OTHER_FACE if face[0] != column.style[0] else 0.0
    if any(abs(other.box.width - column.box.width) <= 1.5 * column.em for other in near):
        value += SAME_WIDTH
    return value


def _goes_on(before: Column, after: Column) -> float:
    """Does a text go on from one column in the other?"""
    if before.torn and after.goes_on:
        return TORN + (CUT if cuts_word(before.lines[-1].bare, after.lines[0].bare) else 0.0)
    return WHOLE if before.torn == after.goes_on else BROKEN


def _touch(column: Column, orphan: Column, others: Sequence[Territory], around_it: Surroundings) -> bool:
    """Do two columns stand side by side, or one below the other, with no rule between?

    An upright rule may stand between two columns of one story, too: then the text goes on from one in the other.
    """
    one, other = column.box, orphan.box
    if one.beside(other) > 0:
        left, right = sorted((column, orphan), key=lambda member: member.box.x0)
        runs_on = left.torn and right.goes_on
        return -one.over(other) <= 5 * orphan.em and (runs_on or not around_it.walled(one, other))
    upper, lower = sorted((one, other), key=lambda box: box.top)
    if one.over(other) <= 0.3 * min(one.width, other.width):
        return False
    solid = [*around_it.across, *around_it.rooms]
    solid += [box for land in others for box in land.boxes if not land.caption]
    return not any(upper.bottom - 2 <= wall.y <= lower.top + 2 and covers(wall, lower) for wall in solid)
