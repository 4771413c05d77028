"""Which display lines are the rows of a list or a table?

Rows look like headlines: short lines, none of which ends a sentence. But headlines do not count themselves (1. 2. 3.),
and of several headlines in a row most have no figures, while of a table nearly every row has. Such lines are text: each
row becomes a paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from .item import Item, Kind

NUMBERED = 3
"""So many numbered lines are a list."""
ROWS = 4
"""So many lines with figures, one right after the other, are a table."""
WIDEST = 44
"""Cells: no row is wider."""

_NUMBER = re.compile(r"(\d{1,2})[.．、](?!\d)")
_FIGURE = re.compile(r"\d")


def with_rows(items: Sequence[Item]) -> list[Item]:
    """The items, rows made paragraphs; what stands between two numbered ones is the rest of the first."""
    found: list[Item] = []
    at = 0
    while at < len(items):
        rows, end = _list(items, at)
        if not rows:
            rows, end = _table(items, at)
        if rows:
            found.extend(rows)
            at = end
        else:
            found.append(items[at])
            at += 1
    return found


def _list(items: Sequence[Item], begin: int) -> tuple[list[Item], int]:
    """The numbered rows that begin here, and where they end."""
    rows: list[Item] = []
    end = at = begin
    rest: list[Item] = []
    while at < len(items) and items[at].kind is Kind.DISPLAY and (items[at].width or 0) <= WIDEST:
        number = _NUMBER.match(items[at].text)
        if number and int(number[1]) == len(rows) + 1:
            rows = _with_rest(rows, rest)
            rows.append(_row(items[at]))
            rest, end = [], at + 1
        elif not rows or len(rest) == 2:
            break
        else:
            rest.append(items[at])
        at += 1
    return (rows, end) if len(rows) >= NUMBERED else ([], begin)


def _with_rest(rows: list[Item], rest: Sequence[Item]) -> list[Item]:
    if not rest:
        return rows
    text = " ".join([rows[-1].text, *(line.text for line in rest)])
    return [*rows[:-1], replace(rows[-1], text=text, last=rest[-1].last)]


def _table(items: Sequence[Item], begin: int) -> tuple[list[Item], int]:
    """The rows of a table that begin here, with no blank line between them, and where they end."""
    rows = list(_rows(items[begin:]))
    return ([_row(row) for row in rows], begin + len(rows)) if len(rows) >= ROWS else ([], begin)


def _rows(items: Sequence[Item]) -> Iterator[Item]:
    for at, item in enumerate(items):
        if item.kind is not Kind.DISPLAY or (at and item.gap) or (item.width or 0) > WIDEST:
            return
        if not _FIGURE.search(item.text):
            return
        yield item


def _row(item: Item) -> Item:
    return replace(item, kind=Kind.PARAGRAPH, width=None)
