"""What does an index directory hold, and was it made by our rules?

A directory holds Whoosh's own files and `archive.json`, the stamp of the rules that shaped it. It is made beside its
place and renamed into it, so that a directory with our stamp is always a whole index.

Every field is of Whoosh's own `FieldType`: the schema is pickled into the table of contents, and a class of ours
named there could never be moved again. Whoosh takes a list of strings as ready-made terms, so no analyser of it is
ever called.

    id          the article's id, once
    live, gone  live is "1" for every article; gone is the id of one that was taken out (`successor` is stored with it)
    article     stored: the article as JSON, its empty keys left out
    chars_F, pairs_F, words_F     for the text and word fields F of `search.schema`
    value_F     for its value fields

The postings of a segment are one file, `search.postings.format` says of which bytes (`array_fields` of which fields):
what exists in a document is a set, what is frequent in it is counted, what has positions is placed. Of `id` and
`value_F` the terms of a document can be asked for, for sorting, folding and counting.
"""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import Any

from whoosh.fields import STORED, FieldType, Schema
from whoosh.formats import Existence, Frequency, Positions

from ...errors import ArchiveBroken, ArchiveNotFound, ArchiveOutdated
from ...postings.writer import Field
from ...schema import TEXT_FIELDS, VALUE_FIELDS, WORD_FIELDS, Fingerprint, fingerprint
from .storage import ArrayStorage
from .translate import translated

STAMP = "archive.json"
PATIENCE = 1.0
"""Seconds to wait for an index that has gone while another takes its place, before it is taken for gone."""

FORMAT = "newspaper-archive-search/whoosh"
LAYOUT = 5
"""To be raised when the fields below change, or what makes an index whole."""


def whoosh_schema() -> Schema:
    """The fields of the index, of Whoosh's own classes only."""

    def field(format: Any, scorable: bool = False) -> FieldType:
        return FieldType(format, None, scorable=scorable)

    fields: dict[str, Any] = {
        "id": FieldType(Existence(), None, unique=True),
        "live": field(Existence()),
        "gone": field(Existence()),
        "article": STORED(),
        "successor": STORED(),
    }
    fields |= {f"chars_{name}": field(Existence()) for name in TEXT_FIELDS}
    fields |= {f"pairs_{name}": field(Positions()) for name in TEXT_FIELDS}
    fields |= {f"words_{name}": field(Frequency(), scorable=True) for name in WORD_FIELDS}
    fields |= {f"value_{name}": field(Existence()) for name in VALUE_FIELDS}
    return Schema(**fields)


def array_fields() -> list[Field]:
    """The same fields as `search.postings` keeps them."""
    return [*token_fields(), *(field for both in text_fields().items() for field in both)]


def token_fields() -> list[Field]:
    """Those of tokens."""
    fields = [Field("id", "set", column=True), Field("live", "set"), Field("gone", "set")]
    fields += [Field(f"words_{name}", "counted") for name in WORD_FIELDS]
    return fields + [Field(f"value_{name}", "set", column=True) for name in VALUE_FIELDS]


def text_fields() -> dict[Field, Field]:
    """Those of texts: the pairs, each with the single characters."""
    return {Field(f"pairs_{name}", "placed", "pairs"): Field(f"chars_{name}", "set", "pairs") for name in TEXT_FIELDS}


def create(directory: Path) -> None:
    """Makes an empty index at a place where there is nothing, or an empty directory.

    Raises:
        ArchiveBroken: something else is there, or the place cannot be written.
    """
    with translated(directory):
        _create(directory)


def _create(directory: Path) -> None:
    if directory.exists() and (not directory.is_dir() or any(directory.iterdir())):
        raise ArchiveBroken(f"{directory} 不是索引，里面有别的东西；请换一个目录，或先把它清空。")
    beside = directory.with_name(f".{directory.name}.{os.getpid()}")
    shutil.rmtree(beside, ignore_errors=True)
    try:
        make_empty(beside)
        try:
            beside.rename(directory)
        except OSError:
            if not is_index(directory):  # else another process was quicker
                raise
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def make_empty(directory: Path) -> None:
    """Makes an empty index, file by file, at a place where there is nothing."""
    directory.mkdir(parents=True)
    ArrayStorage(directory).create_index(whoosh_schema()).close()
    stamp = fingerprint()
    data = {"format": FORMAT, "layout": LAYOUT, "grams": stamp.grams, "words": stamp.words}
    (directory / STAMP).write_text(json.dumps(data, indent=1) + "\n", "utf-8")


