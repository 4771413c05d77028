"""`news-index verify`: checks that everything in an index is found."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from . import options as shared
from .manual import subcommand
from .progress import progress
from .say import say, say_problems

if TYPE_CHECKING:
    from ..verify import Verified

HELP = """\
核对索引：每一篇存着的文章，用它的标题和正文第一句都检索得到；篇数、各报的数目
对得上；编号不重复，和日期、版号相符；撤下的确实不在，账本里有的确实都在。
只读不写，可以随时运行；文章多时可用 --sample 抽查。

例：
  news-index verify
  news-index verify --index /资料/news.index --sample 1000
"""


@subcommand("verify", help=HELP)
@shared.index
@click.option(
    "--sample", metavar="篇数", type=click.IntRange(min=0), default=0, help="只抽这么多篇去检索；不写是全部。"
)
@shared.as_json("输出 JSON，供别的程序读。")
def command(index: str | None, sample: int, as_json: bool) -> int:
    """Checks an index; prints what was checked, and each fault in a line."""
    from search.backends import connect, location_of

    from ..ledger import ledger_of
    from ..problem import Problem
    from ..verify import verify

    directory = location_of(index)
    backend = connect(index)
    try:
        with ledger_of(directory) as ledger, progress("核对") as bar:
            done = verify(backend, ledger, sample, bar)
    finally:
        backend.close()
    if as_json:
        import json
        from dataclasses import asdict

        faults = [{"where": where, "what": what} for where, what in done.faults]
        click.echo(
            json.dumps({"index": str(directory), **asdict(done), "faults": faults}, ensure_ascii=False, indent=1)
        )
        return int(bool(done.faults))
    status = say_problems(Problem(where, what) for where, what in done.faults)
    if done.more:
        say(f"……另有 {done.more} 个问题，没有列出。")
    click.echo(_told(done, str(directory)))
    return status


def _told(done: Verified, where: str) -> str:
    some = f"{done.articles} 篇" + (f"（抽查 {done.looked_for} 篇）" if done.looked_for < done.articles else "")
    pieces = [f"{some}，检索 {done.queries} 次"]
    pieces.append("各报篇数" if done.counted else "各报篇数没有核对（其间有人写入，请再运行一次）")
    pieces.append(f"编号、日期、版号，撤下或取代的 {done.departed} 个编号")
    pieces.append("没有收稿账本" if done.noted is None else f"账本 {done.noted} 条")
    faults = len(done.faults) + done.more
    return f"核对了 {where}：{'；'.join(pieces)}。{f'有 {faults} 个问题。' if faults else '都对。'}"
