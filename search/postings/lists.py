"""What is in a list of numbers that `packing` has packed?

A list is decoded whole (`get`), with others (`many`), or, where something is looked for in it, in pieces (`find`,
`rank`).
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from .format import TYPES, Array, SegmentFile
from .packing import BLOCK, GROUP, LONG, SKIPPING

U4, U8 = TYPES[4], TYPES[8]

_SHORT = 512
"""Lists of fewer numbers are decoded by one gather, longer ones in eight strides."""
_REMEMBERED = 512


class Lists:
    """Lists as `Packer` packed them.

    Args:
        file: where they lie.
        name: with what the names of their sections begin.
        rising: as they were packed.
    """

    def __init__(self, file: SegmentFile, name: str, rising: bool) -> None:
        self._rising = rising

        def section(part: str) -> Array:
            return file.array(f"{name}/{part}")

        self._width, self._count, self._anchor = section("width"), section("count"), section("anchor")
        self._bits, self._long, self._longcount = section("bits"), section("long"), section("longcount")
        self._except, self._exceptat = section("except"), section("exceptat")
        self._skip, self._skipexcept, self._skipat = section("skip"), section("skipexcept"), section("skipat")
        # Numbers are read as the 64 bits that begin at a byte, so the last of them would reach beyond the end.
        self._words: Array = np.ndarray((max(0, len(self._bits) - 7),), U8, self._bits, 0, (1,))

        # A question asks for the same lists again and again.
        self._extent = lru_cache(_REMEMBERED)(self._measured)
        self._start = lru_cache(_REMEMBERED)(self._begun)

    def __len__(self) -> int:
        return len(self._width)

    def count(self, number: int) -> int:
        """How many numbers a list has."""
        return self._extent(number)[0]

    def counts(self, first: int, last: int) -> Array:
        """How many numbers the lists from `first` to before `last` have."""
        counts = self._count[first:last].astype(np.int64)
        low, high = self._long.searchsorted(np.array([first, last], np.uint32))
        counts[self._long[low:high].astype(np.int64) - first] = self._longcount[low:high]
        return counts

    def get(self, number: int) -> Array:
        """The numbers of a list (u32)."""
        count, width, place = self._extent(number)
        codes = self._codes(self._start(number), count, width)
        if place >= 0 and width:
            low, high = self._exceptions(number)
            if low < high:
                codes[np.flatnonzero(codes == np.uint32((1 << width) - 1))] = self._except[low:high]
        if self._rising:
            np.cumsum(codes, dtype=np.uint32, out=codes)
            codes += _counting(count)
        return codes

    def many(self, numbers: Array) -> tuple[Array, Array]:
        """The numbers of several lists, one list after the other (u32), and how many each has."""
        if not len(numbers):
            return np.zeros(0, U4), np.zeros(0, np.int64)
        numbers = np.asarray(numbers, np.int64)
        low, high = int(numbers.min()), int(numbers.max()) + 1
        every, wide = self.counts(low, high), self._width[low:high].astype(np.int64)
        sizes = (every * wide + 7) >> 3
        starts = self._start(low) + np.cumsum(sizes) - sizes
        here = numbers - low
        counts, widths, starts = every[here], wide[here], starts[here]
        firsts = np.cumsum(counts) - counts
        each = np.repeat(widths, counts)
        at = np.repeat(starts * 8 - firsts * widths, counts)
        at += np.arange(len(each)) * each
        escape = (np.uint64(1) << each.astype(np.uint64)) - np.uint64(1)
        codes = ((self._words[at >> 3] >> (at & 7).astype(np.uint64)) & escape).astype(np.uint32)
        long = np.flatnonzero((counts >= LONG) & (widths > 0))
        if len(long):
            places = self._long.searchsorted(numbers[long].astype(np.uint32))
            many = (self._exceptat[places + 1] - self._exceptat[places]).astype(np.int64)
            if many.any():
                out = np.flatnonzero((codes == escape) & np.repeat((counts >= LONG) & (widths > 0), counts))
                source = np.repeat(self._exceptat[places].astype(np.int64) - (np.cumsum(many) - many), many)
                codes[out] = self._except[source + np.arange(len(source))]
        if self._rising:
            running = np.cumsum(codes, dtype=np.int64)
            before = running[firsts] - codes[firsts]
            codes = (running - np.repeat(before + firsts, counts) + np.arange(len(codes))).astype(np.uint32)
        return codes, counts

    def at(self, number: int, places: Array) -> Array:
        """The numbers at some places of a list that does not rise (u32)."""
        count, width, _ = self._extent(number)
        if not width:
            return np.zeros(len(places), U4)
        if 4 * len(places) > count:
            whole: Array = self.get(number)[places]
            return whole
        at = self._start(number) * 8 + places.astype(np.int64) * width
        escape = np.uint64((1 << width) - 1)
        codes: Array = ((self._words[at >> 3] >> (at & 7).astype(np.uint64)) & escape).astype(np.uint32)
        if count >= LONG and (codes == escape).any():
            return self.get(number)[places]
        return codes

    def find(self, number: int, wanted: Array) -> tuple[Array, Array]:
        """Which of some rising numbers (u32) are in a list that rises, and at which places of it those are.

        Of a very long list only the blocks are decoded in which they may be.
        """
        if not len(wanted):
            return np.zeros(0, bool), np.zeros(0, np.int64)
        found = self._blocks_of(number, wanted)
        if found is None:
            numbers = self.get(number)
            places = numbers.searchsorted(wanted)
            places[places == len(numbers)] = 0
            here = numbers[places] == wanted
            return here, places[here]
        blocks, numbers = found
        flat = numbers.ravel()
        places = flat.searchsorted(wanted)
        places[places == len(flat)] = 0
        here = flat[places] == wanted
        places = places[here]
        return here, blocks[places // BLOCK] * BLOCK + places % BLOCK

    def rank(self, number: int, wanted: Array) -> Array:
        """For each of some rising numbers, how many of a list that rises are lower."""
        found = self._blocks_of(number, wanted)
        if found is None:
            places: Array = self.get(number).searchsorted(wanted)
            return places
        blocks, numbers = found
        low, _ = self._skips(number)
        own = self._block_of(low, number, wanted)
        rows = blocks.searchsorted(own)
        ranks: Array = (own - rows) * BLOCK + numbers.ravel().searchsorted(wanted)
        return ranks

    def _blocks_of(self, number: int, wanted: Array) -> tuple[Array, Array] | None:
        """The blocks of a very long list that some rising numbers may be in, and what is in them; None where it is not
        worth it."""
        count = self.count(number)
        if count < SKIPPING or not len(wanted) or 16 * len(wanted) > count:
            return None
        low, high = self._skips(number)
        blocks = self._block_of(low, number, wanted)
        blocks = blocks[np.flatnonzero(np.concatenate([[True], blocks[1:] != blocks[:-1]]))]
        if 4 * len(blocks) * BLOCK > 3 * count:
            return None
        width = self._extent(number)[1]
        inside = np.minimum(count - blocks * BLOCK, BLOCK)
        filled = _counting(BLOCK)[None, :] < inside[:, None]
        codes = np.zeros((len(blocks), BLOCK), np.int64)
        if width:
            at = (self._start(number) * 8 + blocks * (BLOCK * width))[:, None] + _counting(BLOCK).astype(
                np.int64
            ) * width
            at = np.minimum(at, (len(self._words) - 1) * 8)
            escape = np.uint64((1 << width) - 1)
            read = (self._words[at >> 3] >> (at & 7).astype(np.uint64)) & escape
            codes = read.astype(np.int64)
            out = (read == escape) & filled
            if out.any():
                first, _ = self._exceptions(number)
                passed = self._skipexcept[low:high][blocks].astype(np.int64)
                codes[out] = self._except[(first + passed[:, None] + np.cumsum(out, axis=1) - 1)[out]]
        numbers = np.cumsum(codes + 1, axis=1) + (self._skip[low:high][blocks].astype(np.int64) - 1)[:, None]
        numbers[~filled] = np.iinfo(np.int64).max
        return blocks, numbers

    def _block_of(self, low: int, number: int, wanted: Array) -> Array:
        high = self._skips(number)[1]
        return np.maximum(self._skip[low:high].searchsorted(wanted, "right") - 1, 0)

    def _skips(self, number: int) -> tuple[int, int]:
        place = self._extent(number)[2]
        return int(self._skipat[place]), int(self._skipat[place + 1])

    def _exceptions(self, number: int) -> tuple[int, int]:
        place = self._extent(number)[2]
        return int(self._exceptat[place]), int(self._exceptat[place + 1])

    def _measured(self, number: int) -> tuple[int, int, int]:
        """Of a list how many numbers it has, its width, and its place among the long ones, -1 for none."""
        count, width = int(self._count[number]), int(self._width[number])
        place = -1 if count else int(self._long.searchsorted(np.uint32(number)))
        return count or int(self._longcount[place]), width, place

    def _begun(self, number: int) -> int:
        """Where a list begins in the bits."""
        group = number // GROUP
        start = int(self._anchor[group])
        if number % GROUP:
            counts = self.counts(group * GROUP, number)
            start += int(((counts * self._width[group * GROUP : number] + 7) >> 3).sum())
        return start

    def _codes(self, start: int, count: int, width: int) -> Array:
        if not width:
            return np.zeros(count, np.uint32)
        if count < _SHORT or width > 25:
            at = _counting(count).astype(np.int64) * width
            begun = self._words[start + (at >> 3)] >> (at & 7).astype(np.uint64)
            codes: Array = (begun & np.uint64((1 << width) - 1)).astype(np.uint32)
            return codes
        # Every eighth number begins at the same bit of a byte: eight strides, without an index.
        rows = count >> 3
        codes = np.empty(count, np.uint32)
        mask = np.uint32((1 << width) - 1)
        for column in range(8):
            bit = column * width
            read: Array = np.ndarray((rows,), U4, self._bits, start + (bit >> 3), (width,))
            codes[column : 8 * rows : 8] = (read >> np.uint32(bit & 7)) & mask
        if count % 8:
            codes[8 * rows :] = self._codes(start + rows * width, count % 8, width)
        return codes


_COUNTED = np.arange(1 << 14, dtype=np.uint32)


def _counting(count: int) -> Array:
    """The numbers from 0 on (u32), not to be written to."""
    return _COUNTED[:count] if count <= len(_COUNTED) else np.arange(count, dtype=np.uint32)
