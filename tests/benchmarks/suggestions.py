"""How often is the word that was meant among the first three suggestions?

    python -m tests.benchmarks.suggestions [RECORDS.jsonl[.xz]] [--take N] [--count N] [--seed N] [--pad N] [--unlisted]

The vocabulary is every word that the segmenter cuts out of the articles, and their authors, topics, columns and
sources. Names of authors and rare words (in one to three articles), of two hanzi and more, are drawn, and each is
mistyped:

    homophone, any      one character replaced by a random other one of the same syllable, any tone, out of all that
                        pypinyin knows, by any of its readings
    homophone, in use   the same, out of the characters that the articles use, which make other words more often
    pinyin              as pypinyin spells it, without tones
    apart               the same, with spaces
    initials            the first letter of each syllable
    close               the same with one syllable as it is confused: zh for z, an for ang
    replaced, left out, doubled, swapped    one slip, anywhere
    in a run            a word before it and a word after it as they stand in an article, and a homophone in use

Runs that are put together from pieces are looked up in the articles, as an archive does; with `--blind` they are not.
How often is told too: in pairs (`Vocabulary.frequency`) and exactly (`count`), the most for one suggestion. With
`--unlisted` the words of two to four hanzi that are drawn are taken out of the vocabulary, as if they stood in the text
only and the segmenter did not know them.
`--pad` adds so many invented words, to see what a large vocabulary costs. Without a file it takes
`../shared/articles/zsrb-2026-03.jsonl`.
"""

from __future__ import annotations

import argparse
import gc
import random
import re
import statistics
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from search.article import Article
from search.schema import parts, values
from search.suggest import Vocabulary, complete, suggest
from search.suggest.pinyin import close, readings, toneless, usual
from search.text import bare, words

from .literal_recall import REAL, of_records

HANZI = re.compile("[一-鿿]{2,}")


