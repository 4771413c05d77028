"""How is a segment made of documents, here or in a process of its own?

    Entry       a document as a segment takes it; one of a sheaf (`search.sheaf`) is taken as the row that it is, with
                those before and behind it (Rows)
    Building    a segment that is being made, in this process
    apart.Apart the same in another, which goes on while this one does something else

Both take entries one after the other; nobody sees the segment before it is finished and named in a commit.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np

from ...postings.batch import Some, Tokens
from ...postings.writer import SegmentBuilder
from ...schema import Document, origin
from ...sheaf import Row, Sheaf, record_of
from .layout import text_fields, token_fields
from .stored import StoredWriter
from .toc import ArraySegment

_ALIVE = ("1",)


@dataclass(frozen=True, slots=True)
class Entry:
    """A document of a segment.

    Attributes:
        given: the tokens and texts of its fields, as `SegmentBuilder.add` wants them.
        fields: what is stored of it.
        lengths: of its word fields.
        size: how many words and characters it has, and ends of parts.
    """

    given: Mapping[str, Sequence[str]]
    fields: Mapping[str, str]
    lengths: Mapping[str, int]
    size: int


def entry_of(document: Document) -> Entry:
    """An article with the terms that it is found by."""
    given: dict[str, Sequence[str]] = {"id": (document.article.id,), "live": _ALIVE}
    for prefix, terms in (("pairs", document.texts), ("words", document.words), ("value", document.values)):
        given |= {f"{prefix}_{name}": some for name, some in terms.items()}
    lengths = {name: len(some) for name, some in document.words.items()}
    size = sum(lengths.values()) + sum(len(part) + 1 for some in document.texts.values() for part in some)
    return Entry(given, {"article": record_of(document.article)}, lengths, size)


@dataclass(frozen=True, slots=True)
class Rows:
    """Documents that follow each other in a segment, and are of one sheaf.

    Attributes:
        numbers: in the sheaf.
        ids, origins: of the articles.
        records: of each article as it is stored.
    """

    sheaf: Sheaf
    numbers: tuple[int, ...]
    ids: tuple[str, ...]
    origins: tuple[str, ...]
    records: tuple[str, ...]


def together(rows: Sequence[Row]) -> Rows:
    """Rows of one sheaf, one at least."""
    return Rows(
        rows[0].sheaf,
        tuple([row.number for row in rows]),
        tuple([row.article.id for row in rows]),
        tuple([origin(row.article) for row in rows]),
        tuple([record_of(row.article) for row in rows]),
    )


def are_many(rows: Sequence[Row]) -> bool:
    """Are rows so many of their sheaf that they are better taken together? It is sent and read whole."""
    return 8 * len(rows) >= len(rows[0].sheaf.sizes)


def departure(id: str, successor: str) -> Entry:
    """An article that is no more: what its id leads to."""
    return Entry({"gone": (id,)}, {"successor": successor}, {}, 1)


class Builder(Protocol):
    """Makes segments, one after the other."""

    def begin(self, segment: ArraySegment) -> None:
        """The entries that come are those of this segment."""

    def add(self, entry: Entry | Row) -> None:
        """The next entry."""

    def finish(self) -> None:
        """The segment has all its entries; it is whole after `wait`."""

    def wait(self) -> None:
        """Until every segment that was finished is whole and knows what is in it.

        Raises:
            Exception: whatever went wrong with one of them.
        """

    def close(self) -> None:
        """Lets go of a segment that was begun, as it is."""


class Building:
    """A `Builder` in this process.

    Args:
        directory: of the index.
        forks: this process does nothing else, and may have a child (`search.postings.forked`).
    """

    def __init__(self, directory: Path, forks: bool = False) -> None:
        self._directory = directory
        self._forks = forks
        self._stored: StoredWriter | None = None
        self._rows: list[Row] = []

    def begin(self, segment: ArraySegment) -> None:
        """See `Builder.begin`."""
        self._segment = segment
        self._postings = SegmentBuilder(token_fields(), text_fields())
        self._stored = StoredWriter(self._directory, segment)

    def add(self, entry: Entry | Row) -> None:
        """See `Builder.add`."""
        assert self._stored is not None
        if isinstance(entry, Row):
            if self._rows and self._rows[0].sheaf is not entry.sheaf:
                self._close_rows()
            self._rows.append(entry)
            return
        self._close_rows()
        self._add(entry)

    def add_rows(self, rows: Rows) -> None:
        """The next entries."""
        assert self._stored is not None
        self._close_rows()
        sheaf, numbers = rows.sheaf, np.array(rows.numbers)
        tokens: dict[str, Tokens | Sequence[str]] = {
            **{f"words_{name}": some for name, some in sheaf.words.items()},
            **{f"value_{name}": some for name, some in sheaf.values.items()},
            "id": rows.ids,
            "live": _ALIVE * len(numbers),
            "value_origin": rows.origins,
        }
        texts = {f"pairs_{name}": some for name, some in sheaf.texts.items()}
        is_whole = len(numbers) == len(sheaf.sizes) and bool((np.diff(numbers) == 1).all())
        self._postings.extend(tokens, texts, Some(None if is_whole else numbers))
        self._stored.extend(
            rows.records, {name: np.diff(some.ends, prepend=0)[numbers] for name, some in sheaf.words.items()}
        )

    def finish(self) -> None:
        """See `Builder.finish`."""
        assert self._stored is not None
        self._close_rows()
        self._postings.write(self._segment.path(self._directory), forks=self._forks)
        self._stored.finish()

    def wait(self) -> None:
        """See `Builder.wait`."""

    def close(self) -> None:
        """See `Builder.close`."""
        if self._stored is not None:
            with suppress(OSError):
                self._stored.close()

    def _add(self, entry: Entry) -> None:
        assert self._stored is not None
        self._postings.add(entry.given)
        self._stored.add(entry.fields, entry.lengths)

    def _close_rows(self) -> None:
        """Takes the rows that have come."""
        rows, self._rows = self._rows, []
        if rows and are_many(rows):
            self.add_rows(together(rows))
        else:
            for row in rows:
                self._add(entry_of(row.document))
