"""What does a line of a page show itself to be, before its neighbours are asked?

Jumps, pointers and bylines are known by their words; they become `Item`s here. Every other line may be running text
or display, which only the column can tell: it becomes a `Line`, its characters repaired and its letter-spacing
closed, for `repair.lines` to judge. Furniture (masthead, folio, staff box) is gone by now, and so are ornaments:
lines without a letter.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from search.text import is_known_word

from .byline import credit_line, lead
from .item import PHOTO_ROLES, Item, Kind
from .jump import jump_from, jump_to, pointer
from .names import Trust, is_surname, read_names
from .page import Page
from .repair.founder import decode748, garbled, repair_line_start, repair_running
from .repair.line import Line
from .repair.spacing import cells, close, leaves_title_open

SPACED = 0.3
"""Spaces for each character from which on a line was letter-spaced."""

_ARROWS = frozenset("▶◀▼➡⬅⇨⇦")
_BULLETS = frozenset("□■●◎○◆◇▲△")
_ORNAMENT = re.compile(r"[\W_]+")
_CLOSES = re.compile(r"[。！？”’」』）)》…：；]")
_BULLET = re.compile(r"[□■●◎○◆◇▲△▷▶★☆]")
_BULLETED = re.compile(r"^[□■●◎○◆◇▲△]")
_ROLES = re.compile(r"(?:本报|本刊)?(?:首席|见习|实习|特约|全媒体|融媒体)?(?:记者|通讯员)")
_BROKEN_ROLE = re.compile(r"[□■●◎○◆◇▲△]\s*(?:本报)?记")
_NO_WORDS = "阴姻茵荫寅"  # bullets garbled to hanzi that are hardly words by themselves
_SIGNED = re.compile(r"[一-鿿]{0,6}(?:记者|通讯员|评论员|作者|摄影)")
_NAMED = re.compile(rf"{_ROLES.pattern}(?:[ \u3000]+[一-鿿·]{{2,4}})+")
_ROLE_WORD = re.compile("|".join(r"[ \u3000]*".join(word) for word in ("记者", "通讯员", "摄影", "本报", "新华社")))
_SIGNED_BRACKET = re.compile(r"[（(][^）)]{0,12}(?:记者|通讯员|实习生|作者|摄|[文图]\s?[/／])[^）)]*$")
_MARKED_NAME = re.compile(r"(?P<mark>[阴姻茵荫寅因音银吟殷])(?P<name>[一-鿿]{3}|[一-鿿][ \u3000]+[一-鿿])")
_GAP = re.compile(r"(?<=\S)[ \u00a0\u2000-\u200a\u3000]+(?=\S)")
_INDENT = re.compile(r"^[ \t\u00a0]*\u3000{1,3}(?!\u3000)(?=\S)|^[ \t\u00a0]{4,8}(?=\S)")


def signs(page: Page, furniture: frozenset[int]) -> Iterator[Line | Item]:
    """The lines of a dumped page: items where they show themselves to be something else than text.

    Args:
        page: one block a line.
        furniture: numbers of the blocks that are no part of any article.
    """
    return _credits_joined(_pieces(page, furniture))


def is_credit(text: str) -> bool:
    """Is a line a byline or a photo credit, whole (its brackets closed), and not a dateline?"""
    whole = sum(text.count(mark) for mark in "（(【[") == sum(text.count(mark) for mark in "）)】]")
    return whole and credit_line(text) is not None and not lead(text).dateline


def is_photo_credit(text: str) -> bool:
    """Is a line a credit of pictures only?"""
    credit = credit_line(text)
    return credit is not None and bool(credit.authors) and all(a.role in PHOTO_ROLES for a in credit.authors)


def _pieces(page: Page, furniture: frozenset[int]) -> Iterator[Line | Item]:
    gap = 0
    titled = False
    lines = _brackets_whole(_roles_whole([_roles_closed(text) for text in _readable(page)]))
    for number, text in enumerate(lines):
        raw = repair_line_start(text)
        stripped = raw.strip()
        if not stripped:
            gap += 1
            continue
        if number not in furniture and not _says_nothing(stripped, lines, number):
            yield from _piece(number, raw, gap, titled)
            titled = leaves_title_open(stripped, titled)
        gap = 0


def _says_nothing(stripped: str, lines: Sequence[str], number: int) -> bool:
    """Is a line an ornament, or the bullet of a byline? The byline is known by its words."""
    if _BULLET.fullmatch(stripped):
        return True
    mark = (decode748(stripped) or "") if len(stripped) == 1 else ""
    if mark in _ARROWS:
        return bool(mark)  # garbled, an arrow is a hanzi that nobody writes
    if mark in _BULLETS:
        # A bullet is one that may as well be the last of a headline. A byline close by says what it is, or the same
        # hanzi alone elsewhere.
        near = any(_SIGNED.match(line.strip()) for line in lines[max(0, number - 4) : number + 7])
        return near or (stripped in _NO_WORDS and sum(line.strip() == stripped for line in lines) > 1)
    return bool(_ORNAMENT.fullmatch(stripped)) and not _CLOSES.search(stripped)


def _roles_closed(text: str) -> str:
    """A line with its words for roles closed up: letter-spacing may part the very words by which a byline is known."""
    return _ROLE_WORD.sub(lambda match: "".join(match[0].split()), text.rstrip("\r\n"))


def _roles_whole(lines: list[str]) -> list[str]:
    """The lines, 记者 that a narrow byline broke (□记 | 者林望舒) put together: behind a bullet 记 is no verb."""
    whole = list(lines)
    for at in range(len(whole) - 1):
        if _BROKEN_ROLE.fullmatch(whole[at].strip()) and whole[at + 1].strip().startswith("者"):
            whole[at], whole[at + 1] = "", whole[at].strip() + whole[at + 1].strip()
    return whole


def _brackets_whole(lines: list[str]) -> list[str]:
    """The lines, a signature in brackets that a narrow column broke in two (（记者 孟 | 帆）) put together."""
    whole = list(lines)
    filled = [at for at, line in enumerate(lines) if line.strip()]
    for at, below in pairwise(filled):
        first, second = whole[at].strip(), whole[below].strip()
        if first.startswith(("（", "(")) and second.endswith(("）", ")")) and _SIGNED_BRACKET.match(first):
            for between in ("", " "):
                if first.count("（") + first.count("(") == 1 and is_credit(f"{first}{between}{second}"):
                    whole[at], whole[below] = f"{first}{between}{second}", ""
                    break
    return whole


def _readable(page: Page) -> list[str]:
    """The lines of a page, garbled throughout or not: one character of the repair stands for one of the text."""
    lines = [block.text.replace("\n", " ") for block in page.blocks]
    whole = "\n".join(lines)
    kinds = garbled(whole)
    return repair_running(whole, kinds).split("\n") if kinds else lines


def _piece(number: int, raw: str, gap: int, titled: bool) -> Iterator[Line | Item]:
    """What one line is: an item, a line of text, or several where a jump stands in it."""
    stripped = raw.strip()
    if page := pointer(stripped):
        yield Item(Kind.POINTER, page, number, number, gap=gap)
        return
    back = jump_from(stripped)
    if back:
        yield Item(Kind.JUMP_FROM, back.page, number, number, gap=gap)
        stripped = back.rest
    on = jump_to(stripped)
    rest = on.rest if on else stripped
    if rest:
        if _NAMED.fullmatch(rest) and not is_credit(rest):
            rest = (
                f"□{rest}"  # its bullet was lost or stands on another line; with it, 记者 尧知秋 cannot be a sentence
            )
        rest = _mark_read(rest)
        if is_credit(rest):
            yield Item(Kind.CREDIT, rest, number, number, gap=gap)
        else:
            yield _line(number, raw if rest == raw.strip() else rest, gap, titled)
    if on:
        yield Item(Kind.JUMP_TO, on.page, number, number)


def _mark_read(text: str) -> str:
    """A name with its mark read, where the mark was garbled: 阴林　舟, 因阮知秋 are □林　舟, ◎阮知秋.

    A name of three hanzi is not padded and one of four is rare, so the first is none of the name's. Where it is an
    everyday word, only a usual surname behind it is believed.
    """
    match = _MARKED_NAME.fullmatch(text)
    if not match or is_known_word("".join(text.split())):
        return text
    mark, name = match["mark"], match["name"]
    if mark not in _NO_WORDS and not is_surname(name[0], plain=True):
        return text
    return f"□{name}" if read_names(name, Trust.LABELLED) else text


def _line(number: int, raw: str, gap: int, titled: bool) -> Line:
    stripped = raw.strip()
    text = close(stripped, in_title=titled)
    letters = len(text.replace(" ", ""))
    return Line(
        number,
        text,
        close(stripped, display=True),
        cells(text),
        spaced=len(_GAP.findall(stripped)) >= max(2, SPACED * letters),
        indented=bool(_INDENT.match(raw)),
        titled=titled,
        gap=gap,
    )


def _credits_joined(pieces: Iterator[Line | Item]) -> Iterator[Line | Item]:
    """Credits on lines one after the other are one credit: □记者 林望舒 / 通讯员 方照南."""
    held: Item | None = None
    for piece in pieces:
        credit = piece if isinstance(piece, Item) and piece.kind is Kind.CREDIT else None
        if held is not None and credit is not None and not _BULLETED.match(credit.text):
            whole = f"{held.text}\n{credit.text}"
            if is_credit(whole):
                held = replace(held, text=whole, last=credit.last)
                continue
        if held is not None:
            yield held
        held = credit
        if credit is None:
            yield piece
    if held is not None:
        yield held
