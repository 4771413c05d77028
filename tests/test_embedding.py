"""Does the archive serve another program as the README promises: filters, issues, pages, similar articles, threads?"""

from __future__ import annotations

import importlib.util
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from indexer.build import document
from search.archive import Archive
from search.article import Article
from search.backends.whoosh_index import WhooshIndex
from search.errors import ArticleWithdrawn, QueryError
from search.query import filters, parse
from search.tree import all_of

from .archives import ENGINES, article, fill, issue, makers, memory, on_disk

STORM = "台风“青螺”登陆澜湾，渔船全部回港避风，客运航线停运，海事部门组织救援。"
ARTICLES = [
    article("lwrb-s1", date="2025-07-01", headline="台风登陆 渔船回港", body=STORM, keywords=("台风", "登陆", "回港")),
    article("lwrb-s2", date="2025-07-02", headline="台风登陆 渔船回港", body=STORM, same_as="lwrb-s1"),
    article("lwrb-s3", date="2025-07-09", headline="台风过后渔船出海",
            body="台风登陆后，回港避风的渔船出海，客运航线恢复，海事部门提醒。"),
    article("lwrb-s4", date="2025-07-10", headline="客运航线停运",
            body="大雾，客运航线停运，海事部门组织疏导，渔船回港避风。"),
    article("lwrb-s5", date="2025-07-11", headline="小学添图书馆", body="孩子们挑书，老师讲故事。"),
    article("lwrb-s6"),
]  # fmt: skip


