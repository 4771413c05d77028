"""What is kept whole of a document, and how is it written?

What is stored of it, in a file of ours (`records`), and the lengths of its word fields, in columns as Whoosh keeps
them. Whoosh's own writer takes every field of every document through the schema; here the files are filled, and in a
merge copied as they lie. The segment is told of each the length and a checksum: a column of Whoosh's has neither.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
from whoosh.codec.whoosh3 import W3Codec, W3PerDocReader
from whoosh.util.numeric import byte_to_length, length_to_byte

from ...postings.format import Array
from ...schema import WORD_FIELDS
from .records import Records, RecordWriter
from .toc import ArraySegment
from .translate import Damaged

_RECORDS = "_records"
_LENGTHS = {field: f"_words_{field}_len" for field in WORD_FIELDS}
_STEPS = np.array([byte_to_length(step) for step in range(256)])
"""The lengths that a column holds as one byte, by Whoosh's rule: a length is the first of them that is not below it."""


def stored(reader: Any, doc: int) -> dict[str, Any]:
    """The record of an article, as `search.article.to_record` made it.

    Raises:
        Damaged: what lies there is no such thing.
    """
    try:
        record = json.loads(reader.stored_fields(doc)["article"])
    except (KeyError, TypeError, ValueError) as error:
        raise Damaged(f"article {doc}") from error
    if not isinstance(record, dict):
        raise Damaged(f"article {doc}")
    return record


def size_of_stored(directory: Path, segment: ArraySegment) -> int:
    """How many bytes the stored documents of a segment take."""
    return _path(directory, segment, _RECORDS).stat().st_size


def check_files(directory: Path, segment: ArraySegment, whole: bool = False) -> None:
    """Are the files of what is kept of a segment's documents as they were written?

    Args:
        whole: looks at every byte, not only at how long they are.

    Raises:
        OSError: one is not there.
        Damaged: one has changed; the message names it.
    """
    for name, (length, check) in segment.checks.items():
        path = _path(directory, segment, name)
        if path.stat().st_size != length:
            raise Damaged(f"{path.name}: cut short or overwritten")
        if whole and _checksum(path) != check:
            raise Damaged(f"{path.name}: has changed")


def _checksum(path: Path) -> int:
    check = 0
    with path.open("rb") as file:
        while piece := file.read(1 << 20):
            check = zlib.crc32(piece, check)
    return check


def _path(directory: Path, segment: ArraySegment, name: str) -> Path:
    return directory / str(W3Codec.column_filename(segment, name))


class StoredReader(W3PerDocReader):  # type: ignore[misc]
    """What is kept of the documents of a segment, as Whoosh asks for it.

    A segment that is older than `records`, or that Whoosh's own writer wrote, has the stored fields in a column of
    Whoosh's: it is read as Whoosh reads it.

    Raises:
        OSError, Damaged: see `Records`.
    """

    def __init__(self, storage: Any, segment: ArraySegment) -> None:
        super().__init__(storage, segment)
        self._records: Records | None = None
        if _RECORDS in segment.checks:
            self._records = records_of(Path(storage.folder), segment)

    def stored_fields(self, docnum: int) -> dict[str, Any]:
        """The stored fields of a document."""
        fields: dict[str, Any] = super().stored_fields(docnum) if self._records is None else self._records[docnum]
        return fields

    def close(self) -> None:
        """Lets go of the files."""
        super().close()
        if self._records is not None:
            self._records.close()


def records_of(directory: Path, segment: ArraySegment) -> Records:
    """What is stored in a segment that we wrote.

    Raises:
        OSError, Damaged: see `Records`.
    """
    return Records(_path(directory, segment, _RECORDS), segment.doc_count_all())


class StoredWriter:
    """What is kept of the documents of a segment that is being written.

    Args:
        directory: of the index.
        segment: whose they are.
    """

    def __init__(self, directory: Path, segment: ArraySegment) -> None:
        self._directory = directory
        self._segment = segment
        self._records = RecordWriter(_path(directory, segment, _RECORDS))
        self._lengths = {field: bytearray() for field in WORD_FIELDS}
        self._totals = dict.fromkeys(WORD_FIELDS, 0)

    def add(self, fields: Mapping[str, str], lengths: Mapping[str, int]) -> None:
        """The next document: its one stored field, and the lengths of its word fields."""
        ((field, text),) = fields.items()
        self._records.extend(field, (text,))
        for name, steps in self._lengths.items():
            length = lengths.get(name, 0)
            steps.append(length_to_byte(length))
            self._totals[name] += length

    def extend(self, articles: Iterable[str], lengths: Mapping[str, Array]) -> None:
        """The next documents, all of them articles: their records, and their lengths in every word field."""
        self._records.extend("article", articles)
        for name, steps in self._lengths.items():
            steps += np.minimum(_STEPS.searchsorted(lengths[name]), 255).astype(np.uint8).tobytes()
            self._totals[name] += int(lengths[name].sum())

    def copy(self, segment: ArraySegment, documents: Array) -> None:
        """The next documents are these of another segment, in rising order.

        Raises:
            OSError, Damaged: its files are not what was written.
        """
        records = records_of(self._directory, segment)
        self._records.copy(records, documents)
        records.close()
        for name, steps in self._lengths.items():
            # Where the last documents have none of a field, its column ends before them.
            column = _path(self._directory, segment, _LENGTHS[name]).read_bytes().ljust(segment.doc_count_all(), b"\0")
            steps += np.frombuffer(column, np.uint8)[documents].tobytes()

    def measured(self, totals: Mapping[str, int]) -> None:
        """The lengths of the fields together, of documents that were copied."""
        for field, total in totals.items():
            self._totals[field] += total

    def finish(self) -> None:
        """Writes what is still to be written, and tells the segment."""
        self._records.finish()
        for field, steps in self._lengths.items():
            _path(self._directory, self._segment, _LENGTHS[field]).write_bytes(steps.rstrip(b"\0"))
        for name in (_RECORDS, *_LENGTHS.values()):
            path = _path(self._directory, self._segment, name)
            self._segment.checks[name] = path.stat().st_size, _checksum(path)
        self._segment.set_doc_count(len(self._records))
        self._segment._fieldlengths = {f"words_{field}": total for field, total in self._totals.items()}

    def close(self) -> None:
        """Lets go of the files."""
        self._records.close()
