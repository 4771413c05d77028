"""Are paper, date, page and page name known where they are printed or named, and left open where they are not?"""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date as day
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.filename import NameFacts, facts_in_name, page_number
from indexer.issue_date import number_of
from indexer.page import Block, Page, read_file
from indexer.profile import PageFacts, Profiles, article_id, facts_of, load_profiles
from indexer.staff import Editor, staff_in

PROFILES = load_profiles()
PAPERS = ["lwrb", "澜湾日报"]

STORY = """渔船回港过休渔期
本报讯（记者 林若水）3月13日，澜湾市三百多艘渔
船陆续回港。码头管理处说，泊位已经备好。
12
艘新船将在5月下水，2027年3月30日
前完成检验。服务热线
0599-1234567
""".splitlines()


def page_of(lines: list[str], name: str = "x.txt", number: int = 1) -> Page:
    return Page(name, number, tuple(map(Block, lines)))


def facts_and_furniture(lines: list[str], name: str = "x.txt") -> tuple[PageFacts, list[str]]:
    facts, furniture = facts_of(page_of(lines, name), PROFILES)
    return facts, [lines[index] for index in sorted(furniture)]


def known_of(facts: PageFacts) -> tuple[str, str, str, str]:
    return facts.slug, facts.date, facts.page, facts.page_name


# What a file's name says


@pytest.mark.parametrize(
    ("name", "facts"),
    [
        ("lwrb-2027-03-14-01.txt", ("lwrb", "2027-03-14", "01", "")),
        ("LWRB_20270314_A12.pdf", ("lwrb", "2027-03-14", "A12", "")),
        ("lwrb2027031404.txt", ("lwrb", "2027-03-14", "04", "")),
        ("2027-03-14/01.txt", ("", "2027-03-14", "01", "")),
        ("archive/2027/03/14/04.txt", ("", "2027-03-14", "04", "")),
        ("2027-03/14/第4版 民生.txt", ("", "2027-03-14", "04", "民生")),
        ("lwrb/2027-03-14/01.txt", ("lwrb", "2027-03-14", "01", "")),
        ("澜湾日报/20270314/A1.txt", ("lwrb", "2027-03-14", "A01", "")),
        (r"D:\版面\20270314\04.txt", ("", "2027-03-14", "04", "")),
        ("B2027-03-14_01.pdf", ("", "2027-03-14", "01", "")),
        ("Z20260317PDF/B2026-03-17一版01.pdf", ("", "2026-03-17", "01", "一版")),
        ("20270314_A12.txt", ("", "2027-03-14", "A12", "")),
        ("2027年3月14日第4版.txt", ("", "2027-03-14", "04", "")),
        ("２０２６年１月５日 第十二版：国内国际.txt", ("", "2026-01-05", "12", "国内国际")),
        ("澜湾日报2027.3.14-04版（要闻）.pdf.txt", ("lwrb", "2027-03-14", "04", "要闻")),
        ("abrb-2027-03-14-03.txt", ("", "2027-03-14", "03", "")),
        ("2027-03-14.txt", ("", "2027-03-14", "", "")),
        ("2027/z031404.pdf", ("", "2027-03-14", "04", "")),
        ("Z20270314PDF/z031404.pdf", ("", "2027-03-14", "04", "")),
        ("澜湾日报/扫描件.txt", ("lwrb", "", "", "")),
        ("2024-02-29-01.txt", ("", "2024-02-29", "01", "")),
    ],
)
def test_names_that_newsrooms_give(name: str, facts: tuple[str, str, str, str]) -> None:
    assert known_of(facts_of(page_of(STORY, name), PROFILES)[0]) == facts


@pytest.mark.parametrize(
    "name",
    [
        "01.txt",
        "notes/12.txt",
        "scan0001.txt",
        "export-20270314-final2.txt",
        "2026-02-30-01.txt",
        "2025-02-29-01.txt",
        "20261301_02.txt",
        "2027-03-14-100.txt",
        "202703140.txt",
        "2027-03-14-00.txt",
        "z033201.txt",
        "Z20270313PDF/z031404.pdf",
        "报告.txt",
    ],
)
def test_a_name_that_says_nothing_certain_says_nothing(name: str) -> None:
    facts = facts_of(page_of(STORY, name), PROFILES)[0]
    assert replace(facts, source="") == PageFacts()


