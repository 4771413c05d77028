"""Which values does a field have, and in how many documents?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from ...article import Article
from ...postings.facets import facet
from ...postings.format import Array
from ...schema import DATE_LENGTH, ROLES, SEPARATOR, WORD_FIELDS, values
from ...text import bare
from .execute import Segment
from .translate import Damaged


def known(field: str) -> str:
    """The field, if it is one of `schema.COUNTED` or the headline.

    Raises:
        ValueError: there is no such field.
    """
    values(Article(""), field)
    return field


def counted(segments: Sequence[Segment], field: str, matched: Sequence[Array] | None) -> dict[str, int]:
    """Value as printed → how many of the documents have it, of all for None."""
    total: dict[str, int] = {}
    for number, segment in enumerate(segments):
        documents = None if segment.files.deleted is None else segment.universe()
        if matched is not None:
            documents = matched[number]
            if not len(documents):
                continue
        named, groups = _groups(segment, field)
        counts = facet(segment.arrays, _field(field), documents, groups, len(named))
        for at in np.flatnonzero(counts).tolist():
            total[named[at]] = total.get(named[at], 0) + int(counts[at])
    return total


def listed(segments: Sequence[Segment], field: str, prefix: str) -> Iterator[tuple[str, int]]:
    """The values that begin so, most documents first."""
    begin = bare(prefix)
    if field == "word":
        total: dict[str, int] = {}
        for segment in segments:
            for name in WORD_FIELDS:
                for word, count in segment.frequencies_of_terms(f"words_{name}", begin):
                    total[word] = total.get(word, 0) + count
    else:
        total = {value: n for value, n in counted(segments, field, None).items() if bare(value).startswith(begin)}
    return iter(sorted(total.items(), key=lambda pair: (-pair[1], pair[0])))


def _field(field: str) -> str:
    return f"value_{'author' if field in ROLES else 'date' if field in DATE_LENGTH else field}"


def _groups(segment: Segment, field: str) -> tuple[list[str], Array]:
    """The values that the terms of a field say, as printed, and which of them each term says, -1 for none."""
    key = ("groups", field)
    if key not in segment.files.known:
        number: dict[str, int] = {}
        said = [_value(field, term) for term in segment.terms(_field(field))]
        groups = [-1 if value is None else number.setdefault(value, len(number)) for value in said]
        segment.files.known[key] = list(number), np.array(groups, np.int64)
    found: tuple[list[str], Array] = segment.files.known[key]
    return found


def _value(field: str, term: str) -> str | None:
    """What a value term says, as printed; None where it is of another role."""
    if field in DATE_LENGTH:
        return term[: DATE_LENGTH[field]]
    pieces = term.split(SEPARATOR, 2 if field in ROLES else 1)
    if len(pieces) != (3 if field in ROLES else 2):
        raise Damaged(f"{field} {term!r}")
    return pieces[-1] if field not in ROLES or ROLES[field] in ("", pieces[1]) else None
