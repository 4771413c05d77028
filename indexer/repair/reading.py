"""Of all the ways to read a text in which some hanzi may be garbled symbols, which is the likeliest?

`founder.decode748` says what a hanzi *would* stand for; 院 would be a colon, 员 a one, 月 a B. Whether it does is a
question of its neighbours: 他说院野对冶遥 is 他说：“对”。, but 医院 is a hospital. So a text is read like a sentence
with unknown word boundaries (the way jieba finds words): every character belongs to a word, or is the image of a
symbol; each word and each symbol has a price, the negative logarithm of how often it is met; the cheapest reading wins.

Prices of words come from jieba's table of frequencies (`search.text.rarity`), those of symbols from `symbols`. White
space is read through: words are letter-spaced now and then.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from .symbols import (
    AFTER_DIGIT,
    DIGITS,
    EVERYTHING,
    LETTERS,
    LONGEST_WORD,
    SYMBOLS,
    UNLISTED,
    is_hanzi,
    kind_of,
    offers,
    rarity_of,
)

PAIRS = {"“": "”", "‘": "’", "（": "）", "《": "》", "〈": "〉", "『": "』", "「": "」", "【": "】", "〔": "〕"}
_CLOSERS = {closer: opener for opener, closer in PAIRS.items()}


@dataclass(frozen=True, slots=True)
class _Step:
    """The cheapest way to a place in the text: its price so far, where the last piece began, after what, as what."""

    price: float
    start: int
    before: str
    symbols: str


def read(text: str, images: Mapping[str, str], kinds: frozenset[str] = EVERYTHING, toll: float = 0.0) -> str:
    """The likeliest reading of a text, character for character as long as the text.

    Args:
        text: running text; line feeds separate paragraphs, other white space does not count.
        images: what each hanzi would stand for.
        kinds: only symbols of these kinds are read.
        toll: what each run of images must save over reading it as words; 0 where the text is known to be garbled.
    """
    return "\n".join(_paragraph(paragraph, images, kinds, toll)[0] for paragraph in text.split("\n"))


def saved(text: str, images: Mapping[str, str], kinds: frozenset[str]) -> float:
    """By how much the likeliest reading of a text is cheaper than to read it as it stands; 0 if it is that."""
    total = 0.0
    for paragraph in text.split("\n"):
        _, bare, price = _paragraph(paragraph, images, kinds, 0.0)
        if price is not None:
            total += _cheapest(bare, {}, False, 0.0)[2] - price
    return total


def _paragraph(
    text: str, images: Mapping[str, str], kinds: frozenset[str], toll: float
) -> tuple[str, str, float | None]:
    """A paragraph read; what was read of it; and the price, or None where it was read as it stands."""
    places = [at for at, char in enumerate(text) if not char.isspace()]
    bare = "".join(text[at] for at in places)
    wanted = {char: symbol for char, symbol in images.items() if kind_of(symbol) in kinds}
    if DIGITS in kinds:
        wanted |= {char: symbol for char, symbol in images.items() if symbol in AFTER_DIGIT or symbol == "·"}
    symbols = {at: wanted[char] for at, char in enumerate(bare) if char in wanted}
    if not symbols:
        return text, bare, None
    found, words, price = _cheapest(bare, symbols, SYMBOLS in kinds, toll)
    if not found:
        return text, bare, None
    _balance(bare, symbols, found, words)
    chars = list(text)
    for at, symbol in found.items():
        chars[places[at]] = symbol
    return "".join(chars), bare, price


def _cheapest(
    bare: str, symbols: Mapping[int, str], marks: bool, toll: float
) -> tuple[dict[int, str], set[int], float]:
    """Which places are read as which symbol, which places are inside a word of several hanzi, and what it costs.

    Without `marks`, signs are read only as part of a number.
    """
    steps: list[dict[str, _Step]] = [{} for _ in range(len(bare) + 1)]
    steps[0][""] = _Step(0.0, 0, "", "")
    for at in range(len(bare)):
        nearest = min(steps[at], key=lambda state: steps[at][state].price)
        for length, price, state in _plain(bare, at):
            _offer(steps, at, nearest, length, price, state, "")
        for state in tuple(steps[at]):
            for read_as, price in offers(bare, symbols, marks, at, state):
                fee = toll if toll and state not in (DIGITS, LETTERS) else 0.0
                _offer(steps, at, state, len(read_as), price + fee, _state_after(read_as), read_as)
    found: dict[int, str] = {}
    words: set[int] = set()
    at = len(bare)
    state = min(steps[at], key=lambda name: steps[at][name].price)
    total = steps[at][state].price
    while at > 0:
        step = steps[at][state]
        found.update({step.start + index: symbol for index, symbol in enumerate(step.symbols)})
        if not step.symbols and at - step.start > 1:
            words.update(range(step.start, at))
        at, state = step.start, step.before
    return found, words, total


def _offer(
    steps: list[dict[str, _Step]], at: int, before: str, length: int, price: float, state: str, symbols: str
) -> None:
    """Takes a piece of text that begins at `at` for the cheapest so far, if it is."""
    total = steps[at][before].price + price
    held = steps[at + length].get(state)
    if held is None or total < held.price:
        steps[at + length][state] = _Step(total, at, before, symbols)


def _plain(bare: str, at: int) -> Iterator[tuple[int, float, str]]:
    """The words that begin here, as they stand: length, price, and the state they leave behind."""
    char = bare[at]
    if not is_hanzi(char):
        real = kind_of(char)
        yield 1, 0.0, "figure" if real == DIGITS else "latin" if real == LETTERS else "mark"
        return
    single = rarity_of(char)
    yield 1, UNLISTED if single is None else single, "word"
    for length in range(2, min(LONGEST_WORD, len(bare) - at) + 1):
        price = rarity_of(bare[at : at + length])
        if price is not None:
            yield length, price, "word"


def _state_after(read_as: str) -> str:
    """What the symbols just read leave behind; a per cent sign is still a figure."""
    return "figure" if read_as[-1] in "％℃‰°" else kind_of(read_as[-1])


def _balance(bare: str, symbols: Mapping[int, str], found: dict[int, str], words: set[int]) -> None:
    """Brackets come in pairs: looks for the missing partner of each, and takes back those that have none.

    A lone 《 is the surname 叶; a 『 whose 』 (一, the commonest of hanzi) was not seen gets the next one that fits.
    """
    open_at: dict[str, int] = {}
    lone: list[int] = []
    for at in range(len(bare)):
        symbol = found.get(at, bare[at])
        if symbol in PAIRS:
            if (before := open_at.pop(symbol, None)) is not None:
                lone.append(before)
            open_at[symbol] = at
        elif opener := _CLOSERS.get(symbol):
            if open_at.pop(opener, None) is None and symbol != "’":  # ’98 closes nothing
                lone.append(at)
        elif (
            (opener := _CLOSERS.get(symbols.get(at, ""), "“")) in "『〈「〔"
            and at not in words
            and 1 < at - open_at.get(opener, at) <= 20
        ):
            found[at] = symbols[at]
            del open_at[opener]
    for at in (*lone, *open_at.values()):
        found.pop(at, None)


__all__ = ["DIGITS", "EVERYTHING", "LETTERS", "PAIRS", "SYMBOLS", "kind_of", "read", "saved"]
