"""Is this text garbled, throughout or here and there, and in which kinds of symbols?

Asked of an article, or a page. What is garbled throughout leaves no symbol of its kind that came out right, and images
of them in plenty; what is garbled here and there shows where reading the images as symbols *saves* much (`reading`).
Saving is measured sentence by sentence, only in those that hold a *candidate*: two figures' images in a row, one before
what is counted, a known Latin word's images, and the like. In 3.7 million characters of clean text no sentence saves
more than 10 (somebody is called 园园), and those of an article together not more than 7, with `DOUBT` taken off each.
"""

from __future__ import annotations

import re
from functools import cache

from . import latin
from .reading import DIGITS, EVERYTHING, LETTERS, SYMBOLS, kind_of, read, saved
from .table import class_of, images

PROVEN, PROVEN_LETTERS = 10.0, 6.0
"""What the sentences of a text must save for it to be garbled here and there; letters alone hardly ever seem to."""
DOUBT = 3.0
"""What each of them must save to count; so much is taken off."""

_MARKS = "，。、；：“”（）《》！？"
_MARK_IMAGES = frozenset("袁遥尧曰院野冶渊冤叶曳浴钥")
_SENTENCE = re.compile(r"(?<=[，。；：！？\n])")


def sentences(text: str) -> list[str]:
    """A text in pieces that end with a mark or a line; together they are the text."""
    return _SENTENCE.split(text)


def evidence(text: str, kinds: frozenset[str]) -> float:
    """What the sentences of a text save, those taken off that hardly save anything.

    What is read alike in several counts once: the same name stands in many.
    """
    candidate = candidates(kinds)
    savings: dict[str, float] = {}
    for sentence in filter(candidate.search, sentences(text)):
        if (saving := saved(sentence, images(), kinds)) > DOUBT:
            reading = read(sentence, images(), kinds)
            changed = "".join(old if old != new else " " for old, new in zip(sentence, reading, strict=True))
            savings[" ".join(changed.split())] = saving - DOUBT
    return sum(savings.values())


@cache
def candidates(kinds: frozenset[str]) -> re.Pattern[str]:
    """What a sentence has that is worth a look, if figures or letters may be garbled in it."""
    figure, real = class_of("０１２３４５６７８９"), "[0-9０-９]"
    some = []
    if DIGITS in kinds:
        some += [f"{figure}{{2}}", f"{figure}(?=[年月日时岁名个号期点例元万亿多余{class_of('％')[1:-1]}])"]
        some += [f"{real}[．.·∶:]{figure}", f"{figure}[．.·∶:]{real}"]
    if LETTERS in kinds:
        capital = class_of("".join(map(chr, range(0xFF21, 0xFF3B))))
        # Without those that are everyday words: 月云运载再在杂灾.
        rare = class_of("ＡＣＤＥＧＨＩＪＬＭＮＯＰＱＲＴＵＷ")
        known = sorted({_imaged(word) for word in (*latin.WORDS, *latin.HOMES)})
        units = sorted({_imaged(word) for unit in latin.UNITS for word in (unit, unit.lower())})
        some += [f"{rare}{capital}", f"{capital}{rare}", f"{real}{rare}", f"{rare}{real}", "|".join(known)]
        some += [f"(?:{real}|{figure})(?:{'|'.join(units)})"]
        some += sorted({_imaged(pair) for pair in latin.TELLING})
        some += [f"（{capital}(?:、{capital})+）", class_of("".join(map(chr, range(0xFF41, 0xFF5B)))) + "{4}"]
    return re.compile("|".join(some) or "(?!)")


def _imaged(word: str) -> str:
    """What a word's letters come out as."""
    wide = {symbol: hanzi for hanzi, symbol in images().items()}
    return "".join(wide.get(chr(ord(char) + 0xFEE0), char) if "!" <= char <= "~" else char for char in word)


def garbled(text: str) -> frozenset[str]:
    """Which kinds of symbols (`DIGITS`, `LETTERS`, `SYMBOLS` of `reading`) are garbled throughout a text.

    Ask this of a whole article (or a page that is one), and hand the answer to `repair_running` for its pieces: a
    headline alone has too few symbols to tell.
    """
    kinds = set()
    if marks_gone(text, max(3, len(text) // 100)):
        kinds.add(SYMBOLS)
    if not any(char.isdecimal() for char in text) and (kinds or evidence(text, frozenset((DIGITS,))) >= PROVEN):
        kinds.add(DIGITS)
    if not any(kind_of(char) == LETTERS for char in text) and (
        kinds or evidence(text, frozenset((LETTERS,))) >= PROVEN_LETTERS
    ):
        kinds.add(LETTERS)
    return frozenset(kinds)


def marks_gone(text: str, least: int) -> bool:
    """Has a text the images of so many marks, and next to no mark?"""
    marks = sum(map(text.count, _MARKS))
    if sum(char in _MARK_IMAGES for char in text) <= 5 * marks:
        return False
    reading = read(text, images(), frozenset((SYMBOLS,)))
    seen = [at for at, (old, new) in enumerate(zip(text, reading, strict=True)) if old != new and new in _MARKS]
    if len(seen) <= 5 * marks or len(seen) < least:
        return False
    # Of one mark alone it may be the hanzi, printed several times: 尧 is the image of 、. Then its neighbours recur.
    neighbours = {text[max(0, at - 1) : at] for at in seen}, {text[at + 1 : at + 2] for at in seen}
    return len({reading[at] for at in seen}) > 1 or (len(seen) > 3 and min(map(len, neighbours)) > 3)


__all__ = ["DIGITS", "EVERYTHING", "LETTERS", "SYMBOLS", "candidates", "evidence", "garbled", "marks_gone", "sentences"]
