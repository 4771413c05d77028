"""What is the right answer, worked out in the most stupid way?

Every query is a walk over all articles with plain `in`. No terms, no positions: that is what makes it fit to hold the
clever engines against. It also serves as an archive for a few hundred articles that need no files.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from ..article import Article
from ..schema import HEADS, Document, origin, parts, values
from ..text import bare, words
from ..tree import (
    Literal,
    Query,
)
from . import Matches, Sort
from .holding import Prepared, asking
from .memory_ranking import order, ranked

if TYPE_CHECKING:
    from ..sheaf import Row


class MemoryIndex:
    """Articles in a dictionary. Not for two threads at once while one writes."""

    def __init__(self) -> None:
        self._articles: dict[str, Article] = {}
        self._departed: dict[str, str] = {}
        self._commits = 0

    @contextmanager
    def writer(self, *, apart: bool = False) -> Iterator[_MemoryWriter]:
        """A copy is changed, and takes the place of the articles if all went well."""
        writer = _MemoryWriter(dict(self._articles), dict(self._departed))
        yield writer
        self._articles, self._departed = writer.articles, writer.departed
        self._commits += 1

    def search(
        self, query: Query, *, sort: Sort, offset: int, limit: int, facets: Sequence[str] = (), fold: bool = False
    ) -> Matches:
        """See `Backend.search`."""
        finds = asking(query)
        found = [article for article in self._articles.values() if finds(Prepared(article))]
        counts = {field: _counted(field, found) for field in facets}
        scores = ranked(query, found, list(self._articles.values())) if sort == "relevance" else {}
        found.sort(key=lambda article: order(article, scores.get(article.id, 0.0), sort))
        groups: dict[str, list[Article]] = {}
        for article in found:
            groups.setdefault(origin(article) if fold else article.id, []).append(article)
        page = list(groups.values())[offset : offset + limit]
        return Matches(
            len(groups),
            tuple((article, scores.get(article.id, 0.0)) for article, *_ in page),
            counts,
            tuple(tuple(article.id for article in rest) for _, *rest in page) if fold else (),
        )

    def article(self, id: str) -> Article | None:
        """See `Backend.article`."""
        return self._articles.get(id)

    def departed(self, id: str) -> str | None:
        """See `Backend.departed`."""
        return self._departed.get(id)

    def counts(self, field: str, query: Query | None) -> Mapping[str, int]:
        """See `Backend.counts`."""
        finds = None if query is None else asking(query)
        every = self._articles.values()
        return _counted(field, [each for each in every if finds is None or finds(Prepared(each))])

    def terms(self, field: str, prefix: str) -> Iterator[tuple[str, int]]:
        """See `Backend.terms`."""
        begin = bare(prefix)
        counted = self._words() if field == "word" else self.counts(field, None)
        found = ((value, count) for value, count in counted.items() if bare(value).startswith(begin))
        return iter(sorted(found, key=lambda pair: (-pair[1], pair[0])))

    def frequency(self, literal: Literal) -> int:
        """See `Backend.frequency`."""
        finds = asking(literal)
        return sum(finds(Prepared(article)) for article in self._articles.values())

    def size(self) -> int:
        """See `Backend.size`."""
        return len(self._articles)

    def articles(self) -> Iterator[Article]:
        """See `Backend.articles`."""
        return iter(list(self._articles.values()))

    def departures(self) -> Iterator[tuple[str, str]]:
        """See `Backend.departures`."""
        return iter(list(self._departed.items()))

    def version(self) -> object:
        """See `Backend.version`."""
        return self._commits

    def check(self) -> None:
        """See `Backend.check`."""

    def notes(self) -> tuple[str, ...]:
        """See `Backend.notes`."""
        return ()

    def close(self) -> None:
        """Nothing to let go of."""

    def _words(self) -> Counter[str]:
        counted: Counter[str] = Counter()
        for article in self._articles.values():
            for texts in ((text for name, text in parts(article) if name in HEADS), article.paragraphs):
                counted.update({word for text in texts for word in words(text)})
        return counted


def _counted(field: str, articles: Iterable[Article]) -> dict[str, int]:
    values(Article(""), field)  # no such field is an error where there are no articles too
    return dict(Counter(value for article in articles for value in values(article, field)))


class _MemoryWriter:
    def __init__(self, articles: dict[str, Article], departed: dict[str, str]) -> None:
        self.articles = articles
        self.departed = departed

    def add(self, document: Document | Row) -> None:
        self.articles[document.article.id] = document.article
        self.departed.pop(document.article.id, None)

    def delete(self, id: str, successor: str | None = None) -> None:
        if self.articles.pop(id, None) is not None:
            self.departed[id] = successor or ""

    def depart(self, id: str, successor: str) -> None:
        if id not in self.articles:
            self.departed[id] = successor

    def finish(self) -> None:
        pass
