"""Does `news-search` do what was typed, and say what it found?"""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from search.article import from_record
from search.commands import main, output
from search.commands.group import COMMANDS
from search.commands.options import sorted_out

from .small_archive import ARTICLES, build, found, run

REPRINTED = [
    {
        "id": f"lwrb-202401{day}-03-01", "paper": "澜湾日报", "date": f"2024-01-{day}", "page": "03",
        "headline": "渡轮换新", "topics": ["交通与出行"], "body": "老渡轮退役，新渡轮上岗。",
        "same_as": "" if day == "10" else "lwrb-20240110-03-01",
    }
    for day in ("10", "12")
]  # fmt: skip

TYPHOONS = ["20250721-01-01", "20250722-02-01", "undated"]


@pytest.fixture(scope="session")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small archive on disk."""
    return build(tmp_path_factory.mktemp("archive") / "news.index")


@pytest.fixture(autouse=True)
def _here(index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEWS_ARCHIVE", str(index))
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.delenv("NO_COLOR", raising=False)


# What is a query, what a command, what an option


def test_a_query_needs_no_command() -> None:
    assert found("台风") == TYPHOONS


def test_several_words_are_one_query() -> None:
    assert found("台风", "停运") == ["20250721-01-01"]


@pytest.mark.parametrize("args", [["台风", "-海钓"], ["-海钓", "台风"], ["台风 -海钓"], ["台风", "--", "-海钓"]])
def test_a_word_with_a_dash_is_part_of_the_query(args: list[str]) -> None:
    assert found(*args) == ["20250721-01-01", "undated"]


@pytest.mark.parametrize("word", ["-LNG", "-h2o", "-health", "-x", "-n"])
def test_a_latin_word_with_a_dash_is_part_of_the_query_too(word: str) -> None:
    assert json.loads(run("台风", word, "--json").stdout)["query"] == f"台风 {word}"


def test_a_full_width_dash_excludes_as_well() -> None:
    assert found("台风", "－海钓") == ["20250721-01-01", "undated"]


def test_options_may_stand_anywhere_around_the_query() -> None:
    assert found("--topic", "台风与防汛", "台风", "--page", "1", "-海钓", "--since=2025") == ["20250721-01-01"]


def test_the_value_of_an_option_may_begin_with_a_dash() -> None:
    assert found("台风", "--reporter", "-海钓") == []


def test_what_stands_behind_two_dashes_is_query_even_if_it_looks_like_an_option() -> None:
    assert json.loads(run("--json", "--", "台风", "--limit").stdout)["query"] == "台风 --limit"


@pytest.mark.parametrize("word", list(COMMANDS))
def test_the_name_of_a_command_can_be_searched_for(word: str) -> None:
    for args in (["--", word], ["search", word], [f'"{word}"'], ["演出", word], ["--limit", "5", word]):
        assert found(*args) == ["20250916-04-01"], args


def test_the_first_word_decides_what_is_a_command() -> None:
    assert "旧闻一则" in run("show", "lwrb-undated").stdout
    assert run("show").exit_code == 2
    assert "林晓岚" in run("reporters").stdout
    assert "渔业" in run("topics").stdout
    assert "2025-08" in run("timeline").stdout
    for longer in ("shows", "SHOW", "show "):
        assert json.loads(run(longer, "--json").stdout)["query"] == longer.strip()


def test_arguments_are_sorted_with_every_word_in_its_order() -> None:
    params = main.get_command(None, "search").params
    args = ["甲", "--limit", "-1", "-乙", "--json", "--since=2025", "--", "--丙", "-h"]
    assert sorted_out(args, params) == ["--limit", "-1", "--json", "--since=2025", "--", "甲", "-乙", "--丙", "-h"]


# Filters


@pytest.mark.parametrize(
    ("args", "ids"),
    [
        (["--reporter", "林晓岚"], ["20250721-01-01", "20250915-01-02"]),
        (["--reporter", "曾强"], ["20250722-02-01"]),
        (["--author", "曾强"], ["20250722-02-01", "20250916-04-01"]),
        (["--correspondent", "温良"], ["20250721-01-01"]),
        (["--photographer", "邬小满"], ["20250915-01-02"]),
        (["--topic", "渔业", "--topic", "港口与海运"], ["20250721-01-01", "20250915-01-02"]),
        (["--page", "1"], ["20250721-01-01", "20250915-01-02"]),
        (["--page", "a4"], ["20250916-04-01"]),
        (["--column", "夜话"], ["20250722-02-01"]),
        (["--source", "新华"], ["20250915-01-02"]),
        (["--since", "2025-07-22", "--until", "2025-09"], ["20250722-02-01", "20250915-01-02", "20250916-04-01"]),
        (["--until", "2025-07"], ["20250721-01-01", "20250722-02-01"]),
        (["台风", "--reporter", "林晓岚"], ["20250721-01-01"]),
        (["台风 OR 码头", "--reporter", "林晓岚"], ["20250721-01-01", "20250915-01-02"]),
    ],
)
def test_filters_narrow_the_query(args: list[str], ids: list[str]) -> None:
    assert found(*args) == ids


def test_sorting_and_paging() -> None:
    newest = json.loads(run("台风", "--sort", "newest", "--limit", "2", "--json").stdout)
    assert newest["total"] == 3
    assert [hit["date"] for hit in newest["hits"]] == ["2025-07-22", "2025-07-21"]
    rest = json.loads(run("台风", "--sort", "newest", "--limit", "2", "--offset", "2", "--json").stdout)
    assert [hit["id"] for hit in rest["hits"]] == ["lwrb-undated"]


def test_the_index_named_goes_before_the_environment(index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEWS_ARCHIVE", "nowhere")
    assert run("台风").exit_code == 2
    assert run("台风", "--index", str(index)).exit_code == 0


# What is printed


def test_a_page_of_hits() -> None:
    lines = run("停运").stdout.splitlines()
    assert lines[:5] == [
        " 1. 台风“青螺”逼近",
        "    全市渔船回港避风",
        "    2025-07-21 · 01版 要闻 · 记者 林晓岚 通讯员 温良 · 台风与防汛、渔业",
        "    lwrb-20250721-01-01",
        "    受台风影响，客运航线今起停运。",
    ]
    assert re.fullmatch(r"共 1 篇，用时.*毫秒。", lines[-1])


def test_the_last_line_says_how_to_see_more() -> None:
    assert run("台风", "--limit", "1").stdout.splitlines()[-1].endswith("接着看请加 --offset 1")


def test_colour_is_for_terminals_and_for_those_who_ask() -> None:
    assert "\x1b" not in run("台风").stdout
    assert "\x1b[1;31m台风\x1b[0m" in run("台风", "--color", "always").stdout


def test_json_is_one_line_and_keeps_the_query_as_typed() -> None:
    result = run("台风  停运", "-海钓", "--page", "1", "--json")
    assert result.stdout.count("\n") == 1
    record = json.loads(result.stdout)
    assert record["query"] == "台风  停运 -海钓"
    assert record["total"] == 1
    assert (record["near"], record["suggestions"]) == ([], [])
    assert "facets" not in record


def test_notes_go_beside_the_result() -> None:
    text = run("渔船:回港 OR 台风")
    assert text.stderr == "注：“渔船”不是字段名，整段照原文查找。\n"
    assert "注：" not in text.stdout
    data = run("渔船:回港 OR 台风", "--json")
    assert data.stderr == ""
    assert json.loads(data.stdout)["notes"] == ["“渔船”不是字段名，整段照原文查找。"]


def test_explain_shows_the_query_and_searches_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEWS_ARCHIVE", "nowhere")
    result = run("台风 -海钓", "--reporter", "林晓岚", "--reporter", "曾强", "--explain")
    assert result.exit_code == 0
    assert result.stdout.splitlines() == [
        "同时满足",
        "├─ 含“台风”",
        "├─ 不含“海钓”",
        "└─ 条件：满足其一",
        "   ├─ 记者是“林晓岚”",
        "   └─ 记者是“曾强”",
        "",
        '规范写法：台风 AND NOT 海钓 AND (记者:"林晓岚" OR 记者:"曾强")',
    ]
    assert json.loads(run("台风", "-海钓", "--explain", "--json").stdout) == {
        "query": "台风 -海钓", "canonical": "台风 AND NOT 海钓", "in_words": "", "notes": [],
    }  # fmt: skip


def test_explain_says_how_it_would_be_read_in_words() -> None:
    assert run("台风停运", "--explain").stdout.splitlines() == [
        "含“台风停运”",
        "",
        "规范写法：台风停运",
        '若照原样找不到，按词查："台风" AND "停运"',
    ]
    assert json.loads(run("台风停运", "--explain", "--json").stdout)["in_words"] == '"台风" AND "停运"'


def test_what_was_read_in_words_is_said_beside_the_hits() -> None:
    result = run("渔船停运")
    assert (result.exit_code, "lwrb-20250721-01-01" in result.stdout) == (0, True)
    assert result.stderr.splitlines()[0] == '注：没有文章照原样写有这些字，改按词查找："渔船" AND "停运"'


# What almost was found, and what may have been meant


def test_articles_with_most_of_the_words_stand_below_with_what_they_lack() -> None:
    result = run("台风", "停运", "海钓")
    assert result.exit_code == 1
    assert result.stderr.splitlines()[0] == "没有找到。"
    lines = result.stdout.splitlines()
    assert lines[0] == "以下 3 篇写到其中一部分："
    assert lines[2].startswith(" 1. ")
    assert sorted(line.strip() for line in lines if line.startswith("    缺")) == [
        "缺“停运”",
        "缺“停运”、“海钓”",
        "缺“海钓”",
    ]
    assert lines[-1].startswith("共 0 篇，用时")


def test_articles_that_lack_something_are_a_list_of_their_own_in_json() -> None:
    record = json.loads(run("台风", "海钓", "--json").stdout)
    assert (record["total"], [hit["id"] for hit in record["hits"]]) == (1, ["lwrb-20250722-02-01"])
    assert {hit["id"]: hit["missing"] for hit in record["near"]} == {
        "lwrb-20250721-01-01": ["海钓"],
        "lwrb-undated": ["海钓"],
    }
    assert "missing" not in record["hits"][0]


def test_a_full_page_has_no_room_for_articles_that_lack_something() -> None:
    assert "写到其中一部分" not in run("台风", "海钓", "--limit", "1").stdout
    assert "以下 1 篇写到其中一部分" in run("台风", "海钓", "--limit", "2").stdout
    assert "\n 2. " in run("台风", "海钓", "--limit", "2", "--offset", "2").stdout


def test_a_name_that_is_mistyped_is_asked_about() -> None:
    pytest.importorskip("pypinyin", reason="suggestions by sound need pypinyin")
    result = run("林小岚")
    assert result.exit_code == 1
    assert result.stderr.splitlines()[:2] == [
        "没有找到。可以少写一个词，或加 --explain 看看查询是怎样读的。",
        "是不是要查：news-search 林晓岚（2 篇）",
    ]
    [first, *_] = json.loads(run("林小岚", "--json").stdout)["suggestions"]
    assert first == {
        "query": "林晓岚", "text": "林晓岚", "replaced": "林小岚", "by": "林晓岚", "kind": "homophone", "articles": 2,
    }  # fmt: skip


def test_where_nothing_sounds_alike_because_pypinyin_is_missing_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("search.suggest.notes", lambda: ("没有安装 pypinyin。",))
    assert run("绝无此词").stderr.splitlines()[-1] == "注：没有安装 pypinyin。"
    assert "pypinyin" not in run("台风").stderr


def test_a_suggestion_is_a_line_that_can_be_typed(index: Path) -> None:
    pytest.importorskip("pypinyin", reason="suggestions by sound need pypinyin")
    first = run("台风 记者:林小岚", "--index", str(index)).stderr.splitlines()[1]
    assert first == f"是不是要查：news-search '台风 AND 记者:\"林晓岚\"' --index {index}（1 篇）"
    assert output._quoted("it's 台风") == "'it'\\''s 台风'"


def test_only_suggestions_that_find_more_are_worth_a_line() -> None:
    for args in (["海钓"], ["台风", "-海钓"], ["林晓岚"]):
        assert run(*args).stderr == ""


# Counts, reprints, neighbours, issues


def test_facets_stand_below_the_hits() -> None:
    result = run("台风", "--limit", "0", "--facets", "topic，year,topic")
    assert [line.split()[:2] for line in result.stdout.splitlines()[:6]] == [
        ["主题"], ["台风与防汛", "2"], ["渔业", "1"], [], ["年"], ["2025", "2"],
    ]  # fmt: skip
    record = json.loads(run("台风", "--facets", "topic,kind", "--json").stdout)
    assert record["facets"] == {"topic": {"台风与防汛": 2, "渔业": 1}, "kind": {"news": 3}}


@pytest.mark.parametrize("value", ["topics", ",", "topic,Year"])
def test_a_facet_that_there_is_not_is_an_error(value: str) -> None:
    result = run("台风", "--facets", value)
    assert result.exit_code == 2
    assert re.match(r"--facets：“.*”不行，只能是 author、reporter、", result.stderr)


def test_reprints_are_one_hit_on_request(tmp_path: Path) -> None:
    where = ("--index", str(build(tmp_path / "news.index", REPRINTED)))
    assert found("渡轮", *where) == ["20240110-03-01", "20240112-03-01"]
    record = json.loads(run("渡轮", "--fold", "--json", *where).stdout)
    [hit] = record["hits"]
    assert (record["total"], {hit["id"], *hit["reprints"]}) == (1, {each["id"] for each in REPRINTED})
    assert f"    又登于 {hit['reprints'][0]}" in run("渡轮", "--fold", *where).stdout.splitlines()
    assert "又登于" not in run("渡轮", *where).stdout


def test_similar_articles_are_listed_and_the_article_itself_and_its_reprints_are_not(tmp_path: Path) -> None:
    farewell = {"id": "lwrb-20240115-03-01", "headline": "渡轮谢幕", "body": "送老渡轮退役，船长上岗。"}
    where = ("--index", str(build(tmp_path / "news.index", [*REPRINTED, farewell])))
    result = run("similar", "lwrb-20240112-03-01", *where)
    assert result.exit_code == 0
    assert result.stdout.startswith(" 1. 渡轮谢幕\n")
    assert re.fullmatch(r"与 lwrb-20240112-03-01 相近的 1 篇，用时.*秒。", result.stdout.splitlines()[-1])
    record = json.loads(run("similar", "lwrb-20240110-03-01", "--json", *where).stdout)
    assert list(record) == ["query", "total", "took_ms", "hits"]
    assert [hit["id"] for hit in record["hits"]] == ["lwrb-20240115-03-01"]


@pytest.mark.parametrize(
    ("id", "said"),
    [
        ("lwrb-0", "没有编号为 lwrb-0 的文章"),
        ("lwrb-withdrawn", "lwrb-withdrawn 已撤稿"),
        ("lwrb-20250916-04-01", "没有找到相近的。"),
    ],
)
def test_where_nothing_is_similar_it_says_so(id: str, said: str) -> None:
    result = run("similar", id)
    assert (result.exit_code, result.stdout) == (1, "")
    assert said in result.stderr


def test_an_issue_is_listed_page_by_page() -> None:
    lines = run("issue", "2025-09").stdout.splitlines()
    assert lines[:-1] == [
        "澜湾日报 2025-09-15，1 版 1 篇",
        "",
        "01版",
        "  深水港迎来LNG船",
        "    lwrb-20250915-01-02 · 记者 林晓岚 摄影 邬小满 · 新华社",
        "",
        "澜湾日报 2025-09-16，1 版 1 篇",
        "",
        "A04版",
        "  周末看演出",
        "    lwrb-20250916-04-01 · 作者 曾强",
        "",
    ]
    assert lines[-1].startswith("共 2 篇，用时")


def test_a_page_of_an_issue_as_json() -> None:
    record = json.loads(run("issue", "2025-09-16", "--page", "a4", "--json").stdout)
    assert (record["query"], record["total"]) == ("2025-09-16 a4", 1)
    [entry] = record["articles"]
    assert (entry["id"], entry["headline"], "snippets" in entry) == ("lwrb-20250916-04-01", "周末看演出", False)


def test_a_day_without_a_paper_is_nothing_found_and_no_day_is_trouble() -> None:
    assert (run("issue", "2025-09-17").exit_code, run("issue", "2025-09-16", "--page", "5").exit_code) == (1, 1)
    assert run("issue", "2025-09-31").exit_code == 2


def test_show_reads_like_an_article() -> None:
    lines = run("show", "lwrb-20250721-01-01").stdout.splitlines()
    assert lines[:9] == [
        "台风“青螺”逼近",
        "全市渔船回港避风",
        "",
        "澜湾日报 · 2025-07-21 · 01版 要闻",
        "记者 林晓岚　通讯员 温良",
        "",
        "　　本报讯　截至昨晚，三千艘渔船已回港。",
        "　　受台风影响，客运航线今起停运。",
        "",
    ]


def test_show_marks_a_query() -> None:
    result = run("show", "lwrb-undated", "--query", "台风", "--color", "always")
    assert "当年的\x1b[1;31m台风\x1b[0m" in result.stdout


def test_show_several_as_json_one_a_line() -> None:
    result = run("show", "lwrb-undated", "lwrb-20250722-02-01", "lwrb-undated", "--json")
    assert [json.loads(line)["id"] for line in result.stdout.splitlines()] == ["lwrb-undated", "lwrb-20250722-02-01"]
    assert from_record(json.loads(result.stdout.splitlines()[1])) == from_record(ARTICLES[1])


@pytest.mark.parametrize(
    ("id", "said"),
    [
        ("lwrb-0", "没有编号为 lwrb-0 的文章"),
        ("lwrb-withdrawn", "lwrb-withdrawn 已撤稿"),
        ("-x", "没有编号为 -x 的文章"),
    ],
)
def test_show_says_what_is_not_there_and_shows_the_rest(id: str, said: str) -> None:
    result = run("show", id, "lwrb-undated")
    assert result.exit_code == 1
    assert said in result.stderr
    assert "旧闻一则" in result.stdout


def test_articles_shown_together_stand_apart() -> None:
    assert "\n\n\n旧闻一则\n" in run("show", "lwrb-20250722-02-01", "lwrb-undated").stdout


def test_show_names_the_article_that_took_the_place() -> None:
    result = run("show", "lwrb-old")
    assert result.exit_code == 0
    assert result.stderr == "注：lwrb-old 已由 lwrb-20250721-01-01 取代。\n"


def test_reporters_most_first() -> None:
    lines = run("reporters").stdout.splitlines()
    assert [line.split()[:2] for line in lines[:2]] == [["林晓岚", "2"], ["曾强", "1"]]
    assert lines[-1].startswith("共 2 位记者，用时")


def test_topics_of_a_query_as_json() -> None:
    record = json.loads(run("topics", "台风", "--reporter", "林晓岚", "--json").stdout)
    assert (record["query"], record["total"]) == ("台风", 2)
    assert record["counts"] == [{"name": "台风与防汛", "articles": 1}, {"name": "渔业", "articles": 1}]


def test_a_table_that_is_cut_says_so() -> None:
    result = run("topics", "--limit", "1")
    assert result.stdout.splitlines()[0].split()[:2] == ["台风与防汛", "2"]
    assert "这是前 1 个，要看全部请加 --limit 3" in result.stdout


def test_a_timeline_has_a_line_for_every_month_and_mentions_the_undated() -> None:
    result = run("timeline")
    months = [line.split()[:2] for line in result.stdout.splitlines()[:3]]
    assert months == [["2025-07", "2"], ["2025-08", "0"], ["2025-09", "2"]]
    assert "另有 1 篇没有日期" in result.stderr


def test_a_timeline_counts_what_the_search_finds_read_in_words_too() -> None:
    result = run("timeline", "渔船停运")
    assert result.stdout.splitlines()[0].split()[:2] == ["2025-07", "1"]
    assert result.stderr.splitlines() == ['注：没有文章照原样写有这些字，改按词查找："渔船" AND "停运"']


def test_a_timeline_by_day_as_json() -> None:
    record = json.loads(run("timeline", "林晓岚", "--by", "day", "--until", "2025-07", "--json").stdout)
    assert record["counts"] == [{"name": "2025-07-21", "articles": 1}]
