"""Who wrote a story, when its byline does not fit its column?

A byline stands at the head of the first column, over the first indented line. A narrow column breaks it anywhere, in the
middle of a name (通讯员 阴 | 晓棠) or of 通讯员; whole, it can be read. A name alone there is the author's.
"""

from __future__ import annotations

from collections.abc import Sequence

from ..layout import is_name
from ..signs import is_credit
from .prints import Print

LINES = 5
"""A byline has no more lines."""
INDENT = 1.2
"""Ems: a line that begins so far in opens the text."""


def byline_of(lines: Sequence[Print], left: float) -> tuple[int, str]:
    """The byline at the head of a story's first column.

    Args:
        lines: of the column, from the top, displays left out.
        left: where the column begins.

    Returns:
        How many lines it takes, and its text with the breaks undone; 0 where there is none that needs it.
    """
    count = 0
    for at, line in enumerate(lines[:LINES]):
        indented = line.box.x0 - left >= INDENT * line.em
        if at and (indented or line.dated):
            break
        if line.ends or (line.running and "、" not in line.text):
            break
        count = at + 1
    for many in range(count, 0, -1):
        some = lines[:many]
        if many == 1 and is_name(some[0].text.lstrip("□■◎● ")) and len(lines) > 1:
            return 1, f"作者 {some[0].text.lstrip('□■◎● ')}"
        broken = not all(line.credit for line in some) or any(line.bare[-1] in "/／、" for line in some[:-1])
        if many > 1 and broken:
            for between in ("", " "):
                whole = between.join(line.text for line in some)
                if is_credit(whole):
                    return many, whole
    return 0, ""
