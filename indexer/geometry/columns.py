"""Which stacks of lines are one column of a story?

A column goes down the page until something ends it: a rule, a picture, a frame, a headline. A *subhead* does not: it
stands in the column, no wider than it, with text right above and below. What looks like a subhead may be the headline
of a brief: then the text below it opens a story (a dateline, a byline), or the text above ended one (a signature), or
the first text of the column stands under a line of the same kind.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from ..adjacent import signed
from ..labels import is_label
from .box import Box, around
from .prints import Print
from .stacks import Stack

SUBHEAD = 1.75
"""Times the body's size: a subhead is no larger."""
SUBHEAD_LINES = 4
FAR = 3.4
"""Times the size: a subhead is no farther from the text above and below."""
BLANK = 2.6
"""Times the size: text that is farther below is not the same column's."""
LEVEL, PUSHED, APART = 2.5, 7.0, 4.0
"""Ems: how far above the top of a vertical headline its text may begin; how far below, pushed down by a label and a
byline; how far apart its columns are."""
EDGES = 1.3
"""Ems: how far the edges of text in one column may be off."""


@dataclass(frozen=True)
class Column:
    """Text from top to bottom, its subheads inside.

    Attributes:
        stacks: of lines, display ones are subheads.
    """

    stacks: tuple[Stack, ...]

    @cached_property
    def box(self) -> Box:
        """Around all of it; from edge to edge."""
        return around(stack.box for stack in self.stacks)

    @cached_property
    def lines(self) -> tuple[Print, ...]:
        """All lines, from top to bottom."""
        return tuple(line for stack in self.stacks for line in stack.lines)

    @cached_property
    def text_lines(self) -> tuple[Print, ...]:
        """Those of running text."""
        return tuple(line for stack in self.stacks if not stack.display for line in stack.lines)

    @cached_property
    def style(self) -> tuple[str, int]:
        """The face and size of most of its text."""
        styles = [line.style for line in self.text_lines]
        return max(set(styles), key=styles.count)

    @cached_property
    def size(self) -> float:
        """Of its text, in points."""
        return self.style[1] / 2

    @cached_property
    def em(self) -> float:
        """The width of a hanzi in its text."""
        return max(line.em for line in self.text_lines)

    @cached_property
    def left(self) -> float:
        """Where its lines begin."""
        return min(line.box.x0 for line in self.text_lines)

    @cached_property
    def right(self) -> float:
        """Where its full lines end: what sticks out is a comma set outside the column."""
        ends = sorted(line.box.x1 for line in self.text_lines)
        return ends[-1] if len(ends) < 4 else ends[min(len(ends) - 1, int(len(ends) * 0.8))]

    @property
    def torn(self) -> bool:
        """It ends inside a paragraph: its last line is full and ends no sentence."""
        last = self.stacks[-1]
        line = last.lines[-1]
        if last.display or line.ends or line.box.x1 < self.right - 2 * self.em:
            return False
        return not (line.bare[-1:] in "）)" and signed("".join(other.bare for other in last.lines[-2:])))

    @property
    def goes_on(self) -> bool:
        """It begins inside a paragraph: its first line is not indented, and is no byline."""
        first = self.stacks[0]
        if first.display or first.lines[0].credit:
            return False
        return first.lines[0].box.x0 - self.left < self.em and first.lines[0].bare[:1] not in "□■◎●◆▲"

    @property
    def text(self) -> str:
        """All of its text."""
        return "".join(line.bare for line in self.text_lines)


def columns_of(stacks: Sequence[Stack], barriers: Iterable[Box], body: float) -> tuple[list[Column], list[Stack]]:
    """The columns of a room, and the display stacks that are in none.

    Args:
        stacks: of the room.
        barriers: rules, pictures and frames: no column goes on below one.
        body: the size of the page's body.
    """
    walls = list(barriers)
    text = sorted((stack for stack in stacks if not stack.display), key=lambda stack: (stack.box.top, stack.box.x0))
    display = [stack for stack in stacks if stack.display]
    columns: list[list[Stack]] = []
    used: set[int] = set()
    uprights = _under_uprights(text, display)
    for stack in text:
        joined = False
        for column in sorted(columns, key=lambda column: -column[-1].box.bottom):
            last = column[-1]
            if last.box.bottom > stack.box.top + 2 or not _aligned(column, stack):
                continue
            between = [other for other in stacks if _is_between(last.box, stack.box, other)]
            another = last.box.bottom <= uprights.get(id(stack), float("-inf")) + stack.em
            captioned = last.lines[-1].photo_credit and sum(len(other.lines) for other in column) > 1
            another = another or captioned  # a caption ends there
            if another or any(_is_wall(last.box, stack.box, wall) for wall in walls):
                break
            if not between and stack.box.top - last.box.bottom <= BLANK * stack.size:
                column.append(stack)
                joined = True
            elif _subhead(column, between, stack, display, body):
                column.extend([*sorted(between, key=lambda other: other.box.top), stack])
                used.update(id(other) for other in between)
                joined = True
            break
        if not joined:
            columns.append([stack])
    found = [Column(tuple(column)) for column in columns]
    return found, [stack for stack in display if id(stack) not in used]


