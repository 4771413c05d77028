"""Who made this, when the text is a credit: □本报记者王萌本报通讯员李航, （文/王萌 图/李航）?

A *credit* is made of four things in any order: *labels* (记者, 本报首席记者, 市融媒体中心记者: who somebody is),
*forms* (文, 图, 摄影, 文/图, 摄: what somebody did), names, and separators. A label belongs to the names after it. So
does a form (文/王萌 图/李航; 摄影 通讯员 王萌), except in a credit that *ends* with one: there every form belongs to
the names before it (记者 王萌 文 通讯员 李航 摄).

`read_credit` reads the text to its end or not at all: one word that is none of the four, and it is a sentence.

Whoever only took the pictures is 摄影, label or not. Whoever wrote and took pictures (文/图, 文/摄) is named twice: by
the label's role (作者 where there is none), and as 摄影. 摄影报道 counts as pictures: its text is a caption.
Staff (编辑, 责编, 校对, 版式 …) is read over: it is nobody's byline. A credit of staff alone is None.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise

from search.article import Author
from search.text import fold

from .dateline import AGENCY
from .names import HAN, Trust, is_surname, is_unit, read_names


@dataclass(frozen=True, slots=True)
class Credit:
    """What a byline or photo credit says.

    Attributes:
        authors: in the order of printing; `()` for a credit that names nobody (新华社发, 通讯员供图, 本报评论员).
        source: the agency or national medium that the credit names, 新华社 …; '' if there is none.
    """

    authors: tuple[Author, ...] = ()
    source: str = ""


MARKS = "□■●◎○◇◆▲△▶►☆★◣◤▌▍█▪"
"""Marks that stand before a byline."""

_BLANK = " \u3000\t"
_HOUSE = f"本报|本刊|本网|本台|本社|{AGENCY}"
_MEDIUM = "报|社|网|台|刊|杂志|在线|新闻|传媒|传播|融媒体?|中心|频道|客户端|集团|发布|站"
_MANNER = (
    "本报|首席|见习|实习|特约|特派|特聘|全媒体?|融媒体?|资深|高级|主任|前方|随行|专题|文字|体育|财经|时政|文艺|校园|"
    "驻京|驻华"
)
_STAFF = (
    "(?:值班|本版|本期|责任|执行|视觉|视频|图片|文字)?(?:编辑|责编|美编|编委|编审|校对|审核|审读|文检)|"
    "版式设计|版式|监制|统筹|策划|终审|签发|主编|总值班"
)
# A label may follow a name without any separator; a medium that is not in the list can only begin a group.
_LABEL = (
    rf"(?:(?P<house>{_HOUSE})"
    rf"|(?<![{HAN}])(?:(?![均为由的是在系]|本[报刊网台社]|新华社|中新社)[{HAN}a-z0-9·+—-]){{0,12}}?(?:{_MEDIUM})\s*)?"
    rf"(?:驻[{HAN}]{{2,8}}?)?(?:{_MANNER})*"
    r"(?:(?P<camera>(?:摄影|图片|视觉)(?:记者|通讯员|师))"
    rf"|(?P<role>小记者|记者|通讯员|实习生|撰稿人|评论员|作者)|{_STAFF})"
    r"(?P<colon>\s*[/:|丨])?"
)
_ROLES = {"小记者": "作者", "撰稿人": "作者", "评论员": "作者"}
_DEED = (
    "文字|文稿|撰文|撰稿|采写|执笔|整理|编译|摄影报道|图文报道|图文|文图|文并摄|图片|照片摄影|照片|压题照片|题图|摄影|拍摄|航拍|视频|"
    "供图|制图|绘图|漫画|插图|文|图|摄|绘"
)
_DEEDS = rf"(?:{_DEED})(?:\s*[/、·&+]\s*(?:{_DEED}))*"
_SEVERAL = rf"(?:{_DEED})(?:\s*[/、·&+]\s*(?:{_DEED}))+"
_WORD = (
    "摄影报道|图文报道|图文|文图|文并摄|摄影|拍摄|摄|供图|撰文|撰稿|采写|执笔|整理|编译|制图|绘图|漫画|插图|视频|"
    "(?:北京|上海|广州|深圳|杭州)?报道"
)
_END = rf"(?=$|[\s,、;(/]|[{MARKS}])"
_FORM = "|".join(
    (
        rf"(?<![{HAN}])(?:{_SEVERAL})(?![{HAN}:|])(?!\s*/)",  # 文/图 between separators
        rf"(?<![{HAN}])(?:{_DEEDS})\s*[:/|丨]",  # 文/…, 摄影：…
        rf"/\s*(?:{_DEEDS}){_END}|/[文图](?=[{HAN}]{{2,4}}/)",  # …/文, 王萌/文李航/摄
        rf"(?<![{HAN}])(?:{_WORD}|发自[{HAN}]{{2,6}})(?![{HAN}])",  # 摄影, 摄 between separators
        # A single 文 that is no half of a padded name.
        rf"(?:(?<=[{HAN}]{{2}}\s)|^)[文图绘作](?=\s+(?:[{HAN}]{{2}}|[摄图绘]$)|\s*$)",
        rf"(?<=[{HAN}])(?:{_SEVERAL}|{_WORD}){_END}",  # …摄, …文/图 without a space
    )
)
_TOKEN = re.compile(rf"(?P<label>{_LABEL})|(?P<form>{_FORM})|[{MARKS}]\s*")
_SPACED = re.compile(r"记\s+者|通\s*讯\s*员|实\s*习\s*生|摄\s+影|作\s+者|供\s+图|本\s+报|新\s*华\s*社")
_HINT = re.compile(f"记|员|者|实习|摄|图|文|拍|整理|执笔|采写|编译|[绘画作辑编校审]|视频|口|报道|[{MARKS}]")
_BRACKETS = {"(": ")", "【": "】", "[": "]", "〔": "〕", "〖": "〗"}
_SENTENCE = re.compile(r"[()【】\[\]〔〕〖〗。!?“”‘’《》…]")
_QUOTED_MEDIUM = re.compile(rf"《([{HAN}]{{2,12}})》(?=[{HAN}]{{0,4}}(?:记者|通讯员))")
_SENT = re.compile(rf"(?P<agency>{AGENCY})发(?:\s+|\s*,\s*)")  # 新华社发 王萌摄
_SEE = re.compile(r"^见[上下左右]?图[，,\s]*")
_COMMENTATOR = re.compile(rf"(?:作者:)?(?P<house>{_HOUSE})?(?:特约)?(?:评论员(?:文章)?|编辑部|评论部)")
_GIVER = "受访者|受访单位|受访对象|被访者|采访对象|当事人|主办方|活动方|通讯员|作者|警方|网友|单位|企业|校方|资料|网络"
_NOBODY = re.compile(
    rf"(?:图片|照片|图|摄影)?均?(?:/|:|由|来自|来源:?)?(?:{_GIVER})(?:本人)?(?:提供|供图|供稿|图片|照片|图)"
    rf"|(?:图片|照片|图)均?(?:/|:|由|来自|来源:?)(?:{_GIVER})(?:本人)?"
)
_GIVEN = re.compile(r"(?:图片|照片|图)均?\s*(?:/|:|由)\s*(?P<who>.{2,20}?)\s*(?:提供|供图)")


def read_credit(text: str, *, bare: bool = False) -> Credit | None:
    """What a text says that is a credit from its first character to its last; None if it is not.

    Args:
        text: the credit with its marks and brackets. `口` for □ is understood.
        bare: names in brackets without any label are a credit too: （王萌 李航） at the end of an article. Names after
            a □ always are.
    """
    printed = " ".join(text.split("\n")).strip()
    if not printed or len(printed) > 200 or not (bare or _HINT.search(fold(printed))):
        return None
    whole = _box(_tighten(printed))
    inner = whole.strip(MARKS + _BLANK)
    marked, boxed = inner != whole, len(inner) > 1 and _BRACKETS.get(fold(inner[0])) == fold(inner[-1])
    if boxed:
        inner = re.sub(rf"(?<=[{HAN}]{{2}})[作绘]$", r" \g<0>", inner[1:-1].strip(MARKS + _BLANK))
    inner = _SEE.sub("", _QUOTED_MEDIUM.sub(r" \1", inner))
    folded = fold(inner)
    if not inner or _SENTENCE.search(folded):
        return None
    if commentator := _COMMENTATOR.fullmatch(folded):
        return Credit(source=re.sub("^本.*", "", commentator["house"] or ""))
    if _NOBODY.fullmatch(folded):
        return Credit()
    if given := _GIVEN.fullmatch(folded):
        names = read_names(inner[given.start("who") : given.end("who")], Trust.OPEN)
        return Credit(tuple(Author(name, "供图", printed) for name in names)) if names else None
    shown = _Shown(marked=marked or boxed, signed=boxed and bare, bare=whole[0] == "□" or (boxed and bare))
    sent = _SENT.match(folded)
    start = sent.end() if sent else 0
    credit = _read(_items(inner[start:], folded[start:]), shown)
    if credit is None:
        return None
    authors = tuple(replace(author, as_printed=printed) for author in credit.authors)
    return Credit(authors, sent["agency"] if sent else credit.source)


def begins_credit(text: str) -> bool:
    """Whether the text begins as a credit does, with a label or a form. Cheap; `read_credit` has the last word."""
    token = _TOKEN.match(fold(_tighten(text[:60])).lstrip(MARKS + "口([【〔〖" + _BLANK))
    return token is not None and bool(token["label"] or token["form"])


def _tighten(text: str) -> str:
    """Closes what letter-spacing tore apart in the words that are looked for: 记　者."""
    kept, at = [], 0
    for word in _SPACED.finditer(fold(text)):
        kept += [text[at : word.start()], "".join(text[word.start() : word.end()].split())]
        at = word.end()
    return "".join(kept) + text[at:]


def _box(text: str) -> str:
    """The mark □, where it was typed as the character 口, which is no surname: 口黄小华, 口记者 黄小华."""
    rest = text[1:].lstrip()
    if text[0] == "口" and (begins_credit(rest) or (len(rest) in (2, 3) and is_surname(rest[0], plain=True))):
        return "□" + text[1:]
    return text


@dataclass(frozen=True, slots=True)
class _Shown:
    """What the print shows: `marked` by □ or brackets; `signed`, in brackets at a credit's place; `bare` names do."""

    marked: bool
    signed: bool
    bare: bool


