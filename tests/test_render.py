"""Do a page of hits, an article and a JSON object say what the result says, and fit the terminal?"""

from __future__ import annotations

import json as stdlib_json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.archive import Hit, SearchResult
from search.article import Article, Author, from_record
from search.query import parse
from search.render import hits, json, sheet
from search.render.facts import byline, dotted, facts, page_and_name
from search.render.paint import MARK, Screen
from search.render.width import width
from search.tree import AtLeast, Everything

CODE = re.compile(r"\x1b\[[0-9;]*m")
MARKED = re.compile(rf"\x1b\[{MARK}m(.*?)\x1b\[0m")

STORM = Article(
    id="lwrb-20250722-01-02",
    paper="澜湾日报",
    date="2025-07-22",
    page="01",
    page_name="要闻",
    kicker="台风“青螺”今夜登陆",
    headline="全市渔船回港避风",
    subtitle="——客运航线今起停运",
    authors=(Author("林晓岚", "记者"), Author("温良", "通讯员"), Author("邬小满", "通讯员")),
    dateline="本报讯",
    body="截至昨晚8时，全市三千艘渔船已全部回港。台风预计今夜登陆。\n守好最后一道堤\n海塘上，三十名值守人员彻夜未眠。",
    subheads=("守好最后一道堤",),
    jump_to="4",
    topics=("台风与防汛",),
    keywords=("台风", "渔船"),
)


def plain(text: str) -> str:
    return CODE.sub("", text)


def result_of(*articles: Article, query: str = "台风", total: int | None = None) -> SearchResult:
    tree = parse(query)
    found = tuple(Hit(article, 1.5, tree) for article in articles)
    return SearchResult(tree, len(found) if total is None else total, found)


def page_of(result: SearchResult, screen: Screen, offset: int = 0, limit: int = 10) -> list[str]:
    return list(hits.page(result, screen, offset=offset, limit=limit, took_ms=12.3))


def test_without_colour_there_is_not_a_single_escape_code() -> None:
    text = "\n".join([*page_of(result_of(STORM), Screen(80)), *sheet.sheet(STORM, Screen(80), parse("台风"))])
    assert "\x1b" not in text


# A page of hits


def test_a_hit_says_headline_date_page_reporters_topics_id_and_why() -> None:
    assert page_of(result_of(STORM), Screen(100)) == [
        " 1. 台风“青螺”今夜登陆",
        "    全市渔船回港避风",
        "    ——客运航线今起停运",
        "    2025-07-22 · 01版 要闻 · 记者 林晓岚 通讯员 温良、邬小满 · 台风与防汛 · lwrb-20250722-01-02",
        "    台风预计今夜登陆。",
        "",
        "共 1 篇，用时 12 毫秒。",
    ]


def test_marks_are_red_in_headline_and_snippet() -> None:
    shown = page_of(result_of(STORM), Screen(100, True))
    assert MARKED.findall("\n".join(shown)) == ["台风", "台风"]


@given(st.integers(40, 120), st.sampled_from(["台风", "渔船 停运", "三十名", "作者:温良", "NOT 无此词"]))
def test_no_line_of_a_page_is_wider_than_the_screen(columns: int, query: str) -> None:
    for line in page_of(
        result_of(STORM, from_record({"id": "lwrb-x", "body": "青螺" * 300}), query=query), Screen(columns)
    ):
        assert width(line, 2) <= columns


def test_a_snippet_takes_two_lines_at_most() -> None:
    long = from_record({"id": "lwrb-20250722-02-01", "headline": "值守", "body": "台风里的一夜，" * 60})
    shown = page_of(result_of(long), Screen(60))
    assert shown[2].lstrip().startswith("台风")
    assert shown[3].endswith("…")
    assert shown[4] == ""


def test_short_passages_share_the_two_lines_with_a_gap_between() -> None:
    body = "一早，台风蓝色预警。\n渡口照常。\n入夜，台风转向。"
    shown = page_of(result_of(from_record({"id": "lwrb-1", "headline": "一日", "body": body})), Screen(80, True))
    assert plain(shown[2]).strip() == "一早，台风蓝色预警。 … 入夜，台风转向。"
    assert MARKED.findall(shown[2]) == ["台风", "台风"]
    cut = from_record({"id": "lwrb-1", "body": f"{'浪' * 90}台风。"})
    assert page_of(result_of(cut), Screen(60))[2].startswith("    …浪")
    longer = from_record({"id": "lwrb-1", "body": f"{'夜' * 30}台风。\n{'潮' * 30}台风。"})
    assert "潮" not in "".join(page_of(result_of(longer), Screen(60)))


