"""How does a character sound?

`readings` gives all sounds that a character may have, `usual` those of a word, `Sounds` the characters that have a
sound. All are pypinyin's (MIT), which comes with the extra `[suggest]` and is imported here only, on first use. Where
it is not installed nothing has a sound, and `MISSING` says what to install.

A *syllable* is written as it is typed: without its tone, ü as v. Two syllables are *close* where many speakers do not
keep them apart (模糊音): zh z, ch c, sh s, n l, f h; ang an, eng en, ing in. These are the pairs that every pinyin
input method offers to confuse.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from types import ModuleType

MISSING = '没有安装 pypinyin，不能按同音字和拼音提示；请安装：pip install "newspaper-archive-search[suggest]"'

_INITIALS = {"zh": "z", "ch": "c", "sh": "s", "l": "n", "h": "f"}
_ALIASES = {"lyu": "lv", "nyu": "nv", "lue": "lve", "nue": "nve", "lyue": "lve", "nyue": "nve"}
"""How a passport and how people who cannot find ü write it → how it is typed."""


@cache
def _library() -> ModuleType | None:
    try:
        import pypinyin
    except ImportError:
        return None
    return pypinyin


def installed() -> bool:
    """Is pypinyin there?"""
    return _library() is not None


@cache
def readings(char: str) -> tuple[str, ...]:
    """Every reading of a character with the number of its tone, the usual one first: 行 → xing2 hang2 … Of the neutral
    tone there is no number. A character without a sound has none."""
    library = _library()
    if library is None or char.isascii():
        return ()
    found = library.pinyin(char, style=library.Style.TONE3, heteronym=True, errors="ignore")
    # 嗯 and 呣 are also read ng and m: a letter that stands for a sound, not a syllable anyone types.
    return tuple(each for each in (found[0] if found else ()) if set(each) & set("aeiouv"))


def usual(word: str) -> tuple[str, ...]:
    """The syllables of a word as it is read as a whole: 银行 → yin hang. What is not hanzi stands for itself."""
    library = _library()
    return tuple(library.lazy_pinyin(word, errors=list)) if library else tuple(word)


def toneless(reading: str) -> str:
    """xing2 → xing."""
    return reading.rstrip("12345")


@cache
def close(syllable: str) -> str:
    """One syllable for all that are close to each other: zhang, zang, zan → zan."""
    first = syllable[:2] if syllable[:2] in _INITIALS else syllable[:1]
    syllable = _INITIALS.get(first, first) + syllable[len(first) :]
    return syllable[:-1] if syllable.endswith(("ang", "eng", "ing")) else syllable


def typed(letters: str) -> str:
    """Latin letters as they are typed on a keyboard: without marks of tone, ü as v. Other characters stay."""
    kept = "".join(
        mark
        for mark in unicodedata.normalize("NFD", letters.lower())
        if not unicodedata.combining(mark) or mark == "\u0308"
    )
    return kept.replace("u\u0308", "v")


def syllable(letters: str) -> str:
    """The usual way of writing a syllable that may be written otherwise: lyu → lv."""
    return _ALIASES.get(letters, letters)


@dataclass(frozen=True, slots=True)
class Sounds:
    """Which characters of the vocabulary sound so: syllable → characters, and the same for one that stands for all
    that are close to it."""

    exactly: dict[str, frozenset[str]]
    about: dict[str, frozenset[str]]

    @classmethod
    def of(cls, chars: Iterable[str]) -> Sounds:
        """The sounds of some characters."""
        exactly: dict[str, set[str]] = {}
        about: dict[str, set[str]] = {}
        for char in chars:
            for syllable in {toneless(each) for each in readings(char)}:
                exactly.setdefault(syllable, set()).add(char)
                about.setdefault(close(syllable), set()).add(char)
        return cls(
            {s: frozenset(some) for s, some in exactly.items()}, {s: frozenset(some) for s, some in about.items()}
        )

    def like(self, char: str, as_typed: str = "") -> frozenset[str]:
        """The characters that share a sound with one, tones aside, and itself.

        Args:
            as_typed: the character before it was folded: 選 is also read suan, 选 is not.
        """
        syllables = {toneless(each) for each in (*readings(char), *readings(as_typed))}
        return frozenset((char,)).union(*(self.exactly.get(each, ()) for each in syllables))

    def about_like(self, char: str, as_typed: str = "") -> frozenset[str]:
        """The characters that have a sound close to one of its own, and itself."""
        syllables = {close(toneless(each)) for each in (*readings(char), *readings(as_typed))}
        return frozenset((char,)).union(*(self.about.get(each, ()) for each in syllables))

    def beginning(self, letters: str) -> frozenset[str]:
        """The characters with a syllable that begins so."""
        return frozenset().union(*(some for each, some in self.exactly.items() if each.startswith(letters)))
