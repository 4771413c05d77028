"""Which JSON does another program get?

One object on one line, in UTF-8, whatever the terminal's encoding is. The keys of a search are a contract (DESIGN.md):
other tools are built on them. An article is given as `search.article.to_record` gives it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ..article import Article, to_record
from ..result import Hit, SearchResult
from ..schema import DATE_LENGTH

if TYPE_CHECKING:
    from ..suggest import Suggestion

SUGGESTION = ("query", "text", "replaced", "by", "kind", "articles")
"""The keys of a suggestion."""


def search_record(
    query: str, result: SearchResult, notes: Sequence[str], took_ms: float, suggestions: Sequence[Suggestion] = ()
) -> dict[str, Any]:
    """A search as data.

    Args:
        query: as typed; filters are no part of it.
        notes: what the reader should be told.
        took_ms: milliseconds that the search took, opening the archive left aside.
        suggestions: what may have been meant.
    """
    record: dict[str, Any] = {
        "query": query,
        "total": result.total,
        "took_ms": round(took_ms, 1),
        "notes": list(notes),
        "hits": [hit_record(hit) for hit in result.hits],
        "near": [{**hit_record(hit), "missing": list(hit.missing)} for hit in result.near],
        "suggestions": [{key: getattr(each, key) for key in SUGGESTION} for each in suggestions],
    }
    if result.facets:
        record["facets"] = {name: ordered_counts(name, counts) for name, counts in result.facets.items()}
    return record


def ordered_counts(field: str, counts: Mapping[str, int]) -> dict[str, int]:
    """The counts of a facet: years, months and days in order of time, else most first."""
    by_time = field in DATE_LENGTH
    return dict(sorted(counts.items(), key=lambda pair: (0 if by_time else -pair[1], pair[0])))


def hit_record(hit: Hit) -> dict[str, Any]:
    """A hit as data; marks are `[start, end]` in characters of their text.

    `reprints` is there where it stands for others; a hit of `near` has `missing` besides.
    """
    listed = entry_record(hit.article)
    record = {
        "id": listed.pop("id"),
        "score": round(hit.score, 4),
        **listed,
        "snippets": [{"part": s.part, "text": s.text, "marks": [list(mark) for mark in s.marks]} for s in hit.snippets],
    }
    if hit.reprints:
        record["reprints"] = list(hit.reprints)
    return record


def entry_record(article: Article) -> dict[str, Any]:
    """What a list says of an article, its text left out."""
    return {
        "id": article.id,
        "paper": article.paper,
        "date": article.date,
        "page": article.page,
        "pages": list(article.pages),
        "page_name": article.page_name,
        "column": article.column,
        "kicker": article.kicker,
        "headline": article.headline,
        "subtitle": article.subtitle,
        "authors": [{"name": a.name, "role": a.role, "as_printed": a.as_printed} for a in article.authors],
        "source": article.source,
        "topics": list(article.topics),
    }


def list_record(asked: str, key: str, records: Sequence[Mapping[str, Any]], took_ms: float) -> dict[str, Any]:
    """A list of articles as data, under a key of that name."""
    return {"query": asked, "total": len(records), "took_ms": round(took_ms, 1), key: list(records)}


def counts_record(
    query: str, counts: Sequence[tuple[str, int]], total: int, notes: Sequence[str], took_ms: float
) -> dict[str, Any]:
    """Counts as data: each name with its number of articles; `total` is the number of names before any limit, of
    a timeline that of articles, those without a date among them."""
    return {
        "query": query,
        "total": total,
        "took_ms": round(took_ms, 1),
        "notes": list(notes),
        "counts": [{"name": name, "articles": count} for name, count in counts],
    }


def article_record(article: Article) -> dict[str, Any]:
    """An article as data, every key of it."""
    return to_record(article)


def line(record: Any) -> bytes:
    """A record as a line of JSON in UTF-8; half a surrogate pair, which no file can hold, becomes a question mark."""
    return json.dumps(record, ensure_ascii=False).encode("utf-8", "replace") + b"\n"
