"""Are the scores of the arrays those of the formula, worked out in plain Python with lengths in the same steps?"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from indexer.build import document
from search.article import Article
from search.backends import SORTS, Backend, memory_ranking
from search.backends.memory import MemoryIndex
from search.backends.whoosh_index.writing import writing
from search.postings.score import LENGTHS, step_of
from search.schema import HEADS, parts
from search.text import words
from search.tree import (
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

from .archives import article, fill, memory, on_disk

WORDS = (
    *("台风", "停运", "渔业", "生产", "客船", "海钓", "码头", "老街", "图书馆", "修鞋"),
    *("公园", "散步", "下雨", "天气", "预报", "市民", "出行", "安全", "提醒", "开放"),
)
NAMES = ["阮知秋", "裴远", "龙潭客", "台风"]


def invented(chance: random.Random, number: int) -> Article:
    """An article of words that follow each other as they please."""

    def sentence(most: int) -> str:
        return "".join(chance.choice(WORDS) for _ in range(chance.randint(1, most))) + chance.choice("。，")

    return article(
        f"lwrb-{number:03}",
        date=f"2025-07-{chance.randint(1, 28):02}" if chance.random() < 0.9 else "",
        page=chance.choice(["01", "02", "A3"]),
        kind=chance.choice(["news", "news", "news", "teaser", "advert"]),
        kicker=sentence(2) if chance.random() < 0.3 else "",
        headline=sentence(4) if chance.random() < 0.9 else "——",
        body="\n".join(sentence(chance.choice([5, 30, 80])) for _ in range(chance.randint(0, 5))),
        column=chance.choice(["", "台风", "民生"]),
        authors=[(chance.choice(NAMES), "记者")] if chance.random() < 0.5 else [],
        topics=tuple(chance.sample(["渔业", "台风", "出行"], chance.randint(0, 2))),
    )


def asked(chance: random.Random, depth: int = 2) -> Query:
    """A query of any kind."""
    if depth and chance.random() < 0.6:
        some = [asked(chance, depth - 1) for _ in range(chance.randint(2, 3))]
        kind = chance.randrange(5)
        if kind == 0:
            return AtLeast(chance.randint(1, len(some)), tuple(some), (Literal(chance.choice(WORDS)),))
        if kind == 1:
            return all_of(some[0], Not(some[1]))
        if kind == 2:
            return all_of(some[0], Filter(some[1]))
        return (all_of if kind == 3 else any_of)(*some)
    text, scope = (
        "".join(chance.choice(WORDS) for _ in range(chance.randint(1, 2))),
        chance.choice(["", "headline", "body"]),
    )
    kind = chance.randrange(9)
    if kind == 0:
        return Prefix(text[:1], scope)
    if kind == 1:
        return Word(text[:2], scope)
    if kind == 2:
        return Proximity((text[:2], chance.choice(WORDS)), chance.randint(0, 20), scope)
    if kind == 3:
        return Field(chance.choice(["author", "topic"]), chance.choice(NAMES))
    if kind == 4:
        return DateRange("2025-07-05", chance.choice(["", "2025-07-20"]))
    if kind == 5:
        return Everything()
    return Literal(text[: chance.choice([1, 2, 2, 3, 4])], scope)


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Backend, Backend, MemoryIndex]]:
    """The same articles in one segment, in four with articles that were replaced, and in memory."""
    chance = random.Random(7)
    articles = [invented(chance, number) for number in range(60)]
    place = tmp_path_factory.mktemp("scores")
    one = on_disk(place / "one", articles)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("search.backends.whoosh_index.transaction.chosen_to_merge", lambda *_: [])
        old = [invented(chance, number) for number in range(0, 60, 7)]
        several = on_disk(place / "several", [*old, article("lwrb-gone", body="台风")], articles[:20], articles[20:50])
        fill(several, articles[50:])
        with several.writer() as writer:
            writer.delete("lwrb-gone")
    yield one, several, memory(articles)
    one.close()
    several.close()


def quantised(article: Article) -> dict[str, int]:
    """The lengths of an article in the steps that an index keeps."""
    lengths = {"head": 0, "body": 0}
    for name, text in parts(article):
        if name in (*HEADS, "body"):
            lengths["head" if name in HEADS else "body"] += len(words(text))
    return {field: int(LENGTHS[step_of(length)]) for field, length in lengths.items()}


def test_scores_are_those_of_the_formula(
    both: tuple[Backend, Backend, MemoryIndex], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(memory_ranking, "_lengths", quantised)
    one, several, plain = both
    chance = random.Random(11)
    scored = 0
    for _ in range(150):
        query = asked(chance)
        expected = plain.search(query, sort="relevance", offset=0, limit=100)
        scores = {each.id: score for each, score in expected.found}
        scored += sum(map(bool, scores.values()))
        for backend in (one, several):
            found = backend.search(query, sort="relevance", offset=0, limit=100)
            assert {each.id: score for each, score in found.found} == pytest.approx(scores, rel=1e-9), str(query)
            assert [each.id for each, _ in found.found] == [each.id for each, _ in expected.found], str(query)
            for limit in (1, 7):
                page = backend.search(query, sort="relevance", offset=limit, limit=limit)
                assert page.found == found.found[limit : 2 * limit]
    assert scored > 1500


def test_one_answer_for_one_index_however_many_segments(both: tuple[Backend, Backend, MemoryIndex]) -> None:
    one, several, _ = both
    chance = random.Random(13)
    for _ in range(150):
        query = asked(chance)
        for sort in SORTS:
            for fold in (False, True):
                answers = [
                    backend.search(query, sort=sort, offset=2, limit=9, facets=("topic", "author", "month"), fold=fold)
                    for backend in (one, several)
                ]
                assert answers[0] == answers[1], (sort, str(query))


def test_a_word_that_only_an_article_had_that_was_taken_out_is_none(tmp_path: Path) -> None:
    """It lies in the dictionary until its segment is merged; what is ranked by it must not depend on that."""
    assert words("台风停运") == ["台风", "停运"]
    kept = [article(f"lwrb-{n}", date=f"2025-07-0{n + 1}", body="台风停运了，渔业照常。" * (n + 1)) for n in range(5)]
    gone = replace(document(article("lwrb-gone", body="台风停运")), words={"body": ("台风停运",)})  # cut another way
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("search.backends.whoosh_index.transaction.chosen_to_merge", lambda *_: [])
        backend = on_disk(tmp_path / "index", kept[:3])
        with backend.writer() as writer:
            for each in (gone, *map(document, kept[3:])):
                writer.add(each)
        with backend.writer() as writer:
            writer.delete("lwrb-gone")
    before = backend.search(Literal("台风停运"), sort="relevance", offset=0, limit=9)
    with writing(tmp_path / "index", 0, None, whole=True):
        pass
    assert backend.search(Literal("台风停运"), sort="relevance", offset=0, limit=9) == before
    backend.close()


@pytest.mark.parametrize(
    ("bound", "values", "limit", "pool"),
    [("MANY", (20_000, 0), 3, 8), ("_FEW", (0, 1000), 100, None)],
    ids=["to let go early of those that cannot be among the best", "to score few documents one by one"],
)
def test_what_saves_time_changes_no_bit(
    both: tuple[Backend, Backend, MemoryIndex],
    monkeypatch: pytest.MonkeyPatch,
    bound: str,
    values: tuple[int, int],
    limit: int,
    pool: int | None,
) -> None:
    one, several, _ = both
    chance = random.Random(17)
    if pool is not None:
        monkeypatch.setattr("search.backends.whoosh_index.ranking.POOL", pool)
    for _ in range(200):
        query = asked(chance)
        answers = []
        for value in values:
            monkeypatch.setattr(f"search.backends.whoosh_index.ranking.{bound}", value)
            answers.append([each.search(query, sort="relevance", offset=0, limit=limit) for each in (one, several)])
        assert answers[0] == answers[1], str(query)


def test_the_steps_of_the_index_hardly_change_a_score(both: tuple[Backend, Backend, MemoryIndex]) -> None:
    one, _, plain = both
    for text in WORDS:
        scores = {a.id: s for a, s in plain.search(Literal(text), sort="relevance", offset=0, limit=100).found}
        found = one.search(Literal(text), sort="relevance", offset=0, limit=100).found
        assert {each.id: score for each, score in found} == pytest.approx(scores, rel=0.05)
