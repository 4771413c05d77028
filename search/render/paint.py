"""How does text with marks become lines of a terminal?

The only place that knows escape codes (SGR, ECMA-48 8.3.117). Every line carries its own codes and ends them, so that a
line can be cut out, and a mark that runs over a line's end is marked on both. Without colour a line is plain text.

What came off a page is shown, never obeyed: control characters in it become spaces.
"""

from __future__ import annotations

import os
import shutil
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import TextIO

from .width import width, wrap

PLAIN, BOLD, DIM, MARK, SUBHEAD = "", "1", "2", "1;31", "1"

Ranges = Sequence[tuple[int, int]]

_CONTROLS = dict.fromkeys(
    (*range(0x20), *range(0x7F, 0xA0), 0x2028, 0x2029, *range(0x202A, 0x202F), *range(0x2066, 0x206A)), " "
)


@dataclass(frozen=True, slots=True)
class Screen:
    """What is written on.

    Attributes:
        columns: how wide it is.
        color: whether it understands escape codes.
    """

    columns: int = 80
    color: bool = False


def screen_of(stream: TextIO, color: str = "auto") -> Screen:
    """The screen that a stream leads to, 40 to 120 columns wide: `$COLUMNS`, or the terminal's, or 80.

    Args:
        color: always, never, or auto: on a terminal, unless `$NO_COLOR` is set (no-color.org) or `$TERM` is dumb.
    """
    on = color == "always"
    if color == "auto":
        on = stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return Screen(max(40, min(120, shutil.get_terminal_size().columns)), on)


def clean(text: str) -> str:
    """The text with a space for every control character, so of the same length."""
    return text.translate(_CONTROLS)


def painted(text: str, style: str, screen: Screen, marks: Ranges = (), span: tuple[int, int] | None = None) -> str:
    """A piece of text in a style, its marks in theirs.

    Args:
        marks: ranges of the text, in order, apart from each other.
        span: the range of the text to give; all of it where None.
    """
    begin, end = span or (0, len(text))
    if not screen.color:
        return clean(text[begin:end])
    pieces = []
    at = begin
    # Only those of the span: a long paragraph has as many lines as marks.
    first = bisect_right(marks, begin, key=itemgetter(1))
    last = bisect_left(marks, end, key=itemgetter(0))
    for start, stop in (*marks[first:last], (end, end)):
        start, stop = min(max(start, at), end), min(stop, end)
        pieces.append(_coded(clean(text[at:start]), style))
        pieces.append(_coded(clean(text[start:stop]), MARK))
        at = max(at, stop)
    return "".join(pieces)


def lines(
    text: str,
    style: str,
    screen: Screen,
    marks: Ranges = (),
    *,
    first: str = "",
    rest: str = "",
    limit: int | None = None,
) -> list[str]:
    """The lines of a text, wrapped to the screen.

    Args:
        first, rest: what stands before the first line, and before each of the others.
        limit: how many lines at most; an ellipsis stands where it was cut.
    """
    text = clean(text)
    room = screen.columns - width(rest, 2)
    spans = wrap(text, room, screen.columns - width(first, 2))
    cut = limit is not None and len(spans) > limit
    if cut and limit is not None:
        spans = spans[:limit]
        begin, end = spans[-1]
        while end > begin and width(text[begin:end], 2) > room - 2:
            end -= 1
        spans[-1] = (begin, end)
    shown = [(rest if n else first) + painted(text, style, screen, marks, span) for n, span in enumerate(spans)]
    if cut and not text[: spans[-1][1]].endswith("…"):
        shown[-1] += painted("…", style, screen)
    return shown


def _coded(text: str, style: str) -> str:
    return f"\x1b[{style}m{text}\x1b[0m" if text and style else text
