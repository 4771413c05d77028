"""Which topics does an article belong to?

A topic is a name, the IPTC Media Topic above it and a query in our own query language (`topics.toml`), so that an
editor can read, try and change it. An article has a topic if the query finds it: evaluated by the simplest engine,
on the one article.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from pathlib import Path
from typing import Any

from search.article import Article
from search.backends.holding import Prepared, Test, asking
from search.errors import QueryError
from search.query import Query, parse

from .problem import reason
from .toml import TomlError, read_toml

_IPTC = re.compile(r"medtop:\d{8}")


@dataclass(frozen=True)
class Topic:
    """A named topic.

    Attributes:
        name: the Chinese label.
        iptc: the code of its IPTC Media Topic, `medtop:03000000`.
        query: which articles belong to it.
    """

    name: str
    iptc: str
    query: Query

    @cached_property
    def finds(self) -> Test:
        """Does an article belong to it?"""
        return asking(self.query)

    def __reduce__(self) -> tuple[Any, ...]:
        return Topic, (self.name, self.iptc, self.query)


def load_topics(extra: Path | None = None) -> tuple[Topic, ...]:
    """The topics of `topics.toml`, and those of a paper's own file, which replace, take away or come after them.

    Raises:
        TomlError: a file that cannot be read, or a topic in it; the Chinese message names it.
    """
    topics = _read(files(__package__).joinpath("topics.toml").read_text("utf-8"), "topics.toml")
    if extra is not None:
        try:
            text = extra.read_text("utf-8-sig")
        except OSError as error:
            raise TomlError(f"主题文件 {extra} 打不开：{reason(error)}。请检查路径和权限。") from error
        except UnicodeDecodeError as error:
            raise TomlError(f"主题文件 {extra} 不是 UTF-8 文字。请另存为 UTF-8。") from error
        topics |= _read(text, str(extra))
    return tuple(topic for topic in topics.values() if topic is not None)


def topics_of(article: Article, topics: Collection[Topic]) -> tuple[str, ...]:
    """The names of the topics that an article belongs to, in the order of the file."""
    prepared = Prepared(article) if topics else None
    return () if prepared is None else tuple(topic.name for topic in topics if topic.finds(prepared))


def to_text(topics: Iterable[Topic]) -> str:
    """The topics as a text, to be kept; `from_text` reads it."""
    return json.dumps([[topic.name, topic.iptc, str(topic.query)] for topic in topics], ensure_ascii=False)


def from_text(text: str) -> tuple[Topic, ...]:
    """The topics that `to_text` wrote."""
    return tuple(Topic(name, iptc, parse(query)) for name, iptc, query in json.loads(text))


def _read(text: str, where: str) -> dict[str, Topic | None]:
    entries = read_toml(text, where).get("topic")
    if not isinstance(entries, list):
        raise TomlError(f"{where} 里没有主题：每个主题写成一节 [[topic]]。")
    found: dict[str, Topic | None] = {}
    for number, entry in enumerate(entries, 1):
        found |= _topic(entry, f"{where} 的第 {number} 个主题")
    return found


def _topic(entry: Any, where: str) -> dict[str, Topic | None]:
    if not isinstance(entry, dict) or not isinstance(entry.get("name"), str) or not entry["name"].strip():
        raise TomlError(f"{where}没有名字：请写 name = '…'。")
    name, query = entry["name"].strip(), entry.get("query")
    if not isinstance(query, str):
        raise TomlError(f"{where}“{name}”没有检索式：请写 query = '…'（留空表示去掉这个主题）。")
    if not query.strip():
        return {name: None}
    iptc = entry.get("iptc", "")
    if iptc and not (isinstance(iptc, str) and _IPTC.fullmatch(iptc)):
        raise TomlError(f"{where}“{name}”的 iptc 应当像 medtop:03000000 这样。")
    try:
        return {name: Topic(name, iptc, parse(query))}
    except QueryError as error:
        raise TomlError(f"{where}“{name}”的检索式有误：{error}") from error
