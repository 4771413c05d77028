"""How are numbers of a few bits read, all at once?

**Codes** are numbers that `packing` has written with one width, one after the other, lowest bit first, from the
beginning of a byte. There is more than one way to have numpy read them, and which is the fastest depends on how many
there are: a call takes as long as to read some hundred numbers.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from .format import TYPES, Array

U4 = TYPES[4]
_I8 = np.dtype("<i8")

_FEW, _SHORT, _LONG = 64, 256, 16384
"""Up to how many numbers each of the ways to read codes is the fastest."""
_STEPS = 2048
"""So many codes have a table of where they begin."""
_BYTES = (1, 2, 4)
"""Widths of which a byte holds some codes and no part of another."""


def words(bits: Array) -> Array:
    """The 64 bits that begin at each byte (i64, which codes are to be in the end); from the last bytes on there are no
    more so many, but `packing.SPARE` bytes behind the numbers."""
    return np.ndarray((max(0, len(bits) - 7),), _I8, bits, 0, (1,))


def codes_of(bits: Array, words: Array, start: int, count: int, width: int) -> Array:
    """Some codes of one width, from a byte on: i64, or of many a smaller type that holds all of this width.

    Args:
        words: what the function of this name makes of the bits.
    """
    if not width:
        return np.zeros(count, np.int64)
    if width in _BYTES and count > _FEW:
        # Each byte is looked up.
        return _in_byte(width)[bits[start : start + (count * width + 7 >> 3)]].view(np.uint8)[:count]
    rows, shifts = count + 7 >> 3, _EIGHT[width]
    if _SHORT < count <= _LONG and shifts is not None and start + rows * width + 8 <= len(bits):
        # Eight codes take `width` bytes. The 64 bits that begin at so many whole bytes as come before a code have all
        # of it, though not where they begin: a plain stride in both directions.
        read: Array = np.ndarray((rows, 8), _I8, bits, start, (width, width >> 3))
        codes = read >> shifts
        codes &= _MASKS[width]
        return codes.ravel()[:count]
    if count <= _SHORT or width > 25:
        # One gather.
        at, shift = steps(width) if count <= _STEPS else _stepping(width, count)
        codes = words[start:][at[:count]]
        codes >>= shift[:count]
        codes &= _MASKS[width]
        return codes
    rows = count >> 3
    # Every eighth number begins at the same bit of a byte: eight strides.
    some = np.empty(count, np.uint32)
    whole = some[: rows << 3].reshape(rows, 8)
    for column in range(8):
        bit = column * width
        read = np.ndarray((rows,), U4, bits, start + (bit >> 3), (width,))
        np.right_shift(read, _SHIFTS[bit & 7], out=whole[:, column])
    whole &= np.uint32((1 << width) - 1)
    if count & 7:
        some[rows << 3 :] = codes_of(bits, words, start + rows * width, count & 7, width)
    return some


def excepted(codes: Array, width: int, exceptions: Array) -> Array:
    """The codes with the exceptions put where the highest of the width says that there is one. Not the same array,
    where its type would not hold them."""
    places = (codes == (1 << width) - 1).nonzero()[0]
    if codes.itemsize < exceptions.itemsize:
        codes = codes.astype(exceptions.dtype)
    codes[places] = exceptions
    return codes


_MASKS = [(1 << width) - 1 for width in range(33)]
_EIGHT = [np.arange(8) * (width & 7) if 7 * (width & 7) + width <= 64 else None for width in range(33)]
"""Where in their 64 bits eight codes begin; None where the last of them would not end there."""
_SHIFTS = [np.uint32(bit) for bit in range(8)]
COUNTED = 1 << 14
"""So many numbers are counted beforehand."""
_COUNTING = np.arange(COUNTED)


def counting(count: int) -> Array:
    """The numbers from 0 on (i64), not to be written to."""
    return _COUNTING[:count] if count <= COUNTED else np.arange(count)


def changes(numbers: Array) -> Array:
    """Which of some numbers, at least one, are not like the one before."""
    changed = np.empty(len(numbers), bool)
    changed[0] = True
    np.not_equal(numbers[1:], numbers[:-1], out=changed[1:])
    return changed


def differ(numbers: Array) -> Array:
    """The places of those."""
    return changes(numbers).nonzero()[0]


@lru_cache(4)
def _in_byte(width: int) -> Array:
    """For each byte the codes that are in it, one byte each, as one number."""
    codes = np.arange(256)[:, None] >> np.arange(0, 8, width) & (1 << width) - 1
    return codes.astype(np.uint8).view(TYPES[8 // width])[:, 0]


def _stepping(width: int, count: int) -> tuple[Array, Array]:
    """In which byte each of some codes of a list begins, and at which bit of it."""
    at = counting(count) * width
    return at >> 3, at & 7


@lru_cache(64)
def steps(width: int) -> tuple[Array, Array]:
    """The same of the first `_STEPS` codes: a table for each width. Not to be changed."""
    return _stepping(width, _STEPS)
