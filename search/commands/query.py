"""How does one search? `news-search 台风`."""

from __future__ import annotations

import re
from time import perf_counter
from typing import Any

import click

from ..backends import SORTS, Sort
from ..schema import COUNTED
from .options import OneOf, Question, Whole, as_json, question, subcommand
from .output import say_notes, say_suggestions, write, write_lines

HELP = """\
检索文章。命令名 search 可以不写：news-search 台风。

例：
  news-search 台风 停运 -海钓
  news-search '台风 OR 大雾' --reporter 傅晓渔 --since 2025-07 --until 2025-08
  news-search 台风 --facets topic,year --limit 3      各主题、各年有几篇
  news-search 台风 --fold        登过几次的只列一次
  news-search search show        查 show 这个词本身

查询的写法见 news-search --help。
"""


class Facets(click.ParamType):  # type: ignore[type-arg, unused-ignore]
    """Names of fields, with commas between."""

    name = "字段"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, ...]:
        if isinstance(value, tuple):
            return value
        names = tuple(dict.fromkeys(name for name in re.split(r"[,，、\s]+", value) if name))
        if not names or (wrong := next((name for name in names if name not in COUNTED), "")):
            self.fail(f"“{wrong if names else value}”不行，只能是 {'、'.join(COUNTED)}。", param, ctx)
        return names


@subcommand("search", help=HELP)
@question
@click.option("--sort", type=OneOf(SORTS), default="relevance", help="最合的、最新的或最早的在前；不写是最合的。")
@click.option("--limit", metavar="数", type=Whole(), default=10, help="列几篇；不写是 10。")
@click.option("--offset", metavar="数", type=Whole(), default=0, help="跳过前几篇。")
@click.option("--fold", is_flag=True, help="合并转载：登过几次的只列一次。")
@click.option(
    "--facets", metavar="字段,…", type=Facets(), default=(), help="另外数一数，如 topic,year：各主题、各年有几篇。"
)
@as_json
@click.option("--explain", is_flag=True, help="只说明查询是怎样读的，不检索。")
@click.option(
    "--color", type=OneOf(("auto", "always", "never")), default="auto", help="命中处上色；不写是 auto：在终端上才用。"
)
@click.pass_context
def command(
    ctx: click.Context,
    asked: Question,
    sort: Sort,
    limit: int,
    offset: int,
    fold: bool,
    facets: tuple[str, ...],
    as_json: bool,
    explain: bool,
    color: str,
) -> int:
    """Searches and prints a page of hits, or explains the query."""
    if asked.empty:
        click.echo((ctx.parent or ctx).get_help(), err=True)
        return 2
    if explain:
        return _explain(asked, as_json)
    from ..archive import open_archive

    with open_archive(asked.index) as archive:
        begin = perf_counter()
        result = archive.search(asked.query, sort=sort, offset=offset, limit=limit, facets=facets, fold=fold)
        near = result.near
        took_ms = (perf_counter() - begin) * 1000
        notes = (*result.notes, *asked.notes)
        if as_json:
            from ..render.json import line, search_record

            write(line(search_record(asked.text, result, notes, took_ms, result.suggestions)))
            return 0 if result.total else 1
        from ..render.hits import page

        say_notes(notes)
        if not result.total:
            advice = "" if near else "可以少写一个词，或加 --explain 看看查询是怎样读的。"
            click.echo(f"没有找到。{advice}", err=True)
        if result.total or near:
            write_lines(lambda screen: page(result, screen, offset=offset, limit=limit, took_ms=took_ms), color)
        # Last, for they take longer: the hits are on the screen by now.
        say_suggestions(result.suggestions, asked.index)
        if not result.total and not result.suggestions:
            from ..suggest import notes as on_suggestions

            say_notes(on_suggestions())
    return 0 if result.total else 1


def _explain(asked: Question, as_json: bool) -> int:
    from ..second_run import in_words

    again = in_words(asked.query)
    second = "" if again == asked.query else str(again)
    if as_json:
        from ..render.json import line

        write(
            line({"query": asked.text, "canonical": str(asked.query), "in_words": second, "notes": list(asked.notes)})
        )
        return 0
    from ..render.explain import tree

    say_notes(asked.notes)
    more = [f"若照原样找不到，按词查：{second}"] if second else []
    write_lines(lambda _: [*tree(asked.query), "", f"规范写法：{asked.query}", *more])
    return 0
