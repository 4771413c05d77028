"""Which documents does a query tree find?

Whoosh's query objects are left aside: they count wrongly under a limit, and add constants to scores under NOT. The tree
is written as a question that `search.postings.execute` answers with arrays, one segment at a time. What comes out is
exact.
"""

from __future__ import annotations

from ...postings import execute as arrays
from ...postings.format import Array
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
from .segment import Postings, encoded

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

    def matching(self, query: Query) -> Array:
        """The documents that a query finds, rising. Not to be changed."""
        return self.answers.find(question(query))


def question(query: Query) -> arrays.Question:
    """A query tree as it is asked of the postings."""
    if isinstance(query, Everything):
        return arrays.Everything()
    if isinstance(query, And):
        return arrays.Every(tuple([question(clause) for clause in query.clauses]))
    if isinstance(query, Or):
        return arrays.Any(tuple([question(clause) for clause in query.clauses]))
    if isinstance(query, Not):
        return arrays.Without(question(query.clause))
    if isinstance(query, Filter):
        return question(query.clause)
    if isinstance(query, AtLeast):
        return arrays.AtLeast(query.count, tuple([question(clause) for clause in query.clauses]))
    if isinstance(query, Literal):
        return arrays.Any(tuple(standing(field, query.bare) for field in FIELDS_OF_SCOPE[query.scope]))
    if isinstance(query, Proximity):
        fields = FIELDS_OF_SCOPE[query.scope]
        return arrays.Any(tuple(arrays.Near(f"pairs_{field}", query.bare, query.distance) for field in fields))
    if isinstance(query, Word):
        return arrays.Any(tuple(arrays.Having(field, encoded(query.bare)) for field in word_fields(query.scope)))
    if isinstance(query, Prefix):
        return arrays.Any(tuple(arrays.Beginning(field, encoded(query.bare)) for field in word_fields(query.scope)))
    if isinstance(query, DateRange):
        return arrays.Between("value_date", encoded(query.first), encoded(query.last))
    return _value(query)


def standing(field: str, text: str) -> arrays.Standing:
    """The question in which documents a bare text stands in a text field."""
    return arrays.Standing(f"pairs_{field}", f"chars_{field}", text)


def _value(query: Field) -> arrays.Question:
    key = page_key(query.value) if query.name == "page" else bare(query.value)
    if role := ROLES.get(query.name, ""):
        key += SEPARATOR + role
    return arrays.Beginning(f"value_{_VALUE_FIELD[query.name]}", encoded(key + SEPARATOR))


def word_fields(scope: str) -> list[str]:
    """The fields of words that belong to a scope."""
    return [f"words_{field}" for field in FIELDS_OF_SCOPE[scope] if field in WORD_FIELDS]
