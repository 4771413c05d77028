"""How well do the documents of an index fit a query? The formula of `backends.bm25f` over arrays of postings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from ...postings.format import Array
from ...postings.score import Part, Weight, nearest_together, saturated, summed
from ...postings.sets import within_sorted
from ...schema import SEPARATOR, WORD_FIELDS
from ...tree import Query
from ..bm25f import K1, KIND, NAME_FIELDS, NEAR, POOL, SHORTEST, WEIGHT, B, idf
from ..nearness import WINDOW
from ..terms import Term, neighbours, terms
from .execute import FIELDS_OF_SCOPE, WORD_FIELDS_OF_SCOPE, Segment, leaves, standing
from .order import LEAST, best
from .segment import encoded

WEIGHTS = {field: Weight(WEIGHT[field], B[field], SHORTEST.get(field, 0.0)) for field in WEIGHT}

Measures = dict[str, tuple[Array, Array]]
"""Of the word fields of a segment, the step of each document's length, and what an occurrence counts at each step."""

_NAMES = tuple(f"value_{field}" for field in NAME_FIELDS)

_FEW = 8
"""The scores of so few documents are worked out one by one: numpy would take longer to begin."""

MANY = 20_000
"""Documents of a segment beyond which it is worth while to let go early of those that cannot be among the best."""


class Ranking:
    """The scores of what a query found, all segments together.

    Args:
        query: what was asked.
        segments: asked.
        matched: what each of them found.
        count: how many of the best are wanted, None for all.
    """

    def __init__(
        self, query: Query, segments: Sequence[Segment], matched: Sequence[Array], count: int | None = None
    ) -> None:
        self._segments = segments
        self._total, measures = _measures(segments)
        self._near = neighbours(query)
        wanted = None if count is None else max(count, POOL if self._near else 0)
        asked = [_Asked(term, segments, measures) for term in terms(query, self._is_word)]
        asked = [each for each in asked if each.documents]
        weights = [each.term.boost * idf(self._total, each.documents) for each in asked]
        self.found: list[tuple[Array, Array]] = []
        for number, (segment, documents) in enumerate(zip(segments, matched, strict=True)):
            factors = self._factors(segment, documents)
            weighted = zip(asked, weights, strict=True)
            if count is not None and len(documents) > MANY:
                parts = [each.part(number, weight) for each, weight in weighted]
                slack = LEAST if factors is None else LEAST * min(KIND.values())
                kept, scores = summed(documents, parts, wanted, slack)
            else:
                kept, scores = documents, _added(weighted, number, documents)
            if factors is not None:
                factors = factors if kept is documents else factors[documents.searchsorted(kept)]
                scores = scores * factors
            self.found.append((kept, scores))

    def bring_near(self) -> None:
        """Adds to the scores of the best documents what their texts standing near each other is worth."""
        if not self._near:
            return
        weights = [idf(self._total, self._most(text.bare, text.scope)) for text in self._near]
        pool = best(self._segments, self.found, POOL)
        for number, segment in enumerate(self._segments):
            docs = np.array(sorted(doc for at, doc, _ in pool if at == number), np.int64)
            if not len(docs):
                continue
            heaviest = np.zeros(len(docs))
            for field in WORD_FIELDS:
                here = [
                    (weight, segment.answers.reading(standing(field, text.bare)).positions())
                    for text, weight in zip(self._near, weights, strict=True)
                    if field in FIELDS_OF_SCOPE[text.scope]
                ]
                starts = segment.arrays[f"pairs_{field}"].starts
                heaviest = np.maximum(heaviest, nearest_together(here, starts[docs], starts[docs + 1], WINDOW))
            documents, scores = self.found[number]
            factors = self._factors(segment, docs)
            scores[documents.searchsorted(docs)] += NEAR * heaviest * (1.0 if factors is None else factors)

    def _factors(self, segment: Segment, documents: Array) -> Array | None:
        """What the scores are multiplied by, for the kinds of the documents; None where nothing is."""
        known = segment.files.known
        if "kinds" not in known:
            known["kinds"] = None
            field = segment.arrays["value_kind"]
            for kind, factor in KIND.items():
                low, high = field.terms.range(encoded(kind + SEPARATOR))
                if low < high:
                    if known["kinds"] is None:
                        known["kinds"] = np.ones(segment.arrays.documents)
                    known["kinds"][field.documents_of_range(low, high)] = factor
        return None if known["kinds"] is None else known["kinds"][documents]

    def _most(self, text: str, scope: str) -> int:
        """In how many documents a text stands in the field where most have it."""
        return max(
            sum(segment.answers.reading(standing(field, text)).number() for segment in self._segments)
            for field in FIELDS_OF_SCOPE[scope]
        )

    def _is_word(self, text: str) -> bool:
        word = encoded(text)
        return any(
            segment.arrays[field].terms.find(word) >= 0
            # That of an article that was taken out is in the dictionary until the next merge.
            and (segment.files.deleted is None or segment.having(field, text))
            for segment in self._segments
            for field in map("words_{}".format, WORD_FIELDS)
        )


