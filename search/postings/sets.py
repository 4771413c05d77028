"""Which documents are in both, or in either?

Documents are arrays of rising numbers. Few are looked for among many by bisection; many are marked in a table.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from .format import Array


def within_sorted(numbers: Array, among: Array) -> Array:
    """Which of some numbers are among others, which rise."""
    if not len(among):
        return np.zeros(len(numbers), bool)
    at = among.searchsorted(numbers)
    at[at == len(among)] = 0
    return np.asarray(among[at] == numbers)


def within(documents: Array, among: Array, size: int) -> Array:
    """Which of some documents are among others, which rise; `size` is how many there are at all."""
    if 8 * len(among) < size or 8 * len(documents) < size:
        return within_sorted(documents, among)
    marked = np.zeros(size, bool)
    marked[among] = True
    return marked[documents]


def intersection(some: Array, others: Array, size: int) -> Array:
    """The documents in both; both rise."""
    small, large = (some, others) if len(some) <= len(others) else (others, some)
    return small[within(small, large, size)]


def union(many: Sequence[Array], size: int) -> Array:
    """The documents in any of several, rising."""
    some = [documents for documents in many if len(documents)]
    if len(some) < 2:
        return some[0] if some else np.zeros(0, np.uint32)
    marked = np.zeros(size, bool)
    for documents in some:
        marked[documents] = True
    return np.flatnonzero(marked).astype(np.uint32)
