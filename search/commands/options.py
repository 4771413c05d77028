"""Which options do the sub-commands share?

`question` gives a command the query and every filter as one value, a `Question`; `index` and `as_json` are the other
two that all have. A word that begins with a single dash is part of the query (`-海钓`, `-LNG`), unless it is a short
option of the command; `SubCommand` sorts that out before click sees it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import TYPE_CHECKING, Any

import click

from ..dates import day_range
from ..query import filters, understand
from ..tree import Everything, Query, all_of
from .manual import ManualCommand, help_option

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

Callback = Callable[..., Any]


@dataclass(frozen=True, slots=True)
class Question:
    """What was asked on the command line.

    Attributes:
        text: the query as typed, arguments joined by a space.
        index: the directory of the index, None for the default.
        query: the tree: text and filters.
        notes: what is to be said about the reading of the text.
    """

    text: str
    index: str | None
    query: Query
    notes: tuple[str, ...]

    @property
    def empty(self) -> bool:
        """Nothing was asked: neither text nor filter."""
        return isinstance(self.query, Everything)


class SubCommand(ManualCommand):
    """A sub-command whose words may begin with a dash."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Options first, the words behind `--`."""
        sorted_args = sorted_out(args, self.get_params(ctx), strict=not ctx.resilient_parsing)
        return super().parse_args(ctx, sorted_args)


def sorted_out(args: list[str], params: list[click.Parameter], *, strict: bool = True) -> list[str]:
    """The arguments with the options in front and the words (of the query, say) behind `--`, each in its order.

    Raises:
        click.UsageError: where `strict`, a value is missing, or stands where none belongs.
    """
    options = {name: param for param in params if isinstance(param, click.Option) for name in param.opts}
    front: list[str] = []
    words: list[str] = []
    rest = iter(args)
    for arg in rest:
        name, equals, _ = arg.partition("=")
        option = options.get(name)
        if arg == "--":
            words.extend(rest)
        elif arg not in options and not arg.startswith("--"):
            words.append(arg)
        elif option is None or option.is_flag == (not equals):
            front.append(arg)
        elif option.is_flag:
            if strict:
                raise click.UsageError(f"{name} 后面不带值，请去掉“{arg[len(name) :]}”。")
        elif (value := next(rest, None)) is not None:
            front += [arg, value]
        elif strict:
            raise click.UsageError(f"{name} 后面缺一个值。")
    return [*front, "--", *words] if words else front


class OneOf(click.Choice):  # type: ignore[type-arg, unused-ignore]  # generic from click 8.2 on
    """One of a few words."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if value not in self.choices:
            self.fail(f"“{value}”不行，只能是 {'、'.join(self.choices)}。", param, ctx)
        return value


class Whole(click.ParamType):  # type: ignore[type-arg, unused-ignore]
    """A whole number from 0."""

    name = "数"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        if isinstance(value, int):
            return value
        if not (value.isascii() and value.isdigit() and len(value) < 10):
            self.fail(f"“{value}”不行，要一个不小于 0 的整数。", param, ctx)
        return int(value)


class Day(click.ParamType):  # type: ignore[type-arg, unused-ignore]
    """A year, a month or a day."""

    name = "日期"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        if day_range(value) is None:
            self.fail(f"“{value}”不是日期，应写成 2025、2025-07 或 2025-07-01。", param, ctx)
        return str(value)


class Value(click.ParamType):  # type: ignore[type-arg, unused-ignore]
    """A value of a field of the archive, which completion looks up there."""

    name = "名"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        if not value.strip():
            self.fail("后面是空的，要写出要找的名称。", param, ctx)
        return str(value)

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        from .completion import values

        return values(ctx.params.get("index"), str(param.name), incomplete)


def _complete_words(ctx: click.Context, _: click.Parameter, incomplete: str) -> list[CompletionItem]:
    from .completion import words

    return words(ctx.params.get("index"), incomplete)


_FILTERS = (
    ("reporter", "姓名", "记者；可重复，写几个就是其中任一个（下同）。"),
    ("correspondent", "姓名", "通讯员。"),
    ("photographer", "姓名", "摄影者。"),
    ("author", "姓名", "署名的人，不论身份。"),
    ("topic", "主题", "主题。"),
    ("page", "版次", "版次，如 1、A12。"),
    ("column", "栏目", "栏目名里的字。"),
    ("source", "来源", "来源里的字，如 新华社。"),
)


def index(command: Callback) -> Callback:
    """`--index`."""
    return click.option(
        "--index", metavar="目录", type=click.Path(), help="索引目录；不写就用 $NEWS_ARCHIVE，再不然 ./news.index。"
    )(command)


def as_json(command: Callback) -> Callback:
    """`--json`, as `as_json`."""
    return click.option("--json", "as_json", is_flag=True, help="输出 JSON，供别的程序读。")(command)


def question(command: Callback) -> Callback:
    """The query and the filters; the command gets a `Question`, as `question`.

    Raises (when called):
        QueryError: the query cannot be read.
        click.BadParameter: `--since` is later than `--until`.
    """

    @wraps(command)
    def asked(words: tuple[str, ...], index: str | None, **given: Any) -> Any:
        chosen = {name: given.pop(name) for name, _, _ in _FILTERS}
        since, until = given.pop("since") or "", given.pop("until") or ""
        _in_order(since, until)
        text = " ".join(words).strip()
        understood = understand(text)
        query = all_of(understood.query, filters(**chosen, since=since, until=until))
        return command(Question(text, index, query, understood.notes), **given)

    wrapped: Callback = index(asked)
    for name, metavar, help in reversed(_FILTERS):
        wrapped = click.option(f"--{name}", metavar=metavar, multiple=True, type=Value(), help=help)(wrapped)
    for name, help in (("until", "到哪天为止，含末尾。"), ("since", "从哪天起：2025、2025-07 或 2025-07-01。")):
        wrapped = click.option(f"--{name}", metavar="日期", type=Day(), help=help)(wrapped)
    return click.argument("words", nargs=-1, metavar="[查询词]…", shell_complete=_complete_words)(wrapped)


def subcommand(name: str, *, help: str) -> Callable[[Callback], click.Command]:
    """Makes a sub-command of a function."""

    def make(callback: Callback) -> click.Command:
        made = click.command(name, cls=SubCommand, help=help, add_help_option=False, options_metavar="[选项]")(callback)
        made.params.append(help_option())
        return made

    return make


def _in_order(since: str, until: str) -> None:
    first, last = day_range(since) if since else None, day_range(until) if until else None
    if first and last and first[0] > last[1]:
        raise click.UsageError(f"--since {since} 比 --until {until} 晚，这样什么也找不到；请把两个日期调换。")
