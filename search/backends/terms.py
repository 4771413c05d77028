"""Which terms does a query rank by?

The same for every engine: `bm25f` says what is done with them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal as OneOf

from ..text import words
from ..tree import And, AtLeast, Literal, Or, Prefix, Proximity, Query, Word, wanted, wanted_literals
from .bm25f import LITERAL_BOOST, WORD_BOOST

_FORKS, _TEXTS = (And, Or), (Literal, Proximity)  # to make one at each call takes longer than to look


@dataclass(frozen=True, slots=True)
class Term:
    """A term to rank by.

    Attributes:
        kind: a text is counted by its occurrences, a word and the words of a prefix by theirs.
        text: folded, without white space.
        scope: a key of `tree.SCOPES`.
        boost: how much it counts.
    """

    kind: OneOf["text", "word", "prefix"]
    text: str
    scope: str
    boost: float


def terms(query: Query, is_word: Callable[[str], bool] = lambda text: False) -> Iterator[Term]:
    """The terms that a query ranks by.

    Args:
        is_word: says of a text that it is a word of the index; it is not segmented then. So the common query is
            answered without loading a segmenter.
    """
    texts: dict[Literal, None] = {}
    beside: dict[Word | Prefix, None] = {}
    for leaf in wanted(query):
        if isinstance(leaf, Literal):
            texts[leaf] = None
        elif isinstance(leaf, (Word, Prefix)):
            beside[leaf] = None
        elif isinstance(leaf, Proximity):
            texts.update(dict.fromkeys(wanted_literals(leaf)))
    for text in texts:
        bare = text.bare
        yield Term("text", bare, text.scope, LITERAL_BOOST)
        single = len(text.text.split()) == 1 and is_word(bare)
        for word in [bare] if single else dict.fromkeys(words(text.text)):
            yield Term("word", word, text.scope, WORD_BOOST)
    for leaf in beside:
        yield Term("word" if isinstance(leaf, Word) else "prefix", leaf.bare, leaf.scope, WORD_BOOST)
    for text in dict.fromkeys(_also(query)):
        yield Term("text", text.bare, text.scope, LITERAL_BOOST)


def neighbours(query: Query) -> tuple[Literal, ...]:
    """The texts of a query that are the better for standing near each other; none where there are not two.

    Those of one character have no positions; what is at least so many of something is ranked by the one who asks so.
    """
    found = tuple(text for text in _texts(query) if len(text.bare) > 1)
    return found if len(found) > 1 else ()


def _texts(query: Query) -> tuple[Literal, ...]:
    if isinstance(query, _FORKS):
        texts = [text for clause in query.clauses for text in _texts(clause)]
        return tuple(dict.fromkeys(texts)) if texts else ()
    return wanted_literals(query) if isinstance(query, _TEXTS) else ()


def _also(query: Query) -> Sequence[Literal]:
    if isinstance(query, AtLeast):
        return query.also
    return [text for clause in query.clauses for text in _also(clause)] if isinstance(query, _FORKS) else ()
