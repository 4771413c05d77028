"""What did the search make of a query?

The tree that was searched for, in words:

    同时满足
    ├─ 满足其一
    │  ├─ 含“台风”
    │  └─ 含“大雾”
    ├─ 不含“海钓”
    ├─ 有以“渔”开头的词
    ├─ “台风”与“停运”相隔不超过 10 个字
    └─ 条件：记者是“林晓岚”
"""

from __future__ import annotations

from collections.abc import Iterator

from ..text import fold
from ..tree import (
    SCOPES,
    VALUES,
    And,
    AtLeast,
    DateRange,
    Everything,
    Field,
    Filter,
    Literal,
    Not,
    Or,
    Prefix,
    Proximity,
    Query,
    Word,
)

LEAVES = (Literal, Proximity, Prefix, Word, Field, DateRange)


def tree(query: Query) -> Iterator[str]:
    """The lines of a query as an indented tree."""
    yield _name(query)
    below = _children(query)
    for number, child in enumerate(below):
        last = number == len(below) - 1
        for place, line in enumerate(tree(child)):
            yield (("└─ " if last else "├─ ") if place == 0 else "   " if last else "│  ") + line


def _children(query: Query) -> tuple[Query, ...]:
    if isinstance(query, And | Or | AtLeast):
        return query.clauses
    if isinstance(query, Filter):
        return _children(query.clause)
    if isinstance(query, Not) and not isinstance(query.clause, LEAVES):
        return (query.clause,)
    return ()


def _name(query: Query) -> str:
    if isinstance(query, Everything):
        return "全部文章"
    if isinstance(query, And):
        return "同时满足"
    if isinstance(query, Or):
        return "满足其一"
    if isinstance(query, AtLeast):
        return f"至少有其中 {query.count} 个"
    if isinstance(query, Filter):
        return f"条件：{_name(query.clause)}"
    if isinstance(query, Not):
        return "除去" if _children(query) else _leaf(query.clause, "不")
    return _leaf(query)


def _leaf(query: Query, no: str = "") -> str:
    """A leaf in words; `no` is 不 where the article must not have it."""
    if isinstance(query, Literal):
        compared = "" if fold(query.text) == query.text else f"（按“{fold(query.text)}”比对）"
        return f"{SCOPES[query.scope]}{no}含“{query.text}”{compared}"
    if isinstance(query, Prefix | Word):
        said = f"以“{query.text}”开头的词" if isinstance(query, Prefix) else f"“{query.text}”这个词"
        return f"{SCOPES[query.scope]}{'里' if query.scope else ''}{'没有' if no else '有'}{said}"
    if isinstance(query, Proximity):
        texts = "与".join(f"“{text}”" for text in query.texts)
        where = f"{SCOPES[query.scope]}里" if query.scope else ""
        apart = f"相隔不超过 {query.distance} 个字"
        return f"{where}没有{apart}的{texts}" if no else f"{where}{texts}{apart}"
    if isinstance(query, Field):
        return f"{no}在第 {query.value} 版" if query.name == "page" else f"{VALUES[query.name]}{no}是“{query.value}”"
    assert isinstance(query, DateRange)
    if query.first == query.last:
        return f"{no}在 {query.first} 见报"
    if not query.first or not query.last:
        return f"{no}在 {query.first or query.last} {'之前' if query.last else '之后'}见报（含这一天）"
    return f"{no}在 {query.first} 至 {query.last} 之间见报"
