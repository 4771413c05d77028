"""`news-index correct`: puts an article right by hand, so that it stays right."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from . import options as shared
from .manual import subcommand
from .say import say, say_problems

if TYPE_CHECKING:
    from search.article import Article

    from ..corrections import Corrections

HELP = """\
更正一篇文章（标题拆错、作者漏了……）。马上生效，再读那一版也不会变回去。
更正记在索引目录的 corrections.jsonl 里，一行一篇，也可以直接改那个文件，
下次 add 时生效。日期、版次、报名不在这里改，请在 add 时说明。

可以更正的字段（--set 字段=值，可重复；几项的用分号隔开）：
  headline 标题  kicker 引题  subtitle 副题  authors 作者（记者:甲、乙;摄影:丙）
  body 正文  subheads 小标题  column 栏目  source 来源  dateline 电头  kind 类型
  page_name 版名  topics 主题  keywords 关键词  belongs_to 属于哪篇
  same_as 重刊哪篇（编号；不是重刊的留空：--set same_as=）

例：
  news-index correct zsrb-20250729-01-03 --headline 全市渔船回港避风
  news-index correct zsrb-20250729-01-03 --reporter 张三 --reporter 李四
  news-index correct zsrb-20250729-01-03 --set column=海上观察 --note 栏目漏了
  news-index correct zsrb-20250729-01-03 --undo     恢复成版面上读到的
  news-index correct --list                         更正过哪些（不用写编号）
"""


@subcommand("correct", help=HELP)
@click.argument("id", required=False, default="", metavar="编号")
@click.option("--headline", metavar="标题", help="标题。")
@click.option(
    "--reporter", "reporters", metavar="姓名", multiple=True, help="记者；可重复。换掉原有的记者，别的作者不动。"
)
@click.option("--set", "settings", metavar="字段=值", multiple=True, help="别的字段；可重复。")
@click.option("--note", metavar="说明", default="", help="为什么这样改，给人看的。")
@click.option("--undo", is_flag=True, help="取消这一篇的更正，恢复成版面上读到的。")
@click.option("--list", "listing", is_flag=True, help="列出更正过的文章；写了编号就只列这一篇。")
@shared.index
@shared.wait
def command(
    id: str,
    headline: str | None,
    reporters: tuple[str, ...],
    settings: tuple[str, ...],
    note: str,
    undo: bool,
    listing: bool,
    index: str | None,
    wait: float,
) -> int:
    """Corrects one article, takes a correction back, or lists them."""
    from search.backends import connect, location_of

    from .. import corrections
    from ..amend import correct
    from ..ledger import Ledger

    id = id.strip()
    given = headline is not None or bool(reporters or settings or note)
    if listing + undo + given != 1 or not (id or listing):
        raise click.UsageError("请写一个编号和要更正的内容（或 --undo），或者只写 --list；见 --help。")
    fields = _fields(headline, settings)
    backend = connect(index, wait=wait, on_wait=say)
    try:
        path = location_of(index) / corrections.NAME
        if listing:
            return _list(corrections.read(path), id)
        article = backend.article(id)
        if article is None and not undo:
            return _not_there(id, backend.departed(id))
        if article is not None and reporters:
            fields["authors"] = _authors(article, fields.get("authors"), reporters)
        if note and not fields and id not in corrections.read(path).fields:
            raise click.UsageError("--note 只是说明，还要写更正什么。")
        try:
            with Ledger(location_of(index), wait) as ledger:
                done = correct(id, None if undo else fields, note, backend, ledger)
        except ValueError as error:
            raise click.ClickException(str(error)) from error
        said = corrections.read(path)
    finally:
        backend.close()
    if not done:
        say(f"{id} 没有更正过。")
        return 1
    say(f"{id} 已恢复成版面上读到的。" if undo else f"{id} 已更正：{'、'.join(said.fields.get(id, ()))}。")
    return say_problems(said.problems)


def _fields(headline: str | None, settings: tuple[str, ...]) -> dict[str, Any]:
    """What the options say.

    Raises:
        click.UsageError: a field that is none, a value that does not fit.
    """
    from ..corrections import FIELDS, fault_of
    from ..readers.records import LISTS, cell_list

    fields: dict[str, Any] = {} if headline is None else {"headline": headline}
    for setting in settings:
        key, equals, value = setting.partition("=")
        key = key.strip()
        if not equals or key not in FIELDS:
            raise click.UsageError(f"--set：“{setting}”不行，应写成 字段=值。字段有：{'、'.join(FIELDS)}。")
        try:
            fields[key] = cell_list(key, value.strip()) if key in LISTS else value
        except ValueError as error:
            raise click.UsageError(f"--set：{error}。") from error
    if fault := fault_of(fields):
        raise click.UsageError(f"--set：{fault}")
    return fields


def _authors(article: Article, said: Any, reporters: tuple[str, ...]) -> list[dict[str, str]]:
    """The authors, with these reporters first in the place of those that there were."""
    from dataclasses import asdict

    others = said if said is not None else [asdict(author) for author in article.authors]
    names = ("".join(name.split()) for name in reporters)
    return [
        *({"name": name, "role": "记者"} for name in names if name),
        *(each for each in others if each["role"] != "记者"),
    ]


def _list(said: Corrections, id: str) -> int:
    for each, fields in said.fields.items():
        if id in ("", each):
            told = "；".join(f"{key}：{_told(value)}" for key, value in fields.items())
            note = said.notes[each]
            click.echo(f"{each}　{told}{f'（{note}）' if note else ''}")
    if not said.fields:
        say("还没有更正过。")
    elif id and id not in said.fields:
        say(f"{id} 没有更正过。")
    return say_problems(said.problems)


def _told(value: Any) -> str:
    """A value in one line; of a long one the beginning."""
    items = value if isinstance(value, list | tuple) else [value]
    words = (f"{each.get('role')} {each.get('name')}" if isinstance(each, dict) else str(each) for each in items)
    text = " ".join("、".join(words).split())
    return f"{text[:40]}……" if len(text) > 41 else text or "（空）"


def _not_there(id: str, heir: str | None) -> int:
    if heir:
        say(f"{id} 已由 {heir} 取代。要更正取代它的文章，请用 news-index correct {heir}")
    elif heir is None:
        say(f"没有编号为 {id} 的文章。编号可用 news-search 查到。")
    else:
        say(f"{id} 已经撤下，没有更正。")
    return 1
