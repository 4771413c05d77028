"""Are datelines, credits and sources taken from both ends of an article, and nothing else?"""

from __future__ import annotations

import json
import lzma
import re
from pathlib import Path

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from indexer.byline import Credit, Lead, Tail, credit_line, lead, tail
from indexer.names import Trust, read_names

from .test_credit import signed

SHARED = Path(__file__).parents[2] / "shared"
needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason="the real pages (../shared) are not here")

LEADS = {
    "本报讯 据市水务局消息，今夏": ("本报讯", "", "", "据市水务局消息，今夏"),
    "本 报 讯 全市首个": ("本报讯", "", "", "全市首个"),
    "本报讯（通讯员 李航 记者 王萌）记者昨天从…": ("本报讯", "", "李航/通讯员 王萌/记者", "记者昨天从…"),
    "本报讯（记者王萌 通讯员褚小威）昨天，": ("本报讯", "", "王萌/记者 褚小威/通讯员", "昨天，"),
    "本报讯（通讯员 王萌 李航 记者 赵茸）5日下午": ("本报讯", "", "王萌/通讯员 李航/通讯员 赵茸/记者", "5日下午"),
    "本报讯（罗勇 记者 江晓）3月": ("本报讯", "", "罗勇/作者 江晓/记者", "3月"),
    "本报讯(海城晚报全媒体记者 张小凯)1月30日": ("本报讯", "", "张小凯/记者", "1月30日"),
    "本报讯记者王萌报道：台风": ("本报讯", "", "王萌/记者", "台风"),
    "本报海城１月１５日讯　记者王萌、李航报道：台风": ("本报海城１月１５日讯", "", "王萌/记者 李航/记者", "台风"),
    "海城日报讯　（全媒体记者　 黎小莹 通讯员 海妇宣）近日": ("海城日报讯", "", "黎小莹/记者 海妇宣/通讯员", "近日"),
    "海城晚报讯 记者诸葛明报道：“出海": ("海城晚报讯", "", "诸葛明/记者", "“出海"),
    "澜湾网8月3日21时讯（首席记者 黄小军）今晨": ("澜湾网8月3日21时讯", "", "黄小军/记者", "今晨"),
    "澜湾在线7月6日讯（文/视频 全媒体记者 王小芳 通讯员 李航）今晨": (
        "澜湾在线7月6日讯",
        "",
        "王小芳/记者 李航/通讯员",
        "今晨",
    ),
    "海城网讯 特约记者 杨小霞 通讯员 王小勤 报道： 今晨": ("海城网讯", "", "杨小霞/记者 王小勤/通讯员", "今晨"),
    "新华社海城１月１３日电（记者王小器）昨日": ("新华社海城１月１３日电", "新华社", "王小器/记者", "昨日"),
    "新华社海城１月１３日电国务院": ("新华社海城１月１３日电", "新华社", "", "国务院"),
    "据新华社海城一月十九日电　最高": ("据新华社海城一月十九日电", "新华社", "", "最高"),
    "据新华社北京电市教育局": ("据新华社北京电", "新华社", "", "市教育局"),
    "新华社海城 1 月 23 日电（记者\n王静）受推动": ("新华社海城1月23日电", "新华社", "王静/记者", "受推动"),
    "新华社海城（澜湾）1月29日电 论坛": ("新华社海城（澜湾）1月29日电", "新华社", "", "论坛"),
    "新华社海城/澜湾3月6日电（王小萌 李航）今": ("新华社海城/澜湾3月6日电", "新华社", "王小萌/作者 李航/作者", "今"),
    "社海城3月7日电 （记者王萌 李一帆）记者从": ("社海城3月7日电", "", "王萌/记者 李一帆/记者", "记者从"),
    "综合本报和新华社电 昨日": ("综合本报和新华社电", "新华社", "", "昨日"),
    "据《人民日报》电 昨日": ("据《人民日报》电", "人民日报", "", "昨日"),
    "（据新华社电）昨日": ("据新华社电", "新华社", "", "昨日"),
    "（记者 王萌）开年以来": ("", "", "王萌/记者", "开年以来"),
    "（通讯员 王萌）本报讯 近日": ("本报讯", "", "王萌/通讯员", "近日"),
    "本报记者王萌报道：新年": ("", "", "王萌/记者", "新年"),
    "本报海城1月2日讯新华社记者王萌、本报记者李航报道：会": (
        "本报海城1月2日讯",
        "新华社",
        "王萌/记者 李航/记者",
        "会",
    ),
    "本报海城电记者王萌报道：会": ("本报海城电", "", "王萌/记者", "会"),
    "新华社海城3月2日电": ("新华社海城3月2日电", "新华社", "", ""),
}


