"""What does a query ask for, once it has been read?

A `Query` is a tree of the records below. It says what is meant and nothing of how to find it: every engine walks the
same tree. `str(query)` prints it in the query language, such that parsing the print gives the same tree again.

    And, Or, Not    of clauses; Everything is the empty query
    AtLeast         so many of some clauses: what `near` asks
    Filter          a clause that says where to look, not what for: it neither ranks nor marks
    Literal         these characters, white space aside, in one part of the article
    Proximity       several literals in one part, not far from each other
    Word, Prefix    a word as the segmenter cut it; the words that begin so
    Field           a whole value: a reporter, a topic, a page
    DateRange       from a day to a day, both included

The query language has no way to write AtLeast, Filter and Word: programs make them. They print as what they hold.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Union

from .text import bare

SCOPES = {"": "", "headline": "标题", "body": "正文", "column": "栏目", "source": "来源"}
"""Where a literal is looked for → what that is called in the query language. The empty scope is every part."""

VALUES = {
    "author": "作者",
    "reporter": "记者",
    "correspondent": "通讯员",
    "photographer": "摄影",
    "topic": "主题",
    "page": "版",
}
"""Fields that are matched whole → what they are called in the query language."""


_bare = lru_cache(maxsize=4096)(bare)
"""The same few texts are asked for again and again: those of topics for every article that comes in."""


@dataclass(frozen=True, slots=True)
class Everything:
    """Every article."""

    def __str__(self) -> str:
        return ""


@dataclass(frozen=True, slots=True)
class Literal:
    """These characters, in one part of the article.

    Attributes:
        text: as typed, without its quotes.
        scope: a key of `SCOPES`.
        quoted: it stood in quotes. Both ask for the same characters; the print of the tree keeps them apart.
        set_off: its quotes are those of a headline, typed as it is printed (为市民“助眠”): one term, but no wish for
            exact words. Trees that differ in nothing else are equal.
    """

    text: str
    scope: str = ""
    quoted: bool = True
    set_off: bool = field(default=False, compare=False)

    @property
    def bare(self) -> str:
        """The characters that are compared."""
        return _bare(self.text)

    def __str__(self) -> str:
        field = f"{SCOPES[self.scope]}:" if self.scope else ""
        return field + (quote(self.text) if self.quoted else self.text)


@dataclass(frozen=True, slots=True)
class Proximity:
    """Literals in one part of the article, in any order, none overlapping another, and from each to the next of them
    at most so many characters.

    Attributes:
        texts: two to `MOST_TEXTS`, without white space.
        distance: how many characters may stand between two neighbours, white space left out.
        scope: a key of `SCOPES`.
    """

    texts: tuple[str, ...]
    distance: int
    scope: str = ""

    @property
    def bare(self) -> tuple[str, ...]:
        """The characters that are compared."""
        return tuple(_bare(text) for text in self.texts)

    def __str__(self) -> str:
        field = f"{SCOPES[self.scope]}:" if self.scope else ""
        return f"{field}{quote(' '.join(self.texts))}~{self.distance}"


MOST_TEXTS = 6
"""Of a `Proximity`: finding an order for them takes time that doubles with each."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word of head or body, as the segmenter cut it there. `scope` is one of `WORD_SCOPES`."""

    text: str
    scope: str = ""

    @property
    def bare(self) -> str:
        """The word as it is compared."""
        return _bare(self.text)

    def __str__(self) -> str:
        return (f"{SCOPES[self.scope]}:" if self.scope else "") + quote(self.text)


@dataclass(frozen=True, slots=True)
class Prefix:
    """The words of head or body that begin so. `scope` is one of `WORD_SCOPES`."""

    text: str
    scope: str = ""

    @property
    def bare(self) -> str:
        """How the words begin, as it is compared."""
        return _bare(self.text)

    def __str__(self) -> str:
        return (f"{SCOPES[self.scope]}:" if self.scope else "") + self.text + "*"


WORD_SCOPES = ("", "headline", "body")
"""Where there are words."""


@dataclass(frozen=True, slots=True)
class Field:
    """A whole value, folded and white space aside: `Field("reporter", "余辉")`. `name` is a key of `VALUES`."""

    name: str
    value: str

    def __str__(self) -> str:
        return f"{VALUES[self.name]}:{quote(self.value)}"


