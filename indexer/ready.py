"""What can be worked out of articles before anybody asks the archive?

Topics and keywords, the terms that they are found by, and what they are known again by if they run again: most of the
work of taking articles in, and it can be done for many at once, in other processes (`workers`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from operator import attrgetter
from typing import Any

from search.article import Article
from search.sheaf import Row, Sheaf

from . import reprint
from .build import rows
from .enrich import enriched
from .topic import Topic


@dataclass(frozen=True, slots=True)
class Ready:
    """An article, and what was worked out of it. Made by `ready`.

    Attributes:
        article: as its page has it.
        document: of the article with topics and keywords.
        text: what it is compared by.
    """

    article: Article
    document: Row
    text: reprint.Text

    def __reduce__(self) -> tuple[Any, ...]:
        # They go from one process to another; what a frozen dataclass does by itself takes three times as long.
        row, text = self.document, self.text
        return _ready, (self.article, row.article, row.sheaf, row.number, *text)

    def called(self, article: Article) -> Ready:
        """The same of an article that has been given other ids and differs in nothing else."""
        full = replace(self.document.article, id=article.id, belongs_to=article.belongs_to)
        return Ready(article, self.document.renamed(full), self.text)


def _ready(article: Article, full: Article, sheaf: Sheaf, number: int, *text: Any) -> Ready:
    """What was pickled."""
    return Ready(article, Row(full, sheaf, number), reprint.Text(*text))


def ready(articles: Sequence[Article], topics: Sequence[Topic], keywords: bool = True) -> Iterator[Ready]:
    """Works it out.

    Args:
        topics: to look for in them.
        keywords: give them keywords, if they have none.
    """
    made = rows((enriched(article, topics, keywords=False) for article in articles), keywords)
    given = iter(articles)
    for sheaf, some in groupby(made, key=attrgetter("sheaf")):
        together = list(some)
        texts = reprint.texts_of([row.article for row in together], sheaf.texts["body"])
        for row, text in zip(together, texts, strict=True):
            yield Ready(next(given), row, text)