def test_what_lacks_a_word_is_numbered_for_itself_and_says_what_it_lacks() -> None:
    tree = parse("台风 海钓")
    most = AtLeast(1, tree.clauses)
    near = (Hit(STORM, 0.9, most, missing=("海钓",)), Hit(STORM, 0.8, most))
    shown = page_of(SearchResult(tree, 0, (), _near=lambda: near), Screen(100))
    assert shown[0] == "以下 2 篇写到其中一部分："
    assert shown[2] == " 1. 台风“青螺”今夜登陆"
    assert shown[6:8] == ["    缺“海钓”", "    台风预计今夜登陆。"]
    assert "    词都写到了，没有连在一起" in shown
    assert shown[-1] == "共 0 篇，用时 12 毫秒。"
    later = page_of(SearchResult(tree, 3, (), _near=lambda: near), Screen(100), offset=12)
    assert later[2].startswith(" 10. ")


def test_reprints_are_named() -> None:
    hit = Hit(STORM, 1.0, parse("台风"), reprints=("lwrb-1", "lwrb-2"))
    assert "    又登于 lwrb-1、lwrb-2" in page_of(SearchResult(hit.query, 1, (hit,)), Screen(100))
    assert json.hit_record(hit)["reprints"] == ["lwrb-1", "lwrb-2"]


def test_a_hit_in_the_headline_alone_shows_how_the_article_begins() -> None:
    shown = page_of(result_of(STORM, query="青螺"), Screen(100))
    assert shown[4].strip().startswith("截至昨晚8时")


def test_a_hit_in_the_column_alone_says_that_it_is_the_column() -> None:
    article = from_record({"id": "lwrb-1", "headline": "无题", "column": "澜湾夜话", "body": "一杯茶。"})
    assert "    栏目：澜湾夜话" in page_of(result_of(article, query="夜话"), Screen(80))


def test_an_article_without_anything_is_shown_all_the_same() -> None:
    assert page_of(result_of(Article("lwrb-1"), query=""), Screen(80))[:2] == [" 1. （无标题）", "    lwrb-1"]


@pytest.mark.parametrize(
    ("shown", "total", "offset", "limit", "said"),
    [
        (1, 1, 0, 10, "共 1 篇，用时 12 毫秒。"),
        (2, 25, 0, 2, "共 25 篇，用时 12 毫秒；这是第 1–2 篇，接着看请加 --offset 2"),
        (1, 25, 24, 10, "共 25 篇，用时 12 毫秒；这是第 25 篇。"),
        (0, 25, 30, 10, "共 25 篇，用时 12 毫秒；--offset 30 已在最后一篇之后。"),
        (0, 25, 0, 0, "共 25 篇，用时 12 毫秒。"),
    ],
)
def test_the_last_line_says_how_many_and_how_to_see_more(
    shown: int, total: int, offset: int, limit: int, said: str
) -> None:
    result = result_of(*[STORM] * shown, total=total)
    assert hits.summary(result, offset=offset, limit=limit, took_ms=12.3) == said


def test_numbers_go_on_from_the_offset_and_line_up() -> None:
    shown = page_of(result_of(STORM, STORM, total=50), Screen(80), offset=8)
    assert [line for line in shown if re.match(r" *\d+\. ", line)] == [
        "  9. 台风“青螺”今夜登陆",
        " 10. 台风“青螺”今夜登陆",
    ]


@pytest.mark.parametrize(("ms", "said"), [(0.4, "不到 1 毫秒"), (12.3, " 12 毫秒"), (1260.0, " 1.3 秒")])
def test_durations_are_said_as_one_says_them(ms: float, said: str) -> None:
    assert hits.duration(ms) == said


def test_roles_are_grouped_and_each_name_is_said_once() -> None:
    authors = (Author("温良", "通讯员"), Author("林晓岚", "记者"), Author("邬小满", "通讯员"), Author("温良", "通讯员"))
    assert byline(authors) == "通讯员 温良、邬小满 记者 林晓岚"


def test_an_article_on_two_pages_names_both() -> None:
    parts = [{"page": "01", "body": "一"}, {"page": "04", "body": "二"}]
    assert (
        page_and_name(from_record({"id": "x", "page": "01", "page_name": "要闻", "parts": parts})) == "01版、04版 要闻"
    )


def test_a_kind_is_said_unless_the_column_says_it() -> None:
    assert facts(from_record({"id": "x", "kind": "photo"})) == ["图片"]
    assert facts(from_record({"id": "x", "kind": "photo", "column": "图片新闻"})) == ["图片新闻"]
    assert facts(from_record({"id": "x"})) == []


def test_facts_are_divided_between_lines_only_at_the_dots() -> None:
    assert dotted(["2025-07-22", "01版", "记者 林晓岚"], 20) == ["2025-07-22 · 01版", "记者 林晓岚"]


# One article


def test_an_article_reads_like_an_article() -> None:
    assert list(sheet.sheet(STORM, Screen(60))) == [
        "台风“青螺”今夜登陆",
        "全市渔船回港避风",
        "——客运航线今起停运",
        "",
        "澜湾日报 · 2025-07-22 · 01版 要闻",
        "记者 林晓岚　通讯员 温良、邬小满",
        "",
        "　　本报讯　截至昨晚8时，全市三千艘渔船已全部回港。台风预计",
        "今夜登陆。",
        "",
        "守好最后一道堤",
        "　　海塘上，三十名值守人员彻夜未眠。",
        "（下转第 4 版）",
        "",
        "主题：台风与防汛",
        "关键词：台风、渔船",
        "编号：lwrb-20250722-01-02",
    ]


