"""Where was it sent from, and whose is it: 本报讯, 据新华社北京1月24日电, （据《人民日报》）?

A *dateline* opens a report: the medium, the place, the day, and 讯 (it came by post, once) or 电 (by wire). A *source*
is the phrase that credits somebody else's report or picture: 新华社发, 来源：新华社. Both are closed forms, so each is
read by one pattern; what follows decides whether it was one after all (据新华社电，… is a sentence).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from search.text import fold

from .names import HAN

AGENCY = (
    "新华社|新华网|新华每日电讯|中新社|中新网|中国新闻社|中国新闻网|人民日报|人民网|光明日报|经济日报|中国青年报|科技日报|解放军报|"
    "工人日报|农民日报|法治日报|法制日报|中国日报|环球时报|参考消息|中央广播电视总台|中央人民广播电台|中国国际广播电台|"
    "中央电视台|央视新闻|央视网|央视|美联社|路透社|法新社|塔斯社|共同社"
)
"""Agencies and national media, as a pattern: a local paper that names one of them has the text from there."""


@dataclass(frozen=True, slots=True)
class Dateline:
    """A dateline: its `text` without white space, the `source` that it names or '', the offset of its `end`."""

    text: str
    source: str
    end: int


_DIGIT = "[0-9〇○零一二三四五六七八九十]"
_DAY = (
    rf"(?:{_DIGIT}{{2,4}}年)?{_DIGIT}{{1,3}}月{_DIGIT}{{1,3}}日"
    rf"(?:(?:凌晨|早晨|上午|中午|下午|晚上|晚)?{_DIGIT}{{1,3}}[时点](?:{_DIGIT}{{1,3}}分)?)?"
)
_DATED = rf"(?:[{HAN}·/、]{{1,16}}?(?:\([{HAN}]{{1,8}}\))?)?{_DAY}"
# Where there is no day, only a short place is believed, and no verb (新华社昨天播发电文).
_PLACE = rf"(?:(?![发播报记昨今的用来])[{HAN}·/]){{0,6}}?"
_PAPER = (
    rf"(?!近|昨|今|日前)(?:(?![的了在是从将与和据]|本[报刊网台社])[{HAN}]){{1,10}}?"
    "(?:报|网|在线|新闻|台|社|客户端|传媒|融媒体?)"
)
_NO_NEWS = "(?<![通资快简短喜音问审电传图文书会科捷速])"
"""What makes 讯 part of a word: 本报通讯, 本报时政快讯."""
_ANY = rf"(?:本报|{AGENCY}|{_PAPER})"
_DATELINE = re.compile(
    "|".join(
        (
            rf"据?(?:{AGENCY})(?!记者|通讯员)(?:{_DATED}|(?P<undated>{_PLACE}))(?:专电|专讯|电|讯)",
            rf"本[报刊网台社](?:{_DATED}(?:专电|专讯|综合讯|综合消息|讯|电)|(?:综合|专)?讯|(?P<house>{_PLACE}(?:专|综合)?)电)",
            rf"本[报刊网台社](?:(?![发播报记昨今的用来])[{HAN}]){{2,6}}?(?P<local>{_NO_NEWS}讯)",  # 本报鹭岬讯
            rf"(?:综合|据){_ANY}(?:(?:[和、及与]|以及){_ANY})+(?:综合)?(?:报道|消息|电|讯)",
            rf"综合(?:{AGENCY})(?:报道|消息|电|讯)",
            rf"据《(?P<quoted>[^《》]{{2,12}})》(?:{_DAY})?(?:电|讯|(?P<told>报道|消息))",
            rf"社[{HAN}·/]{{2,10}}?{_DAY}电",  # 新华 was lost at the edge of a box
            rf"{_PAPER}(?:{_DATED}[讯电]|(?P<paper>讯))",
        )
    )
)
_REPORTER = re.compile(rf"(?:本报|{AGENCY})?(?:特约)?(?:记者|通讯员)")
_GOES_ON = re.compile("[,、的等]")
_ELECTRIC = re.compile("[影视话力脑子台网站报动商器池厂缆梯车价费量源气压线信路流机灯能波磁荷解竞单]")
_NEWS = re.compile("[息号飞问员录]")
_MEDIA = rf"(?P<agency>{AGENCY})(?:(?:[、和/]|以及)[{HAN}]{{2,10}})*"
_SOURCE = re.compile(
    rf"(?:据|摘自|转自|原载|选自|来源:|综合)?《?{_MEDIA}》?(?:客户端|微信公众号)?(?:{_DAY})?"
    rf"(?:发|稿|供稿|供图|专电|电|讯|报道|消息)?(?:[{HAN}]{{2,6}}(?:照片|图片))?"
    r"|(?:文章|稿件|新闻|本文)?(?:来源|出处):《?(?P<from>[^《》,。:]{2,20})》?"
    r"|(?:据|摘自|转自|转载自|原载|选自)《(?P<title>[^《》]{2,20})》(?:报道|消息)?"
)
_SENT = re.compile(rf"(?:{AGENCY})\s*(?:发|稿|供图|供稿)$|(?:文章|稿件)?来源\s*:\s*《?[^《》\s,。:]{{2,20}}》?$")


def read_dateline(text: str, *, whole: bool = False) -> Dateline | None:
    """The dateline with which the text begins, or, with `whole`, that it is; None if there is none."""
    offsets = [at for at, char in enumerate(text[:120]) if not char.isspace()]
    tight = "".join(text[at] for at in offsets)
    found = _DATELINE.match(fold(tight))
    if not found:
        return None
    end = offsets[found.end() - 1] + 1
    after = fold(text[end : end + 1])
    if (whole and text[end:].strip()) or _GOES_ON.match(after):
        return None
    undated = found["undated"] is not None or found["house"] is not None
    if undated and found[0].endswith("电") and _ELECTRIC.match(after):
        return None
    if found["house"] and re.match(f"[{HAN}]", after) and not _REPORTER.match(fold(text[end:])):
        return None
    if ((found["paper"] or found["local"]) and _NEWS.match(after)) or (found["told"] and not after.isspace()):
        return None
    agency = re.search(AGENCY, found[0])
    source = tight[slice(*found.span("quoted"))] if found["quoted"] else agency[0] if agency else ""
    return Dateline(tight[: found.end()], source, end)


def read_source(text: str) -> str:
    """The source that a text names and nothing else (新华社发, 据《人民日报》, 来源：人民网), or ''."""
    tight = "".join(text.split())
    found = _SOURCE.fullmatch(fold(tight))
    if not found:
        return ""
    group = next(name for name in ("agency", "from", "title") if found[name])
    return tight[slice(*found.span(group))]


def source_at_end(text: str) -> tuple[str, int] | None:
    """The source without brackets at the end of a text (…。新华社发), and where it begins."""
    found = _SENT.search(fold(text))
    if not found:
        return None
    return read_source(text[found.start() :]), found.start()
