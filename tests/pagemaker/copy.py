"""What is there to be printed?

*Copy* is an article before it is set: the corpus's articles, without what their page made of them (where they jump to,
whose sidebar they are), and adverts invented here. Copy may be cut at a paragraph's end to fit its place, as desks do.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from tests.typeset_story import signatures

CORPUS = Path(__file__).parents[2] / "corpus"
Gold = dict[str, Any]

KEYS = ("kind", "column", "kicker", "headline", "subtitle", "subheads", "authors", "signed", "source", "dateline")
LABELS = (
    "关注民生", "今日视点", "海岛新观察", "基层一线", "开局之年看澜湾", "身边的变化", "文明新风尚", "项目攻坚进行时",
    "潮声", "深度", "记者走基层", "蓝色经济·观察", "我为群众办实事", "聚焦两会",
)  # fmt: skip
BRIEF_LABELS = ("简讯", "要闻速览", "一线速递", "短波", "资讯", "岛城快讯", "天下短讯")

_ADVERTS = (
    ("观澜府·三期", "临海而居 低密洋房", "建筑面积约89至143平方米", "营销中心：汐州区望潮路66号", "电话：0500-5556688"),
    ("澜湾市第二人民医院", "体检中心全新升级", "无痛胃肠镜预约开放 当天出报告", "预约热线：0500-5551200"),
    ("海岛驾校", "春季班招生 随到随学", "报名送科目一题库与接驳车", "咨询：0500-5557711"),
    ("大屿海鲜城", "开渔第一网 尝鲜正当时", "家宴 商务宴 婚宴 每桌立减200元", "订座：0500-5552233"),
    ("潮汐书店", "全场图书八折", "周末亲子共读 每周六14时30分", "地址：桑园里社区12号"),
    ("东澜重工", "诚聘焊工、电工、管系工", "月薪9000元起 包食宿 缴五险一金", "报名电话：0500-5559090"),
    ("澜湾农商银行", "小微快贷 一次授信随借随还", "年利率低至3.2%", "客服：96500"),
    ("远舶旅行社", "青螺列岛两日游", "每人368元 含船票与民宿", "出发日期：每周五、周六", "报名：0500-5553311"),
    ("金帆眼镜", "学生配镜节", "凭学生证镜片五折", "三店通用"),
    ("家和装饰", "旧房翻新 45天完工", "免费量房 免费设计 先装修后付款", "热线：0500-5554848"),
    ("桥南家电", "以旧换新最高补贴2000元", "冰箱 洗衣机 空调 电视", "活动时间：5月1日至5月31日"),
    ("汐州老年大学", "秋季招生", "书法 国画 声乐 智能手机 太极拳", "报名时间：8月25日起", "地址：海棠路9号"),
)  # fmt: skip


@dataclass(frozen=True)
class Copy:
    """One article to be set.

    Attributes:
        gold: its keys, without those of a place on a page.
        paragraphs: its text.
        inside: brackets that stand behind the dateline or the last word.
        rows, credits: byline rows above the text; credits below a caption.
        fragment: it begins in mid-sentence, having come from another page.
    """

    gold: Mapping[str, Any]
    paragraphs: tuple[str, ...]
    inside: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()
    credits: tuple[str, ...] = ()
    fragment: bool = False

    @property
    def length(self) -> int:
        """Characters of text."""
        return sum(map(len, self.paragraphs))

    def article(self, body: str, **changes: Any) -> Gold:
        """The gold reading of what was printed of it."""
        printed = {"".join(paragraph.split()) for paragraph in body.split("\n")}
        subheads = [s for s in self.gold["subheads"] if "".join(s.split()) in printed]
        return {**self.gold, "subheads": subheads, "jump_to": None, "jump_from": None, "body": body, **changes}


@cache
def pages() -> tuple[Gold, ...]:
    """The gold readings of the corpus: a page's furniture is drawn from one of them."""
    return tuple(json.loads(path.read_text("utf-8")) for path in sorted(CORPUS.glob("*.gold.json")))


@cache
def stock() -> tuple[Copy, ...]:
    """All copy there is."""
    found = []
    for page in pages():
        for article in page["articles"]:
            paragraphs = tuple(paragraph for paragraph in article["body"].split("\n") if paragraph.strip())
            if not paragraphs or (not article["headline"] and article["kind"] != "photo") or _verse(paragraphs):
                continue
            inside, rows, credits = signatures(article)
            gold = {key: article.get(key) for key in KEYS}
            found.append(Copy(gold, paragraphs, tuple(inside), tuple(rows), tuple(credits), bool(article["jump_from"])))
    for title, *rest in _ADVERTS:
        gold = {**dict.fromkeys(KEYS), "kind": "advert", "headline": title, "subheads": [], "authors": []}
        found.append(Copy(gold, tuple(rest)))
    return tuple(found)


def _verse(paragraphs: tuple[str, ...]) -> bool:
    return len(paragraphs) > 4 and all(len(paragraph) < 20 for paragraph in paragraphs)


class Pool:
    """The copy for one page: each piece is given out once."""

    def __init__(self, rng: Random) -> None:
        self._left = list(stock())
        rng.shuffle(self._left)

    def offers(self, *kinds: str, least: int = 0, most: int = 10**6, fragment: bool = False) -> Iterator[Copy]:
        """The copy of these kinds that is left, of a length, in the pool's order."""
        for copy in list(self._left):
            fits = copy.gold["kind"] in kinds and least <= copy.length <= most and copy.fragment == fragment
            if fits:
                yield copy

    def take(self, *taken: Copy) -> None:
        """Marks copy as used."""
        self._left = [copy for copy in self._left if not any(copy is one for one in taken)]