@pytest.mark.parametrize("text", LEADS)
def test_the_lead_gives_dateline_source_and_names(text: str) -> None:
    found = lead(text)
    assert (found.dateline, found.source, signed(Credit(found.authors)), found.rest) == LEADS[text]


@pytest.mark.parametrize(
    "text",
    [
        "记者昨天从市气象台获悉，台风将至。",
        "据新华社电，台风登陆。",
        "据《人民日报》报道，台风登陆。",
        "据央视新闻消息，台风登陆。",
        "新华社电视台风采",
        "新华社记者王萌来电说",
        "近日海报讯息",
        "本报停电通知",
        "（王萌）台风登陆。",
        "（左）台风登陆。",
        "记者王萌、李航今晨从前线报道：台风",
        "本报记者王萌（左）",
    ],
)
def test_a_sentence_is_no_dateline(text: str) -> None:
    assert lead(text) == Lead("", "", (), text)


def test_the_credit_of_a_lead_is_kept_as_printed() -> None:
    assert lead("本报讯（通讯员 李航　记者 王萌）昨").authors[0].as_printed == "（通讯员 李航　记者 王萌）"
    assert lead("本报讯 记者 王萌 报道：昨").authors[0].as_printed == "记者 王萌 报道"


TAILS = {
    "送粥。新华社记者 王小成 摄": ("王小成/摄影", "新华社", "送粥。", ""),
    "送粥。（新华社记者王小成摄）": ("王小成/摄影", "新华社", "送粥。", ""),
    "送粥（记者 王萌 摄）": ("王萌/摄影", "", "送粥", ""),
    "送粥。（王小成摄）（新华社稿）": ("王小成/摄影", "新华社", "送粥。", ""),
    "送粥。新华社发（拉希 摄）": ("拉希/摄影", "新华社", "送粥。", ""),
    "市民在公园 本报记者 王萌 摄": ("王萌/摄影", "", "市民在公园", ""),
    "送粥。新华社记者 王萌 摄（资料照片）": ("王萌/摄影", "新华社", "送粥。", ""),
    "送粥。（作者：本报首席记者 罗小亮）": ("罗小亮/记者", "", "送粥。", ""),
    "送粥。（黄小丹 覃可）": ("黄小丹/作者 覃可/作者", "", "送粥。", ""),
    "送粥。（王小冬）": ("王小冬/作者", "", "送粥。", ""),
    "（王小冬）": ("王小冬/作者", "", "", ""),
    "送粥。（见习记者 房小雨 全媒体记者 何一萱）": ("房小雨/记者 何一萱/记者", "", "送粥。", ""),
    "送粥。□王小冬": ("王小冬/作者", "", "送粥。", ""),
    "送粥。（新华社发）": ("", "新华社", "送粥。", ""),
    "送粥。（新华社发美联社照片）": ("", "新华社", "送粥。", ""),
    "送粥。（据新华社、央视新闻）": ("", "新华社", "送粥。", ""),
    "送粥。（据《人民日报》）": ("", "人民日报", "送粥。", ""),
    "送粥。（通讯员供图)": ("", "", "送粥。", ""),
    "送粥。通讯员供图": ("", "", "送粥。", ""),
    "送粥。研究所供图": ("研究所/供图", "", "送粥。", ""),
    "送粥（附图片１张）": ("", "", "送粥", ""),
    "送粥。（王萌摄）（传真照片）": ("王萌/摄影", "", "送粥。", ""),
    "谢谢！（新华社海城１２月３１日电）": ("", "新华社", "谢谢！", "新华社海城１２月３１日电"),
    "谢谢！新华社海城3月3日电": ("", "新华社", "谢谢！", "新华社海城3月3日电"),
    "送粥。（本报海城１月２３日电）": ("", "", "送粥。", "本报海城１月２３日电"),
}


@pytest.mark.parametrize("text", TAILS)
def test_the_tail_gives_names_source_and_dateline(text: str) -> None:
    found = tail(text)
    assert (signed(Credit(found.authors)), found.source, found.rest, found.dateline) == TAILS[text]


@pytest.mark.parametrize(
    "text",
    [
        "送粥。（作者单位：求真杂志社）",
        "送粥。（作者系市委党校教授）",
        "送粥。（全文完）",
        "送粥。（上）",
        "送粥。（资料照片）",
        "送粥。（单位：万元）",
        "送粥。（湖北王小萌）",
        "图为王萌（左）",
        "会见场景（王萌）",
        "读《春水》（作者：王萌）",
        "约合４８美元（１００元）。",
        "本栏照片均为王萌摄。（本栏照片均为王萌摄）",
        "他说，记者王萌",
        "他说：“是记者王萌。”",
    ],
)
def test_what_is_no_credit_stays_at_the_end(text: str) -> None:
    assert tail(text) == Tail((), "", text)


