"""Which sub-command is meant, and how does the program end?

**The first word decides.** If it is the name of a sub-command, exactly, that one runs; whatever else is a query. So a
query is never mistaken for a sub-command unless it is an English word of `COMMANDS` at the very front, and for those
there are `news-search -- show`, `news-search search show`, `news-search '"show"'`.

The program exits with 0 if something was found, 1 if nothing was, 2 if there was trouble, as grep and ripgrep do. A
pipe that the reader closed (`| head`) is no trouble: it ends quietly with 0, as ripgrep does (`crates/core/main.rs`).
"""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib import import_module
from typing import Any

import click
from click_default_group import DefaultGroup

from ..errors import ArchiveError
from . import manual
from .trouble import sentence

FOUND, NOTHING, TROUBLE, INTERRUPTED = 0, 1, 2, 130

COMMANDS = {
    "search": "检索（不写命令就是它）",
    "show": "读一篇文章",
    "similar": "与某一篇相近的文章",
    "issue": "某一天的目录",
    "reporters": "哪些记者写过，各有几篇",
    "topics": "涉及哪些主题，各有几篇",
    "timeline": "每年、每月或每天各有几篇",
}
"""Sub-command → what it is for. Its module is imported when it is called."""

_MODULES = {"search": "query"}


class PipeClosed(Exception):
    """Whoever read our output has read enough."""


class NewsSearch(DefaultGroup):  # type: ignore[misc]  # click-default-group has no types
    """The group of sub-commands, `search` being the default."""

    context_class = manual.ManualContext

    def main(self, *args: Any, standalone_mode: bool = True, **extra: Any) -> Any:
        """Runs the program and, in standalone mode, exits; see `click.Command.main`."""
        if not standalone_mode:
            return super().main(*args, standalone_mode=False, **extra)
        if sys.stdout is None:  # closed before we began: nobody reads
            sys.stdout = open(os.devnull, "w")  # noqa: SIM115
        for stream in (sys.stdout, sys.stderr):
            with suppress(AttributeError, ValueError):  # not every stream can; then its own rule stays
                stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
        try:
            code = super().main(*args, standalone_mode=False, **extra)
        except PipeClosed:
            _silence()
            code = FOUND
        except click.Abort:
            code = INTERRUPTED
        except (click.ClickException, ArchiveError, OSError) as error:
            with suppress(OSError):  # stderr may be closed too
                click.echo(sentence(error), err=True)
            code = TROUBLE
        except Exception:  # a fault of ours is shown whole; Python's own exit code would say that nothing was found
            import traceback

            traceback.print_exc()
            code = TROUBLE
        sys.exit(code)

    def make_context(self, *args: Any, **extra: Any) -> click.Context:
        with _closed_pipes():  # --help prints here
            context: click.Context = super().make_context(*args, **extra)
            return context

    def invoke(self, ctx: click.Context) -> Any:
        with _closed_pipes():
            code = super().invoke(ctx)
            sys.stdout.flush()  # or it would fail when the interpreter shuts down, where nobody can catch it
            return code

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Puts the name of the default in front, unless the first word is a sub-command or an option of the group."""
        own = {name for param in self.get_params(ctx) for name in param.opts}
        if not ctx.resilient_parsing and (not args or args[0] not in {*own, *COMMANDS}):
            args = ["search", *args]
        rest: list[str] = super().parse_args(ctx, args)
        return rest

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        known = cmd_name if cmd_name in COMMANDS else "search"
        if known not in self.commands:
            module = import_module(f".{_MODULES.get(known, known)}", __package__)
            self.add_command(module.command, known)
        command: click.Command | None = super().get_command(ctx, cmd_name)
        return command

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        manual.write_group(ctx, formatter, COMMANDS, self.get_command(ctx, "search"))

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[Any]:
        """The sub-commands; the options of the default; what may be the first word of a query where no command is."""
        found: list[Any] = super().shell_complete(ctx, incomplete)
        default = self.get_command(ctx, "search")
        assert default is not None
        seen = {item.value for item in found}
        with click.Context(default, parent=ctx, resilient_parsing=True) as inner:
            if incomplete.startswith("-"):
                found += [item for item in default.shell_complete(inner, incomplete) if item.value not in seen]
            elif not found:
                words = next(param for param in default.params if isinstance(param, click.Argument))
                found += words.shell_complete(inner, incomplete)
        return found


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
    click.echo(f"news-search {number}")
    ctx.exit()


main = NewsSearch(
    name="news-search",
    default="search",
    add_help_option=False,
    params=[
        manual.help_option(),
        click.Option(
            ["--version"], is_flag=True, is_eager=True, expose_value=False, callback=_version, help="显示版本号。"
        ),
    ],
)
