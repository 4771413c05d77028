"""In what shapes does the garbling of Founder codes surface on a page, and how well is it undone?

A font garbles what it holds. So the shapes are those in which a page changes fonts:

    throughout        one font for all: every symbol, figure and letter comes out as a hanzi
    digits, letters, marks
                      figures, Latin or punctuation come from a font of their own
    no marks          figures and Latin from one such font
    half-width        figures and Latin from the half-width part of the code (R2)
    some numbers      a figure or a name in another face, here and there: half of them
    some paragraphs   an editor's note, a sidebar: half of the paragraphs throughout

`garbled_by` makes them; `Score` counts what a repair made of them.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random

from indexer.repair.reading import DIGITS, EVERYTHING, LETTERS, SYMBOLS, kind_of

_RUN = re.compile(r"[0-9０-９A-Za-zＡ-Ｚａ-ｚ]+(?:[.．％%／/－-]+[0-9０-９A-Za-zＡ-Ｚａ-ｚ％%]*)*")


def garble(text: str, kinds: frozenset[str] = EVERYTHING) -> str:
    """The text as if its symbols of these kinds had gone through rule R1; ASCII counts as full-width."""
    return "".join(image(char) if char.strip() and kind_of(char) in kinds else char for char in text)


def image(char: str) -> str:
    """The hanzi that a symbol comes out as by R1; the symbol itself where it has no code."""
    wide = chr(ord(char) + 0xFEE0) if "!" <= char <= "~" else char
    code = wide.encode("gb18030")
    if len(code) != 2 or not 0xA1 <= code[0] <= 0xA3:
        return char
    return bytes((code[0] + 0x31, code[1])).decode("gb18030")


def half_width_image(char: str) -> str:
    """The hanzi that a figure or a letter comes out as by R2."""
    narrow = unicodedata.normalize("NFKC", char)
    if kind_of(char) == SYMBOLS or not "!" <= narrow <= "~":
        return char
    return bytes((0xA0, 0x80 + ord(narrow))).decode("gb18030")


def _some_numbers(text: str, rng: Random) -> str:
    return _RUN.sub(lambda run: garble(run[0]) if rng.random() < 0.5 else run[0], text)


def _some_paragraphs(text: str, rng: Random) -> str:
    return "\n".join(garble(part) if rng.random() < 0.5 else part for part in text.split("\n"))


def _of(*kinds: str) -> Callable[[str, Random], str]:
    return lambda text, _: garble(text, frozenset(kinds))


SHAPES: dict[str, Callable[[str, Random], str]] = {
    "throughout": _of(DIGITS, LETTERS, SYMBOLS),
    "digits": _of(DIGITS),
    "letters": _of(LETTERS),
    "marks": _of(SYMBOLS),
    "no marks": _of(DIGITS, LETTERS),
    "half-width": lambda text, _: "".join(map(half_width_image, text)),
    "some numbers": _some_numbers,
    "some paragraphs": _some_paragraphs,
}


def narrow(text: str) -> str:
    """The text with full-width forms as half-width ones: which of the two was printed is not in the code."""
    return unicodedata.normalize("NFKC", text)


@dataclass
class Score:
    """What a repair made of garbled texts, counted by the kind of symbol that was printed, or that was read.

    Attributes:
        right: garbled, and read as what was printed.
        missed: garbled, and not read as what was printed.
        wrong: read as something that was not printed.
        examples: of what was missed or wrong: printed, read, and what stands around it.
    """

    right: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)
    examples: list[tuple[str, str, str]] = field(default_factory=list)

    def add(self, printed: str, garbled: str, repaired: str) -> None:
        """Counts one text."""
        for at, (was, seen, now) in enumerate(zip(printed, garbled, repaired, strict=True)):
            same = was == now or narrow(was) == narrow(now)
            if was != seen:
                (self.right if same else self.missed)[kind_of(was)] += 1
            if now != seen and not same:
                self.wrong[kind_of(now)] += 1
            if not same:
                self.examples.append((was, now, printed[max(0, at - 8) : at + 8]))

    def precision(self, *kinds: str) -> float:
        """Of what was changed, the share that is now what was printed; 1 where nothing was changed."""
        return _share(self._sum(self.right, kinds), self._sum(self.wrong, kinds))

    def recall(self, *kinds: str) -> float:
        """Of what was garbled, the share that is now what was printed; 1 where nothing was garbled."""
        return _share(self._sum(self.right, kinds), self._sum(self.missed, kinds))

    def garbled(self, *kinds: str) -> int:
        """How many symbols were garbled."""
        return self._sum(self.right, kinds) + self._sum(self.missed, kinds)

    @staticmethod
    def _sum(counts: Counter[str], kinds: tuple[str, ...]) -> int:
        return sum(counts[kind] for kind in kinds or EVERYTHING)


def _share(part: int, rest: int) -> float:
    return part / (part + rest) if part + rest else 1.0