@dataclass(frozen=True, slots=True)
class _Item:
    """A label, a form (it has `deeds`), or what stands between them, to be read as names (it has `text`)."""

    label: bool = False
    role: str = ""  # '' in a label: staff
    source: str = ""
    deeds: frozenset[str] = frozenset()
    text: str = ""
    apart: bool = False  # a text: a space is between it and its label or form
    sure: bool = False  # a label or form: with a slash or a colon
    housed: bool = False  # a label: with its medium (本报记者)


def _items(text: str, folded: str) -> list[_Item]:
    items: list[_Item] = []
    at = 0
    for token in (*_TOKEN.finditer(folded), None):
        end = token.start() if token else len(text)
        if between := text[at:end].strip(_BLANK + ",，、;；&＆/／|｜丨"):
            before = at > 0 and (text[at].isspace() or folded[at - 1] in "/:|丨")
            after = token is not None and bool(token["form"]) and text[end - 1].isspace()
            items.append(_Item(text=between, apart=before or after))
        if token and token["label"]:
            role = "摄影" if token["camera"] else _ROLES.get(token["role"], token["role"] or "")
            house = token["house"] or ""
            source = "" if house.startswith("本") else house
            items.append(_Item(label=True, role=role, source=source, sure=bool(token["colon"]), housed=house != ""))
        elif token and token["form"]:
            deeds, sure = _deeds(token["form"]), re.search("[/:|丨]", token["form"]) is not None
            if items and items[-1].deeds and not sure:  # 王萌 文 摄
                deeds, sure = deeds | items[-1].deeds, items.pop().sure
            items.append(_Item(deeds=deeds, sure=sure))
        at = token.end() if token else end
    return items


