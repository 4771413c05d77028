"""What becomes of short lines that are neither clearly text nor clearly a headline?

Three things are told here by their neighbours, once columns are known:

- a small display line at the top or the bottom of a column, set like the subheads on the page, is a subhead that the
  column break cut off from its text;
- a line or two in the text's size right over a headline or under it, with no text above, are its kicker or its label;
- a credit at the right end of a caption's last line, or below it, is the caption's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from .box import around
from .columns import SUBHEAD, Column
from .stacks import Stack

NEAR = 3.4
"""Times the size: a subhead is no farther from its column."""
LEVEL_SIZE, LARGER = 1.4, 1.25
"""Times the text's size: no subhead at a story's beginning is larger; times its own size: its headline is, at least."""
AT = 1.3
"""Times the size: a kicker is no farther from its headline."""


def loose(columns: Sequence[Column], display: Sequence[Stack], body: float) -> tuple[list[Column], list[Stack]]:
    """Columns and display stacks, the loose lines where they belong."""
    found, left = _credits(list(columns)), list(display)
    found, left = _kickers(found, left)
    styles = {stack.style for column in found for stack in column.stacks if stack.display}
    alone = _alone(left, found)
    for stack in sorted(left, key=lambda stack: -stack.box.top):
        if stack.size > SUBHEAD * body or len(stack.lines) > 4 or stack.lines[0].setting.vertical:
            continue
        at = _column_of(stack, found)
        same = stack.style in styles and not any(stack is other for other in alone)
        if at is None or not (same or _level_with_text(stack, found[at], found, left)):
            continue
        column = found[at]
        below = column.box.top >= stack.box.y
        parts = (stack, *column.stacks) if below else (*column.stacks, stack)
        found[at] = Column(parts)
        left = [other for other in left if other is not stack]
    return found, left


def _column_of(stack: Stack, columns: Sequence[Column]) -> int | None:
    """The column at whose top or bottom a subhead stands."""
    best: tuple[float, int] | None = None
    for at, column in enumerate(columns):
        inside = stack.box.x0 >= column.left - column.em and stack.box.x1 <= column.right + 1.5 * column.em
        gap = max(column.box.top - stack.box.bottom, stack.box.top - column.box.bottom)
        if inside and -2 <= gap <= NEAR * column.size and (best is None or gap < best[0]):
            best = gap, at
    return best[1] if best else None


def _alone(display: Sequence[Stack], columns: Sequence[Column]) -> list[Stack]:
    """The lines over columns that have no text at their left from which it could go on: headlines of briefs.

    In a row of briefs the text at the left is another brief's.
    """
    alone: list[Stack] = []
    first: list[Column] = []
    for stack in sorted(display, key=lambda stack: stack.box.x0):
        at = _column_of(stack, columns)
        if at is None or columns[at].box.top < stack.box.y:
            continue
        own = columns[at]
        before = [
            other
            for other in columns
            if other is not own
            and 0 <= own.left - other.right + own.em <= 5 * own.em
            and other.style == own.style
            and abs(other.right - other.left - own.right + own.left) <= 1.5 * own.em
            and other.box.beside(around((stack.box, own.box))) > 0
            and not any(other is brief for brief in first)
        ]
        if not before:
            alone.append(stack)
            first.append(own)
    return alone


def _level_with_text(stack: Stack, own: Column, columns: Sequence[Column], display: Sequence[Stack]) -> bool:
    """Does a line over a column stand level with the text of the next one, both under one larger headline?

    So does a subhead with which a story begins; a subtitle has white on both sides.
    """
    if own.box.top < stack.box.y or stack.size > LEVEL_SIZE * own.size:
        return False
    for head in display:
        if head is stack or head.size < LARGER * stack.size:
            continue
        upright = head.lines[0].setting.vertical and head.box.x1 <= stack.box.x0
        if upright and abs(head.box.top - stack.box.top) > 2 * stack.size:
            continue
        if not upright and not -2 <= stack.box.top - head.box.bottom <= 3 * head.size:
            continue
        for other in columns:
            highest = (head.box.top if upright else head.box.bottom) - 2 * (stack.size if upright else 1)
            level = highest <= other.box.top <= stack.box.bottom
            level = (
                level
                and other.box.bottom > stack.box.top
                and (head.box.x0 < other.box.x0 < own.box.x0 if upright else head.box.over(other.box) > 0)
            )
            goes_on = own.torn and other.goes_on and 0 <= other.box.x0 - own.box.x1 + own.em <= 4 * own.em
            if other is not own and level and (upright or head.box.over(stack.box) > 0 or goes_on):
                return True
    return False


def _kickers(columns: list[Column], display: list[Stack]) -> tuple[list[Column], list[Stack]]:
    """Short lines in the text's size that stand at a headline become part of it."""
    kept: list[Column] = []
    for column in columns:
        lines = column.lines
        plain = len(lines) <= 2 and not any(line.credit or line.ends or line.running or line.dated for line in lines)
        if plain and any(_at_head(column, stack, columns) for stack in display):
            display.append(Stack(lines, column.box, display=True))
        else:
            kept.append(column)
    return kept, display


def _at_head(column: Column, stack: Stack, columns: Sequence[Column]) -> bool:
    """Does a short line stand right over a headline? Under it, text would follow at once."""
    if stack.size < 1.2 * column.size or column.box.over(stack.box) <= 0:
        return False
    gap = stack.box.top - column.box.bottom
    return -2 <= gap <= AT * stack.size


def _credits(columns: list[Column]) -> list[Column]:
    """Credits alone at the end of a column, or right below it, become its last lines."""
    kept = list(columns)
    for column in columns:
        if len(column.lines) > 2 or not all(line.credit for line in column.lines) or column.lines[0].bare[0] in "□■◎●":
            continue
        line = column.lines[0]
        for at, other in enumerate(kept):
            if other is column or other.box.top >= column.box.top - 2 or all(member.credit for member in other.lines):
                continue
            inside = column.box.x0 >= other.left - other.em and column.box.x1 <= other.box.x1 + 1.5 * other.em
            inside = inside or (line.photo_credit and column.box.over(other.box) > 0)
            gap = column.box.top - other.box.bottom
            photo = line.photo_credit or gap <= 0.8 * other.size
            if inside and photo and -1.4 * other.size <= gap <= 2.2 * other.size:
                last = other.stacks[-1]
                if last.display:
                    continue
                lines = (*last.lines, *column.lines)
                kept[at] = Column((*other.stacks[:-1], replace(last, lines=lines, box=around(m.box for m in lines))))
                kept = [member for member in kept if member is not column]
                break
    return kept
