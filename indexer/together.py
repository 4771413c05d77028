"""Which articles of pages that are shown together are one?

`split` shows what `add` would store. So the pages of an issue are held back until one of another issue comes, and the
articles that jump between them are stitched. Only pages that follow each other are looked at together: else all would
have to be read before the first could be shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from search.article import Article
from search.text import bare

from .parted import Issue
from .profile import PageFacts
from .stitch import chains, may_be_piece, whole


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page of a file, or the ready-made articles in it.

    Attributes:
        where: what people call the file.
        facts: what is known of the page; of ready-made articles nothing.
        articles: those that begin on it.
    """

    where: str
    facts: PageFacts
    articles: tuple[Article, ...]


def stitched(sheets: Iterable[Sheet]) -> Iterator[Sheet]:
    """The pages in their order; an article that stands on several of them on that where it begins."""
    held: list[Sheet] = []
    for sheet in sheets:
        if held and (_issue(sheet) is None or _issue(sheet) != _issue(held[0])):
            yield from _joined(held)
            held = []
        held.append(sheet)
    yield from _joined(held)


def _joined(held: Sequence[Sheet]) -> Iterator[Sheet]:
    pieces = [article for sheet in held if sheet.facts.source for article in sheet.articles if may_be_piece(article)]
    made: dict[int, Article | None] = {}
    for chain in chains(pieces) if len(held) > 1 else ():
        made |= {id(piece): None for piece in chain[1:]}
        made[id(chain[0])] = whole(chain)
    for sheet in held:
        articles = (made.get(id(article), article) for article in sheet.articles)
        yield replace(sheet, articles=tuple(article for article in articles if article is not None))


def _issue(sheet: Sheet) -> Issue | None:
    return (bare(sheet.facts.paper), sheet.facts.date) if sheet.facts.date else None
