"""What does the archive hold, as the present block of changes will leave it, and which ids follow from that?

An engine shows nothing of a block before it is committed. Whoever takes in several files in one block must know all
the same which articles the earlier ones brought, lest two files of one page give the same id to different articles.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from hashlib import sha256
from itertools import count, takewhile

from search.article import Article
from search.backends import Backend
from search.query import DateRange

from . import corrections, parted
from .filename import page_number
from .identity import Place, is_known, is_withdrawn, matched, place, place_of, text_of
from .issue_date import is_real_date
from .ledger import Ledger
from .parted import Issue
from .profile import PageFacts, Profiles, article_id
from .recall import recall

MOST_OF_A_DAY = 10_000
"""Articles of one day, of all papers: more than there are."""


class Shelf:
    """An archive with the changes of one block laid over it."""

    def __init__(self, backend: Backend, ledger: Ledger) -> None:
        self._backend = backend
        self._ledger = ledger
        self._changed: dict[str, Article | None] = {}
        self._added: dict[Place, set[str]] = {}
        self._recalled: set[str] = set()
        self._day: tuple[str, tuple[Article, ...]] = ("", ())

    def get(self, id: str) -> Article | None:
        """An article, or None."""
        return self._changed[id] if id in self._changed else self._backend.article(id)

    def printed(self, id: str) -> Article | None:
        """An article as its page has it, without what was corrected in it by hand."""
        article = self.get(id)
        return article and (corrections.printed(id, self._ledger) or article)

    def read(self, id: str) -> Article | None:
        """What its own page has of an article, by which it is known again: of one that jumps, a piece."""
        if (piece := parted.piece(id, self._ledger)) is not None:
            return None if self._ledger.is_withdrawn(id) else piece.article
        return self.printed(id)

    def issue(self, issue: Issue) -> list[Article]:
        """The articles of an issue."""
        found: dict[str, Article | None] = {article.id: article for article in self._of_day(issue[1])}
        found |= {id: None for here, ids in self._added.items() if here[:2] == issue for id in ids}
        found |= {id: self._changed[id] for id in found if id in self._changed}
        articles = (article for article in found.values() if article is not None)
        return [article for article in articles if parted.issue_of(article) == issue]

    def put(self, article: Article) -> None:
        """Notes an article that was handed to the writer."""
        self._changed[article.id] = article
        self._added.setdefault(place_of(article), set()).add(article.id)

    def drop(self, id: str) -> None:
        """Notes an article that was taken out."""
        self._changed[id] = None

    def with_ids(
        self, facts: PageFacts, articles: Sequence[Article], path: str, mine: Collection[str]
    ) -> tuple[Article, ...]:
        """The articles of a page with the ids that they are known by; those that were withdrawn are left out.

        Args:
            facts: which page it is.
            articles: as read; their own ids do not count.
            path: the file, as the ledger knows it.
            mine: ids of the articles that the file held when it was read before.
        """
        page = article_id(facts, 1).removesuffix("-01")
        known = is_known(place(facts.paper, facts.date, facts.page))
        withdrawn = [*self._ledger.withdrawn(page, "" if known else path), *self._withdrawn_pieces(facts)]
        kept = [article for article in articles if not (withdrawn and is_withdrawn(article, withdrawn))]
        held = self._held(facts, mine)
        if all(len(article.parts) < 2 for article in kept):  # a page is read, not what somebody stitched
            held = {id: _first_part(article) for id, article in held.items()}
        same = matched(kept, {id: text_of(article) for id, article in held.items()})
        last = max([self._ledger.last_ordinal(page), *(_ordinal(id) for id in held if id.startswith(f"{page}-"))])
        numbers = (number for number in count(last + 1) if not self._is_used(article_id(facts, number)))
        found = []
        for at, article in enumerate(kept):
            if at not in same:
                last = next(numbers)
            found.append(replace(article, id=same.get(at) or article_id(facts, last)))
        self._ledger.use_ordinal(page, last)
        now = {article.id: "" for article in articles}
        now |= {article.id: other.id for article, other in zip(kept, found, strict=True)}
        return tuple(
            replace(article, belongs_to=now.get(article.belongs_to, article.belongs_to))
            if article.belongs_to
            else article
            for article in found
        )

    def _held(self, facts: PageFacts, mine: Collection[str]) -> dict[str, Article]:
        """What the archive has of a page: from this file or, where it is known which page it is, from any."""
        here = place(facts.paper, facts.date, facts.page)
        if is_known(here):
            committed = self._of_day(facts.date)
            ids = [article.id for article in committed if place_of(article) == here]
            ids += self._added.get(here, ())
            ids += [piece.article.id for piece in parted.of_page(here, self._ledger)]
        else:
            # Beside what the ledger says, whatever bears the page's numbers: the ledger may be lost.
            ids = [*mine, *takewhile(self._is_used, (article_id(facts, number) for number in count(1)))]
        found = {id: article for id in ids if (article := self.read(id)) is not None}
        return {id: article for id, article in found.items() if place_of(article) == here}

    def _withdrawn_pieces(self, facts: PageFacts) -> list[str]:
        pieces = parted.of_page(place(facts.paper, facts.date, facts.page), self._ledger)
        return [text_of(piece.article) for piece in pieces if self._ledger.is_withdrawn(piece.article.id)]

    def _of_day(self, date: str) -> tuple[Article, ...]:
        """What is committed of a day; the pages of an issue come one after the other."""
        if self._day[0] != date:
            matches = self._backend.search(DateRange(date, date), sort="oldest", offset=0, limit=MOST_OF_A_DAY)
            self._day = (date, tuple(article for article, _ in matches.found))
            if date not in self._recalled:  # later the ledger may know better, of a page that was read in this block
                self._recalled.add(date)
                for article in self._day[1]:
                    recall(article, self._backend, self._ledger)
        return self._day[1]

    def _is_used(self, id: str) -> bool:
        """Does the id belong to an article, or did it ever?"""
        return (
            id in self._changed
            or self._backend.article(id) is not None
            or self._backend.departed(id) is not None
            or self._ledger.is_withdrawn(id)
            or parted.piece(id, self._ledger) is not None
        )


def record_facts(article: Article, profiles: Profiles) -> PageFacts:
    """The page that a ready-made article says it stands on; its text stands for it where that makes no id."""
    profile = profiles.find(article.paper)
    facts = PageFacts(
        paper=article.paper,
        slug=profile.slug if profile else "",
        date=article.date if is_real_date(article.date) else "",
        page=page_number(article.page) or article.page,
    )
    try:
        article_id(facts, 1)
    except ValueError:
        text = "\0".join((article.paper, article.page, text_of(article)))
        return replace(facts, source=sha256(text.encode("utf-8", "replace")).hexdigest()[:8])
    return facts


def _first_part(article: Article) -> Article:
    """What stands of an article on its first page."""
    return replace(article, body=article.parts[0].body, parts=article.parts[:1]) if len(article.parts) > 1 else article


def _ordinal(id: str) -> int:
    last = id.rpartition("-")[2]
    return int(last) if last.isascii() and last.isdigit() else 0