@dataclass(frozen=True, slots=True)
class DateRange:
    """Articles of the days `first` to `last`, both included; ISO dates, either may be empty for an open end."""

    first: str
    last: str

    def __str__(self) -> str:
        if self.first == self.last:
            return f"日期:{self.first}"
        return f"日期:{self.first}..{self.last}"


@dataclass(frozen=True, slots=True)
class And:
    """Articles that every clause finds."""

    clauses: tuple[Query, ...]

    def __str__(self) -> str:
        return _printed(self)


@dataclass(frozen=True, slots=True)
class Or:
    """Articles that at least one clause finds."""

    clauses: tuple[Query, ...]

    def __str__(self) -> str:
        return _printed(self)


@dataclass(frozen=True, slots=True)
class Not:
    """All articles but those that the clause finds."""

    clause: Query

    def __str__(self) -> str:
        return _printed(self)


@dataclass(frozen=True, slots=True)
class AtLeast:
    """Articles that `count` of the clauses find, or more.

    Attributes:
        count: from 1 to the number of clauses.
        clauses: what an article should have most of.
        also: literals that it need not have, and is the better for.
    """

    count: int
    clauses: tuple[Query, ...]
    also: tuple[Literal, ...] = ()

    def __str__(self) -> str:
        return "(" + " OR ".join(map(str, self.clauses)) + ")"


@dataclass(frozen=True, slots=True)
class Filter:
    """What the clause finds; but it only says where to look: nothing of it counts for ranking or is marked."""

    clause: Query

    def __str__(self) -> str:
        return f"({self.clause})" if isinstance(self.clause, Or) else str(self.clause)


Query = Union[  # noqa: UP007  (3.10 cannot `|` a forward name)
    Everything, Literal, Proximity, Word, Prefix, Field, DateRange, And, Or, Not, AtLeast, Filter
]


def all_of(*clauses: Query) -> Query:
    """The conjunction, nested ones flattened, `Everything` left out."""
    flat: list[Query] = []
    for clause in clauses:
        flat.extend(clause.clauses if isinstance(clause, And) else () if isinstance(clause, Everything) else (clause,))
    return And(tuple(flat)) if len(flat) > 1 else flat[0] if flat else Everything()


def any_of(*clauses: Query) -> Query:
    """The disjunction, nested ones flattened; of no clauses, one that finds nothing."""
    flat: list[Query] = []
    for clause in clauses:
        flat.extend(clause.clauses if isinstance(clause, Or) else (clause,))
    return flat[0] if len(flat) == 1 else Or(tuple(flat))


_FORKS, _SILENT = (And, Or, AtLeast), (Not, Everything, Filter)  # to make one at each call takes longer than to look


def wanted(query: Query) -> Iterator[Query]:
    """The leaves that speak for an article, those outside NOT and filters: what ranking counts and snippets mark."""
    if isinstance(query, _FORKS):
        for clause in query.clauses:
            yield from wanted(clause)
    elif not isinstance(query, _SILENT):
        yield query


def wanted_literals(query: Query) -> tuple[Literal, ...]:
    """The texts that speak for an article, each once, in order: literals, and those of distances, words, prefixes."""
    found: dict[Literal, None] = {}
    for leaf in wanted(query):
        if isinstance(leaf, Literal):
            found[leaf] = None
        elif isinstance(leaf, Proximity):
            found |= {Literal(text, leaf.scope): None for text in leaf.texts}
        elif isinstance(leaf, Word | Prefix):
            found[Literal(leaf.text, leaf.scope)] = None
    return tuple(found)


def quote(text: str) -> str:
    """The text in quotes, as the query language wants it."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _printed(query: And | Or | Not) -> str:
    """One function for all, and no generators: of Python's thousand frames, the deepest query takes a few hundred."""
    clauses = (query.clause,) if isinstance(query, Not) else query.clauses
    looser: tuple[type, ...] = {And: (Or,), Or: (), Not: (And, Or)}[type(query)]
    pieces = []
    for clause in clauses:
        held = clause.clause if isinstance(clause, Filter) else clause
        text = _printed(held) if isinstance(held, And | Or | Not) else str(held)
        pieces.append(f"({text})" if isinstance(held, (*looser, Everything)) else text)
    return (
        "NOT " + pieces[0] if isinstance(query, Not) else (" AND " if isinstance(query, And) else " OR ").join(pieces)
    )
