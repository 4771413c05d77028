"""What is the right answer over more articles than `memory` can walk through for every query?

`search.backends.memory` reads every article anew for each query: a few hundred are as many as it can bear. Here an
inverted index of plain dictionaries says which articles are worth reading: those that have every pair of characters of
a literal. Whether it stands in them, and how often, is counted in their text all the same, with plain `in` and `find`.
No numpy, no positions, nothing of `search.postings`: of the engine that is held against it, it shares the query tree,
the law (`memory.holds`), the definition of what a query ranks by (`terms`, `nearness`) and the formula (`bm25f`).

Lengths are rounded down to the 256 steps that an index keeps them in: exact below forty words, then by 3.5 %.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import reduce
from math import isclose

from search.article import Article
from search.backends import Backend
from search.backends.bm25f import (
    KIND,
    NAME_FIELDS,
    NEAR,
    POOL,
    idf,
    saturated,
    told,
    weighted_frequency,
)
from search.backends.holding import Prepared, asking
from search.backends.memory_ranking import order
from search.backends.nearness import heaviest_window
from search.backends.terms import Term, neighbours, terms
from search.schema import HEADS, values
from search.text import bare, words
from search.tree import (
    And,
    AtLeast,
    DateRange,
    Everything,
    Field,
    Filter,
    Literal,
    Not,
    Or,
    Prefix,
    Proximity,
    Query,
    Word,
)

Counts = dict[str, int]
"""Field of the formula → how often something is in it."""


def _steps() -> list[int]:
    steps = list(range(40))
    while len(steps) < 256:
        steps.append(int(steps[-1] * 1.035) + 1)
    return steps


STEPS = _steps()


def rounded(length: int) -> int:
    """A length in the steps of an index."""
    return STEPS[bisect_right(STEPS, length) - 1]


class PlainIndex:
    """Articles that can be asked for. Their documents are numbered as they come.

    Args:
        articles: no two of one id.
    """

    def __init__(self, articles: Iterable[Article]) -> None:
        self.held: list[Prepared] = []
        self._lengths: list[Counts] = []
        self._grams: dict[str, list[int]] = defaultdict(list)
        self._words: dict[str, dict[int, Counts]] = defaultdict(dict)
        self._named: dict[str, set[int]] = defaultdict(set)
        self._known: dict[Query, set[int]] = {}
        for doc, article in enumerate(articles):
            self._take(doc, article)
        self._everything = set(range(len(self.held)))
        self._averages = {
            field: sum(each[field] for each in self._lengths) / max(1, len(self.held)) for field in ("head", "body")
        }

    def _take(self, doc: int, article: Article) -> None:
        prepared = Prepared(article)
        self.held.append(prepared)
        grams: set[str] = set()
        for _, text in prepared.parts:
            grams.update(text)
            grams.update(text[at : at + 2] for at in range(len(text) - 1))
        for gram in grams:
            self._grams[gram].append(doc)
        lengths = {"head": 0, "body": 0}
        for field, texts in (("head", [getattr(article, name) for name in HEADS]), ("body", article.paragraphs)):
            for word, count in Counter(word for text in texts for word in words(text)).items():
                self._words[word].setdefault(doc, {})[field] = count
                lengths[field] += count
        self._lengths.append({field: rounded(length) for field, length in lengths.items()})
        for field in NAME_FIELDS:
            for value in values(article, field):
                self._named[bare(value)].add(doc)

    def search(self, query: Query) -> list[tuple[str, float]]:
        """Ids and scores of all articles that a query finds, in order of relevance."""
        found = self.find(query)
        scores = self._ranked(query, found)
        articles = {doc: self.held[doc].article for doc in found}
        ordered = sorted(found, key=lambda doc: order(articles[doc], scores[doc], "relevance"))
        return [(articles[doc].id, scores[doc]) for doc in ordered]

    def find(self, query: Query) -> set[int]:
        """The documents that a query finds. Not to be changed."""
        if isinstance(query, Everything):
            return self._everything
        if isinstance(query, And):
            return reduce(set.__and__, map(self.find, query.clauses))
        if isinstance(query, Or):
            return set().union(*map(self.find, query.clauses))
        if isinstance(query, Not):
            return self._everything - self.find(query.clause)
        if isinstance(query, Filter):
            return self.find(query.clause)
        if isinstance(query, AtLeast):
            times = Counter(doc for clause in query.clauses for doc in self.find(clause))
            return {doc for doc, count in times.items() if count >= query.count}
        if query not in self._known:
            self._known[query] = self._leaf(query)
        return self._known[query]

    def _leaf(self, query: Query) -> set[int]:
        if isinstance(query, Word | Prefix):
            kind = "word" if isinstance(query, Word) else "prefix"
            return set(self._counts_of_words(kind, query.bare, query.scope))
        if isinstance(query, Literal):
            worth = self._worth(query.bare)
        elif isinstance(query, Proximity):
            worth = reduce(set.__and__, map(self._worth, query.bare))
        else:
            assert isinstance(query, Field | DateRange)
            worth = self._everything
        return {doc for doc in worth if asking(query)(self.held[doc])}

    def _worth(self, text: str) -> set[int]:
        """The documents that are worth looking for a text in: they have all its pairs."""
        grams = [text] if len(text) == 1 else [text[at : at + 2] for at in range(len(text) - 1)]
        lists = sorted((self._grams.get(gram, []) for gram in grams), key=len)
        return reduce(set.intersection, lists[1:], set(lists[0])) if lists else self._everything

    def _counts_of_words(self, kind: str, text: str, scope: str) -> dict[int, Counts]:
        """Of each document that has a word, or words that begin so, how often."""
        fields = {"": ("head", "body"), "headline": ("head",), "body": ("body",)}.get(scope, ())
        some = [text] if kind == "word" else [word for word in self._words if word.startswith(text)]
        found: dict[int, Counts] = {}
        for word in some:
            for doc, counts in self._words.get(word, {}).items():
                for field, count in counts.items():
                    if field in fields:
                        sums = found.setdefault(doc, {})
                        sums[field] = sums.get(field, 0) + count
        return found

    def _counts_of_text(self, text: str, scope: str) -> dict[int, Counts]:
        """Of each document in which a text stands, how often; of a single character it only counts that it does."""
        found: dict[int, Counts] = {}
        for doc in self._worth(text):
            counts: Counts = {}
            for name, part in self.held[doc].parts:
                if not scope or name == scope or (scope == "headline" and name in HEADS):
                    times = sum(1 for _ in _begins(text, part))
                    counts[_field(name)] = counts.get(_field(name), 0) + times
            if counts := {field: 1 if len(text) == 1 else count for field, count in counts.items() if count}:
                found[doc] = counts
        return found

    def _ranked(self, query: Query, found: set[int]) -> Mapping[int, float]:
        scores = dict.fromkeys(found, 0.0)
        for term in terms(query, lambda text: text in self._words):
            for doc, score in self._scores(term).items():
                if doc in scores:
                    scores[doc] += score
        factors = {doc: KIND.get(self.held[doc].article.kind, 1.0) for doc in found}
        if texts := neighbours(query):
            best = sorted(found, key=lambda d: order(self.held[d].article, told(scores[d] * factors[d]), "relevance"))[
                :POOL
            ]
            weights = [self._idf(self._counts_of_text(text.bare, text.scope)) for text in texts]
            for doc in best:
                windows = [self._heaviest(doc, field, texts, weights) for field in ("head", "body")]
                scores[doc] += NEAR * max(windows)
        return {doc: told(score * factors[doc]) for doc, score in scores.items()}

    def _scores(self, term: Term) -> dict[int, float]:
        """What a term adds to the documents that have it."""
        if term.kind == "text":
            counted = self._counts_of_text(term.text, term.scope)
        else:
            counted = self._counts_of_words(term.kind, term.text, term.scope)
        weight = term.boost * self._idf(counted)
        named = self._named.get(term.text, set()) if term.kind == "text" and not term.scope else set()
        return {
            doc: weight
            * saturated(
                weighted_frequency(counts | {"name": 1} if doc in named else counts, self._lengths[doc], self._averages)
            )
            for doc, counts in counted.items()
        }

    def _idf(self, counted: Mapping[int, Counts]) -> float:
        times = Counter(field for counts in counted.values() for field in counts)
        return idf(len(self.held), max(times.values(), default=0))

    def _heaviest(self, doc: int, field: str, texts: Sequence[Literal], weights: Sequence[float]) -> float:
        # Two positions lie between one part and the next, as the pairs of an index are counted.
        stream = "\0".join(text for name, text in self.held[doc].parts if text and _field(name) == field)
        scopes = ("", "headline" if field == "head" else field)
        return heaviest_window(
            [
                (weight, [*_begins(text.bare, stream)] if text.scope in scopes else [])
                for text, weight in zip(texts, weights, strict=True)
            ]
        )


def _begins(text: str, inside: str) -> Iterator[int]:
    """Where a text begins in another, overlapping itself if need be."""
    at = inside.find(text)
    while at >= 0:
        yield at
        at = inside.find(text, at + 1)


def _field(part: str) -> str:
    return "head" if part in HEADS else "body" if part == "body" else "rest"


def differs(plain: PlainIndex, backend: Backend, query: Query) -> str:
    """How the answer of an engine over the same articles differs from the right one, or nothing.

    All that is found, in order, with its scores; the first ten, for which an engine need not score everything; and the
    seven after those.
    """
    expected = plain.search(query)
    found = backend.search(query, sort="relevance", offset=0, limit=len(plain.held))
    if found.total != len(expected):
        return f"total {found.total} instead of {len(expected)}"
    answer = [(article.id, score) for article, score in found.found]
    for place, ((id, score), (other, right)) in enumerate(zip(answer, expected, strict=True)):
        if id != other or not isclose(score, right, rel_tol=1e-9):
            return f"place {place}: {id} with {score} instead of {other} with {right}"
    for offset, limit in ((0, 10), (10, 7)):
        page = backend.search(query, sort="relevance", offset=offset, limit=limit)
        if [(article.id, score) for article, score in page.found] != answer[offset : offset + limit]:
            return f"another page of {limit} from {offset} on than all of it has there"
    return ""