def test_a_day_without_a_year_needs_a_masthead() -> None:
    assert facts_of(page_of(STORY, "z031404.pdf"), PROFILES)[0].date == ""
    lines = ["2027年3月14日 星期日", *STORY]
    assert facts_of(page_of(lines, "z031404.pdf"), PROFILES)[0].date == "2027-03-14"
    assert facts_of(page_of(lines, "z031504.pdf"), PROFILES)[0].date == ""
    assert facts_of(page_of(lines, "z031504.pdf"), PROFILES)[0].page == "04"


def test_a_template_says_what_is_wrong_with_it() -> None:
    with pytest.raises(ValueError, match=r"\{paeg\} 不认识"):
        facts_in_name("01.txt", ["{date}-{paeg}"], [])
    with pytest.raises(ValueError, match="方括号"):
        facts_in_name("01.txt", ["[{date}"], [])


def test_a_newsrooms_own_template_is_tried() -> None:
    facts = facts_in_name("P04@270314_ok.txt", ["P{page}@27{month}{day}_{word}"], PAPERS)
    assert facts == NameFacts(month_day="03-14", page="04")


@given(st.dates(day(1949, 1, 1), day(2099, 12, 31)), st.integers(1, 99), st.sampled_from(["-", "_", ".", " ", ""]))
def test_every_date_and_page_of_the_usual_name_come_back(date: day, page: int, between: str) -> None:
    name = between.join(["lwrb", f"{date:%Y{between}%m{between}%d}", f"{page:02}"])
    facts = facts_in_name(f"{name}.txt", PROFILES.file_patterns, PAPERS)
    assert (facts.paper, facts.date, facts.page) == ("lwrb", date.isoformat(), f"{page:02}")


@pytest.mark.parametrize(
    ("text", "page"),
    [("1", "01"), ("01", "01"), ("a3", "A03"), ("A12", "A12"), ("四", "04"), ("十二", "12"), ("0", ""), ("特", "")],
)
def test_pages_are_written_in_one_way(text: str, page: str) -> None:
    assert page_number(text) == page


@pytest.mark.parametrize(
    ("text", "number"), [("十", 10), ("二十", 20), ("二十五", 25), ("二〇二六", 2026), ("", 0), ("三百", 0)]
)
def test_chinese_numbers(text: str, number: int) -> None:
    assert number_of(text) == number


# What a page prints


FRONT = [
    "LANWAN DAILY",
    "",
    "中共澜湾市委机关报",
    "澜湾市新闻传媒中心主办",
    "2027 年 3 月 14 日 星期日 丁未年二月初七",
    "国内统一连续出版物号:CN 99-0061",
    "",
    "新闻热线",
    "0599-1234567",
    "总第 11760 期 今日 4 版",
    "今天多云到晴，偏北风3到4级，5℃～11℃",
    "澜湾发布",
    "看澜湾客户端",
    "澜湾日报微信公众号",
]
INSIDE = ["04", "党报热线", "13500000000", "国内国际", "2027 年 3 月 14 日 星期日", "责编：谷雨生 版式设计：麦冬"]
IMPRINT = "本报地址：澜湾市潮声路 8 号 邮政编码：999000 广告：0599-1234567 印刷：澜湾印务 全年定价：396元"


def test_a_front_page() -> None:
    facts, furniture = facts_and_furniture([*FRONT, "", *STORY])
    assert known_of(facts) == ("lwrb", "2027-03-14", "", "")
    assert facts.paper == "澜湾日报"
    assert furniture == [line for line in FRONT if line]


def test_an_inside_page() -> None:
    facts, furniture = facts_and_furniture([*INSIDE, "", *STORY, IMPRINT, ""])
    assert known_of(facts) == ("", "2027-03-14", "04", "国内国际")
    assert facts.editors == (Editor("谷雨生", "责编"), Editor("麦冬", "版式设计"))
    assert furniture == [*INSIDE, IMPRINT]


