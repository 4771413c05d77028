"""Which values does a field have, and in how many documents?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ...article import Article
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


def counted(segments: Sequence[Segment], field: str, matched: Sequence[set[int]] | None) -> dict[str, int]:
    """Value as printed → how many of the documents have it, of all for None."""
    total: dict[str, int] = {}
    name = f"value_{'author' if field in ROLES else 'date' if field in DATE_LENGTH else field}"
    for number, segment in enumerate(segments):
        found = None if matched is None else matched[number]
        if found is not None and not found:
            continue
        holders: dict[str, set[int]] = {}
        for term in segment.terms(name):
            if (value := _value(field, term)) is not None:
                ids = segment.having(name, term)
                holders.setdefault(value, set()).update(ids if found is None else ids & found)
        for value, ids in holders.items():
            if ids:
                total[value] = total.get(value, 0) + len(ids)
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


def _value(field: str, term: str) -> str | None:
    """What a value term says, as printed; None where it is of another role."""
    if field in DATE_LENGTH:
        return term[: DATE_LENGTH[field]]
    pieces = term.split(SEPARATOR, 2 if field in ROLES else 1)
    if len(pieces) != (3 if field in ROLES else 2):
        raise Damaged(f"{field} {term!r}")
    return pieces[-1] if field not in ROLES or ROLES[field] in ("", pieces[1]) else None
