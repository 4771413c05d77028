"""What may the reader be about to type?

Names and topics, headlines, and words that begin with what stands there, in characters or in pinyin: `渔业`, `yuye`,
`yu业`, `yuy`, `yy`. Characters first, then whole syllables, then shortened ones; within that names and topics before
headlines, and words last. No group takes more than half of the room while another has something to offer.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from heapq import nsmallest

from ..text import bare
from .records import Completion, CompletionKind
from .spelling import is_spelt, spellings
from .vocabulary import Beginnings, Pattern, Vocabulary

_KINDS: dict[str, CompletionKind] = {"author": "author", "topic": "topic", "column": "column", "headline": "headline"}


def complete(vocabulary: Vocabulary, text: str, limit: int = 10) -> tuple[Completion, ...]:
    """What begins so, best first; what is typed out already may be among it."""
    text = text[next((at for at, char in enumerate(text) if char.isalnum()), len(text)) :]  # “《渔” is 渔
    if limit < 1 or not bare(text):
        return ()
    found: dict[str, Completion] = {}
    for patterns in _readings(vocabulary, text):
        groups = [
            _best(vocabulary, beginnings, patterns, limit)
            for beginnings in (vocabulary.completed, vocabulary.headlines[0], vocabulary.completed_words)
        ]
        offered = [
            [_completion(vocabulary, key, group) for key in keys if key not in found]
            for group, keys in enumerate(groups)
        ]
        for completion in _shared(offered, limit - len(found)):
            found.setdefault(bare(completion.text), completion)
        if len(found) >= limit:
            break
    return tuple(found.values())[:limit]


def _readings(vocabulary: Vocabulary, text: str) -> Iterator[list[Pattern]]:
    """What the text may be the beginning of, from the plainest reading to the freest."""
    yield [list(bare(text))]
    if is_spelt(text):
        for shortened in (False, True):
            read = spellings(vocabulary.sounds_of_all, text, shortened=shortened, unfinished=True)[
                : 4 if shortened else None
            ]
            yield [[token.chars(vocabulary.sounds_of_all) for token in spelling] for spelling in read]


def _best(vocabulary: Vocabulary, beginnings: Beginnings, patterns: Iterable[Pattern], limit: int) -> list[str]:
    headlines = vocabulary.headlines[1] if beginnings is vocabulary.headlines[0] else None
    keys: dict[str, None] = {}
    for at, pattern in enumerate(patterns):
        # Two at least: `xian` begins 先 and 西安.
        if at > 1 and len(keys) >= limit:
            break
        keys |= dict.fromkeys(beginnings.like(pattern, limit))

    def order(key: str) -> tuple[int, int, str]:
        articles = headlines[key].articles if headlines else vocabulary.articles(key)
        return -articles, len(key), key

    return nsmallest(limit, keys, key=order)


def _completion(vocabulary: Vocabulary, key: str, group: int) -> Completion:
    value = vocabulary.headlines[1][key] if group == 1 else vocabulary.names[key] if group == 0 else None
    if value is None:
        return Completion(key, "word", vocabulary.articles(key))
    return Completion(value.text, _KINDS[value.field], value.articles)


def _shared(groups: list[list[Completion]], room: int) -> list[Completion]:
    """So many of the groups, in order, none with more than half while another has more to give."""
    taken = [min(len(group), (room + 1) // 2) for group in groups]
    for at in reversed(range(len(groups))):
        taken[at] -= min(taken[at], max(0, sum(taken) - room))
    for at, group in enumerate(groups):
        taken[at] += min(len(group) - taken[at], max(0, room - sum(taken)))
    return [completion for group, count in zip(groups, taken, strict=True) for completion in group[:count]]