def _deeds(form: str) -> frozenset[str]:
    """The roles of which a form speaks; 视频 is none of ours, and leaves the writer to be 作者."""
    found = {"供图"} if "供图" in form else set[str]()
    if found:
        return frozenset(found)
    if re.search("制图|绘|漫画|插图", form):
        found.add("制图")
    elif re.search("图|照片|摄|航拍", form):
        found.add("摄影")
    if not found or ("摄影报道" not in form and re.search("文|撰|采写|执笔|整理|编译|报道|发自|作", form)):
        found.add("作者")
    return frozenset(found)


def _read(items: list[_Item], shown: _Shown) -> Credit | None:
    texts, labels = [item for item in items if item.text], [item for item in items if item.label]
    if not texts or items[-1].label or not (shown.bare or len(texts) < len(items)):
        return None
    closing = bool(items[-1].deeds)
    surely = shown.marked or any(item.sure for item in (items[0], items[-1]))
    if not (labels or surely or {"摄影", "供图"} & (items[0].deeds | items[-1].deeds)):
        return None  # 连续报道
    # Two labels of which one certainly has a name behind it are as good as a mark.
    known = any(a.label and b.text and read_names(b.text, Trust.LABELLED) for a, b in pairwise(items))
    marked = shown.marked or closing or any(item.sure for item in items) or (known and len(labels) > 1)
    shown = replace(shown, marked=marked)
    authors: list[tuple[str, str]] = []
    waiting: list[tuple[str, _Item]] = []
    label, form = _Item(role="作者"), _Item()
    for item, following in pairwise([*items, _Item()]):
        if item.label:
            if following.label and item.role not in ("作者", "摄影"):
                return None
            label = item
        elif item.deeds:
            if closing:
                authors += _done(waiting, item)
                waiting = []
            else:
                label = _Item(role="作者")
            form = item
        else:
            trust = _trust(item, following if closing else form, label, shown, bool(labels))
            names = read_names(item.text, trust) or _after_unit(item.text, label)
            if names is None:
                return None
            waiting += [(name, label) for name in names]
            if not closing:
                authors += _done(waiting, form)
                waiting = []
    found = tuple(Author(name, role) for name, role in dict.fromkeys(authors) if role)
    source = next((item.source for item in items if item.source), "")
    return Credit(found, source) if found else None


