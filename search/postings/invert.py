"""How do streams of tokens become postings, without Python for each of them?

A document is handed over as its tokens; what comes out is, of the whole segment, for each term the documents or
positions in which it stands. The tokens are numbered as they come in (one look into a dictionary, in C), everything
else is sorting.

A **text** is several parts of characters. Its terms are the pairs of characters that stand side by side in a part, and
the position of a pair is that of its first character, counted through the whole segment with one place for the end of
each part. Where no pair begins, at the last character of a part and at its end, stands the term `BREAK`: so of two
positions in a row one is always a break between two parts, and nothing that looks at every second pair can step from
one part into the next.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import count

import numpy as np

from .dictionary import NOTHING
from .format import TYPES, Array, least

BREAK = b"\x00"
"""The term that stands where a part of a text ends; the character is in no text."""


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
    """What a field holds.

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

    @property
    def size(self) -> int:
        """How many tokens there are."""
        return len(self._tokens)

    def add(self, tokens: Sequence[str]) -> None:
        """The tokens of the next document."""
        if tokens:
            self._tokens.extend(map(self._numbers.__getitem__, tokens))
        self._ends.append(len(self._tokens))

    def lengths(self) -> Array:
        """How many tokens each document has."""
        return np.diff(np.frombuffer(self._ends, np.uint64).astype(np.int64), prepend=0)

    def postings(self, times: bool) -> Postings:
        """Of all documents, with how often a term is in each or without."""
        terms = [term.encode("utf-8", "surrogatepass") for term in self._numbers]
        order = sorted(range(len(terms)), key=terms.__getitem__)
        rank = np.empty(len(terms), np.uint64)
        rank[order] = np.arange(len(terms), dtype=np.uint64)
        documents = np.repeat(np.arange(len(self._ends), dtype=np.uint64), self.lengths())
        keys = rank[np.frombuffer(self._tokens, np.uint32)] << np.uint64(32)
        keys |= documents
        del documents
        keys.sort()
        starts = _starts(keys)
        often = np.diff(starts, append=len(keys)) if times else None
        keys = keys[starts]
        numbers = (keys & np.uint64(0xFFFFFFFF)).astype(TYPES[4])
        counts = np.bincount((keys >> np.uint64(32)).astype(np.int64), minlength=len(terms))
        return Postings([terms[at] for at in order], counts, numbers, often)


class TextStream:
    """Takes the text of one document after the other."""

    def __init__(self) -> None:
        self._codes = bytearray()
        self._spans = array("I")

    @property
    def size(self) -> int:
        """How many positions there are."""
        return len(self._codes) // 4

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

    def postings(self) -> tuple[Postings, Postings]:
        """The pairs with their positions, and the single characters with their documents."""
        codes = np.frombuffer(self._codes, np.uint32)
        present = np.zeros(0x110000, bool)
        present[codes] = True
        chars = np.flatnonzero(present)
        number = np.zeros(0x110000, least(len(chars)))
        number[chars] = np.arange(1, len(chars) + 1)
        numbered = number[codes]
        del codes
        return self._pairs(numbered, chars), self._chars(numbered, chars)

    def _pairs(self, numbered: Array, chars: Array) -> Postings:
        """Sorts every pair with its position, both in one number."""
        wide, long = np.uint64(len(chars).bit_length()), np.uint64(max(1, len(numbered)).bit_length())
        keys = numbered.astype(np.uint64) << wide
        keys[:-1] |= numbered[1:]
        ends = np.flatnonzero(numbered == 1)
        for end in (ends, ends - 1):  # of a part; no part is empty, so that none begins where another ends
            keys[end] = np.uint64(1) << wide | np.uint64(NOTHING)
        keys <<= long
        keys |= np.arange(len(keys), dtype=np.uint64)
        keys.sort()
        positions = (keys & ((np.uint64(1) << long) - np.uint64(1))).astype(TYPES[4])
        keys >>= long
        starts = _starts(keys)
        counts = np.diff(starts, append=len(keys))
        keys = keys[starts]
        seconds = (keys & ((np.uint64(1) << wide) - np.uint64(1))).astype(np.int64)
        return Postings(PairTerms(chars, (keys >> wide).astype(np.int64), seconds), counts, positions)

    def _chars(self, numbered: Array, chars: Array) -> Postings:
        """Sorts every character with its document, both in one number; what ends a part is no character of it."""
        keys = numbered.astype(np.uint64)
        keys <<= np.uint64(32)
        keys |= np.repeat(np.arange(len(self._spans), dtype=np.uint64), self.spans())
        keys = keys[numbered > 1]
        keys.sort()
        keys = keys[_starts(keys)]
        totals = np.bincount((keys >> np.uint64(32)).astype(np.int64), minlength=len(chars) + 1)
        here = np.flatnonzero(totals)
        terms = PairTerms(chars[here - 1], np.arange(1, len(here) + 1), np.full(len(here), NOTHING))
        return Postings(terms, totals[here], (keys & np.uint64(0xFFFFFFFF)).astype(TYPES[4]))


def _starts(keys: Array) -> Array:
    """Where in a sorted array another number begins."""
    return np.flatnonzero(np.concatenate([np.ones(min(1, len(keys)), bool), keys[1:] != keys[:-1]]))
