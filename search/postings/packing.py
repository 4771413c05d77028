"""How are many lists of numbers kept in few bits, so that numpy can decode them?

A **list** is the numbers that belong to one term: documents, positions (they rise), or counts (they do not). Of
rising numbers the gaps are kept: each number less the one before and one, the first as it is. What is kept of a list
is written with one *width*: so many bits a number, one after the other, lowest bit first, each list beginning at a
byte. The gather that decodes a list is then one expression, whatever its length. `catalogue`, `lists` and `skips` read
what is written here.

    width       bits of each list, 0 where all of it is 0 (u8)
    count       how many numbers it has; 0 for a *long* list, of `LONG` numbers and more (u8)
    anchor      where every `GROUP`-th list begins in ``bits`` (u64); the others follow from widths and counts
    bits        the numbers, and `SPARE` zeros

A width that fits nearly all numbers is better than one that fits all. So in a long list the highest number that a width
can write means "look among the exceptions":

    long        which lists are long (u32)
    longcount   how many numbers they have (u32)
    except      the exceptions of the long lists, in order (u32)
    exceptat    for each long list and one more, where its exceptions begin (u64)

Of what does not rise most is small, and no long list of it has a width of 3, 5, 6 or 7, which take longer to read.

Of the very long ones (`SKIPPING` numbers and more) a piece can be decoded without the rest, since for every `BLOCK`
numbers it is kept what comes before:

    skip        the last number before the block plus one, where they rise (u32)
    skipexcept  how many exceptions come before the block (u32)
    skipat      for each long list and one more, where its blocks begin (u32)

The idea of exceptions is that of PFOR (Zukowski, Héman, Nes, Boncz: Super-scalar RAM-CPU cache compression, ICDE 2006).
"""

from __future__ import annotations

import numpy as np

from .bits import BYTES
from .format import TYPES, Array, FileWriter
from .growing import Growing

U1, U4, U8 = TYPES[1], TYPES[4], TYPES[8]

GROUP = 64
LONG = 64
SKIPPING = 2048
BLOCK = 512
SPARE = 16
HIGHEST = (1 << 32) - 2
"""No number in a list is higher."""

_SLOW = [width for width in range(1, 8) if width not in BYTES]
"""Counts are small, and mostly fit in one of the widths that are read the fastest: others are not worth what they save.
"""
_AT_ONCE = 1 << 17
"""Numbers that are packed in one go, unless a single list has more."""


