"""How does one article read?

As on the page: what stands over it, who wrote it, paragraphs set in by two cells, subheads apart, and at the end what
the archive knows of it besides. At most 80 columns, however wide the terminal is: lines of forty hanzi read with ease.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from ..article import Article
from ..schema import page_key
from ..snippet import Text, looked_for, marks, merged
from ..text import bare
from ..tree import Query
from .facts import byline, dotted, kind, page_and_name
from .hits import NO_HEADLINE
from .paint import BOLD, DIM, PLAIN, SUBHEAD, Screen, lines

WIDEST = 80
CELL = "　"


def sheet(article: Article, screen: Screen, query: Query | None = None) -> Iterator[str]:
    """The lines of an article.

    Args:
        query: what to mark in it, if anything.
    """
    screen = replace(screen, columns=min(screen.columns, WIDEST))
    literals = looked_for(query) if query is not None else ()
    yield from _heads(article, screen, literals)
    yield ""
    yield from _body(article, screen, literals)
    yield from _end(article, screen, literals)


def _heads(article: Article, screen: Screen, literals: Sequence[Text]) -> Iterator[str]:
    for name, style in (("column", DIM), ("kicker", PLAIN), ("headline", BOLD), ("subtitle", PLAIN)):
        text = getattr(article, name) or (NO_HEADLINE if name == "headline" else "")
        if name == "column" and text:
            found = [(begin + 1, end + 1) for begin, end in marks(text, literals, name)]
            yield from lines(f"【{text}】", style, screen, found)
        elif text:
            yield from lines(text, style, screen, marks(text, literals, name))
    if article.headline_inferred:
        yield from lines("（版面上没有标题，以首句代）", DIM, screen)
    yield ""
    where = (article.paper, article.date, page_and_name(article), kind(article))
    for line in dotted([text for text in where if text], screen.columns):
        yield from lines(line, DIM, screen)
    signed = CELL.join(filter(None, (byline(article.authors, CELL), article.source)))
    if signed:
        found = [span for name in ("author", "source") for span in marks(signed, literals, name)]
        yield from lines(signed, PLAIN, screen, merged(found))


def _body(article: Article, screen: Screen, literals: Sequence[Text]) -> Iterator[str]:
    if article.jump_from and not _has_page(article, article.jump_from):
        yield from lines(f"（上接第 {article.jump_from} 版）", DIM, screen)
    subheads = {bare(subhead) for subhead in article.subheads}
    dateline = article.dateline
    if dateline and article.paragraphs and bare(article.paragraphs[0]).startswith(bare(dateline)):
        dateline = ""
    for number, paragraph in enumerate(article.paragraphs):
        text = paragraph.strip()
        if bare(text) in subheads:
            yield ""
            yield from lines(text, SUBHEAD, screen, marks(text, literals, "body"))
            continue
        ahead = f"{dateline}{CELL}" if number == 0 and dateline else ""
        found = [*marks(dateline, literals, "dateline")] if ahead else []
        found += [(begin + len(ahead), end + len(ahead)) for begin, end in marks(text, literals, "body")]
        yield from lines(ahead + text, PLAIN, screen, found, first=CELL * 2)
    if dateline and not article.paragraphs:
        yield from lines(dateline, PLAIN, screen, marks(dateline, literals, "dateline"), first=CELL * 2)
    if article.jump_to and not _has_page(article, article.jump_to):
        yield from lines(f"（下转第 {article.jump_to} 版）", DIM, screen)


def _end(article: Article, screen: Screen, literals: Sequence[Text]) -> Iterator[str]:
    said = [
        ("主题", "、".join(article.topics)),
        ("关键词", "、".join(article.keywords)),
        ("配于", article.belongs_to),
        ("同于", article.same_as),
        ("编号", article.id),
    ]
    yield ""
    for name, text in said:
        if text:
            yield from lines(f"{name}：{text}", DIM, screen, rest=" " * (2 * len(name) + 2))


def _has_page(article: Article, number: str) -> bool:
    return page_key(number) in map(page_key, article.pages)
