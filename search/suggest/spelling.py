"""What may pinyin spell: `jianpengcao`, `jian peng cao`, `jian'peng'cao`, `jian蓬草`, `jpc`?

Typed text is cut into *tokens*: a hanzi, a whole syllable, or the beginning of one: an initial (zh, c), and where the
reader is still typing whatever stands last. Letters can be cut in several ways (xian: 先 or 西安), so a text has
several *spellings*, the most natural first: few shortened syllables, then few syllables.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from itertools import product

from ..text import fold
from .pinyin import Sounds, close, syllable, typed

MOST = 12
"""So many ways to cut a text are tried."""

MOST_LETTERS = 60

_INITIALS = ("zh", "ch", "sh", *"bpmfdtnlgkhjqxrzcsyw")
_PIECE = re.compile(r"([a-z]+)[1-5]?|([^\sa-z'’·-])")


@dataclass(frozen=True, slots=True)
class Token:
    """A hanzi or another character as it stands (`letters` is empty then), or a syllable, whole or its beginning."""

    char: str = ""
    letters: str = ""
    whole: bool = True

    def chars(self, sounds: Sounds, *, about: bool = False) -> Collection[str]:
        """The characters that may be meant.

        Args:
            about: also those that sound close to it.
        """
        if self.char:
            return sounds.about_like(self.char) if about else (self.char,)
        if not self.whole:
            return sounds.beginning(self.letters)
        return sounds.about.get(close(self.letters), ()) if about else sounds.exactly.get(self.letters, ())


Spelling = tuple[Token, ...]


def is_spelt(text: str) -> bool:
    """Is there pinyin in a text, or could it be?"""
    return any("a" <= char <= "z" for char in typed(fold(text)))


def spellings(sounds: Sounds, text: str, *, shortened: bool = False, unfinished: bool = False) -> list[Spelling]:
    """The ways to read a text as pinyin, or as hanzi with pinyin between, the most natural first.

    Args:
        text: as typed, with spaces and apostrophes, which part syllables.
        shortened: syllables may be shortened to their initials.
        unfinished: the last syllable may lack its end.
    """
    pieces = [letters or char for letters, char in _PIECE.findall(typed(fold(text)))]
    if sum(map(len, pieces)) > MOST_LETTERS:
        return []
    ways: list[list[Spelling]] = []
    for at, piece in enumerate(pieces):
        if "a" <= piece[0] <= "z":
            last = at == len(pieces) - 1
            ways.append(_cut(sounds, piece, shortened=shortened, unfinished=unfinished and last))
        else:
            ways.append([(Token(char=piece),)])
    read: list[Spelling] = []
    for way in product(*ways):
        read.append(tuple(token for part in way for token in part))
        if len(read) == MOST * 4:
            break
    return sorted((each for each in read if each), key=_unnatural)[:MOST]


def _cut(sounds: Sounds, letters: str, *, shortened: bool, unfinished: bool) -> list[Spelling]:
    """The ways to cut letters into syllables, at most `MOST`."""
    ways: list[list[Spelling]] = [[()], *([] for _ in letters)]
    for end in range(1, len(letters) + 1):
        for begin in range(max(0, end - 6), end):
            if not ways[begin]:
                continue
            piece = syllable(letters[begin:end])
            if piece in sounds.exactly or close(piece) in sounds.about:
                token = Token(letters=piece)
            elif (shortened and piece in _INITIALS) or (
                unfinished and end == len(letters) and any(each.startswith(piece) for each in sounds.exactly)
            ):
                token = Token(letters=piece, whole=False)
            else:
                continue
            ways[end] += [(*way, token) for way in ways[begin]]
        ways[end] = sorted(ways[end], key=_unnatural)[:MOST]
    if unfinished and ways[-1]:
        # What is a syllable already may be the beginning of a longer one: `jin` of 京.
        ways[-1] += [
            (*way[:-1], Token(letters=way[-1].letters, whole=False)) for way in ways[-1] if way and way[-1].whole
        ]
    return ways[-1]


def _unnatural(spelling: Spelling) -> tuple[int, int]:
    return sum(not token.whole for token in spelling), len(spelling)
