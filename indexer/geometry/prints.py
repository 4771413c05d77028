"""What is known of one line of print, where it stands included?

A `Print` is a block of the page with its setting at hand, and with what its words alone give away: that it is a byline
or a credit, that it opens a story with a dateline, that it ends a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from ..byline import lead
from ..page import Block, Setting
from ..repair.line import ends_sentence
from ..signs import is_credit, is_photo_credit
from .box import Box

_DATELINE = re.compile(r"[^，。；！？]{0,24}(?:讯|电|新华|中新|社)")
_SENTENCE = re.compile(r"[，。；、]")
_HANZI = re.compile(r"[一-鿿]")
_SIGNS = re.compile(r"记者|通讯员|实习|摄|作者|图|文|[□■◎●○◆▲]|来源|整理|编辑|^[（(]")


@dataclass(frozen=True)
class Print:
    """A line of print.

    Attributes:
        number: which block of the page it is.
        text: as printed, with its blanks.
        setting: how it is set.
        room: the number of the frame that it stands in, -1 for the page itself.
        banner: it stands alone in a small frame of its own, as labels do.
    """

    number: int
    text: str
    setting: Setting
    room: int = -1
    banner: bool = False

    @property
    def box(self) -> Box:
        """Where it stands."""
        return self.setting.box

    @property
    def size(self) -> float:
        """Of its type, in points."""
        return self.setting.size

    @property
    def em(self) -> float:
        """The width of a hanzi."""
        return self.setting.em

    @property
    def style(self) -> tuple[str, int]:
        """Its face and size: lines that have the same duty on a page are set alike."""
        return self.setting.font, round(self.size * 2)

    @cached_property
    def bare(self) -> str:
        """Its text without blanks."""
        return "".join(self.text.split())

    @cached_property
    def credit(self) -> bool:
        """It is a byline or a credit, whole."""
        return bool(_SIGNS.search(self.text)) and len(self.bare) <= 60 and is_credit(self.text)

    @cached_property
    def photo_credit(self) -> bool:
        """It is a picture's credit."""
        return self.credit and is_photo_credit(self.text)

    @cached_property
    def dated(self) -> bool:
        """It begins with a dateline."""
        return bool(_DATELINE.match(self.text) and lead(self.text).dateline)

    @cached_property
    def ends(self) -> bool:
        """It ends a sentence."""
        return ends_sentence(self.bare)

    @property
    def running(self) -> bool:
        """It has marks that running text has and headlines seldom."""
        return bool(_SENTENCE.search(self.text))

    @property
    def words(self) -> bool:
        """It has hanzi."""
        return bool(_HANZI.search(self.text))


def prints_of(blocks: Sequence[Block], without: frozenset[int]) -> list[Print]:
    """The lines of a page that are no furniture."""
    return [
        Print(number, block.text, block.setting)
        for number, block in enumerate(blocks)
        if block.setting is not None and number not in without and block.text.strip()
    ]
