"""How are the words of a text numbered, without a string for each of them?

A word is known by where it begins and how long it is. Most are short, so that their characters, numbered for this text,
fit into one number of 64 bits together with which word of the text it is: those are sorted, and equal ones lie side by
side. Of the longer ones, which are few and have fewer characters among them, some fit in turn when they are left, and
the last few are looked up in a dictionary.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import count

import numpy as np

from search.characters import Codes
from search.sheaf import Lines, string_of

_BITS = 64
_LINE_FEED = 10
_FEW = 500
"""So few words are looked up in less time than they are sorted."""


def numbered(codes: Codes, starts: Codes, sizes: Codes) -> tuple[Lines, Codes]:
    """Numbers words from 0.

    Args:
        codes: the text (u32).
        starts, sizes: of its words; none is empty.

    Returns:
        Every word once; the number of each word (u32).
    """
    numbers = np.empty(len(starts), np.uint32)
    lines: list[str] = []
    known = 0
    rest = np.arange(len(starts))
    while len(rest) > _FEW:
        short, number, firsts = _sorted(codes, starts, sizes)
        if not len(short):
            break
        numbers[rest[short]] = number + np.uint32(known)
        known += len(firsts)
        lines.append(string_of(_beside(codes, starts[firsts], sizes[firsts])[:-1]))
        left = np.ones(len(rest), bool)
        left[short] = False
        rest, starts, sizes = rest[left], starts[left], sizes[left]
        codes, starts = _beside(codes, starts, sizes), np.cumsum(sizes + 1) - sizes - 1
    numbering: defaultdict[str, int] = defaultdict(count(known).__next__)
    text = string_of(_beside(codes, starts, sizes)[:-1])
    numbers[rest] = [numbering[word] for word in text.split("\n")] if len(rest) else []
    return Lines("\n".join([*lines, *numbering])), numbers


def _sorted(codes: Codes, starts: Codes, sizes: Codes) -> tuple[Codes, Codes, Codes]:
    """Which words are short; of those the numbers in turn, and for each number the first word."""
    rank, bits = _ranks(codes)
    order = max(1, len(starts) - 1).bit_length()
    short = (sizes <= (_BITS - order) // bits).nonzero()[0]
    begins, lengths = starts[short], sizes[short]
    keys = rank[begins].astype(np.uint64)
    for place in range(1, int(lengths.max(initial=1))):
        keys <<= np.uint64(bits)
        # One behind the end counts 0, as no character does: words of several lengths are not mixed up.
        keys |= rank.take(begins + place, mode="clip") * (lengths > place)
    keys <<= np.uint64(order)
    keys |= np.arange(len(short), dtype=np.uint64)
    keys.sort()
    places = (keys & np.uint64((1 << order) - 1)).view(np.int64)
    keys >>= np.uint64(order)
    is_new = np.ones(len(keys), bool)
    np.not_equal(keys[1:], keys[:-1], out=is_new[1:])
    number = np.empty(len(short), np.uint32)
    number[places] = np.add.accumulate(is_new, 0, np.uint32) - np.uint32(1)
    return short, number, short[places[is_new]]


def _ranks(codes: Codes) -> tuple[Codes, int]:
    """The characters of a text, numbered from 1 (u32), and how many bits such a number has."""
    there = np.zeros(int(codes.max(initial=0)) + 1, bool)
    there[codes] = True
    rank = np.add.accumulate(there, 0, np.uint32)
    return rank[codes], max(1, int(rank[-1]).bit_length())


def _beside(codes: Codes, starts: Codes, sizes: Codes) -> Codes:
    """Some words of a text, each as a line."""
    ends = np.cumsum(sizes + 1)
    at = np.repeat(starts - (ends - sizes - 1), sizes + 1)
    at += np.arange(len(at))
    if len(at):
        text = codes.take(at, mode="clip")
        text[ends - 1] = _LINE_FEED
        return text
    return codes[:0]
