"""What else was written about it? `news-search similar lwrb-20250721-01-02`."""

from __future__ import annotations

from time import perf_counter

import click

from ..errors import ArticleWithdrawn
from .options import OneOf, Whole, as_json, index, subcommand
from .output import say_unknown, write, write_lines

HELP = """\
与某一篇相近的文章：有它大部分特别的词，最像的在前；转载不算。编号在检索结果里。

例：
  news-search similar lwrb-20250721-01-03
  news-search similar lwrb-20250721-01-03 --limit 5 --json
"""


@subcommand("similar", help=HELP)
@click.argument("id", metavar="编号")
@click.option("--limit", metavar="数", type=Whole(), default=10, help="列几篇；不写是 10。")
@index
@as_json
@click.option(
    "--color", type=OneOf(("auto", "always", "never")), default="auto", help="上色；不写是 auto：在终端上才用。"
)
def command(id: str, limit: int, index: str | None, as_json: bool, color: str) -> int:
    """Prints the articles that are most like one."""
    from ..archive import open_archive

    with open_archive(index) as archive:
        begin = perf_counter()
        try:
            hits = archive.similar(id, limit=limit)
        except ArticleWithdrawn as withdrawn:
            click.echo(str(withdrawn), err=True)
            return 1
        except KeyError:
            say_unknown(id)
            return 1
        took_ms = (perf_counter() - begin) * 1000
    if as_json:
        from ..render.json import hit_record, line, list_record

        write(line(list_record(id, "hits", list(map(hit_record, hits)), took_ms)))
    elif not hits:
        click.echo("没有找到相近的。", err=True)
    else:
        from ..render import tables
        from ..render.hits import duration, listed

        end = f"与 {id} 相近的 {len(hits)} 篇，用时{duration(took_ms)}。"
        write_lines(lambda screen: [*listed(hits, screen, 1), *tables.footer(end, screen)[1:]], color)
    return 0 if hits else 1