def _after_unit(text: str, label: _Item) -> tuple[str, ...] | None:
    """The names behind the unit that a guest writes for: 作者：市第二医院营养科 温小谷."""
    tight = "".join(text.split())
    for size in (3, 2, 4):
        if label.sure and is_unit(tight[:-size]) and (names := read_names(tight[-size:], Trust.LABELLED)):
            return names
    return None


def _trust(item: _Item, form: _Item, label: _Item, shown: _Shown, labelled: bool) -> Trust:
    """How far names are believed: the print must part a pen name from its role, and a sentence shows no such gap."""
    if not label.label and not (shown.marked and (labelled or form.deeds)):
        return Trust.BARE
    if "供图" in form.deeds or (shown.marked and (item.apart or form.sure)):
        return Trust.OPEN
    # Only a name without a surname is worth the risk without a gap: （本报记者尼玛次仁）.
    reporter = label.label and label.role != "作者" and shown.marked and (shown.signed or label.housed)
    if reporter and not is_surname(item.text[0]):
        return Trust.OPEN
    return Trust.MARKED if shown.marked and label.role == "通讯员" else Trust.LABELLED


def _done(names: list[tuple[str, _Item]], form: _Item) -> list[tuple[str, str]]:
    """Names with the roles that a form gives them: the writers first, then all the others. Staff has the role ''."""
    roles: list[tuple[str, str]] = []
    if not form.deeds or "作者" in form.deeds:
        roles += [(name, label.role) for name, label in names]
    for deed in sorted(form.deeds - {"作者"}):
        roles += [(name, deed) for name, label in names if label.role]
    return roles
