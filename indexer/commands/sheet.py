"""How does a person check at a glance what was read off a page?

Article by article, in the order of the page: what stands over the text, who wrote it, how the text begins and ends
(joins and cuts go wrong there), subheads, where it goes on, what was inferred. Long texts are cut, nothing else is
left out.
"""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Sequence
from itertools import chain

import click

from search.article import Article

from ..profile import PageFacts
from .columns import columns, filled

WIDEST = 100
LABEL = 8
_KINDS = {
    "news": "消息",
    "photo": "图片",
    "commentary": "评论",
    "notice": "公告",
    "advert": "广告",
    "brief": "简讯",
    "teaser": "导读",
}


def width() -> int:
    """How wide the terminal is, from 40 to `WIDEST` columns; 80 where there is none."""
    return max(40, min(WIDEST, shutil.get_terminal_size().columns))


def head(path: str, facts: PageFacts, articles: Sequence[Article], columns_wide: int) -> str:
    """What is known of a page, and what was found on it: one or two lines between rules."""
    kinds = Counter(_KINDS.get(article.kind, article.kind) for article in articles)
    counted = f"{len(articles)} 篇" + (f"：{'、'.join(f'{kind} {n}' for kind, n in kinds.items())}" if articles else "")
    page = (
        (
            facts.paper or "报名不详",
            facts.date or "日期不详",
            f"第 {facts.page} 版" if facts.page else "版次不详",
            facts.page_name,
        )
        if facts.source
        else ("现成的记录",)
    )
    lines = chain(filled(path, columns_wide), filled("　".join(filter(None, (*page, counted))), columns_wide))
    # A hyphen: the signs for drawing lines are one column wide here and two there.
    rule = "-" * columns_wide
    return "\n".join((rule, *(click.style(line, bold=True) for line in lines), rule)) + "\n"


def sheet(article: Article, columns_wide: int) -> str:
    """The article's fields, those that are empty left out; an empty line at the end."""
    paragraphs = article.paragraphs
    size = f"{len(paragraphs)} 段 {sum(map(len, paragraphs))} 字" if paragraphs else "没有正文"
    kind = _KINDS.get(article.kind, article.kind)
    lines = [click.style(f"{article.id or '（没有编号）'}　{kind}　{size}", fg="cyan")]
    inferred = "　（版面上没有标题，取自首句）" if article.headline_inferred else ""
    for name, values in (
        ("栏目", [article.column]),
        ("引题", [article.kicker]),
        ("标题", [(article.headline or "（没有）") + inferred]),
        ("副题", [article.subtitle]),
        ("作者", ["　".join(f"{author.role} {author.name}" for author in article.authors)]),
        ("来源", [article.source]),
        ("电头", [article.dateline]),
        ("各版", [f"第 {'、'.join(article.pages)} 版" if len(article.pages) > 1 else ""]),
        ("上接", [f"第 {article.jump_from} 版" if article.jump_from else ""]),
        ("正文", _excerpt(paragraphs, columns_wide - LABEL)),
        ("下转", [f"第 {article.jump_to} 版" if article.jump_to else ""]),
        ("小标题", list(article.subheads)),
        ("主题", ["、".join(article.topics)]),
        ("关键词", ["、".join(article.keywords)]),
    ):
        for value in filter(None, values):
            lines += row(name, value, columns_wide, bold=name == "标题")
            name = ""
    return "\n".join(lines) + "\n"


def row(name: str, value: str, columns_wide: int, bold: bool = False) -> list[str]:
    """A field: its name, and its value in as many lines as it takes, set in behind the name."""
    lines = filled(value, columns_wide - LABEL)
    label = click.style(name, dim=True) + " " * (LABEL - columns(name))
    return [
        f"{' ' * LABEL if n else label}{click.style(line, bold=True) if bold else line}" for n, line in enumerate(lines)
    ]


def _excerpt(paragraphs: Sequence[str], columns_wide: int) -> list[str]:
    """The beginning of the first paragraph, and the end of the last, two lines of each."""
    room = 2 * columns_wide - 6
    shown = []
    if paragraphs:
        shown.append(_cut(paragraphs[0], room, from_end=False))
    if len(paragraphs) > 1:
        shown.append(_cut(paragraphs[-1], room, from_end=True))
    return shown


def _cut(text: str, columns_wide: int, from_end: bool) -> str:
    """A text that is at most so wide, what is left out shown by dots."""
    text = text.strip()
    if columns(text) <= columns_wide:
        return text
    kept: list[str] = []
    for char in reversed(text) if from_end else text:
        columns_wide -= columns(char)
        if columns_wide < 4:
            break
        kept.append(char)
    return "……" + "".join(reversed(kept)) if from_end else "".join(kept) + "……"
