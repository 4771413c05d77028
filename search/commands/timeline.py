"""When was it written about? `news-search timeline 台风`."""

from __future__ import annotations

from time import perf_counter
from typing import TYPE_CHECKING

import click

from .options import OneOf, Question, as_json, question, subcommand
from .output import say_notes, write, write_lines

if TYPE_CHECKING:
    from ..archive import By

HELP = """\
每月（或每年、每天）各有几篇，画成横条；中间没有文章的月份也列出来。

例：
  news-search timeline 台风
  news-search timeline 台风 --by year
  news-search timeline --reporter 傅晓渔 --since 2025-07 --by day
"""


@subcommand("timeline", help=HELP)
@question
@click.option("--by", type=OneOf(("year", "month", "day")), default="month", help="按年、按月或按天；不写是按月。")
@as_json
def command(asked: Question, by: By, as_json: bool) -> int:
    """Prints the number of articles asked for in each month."""
    from ..archive import open_archive
    from ..render import tables

    with open_archive(asked.index) as archive:
        begin = perf_counter()
        result = archive.search(asked.query, sort="newest", limit=0, facets=(by,))
        took_ms = (perf_counter() - begin) * 1000
    counts, total = result.facets[by], result.total
    said = (*result.notes, *asked.notes)
    listed = tables.without_gaps(list(counts.items()), by)
    undated = total - sum(counts.values())
    if as_json:
        from ..render.json import counts_record, line

        write(line(counts_record(asked.text, listed, total, said, took_ms)))
    else:
        from ..render.hits import duration

        notes = [*said, f"另有 {undated} 篇没有日期，不在其中。"] if undated else said
        say_notes(notes)
        if not total:
            click.echo("没有找到。", err=True)
        else:
            end = f"共 {total} 篇，用时{duration(took_ms)}。"
            write_lines(lambda screen: [*tables.ranked(listed, screen), *tables.footer(end, screen)])
    return 0 if total else 1
