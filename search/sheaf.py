"""In what form do the documents of many articles go from one process to another?

A `Sheaf` holds of them what an engine holds of each (`schema.Document`), as arrays: they are packed, sent and unpacked
in no time, and an engine that knows arrays takes them as they are. A `Row` is one of its documents.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .article import Article, to_short_record
from .postings.batch import Texts, Tokens, string_of
from .schema import Document, origin

__all__ = ["Lines", "Row", "Sheaf", "Texts", "Tokens", "record_of", "string_of"]


class Lines(Sequence[str]):
    """Many words as the lines of one text, which are parted only when they are asked for. No word is empty or holds a
    line feed.

    Attributes:
        text: the lines.
    """

    __slots__ = ("_count", "_parted", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self._parted: list[str] | None = None
        self._count = text.count("\n") + 1 if text else 0

    @classmethod
    def of(cls, words: Iterable[str]) -> Lines:
        """Some words; those that are lines already as they are."""
        return words if isinstance(words, Lines) else cls("\n".join(words))

    def __reduce__(self) -> tuple[Any, ...]:
        return Lines, (self.text,)

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[str]:
        return iter(self.text.split("\n") if self.text else ())

    def __getitem__(self, at: Any) -> Any:
        if self._parted is None:
            self._parted = list(self)
        return self._parted[at]


_encoded = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


@dataclass(frozen=True, slots=True, eq=False)
class Sheaf:
    """Many documents.

    Attributes:
        texts: text field → the parts of each document, folded and without white space.
        words: word field → the words of each.
        values: value field → the terms of each; but `origin`, which may be decided later than all else.
        sizes: how many words and characters each has, and ends of parts.
    """

    texts: Mapping[str, Texts]
    words: Mapping[str, Tokens]
    values: Mapping[str, Tokens]
    sizes: tuple[int, ...]

    def __reduce__(self) -> tuple[Any, ...]:
        words = {field: some._replace(terms=Lines.of(some.terms)) for field, some in self.words.items()}
        return Sheaf, (dict(self.texts), words, dict(self.values), self.sizes)


@dataclass(frozen=True, slots=True)
class Row:
    """A document of a sheaf.

    Attributes:
        article: kept whole. It may differ from the one that was packed in the ids that it names and has.
        number: in the sheaf.
    """

    article: Article
    sheaf: Sheaf
    number: int

    def renamed(self, article: Article) -> Row:
        """The document of an article that differs in nothing but its own id, and those that it names."""
        return Row(article, self.sheaf, self.number)

    @property
    def size(self) -> int:
        """How many words and characters it has, and ends of parts."""
        return self.sheaf.sizes[self.number]

    @property
    def document(self) -> Document:
        """The document, unpacked."""
        texts = {field: some.of(self.number) for field, some in self.sheaf.texts.items()}
        words = {field: some.of(self.number) for field, some in self.sheaf.words.items()}
        values = {field: some.of(self.number) for field, some in self.sheaf.values.items()}
        return Document(
            self.article,
            {field: some for field, some in texts.items() if some},
            # A text without a word has none, and it is said so.
            {field: some for field, some in words.items() if texts.get(field)},
            {field: some for field, some in values.items() if some} | {"origin": (origin(self.article),)},
        )


def record_of(article: Article) -> str:
    """An article as one JSON text, without the keys that have no value: an eighth of it, which read the same where they
    are absent."""
    return _encoded(to_short_record(article))
