"""What does a search give back?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from .article import Article
from .snippet import Snippet, snippets
from .tree import Query

if TYPE_CHECKING:
    from .suggest import Suggestion


@dataclass(frozen=True)
class Hit:
    """An article that was found.

    Attributes:
        article: as stored.
        score: comparable within one result; 0 where articles are sorted by date.
        query: what found it.
        missing: of a hit in `near`, the words that it lacks.
        reprints: where reprints are folded, the ids of the articles that this one stands for.
        snippets: the passages that show why, best first; worked out when first read.
    """

    article: Article
    score: float
    query: Query
    missing: tuple[str, ...] = ()
    reprints: tuple[str, ...] = ()

    @cached_property
    def snippets(self) -> tuple[Snippet, ...]:
        return snippets(self.article, self.query)


@dataclass(frozen=True)
class SearchResult:
    """What a search gave.

    Attributes:
        query: the tree that was searched for.
        total: how many articles match, exactly.
        hits: those of the page asked for.
        notes: what the reader should be told about how the query was read, in Chinese.
        facets: of each field asked for, value → how many of the articles that match have it.
        near: of a query of bare runs, and where the page has room left: articles that have most of the words, best
            first. Worked out when first read; never counted in `total`.
        suggestions: where little was found: what may have been meant, best first. Worked out when first read.
    """

    query: Query
    total: int
    hits: tuple[Hit, ...]
    notes: tuple[str, ...] = ()
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    _near: Callable[[], tuple[Hit, ...]] = field(default=tuple, repr=False, compare=False)
    _suggestions: Callable[[], tuple[Suggestion, ...]] = field(default=tuple, repr=False, compare=False)

    @cached_property
    def near(self) -> tuple[Hit, ...]:
        return self._near()

    @cached_property
    def suggestions(self) -> tuple[Suggestion, ...]:
        return self._suggestions()