def _aligned(above: Sequence[Stack], stack: Stack) -> bool:
    """Does a stack stand in the same column as those above?"""
    text = [other for other in above if not other.display]
    left, right = min(other.box.x0 for other in text), max(other.box.x1 for other in text)
    off = EDGES * stack.em
    begins = abs(stack.box.x0 - left) <= off or 0 <= stack.box.x0 - left <= 2.7 * stack.em
    if all(line.credit for other in text for line in other.lines) and right > stack.box.x1 + 2 * stack.em:
        return False  # a byline across several columns
    few = len(stack.lines) <= 2 or sum(len(other.lines) for other in text) <= 2
    ends = abs(stack.box.x1 - right) <= off or (few and min(right, stack.box.x1) - max(left, stack.box.x0) > 0)
    narrower = few and stack.box.x1 <= right + off
    same = 0.92 < stack.size / text[-1].size < 1.09
    close = stack.box.top - above[-1].box.bottom <= 1.5 * stack.size
    signs = few and close and stack.box.x0 > left and abs(stack.box.x1 - right) <= off
    return same and ((begins and (ends or narrower)) or signs)


def _under_uprights(text: Sequence[Stack], display: Iterable[Stack]) -> dict[int, float]:
    """The texts, by identity, that begin level with a vertical headline, side by side from there on, and its top."""
    found: dict[int, float] = {}
    for head in display:
        if not head.lines[0].setting.vertical:
            continue
        level = [stack for stack in text if -LEVEL <= (stack.box.top - head.box.top) / stack.em <= PUSHED]
        end = head.box.x1
        others = [other for other in display if not other.lines[0].setting.vertical]
        for stack in sorted(level, key=lambda stack: stack.box.x0):
            if stack.box.x0 >= head.box.x1 and over(stack, others) is not None:
                break  # under a headline of its own
            if stack.box.x0 >= head.box.x1 - stack.em and stack.box.x0 - end <= APART * stack.em:
                found[id(stack)] = head.box.top
                end = max(end, stack.box.x1)
    return found


def _is_between(above: Box, below: Box, other: Stack) -> bool:
    """Does a stack stand between two of one column, over the width of either?"""
    inside = above.bottom - 2 <= other.box.y <= below.top + 2
    return inside and other.box.over(Box(min(above.x0, below.x0), 0, max(above.x1, below.x1), 0)) > 2


def _is_wall(above: Box, below: Box, wall: Box) -> bool:
    inside = above.bottom - 2 <= wall.y <= below.top + 2
    return inside and wall.over(below) > 0.3 * min(below.width, above.width)


def _subhead(
    above: Sequence[Stack], between: Sequence[Stack], below: Stack, display: Sequence[Stack], body: float
) -> bool:
    """Are the stacks between two of one column a subhead?"""
    lines = [line for stack in between for line in stack.lines]
    if not lines or len(lines) > SUBHEAD_LINES or not all(stack.display for stack in between):
        return False
    text = [stack for stack in above if not stack.display]
    left, right = min(stack.box.x0 for stack in text), max(stack.box.x1 for stack in text)
    box = around(line.box for line in lines)
    wide = box.x0 < left - below.em or box.x1 > max(right, below.box.x1) + below.em
    large = max(line.size for line in lines) > SUBHEAD * body
    last = above[-1]
    far = max(box.top - last.box.bottom, below.box.top - box.bottom) > FAR * below.size
    if wide or large or far or any(line.banner or line.setting.vertical for line in lines):
        return False
    if any(is_label(line.bare) and line.size < below.size * 1.15 for line in lines) and len(lines) > 1:
        return False
    return not opens_story(last, between[0], below, over(above[0], display))


def opens_story(above: Stack, head: Stack, below: Stack, first: Stack | None) -> bool:
    """Is what stands between two texts a headline: one story ends above it, or one opens below?

    Args:
        above, head, below: the text above, the line in question, the text below.
        first: the display stack over the first text of the column.
    """
    opening = below.lines[:2]
    if any(line.credit or line.dated for line in opening):
        return True
    last = above.lines[-1]
    if last.credit or (last.ends and signed("".join(line.text for line in above.lines[-2:]))):
        return True
    return first is not None and first.style == head.style


def over(stack: Stack, display: Iterable[Stack]) -> Stack | None:
    """The display stack right above another, no farther than subheads are, and not much wider."""
    near = [
        other
        for other in display
        if 0 <= stack.box.top - other.box.bottom + 2 <= FAR * stack.size
        and other.box.x0 >= stack.box.x0 - 2 * stack.em
        and other.box.x1 <= stack.box.x1 + 2 * stack.em
    ]
    return max(near, key=lambda other: other.box.bottom, default=None)
