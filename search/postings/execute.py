"""Which documents answer a question?

A question is a tree of the records below, and of the leaves of `tally`. Of one segment it is answered with arrays of
rising document numbers; of an index, segment by segment: numbers are the segment's own.

    Everything               the documents that there are
    Having, Beginning        those with a term, with any term that begins so
    Standing                 those in which a text stands
    Anywhere                 of leaves, mostly the same in several fields: one at least
    Between                  those with a term from one to another
    Near                     those in which several texts stand near each other, in one part
    Every, Any, Without      of clauses: all of them, one at least, not this one
    AtLeast                  so many of some clauses
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Union as OneOf

import numpy as np

from .format import Array
from .near import stand_near
from .reader import Segment
from .sets import Union, add_aligned, intersection, within, within_sorted
from .tally import NONE, Beginning, Having, Leaf, Reading, Standing, Tally


@dataclass(frozen=True, slots=True)
class Everything:
    """Every document."""


@dataclass(frozen=True, slots=True)
class Anywhere:
    """Documents that at least one leaf finds: what `Any` means, but tallied (`Answers.tally`)."""

    leaves: tuple[Leaf, ...]


@dataclass(frozen=True, slots=True)
class Between:
    """Documents with a term from `first` to `last`, both included; empty `last` for an open end."""

    field: str
    first: bytes
    last: bytes


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


Question = OneOf[  # noqa: UP007  (3.10 cannot `|` a forward name)
    Everything, Having, Beginning, Standing, Anywhere, Between, Near, Every, Any, Without, AtLeast
]


class Answers:
    """Answers about one segment. What it has found out it remembers: it is made anew for each question.

    Args:
        segment: asked.
        there: for each document, is it one that there is?
        deleted: for each document, has it been deleted? None where none has.
    """

    def __init__(self, segment: Segment, there: Array, deleted: Array | None) -> None:
        self.segment = segment
        self._there = there
        self._deleted = deleted
        self._readings: dict[Leaf, Reading] = {}
        self._tallies: dict[int, tuple[tuple[Leaf, ...], Tally]] = {}
        self._unions: dict[int, Union] = {}
        self._kept: dict[int, tuple[Array, Array, Array]] = {}  # some documents, those they are among, and where

    def find(self, question: Question) -> Array:
        """The documents that answer a question, rising (i64). Not to be changed."""
        if isinstance(question, Anywhere):
            union = self.tally(question.leaves).union
            self._unions[id(union.documents)] = union
            return union.documents
        if isinstance(question, Leaf):
            return self.reading(question).documents
        if isinstance(question, Every):
            return self._every(question.clauses)
        if isinstance(question, Any):
            return self._any(question.clauses)
        if isinstance(question, Between):
            return self._between(question, None)
        if isinstance(question, Without):
            rest = self._there.copy()
            rest[self.find(question.clause)] = False
            return rest.nonzero()[0]
        if isinstance(question, AtLeast):
            return self._at_least(question)
        if isinstance(question, Near):
            return self._near(question)
        return self._there.nonzero()[0]

    def tally(self, leaves: tuple[Leaf, ...]) -> Tally:
        """What there is to say of some leaves together. Asked for with the same object, it is found the faster."""
        if (known := self._tallies.get(id(leaves))) is None:
            known = leaves, Tally([self._read(leaf) for leaf in leaves], self.segment.documents)
            self._tallies[id(leaves)] = known
        return known[1]

    def reading(self, leaf: Leaf) -> Reading:
        """What there is to say of a leaf."""
        if (reading := self._readings.get(leaf)) is None:
            self._readings[leaf] = reading = leaf.read(self.segment, self._deleted)
        return reading

    def _read(self, leaf: Leaf) -> Reading:
        """The same of one that is most likely new: to work out its hash twice would take as long as to read it."""
        return self._readings.setdefault(leaf, leaf.read(self.segment, self._deleted))

    def add(self, numbers: Array, of: Array, totals: Array, documents: Array) -> None:
        """Adds the numbers of some documents to those of others, in place: of the whole of a union that was found it is
        known already where they lie."""
        union = self._unions.get(id(documents))
        if union is None or not union.add(numbers, of, totals):
            add_aligned(numbers, of, totals, documents, self.segment.documents)

    def laid(self, numbers: Array, of: Array, documents: Array) -> Array:
        """The numbers of some documents among others, which have 0; maybe the same array."""
        if (kept := self._kept.get(id(documents))) is not None and kept[1] is of:
            return numbers.take(kept[2])
        union = self._unions.get(id(documents))
        laid = None if union is None else union.laid(numbers, of)
        if laid is None:
            laid = np.zeros(len(documents))
            add_aligned(numbers, of, laid, documents, self.segment.documents)
        return laid

    def _alive(self, documents: Array) -> Array:
        """Those that have not been deleted."""
        return documents if self._deleted is None else documents[~self._deleted[documents]]

    def _between(self, question: Between, among: Array | None) -> Array:
        """The documents with a term from one to another, those of some documents only where they are given."""
        field = self.segment[question.field]
        low = field.terms.lower(question.first)
        high = field.terms.lower(question.last + b"\0") if question.last else len(field.terms)
        if low >= high:
            return NONE
        column, begins = field.column() if field.has_column else (NONE, NONE)
        if begins is not None:
            found = self._alive(field.documents_of_range(low, high))
            return found if among is None else intersection(among, found, self.segment.documents)
        terms = column if among is None else column[among]
        kept = ((terms > low) & (terms <= high)).nonzero()[0]
        return self._alive(kept) if among is None else among[kept]

    def _any(self, clauses: Sequence[Question]) -> Array:
        many: list[Array] = []
        for clause in clauses:
            if isinstance(clause, Anywhere):
                many += [reading.documents for reading in self.tally(clause.leaves).each]
            else:
                many.append(self.find(clause))
        union = Union(many, self.segment.documents)
        self._unions[id(union.documents)] = union
        return union.documents

    def _every(self, clauses: Sequence[Question]) -> Array:
        found: Array | None = None
        first = NONE
        kept: list[Array] = []
        for clause in sorted(clauses, key=self._turn):
            if found is None:
                found = first = self.find(clause)
            elif isinstance(clause, Between):
                found, first = self._between(clause, found), NONE
            else:
                if isinstance(clause, Without):
                    holds = ~self._holds(clause.clause, found)
                else:
                    holds = self._holds(clause, found)
                kept.append(holds.nonzero()[0])
                found = found[kept[-1]]
            if not len(found):
                return found
        if found is None:
            return self.find(Everything())
        if kept and first is not NONE:
            self._kept[id(found)] = found, first, reduce(np.take, kept)
        return found

    def _holds(self, question: Question, documents: Array) -> Array:
        """Which of some documents does a question find? Of terms no more is read than that takes."""
        if isinstance(question, Leaf):
            return self.reading(question).holds(documents)
        if not isinstance(question, Anywhere):
            return within(documents, self.find(question), self.segment.documents)
        here = np.zeros(len(documents), bool)
        for reading in self.tally(question.leaves).each:
            if reading.number():
                here |= reading.holds(documents)
        return here

    def _turn(self, clause: Question) -> tuple[int, int]:
        """In which order to take clauses: terms after what must be read to know how much it finds, the rarest first,
        for of the others no more need be read than what has been found; then what lets go of some of that."""
        if isinstance(clause, Anywhere) and all(isinstance(leaf, Having) for leaf in clause.leaves):
            return 1, sum([reading.number() for reading in self.tally(clause.leaves).each])
        return 3 if isinstance(clause, Without) else 2 if isinstance(clause, Between) else 0, 0

    def _at_least(self, question: AtLeast) -> Array:
        counts = np.zeros(self.segment.documents, np.uint16)
        for clause in question.clauses:
            counts[self.find(clause)] += 1
        return (counts >= question.count).nonzero()[0]

    def _near(self, question: Near) -> Array:
        field = self.segment[question.pairs]
        places = [self._positions(question.pairs, text) for text in question.texts]
        lengths = [len(text) for text in question.texts]
        # First without regard to parts, which is a wider question: where parts end is looked up for few of them.
        reached = stand_near(places, lengths, question.distance)
        among, _ = field.owners(reached)
        if not len(among):
            return among
        places = [some[within(field.owner(some), among, field.documents)] for some in places]
        # Parts are pulled so far apart that nothing in one is near anything in another.
        apart = question.distance + max(lengths) + 1
        pulled = [some + field.parts(some) * apart for some in places]
        reached = stand_near(pulled, lengths, question.distance)
        if not len(reached):
            return NONE
        back = np.unique(
            np.concatenate([some[within_sorted(moved, reached)] for some, moved in zip(places, pulled, strict=True)])
        )
        return self._alive(field.owners(back)[0])

    def _positions(self, pairs: str, text: str) -> Array:
        """Where a text stands; a single character only beside another."""
        if len(text) > 1:
            return self.reading(Standing(pairs, "", text)).positions()
        return self.segment[pairs].character(text)
