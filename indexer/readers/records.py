"""Which articles does a file of ready-made records hold?

A *record* is an article that somebody has taken off the page already: a mapping with the keys of `Article`. Its text is
stored as given (no repair, no splitting, no byline rules), a given `id` is kept, a missing one is left empty for the
ingest to assign, unknown keys are ignored, an empty body is fine.

    .jsonl    one JSON object a line
    .json     a list of objects, or one; also takes lines of objects
    .csv      a header row of Article keys; `;` or `；` between the items of a list, authors as
              `记者:张三、李四;通讯员:王五`; a cell that begins with `[` is read as JSON (`parts` must be)

A record that cannot be taken is one problem with its line; all the others are taken. Refused are, beside what cannot
be parsed: values of the wrong type, a `date` that is no day of the calendar in the form YYYY-MM-DD (searches by date
would miss it), a `kind` that is not in `KINDS`, and records without a single known key.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any, NoReturn

from search.article import KINDS, Article, from_record

from ..issue_date import is_real_date
from ..page import Reading
from ..problem import Problem
from .decode import Limits, decode

_KEYS = tuple(field.name for field in fields(Article))
LISTS = ("subheads", "topics", "keywords", "authors", "parts")
"""The keys that hold lists."""
# A list of JSON objects often is one line, and is parsed as a whole, at some ten times its size.
_JSON_LIMITS = Limits(file_bytes=64 * 2**20, line_chars=64 * 2**20)
_FLAGS = dict.fromkeys(("true", "1", "yes", "是"), True) | dict.fromkeys(("", "false", "0", "no", "否"), False)
_ITEM_END = re.compile(r"[;；]")
_COLON = re.compile(r"[:：]")


def read_jsonl(path: Path, data: bytes, limits: Limits | None = None) -> Reading:
    """Reads JSON lines. Empty ones are passed over; a line ends at LF or CR LF only (U+2028 may be inside a text)."""
    text = decode(data, str(path), limits)
    if isinstance(text, Problem):
        return Reading(problems=(text,))
    return read_lines(path, text)


def read_lines(path: Path, text: str, first: int = 1) -> Reading:
    """Reads JSON lines that have been decoded, of which the first has this number in the file."""
    lines = (line.strip("\ufeff \t\r") for line in text.split("\n"))
    return _reading(_from_json(f"{path}:{number}", line) for number, line in enumerate(lines, first) if line)


def read_json(path: Path, data: bytes, limits: Limits | None = None) -> Reading:
    """Reads a JSON list of objects, or one object. A file of JSON lines with this suffix is read as such."""
    text = decode(data, str(path), limits or _JSON_LIMITS)
    if isinstance(text, Problem):
        return Reading(problems=(text,))
    try:
        value = _parsed(text)
    except ValueError as error:
        first, _, rest = text.strip().partition("\n")
        if rest and not isinstance(_from_json("", first), Problem):
            return read_jsonl(path, data, limits)
        what = f"不是合法的 JSON：{error}。请改成一行一个对象的 .jsonl，坏的一行就不会连累其他稿件。"
        return Reading(problems=(Problem(str(path), what),))
    if isinstance(value, list):
        return _reading(_from_value(f"{path}:第 {n} 条", item) for n, item in enumerate(value, 1))
    return _reading((_from_value(str(path), value),))


def read_csv(path: Path, data: bytes, limits: Limits | None = None) -> Reading:
    """Reads comma-separated values with a header row. A row that is broken off does not take the next ones with it."""
    text = decode(data, str(path), limits)
    if isinstance(text, Problem):
        return Reading(problems=(text,))
    return _reading(_from_csv(str(path), text.replace("\r\n", "\n").replace("\r", "\n")))


def _reading(results: Iterable[Article | Problem]) -> Reading:
    articles: list[Article] = []
    problems: list[Problem] = []
    for result in results:
        if isinstance(result, Article):
            articles.append(result)
        else:
            problems.append(result)
    return Reading(articles=tuple(articles), problems=tuple(problems))


def _parsed(text: str) -> Any:
    """The value of a JSON text.

    Raises:
        ValueError: with what is wrong in Chinese.
    """
    try:
        value = _decoded(text)
        if "\\ud" in text or "\\uD" in text:
            # Half of a pair of surrogates cannot be written to any file later on.
            json.dumps(value, ensure_ascii=False).encode()
    except json.JSONDecodeError as error:
        place = f"第 {error.lineno} 行第 {error.colno} 个字符处"
        raise ValueError(f"{place}读不下去（{error.msg}）") from error
    except UnicodeEncodeError as error:
        raise ValueError("有半个字符（不成对的 \\ud800 一类转义）") from error
    except RecursionError as error:
        raise ValueError("括号套得太深") from error
    return value


def _no_number(name: str) -> NoReturn:
    raise ValueError(f"{name} 不是 JSON 里的数")


# One for all lines: `json.loads` makes a new one for each.
_decoded = json.JSONDecoder(parse_constant=_no_number).decode


def _from_json(where: str, line: str) -> Article | Problem:
    try:
        value = _parsed(line)
    except ValueError as error:
        return Problem(where, f"不是合法的 JSON：{error}。请改正这一行。")
    return _from_value(where, value)


def _from_value(where: str, value: Any) -> Article | Problem:
    if not isinstance(value, Mapping):
        return Problem(where, '不是一条记录：应为一个 JSON 对象，如 {"headline": …, "body": …}。')
    if not any(key in value for key in _KEYS):
        return Problem(where, f"没有一个认识的键。可用的键：{'、'.join(_KEYS)}。")
    try:
        article = from_record(value)
    except ValueError as error:
        return Problem(where, wrong_type(str(error)))
    if article.date and not is_real_date(article.date):
        return Problem(where, f"date 的值“{article.date}”不是 YYYY-MM-DD 形式的真实日期。请改正，或留空。")
    if article.kind not in KINDS:
        return Problem(where, f"kind 的值“{article.kind}”不认识，应为 {'、'.join(KINDS)} 之一。请改正，或留空。")
    return article


def wrong_type(message: str) -> str:
    """What `from_record` said, in Chinese. It begins with the key."""
    key = message.partition(":")[0]
    if key == "authors":
        wanted = "列表，每项有 name 和 role"
    elif key == "parts":
        wanted = "列表，每项有 page、source_file 和 body"
    else:
        wanted = "列表" if key in LISTS else "一段文字"
    return f"{key} 的值类型不对，应为{wanted}。请改正这条记录。"


def _from_csv(where: str, text: str) -> Iterator[Article | Problem]:
    header: list[str] | None = None
    broken = False
    for number, row in _rows(text):
        if isinstance(row, str):
            yield Problem(f"{where}:{number}", f"这一行的引号有误（{row}），到下一个完整的行为止都跳过了。请改正。")
            broken = True
        elif not any(cell.strip() for cell in row):
            continue
        elif header is None:
            header = [cell.strip("\ufeff \t") for cell in row]
            if not any(name in _KEYS for name in header):
                yield Problem(f"{where}:{number}", f"首行没有认识的列名。可用的列名：{'、'.join(_KEYS)}。")
                return
        elif len(row) == len(header):
            broken = False
            yield _from_cells(f"{where}:{number}", dict(zip(header, row, strict=True)))
        elif not broken:  # What follows a broken row are its own remains, told of already.
            what = f"这一行有 {len(row)} 列，首行有 {len(header)} 列。请检查逗号和引号。"
            yield Problem(f"{where}:{number}", what)


def _rows(text: str) -> Iterator[tuple[int, list[str] | str]]:
    """The rows with the number of their first line; for one that cannot be read, why, and on with the next line.

    A quote that is never closed would swallow the rest of the file. csv stops at its field limit of 131,072 characters
    or at the end; the rows are then read again from the line after the quote.
    """
    lines = [line + "\n" for line in text.split("\n")]
    start = 0
    while start < len(lines):
        reader = csv.reader((lines[n] for n in range(start, len(lines))), strict=True)
        begin = start
        try:
            for row in reader:
                yield begin + 1, row
                begin = start + reader.line_num
        except csv.Error as error:
            yield begin + 1, str(error)
            start = begin + 1
        else:
            return


def _from_cells(where: str, cells: dict[str, str]) -> Article | Problem:
    record: dict[str, Any] = {}
    try:
        for key, cell in cells.items():
            if key in LISTS:
                record[key] = cell_list(key, cell.strip())
            elif key == "headline_inferred":
                if cell.strip().lower() not in _FLAGS:
                    raise ValueError("headline_inferred 应为 true 或 false")
                record[key] = _FLAGS[cell.strip().lower()]
            elif key in _KEYS:
                record[key] = cell
    except ValueError as error:
        return Problem(where, f"{error}。请改正这一行。")
    return _from_value(where, record)


def cell_list(key: str, cell: str) -> Any:
    """The list that is written in one cell: see the head of this module.

    Raises:
        ValueError: it cannot be read; the Chinese message says why.
    """
    if cell.startswith("["):
        try:
            return _parsed(cell)
        except ValueError as error:
            raise ValueError(f"{key} 以 [ 开头，却不是合法的 JSON：{error}") from error
    items = [item.strip() for item in _ITEM_END.split(cell) if item.strip()]
    if key == "parts" and items:
        raise ValueError("parts 应为 JSON 列表")
    return [author for item in items for author in _authors(item)] if key == "authors" else items


def _authors(item: str) -> list[dict[str, str]]:
    """`记者:张三、李四` → both, with the role; `张三` → one with the default role."""
    role, colon, names = _COLON.split(item, 1)[0], _COLON.search(item), _COLON.split(item, 1)[-1]
    people = ["".join(name.split()) for name in names.split("、")]
    if not all(people):
        raise ValueError(f"authors 里“{item}”没有姓名")
    return [{"name": name, "role": role.strip() if colon else ""} for name in people]
