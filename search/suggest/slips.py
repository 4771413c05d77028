"""Which names and words may a text be a slip of, and how likely is each slip?

The likelihood is a cost, a negative natural logarithm but for a constant, so that it can be added to the cost of the
word itself (`Vocabulary.cost`): the noisy channel of Kernighan, Church and Gale (1990), with weights set by hand.

    same sound, same tone  <  same sound  <  one doubled  <  two swapped  <  a close sound (zh for z, ang for an)  <
    one left out  <  one replaced by one that looks alike  <  one too many, one replaced by any other

The last two cost most, for they could have been any of thousands of characters, those that sound alike any of dozens.

A reading that a character seldom has counts less than its usual one. Of a word that sounds alike, more than one
character may differ: input methods offer whole words.
"""

from __future__ import annotations

from functools import lru_cache

from .pinyin import close, readings, toneless
from .records import Kind
from .vocabulary import Lexicon, Vocabulary

HOMOPHONE = 4.0
_FURTHER = 3.5
_TONE = 0.3
_UNUSUAL = 0.7
_CLOSE = 2.0
_DOUBLED = 4.5
_SWAPPED = 5.0
_LEFT_OUT = 6.5
_ALIKE = 8.0
_ADDED = 10.0
_REPLACED = 10.0
_MOST = 10.0
"""What costs more is no slip."""

_NEIGHBOURS = 24
"""Unicode orders hanzi by radical, and then by the number of further strokes: those so near look alike (未末, 撤撒)."""


def slips(
    vocabulary: Vocabulary, lexicon: Lexicon, text: str, as_typed: str, *, shape: bool = True
) -> dict[str, tuple[Kind, float]]:
    """The words of a lexicon that a text may be a slip of, each with what slip and its cost; the cheaper of two.

    Args:
        text: bare.
        as_typed: its characters before they were folded; a Traditional one may have a sound of its own.
        shape: also words that do not sound alike.
    """
    found: dict[str, tuple[Kind, float]] = {}
    sounds = vocabulary.sounds
    if not text:
        return found
    for word in lexicon.like(list(map(sounds.about_like, text, as_typed))):
        if word != text and (cost := _heard(text, as_typed, word)) <= _MOST:
            found[word] = "homophone", cost
    if shape and len(text) > 1:
        for word in lexicon.one_slip_from(text):
            if word == text or (len(text) == len(word) == 2 and word not in vocabulary.names and _is_other(text, word)):
                continue  # of two characters one is too little to go by: 中环 is not meant for 中国
            cost = _seen(text, word)
            if cost <= _MOST and (word not in found or cost < found[word][1]):
                found[word] = "slip", cost
    return found


def _heard(text: str, as_typed: str, word: str) -> float:
    """The cost of a word of as many characters that sounds alike."""
    apart = [
        min(apartness(one, other), apartness(typed, other))
        for one, typed, other in zip(text, as_typed, word, strict=True)
        if one != other
    ]
    return HOMOPHONE + _FURTHER * (len(apart) - 1) + sum(apart) * (1 if len(apart) == 1 else 2)


@lru_cache(maxsize=100_000)
def apartness(one: str, other: str) -> float:
    """How far apart two characters sound that sound alike or close to it."""
    best = _CLOSE + _TONE + 2 * _UNUSUAL
    for at, left in enumerate(readings(one)):
        for place, right in enumerate(readings(other)):
            unusual = _UNUSUAL * ((at > 0) + (place > 0))
            if left == right:
                best = min(best, unusual)
            elif toneless(left) == toneless(right):
                best = min(best, unusual + _TONE)
            elif close(toneless(left)) == close(toneless(right)):
                best = min(best, unusual + _CLOSE)
    return best


def _is_other(text: str, word: str) -> bool:
    """Do two words of as many characters differ in one that does not look alike?"""
    return _seen(text, word) == _REPLACED


def _seen(text: str, word: str) -> float:
    """The cost of a word that is one slip away."""
    if len(text) == len(word):
        differ = [at for at in range(len(text)) if text[at] != word[at]]
        if len(differ) == 2:
            return _SWAPPED
        return _ALIKE if abs(ord(text[differ[0]]) - ord(word[differ[0]])) <= _NEIGHBOURS else _REPLACED
    if len(text) > len(word):
        at = next((at for at in range(len(word)) if text[at] != word[at]), len(word))
        if at and text[at] == text[at - 1]:
            return _DOUBLED
        # A word with something before or behind it says more than the word, and was meant: 自行车 is no slip of 自行.
        return _ADDED if 0 < at < len(word) or text.isascii() else _MOST + 1
    return _LEFT_OUT
