"""What does the archive add to an article that the paper did not print? Topics and keywords, and what it reprints."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from search.article import Article
from search.text import keywords

from .topic import Topic, topics_of


def enriched(article: Article, topics: Sequence[Topic], keywords: bool = True) -> Article:
    """The article with the topics that it belongs to, behind those it came with, and keywords if it came with none and
    they are wanted."""
    found = tuple(dict.fromkeys((*article.topics, *topics_of(article, topics))))
    words = article.keywords or (_keywords(article) if keywords else ())
    unchanged = (found, words) == (article.topics, article.keywords)
    return article if unchanged else replace(article, topics=found, keywords=words)


def plain(article: Article, topics: Sequence[Topic], same_as: str) -> Article:
    """The article without what `enriched` added: it would find the same again.

    Args:
        topics: those that were looked for.
        same_as: what the article was said to reprint when it came.
    """
    found = frozenset(topics_of(article, topics))
    own = tuple(topic for topic in article.topics if topic not in found)
    words = () if article.keywords == _keywords(article) else article.keywords
    return replace(article, topics=own, keywords=words, same_as=same_as)


def _keywords(article: Article) -> tuple[str, ...]:
    head = f"{article.kicker}\n{article.headline}\n{article.subtitle}\n" if not article.headline_inferred else ""
    return keywords(head + article.body)
