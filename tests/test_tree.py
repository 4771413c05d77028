"""Is a query tree printed as it is read?"""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.query import parse
from search.tree import (
    SCOPES,
    VALUES,
    WORD_SCOPES,
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
    all_of,
    any_of,
    quote,
    wanted,
    wanted_literals,
)


def run(text: str, scope: str = "") -> Literal:
    return Literal(text, scope, quoted=False)


A, B, C = run("台风"), run("停运"), run("海钓")

characters = st.characters(exclude_categories=["Cs"])
quoted = st.text(st.one_of(characters, st.sampled_from('"\\“”＂ -():|')), min_size=1, max_size=8).filter(str.strip)
runs = st.text(st.sampled_from("台风渔业a1-_.*~’，"), min_size=1, max_size=6).filter(
    lambda text: text[0] not in "-－" and text[-1] != "*"
)
starts = runs.filter(lambda text: text.strip("*") and text[-1] != "*")
together = st.lists(quoted.map(lambda text: "".join(text.split())), min_size=2, max_size=6).map(tuple)
days = st.dates().map(str)
leaves = st.one_of(
    st.builds(Literal, quoted, st.sampled_from(list(SCOPES))),
    st.builds(run, runs, st.sampled_from(list(SCOPES))),
    st.builds(Prefix, starts, st.sampled_from(WORD_SCOPES)),
    st.builds(Proximity, together, st.integers(0, 1000), st.sampled_from(list(SCOPES))),
    st.builds(Field, st.sampled_from(list(VALUES)), quoted),
    st.tuples(days, days).map(lambda two: DateRange(min(two), max(two))),
    days.map(lambda day: DateRange(day, "")),
    days.map(lambda day: DateRange("", day)),
)
trees = st.recursive(
    leaves,
    lambda some: st.one_of(
        some.map(Not),
        st.lists(some, min_size=2, max_size=4).map(lambda clauses: all_of(*clauses)),
        st.lists(some, min_size=2, max_size=4).map(lambda clauses: any_of(*clauses)),
    ),
    max_leaves=12,
)


@given(trees)
@settings(max_examples=500)
def test_a_printed_tree_is_read_as_the_same_tree(query: Query) -> None:
    assert parse(str(query)) == query


@pytest.mark.parametrize(
    ("query", "printed"),
    [
        (Everything(), ""),
        (And((A, Or((B, C)))), "台风 AND (停运 OR 海钓)"),
        (Or((And((A, B)), Not(C))), "台风 AND 停运 OR NOT 海钓"),
        (Not(And((A, B))), "NOT (台风 AND 停运)"),
        (Not(Or((A, B))), "NOT (台风 OR 停运)"),
        (Not(Not(A)), "NOT NOT 台风"),
        (Literal('说"好"\\', "headline"), r'标题:"说\"好\"\\"'),
        (Field("reporter", "阮知秋"), '记者:"阮知秋"'),
        (DateRange("2025-07-01", "2025-07-31"), "日期:2025-07-01..2025-07-31"),
        (DateRange("2025-07-01", "2025-07-01"), "日期:2025-07-01"),
        (DateRange("", "2025-07-01"), "日期:..2025-07-01"),
        (Prefix("渔"), "渔*"),
        (Prefix("渔", "headline"), "标题:渔*"),
        (Proximity(("台风", '"停'), 10), r'"台风 \"停"~10'),
        (Proximity(("台风", "停运"), 0, "body"), '正文:"台风 停运"~0'),
        # What the language has no way to say is printed as what it holds.
        (Word("渔船", "body"), '正文:"渔船"'),
        (AtLeast(2, (A, B, And((A, C))), (Literal("上客"),)), "(台风 OR 停运 OR 台风 AND 海钓)"),
        (Filter(A), "台风"),
        (Filter(Or((A, B))), "(台风 OR 停运)"),
        (And((C, Filter(Or((A, B))))), "海钓 AND (台风 OR 停运)"),
        (And((C, Filter(And((A, B))))), "海钓 AND 台风 AND 停运"),
        (Not(Filter(And((A, B)))), "NOT (台风 AND 停运)"),
    ],
)
def test_how_a_tree_is_printed(query: Query, printed: str) -> None:
    assert str(query) == printed


@given(st.text(max_size=10).filter(str.strip))
def test_a_quoted_text_is_read_as_it_was(text: str) -> None:
    assert parse(quote(text)) == Literal(text)


def test_everything_adds_nothing_to_a_conjunction() -> None:
    assert all_of() == all_of(Everything(), Everything()) == Everything()
    assert all_of(Everything(), A) == A
    assert all_of(A, And((B, C))) == And((A, B, C))
    assert any_of(A) == A
    assert any_of(A, Or((B, C))) == Or((A, B, C))


def test_what_speaks_for_an_article_stands_outside_of_not() -> None:
    query = parse("台风 (停运 OR 记者:阮知秋) -海钓 台风 NOT (NOT 渔业)")
    assert list(wanted(query)) == [A, B, Field("reporter", "阮知秋"), A]
    assert wanted_literals(query) == (A, B)
    assert wanted_literals(Everything()) == ()


def test_a_filter_speaks_for_no_article_and_the_texts_of_a_distance_and_a_prefix_do() -> None:
    near, begin, word = Proximity(("台风", "停运"), 3, "body"), Prefix("渔", "headline"), Word("出海")
    query = all_of(near, Filter(A), AtLeast(1, (begin, word)), C, Not(near))
    assert list(wanted(query)) == [near, begin, word, C]
    assert wanted_literals(query) == (
        Literal("台风", "body"), Literal("停运", "body"), Literal("渔", "headline"), Literal("出海"), C
    )  # fmt: skip
