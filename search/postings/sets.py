"""Which documents are in both, or in either?

Documents are arrays of rising numbers. Few are looked for among many by bisection; many are marked in a table.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

import numpy as np

from .bits import changes, counting, differ
from .format import Array

_BISECTED = 16
"""To bisect for one number takes as long as to mark or to look up so many."""
_SOUGHT = 16
"""To bisect for one number among others takes as long as to merge so many more with them."""
_CLEARED = 64
"""And to clear a table takes as long for so many places."""


def within_sorted(numbers: Array, among: Array) -> Array:
    """Which of some numbers are among others, which rise."""
    if not len(among):
        return np.zeros(len(numbers), bool)
    return np.asarray(among.take(among.searchsorted(numbers), mode="clip") == numbers)


def common(some: Array, others: Array) -> Array:
    """The numbers in both; both rise."""
    small, large = (some, others) if len(some) <= len(others) else (others, some)
    if _SOUGHT * len(small) < len(large):
        return small[within_sorted(small, large)]
    together = np.concatenate([small, large])
    together.sort(kind="stable")  # merges what rises already
    before = together[:-1]
    return np.asarray(before[before == together[1:]])


def within(documents: Array, among: Array, size: int) -> Array:
    """Which of some documents are among others, which rise; `size` is how many there are at all."""
    if _is_few(len(documents), len(among), size):
        return within_sorted(documents, among)
    return marked(among, size)[documents]


def marked(documents: Array, size: int) -> Array:
    """For each document, is it one of some?"""
    table = np.zeros(size, bool)
    table[documents] = True
    return table


def intersection(some: Array, others: Array, size: int) -> Array:
    """The documents in both; both rise."""
    small, large = (some, others) if len(some) <= len(others) else (others, some)
    return small[within(small, large, size)]


class Union:
    """The documents in any of several arrays of them. Not to be changed.

    Attributes:
        documents: rising.

    Args:
        many: the several.
        size: how many documents there are at all.
    """

    def __init__(self, many: Sequence[Array], size: int) -> None:
        self._many = [documents for documents in many if len(documents)]
        self.documents, places = united(self._many, size)
        self._places = dict(zip(map(id, self._many), places, strict=True))

    def add(self, numbers: Array, of: Array, totals: Array) -> bool:
        """Adds the numbers of one of the several to those of all, in place. False where it is none of them."""
        if id(of) not in self._places:
            return False
        places = self._places[id(of)]
        if places is None:
            totals += numbers
        else:
            totals[places] += numbers
        return True

    def laid(self, numbers: Array, of: Array) -> Array | None:
        """The numbers of one of the several among those of all, which are 0; maybe the same array. None where it is
        none of them."""
        if id(of) not in self._places:
            return None
        places = self._places[id(of)]
        if places is None:
            return numbers
        totals = np.zeros(len(self.documents))
        totals[places] = numbers
        return totals


Places = list[Array | None]


def united(many: Sequence[Array], size: int) -> tuple[Array, Places]:
    """The documents in any of several, rising, and the places of each of the several among them, None for all."""
    if len(many) < 2:
        return many[0] if many else np.zeros(0, np.int64), [None] * len(many)
    largest, every = max(map(len, many)), sum(map(len, many))
    if _is_few(every - largest, largest, size):
        return _inserted(many)
    return _merged(many) if _MERGED * every < size else _gathered(many, size)


_MERGED = 8
"""To merge a number takes as long as to look at so many places of a table."""


def _inserted(many: Sequence[Array]) -> tuple[Array, Places]:
    """The same, for one of many and others of few."""
    largest = max(range(len(many)), key=lambda at: len(many[at]))
    together = many[largest]
    if len(many) == 2:
        together, others, few = _inserted_one(together, many[1 - largest])
        return together, [few, others] if largest else [others, few]
    found: Places = [None] * len(many)
    new = []
    for at, documents in enumerate(many):
        if at != largest:
            places = together.searchsorted(documents)
            held = together.take(places, mode="clip") == documents
            found[at] = places
            if not held.all():
                new.append(documents[~held])
    if not new:
        return together, found
    together = np.concatenate([together, *new])
    together.sort(kind="stable")  # merges what rises already
    if len(new) > 1:
        together = together[differ(together)]
    for at, documents in enumerate(many):
        if at != largest:
            found[at] = together.searchsorted(documents)
    kept = np.ones(len(together), bool)
    for lacking in new:
        kept[together.searchsorted(lacking)] = False
    found[largest] = kept.nonzero()[0]
    return together, found


def _inserted_one(many: Array, few: Array) -> tuple[Array, Array | None, Array]:
    """The documents of two, and the places of both."""
    places = many.searchsorted(few)
    lacking = many.take(places, mode="clip") != few
    new = lacking.nonzero()[0]
    if not len(new):
        return many, None, places
    at = places[new] + counting(len(new))
    kept = np.ones(len(many) + len(new), bool)
    kept[at] = False
    others = kept.nonzero()[0]
    together = np.empty(len(kept), np.int64)
    together[others] = many
    together[at] = few[new]
    places += np.add.accumulate(lacking, 0, np.int64)  # each by how many have come in before it
    places[new] -= 1
    return together, others, places


def _merged(many: Sequence[Array]) -> tuple[Array, Places]:
    """The same, for some of like size."""
    places = np.concatenate(many)
    order = places.argsort(kind="stable")  # merges what rises already
    ordered = places[order]
    changed = changes(ordered)
    together = ordered[changed.nonzero()[0]]
    changed[0] = False  # so that they are counted from 0
    places[order] = np.add.accumulate(changed, 0, np.int64)
    ends = list(accumulate(map(len, many)))
    return together, [
        None if len(each) == len(together) else places[end - len(each) : end]
        for each, end in zip(many, ends, strict=True)
    ]


def _gathered(many: Sequence[Array], size: int) -> tuple[Array, Places]:
    """The same, for a good part of all documents."""
    table = marked(many[0], size)
    for documents in many[1:]:
        table[documents] = True
    together = table.nonzero()[0]
    places = np.empty(size, np.int64)
    places[together] = np.arange(len(together))
    return together, [None if len(each) == len(together) else places[each] for each in many]


def add_aligned(numbers: Array, of: Array, totals: Array, documents: Array, size: int) -> None:
    """Adds the numbers of some documents, `of`, to those of others, in place. Both rise."""
    if _is_few(len(of), len(documents), size):
        places = documents.searchsorted(of)
        here = (documents.take(places, mode="clip") == of).nonzero()[0] if len(documents) else places[:0]
        totals[places[here]] += numbers[here]
        return
    wanted = marked(documents, size)[of]
    count = np.count_nonzero(wanted)
    if count < len(of):
        numbers = numbers[wanted]
    if count == len(documents):
        totals += numbers
    else:
        totals[marked(of, size)[documents]] += numbers


def _is_few(few: int, many: int, size: int) -> bool:
    return _BISECTED * few < many + size // _CLEARED
