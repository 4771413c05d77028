"""Which documents does a query tree find?

Whoosh's query objects are left aside: they count wrongly under a limit, and add constants to scores under NOT. The tree
is written as a question that `search.postings.execute` answers with arrays, one segment at a time. What comes out is
exact.
"""

from __future__ import annotations

from functools import lru_cache

from ...postings import execute as arrays
from ...postings.format import Array
from ...postings.tally import Beginning, Having, Leaf, Standing
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
from ..terms import Term
from .segment import Postings, encoded

FIELDS_OF_SCOPE = {
    "": LITERAL_FIELDS,
    "headline": ("head",),
    "body": ("body",),
    "column": ("column",),
    "source": ("source",),
}
"""Scope of a literal → the text fields that hold its parts."""

WORD_FIELDS_OF_SCOPE = {
    scope: tuple(field for field in fields if field in WORD_FIELDS) for scope, fields in FIELDS_OF_SCOPE.items()
}
"""Scope of a word → the word fields that hold it."""

_VALUE_FIELD = {**dict.fromkeys(ROLES, "author"), "topic": "topic", "page": "page"}

_REMEMBERED = 256
"""Terms of which the leaves are remembered."""


class Segment(Postings):
    """One segment of the index, and what has been read of it for one search."""

    def matching(self, query: Query) -> Array:
        """The documents that a query finds, rising. Not to be changed."""
        return self.answers.find(question(query))


def question(query: Query) -> arrays.Question:
    """A query tree as it is asked of the postings."""
    if isinstance(query, Word):
        return arrays.Anywhere(_words(query.bare, query.scope))
    if isinstance(query, Literal):
        return arrays.Anywhere(_texts(query.bare, query.scope))
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
    if isinstance(query, Proximity):
        fields = FIELDS_OF_SCOPE[query.scope]
        return arrays.Any(tuple(arrays.Near(f"pairs_{field}", query.bare, query.distance) for field in fields))
    if isinstance(query, Prefix):
        return arrays.Anywhere(_prefixes(query.bare, query.scope))
    if isinstance(query, DateRange):
        return arrays.Between("value_date", encoded(query.first), encoded(query.last))
    return _value(query)


def leaves(term: Term) -> tuple[Leaf, ...]:
    """What a term is counted by, field by field: the same leaves as find what has it, so that it is read once."""
    return _LEAVES[term.kind](term.text, term.scope)


def standing(field: str, text: str) -> Standing:
    """The question in which documents a bare text stands in a text field."""
    return Standing(f"pairs_{field}", f"chars_{field}", text)


# Each is asked for twice in a search, by the question and by the ranking; and the same leaves are found again faster.


@lru_cache(_REMEMBERED)
def _texts(text: str, scope: str) -> tuple[Leaf, ...]:
    return tuple([standing(field, text) for field in FIELDS_OF_SCOPE[scope]])


@lru_cache(_REMEMBERED)
def _words(word: str, scope: str) -> tuple[Leaf, ...]:
    term = encoded(word)
    return tuple([Having(f"words_{field}", term) for field in WORD_FIELDS_OF_SCOPE[scope]])


@lru_cache(_REMEMBERED)
def _prefixes(prefix: str, scope: str) -> tuple[Leaf, ...]:
    begin = encoded(prefix)
    return tuple([Beginning(f"words_{field}", begin) for field in WORD_FIELDS_OF_SCOPE[scope]])


_LEAVES = {"text": _texts, "word": _words, "prefix": _prefixes}


def _value(query: Field) -> arrays.Question:
    key = page_key(query.value) if query.name == "page" else bare(query.value)
    if role := ROLES.get(query.name, ""):
        key += SEPARATOR + role
    return Beginning(f"value_{_VALUE_FIELD[query.name]}", encoded(key + SEPARATOR))
