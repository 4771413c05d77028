"""Who wrote a story, when its byline does not fit its column?

A byline stands at the head of the first column, over the first indented line. A narrow column breaks it anywhere, in the
middle of a name (通讯员 阴 | 晓棠) or of 通讯员; whole, it can be read. A name alone there is the author's.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..layout import is_name
from ..names import is_surname
from ..signs import is_credit
from .prints import Print

LINES = 5
"""A byline has no more lines."""
INDENT = 1.2
"""Ems: a line that begins so far in opens the text."""
FULL = 1.2
"""Ems: a line that ends no farther from the end of the column may have been broken there."""

_BULLETS = "□■◎●○◇◆▲ "
_ROLE = re.compile(r"(?:本报|见习|实习|首席|特约)?(?:记者|通讯员|实习生|摄影|作者)|[文图摄](?=[/／\s]|$)|（|\(")


def byline_of(lines: Sequence[Print], left: float, right: float) -> tuple[int, str]:
    """The byline at the head of a story's first column.

    Args:
        lines: of the column, from the top, displays left out.
        left, right: where the column begins and ends.

    Returns:
        How many lines it takes, and its text with the breaks undone; 0 where there is none that needs it.
    """
    count = 0
    for at, line in enumerate(lines[:LINES]):
        indented = line.box.x0 - left >= INDENT * line.em
        if (at and (indented or line.dated)) or line.ends or (line.running and "、" not in line.text):
            break
        count = at + 1
    for many in range(count, 0, -1):
        some = lines[:many]
        first = some[0].text.lstrip(_BULLETS)
        if many == 1 and is_name(first) and len(lines) > 1:
            return 1, f"作者 {first}"
        broken = any(line.box.x1 >= right - FULL * line.em or line.bare[-1] in "/／、" for line in some[:-1])
        if many > 1 and (broken or not all(line.credit for line in some)):
            whole = some[0].text
            for line in some[1:]:
                whole += joint(whole, line.text) + line.text
            if is_credit(whole):
                return many, whole
    return 0, ""


def joint(before: str, after: str) -> str:
    """What stood where a byline was broken: a space, or nothing, where the break is inside a name or a word.

    A name is whole that begins with a surname and has two hanzi or three; one of two hanzi may be spaced out (郁　青).
    """
    if _ROLE.match(after):
        return " "
    tokens, following = before.split(), after.split()
    singles = 0
    while singles < len(tokens) and len(tokens[-1 - singles]) == 1:
        singles += 1
    last, first = tokens[-1], following[0]
    whole = singles % 2 == 0 if singles else (2 <= len(last) <= 3 and is_surname(last[0]))
    padded = len(first) == 1 and len(following) > 1 and len(following[1]) == 1
    begins = is_surname(first[0]) and (2 <= len(first) <= 3 or padded)
    return " " if whole and begins else ""
