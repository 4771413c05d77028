"""Which days does `2025`, `2025-07` or `2025年7月1日` stand for, and which does a text name?"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from .numerals import in_digits
from .text import fold

_DATE = re.compile(
    r"(\d{4})年?(?:[-/.](\d{1,2})|(?<=年)(\d{1,2}))?月?(?:[-/.](\d{1,2})|(?<=月)(\d{1,2}))?日?|(\d{4})(\d{2})(\d{2})"
)


def day_range(text: str) -> tuple[str, str] | None:
    """The first and the last day of a year, a month or a day, as ISO dates; None where the text is no such thing.

    Full-width digits are taken, and `-`, `/`, `.` or 年 月 日 between the numbers, or none (20250701).
    """
    match = _DATE.fullmatch(text.translate(_HALF_WIDTH).strip())
    if not match:
        return None
    year = int(match[1] or match[6])
    month = int(match[2] or match[3] or match[7] or 0)
    day = int(match[4] or match[5] or match[8] or 0)
    if day and not month:
        return None
    if not 1 <= year <= 9999 or not 0 <= month <= 12 or ((match[2] or match[3] or match[7]) and not month):
        return None
    last_day = monthrange(year, month or 12)[1]
    if day > last_day or ((match[4] or match[5] or match[8]) and not day):
        return None
    return (
        f"{year:04}-{month or 1:02}-{day or 1:02}",
        f"{year:04}-{month or 12:02}-{day or last_day:02}",
    )


_HALF_WIDTH = {ord("０") + n: ord("0") + n for n in range(10)} | {ord("－"): "-", ord("／"): "/", ord("．"): "."}


_ONE_TO_TEN = "一二三四五六七八九十"
"""`in_digits` leaves them alone where they stand alone."""
_NAMED = re.compile(
    rf"(?:(?<!\d)(\d{{4}})年)?(?<![\d{_ONE_TO_TEN}])(元|[{_ONE_TO_TEN}]|\d{{1,2}})月([{_ONE_TO_TEN}]|\d{{1,2}})日"
)


@dataclass(frozen=True, slots=True)
class NamedDay:
    """A day that a text names.

    Attributes:
        year: 0 where it names none.
    """

    year: int
    month: int
    day: int

    def __str__(self) -> str:
        return f"{self.year}年{self.month}月{self.day}日" if self.year else f"{self.month}月{self.day}日"

    def in_year(self, year: int) -> date | None:
        """The day, of its own year or else of this one; None where that has no such day."""
        try:
            return date(self.year or year, self.month, self.day)
        except ValueError:
            return None

    def distance(self, published: str) -> int | None:
        """How many days after it a paper came out, which is negative for one before it; the nearest year where it names
        none; None where either is no day.

        Args:
            published: an ISO date.
        """
        try:
            paper = date.fromisoformat(published)
        except ValueError:
            return None
        years = [self.year] if self.year else [paper.year + step for step in (0, -1, 1)]
        days = [(paper - day).days for day in map(self.in_year, years) if day]
        return min(days, key=abs, default=None)


def days_named(text: str) -> tuple[NamedDay, ...]:
    """The days that a text names, each once: 7月21日, 元月一日, 2025年7月21日; of 1日至3日 none."""
    found = (_day(*match.groups()) for match in _NAMED.finditer(in_digits(fold(text))))
    return tuple(dict.fromkeys(day for day in found if day))


def without_days(text: str) -> str:
    """The text with blanks for the days that it names; the same text where it names none."""
    folded = in_digits(fold(text))
    rest = _NAMED.sub(lambda match: " " if _day(*match.groups()) else match[0], folded)
    return text if rest == folded else rest


def _day(year: str | None, month: str, day: str) -> NamedDay | None:
    named = NamedDay(int(year or 0), 1 if month == "元" else _number(month), _number(day))
    return named if named.in_year(2000) else None  # a year with a 29th of February


def _number(text: str) -> int:
    return _ONE_TO_TEN.index(text) + 1 if text in _ONE_TO_TEN else int(text)
