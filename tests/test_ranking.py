"""Does the right article come first?"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from search.article import Article
from search.backends import Backend
from search.backends.bm25f import STEP, idf, saturated, told, weighted_frequency
from search.query import parse

from .archives import article, found, memory, on_disk

Ranked = Callable[[list[Article], str], list[str]]

FILLER = "今天天气很好，我们在公园里散步，孩子们放风筝，老人们下棋。"


@pytest.fixture(params=["memory", "whoosh_index"])
def ranked(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Ranked]:
    """The ids that a query finds among some articles (and a few that it does not find), best first."""

    made: list[Backend] = []

    def ranked(articles: list[Article], query: str) -> list[str]:
        others = [article(f"other{n}", headline="公园游记", body=FILLER) for n in range(4)]
        every = articles + others
        backend: Backend = memory(every)
        if request.param == "whoosh_index":
            backend = on_disk(tmp_path / f"index{len(made)}", every[:3], every[3:])
        made.append(backend)
        return found(backend, query, "relevance")

    yield ranked
    for backend in made:
        backend.close()


@pytest.mark.parametrize("place", ["headline", "kicker", "subtitle"])
def test_in_the_headline_is_better_than_in_the_body(ranked: Ranked, place: str) -> None:
    body = article("body", headline="我市发布预警", body=f"台风来了。{FILLER}", date="2025-07-02")
    head = article("head", **{"headline": "我市发布预警", place: "台风来了"}, body=FILLER, date="2025-07-01")
    assert ranked([body, head], "台风") == ["head", "body"]


def test_a_word_is_better_than_the_same_characters_by_chance(ranked: Ranked) -> None:
    # 学生|活动 holds 生活 across two words.
    chance = article("chance", body=f"学生活动很多。{FILLER}", date="2025-07-02")
    word = article("word", body=f"他的生活很好。{FILLER}", date="2025-07-01")
    assert ranked([chance, word], "生活") == ["word", "chance"]


def test_a_phrase_is_better_than_its_words_apart(ranked: Ranked) -> None:
    once = article("once", body=f"港口建设加快。港口很忙，建设很快。{FILLER}", date="2025-07-02")
    twice = article("twice", body=f"港口建设加快。港口建设很忙，很快。{FILLER}", date="2025-07-01")
    assert ranked([once, twice], "港口建设") == ["twice", "once"]


def test_more_often_is_better(ranked: Ranked) -> None:
    once = article("once", body=f"台风来了。大雾来了。{FILLER}", date="2025-07-02")
    twice = article("twice", body=f"台风来了。台风走了。{FILLER}", date="2025-07-01")
    assert ranked([once, twice], "台风") == ["twice", "once"]


def test_a_short_article_is_better_than_a_long_one(ranked: Ranked) -> None:
    long = article("long", body=f"台风来了。{FILLER * 10}", date="2025-07-02")
    short = article("short", body="台风来了。", date="2025-07-01")
    assert ranked([long, short], "台风") == ["short", "long"]


def test_the_rarer_literal_counts_more(ranked: Ranked) -> None:
    rare = article("rare", body=f"海钓。{FILLER}", date="2025-07-01")
    common = article("common", body=f"散步。{FILLER}", date="2025-07-02")
    assert ranked([common, rare], "海钓 OR 散步")[0] == "rare"


def test_both_alternatives_are_better_than_one(ranked: Ranked) -> None:
    one = article("one", body=f"台风来了，台风走了。{FILLER}", date="2025-07-02")
    both = article("both", body=f"台风来了，大雾走了。{FILLER}", date="2025-07-01")
    assert ranked([one, both], "台风 OR 大雾") == ["both", "one"]


def test_among_equals_the_newer_comes_first_then_the_smaller_id(ranked: Ranked) -> None:
    same = {"headline": "台风来了", "body": FILLER}
    days = {"c": "2025-07-01", "a": "2025-07-02", "b": "2025-07-02", "e": "", "d": "2024-12-31"}
    articles = [article(id, date=day, **same) for id, day in days.items()]
    assert ranked(articles, "台风") == ["a", "b", "c", "d", "e"]


def test_a_filter_alone_ranks_by_date(ranked: Ranked) -> None:
    articles = [article(f"a{day}", date=f"2025-07-0{day}", topics=("渔业",), body="台风" * day) for day in (1, 3, 2)]
    assert ranked(articles, "主题:渔业") == ["a3", "a2", "a1"]


def test_a_scope_counts_only_what_stands_in_it(ranked: Ranked) -> None:
    body = article("body", headline="台风来了", body=f"台风，台风，台风。{FILLER}", date="2025-07-01")
    head = article("head", headline="台风，台风", body=FILLER, date="2025-07-01")
    assert ranked([body, head], "标题:台风") == ["head", "body"]
    assert ranked([body, head], "正文:台风") == ["body"]


def test_an_author_or_a_column_is_found_by_a_literal_too(ranked: Ranked) -> None:
    signed = article("signed", body=FILLER, authors=[("阮知秋", "记者")], column="民生", date="2025-07-01")
    about = article("about", headline="阮知秋获奖", body=FILLER, date="2025-07-01")
    assert set(ranked([signed, about], "阮知秋")) == {"signed", "about"}
    assert ranked([signed, about], "栏目:民生") == ["signed"]


def test_a_headline_of_punctuation_can_be_ranked(ranked: Ranked) -> None:
    # Whoosh knows no length of a field without words.
    dashes = article("dashes", headline="——", body=FILLER)
    assert ranked([dashes, article("words", headline="有字", body=FILLER)], "——") == ["dashes"]


def test_idf_falls_with_the_number_of_documents_and_is_never_negative() -> None:
    values = [idf(10, documents) for documents in range(11)]
    assert values == sorted(values, reverse=True)
    assert values[-1] > 0
    assert idf(3, 5) > 0  # deleted documents may still be counted


def test_saturation_grows_ever_more_slowly() -> None:
    steps = [saturated(n + 1) - saturated(n) for n in range(10)]
    assert saturated(0) == 0
    assert all(step > 0 for step in steps)
    assert steps == sorted(steps, reverse=True)


def test_scores_are_told_in_steps_that_keep_their_order() -> None:
    scores = [n / 7 for n in range(1, 200)]
    assert [told(score) for score in scores] == sorted(told(score) for score in scores)
    assert all(told(score) == pytest.approx(score, rel=STEP / 2 + 1e-9) for score in scores)
    assert told(1.0) == told(1.009) != told(1.02)
    assert told(0.0) == 0.0


def test_among_equals_the_newer_comes_first_and_two_percent_is_equal(ranked: Ranked) -> None:
    old = article("old", headline="暂停供水通知", body=f"明天检修。{FILLER}{FILLER}", date="2025-07-01")
    new = article("new", headline="暂停供水通知", body=f"明天检修水管。{FILLER}{FILLER}", date="2025-07-02")
    assert ranked([old, new], "暂停供水") == ["new", "old"]


@pytest.mark.parametrize("kind", ["teaser", "advert"])
def test_a_teaser_comes_behind_the_article_that_it_points_to(ranked: Ranked, kind: str) -> None:
    teaser = article("teaser", kind=kind, headline="渔歌唱晚", date="2025-07-02")
    report = article("report", headline="一支秃笔", body=f"展览叫渔歌唱晚。{FILLER}", subtitle="渔歌唱晚开展")
    assert ranked([teaser, report], "渔歌唱晚") == ["report", "teaser"]


def test_words_that_stand_together_come_before_the_same_words_apart(ranked: Ranked) -> None:
    apart = article("apart", headline="见闻", body=f"台风来了。{FILLER * 4}客船停运。", date="2025-07-02")
    near = article("near", headline="见闻", body=f"台风来了，客船停运。{FILLER * 4}", date="2025-07-01")
    assert ranked([apart, near], "台风 停运") == ["near", "apart"]


def test_a_whole_name_comes_before_a_part_of_one(ranked: Ranked) -> None:
    whole = article("whole", headline="见闻", authors=[("裴远", "记者")], body=FILLER, date="2025-07-01")
    part = article("part", headline="见闻", authors=[("裴远山", "记者")], body=FILLER, date="2025-07-02")
    assert ranked([part, whole], "裴远") == ["whole", "part"]


def test_the_weighted_frequency_is_that_of_the_formula() -> None:
    averages = {"head": 10.0, "body": 100.0}
    assert weighted_frequency({"body": 3}, {"body": 100}, averages) == pytest.approx(3)
    assert weighted_frequency({"body": 3}, {"body": 200}, averages) == pytest.approx(3 / (0.6 + 0.4 * 2))
    # Shorter than a brief is no better than a brief.
    assert weighted_frequency({"body": 1}, {"body": 10}, averages) == pytest.approx(1 / (0.6 + 0.4 * 0.6))
    assert weighted_frequency({"head": 1}, {"head": 5}, averages) == pytest.approx(4 / (0.7 + 0.3 / 2))
    assert weighted_frequency({"rest": 2}, {}, averages) == pytest.approx(2)
    assert weighted_frequency({"head": 1}, {"head": 0}, {"head": 0.0}) == pytest.approx(4 / 0.7)


def test_a_query_is_ranked_alike_whether_its_words_are_known_or_cut(ranked: Ranked) -> None:
    # 渔业生产 is a word of the dictionary, 渔业 生产 in quotes is cut in two; both are the same characters.
    articles = [
        article("a", headline="渔业生产", body=FILLER),
        article("b", headline="见闻", body=f"渔业生产。{FILLER}"),
    ]
    assert ranked(articles, "渔业生产") == ["a", "b"]
    assert parse('"渔业 生产"') != parse("渔业生产")
