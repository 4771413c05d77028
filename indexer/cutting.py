"""How are the texts of many articles cut into words at once?

As `search.text.folded_words` cuts them, one after the other. But the runs of hanzi of all of them go to the segmenter
in one text, and what comes back is numbered as it comes; of a word that is not new there is never a string of our own.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from itertools import count
from operator import itemgetter

import numpy as np

from search.characters import IDEOGRAPH, WORD, Codes, Folded, Kinds
from search.sheaf import Tokens, string_of
from search.text import segmenter

# White space comes back as words of one character, which keep the place of what is not to be cut.
_NOTHING, _OTHER, _END = "\n", "\t", "\f"
_JOINTS = ".'"


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

    number: defaultdict[str, int] = defaultdict(count().__next__)
    for sign in (_NOTHING, _OTHER, _END):
        number[sign]
    words = segmenter()(string_of(given[kept]))
    # The fastest way through a dictionary that there is; there are always two words to ask for.
    found = np.array(array("I", itemgetter(*words, _END, _END)(number))[:-2], np.uint32)
    if len(places := np.flatnonzero(found == number[_OTHER])):
        text = string_of(codes)
        runs = zip(begins.tolist(), stops.tolist(), strict=True)
        found[places] = np.fromiter((number[text[begin:end]] for begin, end in runs), np.uint32, len(places))
    signs = len((_NOTHING, _OTHER, _END))
    is_word = found >= signs
    before = np.zeros(len(ends), np.int64)
    before[has_any] = np.cumsum(is_word)[found == number[_END]]
    numbers = (found[is_word] - np.uint32(signs)).astype(np.min_scalar_type(len(number)))
    return Tokens(list(number)[signs:], numbers, np.maximum.accumulate(before))


def _others(codes: Codes, kinds: Kinds) -> tuple[Codes, Codes]:
    """Where the words begin and end that are not cut: letters of other scripts and digits, and a point or an apostrophe
    between two of them."""
    inside = kinds & (WORD | IDEOGRAPH) == WORD
    joints = np.isin(codes[1:-1], [ord(joint) for joint in _JOINTS]) & inside[:-2] & inside[2:]
    inside[1:-1][joints] = True
    changes = np.flatnonzero(np.diff(inside, prepend=False, append=False))
    return changes[::2], changes[1::2]
