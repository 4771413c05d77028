"""What does a page look like, before anybody has understood it?

A reader (`indexer/readers/`) turns a file into `Page`s: the file's own words in the file's own order, as `Block`s, with
nothing repaired. A page of a text dump has one block a line, blank lines left in (they say something about where
a paragraph ends, though not much). A PDF has one block a line of print, and knows how each is set (`Setting`) and what
else is drawn on the page (`Drawing`); a page without a drawing is a dump.

A file is read whole (but large ones of records, see `large`), and its reader holds all of it at once, in some ten times
its size. `Limits` keeps that in bounds, and is looked at before the first byte is read.
"""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from search.article import Article

from .geometry.box import Box
from .problem import Problem, reason

STDIN = Path("-")
"""Stands for standard input wherever a file is named."""


@dataclass(frozen=True, slots=True)
class Setting:
    """How a line of print is set.

    Attributes:
        box: where it stands.
        size: of its type, in points: the height of a hanzi.
        em: the width of a hanzi, which condensed type has smaller.
        font: the name of the font, without the prefix of a subset.
        bold: a heavy face, by the font's name.
        light: white or nearly so, as on a tint.
        coloured: neither black nor white nor grey.
        vertical: its characters stand one below the other.
    """

    box: Box
    size: float
    em: float
    font: str = ""
    bold: bool = False
    light: bool = False
    coloured: bool = False
    vertical: bool = False


@dataclass(frozen=True, slots=True)
class Drawing:
    """What is drawn on a page beside its text.

    Attributes:
        width, height: of the page, in points.
        rules: thin lines, horizontal and vertical, as boxes.
        frames: boxes with a border or on a tint.
        pictures: photos and other images.
    """

    width: float
    height: float
    rules: tuple[Box, ...] = ()
    frames: tuple[Box, ...] = ()
    pictures: tuple[Box, ...] = ()


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of text as it stands in the file, one line; `setting` where the file knows how it is set."""

    text: str
    setting: Setting | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """One page of one issue, as read.

    Attributes:
        source_file: the path as it was given.
        number: which page of the file this is, from 1.
        blocks: in the order of the file; of a PDF, what stands at the page's head first, at its foot last.
        drawing: what is drawn beside the text, where the file knows; every block then has its setting.
    """

    source_file: str
    number: int
    blocks: tuple[Block, ...]
    drawing: Drawing | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """What came out of one file: pages still to be split, articles that were ready, problems."""

    pages: tuple[Page, ...] = ()
    articles: tuple[Article, ...] = ()
    problems: tuple[Problem, ...] = ()


def bytes_of(path: Path, most: int | None = None) -> bytes | Problem:
    """What a file holds, or standard input for `-`; a problem where it cannot be read or holds too much.

    Args:
        path: the file; a pipe is read to its end.
        most: how many bytes it may hold, `Limits.file_bytes` where None.
    """
    from .readers.decode import Limits, too_large

    most = most or Limits().file_bytes
    where = shown(path)
    try:
        if path == STDIN:
            # Closed before we began (`<&-`) is as good as empty.
            data = sys.stdin.buffer.read(most + 1) if sys.stdin is not None else b""
        else:
            facts = path.stat()
            if stat.S_ISREG(facts.st_mode) and facts.st_size > most:
                return too_large(where, facts.st_size, most)
            with path.open("rb") as file:
                data = file.read(most + 1)
    except OSError as error:
        return Problem(where, f"打不开：{reason(error)}。请检查路径和权限。")
    return too_large(where, len(data), most) if len(data) > most else data


def read_file(path: Path, data: bytes | None = None) -> Reading:
    """Reads a file with the reader that fits its name.

    Args:
        path: the file; its suffix picks the reader (.jsonl, .json, .csv: records; all others: a text dump).
        data: the file's bytes, where the caller has them already.

    Returns:
        A `Reading`. A file that cannot be read is a problem in it, never an exception.
    """
    from .readers import reader_for

    content = bytes_of(path) if data is None else data
    if isinstance(content, Problem):
        return Reading(problems=(content,))
    return reader_for(path)(Path(shown(path)), content)


def read_stdin(name: Path, data: bytes) -> Reading:
    """Reads standard input, which has no suffix: records where it opens like a JSON object, else a dump."""
    from .readers import reader_for

    records = data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{")
    return reader_for(Path("-.jsonl") if records else name)(name, data)


def shown(path: Path) -> str:
    """A path as text that can be printed and kept; bytes in it that are none become `\\xff`."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def lines_of(page: Page) -> Iterator[str]:
    """The page's text, block by block."""
    return (block.text for block in page.blocks)
