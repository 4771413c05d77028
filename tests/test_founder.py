"""Are garbled Founder codes undone where the context proves them, and is every real word left alone?"""

from __future__ import annotations

import json
import lzma
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.repair.founder import (
    DIGITS,
    LETTERS,
    SYMBOLS,
    decode748,
    garbled,
    repair_line_start,
    repair_running,
)

from .garbling import garble, narrow

SHARED = Path(__file__).parents[2] / "shared"
needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason="no directory `shared` beside the checkout")

ARTICLE = """澜湾市第三人民医院2026年5月17日迁入新址，新院区占地3.6万平方米，设床位1200张。
院长沈知远说：“搬家那天，全院560名医务人员一起动手，早上6时30分开始，下午4时结束！”
据介绍，新院区引进MRI、CT等设备48台（套），门诊量比去年同期增长12.5%；市委副书记、市长顾海宁希望医院“把病人放在心上”。
附近的远洋社区、田野幼儿园、源头小学也通了公交：31路、58路。为什么是这里？《澜湾日报》曾作报道——选址用了三年……"""


# --- the rule ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("char", "symbol"),
    [("员", "１"), ("豫", "％"), ("阴", "□"), ("郁", "Ⅳ"), ("袁", "，"), ("荩", "▶"), ("犃", "A"), ("\ue010", ".")],
)
def test_the_rule_says_what_a_code_stands_for(char: str, symbol: str) -> None:
    assert decode748(char) == symbol


@pytest.mark.parametrize("char", ["a", "，", "阿", "😀", "\ue7ff", "龘", "\ud800"])
def test_the_rule_says_nothing_of_what_is_no_image(char: str) -> None:
    assert decode748(char) is None


@given(st.integers(1, 9), st.integers(1, 94))
def test_the_rule_inverts_the_shift_for_all_of_gb2312(row: int, cell: int) -> None:
    code = bytes((0xA0 + row, 0xA0 + cell))
    try:
        symbol, hanzi = code.decode("gb2312"), bytes((code[0] + 0x31, code[1])).decode("gbk")
    except UnicodeDecodeError:
        return
    assert decode748(hanzi) == code.decode("gbk")
    assert narrow(symbol).isspace() == narrow(decode748(hanzi) or "").isspace()


def in_gb2312(code: str) -> bool:
    try:
        return bool(bytes.fromhex(code).decode("gb2312"))
    except UnicodeDecodeError:
        return False


@needs_shared
def test_the_rule_agrees_with_the_table_of_observed_garbling() -> None:
    wrong, missing, right = [], [], 0
    for line in (SHARED / "reference" / "founder_garble.tsv").read_text("utf-8").rstrip("\n").split("\n")[1:]:
        hanzi, intended, _tier, rule, _gbk, code, *_ = line.split("\t")
        intended = '"' if intended == '""""' else intended
        if len(intended) != 1:
            continue
        symbol = decode748(hanzi)
        if symbol is None:
            missing += [line] if rule == "R2" or (rule == "R1" and in_gb2312(code)) else []
        elif narrow(symbol) != narrow(intended):
            wrong.append(line)
        else:
            right += 1
    assert (wrong, missing) == ([], [])
    assert right > 700


# --- line by line -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "repaired"),
    [
        ("阴记者 沈知远", "□记者 沈知远"),
        ("阴 记者 沈知远", "□ 记者 沈知远"),
        ("阴记者 沈知远 通讯员 阴月明", "□记者 沈知远 通讯员 阴月明"),
        ("姻本报记者沈知远", "■本报记者沈知远"),
        ("因本报记者 沈知远", "◎本报记者 沈知远"),
        ("阴本报记者 沈知远　　阴本报见习记者 何湾", "□本报记者 沈知远　　□本报见习记者 何湾"),
        ("（阴记者 沈知远 通讯员 何湾）", "（□记者 沈知远 通讯员 何湾）"),
        ("阴文/图 记者 沈知远", "□文/图 记者 沈知远"),
        ("下转第4版荩", "下转第4版▶"),
        ("也通了公交。 下紧转第12版 荩", "也通了公交。 下紧转第12版 ▶"),
        ("（下转第三版茛）", "（下转第三版▼）"),
        ("荨上接第1版", "◀上接第1版"),
        (">>>详见第8版荩", ">>>详见第8版▶"),
    ],
)
def test_marks_of_bylines_and_jumps_are_repaired(line: str, repaired: str) -> None:
    assert repair_line_start(line) == repaired


