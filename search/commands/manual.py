"""How does `--help` read in Chinese?

click fills its help by counting characters and breaking at spaces, which is no use for hanzi. Here the texts are laid
out by hand, at most 80 columns wide, and only the list of options is set by the program, by the width of what is in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import click

INTRODUCTION = """\
在报纸档案里检索文章：姓名、地名、半句原话都行，凡写到的都找得到，最合的在前。
"""

EXAMPLES = """\
  news-search 台风                       写到“台风”的文章
  news-search 台风 停运                  两个词都写到
  news-search 台风 -海钓                 写到“台风”而没有“海钓”
  news-search '台风 OR 大雾'             写到其中一个；用 | 也行
  news-search '"渔业 生产"'              连在一起的原话（空格不计）
  news-search '渔*'                      有以“渔”开头的词
  news-search '"台风 停运"~10'           两个词相隔不超过 10 个字
  news-search '标题:台风'                只看标题；还有 正文: 栏目: 来源:
  news-search 台风 --reporter 傅晓渔 --topic 台风与防汛 --since 2025-07
  news-search 台风 --sort newest --limit 20 --offset 20
  news-search 台风 --facets topic,year   另外数一数各主题、各年有几篇
  news-search 台风 --explain             看看查询是怎样读的
  news-search show lwrb-20250721-01-03   读一篇；编号在检索结果里
  news-search similar lwrb-20250721-01-03
                                         与它相近的
  news-search issue 2025-07-21 --page 1  那天第 1 版的目录
  news-search reporters 台风             谁写过台风
  news-search topics --since 2025        2025 年以来写了哪些主题
  news-search timeline 台风 --by year    历年各有几篇
"""

LANGUAGE = """\
  台风 停运  台风 AND 停运               都写到
  台风 OR 停运  台风 | 停运              至少写到一个
  NOT 海钓  -海钓                        没有写到
  "渔业 生产"                            照原文
  渔*  标题:渔*                          有以“渔”开头的词
  "台风 停运"~10                         同在一段，先后不论，相隔不超过 10 个字
  (台风 OR 大雾) -海钓                   括号
  标题: 正文: 栏目: 来源:                只在这里找
  记者: 通讯员: 摄影: 作者: 主题: 版:    整个姓名、主题、版次
  日期:2025-07  日期:2025-07..2025-08    日期，含首尾
  一篇也没有时，没加引号的长词再按词查一次，并加以说明；写到其中一部分的文章和
  可能要查的词也会列出来。
"""

RULES = """\
  第一个词若正是上面某个命令的名字，就是命令；其余都是查询。
  要查 show 这个词本身：news-search -- show，或 news-search search show。
  词与词用空格隔开，不必加引号；以一个减号开头的词（-海钓）是查询，不是选项；
  -- 之后一概是查询。括号、竖线、引号和星号要用单引号包住，免得被命令行解释器
  拿去。
"""

ENDING = """\
退出码：
  0 找到了   1 没有找到   2 出了问题（查询读不懂、没有索引……）
"""

COMPLETION = """\
按 Tab 键补全查询词、选项、记者、主题（bash 里也可打拼音）：把下面一行加进对应的
文件，再开一个终端。
  ~/.zshrc     eval "$(_NEWS_SEARCH_COMPLETE=zsh_source news-search)"
  ~/.bashrc    eval "$(_NEWS_SEARCH_COMPLETE=bash_source news-search)"
  ~/.config/fish/completions/news-search.fish
               _NEWS_SEARCH_COMPLETE=fish_source news-search | source
"""


class ManualFormatter(click.HelpFormatter):
    """Writes texts as they are laid out, and lists by their width on the screen."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        self.write(f"{prefix or '用法：'}{prog} {args}".rstrip() + "\n")

    def write_heading(self, heading: str) -> None:
        self.write(f"{heading}：\n")

    def write_text(self, text: str) -> None:
        for line in text.strip("\n").split("\n"):
            self.write(f"{'':>{self.current_indent}}{line}".rstrip() + "\n")

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 26, col_spacing: int = 2) -> None:
        from ..render.width import padded, width, wrap

        listed = list(rows)
        indent = " " * self.current_indent
        column = min(col_max, max((width(term) for term, _ in listed), default=0)) + col_spacing
        for term, said in listed:
            spans = wrap(said, self.width - self.current_indent - column)
            head = padded(term, column)
            if width(term) > column - col_spacing:
                self.write(f"{indent}{term}\n")
                head = " " * column
            for begin, end in spans or [(0, 0)]:
                self.write(f"{indent}{head}{said[begin:end]}".rstrip() + "\n")
                head = " " * column


class ManualContext(click.Context):
    """A context that writes its help so."""

    formatter_class = ManualFormatter


class ManualCommand(click.Command):
    """A command whose help is written so: usage, text, options."""

    context_class = ManualContext

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        formatter.write_usage(ctx.command_path, " ".join(self.collect_usage_pieces(ctx)))

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        formatter.write_paragraph()
        formatter.write_text(self.help or "")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        write_options(self, ctx, formatter)


def write_options(command: click.Command, ctx: click.Context, formatter: click.HelpFormatter) -> None:
    """Writes the options of a command as a section."""
    options = (param for param in command.get_params(ctx) if isinstance(param, click.Option))
    rows = [row for param in options if (row := param.get_help_record(ctx)) is not None]
    with formatter.section("选项"):
        formatter.write_dl(rows)


def write_group(
    ctx: click.Context, formatter: click.HelpFormatter, commands: Mapping[str, str], default: click.Command | None
) -> None:
    """Writes the help of the whole program, with the options of its default command: there one looks for them."""
    name = ctx.command_path
    formatter.write_usage(name, "查询词… [选项]")
    formatter.write_usage(name, "命令 …", prefix="　　　")
    formatter.write_paragraph()
    formatter.write_text(INTRODUCTION)
    with formatter.section("例"):
        formatter.dedent()
        formatter.write_text(EXAMPLES)
        formatter.indent()
    with formatter.section(f"命令（各有 --help，如 {name} timeline --help）"):
        formatter.write_dl(commands.items())
    for heading, text in (("哪些是查询，哪些是命令", RULES), ("查询的写法", LANGUAGE)):
        formatter.write_paragraph()
        formatter.write_heading(heading)
        formatter.write_text(text)
    if default is not None:
        with click.Context(default, parent=ctx) as inner:
            write_options(default, inner, formatter)
    with formatter.section("只能单独用"):
        formatter.write_dl([("--version", "显示版本号。")])
    for text in (ENDING, COMPLETION):
        formatter.write_paragraph()
        formatter.write_text(text)


def help_option() -> click.Option:
    """`-h`, `--help`."""

    def show(ctx: click.Context, _: click.Parameter, wanted: bool) -> None:
        if wanted and not ctx.resilient_parsing:
            click.echo(ctx.get_help(), color=ctx.color)
            ctx.exit()

    return click.Option(
        ["-h", "--help"], is_flag=True, is_eager=True, expose_value=False, callback=show, help="显示这份说明。"
    )