def test_furniture_at_the_end_of_the_file_is_found() -> None:
    facts, furniture = facts_and_furniture([*STORY, "", *INSIDE])
    assert known_of(facts)[1:] == ("2027-03-14", "04", "国内国际")
    assert furniture == INSIDE


@pytest.mark.parametrize(
    ("lines", "known"),
    [
        (["2025年5月16日 星期五 第03版"], ("2025-05-16", "03", "")),
        (["2025年5月16日 星期五 第03版 要闻 责编：谷雨生"], ("2025-05-16", "03", "要闻")),
        (["澜湾日报 2025.5.16 星期五 A12 望潮"], ("2025-05-16", "A12", "望潮")),
        (["4 国内国际 2025年5月16日 星期五"], ("2025-05-16", "04", "国内国际")),
        (["二〇二五年五月十六日 星期五", "第三版"], ("2025-05-16", "03", "")),
        (["２０２５年５月１６日", "星期五", "03", "民生"], ("2025-05-16", "03", "民生")),
        (["2 0 2 5 年 5 月 1 6 日 星 期 五", "0 3"], ("2025-05-16", "03", "")),
        (["2025年5月", "16日", "星期五", "澜湾日报"], ("2025-05-16", "", "")),
        (["03", "望潮", "2025年5月16日 星期五"], ("2025-05-16", "03", "望潮")),
        (["A12", "文体新闻"], ("", "A12", "文体新闻")),
        (["4版 民生"], ("", "04", "民生")),
        (["04"], ("", "04", "")),
    ],
)
def test_forms_of_a_folio_line(lines: list[str], known: tuple[str, str, str]) -> None:
    facts, furniture = facts_and_furniture([*lines, *STORY])
    assert known_of(facts)[1:] == known
    assert furniture == lines


@pytest.mark.parametrize(
    ("line", "slug"),
    [("澜湾日报", "lwrb"), ("LanWan Daily", "lwrb"), ("澜 湾 日 报", "lwrb"), ("CN 99-0061", "lwrb"), ("望潮晚报", "")],
)
def test_a_paper_is_known_by_its_name_alias_or_serial_number(line: str, slug: str) -> None:
    assert facts_and_furniture(["2027年3月14日 星期日", line, "04", *STORY])[0].slug == slug


def test_a_story_is_never_furniture() -> None:
    assert facts_and_furniture(STORY)[1] == []
    assert facts_and_furniture([*FRONT, *STORY, IMPRINT])[1] == [*filter(None, FRONT), IMPRINT]


@pytest.mark.parametrize(
    "story",
    [
        ["12", *STORY],
        [*STORY, "0599-7654321"],
        [*STORY, "澜湾市民政局", "2027年3月10日"],
        [*STORY, "下转", "第4版"],
        ["国内", *STORY],
        ["2027年3月14日", *STORY],
        ["新规今日发布", *STORY],
        [*STORY, "编辑：谷雨生）"],
        [*STORY, "地址：澜湾市潮声路8号 电话：0599-1234567 邮编：999000"],
        [*STORY, "文字：谷雨生 摄影：麦冬 责编：林若水说"],
        ["澜湾日报", *STORY],
        [*STORY, "2027年3月14日 星期日起停航"],
        ["2027年3月14日—20", *STORY],
    ],
)
def test_lines_of_stories_that_look_like_furniture_stay(story: list[str]) -> None:
    facts, furniture = facts_and_furniture(story)
    assert furniture == []
    assert known_of(facts) == ("", "", "", "")


def test_the_end_of_an_advertisement_above_the_imprint_stays() -> None:
    assert facts_and_furniture([*STORY, "订购热线", "0599-7654321", IMPRINT])[1] == [IMPRINT]


def test_the_signature_of_a_notice_above_the_folio_stays_and_gives_no_date() -> None:
    facts, furniture = facts_and_furniture([*STORY, "澜湾市民政局", "2027年3月10日", "04"])
    assert furniture == ["04"]
    assert facts.date == ""


def test_a_headline_below_the_masthead_stays() -> None:
    assert facts_and_furniture([*FRONT, "新规发布", *STORY])[1] == [*filter(None, FRONT)]
    assert facts_and_furniture([*INSIDE, "海洋", *STORY])[1] == INSIDE


