"""Where do several texts stand near each other?

Each text is the array of places where it begins. A chain of some of them that ends at a place can be carried on from
there, whatever came before: so for each choice of texts, and each that may be the last of them, the places are worked
out where such a chain ends.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from .format import Array


def stand_near(places: Sequence[Array], lengths: Sequence[int], distance: int) -> Array:
    """Where the last text of several that stand near each other begins.

    Args:
        places: of each text, where it begins, rising.
        lengths: how many characters each has.
        distance: how many may stand between one and the next of them; none may overlap another.
    """
    # For each choice of texts and the last of them: its places that end a chain of these.
    chains: dict[tuple[int, int], Array] = {(1 << at, at): some for at, some in enumerate(places)}
    whole = (1 << len(places)) - 1
    for chosen in range(1, whole + 1):
        for last in range(len(places)):
            before = chosen & ~(1 << last)
            if not chosen >> last & 1 or not before:
                continue
            ends = [
                some + lengths[at] for at in range(len(places)) if before >> at & 1 and len(some := chains[before, at])
            ]
            chains[chosen, last] = _following(places[last], ends, distance)
    return np.unique(np.concatenate([chains[whole, last] for last in range(len(places))]))


def _following(places: Array, ends: Iterable[Array], distance: int) -> Array:
    """Those of some places that come at most so far behind an end."""
    follows = np.zeros(len(places), bool)
    for some in ends:
        nearest = some.searchsorted(places, "right") - 1
        follows |= (nearest >= 0) & (places - some[nearest] <= distance)
    return places[follows]
