"""Which terms does a field have, and what is the number of a term?

Terms are numbered in the order of their bytes, so a prefix is a range of numbers, and so is everything from one term to
another. There are two ways to keep them:

**words**: in blocks of `BLOCK` terms, each compressed for itself; one is looked up by the first terms of the blocks,
and one block is read.

    bits      the blocks: how long each term is (u32), then the terms one after the other; compressed by zlib
    blockat   where each block begins in ``bits``, and where the last one ends (u64)
    first     the first terms of the blocks, one after the other
    firstat   where each of them begins, and where the last one ends (u64)
    size      how many terms there are

**pairs**: terms of one or two characters in UTF-8, by the number of each character. Two bytes a term for the second,
and nothing for the first.

    chars     the characters as code points, rising, behind a 0 that stands for "no second character" (u32)
    firstat   for each of them and one more, where the terms that it begins start (u32)
    second    of each term the number of its second character, 0 for none
"""

from __future__ import annotations

import struct
import zlib
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property, lru_cache
from itertools import islice, pairwise
from typing import Protocol

import numpy as np

from .format import TYPES, Array, Damaged, FileWriter, SegmentFile, least

BLOCK = 64
_LEVEL = 6
NOTHING = 0
"""In the place of a second character."""
_CACHED = 1024
"""Blocks of a dictionary that are kept when they have been read."""
_REMEMBERED = 4096
"""Terms whose numbers are remembered: a question asks for the same ones again and again."""


class Dictionary(Protocol):
    """The terms of a field."""

    def __len__(self) -> int: ...
    def find(self, term: bytes) -> int:
        """The number of a term, -1 where there is none."""

    def lower(self, term: bytes) -> int:
        """How many terms come before this one."""

    def range(self, prefix: bytes) -> tuple[int, int]:
        """The numbers of the terms that begin so: the first, and the one after the last."""

    def terms(self, first: int, last: int) -> list[bytes]:
        """The terms from one number to before another."""


def write_words(file: FileWriter, name: str, terms: Iterable[bytes]) -> None:
    """Writes terms, sorted and each once, under section names that begin so."""
    blocks: list[bytes] = []
    firsts: list[bytes] = []
    coming, size = iter(terms), 0
    while block := list(islice(coming, BLOCK)):
        blocks.append(_packed(block))
        firsts.append(block[0])
        size += len(block)
    file.add(f"{name}/bits", np.frombuffer(b"".join(blocks), TYPES[1]))
    file.add(f"{name}/blockat", _offsets(map(len, blocks)))
    file.add(f"{name}/first", np.frombuffer(b"".join(firsts), TYPES[1]))
    file.add(f"{name}/firstat", _offsets(map(len, firsts)))
    file.add(f"{name}/size", np.array([size], TYPES[8]))


def _offsets(lengths: Iterable[int]) -> Array:
    return np.cumsum([0, *lengths]).astype(TYPES[8])


def _packed(block: Sequence[bytes]) -> bytes:
    lengths = struct.pack(f"<{len(block)}I", *map(len, block))
    return zlib.compress(lengths + b"".join(block), _LEVEL)


def _unpacked(packed: bytes, count: int) -> list[bytes]:
    data = zlib.decompress(packed)
    terms, at = [], 4 * count
    for length in struct.unpack_from(f"<{count}I", data):
        terms.append(data[at : at + length])
        at += length
    return terms


