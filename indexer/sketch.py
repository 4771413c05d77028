"""By which few numbers is a text known again among a million?

*Shingles* are a text's runs of five characters. All those of a million articles cannot be held, so a *sketch* stands
for each article: the few shingles that an even-handed rule picks, by which two texts that share most of their
shingles share most of their sketch (bottom-k sampling; Broder, On the resemblance and containment of documents,
1997). The rule is the order of their CRC-32; what is kept of them is BLAKE2b. Datasketch does the same and more, and
would bring SciPy along for it.

A CRC-32 is affine: that of twenty bytes is the sum, without carry, of what each byte adds in its place. So those of all
shingles of a text are five tables looked up and added, with numpy a fifth of the time that as many calls take.

Many texts share a formula and so some of their sketch. Most of those are told apart by a *sample*: the checksums below
a limit that depends on the length of the text only, some twenty. What two texts share, and is below the lower limit, is
in both samples; so what the longer one has not is missing there for certain, and from the share of it can be told how
much is missing in all.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from hashlib import blake2b
from typing import Any, NamedTuple
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from search.characters import WORD, codes_of, folded
from search.sheaf import Texts, string_of

from .identity import SHINGLE

SKETCH = 8
"""Shingles of a sketch."""

WIDTH = 4
"""Bytes of a character in UTF-32, so that a shingle is a slice."""
_SIZE = WIDTH * SHINGLE
_PLANE = 1 << 16
"""Characters beyond it are looked up by their third byte too."""
_LIKELY = 3 * SKETCH
"""So many of a text's shingles are looked at for the lowest: mostly enough, though a shingle may be there twice."""

_HIGHEST = (1 << 32) - 1
_TOGETHER = 8
_CHANCE = 3
"""By which more of a sample may be missing than is to be expected, and one: of texts that are the same, one in some
thousands is lost by that."""


class Sketched(NamedTuple):
    """What is kept of a text.

    Attributes:
        letters: of which its shingles are made, `WIDTH` bytes each.
        hashes: its sketch, at most `SKETCH` signed 64-bit hashes.
        sample: checksums of shingles, rising (u32).
    """

    letters: bytes
    hashes: tuple[int, ...]
    sample: bytes


def letters(text: str) -> str:
    """What of a text is compared: its letters, hanzi and digits, folded."""
    codes, kinds = folded(codes_of(text))
    return string_of(codes[(kinds & WORD).astype(bool)])


def sketches(texts: Texts) -> Iterator[Sketched]:
    """Those of many texts, folded and without white space."""
    codes = texts.codes.astype(np.uint32)
    kept = (folded(codes).kinds & WORD).astype(bool)
    codes = codes[kept]
    ends = np.concatenate([[0], np.cumsum(kept)])[texts.ends]
    starts = np.concatenate([[0], ends[:-1]]).astype(np.int64)
    data, checks = codes.tobytes(), _checks(codes)
    spans = zip((starts * WIDTH).tolist(), (ends * WIDTH).tolist(), strict=True)
    for (begin, end), (lowest, sample) in zip(spans, _lowest_of_each(checks, starts, ends), strict=True):
        yield Sketched(data[begin:end], _hashes(data, lowest), sample)


def misses_much(sample: bytes, other: bytes, size: int, share: float) -> bool:
    """Is more than this share of a text's shingles not in another, going by their samples?

    Args:
        size: how many letters the other has; the first has no more.
    """
    limit = _limit(size - (SHINGLE - 1))
    some = [check for check in memoryview(sample).cast("I") if check < limit]
    missed = len(some) - len(set(memoryview(other).cast("I")).intersection(some))
    return missed > _CHANCE * (1 + share * len(some))


def shingles(text: str) -> frozenset[str]:
    """The shingles of `letters`."""
    return frozenset([text[at : at + SHINGLE] for at in range(len(text) - SHINGLE + 1)])


def misses_more(text: str, other: str, share: float) -> bool:
    """Are more than this share of a text's shingles not in another? Found out for most that have little in common by
    looking at a few of them; where it is not, the answer is False and may be wrong."""
    most = share * (len(text) - SHINGLE + 1)
    # From the end: what begins with the same formula often goes on otherwise.
    missed: set[str] = set()
    for end in range(len(text), SHINGLE - 1, -_TOGETHER * SHINGLE):
        ends = range(end, max(SHINGLE - 1, end - _TOGETHER * SHINGLE), -SHINGLE)
        missed.update([some for at in ends if (some := text[at - SHINGLE : at]) not in other])
        if len(missed) > most:
            return True
    return False


def _hashes(data: bytes, starts: Iterable[int]) -> tuple[int, ...]:
    """Of the shingles that begin at some characters."""
    chosen = [data[WIDTH * start : WIDTH * start + _SIZE] for start in starts]
    return tuple([int.from_bytes(blake2b(some, digest_size=8).digest(), "little", signed=True) for some in chosen])


def _lowest(checks: NDArray[Any]) -> list[int]:
    """Where the `SKETCH` lowest numbers are, lowest first, of equal ones one."""
    _, first = np.unique(checks, return_index=True)
    found: list[int] = first[:SKETCH].tolist()
    return found


def _limit(number: int) -> int:
    """Below which some `_LIKELY` of so many checksums are."""
    return int(min(_HIGHEST * _LIKELY / max(1, number), _HIGHEST))


def _lowest_of_each(
    checks: NDArray[Any], starts: NDArray[Any], ends: NDArray[Any]
) -> Iterator[tuple[list[int], bytes]]:
    """The same of the shingles of each of many texts, given where it begins and ends, and its sample."""
    sizes = ends - starts
    numbers = np.maximum(0, sizes - (SHINGLE - 1))
    # What is lowest is mostly below the limit: the others need not be sorted.
    below = np.array([*map(_limit, numbers.tolist())], np.uint32)
    # One limit for every place: that of its text where a shingle begins, 0 at the last few letters, where none does.
    limits = np.repeat(
        np.stack([below, np.zeros_like(below)], 1).ravel(), np.stack([numbers, sizes - numbers], 1).ravel()
    )
    at = np.flatnonzero(checks < limits[: len(checks)])
    owners = ends.searchsorted(at, "right")
    _, first = np.unique(owners.astype(np.uint64) << np.uint64(32) | checks[at], return_index=True)
    at, owners = at[first], owners[first]
    begins = owners.searchsorted(np.arange(len(starts) + 1))
    samples = checks[at].tobytes()
    for text, (begin, end) in enumerate(zip(begins.tolist(), begins[1:].tolist(), strict=False)):
        if end - begin < min(SKETCH, numbers[text]):
            start = int(starts[text])
            lowest = [start + place for place in _lowest(checks[start : start + int(numbers[text])])]
        else:
            lowest = at[begin : min(end, begin + SKETCH)].tolist()
        yield lowest, samples[4 * begin : 4 * end]


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
    first, second, third = ([adds(WIDTH * place + byte) for place in range(SHINGLE)] for byte in range(3))
    plane = np.stack([low[every & 255] ^ high[every >> 8] for low, high in zip(first, second, strict=True)])
    return plane, np.stack(third)
