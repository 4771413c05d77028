"""Where does each list lie that `packing` has packed?

`lists` decodes what is in them, and `skips` pieces of the very long ones.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from .format import Array, SegmentFile
from .packing import GROUP

REMEMBERED = 4096
"""Lists of which it is remembered: a question asks for the same again and again."""


class Known(NamedTuple):
    """Of a list how many numbers it has, of how many bits, from which byte on; from where to where its exceptions and
    its blocks are, those of all lists counted through."""

    numbers: int
    width: int
    start: int
    excepted: int
    excepted_end: int
    skips: int
    skips_end: int


class Catalogue:
    """The lists whose sections have names that begin so.

    Attributes:
        widths: of how many bits the numbers of each list are (u8).
        known: what is known of a list, by its number.
    """

    def __init__(self, file: SegmentFile, name: str) -> None:
        def section(part: str) -> Array:
            return file.array(f"{name}/{part}")

        self.widths, self._count, self._anchor = section("width"), section("count"), section("anchor")
        self._long, self._longcount = section("long"), section("longcount")
        self._exceptat, self._skipat = section("exceptat"), section("skipat")
        self.known = lru_cache(REMEMBERED)(self._measured)

    def __len__(self) -> int:
        return len(self.widths)

    def counts(self, first: int, last: int) -> Array:
        """How many numbers the lists from `first` to before `last` have."""
        counts = self._count[first:last].astype(np.int64)
        low, high = self._long.searchsorted(np.array([first, last], np.uint32))
        counts[self._long[low:high].astype(np.int64) - first] = self._longcount[low:high]
        return counts

    def exceptions(self, numbers: Array) -> tuple[Array, Array]:
        """Of some long lists, which of all exceptions is the first of each, and how many it has (i64)."""
        places = self._long.searchsorted(numbers.astype(np.uint32))
        begins = self._exceptat[places].astype(np.int64)
        return begins, self._exceptat[places + 1].astype(np.int64) - begins

    def _measured(self, number: int) -> Known:
        count, width, start = int(self._count[number]), int(self.widths[number]), self._begun(number)
        if count:
            return Known(count, width, start, 0, 0, 0, 0)
        place = int(self._long.searchsorted(np.uint32(number)))
        excepted, skips = self._exceptat[place : place + 2].tolist(), self._skipat[place : place + 2].tolist()
        return Known(int(self._longcount[place]), width, start, *excepted, *skips)

    def _begun(self, number: int) -> int:
        """Where a list begins in the bits."""
        group = number // GROUP
        start = int(self._anchor[group])
        if number % GROUP:
            counts = self.counts(group * GROUP, number)
            start += int(((counts * self.widths[group * GROUP : number] + 7) >> 3).sum())
        return start
