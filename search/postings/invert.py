"""How do streams of tokens become postings, without Python for each of them?

A document is handed over as its tokens; what comes out is, of the whole segment, for each term the documents or
positions in which it stands. The tokens are numbered as they come in (one look into a dictionary, in C), everything
else is sorting: of so many at once (`AT_ONCE`), term by term in their order, that the memory it takes is bounded.

A **text** is several parts of characters. Its terms are the pairs of characters that stand side by side in a part, and
the position of a pair is that of its first character, counted through the whole segment with one place for the end of
each part. Where no pair begins, at the last character of a part and at its end, stands the term `BREAK`: so of two
positions in a row one is always a break between two parts, and nothing that looks at every second pair can step from
one part into the next.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any

import numpy as np

from .dictionary import NOTHING
from .format import TYPES, Array, least

BREAK = b"\x00"
"""The term that stands where a part of a text ends; the character is in no text."""

AT_ONCE = 8_000_000
"""Tokens or positions that are sorted at once, in some hundred megabytes of memory."""


@dataclass(frozen=True, slots=True)
class PairTerms:
    """Terms of one or two characters, as `dictionary.write_pairs` wants them."""

    chars: Array
    firsts: Array
    seconds: Array

    def __len__(self) -> int:
        return len(self.firsts)


@dataclass(frozen=True, slots=True)
class Postings:
    """What a field holds, or some of its terms in a row.

    Attributes:
        terms: sorted, each once.
        counts: of each term, how many numbers it has.
        numbers: of each term in turn its documents, or its positions, rising.
        times: how often it is in each of those documents, of a counted field.
    """

    terms: Sequence[bytes] | PairTerms
    counts: Array
    numbers: Array
    times: Array | None = None


class TokenStream:
    """Takes the tokens of one document after the other: words, or the values of a field."""

    def __init__(self) -> None:
        numbering = count()
        self._numbers: defaultdict[str, int] = defaultdict(numbering.__next__)
        self._tokens = array("I")
        self._ends = array("Q")

    def add(self, tokens: Sequence[str]) -> None:
        """The tokens of the next document."""
        if tokens:
            self._tokens.extend(map(self._numbers.__getitem__, tokens))
        self._ends.append(len(self._tokens))

    def lengths(self) -> Array:
        """How many tokens each document has."""
        return np.diff(np.frombuffer(self._ends, np.uint64).astype(np.int64), prepend=0)

    def postings(self, times: bool) -> Iterator[Postings]:
        """Of all documents, with how often a term is in each or without; nothing can be added after."""
        terms = [term.encode("utf-8", "surrogatepass") for term in self._numbers]
        order = sorted(range(len(terms)), key=terms.__getitem__)
        rank = np.empty(len(terms), np.uint32)
        rank[order] = np.arange(len(terms), dtype=np.uint32)
        ranked = rank[np.frombuffer(self._tokens, np.uint32)]
        documents = np.repeat(np.arange(len(self._ends), dtype=np.uint32), self.lengths())
        for first, last in _ranges(ranked, len(terms)):
            here = _within(ranked, first, last, len(terms))
            keys = _keys(ranked[here], documents[here])
            starts = _starts(keys)
            often = np.diff(starts, append=len(keys)) if times else None
            keys = keys[starts]
            counts = np.bincount((keys >> _HALF).astype(np.int64) - first, minlength=last - first)
            yield Postings([terms[at] for at in order[first:last]], counts, (keys & _LOWER).astype(TYPES[4]), often)


class TextStream:
    """Takes the text of one document after the other."""

    def __init__(self) -> None:
        self._codes = bytearray()
        self._spans = array("I")

    def add(self, parts: Iterable[str]) -> None:
        """The parts of the text of the next document; those without a character are left out.

        Raises:
            ValueError: a character of it is `BREAK`, or half a surrogate pair.
        """
        some = [part for part in parts if part]
        text = "\0".join([*some, ""])
        if text.count("\0") != len(some):
            raise ValueError("a text holds the character that ends its parts")
        self._codes += text.encode("utf-32-le")
        self._spans.append(len(text))

    def spans(self) -> Array:
        """How many positions each document takes."""
        return np.frombuffer(self._spans, np.uint32).astype(np.int64)

    def postings(self) -> tuple[Iterator[Postings], Iterator[Postings]]:
        """The pairs with their positions, the single characters with their documents; nothing can be added after."""
        codes = np.frombuffer(self._codes, np.uint32)
        present = np.zeros(0x110000, bool)
        present[codes] = True
        chars = np.flatnonzero(present)
        number = np.zeros(0x110000, least(len(chars)))
        number[chars] = np.arange(1, len(chars) + 1)
        numbered = number[codes]
        del codes
        self._codes = bytearray()
        return self._pairs(numbered, chars), self._chars(numbered, chars)

    def _pairs(self, numbered: Array, chars: Array) -> Iterator[Postings]:
        """Sorts every pair with its position, both in one number."""
        firsts = numbered.copy()
        firsts[np.flatnonzero(numbered == 1) - 1] = 1  # no part is empty, so that none begins where another ends
        wide, long = (np.uint64(max(1, size).bit_length()) for size in (len(chars), len(numbered)))
        for first, last in _ranges(firsts, len(chars) + 1):
            at = np.arange(len(firsts)) if last - first > len(chars) else _within(firsts, first, last, len(chars) + 1)
            keys = firsts[at].astype(np.uint64)
            ends = np.flatnonzero(keys == 1)
            keys <<= wide
            keys |= numbered.take(at + 1, mode="clip")
            keys[ends] = np.uint64(1) << wide | np.uint64(NOTHING)
            keys -= np.uint64(first) << wide
            keys <<= long
            keys |= at.view(np.uint64)
            keys.sort()
            positions = (keys & ((np.uint64(1) << long) - np.uint64(1))).astype(TYPES[4])
            keys >>= long
            starts = _starts(keys)
            counts = np.diff(starts, append=len(keys))
            keys = keys[starts]
            seconds = (keys & ((np.uint64(1) << wide) - np.uint64(1))).astype(np.int64)
            yield Postings(PairTerms(chars, (keys >> wide).astype(np.int64) + first, seconds), counts, positions)

    def _chars(self, numbered: Array, chars: Array) -> Iterator[Postings]:
        """Sorts every character with its document, both in one number; what ends a part is no character of it."""
        documents = np.repeat(np.arange(len(self._spans), dtype=np.uint32), self.spans())
        number = 0
        for first, last in _ranges(numbered, len(chars) + 1):
            here = _within(numbered, max(first, 2), last, len(chars) + 1)
            keys = _keys(numbered[here], documents[here])
            keys = keys[_starts(keys)]
            totals = np.bincount((keys >> _HALF).astype(np.int64), minlength=len(chars) + 1)
            found = np.flatnonzero(totals)
            numbers = np.arange(number + 1, number + 1 + len(found))
            number += len(found)
            terms = PairTerms(chars[found - 1], numbers, np.full(len(found), NOTHING))
            yield Postings(terms, totals[found], (keys & _LOWER).astype(TYPES[4]))


def joined(some: Sequence[Sequence[bytes] | PairTerms]) -> Sequence[bytes] | PairTerms:
    """The terms of postings one after the other; characters are counted through, or the same for all."""
    pairs = [each for each in some if isinstance(each, PairTerms)]
    if len(pairs) < len(some) or not pairs:
        return [term for each in some if not isinstance(each, PairTerms) for term in each]
    chars = np.unique(np.concatenate([each.chars for each in pairs]))
    firsts = np.concatenate([each.firsts for each in pairs])
    return PairTerms(chars, firsts, np.concatenate([each.seconds for each in pairs]))


_HALF, _LOWER = np.uint64(32), np.uint64(0xFFFFFFFF)


def _keys(numbers: Array, documents: Array) -> Array:
    """Some numbers, each with its document behind it, sorted."""
    keys = numbers.astype(np.uint64)
    keys <<= _HALF
    keys |= documents
    keys.sort()
    return keys


def _ranges(numbers: Array, size: int) -> Iterator[tuple[int, int]]:
    """Ranges of the numbers below `size`, of which there are at most `AT_ONCE` in each, if not more of a single one."""
    if len(numbers) <= AT_ONCE:
        yield 0, size
        return
    counts = np.zeros(size, np.int64)
    for begin in range(0, len(numbers), AT_ONCE):
        counts += np.bincount(numbers[begin : begin + AT_ONCE], minlength=size)
    ends, first = np.cumsum(counts), 0
    while first < size:
        begun = int(ends[first - 1]) if first else 0
        last = max(first + 1, int(ends.searchsorted(begun + AT_ONCE, "right")))
        yield first, last
        first = last


def _within(numbers: Array, first: int, last: int, size: int) -> Any:
    """Where numbers below `size` are of a range: places, or everything."""
    if (first, last) == (0, size):
        return slice(None)
    return np.flatnonzero((numbers >= first) & (numbers < last))


def _starts(keys: Array) -> Array:
    """Where in a sorted array another number begins."""
    return np.flatnonzero(np.concatenate([np.ones(min(1, len(keys)), bool), keys[1:] != keys[:-1]]))
