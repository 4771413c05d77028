"""What can be worked out of an article before anybody asks the archive?

Topics and keywords, the terms that it is found by, and what it is known again by if it runs again: most of the work of
taking an article in, and it can be done for many at once, in other processes (`workers`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from search.article import Article
from search.schema import Document

from . import reprint
from .build import document, renamed
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
    document: Document
    text: reprint.Text

    def __reduce__(self) -> tuple[Any, ...]:
        # They go from one process to another; what a frozen dataclass does by itself takes three times as long.
        return _ready, (self.article, self.document, self.text.letters, self.text.sketch)

    def called(self, article: Article) -> Ready:
        """The same of an article that has been given other ids and differs in nothing else."""
        full = replace(self.document.article, id=article.id, belongs_to=article.belongs_to)
        return Ready(article, renamed(self.document, full), self.text)


def _ready(article: Article, document: Document, letters: str, sketch: tuple[int, ...]) -> Ready:
    """What was pickled."""
    return Ready(article, document, reprint.Text(letters, sketch))


def ready(article: Article, topics: Sequence[Topic], keywords: bool = True) -> Ready:
    """Works it out.

    Args:
        topics: to look for in it.
        keywords: give it keywords, if it has none.
    """
    made = document(enriched(article, topics, keywords))
    # White space aside, a body is its paragraphs.
    return Ready(article, made, reprint.text_of(article, "".join(made.texts.get("body", ()))))
