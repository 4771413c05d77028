"""`news-index info`: what is in an index."""

from __future__ import annotations

from typing import Any

import click

from . import options as shared
from .manual import subcommand

JUMPS_SHOWN = 20

HELP = """\
索引里有什么：多少文章和版面、哪些报纸和日期、哪些转版还没有接上。

例：
  news-index info
  news-index info --index /资料/news.index --json
"""


@subcommand("info", help=HELP)
@shared.index
@shared.as_json("输出 JSON，供别的程序读。")
def command(index: str | None, as_json: bool) -> int:
    """Prints the numbers of an index."""
    from search.backends import connect, location_of

    from ..inventory import inventory
    from ..ledger import ledger_of

    backend = connect(index)
    try:
        directory = location_of(index)
        with ledger_of(directory) as ledger:
            facts: dict[str, Any] = {"index": str(directory), **inventory(backend, ledger, directory)}
        if ledger is None:
            facts["notes"].append("没有收稿账本：收过哪些文件、撤过哪些稿都不知道。")
        for jump in facts["jumps"] if as_json else facts["jumps"][:JUMPS_SHOWN]:
            article = backend.article(jump["id"])
            jump["headline"] = article.headline if article is not None else ""
    finally:
        backend.close()
    if as_json:
        import json

        click.echo(json.dumps(facts, ensure_ascii=False, indent=1))
    else:
        _print(facts)
    return 0


def _print(facts: dict[str, Any]) -> None:
    from .sheet import row, width

    papers = "、".join(f"{name or '（报名不详）'} {count} 篇" for name, count in facts["papers"].items())
    dates = f"{facts['first']} 至 {facts['last']}，{facts['days']} 天" if facts["days"] else "不详"
    undated = f"；另有 {facts['undated']} 篇没有日期" if facts["undated"] and facts["days"] else ""
    for name, value in (
        ("索引", f"{facts['index']}（{facts['bytes'] / 2**20:.1f} MB）"),
        ("文章", f"{facts['articles']} 篇：{papers}" if papers else f"{facts['articles']} 篇"),
        ("日期", dates + undated),
        ("记者", f"{facts['reporters']} 位"),
        ("主题", "、".join(f"{name} {count}" for name, count in facts["topics"].items())),
        ("文件", f"收过 {facts['files']} 个；撤稿 {facts['withdrawn']} 篇"),
    ):
        click.echo("\n".join(row(name, value or "无", width())))
    for name, count, what in (
        ("重刊", facts["reprints"], "篇以前登过（same_as 是最早那篇的编号）"),
        ("更正", facts["corrected"], "篇（见 news-index correct --list）"),
    ):
        if count:
            click.echo("\n".join(row(name, f"{count} {what}", width())))
    jumps = facts["jumps"]
    if jumps:
        click.echo("\n".join(row("转版", f"{len(jumps)} 篇各版分开收着，还没有接成一篇：", width())))
        for jump in jumps[:JUMPS_SHOWN]:
            where = f"下转 {jump['jump_to']} 版" if jump["jump_to"] else f"上接 {jump['jump_from']} 版"
            click.echo("\n".join(row("", f"{jump['id']}　{where}　{jump['headline']}", width())))
        if len(jumps) > JUMPS_SHOWN:
            click.echo("\n".join(row("", "……其余见 news-index info --json", width())))
    for note in facts["notes"]:
        click.echo("\n".join(row("注意", note, width())))
