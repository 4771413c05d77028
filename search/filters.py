"""Which query do the filters of a form or a command line stand for?"""

from __future__ import annotations

from .dates import day_range
from .errors import QueryError
from .tree import DateRange, Everything, Field, Filter, Literal, Query, all_of, any_of


def filters(
    *,
    reporter: tuple[str, ...] = (),
    correspondent: tuple[str, ...] = (),
    photographer: tuple[str, ...] = (),
    author: tuple[str, ...] = (),
    topic: tuple[str, ...] = (),
    page: tuple[str, ...] = (),
    column: tuple[str, ...] = (),
    source: tuple[str, ...] = (),
    since: str = "",
    until: str = "",
) -> Query:
    """The query that holds for articles with any of the given values of each field, and of the given days; it neither
    ranks nor marks. A blank value is none, as a form gives it of a field that was left empty.

    Args:
        since, until: `2025`, `2025-07` or `2025-07-01`; both ends are included at the precision given.

    Raises:
        QueryError: a date that is none, or `since` after `until`.
    """
    clauses: list[Query] = []
    for name, values in (
        ("reporter", reporter), ("correspondent", correspondent), ("photographer", photographer), ("author", author),
        ("topic", topic), ("page", page),
    ):  # fmt: skip
        if given := [value for value in values or () if value.strip()]:
            clauses.append(any_of(*(Field(name, value) for value in given)))
    for scope, values in (("column", column), ("source", source)):
        if given := [value for value in values or () if value.strip()]:
            clauses.append(any_of(*(Literal(value, scope) for value in given)))
    if since or until:
        first = day_range(since) if since else ("", "")
        last = day_range(until) if until else ("", "")
        if first is None or last is None:
            wrong = since if first is None else until
            raise QueryError(f"“{wrong}”不是日期。", wrong, 0, "2025、2025-07 或 2025-07-01")
        if first[0] and last[1] and first[0] > last[1]:
            raise QueryError(f"“{since}”比“{until}”晚。", since, 0, "先早后晚")
        clauses.append(DateRange(first[0], last[1]))
    query = all_of(*clauses)
    return query if isinstance(query, Everything) else Filter(query)
