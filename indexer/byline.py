"""Who wrote it, and what else is no part of the story: the credits at the head and the foot of an article?

A paper signs in three places, and each has its function here:

- on a line of its own, under the headline or beside a photo: `credit_line`
- at the beginning of the first paragraph, beside the dateline (本报讯, 新华社北京1月24日电): `lead`
- at the end of the last paragraph, or of a caption: `tail`

All three take text whose characters are repaired, and take away only what they understood to its last character.
Dateline, credits and `rest` together are the text that came in, but for white space, colons, the 。 behind a credit,
phrases that say nothing of their own (发 of 新华社发, 附图片１张, 通讯员供图), and a unit before a name,
which `as_printed` keeps. What is doubtful stays in `rest`, where a search still finds it: （作者单位：…）, （全文完）,
a name behind its town （湖北王萌）.

新华社 is a source, not an author; nor are 本报评论员 and the staff box (责编, 校对, 版式). A line that names nobody but
the commentator is a `Credit` without authors.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from search.article import Author
from search.text import fold

from .credit import MARKS, Credit, begins_credit, read_credit
from .dateline import read_dateline, read_source, source_at_end

__all__ = ["Credit", "Lead", "Tail", "credit_line", "is_byline_start", "lead", "tail"]


@dataclass(frozen=True, slots=True)
class Lead:
    """A first paragraph.

    Attributes:
        dateline: as printed, without white space: 本报讯, 新华社北京1月24日电; '' if there is none.
        source: the agency or medium that the dateline names, else the credit; '' for 本报讯, and for 羊城晚报讯, which
            is taken to be the paper itself.
        authors: of the credit beside the dateline.
        rest: the paragraph from its first sentence on.
    """

    dateline: str
    source: str
    authors: tuple[Author, ...]
    rest: str


@dataclass(frozen=True, slots=True)
class Tail:
    """A last paragraph, or a caption.

    Attributes:
        authors: of the credits at its end, in the order of printing.
        source: 新华社 of （新华社发）, 新华社记者王萌摄, （据新华社电）, 来源：新华社; of several the first.
        rest: the paragraph without them; '' if it held nothing else.
        dateline: a dateline that stands at the end: （新华社北京1月24日电）.
    """

    authors: tuple[Author, ...]
    source: str
    rest: str
    dateline: str = ""


_BRACKET_AHEAD = re.compile(r"[(【\[〔][^()【】\[\]〔〕]{1,120}[)】\]〕]")
_BRACKET_BEHIND = re.compile(r"[(【\[〔](?P<inner>[^()【】\[\]〔〕]{1,120})[)】\]〕]\s*。?$")
_ANNOUNCED = re.compile(r"(?P<credit>[^。!?“”\"]{2,100}?报道)(?:\s*[:,]|(?=\s)|$)")
_ENDS = "。!?…”’」』)】"
_BOUNDARY = re.compile(rf"^|[{_ENDS}]\s*|\s+")
_SIGNED = re.compile(f"记者|通讯员|实习生|作者|评论员|摄|图|文|整理|执笔|口|[{MARKS}]|[电讯]$")
_PHOTO = re.compile("(?:摄|摄影|供图|摄影报道)$")
_MARKER = re.compile("附图片?[0-9一二三四五六七八九十]*[张幅]?|附照片.{0,3}|(?:数码)?传真照片")
_NOTE = re.compile("(?:资料|无人机|手机|拼版|视频|航拍)(?:照片|图片|截图|拍摄)|资料图|除?署名(?:照片|图片)?(?:除外|外)")
_OF_THE_PAGE = re.compile(
    "(?:本版|本栏|本组)(?:图片|照片|稿件|文图|图文|摄影)?(?:除署名外)?[均皆]?(?:由|为|据).{1,30}(?:摄|摄影|提供|供图|供稿|电|发|稿)"
)


def credit_line(text: str) -> Credit | None:
    """What a line says that is a byline or a photo credit and nothing else; None if it is anything else.

    Args:
        text: the line, or the lines of one credit. Where each line is a credit, an author's `as_printed` is the line
            in which he stands, else the whole text.
    """
    text = re.sub(rf"^\s*([{MARKS}口])\s*\n", r"\1", text).strip()
    if not text or len(text) > 240:
        return None
    lines = [read_credit(line, bare=True) for line in text.split("\n") if line.strip()]
    found = [credit for credit in lines if credit]
    if len(found) == len(lines):
        authors = _once(author for credit in found for author in credit.authors)
        return Credit(authors, _first(credit.source for credit in found))
    if credit := read_credit(text, bare=True):
        return credit
    if _OF_THE_PAGE.fullmatch("".join(fold(text).strip("()").split())):
        return Credit()
    foot = tail(" ".join(text.split("\n")))
    if foot.rest or foot.dateline or not (foot.authors or foot.source):
        return None
    return Credit(foot.authors, foot.source)


def is_byline_start(text: str) -> bool:
    """Whether the text begins as a credit does (记者, 文/, 摄影 …), marks aside. Cheap; true of some sentences too."""
    return begins_credit(text)


def lead(text: str) -> Lead:
    """Takes the dateline and the credit beside it from the beginning of a first paragraph."""
    rest, found = text.strip(), list[_Piece]()
    while piece := _first_piece(rest, found):
        found.append(piece)
        rest = piece.rest
    return Lead(
        " ".join(piece.dateline for piece in found if piece.dateline),
        _first(piece.source for piece in sorted(found, key=lambda piece: not piece.dateline)),
        _once(author for piece in found for author in piece.authors),
        rest,
    )


def tail(text: str) -> Tail:
    """Takes the credits, the source and an archive's markers (附图片１张) from the end of a paragraph."""
    rest, found = text.strip(), list[_Piece]()
    noted = ""  # the rest with a note (资料照片) at its end, which goes only if a credit stands before it
    while piece := _last_bracket(rest) or _last_words(rest):
        noted = (noted or rest) if piece.note else ""
        rest = piece.rest
        found.insert(0, piece)
    return Tail(
        _once(author for piece in found for author in piece.authors),
        _first(piece.source for piece in found),
        noted or rest,
        " ".join(piece.dateline for piece in found if piece.dateline),
    )


