"""When do two pieces of text count as the same, and which terms are they cut into?

Text passes through one door on both sides, index and query; where they differ by a single character, an article is
lost, and nobody notices. That door is here:

`fold`      per character NFKC, lower case, Traditional → Simplified, each kept only where one character gives one
            character. So an offset in folded text is an offset in the printed text.
`bare`      folded text without white space, which never matters to a match.
`pairs`     the character pairs of bare text: with their positions they decide *whether* a literal stands in a text.
`words`     what jieba cuts: they decide *how well* an article fits, and feed keywords.

This is the only module that imports jieba or rjieba (the same algorithm and dictionary in Rust, much faster to start
and to run; jieba serves where there is no wheel of it). Both are imported on first use: a query often needs neither.

Only runs of hanzi are given to the segmenter. Latin words and numbers are cut by a rule of our own, since the two
segmenters differ there (`RISC-V`), and since a word of hanzi should not depend on the digits that it stands beside.
"""

from __future__ import annotations

import re
import unicodedata
import warnings
from collections import Counter
from collections.abc import Callable, Iterable
from functools import cache, lru_cache
from heapq import nsmallest
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from .traditional import SIMPLIFIED, TRADITIONAL, table

FOLD_RULES = "1"
"""To be raised when `fold` gives another result for any character: every index is then out of date."""

GRAM_RULES = "2"
"""To be raised when `pairs` or the way that positions are counted changes."""

BREAK = "\x00"
"""The pseudo-pair that ends every part, so that no match runs from one part into the next."""


class _Folding(dict[int, str]):
    """What each character folds to, worked out when first met (for `str.translate`)."""

    def __init__(self) -> None:
        super().__init__()
        self._simplified = table()

    def __missing__(self, code: int) -> str:
        char = folded = chr(code)
        if code == 0 or 0xD800 <= code <= 0xDFFF:  # BREAK is ours; half a surrogate pair cannot be written to any file
            folded = "�"
        # Each step may open the way for another (Ａ → A → a); every path ends after three or four.
        for _ in range(8):
            before = folded
            for step in (unicodedata.normalize("NFKC", folded), folded.lower(), self._simplified.get(folded, folded)):
                if len(step) == 1 and step != folded:
                    folded = step
                    break
            if folded == before:
                break
        self[ord(char)] = folded
        return folded


_FOLDING = _Folding()


def fold(text: str) -> str:
    """The text as it is compared: same length, so that offsets carry over. Folding twice changes nothing."""
    return text.translate(_FOLDING)


def bare(text: str) -> str:
    """Folded text without white space (anything that `str.split` splits at)."""
    return "".join(fold(text).split())


def offsets(text: str) -> list[int]:
    """For each character of `bare(text)`, its offset in `text`."""
    return [at for at, char in enumerate(fold(text)) if not char.isspace()]


def pairs(bare_text: str) -> list[str]:
    """The character pairs of bare text, in order: 渔业生产 → 渔业 业生 生产. A single character has none."""
    return [bare_text[at : at + 2] for at in range(len(bare_text) - 1)]


def pair_stream(bare_texts: Iterable[str]) -> list[str]:
    """The pairs of several texts one after the other, each followed by `BREAK` twice; a pair's position is its index.

    Twice, because every second pair of a literal covers it: whoever looks only at those, in steps of two, would step
    over a single one.
    """
    stream: list[str] = []
    for text in bare_texts:
        stream.extend(pairs(text))
        stream.extend((BREAK, BREAK))
    return stream


HANZI = r"㐀-䶿一-鿿豈-﫿\U00020000-\U0003347F"
"""Hanzi, as they stand in a set of characters of a pattern."""


# The Latin side names the hanzi to stop at: ``\w`` takes them too, and looking back for them is quadratic in
# A一A一A一….
@cache
def _run() -> re.Pattern[str]:
    # Compiled when first needed: it takes longer than many a query, which needs no words.
    return re.compile(rf"([{HANZI}]+)|([^\W_{HANZI}]+(?:[.'][^\W_{HANZI}]+)*)")


def words(text: str, cut: Callable[[str], Iterable[str]] | None = None) -> list[str]:
    """The words of a text, folded, in order; punctuation is left out.

    Args:
        text: any text; it is folded here.
        cut: a segmenter; `segmenter()` where none is given. It gets the runs of hanzi, each on a line, and gives white
            space back as words of one character.
    """
    return folded_words(fold(text), cut)


def folded_words(text: str, cut: Callable[[str], Iterable[str]] | None = None) -> list[str]:
    """The words of a text that is folded already, see `words`."""
    runs = _run().findall(text)
    # To call a segmenter for every run takes as long again as what it does there, so it gets all of them at once; a tab
    # keeps the place of what it is not to cut.
    others = [other for _, other in runs if other]
    if len(others) == len(runs):
        return others
    following = iter(others)
    cut_words = (cut or segmenter())("\n".join([hanzi or "\t" for hanzi, _ in runs]))
    return [next(following) if word == "\t" else word for word in cut_words if word != "\n"]


