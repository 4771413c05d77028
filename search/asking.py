"""What is done with one search?

It is put to the engine as it stands; if that finds nothing, once more in words (`second_run`). What the reader may want
besides is worked out when it is read: the articles that have most of the words (`near`), and what may have been meant
(`suggest`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING

from .article import Article
from .backends import Backend, Matches, Sort
from .errors import QueryError
from .near import POOL, WHOLE, WHOLE_OF_ALL, Wanted, ordered, wanted
from .query import parse
from .result import Hit, SearchResult
from .schema import origin
from .second_run import in_words, note
from .tree import Field, Literal, Query
from .tree import wanted as leaves

if TYPE_CHECKING:
    from .suggest import Suggestion, Vocabulary

LITTLE = 3
"""A search that finds no more has suggestions to make."""

SUGGESTIONS = 3
"""How many at most."""

MOST_HOPELESS = 8
"""So many texts and names of a query that find little are looked into, the first: each takes some 20 ms and more."""


def ask(
    backend: Backend,
    asked: Query,
    notes: Sequence[str],
    sort: Sort,
    offset: int,
    limit: int,
    facets: Sequence[str],
    fold: bool,
    vocabulary: Callable[[], Vocabulary],
) -> SearchResult:
    """Searches; see `Archive.search`.

    Args:
        notes: what is to be said about the reading of the query.
        vocabulary: the words of the archive, for suggestions.
    """
    search = partial(backend.search, sort=sort, facets=facets, fold=fold)
    used, matches = asked, search(asked, offset=offset, limit=limit)
    said = [*backend.notes(), *notes]
    if not matches.total and (again := in_words(asked)) != asked:
        second = _in_words(backend, asked, partial(search, again), sort, offset, limit)
        if second.total:
            used, matches = again, second
            said.append(note(again))
    others = matches.folded or ((),) * len(matches.found)
    hits = (Hit(article, score, used, (), some) for (article, score), some in zip(matches.found, others, strict=True))
    room = range(max(0, offset - matches.total), max(0, offset + limit - matches.total))
    return SearchResult(
        used,
        matches.total,
        tuple(hits),
        tuple(said),
        matches.facets,
        _near=partial(_near, backend, asked, used, fold, room),
        _suggestions=partial(_suggestions, backend, asked, matches.total, vocabulary)
        if matches.total <= LITTLE
        else tuple,
    )


def _in_words(
    backend: Backend, asked: Query, search: Callable[..., Matches], sort: Sort, offset: int, limit: int
) -> Matches:
    """The second run. That its words stand somewhere tells less than the text that they were typed as: by relevance,
    the first of what it finds are put in the order of `near`."""
    if sort != "relevance" or (most := wanted(asked)) is None:
        return search(offset=offset, limit=limit)
    matches = search(offset=0, limit=max(offset + limit, POOL + 1))  # one more: `floor` is that of every page
    pool, rest = matches.found[:POOL], matches.found[POOL:]
    best = _ordered(backend, [article for article, _ in pool], most, WHOLE_OF_ALL)
    floor = rest[0][1] if rest else 0.0
    found = (*((article, floor + score) for article, score in best), *rest)
    folded = matches.folded
    if folded:
        place = {article.id: at for at, (article, _) in enumerate(pool)}
        folded = (*(folded[place[article.id]] for article, _ in best), *folded[POOL:])
    page = slice(offset, offset + limit)
    return replace(matches, found=found[page], folded=folded[page])


def _near(backend: Backend, asked: Query, used: Query, fold: bool, room: range) -> tuple[Hit, ...]:
    if not room or (most := wanted(asked)) is None:
        return ()
    query = most.query(used)
    years = map(int, filter(str.isdigit, backend.counts("year", None))) if most.days else ()
    pool: dict[str, tuple[Article, tuple[str, ...]]] = {}
    for each in (query, most.query_of_days(used, years)):
        if each is None:
            continue
        matches = backend.search(each, sort="relevance", offset=0, limit=POOL, fold=fold)
        folded = matches.folded or ((),) * len(matches.found)
        for (article, _), some in zip(matches.found, folded, strict=True):
            pool.setdefault(origin(article) if fold else article.id, (article, some))
    articles = [article for article, _ in pool.values()]
    others = {article.id: some for article, some in pool.values()}
    page = _ordered(backend, articles, most, WHOLE)[room.start : room.stop]
    return tuple(
        Hit(article, score, query, most.missing(article), others.get(article.id, ())) for article, score in page
    )


def _ordered(backend: Backend, articles: Sequence[Article], most: Wanted, whole: float) -> list[tuple[Article, float]]:
    return ordered(articles, most, backend.frequency, backend.size(), whole) if articles else []


def _suggestions(
    backend: Backend, asked: Query, found: int, vocabulary: Callable[[], Vocabulary]
) -> tuple[Suggestion, ...]:
    """Only queries that find more than this one did, each with how many. Of a query that no reader could have typed,
    for a program put too much into it, nothing is offered."""

    def total(query: Query) -> int:
        return backend.search(query, sort="newest", offset=0, limit=0).total

    tried = dict.fromkeys(
        leaf for leaf in leaves(asked) if isinstance(leaf, Literal) or (isinstance(leaf, Field) and _is_name(leaf))
    )
    few = set(islice((leaf for leaf in tried if total(leaf) <= LITTLE), MOST_HOPELESS))
    if not few:
        return ()
    from .suggest import for_query

    offered = []
    for text, suggestion in for_query(vocabulary(), asked, few, SUGGESTIONS):
        try:
            query = parse(text)
        except QueryError:  # longer than the query language allows: filters are part of it
            continue
        if (count := total(query)) > found:
            offered.append(replace(suggestion, query=text, articles=count))
    return tuple(offered)


def _is_name(field: Field) -> bool:
    return field.name != "page"
