"""How are the texts of many articles cut into words at once?

As `search.text.folded_words` cuts them, one after the other. But the runs of hanzi of all of them go to the segmenter
in long stretches, and of what comes back only the lengths are looked at: the words are numbered by where they stand
(`numbering`).
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from search.characters import IDEOGRAPH, WORD, Codes, Folded, Kinds
from search.sheaf import Tokens, string_of
from search.text import segmenter

from .numbering import numbered

# White space comes back as words of one character, which keep the place of what is not to be cut.
_NOTHING, _OTHER, _END = "\n", "\t", "\f"
_LAST = max(map(ord, (_NOTHING, _OTHER, _END)))
_JOINTS = ".'"

_STRETCH = 2000
"""Characters that are cut in one go: the words of more would not lie in the nearest cache until they are counted."""


def cut(texts: Folded, ends: Codes) -> Tokens:
    """The words of many texts.

    Args:
        texts: one after the other, each followed by something of which no word is made.
        ends: of each text, behind that.
    """
    codes, kinds = texts
    hanzi = (kinds & IDEOGRAPH).astype(bool)
    begins, stops = _others(codes, kinds)
    given = np.where(hanzi, codes, np.uint32(ord(_NOTHING)))
    given[begins] = ord(_OTHER)
    kept = hanzi.copy()
    kept[begins] = True
    kept[1:] |= hanzi[:-1]  # of all that is between two words one sign is left
    has_any = np.diff(ends, prepend=0) > 0
    given[ends[has_any] - 1] = ord(_END)
    kept[ends[has_any] - 1] = True

    given = given[kept]
    is_sign = given <= _LAST
    sizes = np.concatenate([np.zeros(0, np.int64), *_sizes(string_of(given))])
    if (starts := _starts(sizes, is_sign)) is None:  # what finds articles are pairs: better such words than none
        sizes, starts = np.ones(len(given), np.int64), np.arange(len(given))
    signs = given[starts]
    starts = kept.nonzero()[0][starts]
    is_other = signs == ord(_OTHER)
    starts[is_other], sizes[is_other] = begins, stops - begins
    is_word = is_other | (signs > _LAST)
    before = np.zeros(len(ends), np.int64)
    before[has_any] = np.cumsum(is_word)[signs == ord(_END)]
    terms, numbers = numbered(codes, starts[is_word], sizes[is_word])
    return Tokens(terms, numbers.astype(np.min_scalar_type(len(terms))), np.maximum.accumulate(before))


def _sizes(text: str) -> Iterator[Codes]:
    """How long the words of a text are, stretch by stretch."""
    segmented, begin = segmenter(), 0
    while begin < len(text):
        end = text.find(_NOTHING, begin + _STRETCH) + 1 or len(text)
        words = segmented(text[begin:end])
        yield np.fromiter(map(len, words), np.int64, len(words))
        begin = end


def _starts(sizes: Codes, is_sign: Codes) -> Codes | None:
    """Where words of these sizes begin; None unless they are all of a text, and each sign in it one of them."""
    if int(sizes.sum()) != len(is_sign) or not sizes.all():
        return None
    starts: Codes = np.cumsum(sizes) - sizes
    begins = is_sign[starts]
    are_whole = np.count_nonzero(begins) == np.count_nonzero(is_sign) == sizes[begins].sum()
    return starts if are_whole else None


def _others(codes: Codes, kinds: Kinds) -> tuple[Codes, Codes]:
    """Where the words begin and end that are not cut: letters of other scripts and digits, and a point or an apostrophe
    between two of them."""
    inside = kinds & (WORD | IDEOGRAPH) == WORD
    joints = np.isin(codes[1:-1], [ord(joint) for joint in _JOINTS]) & inside[:-2] & inside[2:]
    inside[1:-1][joints] = True
    changes = np.flatnonzero(np.diff(inside, prepend=False, append=False))
    return changes[::2], changes[1::2]
