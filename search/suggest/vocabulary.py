"""Which names and words are there, and how are those found that look or sound like a text?

A `Vocabulary` is what the index holds, read once for a commit and no sooner than it is asked for. There is no second
index of sounds or of deletions beside it (SymSpell keeps some five deletions of every word; a word of four hanzi with
two readings each has sixteen sounds): words are short, so lists by length and first character, and by length and last
character, are enough. They hold the very strings that the index gave, and take a fifth of a second for 300,000 words.

What sounds like a text is a *pattern*: for each position the set of characters that may stand there. So are pinyin,
initials, and a mixture of them with hanzi, and one function finds the words of any pattern: it looks at the few lists
whose first character fits. What is one slip away from a text keeps its first character or its last, so it is in one of
two lists.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain, islice
from math import log

from ..text import bare
from .pinyin import Sounds

Terms = Callable[[str, str], Iterable[tuple[str, int]]]
"""The values of a field that begin so, with how many articles have each: `Backend.terms`."""

Buckets = dict[int, dict[str, list[str]]]
Pattern = Sequence[Collection[str]]
"""For each position the characters that may stand there."""

LONGEST = 40
"""Characters of a word or name that anyone is helped to spell."""

MOST_HEADLINES = 200_000
"""So many are offered for completion, those that are most printed and then the first in the order of the index: each
takes half a kilobyte, and beyond some decades of a paper nobody would see them."""

NAMES = {"author": 2.5, "topic": 1.5, "column": 1.0, "source": 1.0}
"""Fields whose values are more than words → how much more likely one of them is meant than a word as frequent, as a
natural logarithm."""

_RARE = 12.0
_LONE = 9.0
_UNKNOWN = 14.0
_FREQUENCY = 0.6


@dataclass(frozen=True, slots=True)
class Value:
    """A name as printed, the field that it stands in, and how many articles have it."""

    text: str
    field: str
    articles: int


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Words, found by what they look like: length → first (last) character → words."""

    by_first: Buckets
    by_last: Buckets

    @classmethod
    def of(cls, words: Iterable[str]) -> Lexicon:
        """The lexicon of some bare words, each given once."""
        by_first: Buckets = {}
        by_last: Buckets = {}
        for word in words:
            length = len(word)
            if length not in by_first:
                by_first[length], by_last[length] = {}, {}
            by_first[length].setdefault(word[0], []).append(word)
            by_last[length].setdefault(word[-1], []).append(word)
        return cls(by_first, by_last)

    def like(self, pattern: Pattern) -> list[str]:
        """The words that a pattern describes from end to end."""
        return _fitting(self.by_first.get(len(pattern), {}), pattern)

    def one_slip_from(self, text: str) -> Iterator[str]:
        """The words that became `text` by one character replaced, added, left out, or two neighbours swapped; some may
        come twice. Two characters and more."""
        for at in range(len(text)):
            yield from self._if_word(text[:at] + text[at + 1 :])
            yield from self._if_word(text[:at] + text[at : at + 2][::-1] + text[at + 2 :])
        for more in (0, 1):  # replaced, left out: the word has as many characters as the text, or one more
            same_first = self.by_first.get(len(text) + more, {}).get(text[0], ())
            for at in range(1, len(text) + more):
                head, tail = text[1:at], text[at + 1 - more :]
                if not head and not tail:
                    yield from same_first
                else:
                    yield from [word for word in same_first if word.endswith(tail) and word.startswith(head, 1)]
            tail = text[1 - more :]
            same_last = self.by_last.get(len(text) + more, {}).get(text[-1], ())
            yield from [word for word in same_last if word.endswith(tail)]

    def _if_word(self, text: str) -> Iterator[str]:
        if text and text in self.by_first.get(len(text), {}).get(text[0], ()):
            yield text


@dataclass(frozen=True, slots=True)
class Beginnings:
    """Words, found by how they begin: first character → words, most used first."""

    by_first: dict[str, list[str]]

    @classmethod
    def of(cls, words: Iterable[str]) -> Beginnings:
        """Of some bare words, most used first."""
        by_first: dict[str, list[str]] = {}
        for word in words:
            by_first.setdefault(word[0], []).append(word)
        return cls(by_first)

    def like(self, pattern: Pattern, most: int) -> Iterator[str]:
        """Words that begin as a pattern describes: of each first character the `most` most used."""
        first, then, length = pattern[0], pattern[1:], len(pattern)
        for char in first if len(first) < len(self.by_first) else self.by_first.keys() & first:
            words: Iterable[str] = self.by_first.get(char, ())
            for at, allowed in enumerate(then, 1):
                words = [word for word in words if len(word) >= length and word[at] in allowed]
            yield from islice(words, most)


def _fitting(lists: dict[str, list[str]], pattern: Pattern) -> list[str]:
    first = pattern[0]
    keys = first if len(first) < len(lists) else lists.keys()
    fitting = list(chain.from_iterable(lists[char] for char in keys if char in first and char in lists))
    for at in range(1, len(pattern)):
        allowed = pattern[at]
        fitting = [word for word in fitting if word[at] in allowed]
    return fitting