@pytest.mark.parametrize(
    "line",
    [
        "通讯员 阴月明",
        "记者 阴月明 通讯员 荫小川",
        "阴雨天气里，记者 沈知远来到码头",
        "因本报记者人手不足，",
        "因记者 多次追问，对方",
        "音乐记者",
        "阴记者说，他来过这里。",
        "荨麻疹患者见第4版",
        "本报第4版引",
        "全版引",
    ],
)
def test_words_at_a_line_s_start_or_end_stay(line: str) -> None:
    assert repair_line_start(line) == line


# --- running text -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "repaired"),
    [
        ("防汛应急响应提升为郁级。", "防汛应急响应提升为Ⅳ级。"),
        ("启动玉级响应", "启动Ⅰ级响应"),
        ("先后启动域级、芋级应急响应", "先后启动Ⅱ级、Ⅲ级应急响应"),
        ("断面水质达到芋类。", "断面水质达到Ⅲ类。"),
        ("药物进入芋期临床试验", "药物进入Ⅲ期临床试验"),
        ("完成率92豫以上", "完成率92%以上"),
        ("均价3援5元", "均价3.5元"),
        ("计划圆园圆苑年建成", "计划２０２７年建成"),
        ("缘月圆源日开工，增长怨援远豫", "５月２４日开工，增长９．６％"),
        ("他说野我们来晚了冶就走", "他说“我们来晚了”就走"),
        ("读叶海上的灯曳有感", "读《海上的灯》有感"),
        ("引进犆犜设备牪牥台", "引进CT设备20台"),
        ("医院里添了悦栽设备，也能做阅晕粤检测", "医院里添了ＣＴ设备，也能做ＤＮＡ检测"),
        ("上半年郧阅孕增长", "上半年ＧＤＰ增长"),
        (
            "（粤、月、悦）\n沪市粤股普涨，灾悦阅也降价了",
            "（Ａ、Ｂ、Ｃ）\n沪市Ａ股普涨，ＶＣＤ也降价了",
        ),
        (
            "3月员缘日，共有员园余人；猿日又来了苑人，2月怨日走了远名",
            "3月15日，共有10余人；3日又来了7人，2月9日走了6名",
        ),
        ("增长\ue010", "增长."),
    ],
)
def test_garbling_that_its_context_proves_is_repaired(text: str, repaired: str) -> None:
    assert repair_running(text) == repaired


@pytest.mark.parametrize(
    "text",
    [
        "区域级医疗中心、海域级监测站、全域级试点",
        "和田玉级别不同，待遇级别也不同，抑郁级别要评估",
        "远月园区的人员源源不断，缘分圆满，心愿得偿，再在云上运",
        "田野里叶子落了，冶金厂在郊野，野外训练陶冶情操",
        "2026豫剧节，本届3豫剧团参演",
        "叶飞、袁鹰、尧舜，遥远的医院里",
        "运动员们在运河边，委员愿意支援园区建设",
        "书店里犇犇和牤牛的故事",
        "游泳运动员何悦悦在比赛中获得金牌，何悦悦在家乡受到欢迎",
        "（记者郑园园）\n孟园园和熊猫圆圆，多源多点，源源不断，返园时间",
        "粤韵飞扬音乐会，粤韵又起；专运线运粮；今日运回；已播栽96.5%；每月超过",
        "牽牛、犧牲與狀態，犢子與犛牛",
        "因为阴天，要一起去，早在元月又再造一次",
    ],
)
def test_everyday_words_stay(text: str) -> None:
    assert repair_running(text) == text
    assert garbled(text) == frozenset()


