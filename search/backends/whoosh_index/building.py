"""How is a segment made of documents, here or in a process of its own?

    Entry       a document as a segment takes it
    Building    a segment that is being made, in this process
    apart.Apart the same in another, which goes on while this one does something else

Both take entries one after the other; nobody sees the segment before it is finished and named in a commit.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from ...article import to_record
from ...postings.writer import SegmentBuilder
from ...schema import Document
from .layout import text_fields, token_fields
from .storage import ArrayStorage
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
        size: about how many words and characters it has.
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
    # An eighth of what is stored would be keys without a value, which read the same where they are absent.
    record = {key: value for key, value in to_record(document.article).items() if value}
    article = json.dumps(record, ensure_ascii=False, separators=(",", ":"))
    lengths = {name: len(some) for name, some in document.words.items()}
    size = sum(lengths.values()) + sum(len(part) for some in document.texts.values() for part in some)
    return Entry(given, {"article": article}, lengths, size)


def departure(id: str, successor: str) -> Entry:
    """An article that is no more: what its id leads to."""
    return Entry({"gone": (id,)}, {"successor": successor}, {}, 1)


class Builder(Protocol):
    """Makes segments, one after the other."""

    def begin(self, segment: ArraySegment) -> None:
        """The entries that come are those of this segment."""

    def add(self, entry: Entry) -> None:
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
    """A `Builder` in this process."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._storage = ArrayStorage(directory)
        self._stored: StoredWriter | None = None

    def begin(self, segment: ArraySegment) -> None:
        """See `Builder.begin`."""
        self._segment = segment
        self._postings = SegmentBuilder(token_fields(), text_fields())
        self._stored = StoredWriter(self._storage, segment)

    def add(self, entry: Entry) -> None:
        """See `Builder.add`."""
        assert self._stored is not None
        self._postings.add(entry.given)
        self._stored.add(entry.fields, entry.lengths)

    def finish(self) -> None:
        """See `Builder.finish`."""
        assert self._stored is not None
        self._postings.write(self._segment.path(self._directory))
        self._stored.finish()

    def wait(self) -> None:
        """See `Builder.wait`."""

    def close(self) -> None:
        """See `Builder.close`."""
        if self._stored is not None:
            with suppress(OSError):
                self._stored.close()
