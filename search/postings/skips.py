"""Which pieces of a very long list are decoded, if something is looked for in it?

In *blocks* of `packing.BLOCK` numbers, before each of which it is kept what comes before it.
"""

from __future__ import annotations

import numpy as np

from .bits import codes_of, counting, differ, escapes, excepted, steps
from .catalogue import Catalogue
from .format import Array, SegmentFile
from .packing import BLOCK, SKIPPING

NEIGHBOURS = 6
"""Pieces of a list that lie in so many blocks are decoded with what is between them."""
_PIECES = 8 * BLOCK
"""To decode pieces of a list takes as long as so many numbers more."""


class Skips:
    """The blocks of very long lists.

    Args:
        file, name: where they lie, and with what the names of their sections begin.
        catalogue: of the lists.
        bits, words: their codes, see `bits.words`.
    """

    def __init__(self, file: SegmentFile, name: str, catalogue: Catalogue, bits: Array, words: Array) -> None:
        self._known = catalogue.known
        self._bits, self._words, self._except = bits, words, file.array(f"{name}/except")
        self._skip, self._skipexcept = file.array(f"{name}/skip"), file.array(f"{name}/skipexcept")

    def of(self, number: int, wanted: Array) -> tuple[Array | int, Array] | None:
        """The blocks of a very long list that some rising numbers may be in, or the first of a stretch of them, and
        what is in them, one after the other; None where it is not worth it."""
        count = self._known(number).numbers
        if count < SKIPPING or not len(wanted) or 16 * len(wanted) > count:
            return None
        after = self.after(number, wanted)
        first, last = after.item(0) - 1, after.item(-1) - 1
        if last - first < NEIGHBOURS:
            return first, self._stretch(number, first, last)
        blocks = after[differ(after)] - 1
        return None if _PIECES + 2 * len(blocks) * BLOCK > count else (blocks, self._scattered(number, blocks))

    def after(self, number: int, wanted: Array) -> Array:
        """Of each of some numbers the block after the one that it may be in."""
        *_, low, high = self._known(number)
        blocks: Array = self._skip[low:high].searchsorted(wanted.astype(np.uint32), "right")
        return blocks

    def passed(self, number: int, place: int) -> int:
        """Which of all exceptions stands at a place of a very long list, at which there is one."""
        _, width, start, begin, _, low, _ = self._known(number)
        block, inside = divmod(place, BLOCK)
        codes = codes_of(self._bits, self._words, start + block * (BLOCK * width >> 3), inside + 1, width)
        here = len(escapes(codes, width)) - 1
        return begin + int(self._skipexcept[low + block]) + here

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
