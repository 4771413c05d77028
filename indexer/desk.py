"""How does an article get into the archive, with everything that follows from it?

An article arrives as its page has it, with its id. Corrections are laid over it, topics and keywords added; if the
text has run before it says so, and so do later articles in which it turns up; then it is handed to the writer, and the
ledger notes what it has to know of it. Whoever changes the archive, ingest or a correction by hand, does it here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from search.article import Article
from search.backends import Backend, Writer
from search.schema import Document
from search.sheaf import Row

from . import corrections, parted, reprint
from .build import document
from .corrections import Fields
from .ledger import Ledger
from .ready import Ready, ready
from .shelf import Shelf
from .topic import Topic


class Desk:
    """One block of changes.

    Args:
        backend, writer: the archive, and the writer of this block.
        ledger: its ledger, committed by the caller when the block is.
        force: id → correction (`corrections.in_force`).
        keywords: give articles keywords that came with none.

    Attributes:
        shelf: what the archive holds, as this block will leave it.
        reprints: ids of articles of this block that were found to run again what ran before.
    """

    def __init__(
        self, backend: Backend, writer: Writer, ledger: Ledger, force: Mapping[str, Fields], keywords: bool = True
    ) -> None:
        self.shelf = Shelf(backend, ledger)
        self.reprints: set[str] = set()
        self._writer = writer
        self._ledger = ledger
        self._force = force
        self._keywords = keywords
        self._unknown: set[str] = set()
        ledger.refresh()

    def put(self, article: Article, topics: Sequence[Topic], made: Ready | None = None) -> Article:
        """Takes an article in.

        Args:
            article: as its page has it, with its id; its own `same_as`, if it has one, stays.
            topics: to look for in it.
            made: what was worked out of it before.

        Returns:
            The article as it is stored.
        """
        fields = self._force.get(article.id, {})
        made = made or next(ready([article], topics, self._keywords))
        own: Document | Row = made.document
        if fields:
            own = document(corrections.corrected(article, fields, topics, self._keywords))
        full = own.article
        # By the page's text, lest a correction look like another article; but what it is said to reprint is said.
        said = "same_as" in fields or bool(article.same_as)
        as_said = replace(article, same_as=full.same_as) if full.same_as != article.same_as else article
        is_new = article.id in self._unknown
        self._unknown.discard(article.id)
        same = reprint.note(as_said, made.text, said, self._ledger, self.shelf.printed, is_new=is_new)
        if (root := same.pop(article.id)) != full.same_as:
            own = own.renamed(replace(full, same_as=root))
        self._write(own)
        if fields:
            corrections.keep(article, fields, self._ledger)
        else:
            corrections.drop(article.id, self._ledger)
        self._repoint(same)
        return own.article

    def expect(self, articles: Iterable[Article]) -> None:
        """Says which articles come next: what has to be asked about them is asked for all at once."""
        self._unknown = self._ledger.texts.unknown(article.id for article in articles)

    def drop(self, id: str, heir: str = "") -> None:
        """Takes an article out; `heir` took its place."""
        self._writer.delete(id, heir or None)
        self.reprints.discard(id)
        self.shelf.drop(id)

    def give_way(self, id: str, whole: str) -> None:
        """Takes out an article, if it is there, which is part of another now: of that its id speaks. Where it came from
        stays noted."""
        self.drop(id, whole)
        self._writer.depart(id, whole)
        corrections.drop(id, self._ledger)
        self._repoint(reprint.forget([id], self._ledger, self.shelf.printed))

    def forget(self, ids: Iterable[str]) -> None:
        """Takes out of the ledger what it knows of articles that were taken out, or are not there."""
        gone = list(ids)
        self._ledger.drop(gone)
        for id in gone:
            corrections.drop(id, self._ledger)
            parted.forget(id, self._ledger)
        self._repoint(reprint.forget(gone, self._ledger, self.shelf.printed))

    def _repoint(self, same: Mapping[str, str]) -> None:
        """Writes again what reprints another article than it was thought to."""
        for id, root in same.items():
            stored = self.shelf.get(id)
            if stored is not None and stored.same_as != root:
                self._write(document(replace(stored, same_as=root)))

    def _write(self, document: Document | Row) -> None:
        article = document.article
        self._writer.add(document)
        self.shelf.put(article)
        (self.reprints.add if article.same_as else self.reprints.discard)(article.id)
