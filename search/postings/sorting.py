"""How is sorted what does not fit in memory twice?

Terms and the documents or positions that they stand in are sorted together, both in one number: range by range of the
terms, of so many at once (`AT_ONCE`) that the memory it takes is bounded.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import numpy as np

from .format import Array, least

AT_ONCE = 4_000_000
"""Tokens or positions that are sorted at once, in some hundred megabytes of memory."""

HALF, LOWER = np.uint64(32), np.uint64(0xFFFFFFFF)
"""What stands first in a number is so many bits up, what stands second is in these."""


def keys_of(numbers: Array, documents: Array) -> Array:
    """Some numbers, each with its document behind it, sorted."""
    keys = numbers.astype(np.uint64)
    keys <<= HALF
    keys |= documents
    keys.sort()
    return keys


def ranges(numbers: Array, size: int) -> Iterator[tuple[int, int, Any]]:
    """Ranges of the numbers below `size`, of which there are at most `AT_ONCE` in each, if not more of a single one:
    its bounds, and the places of its numbers."""
    if len(numbers) <= AT_ONCE:
        yield 0, size, slice(None)
        return
    counts = np.zeros(size, np.int64)
    for begin in range(0, len(numbers), AT_ONCE):
        counts += np.bincount(numbers[begin : begin + AT_ONCE], minlength=size)
    ends, bounds = np.cumsum(counts), [0]
    while bounds[-1] < size:
        begun = int(ends[bounds[-1] - 1]) if bounds[-1] else 0
        bounds.append(max(bounds[-1] + 1, int(ends.searchsorted(begun + AT_ONCE, "right"))))
    # Which range a number is of takes a byte: to look for that in all of them is quick.
    kind = least(len(bounds))
    owner = np.repeat(np.arange(len(bounds) - 1).astype(kind), np.diff(bounds))[numbers]
    for at, (first, last) in enumerate(pairwise(bounds)):
        yield first, last, np.flatnonzero(owner == kind.type(at))


def starts_of(keys: Array) -> Array:
    """Where in a sorted array another number begins."""
    return np.flatnonzero(np.concatenate([np.ones(min(1, len(keys)), bool), keys[1:] != keys[:-1]]))
