"""How do changes become a commit?

Documents are gathered in memory until there are enough for a segment (`FULL`), which is then written: here
(`building`), or in a process of its own (`apart`). Nobody sees it before the commit: then small segments are merged,
everything is brought onto the disk, and the new table of contents takes the place of the old one by a rename. What the
old one named is deleted only after that. So whoever dies, dies with the one or the other.

**Which segments are merged.** None, as long as there are not more than `MOST`. Then the two smallest, and on as long as
the next larger one is not more than `RATIO` times as large as all of them together. So sizes grow by powers, most
commits merge little or nothing, and a document is written again three to ten times in its life: that of a bulk load
in two hundred commits three times, that of one night in ten years of nights ten times (`tests/test_transaction.py`).
Whoever brings the articles of one night (`NIGHT`) is not kept waiting while large ones are merged that others have
left: as long as there are not more than `SPARE` segments too many, no more is merged then than `QUICK`.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import numpy as np
from whoosh.index import TOC, clean_files

from ...postings.merge import GONE, Source, merge
from ...postings.reader import Segment, open_segment
from ...postings.writer import PART
from ...sheaf import Row
from .building import Builder, Building, Entry
from .codec import ArrayCodec
from .layout import array_fields
from .storage import ArrayStorage, on_disk
from .stored import StoredWriter, size_of_stored
from .toc import ArraySegment

INDEX = "MAIN"

FULL, FULL_APART = 12_000_000, 60_000_000
"""Words and characters of a segment, made here or in a process of its own: a million of them take some six megabytes of
memory, and some three hundred on top to write the segment (`postings.sorting.AT_ONCE`)."""

RATIO = 2
MOST, SPARE = 6, 4
"""Segments that there may be; and so many more for a while."""
NIGHT, QUICK = 1000, 20_000
"""Documents of a commit, fewer than a bulk load brings, and documents that it merges in a second or two."""
MOST_STORED = 1_900_000_000
"""Bytes that the stored articles of a segment may take: a thousand million characters, a quarter of the positions that
can be counted (`packing.HIGHEST`). Segments that would make a larger one are not merged."""


class Transaction:
    """Changes to the index of a directory. Whoever makes one holds the lock.

    Args:
        directory: of the index.
        apart: make segments in a process of its own.

    Attributes:
        segments: those of the last commit, as it left them but for documents that have been taken out since.
        written: those of this one, each with the number of its documents.
    """

    def __init__(self, directory: Path, apart: bool = False) -> None:
        self._directory = directory
        self._storage = ArrayStorage(directory)
        toc = TOC.read(self._storage, INDEX)
        self._schema, self._generation = toc.schema, toc.generation + 1
        self.segments: list[ArraySegment] = list(toc.segments)
        self.written: list[ArraySegment] = []
        self._open: dict[str, Segment] = {}
        self._copying: StoredWriter | None = None
        self._touched = False
        self._is_apart = apart
        self._builder: Builder
        if apart:
            from .apart import Apart

            self._builder = Apart(directory)
        else:
            self._builder = Building(directory)
        self._segment = ArrayCodec().new_segment(self._storage, INDEX)
        self._documents = self._size = 0

    def add(self, entry: Entry | Row) -> None:
        """Takes a document."""
        if not self._documents:
            self._builder.begin(self._segment)
        self._builder.add(entry)
        self._documents += 1
        self._size += entry.size
        if self._size >= (FULL_APART if self._is_apart else FULL):
            self.flush()

    @property
    def next(self) -> tuple[ArraySegment, int]:
        """Where the next document will be."""
        return self._segment, self._documents

    def having(self, field: str, terms: Sequence[str]) -> list[tuple[ArraySegment, int, str]]:
        """The documents of the last commit that have one of some terms: segment, number, term."""
        found = []
        asked = [(term.encode("utf-8", "surrogatepass"), term) for term in sorted(terms)]
        for segment in self.segments:
            reader = self._reader(segment)[field]
            for encoded, term in asked if len(reader.terms) else ():
                if (number := reader.terms.find(encoded)) >= 0:
                    documents = reader.at.get(number).tolist()
                    found += [(segment, doc, term) for doc in documents if not segment.is_deleted(doc)]
        return found

    def delete(self, segment: ArraySegment, doc: int) -> None:
        """Takes a document out, of the last commit or of this one."""
        segment.delete_document(doc)
        self._touched = True

    def commit(self, whole: bool = False) -> None:
        """Makes the changes visible.

        Args:
            whole: makes one segment of all.
        """
        self.flush()
        self._builder.wait()
        every = [each for each in (*self.segments, *self.written) if self._has_any(each)]
        # One after the other: what has been merged may be small enough for the next.
        brought = sum(segment.doc_count() for segment in self.written)
        while chosen := list(range(len(every))) if whole else chosen_to_merge([s.doc_count() for s in every], brought):
            if not (chosen := self._fitting(every, chosen)):
                break
            made = self._merged([every[at] for at in chosen])
            every = [each for at, each in enumerate(every) if at not in chosen]
            every.append(made)
            whole = False
            if len(every) == 1:
                break
        if not self._touched and not self.written:
            self._close()
            return
        for segment in self.written:
            for name in segment.list_files(self._storage):
                on_disk(self._directory / name)
        on_disk(self._directory)
        TOC(self._schema, every, self._generation).write(self._storage, INDEX)
        self._close()
        self._sweep(every)

    def cancel(self) -> None:
        """Throws everything away, unless it is visible: Ctrl-C may come when the new table of contents is in its place
        and names what was written."""
        self._close()
        if (self._directory / TOC._filename(INDEX, self._generation)).exists():
            return
        for segment in (self._segment, *self.written):
            self._throw_away(segment)

    def _sweep(self, named: Sequence[ArraySegment]) -> None:
        """Deletes what no commit names any more.

        Tables of contents go from the oldest on, and no further than one that cannot be deleted: a reader takes the one
        that it has opened for the newest, as long as that is there and the next is not.
        """
        found = filter(None, map(TOC._pattern(INDEX).match, self._storage.list()))
        for generation in sorted(int(toc[1]) for toc in found):
            if generation < self._generation:
                try:
                    self._storage.delete_file(TOC._filename(INDEX, generation))
                except OSError:  # somebody has it open; the next commit will
                    return
        clean_files(self._storage, INDEX, self._generation, named)

    def _fitting(self, segments: Sequence[ArraySegment], chosen: Sequence[int]) -> list[int]:
        """Those of the segments to be merged, the smallest first, of which one may hold what is stored."""
        room, kept = MOST_STORED, []
        for at in sorted(chosen, key=lambda at: segments[at].doc_count()):
            room -= size_of_stored(self._directory, segments[at])
            if room >= 0:
                kept.append(at)
        return kept if len(kept) > 1 or len(chosen) == 1 else []

    def flush(self) -> None:
        """What has come, if anything has, is a segment."""
        if not self._documents:
            return
        self.written.append(self._segment)
        self._builder.finish()
        self._segment = ArrayCodec().new_segment(self._storage, INDEX)
        self._documents = self._size = 0

    def _has_any(self, segment: ArraySegment) -> bool:
        if segment.doc_count():
            return True
        self._touched = True
        return False

    def _reader(self, segment: ArraySegment) -> Segment:
        if segment.segid not in self._open:
            self._open[segment.segid] = open_segment(segment.path(self._directory))
        return self._open[segment.segid]

    def _merged(self, segments: Sequence[ArraySegment]) -> ArraySegment:
        made = ArrayCodec().new_segment(self._storage, INDEX)
        self.written.append(made)
        sources = []
        for segment in segments:
            deleted = None
            if segment.has_deletions():
                deleted = np.zeros(segment.doc_count_all(), bool)
                deleted[list(segment.deleted_docs())] = True
            sources.append(Source(self._reader(segment), deleted))
        renumbered = merge(sources, array_fields(), made.path(self._directory))
        stored = self._copying = StoredWriter(self._directory, made)
        for segment, numbers in zip(segments, renumbered, strict=True):
            stored.copy(segment, np.flatnonzero(numbers != GONE))
            stored.measured({name[6:]: total for name, total in segment._fieldlengths.items()})
        stored.finish()
        for segment in segments:
            if segment in self.written:
                self.written.remove(segment)
                self._open.pop(segment.segid).close()
                self._throw_away(segment)
        return made

    def _throw_away(self, segment: ArraySegment) -> None:
        half = segment.path(self._directory).name + PART  # left by whoever was killed while writing it
        for name in (*segment.list_files(self._storage), half):
            with suppress(OSError):
                self._storage.delete_file(name)

    def _close(self) -> None:
        self._builder.close()
        if self._copying is not None:
            with suppress(OSError):  # it writes what is still to be written, on a disk that may be full
                self._copying.close()
        for reader in self._open.values():
            reader.close()
        self._open.clear()


def chosen_to_merge(sizes: Sequence[int], brought: int) -> list[int]:
    """Which segments are to be merged into one, by their places; none, or two and more.

    Args:
        sizes: the documents of each.
        brought: how many are new with this commit.
    """
    if len(sizes) <= MOST:
        return []
    rising = sorted(range(len(sizes)), key=sizes.__getitem__)
    has_room = brought < NIGHT and len(sizes) <= MOST + SPARE
    chosen = rising[: 1 if has_room else 2]
    for at in rising[len(chosen) :]:
        together = sum(sizes[at] for at in chosen)
        if sizes[at] > RATIO * together or (has_room and sizes[at] + together > QUICK):
            break
        chosen.append(at)
    return chosen if len(chosen) > 1 else []
