"""Are names offered that stand in the text of articles and are no words of the index?"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.suggest import Suggestion, Vocabulary, pinyin, suggest
from search.text import bare

pytestmark = pytest.mark.skipif(not pinyin.installed(), reason="pypinyin is not installed")

TEXTS = ("潜水员虞若珂出水", "在苛雪岩开渔", "虞若柳云", "意见若柯")


def held(texts: Sequence[str], *words: str, frequency: bool = True) -> Vocabulary:
    """An archive of articles, of which the index lists their single characters, and these words."""

    def listed(field: str, prefix: str) -> Iterator[tuple[str, int]]:
        chars = {char: sum(char in each for each in texts) for char in "".join(texts)}
        return iter([*chars.items(), *((word, 1) for word in words)] if field == "word" else [])

    def count(text: str) -> int:
        return sum(bare(text) in each for each in texts)

    def at_most(text: str) -> int:
        key = bare(text)
        return min(count(key[at : at + 2]) for at in range(max(1, len(key) - 1)))

    return Vocabulary.of(listed, count, at_most if frequency else None)


def offered(texts: Sequence[str], typed: str, *words: str) -> list[str]:
    return [each.text for each in suggest(held(texts, *words), typed)]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("虞若科", "虞若珂"),
        ("于若珂", "虞若珂"),
        ("虞弱珂", "虞若珂"),
        ("虞若 渴", "虞若珂"),
        ("虞若顆", "虞若珂"),  # Traditional
        ("苛雪言", "苛雪岩"),
        ("苛雪洋", "苛雪岩"),  # yang for yan
        ("科雪岩", "苛雪岩"),
    ],
)
def test_a_name_that_sounds_so_is_offered(typed: str, meant: str) -> None:
    assert suggest(held(TEXTS), typed) == (Suggestion(meant, typed, meant, "homophone", 1),)


def test_without_quick_numbers_it_is_not() -> None:
    assert suggest(held(TEXTS, frequency=False), "虞若科") == ()


@pytest.mark.parametrize("typed", ["yuruoke", "yu ruo ke", "YuRuoKe", "yú ruò kē", "虞ruoke", "虞若ke"])
def test_a_name_that_is_spelt_so_is_offered(typed: str) -> None:
    assert suggest(held(TEXTS), typed) == (Suggestion("虞若珂", typed, "虞若珂", "pinyin", 1),)


def test_of_a_longer_run_the_character_is_named_that_went_wrong() -> None:
    assert suggest(held(TEXTS), "水员虞若科") == (Suggestion("水员虞若珂", "科", "珂", "homophone", 1),)
    assert suggest(held(TEXTS), "水员 虞若科 出水") == (Suggestion("水员 虞若珂 出水", "科", "珂", "homophone", 1),)


def test_pairs_that_stand_somewhere_make_no_name() -> None:
    assert held(TEXTS).frequency("虞若柯") == 1  # type: ignore[misc]  # 虞若 and 若柯 do
    assert "虞若柯" not in offered(TEXTS, "虞若科")


def test_what_stands_somewhere_is_not_taken_for_a_slip() -> None:
    assert offered((*TEXTS, "姓名虞若科"), "虞若科") == []


def test_a_word_of_the_index_that_sounds_so_comes_first() -> None:
    assert offered(TEXTS, "虞若科", "虞若苛") == ["虞若苛", "虞若珂"]


def test_a_word_of_the_index_that_does_not_sound_so_comes_behind() -> None:
    assert offered(TEXTS, "虞若科", "虞若鲸") == ["虞若珂", "虞若鲸"]


def test_two_characters_must_meet_oftener_than_by_chance() -> None:
    assert offered(["闻裴沅说", *["此处"] * 20], "裴元") == ["裴沅"]
    # Each in every article, and side by side in one: the end of a word and the beginning of the next.
    assert offered(["闻裴沅说", *["沅处裴"] * 20], "裴元") == []


def recorded(asked: list[str], answer: int) -> Callable[[str], int]:
    def number(text: str) -> int:
        asked.append(text)
        return answer

    return number


CHARS = [
    char
    for char in map(chr, range(0x4E00, 0x9FA6))
    if {"yi", "shi", "ji", "ruo"} & {pinyin.toneless(each) for each in pinyin.readings(char)}
]
SPELT = st.lists(st.sampled_from(["yi", "shi", "ji", "ruo"]), max_size=5).map("".join)


@pytest.mark.parametrize("exact", [0, 1])
@given(st.one_of(st.text(st.sampled_from(CHARS), max_size=12), SPELT))
def test_law_of_what_a_suggestion_may_cost(exact: int, typed: str) -> None:
    quick: list[str] = []
    slow: list[str] = []
    words = [(char, 900) for char in CHARS]
    made = Vocabulary.of(
        lambda field, _: iter(words if field == "word" else []), recorded(slow, exact), recorded(quick, 1)
    )
    suggest(made, typed)
    assert len(slow) * 5 + len(quick) * 0.03 <= 50  # milliseconds
