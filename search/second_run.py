"""What if nothing holds exactly what was typed?

People type a headline from memory, or words without blanks between them. A bare run is looked for as it stands; if the
whole query finds nothing, it is asked once more with every bare run outside NOT and quotes read as all of its words,
each literally, and every prefix as a literal. What an editor writes behind a headline and no reader means, （附图片2
张）, （上）, is left out. Whoever asks so says it in a note.
"""

from __future__ import annotations

import re

from .text import bare, inner_words, words
from .tree import And, Literal, Or, Prefix, Query, all_of, any_of


def in_words(query: Query) -> Query:
    """The query with its bare runs read as their words; the same query where that is nothing else."""
    if isinstance(query, And):
        meant = [clause for clause in query.clauses if not is_production(clause)] or query.clauses
        return all_of(*map(in_words, meant))
    if isinstance(query, Or):
        return any_of(*map(in_words, query.clauses))
    if isinstance(query, Prefix):
        return Literal(query.text, query.scope)
    if isinstance(query, Literal) and not query.quoted:
        found = several(query.text)
        if found:
            return all_of(*(Literal(word, query.scope) for word in found))
    return query


_PRODUCTION = re.compile(r"附?(?:图片|照片|图表|图)\d*[张幅]?|[上中下]")
"""What stands in brackets behind a headline; the brackets are gone already."""


def is_production(query: Query) -> bool:
    """Is this a bare run that says how an article was printed?"""
    return isinstance(query, Literal) and not query.quoted and bool(_PRODUCTION.fullmatch(query.bare))


def several(text: str) -> list[str]:
    """The words of a text, each once; of a single long word those inside it; none where it is nothing but itself."""
    found = list(dict.fromkeys(words(text)))
    return found if found != [bare(text)] else inner_words(text)


def note(query: Query) -> str:
    """What to say of a query that was read in words."""
    return f"没有文章照原样写有这些字，改按词查找：{query}"
