"""Does every substring of every part find its article, in every engine, whatever the text?"""

from __future__ import annotations

import itertools
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search.article import Article
from search.backends import Backend
from search.tree import (
    WORD_SCOPES,
    AtLeast,
    DateRange,
    Everything,
    Field,
    Filter,
    Literal,
    Not,
    Prefix,
    Proximity,
    Query,
    Word,
    all_of,
    any_of,
)

from .archives import ENGINES, article, engine, found
from .law import flat, law, pieces

SIGNS = "台颱風风渔漁哈哈哈aＡA1１ 　\t，。—㎏ﬁİ𠮷\x00\u200b"
scraps = st.text(st.sampled_from(SIGNS), max_size=8)
bodies = st.lists(scraps, max_size=3).map("\n".join)
shapes = st.fixed_dictionaries(
    {"body": bodies},
    optional={
        "kicker": scraps,
        "headline": scraps,
        "subtitle": scraps,
        "column": scraps,
        "source": scraps,
        "dateline": scraps,
        "authors": st.lists(st.tuples(scraps.filter(str.strip), st.just("记者")), max_size=2),
        "topics": st.lists(scraps, max_size=2).map(tuple),
        "date": st.sampled_from(["2025-07-01", "2025-08-01", ""]),
        "page": st.sampled_from(["01", "1", "A1", ""]),
    },
)
typed = scraps.filter(lambda text: text.strip() and "\x00" not in text)
scopes = st.sampled_from(["", "headline", "body", "column", "source"])
literals = st.builds(Literal, typed, scopes)
short = st.text(st.sampled_from("台颱风哈aA１，。"), min_size=1, max_size=3)
distances = st.builds(
    Proximity, st.lists(short, min_size=2, max_size=3).map(tuple), st.integers(0, 5), st.one_of(st.just(""), scopes)
)
begun = st.one_of(st.text(st.sampled_from("台颱风渔哈aＡ1㎏𠮷"), min_size=1, max_size=2), typed)
worded = st.one_of(
    st.builds(Prefix, begun, st.sampled_from(WORD_SCOPES)), st.builds(Word, begun, st.sampled_from(WORD_SCOPES))
)
asked: st.SearchStrategy[Query] = st.recursive(
    st.one_of(
        literals,
        distances,
        worded,
        st.builds(Field, st.sampled_from(["reporter", "author", "topic", "page"]), scraps.filter(str.strip)),
        st.sampled_from([DateRange("2025-07-02", ""), DateRange("", "2025-07-31"), Everything()]),
    ),
    lambda some: st.one_of(
        some.map(Not),
        some.map(Filter),
        st.lists(some, min_size=1, max_size=4).flatmap(
            lambda clauses: st.builds(AtLeast, st.integers(1, len(clauses)), st.just(tuple(clauses)))
        ),
        st.lists(some, min_size=2, max_size=3).map(lambda clauses: all_of(*clauses)),
        st.lists(some, min_size=2, max_size=3).map(lambda clauses: any_of(*clauses)),
    ),
    max_leaves=6,
)
Batches = tuple[list[Article], list[Article], list[Article]]


@st.composite
def batches(draw: st.DrawFn) -> Batches:
    """Three commits of articles, the third of which replaces some of the first."""
    some = [article(f"lwrb-{n:02}", **draw(shapes)) for n in range(draw(st.integers(2, 10)))]
    middle = len(some) // 2
    again = [replace(each, body=draw(bodies)) for each in some[:2]]
    return some[:middle], some[middle:], again


def settle(three: Batches) -> dict[str, Article]:
    return {each.id: each for batch in three for each in batch}


def at_hand(kind: str, directory: Path, three: Batches) -> Backend:
    return engine(kind, directory / f"index{len(list(directory.iterdir()))}", *three)


by_hypothesis = settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@pytest.mark.parametrize("kind", ENGINES)
@given(three=batches())
@by_hypothesis
def test_every_substring_of_every_part_finds_its_article_and_no_others(
    tmp_path: Path, kind: str, three: Batches
) -> None:
    backend = at_hand(kind, tmp_path, three)
    held = settle(three)
    substrings = {
        text[at : at + length]
        for each in held.values()
        for _, text in pieces(each)
        for at in range(len(text))
        for length in (1, 2, 3, 4, len(text))
    }
    for text in substrings:
        if text.strip() and "\x00" not in text:
            expected = {id for id, each in held.items() if law(Literal(text), each)}
            assert expected
            assert set(found(backend, Literal(text))) == expected
    backend.close()


@pytest.mark.parametrize("kind", ENGINES)
@given(three=batches(), data=st.data())
@by_hypothesis
def test_no_match_runs_from_one_part_into_the_next_and_every_tree_finds_what_it_says(
    tmp_path: Path, kind: str, three: Batches, data: st.DataObject
) -> None:
    backend = at_hand(kind, tmp_path, three)
    held = settle(three)
    ends = [
        (flat(left)[-2:] + flat(right)[:length])
        for each in held.values()
        for (_, left), (_, right) in itertools.pairwise(pieces(each))
        for length in (1, 2)
        if flat(left) and flat(right)
    ]
    queries: list[Query] = [Literal(text) for text in set(ends) if "\x00" not in text and "\ufffd" not in text]
    queries += [Proximity((text[:1], text[1:]), 9) for text in set(ends) if "\x00" not in text]
    queries += data.draw(st.lists(asked, min_size=10, max_size=10))
    queries += data.draw(st.lists(distances, min_size=5, max_size=5))
    queries += data.draw(st.lists(worded, min_size=5, max_size=5))
    for query in queries:
        expected = {id for id, each in held.items() if law(query, each)}
        assert set(found(backend, query)) == expected, str(query)
        assert set(found(backend, query, "relevance")) == expected, str(query)
        if isinstance(query, Literal):
            assert backend.frequency(query) >= len(expected), str(query)
    backend.close()
