"""How does whoever waits at a terminal see that the work goes on?"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import click


class Progress:
    """A bar on standard error, on a terminal only. It begins with the first step; its length may be a guess."""

    def __init__(self, label: str, quiet: bool) -> None:
        self._label = label
        self._bar: Any = None
        self._shown = not quiet and sys.stderr is not None and sys.stderr.isatty()

    def __call__(self, total: int, name: str = "") -> None:
        """One step more, of so many."""
        if not self._shown:
            return
        if self._bar is None:
            self._bar = click.progressbar(
                length=max(1, total), label=self._label, file=sys.stderr, item_show_func=lambda name: str(name or "")
            )
            self._bar.__enter__()
        self._bar.update(1, name)

    def close(self) -> None:
        """Ends the line."""
        if self._bar is not None:
            self._bar.__exit__(None, None, None)
            self._bar = None


@contextmanager
def progress(label: str, quiet: bool = False) -> Iterator[Progress]:
    """A bar as long as the block lasts."""
    shown = Progress(label, quiet)
    try:
        yield shown
    finally:
        shown.close()