@pytest.fixture(scope="module", params=ENGINES)
def archive(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    with makers(request.param, tmp_path_factory.mktemp("embedding")) as make:
        yield Archive(make(issue()[:4], issue()[4:]))


@pytest.fixture(params=ENGINES)
def storms(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Archive]:
    with makers(request.param, tmp_path) as make:
        yield Archive(make(ARTICLES[:2], ARTICLES[2:]))


# Filters.


@pytest.mark.parametrize(
    ("where", "typed"),
    [
        ({"reporter": "阮知秋"}, "记者:阮知秋"),
        ({"reporter": ("阮知秋", "裴远")}, "记者:阮知秋 OR 记者:裴远"),
        ({"correspondent": ["裴远"]}, "通讯员:裴远"),
        ({"photographer": "阮知秋"}, "摄影:阮知秋"),
        ({"author": "阮 知秋"}, "作者:阮知秋"),
        ({"topic": "渔业"}, "主题:渔业"),
        ({"topic": ("渔业", "科技")}, "主题:渔业 OR 主题:科技"),
        ({"page": "1"}, "版:01"),
        ({"column": "民生"}, "栏目:民生"),
        ({"source": "新华"}, "来源:新华"),
        ({"since": "2025-07-02"}, "日期:2025-07-02.."),
        ({"until": "2025-07"}, "日期:..2025-07"),
        ({"since": "2025-07-02", "until": "2025-08"}, "日期:2025-07-02..2025-08"),
        ({"topic": "渔业", "page": ("1", "2"), "since": "2025"}, "主题:渔业 (版:1 OR 版:2) 日期:2025.."),
        ({"topic": ()}, ""),
    ],
)
def test_filters_are_keywords_of_a_value_or_several(archive: Archive, where: dict[str, Any], typed: str) -> None:
    for query in ("", "台风", parse("台风 OR 渔业")):
        given = archive.search(query, sort="oldest", limit=100, **where)
        tree = parse(query) if isinstance(query, str) else query
        written = archive.search(all_of(tree, parse(typed)), sort="oldest", limit=100)
        assert given.total == written.total
        assert [hit.article.id for hit in given.hits] == [hit.article.id for hit in written.hits]
        assert archive.counts("month", query, **where) == archive.counts("month", all_of(tree, parse(typed)))
        assert archive.timeline(query, **where) == dict(sorted(archive.counts("month", query, **where).items()))
    assert archive.search("", **where).total > 0


def test_a_filter_neither_ranks_nor_marks(archive: Archive) -> None:
    (hit,) = archive.search("海钓", column="海上", source="澜湾").hits
    (plain,) = (each for each in archive.search("海钓").hits if each.article.id == hit.article.id)
    assert hit.score == plain.score
    assert hit.snippets == plain.snippets
    (alone,) = archive.search("", column="海上").hits
    assert alone.score == 0
    assert all(not snippet.marks for snippet in alone.snippets)


def test_the_query_of_a_result_tells_its_filters(archive: Archive) -> None:
    result = archive.search("台风", topic=("渔业", "科技"))
    assert result.query == all_of(parse("台风"), filters(topic=("渔业", "科技")))
    assert str(result.query) == '台风 AND (主题:"渔业" OR 主题:"科技")'


def test_a_filter_that_is_no_date_is_a_query_error(archive: Archive) -> None:
    for where in ({"since": "昨天"}, {"until": "2025-13"}, {"since": "2025-08", "until": "2025-07"}):
        with pytest.raises(QueryError):
            archive.search("台风", **where)  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        archive.search("台风", weather="雨")  # type: ignore[call-arg]


# Issues and pages.


def ids(some: tuple[Article, ...]) -> list[str]:
    return [each.id.removeprefix("lwrb-") for each in some]


def test_an_issue_is_all_of_a_day_in_reading_order(archive: Archive) -> None:
    assert ids(archive.issue("2025-07-01")) == ["20250701-01-01", "20250701-01-02"]
    assert ids(archive.issue("2025-07")) == ["20250701-01-01", "20250701-01-02", "20250702-A12-01", "20250715-02-01"]
    assert ids(archive.issue("2025年7月2日")) == ["20250702-A12-01"]
    assert archive.issue("1999") == ()
    assert archive.issue("2025-07-15")[0] == issue()[3]


def test_a_page_is_all_of_it_in_reading_order(archive: Archive) -> None:
    for page in ("1", "01", "１"):
        assert ids(archive.page("2025-08-01", page)) == ["20250801-01-01", "20250801-01-02"]
    assert ids(archive.page("2025-07-02", "a12")) == ["20250702-A12-01"]
    assert archive.page("2025-07-02", "1") == archive.page("2025-07-02", "") == ()


def test_a_day_that_is_none_is_a_query_error(archive: Archive) -> None:
    for day in ("昨天", "2025-02-30", ""):
        with pytest.raises(QueryError):
            archive.issue(day)
        with pytest.raises(QueryError):
            archive.page(day, "1")


def test_an_issue_is_whole_however_many_articles_it_has() -> None:
    # A year of a daily has more than ten thousand.
    every = [article(f"lwrb-{n:05}", date="2025-07-01") for n in range(10_050)]
    assert len(Archive(memory(every)).issue("2025")) == len(every)


# Similar articles.


def test_similar_are_those_that_share_most_without_itself_and_its_reprints(storms: Archive) -> None:
    for id in ("lwrb-s1", "lwrb-s2"):
        assert {hit.article.id for hit in storms.similar(id)} == {"lwrb-s3", "lwrb-s4"}
    scores = [hit.score for hit in storms.similar("lwrb-s1")]
    assert scores == sorted(scores, reverse=True)
    assert len(storms.similar("lwrb-s1", limit=1)) == 1
    assert storms.similar("lwrb-s1", limit=1) == storms.similar("lwrb-s1")[:1]
    assert storms.similar("lwrb-s1", limit=0) == ()
    assert storms.similar("lwrb-s5") == storms.similar("lwrb-s6") == ()
    assert all(snippet.marks for hit in storms.similar("lwrb-s1") for snippet in hit.snippets)


def test_reprints_however_many_do_not_crowd_out_what_is_similar(storms: Archive) -> None:
    again = [replace(ARTICLES[0], id=f"lwrb-again{n:02}", same_as="lwrb-s1") for n in range(30)]
    fill(storms.backend, again)
    assert {hit.article.id for hit in storms.similar("lwrb-s1", limit=2)} == {"lwrb-s3", "lwrb-s4"}
    similar = storms.similar("lwrb-s3", limit=2)  # and one text is shown once
    assert len({hit.article.same_as or hit.article.id for hit in similar}) == 2


def test_similar_to_what_is_gone_or_never_was(storms: Archive) -> None:
    with storms.backend.writer() as writer:
        writer.delete("lwrb-s5")
        writer.delete("lwrb-s2", successor="lwrb-s1")
    with pytest.raises(ArticleWithdrawn):
        storms.similar("lwrb-s5")
    assert storms.similar("lwrb-s2") == storms.similar("lwrb-s1")
    with pytest.raises(KeyError):
        storms.similar("lwrb-never")


# Suggestions.

suggesting = pytest.mark.skipif(
    importlib.util.find_spec("search.suggest") is None, reason="search.suggest is not there"
)


def test_suggestions_are_worked_out_only_when_they_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    backend = memory(issue())
    monkeypatch.setattr(backend, "terms", lambda *_: pytest.fail("worked out unasked"))
    archive = Archive(backend)
    for query in ("没有这回事", "台风", ""):
        archive.search(query).near  # noqa: B018  (worked out when read)


@suggesting
def test_much_found_needs_no_suggestion(archive: Archive) -> None:
    assert archive.search("台风").total > 3
    assert archive.search("台风").suggestions == ()
    assert archive.search("", topic="台风与防汛").suggestions == ()


@suggesting
def test_a_suggestion_is_a_query_that_finds_something(storms: Archive) -> None:
    result = storms.search("台凤 登陆")
    assert result.total == 0
    assert result.suggestions
    assert result.suggestions is result.suggestions
    assert storms.search(result.suggestions[0].query).total > 0


@suggesting
def test_suggestions_are_of_the_present_commit(storms: Archive) -> None:
    assert not any("蟹糊" in each.text for each in storms.suggest("蟹湖"))
    fill(
        storms.backend,
        [article(f"lwrb-n{n}", headline="蟹糊", body="蟹糊上市，蟹糊好吃。", topics=("蟹糊",)) for n in range(3)],
    )
    assert any("蟹糊" in each.text for each in storms.suggest("蟹湖"))
    assert any("蟹糊" in each.text for each in storms.complete("蟹"))


def test_searching_loads_no_suggestions_and_no_pinyin(tmp_path: Path) -> None:
    on_disk(tmp_path / "index", issue()).close()
    code = (
        "import sys, warnings; warnings.simplefilter('ignore'); from search import open_archive\n"
        f"with open_archive({str(tmp_path / 'index')!r}) as archive:\n"
        "    result = archive.search('没有这回事 台风', facets=('topic',)); result.near; archive.issue('2025')\n"
        "print([name for name in sys.modules if 'suggest' in name or 'pypinyin' in name])"
    )
    root = Path(__file__).parents[1]
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


# Threads.


def test_threads_may_share_an_archive_that_another_process_writes(tmp_path: Path) -> None:
    on_disk(tmp_path / "index", ARTICLES).close()
    archive, writer = Archive(WhooshIndex(tmp_path / "index")), WhooshIndex(tmp_path / "index")
    wrong: list[object] = []
    done = threading.Event()

    def ask(number: int) -> None:
        while not done.is_set():
            try:
                result = archive.search("台风登陆", fold=bool(number % 2), facets=("month",))
                if "lwrb-s1" not in {hit.article.id for hit in result.hits} | {
                    id for hit in result.hits for id in hit.reprints
                }:
                    wrong.append(result)
                if not archive.search("台风 没有这回事").near:
                    wrong.append("near")
                if ids(archive.issue("2025-07-11")) != ["s5"] or archive.article("lwrb-s5") != ARTICLES[4]:
                    wrong.append("issue")
                if "lwrb-s3" not in {hit.article.id for hit in archive.similar("lwrb-s1")}:
                    wrong.append("similar")
            except Exception as error:
                wrong.append(error)

    threads = [threading.Thread(target=ask, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    try:
        for n in range(6):
            fill(writer, [replace(each, page_name=str(n)) for each in ARTICLES[:2]])
            with writer.writer() as block:
                block.add(document(article(f"lwrb-x{n}", body="海钓")))
                block.delete(f"lwrb-x{n - 1}")
    finally:
        done.set()
        for thread in threads:
            thread.join()
    assert wrong == []
    assert archive.search("海钓").total == 1
    archive.close()
    writer.close()
