"""When nothing holds exactly what was typed, is it asked once more in words, and only then?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import pytest

from search.archive import Archive
from search.backends import Backend, Matches
from search.query import parse
from search.second_run import in_words
from search.tree import Everything, Filter, Literal, Query

from .archives import ENGINES, article, makers, memory

ARTICLES = [
    article("boats", date="2025-07-01", headline="渔船全部回港", body="台风要来，客船停运。", topics=("渔业",)),
    article("school", date="2025-07-02", headline="小学放假", body="老师说，停运以后学生不出海。"),
    article("bus", date="2025-08-01", headline="公交停运", body="司机回家。"),
]


@pytest.fixture(scope="module", params=ENGINES)
def archive(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    with makers(request.param, tmp_path_factory.mktemp("second")) as make:
        yield Archive(make(ARTICLES[:2], ARTICLES[2:]))


def ids(archive: Archive, query: str | Query, **how: Any) -> list[str]:
    return sorted(hit.article.id for hit in archive.search(query, **how).hits)


@pytest.mark.parametrize(
    ("typed", "searched", "expected"),
    [
        ("客船台风停运", '"客船" AND "台风" AND "停运"', ["boats"]),
        ("渔船 客船台风", '渔船 AND "客船" AND "台风"', ["boats"]),
        ("标题:回港渔船", '标题:"回港" AND 标题:"渔船"', ["boats"]),
        ("学生停运 OR 没有此事", None, ["school"]),
        ("台风停运 -海钓", None, ["boats"]),
        ("学生停运 日期:2025-07", None, ["school"]),
        ("船全*", '"船全"', ["boats"]),
        ("船全* 停运", None, ["boats"]),
    ],
)
def test_every_bare_run_is_read_as_all_of_its_words(
    archive: Archive, typed: str, searched: str | None, expected: list[str]
) -> None:
    result = archive.search(typed)
    assert sorted(hit.article.id for hit in result.hits) == expected
    if searched is not None:
        assert str(result.query) == searched
    assert result.query == in_words(parse(typed)) != parse(typed)
    assert result.notes == (f"没有文章照原样写有这些字，改按词查找：{result.query}",)
    assert result.total == len(expected)
    assert {hit.query for hit in result.hits} == {result.query}
    assert all(snippet.marks for hit in result.hits for snippet in hit.snippets[:1])


@pytest.mark.parametrize(
    "typed",
    [
        '"客船台风停运"',  # exact words were asked for
        "“台风停运”",
        "停运 NOT 停运",
        "渔船 -(回港全部 OR 渔船)",  # NOT is left as it is
        '"台风 停运"~1',
        "记者:台风停运",
        "主题:渔业停运",
        "没有此事的词",
        "龘",
    ],
)
def test_what_has_no_bare_run_or_finds_nothing_in_words_either_stays_as_it_was(archive: Archive, typed: str) -> None:
    result = archive.search(typed)
    assert (result.total, result.hits, result.query) == (0, (), parse(typed))
    assert result.notes == ()


@pytest.mark.parametrize(
    "typed", ["停运", "台风要来", "渔船全部回港", "停运 OR 客船台风停运", "", "-客船台风停运", "渔*"]
)
def test_what_finds_something_is_not_asked_again(archive: Archive, typed: str) -> None:
    result = archive.search(typed, limit=0)
    assert result.total
    assert result.query == parse(typed)
    assert result.notes == ()


def test_a_run_inside_of_not_is_not_read_in_words() -> None:
    assert in_words(parse("台风停运 -客船停运 NOT (海钓渔船 OR 学生放假)")) == parse(
        '"台风" "停运" -客船停运 NOT (海钓渔船 OR 学生放假)'
    )
    assert in_words(parse("-客船停运")) == parse("-客船停运")
    whole = Filter(Literal("客船停运", quoted=False))
    assert in_words(whole) == whole
    assert in_words(Everything()) == Everything()


def test_words_that_are_the_run_itself_are_no_second_run() -> None:
    for typed in ("台风", "渔", "，，", '"台风停运"', "标题:台风"):
        assert in_words(parse(typed)) == parse(typed)


def test_the_filters_hold_in_the_second_run_too(archive: Archive) -> None:
    assert ids(archive, "客船台风停运", topic="渔业") == ["boats"]
    assert ids(archive, "客船台风停运", since="2025-07-02") == []
    assert archive.search("客船台风停运", since="2025-07-02").notes == ()


def test_the_page_and_the_facets_are_those_of_the_second_run(archive: Archive) -> None:
    result = archive.search("停运回家司机", facets=("month",), offset=1, limit=5)
    assert (result.total, result.hits, result.facets) == (1, (), {"month": {"2025-08": 1}})
    assert len(result.notes) == 1


@pytest.mark.parametrize("sort", ["relevance", "newest"])
@pytest.mark.parametrize("fold", [False, True])
def test_pages_of_the_second_run_laid_side_by_side_are_the_whole(sort: str, fold: bool) -> None:
    some = [
        article(
            f"lwrb-{n:02}", headline="台风" * (n % 3 + 1), body=f"客船第{n}班停运。", same_as="lwrb-00" * (n % 7 == 1)
        )
        for n in range(75)
    ]
    archive = Archive(memory(some))
    whole = archive.search("客船台风停运", sort=sort, fold=fold, limit=100)  # type: ignore[arg-type]
    assert whole.total == len(whole.hits) == (64 if fold else 75)
    laid = [
        hit
        for at in range(0, 80, 8)
        for hit in archive.search("客船台风停运", sort=sort, fold=fold, offset=at, limit=8).hits  # type: ignore[arg-type]
    ]
    assert tuple(laid) == whole.hits
    assert [hit.score for hit in laid] == sorted((hit.score for hit in laid), reverse=True)
    if fold:
        assert len({hit.article.id for hit in laid} | {id for hit in laid for id in hit.reprints}) == 75


def test_a_query_that_finds_something_is_asked_once() -> None:
    asked: list[Query] = []

    class Counting:
        def __init__(self, backend: Backend) -> None:
            self._backend = backend

        def search(self, query: Query, *, facets: Sequence[str] = (), **how: Any) -> Matches:
            asked.append(query)
            return self._backend.search(query, facets=facets, **how)

        def __getattr__(self, name: str) -> Any:
            return getattr(self._backend, name)

    archive = Archive(Counting(memory(ARTICLES)))
    archive.search("停运", limit=2)
    assert asked == [parse("停运")]
    archive.search("客船台风停运")
    assert asked[1:] == [parse("客船台风停运"), in_words(parse("客船台风停运"))]


def test_curly_quotes_of_a_headline_do_not_stand_in_the_way() -> None:
    archive = Archive(memory([article("sleep", headline="中医为市民“助眠”支招")]))
    result = archive.search("市民中医“助眠”支招")
    assert [hit.article.id for hit in result.hits] == ["sleep"]
    assert len(result.notes) == 1
