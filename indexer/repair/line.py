"""What is known of one line of a page, before its neighbours are asked?"""

from __future__ import annotations

import re
from dataclasses import dataclass

from search.text import is_known_word, words

_TERMINAL = re.compile(r"(?:[。！？!?]|…|——)[”’」』）)》]*$|[。！？][”’]?[（(][^（）()。]{2,24}[）)]$")
_HALF_TERMINAL = re.compile(r"[：:；;”’」』）)》，]$")
_SQUEEZABLE = re.compile(r"[，。、；：？！“”‘’（）《》「」『』〈〉【】·]")
_FIGURE = re.compile(r"\d$")
_COUNTED = re.compile(r"[\d年月日时点分秒个名人位家户艘辆只条件项次层度米吨元万亿岁周天％%℃]")
_PHRASES = re.compile(r"[^\s，。；：《》]{4,}(?: [^\s，。；：《》]{4,})+")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a page, its characters repaired, its letter-spacing closed.

    Attributes:
        number: which block of the page it is.
        text: as running text.
        display: as a headline, with the spaces that headlines keep.
        cells: the width of `text`, in half-width cells.
        spaced: it was letter-spaced, so it filled its column.
        indented: its indent is in the file.
        opens: it begins a story, by its dateline, so it begins a paragraph.
        titled: it begins inside a 《 that a line before it opened.
        gap: blank lines before it.
    """

    number: int
    text: str
    display: str
    cells: int
    spaced: bool = False
    indented: bool = False
    opens: bool = False
    titled: bool = False
    gap: int = 0

    @property
    def ends_sentence(self) -> bool:
        """It ends where a paragraph may end."""
        return ends_sentence(self.text)

    @property
    def half_ends(self) -> bool:
        """It ends where a paragraph may end if it must: after a colon, a bracket, a comma of a list."""
        return bool(_HALF_TERMINAL.search(self.text))

    @property
    def phrased(self) -> bool:
        """It is two phrases side by side, as subheads are: 强化引领 彰显力度."""
        return not (self.spaced or self.titled) and bool(_PHRASES.fullmatch(self.display))

    @property
    def squeezable(self) -> int:
        """By how many cells its punctuation may have been squeezed to make it fit."""
        return min(4, len(_SQUEEZABLE.findall(self.text)))


def ends_sentence(text: str) -> bool:
    """Does a text end where a paragraph may end?"""
    return bool(_TERMINAL.search(text))


def cuts_word(before: str, after: str) -> bool:
    """Does a known word, or a number and what it counts (6 | 月1日), run over the border between two texts?

    A column breaks words anywhere, a headline does not.
    """
    if _FIGURE.search(before) and _COUNTED.match(after):
        return True
    tail, head = before[-4:], after[:4]
    whole = tail + head
    at = 0
    for word in words(whole):
        at = whole.find(word, at)
        if at < len(tail) < at + len(word):
            return is_known_word(word)
        at += len(word)
    return False
