"""Which hanzi on this page are no hanzi at all, but symbols whose Founder (方正) codes were taken for GBK?

Founder's typesetting fonts keep symbols under codes of their own, the 748 set. A PDF made with them says 748 and means
it; what extracts the text reads GBK, and 5.6% comes out as 缘援远豫, a byline's □记者 as 阴记者. Three rules undo this:

R1  the hanzi's GBK code is the 748 code of the symbol plus 0x3100, and rows 1 to 9 of 748 are those of GB 2312:
    员 is D4B1, A3B1 is 1;
R2  half-width ASCII comes out as A0xx, rare hanzi of the 牛 and 犬 radicals: 牨 is A0B1, 31 is 1;
R3  what has no place in GBK comes out in the private use area, its code unchanged.

`table.decode748` is those rules. What it says of a hanzi holds for everyday ones too (月 would be B, 在 would be Z), so
nothing is repaired but where the context proves it: `repair_line_start` for marks around bylines and jump lines,
`repair_running` for figures, Latin, brackets and Roman numerals in running text. How much of a text is garbled is asked
first (`evidence`): all symbols of a kind, whole paragraphs, or a figure here and there; the more, the less each single
one has to prove (`reading`). One character always becomes one character, so offsets hold. Figures and letters come back
full-width, as coded, unless the text has half-width ones.

Measured over 1,000 garbled articles of a national daily by `tests.benchmarks.founder_repair`. Letters that stand alone
in a text of which nothing else is garbled (粤股 for A股, once) stay: too many real words look so.
"""

from __future__ import annotations

import re
from functools import cache

from .evidence import PROVEN, candidates, evidence, garbled, marks_gone, sentences
from .reading import DIGITS, EVERYTHING, LETTERS, PAIRS, SYMBOLS, kind_of, read
from .table import class_of, decode748, images

# --- line by line -----------------------------------------------------------------------------------------------------

_ROLE = r"(?:[一-鿿]{0,6}(?:记者|通讯员)|本报|本刊|摄影|供图|作者|文\s?[/／]|图\s?[/／])"
_CREDIT = re.compile(
    # Rare as words, so a mark before any role. The rest of the line must be names: no sentence goes on.
    r"(?:(?<=^)|(?<=\s)|(?<=[（(]))([阴姻茵荫寅])(?=\s*" + _ROLE + r"[一-鿿·\s、/／:：]{2,40}[)）]?\s*$)"
    # Everyday words and surnames only where a role and a name are set apart by a space.
    r"|^\s*([因音银吟殷])(?=\s*" + _ROLE + r"\s+[一-鿿·]{2,4}(?:\s|$))"
    # Or where 文/ and 图/ follow, which no sentence begins with.
    r"|^\s*([因音银吟殷])(?=\s*(?:文|图|摄影)\s?[/／])"
)
_PAGE = r"[\dA-ZＡ-Ｚ一二三四五六七八九十]{1,4}\s*版"
_TURN = r"[上下]\S?[转接]"
_JUMP = re.compile(
    # An arrow after 第4版; a hanzi that is a word as well (引, 银) only where a jump is announced.
    rf"(?<=版)(\s?[荨荩茛荬荪荭隰邗邛邝])(?=[)）\s]*$)|(?:{_TURN}|见)第?\s*{_PAGE}(\s?[寅饮尹引银])(?=[)）\s]*$)"
    # Or before 上接第1版.
    rf"|(?:(?<=^)|(?<=\s))([荨荩茛荬荪荭寅饮尹引银隰邗邛邝])(?=\s*[（(]?{_TURN}\s?第?\s*{_PAGE})"
)


def repair_line_start(line: str) -> str:
    """Repairs the marks around bylines and jump lines: 阴记者 李明 → □记者 李明, 下转第4版荩 → 下转第4版▶.

    Call it for each line *before* lines are joined: where a line begins and ends is half of the proof.
    """
    return _JUMP.sub(_decoded, _CREDIT.sub(_decoded, line))


def _decoded(match: re.Match[str]) -> str:
    """The match with its groups decoded."""
    chars = list(match[0])
    for group, text in enumerate(match.groups(), 1):
        if text:
            start = match.start(group) - match.start()
            chars[start : start + len(text)] = [char if char.isspace() else decode748(char) or char for char in text]
    return "".join(chars)


# --- running text -----------------------------------------------------------------------------------------------------

_ROMAN = re.compile(
    # 应急响应调整为郁级, 启动域级响应, 达到芋类水质; 区域级 and 和田玉级 are words: what stands before decides.
    r"(?:(?<=^)|(?<=[\s，。、；：（(“”—为至到动布升降达整是于及和或优劣]))([玉域芋郁吁遇喻峪])(?=[级类](?!别))"
    r"|(?<![区地海流市省县州全领跨各本该])([玉域芋郁吁遇喻峪])(?="
    r"级[（(]?(?:应急|响应|预警|警报|重大|较大|一般|特别|[、和至或][玉域芋郁]级)|类(?:水质|海水|断面)|期临床)"
)
_NUMERAL = re.compile(r"[\d０-９](?:([援辕耀伊])(?=[\d０-９])|(豫)(?![剧北西南东中A-ZＡ-Ｚ]))")
_PAIRS = {"野": "冶", "叶": "曳", "渊": "冤", "揖": "铱"}
_TOLL = 12.0
"""What a run of figures or letters must save to be believed on its own."""
_LESSER_TOLL = 2.0  # where others in the text prove that some are garbled
_SMALL_TOLL = 1.5  # figures are garbled, punctuation is not: fewer images to be expected


