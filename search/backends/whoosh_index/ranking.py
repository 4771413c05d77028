"""How well do the documents of an index fit a query? The formula of `backends.bm25f` over arrays of postings."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ...postings.format import Array
from ...postings.score import Part, Weight, nearest_together, saturated, summed
from ...schema import SEPARATOR, WORD_FIELDS
from ...tree import Query
from ..bm25f import K1, KIND, NAME_FIELDS, NEAR, POOL, SHORTEST, WEIGHT, B, idf
from ..nearness import WINDOW
from ..terms import Term, neighbours, terms
from .execute import FIELDS_OF_SCOPE, Segment, standing, word_fields
from .order import LEAST, best
from .segment import encoded

WEIGHTS = {field: Weight(WEIGHT[field], B[field], SHORTEST.get(field, 0.0)) for field in WEIGHT}

MANY = 5000
"""Documents of a segment beyond which it is worth while to let go early of those that cannot be among the best."""

Counts = tuple[Array, Array]
"""Documents, rising, and how often something is in each."""


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
        self._total = sum(segment.files.size for segment in segments)
        self._tables = {
            field: WEIGHTS[field].table(sum(s.files.length(field) for s in segments) / max(1, self._total))
            for field in WORD_FIELDS
        }
        self._near = neighbours(query)
        wanted = None if count is None else max(count, POOL if self._near else 0)
        asked = [_Asked(term, segments, self._tables) for term in terms(query, self._is_word)]
        weights = [each.term.boost * idf(self._total, each.documents()) for each in asked]
        self.found: list[tuple[Array, Array]] = []
        for number, (segment, documents) in enumerate(zip(segments, matched, strict=True)):
            factors = self._factors(segment, documents)
            early = count is not None and len(documents) > MANY
            parts = [each.part(number, weight, early) for each, weight in zip(asked, weights, strict=True)]
            slack = LEAST if factors is None else LEAST * min(KIND.values())
            kept, scores = summed(documents, parts, wanted if early else None, slack)
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
            docs = np.array(sorted(doc for at, doc, _ in pool if at == number), np.uint32)
            if not len(docs):
                continue
            heaviest = np.zeros(len(docs))
            for field in WORD_FIELDS:
                here = [
                    (weight, segment.answers.positions(f"pairs_{field}", text.bare))
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
            sum(len(segment.answers.standing(standing(field, text))[0]) for segment in self._segments)
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

    def __init__(self, term: Term, segments: Sequence[Segment], tables: dict[str, Array]) -> None:
        self.term = term
        self._segments = segments
        self._tables = tables
        self._read: dict[tuple[int, str], Counts] = {}

    def documents(self) -> int:
        """n of the formula: in how many documents it is, in the field where most have it."""
        if self.term.kind == "word":
            return max(
                (sum(self._frequency(n, f) for n in range(len(self._segments))) for f in self._fields()), default=0
            )
        return max(
            (sum(len(self._counts(n, field)[0]) for n in range(len(self._segments))) for field in self._fields()),
            default=0,
        )

    def part(self, number: int, weight: float, bounded: bool) -> Part:
        """What it adds to the scores in a segment; with a bound that is not too high, or just any."""
        bound = self._bound(number) if bounded else K1 + 1
        return Part(weight * bound, lambda documents: weight * self._scores(number, documents))

    def _fields(self) -> Sequence[str]:
        return FIELDS_OF_SCOPE[self.term.scope] if self.term.kind == "text" else word_fields(self.term.scope)

    def _counts(self, number: int, field: str) -> Counts:
        """The documents of a segment that have it in a field, and how often."""
        if (number, field) not in self._read:
            answers, text = self._segments[number].answers, self.term.text
            if self.term.kind == "text":
                self._read[number, field] = answers.standing(standing(field, text))
            elif self.term.kind == "word":
                self._read[number, field] = answers.counted(field, encoded(text))
            else:
                self._read[number, field] = answers.counted_range(field, encoded(text))
        return self._read[number, field]

    def _frequency(self, number: int, field: str) -> int:
        """In how many documents of a segment a word is in a field: known without reading where none was deleted."""
        segment = self._segments[number]
        if segment.files.deleted is not None:
            return len(self._counts(number, field)[0])
        reader = segment.arrays[field]
        return reader.at.count(at) if (at := reader.terms.find(encoded(self.term.text))) >= 0 else 0

    def _scores(self, number: int, documents: Array) -> Array:
        segment = self._segments[number]
        frequency = np.zeros(len(documents))
        for field in self._fields():
            kept = field.removeprefix("words_")
            found, often = self._among(number, field, documents)
            if len(found):
                counted = np.asarray(often, np.float64)
                if kept in WORD_FIELDS:
                    counted = counted * self._tables[kept][segment.arrays[f"words_{kept}"].lengths[found]]
                else:
                    counted = counted * WEIGHTS["rest"].weight
                _add(frequency, documents, found, counted, segment.arrays.documents)
        for named in self._named(segment):
            here = np.flatnonzero(_where(documents, named) & (frequency > 0))
            frequency[here] += WEIGHTS["name"].weight
        return saturated(frequency, K1)

    def _named(self, segment: Segment) -> Sequence[Array]:
        """The documents of which a name is the text; once for each document."""
        if self.term.kind != "text" or self.term.scope:
            return ()
        prefix = encoded(self.term.text + SEPARATOR)
        fields = [segment.arrays[f"value_{field}"] for field in NAME_FIELDS]
        ranges = [(field, *field.terms.range(prefix)) for field in fields]
        some = [field.documents_of_range(low, high) for field, low, high in ranges if low < high]
        return (np.unique(np.concatenate(some)),) if some else ()

    def _among(self, number: int, field: str, documents: Array) -> Counts:
        """Those of some documents that have it in a field, or all that have it."""
        if self.term.kind == "word" and (number, field) not in self._read:
            reader = self._segments[number].arrays[field]
            at = reader.terms.find(encoded(self.term.text))
            if at >= 0 and 16 * len(documents) < reader.at.count(at):
                here, places = reader.at.find(at, documents)
                return documents[here], reader.times.at(at, places).astype(np.int64) + 1
        return self._counts(number, field)

    def _bound(self, number: int) -> float:
        """No document of a segment has more of it."""
        most = 0.0
        for field in self._fields():
            weight = WEIGHTS.get(field.removeprefix("words_"), WEIGHTS["rest"]).most()
            if self.term.kind == "word":
                reader = self._segments[number].arrays[field]
                at = reader.terms.find(encoded(self.term.text))
                times = 0 if at < 0 else int(reader.most[at])
                most += np.inf if times == 255 else times * weight
            else:
                most += int(self._counts(number, field)[1].max(initial=0)) * weight
        if self.term.kind == "text" and not self.term.scope:
            most += WEIGHTS["name"].weight
        return K1 + 1 if most == np.inf else most * (K1 + 1) / (K1 + most)


def _add(sums: Array, documents: Array, found: Array, numbers: Array, size: int) -> None:
    """Adds numbers of some documents to the sums of others, where they are the same."""
    if len(found) == len(documents) and np.array_equal(found, documents):
        sums += numbers
    elif 64 * len(found) > size + 4 * len(documents):  # to bisect takes about so much longer than to look up
        table = np.zeros(size)
        table[found] = numbers
        sums += table[documents]
    else:
        at = documents.searchsorted(found)
        at[at == len(documents)] = 0
        here = np.flatnonzero(documents[at] == found) if len(documents) else at[:0]
        sums[at[here]] += numbers[here]


def _where(documents: Array, among: Array) -> Array:
    """Which of some documents are among others; both rise."""
    at = among.searchsorted(documents)
    at[at == len(among)] = 0
    return np.asarray(among[at] == documents) if len(among) else np.zeros(len(documents), bool)
