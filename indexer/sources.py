"""Which files did the user mean?

Files as named, folders with everything readable below them, globs that the shell left alone, and `-` for standard
input. Inside a folder only suffixes that articles come in are taken, so that a README or a gold reading beside the
pages is left in peace; a dump beside the PDF of the same name is the same page, and left aside for it. How many were
left aside is counted. Hidden files and index directories are passed over.
"""

from __future__ import annotations

import glob
import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from .ledger import NAME as LEDGER
from .page import STDIN, shown
from .problem import Problem, reason

SUFFIXES = frozenset({".pdf", ".txt", ".jsonl", ".ndjson", ".csv"})


@dataclass(slots=True)
class Files:
    """The files that a command is to read.

    Attributes:
        paths: each file once, however it was spelt, in the order of the arguments, sorted inside a folder.
        problems: arguments that mean no file, folders that cannot be opened.
        skipped: how many files in folders were left aside for their suffix.
    """

    paths: list[Path] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    skipped: int = 0


def files_of(arguments: Iterable[str]) -> Files:
    """The files that the arguments mean."""
    files = Files()
    found: dict[str, Path] = {}
    for argument in arguments:
        if argument == "-":
            some = [STDIN]
        elif os.path.lexists(argument):
            some = _named(Path(argument), files)
        else:
            matches = sorted(glob.glob(argument, recursive=True))
            some = [path for match in matches for path in _named(Path(match), files)]
            if not matches:
                files.problems.append(Problem(shown(Path(argument)), "没有这个文件。请检查路径。"))
        for path in some:
            found.setdefault(file_key(path), path)
    files.paths.extend(found.values())
    return files


def file_key(path: Path) -> str:
    """What tells a file from all others: its path with links followed, the same from wherever it is named."""
    return "-" if path == STDIN else shown(Path(os.path.realpath(path)))


def _named(path: Path, files: Files) -> list[Path]:
    """The files that one path stands for: itself, or what is below a folder."""
    if not path.is_dir():
        return [path]
    problems = len(files.problems)
    some = sorted(_below(path, files))
    if not some and len(files.problems) == problems:
        suffixes = "、".join(sorted(SUFFIXES))
        files.problems.append(Problem(shown(path), f"文件夹里没有可读的文件（{suffixes}）。其他类型请逐个写出来看看。"))
    return some


def _below(folder: Path, files: Files) -> Iterable[Path]:
    def closed(error: OSError) -> None:
        files.problems.append(Problem(shown(Path(error.filename)), f"打不开：{reason(error)}。请检查权限。"))

    for directory, folders, names in os.walk(folder, onerror=closed):
        folders[:] = [name for name in folders if not name.startswith(".")]
        if LEDGER in names:
            folders.clear()
            continue
        printed = {Path(name).stem for name in names if Path(name).suffix.lower() == ".pdf"}
        for name in names:
            dump = Path(name).suffix.lower() == ".txt" and Path(name).stem in printed
            if Path(name).suffix.lower() in SUFFIXES and not name.startswith(".") and not dump:
                yield Path(directory, name)
            else:
                files.skipped += not name.startswith(".")