@cache
def _proofs() -> re.Pattern[str]:
    """Figures that prove themselves by their shape."""
    d, dot = class_of("０１２３４５６７８９"), class_of("．")
    return re.compile(rf"({d}{{4}})(?=年)|({d}{{1,2}})月({d}{{1,2}})(?=日)|({d}+{dot}{d}+{class_of('％')})")


def repair_running(text: str, kinds: frozenset[str] | None = None) -> str:
    """Repairs running text, as long as it was.

    Args:
        text: paragraphs, their lines joined, separated by line feeds (a bracket's partner may be lines away).
        kinds: what `garbled` said of the article that the text belongs to; asked of the text itself where None.
    """
    fixed = _repair_rare(text)
    whole = garbled(fixed) if kinds is None else kinds
    if kinds is None and SYMBOLS not in whole and "\n" in text:
        fixed = _repair_paragraphs(fixed)
    fixed = _NUMERAL.sub(_decoded, _ROMAN.sub(_decoded, fixed))
    if whole:
        fixed = read(fixed, images(), whole, 0.0 if SYMBOLS in whole else _SMALL_TOLL)
    if SYMBOLS not in whole:
        fixed = _repair_pairs(fixed)
    fixed = _repair_runs(fixed, EVERYTHING - {SYMBOLS} - whole)
    return _house_width(text, fixed)


_HALF_WIDTH = frozenset(bytes((0xA0, cell)).decode("gb18030") for cell in range(0xA1, 0xFF))
_IN_USE = frozenset("犇犼牤牠牓牎")


def _repair_rare(text: str) -> str:
    """What is no hanzi of today's Chinese: the private use area (R3), and the images of half-width ASCII (R2).

    Of those 94 hanzi a few are Traditional forms (牽, 犢, 狀) or in use; the others do not occur in 40 million
    characters of newspaper text. One figure or letter among those others proves that the text has them all garbled.
    """
    text = "".join(decode748(char) or char if "\ue000" <= char <= "\uf8ff" else char for char in text)
    seen = _HALF_WIDTH.intersection(text) - _IN_USE
    if not seen:
        return text
    from search.text import fold

    if not any(kind_of(decode748(char) or " ") != SYMBOLS and fold(char) == char for char in seen):
        return text
    return "".join(decode748(char) or char if char in _HALF_WIDTH else char for char in text)


def _repair_runs(text: str, kinds: frozenset[str]) -> str:
    """Figures and letters that prove themselves, by their shape or by what they save; where some do, the others too."""
    if DIGITS in kinds:
        text = _proofs().sub(_decoded, text)
    candidate = candidates(kinds)
    pieces = sentences(text)
    if not any(map(candidate.search, pieces)):
        return text
    some = evidence(text, kinds) >= PROVEN
    toll = _LESSER_TOLL if some else _TOLL
    return "".join(read(piece, images(), kinds, toll) if some or candidate.search(piece) else piece for piece in pieces)


def _repair_paragraphs(text: str) -> str:
    """Paragraphs of which all is garbled in a text of which not all is: an editor's note in a type of its own."""
    paragraphs = text.split("\n")
    found = [marks_gone(each, max(3, len(each) // 100)) for each in paragraphs]
    if not any(found):
        return text
    # Where some are, a shorter one with a single mark may be, too.
    found = [sure or marks_gone(each, 2) for each, sure in zip(paragraphs, found, strict=True)]
    repaired = (
        read(each, images(), garbled(each) | {SYMBOLS}) if bad else each
        for each, bad in zip(paragraphs, found, strict=True)
    )
    return "\n".join(repaired)


def _repair_pairs(text: str) -> str:
    """Brackets that came out as hanzi, both of a pair, where the text has none of that kind that came out right."""
    for opener, closer in _PAIRS.items():
        symbol = images()[opener]
        if symbol not in text and PAIRS[symbol] not in text and re.search(f"{opener}[^{opener}\n]+{closer}", text):
            text = read(text, {char: images()[char] for char in (opener, closer)}, frozenset((SYMBOLS,)))
    return text


def _house_width(before: str, after: str) -> str:
    """Repaired figures and letters in half width, where the text sets those that came out right so."""
    half = any(char.isascii() and char.isdigit() for char in before)
    if not half or any("０" <= char <= "９" for char in before):
        return after
    wide = [chr(code) for code in range(0xFF01, 0xFF5F)]
    narrow = {ord(char): ord(char) - 0xFEE0 for char in wide if kind_of(char) != SYMBOLS or char in "．％"}
    return "".join(new if old == new else new.translate(narrow) for old, new in zip(before, after, strict=True))


__all__ = ["DIGITS", "LETTERS", "SYMBOLS", "decode748", "garbled", "repair_line_start", "repair_running"]
