"""What did its page say of an article that the archive has?

The archive has it with what was added: topics and keywords, what it reprints, what a person corrected. Before anything
is written anew, that is taken off again.
"""

from __future__ import annotations

from collections.abc import Sequence

from search.article import Article
from search.errors import QueryError

from . import corrections, reprint
from .enrich import plain
from .ledger import Ledger
from .topic import Topic, from_text, load_topics


def as_printed(stored: Article, topics: Sequence[Topic], ledger: Ledger) -> Article:
    """An article as its page has it.

    Args:
        topics: those that were looked for in it (`topics_read_with`).
    """
    said = corrections.printed(stored.id, ledger)
    return said if said is not None else plain(stored, topics, reprint.said_by_hand(stored.id, ledger) or "")


def topics_read_with(id: str, ledger: Ledger) -> tuple[Topic, ...]:
    """The topics that an article's file was read with, else those that come with this package."""
    text = ledger.topics_of(id)
    try:
        return from_text(text) if text is not None else load_topics()
    except QueryError:  # of an earlier version, where they could be typed so
        return load_topics()
