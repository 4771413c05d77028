"""Is text the same on both sides, whatever it is written in?"""

from __future__ import annotations

import json
import re
import sys
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.text import (
    BREAK,
    bare,
    fold,
    gram_rules,
    is_known_word,
    jieba_segmenter,
    keywords,
    offsets,
    pair_stream,
    pairs,
    rarity,
    segmenter,
    word_rules,
    words,
)
from search.traditional import SIMPLIFIED, TRADITIONAL, table

SHARED = Path(__file__).parents[2] / "shared"
EVERY_CHARACTER = "".join(map(chr, range(sys.maxunicode + 1)))

texts = st.text(st.one_of(st.characters(), st.sampled_from("台颱風风渔漁业業ＡａA1１ 　\t\n。，")))
"""Any text, half surrogate pairs included."""


def test_fold_keeps_the_length_of_every_character() -> None:
    changed = [char for char in EVERY_CHARACTER if len(fold(char)) != 1]
    assert changed == []


def test_folding_twice_changes_nothing_for_any_character() -> None:
    once = fold(EVERY_CHARACTER)
    assert fold(once) == once


def test_fold_never_makes_or_unmakes_white_space() -> None:
    differing = [char for char in EVERY_CHARACTER if fold(char).isspace() != char.isspace()]
    assert differing == []


@given(texts)
def test_fold_goes_character_by_character(text: str) -> None:
    assert fold(text) == "".join(map(fold, text))


@pytest.mark.parametrize(
    ("printed", "folded"),
    [
        ("颱風", "台风"),
        ("ＡＢＣ１２３", "abc123"),
        ("（“Ⅳ级”）", "(“ⅳ级”)"),
        ("舊曆臺灣", "旧历台湾"),
        ("㎏", "㎏"),  # would be two characters
        ("İ", "İ"),  # so would its lower case
        ("豈", "岂"),  # a compatibility character, which becomes a Traditional one, which becomes a Simplified one
        ("ﬁ", "ﬁ"),
        ("ß", "ß"),
    ],
)
def test_fold(printed: str, folded: str) -> None:
    assert fold(printed) == folded


def test_half_a_surrogate_pair_folds_to_the_replacement_character() -> None:
    assert fold("台\ud800风\udfff") == "台\ufffd风\ufffd"
    assert words("台\ud800风")
    assert bare("\udc80").encode("utf-8")


def test_no_text_can_hold_the_break_between_parts() -> None:
    assert BREAK not in "".join(pairs(bare("台\x00风" + EVERY_CHARACTER[:1000])))


@given(texts)
def test_bare_text_is_folded_text_without_white_space(text: str) -> None:
    assert bare(text) == "".join(char for char in fold(text) if not char.isspace())


@given(texts)
def test_offsets_say_where_the_characters_of_bare_text_stand(text: str) -> None:
    assert len(offsets(text)) == len(bare(text))
    assert [fold(text[at]) for at in offsets(text)] == list(bare(text))


@given(texts)
def test_pairs_chain_through_the_whole_text(text: str) -> None:
    some = pairs(bare(text))
    assert len(some) == max(0, len(bare(text)) - 1)
    assert "".join(pair[0] for pair in some) == bare(text)[:-1]
    assert all(left[1] == right[0] for left, right in pairwise(some))


def test_pairs() -> None:
    assert pairs("渔业生产") == ["渔业", "业生", "生产"]
    assert pairs("渔") == pairs("") == []


def test_every_part_of_the_stream_ends_with_a_break_that_steps_of_two_cannot_cross() -> None:
    assert pair_stream(["哈哈哈", "停运"]) == ["哈哈", "哈哈", BREAK, BREAK, "停运", BREAK, BREAK]
    assert pair_stream(["", "好"]) == [BREAK] * 4


def test_words_leave_punctuation_out() -> None:
    assert words("台风来了，渔业“停产”。——《海》……") == ["台风", "来", "了", "渔业", "停产", "海"]
    assert words("——！？…… 　\n") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("RISC-V 2.0", ["risc", "v", "2.0"]),
        ("增长3.5%。", ["增长", "3.5"]),
        ("it's OK.", ["it's", "ok"]),
        ("A股", ["a", "股"]),
        ("第12届", ["第", "12", "届"]),
        ("ＡＢＣ１２", ["abc12"]),
        ("snake_case", ["snake", "case"]),
        ("end.", ["end"]),
        (".'start", ["start"]),
        ("a.海", ["a", "海"]),
        ("3.5亿 v2.0版", ["3.5", "亿", "v2.0", "版"]),
    ],
)
def test_latin_words_and_numbers_are_cut_by_our_rule(text: str, expected: list[str]) -> None:
    assert words(text) == expected


def test_the_segmenter_is_given_runs_of_hanzi_only_each_on_a_line() -> None:
    given_to_it: list[str] = []

    def cut(lines: str) -> list[str]:
        given_to_it.append(lines)
        return re.findall(r"[^\n]+|\n", lines)

    assert words("颱風A1級，第Ⅳ级𠮷！", cut) == ["台风", "a1", "级", "第", "ⅳ", "级𠮷"]
    assert given_to_it == ["台风\n\t\n级\n第\n\t\n级𠮷"]


@given(st.text(st.one_of(st.characters(), st.sampled_from("台风蓝色预警在长江流域发布 A1.’，\t\n\r㐀𠮷"))))
def test_runs_are_cut_as_if_each_were_alone(text: str) -> None:
    runs = words(text, lambda lines: re.findall(r"[^\n]+|\n", lines))
    for cut in (segmenter(), jieba_segmenter()):
        assert words(text, cut) == [word for run in runs for word in words(run, cut)]


