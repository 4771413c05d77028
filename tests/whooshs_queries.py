"""How does one ask stock Whoosh what a query tree of ours asks?

With its own query objects over the fields of the index, which its own matchers walk through: a second opinion on which
documents are found, and nothing of ours but the codec that hands out the postings (or not even that, on an index of its
own). Ranking is not compared: its formula is another.

What it cannot say is left out (`NotImplementedError`): a single character in a proximity, since it has no position.
"""

from __future__ import annotations

from functools import reduce
from itertools import combinations, permutations
from typing import Any

from whoosh import query as q
from whoosh.query import spans

from search.backends.whoosh_index.execute import FIELDS_OF_SCOPE
from search.schema import ROLES, SEPARATOR, WORD_FIELDS, page_key
from search.text import BREAK, bare, pairs
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


def as_whoosh_asks(query: Query) -> Any:
    """A query tree of ours as a query of Whoosh's.

    Raises:
        NotImplementedError: it cannot be said.
    """
    if isinstance(query, Everything):
        return q.Term("live", "1")
    if isinstance(query, And):
        return q.And([as_whoosh_asks(clause) for clause in query.clauses])
    if isinstance(query, Or):
        return _any([as_whoosh_asks(clause) for clause in query.clauses])
    if isinstance(query, Not):
        return q.And([q.Term("live", "1"), q.Not(as_whoosh_asks(query.clause))])
    if isinstance(query, Filter):
        return as_whoosh_asks(query.clause)
    if isinstance(query, AtLeast):
        asked = [as_whoosh_asks(clause) for clause in query.clauses]
        return _any([q.And(list(some)) for some in combinations(asked, query.count)])
    if isinstance(query, Literal):
        return _any([_standing(field, query.bare) for field in FIELDS_OF_SCOPE[query.scope]])
    if isinstance(query, Proximity):
        return _any([_near(f"pairs_{field}", query) for field in FIELDS_OF_SCOPE[query.scope]])
    if isinstance(query, Word | Prefix):
        kind = q.Term if isinstance(query, Word) else q.Prefix
        fields = [field for field in FIELDS_OF_SCOPE[query.scope] if field in WORD_FIELDS]
        return _any([kind(f"words_{field}", query.bare) for field in fields])
    if isinstance(query, DateRange):
        return q.TermRange("value_date", query.first or None, query.last or None)
    return _value(query)


def _any(some: list[Any]) -> Any:
    return q.Or(some) if some else q.NullQuery


def _standing(field: str, text: str) -> Any:
    if len(text) == 1:
        return q.Term(f"chars_{field}", text)
    return _text(f"pairs_{field}", text)


def _text(field: str, text: str) -> Any:
    some = pairs(text)
    return q.Phrase(field, some) if len(some) > 1 else q.Term(field, some[0])


def _near(field: str, query: Proximity) -> Any:
    """The texts in one order or another, each so far behind the one before. A text of n characters ends, for Whoosh,
    where its last pair begins; and no break between two parts may lie in between."""
    if any(len(text) < 2 for text in query.bare):
        raise NotImplementedError("a single character has no position")

    def behind(before: Any, after: Any) -> Any:
        return _Near(before, after, slop=query.distance + 2, ordered=True, mindist=2)

    ways = [reduce(behind, [_text(field, text) for text in order]) for order in permutations(query.bare)]
    return _any([_Without(way, q.Term(field, BREAK)) for way in ways])


class _Counted:
    """Whoosh forgot to say how many documents queries of spans may find, which an Or asks its clauses."""

    def estimate_size(self, reader: Any) -> int:
        """At most as many as the first of the two."""
        return int(self.a.estimate_size(reader))  # type: ignore[attr-defined]


class _Near(_Counted, spans.SpanNear):  # type: ignore[misc]
    pass


class _Without(_Counted, spans.SpanNot):  # type: ignore[misc]
    pass


def _value(query: Field) -> Any:
    field = "author" if query.name in ROLES else query.name
    key = page_key(query.value) if query.name == "page" else bare(query.value)
    if role := ROLES.get(query.name, ""):
        key += SEPARATOR + role
    return q.Prefix(f"value_{field}", key + SEPARATOR)
