"""What is in a list of numbers that `packing` has packed?

A list is decoded whole (`get`), with others (`many`), or, where something is looked for in it, in pieces (`find`,
`rank`). What is decoded is given in numpy's own type of an index (i64), though it is packed as u32: it goes on to be
one, and an index of another type is converted each time that it is used.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from .bits import COUNTED, codes_of, counting, differ, escapes, excepted, steps, way, words
from .format import Array, SegmentFile
from .packing import BLOCK, GROUP, LONG, SKIPPING
from .sets import common

_REMEMBERED = 4096
_NONE = np.zeros(0, np.int64)


class _Known(NamedTuple):
    """Of a list how many numbers it has, of how many bits, from which byte on; from where to where its exceptions and
    its blocks are, those of all lists counted through."""

    numbers: int
    width: int
    start: int
    excepted: int
    excepted_end: int
    skips: int
    skips_end: int


class _Way(NamedTuple):
    """How a list is read whole: what gives its codes, how many there are; its exceptions, and where those are, which is
    found out once."""

    read: Callable[[], Array]
    numbers: int
    exceptions: Array | None
    places: Array


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
        self._words = words(self._bits)

        # A question asks for the same lists again and again.
        self._known = lru_cache(_REMEMBERED)(self._measured)
        self._way = lru_cache(_REMEMBERED)(self._found)

    def __len__(self) -> int:
        return len(self._width)

    def count(self, number: int) -> int:
        """How many numbers a list has."""
        return self._known(number).numbers

    def counts(self, first: int, last: int) -> Array:
        """How many numbers the lists from `first` to before `last` have."""
        counts = self._count[first:last].astype(np.int64)
        low, high = self._long.searchsorted(np.array([first, last], np.uint32))
        counts[self._long[low:high].astype(np.int64) - first] = self._longcount[low:high]
        return counts

    def get(self, number: int) -> Array:
        """The numbers of a list: i64 where they rise, else of a type that holds them."""
        read, count, exceptions, places = self._way(number)
        codes = read()
        if exceptions is not None:
            codes = excepted(codes, places, exceptions)
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
        if len(numbers) <= _SINGLY:
            some = [self.get(number) for number in numbers.tolist()]
            return np.concatenate(some), np.array([len(each) for each in some])
        numbers = np.asarray(numbers, np.int64)
        low, high = int(numbers[0]), int(numbers[-1]) + 1
        counts = self.counts(low, high)
        if high - low != len(numbers):
            counts = counts[numbers - low]
        pieces: list[Array] = []
        after = 0
        for place in (counts >= _APART).nonzero()[0].tolist():
            if after < place:
                pieces.append(self._together(numbers[after:place], counts[after:place]))
            pieces.append(self.get(int(numbers[place])))
            after = place + 1
        if after < len(numbers):
            pieces.append(self._together(numbers[after:], counts[after:]))
        return np.concatenate(pieces, dtype=np.int64) if after else pieces[0], counts

    def _together(self, numbers: Array, counts: Array) -> Array:
        """The numbers of several lists by one gather (i64)."""
        low, high = int(numbers[0]), int(numbers[-1]) + 1
        widths, starts = self._width[low:high].astype(np.int64), self._known(low).start
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
            places = self._long.searchsorted(numbers[long].astype(np.uint32))
            many = (self._exceptat[places + 1] - self._exceptat[places]).astype(np.int64)
            if many.any():
                out = np.flatnonzero((codes == escape) & np.repeat((counts >= LONG) & (widths > 0), counts))
                source = np.repeat(self._exceptat[places].astype(np.int64) - (np.cumsum(many) - many), many)
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
            if count < SKIPPING or len(out) > _NEIGHBOURS:
                return self.get(number)[places].astype(np.int64)
            codes[out] = [self._except[self._passed(number, place)] for place in places[out].tolist()]
        return codes

    def _passed(self, number: int, place: int) -> int:
        """Which of all exceptions stands at a place of a very long list, at which there is one."""
        _, width, start, begin, _, low, _ = self._known(number)
        block, inside = divmod(place, BLOCK)
        codes = codes_of(self._bits, self._words, start + block * (BLOCK * width >> 3), inside + 1, width)
        here = int(np.count_nonzero(codes == codes.dtype.type((1 << width) - 1))) - 1
        return begin + int(self._skipexcept[low + block]) + here

    def find(self, number: int, wanted: Array) -> tuple[Array, Array]:
        """Which of some rising numbers are in a list that rises, and at which places of it those are.

        Of a very long list only the blocks are decoded in which they may be.
        """
        if not len(wanted):
            return np.zeros(0, bool), np.zeros(0, np.int64)
        found = self._blocks_of(number, wanted)
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
        found = self._blocks_of(number, wanted)
        return common(wanted, self.get(number) if found is None else found[1])

    def rank(self, number: int, wanted: Array) -> Array:
        """For each of some rising numbers, how many of a list that rises are lower."""
        found = self._blocks_of(number, wanted)
        if found is None:
            places: Array = self.get(number).searchsorted(wanted)
            return places
        blocks, numbers = found
        ranks: Array = numbers.searchsorted(wanted)
        if isinstance(blocks, int):
            ranks += blocks * BLOCK
            return ranks
        own = self._blocks_after(number, wanted) - 1
        ranks += (own - blocks.searchsorted(own)) * BLOCK
        return ranks

    def _blocks_of(self, number: int, wanted: Array) -> tuple[Array | int, Array] | None:
        """The blocks of a very long list that some rising numbers may be in, or the first of a stretch of them, and
        what is in them, one after the other; None where it is not worth it."""
        count = self._known(number).numbers
        if count < SKIPPING or not len(wanted) or 16 * len(wanted) > count:
            return None
        after = self._blocks_after(number, wanted)
        first, last = after.item(0) - 1, after.item(-1) - 1
        if last - first < _NEIGHBOURS:
            return first, self._stretch(number, first, last)
        blocks = after[differ(after)] - 1
        return None if _PIECES + 2 * len(blocks) * BLOCK > count else (blocks, self._scattered(number, blocks))

    def _stretch(self, number: int, first: int, last: int) -> Array:
        """What is in the blocks from one to another of a very long list."""
        count, width, start, begin, end, low, high = self._known(number)
        inside = min(count, (last + 1) * BLOCK) - first * BLOCK
        codes = codes_of(self._bits, self._words, start + first * (BLOCK * width >> 3), inside, width)
        if begin < end:
            passed = self._skipexcept
            end = begin + passed.item(low + last + 1) if low + last + 1 < high else end
            begin += passed.item(low + first)
            if begin < end:
                codes = excepted(codes, escapes(codes, width), self._except[begin:end])
        numbers: Array = np.add.accumulate(codes, 0, np.int64)
        numbers += counting(inside)
        numbers += self._skip.item(low + first)
        return numbers

    def _scattered(self, number: int, blocks: Array) -> Array:
        """What is in some blocks of a very long list."""
        count, width, start, first, _, low, high = self._known(number)
        numbers = np.zeros((len(blocks), BLOCK), np.int64)
        inside = count - int(blocks[-1]) * BLOCK  # in the last block
        if width:
            at, shift = steps(width)
            read = at[:BLOCK] + (blocks * (BLOCK * width >> 3) + start)[:, None]
            if inside < BLOCK:
                np.minimum(read, len(self._words) - 1, out=read)
            codes = self._words[read]
            codes >>= shift[:BLOCK]
            escape = (1 << width) - 1
            codes &= escape
            out = codes == escape
            out[-1, inside:] = False
            if out.any():
                passed = self._skipexcept[low:high][blocks].astype(np.int64)
                codes[out] = self._except[(first + passed[:, None] + np.cumsum(out, axis=1) - 1)[out]]
            np.cumsum(codes, axis=1, out=numbers)
        numbers += counting(BLOCK)
        numbers += self._skip[low:high][blocks].astype(np.int64)[:, None]
        return numbers.ravel()[: (len(blocks) - 1) * BLOCK + inside] if inside < BLOCK else numbers.ravel()

    def _blocks_after(self, number: int, wanted: Array) -> Array:
        """Of each of some numbers the block after the one that it may be in."""
        *_, low, high = self._known(number)
        blocks: Array = self._skip[low:high].searchsorted(wanted.astype(np.uint32), "right")
        return blocks

    def _found(self, number: int) -> _Way:
        count, width, start, low, high, _, _ = self._known(number)
        read = way(self._bits, self._words, start, count, width)
        if low == high:
            return _Way(read, count, None, _NONE)
        exceptions = self._except[low:high]
        return _Way(read, count, exceptions.astype(np.int64) if self._rising else exceptions, escapes(read(), width))

    def _measured(self, number: int) -> _Known:
        count, width, start = int(self._count[number]), int(self._width[number]), self._begun(number)
        if count:
            return _Known(count, width, start, 0, 0, 0, 0)
        place = int(self._long.searchsorted(np.uint32(number)))
        excepted, skips = self._exceptat[place : place + 2].tolist(), self._skipat[place : place + 2].tolist()
        return _Known(int(self._longcount[place]), width, start, *excepted, *skips)

    def _begun(self, number: int) -> int:
        """Where a list begins in the bits."""
        group = number // GROUP
        start = int(self._anchor[group])
        if number % GROUP:
            counts = self.counts(group * GROUP, number)
            start += int(((counts * self._width[group * GROUP : number] + 7) >> 3).sum())
        return start


_ONE_BY_ONE = 6
"""So few numbers are looked at in less time than it takes numpy to begin."""
_SINGLY = 4
"""So few lists are decoded one by one."""
_APART = 16384
"""And one of so many numbers: to decode it takes a tenth of what it would take with the others."""
_NEIGHBOURS = 6
"""Pieces of a list that lie in so many blocks are decoded with what is between them."""
_PIECES = 8 * BLOCK
"""To decode pieces of a list takes as long as so many numbers more."""
