"""In which order do the documents of an index come? That of `backends.Matches`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from math import exp

import numpy as np

from ...postings.format import Array
from ...postings.score import best as smallest
from ...postings.score import highest
from .. import Sort
from ..bm25f import STEP
from .execute import Segment

Found = tuple[int, int, float]
"""A document that was found: segment, document, score."""

Scored = tuple[Array, Array]
"""The documents of a segment that were found, rising, and their scores."""

LEAST = exp(-1.01 * STEP)
"""Scores further below another than this are told lower."""


def first(segments: Sequence[Segment], found: Sequence[Scored], sort: Sort, count: int | None = None) -> list[Found]:
    """The first `count` documents in order, or all of them.

    Each segment gives its own first; where those of several are equal in score and date, their ids decide.
    """
    dates = _dates(segments)
    if sum(len(documents) > 0 for documents, _ in found) < 2:
        for number, (documents, scores) in enumerate(found):
            if len(documents):
                at = smallest(_keys(segments[number], dates[number], documents, scores, sort), count)
                return [(number, *each) for each in zip(documents[at].tolist(), scores[at].tolist(), strict=True)]
        return []
    items: list[tuple[float, int, int, int, int, float]] = []
    for number, (segment, (documents, scores)) in enumerate(zip(segments, found, strict=True)):
        if not len(documents):
            continue
        score, day, ordinal = keys = _keys(segment, dates[number], documents, scores, sort)
        for at in smallest(keys, count).tolist():
            items.append(
                (float(score[at]), int(day[at]), number, int(ordinal[at]), int(documents[at]), float(scores[at]))
            )
    items.sort()
    ordered: list[Found] = []
    for _, group in groupby(items, key=lambda item: item[:2]):
        equal = list(group)
        if len({item[2] for item in equal}) > 1:
            equal.sort(key=lambda item: segments[item[2]].id(item[4]))
        ordered += [(number, doc, score) for _, _, number, _, doc, score in equal]
        if count is not None and len(ordered) >= count:
            break
    return ordered[:count]


def _keys(segment: Segment, dates: Array, documents: Array, scores: Array, sort: Sort) -> tuple[Array, Array, Array]:
    """What documents of a segment are sorted by, the smallest first: score, date, place of the id."""
    rank = dates[documents]
    last = np.iinfo(np.int64).max
    day = np.where(rank == 0, last, rank if sort == "oldest" else -rank)
    score = -scores if sort == "relevance" else np.zeros(len(documents))
    return score, day, segment.arrays["id"].column()[0][documents]


def best(segments: Sequence[Segment], found: Sequence[Scored], count: int | None = None) -> list[Found]:
    """The first `count` documents by relevance, or all of them, with their scores as they are told.

    Only those are looked at that can be among the first: whose score is told no lower than the last of theirs.
    """
    scores = np.concatenate([some for _, some in found]) if found else np.zeros(0)
    least = -np.inf
    if count is not None and 0 < count < len(scores):
        least = highest(scores, count) * LEAST
    kept = []
    for documents, some in found:
        here = np.flatnonzero(some >= least)
        kept.append((documents[here], told(some[here])))
    return first(segments, kept, "relevance", count)


def told(scores: Array) -> Array:
    """See `bm25f.told`."""
    positive = np.where(scores > 0, scores, 1.0)
    return np.where(scores > 0, np.exp(np.rint(np.log(positive) / STEP) * STEP), 0.0)


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


def _dates(segments: Sequence[Segment]) -> list[Array]:
    """For each segment and document, the place of its date among all of the index, from 1; 0 for none.

    Kept with the files of the segments, as long as these are the ones that are open.
    """
    if not segments:
        return []
    key = ("dates", tuple(id(segment.files) for segment in segments))
    if key not in segments[0].files.known:
        fields = [segment.arrays["value_date"] for segment in segments]
        terms = [field.terms.terms(0, len(field.terms)) for field in fields]
        place = {term: at + 1 for at, term in enumerate(sorted(set().union(*terms)))}
        ranks = []
        for field, theirs in zip(fields, terms, strict=True):
            ranks.append(np.array([0, *(place[term] for term in theirs)], np.int64)[field.column()[0]])
        segments[0].files.known[key] = ranks
    dates: list[Array] = segments[0].files.known[key]
    return dates