@dataclass
class Words:
    """What stands in some articles: field → value → number of articles, and every word with its neighbours."""

    fields: dict[str, Counter[str]] = field(default_factory=dict)
    runs: dict[str, tuple[str, str]] = field(default_factory=dict)
    text: str = ""
    grams: Counter[str] = field(default_factory=Counter)
    spent: float = 0.0
    counted: int = 0
    asked: int = 0

    def count(self, text: str) -> int:
        """0 where a text stands nowhere; how long that takes is the engine's affair and left out."""
        began = time.perf_counter()
        stands = text in self.text
        self.spent += time.perf_counter() - began
        self.counted += 1
        return int(stands)

    def frequency(self, text: str) -> int:
        """As `Backend.frequency` of an index of pairs."""
        began = time.perf_counter()
        most = min((self.grams[text[at : at + 2]] for at in range(max(1, len(text) - 1))), default=0)
        self.spent += time.perf_counter() - began
        self.asked += 1
        return most

    def terms(self, name: str, prefix: str) -> Iterator[tuple[str, int]]:
        """As `Backend.terms`."""
        return ((text, n) for text, n in self.fields.get(name, Counter()).most_common() if text.startswith(prefix))


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("records", nargs="?", type=Path, default=REAL)
    parser.add_argument("--take", type=int, default=5_000)
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--pad", type=int, default=0)
    parser.add_argument("--blind", action="store_true")
    parser.add_argument("--unlisted", action="store_true")
    options = parser.parse_args()
    articles = of_records(options.records, options.take)
    rng = random.Random(options.seed)
    held = gathered(articles)
    if options.pad:
        pad(held, options.pad, rng)
    vocabulary = Vocabulary.of(held.terms, *(() if options.blind else (held.count, held.frequency)))
    began = time.process_time()
    vocabulary.lexicon  # noqa: B018
    built = time.process_time() - began
    vocabulary.sounds  # noqa: B018
    suggest(vocabulary, "预热")
    heard = time.process_time() - began - built
    gc.collect()
    gc.freeze()  # the articles and the draws of this program are no burden of a search
    print(f"{len(articles):,} articles, {len(held.fields['word']):,} words, {len(held.fields['author']):,} authors")
    print(f"seed {options.seed}; words read in {built:.2f} s, their sounds in {heard:.2f} s\n")
    names = sorted(name for name in held.fields["author"] if HANZI.fullmatch(name))
    counts = held.fields["word"]
    rare = sorted({word for word in counts if len(word) > 1 and counts[word] <= 3 and HANZI.match(word)} - set(names))
    drawn = {"names": rng.sample(names, min(options.count, len(names))), "rare words": rng.sample(rare, options.count)}
    drawn["both"] = rng.sample(names, min(options.count // 2, len(names)))
    drawn["both"] += rng.sample(rare, options.count - len(drawn["both"]))
    mistyped = slips(vocabulary, held, rng)
    if options.unlisted:
        hide(held, {word for some in drawn.values() for word in some if len(word) < 5})
        vocabulary = Vocabulary.of(held.terms, held.count, held.frequency)
        suggest(vocabulary, "预热")
    print(
        "| |", *(f"{name} ({len(some)}) |" for name, some in drawn.items()), "median ms | slowest | pairs | exactly |"
    )
    print("|---|" + "--:|" * (len(drawn) + 4))
    for slip, mistype in mistyped.items():
        took: list[tuple[float, int, int]] = []
        cells = [
            percent([right(vocabulary, held, word, mistype(word), took) for word in some]) for some in drawn.values()
        ]
        times, asked, counted = zip(*took, strict=True)
        print(f"| {slip} |", *(f"{cell} |" for cell in cells), end=" ")
        print(f"{median(times):.1f} | {max(times):.1f} | {max(asked)} | {max(counted)} |")
    print()
    print(completion_times(vocabulary, drawn["both"], held.fields["headline"]))


def gathered(articles: Sequence[Article]) -> Words:
    """The words and values of some articles."""
    held = Words()
    for name in ("author", "topic", "column", "source", "headline"):
        held.fields[name] = Counter(text for article in articles for text in values(article, name))
    counts: Counter[str] = Counter()
    for article in articles:
        runs = [run for _, text in parts(article) for run in HANZI.findall(bare(text))]
        cut = [words(run) for run in runs]
        counts.update({word for some in cut for word in some})
        for some in cut:
            for before, word, after in zip(some, some[1:], some[2:], strict=False):
                if len(word) > 1:
                    held.runs.setdefault(word, (before, after))
    held.fields["word"] = counts
    texts = [[bare(text) for _, text in parts(article)] for article in articles]
    held.text = "\n".join(text for some in texts for text in some)
    for some in texts:
        held.grams.update({text[at : at + n] for text in some for n in (1, 2) for at in range(len(text) - n + 1)})
    return held


def hide(held: Words, hidden: set[str]) -> None:
    """Takes words out of the vocabulary, all but their single characters."""
    for name in ("author", "topic", "column", "source", "word"):
        for word in hidden & held.fields[name].keys():
            for char in word:
                held.fields["word"][char] += held.fields[name][word]
            del held.fields[name][word]


def pad(held: Words, count: int, rng: random.Random) -> None:
    """Adds invented words up to a number, of the characters of the real ones and as long."""
    real = [word for word in held.fields["word"] if HANZI.fullmatch(word)]
    while len(held.fields["word"]) < count:
        length = len(rng.choice(real))
        held.fields["word"][rng.choice(real)[:1] + "".join(rng.choice(real)[-1] for _ in range(length - 1))] += 1


def slips(vocabulary: Vocabulary, held: Words, rng: random.Random) -> dict[str, Callable[[str], str | tuple[str, str]]]:
    """Name → how a word is mistyped; of a run both the run as it was and as it is typed."""
    known = sounding([chr(code) for code in range(0x4E00, 0x9FFF)])
    used = sounding(sorted({char for word in held.fields["word"] for char in word if "一" <= char <= "鿿"}))
    everything = sorted({char for some in used.values() for char in some})

    def homophone(word: str, chars: dict[str, list[str]]) -> str:
        for _ in range(100):
            at = rng.randrange(len(word))
            syllables = sorted({toneless(each) for each in readings(word[at])})
            others = [char for char in chars.get(rng.choice(syllables), []) if char != word[at]] if syllables else []
            if others:
                return word[:at] + rng.choice(others) + word[at + 1 :]
        return word

    def confused(word: str) -> str:
        syllables = list(usual(word))
        at = rng.randrange(len(syllables))
        alike = [each for each in used if close(each) == close(syllables[at]) and each != syllables[at]]
        return "".join([*syllables[:at], rng.choice(alike) if alike else syllables[at], *syllables[at + 1 :]])

    def replaced(word: str) -> str:
        at = rng.randrange(len(word))
        return word[:at] + rng.choice([char for char in everything if char != word[at]]) + word[at + 1 :]

    def left_out(word: str) -> str:
        at = rng.randrange(len(word))
        return word[:at] + word[at + 1 :]

    def doubled(word: str) -> str:
        at = rng.randrange(len(word))
        return word[:at] + word[at] + word[at:]

    def swapped(word: str) -> str:
        at = rng.randrange(len(word) - 1)
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]

    def in_a_run(word: str) -> tuple[str, str]:
        before, after = held.runs.get(word, ("", ""))
        return before + word + after, before + homophone(word, used) + after

    return {
        "homophone, any": lambda word: homophone(word, known),
        "homophone, in use": lambda word: homophone(word, used),
        "pinyin": lambda word: "".join(usual(word)),
        "apart": lambda word: " ".join(usual(word)),
        "initials": lambda word: "".join(syllable[0] for syllable in usual(word)),
        "close": confused,
        "replaced": replaced,
        "replaced, of three and more": lambda word: replaced(word) if len(word) > 2 else "",
        "left out, of three and more": lambda word: left_out(word) if len(word) > 2 else "",
        "doubled": doubled,
        "swapped": swapped,
        "in a run": in_a_run,
    }


def sounding(chars: Sequence[str]) -> dict[str, list[str]]:
    """Syllable → the characters that may be read so."""
    found: dict[str, list[str]] = {}
    for char in chars:
        for syllable in {toneless(each) for each in readings(char)}:
            found.setdefault(syllable, []).append(char)
    return found


def right(
    vocabulary: Vocabulary, held: Words, word: str, typed: str | tuple[str, str], took: list[tuple[float, int, int]]
) -> bool | None:
    """Is what was meant among the first three suggestions? None where it was not mistyped at all."""
    meant, typed = (word, typed) if isinstance(typed, str) else typed
    if typed in ("", meant):
        return None
    began, looked_up, asked, counted = time.perf_counter(), held.spent, held.asked, held.counted
    given = suggest(vocabulary, typed, 3)
    spent = (time.perf_counter() - began - held.spent + looked_up) * 1000
    took.append((spent, held.asked - asked, held.counted - counted))
    return bare(meant) in {bare(each.text) for each in given}


def percent(answers: Sequence[bool | None]) -> str:
    """The share of those that are right, cut and not rounded."""
    asked = [answer for answer in answers if answer is not None]
    return f"{int(sum(asked) / len(asked) * 1000) / 10:g} %" if asked else "–"


def median(some: Sequence[float]) -> float:
    """The median, 0 of none."""
    return statistics.median(some) if some else 0.0


def completion_times(vocabulary: Vocabulary, drawn: Sequence[str], headlines: Counter[str]) -> str:
    """What completion takes, of the first letters, characters and syllables of words and headlines."""
    complete(vocabulary, "预热")
    took = []
    for word in [*drawn, *list(headlines)[:100]]:
        spelt = "".join(usual(word[:4]))
        initials = "".join(syllable[0] for syllable in usual(word[:3]))
        for text in (word[:1], word[:2], spelt[:1], spelt[:2], spelt[:3], spelt[:7], initials):
            began = time.perf_counter()
            complete(vocabulary, text)
            took.append((time.perf_counter() - began) * 1000)
    return f"completion: median {median(took):.1f} ms, 99 of 100 under {sorted(took)[len(took) * 99 // 100]:.1f} ms"


if __name__ == "__main__":
    main()
