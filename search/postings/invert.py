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
from typing import Any, NamedTuple

import numpy as np

from .batch import Some, Texts, Tokens
from .dictionary import NOTHING
from .format import TYPES, Array, least

BREAK = b"\x00"
"""The term that stands where a part of a text ends; the character is in no text."""

AT_ONCE = 4_000_000
"""Tokens or positions that are sorted at once, in some hundred megabytes of memory."""


_PIECE = 1_000_000
"""Characters of documents that come one by one which are looked at together."""
_ALL = 0x110000


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

    def extend(self, tokens: Tokens, some: Some) -> None:
        """The tokens of the next documents: some of a batch."""
        numbers, sizes = some.of(tokens.numbers, tokens.ends)
        terms: Iterable[str] = tokens.terms
        if some.numbers is not None:  # the others may have terms that these have not
            used, numbers = np.unique(numbers, return_inverse=True)
            every = tuple(terms)
            terms = [every[number] for number in used.tolist()]
        places = np.array([*map(self._numbers.__getitem__, terms)], np.uint32)
        self._extend(places[numbers], sizes)

    def extend_by_one_each(self, tokens: Sequence[str]) -> None:
        """The tokens of the next documents, each of which has one."""
        self._extend(np.array([*map(self._numbers.__getitem__, tokens)], np.uint32), np.ones(len(tokens), np.int64))

    def extend_by_none(self, documents: int) -> None:
        """The next documents have no token."""
        self._extend(np.zeros(0, np.uint32), np.zeros(documents, np.int64))

    def _extend(self, numbers: Array, sizes: Array) -> None:
        ends = len(self._tokens) + np.cumsum(sizes)
        self._tokens.frombytes(numbers.tobytes())
        self._ends.frombytes(ends.astype(np.uint64).tobytes())

    def lengths(self) -> Array:
        """How many tokens each document has."""
        return np.diff(np.frombuffer(self._ends, np.uint64).astype(np.int64), prepend=0)

    def postings(self, times: bool) -> Iterator[Postings]:
        """Of all documents, with how often a term is in each or without; nothing can be added after."""
        terms = [term.encode("utf-8", "surrogatepass") for term in self._numbers]
        order = sorted(range(len(terms)), key=terms.__getitem__)
        rank = np.empty(len(terms), np.uint32)
        rank[order] = np.arange(len(terms), dtype=np.uint32)
        ranked, self._tokens = np.frombuffer(self._tokens, np.uint32), array("I")
        for begin in range(0, len(ranked), AT_ONCE):  # in their place: there are many
            ranked[begin : begin + AT_ONCE] = rank[ranked[begin : begin + AT_ONCE]]
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
    """Takes the text of one document after the other, or of many."""

    def __init__(self) -> None:
        self._pieces: list[_Piece] = []
        self._open = bytearray()
        self._spans = array("I")
        self._before = 0
        """Documents of which the pieces hold the text."""

    def add(self, parts: Iterable[str]) -> None:
        """The parts of the text of the next document; those without a character are left out.

        Raises:
            ValueError: a character of it is `BREAK`, or half a surrogate pair.
        """
        some = [part for part in parts if part]
        text = "\0".join([*some, ""])
        if text.count("\0") != len(some):
            raise ValueError("a text holds the character that ends its parts")
        self._open += text.encode("utf-32-le")
        self._spans.append(len(text))
        if len(self._open) >= 4 * _PIECE:
            self._close()

    def extend(self, texts: Texts, some: Some) -> None:
        """The texts of the next documents: some of a batch."""
        self._close()
        codes, sizes = some.of(texts.codes, texts.ends)
        self._spans.frombytes(sizes.astype(np.uint32).tobytes())
        self._keep(codes)

    def extend_by_none(self, documents: int) -> None:
        """The next documents have no text."""
        self._spans.frombytes(bytes(4 * documents))

    def spans(self) -> Array:
        """How many positions each document takes."""
        return np.frombuffer(self._spans, np.uint32).astype(np.int64)

    def postings(self) -> tuple[Iterator[Postings], Iterator[Postings]]:
        """The pairs with their positions, the single characters with their documents; nothing can be added after."""
        self._close()
        present = np.zeros(_ALL, bool)
        present[0] = True
        for piece in self._pieces:
            present[piece.chars] = True
        chars = np.flatnonzero(present)
        number = np.zeros(_ALL, least(len(chars)))
        number[chars] = np.arange(1, len(chars) + 1)
        numbered = np.empty(sum(len(piece.codes) for piece in self._pieces), number.dtype)
        singles = np.empty(sum(len(piece.chars) for piece in self._pieces), number.dtype)
        documents = np.empty(len(singles), np.uint32)
        at = single = 0
        for piece in self._pieces:
            numbered[at : at + len(piece.codes)] = number[piece.codes]
            singles[single : single + len(piece.chars)] = number[piece.chars]
            documents[single : single + len(piece.chars)] = piece.documents
            at, single = at + len(piece.codes), single + len(piece.chars)
        self._pieces.clear()
        return self._pairs(numbered, chars), self._chars(singles, documents, chars)

    def _close(self) -> None:
        if self._open:
            codes, self._open = np.frombuffer(self._open, np.uint32), bytearray()
            self._keep(codes)

    def _keep(self, codes: Array) -> None:
        """Keeps the text of the documents that have come since, each character in as few bytes as hold it, and finds
        out which of them each document has."""
        first = self._before
        self._before = len(self._spans)
        if not len(codes):
            return
        spans = np.array(self._spans[first:], np.int64)
        keys = np.repeat(np.arange(len(spans), dtype=np.uint64), spans)
        keys <<= _HALF
        keys |= codes
        keys = keys[codes != 0]
        keys.sort()
        keys = keys[_starts(keys)]
        kind = least(int(codes.max()))
        documents = (keys >> _HALF).astype(np.uint32) + np.uint32(first)
        self._pieces.append(_Piece(codes.astype(kind), (keys & _LOWER).astype(kind), documents))

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

    def _chars(self, numbers: Array, documents: Array, chars: Array) -> Iterator[Postings]:
        """Sorts every character with its document, both in one number."""
        number = 0
        for first, last in _ranges(numbers, len(chars) + 1):
            here = _within(numbers, first, last, len(chars) + 1)
            keys = _keys(numbers[here], documents[here])
            totals = np.bincount((keys >> _HALF).astype(np.int64), minlength=len(chars) + 1)
            found = np.flatnonzero(totals)
            counted = np.arange(number + 1, number + 1 + len(found))
            number += len(found)
            terms = PairTerms(chars[found - 1], counted, np.full(len(found), NOTHING))
            yield Postings(terms, totals[found], (keys & _LOWER).astype(TYPES[4]))


class _Piece(NamedTuple):
    """The text of some documents.

    Attributes:
        codes: its characters.
        chars, documents: each character that a document has, once, and the document.
    """

    codes: Array
    chars: Array
    documents: Array


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