def test_an_article_is_eighty_columns_wide_at_most() -> None:
    article = from_record({"id": "x", "headline": "长" * 90, "body": "“文”，" * 200, "keywords": ["词" * 9] * 9})
    shown = list(sheet.sheet(article, Screen(120)))
    assert max(width(line, 2) for line in shown) in (79, 80)


def test_the_query_is_marked_in_every_part_of_an_article() -> None:
    shown = "\n".join(sheet.sheet(STORM, Screen(80, True), parse("台风 本报讯 温良 最后一道堤 NOT 值守")))
    assert MARKED.findall(shown) == ["台风", "温良", "本报讯", "台风", "最后一道堤"]


def test_a_dateline_that_the_body_repeats_is_printed_once() -> None:
    article = from_record({"id": "x", "headline": "一", "dateline": "本报讯", "body": "本报讯 海塘无恙。"})
    assert "　　本报讯 海塘无恙。" in list(sheet.sheet(article, Screen(80)))


def test_jumps_that_were_stitched_are_not_announced() -> None:
    parts = [{"page": "01", "body": "一"}, {"page": "4", "body": "二"}]
    record = {"id": "x", "body": "一\n二", "jump_from": "1", "jump_to": "04", "parts": parts}
    text = "\n".join(sheet.sheet(from_record(record), Screen(80)))
    assert "下转" not in text
    assert "上接" not in text
    lone = "\n".join(sheet.sheet(from_record({**record, "parts": [], "page": "02"}), Screen(80)))
    assert "（上接第 1 版）" in lone
    assert "（下转第 04 版）" in lone


def test_an_inferred_headline_and_a_body_that_is_missing_are_said() -> None:
    inferred = list(
        sheet.sheet(from_record({"id": "x", "headline": "海塘无恙", "headline_inferred": True}), Screen(80))
    )
    assert inferred[:2] == ["海塘无恙", "（版面上没有标题，以首句代）"]
    assert "　　新华社北京电" in list(sheet.sheet(from_record({"id": "x", "dateline": "新华社北京电"}), Screen(80)))


def test_column_source_and_relatives_are_named() -> None:
    record = {
        "id": "x",
        "column": "澜湾夜话",
        "source": "新华社",
        "kind": "photo",
        "belongs_to": "lwrb-a",
        "same_as": "lwrb-b",
    }
    shown = list(sheet.sheet(from_record(record), Screen(80), parse("夜话")))
    assert shown[0] == "【澜湾夜话】"
    assert {"新华社", "图片", "配于：lwrb-a", "同于：lwrb-b"} <= set(shown)
    colored = next(sheet.sheet(from_record(record), Screen(80, True), parse("夜话")))
    assert MARKED.findall(colored) == ["夜话"]


# JSON


def test_a_search_as_json_has_the_keys_of_the_contract_in_order() -> None:
    record = json.search_record("台风", result_of(STORM), ["注意"], 12.345)
    assert list(record) == ["query", "total", "took_ms", "notes", "hits", "near", "suggestions"]
    assert (record["query"], record["total"], record["took_ms"], record["notes"]) == ("台风", 1, 12.3, ["注意"])
    [hit] = record["hits"]
    assert list(hit) == [
        "id", "score", "paper", "date", "page", "pages", "page_name", "column", "kicker", "headline", "subtitle",
        "authors", "source", "topics", "snippets",
    ]  # fmt: skip
    assert hit["authors"][0] == {"name": "林晓岚", "role": "记者", "as_printed": ""}
    assert (hit["pages"], hit["topics"]) == (["01"], ["台风与防汛"])
    assert [snippet["text"][slice(*snippet["marks"][0])] for snippet in hit["snippets"]] == ["台风", "台风"]


def test_a_line_of_json_is_utf8_and_survives_half_a_surrogate_pair() -> None:
    assert json.line({"渔": "\ud800"}) == '{"渔": "?"}\n'.encode()


def test_an_article_as_json_reads_back_as_the_same_article() -> None:
    assert from_record(stdlib_json.loads(json.line(json.article_record(STORM)))) == STORM


def test_counts_as_json_name_their_articles() -> None:
    record = json.counts_record("台风", [("林晓岚", 2)], 5, [], 0.05)
    assert record == {
        "query": "台风",
        "total": 5,
        "took_ms": 0.1,
        "notes": [],
        "counts": [{"name": "林晓岚", "articles": 2}],
    }


def test_a_page_for_everything_still_shows_a_lead() -> None:
    assert hits.passage(STORM, Hit(STORM, 0.0, Everything()), 76)[0].startswith("截至昨晚8时")
