"""What may a symbol that a hanzi stands for cost, there where it stands?

Prices are negative logarithms of how often something is met, as those of words are (`reading`). They were measured over
a month of a national daily and rounded; they may be wrong by a unit or two without harm, since a symbol that is really
there usually saves five to ten. What a symbol costs depends on what was read before it (the *state*) and on what
follows: a figure is cheap before what is counted, a full stop between two figures, a letter in a known word (`latin`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

from . import latin

DIGITS, LETTERS, SYMBOLS = "digits", "letters", "symbols"
"""The kinds of symbols; Founder's fonts garble them one by one or all together."""

EVERYTHING = frozenset((DIGITS, LETTERS, SYMBOLS))

LONGEST_WORD = 6
UNLISTED = 14.0  # a hanzi that jieba's table does not have as a word of its own
WORD = 3.0  # rarity counts documents, not words: what to add for the price of a word

_DIGIT_FIRST, _DIGIT_NEXT, _DIGIT_ALONE = 7.0, 2.8, 11.5
_DATE, _DATED, _IN_A_WORD, _FREQUENT = 4.0, "年月日时岁名例", 3.0, 8.5
# What a single figure stands before; elsewhere 远, 愿, 源 are rather words, or the ends of names.
_COUNTED = frozenset(
    "个年月日时分秒周岁天次位名人家户项条件万亿千百元角斤克吨米公里厘毫升度倍点号版楼层期届场座所处只辆架艘台套级类种"
    "本张幅篇首部册页亩村镇县市省国区口支队组对双批轮章节课字句成折间幢栋枚块片粒根株棵头匹尾平立方多余比至到金银铜"
    "笔桌股瓶杯碗箱袋车船门桩起番集手副环胜负战小大站美兆卷趟票党寸英摄海卢包地例世欧余折毫盎"
)
_AFTER_FIGURE = frozenset("，、）．％－／∶～×℃‰—·＋")
_UPPER_FIRST, _UPPER_ALONE, _LOWER_FIRST, _LETTER_NEXT, _RARE_LETTER = 12.5, 14.0, 14.5, 3.8, 2.0
_LETTER_AT_HOME = 6.5  # B737, 320K; letters of a list, （A、B）; A股, B组
_EVERYDAY = "ＢＦＫＹＺ"  # 月云运再在: what follows letters rather than goes on with them
_LATIN_WORD, _UNIT, _COMPANION, _SUCCESSOR = 9.5, 5.0, 4.0, 2.5  # CT; 100 MHz; X光, 甲A; the B of A、B
_OTHER = 16.0
_MISPLACED = 8.0
_ROLES = ("记者", "作者")
_NUMERALS = "一二三四五六七八九○"
_PRICES = {"，": 3.0, "。": 3.7, "、": 4.1, "：": 6.1, "；": 6.3, "？": 7.5, "！": 7.7, "·": 7.3}
_PRICES |= dict.fromkeys("“”", 5.2) | dict.fromkeys("（）", 5.8) | dict.fromkeys("《》", 6.6) | dict.fromkeys("‘’", 9.0)
_PRICES |= dict.fromkeys("『』【】", 8.0) | dict.fromkeys("〈〉「」〔〕", 11.0) | dict.fromkeys("∶／－＋", 10.0)
_PRICES |= {"＂": 7.5}  # where a paper types quotation marks straight
_BULLETS = dict.fromkeys("○●◎◇◆□■△▲☆★※→　", 7.0)  # at the head of a paragraph
# After a figure these are at home.
AFTER_DIGIT = {"％": 2.5, "∶": 4.0, "～": 4.0, "—": 9.0} | dict.fromkeys("．－／×＋℃‰°", 5.0)
# Between two figures or letters only: the hanzi they look like are too common (要, 援, 原) to be read so elsewhere.
_BETWEEN = {"．": 2.0, "—": 5.0, "－": 5.0, "／": 5.0, "∶": 4.0, "～": 4.5, "×": 5.0, "·": 5.0, "：": 6.0}
# Marks printed several times over; a single — is hardly ever met, and 要 all the time.
_REPEATED = {"××": 10.0, "－－": 9.0, "－－－": 9.0, "——": 6.5, "———": 7.0, "……": 7.0}
_ENUMERATOR = 8.0  # （4）, （%）


def kind_of(symbol: str) -> str:
    """DIGITS, LETTERS or SYMBOLS, full-width or half-width."""
    if symbol.isdecimal():
        return DIGITS
    return LETTERS if symbol.isalpha() and (symbol.isascii() or "Ａ" <= symbol <= "ｚ") else SYMBOLS


