"""Of which pieces is an article made, when the ledger does not know?

After a mishap (the machine fell over between the two commits, the ledger was lost) the archive may have an article
whole of whose pieces the ledger knows none, or not all. Before its pages are read again they are taken off it once
more, under the ids that they had: those that lead to it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import count, takewhile

from search.article import Article
from search.backends import Backend
from search.schema import page_key

from . import parted
from .ledger import Ledger
from .printed import as_printed, topics_read_with
from .profile import PageFacts, article_id


def recall(stored: Article, backend: Backend, ledger: Ledger) -> None:
    """Sees to it that the ledger knows every piece of an article that was read off several pages."""
    parts = stored.parts
    known = {page_key(piece.article.page) for piece in parted.of_whole(stored.id, ledger)}
    if len(parts) < 2 or all(page_key(part.page) in known for part in parts) or ledger.is_withdrawn(stored.id):
        return
    said = as_printed(stored, topics_read_with(stored.id, ledger), ledger)
    for at, part in enumerate(parts):
        id = next(_ids(stored, part.page, backend), "") if at else stored.id
        if page_key(part.page) in known or not id or parted.piece(id, ledger) is not None:
            continue
        piece = replace(
            said,
            id=id,
            page=part.page,
            body=part.body,
            subheads=tuple(subhead for subhead in said.subheads if subhead in part.body.split("\n")),
            jump_to=parts[at + 1].page if at + 1 < len(parts) else said.jump_to,
            jump_from=parts[at - 1].page if at else said.jump_from,
            parts=(part,),
        )
        if at:  # what stands over the article is the first page's
            piece = replace(piece, page_name="", kicker="", headline=part.body[:20], headline_inferred=True, authors=())
        parted.keep(piece, stored.id, ledger)


def _ids(stored: Article, page: str, backend: Backend) -> Iterator[str]:
    """The ids of a page that lead to an article."""
    slug = stored.id.partition("-")[0]
    facts = PageFacts(paper=stored.paper, slug=slug, date=stored.date, page=page, source="-")
    ids = takewhile(
        lambda id: backend.departed(id) is not None or backend.article(id) is not None,
        (article_id(facts, number) for number in count(1)),
    )
    return (id for id in ids if backend.departed(id) == stored.id)
