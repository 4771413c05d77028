"""What does an engine hold of an article, and what is each field for?

An engine is handed `Document`s: the article, kept whole to be given back, and the terms that it is found by, ready
made. It never cuts text itself, so every engine holds the same terms and gives the same articles.

    text fields    head (kicker, headline, subtitle), body (its paragraphs), rest (column, source, dateline, authors'
                   names), and column and source once more for themselves. Of each: the single characters, and
                   the pairs in order, which decide whether a literal stands in it.
    word fields    head, body: jieba's words, for ranking.
    value fields   author, topic, page, date, paper, column, source, kind, headline, origin (the id of the article that
                   this one reprints, or its own): matched whole.

**The law.** A literal finds an article if and only if one of its parts contains it: a paragraph of the body; kicker,
headline, subtitle; column, source, dateline; an author's name. White space aside, never across parts.
`parts` names those parts; everything else follows from it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from .article import Article
from .text import bare, gram_rules, pair_stream, word_rules

SCHEMA_RULES = "2"
"""To be raised when fields come, go or change what they hold."""

TEXT_FIELDS = ("head", "body", "rest", "column", "source")
LITERAL_FIELDS = ("head", "body", "rest")
"""The text fields that together hold every part: where a literal without a field is looked for."""
WORD_FIELDS = ("head", "body")
VALUE_FIELDS = ("author", "topic", "page", "date", "paper", "column", "source", "kind", "headline", "origin")
"""Matched whole, see `value_terms`."""

ROLES = {"author": "", "reporter": "记者", "correspondent": "通讯员", "photographer": "摄影"}
"""Fields of names → the role that the name must have; author takes any."""

DATE_LENGTH = {"year": 4, "month": 7, "day": 10}
"""Fields cut from the date → how many characters of it."""

COUNTED = (*ROLES, "topic", "page", "paper", "column", "source", "kind", *DATE_LENGTH)
"""The fields whose values can be counted and listed."""

LISTED = (*COUNTED, "headline", "word")
"""The fields whose values can be listed: those, the headlines as printed, and the words of head and body."""

HEADS = ("kicker", "headline", "subtitle")
"""The parts that the scope `headline` means."""

_FIELD_OF_PART = {
    "kicker": "head",
    "headline": "head",
    "subtitle": "head",
    "body": "body",
    "column": "rest",
    "source": "rest",
    "dateline": "rest",
    "author": "rest",
}
PARTS = tuple(_FIELD_OF_PART)

SEPARATOR = "\t"
"""Between the key of a value term, by which it is looked up, and what else it tells."""

_SURROGATE = re.compile("[\ud800-\udfff]")
_REMEMBERED, _SHORT = 1 << 14, 60


@dataclass(frozen=True, slots=True)
class Document:
    """An article and the terms it is found by.

    Attributes:
        article: kept whole, given back as it is.
        texts: text field → its parts, folded and without white space: the terms are their characters and pairs.
        words: word field → its words in order.
        values: value field → its terms, as `value_terms` makes them.
    """

    article: Article
    texts: Mapping[str, tuple[str, ...]]
    words: Mapping[str, tuple[str, ...]]
    values: Mapping[str, tuple[str, ...]]

    def renamed(self, article: Article) -> Document:
        """The document of an article that differs in nothing but its own id, and those that it names."""
        return replace(self, article=article, values={**self.values, "origin": (origin(article),)})

    @property
    def chars(self) -> dict[str, frozenset[str]]:
        """Text field → its single characters, each once."""
        return {field: frozenset("".join(some)) for field, some in self.texts.items()}

    @property
    def pairs(self) -> dict[str, tuple[str, ...]]:
        """Text field → its character pairs in order, parts divided by `text.BREAK`."""
        return {field: tuple(pair_stream(some)) for field, some in self.texts.items()}


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """The rules that shaped an index. Where `grams` differ its answers could miss articles; where `words` differ they
    are merely ranked otherwise."""

    grams: str
    words: str


def fingerprint() -> Fingerprint:
    """The stamp of this version's rules."""
    return Fingerprint(grams=f"{SCHEMA_RULES}.{gram_rules()}", words=word_rules())


