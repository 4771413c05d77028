"""What was in the paper that day? `news-search issue 2025-07-21`."""

from __future__ import annotations

from time import perf_counter

import click

from .options import Day, OneOf, as_json, index, subcommand
from .output import write, write_lines

HELP = """\
某一天的目录：一版一版地列出标题、作者、编号。写年或月，就是那一年、那个月的。

例：
  news-search issue 2025-07-21
  news-search issue 2025-07-21 --page 2
"""


@subcommand("issue", help=HELP)
@click.argument("date", type=Day(), metavar="日期")
@click.option("--page", metavar="版次", help="只看这一版，如 1、A12。")
@index
@as_json
@click.option(
    "--color", type=OneOf(("auto", "always", "never")), default="auto", help="上色；不写是 auto：在终端上才用。"
)
def command(date: str, page: str | None, index: str | None, as_json: bool, color: str) -> int:
    """Prints the table of contents of a day."""
    from ..archive import open_archive

    with open_archive(index) as archive:
        begin = perf_counter()
        articles = archive.issue(date) if page is None else archive.page(date, page)
        took_ms = (perf_counter() - begin) * 1000
    if as_json:
        from ..render.json import entry_record, line, list_record

        asked = date if page is None else f"{date} {page}"
        write(line(list_record(asked, "articles", list(map(entry_record, articles)), took_ms)))
    elif not articles:
        click.echo("没有找到。", err=True)
    else:
        from ..render import tables
        from ..render.contents import contents
        from ..render.hits import duration

        end = f"共 {len(articles)} 篇，用时{duration(took_ms)}。"
        write_lines(lambda screen: [*contents(articles, screen), *tables.footer(end, screen)[1:]], color)
    return 0 if articles else 1
