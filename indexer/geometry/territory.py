"""Which columns belong to which headline?

A *territory* is what one story has of the page. Every column looks up to its *roof*, the first thing above it: a head in
whose reach it stands is its own; through a picture it looks further up. Columns without a head over them are *orphans*:
the right part of an L, a column that goes on under another story, a text beside its headline. An orphan goes to a head
beside it that has no column yet; else to the territory beside or above it that goes on there, by what both ends say:
one breaks off inside a paragraph where the other begins inside one. What nobody takes is a story without a headline.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from ..repair.line import cuts_word
from .box import Box, around
from .captions import is_caption
from .columns import Column
from .drawn import is_upright
from .flow import ordered
from .heads import Head
from .prints import Print

COVERS = 0.5
"""Of a column's width: what covers as much of it is over it."""
LEVEL = 2.5
"""Ems: how far the tops of a headline and of a column beside it may be off."""
FARTHEST = 4.0
"""Ems: columns of one story are no farther apart."""
TORN, CUT, WHOLE, BROKEN = 3.0, 1.0, 1.0, -3.0
"""What it is worth that both ends are torn; that a word runs on; that neither is; that only one is."""
BESIDE, SAME_FACE, OTHER_FACE, SAME_WIDTH = 1.0, 0.5, -1.5, 0.5
"""What it is worth to stand beside or below; in the same face, or another; to be as wide."""
ENOUGH = 0.5


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
    def box(self) -> Box:
        """Around its headline and its text; a label may stand over several stories."""
        boxes = [column.box for column in self.columns] + ([self.head.box] if self.head else [])
        return around(boxes or [line.box for line in self.labels])


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


def territories_of(columns: Sequence[Column], heads: Sequence[Head], around_it: Surroundings) -> list[Territory]:
    """The territories of a room, in no order."""
    lands = [Territory(head) for head in heads]
    given = [column for land in lands if land.head and land.head.vertical for column in _level(land, columns, lands, around_it)]
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
        scored = [(_worth(column, land, around_it), -at, land) for at, land in enumerate(lands) if land.columns]
        best = max(scored, key=lambda entry: entry[:2], default=None)
        if best is not None and best[0] >= ENOUGH:
            best[2].columns.append(column)
        else:
            lands.append(Territory(columns=[column]))
    for land in lands:
        land.columns = ordered(land.columns)
    return lands


def _level(
    land: Territory, columns: Sequence[Column], lands: Sequence[Territory], around_it: Surroundings
) -> list[Column]:
    """Gives a vertical head the columns level with it, from the nearest on, as far as nothing comes between."""
    head = land.head
    assert head is not None
    level = [
        column
        for column in columns
        if head.box.top - LEVEL * column.em <= column.box.top <= head.box.bottom - column.em
        and not _own_head(column, lands)
    ]
    for side in (1, -1):  # to the right of it, to the left
        edge = head.box.x1 if side > 0 else head.box.x0
        beside = [column for column in level if (column.box.x - head.box.x) * side > 0]
        last = head.box
        for column in sorted(beside, key=lambda column: (column.box.x * side, column.box.top)):
            near = column.box.x0 - edge if side > 0 else edge - column.box.x1
            if near > FARTHEST * column.em or around_it.walled(last, column.box):
                break
            land.columns.append(column)
            edge = max(edge, column.box.x1) if side > 0 else min(edge, column.box.x0)
            last = column.box
        if land.columns:
            break
    return land.columns


def _own_head(column: Column, lands: Sequence[Territory]) -> bool:
    """Does a headline stand right over a column?"""
    return any(
        land.head is not None
        and not land.head.vertical
        and land.head.box.over(column.box) > 0
        and -2 <= column.box.top - land.head.box.bottom <= 3 * column.em
        for land in lands
    )


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
        limits = [other.bottom for other in solid if other.bottom <= ceiling and _over(other, box)]
        limit = max(limits, default=float("-inf"))
        near = [land for land in heads if land.head and land.head.box.bottom >= limit - 0.5 * column.em]
        pictures = [other for other in around_it.pictures if other.bottom <= ceiling + 2 and _over(other, box)]
        picture = max(pictures, key=lambda other: other.bottom, default=None)
        lowest = max((land.head.box.bottom for land in near if land.head), default=float("-inf"))
        if picture is not None and picture.bottom > max(limit, lowest) and picture.top < ceiling:
            ceiling = picture.top + 2
            continue
        if not near:
            return None
        level = [land for land in near if land.head and land.head.box.bottom > lowest - 2 * column.em]
        return min(level, key=lambda land: _distance(land.head, box))


def _covers(head: Head, box: Box, ceiling: float) -> bool:
    """Does a head stand above a column, within its reach?"""
    return not head.vertical and head.box.bottom <= ceiling and head.reach.x0 - 2 <= box.x <= head.reach.x1 + 2


def _over(other: Box, box: Box) -> bool:
    return other.over(box) > COVERS * min(box.width, max(other.width, 1.0)) and other.over(box) > 0.3 * box.width


def _distance(head: Head | None, box: Box) -> float:
    """How far a column is from standing under a head's own words."""
    assert head is not None
    if head.box.over(box) > 0.3 * box.width:
        return 0.0
    return max(0.0, -head.box.over(box))


def _is_byline(column: Column) -> bool:
    return len(column.lines) <= 2 and all(line.credit for line in column.lines)


def _captions(found: Iterable[tuple[Column, Territory | None]], lands: list[Territory]) -> None:
    """Captions: one that is the only text of a headline is photo news; any other stands for itself."""
    some = list(found)
    for column, home in some:
        alone = home is not None and not home.columns
        if alone and home is not None and sum(other is home for _, other in some) == 1:
            home.columns.append(column)
            home.caption = True
        else:
            lands.append(Territory(columns=[column], caption=True))


def _beside(land: Territory, orphans: list[Column], around_it: Surroundings) -> None:
    """Gives a head without columns the orphans that stand beside it."""
    head = land.head
    assert head is not None
    near = []
    for column in orphans:
        box = column.box
        off = LEVEL * column.em
        level = head.box.top - off <= box.top <= max(head.box.bottom, head.box.top + off)
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


def _worth(column: Column, land: Territory, around_it: Surroundings) -> float:
    """How well an orphan goes on where a territory is beside it or above."""
    if land.caption:
        return float("-inf")
    near = [other for other in land.columns if _touch(other.box, column.box, column.em, around_it)]
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


def _touch(one: Box, other: Box, em: float, around_it: Surroundings) -> bool:
    """Do two columns stand side by side, or one below the other, with no rule between?"""
    if one.beside(other) > 0:
        return -one.over(other) <= 5 * em and not around_it.walled(one, other)
    upper, lower = sorted((one, other), key=lambda box: box.top)
    if one.over(other) <= 0.3 * min(one.width, other.width):
        return False
    return not any(upper.bottom - 2 <= rule.y <= lower.top + 2 and _over(rule, lower) for rule in around_it.across)
