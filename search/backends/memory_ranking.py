"""How well do articles fit a query, worked out in the most stupid way?

The formula of `bm25f`, over the articles themselves: what `memory` orders by, and the engines are held against.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from ..article import Article
from ..schema import HEADS, parts, values
from ..text import bare, words
from ..tree import Query
from . import Sort
from .bm25f import KIND, NAME_FIELDS, NEAR, POOL, idf, saturated, told, weighted_frequency
from .nearness import heaviest_window
from .terms import Term, neighbours, terms

_LAST = 0x110000


def order(article: Article, score: float, sort: Sort) -> tuple[object, ...]:
    """What to sort by: the order of `backends.Matches`."""
    sign = 1 if sort == "oldest" else -1
    date = (*(sign * ord(char) for char in article.date), *(() if sign == 1 else (0,))) if article.date else (_LAST,)
    return (-score, date, article.id)


def ranked(query: Query, found: Sequence[Article], everything: Sequence[Article]) -> dict[str, float]:
    """Id → score of the articles that were found."""
    lengths = {article.id: _lengths(article) for article in everything}
    averages = {f: sum(x[f] for x in lengths.values()) / max(1, len(lengths)) for f in ("head", "body")}
    scores = dict.fromkeys((article.id for article in found), 0.0)
    for term in terms(query):
        counted = {article.id: _counts(article, term) for article in everything}
        weight = term.boost * _idf(term, counted.values(), len(everything))
        for id in scores:
            if counted[id]:
                scores[id] += weight * saturated(weighted_frequency(counted[id], lengths[id], averages))
    texts = neighbours(query)
    factors = {article.id: KIND.get(article.kind, 1.0) for article in found}
    pool = sorted(found, key=lambda a: order(a, told(scores[a.id] * factors[a.id]), "relevance"))[
        : POOL if texts else 0
    ]
    weights = []
    for text in texts:
        term = Term("text", text.bare, text.scope, 1.0)
        weights.append(_idf(term, [_counts(article, term) for article in everything], len(everything)))
    for article in pool:
        windows = []
        for field in ("head", "body"):
            stream = _stream(article, field)
            starts = [
                [at for at in range(len(stream)) if stream.startswith(text.bare, at)]
                if text.scope in ("", {"head": "headline"}.get(field, field))
                else []
                for text in texts
            ]
            windows.append(heaviest_window(list(zip(weights, starts, strict=True))))
        scores[article.id] += NEAR * max(windows)
    return {id: told(score * factors[id]) for id, score in scores.items()}


def _idf(term: Term, counted: Iterable[Mapping[str, int]], total: int) -> float:
    fields = [field for counts in counted for field in counts if field != "name"]
    return idf(total, max(map(fields.count, set(fields)), default=0))


def _stream(article: Article, field: str) -> str:
    """The parts of a text field as the positions of their pairs count them: two places between one and the next."""
    return "\0".join(bare(text) for name, text in parts(article) if _field(name) == field)


def _field(part: str) -> str:
    return "head" if part in HEADS else "body" if part == "body" else "rest"


def _counts(article: Article, term: Term) -> dict[str, int]:
    """Field → how often the term is there."""
    counts: dict[str, int] = {}
    for name, printed in parts(article):
        if term.scope and name != term.scope and not (term.scope == "headline" and name in HEADS):
            continue
        if term.kind == "text":
            text = bare(printed)
            times = sum(text.startswith(term.text, at) for at in range(len(text)))
        elif _field(name) == "rest":
            continue
        else:
            some = words(printed)
            times = some.count(term.text) if term.kind == "word" else sum(w.startswith(term.text) for w in some)
        counts[_field(name)] = counts.get(_field(name), 0) + times
    counts = {field: count for field, count in counts.items() if count}
    if term.kind == "text" and len(term.text) == 1:
        counts = dict.fromkeys(counts, 1)
    names = (bare(value) for field in NAME_FIELDS for value in values(article, field))
    if counts and term.kind == "text" and not term.scope and term.text in names:
        counts["name"] = 1
    return counts


def _lengths(article: Article) -> dict[str, int]:
    lengths = {"head": 0, "body": 0}
    for name, printed in parts(article):
        if _field(name) in lengths:
            lengths[_field(name)] += len(words(printed))
    return lengths
