"""Which pages has the archive been given of the stories that stand on several?

A story that jumps is stored as one article (`stitch`), but its pages are read one by one, and again: so the ledger
keeps each *piece* as its page has it, with its own id, under the article that it is part of, its *whole*, whose id is
that of the first piece. A story of which only one page is there yet is a whole of one piece.

From these pieces alone follows what the archive has of an issue (`settle`), in whatever order they came. Those of an
article that was withdrawn stay: what belongs to it is recognised when it comes, today or next year.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from search.article import Article, from_record, to_record

from .identity import Place, place_of
from .ledger import Ledger

Issue = tuple[str, str]
"""An issue as it is compared: paper, date."""


@dataclass(frozen=True, slots=True)
class Piece:
    """What one page has of a story.

    Attributes:
        article: as the page has it.
        whole: the id of the article that it is part of, its own where it is the first; empty where nobody knows yet.
    """

    article: Article
    whole: str


def issue_of(article: Article) -> Issue:
    """The issue in which an article stands."""
    return place_of(article)[:2]


def keep(article: Article, whole: str, ledger: Ledger) -> None:
    """Keeps a piece as its page has it."""
    record = json.dumps(to_record(article), ensure_ascii=False)
    issue, place = "\t".join(issue_of(article)), "\t".join(place_of(article))
    ledger.keep("piece", article.id, issue, place, whole, record)


def keep_again(article: Article, ledger: Ledger) -> None:
    """Keeps a piece that was read, whether it was known before or not; where it belongs stays as it was."""
    known = piece(article.id, ledger)
    keep(article, known.whole if known is not None else "", ledger)


def piece(id: str, ledger: Ledger) -> Piece | None:
    """The piece with this id, if it is one."""
    return next(iter(_pieces("id", id, ledger)), None) if ledger.may_have("piece", id) else None


def of_issue(issue: Issue, ledger: Ledger) -> list[Piece]:
    """The pieces of an issue, by id."""
    return _pieces("issue", "\t".join(issue), ledger)


def of_page(place: Place, ledger: Ledger) -> list[Piece]:
    """The pieces on a page, by id."""
    return _pieces("place", "\t".join(place), ledger)


def of_whole(id: str, ledger: Ledger) -> list[Piece]:
    """The pieces of an article, by id; none where it does not jump."""
    return _pieces("whole", id, ledger)


def forget(id: str, ledger: Ledger) -> None:
    """A piece is none any longer, or is gone. One that was withdrawn stays."""
    if ledger.may_have("piece", id) and not ledger.is_withdrawn(id):
        ledger.rows("DELETE FROM piece WHERE id = ?", id)


def _pieces(column: str, value: str, ledger: Ledger) -> list[Piece]:
    rows = ledger.rows(f"SELECT record, whole FROM piece WHERE {column} = ? ORDER BY id", value)
    return [Piece(from_record(json.loads(record)), whole) for record, whole in rows]
