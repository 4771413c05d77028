"""Which passages show why an article was found?

The stored text is searched again for the query's own literals, so a mark is always where the reader's characters
stand. A passage is text and the ranges to mark in it; turning that into escape codes or HTML is the renderer's
business.

The headline comes first where it has a mark, then the best sentences of the body: those with most different literals
of the query, then those with most marks, then the earlier. A sentence that is too long is cut around its marks, with
an ellipsis; a short one brings the sentences after it along, as far as they fit.

Of a distance each of its texts is marked; of a prefix the words that begin so, whole, as the segmenter cuts them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .article import Article
from .schema import HEADS, parts
from .text import bare, fold, offsets, words
from .tree import Literal, Prefix, Query, wanted, wanted_literals

Text = Literal | Prefix
"""What can be marked."""

Span = tuple[int, int]
"""From which character of a text to before which."""

ELLIPSIS = "…"

_SENTENCE = re.compile(r".+?(?:[。！？!?；;…]+[”’」』）)]*|$)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Snippet:
    """A passage.

    Attributes:
        part: which part of the article it is from, a name of `search.schema.PARTS`.
        text: the passage as printed; an ellipsis stands where it was cut.
        marks: ranges of `text` to mark, `(start, end)` in characters, in order, apart from each other.
    """

    part: str
    text: str
    marks: tuple[tuple[int, int], ...] = ()


def snippets(article: Article, query: Query, *, limit: int = 3, width: int = 80) -> tuple[Snippet, ...]:
    """The passages that show why a query finds an article, best first.

    Args:
        article: as stored.
        query: what found it. Where it has no literal (only names, dates, NOT), the article's first sentence is given.
        limit: how many passages at most.
        width: how many characters a passage of the body may have; headlines are given whole.
    """
    literals = looked_for(query)
    found: list[Snippet] = []
    for name in ("headline", "kicker", "subtitle"):
        text = getattr(article, name)
        if ranges := marks(text, literals, name):
            found.append(Snippet(name, text, ranges))
    found.extend(_of_body(article, literals, limit, width))
    if not found:
        rest = ((name, text) for name, text in parts(article) if name not in (*HEADS, "body"))
        found.extend(Snippet(name, text, ranges) for name, text in rest if (ranges := marks(text, literals, name)))
    if not found and article.paragraphs:
        lead = article.paragraphs[0]
        found.append(_passage("body", lead, (), *_fitted(lead, (), 0, width)))
    return tuple(found[:limit])


def looked_for(query: Query) -> tuple[Text, ...]:
    """What is to be marked, each once: the literals of a query (`tree.wanted_literals`), and its prefixes."""
    found: dict[Text, None] = {}
    for leaf in wanted(query):
        found |= {leaf: None} if isinstance(leaf, Prefix) else dict.fromkeys(wanted_literals(leaf))
    return tuple(found)


def marks(text: str, literals: Sequence[Text], part: str) -> tuple[tuple[int, int], ...]:
    """Where what may stand in a part of that name stands in its text: ranges, in order, merged."""
    spans = _spans(text, [literal for literal in literals if _may_stand(literal, part)])
    return merged(span for some in spans for span in some)


def _may_stand(literal: Text, part: str) -> bool:
    if isinstance(literal, Prefix) and part not in (*HEADS, "body"):
        return False
    return literal.scope in ("", part) or (literal.scope == "headline" and part in HEADS)


def _spans(text: str, literals: Sequence[Text]) -> list[list[Span]]:
    """For each of what may be marked, where it stands in a text, which is folded once for all of them."""
    stripped = bare(text)
    here = [bool(literal.bare) and literal.bare in stripped for literal in literals]
    places = offsets(text) if any(here) and len(stripped) < len(text) else range(len(text))
    found: list[list[Span]] = []
    for literal, stands in zip(literals, here, strict=True):
        if stands and isinstance(literal, Prefix):
            found.append(_words_beginning(text, literal.bare))
        else:
            found.append(_standing(stripped, literal.bare, places) if stands else [])
    return found


def _standing(stripped: str, wanted: str, places: Sequence[int]) -> list[Span]:
    found, at = [], stripped.find(wanted)
    while at >= 0:
        found.append((places[at], places[at + len(wanted) - 1] + 1))
        at = stripped.find(wanted, at + 1)
    return found


def _words_beginning(text: str, wanted: str) -> list[Span]:
    folded, at, found = fold(text), 0, []
    for word in words(text):
        at = folded.index(word, at)
        if word.startswith(wanted):
            found.append((at, at + len(word)))
        at += len(word)
    return found


def merged(ranges: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """The ranges in order, those that overlap made one."""
    merged: list[tuple[int, int]] = []
    for begin, end in sorted(ranges):
        if merged and begin < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((begin, end))
    return tuple(merged)


def _of_body(article: Article, literals: Sequence[Text], limit: int, width: int) -> list[Snippet]:
    here = [literal for literal in literals if _may_stand(literal, "body")]
    ranked: list[tuple[int, int, int, int, str]] = []
    ranges: dict[int, tuple[Span, ...]] = {}
    for number, paragraph in enumerate(article.paragraphs):
        spans = _spans(paragraph, here)
        if not any(spans):
            continue
        ranges[number] = merged(span for some in spans for span in some)
        before = len(ranked)
        for sentence in _SENTENCE.finditer(paragraph):
            start, end = sentence.span()
            counts = [sum(start <= a and b <= end for a, b in some) for some in spans]
            if any(counts):
                ranked.append((-sum(map(bool, counts)), -sum(counts), number, start, paragraph))
        if len(ranked) == before:
            # A literal may run over the end of a sentence.
            ranked.append((-1, -1, number, ranges[number][0][0], paragraph))
    passages: list[Snippet] = []
    taken: dict[int, list[Span]] = {}
    for _, _, number, start, paragraph in sorted(ranked):
        begin, end = _fitted(paragraph, ranges[number], start, width)
        if all(end <= its_begin or its_end <= begin for its_begin, its_end in taken.setdefault(number, [])):
            taken[number].append((begin, end))
            passages.append(_passage("body", paragraph, ranges[number], begin, end))
        if len(passages) == limit:
            break
    return passages


def _fitted(text: str, ranges: Sequence[tuple[int, int]], start: int, width: int) -> tuple[int, int]:
    """Where to cut a text from `start`, where a sentence begins: as many whole sentences as fit, else around a mark."""
    start += len(text[start:]) - len(text[start:].lstrip())
    first = next((span for span in ranges if span[1] > start), None)
    end = start
    for sentence in _SENTENCE.finditer(text, start):
        if sentence.end() - start > width:
            break
        end = sentence.end()
    if end == start or (first is not None and first[1] > end):
        # The first mark lies beyond what fits: begin shortly before it.
        if first is not None and first[1] - start > width:
            start = max(start, min(first[0] - width // 4, len(text) - width))
        end = min(len(text), max(start + width, first[1] if first else 0))
    return start, end


def _passage(part: str, text: str, ranges: Sequence[tuple[int, int]], start: int, end: int) -> Snippet:
    before = ELLIPSIS if text[:start].strip() and text[start - 1] not in "。！？!?；;…”’」』）) " else ""
    after = ELLIPSIS if end < len(text) and text[end - 1] not in "。！？!?；;…”’」』）)" else ""
    shift = len(before) - start
    inside = tuple((max(a, start) + shift, min(b, end) + shift) for a, b in ranges if a < end and b > start)
    return Snippet(part, before + text[start:end] + after, inside)
