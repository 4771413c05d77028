"""What must an engine be able to do?

A `Backend` holds documents and answers query trees. It is handed the terms that `search.text` made and never cuts text
itself; parsing, snippets, paging and rendering exist once, above this seam. One suite of tests
(`tests/test_contract.py`) runs over every backend and compares it with the simplest, `memory`.

    memory          plain `in` over the articles: the oracle of the tests, and an archive for a few hundred articles
    whoosh_index    Whoosh, on disk

To add an engine: a module here with a class of these methods, and a line in `connect`.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Protocol

from ..article import Article
from ..schema import Document
from ..tree import Literal as LiteralQuery
from ..tree import Query

if TYPE_CHECKING:  # it brings numpy, which a search may not need
    from ..sheaf import Row

Sort = Literal["relevance", "newest", "oldest"]
SORTS: tuple[Sort, ...] = ("relevance", "newest", "oldest")


@dataclass(frozen=True, slots=True)
class Matches:
    """What a query found.

    Attributes:
        total: how many articles match, exactly.
        found: the articles from `offset` on, at most `limit`, each with its score.
        facets: of each field asked for, value as printed → how many of the articles that match have it.
        folded: of each of `found`, the ids of the articles that were folded into it, in order.

    The order is total, so that pages never overlap. `relevance`: score, then the newer, then by id; `newest` and
    `oldest`: date, then by id, which is reading order; articles without a date come last.
    """

    total: int
    found: tuple[tuple[Article, float], ...] = ()
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    folded: tuple[tuple[str, ...], ...] = ()


class Writer(Protocol):
    """Changes to an index; nothing of them is seen until the `with` block ends, and nothing at all if it raises."""

    def add(self, document: Document | Row) -> None:
        """Takes a document in; one of the same id, earlier in this block too, gives way to it. Rows that follow each
        other in their sheaf are taken in fastest."""

    def delete(self, id: str, successor: str | None = None) -> None:
        """Takes an article out and remembers that it was there: it was withdrawn, or `successor` took its place."""

    def depart(self, id: str, successor: str) -> None:
        """Remembers of an id that is not there that `successor` has its place, or that it was withdrawn (`""`); what
        was remembered of it before no longer counts. Nothing, where an article of this block has the id."""

    def finish(self) -> None:
        """Says that nothing more will come: what is done apart is begun, and whoever writes can do something else
        meanwhile. The end of the block does it too."""


class Backend(Protocol):
    """An engine. Every method may raise `search.errors.ArchiveError`, and no exception of the library behind it."""

    def writer(self, *, apart: bool = False) -> AbstractContextManager[Writer]:
        """The one writer; waits for another process's to finish, then raises `ArchiveLocked`.

        Args:
            apart: do what can be done apart in a process of its own: worth it for thousands of articles.
        """

    def search(
        self, query: Query, *, sort: Sort, offset: int, limit: int, facets: Sequence[str] = (), fold: bool = False
    ) -> Matches:
        """The articles that a query finds, in order.

        Args:
            facets: fields of `schema.COUNTED` whose values are to be counted.
            fold: of articles that reprint each other (`schema.origin`) give only the first in order, with the others
                in `folded`; `total`, `offset` and `limit` then count these groups. Facets count articles all the same.

        Raises:
            ValueError: there is no such field.
        """

    def article(self, id: str) -> Article | None:
        """One article as stored, or None."""

    def departed(self, id: str) -> str | None:
        """Of an id that is no more: the id that took its place, or "" where it was withdrawn; None if it never was."""

    def counts(self, field: str, query: Query | None) -> Mapping[str, int]:
        """For each value of a field of `schema.COUNTED`, as printed, how many articles that match (all, for None)
        have it.

        Raises:
            ValueError: there is no such field.
        """

    def terms(self, field: str, prefix: str) -> Iterator[tuple[str, int]]:
        """The values of a field of `schema.LISTED` that begin so, with how many articles have each, most first.

        Of `word` it is a figure for ranking, and may be too high: articles with it in head and body count twice, and
        those lately taken out may still count.

        Raises:
            ValueError: there is no such field.
        """

    def frequency(self, literal: LiteralQuery) -> int:
        """In about how many articles a literal stands, found out quickly: a figure for ranking, never too low."""

    def size(self) -> int:
        """About how many articles there are, found out quickly; those lately taken out may still count."""

    def articles(self) -> Iterator[Article]:
        """Every article of the present commit, whatever is written meanwhile."""

    def departures(self) -> Iterator[tuple[str, str]]:
        """Every id of which `departed` has something to say, with what it says."""

    def version(self) -> object:
        """Something that differs from commit to commit: what was worked out for one can be kept until the next."""

    def check(self) -> None:
        """Looks at every byte of what is kept for searching: takes as long as reading it.

        Raises:
            ArchiveBroken: something has changed since it was written; the message says in which file.
        """

    def notes(self) -> tuple[str, ...]:
        """What whoever opened the archive should be told, in Chinese."""

    def close(self) -> None:
        """Lets go of every file."""


class Stored(Protocol):
    """What an index holds, by whatever rules it was made. Every method may raise `search.errors.ArchiveError`."""

    def articles(self) -> Iterator[Article]:
        """See `Backend.articles`."""

    def departures(self) -> Iterator[tuple[str, str]]:
        """See `Backend.departures`."""

    def size(self) -> int:
        """See `Backend.size`."""


class Rebuild(Protocol):
    """An index that is being made, to take the place of another. The old one can be searched meanwhile.

    Attributes:
        old: what the old index holds.
        new: the new one, empty at first; of no use after `swap`.
        work: a directory to keep things in until the block ends.
    """

    @property
    def old(self) -> Stored: ...
    @property
    def new(self) -> Backend: ...
    @property
    def work(self) -> Path: ...

    def fill(self, documents: Iterable[Document | Row], departures: Iterable[tuple[str, str]]) -> None:
        """Puts documents into the new index, and what `departures` is to say there, in one commit.

        Args:
            departures: pairs as `Backend.departures` gives them; those of documents are left out.
        """

    def swap(self) -> None:
        """Puts the new index in the place of the old one, with whatever else lies in its directory. Until the block
        ends nobody may write in it."""


DEFAULT_LOCATION = "news.index"
ENVIRONMENT = "NEWS_ARCHIVE"


def location_of(location: str | os.PathLike[str] | None = None) -> Path:
    """The directory that a location means: as given, else `$NEWS_ARCHIVE`, else `./news.index`."""
    return Path(location or os.environ.get(ENVIRONMENT) or DEFAULT_LOCATION)


def connect(
    location: str | os.PathLike[str] | None = None,
    *,
    create: bool = False,
    wait: float = 60.0,
    on_wait: Callable[[str], None] | None = None,
) -> Backend:
    """The engine behind a location.

    Args:
        location: an index directory; see `location_of`.
        create: make an empty index where there is none.
        wait: seconds that a writer waits for another process's.
        on_wait: called with a Chinese sentence when that wait begins.

    Raises:
        ArchiveNotFound, ArchiveBroken, ArchiveOutdated: see `search.errors`.
    """
    from .whoosh_index import WhooshIndex
    from .whoosh_index.layout import create as make
    from .whoosh_index.layout import is_index

    directory = location_of(location)
    if create and not is_index(directory):
        from .whoosh_index.swap import recover

        recover(directory)
        if not is_index(directory):
            make(directory)
    return WhooshIndex(directory, wait=wait, on_wait=on_wait)


def rebuilding(
    location: str | os.PathLike[str] | None = None,
    *,
    wait: float = 60.0,
    on_wait: Callable[[str], None] | None = None,
) -> AbstractContextManager[Rebuild]:
    """Makes an index anew, beside the one at a location, which it may take the place of.

    The old one is held for writing as long as the block lasts, and need only be readable: it may have been made by
    other rules. It is left as it was where the block does not swap, and thrown away where it does.

    Args:
        location, wait, on_wait: as for `connect`.

    Raises:
        ArchiveNotFound, ArchiveBroken, ArchiveLocked: see `search.errors`.
        ArchiveOutdated: the index is of a later version.
    """
    from .whoosh_index.swap import rebuilding

    return rebuilding(location_of(location), wait=wait, on_wait=on_wait)