class Words:
    """Terms as `write_words` wrote them.

    Attributes:
        find, lower: see `Dictionary`.
    """

    def __init__(self, file: SegmentFile, name: str) -> None:
        self._where = f"{file.path}: {name}"
        self._bits, self._blockat = file.array(f"{name}/bits"), file.array(f"{name}/blockat")
        self._first, self._firstat = file.array(f"{name}/first"), file.array(f"{name}/firstat")
        self._size = int(file.array(f"{name}/size")[0])
        self._block = lru_cache(_CACHED)(self._read)
        self.find = lru_cache(_REMEMBERED)(self._find)
        self.lower = lru_cache(_REMEMBERED)(self._before)

    def __len__(self) -> int:
        return self._size

    @cached_property
    def _firsts(self) -> list[bytes]:
        first, at = self._first.tobytes(), self._firstat.tolist()
        return [first[begin:end] for begin, end in pairwise(at)]

    def _find(self, term: bytes) -> int:
        block = self._block_of(term)
        if block < 0:
            return -1
        terms = self._block(block)
        at = bisect_left(terms, term)
        return block * BLOCK + at if at < len(terms) and terms[at] == term else -1

    def _before(self, term: bytes) -> int:
        block = self._block_of(term)
        return 0 if block < 0 else block * BLOCK + bisect_left(self._block(block), term)

    def range(self, prefix: bytes) -> tuple[int, int]:
        """See `Dictionary.range`."""
        after = prefix.rstrip(b"\xff")
        high = self.lower(after[:-1] + bytes([after[-1] + 1])) if after else self._size
        return self.lower(prefix), high

    def terms(self, first: int, last: int) -> list[bytes]:
        """See `Dictionary.terms`."""
        if first >= last:
            return []
        low = first // BLOCK
        found: list[bytes] = []
        for block in range(low, (last - 1) // BLOCK + 1):
            # What is read from end to end would only drive out of the cache what is asked for again.
            found += self._block(block) if last - first <= BLOCK else self._read(block)
        return found[first - low * BLOCK : last - low * BLOCK]

    def _block_of(self, term: bytes) -> int:
        return bisect_right(self._firsts, term) - 1

    def _read(self, block: int) -> list[bytes]:
        begin, end = int(self._blockat[block]), int(self._blockat[block + 1])
        try:
            return _unpacked(self._bits[begin:end].tobytes(), min(BLOCK, self._size - block * BLOCK))
        except (zlib.error, struct.error) as error:
            raise Damaged(f"{self._where}: block {block}") from error


def write_pairs(file: FileWriter, name: str, chars: Array, firsts: Array, seconds: Array) -> None:
    """Writes terms of one or two characters.

    Args:
        chars: the code points of all characters that are in one of them, rising.
        firsts, seconds: of each term, in order, the numbers of its characters, counted from 1 in `chars`; `NOTHING`
            for a second that there is not.
    """
    file.add(f"{name}/chars", np.concatenate([[0], chars]).astype(TYPES[4]))
    file.add(f"{name}/firstat", firsts.searchsorted(np.arange(len(chars) + 2)).astype(TYPES[4]))
    file.add(f"{name}/second", seconds.astype(least(len(chars))))


class Pairs:
    """Terms as `write_pairs` wrote them.

    Attributes:
        number: a character → its number, 0 where no term has it.
        pair: the numbers of two characters → that of the term of them, -1 where there is none.
    """

    def __init__(self, file: SegmentFile, name: str) -> None:
        self.chars = file.array(f"{name}/chars")
        self.firstat = file.array(f"{name}/firstat")
        self.second = file.array(f"{name}/second")
        self.number = lru_cache(_REMEMBERED)(self._number)
        self.pair = lru_cache(_REMEMBERED)(self._pair)

    def __len__(self) -> int:
        return len(self.second)

    def _number(self, char: str) -> int:
        code = np.uint32(ord(char))
        at = 1 + int(self.chars[1:].searchsorted(code))
        return at if at < len(self.chars) and self.chars[at] == code else 0

    def _pair(self, first: int, second: int) -> int:
        low, high = int(self.firstat[first]), int(self.firstat[first + 1])
        at = low + int(self.second[low:high].searchsorted(self.second.dtype.type(second)))
        return at if at < high and self.second[at] == second else -1

    def beginning(self, first: int) -> tuple[int, int]:
        """The range of the terms that begin with a character, given its number."""
        return int(self.firstat[first]), int(self.firstat[first + 1])

    def ending(self, second: int) -> Array:
        """The numbers of the terms that end with a character, given its number."""
        return np.flatnonzero(self.second == second)

    def firsts(self) -> Array:
        """Of each term the number of its first character."""
        many: Array = np.diff(self.firstat.astype(np.int64))
        return np.repeat(np.arange(len(self.chars)), many)

    def find(self, term: bytes) -> int:
        """See `Dictionary.find`."""
        try:
            text = term.decode()
        except UnicodeDecodeError:
            return -1
        if not 1 <= len(text) <= 2:
            return -1
        numbers = [self.number(char) for char in text]
        return self.pair(numbers[0], numbers[1] if len(text) > 1 else NOTHING) if all(numbers) else -1

    def lower(self, term: bytes) -> int:
        """See `Dictionary.lower`."""
        low, high = 0, len(self)
        while low < high:
            middle = (low + high) // 2
            if self.terms(middle, middle + 1)[0] < term:
                low = middle + 1
            else:
                high = middle
        return low

    def range(self, prefix: bytes) -> tuple[int, int]:
        """See `Dictionary.range`."""
        after = prefix.rstrip(b"\xff")
        high = self.lower(after[:-1] + bytes([after[-1] + 1])) if after else len(self)
        return self.lower(prefix), high

    def terms(self, first: int, last: int) -> list[bytes]:
        """See `Dictionary.terms`."""
        return list(self._terms(first, last))

    def _terms(self, first: int, last: int) -> Iterator[bytes]:
        firstat = self.firstat
        begins = firstat.searchsorted(np.arange(first, last, dtype=firstat.dtype), "right") - 1
        for begin, end in zip(begins.tolist(), self.second[first:last].tolist(), strict=True):
            yield (chr(self.chars[begin]) + (chr(self.chars[end]) if end else "")).encode()


def union(dictionaries: Sequence[Iterable[bytes]]) -> list[bytes]:
    """The terms of several dictionaries, sorted, each once."""
    return sorted(set().union(*dictionaries))


def merged_pairs(dictionaries: Sequence[Pairs]) -> tuple[Array, Array, list[Array]]:
    """The terms of several dictionaries of pairs.

    Returns:
        The characters; the terms, each as ``first << 32 | second`` by the numbers of its characters; and for each
        dictionary where its terms are among them.
    """
    chars = np.unique(np.concatenate([each.chars[1:] for each in dictionaries]))
    keys = []
    for each in dictionaries:
        numbers = np.concatenate([[0], chars.searchsorted(each.chars[1:]) + 1]).astype(np.uint64)
        keys.append(numbers[each.firsts()] << np.uint64(32) | numbers[each.second])
    every = np.concatenate(keys)
    every.sort(kind="stable")  # merges what is sorted already, in half the time of `np.unique`
    every = every[np.flatnonzero(np.concatenate([np.ones(min(1, len(every)), bool), every[1:] != every[:-1]]))]
    return chars, every, [every.searchsorted(key) for key in keys]


def pairs_of(keys: Array) -> tuple[Array, Array]:
    """The first and the second characters of terms as `merged_pairs` gives them."""
    return (keys >> np.uint64(32)).astype(np.int64), (keys & np.uint64(0xFFFFFFFF)).astype(np.int64)


def code_points(terms: Sequence[bytes]) -> tuple[Array, Array, Array]:
    """Terms of one or two characters as `write_pairs` wants them: characters, first and second.

    Raises:
        ValueError: a term has other than one or two.
    """
    texts = [term.decode() for term in terms]
    if not all(1 <= len(text) <= 2 for text in texts):
        raise ValueError("a term of one or two characters was expected")
    first = np.array([ord(text[0]) for text in texts], np.int64)
    second = np.array([ord(text[1]) if len(text) > 1 else -1 for text in texts], np.int64)
    chars = np.unique(np.concatenate([first, second[second >= 0]]))
    return chars, chars.searchsorted(first) + 1, np.where(second < 0, NOTHING, chars.searchsorted(second) + 1)