def offers(bare: str, symbols: Mapping[int, str], marks: bool, at: int, state: str) -> Iterator[tuple[str, float]]:
    """The symbols that may stand at a place, one or several, with their prices.

    Args:
        bare: the text without white space.
        symbols: what the hanzi at each place would stand for.
        marks: whether signs are read outside of numbers, too.
        at: the place.
        state: what was read before it: a kind of symbols where that was garbled; "figure", "latin", "mark", "word".
    """
    symbol = symbols.get(at)
    if symbol is None:
        return
    figures = state in (DIGITS, "figure")
    kind = kind_of(symbol)
    if kind == DIGITS:
        yield symbol, _digit(bare, symbols, at, state)
    elif kind == LETTERS:
        yield from _letters(bare, symbols, at, state)
    elif figures and symbol in AFTER_DIGIT:
        yield symbol, AFTER_DIGIT[symbol]
    elif marks and symbol in _BULLETS and (at == 0 or state in (SYMBOLS, "mark")):
        yield symbol, _BULLETS[symbol] + (_MISPLACED if at else 0.0) / 2
    elif marks and symbol == "○" and bare[at - 1 : at] in tuple(_NUMERALS):
        yield symbol, _PRICES["，"]
    elif marks and symbol not in "—…":
        yield symbol, _PRICES.get(symbol, _OTHER) + (_MISPLACED if _misplaced(bare, symbols, at, state) else 0.0)
    following = symbols.get(at + 1, " ")
    measured = symbol == "—" and bare[at - 1 : at] in tuple("年月日时级度元万亿天")  # 20日—25日
    if symbol in _BETWEEN and (figures or measured or state in (LETTERS, "latin")):
        initials = state == LETTERS and symbol in "．—－／"
        if kind_of(following) == DIGITS or (
            kind_of(following) == LETTERS and (initials or (figures and symbol == "－"))
        ):
            yield symbol + following, _BETWEEN[symbol] + _DIGIT_NEXT
        elif kind_of(bare[at + 1 : at + 2] or " ") == DIGITS:
            yield symbol, _BETWEEN[symbol]
    if not marks:
        return
    for length in (2, 3):
        repeated = "".join(symbols.get(place, " ") for place in range(at, at + length))
        if repeated in _REPEATED:
            yield repeated, _REPEATED[repeated]
    if symbol == "（" and (kind_of(following) == DIGITS or following == "％") and symbols.get(at + 2) == "）":
        yield symbol + following + "）", _ENUMERATOR


def _digit(bare: str, symbols: Mapping[int, str], at: int, state: str) -> float:
    """What a figure costs: little inside a number, and before what is counted."""
    if state == DIGITS:
        return _DIGIT_NEXT
    end = at + 1
    while kind_of(symbols.get(end, " ")) == DIGITS:
        end += 1
    after, next_symbol = bare[end : end + 1], symbols.get(end, " ")
    if (after == "月" and _is_figure(bare, symbols, end + 1)) or (
        after == "日" and bare[at - 1 : at] == "月" and _is_figure(bare, symbols, at - 2)
    ):
        price = _DATE
    elif after in _DATED and after:
        price = _DIGIT_FIRST - 1
    elif next_symbol in "，、" and state == "word":
        price = _DIGIT_FIRST if end > at + 1 else _DIGIT_ALONE  # 检测员，: but for 第1、
    elif at == 0 or end > at + 1 or next_symbol in _AFTER_FIGURE or not is_hanzi(after) or after in _COUNTED:
        price = _DIGIT_FIRST
    else:
        price = _DIGIT_ALONE
    if state == "word" and rarity_of(bare[at - 1 : at + 1]) is not None:
        price += _IN_A_WORD  # 人员238人
    if symbols[at] == "０" and end > at + 1:
        price += _IN_A_WORD  # 园90%: no number begins so
    if end == at + 2 and symbols[at] == symbols[at + 1] and after not in _COUNTED:
        price += _IN_A_WORD  # somebody is called 园园
    if end == at + 1 < len(bare) - 2 and (rarity_of(bare[end : end + 2]) or _OTHER) < _FREQUENT:
        price += _IN_A_WORD  # 返园时间
    return price


def _is_figure(bare: str, symbols: Mapping[int, str], at: int) -> bool:
    """Is, or would be, a figure there?"""
    return 0 <= at < len(bare) and kind_of(symbols.get(at, bare[at])) == DIGITS


