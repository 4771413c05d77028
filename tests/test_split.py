"""How does a page become articles: whole small pages of the invented 《澜湾日报》, and the law that nothing is lost."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.page import Block, Page
from indexer.profile import PageFacts
from indexer.split import split
from search.article import Article
from search.text import fold

from .typeset import CORPUS, random_style, typeset

FACTS = PageFacts(paper="澜湾日报", slug="lwrb", date="2025-07-21", page="01")

HARBOUR = """清晨五点，望舶码头的
灯一盏盏亮起来，装卸工老
尧把缆绳在手上绕了两圈等
着第一条船靠岸。
船来得比往常早一些，
船老大说夜里风小，一路上
顺得很，船舱里装的全是新
鲜的小黄鱼。"""
LIBRARY = """新图书馆昨天开馆，读
者从早上七点起就在门口排
起了长队，到中午借书证已
经办了三千多张。
少儿阅览室里座无虚席
，馆员说这里的绘本有一万
多册，以后每个周末都会有
讲故事的活动。"""


def articles(text: str) -> tuple[Article, ...]:
    return split(Page("lwrb-2025-07-21-01.txt", 1, tuple(map(Block, text.split("\n")))), FACTS)


def people(article: Article) -> list[tuple[str, str]]:
    return [(author.name, author.role) for author in article.authors]


def test_a_byline_before_the_text() -> None:
    (one,) = articles(f"码头的清晨灯火\n□记者 林望舒 通讯员 方照南\n{HARBOUR}")
    assert (one.headline, one.headline_inferred) == ("码头的清晨灯火", False)
    assert people(one) == [("林望舒", "记者"), ("方照南", "通讯员")]
    assert one.body.split("\n")[1].startswith("船来得比往常早一些，船老大说")
    assert (one.id, one.paper, one.date, one.page) == ("lwrb-20250721-01-01", "澜湾日报", "2025-07-21", "01")
    assert [(part.page, part.body) for part in one.parts] == [("01", one.body)]


def test_a_dateline_with_a_byline() -> None:
    (one,) = articles(f"码头的清晨灯火\n本报讯（记者 林望舒）{HARBOUR}")
    assert (one.dateline, people(one)) == ("本报讯", [("林望舒", "记者")])
    assert one.body.startswith("清晨五点")


def test_a_dateline_of_an_agency_names_the_source() -> None:
    (one,) = articles(f"码头的清晨灯火\n新华社澜湾7月20日电 {HARBOUR}")
    assert (one.source, one.dateline, one.authors) == ("新华社", "新华社澜湾7月20日电", ())


def test_a_dateline_at_the_end_is_kept() -> None:
    (one,) = articles(f"码头的清晨灯火\n{HARBOUR}（新华社澜湾7月20日电）")
    assert (one.dateline, one.body[-4:]) == ("新华社澜湾7月20日电", "小黄鱼。")


def test_without_a_headline_the_lead_sentence_stands_in() -> None:
    (one,) = articles(HARBOUR)
    assert one.headline_inferred
    assert one.headline == "清晨五点，望舶码头的灯一盏盏亮起来，装卸工老尧把缆绳在手上绕了两圈等着第一条船靠…"
    assert one.authors == ()


def test_a_signature_at_the_end() -> None:
    (one,) = articles(f"码头的清晨灯火\n{HARBOUR}（记者 林望舒）")
    assert people(one) == [("林望舒", "记者")]
    assert one.body.endswith("小黄鱼。")


@pytest.mark.parametrize(
    "page",
    [
        f"码头清晨船来早\n本报讯 {HARBOUR}\n新图书馆开馆迎读者\n本报讯 {LIBRARY}",
        f"本报讯 {HARBOUR}\n码头清晨船来早\n\n本报讯 {LIBRARY}\n新图书馆开馆迎读者",
        f"本报讯 {HARBOUR}\n本报讯 {LIBRARY}\n新图书馆开馆迎读者\n码头清晨船来早",
    ],
    ids=["before", "after", "far"],
)
def test_a_headline_finds_its_story(page: str) -> None:
    assert [article.headline for article in articles(page)] == ["码头清晨船来早", "新图书馆开馆迎读者"]


def test_a_headline_without_a_body_is_a_teaser_and_a_pointer_says_where_the_story_is() -> None:
    teaser = articles(f"乒乓球赛今夜决出冠军\n>>>详见第8版\n\n\n□记者 林望舒\n{HARBOUR}")[-1]
    assert (teaser.kind, teaser.headline, teaser.jump_to, teaser.body) == ("teaser", "乒乓球赛今夜决出冠军", "8", "")


def test_a_pointer_without_a_teaser_is_of_the_nearest_story() -> None:
    assert [one.jump_to for one in articles(f"本报讯 {HARBOUR}\n>>>详见第8版\n本报讯 {LIBRARY}")] == ["8", ""]


def test_a_photo_with_its_credit_inside_the_last_line() -> None:
    (photo,) = articles("学生放风筝\n昨天下午，望舶小学的学生们在操场上放起了自己做的风筝。记者 林望舒 摄")
    assert (photo.kind, people(photo)) == ("photo", [("林望舒", "摄影")])
    assert photo.body.endswith("风筝。")


def test_jumps_to_and_from() -> None:
    one, two = articles(f"□记者 林望舒\n{HARBOUR}\n（下转第3版）\n（上接第一版）\n{LIBRARY}")
    assert (one.jump_to, one.jump_from, two.jump_to, two.jump_from) == ("3", "", "", "1")


def test_briefs_under_one_label() -> None:
    briefs = articles(f"简讯\n码头清晨船来早\n{HARBOUR}\n新图书馆开馆迎读者\n{LIBRARY}")
    assert [(one.kind, one.column, one.headline) for one in briefs] == [
        ("brief", "简讯", "码头清晨船来早"),
        ("brief", "简讯", "新图书馆开馆迎读者"),
    ]


def test_a_commentary_by_the_paper_has_no_author() -> None:
    (one,) = articles(f"码头的清晨灯火\n□本报评论员\n{HARBOUR}")
    assert (one.kind, one.authors) == ("commentary", ())


def test_a_notice() -> None:
    (one,) = articles(f"望舶水厂停水公告\n{HARBOUR}")
    assert one.kind == "notice"


def test_subheads_stand_in_the_body_and_again_by_themselves() -> None:
    text = f"□记者 林望舒\n{HARBOUR}\n{HARBOUR}\n鱼市的早晨\n" + "\n".join([HARBOUR] * 3)
    (one,) = articles(text)
    assert one.subheads == ("鱼市的早晨",)
    assert "鱼市的早晨" in one.body.split("\n")


def test_a_credit_that_names_nobody_is_kept_in_the_text() -> None:
    found = articles(f"码头的清晨灯火\n本版图片由澜湾摄影协会提供\n{HARBOUR}")
    assert any("澜湾摄影协会" in one.body + one.headline for one in found)


def test_a_picture_whose_caption_is_lost_is_still_found_by_its_photographer() -> None:
    found = articles(f"□记者 方照南\n{HARBOUR}\n{LIBRARY}\n摄影 记者 林望舒\n下转第2版")
    assert ("林望舒", "摄影") in [person for one in found for person in people(one)]


def test_a_page_without_any_article() -> None:
    assert articles("") == articles("\n \n\f") == articles("＊＊＊\n□") == ()


def test_a_page_of_one_line() -> None:
    assert [(one.kind, one.headline) for one in articles("乒乓球赛今夜决出冠军")] == [
        ("teaser", "乒乓球赛今夜决出冠军")
    ]
    assert [(one.kind, one.body) for one in articles("船回来了。")] == [("news", "船回来了。")]


SAID_OTHERWISE = Counter("上下紧接转详见第版版" * 40 + "本报评论员" * 9 + "发电讯口阴" * 9)
"""What a record says in another way: the words of jumps and pointers, 本报评论员, 新华社发, garbled bullets."""


def lost(text: str) -> str:
    """The letters, digits and hanzi of a page that are in no field of any of its articles."""
    kept: Counter[str] = Counter()
    for one in articles(text):
        fields = [one.column, one.kicker, one.subtitle, one.source, one.dateline, one.body, one.jump_to, one.jump_from]
        fields += ["" if one.headline_inferred and one.body else one.headline]
        fields += dict.fromkeys(author.as_printed for author in one.authors)
        kept.update(filter(str.isalnum, fold("".join(fields))))
    return "".join((Counter(filter(str.isalnum, fold(text))) - kept - SAID_OTHERWISE).elements())


def test_a_label_over_briefs_ends_where_a_notice_begins() -> None:
    brief = "邻里食堂昨天开张，首日接待\n老人三百二十人，午餐每份十\n二元，满六十岁的减半。"
    text = f"简讯\n\n食堂开张\n\n{brief}\n\n药房搬家\n\n{brief}\n\n停水公告\n\n{brief}\n\n更正\n\n{brief}"
    found = articles(text)
    assert [(one.headline, one.kind, one.column) for one in found] == [
        ("食堂开张", "brief", "简讯"), ("药房搬家", "brief", "简讯"), ("停水公告", "notice", ""), ("更正", "notice", "")
    ]  # fmt: skip


def pages_of_the_corpus() -> list[Mapping[str, Any]]:
    return [json.loads(path.read_text("utf-8")) for path in sorted(CORPUS.glob("*.gold.json"))]


@pytest.mark.parametrize("number", range(8))
def test_nothing_of_a_randomly_typeset_page_is_lost(number: int) -> None:
    rng = Random(f"lost {number}")
    style = replace(random_style(rng), glyph_codes=False, furniture="none")  # the repair changes characters
    assert lost(typeset(pages_of_the_corpus()[number], style, rng.randrange(10**6))) == ""


SIGNS = """□记者 林望舒
（通讯员 方照南）
摄影 记者 林望舒
下转第3版
上接第1版
本报讯 昨天傍晚，渔船全部
林望舒
码头清晨船来早
新图书馆开馆迎读者
望潮评论
简讯

"""
LINES = st.sampled_from(f"{HARBOUR}\n{LIBRARY}\n{SIGNS}".split("\n"))


@settings(max_examples=60, deadline=None)
@given(st.lists(LINES, max_size=25))
def test_nothing_of_any_lines_in_any_order_is_lost(lines: list[str]) -> None:
    # A name or a label that is printed twice for one story is kept once.
    once = "".join(line for line in lines if "林望舒" in line or "方照南" in line or line in {"望潮评论", "简讯"})
    # So is a few hanzi's line that stands on the page twice: that is what makes it a label.
    once += "".join(line * (times - 1) for line, times in Counter(lines).items() if len(line) <= 7)
    missing = Counter(lost("\n".join(lines))) - Counter(filter(str.isalnum, once))
    assert not missing
