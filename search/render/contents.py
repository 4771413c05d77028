"""How does the table of contents of an issue look on a terminal?

    澜湾日报 2025-07-21，8 版 83 篇

    01版 要闻
      全市提前按下防台“快进键”
      lwrb-20250721-01-02 · 记者 余辉 通讯员 阴海澜               dim

An article stands on the page where it begins.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from ..article import Article
from ..schema import page_key
from .facts import byline, dotted, kind
from .hits import NO_HEADLINE
from .paint import BOLD, DIM, PLAIN, Screen, lines

INDENT = "  "
HEADLINE_LINES = 2


def contents(articles: Sequence[Article], screen: Screen) -> Iterator[str]:
    """The lines of one issue after the other.

    Args:
        articles: in reading order.
    """
    for (paper, date), some in groupby(articles, lambda article: (article.paper, article.date)):
        issue = list(some)
        pages = len({page_key(article.page) for article in issue if article.page})
        head = " ".join(filter(None, (paper, date or "没有日期")))
        yield from lines(f"{head}，{pages} 版 {len(issue)} 篇", BOLD, screen)
        yield ""
        for _, on_page in groupby(issue, lambda article: page_key(article.page)):
            yield from _page(list(on_page), screen)
            yield ""


def _page(articles: Sequence[Article], screen: Screen) -> Iterator[str]:
    number = articles[0].page
    name = next((article.page_name for article in articles if article.page_name), "")
    yield from lines(" ".join(filter(None, (f"{number}版" if number else "没有版号", name))), BOLD, screen)
    for article in articles:
        said = [article.id, article.column, kind(article), byline(article.authors), article.source]
        yield from lines(
            article.headline or NO_HEADLINE, PLAIN, screen, first=INDENT, rest=INDENT * 2, limit=HEADLINE_LINES
        )
        for line in dotted([text for text in said if text], screen.columns - len(INDENT) * 2):
            yield from lines(line, DIM, screen, first=INDENT * 2, rest=INDENT * 2)
