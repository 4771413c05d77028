"""What is offered to a reader who mistyped?"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.query import parse
from search.suggest import Completion, Vocabulary, complete, for_query, notes, pinyin, suggest
from search.suggest.spelling import spellings
from search.text import bare
from search.tree import Field, Filter, Literal, Not, Query, all_of, wanted

AUTHORS = {"阮知秋": 12, "裴远": 30, "龙潭客": 4, "简碧珂": 3}
VALUES: dict[str, dict[str, int]] = {
    "author": AUTHORS,
    "reporter": {"阮知秋": 9, "裴远": 30},
    "topic": {"台风与防汛": 40, "渔业": 90},
    "column": {"海上观察": 3},
    "source": {"新华社": 500},
    "headline": {"渔业生产暂停": 1, "《绿色海岸》开拍": 1, "远洋渔船回港": 2},
    "word": {
        "台风": 300, "防治": 80, "停运": 60, "意识": 50, "海岸": 40, "绿色": 44, "西安": 9, "重庆": 7, "银行": 20,
        "碱蓬草": 2, "渔业": 200, "远洋": 5, "python": 3, "草": 30, "的": 900, "在": 800, "海": 70, "虚线": 2,
    },
}  # fmt: skip


def terms(field: str, prefix: str) -> Iterator[tuple[str, int]]:
    """As an archive lists them: most first."""
    found = VALUES.get(field, {})
    return iter(sorted(((text, n) for text, n in found.items() if text.startswith(prefix)), key=lambda each: -each[1]))


def vocabulary(count: Callable[[str], int] | None = None) -> Vocabulary:
    return Vocabulary.of(terms, count)


def offered(text: str, limit: int = 3) -> list[str]:
    return [each.text for each in suggest(vocabulary(), text, limit)]


needs_pinyin = pytest.mark.skipif(not pinyin.installed(), reason="pypinyin is not installed")


@needs_pinyin
@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("阮知丘", "阮知秋"),
        ("软知秋", "阮知秋"),
        ("阮之丘", "阮知秋"),
        ("碱篷草", "碱蓬草"),
        ("抬风", "台风"),
        ("議識", "意识"),  # Traditional
        ("种庆", "重庆"),  # 重 is read chong and zhong
        ("银航", "银行"),
        ("裴元", "裴远"),
        ("阮资秋", "阮知秋"),  # zi for zhi
        ("简毕科", "简碧珂"),
    ],
)
def test_what_sounds_alike_is_offered(typed: str, meant: str) -> None:
    first = suggest(vocabulary(), typed)[0]
    assert (first.text, first.kind, first.replaced) == (meant, "homophone", typed)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("阮鲸秋", "阮知秋"),
        ("知秋", "阮知秋"),
        ("阮秋", "阮知秋"),
        ("阮阮知秋", "阮知秋"),
        ("阮知的秋", "阮知秋"),
        ("阮秋知", "阮知秋"),
        ("碱草蓬", "碱蓬草"),
        ("pyhton", "python"),
        ("pythn", "python"),
        ("pythonn", "python"),
        ("Pithon", "python"),
    ],
)
def test_one_slip_is_put_right(typed: str, meant: str) -> None:
    first = suggest(vocabulary(), typed)[0]
    assert (first.text, first.kind) == (meant, "slip")


@needs_pinyin
@pytest.mark.parametrize(
    "typed",
    ["jianpengcao", "jian peng cao", "jian'peng'cao", "jian’peng’cao", "JianPengCao", "jiān péng cǎo", "jian1peng2cao3",
     "jian蓬草", "碱pengcao", "碱peng草", "jiangpencao", "ｊｉａｎpengcao", "jpc"],
)  # fmt: skip
def test_pinyin_is_read_as_hanzi(typed: str) -> None:
    first = suggest(vocabulary(), typed)[0]
    assert (first.text, first.kind, first.replaced, first.articles) == ("碱蓬草", "pinyin", typed, 2)


@needs_pinyin
@pytest.mark.parametrize("typed", ["lvse", "lüse", "lyuse", "lǜsè"])
def test_u_umlaut_may_be_typed_as_it_pleases(typed: str) -> None:
    assert offered(typed) == ["绿色"]


@needs_pinyin
def test_letters_that_can_be_cut_in_two_ways_are_cut_in_both() -> None:
    read = spellings(vocabulary().sounds, "xian")
    assert [[token.letters for token in spelling] for spelling in read] == [["xian"], ["xi", "an"]]
    assert offered("xian") == ["西安"]


@needs_pinyin
def test_what_sounds_exactly_so_comes_before_what_sounds_close_to_it() -> None:
    def two(field: str, prefix: str) -> Iterator[tuple[str, int]]:
        return iter([("沙滩", 900), ("山坛", 900), ("伞摊", 1)] if field == "word" else [])

    assert suggest(Vocabulary.of(two), "santan")[0].text == "伞摊"


@needs_pinyin
def test_a_name_comes_before_a_word_of_the_same_sound() -> None:
    def both(field: str, prefix: str) -> Iterator[tuple[str, int]]:
        return iter({"author": [("陆露", 2)], "word": [("路路", 20), ("露露", 3)]}.get(field, []))

    assert suggest(Vocabulary.of(both), "lulu")[0].text == "陆露"


@needs_pinyin
def test_one_piece_of_a_long_run_is_put_right() -> None:
    first = suggest(vocabulary(), "碱篷草防治")[0]
    assert (first.text, first.replaced, first.by, first.articles) == ("碱蓬草防治", "碱篷草", "碱蓬草", 2)
    assert offered("台疯停运")[0] == "台风停运"
    assert offered("在绿色的还岸")[0] == "在绿色的海岸"


@needs_pinyin
def test_the_rest_of_a_run_stays_as_it_was_typed() -> None:
    assert offered("  碱 篷草防 治 ")[0] == "碱蓬草防 治"
    assert offered("臺瘋停運")[0] == "台风停運"


@needs_pinyin
def test_several_words_may_be_spelt_in_a_row() -> None:
    assert "台风停运" in offered("taifengtingyun")


@needs_pinyin
def test_a_run_put_together_from_pieces_is_offered_only_where_it_stands_in_the_index() -> None:
    assert not suggest(vocabulary(lambda text: 0), "碱篷草防治")
    assert not suggest(vocabulary(lambda text: 0), "taifengtingyun")
    found = suggest(vocabulary(lambda text: 5 * (text == "碱蓬草防治")), "碱篷草防治")
    assert [(each.text, each.articles) for each in found] == [("碱蓬草防治", 5)]


@pytest.mark.parametrize(
    "text", ["", " ", "台", "a", "台风", "台风停运", "，。", "长" * 500, "shi" * 500, "\ud800\udfff", "0" * 70]
)
def test_where_there_is_nothing_to_offer_nothing_is_offered(text: str) -> None:
    assert suggest(vocabulary(), text) == ()


def test_one_of_two_characters_is_too_little_to_go_by() -> None:
    assert "意识" not in offered("意鲸")  # any word with 意
    assert "未来" in [  # 未 and 末 look alike
        each.text for each in suggest(Vocabulary.of(lambda field, _: iter([("未来", 5)] * (field == "word"))), "末来")
    ]


def test_an_empty_index_has_nothing_to_offer() -> None:
    nothing = Vocabulary.of(lambda field, prefix: iter(()))
    assert suggest(nothing, "台风") == suggest(nothing, "taifeng") == ()
    assert complete(nothing, "台") == complete(nothing, "t") == ()
    assert for_query(nothing, parse("tai feng"), {Literal("tai", quoted=False)}) == ()


def test_nothing_is_read_before_it_is_asked_for_and_then_once() -> None:
    read: list[str] = []

    def listed(field: str, prefix: str) -> Iterator[tuple[str, int]]:
        read.append(field)
        return terms(field, prefix)

    made = Vocabulary.of(listed)
    assert read == []
    for _ in range(2):
        suggest(made, "阮秋知")
        assert sorted(read) == ["author", "column", "source", "topic", "word"]
    for _ in range(2):
        complete(made, "台")
        assert sorted(read) == ["author", "column", "headline", "source", "topic", "word"]


HANZI = st.text(st.sampled_from("阮知秋裴远台风停运意识碱蓬草重银行的海岸软之抬枫見識Aai n'2"), max_size=9)


@given(HANZI, st.integers(0, 4))
def test_law_of_suggestions(text: str, limit: int) -> None:
    made = vocabulary()
    found = suggest(made, text, limit)
    assert len(found) <= limit
    assert len({bare(each.text) for each in found}) == len(found)
    for each in found:
        assert bare(each.text) != bare(text)
        assert each.replaced in text
        if bare(each.replaced) != bare(text):
            assert text.strip().replace(each.replaced, each.by, 1) == each.text or text.count(each.replaced) > 1
        if each.articles:
            assert made.known(bare(each.by))


@needs_pinyin
@given(st.sampled_from(sorted(AUTHORS)), st.data())
def test_law_of_homophones(name: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(name) - 1))
    sound = pinyin.toneless(data.draw(st.sampled_from(pinyin.readings(name[at]))))
    alike = [chr(code) for code in range(0x4E00, 0x9FA6) if sound in map(pinyin.toneless, pinyin.readings(chr(code)))]
    typed = name[:at] + data.draw(st.sampled_from(alike)) + name[at + 1 :]
    assert name in offered(typed) or bare(typed) == name


@needs_pinyin
@given(st.sampled_from(sorted({*AUTHORS, *VALUES["topic"]} | {w for w in VALUES["word"] if len(w) > 1 and w > "z"})))
def test_law_of_pinyin(word: str) -> None:
    assert offered("".join(pinyin.usual(word)))[0] == word


def tried(text: str, *hopeless: str, limit: int = 3) -> list[str]:
    query = parse(text)
    few = {leaf for leaf in wanted(query) if getattr(leaf, "text", getattr(leaf, "value", "")) in hopeless}
    found = for_query(vocabulary(), query, few, limit)
    for printed, _ in found:
        assert str(parse(printed)) == printed
    return [printed for printed, _ in found]


@needs_pinyin
def test_a_query_is_printed_with_what_was_meant_in_its_place() -> None:
    assert tried("台疯 停运 -碱篷草", "台疯")[0] == "台风 AND 停运 AND NOT 碱篷草"
    assert tried("标题:(碱篷草 OR 台风)", "碱篷草") == ["标题:碱蓬草 OR 标题:台风"]
    assert tried('"碱篷草" 台风', "碱篷草") == ['"碱蓬草" AND 台风']


@needs_pinyin
def test_a_name_in_a_field_is_put_right_out_of_that_field() -> None:
    assert tried("记者:阮知丘 台风", "阮知丘") == ['记者:"阮知秋" AND 台风']
    assert tried("作者:longtanke", "longtanke") == ['作者:"龙潭客"']
    assert tried("记者:longtanke", "longtanke") == []
    assert tried("主题:鱼业", "鱼业") == ['主题:"渔业"']
    assert tried("版:台疯", "台疯") == []


@needs_pinyin
def test_syllables_with_spaces_between_are_one_name() -> None:
    assert tried("jian peng cao 防治", "jian", "peng", "cao") == ["碱蓬草 AND 防治"]
    assert tried("防治 jian peng cao", "jian") == ["防治 AND 碱蓬草"]
    assert tried("jian peng cao", "jian", "peng", "cao") == ["碱蓬草"]
    assert tried('"jian" "peng" "cao"', "jian", "peng", "cao") == []
    assert tried("jian peng cao") == []


@needs_pinyin
def test_only_what_finds_little_is_touched() -> None:
    assert tried("台疯 停晕", "停晕") == ["台疯 AND 停运"]
    assert tried("台风 NOT 台疯", "台疯") == []
    query = all_of(Literal("防治"), Filter(Field("reporter", "阮知丘")), Not(Literal("台疯")))
    assert for_query(vocabulary(), query, {Literal("台疯"), Field("reporter", "阮知丘")}) == ()


@needs_pinyin
def test_what_finds_nothing_at_all_is_put_right_in_every_offer() -> None:
    def printed(*known: str) -> list[str]:
        query = parse("台疯 停晕")
        made = vocabulary(lambda text: int(text in known))
        return [text for text, _ in for_query(made, query, set(wanted(query)), 3)]

    assert printed() == ["台风 AND 停运"]
    assert printed("停晕") == ["台风 AND 停晕", "台风 AND 停运"]


def completed(text: str, limit: int = 10) -> list[tuple[str, str]]:
    return [(each.text, each.kind) for each in complete(vocabulary(), text, limit)]


def test_names_and_topics_come_before_headlines_and_these_before_words() -> None:
    assert completed("渔") == [("渔业", "topic"), ("渔业生产暂停", "headline")]
    assert completed("台") == [("台风与防汛", "topic"), ("台风", "word")]
    assert completed("海") == [("海上观察", "column"), ("海岸", "word")]
    assert completed("阮知秋") == [("阮知秋", "author")]
    assert complete(vocabulary(), "裴") == (Completion("裴远", "author", 30),)


def test_quotation_marks_do_not_hide_the_beginning() -> None:
    assert completed("绿色")[0] == completed("《绿色")[0] == ("《绿色海岸》开拍", "headline")


@needs_pinyin
@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("ruanzhi", "阮知秋"),
        ("ruanzhiq", "阮知秋"),
        ("ruan zhi q", "阮知秋"),
        ("rzq", "阮知秋"),
        ("阮zhi", "阮知秋"),
        ("haishangg", "海上观察"),
        ("hsgc", "海上观察"),
        ("yuy", "渔业"),
        ("yuyesheng", "渔业生产暂停"),
        ("lvsehai", "《绿色海岸》开拍"),
        ("jianp", "碱蓬草"),
        ("py", "python"),
        ("xia", "西安"),
    ],
)
def test_completion_by_pinyin(typed: str, meant: str) -> None:
    assert meant in [text for text, _ in completed(typed)]


@needs_pinyin
def test_what_begins_with_the_letters_themselves_comes_before_what_they_spell() -> None:
    made = Vocabulary.of(lambda field, _: iter({"author": [("艾青", 90)], "headline": [("AI进村", 1)]}.get(field, [])))
    assert [each.text for each in complete(made, "ai")] == ["AI进村", "艾青"]


def test_no_group_takes_all_the_room() -> None:
    many = {"author": [(f"陈{c}", 9) for c in "甲乙丙丁戊己"], "headline": [(f"陈{c}来了", 1) for c in "子丑"]}
    made = Vocabulary.of(lambda field, _: iter(many.get(field, [])))
    assert [each.kind for each in complete(made, "陈", 4)] == ["author", "author", "headline", "headline"]
    assert [each.kind for each in complete(made, "陈", 7)] == ["author"] * 5 + ["headline"] * 2
    assert len(complete(made, "陈", 100)) == 8


@given(HANZI, st.integers(0, 5))
def test_law_of_completion(text: str, limit: int) -> None:
    found = complete(vocabulary(), text, limit)
    assert len(found) <= limit
    assert len({bare(each.text) for each in found}) == len(found)
    if bare(text) and not any("a" <= char <= "z" for char in bare(text)):
        begin = bare(text.lstrip(" '"))
        assert all(bare(each.text).lstrip("《").startswith(begin) for each in found)


def test_of_very_many_headlines_those_are_offered_that_are_printed_most(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("search.suggest.vocabulary.MOST_HEADLINES", 2)
    headlines = [("开渔了", 3), ("开渔前夜", 1), ("开渔时节", 1)]
    made = Vocabulary.of(lambda field, _: iter(headlines if field == "headline" else []))
    assert [each.text for each in complete(made, "开渔")] == ["开渔了", "开渔前夜"]


@pytest.fixture
def without_pypinyin(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    caches = (pinyin._library, pinyin.readings)
    monkeypatch.setitem(sys.modules, "pypinyin", None)
    for cached in caches:
        cached.cache_clear()
    yield
    monkeypatch.undo()
    for cached in caches:
        cached.cache_clear()


@pytest.mark.usefixtures("without_pypinyin")
def test_without_pypinyin_what_needs_no_sound_still_works() -> None:
    assert offered("阮秋知") == offered("阮知丘") == ["阮知秋"]
    assert offered("taifeng") == []
    assert completed("渔")[0] == ("渔业", "topic")
    assert completed("py") == [("python", "word")]
    assert completed("yu") == []
    query: Query = parse("tai feng 阮秋知")
    assert [text for text, _ in for_query(vocabulary(), query, set(wanted(query)))] == ["tai AND feng AND 阮知秋"]
    (note,) = notes()
    assert "pypinyin" in note
    assert "[suggest]" in note


@needs_pinyin
def test_with_pypinyin_there_is_nothing_to_say() -> None:
    assert notes() == ()
