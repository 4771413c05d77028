"""What may the reader have meant by a run of characters?

Every name or word that the run may be a slip of (`slips`) or may spell in pinyin (`spelling`) is a *guess*, and so is
the run with one piece of it put right: 碱篷草防治 → 碱蓬草防治. Guesses are weighed by one measure, the cost of the
words that the run then falls into (`Vocabulary.cost`) and of the slip. The run as it was typed has a cost too, that of
the words it falls into without a slip: a guess that costs much more is not offered. So 台风, which is well known,
brings no 抬风, and a phrase whose words are all in order is left alone.

The words are the index's own. jieba is not asked: what it makes of a word with a slip in it is chance.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ..text import bare, offsets
from . import grams
from .pinyin import usual
from .records import Kind, Suggestion
from .slips import slips
from .spelling import Spelling, is_spelt, spellings
from .vocabulary import Lexicon, Vocabulary

MARGIN = 5.0
"""How much more than the run as typed a guess may cost."""

MOST_CHARACTERS = 60
"""No run longer than this is guessed at."""

LONGEST_PIECE = 6
LONGEST_NAME = 4
MOST_PIECES = 60
MOST_ASKED = 20
MOST_FILTERED = 6
"""So many guesses are looked up in the index: fewer where `Vocabulary.frequency` sorts most of them out before."""

MOST_SORTED_OUT = 50
"""So many are sorted out, each by a question."""

FEW = 30
"""So many words may share their initials, and they are still offered."""

_SPELT, _ABOUT, _SHORT, _ODD_READING = 2.0, 5.0, 2.0, 4.0


@dataclass(frozen=True, slots=True)
class Guess:
    """What a run may be: `by` in the place of its bare characters from `begin` to `end`."""

    cost: float
    by: str
    kind: Kind
    begin: int
    end: int


def suggest(vocabulary: Vocabulary, text: str, limit: int = 3) -> tuple[Suggestion, ...]:
    """What may have been meant by a run: names and words of the index, the likeliest first, never the run itself.

    Args:
        text: one run as typed; pinyin may have spaces in it.
    """
    return _chosen(vocabulary, text, sorted(_guesses(vocabulary, text), key=_order), limit)


def suggest_value(vocabulary: Vocabulary, field: str, text: str, limit: int = 3) -> tuple[Suggestion, ...]:
    """What value of a field may have been meant, the likeliest first, never the text itself."""
    lexicon, values = vocabulary.field(field)
    guesses = sorted(_whole(vocabulary, lexicon, text), key=_order)
    found: dict[str, Suggestion] = {}
    for guess in guesses:
        value = values[guess.by]
        if guess.by != bare(text):
            found.setdefault(guess.by, Suggestion(value.text, text.strip(), value.text, guess.kind, value.articles))
    return tuple(found.values())[:limit]


def _order(guess: Guess) -> tuple[float, str, int]:
    return guess.cost, guess.by, guess.begin


def _guesses(vocabulary: Vocabulary, text: str) -> Iterator[Guess]:
    run = bare(text)
    if not 2 <= len(run) <= MOST_CHARACTERS:
        return
    costs = _costs(vocabulary, run)
    bound = costs[len(run)] + MARGIN
    found = [*_whole(vocabulary, vocabulary.lexicon, text), *_pieces(vocabulary, text, costs)]
    if is_spelt(text):
        found += _phrases(vocabulary, text)
    found += _unlisted(vocabulary, text)
    yield from (guess for guess in found if guess.cost <= bound)


def _chosen(vocabulary: Vocabulary, text: str, guesses: Sequence[Guess], limit: int) -> tuple[Suggestion, ...]:
    """The first of the guesses that are different and, as far as that can be told, somewhere in the index."""
    run, places = bare(text), offsets(text)
    found: dict[str, Suggestion] = {}
    room = MOST_ASKED if vocabulary.frequency is None else MOST_FILTERED
    sorted_out = 0
    for guess in guesses:
        if len(found) == limit:
            break
        whole = guess.begin == 0 and guess.end == len(run)
        key = run[: guess.begin] + guess.by + run[guess.end :]
        if key == run or key in found:
            continue
        articles = vocabulary.articles(guess.by)
        if vocabulary.count is not None and not (whole and articles):
            if not room or sorted_out == MOST_SORTED_OUT:
                continue
            if vocabulary.frequency is not None and not vocabulary.frequency(key):
                sorted_out += 1
                continue
            room -= 1
            articles = vocabulary.count(key)
        if not articles and vocabulary.count is not None:
            continue
        first, last = places[guess.begin], places[guess.end - 1] + 1
        by = vocabulary.printed(guess.by)
        put_right = by if whole else text[places[0] : first] + by + text[last : places[-1] + 1]
        found[key] = Suggestion(put_right, text[first:last], by, guess.kind, articles)
    return tuple(found.values())


def _whole(vocabulary: Vocabulary, lexicon: Lexicon, text: str) -> Iterator[Guess]:
    """Guesses that put one name or word in the place of the whole run."""
    run = bare(text)
    if not run or len(run) > MOST_CHARACTERS:
        return
    for word, (kind, cost) in slips(vocabulary, lexicon, run, _as_typed(text)).items():
        yield Guess(cost + vocabulary.cost(word), word, kind, 0, len(run))
    if is_spelt(text):
        for word, cost in _spelt(vocabulary, lexicon, text).items():
            yield Guess(cost + vocabulary.cost(word), word, "pinyin", 0, len(run))


def _as_typed(text: str) -> str:
    """The characters of the bare text before they were folded."""
    return "".join(text[at] for at in offsets(text))


def _spelt(vocabulary: Vocabulary, lexicon: Lexicon, text: str) -> dict[str, float]:
    """The words that a text spells in pinyin, with what is against each."""
    found: dict[str, float] = {}
    sounds = vocabulary.sounds
    for spelling in spellings(sounds, text):
        for about in (False, True):
            for word in lexicon.like([token.chars(sounds, about=about) for token in spelling]):
                found.setdefault(word, _SPELT + _ABOUT * about)
        best = sorted(found, key=lambda word: found[word] + vocabulary.cost(word))[: 2 * FEW]
        for word in best:
            if len(word) == len(spelling) and not _reads(word, spelling):
                found[word] += _ODD_READING
    if found:
        return found
    short: dict[str, None] = {}
    for spelling in spellings(sounds, text, shortened=True):
        short |= dict.fromkeys(lexicon.like([token.chars(sounds) for token in spelling]))
    if len(short) > FEW:
        short = {word: None for word in short if word in vocabulary.names}
    return dict.fromkeys(short, _SPELT + _SHORT) if len(short) <= FEW else {}


def _reads(word: str, spelling: Spelling) -> bool:
    """Is this how the word is usually read?"""
    return all(token.char == char or token.letters == char for token, char in zip(spelling, usual(word), strict=False))


def _costs(vocabulary: Vocabulary, run: str) -> list[float]:
    """What the first 0, 1, 2 … characters of a run cost, cut into words as cheaply as can be."""
    costs = [0.0]
    for end in range(1, len(run) + 1):
        ways = [costs[end - 1] + vocabulary.cost(run[end - 1])]
        for begin in range(max(0, end - 12), end - 1):
            if vocabulary.known(piece := run[begin:end]):
                ways.append(costs[begin] + vocabulary.cost(piece))
        costs.append(min(ways))
    return costs


def _rest_costs(vocabulary: Vocabulary, run: str) -> list[float]:
    """What a run costs from character 0, 1, 2 … on."""
    costs = [0.0] * (len(run) + 1)
    for begin in range(len(run) - 1, -1, -1):
        ways = [costs[begin + 1] + vocabulary.cost(run[begin])]
        for end in range(begin + 2, min(begin + 12, len(run)) + 1):
            if vocabulary.known(piece := run[begin:end]):
                ways.append(costs[end] + vocabulary.cost(piece))
        costs[begin] = min(ways)
    return costs


def _pieces(vocabulary: Vocabulary, text: str, costs: Sequence[float]) -> Iterator[Guess]:
    """Guesses that put one piece of a run right."""
    run, as_typed = bare(text), _as_typed(text)
    rest = _rest_costs(vocabulary, run)
    for begin, end in _suspects(vocabulary, run, costs):
        outside = costs[begin] + rest[end]
        piece = run[begin:end]
        # What does not sound alike tells too little of a piece of two characters.
        found = slips(vocabulary, vocabulary.lexicon, piece, as_typed[begin:end], shape=len(piece) > 2)
        for word, (kind, cost) in found.items():
            yield Guess(outside + cost + vocabulary.cost(word), word, kind, begin, end)


def _suspects(vocabulary: Vocabulary, run: str, costs: Sequence[float]) -> list[tuple[int, int]]:
    """The pieces of a run that may have a slip in them, short ones first: those with a character that is no part of a
    word, and the words, for a slip may be a word by chance."""
    lone: set[int] = set()
    words: list[tuple[int, int]] = []
    end = len(run)
    while end:
        begin = next(
            begin
            for begin in range(max(0, end - 12), end)
            if (begin == end - 1 or vocabulary.known(run[begin:end]))
            and abs(costs[begin] + vocabulary.cost(run[begin:end]) - costs[end]) < 1e-6
        )
        if begin == end - 1:
            lone.add(begin)
        else:
            words.append((begin, end))
        end = begin
    pieces = {
        (begin, begin + length)
        for length in range(2, min(LONGEST_PIECE, len(run) - 1) + 1)
        for begin in range(len(run) - length + 1)
        if not lone.isdisjoint(range(begin, begin + length)) and not vocabulary.known(run[begin : begin + length])
    }
    pieces.update((begin, end) for begin, end in words if end - begin < len(run))
    return sorted(pieces, key=lambda piece: (piece[1] - piece[0], piece))[:MOST_PIECES]


def _phrases(vocabulary: Vocabulary, text: str) -> Iterator[Guess]:
    """Guesses of several words in a row that a text spells."""
    sounds, length = vocabulary.sounds, len(bare(text))
    for spelling in spellings(sounds, text)[:2]:
        if len(spelling) < 3:
            continue
        best: list[list[tuple[float, str]]] = [[(0.0, "")]]
        for end in range(1, len(spelling) + 1):
            ways: list[tuple[float, str]] = []
            for begin in range(max(0, end - LONGEST_PIECE), end):
                if best[begin]:
                    for cost, word in _cheapest(vocabulary, spelling[begin:end]):
                        ways += [(before + cost, head + word) for before, head in best[begin]]
            best.append(sorted(ways)[:4])
        for cost, key in best[-1]:
            if not vocabulary.known(key):
                yield Guess(cost + _SPELT, key, "pinyin", 0, length)


def _unlisted(vocabulary: Vocabulary, text: str) -> Iterator[Guess]:
    """Guesses that are no word, of which every pair of characters stands in the index."""
    run = bare(text)
    if is_spelt(text):
        for spelling in spellings(vocabulary.sounds, text)[:1]:
            for key, cost in grams.spelt(vocabulary, spelling):
                yield Guess(_SPELT + cost, key, "pinyin", 0, len(run))
        return
    for key, at, cost in grams.unlisted(vocabulary, run, _as_typed(text)):
        begin, end = (0, len(run)) if len(run) <= LONGEST_NAME else (at, at + 1)
        yield Guess(cost, key[begin:end], "homophone", begin, end)


def _cheapest(vocabulary: Vocabulary, spelling: Spelling) -> list[tuple[float, str]]:
    """The likeliest words that are spelt so."""
    sets = [token.chars(vocabulary.sounds) for token in spelling]
    words = vocabulary.lexicon.like(sets) if len(sets) > 1 else [char for char in sets[0] if char in vocabulary.words]
    likely = sorted((vocabulary.cost(word), word) for word in words)[:8]
    return sorted((cost + _ODD_READING * (not _reads(word, spelling)), word) for cost, word in likely)[:4]