@dataclass(frozen=True)
class Vocabulary:
    """What an index holds at one commit. Make a new one for the next; nothing is read before it is needed, and then
    once. Threads may share it.

    Attributes:
        terms: the values of a field; asked for author, topic, column, source, word, headline, and for the role that a
            query names.
        count: in about how many articles a text stands; 0 only where it stands in none. With it no run is suggested,
            put together from pieces, that finds nothing.
        frequency: the same, asked some hundred times a suggestion: found out quickly, perhaps too high, never too low
            (`Backend.frequency`). With it names are suggested that are no words of the index (`grams`).
    """

    terms: Terms
    count: Callable[[str], int] | None = None
    frequency: Callable[[str], int] | None = None
    _fields: dict[str, tuple[Lexicon, dict[str, Value]]] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def of(
        cls, terms: Terms, count: Callable[[str], int] | None = None, frequency: Callable[[str], int] | None = None
    ) -> Vocabulary:
        """The vocabulary behind some callables; nothing is read yet."""
        return cls(terms, count, frequency)

    @cached_property
    def words(self) -> dict[str, int]:
        """Every word of head and body, bare → articles."""
        return {word: articles for word, articles in self.terms("word", "") if 0 < len(word) <= LONGEST}

    @cached_property
    def names(self) -> dict[str, Value]:
        """Bare → the value, of every field of `NAMES`; of two fields that share one, the first."""
        found: dict[str, Value] = {}
        for name in NAMES:
            for key, value in self._values(name).items():
                found.setdefault(key, value)
        return found

    @cached_property
    def lexicon(self) -> Lexicon:
        """All names and words of two characters and more."""
        return Lexicon.of(chain(self.names, (word for word in self.words if len(word) > 1 and word not in self.names)))

    @cached_property
    def most(self) -> int:
        """How many articles the most frequent word has: nearly all."""
        return max(self.words.values(), default=1)

    @cached_property
    def sounds(self) -> Sounds:
        """How the characters of names and words sound."""
        chars: set[str] = set()
        return Sounds.of(chars.union(*self.words, *self.names))

    @cached_property
    def sounds_of_all(self) -> Sounds:
        """How the characters of names, words and headlines sound."""
        chars: set[str] = set()
        return Sounds.of(chars.union(*self.words, *self.names, *self.headlines[1]))

    @cached_property
    def headlines(self) -> tuple[Beginnings, dict[str, Value]]:
        """The headlines, by the bare text from its first letter or digit on."""
        found: dict[str, Value] = {}
        for text, articles in islice(self.terms("headline", ""), MOST_HEADLINES):
            key = bare(text)
            if not key[:1].isalnum():
                key = key[next((at for at, char in enumerate(key) if char.isalnum()), len(key)) :]
            if key:
                found.setdefault(key, Value(text, "headline", articles))
        return Beginnings.of(found), found

    @cached_property
    def completed(self) -> Beginnings:
        """The names that are offered for completion, of one character too."""
        by_use = sorted(self.names.items(), key=lambda item: -item[1].articles)
        return Beginnings.of(key for key, value in by_use if value.field != "source")

    @cached_property
    def completed_words(self) -> Beginnings:
        """The words that are offered for completion."""
        return Beginnings.of(word for word in self.words if len(word) > 1 and word not in self.names)

    def field(self, name: str) -> tuple[Lexicon, dict[str, Value]]:
        """The values of one field."""
        if name not in self._fields:
            values = self._values(name)
            self._fields[name] = (Lexicon.of(values), values)
        return self._fields[name]

    def known(self, key: str) -> bool:
        """Is this a name or a word?"""
        return key in self.names or key in self.words

    def stands(self, text: str) -> bool:
        """Does a text stand in the index, as far as that can be told?"""
        if self.frequency is not None and not self.frequency(text):
            return False
        return self.count is None or self.count(text) > 0

    def articles(self, key: str) -> int:
        """About how many articles have a name or a word."""
        value = self.names.get(key)
        return max(value.articles if value else 0, self.words.get(key, 0))

    def printed(self, key: str) -> str:
        """A name as printed; a word as it is compared."""
        value = self.names.get(key)
        return value.text if value else key

    def cost(self, key: str) -> float:
        """How surprising it is that someone types this, as a negative natural logarithm but for a constant: names are
        likelier than words, frequent ones likelier than rare ones, and one word likelier than two in a row."""
        value = self.names.get(key)
        articles = self.articles(key)
        if len(key) == 1:
            return _LONE - _FREQUENCY / 2 * log(articles) if articles else _UNKNOWN
        return _RARE - _FREQUENCY * log(max(1, articles)) - (NAMES[value.field] if value else 0)

    def _values(self, name: str) -> dict[str, Value]:
        found: dict[str, Value] = {}
        for text, articles in self.terms(name, ""):
            if 0 < len(key := bare(text)) <= LONGEST:
                found.setdefault(key, Value(text, name, articles))
        return found
