"""Which line of a headline is the kicker (引题), the headline (正题), the subtitle (副题), or a label?

Without type sizes the words must do: a subtitle opens with a dash; a smaller type holds more characters, so of two
lines the shorter is the headline, and the longer its kicker or its subtitle; of two that are much the same the
first is the kicker, unless they are one headline, broken in two.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from .item import Item, Kind

SMALLER_TYPE = 1.4
"""A line that has so many times the characters of its neighbour is set smaller."""
REMAINDER = 10
"""Cells: a line of at most five hanzi under a longer one is the rest of it."""
ALIKE = 4
"""Cells: the phrases of one headline, each on a line, differ by no more."""
BROKEN_OFF = 1.5
"""So many times the width of its remainder has the line that it was broken off."""
HALF_A_HEADLINE = 19
"""Cells: two lines that are both no wider are in large type: one headline."""
LABEL = 28
"""Cells: a line that is wider is no label, however far it stands from the others."""
SHORT_LABEL, SHORTER_LABEL, OVER_A_HEADLINE = 8, 6, 1.7
"""Cells: a first line of three hanzi is a label, one of four where the next line is so many times as wide."""

_DASH = re.compile(r"^[—―–─-]{2,}")
SPEAKS = re.compile(r"(?:强调|指出|要求|表示|主持召开|主持会议|讲话|批示|督办|公布|通过|部署)$")
_CONTINUES = re.compile(r"^(?:[（(、，的和与及]|将|已|拟|仍|并)")
_CLOSED = re.compile(r"[”’」』》）！？]$")
_NO_LABEL = re.compile(r"[，。？！、“”]")


@dataclass(frozen=True, slots=True)
class Headline:
    """The lines of one headline, each in its place. Lines of one field are joined by a space."""

    column: str = ""
    kicker: str = ""
    headline: str = ""
    subtitle: str = ""


def divide(lines: Sequence[Item]) -> Headline:
    """The lines of a headline, in their places."""
    labels = [item.text for item in lines if item.kind is Kind.LABEL]
    left = _whole_lines([item for item in lines if item.kind is not Kind.LABEL])
    if not left:
        return Headline(headline=" ".join(labels))  # nothing else speaks for it: a headline that sounds like a label
    subtitle: list[str] = []
    for at, item in enumerate(left):
        if at and _DASH.match(item.text):
            subtitle = [f"——{_DASH.sub('', item.text).strip()}", *(other.text for other in left[at + 1 :])]
            left = left[:at]
            break
    if not labels and len(left) > 1 and (label := _label(left)) is not None:
        labels = [left.pop(label).text]
    kicker = ""
    while len(left) > 1 and not (len(left) == 2 and _joined(left[0], left[1])):
        first, last = left[0], left[-1]
        below = _much(last, left[-2]) or (len(left) == 2 and _tells_more(first, last))
        if not subtitle and below and not _joined(left[-2], last):
            subtitle = [left.pop().text]
        elif not kicker and (len(left) == 2 or SPEAKS.search(first.text) or _much(first, left[1])):
            kicker = left.pop(0).text
        else:
            break
    return Headline(" ".join(labels), kicker, " ".join(item.text for item in left), "".join(subtitle))


def _whole_lines(lines: Sequence[Item]) -> list[Item]:
    """The lines, a remainder of a few characters put back to the line that it was broken off."""
    whole: list[Item] = []
    for at, line in enumerate(lines):
        width = line.width or 0
        short = width <= REMAINDER and not line.spaced
        if whole and short and width * BROKEN_OFF < (whole[-1].width or 0) and not _phrase(lines, at):
            joined = f"{whole[-1].text} {line.text}"
            whole[-1] = replace(whole[-1], text=joined, width=(whole[-1].width or 0) + width + 1)
        else:
            whole.append(line)
    return whole


def _phrase(lines: Sequence[Item], at: int) -> bool:
    """Is a short line a phrase and no remainder: one of several that are alike, or below a line that is closed?"""
    width = lines[at].width or 0
    beside = [lines[other].width or 0 for other in (at - 1, at + 1) if 0 <= other < len(lines)]
    return any(abs(width - other) <= ALIKE for other in beside) or bool(_CLOSED.search(lines[at - 1].text))


def _much(line: Item, other: Item) -> bool:
    """Is a line so much longer that it must be in smaller type?"""
    return (line.width or 0) >= SMALLER_TYPE * (other.width or 0) and not line.spaced


def _tells_more(first: Item, second: Item) -> bool:
    """Is the second of two lines much alike a subtitle: longer, and two clauses under a headline of one?"""
    clauses = "，" in second.text and not re.search(r"[，：:]", first.text)
    return clauses and (second.width or 0) > (first.width or 0) and not SPEAKS.search(first.text)


def _joined(first: Item, second: Item) -> bool:
    """Are two lines one headline, broken in two? Both are short, one was spaced out to the other, or one goes on."""
    one, other = first.width or 0, second.width or 0
    spread = (first.spaced and one < other) or (second.spaced and other < one)
    return bool(_CONTINUES.match(second.text)) or spread or max(one, other) <= HALF_A_HEADLINE


def _label(lines: Sequence[Item]) -> int | None:
    """The number of the line that is a label: very short, over a headline, or set apart by a gap."""
    first, second = lines[0].width or 0, lines[1].width or 0
    if first <= SHORTER_LABEL or (first <= SHORT_LABEL and second >= OVER_A_HEADLINE * first):
        return 0
    gaps = [item.gap for item in lines[1:]]
    if len(set(gaps)) < 2:
        return None
    for number, gap in ((0, lines[1].gap), (len(lines) - 1, lines[-1].gap)):
        rest = [other for at, other in enumerate(gaps) if at != (0 if number == 0 else len(gaps) - 1)]
        short = (lines[number].width or 0) <= LABEL and not _NO_LABEL.search(lines[number].text)
        if short and rest and gap > max(rest):
            return number
    return None
