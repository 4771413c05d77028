"""Which documents answer a question?

A question is a tree of the records below. Of one segment it is answered with arrays of rising document numbers; of an
index, segment by segment: numbers are the segment's own.

    Everything               the documents that there are
    Having, Beginning        those with a term, with any term that begins so
    Between                  those with a term from one to another
    Standing                 those in which a text stands
    Near                     those in which several texts stand near each other, in one part
    Every, Any, Without      of clauses: all of them, one at least, not this one
    AtLeast                  so many of some clauses
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Union

import numpy as np

from .format import Array
from .near import stand_near
from .reader import FieldReader, Segment
from .sets import intersection, union, within, within_sorted


@dataclass(frozen=True, slots=True)
class Everything:
    """Every document."""


@dataclass(frozen=True, slots=True)
class Having:
    """Documents with a term in a field."""

    field: str
    term: bytes


@dataclass(frozen=True, slots=True)
class Beginning:
    """Documents with a term that begins so."""

    field: str
    prefix: bytes


@dataclass(frozen=True, slots=True)
class Between:
    """Documents with a term from `first` to `last`, both included; empty `last` for an open end."""

    field: str
    first: bytes
    last: bytes


@dataclass(frozen=True, slots=True)
class Standing:
    """Documents in which a text stands.

    Attributes:
        pairs, chars: the placed field of its pairs; the set of its single characters, for texts of one.
        text: one character or more.
    """

    pairs: str
    chars: str
    text: str


@dataclass(frozen=True, slots=True)
class Near:
    """Documents in one part of which several texts stand, in any order, none overlapping another, and from each to the
    next of them at most so many characters."""

    pairs: str
    texts: tuple[str, ...]
    distance: int


@dataclass(frozen=True, slots=True)
class Every:
    """Documents that all clauses find; of none, everything."""

    clauses: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Any:
    """Documents that at least one clause finds."""

    clauses: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Without:
    """All documents but those that the clause finds."""

    clause: Question


@dataclass(frozen=True, slots=True)
class AtLeast:
    """Documents that `count` of the clauses find, or more; `count` is 1 or more."""

    count: int
    clauses: tuple[Question, ...]


Question = Union[  # noqa: UP007  (3.10 cannot `|` a forward name)
    Everything, Having, Beginning, Between, Standing, Near, Every, Any, Without, AtLeast
]


class Answers:
    """Answers about one segment. What it has found out about a text it remembers: it is made anew for each question.

    Args:
        segment: asked.
        there: for each document, is it one that there is?
        deleted: for each document, has it been deleted? None where none has.
    """

    def __init__(self, segment: Segment, there: Array, deleted: Array | None) -> None:
        self.segment = segment
        self._there = there
        self._deleted = deleted
        self._stands: dict[tuple[str, str], Array] = {}
        self._often: dict[tuple[str, str], tuple[Array, Array]] = {}
        self._numbers: dict[tuple[str, int], Array] = {}

    def find(self, question: Question) -> Array:
        """The documents that answer a question, rising (u32). Not to be changed."""
        if isinstance(question, Everything):
            return np.flatnonzero(self._there).astype(np.uint32)
        if isinstance(question, Every):
            return self._every(question.clauses)
        if isinstance(question, Any):
            return union([self.find(clause) for clause in question.clauses], self.segment.documents)
        if isinstance(question, Without):
            rest = self._there.copy()
            rest[self.find(question.clause)] = False
            return np.flatnonzero(rest).astype(np.uint32)
        if isinstance(question, AtLeast):
            return self._at_least(question)
        if isinstance(question, Having):
            return self.having(question.field, question.term)
        if isinstance(question, Beginning):
            field = self.segment[question.field]
            return self._range(field, *field.terms.range(question.prefix))
        if isinstance(question, Between):
            field = self.segment[question.field]
            high = field.terms.lower(question.last + b"\0") if question.last else len(field.terms)
            return self._range(field, field.terms.lower(question.first), high)
        if isinstance(question, Standing):
            return self.standing(question)[0]
        return self._near(question)

    def having(self, field: str, term: bytes) -> Array:
        """The documents that have a term."""
        reader = self.segment[field]
        number = reader.terms.find(term)
        return np.zeros(0, np.uint32) if number < 0 else self.alive(self._documents(reader, number))

    def counted(self, field: str, term: bytes) -> tuple[Array, Array]:
        """The documents that have a term of a counted field, and how often."""
        reader = self.segment[field]
        number = reader.terms.find(term)
        if number < 0:
            return np.zeros(0, np.uint32), np.zeros(0, np.int64)
        return self._living(self._documents(reader, number), reader.times.get(number).astype(np.int64) + 1)

    def counted_range(self, field: str, prefix: bytes) -> tuple[Array, Array]:
        """The documents that have terms of a counted field that begin so, and how often together."""
        reader = self.segment[field]
        low, high = reader.terms.range(prefix)
        if low >= high:
            return np.zeros(0, np.uint32), np.zeros(0, np.int64)
        terms = np.arange(low, high)
        documents = reader.at.many(terms)[0]
        often = np.bincount(documents, reader.times.many(terms)[0] + 1.0, self.segment.documents)
        found = np.flatnonzero(often)
        return self._living(found.astype(np.uint32), often[found].astype(np.int64))

    def standing(self, question: Standing) -> tuple[Array, Array]:
        """The documents in which a text stands, and how often; a single character counts once."""
        key = question.pairs, question.text
        if key not in self._often:
            if len(question.text) == 1:
                found = self.having(question.chars, question.text.encode("utf-8", "surrogatepass"))
                self._often[key] = found, np.ones(len(found), np.int64)
            else:
                owners = self.segment[question.pairs].owners(self.positions(question.pairs, question.text))
                self._often[key] = self._living(*owners)
        return self._often[key]

    def positions(self, pairs: str, text: str) -> Array:
        """Where a text stands, in deleted documents too; a single character only beside another (u32)."""
        if (pairs, text) not in self._stands:
            field = self.segment[pairs]
            self._stands[pairs, text] = field.text(text) if len(text) > 1 else field.character(text)
        return self._stands[pairs, text]

    def _documents(self, reader: FieldReader, number: int) -> Array:
        """The documents of a term, deleted ones included: what matched is decoded again to be scored."""
        key = reader.name, number
        if key not in self._numbers:
            self._numbers[key] = reader.documents_of(number)
        return self._numbers[key]

    def alive(self, documents: Array) -> Array:
        """Those that have not been deleted."""
        return documents if self._deleted is None else documents[~self._deleted[documents]]

    def _living(self, documents: Array, often: Array) -> tuple[Array, Array]:
        if self._deleted is None:
            return documents, often
        kept = ~self._deleted[documents]
        return documents[kept], often[kept]

    def _range(self, field: FieldReader, low: int, high: int) -> Array:
        return self.alive(field.documents_of_range(low, high)) if low < high else np.zeros(0, np.uint32)

    def _every(self, clauses: Sequence[Question]) -> Array:
        found: Array | None = None
        for clause in sorted(clauses, key=lambda clause: isinstance(clause, Without)):
            if found is None:
                found = self.find(clause)
            elif isinstance(clause, Without):
                found = found[~within(found, self.find(clause.clause), self.segment.documents)]
            elif isinstance(clause, Having) and not self._is_short(clause, found):
                found = self._gallop(found, clause)
            else:
                found = intersection(found, self.find(clause), self.segment.documents)
            if not len(found):
                return found
        return self.find(Everything()) if found is None else found

    def _is_short(self, clause: Having, found: Array) -> bool:
        reader = self.segment[clause.field]
        number = reader.terms.find(clause.term)
        return reader.kind == "placed" or number < 0 or reader.at.count(number) < 16 * len(found)

    def _gallop(self, found: Array, clause: Having) -> Array:
        """Those of the found that have a term: only such stretches of its postings are decoded as they may be in."""
        reader = self.segment[clause.field]
        here, _ = reader.at.find(reader.terms.find(clause.term), found)
        return found[here]

    def _at_least(self, question: AtLeast) -> Array:
        counts = np.zeros(self.segment.documents, np.uint16)
        for clause in question.clauses:
            counts[self.find(clause)] += 1
        return np.flatnonzero(counts >= question.count).astype(np.uint32)

    def _near(self, question: Near) -> Array:
        field = self.segment[question.pairs]
        places = [self.positions(question.pairs, text) for text in question.texts]
        lengths = [len(text) for text in question.texts]
        # First without regard to parts, which is a wider question: where parts end is looked up for few of them.
        reached = stand_near([some.astype(np.int64) for some in places], lengths, question.distance)
        among, _ = field.owners(reached.astype(np.uint32))
        if not len(among):
            return among
        places = [some[within(field.owner(some), among, field.documents)] for some in places]
        # Parts are pulled so far apart that nothing in one is near anything in another.
        apart = question.distance + max(lengths) + 1
        pulled = [some.astype(np.int64) + field.parts(some) * apart for some in places]
        reached = stand_near(pulled, lengths, question.distance)
        if not len(reached):
            return np.zeros(0, np.uint32)
        back = np.unique(
            np.concatenate([some[within_sorted(moved, reached)] for some, moved in zip(places, pulled, strict=True)])
        )
        return self.alive(field.owners(back)[0])
