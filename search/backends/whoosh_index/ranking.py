"""How well do the documents of an index fit a query? The formula of `backends.bm25f` over postings."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from ...schema import SEPARATOR, WORD_FIELDS
from ...tree import Query
from ..bm25f import KIND, NAME_FIELDS, NEAR, POOL, idf, saturated, weighted_frequency
from ..nearness import heaviest_window
from ..terms import Term, neighbours, terms
from .execute import FIELDS_OF_SCOPE, Segment, word_fields
from .order import Found, best

Scores = dict[int, float]


class Ranking:
    """The scores of what a query found, all segments together."""

    def __init__(self, query: Query, segments: Sequence[Segment], matched: Sequence[set[int]]) -> None:
        self._segments = segments
        self._query = query
        self._total = sum(segment.reader.doc_count() for segment in segments)
        self._averages = {
            field: sum(s.reader.field_length(f"words_{field}") for s in segments)
            / max(1, sum(s.reader.doc_count_all() for s in segments))
            for field in WORD_FIELDS
        }
        self._factors: dict[tuple[Segment, int], float] = {}
        self.scores: list[Scores] = [dict.fromkeys(ids, 0.0) for ids in matched]
        for term in terms(query, self._is_word):
            self._add(term)
        for segment, into in zip(segments, self.scores, strict=True):
            for kind, factor in KIND.items():
                for doc in segment.beginning("value_kind", kind + SEPARATOR) & into.keys():
                    self._factors[segment, doc] = factor

    def found(self) -> Iterator[Found]:
        """Every document with its score."""
        for number, (segment, some) in enumerate(zip(self._segments, self.scores, strict=True)):
            for doc, score in some.items():
                yield number, doc, score * self._factors.get((segment, doc), 1.0)

    def bring_near(self) -> None:
        """Adds to the scores of the best documents what their texts standing near each other is worth."""
        texts = neighbours(self._query)
        if not texts:
            return
        pool = [(number, doc) for number, doc, _ in best(self._segments, self.found(), POOL)]
        heaviest: dict[tuple[int, int], float] = {}
        weights = [
            idf(self._total, self._most(lambda s, f, bare=text.bare: len(s.occurrences(f, bare)), text.scope))  # type: ignore[misc]
            for text in texts
        ]
        for number, segment in enumerate(self._segments):
            docs = [doc for at, doc in pool if at == number]
            for field in WORD_FIELDS if docs else ():
                here = [
                    (weight, segment.starts(field, text.bare, docs))
                    for text, weight in zip(texts, weights, strict=True)
                    if field in FIELDS_OF_SCOPE[text.scope]
                ]
                for doc in docs:
                    heavy = heaviest_window([(weight, tuple(some.get(doc, ()))) for weight, some in here])
                    heaviest[number, doc] = max(heavy, heaviest.get((number, doc), 0.0))
        for (number, doc), weight in heaviest.items():
            self.scores[number][doc] += NEAR * weight

    def _add(self, term: Term) -> None:
        weight = term.boost * idf(self._total, self._documents(term))
        for segment, into in zip(self._segments, self.scores, strict=True):
            if not into:
                continue
            length = segment.length
            for doc, counts in _counts(term, segment, into).items():
                lengths = {field: length(doc, field) for field in counts if field in WORD_FIELDS}
                into[doc] += weight * saturated(weighted_frequency(counts, lengths, self._averages))

    def _documents(self, term: Term) -> int:
        """n of the formula."""
        if term.kind == "text":
            return self._most(lambda segment, field: len(segment.occurrences(field, term.text)), term.scope)
        fields = word_fields(term.scope)
        if term.kind == "word":
            counts = (sum(segment.frequency(field, term.text) for segment in self._segments) for field in fields)
        else:
            counts = (sum(len(segment.beginning(field, term.text)) for segment in self._segments) for field in fields)
        return max(counts, default=0)

    def _most(self, count: Callable[[Segment, str], int], scope: str) -> int:
        return max(sum(count(segment, field) for segment in self._segments) for field in FIELDS_OF_SCOPE[scope])

    def _is_word(self, text: str) -> bool:
        return any((f"words_{field}", text) in segment.reader for segment in self._segments for field in WORD_FIELDS)


def _counts(term: Term, segment: Segment, among: Scores) -> Mapping[int, Mapping[str, int]]:
    """Document → field → how often the term is there, of those documents among some that have it."""
    counts: dict[int, dict[str, int]] = {}
    for field in FIELDS_OF_SCOPE[term.scope]:
        if term.kind == "text":
            found = segment.occurrences(field, term.text)
        elif field not in WORD_FIELDS:
            continue
        elif term.kind == "word":
            found = segment.frequencies(f"words_{field}", term.text, among)
        else:
            found = {}
            for word in segment.terms(f"words_{field}", term.text):
                for doc, count in segment.frequencies(f"words_{field}", word, among).items():
                    found[doc] = found.get(doc, 0) + count
        kept = field if field in WORD_FIELDS else "rest"
        small, large = (found, among) if len(found) < len(among) else (among, found)
        for doc in small:
            if doc in large:
                counts.setdefault(doc, {})[kept] = found[doc]
    if term.kind == "text" and not term.scope:
        for field in NAME_FIELDS:
            for doc in segment.beginning(f"value_{field}", term.text + SEPARATOR) if counts else ():
                if doc in counts:
                    counts[doc]["name"] = 1
    return counts
