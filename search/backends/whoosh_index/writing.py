"""How do changes become visible all at once?

Who holds the lock (`locking`) writes. Nothing is seen before the commit; an exception throws it all away.

Documents do not go through Whoosh's own writer, which takes one posting after the other, but straight into arrays
(`transaction`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from ...schema import Document
from ...sheaf import Row
from .building import departure, entry_of
from .layout import check
from .locking import acquire, announced
from .toc import ArraySegment
from .transaction import Transaction
from .translate import translated


@contextmanager
def writing(
    directory: Path, wait: float, on_wait: Callable[[str], None] | None, whole: bool = False, apart: bool = False
) -> Iterator[WhooshWriter]:
    """The writer; commits when the block ends, throws the changes away when it raises.

    Args:
        whole: makes one segment of all.
        apart: makes segments in a process of its own.

    Raises:
        ArchiveLocked: another process was still writing after `wait` seconds; the message says which.
    """
    with translated(directory):
        lock = acquire(directory, wait, on_wait)
    try:
        with translated(directory):
            check(directory)  # while we waited, another may have taken the place, made by other rules than ours
            transaction = Transaction(directory, apart)
        with announced(directory):
            try:
                writer = WhooshWriter(directory, transaction)
                yield writer
                with translated(directory):
                    writer.finish()
                    transaction.commit(whole)
            except BaseException:
                with suppress(Exception):  # what went wrong before is what the caller should hear of
                    transaction.cancel()
                raise
    finally:
        lock.release()


class WhooshWriter:
    """See `Writer`. Made by `writing`."""

    def __init__(self, directory: Path, transaction: Transaction) -> None:
        self._directory = directory
        self._transaction = transaction
        self._pending: dict[tuple[str, str], tuple[ArraySegment, int]] = {}
        self._replaced: dict[str, set[str]] = {"id": set(), "gone": set()}

    def add(self, document: Document | Row) -> None:
        """See `Writer.add`."""
        with translated(self._directory):
            self._add(document)

    def _add(self, document: Document | Row) -> None:
        id = document.article.id
        self._replace("id", id)
        self._replace("gone", id)
        self._pending["id", id] = self._transaction.next
        self._transaction.add(document if isinstance(document, Row) else entry_of(document))

    def delete(self, id: str, successor: str | None = None) -> None:
        """See `Writer.delete`."""
        with translated(self._directory):
            there = self._drop("id", id)
            # One of before that was replaced in this block is no longer there, and is taken out in the end.
            for segment, doc, _ in () if id in self._replaced["id"] else self._transaction.having("id", [id]):
                self._transaction.delete(segment, doc)
                there = True
            if there:
                self._depart(id, successor or "")

    def depart(self, id: str, successor: str) -> None:
        """Remembers of an id that it was there once, unless an article of this block has it."""
        if ("id", id) not in self._pending:
            with translated(self._directory):
                self._depart(id, successor)

    def finish(self) -> None:
        """See `Writer.finish`."""
        with translated(self._directory):
            self._settle()
            self._transaction.flush()

    def _settle(self) -> None:
        """Takes out what was there before the block and has been replaced: all at once, since it is looked up faster in
        the order of a dictionary."""
        for field, terms in self._replaced.items():
            for segment, doc, _ in self._transaction.having(field, list(terms)):
                self._transaction.delete(segment, doc)
            terms.clear()

    def _depart(self, id: str, successor: str) -> None:
        self._replace("gone", id)
        self._pending["gone", id] = self._transaction.next
        self._transaction.add(departure(id, successor))

    def _replace(self, field: str, term: str) -> None:
        """The document with this term, committed or of this block, gives way to the one that comes."""
        self._drop(field, term)
        self._replaced[field].add(term)

    def _drop(self, field: str, term: str) -> bool:
        """Deletes the document of this block with this term. True if there was one."""
        pending = self._pending.pop((field, term), None)
        if pending is not None:
            self._transaction.delete(*pending)
        return pending is not None
