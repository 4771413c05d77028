"""`news-index rebuild`: makes an index anew from what it holds, or from page files."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from . import options as shared
from .manual import subcommand
from .progress import progress
from .say import say, say_problems

if TYPE_CHECKING:
    from ..articles import Options
    from ..rebuild import Rebuilt

HELP = """\
把索引重建一遍：索引是旧规则建的、打不开了，换了分词，或用久了变大变慢。
不需要版面文件，用索引里存着的文章就行；写了文件，就把这些文件按现在的规则
重读，其余的仍用存着的。编号、撤稿、更正都不变，主题按现在的主题文件重标。

重建时照常可以检索，别的写入要等它做完。新旧两份索引同在磁盘上，做好才换；
中途停电或被中断，原来的索引不受影响，再运行一次即可。

例：
  news-index rebuild
  news-index rebuild --index /资料/news.index
  news-index rebuild --index /资料/news.index 版面/2025-07-*/
"""


@subcommand("rebuild", help=HELP)
@click.argument("paths", nargs=-1, metavar="[文件…]")
@shared.index
@shared.reading
@shared.jobs
@shared.wait
@click.option("--quiet", "-q", is_flag=True, help="不显示进度和小结，只报问题。")
def command(paths: tuple[str, ...], index: str | None, options: Options, jobs: int, wait: float, quiet: bool) -> int:
    """Rebuilds an index and says what came of it."""
    from search.backends import location_of

    from ..processor import in_long_turns, prefer_fast_sorts

    prefer_fast_sorts()
    from ..rebuild import rebuild
    from ..sources import Files, files_of

    began = time.perf_counter()
    files = files_of(paths) if paths else Files()
    if paths and not files.paths:
        return say_problems(files.problems)
    directory = location_of(index)
    with in_long_turns(), progress("重建索引", quiet) as articles, progress("读版面", quiet) as pages:

        def on_article(done: int, total: int) -> None:
            articles(total)

        def on_file(path: Path) -> None:
            articles.close()
            pages(len(files.paths), path.name)

        done = rebuild(
            directory,
            options,
            files.paths,
            jobs=shared.jobs_for(jobs, files.paths),
            wait=wait,
            on_wait=say,
            on_article=on_article,
            on_file=on_file,
        )
    problems = [*files.problems, *(done.summary.problems if done.summary is not None else ())]
    status = say_problems(problems)
    if not quiet:
        say(_told(done, len(problems), time.perf_counter() - began, str(directory)))
    return status


def _told(done: Rebuilt, problems: int, seconds: float, where: str) -> str:
    pieces = [f"{done.articles} 篇"]
    pieces += [f"{done.withdrawn} 篇撤稿照旧"] if done.withdrawn else []
    if (read := done.summary) is not None:
        pieces.append(f"重读 {read.files} 个文件、{read.articles} 篇")
        pieces += [f"{count} {what}" for count, what in ((read.removed, "篇版面上已经没有，去掉了"),) if count]
    pieces += [f"{problems} 个问题"] if problems else []
    pieces.append(f"用时 {seconds:.1f} 秒，{_size(done.before)} → {_size(done.after)}")
    return f"重建好了 {where}：{'，'.join(pieces)}。"


def _size(bytes: int) -> str:
    return f"{bytes / 2**20:.1f} MB"
