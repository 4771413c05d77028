"""How many documents have each value of a field?"""

from __future__ import annotations

import numpy as np

from .format import Array
from .reader import Segment


def facet(segment: Segment, field: str, documents: Array | None, groups: Array, size: int) -> Array:
    """How many documents have each of some groups of terms.

    Args:
        field: one with a column.
        documents: count these only; None for all.
        groups: of each term its group, -1 for none; a document counts once for a group, whichever terms it has of it.
        size: how many groups there are.
    """
    column, begins = segment[field].column()
    if begins is None:
        terms = column if documents is None else column[documents]
        found = groups[terms[terms > 0].astype(np.int64) - 1]
        return np.bincount(found[found >= 0], minlength=size)
    some = np.arange(segment.documents) if documents is None else documents.astype(np.int64)
    first = begins[some].astype(np.int64)
    counts = begins[some + 1].astype(np.int64) - first
    at = np.repeat(first - (np.cumsum(counts) - counts), counts) + np.arange(int(counts.sum()))
    found, owners = groups[column[at].astype(np.int64) - 1], np.repeat(np.arange(len(some)), counts)
    kept = found >= 0
    pairs = np.unique(owners[kept] * np.int64(size) + found[kept])
    return np.bincount(pairs % size if size else pairs, minlength=size)
