"""How are the words of a text numbered, without a string for each of them?

A word is known by where it begins and how long it is. Most are short, so that their characters, numbered for this text,
fit into one number of 64 bits together with which word of the text it is: those are sorted, and equal ones lie side by
side. What is longer is looked up in a dictionary, as are words that come as strings.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from itertools import count

import numpy as np

from search.characters import Codes
from search.sheaf import Lines, string_of

_BITS = 64
_LINE_FEED = 10


def numbered(
    text: str, codes: Codes, starts: Codes, sizes: Codes, others: Iterable[str], at: Codes
) -> tuple[Lines, Codes]:
    """Numbers words from 0.

    Args:
        text, codes: the text, and its characters (u32).
        starts, sizes: of its words; none is empty.
        others: words that are none of those.
        at: the places of the others among all words. What is said of those above is not looked at.

    Returns:
        Every word once; the number of each word (u32).
    """
    rank, bits = _ranks(codes)
    order = max(1, len(starts) - 1).bit_length()
    longest = (_BITS - order) // bits
    is_short = sizes <= longest
    is_short[at] = False
    short = is_short.nonzero()[0]
    begins, long = starts[short], sizes[short]
    keys = rank[begins].astype(np.uint64)
    for place in range(1, int(long.max(initial=1))):
        keys <<= np.uint64(bits)
        # One behind the end counts 0, as no character does: words of several lengths are not mixed up.
        keys |= rank.take(begins + place, mode="clip") * (long > place)
    keys <<= np.uint64(order)
    keys |= short.view(np.uint64)
    keys.sort()
    places = (keys & np.uint64((1 << order) - 1)).view(np.int64)
    keys >>= np.uint64(order)
    is_new = np.ones(len(keys), bool)
    np.not_equal(keys[1:], keys[:-1], out=is_new[1:])
    found = np.empty(len(starts), np.uint32)
    found[places] = np.add.accumulate(is_new, 0, np.uint32) - np.uint32(1)
    firsts = places[is_new]

    number: defaultdict[str, int] = defaultdict(count(len(firsts)).__next__)
    is_short[at] = True
    if len(rest := (~is_short).nonzero()[0]):
        spans = zip(starts[rest].tolist(), (starts[rest] + sizes[rest]).tolist(), strict=True)
        found[rest] = [number[text[begin:end]] for begin, end in spans]
    if len(at):
        found[at] = [number[word] for word in others]
    lines = [*_lines(codes, starts[firsts], sizes[firsts]), *number]
    return Lines("\n".join(lines)), found


def _ranks(codes: Codes) -> tuple[Codes, int]:
    """The characters of a text, numbered from 1 (u32), and how many bits such a number has."""
    there = np.zeros(int(codes.max(initial=0)) + 1, bool)
    there[codes] = True
    rank = np.add.accumulate(there, 0, np.uint32)
    return rank[codes], max(1, int(rank[-1]).bit_length())


def _lines(codes: Codes, starts: Codes, sizes: Codes) -> list[str]:
    """Some words as one text, a line each; in a list, which is empty where there are none."""
    if not len(starts):
        return []
    ends = np.cumsum(sizes + 1)
    at = np.repeat(starts - (ends - sizes - 1), sizes + 1) + np.arange(ends[-1])
    text = codes.take(at, mode="clip")
    text[ends - 1] = _LINE_FEED
    return [string_of(text[:-1])]
