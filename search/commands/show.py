"""How does one read an article? `news-search show lwrb-20250729-01-02`."""

from __future__ import annotations

from functools import partial

import click

from ..errors import ArticleWithdrawn
from ..query import understand
from .options import OneOf, as_json, index, subcommand
from .output import say_notes, say_unknown, write, write_lines

HELP = """\
读一篇或几篇文章。编号在检索结果里。

例：
  news-search show lwrb-20250721-01-03
  news-search show lwrb-20250721-01-03 --query 台风      把“台风”标出来
  news-search show lwrb-20250721-01-03 --json            每篇一行 JSON
"""


@subcommand("show", help=HELP)
@click.argument("ids", nargs=-1, required=True, metavar="编号…")
@click.option("--query", "text", metavar="查询", help="在文中标出它的词。")
@index
@as_json
@click.option(
    "--color", type=OneOf(("auto", "always", "never")), default="auto", help="上色；不写是 auto：在终端上才用。"
)
def command(ids: tuple[str, ...], text: str | None, index: str | None, as_json: bool, color: str) -> int:
    """Prints articles; those that are not there are named on standard error."""
    from ..archive import open_archive

    understood = understand(text or "")
    say_notes(understood.notes)
    missing = shown = 0
    with open_archive(index) as archive:
        for id in dict.fromkeys(ids):
            try:
                article = archive.article(id)
            except ArticleWithdrawn as withdrawn:
                click.echo(str(withdrawn), err=True)
                missing += 1
                continue
            if article is None:
                say_unknown(id)
                missing += 1
                continue
            if article.id != id:
                say_notes([f"{id} 已由 {article.id} 取代。"])
            if as_json:
                from ..render.json import article_record, line

                write(line(article_record(article)))
            else:
                from ..render.sheet import sheet

                if shown:
                    click.echo("\n")
                write_lines(partial(sheet, article, query=understood.query), color)
            shown += 1
    return 1 if missing else 0
