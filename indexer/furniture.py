"""Is this line of a page the paper speaking of itself?

*Furniture* is what a newspaper prints on every page whatever the news: its name, the date, the page's number and name,
the serial numbers, hot lines, the editors of the page, the imprint. A line is furniture only if it is made of such
*items* from one end to the other; one word more and it may be a sentence.

Even so a lone `04`, a phone number or a date may belong to a story. `Line.strength` says how far a line can be trusted:

    3    stands for itself wherever it is:  国内统一连续出版物号:CN 99-0061 | 责编：某某 | 本报地址：… 邮政编码：…
    2    near the edge of a page:           2027年3月14日 星期日 | 总第11760期 今日4版 | 中共某市委机关报
    1    only among other furniture:        04 | 13500000000 | 党报热线 | 某某客户端 | 国内国际
    0    is no furniture

What a page makes of its lines is in `masthead`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from unicodedata import normalize

from .filename import page_number
from .issue_date import DATE, WEEKDAY, date_in
from .staff import Editor, staff_in

_HAN = r"[\u3400-\u9fff]"
_ORDINAL = r"[一二三四五六七八九十]{1,3}"
_TERMS = (
    "立春|雨水|惊蛰|春分|清明|谷雨|立夏|小满|芒种|夏至|小暑|大暑|"
    "立秋|处暑|白露|秋分|寒露|霜降|立冬|小雪|大雪|冬至|小寒|大寒"
)
_LUNAR = (
    r"(?:农历|夏历|阴历)?(?:[甲乙丙丁戊己庚辛壬癸][子丑寅卯辰巳午未申酉戌亥][鼠牛虎兔龙蛇马羊猴鸡狗猪]?年)?"
    r"闰?(?:[正二三四五六七八九冬腊]|十[一二]?)月[大小]?"
    r"(?:初[一二三四五六七八九十]|[二廿]?十?[一二三四五六七八九]|[一二三]?十|卅)"
)
_SOME_DAY = r"(?:18|19|20)\d\d年(?:\d{1,2}月(?:\d{1,2}日)?)?"
_SERVICES = "新闻|服务|便民|订报|发行|广告|报料|爆料|读者|投稿|民生|维权|举报|投诉|咨询|24小时"
_SITE = r"(?:https?://)?[A-Za-z0-9.-]+\.[a-z]{2,}(?:/[\w./-]*)?"
_MAIL = r"[\w.-]+@[\w-]+(?:\.[\w-]+)+"
_SKY = "今天|今日|今晚|今夜|明天|明日|夜里|白天|天气|气温|最高|最低|温度|湿度|多云|晴|阴|局部|小雨|中雨|阵雨|雷|雨|雪"
_WIND = "[东南西北偏]+风|风力|微风|风|浪高|逐渐|渐增|渐|增|有|到|至|转|间|级|米|°C"
# Items that may stand side by side in one line, in order of trial: the longer ones before those they contain.
_INLINE = {
    "founded": rf"{_SOME_DAY}创刊|创刊于{_SOME_DAY}",
    "date": DATE,
    "weekday": WEEKDAY,
    "lunar": rf"{_LUNAR}|(?:今日|今天|明日)(?:{_TERMS})|(?:{_TERMS})(?!{_HAN})",
    "cn": r"(?:国内统一)?(?:连续出版物号|报?刊号)?:?CN(?P<serial>\d\d-?\d{4})(?:/[A-Z]+)?"
    r"|国内统一(?:连续出版物号|刊号)",
    "post": r"(?:国内|国外|国际)?(?:邮发)?代号:?(?:\d+-\d+|[A-Z]\d+)|邮发代号",
    "total": r"\(?总第?\d+[期号]\)?",
    "issue": r"第\d{3,6}[期号]",
    "sheets": rf"(?:今日|今天|本期|今)共?(?:\d{{1,3}}|{_ORDINAL})大?版|共\d{{1,3}}版",
    "phone": r"(?:1\d{10}|[48]00-?\d{3}-?\d{4}|(?:\(?0\d{2,3}\)?-?)?\d{7,8})(?!\d)",
    "hotline": rf"(?:本报|党报|晚报|日报)?(?:{_SERVICES})*(?:热线|电话)",
    "letters": rf"(?:投稿|来稿)(?:邮箱|信箱):?{_MAIL}",
    "web": rf"(?:网址|官网|(?:投稿|电子)?(?:邮箱|信箱)):?(?:{_MAIL}|{_SITE})|{_MAIL}|(?:https?://|www\.){_SITE}",
    "folio": rf"第?(?P<sheet>[A-Z]?\d{{1,2}}|{_ORDINAL})版|(?P<padded>[A-Z]\d{{1,2}}|0\d)(?!\d)",
}
# Items that fill a line, or what the others leave of it.
_ALONE = {
    "organ": rf"中共{_HAN}{{2,12}}委(?:员会)?(?:主管|主办|机关报)+",
    "publisher": rf"{_HAN}{{2,14}}(?:日报社|报社|集团|中心|宣传部)(?:主管|主办|出版)+"
    rf"|{_HAN}{{2,10}}(?:日报社|报业集团|传媒集团|传媒中心|融媒体中心)",
    "client": rf"{_HAN}{{1,7}}(?:客户端|公众号|视频号|抖音号|小程序)",
    "channel": rf"{_HAN}{{2,4}}发布",
    "latin": r"[A-Z][A-Z&'.]{3,40}",
    "other_paper": rf"{_HAN}{{2,4}}(?:日报|晚报|晨报|早报|商报|都市报|快报|时报)",
    "weather": rf"(?=.*(?:多云|晴|阴|°C))(?:{_SKY}|{_WIND}|\d|[-~～—、,:])+",
}
_INLINE_ITEM = re.compile("|".join(f"(?P<{name}>{body})" for name, body in _INLINE.items()))
_ALONE_ITEM = re.compile("|".join(f"(?P<{name}>{body})" for name, body in _ALONE.items()))
_BETWEEN = "·|/,、;:()[]-—–_~.●■◆★※○" + "\ufeff"
_SENTENCE = re.compile(r"[。!?“”‘’《》]|^[,、;)]|[,、;]$")  # What only words in sentences have beside them.
_LONGEST_NAME = 8
_LONGEST = 300  # An imprint; anything longer is a paragraph.
_NUMBERED_NAME = re.compile(rf"(\d{{1,2}})?({_HAN}{{2,8}})?(\d{{1,2}})?")
_DOT = re.compile(rf"(?<={_HAN})[·•・](?={_HAN})")
_LONE_FOLIO = re.compile(r"[-—–·.]*([A-Z]?\d{1,2})[-—–·.]*")
_FRAGMENT = re.compile(r"(?:19|20)\d\d年(?:\d{1,2}月)?|\d{1,2}月(?:\d{1,2}日)?|\d{1,2}日")
_JUMP = re.compile(r"[转接见至载]|刊[于登]")
_IMPRINT_START = re.compile(r"(?:本报|本社|报社|社)(?:社|地|通讯地)?址:")
_IMPRINT_LABEL = re.compile(r"(?:邮政编码|邮编|发行|广告)(?=[:(])")
_IMPRINT_OWN = re.compile(r"(?:订报|定价|零售价?|每份|广告发布登记证?|广告经营许可证?|法律顾问|印刷)(?=[^,。]{0,10}?:)")


@dataclass(frozen=True, slots=True)
class Known:
    """What the profiles know of papers.

    Attributes:
        papers: names and other titles, bare and in small letters → slug.
        serials: 国内统一连续出版物号 without CN → slug.
        page_names: words that page names are made of.
    """

    papers: Mapping[str, str]
    serials: Mapping[str, str]
    page_names: frozenset[str]


@dataclass(frozen=True, slots=True)
class Line:
    """What one line says, if it is furniture.

    Attributes:
        strength: 0 to 3, see above.
        kinds: names of the items in it.
        date: the date in it, `YYYY-MM-DD`; "" where there is none or the calendar has none.
        weekday: 星期日, where it has one.
        folio: the page's number, `04`.
        page_name: the page's name.
        paper: the slug of the paper it names.
        editors: who made the page.
        fragment: a piece of a date (`2026年1月`), as it stands.
    """

    strength: int = 0
    kinds: frozenset[str] = frozenset()
    date: str = ""
    weekday: str = ""
    folio: str = ""
    page_name: str = ""
    paper: str = ""
    editors: tuple[Editor, ...] = ()
    fragment: str = ""


def bare(text: str) -> str:
    """The text without white space, full-width letters and digits made plain."""
    return "".join(normalize("NFKC", text).split())


def is_page_name(text: str, known: Known) -> bool:
    """Whether a bare text is put together from words of page names: 国内国际, 民生新闻, 教育·健康."""
    text = _DOT.sub("", text)
    if not text or len(text) > _LONGEST_NAME:
        return False
    reached = {0}
    for begin in range(len(text)):
        if begin in reached:
            reached |= {begin + len(word) for word in known.page_names if text.startswith(word, begin)}
    return len(text) in reached


def read_line(text: str, known: Known) -> Line:
    """What a line is and says."""
    plain = bare(text)
    if not plain or len(plain) > _LONGEST:
        return Line()
    if ":" in plain and (strength := _imprint(plain)):
        return Line(strength, frozenset({"imprint"}))
    if _SENTENCE.search(plain):
        return Line()
    if slug := known.papers.get(plain.lower()):
        return Line(2 if plain.isascii() else 1, frozenset({"paper"}), paper=slug)
    if is_page_name(plain, known):
        return Line(1, frozenset({"name"}), page_name=plain)
    if match := _LONE_FOLIO.fullmatch(plain):
        folio = page_number(match[1])
        # An unpadded number is more often a number than a folio.
        kind = "folio" if match[1][0] not in "123456789" else "number"
        return Line(1, frozenset({kind}), folio=folio) if folio else Line()
    if _FRAGMENT.fullmatch(plain):
        return Line(0, frozenset({"fragment"}), fragment=plain)
    before, editors, strength = staff_in(text)
    if editors and not before.strip():
        return Line(strength, frozenset({"staff"}), editors=editors)
    line = _composed(before if editors else text, known)
    if not editors or not line.strength:
        return line
    return replace(line, strength=max(line.strength, strength), kinds=line.kinds | {"staff"}, editors=editors)


def _imprint(plain: str) -> int:
    """The strength of a line of the imprint: address, price, printer … An advertiser's address has no such company."""
    own, labels = len(_IMPRINT_OWN.findall(plain)), len(_IMPRINT_LABEL.findall(plain))
    starts = bool(_IMPRINT_START.match(plain))
    if own + labels >= 2 and (starts or own >= 2):
        return 3
    return int(starts or (own > 0 and bool(_IMPRINT_OWN.match(plain) or _IMPRINT_LABEL.match(plain))))


