"""Which headline belongs to which story?

In a dump a headline may stand before its story, after it, or at the far end of the page; where it stands says
something, what it says says more. A run of display lines is cut into groups, and the groups are given to stories
such that the whole page fits best (`matching`): an assignment, not first come first served, or a strong headline
would be taken by the first story that knows a word of it.

    affinity    the share of a line's words that stand in the story, weighted by how rare they are in general and on
                this page
    place       a group right before a story's beginning speaks for itself even where it shares no word; one right after
                its end speaks a little

What no story takes is left: a teaser.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import log

from search.text import bare, pairs, rarity, words

from .item import Item, Kind
from .matching import matching

BEFORE = 3.0
"""What it is worth to a group that it stands right before a story's beginning. Enough by itself, see `ENOUGH`."""
AFTER = 1.2
"""What it is worth that it stands right after a story's end."""
CONTENT = 10.0
"""What a group is worth to a story that has all its words, in the same coin as its place."""
SWITCH = 2.0
"""What it costs to cut a run of display lines in two."""
PART = 0.6
"""What the character pairs of a word are worth where the word itself is not in the story (预付卡 | 预付费卡)."""
SAYS_LITTLE = 14.0
"""The weight of two rare words or so: a line of less, such as one that broke off a headline, may belong anywhere."""
NOBODY = 1.0
"""What a line is worth to no story: a run is not cut for a line that says little."""
ENOUGH = 2.4
"""What a group must be worth to a story to be its headline. On the pages measured, no other story than its own has more
than three tenths of a headline's words, but for one in ten; its own has more, but for one in seven."""


Fits = Callable[[str, int], float]
"""How much of what a line says (0 to 1) the story of a number says too."""


@dataclass(frozen=True, slots=True)
class Run:
    """Display lines one after the other.

    Attributes:
        lines: as they stand.
        before, after: the number of the story that begins right after them, and of the one that ends right before.
    """

    lines: tuple[Item, ...]
    before: int | None = None
    after: int | None = None


def assign(runs: Sequence[Run], bodies: Sequence[str]) -> tuple[dict[int, tuple[Item, ...]], list[tuple[Item, ...]]]:
    """Gives the groups of display lines to stories.

    Returns:
        Story number → its headline's lines; and the groups that no story took, in order.
    """
    fits = _affinity(bodies)
    groups: list[tuple[Run, tuple[Item, ...]]] = []
    for run in runs:
        groups.extend((run, group) for group in _groups(run, fits, len(bodies)))
    worth = [[_worth(run, group, story, fits) for story in range(len(bodies))] for run, group in groups]
    taken: dict[int, tuple[Item, ...]] = {}
    left: list[tuple[Item, ...]] = []
    for number, story in enumerate(matching(worth)):
        group = groups[number][1]
        if story is not None and worth[number][story] >= ENOUGH:
            taken[story] = group
        else:
            left.append(group)
    return taken, left


def _affinity(bodies: Sequence[str]) -> Fits:
    """How much of what a line says (0 to 1) a story says too."""
    stripped = [bare(body) for body in bodies]
    cache: dict[str, list[tuple[float, list[float]]]] = {}

    def fits(line: str, story: int) -> float:
        if line not in cache:
            cache[line] = [_word_fits(word, stripped) for word in dict.fromkeys(filter(_tells, words(line)))]
        rows = cache[line]
        whole = sum(weight for weight, _ in rows)
        return sum(weight * here[story] for weight, here in rows) / max(whole, SAYS_LITTLE)

    return fits


def _tells(word: str) -> bool:
    """Does a word tell stories apart? A single hanzi stands in all of them."""
    return len(word) > 1 or (word.isascii() and word.isalnum())


def _word_fits(word: str, bodies: Sequence[str]) -> tuple[float, list[float]]:
    """What a word weighs, and how far each body has it: 1 the whole word, less for some of its character pairs."""
    parts = pairs(word) if len(word) > 2 else [word]
    here = [1.0 if word in body else PART * sum(part in body for part in parts) / len(parts) for body in bodies]
    if len(word) <= 2:
        here = [float(share == 1.0) for share in here]
    holders = sum(share > PART for share in here)
    # A word that several stories of the page have tells little about which is meant.
    rare = log(1 + len(bodies) / (holders or 1)) / log(1 + len(bodies))
    return rarity(word) * rare, here


def _worth(run: Run, group: Sequence[Item], story: int, fits: Fits) -> float:
    """What some lines of a run are worth to a story: for what they say, and for where they stand."""
    says = " ".join(item.text for item in group if item.kind is not Kind.LABEL)
    value = CONTENT * fits(says, story)
    if run.before == story and group[-1] is run.lines[-1]:
        value += BEFORE
    if run.after == story and group[0] is run.lines[0]:
        value += AFTER
    return value


def _groups(run: Run, fits: Fits, stories: int) -> list[tuple[Item, ...]]:
    """Cuts a run where its lines turn to another story: the best labelling of lines with stories, or with none."""
    lines = run.lines
    if len(lines) == 1 or not stories:
        return [lines]
    path = _labels([[*(_worth(run, [line], story, fits) for story in range(stories)), NOBODY] for line in lines])
    for at in reversed(range(len(lines) - 1)):
        if lines[at].kind is Kind.LABEL:
            path[at] = path[at + 1]  # a label goes with what stands below it
    if lines[-1].kind is Kind.LABEL:
        path[-1] = path[-2]  # or above, where nothing does below
    groups: list[tuple[Item, ...]] = []
    for at, line in enumerate(lines):
        if at and path[at] == path[at - 1] and not _second_label(groups[-1], line):
            groups[-1] = (*groups[-1], line)
        else:
            groups.append((line,))
    return groups


def _second_label(group: Sequence[Item], line: Item) -> bool:
    """Is a line the label of another headline than the group's, which has its own?"""
    own = any(item.kind is Kind.LABEL for item in group) and group[-1].kind is not Kind.LABEL
    return own and line.kind is Kind.LABEL


def _labels(gains: Sequence[Sequence[float]]) -> list[int]:
    """A label for each row, the sum of what they gain the greatest, where each change of label costs `SWITCH`."""
    labels = range(len(gains[0]))
    best = list(gains[0])
    back: list[list[int]] = []
    for row in gains[1:]:
        top = max(labels, key=best.__getitem__)
        came = [label if best[label] >= best[top] - SWITCH else top for label in labels]
        best = [best[came[label]] - SWITCH * (came[label] != label) + row[label] for label in labels]
        back.append(came)
    path = [max(labels, key=best.__getitem__)]
    for came in reversed(back):
        path.append(came[path[-1]])
    return path[::-1]
