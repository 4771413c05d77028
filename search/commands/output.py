"""Where does what a command has to say go?

Results go to standard output, and nothing else does; notes go to standard error, so that they are read and not piped.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from ..render.paint import Screen
    from ..suggest import Suggestion

_SAFE = re.compile(r"[\w./:：-]+")


def write(data: bytes) -> None:
    """Writes bytes as they are."""
    click.echo(data, nl=False)


def write_lines(lines: Callable[[Screen], Iterable[str]], color: str = "auto") -> None:
    """Writes the lines that are made for a screen.

    Args:
        lines: makes them.
        color: auto, always or never.
    """
    from ..render.paint import screen_of

    screen = screen_of(sys.stdout, color)
    for line in lines(screen):
        click.echo(line, color=screen.color)


def say_notes(notes: Iterable[str]) -> None:
    """Says what the reader should be told beside the result."""
    for note in notes:
        click.echo(f"注：{note}", err=True)


def say_unknown(id: str) -> None:
    """Says that there is no article of that id."""
    click.echo(f"没有编号为 {id} 的文章；编号请照检索结果抄写。", err=True)


def say_suggestions(suggestions: Iterable[Suggestion], index: str | None) -> None:
    """Says what may have been meant, each as a line that can be typed.

    Args:
        index: as given on the command line, which the line has to name again.
    """
    where = f" --index {_quoted(index)}" if index else ""
    for suggestion in suggestions:
        click.echo(f"是不是要查：news-search {_quoted(suggestion.query)}{where}（{suggestion.articles} 篇）", err=True)


def _quoted(text: str) -> str:
    """The text as a shell takes it for one word; hanzi need no quotes, unlike what `shlex.quote` thinks."""
    return text if _SAFE.fullmatch(text) else "'" + text.replace("'", "'\\''") + "'"
