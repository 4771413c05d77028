"""In which order do the documents of an index come? That of `backends.Matches`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby, repeat
from math import exp

import numpy as np

from ...postings.format import Array
from ...postings.score import best as smallest
from ...postings.score import reached
from .. import Sort
from ..bm25f import STEP
from .execute import Segment

Found = tuple[int, int, float]
"""A document that was found: segment, document, score."""

Scored = tuple[Array, Array]
"""The documents of a segment that were found, rising, and their scores."""

Places = tuple[Array, Array, Array]
"""For each document of a segment, the place of its date among all, and of its id, see `_places`."""

LEAST = exp(-1.01 * STEP)
"""Scores further below another than this are told lower."""

_FEW = 64
"""So few are sorted as tuples: numpy would take longer to begin."""


def first(segments: Sequence[Segment], found: Sequence[Scored], sort: Sort, count: int | None = None) -> list[Found]:
    """The first `count` documents in order, or all of them.

    Each segment gives its own first; where those of several are equal in score and date, their ids decide.
    """
    places = _places(segments)
    some = [number for number, (documents, _) in enumerate(found) if len(documents)]
    items: list[tuple[float, int, int, int, int, float]] = []
    for number in some:
        documents, scores = found[number]
        keys = _keys(places[number], documents, scores, sort)
        if len(documents) > _FEW:
            at = smallest(keys, count)
            documents, scores = documents[at], scores[at]
            if len(some) == 1:
                return [(number, *each) for each in zip(documents.tolist(), scores.tolist(), strict=True)]
            keys = [key[at] for key in keys]
        score, day, ordinal = [key.tolist() for key in keys]
        items += zip(score, day, repeat(number), ordinal, documents.tolist(), scores.tolist())
    items.sort()
    if len(some) == 1:
        return [(number, doc, score) for _, _, number, _, doc, score in items[:count]]
    ordered: list[Found] = []
    for _, group in groupby(items, key=lambda item: item[:2]):
        equal = list(group)
        if len({item[2] for item in equal}) > 1:
            equal.sort(key=lambda item: segments[item[2]].id(item[4]))
        ordered += [(number, doc, score) for _, _, number, _, doc, score in equal]
        if count is not None and len(ordered) >= count:
            break
    return ordered[:count]


def _keys(places: Places, documents: Array, scores: Array, sort: Sort) -> Sequence[Array]:
    """What documents of a segment are sorted by, the smallest first: score, date, place of the id."""
    score = -scores if sort == "relevance" else np.zeros(len(documents))
    return score, places[sort == "oldest"][documents], places[2][documents]


def best(segments: Sequence[Segment], found: Sequence[Scored], count: int | None = None) -> list[Found]:
    """The first `count` documents by relevance, or all of them, with their scores as they are told.

    Only those are looked at that can be among the first: whose score is told no lower than the last of theirs.
    """
    scores = found[0][1] if len(found) == 1 else np.concatenate([some for _, some in found] or [np.zeros(0)])
    least = 0.0
    if count is not None and 0 < count < len(scores):
        least = reached(scores, count) * LEAST
    kept = []
    for documents, some in found:
        if least > 0:
            here = (some >= least).nonzero()[0]
            documents, some = documents[here], some[here]
        kept.append((documents, told(some)))
    return first(segments, kept, "relevance", count)


def told(scores: Array) -> Array:
    """See `bm25f.told`."""
    if len(scores) <= _FEW and all(scores.tolist()):
        steps = np.log(scores)  # to have numpy keep silent about zeros takes longer than the logarithms of so few
    else:
        with np.errstate(divide="ignore"):
            steps = np.log(scores)
    steps /= STEP
    np.rint(steps, out=steps)
    steps *= STEP
    return np.exp(steps, out=steps)


def folded(segments: Sequence[Segment], found: Iterable[Found]) -> list[list[Found]]:
    """The documents in their order, those that reprint each other together, at the place of the first of them."""
    origins = [_origins(segment) for segment in segments]
    groups: dict[bytes, list[Found]] = {}
    for item in found:
        groups.setdefault(origins[item[0]][item[1]], []).append(item)
    return list(groups.values())


def _origins(segment: Segment) -> list[bytes]:
    """Of each document of a segment the id that it shares with its reprints; kept with the segment's files."""
    known = segment.files.known
    if "origins" not in known:
        field = segment.arrays["value_origin"]
        names = [b"", *field.terms.terms(0, len(field.terms))]
        known["origins"] = [names[number] for number in field.column()[0].tolist()]
    origins: list[bytes] = known["origins"]
    return origins


def _places(segments: Sequence[Segment]) -> list[Places]:
    """For each segment and document, the place of its date among all of the index: the newest first, and the oldest
    first; those without one last; and the place of its id in the segment.

    Kept with the files of the segments, as long as these are the ones that are open.
    """
    if not segments:
        return []
    key = ("places", tuple([id(segment.files) for segment in segments]))
    if key not in segments[0].files.known:
        fields = [segment.arrays["value_date"] for segment in segments]
        terms = [field.terms.terms(0, len(field.terms)) for field in fields]
        place = {term: at for at, term in enumerate(sorted(set().union(*terms)))}
        last, known = len(place), []
        for field, theirs in zip(fields, terms, strict=True):
            oldest = np.array([last, *(place[term] for term in theirs)], np.int32)
            newest = np.where(oldest == last, last, last - 1 - oldest)
            column = field.column()[0]
            known.append((newest[column], oldest[column]))
        ids = [segment.arrays["id"].column()[0] for segment in segments]
        segments[0].files.known[key] = [(*dates, id) for dates, id in zip(known, ids, strict=True)]
    places: list[Places] = segments[0].files.known[key]
    return places
