"""How well do documents fit, and which are the best?

The pieces of BM25F (Robertson, Zaragoza, Taylor: Simple BM25 extension to multiple weighted fields, CIKM 2004) over
arrays of documents. What fields there are, and what they weigh, is for the caller to say.

The length of a field is kept in one of 256 steps, `LENGTHS`: exact below 40, then by 3.5 %. So what a length does to a
score is looked up in a table of 256 numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from .format import TYPES, Array


def _lengths() -> Array:
    steps = list(range(40))
    while len(steps) < 256:
        steps.append(int(steps[-1] * 1.035) + 1)
    return np.array(steps, np.int64)


LENGTHS = _lengths()
"""What the steps of a length stand for: a field is at least so long."""


def step_of(lengths: Array) -> Array:
    """The steps of lengths (u8)."""
    return (LENGTHS.searchsorted(lengths, "right") - 1).astype(TYPES[1])


@dataclass(frozen=True, slots=True)
class Weight:
    """How much an occurrence in a field counts.

    Attributes:
        weight: in a field of average length.
        b: how much longer fields count less, from 0 to 1.
        shortest: fields shorter than this share of the average are no better than those.
    """

    weight: float
    b: float = 0.0
    shortest: float = 0.0

    def table(self, average: float) -> Array:
        """For each step of the length, what an occurrence counts."""
        long = np.maximum(LENGTHS / (average or 1.0), self.shortest)
        return np.asarray(self.weight / (1 - self.b + self.b * long), np.float64)

    def most(self) -> float:
        """What an occurrence counts at most."""
        return self.weight / (1 - self.b + self.b * self.shortest)


def saturated(frequencies: Array, k1: float, weight: float = 1.0) -> Array:
    """The second occurrence says less than the first: weight · f · (k1 + 1) / (k1 + f). Put in their place."""
    below = frequencies + k1
    frequencies *= weight * (k1 + 1)
    frequencies /= below
    return frequencies


@dataclass(frozen=True, slots=True)
class Part:
    """What one term adds to the scores.

    Attributes:
        bound: no document gets more of it.
        of: gives what each of some documents gets; they are given rising.
    """

    bound: float
    of: Callable[[Array], Array]


def summed(
    documents: Array, parts: Sequence[Part], wanted: int | None = None, slack: float = 1.0
) -> tuple[Array, Array]:
    """The documents that can be among the best, with the sum of what their terms add.

    The parts are added from the one with the highest bound on; after each, the documents are let go of that could not
    reach the `wanted`-th best so far with everything that is still to come.

    Args:
        documents: rising.
        wanted: how many of the best are wanted, None for all.
        slack: a document is kept though it is worse than the last that is wanted by this factor.
    """
    if len(parts) == 1:
        return documents, parts[0].of(documents)
    scores = np.zeros(len(documents))
    ordered = sorted(parts, key=lambda part: -part.bound)
    rest = sum(part.bound for part in ordered)
    for part in ordered:
        scores += part.of(documents)
        rest -= part.bound
        if wanted is not None and 0 < wanted < len(documents) and part is not ordered[-1]:
            if rest > 0.5 * (scores.max() - scores.min()):
                continue  # none or too few could be let go of, and to look which takes as long as a part
            last = reached(scores, wanted)
            # The sums may be added in another order than that of the bounds: a hair is left between them.
            kept = (scores + rest * (1 + 1e-9) >= last * slack * (1 - 1e-9)).nonzero()[0]
            if len(kept) < 0.7 * len(documents):
                documents, scores = documents[kept], scores[kept]
    return documents, scores


def reached(scores: Array, wanted: int) -> float:
    """What `wanted` of some scores reach, and not many more: the `wanted`-th highest, or a little lower.

    Scores are laid in rows, and the highest of each column taken: what so many of those reach, so many of all do. It
    takes a tenth of the time. Of many equal numbers numpy finds the lowest much faster than the highest.
    """
    rows = min(_ROWS, len(scores) // (4 * wanted))
    if rows > 1:
        columns = len(scores) // rows
        scores = np.maximum.reduce(scores[: rows * columns].reshape(rows, columns))
    lowest = -scores
    lowest.partition(wanted - 1)
    return -float(lowest[wanted - 1])


_ROWS = 32
_SORTED = 512
"""So few are sorted whole."""


def best(keys: Sequence[Array], wanted: int | None) -> Array:
    """The places of the `wanted` smallest, in order, by the first key, among equals by the second, and so on."""
    if wanted is not None and len(keys[0]) <= _SORTED:
        return np.lexsort(keys[::-1])[: max(0, wanted)]
    chosen = np.arange(len(keys[0]))
    if wanted is not None:
        left, taken = max(0, wanted), []
        for key in keys:
            if not 0 < left < len(chosen):
                break
            values = key[chosen]
            last = np.partition(values, left - 1)[left - 1]
            taken.append(chosen[values < last])
            left -= len(taken[-1])
            chosen = chosen[values == last]
        chosen = np.concatenate([*taken, chosen[:left]])
    return chosen[np.lexsort([key[chosen] for key in reversed(keys)])]


def nearest_together(places: Sequence[tuple[float, Array]], firsts: Array, ends: Array, window: int) -> Array:
    """For each of some documents, the greatest weight that texts have which begin within a window, each counted once.

    Args:
        places: of each text its weight, and where it begins, rising.
        firsts, ends: of each document its first position, and that of the next; rising.
        window: positions.
    """
    inside: list[tuple[float, Array]] = []
    for weight, some in places:
        low, high = some.searchsorted(firsts), some.searchsorted(ends)
        counts = high - low
        at = np.repeat(low - (np.cumsum(counts) - counts), counts) + np.arange(int(counts.sum()))
        inside.append((weight, some[at]))
    heaviest = np.zeros(len(firsts))
    for _, begins in inside:
        if not len(begins):
            continue
        owners = firsts.searchsorted(begins, "right") - 1
        until = np.minimum(begins + window, ends[owners])
        sums = np.zeros(len(begins))
        for weight, some in inside:
            sums += weight * (some.searchsorted(until) > some.searchsorted(begins))
        np.maximum.at(heaviest, owners, sums)
    return heaviest
