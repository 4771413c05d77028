"""Which lines of a column belong to one paragraph, and which are no running text at all?

A column is set in lines of one width; a paragraph's first line is indented by two hanzi and so holds two fewer, its
last line ends where it ends. Blank lines say little: some extractors leave one after every line. So every line of a
run gets one of five roles, and the cheapest sequence of roles is taken (Viterbi), given the width of the column
around it:

    FIRST    opens a paragraph: two hanzi short of the column, or its indent is in the file
    MIDDLE   fills the column
    LAST     ends a paragraph: at most as wide, ends a sentence
    WHOLE    a paragraph of one line
    DISPLAY  headline, subhead, label: does not end a sentence, is not as wide as the column

Widths are in half-width cells. Punctuation may be squeezed to half its width to keep it off a line's ends (禁则),
so a line may seem wider than its column by a cell for each mark. A line that was letter-spaced was justified: it is
full whatever its width. Where the file has whole paragraphs on a line there is no column, and each line that ends a
sentence is one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from enum import IntEnum
from functools import cache
from itertools import pairwise

from .line import Line, cuts_word

INDENT = 4
"""Two hanzi."""
UNBROKEN = 76
"""A line wider than any column: the file does not break lines."""
WIDE = 40
"""A column as wide as a caption's."""
BLOCKS = 0.5
"""Where a smaller share of the lines has a blank line before it, blank lines part blocks, and so tell something."""

SHORT_REACH, SHORT_NARROWEST = 5, 18
"""Lines to either side that tell the column of a brief, which the longer columns around it outvote, and its least
width: a few lines that are narrower and alike are the rows of a table."""

_FAR = 9.0
"""What is as good as impossible costs this."""
_NARROWEST = 12
"""Cells: no column is narrower."""
_PAUSE = re.compile("[，。]")


class Role(IntEnum):
    """What a line is in its column."""

    FIRST = 0
    MIDDLE = 1
    LAST = 2
    WHOLE = 3
    DISPLAY = 4


def column_width(lines: Sequence[Line], at: int, reach: int = 12) -> int | None:
    """The width of the column around a line, in cells; None where the lines around it agree on none."""
    near = [line for line in lines[max(0, at - reach) : at + reach + 1] if line.cells <= UNBROKEN]
    widths = sorted({line.cells for line in near if line.cells >= _NARROWEST})
    best, support = None, 0.0
    for width in widths:
        full = sum(_fills(line, width) for line in near)
        if full < 3:
            continue
        # A first line speaks for the column too; a line that is wider than the column could be speaks against it.
        score = full + 0.3 * sum(_fills(line, width - INDENT) for line in near)
        score -= 0.7 * sum(line.cells > width + 1 + line.squeezable for line in near)
        if score >= support:
            best, support = width, score
    return best


def _caption_widths(lines: Sequence[Line]) -> Iterator[int]:
    """The widths of captions: two lines, wide, and with commas or full stops, are no headline."""
    for line, below in pairwise(lines):
        wide = UNBROKEN >= min(line.cells, below.cells) >= WIDE and abs(line.cells - below.cells) <= 2 * INDENT
        if wide and _PAUSE.search(line.text) and _PAUSE.search(below.text):
            yield max(line.cells, below.cells)


