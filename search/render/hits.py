"""How does a page of hits look on a terminal?

     1. 渔船回港避风
        台风今夜登陆，全市停运                           kicker, headline and subtitle in the order of the page
        2025-07-29 · 01版 要闻 · 记者 林晓岚 · 台风与防汛     dim
        lwrb-20250729-01-02
        截至昨晚，全市三千艘渔船已回港……                     two lines, the hits marked

    以下 1 篇写到其中一部分：                              `near`, numbered for itself, each with what it lacks
     1. …
        缺“停运”

The first line of an article has its number; the last line of all says how many there are, and how to see more.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..article import Article
from ..result import Hit, SearchResult
from ..schema import HEADS
from ..snippet import Snippet, looked_for, marks, snippets
from ..tree import Everything
from . import tables
from .facts import dotted, facts
from .paint import BOLD, DIM, PLAIN, Screen, lines

SNIPPET_LINES = 2
GAP = " … "
"""Between two passages."""
NAMES = {"column": "栏目", "source": "来源", "dateline": "电头", "author": "署名"}
"""Parts that a snippet can come from and whose name has to be said."""

NO_HEADLINE = "（无标题）"


def page(result: SearchResult, screen: Screen, *, offset: int, limit: int, took_ms: float) -> Iterator[str]:
    """The lines of a page of hits, the summary last.

    Args:
        offset, limit: as searched for.
        took_ms: how long the search took, opening the archive left aside.
    """
    yield from listed(result.hits, screen, offset + 1)
    if result.near:
        first = max(0, offset - result.total) + 1
        yield from lines(f"以下 {len(result.near)} 篇写到其中一部分：", DIM, screen)
        yield ""
        yield from listed(result.near, screen, first, near=True)
    for name, counts in result.facets.items():
        yield from tables.facet(name, counts, screen)
        yield ""
    yield from lines(summary(result, offset=offset, limit=limit, took_ms=took_ms), DIM, screen)


def listed(hits: Sequence[Hit], screen: Screen, first: int, *, near: bool = False) -> Iterator[str]:
    """The lines of some hits, an empty one behind each.

    Args:
        first: the number of the first.
        near: they have only some of what was asked for.
    """
    for number, hit in enumerate(hits, first):
        yield from _hit(hit, number, screen, len(str(first + len(hits) - 1)), near=near)
        yield ""


def summary(result: SearchResult, *, offset: int, limit: int, took_ms: float) -> str:
    """One sentence: how many there are, how long it took, which these are, how to see more."""
    said = f"共 {result.total} 篇，用时{duration(took_ms)}"
    last = offset + len(result.hits)
    if not result.hits:
        return said + (f"；--offset {offset} 已在最后一篇之后。" if limit and result.total else "。")
    if len(result.hits) < result.total:
        said += f"；这是第 {last} 篇" if last == offset + 1 else f"；这是第 {offset + 1}–{last} 篇"
    return said + (f"，接着看请加 --offset {last}" if last < result.total else "。")


def duration(ms: float) -> str:
    """` 12 毫秒`, ` 1.2 秒`, `不到 1 毫秒`."""
    return "不到 1 毫秒" if ms < 1 else f" {ms:.0f} 毫秒" if ms < 1000 else f" {ms / 1000:.1f} 秒"


def _hit(hit: Hit, number: int, screen: Screen, digits: int, *, near: bool) -> Iterator[str]:
    first, rest = f"{number:>{digits + 1}}. ", " " * (digits + 3)
    article = hit.article
    literals = looked_for(hit.query)
    for name in HEADS:
        text = getattr(article, name) or (NO_HEADLINE if name == "headline" else "")
        if text:
            found = marks(text, literals, name)
            style = BOLD if name == "headline" else PLAIN
            yield from lines(text, style, screen, found, first=first, rest=rest)
            first = rest
    room = screen.columns - len(rest)
    for line in dotted([*facts(article), article.id], room):
        yield from lines(line, DIM, screen, first=rest, rest=rest)
    if hit.reprints:
        yield from lines(f"又登于 {'、'.join(hit.reprints)}", DIM, screen, first=rest, rest=rest)
    if near:
        yield from lines(lacking(hit), DIM, screen, first=rest, rest=rest)
    text, ranges = passage(article, hit, room)
    if text:
        yield from lines(text, PLAIN, screen, ranges, first=rest, rest=rest, limit=SNIPPET_LINES)


def lacking(hit: Hit) -> str:
    """What a hit of `near` lacks: `缺“停运”、“海钓”`."""
    return "缺" + "、".join(f"“{word}”" for word in hit.missing) if hit.missing else "词都写到了，没有连在一起"


def passage(article: Article, hit: Hit, columns: int) -> tuple[str, tuple[tuple[int, int], ...]]:
    """What fits into two lines of the passages that show why an article was found, and their marks."""
    # A line of n columns holds n/2 hanzi, less what 禁则 may push into the next one.
    room = SNIPPET_LINES * (columns // 2 - 1)
    shown = [piece for piece in snippets(article, hit.query, width=room, limit=5) if piece.part not in HEADS]
    if not shown:  # what was looked for stands over the article only: how it begins tells the rest
        shown = [piece for piece in snippets(article, Everything(), width=room) if piece.part not in HEADS]
    text, ranges = "", []
    for piece in shown:
        said = _named(piece)
        if text and len(text) + len(GAP) + len(said) > room:
            break
        joint = "" if not text else " " if text.endswith("…") or said.startswith("…") else GAP
        shift = len(text) + len(joint) + len(said) - len(piece.text)
        ranges += [(begin + shift, end + shift) for begin, end in piece.marks]
        text += joint + said
    return text, tuple(ranges)


def _named(piece: Snippet) -> str:
    return f"{NAMES[piece.part]}：{piece.text}" if piece.part in NAMES else piece.text
