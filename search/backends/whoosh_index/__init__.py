"""How is the archive kept on disk by Whoosh?

    layout      which fields, what else lies in the directory, the stamp
    toc         the one class of ours that Whoosh's table of contents names
    codec, matcher     the postings as Whoosh reads and writes them: the slow lane
    segment     what the postings of one segment say
    execute     a query tree over them
    ranking     how well what it found fits
    order       in which order that comes, and what is folded
    listing     the values of a field
    records     the file of what is stored: the articles as they were given
    stored      what is kept whole of a document: that, and lengths; checksums of their files
    storage     the files, and the seal of the table of contents
    opening     a commit opened whole, or not at all; is it still the newest?
    writing     the one writer
    transaction from documents to a commit, and which segments are merged
    building, apart    a segment made of documents, here or in a process of its own
    locking     who holds it
    swap        another index in the place of an outdated one
    rescue      what is stored in one that cannot be searched
    translate   Whoosh's exceptions into ours

This package is the only importer of Whoosh 2.7.4. A reader sees the index as it was when it was opened: `WhooshIndex`
opens a new one when a newer commit is there, and never calls `refresh`, which gives deleted documents back.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from threading import RLock
from typing import Any, TypeVar

import numpy as np
from whoosh.index import TOC, FileIndex

from ...article import Article, from_record
from ...errors import ArchiveBroken
from ...postings.format import Array
from ...tree import Literal, Query
from .. import Matches, Sort, Writer
from .execute import FIELDS_OF_SCOPE, Segment
from .layout import NO_FILE, PATIENCE, check, file_of_stamp, under_way
from .listing import counted, known, listed
from .opening import Opening, Version, Watch
from .order import Found, best, first, folded
from .ranking import Ranking
from .segment import OpenFiles
from .storage import ArrayStorage
from .stored import check_files, stored
from .translate import Damaged, translated

Answer = TypeVar("Answer")

NOWHERE: Version = (*NO_FILE, 0)
"""Of a place where there is no index."""


class WhooshIndex:
    """A `Backend` in a directory. Threads may share it: they are served one after the other.

    Args:
        directory: where the index is; `create` makes one.
        wait: seconds to wait for another process that is writing.
        on_wait: called with a sentence when that wait begins.

    Raises:
        ArchiveNotFound, ArchiveBroken, ArchiveOutdated: see `layout.check`.
    """

    def __init__(self, directory: Path, *, wait: float = 60.0, on_wait: Callable[[str], None] | None = None) -> None:
        self.directory = directory
        self._wait = wait
        self._on_wait = on_wait
        self._opened: tuple[Version, Any, list[OpenFiles]] | None = None
        self._watch = Watch(directory)
        self._lock = RLock()
        with translated(directory):
            self._stamp, self._notes, self._index = _present(directory)
        self._answer(len)  # what is broken is told at the door

    def writer(self, *, apart: bool = False) -> AbstractContextManager[Writer]:
        """See `Backend.writer`."""
        from .writing import writing

        return writing(self.directory, self._wait, self._on_wait, apart=apart)

    def search(
        self, query: Query, *, sort: Sort, offset: int, limit: int, facets: Sequence[str] = (), fold: bool = False
    ) -> Matches:
        """See `Backend.search`."""
        fields = [known(field) for field in facets]

        def answer(segments: list[Segment]) -> Matches:
            matched = [segment.matching(query) for segment in segments]
            counts = {field: counted(segments, field, matched) for field in fields}
            total = sum(map(len, matched))
            count = None if fold else offset + limit
            if not total or (not fold and (limit <= 0 or offset >= total)):
                return Matches(total, facets=counts)
            ordered = _ordered(query, segments, matched, sort, count)
            if not fold:
                return Matches(total, _articles(segments, ordered[offset:]), counts)
            groups = folded(segments, ordered)
            page = groups[offset : offset + limit]
            others = tuple(tuple(segments[n].id(doc) for n, doc, _ in rest) for _, *rest in page)
            return Matches(len(groups), _articles(segments, [items[0] for items in page]), counts, others)

        return self._answer(answer)

    def article(self, id: str) -> Article | None:
        """See `Backend.article`."""

        def answer(segments: list[Segment]) -> Article | None:
            return next((_article(segment, doc) for segment in segments for doc in segment.having("id", id)), None)

        return self._answer(answer)

    def departed(self, id: str) -> str | None:
        """See `Backend.departed`."""

        def answer(segments: list[Segment]) -> str | None:
            gone = ((segment, doc) for segment in segments for doc in segment.having("gone", id))
            return next((segment.reader.stored_fields(doc).get("successor", "") for segment, doc in gone), None)

        return self._answer(answer)

    def counts(self, field: str, query: Query | None) -> Mapping[str, int]:
        """See `Backend.counts`."""
        name = known(field)

        def answer(segments: list[Segment]) -> dict[str, int]:
            matched = None if query is None else [segment.matching(query) for segment in segments]
            return counted(segments, name, matched)

        return self._answer(answer)

    def terms(self, field: str, prefix: str) -> Iterator[tuple[str, int]]:
        """See `Backend.terms`."""
        name = field if field == "word" else known(field)
        return self._answer(lambda segments: listed(segments, name, prefix))

    def frequency(self, literal: Literal) -> int:
        """See `Backend.frequency`."""
        fields = FIELDS_OF_SCOPE[literal.scope]
        return self._answer(lambda segments: sum(s.at_most(field, literal.bare) for s in segments for field in fields))

    def size(self) -> int:
        """See `Backend.size`."""
        return self._answer(lambda segments: sum(s.files.size for s in segments))

    def articles(self) -> Iterator[Article]:
        """See `Backend.articles`."""
        with translated(self.directory):
            reader, files = self._read()
        try:
            for each in files:
                segment = Segment(each)
                with translated(self.directory):
                    docs = segment.universe().tolist()
                for doc in docs:
                    with translated(self.directory):
                        article = _article(segment, doc)
                    yield article
        finally:
            reader.close()

    def departures(self) -> Iterator[tuple[str, str]]:
        """See `Backend.departures`."""

        def answer(segments: list[Segment]) -> list[tuple[str, str]]:
            return [
                (id, segment.reader.stored_fields(doc).get("successor", ""))
                for segment in segments
                for id in segment.terms("gone")
                for doc in segment.having("gone", id)
            ]

        return iter(self._answer(answer))

    def version(self) -> Version:
        """See `Backend.version`."""
        stamp = file_of_stamp(self.directory)
        return NOWHERE if stamp == NO_FILE else (*stamp, self._index.latest_generation())

    def check(self) -> None:
        """See `Backend.check`."""

        def answer(segments: list[Segment]) -> None:
            for segment in segments:
                if changed := segment.arrays.file.verify():
                    raise Damaged(f"{segment.arrays.file.path.name}: {', '.join(changed[:9])}")
                check_files(self.directory, segment.reader.segment(), whole=True)

        version = self.version()
        try:
            self._answer(answer)
        except ArchiveBroken:
            if self.version() == version:
                raise
            self.check()  # another commit has deleted what we were looking at

    def notes(self) -> tuple[str, ...]:
        """See `Backend.notes`."""
        return self._notes

    def close(self) -> None:
        """Lets go of the files; a search after that opens them again."""
        with self._lock:
            opened, self._opened = self._opened, None
            if opened:
                opened[1].close()

    def _answer(self, question: Callable[[list[Segment]], Answer]) -> Answer:
        """What the segments of the newest commit say, with nothing remembered from another question.

        One thread at a time: another would open a newer commit, and close the files that are being read.
        """
        with self._lock, translated(self.directory):
            if self._opened is None or not self._watch.is_newest(self._opened[0]):
                self._open()
            assert self._opened is not None
            return question([Segment(files) for files in self._opened[2]])

    def _open(self) -> None:
        """Opens the newest commit. Where another index has taken the place, it may have been made by other rules."""
        self.close()
        if file_of_stamp(self.directory) != self._stamp:
            self._stamp, self._notes, _ = _present(self.directory)
        version = self.version()
        self._opened = (version, *self._read())

    def _read(self) -> tuple[Any, list[OpenFiles]]:
        """A reader of the newest commit with every file of it open, tried again if another commit was quicker.

        Commits are what deletes files: what could not be opened holds only if none has come in between. A rebuilt index
        takes the place of the old one by two renames; for a moment there is none.
        """
        waited = 0.0
        while True:
            version = self.version()
            try:
                reader, files = Opening(self.directory).read()
            except Exception:  # whatever a vanished file makes Whoosh raise; again if a commit explains it
                if self.version() == version:
                    if waited > PATIENCE or version != NOWHERE:
                        raise
                    time.sleep(0.05)
                    waited += 0.05
                continue
            if self.version() == version:
                return reader, files
            reader.close()


def _present(directory: Path) -> tuple[tuple[int, int], tuple[str, ...], Any]:
    """Of the index at a place: its stamp's file, the notes, Whoosh's index. Waits where another is taking the place,
    and tries again where a commit has come in between."""
    storage, until = ArrayStorage(directory), time.monotonic() + PATIENCE

    def state() -> tuple[tuple[int, int], int]:
        return file_of_stamp(directory), TOC._latest_generation(storage, "MAIN")

    while True:
        before = state()
        try:
            found = check(directory), FileIndex(storage)
        except Exception:  # whatever a directory that is renamed away makes Whoosh raise
            # In this order: when it is no longer under way, then what is there now will stay.
            swapping = under_way(directory) and time.monotonic() <= until
            if not swapping and state() == before:
                raise
            time.sleep(0.05 if swapping else 0)
            continue
        if file_of_stamp(directory) == before[0]:
            return (before[0], *found)


def _ordered(query: Query, segments: list[Segment], matched: list[Array], sort: Sort, count: int | None) -> list[Found]:
    """The first `count` documents that were found in order, or all of them."""
    if sort != "relevance":
        return first(segments, [(ids, np.zeros(len(ids))) for ids in matched], sort, count)
    ranking = Ranking(query, segments, matched, count)
    ranking.bring_near()
    return best(segments, ranking.found, count)


def _articles(segments: Sequence[Segment], found: Sequence[Found]) -> tuple[tuple[Article, float], ...]:
    return tuple([(_article(segments[number], doc), score) for number, doc, score in found])


def _article(segment: Segment, doc: int) -> Article:
    try:
        return from_record(stored(segment.reader, doc))
    except ValueError as error:
        raise Damaged(f"article {doc}") from error
