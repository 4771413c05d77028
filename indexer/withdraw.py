"""How is an article withdrawn (撤稿) for good?

Out of the index, and into the ledger, so that its page cannot bring it back.
"""

from __future__ import annotations

from collections.abc import Iterable

from search.backends import Backend

from . import corrections, parted
from .identity import text_of
from .ledger import Ledger


def withdraw(ids: Iterable[str], backend: Backend, ledger: Ledger) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Takes articles out.

    Returns:
        The ids that were withdrawn, and those that the archive does not have.

    Raises:
        ArchiveError: the archive cannot be written. Should the ledger know of the withdrawal already, then reading the
            page again, or withdrawing again, takes the article out.
    """
    found = {id: backend.article(id) for id in dict.fromkeys(ids)}
    gone = {id: article for id, article in found.items() if article is not None}
    if gone:
        with backend.writer() as writer:
            ledger.refresh()
            for id, article in gone.items():
                if not ledger.is_withdrawn(id):  # else, after an accident, the ledger knows better what its page says
                    # That, for that is what will be read again.
                    ledger.withdraw(id, id.rpartition("-")[0], text_of(corrections.printed(id, ledger) or article))
                    corrections.drop(id, ledger)
                    for piece in parted.of_whole(id, ledger):
                        if piece.article.id != id:  # or its page would bring this much of it back
                            other = piece.article.id
                            ledger.withdraw(other, other.rpartition("-")[0], text_of(piece.article))
                writer.delete(id)
            # Before the index is committed: the other way round, an article taken out could come back.
            ledger.commit()
    return tuple(gone), tuple(id for id, article in found.items() if article is None)
