"""Which lines are one headline, and how far does it reach?

Display lines close above each other are one *head*: kicker, headline, subtitle. It is set over all columns of its
story, but seldom as wide: centred, it leaves white on both sides. So a head *reaches* as far as the white does: to the
next rule, frame, picture or text on its level.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from ..headline import SPEAKS, Headline
from ..labels import is_label
from .box import Box, around
from .columns import Column
from .prints import Print
from .stacks import Stack

NEAR = 1.0
"""Times the larger size: display lines that are farther apart are two heads."""
SAME_TYPE = 0.87
"""Of the largest size: a line in the same face, no smaller, is of the headline too."""
SHORT = 5
"""Characters over a headline far larger: no kicker is so short."""
BRACKETS = "【】〖〗[] "
LABEL = 10
"""Characters: a label that only its looks give away is no longer."""
OTHER_TYPE = 0.97
"""The same in another face."""


@dataclass(frozen=True)
class Head:
    """The lines of one headline.

    Attributes:
        lines: from top to bottom; of a vertical one, from right to left.
        box: around them.
        reach: from where to where the columns under it may stand.
    """

    lines: tuple[Print, ...]
    box: Box
    reach: Box

    @property
    def size(self) -> float:
        """Of its largest line."""
        return max(line.size for line in self.lines)

    @property
    def vertical(self) -> bool:
        """Its largest line reads from top to bottom."""
        return max(self.lines, key=lambda line: line.size).setting.vertical

    @cached_property
    def headline(self) -> Headline:
        """Its lines, each in its field."""
        return divide_set(self.lines)


def heads_of(stacks: Sequence[Stack], columns: Sequence[Column], obstacles: Iterable[Box], room: Box) -> list[Head]:
    """The heads of a room.

    Args:
        stacks: display stacks that are no subheads.
        columns: of its text.
        obstacles: rules, frames, pictures and text of the room.
        room: its box.
    """
    groups: list[list[Stack]] = []
    walls = list(obstacles)
    for stack in sorted(stacks, key=lambda stack: (stack.box.top, stack.box.x0)):
        home = next((group for group in reversed(groups) if _belongs(group, stack, stacks, columns, walls)), None)
        if home is None:
            groups.append([stack])
        else:
            home.append(stack)
    boxes = [around(stack.box for stack in group) for group in groups]
    heads = []
    for at, (group, box) in enumerate(zip(groups, boxes, strict=True)):
        lines = [line for stack in group for line in stack.lines]
        if all(line.setting.vertical for line in lines):
            lines.sort(key=lambda line: -line.box.x)
        else:
            lines.sort(key=lambda line: (line.box.top, line.box.x0))
        others = [other for n, other in enumerate(boxes) if n != at]
        heads.append(Head(tuple(lines), box, _reach(box, [*walls, *others], room)))
    return heads


def _belongs(
    group: Sequence[Stack], stack: Stack, stacks: Sequence[Stack], columns: Sequence[Column], walls: Sequence[Box]
) -> bool:
    """Is a stack of the same head as those above it?"""
    upright = [line.setting.vertical for other in (*group, stack) for line in other.lines]
    box = around(other.box for other in group)
    size = max(stack.size, max(other.size for other in group))
    if all(upright):
        beside = -box.over(stack.box) <= NEAR * size and box.beside(stack.box) > 0.3 * stack.box.height
        between = Box(min(box.x1, stack.box.x1), stack.box.top, max(box.x0, stack.box.x0), stack.box.bottom)
        return beside and not any(wall.centred_in(between) for wall in walls)
    if any(upright):
        return False
    last = max(group, key=lambda other: other.box.bottom)
    gap = stack.box.top - last.box.bottom
    level = stack.box.beside(last.box) > 0.5 * min(stack.box.height, last.box.height)
    if level and -stack.box.over(last.box) <= 2.2 * max(stack.em + _spacing(stack), last.em + _spacing(last)):
        walled = any(_parts_level(wall, last.box, stack.box) for wall in walls)
        return not walled and _one_type(last, stack, stacks) and not _two_stories(last, stack, columns)
    if not -0.5 * stack.size <= gap <= NEAR * size or stack.box.over(box) <= 0:
        return False
    if gap > 0.75 * size and stack.style == last.style and stack.size > 1.05 * last.size:
        return False
    return not any(_parts(wall, last.box, stack.box) for wall in walls)


def _parts(wall: Box, above: Box, below: Box) -> bool:
    return above.y < wall.y < below.y and wall.over(below) > 0.3 * min(below.width, above.width)


def _spacing(stack: Stack) -> float:
    """The letter-spacing of a line, in points."""
    count = len(stack.lines[-1].bare)
    return max(0.0, (stack.lines[-1].box.width - count * stack.em) / (count - 1)) if count > 1 else 0.0


def _one_type(one: Stack, other: Stack, stacks: Sequence[Stack]) -> bool:
    """Are two lines side by side set alike, as phrases of one headline are, or is one far smaller, as a label is?

    What is smaller and longer than a label, with the phrases on its level, is another headline.
    """
    small, large = sorted((one, other), key=lambda stack: stack.size)
    if _alike(small, large):
        return True
    phrases = [near for near in stacks if near.box.beside(small.box) > 0.5 * small.box.height and _alike(near, small)]
    phrases = [near for near in phrases if -near.box.over(small.box) <= 2.2 * small.em]
    return small.size <= 0.7 * large.size and sum(len(near.text) for near in phrases) <= LABEL


def _alike(one: Stack, other: Stack) -> bool:
    """Are two lines set in the same type?"""
    small, large = sorted((one.size, other.size))
    return one.style[0] == other.style[0] and small >= 0.97 * large and abs(one.em - other.em) <= 0.03 * large


def _two_stories(one: Stack, other: Stack, columns: Sequence[Column]) -> bool:
    """Do two lines side by side stand over two columns, each set to its own, with no text going on?"""
    left, right = sorted((one, other), key=lambda stack: stack.box.x0)
    first, second = _own_column(left, columns), _own_column(right, columns)
    if first is None or second is None or first is second:
        return False
    return not (first.torn and second.goes_on)


def _own_column(stack: Stack, columns: Sequence[Column]) -> Column | None:
    """The column of text right under some lines, which are no wider, and begin where it does or stand in its middle."""
    for column in columns:
        inside = column.left - stack.em <= stack.box.x0 and stack.box.x1 <= column.right + stack.em
        begins = abs(stack.box.x0 - column.left) <= 0.7 * stack.em
        centred = abs(stack.box.x - (column.left + column.right) / 2) <= 0.7 * stack.em
        if inside and (begins or centred) and -2 <= column.box.top - stack.box.bottom <= 4 * stack.size:
            return column
    return None


def _parts_level(wall: Box, one: Box, other: Box) -> bool:
    return min(one.x, other.x) < wall.x < max(one.x, other.x) and wall.beside(other) > 0.3 * other.height


def _reach(box: Box, obstacles: Iterable[Box], room: Box) -> Box:
    """How far the white beside a head goes, on its level."""
    left, right = room.x0, room.x1
    for other in obstacles:
        if (
            other.beside(box) <= 0.25 * min(box.height, max(other.height, 1.0))
            or other.over(box) > 0.5 * other.width + 1
        ):
            continue
        if other.x < box.x0 or other.x1 <= box.x0 + 2:
            left = max(left, other.x1)
        elif other.x > box.x1 or other.x0 >= box.x1 - 2:
            right = min(right, other.x0)
    return Box(min(left, box.x0), box.top, max(right, box.x1), box.bottom)


def divide_set(lines: Sequence[Print]) -> Headline:
    """The lines of a head in their fields, by the size of their type.

    The largest are the headline; what stands above is the kicker, what stands below the subtitle. A line that opens
    with a dash is a subtitle in any size. A small line that sounds like a label is one, if something else is left.
    """
    left = list(lines)
    labels = [line for line in left if line.banner]
    left = [line for line in left if not line.banner]
    if not left:
        return Headline(headline=" ".join(line.text for line in labels))
    dash = next((at for at, line in enumerate(left) if at and line.bare.startswith(("——", "――", "──", "—"))), len(left))
    top = max(left[:dash], key=lambda line: line.size)
    main = [at for at, line in enumerate(left[:dash]) if _is_main(line, top)]
    first, last = main[0], main[-1]
    above, below = left[:first], left[last + 1 :]
    for line in list(above):
        if line.size < 0.85 * top.size and _is_label(line, top):
            above.remove(line)
            labels.append(line)
    return Headline(
        " ".join(line.text.strip(BRACKETS) for line in labels),
        _joined(above),
        _joined(left[first : last + 1]),
        "".join(line.text.replace("―", "—").replace("─", "—") for line in below),
    )


def _is_label(line: Print, top: Print) -> bool:
    """Does a line over a headline sound like a label, or look like one: few words, in colour or in brackets?"""
    short = len(line.bare) <= LABEL
    if len(line.bare) <= SHORT and line.size <= 0.65 * top.size and not SPEAKS.search(line.bare):
        return True
    coloured = line.setting.coloured and not top.setting.coloured
    return is_label(line.bare) or (short and (coloured or (line.bare[:1] in "【〖[" and line.bare[-1:] in "】〗]")))


def _is_main(line: Print, top: Print) -> bool:
    """Is a line of the headline's own type?"""
    same = line.setting.font == top.setting.font
    return line.size >= (SAME_TYPE if same else OTHER_TYPE) * top.size


def _joined(lines: Sequence[Print]) -> str:
    return " ".join(line.text for line in lines)
