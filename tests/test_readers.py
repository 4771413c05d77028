"""Does each kind of file become the pages or articles that it holds, and each bad one a problem?"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.page import Page, Reading, lines_of, read_file
from indexer.readers import reader_for
from indexer.readers.decode import Limits
from indexer.readers.dump import read_dump
from indexer.readers.records import read_csv, read_json, read_jsonl
from search.article import Article, Author, Part, to_record


def read(name: str, content: str | bytes) -> Reading:
    data = content.encode() if isinstance(content, str) else content
    return reader_for(Path(name))(Path(name), data)


def lines(page: Page) -> list[str]:
    return list(lines_of(page))


def whats(reading: Reading) -> list[str]:
    assert not reading.pages
    return [str(problem) for problem in reading.problems]


# Which reader


@pytest.mark.parametrize("name", ["01.txt", "01", "01.TXT", "01.dump", "2026.01.25"])
def test_text_is_the_default(name: str) -> None:
    assert len(read(name, "澜湾市渔业局\n").pages) == 1


@pytest.mark.parametrize("name", ["a.jsonl", "a.JSONL", "a.ndjson", "a.json"])
def test_json_suffixes_are_records(name: str) -> None:
    assert read(name, '{"headline": "休渔"}').articles[0].headline == "休渔"


def test_a_broken_pdf_is_a_problem() -> None:
    (what,) = whats(read("pages/01.PDF", b"%PDF-1.4"))
    assert what.startswith("pages/01.PDF: PDF 坏了或不完整")


@pytest.mark.parametrize("name", ["a.docx", "a.xlsx", "a.jpg", "a.zip", "a.jsonl.gz", "a.html", "a.fit"])
def test_files_that_are_no_text_are_problems(name: str) -> None:
    (what,) = whats(read(name, b"whatever"))
    assert "不能直接读" in what


def test_a_file_that_is_not_there_is_a_problem(tmp_path: Path) -> None:
    assert "打不开" in whats(read_file(tmp_path / "missing.txt"))[0]


# Text dumps


def test_a_line_is_a_block_and_blank_lines_are_too() -> None:
    (page,) = read("01.txt", "澜湾日报\n\n  休渔 开始 \n").pages
    assert (page.source_file, page.number) == ("01.txt", 1)
    assert lines(page) == ["澜湾日报", "", "  休渔 开始 "]


def test_a_form_feed_ends_a_page() -> None:
    first, second = read("01.txt", "一版\n\f二版\n\f").pages
    assert (lines(first), lines(second)) == (["一版"], ["二版"])
    assert (first.number, second.number) == (1, 2)


@pytest.mark.parametrize("end", ["\f", "\n\f", "\f\n", "\f\f", "\f \n\n\f", ""])
def test_what_follows_the_last_page_makes_no_page(end: str) -> None:
    assert [lines(page) for page in read("01.txt", "一版" + end).pages] == [["一版"]]


def test_an_empty_page_further_in_is_counted() -> None:
    pages = read("01.txt", "一版\n\f\f三版\n").pages
    assert [lines(page) for page in pages] == [["一版"], [], ["三版"]]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_all_three_line_ends_are_line_ends(end: str) -> None:
    assert lines(read("01.txt", f"一{end}{end}二{end}").pages[0]) == ["一", "", "二"]


@pytest.mark.parametrize("char", ["\u2028", "\u0085", "\v", "\x1c"])
def test_other_separators_stay_in_their_line(char: str) -> None:
    assert lines(read("01.txt", "渔船回港" * 50 + f"一{char}二\n").pages[0])[0].endswith(f"一{char}二")


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs"))), min_size=1))
def test_no_character_is_lost(written: list[str]) -> None:
    text = "\n".join(["头", *written])
    (page,) = read("01.txt", "\ufeff" + text).pages
    assert "\n".join(lines(page)) == text.removesuffix("\n")


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "空文件"),
        (b"\n \n\f\n", "没有文字"),
        (b"\x89PNG\r\n\x1a\n\0\0", "PNG"),
        (b"\x00\x01\x02\x03", "不是文字文件"),
        ("澜湾市渔业局".encode()[:-1], "截断"),
        ("澜湾市渔业局\n".encode() + "渔船回港".encode("gbk"), "编码混杂"),
    ],
)
def test_a_bad_dump_is_one_problem(data: bytes, reason: str) -> None:
    (what,) = whats(read("pages/01.txt", data))
    assert what.startswith("pages/01.txt")
    assert reason in what


def test_a_dump_of_one_endless_line_is_one_problem() -> None:
    reading = read_dump(Path("01.txt"), "第一行\n".encode() + b"a" * 500, Limits(line_chars=100))
    (what,) = whats(reading)
    assert what.startswith("01.txt:2: 第 2 行太长：超过 100 个字符")


# JSON lines


def test_records_are_stored_as_given() -> None:
    body = "  第一段，　有空格。\n阴记者 林若水\n\n第三段。"
    record = {"id": "x-7", "headline": "渔船 回港", "body": body, "date": "2026-01-25", "page": "A1", "shoe size": 43}
    assert read("a.jsonl", json.dumps(record)).articles == (
        Article(id="x-7", headline="渔船 回港", body=body, date="2026-01-25", page="A1"),
    )


def test_a_record_without_id_or_body_is_fine() -> None:
    (article,) = read("a.jsonl", '{"headline": "图片新闻", "body": "", "authors": null}').articles
    assert (article.id, article.body, article.authors) == ("", "", ())


def test_records_written_by_this_program_come_back() -> None:
    article = Article(
        id="lwrb-20260125-01-03",
        headline="渔船回港",
        headline_inferred=True,
        authors=(Author("林若水", "记者", "□记者 林若水"),),
        body="一。\n二。",
        subheads=("小标题",),
        parts=(Part("01", "01.txt", "一。"), Part("04", "04.txt", "二。")),
        topics=("渔业",),
    )
    assert read("a.jsonl", json.dumps(to_record(article), ensure_ascii=False) + "\n").articles == (article,)


def test_a_bad_line_costs_only_itself() -> None:
    reading = read("a.jsonl", '{"headline": "一"}\n\n{"headline": 坏}\n[1]\n{"authors": 5}\n{"headline": "六"}\n')
    assert [article.headline for article in reading.articles] == ["一", "六"]
    assert [problem.where for problem in reading.problems] == ["a.jsonl:3", "a.jsonl:4", "a.jsonl:5"]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ('{"headline": "渔', "不是合法的 JSON"),
        ('"渔船"', "不是一条记录"),
        ('{"标题": "渔船"}', "没有一个认识的键"),
        ('{"headline": ["渔船"]}', "headline 的值类型不对，应为一段文字"),
        ('{"topics": "渔业"}', "topics 的值类型不对，应为列表"),
        ('{"authors": [{"role": "记者"}]}', "authors 的值类型不对"),
        ('{"headline": "渔", "date": "2026-02-30"}', "真实日期"),
        ('{"headline": "渔", "date": "2026/1/25"}', "真实日期"),
        ('{"headline": "渔", "kind": "新闻"}', "kind"),
        ('{"headline": "\\ud83d"}', "半个字符"),
        ('{"headline": "渔", "page": NaN}', "NaN"),
        ("[" * 100_000, "括号套得太深"),
    ],
)
def test_what_is_wrong_with_a_record_is_said(line: str, reason: str) -> None:
    (what,) = whats(read("a.jsonl", line))
    assert what.startswith("a.jsonl:1: ")
    assert reason in what


def test_a_pair_of_surrogates_is_a_character() -> None:
    assert read("a.jsonl", '{"headline": "\\ud83d\\udc1f"}').articles[0].headline == "🐟"


def test_a_line_separator_inside_a_text_ends_no_record() -> None:
    assert read("a.jsonl", '{"headline": "渔\u2028船"}\r\n').articles[0].headline == "渔\u2028船"


def test_records_in_gb18030_are_read() -> None:
    data = '{"headline": "澜湾市渔业局公布休渔安排"}'.encode("gb18030")
    assert read("a.jsonl", data).articles[0].headline == "澜湾市渔业局公布休渔安排"


@pytest.mark.parametrize("name", ["a.jsonl", "a.json", "a.csv"])
@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "空文件"),
        (b"\x00\x01\x02\x03", "不是文字文件"),
        ("澜湾市渔业局".encode()[:-1], "截断"),
        ("澜湾市渔业局\n".encode() + "渔船回港".encode("gbk"), "编码混杂"),
    ],
)
def test_a_bad_file_of_records_is_one_problem(name: str, data: bytes, reason: str) -> None:
    (what,) = whats(read(name, data))
    assert reason in what


def test_an_endless_line_of_json_is_one_problem() -> None:
    reading = read_jsonl(Path("a.jsonl"), b'{"headline": "' + b"a" * 900, Limits(line_chars=100))
    assert "太长" in whats(reading)[0]


# JSON


def test_a_list_of_objects_is_records_even_in_one_long_line() -> None:
    text = json.dumps([{"headline": "一" * 600_000}, {"headline": "二"}, 3], ensure_ascii=False)
    reading = read("a.json", text)
    assert [len(article.headline) for article in reading.articles] == [600_000, 1]
    assert [problem.where for problem in reading.problems] == ["a.json:第 3 条"]
    assert len(read("a.json", json.dumps([{"body": "a" * 1_100_000}])).articles) == 1


def test_lines_of_objects_under_the_suffix_of_json_are_read() -> None:
    assert len(read_json(Path("a.json"), b'{"headline": "1"}\n{"headline": "2"}\n').articles) == 2


def test_broken_json_is_one_problem() -> None:
    assert "不是合法的 JSON" in whats(read("a.json", '[{"headline": "一"},\n{"headline": }]'))[0]


# CSV


def test_csv_takes_lists_and_authors_in_short() -> None:
    table = (
        "\ufeffid,headline,authors,topics,body,备注\r\n"
        'x-1,渔船回港,记者:林若水、周 帆;通讯员：何海,渔业;港口,"第一段，\r\n第二段。",无\r\n'
    )
    (article,) = read("a.csv", table).articles
    assert article == Article(
        id="x-1",
        headline="渔船回港",
        authors=(Author("林若水", "记者"), Author("周帆", "记者"), Author("何海", "通讯员")),
        topics=("渔业", "港口"),
        body="第一段，\n第二段。",
    )


def test_csv_takes_json_in_a_cell() -> None:
    table = (
        "headline,authors,parts,headline_inferred\n"
        '渔船回港,"[{""name"": ""林若水"", ""role"": ""摄影""}, ""周帆""]",'
        '"[{""page"": ""01"", ""source_file"": ""a.txt"", ""body"": ""一""}]",是\n'
    )
    (article,) = read("a.csv", table).articles
    assert article.authors == (Author("林若水", "摄影"), Author("周帆", "作者", "周帆"))
    assert article.parts == (Part("01", "a.txt", "一"),)
    assert article.headline_inferred


def test_csv_rows_of_nothing_are_passed_over() -> None:
    reading = read("a.csv", "headline,body\n渔船,回港\n,\n\n休渔,开始\n")
    assert [article.headline for article in reading.articles] == ["渔船", "休渔"]
    assert not reading.problems


def test_a_row_with_too_many_or_few_columns_is_one_problem() -> None:
    reading = read("a.csv", "headline,body\n渔船,回港\n一,二,三\n一\n休渔,开始\n")
    assert [article.headline for article in reading.articles] == ["渔船", "休渔"]
    assert [problem.where for problem in reading.problems] == ["a.csv:3", "a.csv:4"]


def test_a_quote_that_is_never_closed_does_not_swallow_the_rest() -> None:
    reading = read("a.csv", 'headline,body\n渔船,回港\n台风,"停航\n还没写完\n休渔,开始\n网收,"早\n了"\n')
    assert [article.headline for article in reading.articles] == ["渔船", "休渔", "网收"]
    assert [problem.where for problem in reading.problems] == ["a.csv:3"]
    assert reading.articles[-1].body == "早\n了"


@pytest.mark.parametrize(
    ("table", "where", "reason"),
    [
        ("标题,正文\n渔船,回港\n", "a.csv:1", "没有认识的列名"),
        ("headline,topics\n渔船,[渔业\n", "a.csv:2", "不是合法的 JSON"),
        ("headline,authors\n渔船,记者:\n", "a.csv:2", "没有姓名"),
        ("headline,parts\n渔船,第一版\n", "a.csv:2", "JSON 列表"),
        ("headline,headline_inferred\n渔船,也许\n", "a.csv:2", "true 或 false"),
        ("headline,date\n渔船,2026-13-01\n", "a.csv:2", "真实日期"),
    ],
)
def test_what_is_wrong_with_a_row_is_said(table: str, where: str, reason: str) -> None:
    (problem,) = read("a.csv", table).problems
    assert problem.where == where
    assert reason in problem.what


def test_a_limit_can_be_handed_to_csv() -> None:
    assert "文件太大" in whats(read_csv(Path("a.csv"), b"headline\n" * 9, Limits(file_bytes=20)))[0]
