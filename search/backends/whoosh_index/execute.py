"""Which documents does a query tree find?

Whoosh's query objects are left aside: they count wrongly under a limit, and add constants to scores under NOT. Here
the tree is walked over the postings themselves, one segment at a time, as sets of document numbers. What comes out is
exact.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection

from ...article import from_record
from ...schema import LITERAL_FIELDS, ROLES, SEPARATOR, WORD_FIELDS, page_key
from ...text import bare
from ...tree import (
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
from ..memory import Prepared
from ..nearness import part_of, stand_near
from .segment import Postings
from .stored import stored

FIELDS_OF_SCOPE = {
    "": LITERAL_FIELDS,
    "headline": ("head",),
    "body": ("body",),
    "column": ("column",),
    "source": ("source",),
}
"""Scope of a literal → the text fields that hold its parts."""

_VALUE_FIELD = {**dict.fromkeys(ROLES, "author"), "topic": "topic", "page": "page"}


class Segment(Postings):
    """One segment of the index, and what has been read of it for one search."""

    def matching(self, query: Query) -> set[int]:
        """The documents that a query finds. Not to be changed."""
        if isinstance(query, Everything):
            return self.universe()
        if isinstance(query, And):
            return self._all(query.clauses)
        if isinstance(query, Or):
            return set().union(*map(self.matching, query.clauses))
        if isinstance(query, Not):
            return self.universe() - self.matching(query.clause)
        if isinstance(query, Filter):
            return self.matching(query.clause)
        if isinstance(query, AtLeast):
            counted = Counter(doc for clause in query.clauses for doc in self.matching(clause))
            return {doc for doc, count in counted.items() if count >= query.count}
        if isinstance(query, Literal):
            return set().union(*(self.occurrences(field, query.bare) for field in FIELDS_OF_SCOPE[query.scope]))
        if isinstance(query, Proximity):
            return set().union(*(self._near(field, query) for field in FIELDS_OF_SCOPE[query.scope]))
        if isinstance(query, Word):
            return set().union(*(self.having(field, query.bare) for field in word_fields(query.scope)))
        if isinstance(query, Prefix):
            return set().union(*(self.beginning(field, query.bare) for field in word_fields(query.scope)))
        if isinstance(query, DateRange):
            return self._days(query)
        return self._value(query)

    def _all(self, clauses: tuple[Query, ...]) -> set[int]:
        found: set[int] | None = None
        for clause in sorted(clauses, key=lambda clause: isinstance(clause, Not)):
            if found is None:
                found = self.matching(clause)
            elif isinstance(clause, Not):
                found = found - self.matching(clause.clause)
            else:
                found = found & self.matching(clause)
            if not found:
                break
        return found or set()

    def _near(self, field: str, query: Proximity) -> set[int]:
        texts = query.bare
        having = [self.occurrences(field, text) for text in texts]
        among = set(having[0]).intersection(*having[1:])
        if not among:
            return set()
        if min(map(len, texts)) < 2:  # a single character has no positions
            return {doc for doc in among if _written_near(Prepared(from_record(stored(self.reader, doc))), query)}
        places = [self.starts(field, text, among) for text in texts]
        breaks = self.breaks(field, among)
        return {doc for doc in among if _stand_near([some[doc] for some in places], breaks[doc], query)}

    def _days(self, query: DateRange) -> set[int]:
        found: set[int] = set()
        for name, term in self.reader.terms_from("value_date", query.first.encode()):
            day = term.decode("utf-8")
            if name != "value_date" or (query.last and day > query.last):
                break
            found |= self.having("value_date", day)
        return found

    def _value(self, query: Field) -> set[int]:
        key = page_key(query.value) if query.name == "page" else bare(query.value)
        if role := ROLES.get(query.name, ""):
            key += SEPARATOR + role
        return self.beginning(f"value_{_VALUE_FIELD[query.name]}", key + SEPARATOR)


def word_fields(scope: str) -> list[str]:
    """The fields of words that belong to a scope."""
    return [f"words_{field}" for field in FIELDS_OF_SCOPE[scope] if field in WORD_FIELDS]


def _written_near(prepared: Prepared, query: Proximity) -> bool:
    """Do the texts stand near each other in any one part of an article, as it is stored?"""
    texts = query.bare
    return any(
        stand_near(
            [[at for at in range(len(part)) if part.startswith(text, at)] for text in texts],
            list(map(len, texts)),
            query.distance,
        )
        for part in prepared.texts(query.scope)
    )


def _stand_near(starts: list[Collection[int]], breaks: list[int], query: Proximity) -> bool:
    """Do the texts stand near each other in any one part?"""
    parts: dict[int, list[list[int]]] = {}
    for number, some in enumerate(starts):
        for start in some:
            parts.setdefault(part_of(start, breaks), [[] for _ in starts])[number].append(start)
    lengths = list(map(len, query.bare))
    return any(stand_near(here, lengths, query.distance) for here in parts.values())