def test_an_article_garbled_throughout_is_read_again_word_for_word() -> None:
    text = garble(ARTICLE)
    assert "，" not in text
    assert "员圆园园张" in text
    assert garbled(text) == {DIGITS, LETTERS, SYMBOLS}
    assert narrow(repair_running(text)) == narrow(ARTICLE)


def test_an_article_of_which_only_the_figures_are_garbled_keeps_its_words() -> None:
    text = garble(ARTICLE, frozenset((DIGITS,)))
    assert garbled(text) == {DIGITS}
    assert narrow(repair_running(text)) == narrow(ARTICLE)


def test_an_article_of_which_only_the_punctuation_is_garbled_keeps_its_figures() -> None:
    text = garble(ARTICLE, frozenset((SYMBOLS,)))
    assert garbled(text) == {SYMBOLS}
    assert narrow(repair_running(text)) == narrow(ARTICLE)
    assert "2026年5月17日" in repair_running(text)


def test_a_paragraph_garbled_throughout_stands_among_others() -> None:
    first, second, third = ARTICLE.split("\n")[:3]
    text = "\n".join((first, garble(second), third))
    assert garbled(text) == frozenset()
    assert narrow(repair_running(text)) == narrow("\n".join((first, second, third)))


def test_a_clean_article_shows_no_garbling() -> None:
    assert garbled(ARTICLE) == frozenset()
    assert repair_running(ARTICLE) == ARTICLE


def test_a_headline_is_repaired_by_what_its_article_says() -> None:
    headline = "野远洋号冶首航渊图冤"
    assert repair_running(headline, garbled(garble(ARTICLE))) == "“远洋号”首航（图）"


def test_figures_take_the_width_that_the_text_has() -> None:
    assert repair_running("圆园圆远年，12人") == "2026年，12人"
    assert repair_running("圆园圆远年，１２人") == "２０２６年，１２人"
    assert repair_running("圆园圆远年，十二人") == "２０２６年，十二人"


CHARS = st.sampled_from(
    "袁遥尧野冶院曰渊冤叶曳员园圆远年月日豫援要一医他说的粤月悦犃牨\ue010\ue7ff 　\n，。0１A（阴荩版转第记者"
)


@given(st.text(CHARS, max_size=60))
def test_one_character_becomes_one_character(text: str) -> None:
    for repaired in (repair_running(text), repair_line_start(text), repair_running(text, frozenset((SYMBOLS, DIGITS)))):
        assert len(repaired) == len(text)
        changed = [(old, new) for old, new in zip(text, repaired, strict=True) if old != new]
        assert all(narrow(new) == narrow(decode748(old) or "") for old, new in changed)


# --- real articles ----------------------------------------------------------------------------------------------------


def articles(name: str) -> Iterator[str]:
    """Headline and body of the articles of a shared file."""
    path = SHARED / "articles" / name
    with lzma.open(path, "rt", encoding="utf-8") if path.suffix == ".xz" else path.open(encoding="utf-8") as lines:
        for line in lines:
            article = json.loads(line)
            yield f"{article.get('headline') or ''}\n{article.get('body') or ''}"


@needs_shared
@pytest.mark.parametrize("name", ["pd199801.jsonl.xz", "zsrb-2026-03.jsonl", "xwlb.jsonl.xz"])
def test_not_one_character_of_clean_articles_changes(name: str) -> None:
    changed = []
    for text in islice(articles(name), 3200):
        changed += [text] if repair_running(text) != text else []
        changed += [line for line in text.split("\n") if repair_line_start(line) != line]
    assert changed == []
