"""Which documents have a term, and how often?

A **leaf** of a question is a term, the terms that begin so, or a text, in one field. What a segment says of it is read
as far as it is asked for, and once: what has matched is counted by the same arrays. Mostly the same thing is looked for
in several fields, and what they find is **tallied** together.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from .bits import differ
from .format import Array
from .reader import FieldReader, Segment
from .sets import Union, marked, within

NONE = np.zeros(0, np.int64)
"""No documents."""

FEW = 16
"""Of a list that is so many times longer than what is looked for in it, the stretches are decoded that it may be in."""

_SORTED = 64
"""To sort a number takes as long as to look at so many places of a table."""


@dataclass(frozen=True, slots=True)
class Having:
    """Documents with a term in a field."""

    field: str
    term: bytes

    def read(self, segment: Segment, deleted: Array | None) -> Reading:
        """What a segment says of it."""
        reader = segment[self.field]
        return _OfTerm(reader, reader.terms.find(self.term), deleted)


@dataclass(frozen=True, slots=True)
class Beginning:
    """Documents with a term that begins so."""

    field: str
    prefix: bytes

    def read(self, segment: Segment, deleted: Array | None) -> Reading:
        """What a segment says of it."""
        reader = segment[self.field]
        return _OfTerms(reader, *reader.terms.range(self.prefix), deleted)


@dataclass(frozen=True, slots=True)
class Standing:
    """Documents in which a text stands.

    Attributes:
        pairs: the placed field of its pairs.
        chars: the set of its single characters, for texts of one; it goes with `pairs`.
        text: one character or more.
    """

    pairs: str
    chars: str = field(compare=False)
    text: str

    def read(self, segment: Segment, deleted: Array | None) -> Reading:
        """What a segment says of it."""
        if len(self.text) > 1:
            return _OfText(segment[self.pairs], self.text, deleted)
        return Having(self.chars, self.text.encode("utf-8", "surrogatepass")).read(segment, deleted)


Leaf = Having | Beginning | Standing


class Reading:
    """What a segment says of a leaf. Arrays that it gives are not to be changed.

    Args:
        field: where it is looked for.
        deleted: for each document, has it been deleted? None where none has.
    """

    def __init__(self, field: FieldReader, deleted: Array | None) -> None:
        self.field = field
        self.deleted = deleted
        self._documents: Array | None = None
        self._often: Array | None = None

    @property
    def documents(self) -> Array:
        """The documents that have it, rising (i64); deleted ones never appear."""
        if self._documents is None:
            self._documents = self._read()
        return self._documents

    @property
    def often(self) -> Array:
        """How often it is in each of them (f64): in a counted field, or as a text; in a set once."""
        documents = self.documents
        if self._often is None:
            self._often = self._count() if len(documents) else np.zeros(0)
        return self._often

    def number(self) -> int:
        """In how many documents it is."""
        return len(self.documents)

    @property
    def repeated(self) -> Array | None:
        """The same, None where it is known without reading that it is once in each."""
        return self.often

    def most(self) -> int:
        """How often it is in any document at most, or more than that."""
        return int(self.often.max(initial=0))

    def holds(self, documents: Array) -> Array:
        """Which of some documents have it."""
        return within(documents, self.documents, self.field.documents)

    def among(self, documents: Array) -> tuple[Array, Array]:
        """The places of those of some documents that have it, and how often."""
        found = self.documents
        places = found.searchsorted(documents)
        here = (found.take(places, mode="clip") == documents).nonzero()[0] if len(found) else NONE
        return here, self._often_at(places[here]) if len(here) else NONE

    def positions(self) -> Array:
        """Where a text stands, in deleted documents too (i64)."""
        raise TypeError(f"{self.field.name} has no positions")

    def _read(self) -> Array:
        raise NotImplementedError

    def _count(self) -> Array:
        return np.ones(len(self.documents))

    def _often_at(self, places: Array) -> Array:
        return self.often[places]

    def _alive(self, documents: Array) -> Array:
        """Those that have not been deleted."""
        return documents if self.deleted is None else documents[~self.deleted[documents]]


class _OfTerm(Reading):
    """Of one term, by its number; -1 for none."""

    def __init__(self, field: FieldReader, term: int, deleted: Array | None) -> None:
        super().__init__(field, deleted)
        self._term = term
        self._numbers = NONE  # with deleted ones
        self._number: int | None = None
        # Of a set, and where it is no more than once in any document.
        self._is_once = field.kind == "set" or (field.kind == "counted" and term >= 0 and field.most.item(term) == 1)
        if deleted is None and field.kind != "placed":
            self._number = field.at.count(term) if term >= 0 else 0

    def number(self) -> int:
        """Known without reading where none was deleted."""
        return len(self.documents) if self._number is None else self._number

    @property
    def repeated(self) -> Array | None:
        """The same, None of a set, and where it is no more than once in any document."""
        return None if self._is_once else self.often

    def most(self) -> int:
        """255 for 255 and more."""
        if self.field.kind != "counted":
            return super().most()
        return self.field.most.item(self._term) if self._term >= 0 else 0

    def holds(self, documents: Array) -> Array:
        """What has not been read is decoded no further than it takes."""
        if self._is_worth_reading(documents):
            return super().holds(documents)
        return self.field.at.find(self._term, documents)[0]

    def among(self, documents: Array) -> tuple[Array, Array]:
        """What has not been read is decoded no further than it takes."""
        if self._is_worth_reading(documents):
            return super().among(documents)
        here, places = self.field.at.find(self._term, documents)
        return here.nonzero()[0], self._times_at(places) if len(places) else NONE

    def _is_worth_reading(self, documents: Array) -> bool:
        """Is it read, or to be read whole for some documents?"""
        if self._documents is not None or self._term < 0 or self.field.kind == "placed":
            return True
        return FEW * len(documents) >= self.field.at.count(self._term)

    def _read(self) -> Array:
        if self._term < 0:
            return NONE
        self._numbers = self.field.documents_of(self._term)
        return self._numbers if self.deleted is None else self._alive(self._numbers)

    def _count(self) -> Array:
        if self.field.kind != "counted":
            return super()._count()
        often = self.field.times.get(self._term) + 1.0
        return often if self.deleted is None else often[~self.deleted[self._numbers]]

    def _often_at(self, places: Array) -> Array:
        return self._times_at(places) if self.deleted is None and self._often is None else self.often[places]

    def _times_at(self, places: Array) -> Array:
        return np.ones(len(places)) if self._is_once else self.field.times.at(self._term, places) + 1.0


class _OfTerms(Reading):
    """Of the terms from one number to before another."""

    def __init__(self, field: FieldReader, low: int, high: int, deleted: Array | None) -> None:
        super().__init__(field, deleted)
        self._terms = low, high
        self._numbers = NONE  # with deleted ones, each as often as it has one of the terms
        self._order: tuple[Array, Array] | None = None  # of those, and where each document begins in it

    def _read(self) -> Array:
        low, high = self._terms
        if low >= high:
            return NONE
        if self.field.kind != "counted":
            return self._alive(self.field.documents_of_range(low, high))
        self._numbers = self.field.at.many(np.arange(low, high))[0]
        size = self.field.documents
        if _SORTED * len(self._numbers) < size:
            order = self._numbers.argsort(kind="stable")  # merges what rises already
            ordered = self._numbers[order]
            self._order = order, differ(ordered)
            return self._alive(ordered[self._order[1]])
        return self._alive(marked(self._numbers, size).nonzero()[0])

    def _count(self) -> Array:
        if self.field.kind != "counted":
            return super()._count()
        often = self.field.times.many(np.arange(*self._terms))[0] + 1.0
        if self._order is None:
            return np.asarray(np.bincount(self._numbers, often, self.field.documents)[self.documents])
        order, firsts = self._order
        often = np.add.reduceat(often[order], firsts)
        return often if self.deleted is None else often[~self.deleted[self._numbers[order[firsts]]]]


class _OfText(Reading):
    """Of a text of two characters or more."""

    def __init__(self, field: FieldReader, text: str, deleted: Array | None) -> None:
        super().__init__(field, deleted)
        self._text = text
        self._positions: Array | None = None

    def positions(self) -> Array:
        """Where it stands, in deleted documents too (i64)."""
        if self._positions is None:
            self._positions = self.field.text(self._text)
        return self._positions

    def _read(self) -> Array:
        found, often = self.field.owners(self.positions())
        if self.deleted is not None and len(found):
            kept = ~self.deleted[found]
            found, often = found[kept], often[kept]
        self._often = often.astype(np.float64)
        return found


class Tally:
    """What a segment says of several leaves together.

    Attributes:
        each: what it says of each.
    """

    def __init__(self, each: Sequence[Reading], size: int) -> None:
        self.each = each
        self._size = size
        self._union: Union | None = None

    @property
    def is_read(self) -> bool:
        """Have the documents been asked for?"""
        return self._union is not None

    @property
    def union(self) -> Union:
        """The documents that have any of them."""
        if self._union is None:
            self._union = Union([each.documents for each in self.each], self._size)
        return self._union
