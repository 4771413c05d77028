"""How near each other do texts stand?

Positions are those of the pairs of a text field (`search.text.pair_stream`): a text of n characters at position p
covers p to p + n - 1, and two parts are two positions apart.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from heapq import heappop, heappush

WINDOW = 60
"""Characters within which words belong together: a sentence or two."""


def stand_near(starts: Sequence[Sequence[int]], lengths: Sequence[int], distance: int) -> bool:
    """Can each of several texts be given one of its places, so that they stand near each other?

    Args:
        starts: for each text, where it begins, all in one part.
        lengths: how many characters each has.
        distance: how many characters may stand between one and the next of them; none may overlap another.
    """
    if not all(starts):
        return False
    everything = (1 << len(starts)) - 1
    # Of the chains with the same texts only the one that ends last can be carried on where another cannot.
    last: dict[int, int] = {}
    running: list[tuple[int, int]] = []  # chains that have not ended where the next text begins: end, texts
    for start, text in sorted((start, text) for text, some in enumerate(starts) for start in some):
        while running and running[0][0] <= start:
            end, chain = heappop(running)
            last[chain] = end
        here = {1 << text}
        here |= {chain | 1 << text for chain, end in last.items() if start - end <= distance and not chain >> text & 1}
        if everything in here:
            return True
        for chain in here:
            heappush(running, (start + lengths[text], chain))
    return False


def part_of(position: int, breaks: Sequence[int]) -> int:
    """Which part a position is in, counted from 0: `breaks` are the positions of `search.text.BREAK`, two a part."""
    return bisect_left(breaks, position) // 2


def heaviest_window(terms: Sequence[tuple[float, Sequence[int]]]) -> float:
    """The greatest weight that terms within `WINDOW` characters have together, each counted once.

    Args:
        terms: of each the weight, and where it begins.
    """
    places = sorted((start, number) for number, (_, some) in enumerate(terms) for start in some)
    inside = [0] * len(terms)
    best = weight = 0.0
    first = 0
    for start, number in places:
        inside[number] += 1
        if inside[number] == 1:
            weight += terms[number][0]
        while places[first][0] <= start - WINDOW:
            out = places[first][1]
            inside[out] -= 1
            if not inside[out]:
                weight -= terms[out][0]
            first += 1
        best = max(best, weight)
    return best
