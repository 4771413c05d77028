"""What is stored in an index that was made by other rules than ours?

Such an index cannot be searched: its terms are not those that we would look for, some of its fields may be missing.
But the articles are kept whole, and so are the ids of those that were taken out. That is read here, and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from whoosh.index import FileIndex

from ...article import Article, from_record
from .storage import ArrayStorage
from .stored import stored
from .translate import Damaged, translated


class Rescue:
    """See `Stored`. Reads the commit that was there when it was made.

    Raises:
        ArchiveError: the files are damaged; so may every method.
    """

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        with translated(directory):
            self._reader: Any = FileIndex(ArrayStorage(directory, sealed=False)).reader()

    def articles(self) -> Iterator[Article]:
        """Every article, in the order in which they are stored."""
        for leaf in self._leaves():
            for doc in range(leaf.doc_count_all()):
                with translated(self._directory):
                    article = None if leaf.is_deleted(doc) else _article(leaf, doc)
                if article is not None:
                    yield article

    def departures(self) -> Iterator[tuple[str, str]]:
        """Every id that is no more, with the one that took its place, `""` where it was withdrawn."""
        for leaf in self._leaves():
            with translated(self._directory):
                gone = [] if "gone" not in leaf.schema else [term for _, term in _terms(leaf, "gone")]
                found = [
                    (term.decode("utf-8"), str(leaf.stored_fields(doc).get("successor", "")))
                    for term in gone
                    for doc in leaf.postings("gone", term).all_ids()
                ]
            yield from found

    def size(self) -> int:
        """About how many articles there are: those that were taken out may count too."""
        return int(self._reader.doc_count())

    def close(self) -> None:
        """Lets go of the files."""
        self._reader.close()

    def _leaves(self) -> list[Any]:
        return [leaf for leaf, _ in self._reader.leaf_readers() if leaf.doc_count_all()]


def _article(leaf: Any, doc: int) -> Article | None:
    """The article of a document; None where it is no article but remembers one."""
    if "article" not in leaf.stored_fields(doc):
        return None
    try:
        return from_record(stored(leaf, doc))
    except ValueError as error:
        raise Damaged(f"article {doc}") from error


def _terms(leaf: Any, field: str) -> Iterator[tuple[str, bytes]]:
    for name, term in leaf.terms_from(field, b""):
        if name != field:
            return
        yield name, term
