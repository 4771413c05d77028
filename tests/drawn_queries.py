"""Which queries can be asked of some articles at random, of every kind there is, so that most of them find something?

The leaves are cut out of the articles: words, literals of one, two, four and eight characters, phrases of two and three
words, texts that stand near each other, beginnings of words, each now and then in a field; names, topics, pages and
dates that they have. Trees are made of leaves, two deep. `dressed` gives articles what plain news items lack: names,
columns, sources, topics, pages, and kinds that count for less; all invented.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace

from search.article import Article, Author
from search.text import bare, words
from search.tree import (
    AtLeast,
    DateRange,
    Everything,
    Field,
    Filter,
    Literal,
    Not,
    Prefix,
    Proximity,
    Query,
    Word,
    all_of,
    any_of,
)

LEAVES = (
    *("word", "literal 1", "literal 2", "literal 4", "literal 8", "phrase", "proximity", "prefix"),
    *("headline", "column", "value", "date"),
)
TREES = ("and", "or", "not", "at least", "filter", "everything")
KINDS = (*LEAVES, *TREES)

NAMES = ("阮知秋", "裴远", "龙潭客", "季小满", "陆听涛", "姜书豪")
ROLES = ("记者", "通讯员", "摄影", "作者")
COLUMNS = ("民生", "海上观察", "街巷", "")
SOURCES = ("澜湾发布", "新华社", "")
TOPICS = ("渔业", "出行", "天气", "文化")


def dressed(article: Article, chance: random.Random) -> Article:
    """An article with an invented name, column, source, page, topic and kind."""
    authors = tuple(Author(chance.choice(NAMES), chance.choice(ROLES)) for _ in range(chance.randint(0, 2)))
    return replace(
        article,
        authors=authors,
        column=chance.choice(COLUMNS),
        source=chance.choice(SOURCES),
        page=chance.choice(("01", "2", "A12")),
        topics=tuple(chance.sample(TOPICS, chance.randint(0, 2))),
        kind=chance.choice(("news", "news", "news", "teaser", "advert")),
    )


class Drawing:
    """Draws queries out of articles.

    Args:
        articles: some of which have a body.
        chance: by which everything is drawn.
    """

    def __init__(self, articles: Sequence[Article], chance: random.Random) -> None:
        self._articles = [article for article in articles if len(bare(article.body)) > 20]
        self._chance = chance

    def draw(self, kind: str, depth: int = 1) -> Query:
        """A query of one of `KINDS`; trees hold trees down to a depth."""
        if kind not in TREES:
            return self._leaf(kind)
        if kind == "everything":
            return all_of(Everything(), *([self._leaf("date")] if self._chance.random() < 0.7 else []))
        kinds = KINDS[:-1] if depth else LEAVES
        some = [self.draw(self._chance.choice(kinds), depth - 1) for _ in range(self._chance.randint(2, 3))]
        if kind == "and":
            return all_of(some[0], *(any_of(each, self._leaf("literal 1")) for each in some[1:]))
        if kind == "or":
            return any_of(*some)
        if kind == "not":
            return Not(some[0]) if self._chance.random() < 0.2 else all_of(some[0], Not(some[1]))
        if kind == "filter":
            return all_of(some[0], Filter(any_of(*some[1:], self._leaf("value"))))
        also = (Literal(self._word()),) if self._chance.random() < 0.5 else ()
        return AtLeast(self._chance.randint(1, len(some)), tuple(some), also)

    def _leaf(self, kind: str) -> Query:
        scope = self._chance.choice(("", "", "", "headline", "body"))
        if kind == "word":
            return Word(self._word(), scope)
        if kind == "prefix":
            return Prefix(self._word()[:2], scope)
        if kind == "proximity":
            return self._proximity(scope)
        if kind == "phrase":
            some, many = self._words(), self._chance.choice((2, 3))
            at = self._chance.randrange(max(1, len(some) - many + 1))
            return Literal(" ".join(some[at : at + many]), scope)
        if kind == "headline":
            text = bare(self._article().headline) or "无题"
            at = self._chance.randrange(max(1, len(text) - 2))
            return Literal(text[at : at + self._chance.choice((1, 2, 3))], "headline")
        if kind == "column":
            return Literal(
                *self._chance.choice((("民生", "column"), ("观察", "column"), ("新华", "source"), ("发", "source")))
            )
        if kind == "value":
            name = self._chance.choice(("author", "reporter", "correspondent", "photographer", "topic", "page"))
            values = {"topic": TOPICS, "page": ("1", "a12", "3")}.get(name, NAMES)
            return Field(name, self._chance.choice(values))
        if kind == "date":
            low, high = sorted(self._article().date for _ in range(2))
            return DateRange(*self._chance.choice(((low, high), (low, ""), ("", high), (low, low))))
        return Literal(self._cut(int(kind.split()[1])), scope)

    def _article(self) -> Article:
        return self._chance.choice(self._articles)

    def _cut(self, length: int) -> str:
        article = self._article()
        text = max(map(bare, self._chance.choices(article.paragraphs, k=3)), key=len)
        at = self._chance.randrange(max(1, len(text) - length + 1))
        return text[at : at + length]

    def _words(self) -> list[str]:
        return words(self._cut(40)) or ["无"]

    def _word(self) -> str:
        return self._chance.choice(self._words())

    def _proximity(self, scope: str) -> Query:
        """Two or three texts of one sentence, sometimes single characters, in any order."""
        text = self._cut(30)
        size = self._chance.choice((1, 2, 2, 2, 3))
        starts = self._chance.sample(range(max(3, len(text) - size)), self._chance.choice((2, 2, 3)))
        texts = tuple(some for at in starts if (some := text[at : at + size]))
        return (
            Proximity(texts, self._chance.choice((0, 3, 10, 20)), scope) if len(texts) > 1 else Literal(text[:2], scope)
        )
