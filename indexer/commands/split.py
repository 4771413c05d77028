"""`news-index split`: the articles of a page, without an index."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from . import options as shared
from .manual import subcommand
from .say import say_problems

if TYPE_CHECKING:
    from ..articles import Options
    from ..page import Reading
    from ..problem import Problem

HELP = """\
拆开版面，看看读出了哪些文章；不建索引，也不改动任何文件。

例：
  news-index split zsrb-2025-07-29-01.pdf
  news-index split 2025-07-29/ --json > 文章.jsonl
  news-index split 01.pdf --picture 01.png
  cat 01.txt | news-index split - --date 2025-07-29 --page 1
"""


@subcommand("split", help=HELP)
@click.argument("paths", nargs=-1, required=True, metavar="文件…")
@shared.reading
@shared.as_json("每行输出一篇文章，是一个 JSON 对象。")
@click.option(
    "--picture", metavar="图.png", help="把 PDF 版面画成图：每篇文章一种颜色，按阅读顺序编号。有几版时依次为 图-2.png……"
)
def command(paths: tuple[str, ...], options: Options, as_json: bool, picture: str | None) -> int:
    """Prints the articles of files."""
    import json

    from search.article import to_record

    from ..articles import empty_pages, read_articles
    from ..enrich import enriched
    from ..page import STDIN, bytes_of, read_file, read_stdin, shown
    from ..problem import Problem
    from ..sources import files_of
    from .sheet import head, sheet, width

    files = files_of(paths)
    problems = list(files.problems)
    for path in files.paths:
        data = bytes_of(path)
        if isinstance(data, Problem):
            problems.append(data)
            continue
        reading: Reading = (read_stdin if path == STDIN else read_file)(path, data)
        pages, faults = read_articles(reading, options)
        some = [*reading.problems, *faults]
        problems += some or empty_pages(shown(path), pages)
        if picture:
            problems += _pictures(Path(picture), reading, data, options)
        for facts, articles in pages:
            if not as_json:
                click.echo(head(shown(path), facts, articles, width()))
            for article in articles:
                article = enriched(article, options.topics)
                click.echo(json.dumps(to_record(article), ensure_ascii=False) if as_json else sheet(article, width()))
    return say_problems(problems)


def _pictures(out: Path, reading: Reading, data: bytes, options: Options) -> list[Problem]:
    """Writes a picture of every page that has a drawing; what goes wrong."""
    from ..page import shown
    from ..picture import picture_of
    from ..problem import Problem, reason
    from ..profile import facts_of

    problems = []
    for page in reading.pages:
        if page.drawing is None:
            problems.append(Problem(page.source_file, "画不出图：只有 PDF 才知道文字在版面上的位置。"))
            continue
        _, furniture = facts_of(page, options.profiles, options.given)
        path = out if page.number == 1 else out.with_stem(f"{out.stem}-{page.number}")
        try:
            path.write_bytes(picture_of(page, furniture, data))
        except OSError as error:
            problems.append(Problem(shown(path), f"写不了：{reason(error)}。请换一个地方。"))
    return problems
