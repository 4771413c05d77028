"""How do changes become visible all at once?

Who holds the lock (`locking`) writes. Nothing is seen before the commit; an exception throws it all away.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from ...article import to_record
from ...schema import Document
from .layout import check
from .locking import acquire, announced
from .translate import translated


@contextmanager
def writing(
    directory: Path, index: Any, codec: Any, wait: float, on_wait: Callable[[str], None] | None
) -> Iterator[WhooshWriter]:
    """The writer; commits when the block ends, throws the changes away when it raises.

    Raises:
        ArchiveLocked: another process was still writing after `wait` seconds; the message says which.
    """
    with translated(directory):
        writer = _begun(directory, index, codec, wait, on_wait)
    with announced(directory):
        try:
            with translated(directory):
                # Of what was there before. One for all: Whoosh's own `delete_by_term` opens every segment anew for
                # each term.
                reader = writer.reader()
            try:
                yield WhooshWriter(directory, writer, reader)
            finally:
                reader.close()
            with translated(directory):
                writer.commit()
        except BaseException:
            _abandon(writer)
            raise


class WhooshWriter:
    """See `Writer`. Made by `writing`."""

    def __init__(self, directory: Path, writer: Any, reader: Any) -> None:
        self._directory = directory
        self._writer = writer
        self._reader = reader
        self._pending: dict[tuple[str, str], int] = {}

    def add(self, document: Document) -> None:
        """See `Writer.add`."""
        with translated(self._directory):
            self._add(document)

    def _add(self, document: Document) -> None:
        id = document.article.id
        self._drop("id", id)
        self._drop("gone", id)
        fields: dict[str, Any] = {"id": [id], "live": ["1"]}
        fields["article"] = json.dumps(to_record(document.article), ensure_ascii=False, separators=(",", ":"))
        for prefix, terms in (
            ("chars", document.chars), ("pairs", document.pairs), ("words", document.words), ("value", document.values)
        ):  # fmt: skip
            fields |= {f"{prefix}_{name}": list(some) for name, some in terms.items() if some}
        self._pending["id", id] = self._writer.docnum
        self._writer.add_document(**fields)

    def delete(self, id: str, successor: str | None = None) -> None:
        """See `Writer.delete`."""
        with translated(self._directory):
            if self._drop("id", id):
                self._depart(id, successor or "")

    def depart(self, id: str, successor: str) -> None:
        """Remembers of an id that it was there once, unless an article of this block has it."""
        if ("id", id) not in self._pending:
            with translated(self._directory):
                self._depart(id, successor)

    def _depart(self, id: str, successor: str) -> None:
        self._drop("gone", id)
        self._pending["gone", id] = self._writer.docnum
        self._writer.add_document(gone=[id], successor=successor)

    def _drop(self, field: str, term: str) -> bool:
        """Deletes the document with this term, committed or of this block. True if there was one."""
        dropped = False
        for leaf, base in self._reader.leaf_readers():
            if (field, term) in leaf:
                for doc in leaf.postings(field, term).all_ids():
                    self._writer.delete_document(base + doc)
                    dropped = True
        pending = self._pending.pop((field, term), None)
        if pending is not None:
            # Not written yet, so Whoosh cannot find it by its term; the segment takes the number all the same.
            self._writer.newsegment.delete_document(pending)
            return True
        return dropped


def _abandon(writer: Any) -> None:
    """Throws the changes away and lets go of the lock, even where throwing away fails, as after a full disk."""
    try:
        if not writer.is_closed:
            writer.cancel()
    except Exception:  # what went wrong before is what the caller should hear of
        with suppress(Exception):
            writer.writelock.release()


def _begun(directory: Path, index: Any, codec: Any, wait: float, on_wait: Callable[[str], None] | None) -> Any:
    """Whoosh's writer, which lets go of the lock when it commits or cancels."""
    lock = acquire(directory, wait, on_wait)
    try:
        check(directory)  # while we waited, another may have taken the place, made by other rules than ours
        # Not in one compound file: Whoosh would read all of it into memory at every opening.
        writer = index.writer(_lk=False, codec=codec, limitmb=256, compound=False)
    except BaseException:
        lock.release()
        raise
    writer.writelock = lock
    return writer