def inner_words(word: str) -> list[str]:
    """The shorter words that a long one is made of, folded, in order: 天气预报 → 天气 预报. None if not two.

    jieba's mode for search engines finds every word of its dictionary in it; of those the ones are taken that lie side
    by side from its beginning to its end.
    """
    whole = bare(word)
    inside = {piece for piece in _search_segmenter()(whole) if piece != whole}
    cuts: dict[int, list[str]] = {0: []}
    for at in range(len(whole)):
        if at in cuts:
            for end in range(at + 2, len(whole) + 1):
                if whole[at:end] in inside and (end not in cuts or len(cuts[end]) > len(cuts[at]) + 1):
                    cuts[end] = [*cuts[at], whole[at:end]]
    found = cuts.get(len(whole), [])
    return found if len(found) > 1 else []


@cache
def _search_segmenter() -> Callable[[str], Iterable[str]]:
    if find_spec("rjieba") is not None:
        import rjieba

        cut: Callable[[str], Iterable[str]] = rjieba.cut_for_search
        return cut
    jieba_cut: Callable[[str], Iterable[str]] = _quiet_import("jieba").cut_for_search
    return jieba_cut


def tag(word: str) -> str:
    """What kind of word a word is, as `words` gives it, by jieba's tags: nr a person's name, ns a place, n a noun, v a
    verb …; empty where jieba cuts it in two."""
    tags = _tagger()(word)
    return tags[0] if len(tags) == 1 else ""


@cache
def _tagger() -> Callable[[str], list[str]]:
    if find_spec("rjieba") is not None:
        import rjieba

        return lambda word: [tag for _, tag in rjieba.tag(word)]
    posseg = _quiet_import("jieba.posseg")
    return lambda word: [pair.flag for pair in posseg.lcut(word)]


@cache
def segmenter() -> Callable[[str], list[str]]:
    """The function that cuts hanzi into words: rjieba's where it is installed, else jieba's."""
    if find_spec("rjieba") is not None:
        import rjieba

        cut: Callable[[str], list[str]] = rjieba.cut
        return cut
    return jieba_segmenter()


@cache
def jieba_segmenter() -> Callable[[str], list[str]]:
    """jieba's own segmentation, in Python."""
    cut: Callable[[str], list[str]] = _quiet_import("jieba").lcut
    return cut


def _quiet_import(name: str) -> Any:
    """A module of jieba's, without the warnings of its age and its chatter about the dictionary."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import_module("jieba").setLogLevel(60)
        return import_module(name)


def word_rules() -> str:
    """Which segmenter, and which release of it, `words` uses here: `rjieba 0.2.2`."""
    name = "rjieba"
    found = find_spec(name)
    if found is None:
        name = "jieba"
        found = find_spec(name)
    if found is not None and found.origin:
        # What `importlib.metadata` would say, in a tenth of its time: every opening of an archive asks.
        for info in Path(found.origin).parent.parent.glob(f"{name}-*.dist-info"):
            return f"{name} {info.name.removesuffix('.dist-info').partition('-')[2]}"
    from importlib.metadata import version

    return f"{name} {version(name)}"


def gram_rules() -> str:
    """A stamp of everything that decides whether a literal is found: folding, its table, the grams."""
    from hashlib import sha256

    data = f"{FOLD_RULES}|{GRAM_RULES}|{TRADITIONAL}|{SIMPLIFIED}".encode()
    return sha256(data).hexdigest()[:16]


@cache
def _inverse_document_frequency() -> tuple[dict[str, float], float]:
    """jieba's table of how rare each word is in general Chinese, and the median, for words that it does not list."""
    tfidf = _quiet_import("jieba.analyse.tfidf").TFIDF
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # it leaves its file to the garbage collector
        frequencies, median = tfidf().idf_loader.get_idf()
    return frequencies, float(median)


def rarity(word: str) -> float:
    """The inverse document frequency of a folded word in general Chinese, by jieba's table (median where unlisted)."""
    frequencies, median = _inverse_document_frequency()
    return frequencies.get(word, median)


def is_known_word(word: str) -> bool:
    """Is a folded word in jieba's list of words with their rarity?"""
    return word in _inverse_document_frequency()[0]


def keywords(text: str, limit: int = 8) -> tuple[str, ...]:
    """The words that set a text apart, best first: TF-IDF over jieba's words and jieba's frequencies.

    The formula is that of `jieba.analyse.extract_tags` (term frequency × inverse document frequency, words of two
    characters and more, jieba's stop words left out), over `words`, so that the faster segmenter serves.
    """
    counts = Counter(words(text))
    return best_keywords([(count, word, weight(word)) for word, count in counts.items()], limit)


def best_keywords(counted: Iterable[tuple[int, str, float | None]], limit: int = 8) -> tuple[str, ...]:
    """The same of a text that is cut already: how often each word is there, the word, and its `weight`."""
    weighed = [(-count * weight, word) for count, word, weight in counted if weight is not None]
    return tuple([word for _, word in nsmallest(limit, weighed)])


@lru_cache(1 << 16)
def weight(word: str) -> float | None:
    """What a word counts as a keyword, its inverse document frequency; None where it can be none."""
    stop = _quiet_import("jieba.analyse.tfidf").TFIDF.STOP_WORDS
    is_one = len(word) > 1 and word not in stop and not word.replace(".", "").isdigit()
    return rarity(word) if is_one else None