class Packer:
    """Packs lists one after the other.

    Args:
        rising: the numbers of a list rise.
    """

    def __init__(self, rising: bool) -> None:
        self._rising = rising
        self._lists = self._long = self._exceptions = self._blocks = self._bytes = 0
        self._grown = {
            "width": Growing(U1), "count": Growing(U1), "anchor": Growing(U8), "bits": Growing(U1), "long": Growing(U4),
            "longcount": Growing(U4), "except": Growing(U4), "exceptat": Growing(U8), "skip": Growing(U4),
            "skipexcept": Growing(U4), "skipat": Growing(U4),
        }  # fmt: skip

    def add(self, numbers: Array, counts: Array) -> None:
        """Packs some lists: their numbers one list after the other, and how many each has, at least one.

        Raises:
            ValueError: a number is higher than `HIGHEST`.
        """
        ends = np.cumsum(counts, dtype=np.int64)
        first = 0
        while first < len(counts):
            begin = int(ends[first - 1]) if first else 0
            last = max(first + 1, int(ends.searchsorted(begin + _AT_ONCE, "right")))
            self._add(numbers[begin : int(ends[last - 1])], np.asarray(counts[first:last], np.int64))
            first = last

    def save(self, file: FileWriter, name: str) -> None:
        """Writes what was packed, as sections whose names begin so."""
        grown = self._grown
        grown["bits"].append(np.zeros(SPARE, U1))
        grown["exceptat"].append(np.array([self._exceptions]))
        grown["skipat"].append(np.array([self._blocks]))
        for part, array in grown.items():
            file.add(f"{name}/{part}", array)

    def _add(self, numbers: Array, counts: Array) -> None:
        if len(numbers) and int(numbers.max()) > HIGHEST:
            raise ValueError("a number is too high for a list")
        firsts = np.cumsum(counts) - counts
        codes = _gaps(numbers, firsts) if self._rising else numbers.astype(np.uint32)
        widths = _bits_of(np.maximum.reduceat(codes, firsts)).astype(np.int64)
        long = np.flatnonzero(counts >= LONG)
        if len(long):
            codes, skipping = self._except(numbers, codes, counts, firsts, widths, long)
            for array, part in zip(skipping, ("skip", "skipexcept"), strict=True):
                self._grown[part].append(array)
        sizes = (counts * widths + 7) >> 3
        starts = np.cumsum(sizes) - sizes
        self._grown["bits"].append(_written(codes, widths, counts, starts, int(sizes.sum())))
        self._grown["width"].append(widths)
        self._grown["count"].append(np.where(counts < LONG, counts, 0))
        anchors = np.arange(-self._lists % GROUP, len(counts), GROUP)
        self._grown["anchor"].append(starts[anchors] + self._bytes)
        self._bytes += int(sizes.sum())
        self._lists += len(counts)

    def _except(
        self, numbers: Array, codes: Array, counts: Array, firsts: Array, widths: Array, long: Array
    ) -> tuple[Array, tuple[Array, Array]]:
        """Chooses the widths of the long lists, and takes out what does not fit: what to write, and to skip by."""
        lengths = counts[long]
        among = np.repeat(counts >= LONG, counts)
        theirs = codes[among]
        starts = np.cumsum(lengths) - lengths
        owner = np.repeat(np.arange(len(long)) * 34, lengths)
        histogram = np.bincount(owner + _bits_of(theirs.astype(np.uint64) + np.uint64(1)), minlength=34 * len(long))
        histogram = histogram.reshape(-1, 34)
        beyond = lengths[:, None] - np.cumsum(histogram, axis=1)
        cost = lengths[:, None] * np.arange(34) + 32 * beyond
        never = [0, 33] if self._rising else [0, 33, *_SLOW]
        cost[:, never] = np.iinfo(np.int64).max
        best = cost.argmin(axis=1)
        best[np.maximum.reduceat(theirs, starts) == 0] = 0
        widths[long] = best
        escape = np.repeat((np.uint64(1) << best.astype(np.uint64)) - np.uint64(1), lengths)
        out = (theirs >= escape) & (escape > 0)
        exceptions = np.add.reduceat(out.astype(np.int64), starts)
        self._grown["except"].append(theirs[out])
        self._grown["exceptat"].append(self._exceptions + np.cumsum(exceptions) - exceptions)
        self._exceptions += int(exceptions.sum())
        self._grown["long"].append(long + self._lists)
        self._grown["longcount"].append(lengths)
        before, passed = [], []
        blocks = np.where(lengths >= SKIPPING, -(-lengths // BLOCK), 0)
        self._grown["skipat"].append(self._blocks + np.cumsum(blocks) - blocks)
        self._blocks += int(blocks.sum())
        for number in np.flatnonzero(blocks):
            begin, length = int(firsts[long[number]]), int(lengths[number])
            at = np.arange(BLOCK, length, BLOCK)
            last = numbers[begin + at - 1].astype(np.uint32) + np.uint32(1) if self._rising else np.zeros(len(at), U4)
            running = np.cumsum(out[starts[number] : starts[number] + length], dtype=np.int64)
            before += [np.zeros(1, U4), last]
            passed += [np.zeros(1, U4), running[at - 1]]
        written = codes.copy()
        written[among] = np.minimum(theirs, escape).astype(np.uint32)
        empty = np.zeros(0, U4)
        return written, (np.concatenate(before or [empty]), np.concatenate(passed or [empty]))


def _gaps(numbers: Array, firsts: Array) -> Array:
    gaps = numbers.astype(np.uint32)
    gaps[1:] -= gaps[:-1].copy() + np.uint32(1)
    gaps[firsts] = numbers[firsts]
    return gaps


def _bits_of(numbers: Array) -> Array:
    """How many bits a number needs, 0 for 0: what the exponent of its floating-point form tells."""
    bits = (numbers.astype(np.float64).view(np.int64) >> 52) - 1022
    bits[numbers == 0] = 0
    return bits


def _written(codes: Array, widths: Array, counts: Array, starts: Array, size: int) -> Array:
    """The bytes of some lists: each code is put into the word of 64 bits that it begins in, and what does not fit into
    the next."""
    wide = np.repeat(widths, counts)
    firsts = np.cumsum(counts) - counts
    at = np.repeat(starts * 8 - firsts * widths, counts)
    at += np.arange(len(codes)) * wide
    words = np.zeros((size >> 3) + 2, U8)
    word, shift = at >> 6, (at & 63).astype(np.uint64)
    del at
    shifted = codes.astype(np.uint64) << shift
    heads = np.flatnonzero(np.concatenate([[True], word[1:] != word[:-1]]))
    words[word[heads]] = np.bitwise_or.reduceat(shifted, heads)
    over = np.flatnonzero(shift + wide.astype(np.uint64) > 64)
    words[word[over] + 1] |= codes[over].astype(np.uint64) >> (np.uint64(64) - shift[over])
    written: Array = words.view(U1)[:size]
    return written