def parts(article: Article) -> Iterator[tuple[str, str]]:
    """Every part of an article that a literal may stand in: (name of the part, text as printed)."""
    for name in HEADS:
        if text := getattr(article, name):
            yield name, text
    for paragraph in article.paragraphs:
        yield "body", paragraph
    for name in ("column", "source", "dateline"):
        if text := getattr(article, name):
            yield name, text
    for author in article.authors:
        yield "author", author.name


def text_fields(article: Article) -> dict[str, list[str]]:
    """The article's parts as printed, by the text field that holds them; empty fields are left out."""
    found: dict[str, list[str]] = {}
    for name, text in parts(article):
        if text and not text.isspace():
            found.setdefault(_FIELD_OF_PART[name], []).append(text)
            if name in ("column", "source"):
                found.setdefault(name, []).append(text)
    return found


def values(article: Article, field: str) -> tuple[str, ...]:
    """What an article has in a field of `COUNTED` or as its headline, as printed, each once.

    Raises:
        ValueError: there is no such field.
    """
    if field == "headline":
        text = "" if article.headline_inferred else _printed(article.headline)
        return (text,) if text else ()
    if field in ROLES:
        names = (_signed(a.name) for a in article.authors if ROLES[field] in ("", bare(a.role)))
        return tuple(dict.fromkeys(name for name in names if name))
    if field == "page":
        return tuple(dict.fromkeys(_printed(page) for page in article.pages if page.strip()))
    if field == "topic":
        return tuple(dict.fromkeys(_printed(topic) for topic in article.topics if topic.strip()))
    if field in DATE_LENGTH:
        return (article.date[: DATE_LENGTH[field]],) if article.date else ()
    if field not in COUNTED:
        raise ValueError(f"no such field: {field}; there are {', '.join(COUNTED)}")
    text = _printed(getattr(article, field))
    return (text,) if text else ()


def origin(article: Article) -> str:
    """The id that an article shares with those that it reprints and that reprint it."""
    return article.same_as or article.id


def _printed(value: str) -> str:
    """A value as it is listed: the ends trimmed, and half a surrogate pair, which no file can hold, replaced."""
    return _SURROGATE.sub("�", value).strip()


def _signed(name: str) -> str:
    return "".join(_printed(name).split())


def page_key(page: str) -> str:
    """The page as it is compared: `01`, `1` and `０１` are the same, so are `A02` and `a2`."""
    text = bare(page)
    letters = text.rstrip("0123456789")
    return letters + (text[len(letters) :].lstrip("0") or text[len(letters) :][-1:])


def value_terms(article: Article) -> dict[str, tuple[str, ...]]:
    """The terms of the value fields: `key TAB as printed`, of an author with the role between, a date itself."""
    return {
        "author": _once([_author_term(author.name, author.role) for author in article.authors]),
        "topic": _once([_term(topic) for topic in article.topics]),
        "page": _once([_page_term(page) for page in article.pages]),
        "date": (article.date,) if article.date else (),
        "paper": _one(_term(article.paper)),
        "column": _one(_term(article.column)),
        "source": _one(_term(article.source)),
        "kind": _one(_term(article.kind)),
        "headline": _once([_key_and_printed(bare(text), text) for text in values(article, "headline")]),
        "origin": (origin(article),),
    }


def _once(terms: Iterable[str]) -> tuple[str, ...]:
    """The terms, each once; an empty one is none."""
    return tuple(filter(None, dict.fromkeys(terms)))


def _one(term: str) -> tuple[str, ...]:
    return (term,) if term else ()


def _key_and_printed(key: str, value: str) -> str:
    return f"{key}{SEPARATOR}{_printed(value)}" if key else ""


def _term(value: str) -> str:
    return _name_term(value) if len(value) <= _SHORT else _key_and_printed(bare(value), value)


# A paper has few names, and they come again and again.
@lru_cache(_REMEMBERED)
def _name_term(value: str) -> str:
    return _key_and_printed(bare(value), value)


@lru_cache(_REMEMBERED)
def _page_term(page: str) -> str:
    return _key_and_printed(bare(page) and page_key(page), page)


@lru_cache(_REMEMBERED)
def _author_term(name: str, role: str) -> str:
    key = bare(name)
    return SEPARATOR.join((key, bare(role), _signed(name))) if key else ""
