"""Which lines stand below each other as one?

A *stack* is lines of one size, close below each other and over each other: the lines of a column, the two lines of a
headline. A stack is *text* or *display*: text is set in the size of the page's body, or a little larger, line filled
after line; display is larger, or short lines that end no sentence.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .box import Box, around
from .prints import Print

CLOSE = 1.35
"""Of the size: lines of a stack are no farther apart."""
ALIKE = 1.06
"""Sizes of one stack differ by no more."""
INDENT = 2.7
"""Ems: a line of a column begins no farther from where the column does."""
LARGE = 1.35
"""Times the body's size: larger type is display, unless it runs on over many lines."""
LARGER = 1.09
"""Times the body's size: type that is larger is display where it is no text."""
MANY = 4
"""Lines of large type that have the marks of text in them are text: a leader in larger type."""


@dataclass(frozen=True)
class Stack:
    """Lines below each other.

    Attributes:
        lines: from top to bottom.
        box: around them.
        display: they are headlines, subheads, labels.
    """

    lines: tuple[Print, ...]
    box: Box
    display: bool

    @property
    def size(self) -> float:
        """Of its largest line."""
        return max(line.size for line in self.lines)

    @property
    def em(self) -> float:
        """The width of a hanzi."""
        return max(line.em for line in self.lines)

    @property
    def style(self) -> tuple[str, int]:
        """The face and size of most of its lines."""
        styles = [line.style for line in self.lines]
        return max(styles, key=styles.count)

    @property
    def text(self) -> str:
        """All that it says."""
        return "".join(line.bare for line in self.lines)


def stacks_of(lines: Sequence[Print], walls: Sequence[Box], body: float) -> list[Stack]:
    """The stacks of one room.

    Args:
        lines: of that room.
        walls: horizontal rules: no stack goes on below one.
        body: the size of the page's body.
    """
    chains: list[list[Print]] = []
    for line in sorted(lines, key=lambda line: (line.box.top, line.box.x0)):
        chain = _above(line, chains, walls)
        if chain is None:
            chains.append([line])
        else:
            chain.append(line)
    return [stack for chain in chains for stack in _stacks(chain, body)]


def _above(line: Print, chains: Iterable[list[Print]], walls: Sequence[Box]) -> list[Print] | None:
    """The chain that a line goes on."""
    best: tuple[float, list[Print]] | None = None
    if line.setting.vertical or line.banner:
        return None
    for chain in chains:
        above = chain[-1]
        gap = line.box.top - above.box.bottom
        if above.setting.vertical or above.banner or not -0.4 * line.size < gap <= CLOSE * line.size:
            continue
        if above.photo_credit:
            continue  # it is the last line of its caption
        if not 1 / ALIKE <= line.size / above.size <= ALIKE or line.box.over(above.box) <= 0:
            continue
        left = min(member.box.x0 for member in chain[-4:])
        begins = abs(line.box.x0 - left) <= INDENT * line.em
        centred = abs(line.box.x - above.box.x) <= 1.5 * line.em
        right = abs(line.box.x1 - max(member.box.x1 for member in chain[-6:])) <= 1.2 * line.em
        if not (begins or centred or right) or any(_parts(wall, above.box, line.box) for wall in walls):
            continue
        if best is None or gap < best[0]:
            best = gap, chain
    return best[1] if best else None


def _parts(wall: Box, above: Box, below: Box) -> bool:
    """Does a horizontal rule stand between two lines?"""
    return above.y < wall.y < below.y and wall.over(below) > 0.3 * below.width


def _stacks(chain: Sequence[Print], body: float) -> Iterable[Stack]:
    """A chain as one stack, or as several where credits or type of another kind stand in it."""
    if chain[0].banner:
        yield Stack(tuple(chain), around(line.box for line in chain), display=True)
        return
    if len(chain) > 2 and chain[0].credit and chain[0].box.x1 > max(line.box.x1 for line in chain[1:]) + chain[0].em:
        yield from _stacks(chain[:1], body)  # a byline across several columns
        chain = chain[1:]
    yield Stack(tuple(chain), around(line.box for line in chain), _is_display(chain, body))


def _is_display(chain: Sequence[Print], body: float) -> bool:
    size = chain[0].size / body
    marks = sum(line.running or line.ends for line in chain)
    text = 3 * marks >= len(chain)
    if chain[0].setting.vertical:
        return True
    if all(line.credit for line in chain):
        return False
    if len(chain) > 1 and size < 1.5 * LARGE and chain[-1].ends and any(line.running for line in chain):
        return False  # a leader in larger type: no headline ends as a sentence does
    if size >= LARGE:
        return not (len(chain) >= MANY and text and size < 2 * LARGE)
    if len(chain) >= 3:
        return size > LARGER and not text
    if size > LARGER:
        return not any(line.ends for line in chain) or not text
    return False
