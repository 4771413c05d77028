"""How are numbers of a few bits read, all at once?

**Codes** are numbers that `packing` has written with one width, one after the other, lowest bit first, from the
beginning of a byte. There is more than one way to have numpy read them, and which is the fastest depends on how many
there are: a call takes as long as to read some hundred numbers.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, partial

import numpy as np

from .format import TYPES, Array

U4 = TYPES[4]
_I8 = np.dtype("<i8")

_FEW, _SHORT, _LONG = 64, 256, 32768
"""Up to how many numbers each of the ways to read codes is the fastest."""
_STEPS = 2048
"""So many codes have a table of where they begin."""
BYTES = (1, 2, 4)
"""Widths of which a byte holds some codes and no part of another: they are read the fastest."""


def words(bits: Array) -> Array:
    """The 64 bits that begin at each byte (i64, which codes are to be in the end); from the last bytes on there are no
    more so many, but `packing.SPARE` bytes behind the numbers."""
    return np.ndarray((max(0, len(bits) - 7),), _I8, bits, 0, (1,))


def codes_of(bits: Array, words: Array, start: int, count: int, width: int) -> Array:
    """Some codes of one width, from a byte on: i64, or of many a smaller type that holds all of this width.

    Args:
        words: what the function of this name makes of the bits.
    """
    return way(bits, words, start, count, width)()


def way(bits: Array, words: Array, start: int, count: int, width: int) -> Callable[[], Array]:
    """What gives the same each time that it is called. To find the way takes half as long as to go it."""
    if not width:
        return partial(np.zeros, count, np.int64)
    if width in BYTES and count > _FEW:
        return partial(_looked_up, _in_byte(width), bits[start : start + (count * width + 7 >> 3)], count)
    if _SHORT < count <= _LONG and (shifts := _ROWS[width]) is not None:
        # A row of codes takes so many bytes. The 64 bits that begin at as many whole bytes as come before a code have
        # all of it, though not where they begin: a plain stride in both directions.
        columns = len(shifts)
        rows, size = -(-count // columns), columns * width >> 3
        if start + rows * size + 8 <= len(bits):
            read: Array = np.ndarray((rows, columns), _I8, bits, start, (size, width >> 3))
            return partial(_strided, read, shifts, _MASKS[width], count)
    if count <= _SHORT or width > 25:
        at, shift = steps(width) if count <= _STEPS else _stepping(width, count)
        return partial(_gathered, words[start:], at[:count], shift[:count], _MASKS[width])
    return partial(_in_columns, bits, words, start, count, width)


def _looked_up(table: Array, bits: Array, count: int) -> Array:
    """By a look at each byte."""
    return table[bits].view(np.uint8)[:count]


def _strided(read: Array, shifts: Array, mask: int, count: int) -> Array:
    codes = read >> shifts
    codes &= mask
    return codes.ravel()[:count]


def _gathered(words: Array, at: Array, shift: Array, mask: int) -> Array:
    codes: Array = words[at]
    codes >>= shift
    codes &= mask
    return codes


def _in_columns(bits: Array, words: Array, start: int, count: int, width: int) -> Array:
    """Every eighth number begins at the same bit of a byte: eight strides."""
    rows = count >> 3
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


def escapes(codes: Array, width: int) -> Array:
    """The places of the codes that are the highest of their width: it says that there is an exception."""
    places: Array = (codes == (1 << width) - 1).nonzero()[0]
    return places


def excepted(codes: Array, places: Array, exceptions: Array) -> Array:
    """The codes with the exceptions put in these places. Not the same array, where its type would not hold them."""
    if codes.itemsize < exceptions.itemsize:
        codes = codes.astype(exceptions.dtype)
    codes[places] = exceptions
    return codes


def _row(width: int) -> Array | None:
    """As many codes as can be in a row, of which the last ends within its 64 bits; None where eight cannot."""
    rest = width & 7
    fit = [columns for columns in (64, 32, 16, 8) if (columns - 1) * rest + width <= 64]
    return np.arange(fit[0]) * rest if fit else None


_MASKS = [(1 << width) - 1 for width in range(33)]
_ROWS = [_row(width) for width in range(33)]
"""Where in their 64 bits the codes of a row begin."""
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
