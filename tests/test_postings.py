"""Does `search.postings` answer every question as plain Python does, before and after merging?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise, permutations, product
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search.postings import invert, merge, packing, pairs, sorting
from search.postings.execute import (
    Answers,
    Any,
    Anywhere,
    AtLeast,
    Between,
    Every,
    Everything,
    Near,
    Question,
    Without,
)
from search.postings.facets import facet
from search.postings.format import Damaged
from search.postings.merge import GONE, Source
from search.postings.near import stand_near
from search.postings.reader import open_segment
from search.postings.score import LENGTHS, Part, Weight, best, step_of, summed
from search.postings.tally import Beginning, Having, Leaf, Standing
from search.postings.writer import Field, SegmentBuilder

often = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)

TOPIC = Field("topic", "set", column=True)
DATE = Field("date", "set", column=True)
WORDS = Field("words", "counted")
PAIRS = Field("pairs", "placed", "pairs")
CHARS = Field("chars", "set", "pairs")
FIELDS = [TOPIC, DATE, WORDS, PAIRS, CHARS]


@dataclass(frozen=True)
class Doc:
    """A document as plain Python has it."""

    topics: tuple[str, ...]
    date: str
    words: tuple[str, ...]
    parts: tuple[str, ...]

    def given(self) -> dict[str, Sequence[str]]:
        return {
            "topic": self.topics, "date": (self.date,) if self.date else (), "words": self.words, "pairs": self.parts
        }  # fmt: skip


def holds(doc: Doc, question: Question) -> bool:
    """The answer of plain Python about one document."""
    held = {"topic": doc.topics, "date": (doc.date,) if doc.date else (), "words": doc.words}
    match question:
        case Everything():
            return True
        case Having(field, term):
            return term.decode() in held[field]
        case Beginning(field, prefix):
            return any(each.encode().startswith(prefix) for each in held[field])
        case Between(field, first, last):
            return any(first <= each.encode() and (not last or each.encode() <= last) for each in held[field])
        case Standing(_, _, text):
            return any(text in part for part in doc.parts)
        case Near(_, texts, distance):
            return any(near(part, texts, distance) for part in doc.parts)
        case Every(clauses):
            return all(holds(doc, clause) for clause in clauses)
        case Any(clauses) | Anywhere(clauses):
            return any(holds(doc, clause) for clause in clauses)
        case Without(clause):
            return not holds(doc, clause)
        case AtLeast(count, clauses):
            return sum(holds(doc, clause) for clause in clauses) >= count
    raise AssertionError(question)


def near(part: str, texts: Sequence[str], distance: int) -> bool:
    places = [[at for at in range(len(part)) if part.startswith(text, at)] for text in texts]
    return any(
        all(0 <= chosen[b] - chosen[a] - len(texts[a]) <= distance for a, b in pairwise(order))
        for chosen in product(*places)
        for order in permutations(range(len(texts)))
    )


LETTERS = "渔业生ab𠮷。"
some_text = st.text(LETTERS, max_size=9)
docs = st.builds(
    Doc,
    st.lists(st.sampled_from(["渔业", "渔港", "台风"]), max_size=3, unique=True).map(tuple),
    st.sampled_from(["", "2025", "2025-07-01", "2025-07-02"]),
    st.lists(st.sampled_from(["渔", "渔船", "船", "a"]), max_size=6).map(tuple),
    st.lists(some_text, max_size=3).map(tuple),
)
asked_text = st.text(LETTERS, min_size=1, max_size=5)
leaves: st.SearchStrategy[Leaf] = st.one_of(
    st.builds(Having, st.just("topic"), st.sampled_from(["渔业", "渔", "无"]).map(str.encode)),
    st.builds(Having, st.just("words"), st.sampled_from(["渔", "船", "无"]).map(str.encode)),
    st.builds(Beginning, st.sampled_from(["topic", "words"]), st.sampled_from(["渔", "船", "", "无"]).map(str.encode)),
    st.builds(Standing, st.just("pairs"), st.just("chars"), asked_text),
)
questions: st.SearchStrategy[Question] = st.recursive(
    st.one_of(
        leaves,
        st.builds(
            Between, st.just("date"), st.sampled_from([b"", b"2025-07-01"]), st.sampled_from([b"", b"2025-07-01"])
        ),
        st.builds(
            Near,
            st.just("pairs"),
            st.lists(st.text(LETTERS, min_size=1, max_size=2), min_size=2, max_size=4).map(tuple),
            st.integers(0, 4),
        ),
        st.just(Everything()),
        st.lists(leaves, max_size=3).map(tuple).map(Anywhere),
    ),
    lambda some: st.one_of(
        some.map(Without),
        st.lists(some, max_size=3).map(tuple).map(Every),
        st.lists(some, max_size=3).map(tuple).map(Any),
        st.builds(AtLeast, st.integers(1, 3), st.lists(some, min_size=1, max_size=4).map(tuple)),
    ),
    max_leaves=6,
)


def built(path: Path, some: Sequence[Doc]) -> Source:
    """A segment of some documents."""
    builder = SegmentBuilder([TOPIC, DATE, WORDS], {PAIRS: CHARS})
    for number, doc in enumerate(some):
        assert builder.add(doc.given()) == number
    builder.write(path)
    return Source(open_segment(path))


def without(source: Source, deleted: Sequence[int]) -> Source:
    gone = np.zeros(source.segment.documents, bool)
    gone[[n for n in deleted if n < len(gone)]] = True
    return Source(source.segment, gone if gone.any() else None)


def asked(source: Source) -> Answers:
    there = np.ones(source.segment.documents, bool) if source.deleted is None else ~source.deleted
    return Answers(source.segment, there, source.deleted)


@given(
    some=st.lists(docs, max_size=25),
    asking=st.lists(questions, min_size=1, max_size=5),
    gone=st.sets(st.integers(0, 24)),
)
@often
def test_a_question_is_answered_as_plain_python_does(
    tmp_path: Path, some: list[Doc], asking: list[Question], gone: set[int]
) -> None:
    source = without(built(tmp_path / "s", some), sorted(gone))
    for question in asking:
        expected = [n for n, doc in enumerate(some) if n not in gone and holds(doc, question)]
        assert asked(source).find(question).tolist() == expected


@given(
    batches=st.lists(st.lists(docs, max_size=8), min_size=1, max_size=4),
    asking=st.lists(questions, min_size=1, max_size=4),
    gone=st.sets(st.integers(0, 7)),
    stretch=st.sampled_from([1, 5, 1 << 21]),
)
@often
def test_merged_segments_are_the_segment_of_what_is_left(
    tmp_path: Path, batches: list[list[Doc]], asking: list[Question], gone: set[int], stretch: int
) -> None:
    sources = [without(built(tmp_path / f"s{n}", some), sorted(gone)) for n, some in enumerate(batches)]
    left = [doc for some in batches for n, doc in enumerate(some) if n not in gone]
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(merge, "STRETCH", stretch)
        renumbered = merge.merge(sources, FIELDS, tmp_path / "merged")
    kept = [[n for n in range(len(some)) if n not in gone] for some in batches]
    assert [n for numbers in renumbered for n in numbers.tolist() if n != GONE] == list(range(sum(map(len, kept))))
    merged = open_segment(tmp_path / "merged")
    assert merged.file.verify() == []
    for question in asking:
        expected = [n for n, doc in enumerate(left) if holds(doc, question)]
        assert asked(Source(merged)).find(question).tolist() == expected
    # Byte for byte what is written from the documents that are left, but for terms of pairs whose characters are gone.
    plain = built(tmp_path / "plain", left).segment
    assert merged.fields() == plain.fields()
    for name in plain.fields():
        assert merged[name].terms.terms(0, len(merged[name].terms)) == plain[name].terms.terms(
            0, len(plain[name].terms)
        )
    same = [name for name in plain.file.sections if not name.startswith(("pairs/terms", "chars/terms"))]
    assert [name for name in same if merged.file.array(name).tolist() != plain.file.array(name).tolist()] == []


@given(some=st.lists(docs, max_size=20), at_once=st.integers(1, 30))
@often
def test_what_is_sorted_in_stretches_is_the_same_byte_for_byte(tmp_path: Path, some: list[Doc], at_once: int) -> None:
    built(tmp_path / "whole", some)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(sorting, "AT_ONCE", at_once)
        patched.setattr(invert, "AT_ONCE", at_once)
        built(tmp_path / "stretches", some)
    assert (tmp_path / "stretches").read_bytes() == (tmp_path / "whole").read_bytes()


@given(some=st.lists(docs, max_size=20), gone=st.sets(st.integers(0, 19)), text=asked_text)
@often
def test_how_often_is_told(tmp_path: Path, some: list[Doc], gone: set[int], text: str) -> None:
    source = without(built(tmp_path / "s", some), sorted(gone))
    left = [(n, doc) for n, doc in enumerate(some) if n not in gone]

    def told(leaf: Leaf) -> dict[int, int]:
        answers, everyone = asked(source), np.arange(len(some))[[n not in gone for n in range(len(some))]]
        reading = answers.reading(leaf)
        here, often = reading.among(everyone)
        found = dict(zip(everyone[here].tolist(), often.tolist(), strict=True))
        assert found == dict(zip(reading.documents.tolist(), reading.often.tolist(), strict=True))
        assert found == dict(zip(everyone[here].tolist(), asked(source).reading(leaf).often.tolist(), strict=True))
        assert len(found) == asked(source).reading(leaf).number()
        assert max(found.values(), default=0) <= asked(source).reading(leaf).most()
        return found

    for word in ("渔", "船", "无"):
        counted = {n: count for n, doc in left if (count := doc.words.count(word))}
        assert told(Having("words", word.encode())) == counted
        begun = {n: count for n, doc in left if (count := sum(w.startswith(word) for w in doc.words))}
        assert told(Beginning("words", word.encode())) == begun
        most = source.segment["words"].most
        at = source.segment["words"].terms.find(word.encode())
        assert at < 0 or most[at] == max(doc.words.count(word) for doc in some)
    times = {
        n: 1 if len(text) == 1 else sum(part.startswith(text, at) for part in doc.parts for at in range(len(part)))
        for n, doc in left
    }
    found = told(Standing("pairs", "chars", text))
    if len(text) > 1:
        assert found == {n: count for n, count in times.items() if count}
        assert source.segment["pairs"].at_most(text) >= len(found)
    lengths = LENGTHS[source.segment["words"].lengths].tolist()
    assert lengths == [len(doc.words) for doc in some]


@given(some=st.lists(docs, max_size=20), chosen=st.sets(st.integers(0, 19)))
@often
def test_facets_are_counted(tmp_path: Path, some: list[Doc], chosen: set[int]) -> None:
    segment = built(tmp_path / "s", some).segment
    among = np.array([n for n in sorted(chosen) if n < len(some)], np.uint32)
    terms = segment["topic"].terms
    named = [term.decode()[:1] for term in terms.terms(0, len(terms))]  # 渔业 and 渔港 are one group
    groups = {name: at for at, name in enumerate(dict.fromkeys(named))}
    numbers = np.array([groups[name] for name in named], np.int64)
    for documents, theirs in ((among, [some[n] for n in among]), (None, some)):
        counts = facet(segment, "topic", documents, numbers, len(groups))
        expected = Counter(first for doc in theirs for first in {topic[:1] for topic in doc.topics})
        assert {name: int(counts[at]) for name, at in groups.items() if counts[at]} == dict(expected)


places = st.lists(st.integers(0, 60), max_size=8, unique=True).map(sorted)


@given(texts=st.lists(st.tuples(places, st.integers(1, 4)), min_size=2, max_size=4), distance=st.integers(0, 6))
@settings(max_examples=300, deadline=None)
def test_texts_stand_near_where_trying_everything_says_so(texts: list[tuple[list[int], int]], distance: int) -> None:
    lengths = [length for _, length in texts]
    ends = {
        max(chosen)
        for chosen in product(*(some for some, _ in texts))
        for order in permutations(range(len(texts)))
        if all(0 <= chosen[b] - chosen[a] - lengths[a] <= distance for a, b in pairwise(order))
    }
    found = stand_near([np.array(some, np.int64) for some, _ in texts], lengths, distance)
    assert found.tolist() == sorted(ends)


def test_a_large_segment_is_answered_by_stretches(tmp_path: Path) -> None:
    """Lists long enough to be skipped in, and rare terms beside them."""
    rng = np.random.default_rng(3)
    some = []
    for n in range(6000):
        body = "".join(rng.choice(list("渔业生产台风停航"), 30, p=[0.4, 0.3, 0.2, 0.05, 0.02, 0.015, 0.01, 0.005]))
        words = ("a",) * int(rng.integers(1, 4)) + (("b",) if n % 997 == 0 else ())
        some.append(Doc(("台风",) if n % 700 == 3 else (), "", words, (body, "渔业")))
    source = built(tmp_path / "s", some)
    for text in ("停航台风", "渔业", "航停", "台风停", "渔渔渔业业生产", "产产台"):
        expected = [n for n, doc in enumerate(some) if text in doc.parts[0] or text in doc.parts[1]]
        assert asked(source).find(Standing("pairs", "chars", text)).tolist() == expected, text
    for question in (
        Every((Having("topic", "台风".encode()), Having("words", b"a"))),
        Every((Having("words", b"b"), Having("words", b"a"))),
        Near("pairs", ("停航", "台风"), 3),
        Near("pairs", ("航", "风", "渔"), 1),
        Near("pairs", ("停", "业"), 0),
        AtLeast(2, (Having("words", b"b"), Having("words", b"a"))),
    ):
        expected = [n for n, doc in enumerate(some) if holds(doc, question)]
        assert asked(source).find(question).tolist() == expected, question


def test_the_character_that_ends_parts_is_in_no_text(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="ends its parts"):
        SegmentBuilder([], {PAIRS: CHARS}).add({"pairs": ["渔\x00业"]})
    assert pairs.BREAK == b"\x00"


def test_every_byte_of_a_segment_that_has_changed_is_found(tmp_path: Path) -> None:
    source = built(tmp_path / "s", [Doc(("渔业",), "2025", ("渔船",), ("渔业生产",)), Doc((), "", (), ())])
    assert source.segment.file.verify() == []
    whole = (tmp_path / "s").read_bytes()
    missed = []
    for at in range(len(whole)):
        (tmp_path / "t").write_bytes(whole[:at] + bytes([whole[at] ^ 1 << at % 8]) + whole[at + 1 :])
        try:
            if not open_segment(tmp_path / "t").file.verify():
                missed.append(at)
        except Damaged as error:
            missed += [at] if str(tmp_path / "t") not in str(error) else []
    assert missed == []


# Scores.


def test_lengths_are_exact_below_forty_and_then_nearly() -> None:
    assert LENGTHS[step_of(np.arange(40))].tolist() == list(range(40))
    long = np.arange(40, 60_000)
    told = LENGTHS[step_of(long)]
    assert (told <= long).all()
    assert (told > long * 0.96).all()


def test_a_weight_is_what_an_occurrence_counts() -> None:
    weight = Weight(4.0, 0.4, 0.6)
    table = weight.table(20.0)
    assert table[10] == pytest.approx(4 / (0.6 + 0.4 * 0.6))  # shorter than the shortest
    assert table[39] == pytest.approx(4 / (0.6 + 0.4 * 39 / 20))
    assert table.max() == pytest.approx(weight.most())
    assert np.isfinite(Weight(1.0, 1.0, 0.5).table(0.0)).all()


@given(
    scores=st.lists(st.lists(st.integers(0, 9), min_size=30, max_size=30), min_size=1, max_size=5),
    wanted=st.integers(1, 40),
    slack=st.sampled_from([1.0, 0.5]),
)
@settings(max_examples=200, deadline=None)
def test_the_best_are_kept_with_their_whole_score(scores: list[list[int]], wanted: int, slack: float) -> None:
    parts = [Part(9.0, lambda docs, some=some: np.array(some, float)[docs]) for some in scores]  # type: ignore[misc]
    total = np.sum(scores, axis=0)
    kept, sums = summed(np.arange(30), parts, wanted, slack)
    assert sums.tolist() == total[kept].tolist()
    last = sorted(total)[-min(wanted, 30)]
    assert set(np.flatnonzero(total >= last * slack)) <= set(kept.tolist())
    everyone, sums = summed(np.arange(30), parts)
    assert everyone.tolist() == list(range(30))
    assert sums.tolist() == total.tolist()


@given(
    keys=st.integers(0, 12).flatmap(
        lambda n: st.lists(st.lists(st.integers(0, 3), min_size=n, max_size=n), min_size=1, max_size=3)
    ),
    wanted=st.one_of(st.none(), st.integers(0, 14)),
)
@settings(max_examples=300, deadline=None)
def test_the_first_by_several_keys_are_those_of_sorting(keys: list[list[int]], wanted: int | None) -> None:
    found = best([np.array(key, np.int64) for key in keys], wanted).tolist()
    expected = sorted(range(len(keys[0])), key=lambda at: [key[at] for key in keys])[:wanted]
    assert [[key[at] for key in keys] for at in found] == [[key[at] for key in keys] for at in expected]
    assert len(set(found)) == len(found)


def test_what_a_list_takes_is_written_in_the_specification() -> None:
    assert packing.LONG <= 255  # `count` is one byte