def test_a_page_name_may_have_a_dot_in_it() -> None:
    facts, furniture = facts_and_furniture(["06", "教育·健康", "2027年3月14日", "星期日", *STORY])
    assert (facts.page, facts.page_name, len(furniture)) == ("06", "教育·健康", 4)


def test_an_editor_whose_padded_name_was_cut_is_in_the_staff_box() -> None:
    _, furniture = facts_and_furniture(["04", "2027年3月14日 星期日", "责编：郁", "青", "版式：施　念", *STORY])
    assert furniture == ["04", "2027年3月14日 星期日", "责编：郁", "青", "版式：施　念"]


def test_the_address_for_readers_letters_closes_a_page() -> None:
    assert facts_and_furniture([*STORY, "投稿邮箱：gao@lwrb.example"])[1] == ["投稿邮箱：gao@lwrb.example"]
    assert facts_and_furniture([*STORY, "投稿邮箱：gao@lwrb.example", *STORY])[1] == []


def test_an_index_of_pages_is_not_this_pages_folio() -> None:
    index = ["要闻 2版", "民生 3版"]
    facts, furniture = facts_and_furniture([*index, "2027年3月14日 星期日", *STORY])
    assert known_of(facts)[1:] == ("2027-03-14", "", "")
    assert furniture == ["2027年3月14日 星期日"]


def test_a_teaser_does_not_contradict_the_name_of_the_file() -> None:
    lines = ["民生 3版", "2027年3月14日 星期日", *STORY]
    facts, furniture = facts_and_furniture(lines, "lwrb-2027-03-14-01.txt")
    assert known_of(facts) == ("lwrb", "2027-03-14", "01", "")
    assert furniture == ["2027年3月14日 星期日"]


def test_a_date_that_does_not_exist_is_not_used() -> None:
    assert facts_and_furniture(["04", "2026年2月30日 星期一", *STORY])[0].date == ""


def test_a_date_with_the_wrong_weekday_is_not_used() -> None:
    lines = ["04", "2027年3月14日 星期三", *STORY]
    assert facts_and_furniture(lines)[0].date == ""
    assert facts_and_furniture(["04", "2027年3月14日", "星期三", *STORY])[0].date == ""
    assert facts_and_furniture(lines, "2027-03-14/04.txt")[0].date == "2027-03-14"


def test_of_two_dates_the_one_with_its_weekday_counts_and_else_none() -> None:
    assert facts_and_furniture(["04", "2027年3月14日 星期日", "2027年3月15日 星期一", *STORY])[0].date == ""
    top = ["04", "2027年3月14日 星期日", "责编：谷雨生", *STORY]
    assert facts_and_furniture([*top, "04", "2027年3月15日", "澜湾日报"])[0].date == "2027-03-14"


def test_facts_are_read_from_columns_side_by_side_but_the_line_stays() -> None:
    lines = ["2027年3月14日 星期日  第04版          渔船回港过休渔期", *STORY]
    facts, furniture = facts_and_furniture(lines)
    assert (facts.date, facts.page, furniture) == ("2027-03-14", "04", [])


@given(st.lists(st.sampled_from([*STORY, *INSIDE, *FRONT, IMPRINT, "", "12", "要闻", "2027年3月10日"])))
def test_furniture_is_always_a_line_of_print(lines: list[str]) -> None:
    _, furniture = facts_and_furniture(lines)
    stories = {line for line in STORY if re.search("[。，]", line) or line == "渔船回港过休渔期"}
    assert all(line.strip() for line in furniture)
    assert not stories & set(furniture)


@pytest.mark.parametrize(
    ("line", "people"),
    [
        ("责编：谷雨生 版式设计：麦冬", [("谷雨生", "责编"), ("麦冬", "版式设计")]),
        ("责任编辑/谷雨生 美编/麦 冬 校对/林若水", [("谷雨生", "责任编辑"), ("麦冬", "美编"), ("林若水", "校对")]),
        ("值班编委/谷雨生 本版编辑/麦冬", [("谷雨生", "值班编委"), ("麦冬", "编辑")]),
        ("编辑：谷雨生 审核：麦冬 林若水", [("谷雨生", "编辑"), ("麦冬", "审核"), ("林若水", "审核")]),
        ("责 编：谷 雨 生", [("谷雨生", "责编")]),
        ("本版责任编辑谷雨生", [("谷雨生", "责任编辑")]),
        ("校对：谷雨生 电话：0599-1234567", [("谷雨生", "校对")]),
        ("摄影：谷雨生", []),
        ("责编：谷雨生认为这是一件好事", []),
        ("编辑部：谷雨生", []),
    ],
)
def test_a_staff_box(line: str, people: list[tuple[str, str]]) -> None:
    assert [(editor.name, editor.role) for editor in staff_in(line)[1]] == people


