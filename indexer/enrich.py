"""What does the archive add to an article that the paper did not print? Topics and keywords, and what it reprints."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from search.article import Article
from search.sheaf import Tokens
from search.text import best_keywords, keywords, weight

from .topic import Topic, topics_of


def enriched(article: Article, topics: Sequence[Topic], keywords: bool = True) -> Article:
    """The article with the topics that it belongs to, behind those it came with, and keywords if it came with none and
    they are wanted."""
    found = tuple(dict.fromkeys((*article.topics, *topics_of(article, topics))))
    words = article.keywords or (_keywords(article) if keywords else ())
    unchanged = (found, words) == (article.topics, article.keywords)
    return article if unchanged else replace(article, topics=found, keywords=words)


def with_keywords(articles: Iterable[Article], head: Tokens, body: Tokens) -> list[Article]:
    """Many articles, with keywords where they have none: as `enriched` gives them, of words that are there already.

    Args:
        head, body: the words of these fields.
    """
    # One list of words for both: those of the body, and what the heads have besides.
    number = {word: at for at, word in enumerate(body.terms)}
    in_heads = [number.setdefault(word, len(number)) for word in head.terms]
    weighed = [(word, weight(word)) for word in number]
    found = []
    for at, article in enumerate(articles):
        if not article.keywords:
            counts = Counter(body.numbers_of(at))
            if not article.headline_inferred:
                counts.update([in_heads[word] for word in head.numbers_of(at)])
            words = best_keywords((count, *weighed[word]) for word, count in counts.items())
            article = replace(article, keywords=words)
        found.append(article)
    return found


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
