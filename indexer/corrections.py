"""What has a person put right in an article, and how does it outlast the next reading of its page?

`corrections.jsonl` lies in the index directory, one JSON object a line: the id, the fields that are to be otherwise,
and, for people, a note.

    {"id": "lwrb-20250721-01-02", "headline": "…", "authors": [{"name": "…", "role": "记者"}], "note": "…"}

It is written by hand or by `news-index correct`, and it is all there is: the article in the index is what the page
says with the correction laid over it. Its page can be read again, or the article go and come back; the article as the
page has it, by which it is recognised, is kept in the ledger, and stands again when its line is taken out.

Of two lines for one article the later counts, field by field. A line that cannot be used is a problem, and what was
corrected by it before stays as it was, as does all else where it cannot be said whose line it is.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from search.article import KINDS, Article, from_record, to_record

from .enrich import enriched
from .identity import alike
from .ledger import Ledger
from .problem import Problem, reason
from .readers.decode import decode
from .readers.records import wrong_type
from .topic import Topic

NAME = "corrections.jsonl"

FIELDS = (
    "headline", "kicker", "subtitle", "authors", "body", "subheads", "kind", "column", "source", "dateline",
    "page_name", "topics", "keywords", "belongs_to", "same_as",
)  # fmt: skip
"""What can be corrected. Paper, date and page make the id: a page is put right when it is added."""

_PLACE = ("paper", "date", "page")

Fields = Mapping[str, Any]
"""Keys of `FIELDS` → what they are to be, as in a record."""


@dataclass(frozen=True, slots=True)
class Corrections:
    """What the file says.

    Attributes:
        fields: id → what is to be otherwise, for every line that can be used.
        lines: id → the line, `news.index/corrections.jsonl:3`; of several the last.
        notes: id → what was noted for people.
        doubtful: ids with a line that cannot be used.
        unread: whether there are lines of which not even the id can be told.
        problems: one for each line that cannot be used.
    """

    fields: Mapping[str, Fields] = field(default_factory=dict)
    lines: Mapping[str, str] = field(default_factory=dict)
    notes: Mapping[str, str] = field(default_factory=dict)
    doubtful: frozenset[str] = frozenset()
    unread: bool = False
    problems: tuple[Problem, ...] = ()


def path_of(ledger: Ledger) -> Path:
    """Where the corrections of an index are."""
    return ledger.path.with_name(NAME)


def read(path: Path) -> Corrections:
    """Reads the file; none at all is no correction."""
    try:
        data = path.read_bytes() if path.exists() else b""
    except OSError as error:
        return Corrections(unread=True, problems=(Problem(str(path), f"打不开：{reason(error)}。请检查权限。"),))
    text = decode(data, str(path)) if data else ""
    if isinstance(text, Problem):
        return Corrections(unread=True, problems=(text,))
    fields: dict[str, dict[str, Any]] = {}
    lines: dict[str, str] = {}
    notes: dict[str, str] = {}
    doubtful: set[str] = set()
    problems: list[Problem] = []
    unread = False
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip("\ufeff \t\r"):
            continue
        where = f"{path}:{number}"
        said = _parsed(line)
        id = id_in(line)
        wrong = said if isinstance(said, str) else _checked(said)
        if wrong or isinstance(said, str):
            problems.append(Problem(where, wrong))
            doubtful.update([id] if id else [])
            unread |= not id
            continue
        fields.setdefault(id, {}).update((key, value) for key, value in said.items() if key in FIELDS)
        lines[id] = where
        notes[id] = str(said.get("note") or notes.get(id, ""))
    return Corrections(fields, lines, notes, frozenset(doubtful), unread, tuple(problems))


def id_in(line: str) -> str:
    """The id that a line of the file is about, `""` where it cannot be told."""
    said = _parsed(line)
    id = "" if isinstance(said, str) else said.get("id")
    return id.strip() if isinstance(id, str) else ""


def line_of(id: str, fields: Fields, note: str) -> str:
    """A correction as a line of the file."""
    return json.dumps({"id": id, **fields, **({"note": note} if note else {})}, ensure_ascii=False)


def write(path: Path, id: str, line: str) -> None:
    """Puts a line in the place of all those of an article, at the end where there is none; nothing, where it is empty.

    Everything else stays as it was typed. The file is never half written: a new one takes the old one's place.

    Raises:
        OSError: it cannot be written.
        ValueError: what is there is no text.
    """
    text = decode(path.read_bytes(), str(path)) if path.exists() and path.stat().st_size else ""
    if isinstance(text, Problem):
        raise ValueError(str(text))
    kept: list[str] = []
    for old in text.removesuffix("\n").split("\n") if text else ():
        if id_in(old) != id:
            kept.append(old)
        elif line:
            kept.append(line)
            line = ""
    kept += [line] if line else []
    new = path.with_name(f".{path.name}.new")
    new.write_text("".join(f"{each}\n" for each in kept), "utf-8", newline="\n")
    os.replace(new, path)


def fault_of(fields: Fields) -> str:
    """Why fields cannot be corrected so, in Chinese; `""` where they can."""
    try:
        article = from_record(fields)
    except ValueError as error:
        return wrong_type(str(error))
    if article.kind not in KINDS:
        return f"kind 的值“{article.kind}”不认识，应为 {'、'.join(KINDS)} 之一。"
    return ""


def corrected(article: Article, fields: Fields, topics: Sequence[Topic], keywords: bool = True) -> Article:
    """An article as the archive has it: what the page says, what is to be otherwise, and what follows from the two.

    Topics and keywords are those of the corrected text, unless they were corrected themselves; subheads that are no
    longer in the body go; a headline that a person gave is not inferred.
    """
    laid = from_record(to_record(article) | dict(fields)) if fields else article
    if "headline" in fields:
        laid = replace(laid, headline_inferred=False)
    if "body" in fields:
        laid = replace(laid, body=_to_the_end(article, laid.body))
    if "body" in fields and "subheads" not in fields:
        laid = replace(laid, subheads=tuple(filter(laid.paragraphs.__contains__, laid.subheads)))
    full = enriched(laid, topics, keywords)
    return replace(full, **{key: getattr(laid, key) for key in ("topics", "keywords") if key in fields})


def in_force(said: Corrections, ledger: Ledger) -> dict[str, Fields]:
    """id → what is to be otherwise: as the file says, and as it said before where it cannot be read now."""
    applied = {id: json.loads(fields) for id, fields in ledger.rows("SELECT id, fields FROM corrected") if fields}
    if not said.unread:
        applied = {id: fields for id, fields in applied.items() if id in said.doubtful}
    return applied | dict(said.fields)


def _to_the_end(article: Article, body: str) -> str:
    """A body that was given; of a story that goes on on other pages, with what these have, if it was given of the first
    page alone, before the others came."""
    first = article.parts[0].body if len(article.parts) > 1 else ""
    if first and article.body.startswith(first) and alike(body, first) > alike(body, article.body):
        return body + article.body[len(first) :]
    return body


def standing(ledger: Ledger) -> dict[str, Fields]:
    """`in_force`, as the file is now. To be asked by who holds the index for writing: while they waited for it,
    somebody may have corrected an article."""
    return in_force(read(path_of(ledger)), ledger)


def changed(force: Mapping[str, Fields], ledger: Ledger) -> tuple[str, ...]:
    """The ids of which the ledger does not know that they were corrected so, or not any more."""
    applied = dict(ledger.rows("SELECT id, fields FROM corrected"))
    return tuple(id for id in {**force, **applied} if applied.get(id) != (_stamp(force[id]) if id in force else None))


def printed(id: str, ledger: Ledger) -> Article | None:
    """A corrected article as its page has it; None where the article was not corrected."""
    rows = ledger.rows("SELECT printed FROM corrected WHERE id = ?", id) if ledger.may_have("corrected", id) else ()
    return from_record(json.loads(rows[0][0])) if rows else None


def keep(article: Article, fields: Fields | None, ledger: Ledger) -> None:
    """Keeps an article as its page has it.

    Args:
        fields: what was laid over it; None where that is still to be done.
    """
    record = json.dumps(to_record(article), ensure_ascii=False)
    ledger.keep("corrected", article.id, "" if fields is None else _stamp(fields), record)


def drop(id: str, ledger: Ledger) -> None:
    """An article is no longer corrected, or no longer there."""
    if ledger.may_have("corrected", id):
        ledger.rows("DELETE FROM corrected WHERE id = ?", id)


def total(ledger: Ledger) -> int:
    """How many articles are corrected."""
    return int(ledger.rows("SELECT count(*) FROM corrected")[0][0])


def missing(said: Corrections, ledger: Ledger, departed: Callable[[str], str | None]) -> list[Problem]:
    """A problem for each line whose article is not there. For one that was withdrawn by hand it just waits.

    Args:
        departed: see `Backend.departed`.
    """
    applied = {id for (id,) in ledger.rows("SELECT id FROM corrected")}
    problems = []
    for id, where in said.lines.items():
        if id in applied or ledger.is_withdrawn(id):
            continue
        if heir := departed(id):
            what = f"{id} 已由 {heir} 取代，没有更正。请把这一行的 id 改成 {heir}，或删去这一行。"
        else:
            what = f"索引里没有编号为 {id} 的文章，没有更正。请核对编号（可用 news-search 查到），或删去这一行。"
        problems.append(Problem(where, what))
    return problems


def _parsed(line: str) -> dict[str, Any] | str:
    """The object of a line, or why there is none."""
    try:
        value = json.loads(line.strip("\ufeff \t\r"))
    except (ValueError, RecursionError) as error:
        place = f"第 {error.colno} 个字符处读不下去" if isinstance(error, json.JSONDecodeError) else "括号套得太深"
        return f"不是合法的 JSON：{place}。请改正这一行。"
    if not isinstance(value, dict):
        return '不是一条更正：应为一个 JSON 对象，如 {"id": …, "headline": …}。请改正这一行。'
    return value


def _checked(said: dict[str, Any]) -> str:
    """What is wrong with the object of a line, `""` where nothing is."""
    if not isinstance(said.get("id"), str) or not said["id"].strip():
        return '没有 id。请写上文章的编号：{"id": "…", …}。'
    keys = [key for key in said if key not in ("id", "note")]
    for key in keys:
        if key in _PLACE:
            return f"{key} 不能在这里更正：日期、版次、报名请在 news-index add 时用 --date、--page、--paper 说明。"
        if key not in FIELDS:
            return f"没有“{key}”这个字段。可以更正的有：{'、'.join(FIELDS)}。请改正这一行。"
    if not keys:
        return f"没有说要更正什么。可以更正的有：{'、'.join(FIELDS)}。请补上，或删去这一行。"
    return fault_of({key: said[key] for key in keys})


def _stamp(fields: Fields) -> str:
    return json.dumps(fields, ensure_ascii=False, sort_keys=True)