# Which source counts


def test_what_the_user_says_comes_before_the_name_and_that_before_the_print() -> None:
    page = page_of(INSIDE, "lwrb-2027-03-13-03.txt")
    assert known_of(facts_of(page, PROFILES)[0]) == ("lwrb", "2027-03-13", "03", "国内国际")
    given_ = PageFacts(paper="人民日报", date="2027-03-12", page="2", page_name="综合")
    facts = facts_of(page, PROFILES, given_)[0]
    assert (facts.paper, *known_of(facts)) == ("人民日报", "rmrb", "2027-03-12", "02", "综合")


def test_the_users_paper_may_be_a_slug_or_unknown() -> None:
    page = page_of(STORY)
    assert facts_of(page, PROFILES, PageFacts(paper="lwrb"))[0].paper == "澜湾日报"
    facts = facts_of(page, PROFILES, PageFacts(paper="望潮晚报"))[0]
    assert (facts.paper, facts.slug) == ("望潮晚报", "")


def test_the_pages_after_the_first_of_a_file_go_by_their_own_folio() -> None:
    given_ = PageFacts(page="01")
    second = page_of(["02", *STORY], "lwrb-2027-03-14-01.txt", number=2)
    assert known_of(facts_of(second, PROFILES, given_)[0]) == ("lwrb", "2027-03-14", "02", "")


def test_a_date_is_real_or_refused() -> None:
    with pytest.raises(ValueError, match="2026-02-30"):
        PageFacts(date="2026-02-30")


# Ids


def test_an_id_says_paper_date_page_and_place() -> None:
    facts = PageFacts(slug="lwrb", date="2027-03-14", page="01")
    assert article_id(facts, 3) == "lwrb-20270314-01-03"
    assert article_id(facts, 103) == "lwrb-20270314-01-103"


def test_an_id_of_unknown_parts_bears_the_hash_of_its_file() -> None:
    facts, _ = facts_of(page_of(STORY, "scan.txt"), PROFILES)
    assert re.fullmatch(r"page-00000000-00-[0-9a-f]{8}-01", article_id(facts, 1))
    dated, _ = facts_of(page_of(STORY, "2027-03-14/01.txt"), PROFILES)
    assert re.fullmatch(r"page-20270314-01-[0-9a-f]{8}-01", article_id(dated, 1))


def test_ids_of_different_files_or_pages_of_one_never_collide() -> None:
    pages = [page_of(STORY, name, number) for name in ("a/1.txt", "b/1.txt", "1.txt") for number in (1, 2)]
    assert len({article_id(facts_of(page, PROFILES)[0], 1) for page in pages}) == len(pages)
    assert facts_of(page_of(STORY, "./a/1.txt"), PROFILES) == facts_of(page_of(STORY, "a/1.txt"), PROFILES)


def test_an_id_cannot_be_made_of_nothing() -> None:
    with pytest.raises(ValueError, match="source"):
        article_id(PageFacts(), 1)
    with pytest.raises(ValueError, match="from 1"):
        article_id(PageFacts(slug="lwrb", date="2027-03-14", page="01"), 0)


# The file of profiles


def profiles_with(tmp_path: Path, text: str) -> Profiles:
    path = tmp_path / "own.toml"
    path.write_text(text, "utf-8")
    return load_profiles(path)


