"""Whose is a text that found no headline?

A newspaper prints hardly any text without a headline. So what was left over is tried once more, and whole: all columns
that go on in each other together, beside each story that stands level with them, rules or no rules (there are rules
between the columns of one story, too). A story takes it if the text of both, read in order, breaks off no more often
than it did; and if neither breaks off at all, only a text that stands right beside it, set alike, and opens as no story
does.
"""

from __future__ import annotations

from collections.abc import Sequence

from .columns import Column
from .flow import breaks, ordered
from .land import Surroundings, Territory, covers

CLOSE = 4.0
"""Ems: columns of one story are no farther apart."""
LEVEL = 7.0
"""Ems: how far off their tops may be, pushed down by a label and a byline."""
WIDTH = 1.5
"""Ems: columns set alike differ by no more."""
TORN, WALL, LEVELLED = 2.0, 1.0, 0.5
"""What each end is worth that goes on; what a rule between costs; what it is worth that their tops are level."""


def take_strays(lands: Sequence[Territory], around_it: Surroundings) -> list[Territory]:
    """The territories, those without a headline joined to the stories that go on in them."""
    left = list(lands)
    strays = [land for land in lands if land.head is None and not land.caption and land.columns]
    for stray in sorted(strays, key=lambda land: (land.box.x0, land.box.top)):
        hosts = [land for land in left if land is not stray and land.columns and not land.caption]
        scored = [
            (worth, -at, host)
            for at, host in enumerate(hosts)
            if (worth := _worth(stray, host, left, around_it)) is not None
        ]
        if not scored:
            continue
        host = max(scored, key=lambda entry: entry[:2])[2]
        host.columns = ordered([*host.columns, *stray.columns])
        left = [land for land in left if land is not stray]
    return left


def _worth(stray: Territory, host: Territory, lands: Sequence[Territory], around_it: Surroundings) -> float | None:
    """What it is worth to read a text without a headline in a story; None where it cannot be the story's."""
    others = [land for land in lands if land is not stray and land is not host and not land.caption]
    pairs = [
        (one, other)
        for one in host.columns
        for other in stray.columns
        if _neighbours(one, other) and not _between(one, other, others)
    ]
    if not pairs or any(host.under_head(column.box) for column in stray.columns):
        return None
    head = host.head
    if head is not None and head.vertical and any(column.box.x < head.box.x for column in stray.columns):
        return None  # its columns stand at its right, or are its own already
    if host.columns[0].style[0] != stray.columns[0].style[0]:
        return None
    whole = ordered([*host.columns, *stray.columns])
    gain = _open_ends(host.columns) + _open_ends(stray.columns) - _open_ends(whole)
    level = any(abs(one.box.top - other.box.top) <= LEVEL * one.em for one, other in pairs)
    walled = all(around_it.walled(one.box, other.box) for one, other in pairs)
    if gain < 0 or (gain == 0 and not (level and host.head and _alike(pairs) and not _opens(stray, whole))):
        return None
    return TORN * gain + LEVELLED * level - WALL * walled


def _open_ends(columns: Sequence[Column]) -> int:
    """How often a text breaks off, its beginning and its end included."""
    return breaks(columns) + columns[0].goes_on + columns[-1].torn


def _neighbours(one: Column, other: Column) -> bool:
    """Do two columns stand side by side, close to each other?"""
    return one.box.beside(other.box) > 0 and 0 <= -one.box.over(other.box) + one.em <= (CLOSE + 1) * one.em


def _between(one: Column, other: Column, lands: Sequence[Territory]) -> bool:
    """Does a headline stand right over one of two columns that is not theirs?"""
    return any(
        land.head is not None
        and not land.head.vertical
        and -2 <= column.box.top - land.head.box.bottom <= LEVEL * column.em
        and covers(land.head.box, column.box)
        for land in lands
        for column in (one, other)
    )


def _alike(pairs: Sequence[tuple[Column, Column]]) -> bool:
    return any(
        one.style == other.style and abs(one.box.width - other.box.width) <= WIDTH * one.em for one, other in pairs
    )


def _opens(stray: Territory, whole: Sequence[Column]) -> bool:
    """Does a text open as a story does, in the middle of another?"""
    first = stray.columns[0]
    return first is not whole[0] and any(line.dated or line.credit for line in first.lines[:2])
