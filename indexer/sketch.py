"""By which few numbers is a text known again among a million?

*Shingles* are a text's runs of five characters. All those of a million articles cannot be held, so a *sketch* stands
for each article: the few shingles that an even-handed rule picks, by which two texts that share most of their
shingles share most of their sketch (bottom-k sampling; Broder, On the resemblance and containment of documents,
1997). The rule is the order of their CRC-32; what is kept of them is BLAKE2b. Datasketch does the same and more, and
would bring SciPy along for it.

A CRC-32 is affine: that of twenty bytes is the sum, without carry, of what each byte adds in its place. So those of all
shingles of a text are five tables looked up and added, with numpy a fifth of the time that as many calls take.
"""

from __future__ import annotations

import re
from functools import cache
from hashlib import blake2b
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from search.text import bare

from .identity import SHINGLE

SKETCH = 8
"""Shingles of a sketch."""

_WIDTH = 4
"""Bytes of a character, so that a shingle is a slice."""
_SIZE = _WIDTH * SHINGLE
_PLANE = 1 << 16
"""Characters beyond it are looked up by their third byte too."""

_NO_LETTER = re.compile(r"[\W_]+")


def letters(text: str) -> str:
    """What of a text is compared: its letters, hanzi and digits, folded."""
    return letters_of_bare(bare(text))


def letters_of_bare(text: str) -> str:
    """The same of a text that is folded already and without white space."""
    return _NO_LETTER.sub("", text)


def sketch(text: str) -> tuple[int, ...]:
    """At most `SKETCH` signed 64-bit hashes of the shingles of `letters`."""
    data = text.encode("utf-32-le", "replace")
    starts = _lowest(_checks(np.frombuffer(data, "<u4")), SKETCH)
    chosen = (data[_WIDTH * start : _WIDTH * start + _SIZE] for start in starts)
    return tuple(int.from_bytes(blake2b(some, digest_size=8).digest(), "little", signed=True) for some in chosen)


def shingles(text: str) -> frozenset[str]:
    """The shingles of `letters`."""
    return frozenset([text[at : at + SHINGLE] for at in range(len(text) - SHINGLE + 1)])


def misses_more(text: str, other: str, share: float) -> bool:
    """Are more than this share of a text's shingles not in another? Found out for most that have little in common by
    looking at a few of them; where it is not, the answer is False and may be wrong."""
    missed: set[str] = set()
    most = share * (len(text) - SHINGLE + 1)
    for at in range(0, len(text) - SHINGLE + 1, SHINGLE):
        if text[at : at + SHINGLE] not in other:
            missed.add(text[at : at + SHINGLE])
            if len(missed) > most:
                return True
    return False


def _lowest(checks: NDArray[Any], most: int) -> list[int]:
    """Where the lowest numbers are, lowest first, of equal ones one."""
    # Few shingles are twice in a text: among twice as many numbers there are mostly enough.
    at = np.argpartition(checks, 2 * most)[: 2 * most] if len(checks) > 4 * most else np.arange(len(checks))
    values, first = np.unique(checks[at], return_index=True)
    if len(values) < most and len(at) < len(checks):
        at = np.arange(len(checks))
        values, first = np.unique(checks, return_index=True)
    found: list[int] = at[first[:most]].tolist()
    return found


def _checks(codes: NDArray[Any]) -> NDArray[Any]:
    """The CRC-32 of each shingle, in the order of their beginnings (u32)."""
    count = len(codes) - SHINGLE + 1
    if count < 1:
        return np.zeros(0, np.uint32)
    plane, beyond = _tables()
    low = (codes & np.uint32(_PLANE - 1)).astype(np.intp)
    checks = np.full(count, crc32(bytes(_SIZE)), np.uint32)
    for place in range(SHINGLE):
        checks ^= plane[place].take(low[place : place + count])
    if int(codes.max()) >= _PLANE:
        high = (codes >> np.uint32(16)).astype(np.intp)
        for place in range(SHINGLE):
            checks ^= beyond[place].take(high[place : place + count])
    return checks


@cache
def _tables() -> tuple[NDArray[Any], NDArray[Any]]:
    """What a character adds in each place of a shingle: by its lower two bytes, and by its third."""
    zero = crc32(bytes(_SIZE))

    def adds(at: int) -> NDArray[Any]:
        before, after = bytes(at), bytes(_SIZE - at - 1)
        return np.array([crc32(before + bytes([byte]) + after) ^ zero for byte in range(256)], np.uint32)

    every = np.arange(_PLANE)
    first, second, third = ([adds(_WIDTH * place + byte) for place in range(SHINGLE)] for byte in range(3))
    plane = np.stack([low[every & 255] ^ high[every >> 8] for low, high in zip(first, second, strict=True)])
    return plane, np.stack(third)
