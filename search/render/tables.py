"""How do counts look?

    林晓岚    12  ██████████████████
    曾强       3  ████▌

Names are padded by their width, not their length. The bar stands last: in a terminal that draws blocks two columns wide
nothing after it is pushed out of line.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from ..schema import DATE_LENGTH
from .facts import KINDS
from .paint import BOLD, DIM, PLAIN, Screen, clean, lines, painted
from .width import columns_of, padded, width

BLOCKS = " ▏▎▍▌▋▊▉█"
LONGEST = 40
"""Columns of the longest bar; of the longest name too."""

ROWS = 10
"""Values of a facet that are shown."""

FACETS = {
    "author": "署名", "reporter": "记者", "correspondent": "通讯员", "photographer": "摄影", "topic": "主题",
    "page": "版", "paper": "报纸", "column": "栏目", "source": "来源", "kind": "体裁",
    "year": "年", "month": "月", "day": "日",
}  # fmt: skip
"""Field of `search.schema.COUNTED` → what it is called."""

Counts = Sequence[tuple[str, int]]


def ranked(counts: Counts, screen: Screen) -> Iterator[str]:
    """The lines of a table: name, count, bar."""
    names = [(shortened(clean(name), LONGEST), count) for name, count in counts]
    column = max((width(name) for name, _ in names), default=0)
    digits = max((len(str(count)) for _, count in names), default=0)
    most = max((count for _, count in names), default=0)
    room = min(LONGEST, screen.columns - column - digits - 4)
    for name, count in names:
        drawn = bar(count, most, room)
        text = f"{padded(name, column)}  {count:>{digits}}  {drawn}".rstrip()
        yield painted(text, PLAIN if count else DIM, screen)


def facet(field: str, counts: Mapping[str, int], screen: Screen) -> Iterator[str]:
    """A heading and the table of a facet: its most frequent values; of years, months and days the last."""
    pairs = list(counts.items())
    if field in DATE_LENGTH:
        shown = without_gaps(pairs, field)[-ROWS:]
        which = "最近"
    else:
        shown = sorted(pairs, key=lambda pair: (-pair[1], pair[0]))[:ROWS]
        which = "最多"
    if field == "kind":
        shown = [(KINDS.get(name, "消息" if name == "news" else name), count) for name, count in shown]
    known = sum(count > 0 for _, count in shown)
    cut = f"（共 {len(pairs)} 个，列出{which}的 {known} 个）" if known < len(pairs) else ""
    yield from lines(f"{FACETS[field]}{cut}", BOLD, screen)
    yield from (f"  {row}" for row in ranked(shown, replace(screen, columns=screen.columns - 2)))


def bar(count: int, most: int, columns: int) -> str:
    """A bar in eighths of a column; what is not zero is seen."""
    if count <= 0 or most <= 0 or columns <= 0:
        return ""
    eighths = max(1, round(count * columns * 8 / most))
    return BLOCKS[8] * (eighths // 8) + BLOCKS[eighths % 8].strip()


def shortened(text: str, columns: int) -> str:
    """The text, cut with an ellipsis where it takes more columns."""
    if width(text) <= columns:
        return text
    used = end = 0
    while used + columns_of(text[end]) <= columns - 1:
        used += columns_of(text[end])
        end += 1
    return text[:end] + "…"


def without_gaps(counts: Counts, by: str) -> list[tuple[str, int]]:
    """The counts of years, months or days in order of time, with zeros between the first and the last.

    Args:
        by: year, month or day; names are `2025`, `2025-07` or `2025-07-01`. Others come last, as they are.
    """
    known = {name: count for name, count in counts if _is(name, by)}
    filled = [(name, known.get(name, 0)) for name in _between(min(known), max(known), by)] if known else []
    return filled + sorted((name, count) for name, count in counts if name not in known)


def _is(name: str, by: str) -> bool:
    try:
        return date.fromisoformat(name + {"year": "-01-01", "month": "-01", "day": ""}[by]).isoformat().startswith(name)
    except ValueError:
        return False


def _between(first: str, last: str, by: str) -> Iterator[str]:
    if by == "day":
        start, end = date.fromisoformat(first), date.fromisoformat(last)
        yield from ((start + timedelta(days)).isoformat() for days in range((end - start).days + 1))
    elif by == "month":
        start_month, end_month = (int(name[:4]) * 12 + int(name[5:7]) - 1 for name in (first, last))
        yield from (f"{month // 12:04}-{month % 12 + 1:02}" for month in range(start_month, end_month + 1))
    else:
        yield from (f"{year:04}" for year in range(int(first), int(last) + 1))


def footer(text: str, screen: Screen) -> list[str]:
    """The lines under a table."""
    return ["", *lines(text, DIM, screen)]