@given(texts)
def test_words_are_pieces_of_the_folded_text_in_order(text: str) -> None:
    at = 0
    for word in words(text):
        assert word
        at = fold(text).index(word, at) + len(word)


def test_words_of_alternating_hanzi_and_letters_take_linear_time() -> None:
    # Quadratic with a rule that looks back from every letter. Counted, not timed: what is given to the segmenter is no
    # longer than the text and its line feeds, and it is given it once.
    given_to_it: list[str] = []
    assert len(words("A一" * 20_000, lambda lines: given_to_it.append(lines) or lines.split("\n"))) == 40_000  # type: ignore[func-returns-value]
    assert [len(lines) for lines in given_to_it] == [2 * 40_000 - 1]


INVENTED = [
    "澜湾市气象台今晨发布台风蓝色预警，渔船全部回港避风。",
    "记者阮知秋从市海洋与渔业局获悉，海上客运航线自今日起全线停运。",
    "“我们村的紫菜今年卖了个好价钱。”村民乐呵呵地说。",
    "第三届海洋文化节将于下月举行，届时将有二十余支队伍参赛。",
    "市人大常委会党组召开扩大会议，传达学习有关精神。",
    "龙潭街道网格员裴远走街串巷，帮老人修好了水龙头。",
    "全市规上工业增加值同比增长百分之七点二，高于全省平均水平。",
    "一场秋雨一场寒，十场秋雨要穿棉。",
]


@pytest.mark.skipif(word_rules().startswith("jieba"), reason="rjieba is not installed: there is nothing to compare")
@pytest.mark.parametrize("sentence", INVENTED)
def test_rjieba_cuts_as_jieba_does(sentence: str) -> None:
    assert words(sentence, segmenter()) == words(sentence, jieba_segmenter())


@pytest.mark.skipif(word_rules().startswith("jieba"), reason="rjieba is not installed: there is nothing to compare")
def test_rjieba_and_jieba_hardly_differ_over_a_month_of_a_paper() -> None:
    source = SHARED / "articles" / "zsrb-2026-03.jsonl"
    if not source.exists():
        pytest.skip(f"no {source.name} beside the checkout")
    bodies = (json.loads(line)["body"] for line in source.read_text("utf-8").splitlines())
    paragraphs = [paragraph for body in bodies for paragraph in body.split("\n") if paragraph.strip()][:2000]
    both = [(words(p, segmenter()), words(p, jieba_segmenter())) for p in paragraphs]
    differing = sum(ours != theirs for ours, theirs in both)
    assert len(paragraphs) > 1000
    assert differing / len(paragraphs) <= 0.001, f"{differing} of {len(paragraphs)} paragraphs"


def test_jieba_serves_where_rjieba_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("search.text.find_spec", lambda name: None)
    segmenter.cache_clear()
    try:
        assert segmenter() is jieba_segmenter()
        assert words("我们喜欢台风") == ["我们", "喜欢", "台风"]
        assert word_rules() == "jieba 0.42.1"
    finally:
        segmenter.cache_clear()


def test_word_rules_name_the_segmenter_and_its_release() -> None:
    name, release = word_rules().split(" ")
    assert name in ("rjieba", "jieba")
    assert release[0].isdigit()


def test_word_rules_ask_the_packaging_where_the_release_is_not_beside_the_module(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    expected = word_rules()
    monkeypatch.setattr("search.text.find_spec", lambda name: SimpleNamespace(origin=None))
    assert word_rules() == expected


def test_a_known_word_is_one_of_jiebas() -> None:
    assert is_known_word("台风")
    assert not is_known_word("澜湾日报")


def test_gram_rules_change_with_the_table(monkeypatch: pytest.MonkeyPatch) -> None:
    before = gram_rules()
    assert gram_rules() == before
    monkeypatch.setattr("search.text.TRADITIONAL", TRADITIONAL[1:])
    assert gram_rules() != before


def test_the_traditional_table_is_that_of_opencc() -> None:
    opencc = pytest.importorskip("opencc")
    simplify = opencc.OpenCC("t2s").convert
    blocks = [(0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x3347F)]
    characters = [chr(code) for low, high in blocks for code in range(low, high + 1)]
    # One a line, so that no phrase is converted as a whole.
    simplified = dict(zip(characters, simplify("\n".join(characters)).split("\n"), strict=True))
    expected = {}
    for char in characters:
        to = char
        while len(simplified.get(to, to)) == 1 and simplified.get(to, to) != to:
            to = simplified[to]
        if to != char:
            expected[char] = to
    assert table() == expected


def test_the_traditional_table_is_followed_to_its_end() -> None:
    assert len(TRADITIONAL) == len(SIMPLIFIED) == len(table())
    assert not set(table()) & set(table().values())


def test_rarity_tells_a_rare_word_from_a_common_one() -> None:
    assert rarity("台风") > rarity("我们") > 0
    assert rarity("没有这个词的词") == rarity("也没有这个的") > rarity("我们")


def test_keywords_are_the_rare_words_that_recur() -> None:
    text = "海钓船今天出港。海钓协会说，海钓是好运动，我们都喜欢。2025年12.5万人，the fish."
    found = keywords(text, 3)
    assert found[0] == "海钓"
    assert len(found) == 3
    assert "fish" in keywords(text, 50)
    assert not {"的", "2025", "12.5", "the"} & set(keywords(text, 50))
    assert keywords("") == ()