def _composed(line: str, known: Known) -> Line:
    """A line of items side by side, and at most one page name beside a folio or a date."""
    plain = bare(line)
    found: dict[str, str] = {}
    pieces: list[str] = []
    end = 0
    for item in _INLINE_ITEM.finditer(plain):
        kind = next(name for name in _INLINE if item[name] is not None)
        text = item["sheet"] or item["padded"] or item["serial"] or item[0]
        if found.setdefault(kind, text) != text and kind in ("date", "weekday", "folio"):
            return Line()  # Two dates or two pages: a table of contents, not a folio.
        pieces.append(plain[end : item.start()])
        end = item.end()
    kinds = set(found)
    rest: list[str] = []
    for piece in (piece.strip(_BETWEEN) for piece in (*pieces, plain[end:])):
        if slug := known.papers.get(piece.lower()):
            found["paper"] = slug
            kinds.add("paper")
        elif match := _ALONE_ITEM.fullmatch(piece):
            kinds.add(str(match.lastgroup))
        elif piece:
            rest.append(piece)
    name = ""
    if rest:
        numbered = _NUMBERED_NAME.fullmatch(rest[0])
        if len(rest) > 1 or not numbered or not kinds & {"date", "folio", "issue", "total"}:
            return Line()
        name, number = numbered[2] or "", numbered[1] or numbered[3]
        # Only a date with its weekday tells 要闻 4 and 望潮 from the words of a story or a teaser.
        if not {"date", "weekday"} <= kinds and (number or not is_page_name(name, known)):
            return Line()
        if not is_page_name(name, known) and not (len(name) < 6 and _is_apart(rest[0], line)):
            return Line()
        if _JUMP.search(name) or (number and found.setdefault("folio", number) != number):
            return Line()
        kinds |= {"name"} if name else set()
        kinds |= {"folio"} if number else set()
    serial = found.get("cn", "").replace("-", "")
    return Line(
        _strength(kinds),
        frozenset(kinds),
        date=date_in(found.get("date", "")),
        weekday=found.get("weekday", ""),
        folio=page_number(found.get("folio", "")),
        # 文化副刊 第412期 is the supplement's name, which need not be the page's.
        page_name=name if kinds & {"date", "folio"} else "",
        paper=found.get("paper", "") or known.serials.get(f"{serial[:2]}-{serial[2:]}", ""),
    )


def _is_apart(piece: str, line: str) -> bool:
    """Whether white space parts a piece of a bare line from the rest of it: 星期日 望潮, not 星期日起停."""
    words = normalize("NFKC", line).split()
    ends = [0]
    for word in words:
        ends.append(ends[-1] + len(word))
    begin = "".join(words).find(piece)
    return begin in ends and begin + len(piece) in ends


def _strength(kinds: set[str]) -> int:
    if "cn" in kinds:
        return 3
    if "date" in kinds and kinds & {"weekday", "folio", "paper", "issue", "total", "lunar"}:
        return 2
    if kinds & {"organ", "total"} or {"issue", "sheets"} <= kinds:
        return 2
    return 1 if kinds else 0
