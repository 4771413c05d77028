"""How do streams of tokens become postings, without Python for each of them?

A document is handed over as its tokens; what comes out is, of the whole segment, for each term the documents or
positions in which it stands. The tokens are numbered as they come in (one look into a dictionary, in C), everything
else is sorting. `TokenStream` takes words and values; the characters of a text have a stream of their own (`pairs`).
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count

import numpy as np

from .batch import Some, Tokens
from .format import TYPES, Array
from .sorting import AT_ONCE, HALF, LOWER, keys_of, ranges, starts_of


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


def joined(some: Sequence[Sequence[bytes] | PairTerms]) -> Sequence[bytes] | PairTerms:
    """The terms of postings one after the other; characters are counted through, or the same for all."""
    pairs = [each for each in some if isinstance(each, PairTerms)]
    if len(pairs) < len(some) or not pairs:
        return [term for each in some if not isinstance(each, PairTerms) for term in each]
    chars = np.unique(np.concatenate([each.chars for each in pairs]))
    firsts = np.concatenate([each.firsts for each in pairs])
    return PairTerms(chars, firsts, np.concatenate([each.seconds for each in pairs]))


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
        for first, last, here in ranges(ranked, len(terms)):
            keys = keys_of(ranked[here], documents[here])
            starts = starts_of(keys)
            often = np.diff(starts, append=len(keys)) if times else None
            keys = keys[starts]
            counts = np.bincount((keys >> HALF).astype(np.int64) - first, minlength=last - first)
            yield Postings([terms[at] for at in order[first:last]], counts, (keys & LOWER).astype(TYPES[4]), often)
