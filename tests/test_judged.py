"""Right articles come first at least as well as they did: floors over the judged queries, on every engine."""

from __future__ import annotations

from collections import Counter

import pytest

from search.archive import Archive

from .archives import ENGINES, memory
from .judging import GRADES, TOLERANCE, Judged, Measured, floors, gold, id_of, load, mean, measured, moved, ndcg

KINDS = {
    "name": 5,
    "part of a name": 2,
    "place": 5,
    "topic": 5,
    "subject": 5,
    "phrase": 3,
    "remembered": 5,
    "headline": 10,
    "apart": 8,
    "fresh": 3,
    "field": 6,
    "operators": 5,
    "latin": 4,
    "traditional": 2,
    "full width": 2,
    "prefix": 2,
    "proximity": 2,
    "long": 8,
}
"""The least that the set has of each kind of query."""

STRICT = ("field", "operators", "proximity")
"""The kinds of query that `near` does not come to, so that what they do not find cannot be given."""

Rows = dict[str, dict[str, Measured]]


@pytest.fixture(scope="module")
def rows(tmp_path_factory: pytest.TempPathFactory) -> Rows:
    return measured(tmp_path_factory.mktemp("judged"))


@pytest.mark.parametrize("kind", ENGINES)
def test_the_mean_does_not_fall_below_its_floor(rows: Rows, kind: str) -> None:
    kept, now = floors(), mean(rows[kind])
    assert now >= kept["mean"], (
        f"mean nDCG@10 {now:.4f}, floor {kept['mean']}\n{moved(rows[kind], kept['queries'], load())}\n"
        "python -m tests.judging shows all; --lower, and say why"
    )


@pytest.mark.parametrize("kind", ENGINES)
def test_no_query_falls_far_below_its_floor(rows: Rows, kind: str) -> None:
    kept = floors()["queries"]
    low = {text: each for text, each in rows[kind].items() if each.value < kept.get(text, 0.0) - TOLERANCE}
    assert not low, f"below the floor:\n{moved(low, kept, load())}\npython -m tests.judging --lower, and say why"


@pytest.mark.parametrize("kind", ENGINES)
def test_every_judged_query_can_be_read(rows: Rows, kind: str) -> None:
    assert {text: each.error for text, each in rows[kind].items() if each.error} == {}


def test_the_set_has_queries_of_every_kind() -> None:
    judged = load()
    assert len(judged) >= 50
    assert len({each.text for each in judged}) == len(judged)
    found = Counter(each.kind for each in judged)
    assert set(found) == set(KINDS)
    assert {kind: (found[kind], least) for kind, least in KINDS.items() if found[kind] < least} == {}


def test_every_grade_is_of_an_article_of_the_corpus() -> None:
    articles = gold()
    assert {each.text for each in load() if not each.grades or not each.why} == set()
    assert {(each.text, name) for each in load() for name in each.grades if name not in articles} == set()
    assert {grade for each in load() for grade in each.grades.values()} == set(GRADES)


def test_every_query_has_a_floor_and_every_floor_a_query() -> None:
    assert list(floors()["queries"]) == [each.text for each in load()]


def test_what_must_not_be_found_has_no_grade() -> None:
    """A grade of an article that fields, NOT or quotes shut out would hold the query below 1 for ever."""
    articles = gold()
    archive = Archive(memory(articles.values()))
    for each in load():
        if each.kind in STRICT:
            hits = {hit.article.id for hit in archive.search(each.text, sort="newest", limit=len(articles)).hits}
            assert {name for name in each.grades if id_of(name) not in hits} == set(), each.text


def test_the_tolerance_is_less_than_a_lesser_article_first_costs() -> None:
    costs = {each.text: _cost_of_a_lesser_first(each) for each in load()}
    assert {text: cost for text, cost in costs.items() if cost <= TOLERANCE} == {}


def test_the_tolerance_is_more_than_neighbours_cost_that_trade_places() -> None:
    costs = {each.text: _cost_of_neighbours(each) for each in load()}
    assert {text: cost for text, cost in costs.items() if cost > TOLERANCE} == {}


def _cost_of_a_lesser_first(judged: Judged) -> float:
    """What it costs that the first article trades places with the best of a lower grade."""
    best = [*sorted(judged.grades.values(), reverse=True), 0]
    return _cost(best, 0, next(rank for rank, grade in enumerate(best) if grade < best[0]))


def _cost_of_neighbours(judged: Judged) -> float:
    """The most that it costs, below the first rank, that neighbours trade places whose grades differ by one."""
    best = [*sorted(judged.grades.values(), reverse=True), 0]
    pairs = [rank for rank in range(1, len(best) - 1) if best[rank] - best[rank + 1] == 1]
    return max((_cost(best, rank, rank + 1) for rank in pairs), default=0.0)


def _cost(best: list[int], one: int, other: int) -> float:
    changed = list(best)
    changed[one], changed[other] = best[other], best[one]
    return 1 - ndcg(changed, best)


def test_the_measure_is_that_of_its_formula() -> None:
    assert ndcg([3, 2, 1], [1, 2, 3]) == pytest.approx(1)
    assert ndcg([], [3]) == 0
    assert ndcg([0, 3], [3]) == pytest.approx(0.6309, abs=1e-4)  # 1 / log2(3)
    assert ndcg([2, 3], [3, 2]) == pytest.approx(0.8340, abs=1e-4)  # (3 + 7 · 0.6309) / (7 + 3 · 0.6309)
    assert ndcg([3] * 10, [3] * 12) == pytest.approx(1)  # ten are as good as it gets
    assert ndcg([0] * 10 + [3], [3]) == 0