@dataclass(frozen=True, slots=True)
class _Piece:
    """What was taken from one end of a text, and the `rest` that is left of it."""

    rest: str
    authors: tuple[Author, ...] = ()
    source: str = ""
    dateline: str = ""
    note: bool = False


def _first_piece(text: str, before: list[_Piece]) -> _Piece | None:
    """The dateline or the credit at the beginning. Names without a label are a credit only right behind a dateline."""
    folded = fold(text[:300])
    if bracket := _BRACKET_AHEAD.match(folded):
        inside, rest = text[: bracket.end()], _after(text[bracket.end() :])
        behind_dateline = bool(before) and before[-1].dateline != ""
        credit = read_credit(inside, bare=behind_dateline)
        if credit and credit.authors:
            return _Piece(rest, credit.authors, credit.source)
        sent = read_dateline(inside[1:-1], whole=True)
        return _Piece(rest, source=sent.source, dateline=sent.text) if sent else None
    if sent := read_dateline(text):
        return _Piece(_after(text[sent.end :]), source=sent.source, dateline=sent.text)
    announced = _ANNOUNCED.match(folded) if begins_credit(text) else None
    credit = read_credit(text[: announced.end("credit")]) if announced else None
    if not announced or not credit or not credit.authors:
        return None
    return _Piece(_after(text[announced.end() :]), credit.authors, credit.source)


def _last_bracket(text: str) -> _Piece | None:
    bracket = _BRACKET_BEHIND.search(fold(text[-130:]))
    if not bracket:
        return None
    start = max(0, len(text) - 130) + bracket.start()
    rest, boxed = text[:start].rstrip(), text[start:].rstrip("。 \u3000")
    inner = "".join(bracket["inner"].split())
    if _MARKER.fullmatch(inner) or _NOTE.fullmatch(inner):
        return _Piece(rest, note=_NOTE.fullmatch(inner) is not None)
    if source := read_source(boxed[1:-1]):
        return _Piece(rest, source=source)
    if sent := read_dateline(boxed[1:-1], whole=True):
        return _Piece(rest, source=sent.source, dateline=sent.text)
    credit = read_credit(boxed, bare=not rest or fold(rest[-1]) in _ENDS)
    if credit is None or (rest.endswith("》") and any(author.role == "作者" for author in credit.authors)):
        return None  # 《春水》（作者：王萌） is about a book
    return _Piece(rest, credit.authors, credit.source)


def _last_words(text: str) -> _Piece | None:
    """A source, dateline or credit without brackets behind the last sentence: …送腊八粥。新华社记者 王萌 摄."""
    start = max(0, len(text) - 120)
    foot, folded = text[start:], fold(text[start:])
    if source := source_at_end(foot):
        name, at = source
        if at == 0 or folded[at - 1] in _ENDS or folded[at - 1].isspace():
            return _Piece(text[: start + at].rstrip(), source=name)
    if not _SIGNED.search(folded):
        return None
    for boundary in _BOUNDARY.finditer(folded):
        at = boundary.end()
        words, rest = foot[at:].rstrip("。 \u3000"), text[: start + at].rstrip()
        if not words or (at == 0 and start > 0):
            continue
        # In the middle of a line only a photo credit is believed: …的市民 记者 王萌 摄.
        if not (boundary[0].strip() or at == 0) and not (_PHOTO.search(fold(words)) and begins_credit(words)):
            continue
        if at and (sent := read_dateline(words, whole=True)):
            return _Piece(rest, source=sent.source, dateline=sent.text)
        if credit := read_credit(words):
            return _Piece(rest, credit.authors, credit.source)
    return None


def _after(text: str) -> str:
    return text.lstrip().lstrip(":：").lstrip()


def _first(values: Iterable[str]) -> str:
    return next((value for value in values if value), "")


def _once(authors: Iterable[Author]) -> tuple[Author, ...]:
    """The authors, each name once for each of its roles."""
    found: dict[tuple[str, str], Author] = {}
    for author in authors:
        found.setdefault((author.name, author.role), author)
    return tuple(found.values())
