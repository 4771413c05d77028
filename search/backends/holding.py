"""Does a query find an article? The law of `search.schema`, word for word, put to one article at a time.

This is what `memory` answers by, and what topics are: both ask the same of many articles, so a query is read once and
becomes a function (`asking`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import permutations

from ..article import Article
from ..schema import HEADS, ROLES, page_key, parts
from ..text import BREAK, bare, words
from ..tree import (
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


class Prepared:
    """An article made ready to be asked many queries: its parts folded once."""

    def __init__(self, article: Article) -> None:
        self.article = article
        self.parts = [(name, bare(text)) for name, text in parts(article)]
        self._whole: dict[str, str] = {}

    def texts(self, scope: str) -> list[str]:
        """The parts in a scope."""
        return [
            text for name, text in self.parts if not scope or name == scope or (scope == "headline" and name in HEADS)
        ]

    def text(self, scope: str) -> str:
        """Those parts with a character between them that no query holds."""
        if scope not in self._whole:
            self._whole[scope] = BREAK.join(self.texts(scope))
        return self._whole[scope]

    def words(self, scope: str) -> set[str]:
        """The words of head and body, or of what of it is in a scope."""
        fields = {"": (*HEADS, "body"), "headline": HEADS, "body": ("body",)}.get(scope, ())
        return {word for name, text in parts(self.article) if name in fields for word in words(text)}


Test = Callable[[Prepared], bool]


def asking(query: Query) -> Test:
    """The question whether a query finds an article, to be put to many."""
    if isinstance(query, Everything):
        return lambda prepared: True
    if isinstance(query, And):
        every = [asking(clause) for clause in query.clauses]
        return lambda prepared: all(test(prepared) for test in every)
    if isinstance(query, Or):
        return _any_of(query.clauses)
    if isinstance(query, AtLeast):
        counted, count = [asking(clause) for clause in query.clauses], query.count
        return lambda prepared: sum(test(prepared) for test in counted) >= count
    if isinstance(query, Not):
        negated = asking(query.clause)
        return lambda prepared: not negated(prepared)
    if isinstance(query, Filter):
        return asking(query.clause)
    if isinstance(query, DateRange):
        first, last = query.first, query.last
        return lambda prepared: bool(date := prepared.article.date) and first <= date <= (last or date)
    return _value(query) if isinstance(query, Field) else _text(query)


def _any_of(clauses: Sequence[Query]) -> Test:
    """Most are lists of literals in one scope, which are looked for in one go."""
    literals: dict[str, list[str]] = {}
    for clause in clauses:
        if isinstance(clause, Literal):
            literals.setdefault(clause.scope, []).append(clause.bare)
    several = list(literals.items())
    others = [asking(clause) for clause in clauses if not isinstance(clause, Literal)]
    return lambda prepared: (
        any(any(map(prepared.text(scope).__contains__, texts)) for scope, texts in several)
        or any(test(prepared) for test in others)
    )


def _text(query: Literal | Proximity | Word | Prefix) -> Test:
    scope = query.scope
    if isinstance(query, Proximity):
        return lambda prepared: any(_stand_near(query, text) for text in prepared.texts(scope))
    text = query.bare
    if isinstance(query, Literal):
        return lambda prepared: text in prepared.text(scope)
    if isinstance(query, Word):
        return lambda prepared: text in prepared.words(scope)
    return lambda prepared: any(word.startswith(text) for word in prepared.words(scope))


def _stand_near(query: Proximity, text: str) -> bool:
    """Tries every way to give each text a place, one order after the other."""

    def placed(order: tuple[str, ...], begins: Iterable[int]) -> bool:
        if not order:
            return True
        ends = (at + len(order[0]) for at in begins if text.startswith(order[0], at))
        return any(placed(order[1:], range(end, end + query.distance + 1)) for end in ends)

    return any(placed(order, range(len(text))) for order in permutations(query.bare))


def _value(query: Field) -> Test:
    if query.name == "page":
        page = page_key(query.value)
        return lambda prepared: page in map(page_key, prepared.article.pages)
    wanted = bare(query.value)
    if query.name == "topic":
        return lambda prepared: wanted in map(bare, prepared.article.topics)
    role = ROLES[query.name]
    return lambda prepared: any(
        bare(author.name) == wanted and role in ("", bare(author.role)) for author in prepared.article.authors
    )