def test_a_newsroom_adds_a_paper_in_a_file_of_its_own(tmp_path: Path) -> None:
    profiles = profiles_with(
        tmp_path,
        """
        file_patterns = ["P{page}@{date}"]
        page_names = ["潮声"]
        [[paper]]
        slug = "wcwb"
        name = "望潮晚报"
        aliases = ["WANGCHAO EVENING NEWS"]
        house_words = ["潮声路"]
        file_patterns = ["w{month}{day}-{page}"]
        """,
    )
    facts, furniture = facts_of(page_of(["04", "潮声", "WANGCHAO EVENING NEWS", *STORY], "P04@20270314.txt"), profiles)
    assert (facts.paper, *known_of(facts)) == ("望潮晚报", "wcwb", "2027-03-14", "04", "潮声")
    assert furniture == {0, 1, 2}
    assert profiles.find("澜湾日报") is not None
    assert profiles.house_words == ("潮声路",)
    assert profiles.file_patterns[:2] == ("w{month}{day}-{page}", "P{page}@{date}")


def test_a_newsrooms_paper_takes_the_place_of_the_one_with_its_slug(tmp_path: Path) -> None:
    profiles = profiles_with(tmp_path, '[[paper]]\nslug = "lwrb"\nname = "新澜湾日报"\n')
    assert profiles.papers["lwrb"].name == "新澜湾日报"
    assert profiles.find("澜湾日报") is None


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("[[paper]\n", "不是合法的 TOML"),
        ("paper = 3\n", r"写成一节 \[\[paper\]\]"),
        ('[[paper]]\nslug = "望潮"\nname = "望潮晚报"\n', "slug 要由小写字母和数字组成"),
        ('[[paper]]\nslug = "wcwb"\n', "报名"),
        ('page_names = "潮声"\n', "page_names 应为一列文字"),
        ('file_patterns = ["{paeg}"]\n', "paeg"),
    ],
)
def test_what_is_wrong_with_a_file_of_profiles_is_said(tmp_path: Path, text: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        profiles_with(tmp_path, text)


def test_the_papers_that_come_with_the_program() -> None:
    assert {slug: PROFILES.papers[slug].name for slug in ("zsrb", "lwrb", "rmrb")} == {
        "zsrb": "舟山日报",
        "lwrb": "澜湾日报",
        "rmrb": "人民日报",
    }


# The pages of the corpus, and real ones where they are at hand

CORPUS = Path(__file__).parents[1] / "corpus"
SHARED = Path(__file__).parents[2] / "shared" / "pages"


def gold_of(path: Path) -> Any:
    return json.loads(path.with_suffix(".gold.json").read_text("utf-8"))


def bare(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("path", sorted(CORPUS.glob("*.txt")), ids=lambda path: path.stem)
def test_nothing_but_furniture_is_taken_from_the_corpus_and_nothing_wrong_is_read(path: Path) -> None:
    gold, (page,) = gold_of(path), read_file(path).pages
    facts, furniture = facts_of(replace(page, source_file="x.txt"), PROFILES)
    printed = bare(" ".join(gold["furniture"]))
    assert [page.blocks[at].text for at in furniture if bare(page.blocks[at].text) not in printed] == []
    assert facts.date in ("", gold["date"])
    assert facts.page in ("", f"{gold['page']:02}")
    assert facts.page_name in ("", gold["page_name"])
    named, _ = facts_of(page, PROFILES)
    assert (named.paper, named.date, named.page) == (gold["paper"], gold["date"], f"{gold['page']:02}")


@pytest.mark.skipif(not SHARED.is_dir(), reason="the real pages (shared/pages beside the checkout) are not here")
def test_the_furniture_of_real_pages_is_found_and_nothing_else() -> None:
    for path in sorted(SHARED.glob("*.txt")):
        gold, (page,) = gold_of(path), read_file(path).pages
        facts, furniture = facts_of(replace(page, source_file="x.txt"), PROFILES)
        printed = sorted(bare(" ".join(page.blocks[at].text for at in furniture)))
        assert printed == sorted(bare(" ".join(gold["furniture"]))), path.name
        assert facts.date == (gold["date"] if gold["furniture"] else "")
        assert facts.page_name == (gold["page_name"] or "")
        assert [editor.name for editor in facts.editors] == [editor["name"] for editor in gold["editors"]]
        named, _ = facts_of(page, PROFILES)
        assert (named.paper, named.date, int(named.page)) == (gold["paper"], gold["date"], gold["page"])
