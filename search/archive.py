"""How does another program search the archive?

    with open_archive("news.index") as archive:
        result = archive.search("台风 停运", sort="relevance", offset=0, limit=10, reporter="余辉", facets=("topic",))
        for hit in result.hits:
            print(hit.article.headline, hit.snippets)

`Archive` is a query read, handed to a backend, and its matches dressed for the reader. It holds no state of its own but
the backend, and what it worked out of the words of the present commit; nothing here is global. Threads may share it.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from threading import Lock
from types import TracebackType
from typing import TYPE_CHECKING, Any, TypedDict
from typing import Literal as OneOf

from .article import Article
from .asking import ask
from .backends import SORTS, Backend, Sort, connect
from .dates import day_range
from .errors import ArticleWithdrawn, QueryError
from .query import filters, understand
from .result import Hit, SearchResult
from .schema import origin
from .text import keywords
from .tree import AtLeast, DateRange, Everything, Field, Literal, Query, Word, all_of

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from .suggest import Completion, Suggestion, Vocabulary

By = OneOf["year", "month", "day"]
Values = str | Sequence[str]

ALL = sys.maxsize
"""No limit: what is asked for whole is given whole."""


class Filters(TypedDict, total=False):
    """Where to look, as `search.query.filters` has it: a value, or several of which any will do."""

    reporter: Values
    correspondent: Values
    photographer: Values
    author: Values
    topic: Values
    page: Values
    column: Values
    source: Values
    since: str
    until: str


class Archive:
    """An open archive. Use it as a context manager, or `close` it."""

    def __init__(self, backend: Backend) -> None:
        self.backend = backend
        self._vocabulary: tuple[object, Vocabulary] | None = None
        self._lock = Lock()

    def search(
        self,
        query: str | Query,
        *,
        sort: Sort = "relevance",
        offset: int = 0,
        limit: int = 10,
        facets: Sequence[str] = (),
        fold: bool = False,
        **where: Unpack[Filters],
    ) -> SearchResult:
        """Searches. What finds nothing as it stands is asked once more in words (`search.second_run`), and a note
        says so.

        Args:
            query: a text in the query language, or a tree (`search.query`).
            sort: relevance, newest or oldest.
            offset, limit: which hits to give; `total` is exact all the same.
            facets: fields of `search.schema.COUNTED` to count the values of, over all that match.
            fold: show articles that reprint each other once; `Hit.reprints` names the others, `total` counts them once.
            where: filters, as `reporter="余辉"`, `topic=("渔业", "台风与防汛")`, `since="2025-07"`.

        Raises:
            QueryError: the text, or a date of the filters, cannot be read; it carries the position.
            ValueError: an unknown `sort` or facet, or an `offset` or `limit` below 0.
        """
        if sort not in SORTS:
            raise ValueError(f"sort is one of {', '.join(SORTS)}, not {sort!r}")
        if offset < 0 or limit < 0:
            raise ValueError("offset and limit cannot be below 0")
        asked, notes = self._asked(query, where)
        return ask(self.backend, asked, notes, sort, offset, limit, facets, fold, self._words)

    def article(self, id: str) -> Article | None:
        """The article with an id, or the one that took its place; None if the id was never in use.

        Raises:
            ArticleWithdrawn: it was withdrawn (撤稿).
        """
        seen: set[str] = set()
        while id not in seen:
            if (found := self.backend.article(id)) is not None:
                return found
            seen.add(id)
            successor = self.backend.departed(id)
            if successor is None:
                return None
            if not successor:
                raise ArticleWithdrawn(f"{id} 已撤稿。")
            id = successor
        return None

    def issue(self, date: str) -> tuple[Article, ...]:
        """The articles of a day (or a month, a year), in reading order.

        Raises:
            QueryError: the date is none.
        """
        return self._of(_days(date))

    def page(self, date: str, page: str) -> tuple[Article, ...]:
        """The articles of a page of a day's issue, in reading order; `1` and `01` are the same page.

        Raises:
            QueryError: the date is none.
        """
        return self._of(all_of(_days(date), Field("page", page)))

    def similar(self, id: str, *, limit: int = 10) -> tuple[Hit, ...]:
        """The articles that have most of what sets an article apart, best first; itself and its reprints left out.

        Raises:
            ArticleWithdrawn: it was withdrawn.
            KeyError: the id was never in use.
        """
        article = self.article(id)
        if article is None:
            raise KeyError(id)
        own = article.keywords if len(article.keywords) > 4 else keywords(f"{article.headline}\n{article.body}", 12)
        words = tuple(Word(word) for word in own)
        if not words:
            return ()
        query = AtLeast(min(len(words), 2 + len(words) // 6), words)
        # Folded, itself and its reprints are one of them, however many they are.
        found = self.backend.search(query, sort="relevance", offset=0, limit=limit + 1, fold=True).found
        hits = (Hit(each, score, query) for each, score in found if origin(each) != origin(article))
        return tuple(hits)[:limit]

    def counts(self, field: str, query: str | Query | None = None, **where: Unpack[Filters]) -> Mapping[str, int]:
        """For each value of a field (`search.schema.COUNTED`), how many of the articles that match have it.

        The query counts as it stands; with a second run, and hits beside them, counts are the `facets` of a search.

        Raises:
            QueryError: the query cannot be read.
            ValueError: there is no such field.
        """
        asked, _ = self._asked("" if query is None else query, where)
        return self.backend.counts(field, None if isinstance(asked, Everything) else asked)

    def timeline(
        self, query: str | Query | None = None, *, by: By = "month", **where: Unpack[Filters]
    ) -> Mapping[str, int]:
        """Year, month or day → how many of the articles that match are of it, in order; those without any are left out.

        Raises:
            QueryError: the query cannot be read.
            ValueError: `by` is something else.
        """
        if by not in ("year", "month", "day"):
            raise ValueError(f"by is year, month or day, not {by!r}")
        return dict(sorted(self.counts(by, query, **where).items()))

    def terms(self, field: str, prefix: str = "") -> Iterator[tuple[str, int]]:
        """The values of a field (`search.schema.LISTED`) that begin so, with how many articles have each, most first.

        Raises:
            ValueError: there is no such field.
        """
        return self.backend.terms(field, prefix)

    def suggest(self, text: str, *, limit: int = 3) -> tuple[Suggestion, ...]:
        """What may have been meant by a word or a run of them: names and words of the archive that sound so, that
        differ in one character, or that are spelled so in pinyin."""
        from .suggest import suggest

        return suggest(self._words(), text, limit)

    def complete(self, text: str, *, limit: int = 10) -> tuple[Completion, ...]:
        """Names, topics, columns, headlines and words that begin so, in characters or in pinyin."""
        from .suggest import complete

        return complete(self._words(), text, limit)

    def close(self) -> None:
        """Lets go of the index."""
        self.backend.close()

    def __enter__(self) -> Archive:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _asked(self, query: str | Query, where: Filters) -> tuple[Query, tuple[str, ...]]:
        """The tree of a query and its filters, with notes on the reading."""
        notes: tuple[str, ...] = ()
        if isinstance(query, str):
            understood = understand(query)
            query, notes = understood.query, understood.notes
        given: dict[str, Any] = {
            key: value if key in ("since", "until") or not isinstance(value, str) else (value,)
            for key, value in where.items()
        }
        return all_of(query, filters(**given)), notes

    def _of(self, query: Query) -> tuple[Article, ...]:
        matches = self.backend.search(query, sort="oldest", offset=0, limit=ALL)
        return tuple(article for article, _ in matches.found)

    def _words(self) -> Vocabulary:
        """The words of the present commit."""
        from .suggest import Vocabulary

        with self._lock:
            version = self.backend.version()
            if self._vocabulary is None or self._vocabulary[0] != version:
                self._vocabulary = (version, Vocabulary.of(self.backend.terms, self._standing, self._standing_at_most))
            return self._vocabulary[1]

    def _standing(self, text: str) -> int:
        """In how many articles a text stands."""
        return self.backend.search(Literal(text), sort="newest", offset=0, limit=0).total

    def _standing_at_most(self, text: str) -> int:
        """The same, found out quickly, and perhaps too high."""
        return self.backend.frequency(Literal(text))


def open_archive(location: str | os.PathLike[str] | None = None) -> Archive:
    """Opens an archive for searching. Opening never writes.

    Args:
        location: the index directory; by default `$NEWS_ARCHIVE`, else `./news.index`.

    Raises:
        ArchiveNotFound, ArchiveBroken, ArchiveOutdated: see `search.errors`.
    """
    return Archive(connect(location))


def _days(date: str) -> DateRange:
    days = day_range(date)
    if days is None:
        raise QueryError(f"“{date}”不是日期。", date, 0, "2025、2025-07 或 2025-07-01")
    return DateRange(*days)