class _Asked:
    """A term of the query in all segments."""

    def __init__(self, term: Term, segments: Sequence[Segment], measures: Sequence[Measures]) -> None:
        self.term = term
        self._segments = segments
        self._fields = FIELDS_OF_SCOPE[term.scope] if term.kind == "text" else WORD_FIELDS_OF_SCOPE[term.scope]
        some = leaves(term)
        self._tallies = [segment.answers.tally(some) for segment in segments]
        self._numbers = [[each.number() for each in tally.each] for tally in self._tallies]
        self._measures = measures
        fields = self._numbers[0] if len(segments) == 1 else map(sum, zip(*self._numbers, strict=True))
        self.documents = max(fields, default=0)
        """n of the formula: in how many documents it is, in the field where most have it."""

    def part(self, number: int, weight: float) -> Part:
        """What it adds to the scores in a segment, with a bound."""
        return Part(weight * self._bound(number), lambda documents: self.scores(number, weight, documents))

    def scores(self, number: int, weight: float, documents: Array) -> Array:
        """What it adds to the scores of some documents of a segment."""
        return saturated(self._frequencies(number, documents), K1, weight)

    def scores_of_few(self, number: int, weight: float, documents: Array) -> Array:
        """The same of few documents: the same numbers, for they are added and multiplied in the same order."""
        frequencies = [0.0] * len(documents)
        each_field = zip(self._fields, self._tallies[number].each, self._numbers[number], strict=True)
        for field, each, have_it in each_field:
            if have_it:
                here, often = each.among(documents)
                if len(here):
                    counted = _weighed(documents[here], often, self._measures[number].get(field))
                    for at, weighed in zip(here.tolist(), counted.tolist(), strict=True):
                        frequencies[at] += weighed
        if self.term.kind == "text" and not self.term.scope:
            for named in self._named(self._segments[number]):
                for at in within_sorted(documents, named).nonzero()[0].tolist():
                    if frequencies[at] > 0:
                        frequencies[at] += WEIGHTS["name"].weight
        return np.array([frequency * (weight * (K1 + 1)) / (frequency + K1) for frequency in frequencies])

    def _frequencies(self, number: int, documents: Array) -> Array:
        """tf of the formula, of some documents."""
        segment, tally = self._segments[number], self._tallies[number]
        everyone = tally.union.documents if tally.is_read else documents
        if everyone is documents or 8 * len(documents) < len(everyone):
            frequency = self._field_by_field(number, documents)
        else:
            frequency = segment.answers.laid(self._field_by_field(number, everyone), everyone, documents)
        if self.term.kind == "text" and not self.term.scope:
            for named in self._named(segment):
                here = within_sorted(documents, named).nonzero()[0]
                frequency[here[frequency[here] > 0]] += WEIGHTS["name"].weight
        return frequency

    def _field_by_field(self, number: int, documents: Array) -> Array:
        """tf of some documents, but for names."""
        answers, measures = self._segments[number].answers, self._measures[number]
        frequency: Array | None = None
        each_field = [*zip(self._fields, self._tallies[number].each, self._numbers[number], strict=True)]
        each_field = [each for each in each_field if each[2]]
        if len(each_field) == 2 and each_field[0][2] < each_field[1][2]:
            each_field.reverse()  # the many are laid out and the few added: of two, that makes no other sum
        for field, each, have_it in each_field:
            if 4 * len(documents) < have_it:
                here, often = each.among(documents)
                if frequency is None:
                    frequency = np.zeros(len(documents))
                if len(here):
                    frequency[here] += _weighed(documents[here], often, measures.get(field))
            else:
                counted = _weighed(each.documents, each.repeated, measures.get(field))
                if frequency is None:  # to lay them out takes half as long as to add them
                    frequency = answers.laid(counted, each.documents, documents)
                else:
                    answers.add(counted, each.documents, frequency, documents)
        return np.zeros(len(documents)) if frequency is None else frequency

    def _named(self, segment: Segment) -> Sequence[Array]:
        """The documents of which a name is the text; once for each document."""
        known = segment.files.known
        if "names" not in known:
            known["names"] = [field for field in map(segment.arrays.__getitem__, _NAMES) if len(field.terms)]
        prefix = encoded(self.term.text + SEPARATOR)
        ranges = [(field, *field.terms.range(prefix)) for field in known["names"]]
        some = [field.documents_of_range(low, high) for field, low, high in ranges if low < high]
        return (np.unique(np.concatenate(some)),) if some else ()

    def _bound(self, number: int) -> float:
        """No document of a segment has more of it."""
        most = 0.0
        for field, each in zip(self._fields, self._tallies[number].each, strict=True):
            times = each.most()
            most += np.inf if times == 255 else times * WEIGHTS.get(field, WEIGHTS["rest"]).most()
        if self.term.kind == "text" and not self.term.scope:
            most += WEIGHTS["name"].weight
        return K1 + 1 if most == np.inf else most * (K1 + 1) / (K1 + most)


