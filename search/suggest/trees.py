"""How may a whole query have been meant, of which a part finds little?

Each text and each name that finds little is put right by itself, and the query printed with it in place; what finds
nothing at all is put right in all of them. Syllables between spaces are read together: `jian peng cao` is three texts
to the query language, and one name to the reader.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace

from ..text import bare
from ..tree import And, AtLeast, Everything, Field, Literal, Or, Query, wanted
from .guess import suggest, suggest_value
from .records import Suggestion
from .spelling import is_spelt, spellings
from .vocabulary import Vocabulary

_FIELDS = ("author", "reporter", "correspondent", "photographer", "topic")
_PLAIN = re.compile(r"[^\W_]+")
_OPERATORS = ("AND", "OR", "NOT")


def for_query(
    vocabulary: Vocabulary, query: Query, hopeless: Collection[Query], limit: int = 3
) -> tuple[tuple[str, Suggestion], ...]:
    """What a query may have meant, the likeliest first: as it should be typed, and what was put right in it.

    Args:
        hopeless: those of its texts and names that find little; nothing else is touched, nor what stands under NOT.
    """
    query = _joined(vocabulary, query, hopeless)
    tried = [leaf for leaf in dict.fromkeys(wanted(query)) if leaf in hopeless or isinstance(leaf, _Joined)]
    offered = {leaf: list(_offers(vocabulary, leaf, limit)) for leaf in tried}
    lost = {leaf: offers[0][0] for leaf, offers in offered.items() if offers and _is_nowhere(vocabulary, leaf)}
    offers = [
        [(str(_changed(query, {**lost, leaf: new})), suggestion) for new, suggestion in some]
        for leaf, some in offered.items()
    ]
    printed: dict[str, Suggestion] = {}
    for rank in range(limit):
        for offer in offers:
            if rank < len(offer):
                printed.setdefault(*offer[rank])
    return tuple(printed.items())[:limit]


class _Joined(Literal):
    """Texts that stood side by side, read as one."""


def _offers(vocabulary: Vocabulary, leaf: Query, limit: int) -> Iterator[tuple[Query, Suggestion]]:
    """What may stand in the place of a leaf."""
    if isinstance(leaf, Literal):
        for suggestion in suggest(vocabulary, leaf.text, limit):
            quoted = leaf.quoted or not _PLAIN.fullmatch(suggestion.text) or suggestion.text in _OPERATORS
            yield Literal(suggestion.text, leaf.scope, quoted), suggestion
    elif isinstance(leaf, Field) and leaf.name in _FIELDS:
        for suggestion in suggest_value(vocabulary, leaf.name, leaf.value, limit):
            yield Field(leaf.name, suggestion.text), suggestion


def _is_nowhere(vocabulary: Vocabulary, leaf: Query) -> bool:
    """Is it sure that a leaf finds nothing? Then it is put right whatever else is."""
    if isinstance(leaf, Field):
        return bare(leaf.value) not in vocabulary.field(leaf.name)[1]
    return isinstance(leaf, Literal) and vocabulary.count is not None and not vocabulary.count(leaf.bare)


def _changed(query: Query, instead: Mapping[Query, Query]) -> Query:
    """The query with leaves for others, wherever they speak for an article."""
    if isinstance(query, And | Or | AtLeast):
        return replace(query, clauses=tuple(_changed(clause, instead) for clause in query.clauses))
    return instead.get(query, query)


def _joined(vocabulary: Vocabulary, query: Query, hopeless: Collection[Query]) -> Query:
    """The query with neighbours that are syllables of pinyin, one of them hopeless at least, read as one text."""
    if isinstance(query, Or | AtLeast):
        return replace(query, clauses=tuple(_joined(vocabulary, clause, hopeless) for clause in query.clauses))
    if not isinstance(query, And):
        return query
    clauses: list[Query] = []
    side: list[Literal] = []
    for clause in (*query.clauses, Everything()):
        fits = isinstance(clause, Literal) and _is_syllables(vocabulary, clause)
        if isinstance(clause, Literal) and fits and (not side or side[-1].scope == clause.scope):
            side.append(clause)
            continue
        if len(side) > 1 and any(each in hopeless for each in side):
            clauses.append(_Joined(" ".join(each.text for each in side), side[0].scope, quoted=False))
        else:
            clauses += side
        side = [clause] if isinstance(clause, Literal) and fits else []
        if not side and not isinstance(clause, Everything):
            clauses.append(_joined(vocabulary, clause, hopeless))
    return And(tuple(clauses)) if len(clauses) > 1 else clauses[0]


def _is_syllables(vocabulary: Vocabulary, clause: Literal) -> bool:
    return (
        not clause.quoted
        and is_spelt(clause.text)
        and bare(clause.text).replace("'", "").isalpha()
        and bool(spellings(vocabulary.sounds, clause.text))
    )
