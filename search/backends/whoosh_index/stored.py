"""What is kept whole of a document, and how is it written?

As Whoosh keeps it: the stored fields pickled and compressed in one column, the lengths of the word fields in others.
Its own writer takes every field of every document through the schema; here the columns are filled, and in a merge
copied as they lie. A column of Whoosh's has no checksum: the segment is told one of each file, and its length.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from whoosh.codec.whoosh3 import LENGTHS_COLUMN, STORED_COLUMN, W3Codec
from whoosh.columns import VarBytesColumn
from whoosh.util.numeric import length_to_byte

from ...schema import WORD_FIELDS
from .toc import ArraySegment
from .translate import Damaged

_STORED = "_stored"
_LENGTHS = {field: f"_words_{field}_len" for field in WORD_FIELDS}


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


def size_of_stored(storage: Any, segment: ArraySegment) -> int:
    """How many bytes the stored documents of a segment take."""
    return int(storage.file_length(W3Codec.column_filename(segment, _STORED)))


def check_columns(directory: Path, segment: ArraySegment, whole: bool = False) -> None:
    """Are the files of a segment's columns as they were written?

    Args:
        whole: looks at every byte, not only at how long they are.

    Raises:
        OSError: one is not there.
        Damaged: one has changed; the message names it.
    """
    for name, (length, check) in segment.checks.items():
        path = directory / W3Codec.column_filename(segment, name)
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


class StoredWriter:
    """The columns of a segment that is being written.

    Args:
        storage: Whoosh's, of the index.
        segment: whose they are.
        copies: documents are taken from other segments, by `copy`, instead of by `add`.
    """

    def __init__(self, storage: Any, segment: ArraySegment, copies: bool = False) -> None:
        self._files: list[Any] = []
        self._directory = Path(storage.folder)

        def column(name: str, type: Any) -> Any:
            self._files.append(storage.create_file(W3Codec.column_filename(segment, name)))
            return type.writer(self._files[-1])

        self._segment = segment
        self._stored = column(_STORED, VarBytesColumn() if copies else STORED_COLUMN)
        self._lengths = {field: column(name, LENGTHS_COLUMN) for field, name in _LENGTHS.items()}
        self._totals = dict.fromkeys(WORD_FIELDS, 0)
        self._documents = 0

    def add(self, fields: Mapping[str, Any], lengths: Mapping[str, int]) -> None:
        """The next document: its stored fields, and the lengths of its word fields."""
        self._stored.add(self._documents, dict(fields))
        for field, length in lengths.items():
            if length:
                self._lengths[field].add(self._documents, length_to_byte(length))
                self._totals[field] += length
        self._documents += 1

    def copy(self, perdoc: Any, documents: Iterable[int]) -> None:
        """Some documents of another segment, given Whoosh's reader of its columns."""
        raw = perdoc.column_reader(_STORED, VarBytesColumn())
        lengths = {
            field: perdoc.column_reader(name, LENGTHS_COLUMN)
            for field, name in _LENGTHS.items()
            if perdoc.has_column(name)
        }
        for doc in documents:
            self._stored.add(self._documents, raw[doc])
            for field, column in lengths.items():
                if length := column[doc]:
                    self._lengths[field].add(self._documents, length)
            self._documents += 1

    def measured(self, totals: Mapping[str, int]) -> None:
        """The lengths of the fields together, of documents that were copied."""
        for field, total in totals.items():
            self._totals[field] += total

    def finish(self) -> None:
        """Writes what is still to be written, and tells the segment."""
        for writer in (self._stored, *self._lengths.values()):
            writer.finish(self._documents)
        self.close()
        for name in (_STORED, *_LENGTHS.values()):
            path = self._directory / W3Codec.column_filename(self._segment, name)
            self._segment.checks[name] = path.stat().st_size, _checksum(path)
        self._segment.set_doc_count(self._documents)
        self._segment._fieldlengths = {f"words_{field}": total for field, total in self._totals.items()}

    def close(self) -> None:
        """Lets go of the files."""
        for file in self._files:
            if not file.is_closed:
                file.close()
