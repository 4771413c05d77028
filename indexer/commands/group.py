"""Which sub-command was meant, and how does the program end?

It exits with 0 if all went well, 1 if something could not be taken (each told in a line), 2 if it could not do its
work, 130 if it was interrupted. A pipe that the reader closed (`| head`) is no trouble: it ends quietly with 0.
"""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from importlib import import_module
from typing import Any

import click

from search.errors import ArchiveError

from . import manual
from .say import of_error, say

FINE, PROBLEMS, TROUBLE, INTERRUPTED = 0, 1, 2, 130

COMMANDS = {
    "add": "把版面文件读成文章，收进索引",
    "split": "只拆版面，不建索引：看看读出了哪些文章",
    "remove": "撤下文章（撤稿），再读版面也不会回来",
    "correct": "更正文章的标题、作者等，再读版面也不会变回去",
    "rebuild": "把索引重建一遍：旧规则建的、打不开了、变慢了",
    "verify": "核对索引：每篇都检索得到、数目对得上",
    "info": "索引里有什么：文章、版面、日期、转版",
}
"""Sub-command → what it is for. Its module is imported when it is called."""

HELP = """\
把报纸版面收进可检索的资料库。检索用 news-search。

例：
  news-index add 版面/                      收一个文件夹，索引在 ./news.index
  news-index add *.txt --index /资料/news.index
  news-index split zsrb-2025-07-29-01.txt   先看看拆得对不对
  news-index remove zsrb-20250729-01-03     撤稿
  news-index correct zsrb-20250729-01-03 --headline 渔船回港
  news-index info
"""

ENDING = """\
退出码：
  0 全部顺利   1 有文件或稿件没有收进去（原因逐条列出）   2 没能执行
  130 被 Ctrl-C 中断；已经收进去的都在，再运行一次会接着做

按 Tab 键补全命令和选项：把下面一行加进对应的文件，再开一个终端。
  ~/.zshrc     eval "$(_NEWS_INDEX_COMPLETE=zsh_source news-index)"
  ~/.bashrc    eval "$(_NEWS_INDEX_COMPLETE=bash_source news-index)"
  ~/.config/fish/completions/news-index.fish
               _NEWS_INDEX_COMPLETE=fish_source news-index | source
"""


class PipeClosed(Exception):
    """Whoever read our output has read enough."""


class NewsIndex(click.Group):
    """The sub-commands by name, without importing them to list them."""

    context_class = manual.ManualContext

    def main(self, *args: Any, standalone_mode: bool = True, **extra: Any) -> Any:
        """Runs the program and, in standalone mode, exits; see `click.Command.main`."""
        run: Callable[..., Any] = super().main
        if not standalone_mode:
            return run(*args, standalone_mode=False, **extra)
        if sys.stdout is None:  # closed before we began: nobody reads
            sys.stdout = open(os.devnull, "w")  # noqa: SIM115
        for stream in (sys.stdout, sys.stderr):
            with suppress(AttributeError, ValueError):  # not every stream can; then its own rule stays
                stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
        try:
            code = run(*args, standalone_mode=False, **extra)
        except PipeClosed:
            _silence()
            code = FINE
        except click.Abort:
            say("中断了。已经收进去的都在，再运行一次会接着做。")
            code = INTERRUPTED
        except (click.ClickException, ArchiveError, OSError) as error:
            say(of_error(error))
            code = TROUBLE
        except Exception:  # a fault of ours is shown whole; Python's own exit code would be that of a bad page
            import traceback

            traceback.print_exc()
            code = TROUBLE
        sys.exit(code)

    def make_context(self, *args: Any, **extra: Any) -> click.Context:
        with _closed_pipes():  # --help prints here
            return super().make_context(*args, **extra)

    def invoke(self, ctx: click.Context) -> Any:
        with _closed_pipes():
            code = super().invoke(ctx)
            sys.stdout.flush()  # or it would fail when the interpreter shuts down, where nobody can catch it
            return code

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if not args and not ctx.resilient_parsing:
            say(ctx.get_help())
            ctx.exit(TROUBLE)
        return super().parse_args(ctx, args)

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f".{cmd_name}", __package__).command
        return command

    def resolve_command(self, ctx: click.Context, args: list[str]) -> Any:
        if args[0] not in COMMANDS and not ctx.resilient_parsing:
            # Options come after the command; a file's name means that the command was forgotten.
            raise click.UsageError(f"没有“{args[0]}”这个命令。命令有：{'、'.join(COMMANDS)}。", ctx)
        return super().resolve_command(ctx, args)

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        formatter.write_usage(ctx.command_path, "命令 …")
        formatter.write_paragraph()
        formatter.write_text(HELP)
        with formatter.section(f"命令（各有 --help，如 {ctx.command_path} add --help）"):
            formatter.write_dl(COMMANDS.items())
        manual.write_options(self, ctx, formatter)
        formatter.write_paragraph()
        formatter.write_text(ENDING)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[Any]:
        """The sub-commands and the options of the group, with what each is for."""
        from click.shell_completion import CompletionItem

        found = [CompletionItem(name, help=said) for name, said in COMMANDS.items() if name.startswith(incomplete)]
        return found + click.Command.shell_complete(self, ctx, incomplete)


@contextmanager
def _closed_pipes() -> Iterator[None]:
    """Turns a closed pipe into `PipeClosed`: click would end with 1."""
    try:
        yield
    except OSError as error:
        # Windows says EINVAL.
        if isinstance(error, BrokenPipeError) or (os.name == "nt" and error.errno == errno.EINVAL):
            raise PipeClosed from error
        raise


def _silence() -> None:
    """Sends what stdout still holds nowhere: the flush at shutdown would fail (Python's note on SIGPIPE)."""
    with suppress(OSError, ValueError, AttributeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _version(ctx: click.Context, _: click.Parameter, wanted: bool) -> None:
    if not wanted or ctx.resilient_parsing:
        return
    from importlib.metadata import PackageNotFoundError, version

    try:
        number = version("newspaper-archive-search")
    except PackageNotFoundError:
        number = "（未安装，直接从源码运行）"
    click.echo(f"news-index {number}")
    ctx.exit()


main = NewsIndex(
    name="news-index",
    add_help_option=False,
    params=[
        manual.help_option(),
        click.Option(
            ["--version"], is_flag=True, is_eager=True, expose_value=False, callback=_version, help="显示版本号。"
        ),
    ],
)