def roles(lines: Sequence[Line], *, torn_start: bool = False, torn_end: bool = False) -> list[tuple[Role, int | None]]:
    """The role of every line of a run, and the width of the column that it stands in.

    A run is lines one after the other with no byline, jump or furniture between them; columns of several stories may
    follow each other in it. So a state of the search is a role in a column of one of the widths that the run has, and
    to change the width costs something, inside a paragraph much.

    Args:
        lines: the run.
        torn_start, torn_end: it goes on from another page, or goes on on one: it may begin or end inside a paragraph.
    """
    if not lines:
        return []
    widths: list[int | None] = list(dict.fromkeys(column_width(lines, at) for at in range(len(lines))))
    short = (column_width(lines, at, SHORT_REACH) for at in range(len(lines)))
    near = [width for width in short if width and width >= SHORT_NARROWEST]
    widths += [width for width in dict.fromkeys((*near, *_caption_widths(lines))) if width not in widths]
    states = [(role, column) for column in range(len(widths)) for role in Role]
    blocks = sum(line.gap > 0 for line in lines) < BLOCKS * len(lines)
    if sum(line.cells > UNBROKEN for line in lines) >= len(lines) / 4:
        return [(_unbroken(line), None) for line in lines]
    costs: list[float] = []
    back: list[list[int]] = []
    for at, line in enumerate(lines):
        below_opens = at + 1 < len(lines) and lines[at + 1].opens
        breaks_off = torn_end and at == len(lines) - 1
        emitted = [cost for width in widths for cost in _emission(line, width, below_opens, breaks_off)]
        if at == 0:
            if torn_start:  # what stands before the jump's words is not known, so neither is the line's width
                emitted = [0.5, 0.5, 0.5 if line.ends_sentence else 4.5, 2.0, 3.0] * len(widths)
            start = (0.0,) * len(Role) if torn_start else _START
            costs = [emitted[n] + start[role] for n, (role, _) in enumerate(states)]
            continue
        above = lines[at - 1]
        torn = blocks and line.gap > 0
        step = _steps(torn, torn and above.ends_sentence, cuts_word(above.text, line.text))
        costs, came = _advance(states, costs, emitted, step)
        back.append(came)
    last = (0.0,) * len(Role) if torn_end else _END
    end = [cost + last[role] for cost, (role, _) in zip(costs, states, strict=True)]
    path = [min(range(len(end)), key=end.__getitem__)]
    for came in reversed(back):
        path.append(came[path[-1]])
    return [(states[n][0], widths[states[n][1]]) for n in reversed(path)]


def _unbroken(line: Line) -> Role:
    """What a line is in a file that has whole paragraphs on a line."""
    runs = line.cells > UNBROKEN or line.ends_sentence or line.opens or line.text.endswith(("：", "；", "，", "、"))
    return Role.WHOLE if runs else Role.DISPLAY


def _advance(
    states: Sequence[tuple[Role, int]],
    costs: Sequence[float],
    emitted: Sequence[float],
    step: Sequence[Sequence[float]],
) -> tuple[list[float], list[int]]:
    """One step of the search: the cost of each state after a line, and the state before it that was cheapest."""
    # Of the states before, only the cheapest of each role matter, in any column and in one's own.
    anywhere = [min(range(int(role), len(states), len(Role)), key=costs.__getitem__) for role in Role]
    row: list[float] = []
    came: list[int] = []
    for n, (role, column) in enumerate(states):
        best, cheapest = float("inf"), 0
        for before in Role:
            for number in (column * len(Role) + before, anywhere[before]):
                cost = costs[number] + step[before][role]
                if states[number][1] != column and before is not Role.DISPLAY:
                    cost += _TORN_COLUMN if role in (Role.MIDDLE, Role.LAST) else _OTHER_COLUMN
                if cost < best:
                    best, cheapest = cost, number
        row.append(best + emitted[n])
        came.append(cheapest)
    return row, came


def join(lines: Sequence[Line]) -> str:
    """The lines of one paragraph as one text: nothing between hanzi, a space where two Latin words met."""
    text = ""
    for line in lines:
        if text and line.text and _latin(text[-1]) and _latin(line.text[0]) and not _split_number(text, line.text):
            text += " "
        text += line.text
    return text


def _latin(char: str) -> bool:
    return char.isascii() and char.isalpha()


def _split_number(before: str, after: str) -> bool:
    return before[-1].isdigit() or after[0].isdigit()


# Costs. They are no probabilities: each says how surprising a step is beside the others, 0 for what is always met, 1
# for what is met now and then, 3 to 5 for what must have a reason. They were set by hand over the pages of the corpus.
_OTHER_COLUMN = 1.0  # the next paragraph stands in a column of another width
_TORN_COLUMN = 3.5  # the same paragraph does

#           FIRST MIDDLE LAST WHOLE DISPLAY
_START = (0.0, 2.0, 3.0, 0.5, 0.0)
_END = (6.0, 4.0, 0.0, 0.0, 0.0)
_STEP = (
    (8.0, 0.0, 0.2, 8.0, 6.0),  # after FIRST
    (5.5, 0.0, 0.0, 5.5, 5.0),  # after MIDDLE
    (0.0, 4.0, 5.0, 0.5, 0.3),  # after LAST
    (0.0, 4.0, 5.0, 0.3, 0.3),  # after WHOLE
    (0.0, 3.0, 4.0, 0.8, 0.0),  # after DISPLAY
)
_TORN_STEP = (  # where a block ends: a paragraph may break off, or begin in the middle
    (1.8, 1.0, 1.2, 2.5, 2.5),
    (1.8, 0.0, 0.0, 2.5, 2.5),
    (0.0, 1.5, 2.5, 0.5, 0.3),
    (0.0, 1.5, 2.5, 0.3, 0.3),
    (0.0, 1.5, 2.5, 0.8, 0.0),
)