# Laws ----------------------------------------------------------------------------------------------------------------

surname, middle, last = (st.sampled_from(chars) for chars in ("王李张刘陈杨赵吴徐孙", "一小晓", "萌航声帆"))
person = st.builds("".join, st.tuples(surname, middle, last))
short = st.builds("".join, st.tuples(surname, last))
LABELS = {"记者": "记者", "本报见习记者": "记者", "通讯员": "通讯员", "澜湾晚报全媒体记者": "记者", "实习生": "实习生"}


@st.composite
def credits(draw: st.DrawFn) -> tuple[str, list[tuple[str, str]]]:
    """A printed credit, and whom it names."""
    parts, named = [], []
    for label in draw(st.lists(st.sampled_from(list(LABELS)), min_size=1, max_size=3)):
        group = draw(st.lists(st.one_of(person, short), min_size=1, max_size=3, unique=True))
        padded = [" ".join(name) if draw(st.booleans()) and len(group) == 1 else name for name in group]
        gap, between = draw(st.sampled_from([" ", "　", "", "/"])), draw(st.sampled_from([" ", "、"]))
        parts.append(label + gap + between.join(padded))
        named += [(name, LABELS[label]) for name in group]
    before, after = draw(st.sampled_from([("", ""), ("□", ""), ("■ ", ""), ("（", "）"), ("(", ")"), ("【", "】")]))
    return before + draw(st.sampled_from([" ", "　", "\n"])).join(parts) + after, [*dict.fromkeys(named)]


@given(credits())
def test_whoever_was_printed_is_read(printed: tuple[str, list[tuple[str, str]]]) -> None:
    line, named = printed
    credit = credit_line(line)
    assert credit is not None
    assert [(author.name, author.role) for author in credit.authors] == named


@given(st.lists(person, min_size=1, max_size=4, unique=True))
def test_names_run_together_come_apart(names: list[str]) -> None:
    assert read_names("".join(names), Trust.LABELLED) == tuple(names)


sentence = st.text("海台风昨日登陆，全市停运。", max_size=20).map(lambda text: f"台风{text}了。")
datelines = st.sampled_from(
    ["本报讯", "新华社海城1月4日电", "据新华社海城１月２日电", "澜湾日报讯", "综合本报和新华社电"]
)


def bare(text: str) -> str:
    return "".join(text.split())


@given(datelines, st.sampled_from(["", " ", "　"]), st.one_of(st.just(("", [])), credits()), sentence)
def test_a_lead_loses_no_text(dateline: str, gap: str, printed: tuple[str, list[tuple[str, str]]], story: str) -> None:
    credit, named = printed[0].strip("□■ （）()【】"), printed[1]
    assume("\n" not in credit)
    found = lead(dateline + gap + (f"（{credit}）" if credit else "") + gap + story)
    assert (found.dateline, found.rest) == (dateline, story)
    assert [(author.name, author.role) for author in found.authors] == named


@given(sentence, st.one_of(st.just(("", [])), credits()))
def test_a_tail_loses_no_text(story: str, printed: tuple[str, list[tuple[str, str]]]) -> None:
    credit, named = printed
    assume("\n" not in credit)
    found = tail(story + credit)
    assert found.rest == story
    assert [(author.name, author.role) for author in found.authors] == named
    assert all(author.as_printed == credit.strip() for author in found.authors)


PIECES = """
本报讯 新华社 北京 1月24日 电 讯 据 《人民日报》 （ ） ( ) 【 】 [ ] 记者 通讯员 摄影 摄 文/ 图/ 文/图 □ 口 ■ 王萌
李航 王 萌
欧阳 、 ， 。 ： 发 供图 作者 单位 评论员 报道 今天 台风 等 · / x １ 附图片１张 传真照片 资料照片 本版图片均由
"""
SAYS_NOTHING = (
    "(?:[()（）【】\\[\\]《》。:：/□■口图文]|附图片１张|传真照片|资料照片|据|发|稿|电|讯|供图|报道|通讯员|作者|单位|本报|"
    "评论员|摄影)*"
)
pieces = st.lists(st.sampled_from([*PIECES.split(), "\n", "　"]), max_size=14)
anything = st.one_of(pieces.map("".join), pieces.map(" ".join), st.text(max_size=40))