def _letters(bare: str, symbols: Mapping[int, str], at: int, state: str) -> Iterator[tuple[str, float]]:
    """The letters that may stand here: one, or a word of several."""
    symbol = symbols[at]
    figures = state in (DIGITS, "figure")
    end = at + 1
    while end < at + 8 and kind_of(symbols.get(end, " ")) == LETTERS:
        end += 1
    whole = "".join(symbols[place] for place in range(at, end))
    word = narrow(whole).upper()
    if state != LETTERS:
        for length in range(2, len(word) + 1):
            if figures and word[:length] in latin.UNITS:
                yield whole[:length], _UNIT
            if word[:length] in latin.WORDS:
                yield whole[:length], _LATIN_WORD
            elif length > 3 and symbol not in _EVERYDAY and word[1:length] in latin.WORDS:
                yield whole[:length], _LATIN_WORD + _LETTER_NEXT
            around = (
                bare[max(0, at - 2) : at] + word[:length],
                *(word[:length] + bare[at + length : at + length + n] for n in (1, 2)),
            )
            if not latin.HOMES.isdisjoint(around):
                yield whole[:length], _LETTER_AT_HOME
    if state == LETTERS:
        price = _LETTER_NEXT
    elif symbol.islower():
        price = _LOWER_FIRST
    else:
        price = _capital(bare, symbols, at, end, state)
    yield symbol, price + (_RARE_LETTER if symbol in "ＪＱＸＹＺ" and price not in (_COMPANION, _SUCCESSOR) else 0.0)


def _capital(bare: str, symbols: Mapping[int, str], at: int, end: int, state: str) -> float:
    """What a capital costs that begins a run of letters, which ends at `end`."""
    letter, alone = narrow(symbols[at]), end == at + 1
    figures = state in (DIGITS, "figure")
    following = symbols.get(at + 1, bare[at + 1 : at + 2] or " ")
    before = symbols.get(at - 2, bare[max(0, at - 2) : max(0, at - 1)] or " ")
    if state in (SYMBOLS, "mark") and symbols.get(at - 1, bare[at - 1 : at]) == "、" and "Ａ" <= before < symbols[at]:
        return _SUCCESSOR  # （A、B）
    halves = symbols[at] in _EVERYDAY and rarity_of(bare[at + 1 : at + 3]) is not None  # 8个月超过
    if alone and letter + following in latin.FOLLOWED and not halves:
        return _COMPANION
    if any(bare[max(0, at - count) : at] + letter in latin.PRECEDED for count in (1, 2, 3)):
        return _COMPANION
    if figures and alone and narrow(symbols.get(at - 1, bare[at - 1 : at])) + letter in latin.FIGURED:
        return _COMPANION
    counted = _is_figure(bare, symbols, end) or (
        symbols.get(end, bare[end : end + 1]) in tuple("—－-") and _is_figure(bare, symbols, end + 1)
    )
    if counted and alone and not figures and letter + narrow(following) in latin.FIGURED:
        return _COMPANION
    if state in (SYMBOLS, "mark") and following in "、）”":
        return _LETTER_AT_HOME
    if figures and symbols[at] in "ＢＸ":  # 1月24日, 11月运来, 75载
        return _UPPER_ALONE if counted else _UPPER_FIRST
    if figures or (counted and alone):
        return _LETTER_AT_HOME
    if counted or (not alone and bare[end : end + 1] in tuple("型系")):
        return _LETTER_AT_HOME + 1.5
    third = symbols[at + 2] if end > at + 2 else "Ｚ"
    if not alone and symbols[at] == symbols[at + 1] and third in _EVERYDAY:
        return _UPPER_ALONE + _IN_A_WORD * 2  # somebody is called 悦悦
    return _UPPER_FIRST if third not in _EVERYDAY else _UPPER_ALONE


def _misplaced(bare: str, symbols: Mapping[int, str], at: int, state: str) -> bool:
    """Does a comma or the like stand where none can: at a beginning, after another, after an opening bracket?"""
    if symbols[at] not in "，。、；：":
        return False
    if at == 0 or bare.startswith(_ROLES, max(0, at - 2)) or bare.startswith("通讯员", max(0, at - 3)):
        return True
    before = symbols.get(at - 1, " ") if state == SYMBOLS else bare[at - 1]
    return before in "，。、；：（《“‘"


def narrow(text: str) -> str:
    """Full-width letters as half-width ones."""
    return "".join(chr(ord(char) - 0xFEE0) if "！" <= char <= "～" else char for char in text)


@cache
def rarity_of(word: str) -> float | None:
    """What a word costs, or None where jieba's table does not list it."""
    from search.text import rarity

    price = rarity(word)
    return None if price == rarity("\x00") else price + WORD  # of what it does not know, it says the median


def is_hanzi(text: str) -> bool:
    """Is this a hanzi, as they are in everyday use?"""
    return "一" <= text <= "鿿"
