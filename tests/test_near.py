"""Are the articles that have most of the words shown where there is room, and never passed off as hits?"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from search.archive import Archive
from search.article import Article
from search.near import MOST_CHARACTERS, MOST_WORDS, wanted
from search.query import parse
from search.result import SearchResult
from search.schema import parts
from search.text import bare
from search.tree import Filter, Not, Query, all_of

from .archives import ENGINES, article, makers, memory

ARTICLES = [
    article("lwrb-0", date="2025-07-01", headline="台风来临，渔船回港", body="客船停运，学校放假。", topics=("渔业",)),
    article("lwrb-1", date="2025-07-02", headline="渔船回港", body="台风过后，客船复航。", topics=("渔业",)),
    article("lwrb-2", date="2025-07-03", headline="学校放假", body="台风影响，公交停运。"),
    article("lwrb-3", date="2025-07-04", headline="客船停运", body="检修三天。", same_as="lwrb-0"),
    article("lwrb-4", date="2025-07-05", headline="孩子的台风课", body="老师讲渔船。"),
    article("lwrb-5", date="2025-07-06", headline="海钓", body="海钓的人多了。"),
    article("lwrb-6", date="2026-01-01", headline="元旦", body="新年好。"),
]
FULL = "台风 渔船 客船 停运"


@pytest.fixture(scope="module", params=ENGINES)
def archive(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    with makers(request.param, tmp_path_factory.mktemp("near")) as make:
        yield Archive(make(ARTICLES[:4], ARTICLES[4:]))


def ids(result: SearchResult) -> list[str]:
    return [hit.article.id for hit in result.near]


def test_near_are_the_articles_that_have_most_of_the_words_best_first(archive: Archive) -> None:
    result = archive.search(FULL)
    assert (result.total, [hit.article.id for hit in result.hits]) == (1, ["lwrb-0"])
    assert set(ids(result)) == {f"lwrb-{n}" for n in (1, 2, 3, 4)}
    scores = [hit.score for hit in result.near]
    assert scores == sorted(scores, reverse=True)
    assert ids(result).index("lwrb-1") < ids(result).index("lwrb-4")  # three of four, two of them in the headline


@pytest.mark.parametrize("query", [FULL, "台风渔船学校", "台风 没有这回事", "渔船海钓元旦"])
def test_every_near_hit_names_what_it_lacks(archive: Archive, query: str) -> None:
    most = wanted(parse(query))
    assert most is not None
    near = archive.search(query, limit=50).near
    assert near
    for hit in near:
        texts = [bare(text) for _, text in parts(hit.article)]
        assert hit.missing == tuple(word for word in most.words if not any(word in text for text in texts))
        assert len(hit.missing) < len(most.words)
        assert any(snippet.marks for snippet in hit.snippets)


def test_hits_lack_nothing(archive: Archive) -> None:
    assert {hit.missing for hit in archive.search(FULL).hits} == {()}


@pytest.mark.parametrize(
    "query", [FULL, "台风 渔船", "客船 停运", "客船台风渔船", "台风 没有这回事", "海钓 元旦 新年好"]
)
@pytest.mark.parametrize("sort", ["relevance", "newest", "oldest"])
def test_hits_and_near_laid_side_by_side_have_no_gap_and_no_repetition(archive: Archive, query: str, sort: str) -> None:
    def page(offset: int, limit: int) -> list[str]:
        result = archive.search(query, sort=sort, offset=offset, limit=limit)  # type: ignore[arg-type]
        assert result.total == whole.total
        assert len(result.hits) + len(result.near) <= limit
        return [hit.article.id for hit in (*result.hits, *result.near)]

    whole = archive.search(query, sort=sort, limit=100)  # type: ignore[arg-type]
    every = [hit.article.id for hit in (*whole.hits, *whole.near)]
    assert len(set(every)) == len(every) > whole.total == len(whole.hits)
    for limit in (1, 2, 3):
        laid = [id for at in range(0, len(every) + limit, limit) for id in page(at, limit)]
        assert laid == every
    assert page(len(every), 5) == page(0, 0) == []


def test_a_full_page_has_no_room_for_near(archive: Archive) -> None:
    for limit in (0, 1, 2, 3):
        result = archive.search("台风 渔船", limit=limit)
        assert result.total == 3
        assert result.near == ()
    assert len(archive.search("台风 渔船", limit=4).near) == 1


@pytest.mark.parametrize(
    "query",
    ["台风", '台风 "渔船"', "台风 OR 渔船", "台风 -渔船", "标题:台风 渔船", "台风 记者:林晓岚", "台风 日期:2025",
     '"台风 渔船"~9', "渔* 台风", "", "-台风", "(台风 渔船) OR 海钓", "台风 NOT (渔船 停运)", "，"],
)  # fmt: skip
def test_near_is_for_bare_runs_only(archive: Archive, query: str) -> None:
    assert wanted(parse(query)) is None
    assert archive.search(query, limit=50).near == ()


def test_brackets_that_say_nothing_are_no_hindrance(archive: Archive) -> None:
    assert ids(archive.search("(台风 渔船) AND (客船 停运)")) == ids(archive.search(FULL))


def test_filters_hold_for_near_too_and_are_no_words(archive: Archive) -> None:
    result = archive.search(FULL, topic="渔业")
    assert (result.total, ids(result)) == (1, ["lwrb-1"])
    assert result.near[0].missing == ("停运",)
    assert ids(archive.search(FULL, since="2025-07-05")) == ["lwrb-4"]
    assert archive.search("台风", topic="渔业").near == ()
    most = wanted(all_of(parse("台风 渔船"), Filter(parse("主题:渔业"))))
    assert most is not None
    assert most.filters == (Filter(parse("主题:渔业")),)


def test_what_the_second_run_found_is_not_near_as_well(archive: Archive) -> None:
    result = archive.search("停运客船台风")
    assert [hit.article.id for hit in result.hits] == ["lwrb-0"]
    assert result.notes
    assert "lwrb-0" not in ids(result)
    assert "lwrb-1" in ids(result)


def test_the_total_is_never_padded(archive: Archive) -> None:
    result = archive.search("台风 没有这回事")
    assert (result.total, result.hits) == (0, ())
    assert set(ids(result)) == {f"lwrb-{n}" for n in (0, 1, 2, 4)}
    assert {hit.missing for hit in result.near} == {tuple(word for word in _words("台风 没有这回事") if word != "台风")}


def _words(query: str) -> tuple[str, ...]:
    most = wanted(parse(query))
    assert most is not None
    return most.words


def test_near_is_worked_out_when_it_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    backend = memory(ARTICLES)
    archive = Archive(backend)
    asked: list[Query] = []
    search = backend.search

    def noting(query: Query, **how: object) -> object:
        asked.append(query)
        return search(query, **how)  # type: ignore[arg-type]

    monkeypatch.setattr(backend, "search", noting)
    result = archive.search(FULL)
    assert asked == [parse(FULL)]
    assert result.near is result.near
    assert len(asked) == 2
    assert archive.search(FULL) == archive.search(parse(FULL))


def test_what_was_found_already_is_left_out_by_the_query_itself() -> None:
    most = wanted(parse(FULL))
    assert most is not None
    query = most.query(parse(FULL))
    assert Not(parse(FULL)) in query.clauses  # type: ignore[union-attr]


def test_a_long_text_is_known_by_its_first_words(archive: Archive) -> None:
    text = "台风 渔船 " + " ".join(f"甲{n}" for n in range(300))
    most = wanted(parse(text))
    assert most is not None
    assert most.words[:2] == ("台风", "渔船")
    assert len(most.words) == MOST_WORDS
    assert archive.search(text).near == ()  # two of forty are not most


def near(*articles: Article, query: str) -> list[str]:
    """The ids near a query that nothing holds."""
    result = Archive(memory(articles)).search(query)
    assert result.total == 0
    return [hit.article.id for hit in result.near]


def test_characters_that_no_word_is_known_for_are_looked_for_in_pairs() -> None:
    right = article("right", body="K线图的讲座座无虚席。")
    assert near(right, article("other", body="图书馆的讲座座无虚席。"), query="又说K线") == ["right"]


def test_a_headline_in_curly_quotes_is_typed_as_it_is_printed() -> None:
    report = article("report", body="医院为市民义诊，讲怎样睡得香。")
    assert near(report, query="市立医院开展义诊 为市民“助眠”") == ["report"]
    assert near(report, query='市立医院开展义诊 为市民 "助眠"') == []


def test_what_an_editor_writes_behind_a_headline_is_not_looked_for() -> None:
    right = article("right", body="渔港的清晨，船队归来，鱼市开张。")
    wrong = article("wrong", body="（附图片2张）校园里的读书会。")
    assert near(wrong, right, query="渔港黄昏的鱼市（附图片2张）") == ["right"]


def test_a_number_may_be_written_in_hanzi_or_in_digits() -> None:
    right = article("right", body="前四月吞吐量增长3.8%，货船增多。", date="2025-01-01")
    wrong = article("wrong", body="前四月吞吐量增长，货船增多，港口繁忙。", date="2025-01-02")
    assert near(wrong, right, query="港区吞吐量增长百分之三点八")[0] == "right"


def test_the_second_run_puts_first_where_one_paragraph_has_all_the_words() -> None:
    apart = article(
        "apart", body="渔船进港。\n市民散步。\n学校放假。\n航线停运。" + "台风过后，天晴。" * 3, date="2025-01-02"
    )
    together = article("together", body="台风过后，渔船出海，航线未停。\n学生上课。", date="2025-01-01")
    result = Archive(memory([apart, together])).search("台风过后渔船航线")
    assert [hit.article.id for hit in result.hits] == ["together", "apart"]


def test_a_page_pasted_as_a_query_is_known_by_how_it_begins() -> None:
    beginning = "渔港清晨船队归来鱼市开张" * 10
    most = wanted(parse(beginning + "山里的雪" * 2000))
    assert most is not None
    assert sum(map(len, most.runs)) <= MOST_CHARACTERS
    assert "渔港" in most.words


FORECASTS = [
    article(f"day-{day}", date=f"2025-07-{day}", page="04", body="今夜到明天多云到晴，偏南风三到四级，沿海浪高一米。")
    for day in range(10, 20)
]
"""One text, ten times: only the day of printing tells them apart."""


@pytest.mark.parametrize(
    "query", ["明天气象预报（7月14日）", "明天天气 2025年7月14日20时—15日20时", "七月十四日的天气 明天"]
)
def test_a_day_that_is_named_is_the_day_of_printing_where_words_do_not_tell(query: str) -> None:
    found = near(*FORECASTS, query=query)
    assert found[:2] == ["day-14", "day-15"]  # what happened on a day is in the paper of the next


def test_a_day_of_another_year_is_not_meant() -> None:
    old, new = (article(year, date=f"{year}-07-14", body="今夜到明天多云到晴。") for year in ("2024", "2025"))
    assert near(old, new, query="明天天气，2024年7月14日")[0] == "2024"
    assert near(old, new, query="明天天气，7月14日") == ["2025", "2024"]  # whichever it is: the newer first


def test_the_words_tell_more_than_the_day_where_they_are_those_of_the_article() -> None:
    announced = article("announced", date="2025-07-01", body="海湾大桥将于7月14日通车，届时开行公交。")
    same_day = [article(f"other-{n}", date="2025-07-14", body="大桥下的渔村开了夜市。") for n in range(5)]
    assert near(announced, *same_day, query="海湾大桥7月14日正式通车")[0] == "announced"


def test_a_day_that_is_named_in_vain_is_said_to_be_missing() -> None:
    (hit,) = Archive(memory(FORECASTS[:1])).search("明天天气多云 8月1日").near
    assert "8月1日" in hit.missing
    (hit,) = Archive(memory(FORECASTS[:1])).search("明天天气多云 7月10日").near
    assert "7月10日" not in hit.missing


def test_reprints_of_a_named_day_are_folded() -> None:
    reprint = article("reprint", date="2025-07-20", body=FORECASTS[4].body, same_as="day-14")
    result = Archive(memory([*FORECASTS, reprint])).search("明天天气 7月20日", fold=True, limit=50)
    everyone = [id for hit in result.near for id in (hit.article.id, *hit.reprints)]
    assert len(set(everyone)) == len(everyone) == len(FORECASTS) + 1