@given(anything)
@example("（记者 王萌）（记者 李航）本报讯 本报讯 今天")
@example("本报讯李航本报讯")
def test_a_lead_keeps_the_end_of_any_text_and_is_done_at_once(text: str) -> None:
    found = lead(text)
    assert text.strip().endswith(found.rest)
    gone = bare(text.strip().removesuffix(found.rest))
    parts = {bare(author.as_printed) for author in found.authors} | set(found.dateline.split(" "))
    for part in sorted(parts, key=len, reverse=True):
        gone = gone.replace(part, "")
    assert re.fullmatch("[:：，,()（）【】\\[\\]]*", gone)
    again = lead(found.rest)
    assert again.rest == found.rest


@given(anything)
@example("送粥。（王萌摄）（传真照片）（新华社稿）")
@example("图/通讯员")
def test_a_tail_keeps_the_beginning_of_any_text_and_is_done_at_once(text: str) -> None:
    found = tail(text)
    assert text.strip().startswith(found.rest)
    gone = bare(text.strip().removeprefix(found.rest))
    parts = {bare(author.as_printed) for author in found.authors} | {*found.dateline.split(" "), bare(found.source)}
    for part in sorted(parts, key=len, reverse=True):
        gone = gone.replace(part, "")
    assert re.fullmatch(SAYS_NOTHING, gone)
    assert tail(found.rest).rest == found.rest


@given(anything)
def test_a_credit_names_only_what_stands_in_the_line(text: str) -> None:
    credit = credit_line(text)
    for author in credit.authors if credit else ():
        assert bare(author.name) in bare(text)
        assert len(bare(author.name)) > 1
        assert bare(author.as_printed) in bare(text)


# Real pages ----------------------------------------------------------------------------------------------------------


@needs_shared
def test_the_credits_of_the_real_pages_are_read() -> None:
    pages = [json.loads(path.read_text("utf-8")) for path in sorted(SHARED.glob("pages/*.gold.json"))]
    articles = [article for page in pages for article in page["articles"] if article.get("authors")]
    assert len(articles) > 15
    for authors in (article["authors"] for article in articles):
        lines = "\n".join(dict.fromkeys(author["as_printed"] for author in authors))
        credit = credit_line(lines)
        assert credit is not None
        assert [(author.name, author.role) for author in credit.authors] == [(a["name"], a["role"]) for a in authors]


@needs_shared
def test_no_sentence_of_a_real_article_is_a_credit() -> None:
    """Whatever ends like a sentence is one: of forty thousand, none may be taken for a byline."""
    with lzma.open(SHARED / "articles" / "pd199801.jsonl.xz", "rt", encoding="utf-8") as lines:
        bodies = [json.loads(line)["body"] for line in lines]
    march = (SHARED / "articles" / "zsrb-2026-03.jsonl").read_text("utf-8").splitlines()
    bodies += [json.loads(line)["body"] for line in march]
    sentences = {part for body in bodies for part in re.findall("[^\n。！？]+[。！？]", body)}
    assert len(sentences) > 30_000
    assert [part for part in sentences if credit_line(part) and "摄）" not in part and "新华社" not in part] == []


@pytest.mark.parametrize(
    ("text", "dateline"),
    [
        ("本报鹭岬讯 渔船回港。", "本报鹭岬讯"),
        ("本报云东讯（记者 王萌）渔船回港。", "本报云东讯"),
        ("本报时政快讯 渔船回港。", ""),
        ("本报通讯员从码头获悉，渔船回港。", ""),
        ("本报第二季度通讯录出版。", ""),
        ("本报鹭岬讯息栏昨天开张。", ""),
    ],
)
def test_a_place_between_the_paper_and_its_news_is_a_dateline(text: str, dateline: str) -> None:
    assert lead(text).dateline == dateline


def test_the_unit_of_a_guest_stands_before_his_name() -> None:
    found = tail("请提前问医生。（作者：市第三医院营养科 王小谷）")
    assert (signed(Credit(found.authors)), found.rest) == ("王小谷/作者", "请提前问医生。")
    assert signed(Credit(tail("请问医生。（作者：市第三医院营养科王小谷）").authors)) == "王小谷/作者"
    assert tail("请问医生。（作者单位：市第三医院营养科）").authors == ()


def test_three_hanzi_with_a_rare_surname_sign_where_nothing_else_is_read() -> None:
    assert signed(Credit(tail("风停了。（乐小舟）").authors)) == "乐小舟/作者"
    assert tail("风停了。（平安夜）").authors == tail("风停了。（东海岸）").authors == ()