def beside(directory: Path, what: str) -> Path:
    """Where a rebuild keeps the index that it makes (`new`), the one whose place it took (`old`), its `work`."""
    place = Path(os.path.realpath(directory))
    return place.with_name(f".{place.name}.rebuild.{what}")


def under_way(directory: Path) -> bool:
    """Is a rebuilt index taking the place of the old one, or did it fail to? Only then may the place be empty."""
    return is_index(beside(directory, "old"))


NO_FILE = (0, 0)
"""What `file_of_stamp` says where there is none."""


def file_of_stamp(directory: Path) -> tuple[int, int]:
    """Inode and time of the stamp's file: a rebuilt index has another than the one whose place it took."""
    try:
        stat = os.stat(f"{directory}/{STAMP}")  # at each question: a `Path` takes as long as the call
    except OSError:
        return NO_FILE
    return stat.st_ino, stat.st_mtime_ns


def is_index(directory: Path) -> bool:
    """Does the directory bear a stamp, ours or another version's?"""
    return (directory / STAMP).is_file()


def check(directory: Path) -> tuple[str, ...]:
    """Looks at the stamp of an index that is about to be opened.

    Returns:
        Notes for whoever opens it, in Chinese.

    Raises:
        ArchiveNotFound, ArchiveBroken, ArchiveOutdated: see `search.errors`; the message says what to do.
    """
    layout, made_by = stamp_of(directory)
    now = fingerprint()
    if layout != LAYOUT or made_by.grams != now.grams:
        raise ArchiveOutdated(f"{directory} 是按旧规则建立的，用它检索可能漏掉文章。请重建：{_rebuild(directory)}")
    if made_by.words != now.words:
        return (
            f"索引用 {made_by.words} 分词，现在是 {now.words}：不影响查全，只影响排序。"
            f"要一致就重建：{_rebuild(directory)}",
        )
    return ()


def stamp_of(directory: Path) -> tuple[int, Fingerprint]:
    """The layout and the rules that an index was made by, whether or not they are ours.

    Raises:
        ArchiveNotFound: there is nothing at the place.
        ArchiveBroken: it is no index of ours, or the stamp cannot be read.
        ArchiveOutdated: it is ours that are outdated: a later version made the index.
    """
    if not directory.exists():
        if under_way(directory):
            raise ArchiveNotFound(
                f"{directory} 正在换成重建的索引，或是换到一半被打断了；文章都在。请过一会再试，"
                f"还不行就重建一次，会接着换好：{_rebuild(directory)}"
            )
        raise ArchiveNotFound(f"这里没有索引：{directory}。请先建立：news-index add 版面文件 --index {directory}")
    if not is_index(directory):
        raise ArchiveBroken(f"{directory} 不是索引目录（没有 {STAMP}）。请检查 --index，或用 news-index add 另建一个。")
    try:
        data = json.loads((directory / STAMP).read_text("utf-8"))
        format, layout, made_by = data["format"], data["layout"], Fingerprint(data["grams"], data["words"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ArchiveBroken(
            f"{directory / STAMP} 已损坏。请把该目录移到别处留作备份，"
            f"再重新建立：news-index add 版面文件 --index {directory}"
        ) from error
    if format != FORMAT:
        raise ArchiveBroken(f"{directory} 是另一种索引（{format}），这里打不开。")
    if isinstance(layout, int) and layout > LAYOUT:
        raise ArchiveOutdated(f"{directory} 是较新的版本建立的，这里打不开。请升级或重启本程序。")
    return layout, made_by


def _rebuild(directory: Path) -> str:
    return f"news-index rebuild --index {directory}"
