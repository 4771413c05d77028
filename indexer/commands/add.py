"""`news-index add`: page files in, articles into the index."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import click

from . import options as shared
from .manual import subcommand
from .progress import progress
from .say import say, say_problems

if TYPE_CHECKING:
    from ..articles import Options
    from ..summary import Summary

HELP = """\
把版面文件读成文章，收进索引；没有索引就新建一个。

文件可以是文字转存（.txt）、记录（.jsonl、.csv，一条一篇，字段见 README），
也可以是文件夹、通配符，或 -（标准输入）。没有变过的文件不再读；变过的版面换成
新的，文章编号不变。中断了再运行一次，会接着做。
同一天各版转来转去的文章（下转第4版、上接第1版）接成一篇，先收哪一版都一样。

例：
  news-index add 2025-07-29/
  news-index add '版面/**/*.txt' --index /资料/news.index
  cat 01.txt | news-index add - --paper 舟山日报 --date 2025-07-29 --page 1
"""


@subcommand("add", help=HELP)
@click.argument("paths", nargs=-1, required=True, metavar="文件…")
@shared.index
@shared.reading
@shared.plain
@shared.jobs
@shared.wait
@click.option("--quiet", "-q", is_flag=True, help="不显示进度和小结，只报问题。")
def command(paths: tuple[str, ...], index: str | None, options: Options, jobs: int, wait: float, quiet: bool) -> int:
    """Takes files in and says what came of it."""
    from search.backends import connect, location_of

    from ..processor import collecting_rarely, in_long_turns, prefer_fast_sorts

    prefer_fast_sorts()
    from ..ingest import ingest
    from ..large import steps
    from ..ledger import Ledger
    from ..sources import files_of

    began = time.perf_counter()
    files = files_of(paths)
    if not files.paths:
        return say_problems(files.problems)
    backend = connect(index, create=True, wait=wait, on_wait=say)
    try:
        for note in backend.notes():
            say(f"注：{note}")
        total = sum(map(steps, files.paths))
        with (
            collecting_rarely(),
            in_long_turns(),
            Ledger(location_of(index), wait) as ledger,
            progress("读版面", quiet or total < 2) as bar,
        ):
            jobs = shared.jobs_for(jobs, files.paths)
            summary = ingest(files.paths, backend, ledger, options, lambda path: bar(total, path.name), jobs=jobs)
    finally:
        backend.close()
    summary.problems[:0] = files.problems
    status = say_problems(summary.problems)
    if not quiet:
        say(_told(summary, files.skipped, time.perf_counter() - began, str(location_of(index))))
    return status


def _told(summary: Summary, skipped: int, seconds: float, where: str) -> str:
    said = (
        (summary.unchanged, "个文件没有变化"),
        (summary.removed, "篇版面上已经没有，去掉了"),
        (summary.withheld, "篇撤过稿，没有再收"),
        (summary.reprints, "篇以前登过"),
        (summary.stitched, "篇转版，接成了整篇"),
        (summary.jumps, "篇转版，还没有接上"),
        (summary.corrected, "篇照 corrections.jsonl 改过"),
        (summary.unplaced, "版不知道是哪天哪版（可用 --paper --date --page 说明）"),
        (skipped, "个其他类型的文件略过"),
        (len(summary.problems), "个问题"),
    )
    pieces = [f"{summary.pages} 版", f"{summary.articles} 篇", f"{len(summary.reporters)} 位记者"]
    if not summary.articles:
        pieces = ["没有新的文章"]
    pieces += [f"{count} {what}" for count, what in said if count]
    return f"收进 {where}：{'，'.join(pieces)}，用时 {seconds:.1f} 秒。"
