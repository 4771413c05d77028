"""Which reader turns this file into pages or articles?

A *reader* is a function `(path, bytes) -> Reading`, one module for each format. The suffix picks it, in any case:

    .jsonl .ndjson .json .csv     ready-made articles (`records`)
    .txt, none, an unknown one    a text dump (`dump`)
    .pdf                          pages with their geometry (`pdf`), read by a process that may die of it (`guard`)
    Office, pictures …            nothing: a problem that says how to make a dump of it

What a file really holds is looked at later (`decode`): a PDF that is called .txt is told so, too. A reader is imported
when a file is to be read with it.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from ..page import Reading
from ..problem import Problem
from .records import read_csv, read_json, read_jsonl

__all__ = ["Reader", "reader_for"]

Reader = Callable[[Path, bytes], Reading]


def _pdf(path: Path, data: bytes) -> Reading:
    from .guard import guarded
    from .pdf import read_pdf

    return guarded(read_pdf, path, data)


def _dump(path: Path, data: bytes) -> Reading:
    from .dump import read_dump

    return read_dump(path, data)


_READERS: dict[str, Reader] = {
    ".jsonl": read_jsonl,
    ".ndjson": read_jsonl,
    ".json": read_json,
    ".csv": read_csv,
    ".pdf": _pdf,
}
_NOT_READ = {
    "Office 文档": "doc docx wps odt ppt pptx",
    "电子表格": "xls xlsx et ods",
    "排版文件": "fbd fit s2 s72 s92 ps2 ps eps indd idml qxd ofd ceb",
    "图片": "jpg jpeg png gif bmp tif tiff webp heic psd ai svg",
    "音视频": "mp3 wav m4a mp4 mov avi mkv",
    "压缩包": "zip rar 7z gz tgz bz2 xz tar",
    "带标记的文件": "html htm xml rtf epub",
    "数据库": "db sqlite mdb dbf",
}
_KINDS = {f".{suffix}": kind for kind, suffixes in _NOT_READ.items() for suffix in suffixes.split()}
_INSTEAD = "本版本只读版面（.pdf）、文字转存（.txt）和记录文件（.jsonl、.json、.csv）。"
_ADVICE = {
    "图片": "请先做文字识别（OCR），存成 .txt。",
    "电子表格": "请另存为 CSV（UTF-8），首行写列名（headline、body、date……）。",
    "压缩包": "请先解压。",
}


def reader_for(path: Path) -> Reader:
    """The reader that fits a file's name. It never raises for what the file holds."""
    suffix = path.suffix.lower()
    if suffix in _KINDS:
        return _not_read
    return _READERS.get(suffix, _dump)


def _not_read(path: Path, data: bytes) -> Reading:
    kind = _KINDS[path.suffix.lower()]
    advice = _ADVICE.get(kind, "请另存为纯文本（UTF-8）的 .txt。")
    return Reading(problems=(Problem(str(path), f"不能直接读{kind}。{_INSTEAD}{advice}"),))
