"""Which names may have been meant that are no word of the vocabulary's?

A person or a place that stands in the text of an article, and in no byline, is seldom a word of the segmenter's. The
index knows it by its pairs of characters alone, which it can look up and cannot list. So guesses are made up here and
held against it: a text that stands nowhere, with one character replaced by one that sounds like it, and the characters
that three or four syllables may stand for. Of a guess every pair must stand somewhere (`Vocabulary.frequency`, a few
hundred questions); whether it stands there itself is asked of the likeliest few by whoever offers it.

A pair of the text that stands nowhere is where the slip is: only its two characters are tried. In a large archive most
pairs do stand somewhere, by chance. What tells a name is how much *oftener* than by chance its characters meet.

Syllables are put together from the two neighbours that the fewest pairs of characters sound like; where even these are
more than there is room to ask for (`shi yi`: thousands), nothing is offered. So pinyin finds a name of the text only
where its syllables have few characters. A slip that does not sound alike is not looked for: it may be any character.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache
from math import log

from .slips import HOMOPHONE, apartness
from .spelling import Spelling
from .vocabulary import Vocabulary

MOST_PAIRS = 250
"""So many questions are asked about a text."""

MOST_HELD = 100
"""So many beginnings of what is spelt are followed, those whose characters meet most."""

UNLISTED = 15.0
"""What a name costs that is no word (`Vocabulary.cost`): more than a word of one article, for it may be none."""

_BOND = 0.4
_CLOSEST = 6.0
_APART = log(1 / 4)
"""The least bond of two characters that are offered by themselves. What they are held against is how often two such
characters are in one article by chance; that they then stand side by side is some hundred times rarer."""


def unlisted(vocabulary: Vocabulary, run: str, as_typed: str) -> Iterator[tuple[str, int, float]]:
    """What a bare run may be that stands nowhere: the run with one character replaced, which, and its cost.

    Args:
        as_typed: its characters before they were folded.
    """
    if vocabulary.frequency is None or vocabulary.stands(run):
        return
    ask = lru_cache(maxsize=None)(vocabulary.frequency)
    broken = {at for at in range(len(run) - 1) if not ask(run[at : at + 2])}
    tried = sorted(
        (min(apartness(run[at], char), apartness(as_typed[at], char)), at, char)
        for at in range(len(run))
        if broken <= {at - 1, at}
        for char in vocabulary.sounds.about_like(run[at], as_typed[at])
        if char != run[at]
    )
    for apart, at, char in tried:
        if ask.cache_info().misses >= MOST_PAIRS:
            break
        text = run[:at] + char + run[at + 1 :]
        met = [text[begin : begin + 2] for begin in (at - 1, at) if 0 <= begin < len(run) - 1]
        if vocabulary.known(text) or not all(map(ask, met)):
            continue
        bond = min(_bond(vocabulary, ask, pair) for pair in met)
        if len(run) > 2 or bond >= _APART:
            yield text, at, HOMOPHONE + apart + _cost(bond)


def spelt(vocabulary: Vocabulary, spelling: Spelling) -> Iterator[tuple[str, float]]:
    """What three or four syllables may stand for, and its cost but for that of pinyin."""
    if vocabulary.frequency is None or not 3 <= len(spelling) <= 4:
        return
    ask = lru_cache(maxsize=None)(vocabulary.frequency)
    choices = [sorted(token.chars(vocabulary.sounds)) for token in spelling]
    begin = min(range(len(choices) - 1), key=lambda at: len(choices[at]) * len(choices[at + 1]))
    end = begin + 1
    found = [(_CLOSEST, char) for char in choices[begin]]
    while end - begin < len(choices):
        ahead = begin == 0 or (end < len(choices) and len(choices[end]) <= len(choices[begin - 1]))
        begin, end = (begin, end + 1) if ahead else (begin - 1, end)
        more = choices[end - 1] if ahead else choices[begin]
        ends = {text[-1] if ahead else text[0] for _, text in found}
        if ask.cache_info().misses + len(ends) * len(more) > MOST_PAIRS:
            return
        pairs = [end + char if ahead else char + end for end in ends for char in more]
        bonds = {pair: _bond(vocabulary, ask, pair) for pair in pairs if ask(pair)}
        longer = [
            (min(bond, bonds[pair]), text + char if ahead else char + text)
            for bond, text in found
            for char in more
            if (pair := text[-1] + char if ahead else char + text[0]) in bonds
        ]
        found = sorted(longer, reverse=True)[:MOST_HELD]
    yield from ((text, _cost(bond)) for bond, text in found if not vocabulary.known(text))


def _cost(bond: float) -> float:
    return UNLISTED - _BOND * min(bond, _CLOSEST)


def _bond(vocabulary: Vocabulary, ask: Callable[[str], int], pair: str) -> float:
    """How much oftener than by chance two characters meet, as a natural logarithm: their pointwise mutual information,
    as far as numbers of articles tell it."""
    together, one, other = (log(max(1, ask(text))) for text in (pair, *pair))
    return together + log(vocabulary.most) - one - other
