"""`news-index split`: the articles of a page, without an index."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

import click

from . import options as shared
from .manual import subcommand
from .say import say_problems

if TYPE_CHECKING:
    from ..articles import Options
    from ..problem import Problem

HELP = """\
拆开版面，看看读出了哪些文章；不建索引，也不改动任何文件。
同一天的几版一起写，转版的文章（下转第4版、上接第1版）就接成一篇。

例：
  news-index split zsrb-2025-07-29-01.pdf
  news-index split 2025-07-29/ --json > 文章.jsonl
  news-index split 01.pdf --picture 01.png
  cat 01.txt | news-index split - --date 2025-07-29 --page 1
"""


@subcommand("split", help=HELP)
@click.argument("paths", nargs=-1, required=True, metavar="文件…")
@shared.reading
@shared.jobs
@shared.as_json("每行输出一篇文章，是一个 JSON 对象。")
@click.option(
    "--picture", metavar="图.png", help="把 PDF 版面画成图：每篇文章一种颜色，按阅读顺序编号。有几版时依次为 图-2.png……"
)
def command(paths: tuple[str, ...], options: Options, jobs: int, as_json: bool, picture: str | None) -> int:
    """Prints the articles of files."""
    import json
    from contextlib import closing

    from search.article import to_record

    from ..articles import empty_pages
    from ..enrich import enriched
    from ..intake import Task, read_all
    from ..page import shown
    from ..sources import files_of
    from ..together import Sheet, stitched
    from .sheet import head, sheet, width

    files = files_of(paths)
    problems = list(files.problems)
    if picture:  # first, for whoever reads the list through `head` wants it too
        problems += _pictures(Path(picture), files.paths, options)

    def sheets() -> Iterator[Sheet]:
        tasks = (Task(path, options.given) for path in files.paths)
        with closing(read_all(tasks, options, shared.jobs_for(jobs, files.paths))) as all_read:
            for task, found in all_read:
                where = shown(task.path)
                pages = found.pages or ()
                problems.extend(found.problems or empty_pages(where, pages))
                yield from (Sheet(where, facts, articles) for facts, articles in pages)

    for each in stitched(sheets()):
        articles = [enriched(article, options.topics) for article in each.articles]
        if not as_json:
            click.echo(head(each.where, each.facts, articles, width()))
        for article in articles:
            click.echo(json.dumps(to_record(article), ensure_ascii=False) if as_json else sheet(article, width()))
    return say_problems(problems)


def _pictures(out: Path, paths: Sequence[Path], options: Options) -> list[Problem]:
    """Writes a picture of every page of some PDFs; what goes wrong. They are read once more: what comes from the
    processes that split them is articles, not pages."""
    from ..page import STDIN, bytes_of, read_file, shown
    from ..picture import picture_of
    from ..problem import Problem, reason
    from ..profile import facts_of

    problems = []
    numbers = count(1)
    for path in paths:
        data = Problem("-", "标准输入的版面画不了图，请写文件名。") if path == STDIN else bytes_of(path)
        if isinstance(data, Problem):
            problems.append(data)
            continue
        for page in read_file(path, data).pages:
            if page.drawing is None:
                problems.append(Problem(page.source_file, "画不出图：只有 PDF 才知道文字在版面上的位置。"))
                continue
            _, furniture = facts_of(page, options.profiles, options.given)
            number = next(numbers)
            to = out if number == 1 else out.with_stem(f"{out.stem}-{number}")
            try:
                to.write_bytes(picture_of(page, furniture, data))
            except OSError as error:
                problems.append(Problem(shown(to), f"写不了：{reason(error)}。请换一个地方。"))
    return problems
