"""How does text become postings, of single characters and of pairs?

A **text** is several parts of characters. Its terms are the pairs of characters that stand side by side in a part, and
the position of a pair is that of its first character, counted through the whole segment with one place for the end of
each part. Where no pair begins, at the last character of a part and at its end, stands the term `BREAK`: so of two
positions in a row one is always a break between two parts, and nothing that looks at every second pair can step from
one part into the next.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

import numpy as np

from .batch import Some, Texts
from .dictionary import NOTHING
from .format import TYPES, Array, least
from .invert import PairTerms, Postings
from .sorting import HALF, LOWER, keys_of, ranges, starts_of

BREAK = b"\x00"
"""The term that stands where a part of a text ends; the character is in no text."""

_PIECE = 1_000_000
"""Characters of documents that come one by one which are looked at together."""
_ALL = 0x110000


class TextStream:
    """Takes the text of one document after the other, or of many."""

    def __init__(self) -> None:
        self._codes: list[Array] = []
        self._singles: list[_Singles] = []
        self._open = bytearray()
        self._spans = array("I")
        self._before = 0
        """Documents of which the codes are the text."""
        self._number: tuple[Array, Array] | None = None

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

    def pairs(self) -> Iterator[Postings]:
        """The pairs with their positions; nothing can be added after, and they cannot be asked for again."""
        chars, number = self._numbering()
        numbered = np.empty(sum(map(len, self._codes)), number.dtype)
        at = 0
        for codes in self._codes:
            numbered[at : at + len(codes)] = number[codes]
            at += len(codes)
        self._codes.clear()
        return self._pairs(numbered, chars)

    def chars(self) -> Iterator[Postings]:
        """The single characters with their documents; as `pairs`."""
        chars, number = self._numbering()
        singles = np.empty(sum(len(piece.chars) for piece in self._singles), number.dtype)
        documents = np.empty(len(singles), np.uint32)
        at = 0
        for piece in self._singles:
            singles[at : at + len(piece.chars)] = number[piece.chars]
            documents[at : at + len(piece.chars)] = piece.documents
            at += len(piece.chars)
        self._singles.clear()
        return self._chars(singles, documents, chars)

    def _numbering(self) -> tuple[Array, Array]:
        """The characters that there are, and of every character its number, from 1."""
        self._close()
        if self._number is None:
            present = np.zeros(_ALL, bool)
            present[0] = True
            for piece in self._singles:
                present[piece.chars] = True
            chars = np.flatnonzero(present)
            number = np.zeros(_ALL, least(len(chars)))
            number[chars] = np.arange(1, len(chars) + 1)
            self._number = chars, number
        return self._number

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
        kind = least(int(codes.max()))
        # Both in one number, as small as can be: that is sorted in half the time.
        wide: Any
        wide, half = (np.uint32, 16) if kind.itemsize <= 2 and len(spans) <= 1 << 16 else (np.uint64, 32)
        keys = np.repeat(np.arange(len(spans), dtype=wide), spans)
        keys <<= wide(half)
        keys |= codes.astype(kind)
        keys.sort()
        keys = keys[starts_of(keys)]
        chars = (keys & wide((1 << half) - 1)).astype(kind)
        documents = (keys >> wide(half)).astype(np.uint32) + np.uint32(first)
        is_one = chars != 0
        self._codes.append(codes.astype(kind))
        self._singles.append(_Singles(chars[is_one], documents[is_one]))

    def _pairs(self, numbered: Array, chars: Array) -> Iterator[Postings]:
        """Sorts every pair with its position, both in one number."""
        firsts = numbered.copy()
        firsts[np.flatnonzero(numbered == 1) - 1] = 1  # no part is empty, so that none begins where another ends
        wide, long = (np.uint64(max(1, size).bit_length()) for size in (len(chars), len(numbered)))
        for first, _, here in ranges(firsts, len(chars) + 1):
            at = np.arange(len(firsts)) if isinstance(here, slice) else here
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
            starts = starts_of(keys)
            counts = np.diff(starts, append=len(keys))
            keys = keys[starts]
            seconds = (keys & ((np.uint64(1) << wide) - np.uint64(1))).astype(np.int64)
            yield Postings(PairTerms(chars, (keys >> wide).astype(np.int64) + first, seconds), counts, positions)

    def _chars(self, numbers: Array, documents: Array, chars: Array) -> Iterator[Postings]:
        """Sorts every character with its document, both in one number."""
        number = 0
        for _, _, here in ranges(numbers, len(chars) + 1):
            keys = keys_of(numbers[here], documents[here])
            totals = np.bincount((keys >> HALF).astype(np.int64), minlength=len(chars) + 1)
            found = np.flatnonzero(totals)
            counted = np.arange(number + 1, number + 1 + len(found))
            number += len(found)
            terms = PairTerms(chars[found - 1], counted, np.full(len(found), NOTHING))
            yield Postings(terms, totals[found], (keys & LOWER).astype(TYPES[4]))


class _Singles(NamedTuple):
    """Each character that some documents have, once of each, and the document."""

    chars: Array
    documents: Array