def _added(asked: Iterable[tuple[_Asked, float]], number: int, documents: Array) -> Array:
    """What some terms, given with their weights, add to the scores of some documents of a segment."""
    sums: Array | None = None
    for each, weight in asked:
        scores = (each.scores_of_few if len(documents) <= _FEW else each.scores)(number, weight, documents)
        if sums is None:
            sums = scores
        else:
            sums += scores
    return np.zeros(len(documents)) if sums is None else sums


def _measures(segments: Sequence[Segment]) -> tuple[int, list[Measures]]:
    """How many articles there are, and the measures of each segment; kept with the files of the segments, as long as
    these are the ones that are open."""
    if not segments:
        return 0, []
    key = ("measures", tuple([id(segment.files) for segment in segments]))
    if key not in segments[0].files.known:
        total = sum(segment.files.size for segment in segments)
        tables = {
            field: WEIGHTS[field].table(sum(segment.files.length(field) for segment in segments) / max(1, total))
            for field in WORD_FIELDS
        }
        # A number for each document would be one step less to take, but no longer lie in the processor's cache.
        known = [{field: (segment.lengths(field), tables[field]) for field in WORD_FIELDS} for segment in segments]
        segments[0].files.known[key] = total, known
    measures: tuple[int, list[Measures]] = segments[0].files.known[key]
    return measures


def _weighed(documents: Array, often: Array | None, measure: tuple[Array, Array] | None) -> Array:
    """What occurrences in a field of some documents count: None for one in each; None for a field without a length."""
    if measure is None:
        counted = np.full(len(documents), WEIGHTS["rest"].weight)
    else:
        lengths, table = measure
        counted = table.take(lengths.take(documents))
    if often is not None:
        counted *= often
    return counted
