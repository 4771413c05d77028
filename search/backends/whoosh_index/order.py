"""In which order do the documents of an index come? That of `backends.Matches`."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Sequence
from functools import lru_cache
from math import exp

from .. import Sort
from ..bm25f import STEP, told
from .execute import Segment

Found = tuple[int, int, float]
"""A document that was found: segment, document, score."""

LEAST = exp(-1.01 * STEP)
"""Scores further below another than this are told lower."""

_LAST = 0x110000
"""Greater than any character."""


def first(segments: Sequence[Segment], found: Iterable[Found], sort: Sort, count: int | None = None) -> list[Found]:
    """The first `count` documents in order, or all of them."""
    place = _ascending if sort == "oldest" else _descending

    def key(item: Found) -> tuple[float, tuple[int, ...], str]:
        number, doc, score = item
        files = segments[number].files
        return (-score if sort == "relevance" else 0.0, place(files.dates[doc]), files.ids[doc])

    return sorted(found, key=key) if count is None else heapq.nsmallest(count, found, key=key)


def best(segments: Sequence[Segment], found: Iterable[Found], count: int | None = None) -> list[Found]:
    """The first `count` documents by relevance, or all of them, with their scores as they are told.

    Dates and ids are read of those only that can be among the first: whose score is told no lower than the last of
    theirs.
    """
    items = list(found)
    if count is not None and 0 < count < len(items):
        last = heapq.nlargest(count, (score for _, _, score in items))[-1]
        items = [item for item in items if item[2] >= last * LEAST]
    return first(segments, [(number, doc, told(score)) for number, doc, score in items], "relevance", count)


def folded(segments: Sequence[Segment], found: Iterable[Found]) -> list[list[Found]]:
    """The documents in their order, those that reprint each other together, at the place of the first of them."""
    groups: dict[str, list[Found]] = {}
    for item in found:
        groups.setdefault(segments[item[0]].files.origins[item[1]], []).append(item)
    return list(groups.values())


@lru_cache(maxsize=4096)
def _ascending(day: str) -> tuple[int, ...]:
    """Sorts as the dates do, whatever they hold; no date comes last."""
    return tuple(map(ord, day)) or (_LAST,)


@lru_cache(maxsize=4096)
def _descending(day: str) -> tuple[int, ...]:
    """Sorts against the dates; no date comes last all the same."""
    return (*(-ord(char) for char in day), 0) if day else (_LAST,)
