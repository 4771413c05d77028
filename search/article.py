"""What is an article, once it has been read off a page?

An `Article` is the record that everything here is about: the ingester makes it, the index keeps it whole, and a search
gives it back as it was kept. Its keys are a contract (JSON lines in, JSON lines out): other tools are built on them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from operator import attrgetter
from typing import Any

KINDS = ("news", "photo", "commentary", "notice", "advert", "brief", "teaser")


@dataclass(frozen=True, slots=True)
class Author:
    """Somebody named for an article.

    Attributes:
        name: as it is signed, white space removed (曾　强 is 曾强). May be an institution (穗卫健宣).
        role: 记者, 通讯员, 摄影, 作者, 供图 ….
        as_printed: the whole credit the name stands in: `□记者 曾　强 通讯员 李梅`.
    """

    name: str
    role: str = "作者"
    as_printed: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """The piece of an article that stood on one page, as it was read.

    Attributes:
        page: the page's number as printed, `01`, `A12`.
        source_file: the name of the file it was read from.
        body: paragraphs separated by line feeds.
    """

    page: str
    source_file: str
    body: str


@dataclass(frozen=True, slots=True)
class Article:
    """One article. Absent texts are empty, absent lists are `()`, never None.

    Attributes:
        id: `zsrb-20260125-01-03`: the paper's slug, the date, the page, an ordinal that is never used again.
        paper, date, page, page_name: 报名, `YYYY-MM-DD`, the page's number (`01`, `A12`), 版名.
        kind: one of `KINDS`.
        column, kicker, headline, subtitle: 栏目, 引题, 正题, 副题. Lines of one headline are joined by a space.
        headline_inferred: the page printed no headline; `headline` is the lead sentence.
        authors: in the order of printing.
        source: 新华社 … where it is not the paper itself.
        dateline: 本报讯, 新华社北京1月24日电.
        body: paragraphs separated by line feeds; 小标题 are paragraphs of it where they stand.
        subheads: those 小标题 again.
        jump_to, jump_from: the page on which the article goes on, or from which it comes.
        belongs_to: the id of the article that this one is a sidebar of.
        same_as: the id of the article that this one reprints.
        parts: as read, one for each page.
        topics, keywords: names of topics; words that set the article apart.
    """

    id: str
    paper: str = ""
    date: str = ""
    page: str = ""
    page_name: str = ""
    kind: str = "news"
    column: str = ""
    kicker: str = ""
    headline: str = ""
    subtitle: str = ""
    headline_inferred: bool = False
    authors: tuple[Author, ...] = ()
    source: str = ""
    dateline: str = ""
    body: str = ""
    subheads: tuple[str, ...] = ()
    jump_to: str = ""
    jump_from: str = ""
    belongs_to: str = ""
    same_as: str = ""
    parts: tuple[Part, ...] = ()
    topics: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()

    def __reduce__(self) -> tuple[Any, ...]:
        # Articles go from one process to another; what a frozen dataclass does by itself takes three times as long.
        return Article, _values(self)

    @property
    def pages(self) -> tuple[str, ...]:
        """Every page that the article stands on, in reading order."""
        return tuple(dict.fromkeys(part.page for part in self.parts if part.page)) or (
            (self.page,) if self.page else ()
        )

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """The paragraphs of the body, empty ones left out."""
        return tuple(paragraph for paragraph in self.body.split("\n") if paragraph.strip())


_TEXTS = tuple(f.name for f in fields(Article) if f.type == "str")
_NAMES = ("subheads", "topics", "keywords")
_KEYS = tuple(f.name for f in fields(Article))
_values: Callable[[Article], tuple[Any, ...]] = attrgetter(*_KEYS)
_RECORDS = {"authors": tuple(f.name for f in fields(Author)), "parts": tuple(f.name for f in fields(Part))}
_SURROGATE = re.compile("[\ud800-\udfff]")


def to_record(article: Article) -> dict[str, Any]:
    """The article as a plain mapping of its keys, ready for JSON; `from_record` turns it back."""
    # Ten times as fast as `dataclasses.asdict`, which looks at every value as if it could be anything.
    record: dict[str, Any] = dict(zip(_KEYS, _values(article), strict=True))
    for name in _NAMES:
        record[name] = list(record[name])
    for name in _RECORDS:
        record[name] = _records(name, record[name])
    return record


def to_short_record(article: Article) -> dict[str, Any]:
    """The same without the keys that have no value, which are two of three; lists may be tuples."""
    record: dict[str, Any] = {key: value for key, value in zip(_KEYS, _values(article), strict=True) if value}
    for name in _RECORDS:
        if name in record:
            record[name] = _records(name, record[name])
    return record


def _records(name: str, some: Iterable[object]) -> list[dict[str, Any]]:
    return [{key: getattr(each, key) for key in _RECORDS[name]} for each in some]


def from_record(record: Mapping[str, Any]) -> Article:
    """The article that a mapping of Article keys describes. Unknown keys are left aside, absent or null ones are empty.

    Numbers are taken for text (`"page": 1`), and half a surrogate pair (JSON's `\\ud800`), which no file can hold,
    becomes U+FFFD; else the text is kept as given.

    Raises:
        ValueError: a value is not of the kind its key holds; the message names the key.
    """
    if not isinstance(record, Mapping):
        raise ValueError(f"record: expected keys and values, found {type(record).__name__}")
    values = dict(_EMPTY)
    for name, value in record.items():  # of two dozen keys a record has seven
        if (read := _READ.get(name)) is not None:
            values[name] = read(name, value)
    values["kind"] = values["kind"] or "news"
    return Article(**values)


def _text(name: str, value: Any) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise ValueError(f"{name}: expected text, found {type(value).__name__}")
    text = str(value)
    try:
        text.encode()  # half the time of a search
    except UnicodeEncodeError:
        return _SURROGATE.sub("�", text)
    return text


def _flag(name: str, value: Any) -> bool:
    if value not in (None, "", False, True):
        raise ValueError(f"{name}: expected true or false, found {value!r}")
    return bool(value)


def _items(name: str, value: Any) -> list[Any] | tuple[Any, ...]:
    if value is None or value == "":
        return ()
    if not isinstance(value, list | tuple):
        raise ValueError(f"{name}: expected a list, found {type(value).__name__}")
    return value


def _texts(name: str, value: Any) -> tuple[str, ...]:
    return tuple([_text(name, item) for item in _items(name, value)])


def _authors(name: str, value: Any) -> tuple[Author, ...]:
    return tuple([_author(item) for item in _items(name, value)])


def _parts(name: str, value: Any) -> tuple[Part, ...]:
    return tuple([_part(item) for item in _items(name, value)])


def _author(item: Any) -> Author:
    if isinstance(item, str) and item.strip():
        printed = _text("authors", item)
        return Author("".join(printed.split()), "作者", printed)
    if not isinstance(item, Mapping) or not item.get("name"):
        raise ValueError(f"authors: expected a name and a role, found {item!r}")
    name, role, printed = (_text("authors", item.get(key)) for key in ("name", "role", "as_printed"))
    return Author(name, role or "作者", printed)


def _part(item: Any) -> Part:
    if not isinstance(item, Mapping):
        raise ValueError(f"parts: expected page, source_file and body, found {item!r}")
    return Part(*(_text("parts", item.get(key)) for key in ("page", "source_file", "body")))


_READ: dict[str, Callable[[str, Any], Any]] = {
    **dict.fromkeys(_TEXTS, _text),
    **dict.fromkeys(_NAMES, _texts),
    "headline_inferred": _flag,
    "authors": _authors,
    "parts": _parts,
}
"""Key → what reads its value."""
_EMPTY: dict[str, Any] = {name: read(name, None) for name, read in _READ.items()}
