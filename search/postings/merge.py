"""How do several segments become one, without being loaded?

The terms of a field are merged whole (a million words are some tens of megabytes); their postings a stretch of terms at
a time: decoded from every segment, renumbered, laid side by side, packed again. So memory depends on the length of a
stretch and of the longest list, not on the size of an index. Documents that were deleted are left out, and the others
keep their order: those of the first segment, then those of the second. A term of which nothing is left goes too.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from .dictionary import Pairs, merged_pairs, pairs_of, union
from .format import Array, FileWriter
from .invert import PairTerms
from .reader import FieldReader, Segment
from .score import LENGTHS
from .writer import Field, FieldWriter, write_head

STRETCH = 1 << 21
"""Postings that are in memory at a time, unless a single term has more."""

GONE = -1


@dataclass(frozen=True, slots=True)
class Source:
    """A segment that is merged.

    Attributes:
        segment: it.
        deleted: for each document, has it been deleted? None where none has.
    """

    segment: Segment
    deleted: Array | None = None


def merge(sources: Sequence[Source], fields: Sequence[Field], path: Path) -> list[Array]:
    """Writes the segment that several make.

    Args:
        sources: at least one; all have these fields.
        fields: of the segment that is written.
        path: its file.

    Returns:
        For each of the sources, the new number of each document, `GONE` for the deleted.
    """
    renumbered, documents = [], 0
    for source in sources:
        kept = np.ones(source.segment.documents, bool) if source.deleted is None else ~source.deleted
        renumbered.append(np.where(kept, documents + np.cumsum(kept) - 1, GONE))
        documents += int(kept.sum())
    with FileWriter(path) as file:
        write_head(file, fields, documents)
        for field in fields:
            readers = [source.segment[field.name] for source in sources]
            _Merge(readers, renumbered, field, documents).write(file)
    return renumbered


class _Merge:
    """One field."""

    def __init__(self, readers: list[FieldReader], renumbered: list[Array], field: Field, documents: int) -> None:
        self._readers = readers
        self._renumbered = renumbered
        self._field = field
        self._documents = documents
        self._whole = [not (numbers == GONE).any() for numbers in renumbered]
        self._starts: list[Array] = []  # of a placed field, for each old document where its positions begin now
        self._sizes = self._measured()

    def write(self, file: FileWriter) -> None:
        """Writes the field, stretch by stretch."""
        writer = FieldWriter(file, self._field, self._documents)
        kept: list[Array] = []
        terms, places = self._merged()
        for first, counts, numbers, times in self._stretches(len(terms), places):
            left = np.flatnonzero(counts)
            kept.append(first + left)
            writer.add(counts[left], numbers, times)
        left = np.concatenate(kept) if kept else np.zeros(0, np.int64)
        if isinstance(terms, PairTerms):
            writer.finish(PairTerms(terms.chars, terms.firsts[left], terms.seconds[left]), self._sizes)
        else:
            writer.finish((terms[at] for at in left.tolist()), self._sizes)

    def _merged(self) -> tuple[PairTerms | list[bytes], list[Array]]:
        """The terms of all, and where those of each segment are among them."""
        if self._field.dictionary == "pairs":
            dictionaries = [reader.terms for reader in self._readers if isinstance(reader.terms, Pairs)]
            chars, keys, places = merged_pairs(dictionaries)
            return PairTerms(chars, *pairs_of(keys)), places
        theirs = [reader.terms.terms(0, len(reader.terms)) for reader in self._readers]
        terms = union(theirs)
        number = {term: at for at, term in enumerate(terms)}
        return terms, [np.fromiter(map(number.__getitem__, some), np.int64, len(some)) for some in theirs]

    def _measured(self) -> Array | None:
        """Of each document that is left, the size of the field."""
        if self._field.kind == "set":
            return None
        sizes = []
        for reader, numbers in zip(self._readers, self._renumbered, strict=True):
            size = LENGTHS[reader.lengths] if self._field.kind == "counted" else np.diff(reader.starts.astype(np.int64))
            sizes.append(size[numbers != GONE])
        measured = np.concatenate(sizes)
        if self._field.kind == "placed":
            starts = np.concatenate([[0], np.cumsum(measured)])
            self._starts = [np.where(numbers == GONE, GONE, starts[numbers]) for numbers in self._renumbered]
        return measured

    def _stretches(self, terms: int, places: list[Array]) -> Iterator[tuple[int, Array, Array, Array | None]]:
        """The postings of some terms after the other: the first of them, how many each has now, their numbers, how
        often in each document."""
        sizes = np.zeros(terms, np.int64)
        for reader, place in zip(self._readers, places, strict=True):
            sizes[place] += reader.at.counts(0, len(place))
        ends = np.cumsum(sizes)
        first = 0
        while first < terms:
            begin = int(ends[first - 1]) if first else 0
            last = max(first + 1, int(ends.searchsorted(begin + STRETCH, "right")))
            yield (first, *self._stretch(first, last, places))
            first = last

    def _stretch(self, first: int, last: int, places: list[Array]) -> tuple[Array, Array, Array | None]:
        pieces = [self._piece(at, first, last, place) for at, place in enumerate(places)]
        counts = sum((some for some, *_ in pieces), np.zeros(last - first, np.int64))
        numbers = np.empty(int(counts.sum()), np.uint32)
        times: Array | None = np.empty(len(numbers), np.int64) if self._field.kind == "counted" else None
        into = np.cumsum(counts) - counts
        for some, theirs, often in pieces:
            at = np.repeat(into - (np.cumsum(some) - some), some) + np.arange(len(theirs))
            numbers[at] = theirs
            if times is not None and often is not None:
                times[at] = often
            into = into + some
        return counts, numbers, times

    def _piece(self, at: int, first: int, last: int, place: Array) -> tuple[Array, Array, Array | None]:
        """What one segment has of some terms: how many each, their new numbers, how often."""
        reader = self._readers[at]
        low, high = place.searchsorted([first, last])
        numbers, counts = reader.at.many(np.arange(low, high))
        often: Array | None = None
        if self._field.kind == "counted":
            often = reader.times.many(np.arange(low, high))[0].astype(np.int64) + 1
        every = np.zeros(last - first, np.int64)
        every[place[low:high] - first] = counts
        moved = self._moved(at, numbers)
        if not self._whole[at]:
            kept = moved != GONE
            owners = np.repeat(np.arange(last - first), every)
            every = np.bincount(owners[kept], minlength=last - first)
            moved, often = moved[kept], None if often is None else often[kept]
        return every, moved, often

    def _moved(self, at: int, numbers: Array) -> Array:
        """The new numbers of documents or positions."""
        if self._field.kind != "placed":
            return self._renumbered[at][numbers]
        starts = self._readers[at].starts
        if self._whole[at]:
            return numbers.astype(np.int64) + (int(self._starts[at][0]) if len(self._starts[at]) else 0)
        owners = starts.searchsorted(numbers, "right") - 1
        begins = self._starts[at][owners]
        return np.where(begins == GONE, GONE, begins + numbers - starts[owners])