_CUT = (
    # What a word that runs from one line into the next speaks against: that a paragraph ends, or a headline broke.
    (2.0, 0.0, 0.0, 2.0, 3.0),
    (2.0, 0.0, 0.0, 2.0, 3.0),
    (3.0, 0.0, 0.0, 3.0, 3.0),
    (3.0, 0.0, 0.0, 3.0, 3.0),
    (3.0, 2.0, 2.0, 3.0, 2.0),
)
_ENDED = (  # a block that ends with a sentence ends a paragraph, as a rule
    (0.0, 0.8, 0.8, 0.0, 0.0),
    (0.0, 0.8, 0.8, 0.0, 0.0),
    (0.0, 0.0, 0.0, 0.0, 0.0),
    (0.0, 0.0, 0.0, 0.0, 0.0),
    (0.0, 0.0, 0.0, 0.0, 0.0),
)


@cache
def _steps(torn: bool, ended: bool, cut: bool) -> tuple[tuple[float, ...], ...]:
    """The costs of every step from one line to the next: whether a block ends between them, with a sentence; whether a
    word runs on."""
    tables = [_TORN_STEP if torn else _STEP, *([_ENDED] if ended else []), *([_CUT] if cut else [])]
    return tuple(tuple(map(sum, zip(*rows, strict=True))) for rows in zip(*tables, strict=True))


def _emission(
    line: Line, width: int | None, below_opens: bool, breaks_off: bool
) -> tuple[float, float, float, float, float]:
    """What it costs that a line is FIRST, MIDDLE, LAST, WHOLE, DISPLAY in a column of that width."""
    asks = line.ends_sentence and line.text.endswith(("？", "！"))
    unfinished = 0.0 if line.ends_sentence or breaks_off else 2.0 if line.half_ends else 4.5
    display = 1.0 + (0.2 if asks else 5.0 if line.ends_sentence else 0.0)
    display += (3.0 if breaks_off else 0.0) - (1.0 if below_opens else 0.0)
    display += (4.0 if line.text.endswith(("，", "、", "：")) else 0.0) + (4.0 if "。" in line.text[:-1] else 0.0)
    display += 2.0 if line.text.count("，") > 1 else 0.0
    running = 0.0
    if line.phrased and (width is None or _distance(line, width) > 0.5):
        running = 3.0
    if line.indented:
        return (0.0, _FAR, _FAR, unfinished, display + 2.0)
    if line.opens:
        return (0.5, _FAR, _FAR, 0.5 + unfinished, display + 4.0)
    if line.cells > UNBROKEN:
        return (1.0, 1.0, 0.5, 0.0, display + 3.0)
    if width is None:
        return (1.0 + running, 1.0 + running, 0.5 + unfinished, unfinished, display)
    full = _distance(line, width) + running
    first = _distance(line, width - INDENT) + running
    over = line.cells > width + line.squeezable
    in_column = full < 1.0 or (first < 0.5 and "，" in line.text)
    return (
        first,
        full,
        (4.0 if over else 0.0) + unfinished,
        0.5 + (3.0 if line.cells > width - INDENT + line.squeezable else 0.0) + unfinished,
        display + (1.5 if in_column and not over else 0.0),
    )


def _distance(line: Line, width: int) -> float:
    """How unlikely it is that a line fills a width."""
    if line.spaced and 0.7 * width <= line.cells <= width + line.squeezable:
        return 0.2
    short, over = width - line.cells, line.cells - width - line.squeezable
    off = max(short, over, 0)
    return {0: 0.0, 1: 0.1, 2: 0.7, 3: 1.6, 4: 2.4}.get(off, 3.0 + 0.3 * min(off, 20))


def _fills(line: Line, width: int) -> bool:
    return width <= line.cells <= width + min(line.squeezable, 3)
