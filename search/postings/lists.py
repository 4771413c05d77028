"""What is in a list of numbers that `packing` has packed?

A list is decoded whole (`get`), with others (`many`), or, where something is looked for in it, in pieces (`find`,
`rank`). What is decoded is given in numpy's own type of an index (i64), though it is packed as u32: it goes on to be
one, and an index of another type is converted each time that it is used.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from .bits import COUNTED, counting, escapes, excepted, way, words
from .catalogue import REMEMBERED, Catalogue
from .format import Array, SegmentFile
from .packing import BLOCK, LONG, SKIPPING
from .sets import common
from .skips import NEIGHBOURS, Skips


@dataclass(slots=True)
class _Way:
    """How a list is read whole: what gives its codes, how many there are, of how many bits; its exceptions, and where
    those are, once that has been found out of not many."""

    read: Callable[[], Array]
    numbers: int
    width: int
    exceptions: Array | None
    places: Array | None = None


class Lists:
    """Lists as `Packer` packed them.

    Args:
        file: where they lie.
        name: with what the names of their sections begin.
        rising: as they were packed.
    """

    def __init__(self, file: SegmentFile, name: str, rising: bool) -> None:
        self._rising = rising
        self._bits, self._except = file.array(f"{name}/bits"), file.array(f"{name}/except")
        self._words = words(self._bits)
        self._catalogue = Catalogue(file, name)
        self._skips = Skips(file, name, self._catalogue, self._bits, self._words)
        self._known, self.counts = self._catalogue.known, self._catalogue.counts
        self._way = lru_cache(REMEMBERED)(self._found)

    def __len__(self) -> int:
        return len(self._catalogue)

    def count(self, number: int) -> int:
        """How many numbers a list has."""
        return self._known(number).numbers

    def get(self, number: int) -> Array:
        """The numbers of a list: i64 where they rise, else of a type that holds them."""
        whole = self._way(number)
        codes, count = whole.read(), whole.numbers
        if whole.exceptions is not None:
            if (places := whole.places) is None:
                places = escapes(codes, whole.width)
                if len(places) <= _REMEMBERED_PLACES:
                    whole.places = places
            codes = excepted(codes, places, whole.exceptions)
        if not self._rising:
            return codes
        if count > COUNTED:
            codes += 1
            codes[0] -= 1
            return np.asarray(np.add.accumulate(codes, 0, np.int64))
        numbers: Array = np.add.accumulate(codes, 0, np.int64)
        numbers += counting(count)
        return numbers

    def many(self, numbers: Array) -> tuple[Array, Array]:
        """The numbers of several lists, one list after the other (i64), and how many each has. The lists are given
        rising, each once."""
        if not len(numbers):
            return np.zeros(0, np.int64), np.zeros(0, np.int64)
        if len(numbers) <= (_SINGLY if self._rising else 2 * _SINGLY):
            some = [self.get(number) for number in numbers.tolist()]
            return np.concatenate(some, dtype=np.int64), np.array([len(each) for each in some])
        numbers = np.asarray(numbers, np.int64)
        low, high = int(numbers[0]), int(numbers[-1]) + 1
        counts = self.counts(low, high)
        if high - low != len(numbers):
            counts = counts[numbers - low]
        is_long = counts >= (_APART if len(numbers) > _SOME else _APART_OF_SOME)
        if not is_long.any():
            return self._together(numbers, counts), counts
        short = ~is_long
        rest = self._together(numbers[short], counts[short]) if short.any() else numbers[:0]
        before = (counts * short).cumsum()
        pieces: list[Array] = []
        begin = 0
        for place in is_long.nonzero()[0].tolist():
            end = before.item(place)
            pieces += rest[begin:end], self.get(numbers.item(place))
            begin = end
        return np.concatenate([*pieces, rest[begin:]], dtype=np.int64), counts

    def _together(self, numbers: Array, counts: Array) -> Array:
        """The numbers of several lists by one gather (i64)."""
        low, high = int(numbers[0]), int(numbers[-1]) + 1
        widths, starts = self._catalogue.widths[low:high].astype(np.int64), self._known(low).start
        if high - low == len(numbers):  # from one to another, as a prefix asks
            sizes = (counts * widths + 7) >> 3
            starts += sizes.cumsum() - sizes
        else:
            sizes = (self.counts(low, high) * widths + 7) >> 3
            here = numbers - low
            widths, starts = widths[here], starts + (sizes.cumsum() - sizes)[here]
        firsts = counts.cumsum() - counts
        each = widths.repeat(counts)
        at = (starts * 8 - firsts * widths).repeat(counts)
        at += counting(len(each)) * each
        shift = at & 7
        at >>= 3
        codes: Array = self._words[at]
        codes >>= shift
        escape = ((1 << widths) - 1).repeat(counts)
        codes &= escape
        long = ((counts >= LONG) & (widths > 0)).nonzero()[0]
        if len(long):
            begins, many = self._catalogue.exceptions(numbers[long])
            if many.any():
                out = np.flatnonzero((codes == escape) & np.repeat((counts >= LONG) & (widths > 0), counts))
                source = np.repeat(begins - (np.cumsum(many) - many), many)
                codes[out] = self._except[source + np.arange(len(source))]
        if self._rising:
            before = codes[firsts]
            np.add.accumulate(codes, out=codes)
            before = codes[firsts] - before + firsts
            codes += counting(len(codes))
            codes -= before.repeat(counts)
        return codes

    def at(self, number: int, places: Array) -> Array:
        """The numbers at some rising places of a list that does not rise (i64)."""
        count, width, start, begin, end, _, _ = self._known(number)
        if not width:
            return np.zeros(len(places), np.int64)
        escape = (1 << width) - 1
        if len(places) <= _ONE_BY_ONE:
            bits, words = [place * width for place in places.tolist()], self._words
            few = [words.item(start + (bit >> 3)) >> (bit & 7) & escape for bit in bits]
            if begin == end or escape not in few:
                return np.array(few, np.int64)
        if 16 * len(places) > count or len(places) * (end - begin) > 2 * count:  # more than two exceptions among them
            return self.get(number)[places].astype(np.int64)
        at = places * width
        codes: Array = self._words[start:][at >> 3]
        codes >>= at & 7
        codes &= escape
        if begin < end and len(out := (codes == escape).nonzero()[0]):
            if count < SKIPPING or len(out) > NEIGHBOURS:
                return self.get(number)[places].astype(np.int64)
            codes[out] = [self._except[self._skips.passed(number, place)] for place in places[out].tolist()]
        return codes

    def find(self, number: int, wanted: Array) -> tuple[Array, Array]:
        """Which of some rising numbers are in a list that rises, and at which places of it those are.

        Of a very long list only the blocks are decoded in which they may be.
        """
        if not len(wanted):
            return np.zeros(0, bool), np.zeros(0, np.int64)
        found = self._skips.of(number, wanted)
        blocks, numbers = (0, self.get(number)) if found is None else found
        places = numbers.searchsorted(wanted)
        here = numbers.take(places, None, None, "clip") == wanted
        places = places[here]
        if isinstance(blocks, int):
            if blocks:
                places += blocks * BLOCK
            return here, places
        return here, blocks[places // BLOCK] * BLOCK + places % BLOCK

    def shared(self, number: int, wanted: Array) -> Array:
        """Those of some rising numbers that are in a list that rises, decoded as `find` does."""
        found = self._skips.of(number, wanted)
        return common(wanted, self.get(number) if found is None else found[1])

    def rank(self, number: int, wanted: Array) -> Array:
        """For each of some rising numbers, how many of a list that rises are lower."""
        found = self._skips.of(number, wanted)
        if found is None:
            places: Array = self.get(number).searchsorted(wanted)
            return places
        blocks, numbers = found
        ranks: Array = numbers.searchsorted(wanted)
        if isinstance(blocks, int):
            ranks += blocks * BLOCK
            return ranks
        own = self._skips.after(number, wanted) - 1
        ranks += (own - blocks.searchsorted(own)) * BLOCK
        return ranks

    def _found(self, number: int) -> _Way:
        count, width, start, low, high, _, _ = self._known(number)
        read = way(self._bits, self._words, start, count, width)
        return _Way(read, count, width, self._except[low:high] if low < high else None)


_REMEMBERED_PLACES = 256
"""Where so many exceptions are is remembered, in some megabytes for all lists."""
_ONE_BY_ONE = 6
"""So few numbers are looked at in less time than it takes numpy to begin."""
_SINGLY = 9
"""So few lists are decoded one by one, of small numbers twice as many."""
_APART, _SOME, _APART_OF_SOME = 16384, 500, 400
"""And one of so many numbers: to decode it takes a tenth of what it would take with the others. Where there are not
many lists, it is worth it for shorter ones."""
