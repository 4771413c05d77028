"""How do corrections reach articles that are in the archive already?

When somebody types one (`correct`), at once; when the file was edited by hand, with the next `add` (`reapply`): what
the ledger says was applied is compared with what the file says, article by article.

The page's own reading must not be lost. So the ledger keeps it, committed, before the index is: after a mishap in
between, the correction is merely applied once more.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from search.backends import Backend, Writer

from . import corrections
from .corrections import Fields
from .desk import Desk
from .ledger import Ledger
from .printed import as_printed, topics_read_with


def reapply(backend: Backend, ledger: Ledger, force: Mapping[str, Fields]) -> int:
    """Applies to the stored articles what was changed in the file since.

    Args:
        backend, ledger: the archive.
        force: id → correction (`corrections.in_force`).

    Returns:
        How many articles were changed. Where that is none, nothing is written, and nobody waited for.

    Raises:
        ArchiveError: the archive cannot be written.
    """
    # One that was withdrawn may be there still, after an accident: what its page says is known to the withdrawal only.
    ids = [
        id
        for id in corrections.changed(force, ledger)
        if backend.article(id) is not None and not ledger.is_withdrawn(id)
    ]
    if ids:
        with backend.writer() as writer:
            ledger.refresh()
            _apply(ids, backend, ledger, writer, corrections.standing(ledger))
        ledger.commit()
    return len(ids)


def correct(id: str, fields: Fields | None, note: str, backend: Backend, ledger: Ledger) -> bool:
    """Writes a correction into the file, beside what was corrected in the article before, and applies it.

    Args:
        id: of an article that is there.
        fields: what is to be otherwise; None to take back all that was corrected in it.
        note: for people; of an earlier one it takes the place.
        backend, ledger: the archive.

    Returns:
        Whether there was anything to do: False where there is nothing to take back.

    Raises:
        OSError: the file cannot be written.
        ValueError: the file is no text; the Chinese message says so.
        ArchiveError: the archive cannot be written. If the file was, the next `add` applies it.
    """
    with backend.writer() as writer:  # who may write, may write the file too
        ledger.refresh()
        path = corrections.path_of(ledger)
        said = corrections.read(path)
        if fields is None and not (id in said.lines or id in said.doubtful or corrections.printed(id, ledger)):
            return False
        merged = {**said.fields.get(id, {}), **(fields or {})}
        line = corrections.line_of(id, merged, note or said.notes.get(id, "")) if fields is not None else ""
        corrections.write(path, id, line)
        force = corrections.standing(ledger)
        if fields is None:
            force.pop(id, None)
        _apply([id], backend, ledger, writer, force)
    ledger.commit()
    return True


def _apply(ids: Iterable[str], backend: Backend, ledger: Ledger, writer: Writer, force: Mapping[str, Fields]) -> None:
    """Writes articles anew, each with its correction."""
    pages = {}
    for id in ids:
        stored = backend.article(id)
        if stored is None:
            continue
        topics = topics_read_with(id, ledger)
        article = as_printed(stored, topics, ledger)
        if corrections.printed(id, ledger) is None:
            corrections.keep(article, None, ledger)
        pages[id] = (article, topics)
    ledger.commit()
    desk = Desk(backend, writer, ledger, force)
    for article, topics in pages.values():
        desk.put(article, topics)
