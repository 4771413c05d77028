"""Do lists and dictionaries come back as they were given, and is every changed byte found?"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search.postings import bits, format
from search.postings.dictionary import Pairs, Words, code_points, merged_pairs, pairs_of, write_pairs, write_words
from search.postings.format import Damaged, FileWriter, open_file
from search.postings.growing import Growing
from search.postings.lists import Lists
from search.postings.packing import BLOCK, HIGHEST, LONG, SKIPPING, SPARE, Packer

LIMITS = st.fixed_dictionaries(
    {
        "_SINGLY": st.sampled_from([0, 3, 9]),
        "_SOME": st.sampled_from([3, 500]),
        "_APART": st.sampled_from([70, 16384]),
        "_APART_OF_SOME": st.sampled_from([1, 70, 400]),
        "_REMEMBERED_PLACES": st.sampled_from([0, 256]),
    }
)
"""Of `lists`, from which on lists are read in another way."""

often = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])

numbers = st.one_of(st.integers(0, 3), st.integers(0, 300), st.integers(0, HIGHEST))
rising = st.lists(st.one_of(st.integers(0, 100), st.integers(0, HIGHEST)), min_size=1, max_size=200, unique=True)


def packed(path: Path, lists: list[list[int]], rises: bool, pieces: int = 1) -> Lists:
    """The lists, packed in some pieces and opened again."""
    packer = Packer(rises)
    for n in range(pieces):
        some = lists[n * len(lists) // pieces : (n + 1) * len(lists) // pieces]
        if some:
            packer.add(np.concatenate([np.array(each, np.uint32) for each in some]), np.array(list(map(len, some))))
    with FileWriter(path) as file:
        packer.save(file, "x")
    return Lists(open_file(path), "x", rises)


def come_together(back: Lists, lists: list[list[int]], limits: dict[str, int]) -> None:
    """All of some lists, and every other, are read at once as each for itself."""
    with pytest.MonkeyPatch.context() as patch:
        for name, limit in limits.items():
            patch.setattr(f"search.postings.lists.{name}", limit)
        for stride in (1, 2):
            together, counts = back.many(np.arange(len(lists))[::stride])
            assert together.dtype == np.int64
            assert together.tolist() == [number for each in lists[::stride] for number in each]
            assert counts.tolist() == [len(each) for each in lists[::stride]]


@given(lists=st.lists(rising.map(sorted), min_size=1, max_size=100), pieces=st.integers(1, 3), limits=LIMITS)
@often
def test_lists_that_rise_come_back(tmp_path: Path, lists: list[list[int]], pieces: int, limits: dict[str, int]) -> None:
    back = packed(tmp_path / "f", lists, True, pieces)
    assert len(back) == len(lists)
    assert [back.get(n).tolist() for n in range(len(lists))] == lists
    assert back.counts(0, len(lists)).tolist() == list(map(len, lists))
    come_together(back, lists, limits)


@given(
    lists=st.lists(st.lists(numbers, min_size=1, max_size=200), min_size=1, max_size=70), data=st.data(), limits=LIMITS
)
@often
def test_lists_of_any_numbers_come_back(
    tmp_path: Path, lists: list[list[int]], data: st.DataObject, limits: dict[str, int]
) -> None:
    back = packed(tmp_path / "f", lists, False)
    assert [back.get(n).tolist() for n in range(len(lists))] == lists
    come_together(back, lists, limits)
    which = data.draw(st.integers(0, len(lists) - 1))
    places = data.draw(st.lists(st.integers(0, len(lists[which]) - 1), max_size=9))
    assert back.at(which, np.array(places, np.int64)).tolist() == [lists[which][at] for at in places]


@pytest.mark.parametrize("rises", [True, False])
@pytest.mark.parametrize("lengths", [[1, 70, 5000], [1, 70, 399, 400, 20_000, 3] * 5, [20, 20_000, 500] * 200])
def test_lists_together_are_those_of_each(tmp_path: Path, rises: bool, lengths: list[int]) -> None:
    rng = np.random.default_rng(len(lengths))
    steps = [rng.integers(1, 9, length) * (1 + 1000 * (rng.random(length) < 0.01)) for length in lengths]
    some = [(np.cumsum(each) if rises else each).tolist() for each in steps]
    back = packed(tmp_path / "f", some, rises)
    come_together(back, some, {})
    assert [back.get(at).tolist() for at in (0, 1, 2, 1)] == [some[at] for at in (0, 1, 2, 1)]


def test_counts_of_long_lists_are_of_widths_that_are_read_at_once(tmp_path: Path) -> None:
    packed(tmp_path / "f", [[high] * LONG for high in range(300)], False)
    widths = set(open_file(tmp_path / "f").array("x/width").tolist())
    assert {2, 4, 8} <= widths
    assert not widths & {3, 5, 6, 7}


@pytest.mark.parametrize("width", range(33))
@pytest.mark.parametrize("count", [1, 7, 64, 65, 256, 257, 264, 319, 320, 321, 2047, 2049, 32768, 32769, 40000])
def test_codes_of_every_width_are_read_by_each_way(width: int, count: int) -> None:
    wanted = np.random.default_rng(width).integers(0, 1 << width, count, np.int64)
    written = np.zeros(3 * 8 + count * max(1, width), np.uint8)
    written[3 * 8 : 3 * 8 + count * width] = (wanted[:, None] >> np.arange(width) & 1).ravel()
    packed = np.packbits(written, bitorder="little")
    for spare in (SPARE, SPARE + 64):  # at the end of what there is, and before more
        some = np.concatenate([packed, np.zeros(spare, np.uint8)])
        assert bits.codes_of(some, bits.words(some), 3, count, width).tolist() == wanted.tolist()


LENGTHS = [1, 2, 63, LONG, 511, 512, 513, SKIPPING - 1, SKIPPING, SKIPPING + 1, 9 * BLOCK + 3, 60 * BLOCK + 3]


@pytest.mark.parametrize("length", LENGTHS)
@pytest.mark.parametrize("gap", [1, 2, 17, 100_000])
def test_a_list_of_every_length_is_found_in(tmp_path: Path, length: int, gap: int) -> None:
    rng = np.random.default_rng(length * gap)
    gaps = rng.integers(1, gap + 1, length)
    gaps[rng.random(length) < 0.02] += 300_000  # what does not fit in the width of the others
    some = np.cumsum(gaps)[np.cumsum(gaps) < HIGHEST]
    back = packed(tmp_path / "f", [[5], some.tolist(), [7]], True)
    assert back.get(1).tolist() == some.tolist()
    held = set(some.tolist())
    for size in (1, 3, 40, len(some)):
        wanted = np.unique(np.concatenate([rng.choice(some, size), rng.choice(some, size) + 1])).astype(np.uint32)
        here, places = back.find(1, wanted)
        assert here.tolist() == [number in held for number in wanted.tolist()]
        assert some[places].tolist() == wanted[here].tolist()
        assert back.rank(1, wanted).tolist() == some.searchsorted(wanted).tolist()
    edges = np.array([0, int(some[-1]) + 1, HIGHEST], np.uint32)
    assert back.rank(1, edges).tolist() == some.searchsorted(edges).tolist()
    assert not back.find(1, edges)[0][1:].any()
    nothing = np.zeros(0, np.uint32)
    assert [each.tolist() for each in (*back.find(1, nothing), back.rank(1, nothing))] == [[], [], []]


@pytest.mark.parametrize("length", LENGTHS)
@pytest.mark.parametrize("highest", [0, 3, 200, 30_000])
def test_a_list_of_every_length_tells_what_is_at_a_place(tmp_path: Path, length: int, highest: int) -> None:
    rng = np.random.default_rng(length + highest)
    some = rng.integers(0, highest + 1, length)
    some[rng.random(length) < 0.005] += 70_000  # what does not fit in the width of the others
    back = packed(tmp_path / "f", [[5], some.tolist(), [7]], False)
    assert back.get(1).tolist() == some.tolist()
    high = np.flatnonzero(some >= 70_000)
    for places in (high[:1], high[-3:], high, np.sort(rng.choice(length, 5)), np.arange(length)):
        assert back.at(1, places).tolist() == some[places].tolist()


def test_a_number_that_is_too_high_is_an_error() -> None:
    with pytest.raises(ValueError, match="too high"):
        Packer(True).add(np.array([HIGHEST + 1], np.uint64), np.array([1]))


def test_few_bits_are_used(tmp_path: Path) -> None:
    """Of documents that every second one has, three bits each; of all of them, nothing."""
    rng = np.random.default_rng(1)
    half = np.flatnonzero(rng.random(100_000) < 0.5)
    assert len(packed(tmp_path / "f", [half.tolist()], True)._bits) < len(half) * 3.1 / 8
    assert len(packed(tmp_path / "f", [list(range(100_000))], True)._bits) < 32


words = st.lists(st.one_of(st.binary(max_size=6), st.text("渔业生产", max_size=4).map(str.encode)), unique=True)


@given(terms=words.map(sorted), asked=st.lists(st.binary(max_size=4), max_size=9))
@often
def test_words_come_back(tmp_path: Path, terms: list[bytes], asked: list[bytes]) -> None:
    with FileWriter(tmp_path / "f") as file:
        write_words(file, "t", terms)
    back = Words(open_file(tmp_path / "f"), "t")
    check_dictionary(back, terms, asked)


@given(
    texts=st.lists(st.text("ab渔业𠮷\x00", min_size=1, max_size=2), unique=True, min_size=1),
    asked=st.lists(st.one_of(st.binary(max_size=4), st.text("ab渔𠮷\x00x", max_size=3).map(str.encode)), max_size=9),
)
@often
def test_pairs_come_back(tmp_path: Path, texts: list[str], asked: list[bytes]) -> None:
    terms = sorted(text.encode() for text in texts)
    with FileWriter(tmp_path / "f") as file:
        write_pairs(file, "t", *code_points(terms))
    back = Pairs(open_file(tmp_path / "f"), "t")
    check_dictionary(back, terms, asked)
    for char in "ab渔":
        ending = [at for at, term in enumerate(terms) if len(term.decode()) == 2 and term.decode()[1] == char]
        assert back.number(char) == 0 or back.ending(back.number(char)).tolist() == ending


def check_dictionary(back: Words | Pairs, terms: list[bytes], asked: list[bytes]) -> None:
    assert len(back) == len(terms)
    assert back.terms(0, len(terms)) == terms
    for term in [*terms, *asked]:
        assert back.find(term) == (terms.index(term) if term in terms else -1)
        assert back.lower(term) == sum(each < term for each in terms)
        low, high = back.range(term)
        assert terms[low:high] == [each for each in terms if each.startswith(term)]


def test_a_dictionary_of_many_blocks(tmp_path: Path) -> None:
    terms = sorted(f"词{n:05}".encode() for n in range(5000))
    with FileWriter(tmp_path / "f") as file:
        write_words(file, "t", iter(terms))
    back = Words(open_file(tmp_path / "f"), "t")
    check_dictionary(back, terms, [b"", "词04".encode(), "词99999".encode(), b"\xff", b"\xff\xff"][:3])
    assert back.terms(63, 130) == terms[63:130]


def test_dictionaries_of_pairs_are_merged(tmp_path: Path) -> None:
    some = [["渔业", "业生", "a"], ["业", "渔业", "ab"], ["\x00"]]
    made = []
    for n, texts in enumerate(some):
        with FileWriter(tmp_path / str(n)) as file:
            write_pairs(file, "t", *code_points(sorted(text.encode() for text in texts)))
        made.append(Pairs(open_file(tmp_path / str(n)), "t"))
    chars, keys, places = merged_pairs(made)
    with FileWriter(tmp_path / "all") as file:
        write_pairs(file, "t", chars, *pairs_of(keys))
    back = Pairs(open_file(tmp_path / "all"), "t")
    assert back.terms(0, len(back)) == sorted({text.encode() for texts in some for text in texts})
    for each, place in zip(made, places, strict=True):
        assert each.terms(0, len(each)) == [back.terms(at, at + 1)[0] for at in place.tolist()]


# The file.


def written(path: Path) -> None:
    with FileWriter(path) as file:
        file.add("small", np.array([1, 2, 3], format.TYPES[1]))
        file.add("none", np.zeros(0, format.TYPES[8]))
        large = Growing(format.TYPES[4])
        large.append(np.arange(1500))
        large.append(np.arange(10))
        file.add("large", large)


def test_sections_come_back(tmp_path: Path) -> None:
    written(tmp_path / "f")
    back = open_file(tmp_path / "f")
    assert list(back.sections) == ["small", "none", "large"]
    assert back.array("small").tolist() == [1, 2, 3]
    assert back.array("none").tolist() == []
    assert back.array("large").tolist() == [*range(1500), *range(10)]
    assert back.verify() == []
    with pytest.raises(Damaged, match=r"f: no section other"):
        back.array("other")
    (tmp_path / "f").unlink()
    assert back.array("large")[7] == 7


def test_sections_are_added_to_a_file_as_if_it_had_never_been_closed(tmp_path: Path) -> None:
    written(tmp_path / "f")
    with FileWriter(tmp_path / "f", goes_on=True) as file:
        file.add("more", np.array([9], format.TYPES[4]))
        with pytest.raises(ValueError, match="two sections small"):
            file.add("small", np.array([9], format.TYPES[4]))
    with FileWriter(tmp_path / "g") as file:
        for name in ("small", "none", "large", "more"):
            file.add(name, open_file(tmp_path / "f").array(name))
    assert (tmp_path / "f").read_bytes() == (tmp_path / "g").read_bytes()
    (tmp_path / "g").write_bytes((tmp_path / "f").read_bytes()[:-1])
    with pytest.raises(Damaged, match="g: cut short"):
        FileWriter(tmp_path / "g", goes_on=True)


def test_every_byte_that_has_changed_is_found(tmp_path: Path) -> None:
    written(tmp_path / "f")
    whole = (tmp_path / "f").read_bytes()
    for at in range(len(whole)):
        changed = bytearray(whole)
        changed[at] ^= 1 << at % 8
        (tmp_path / "g").write_bytes(changed)
        try:
            found = open_file(tmp_path / "g").verify()
        except Damaged as error:
            found = [str(error)]
            assert "g: " in found[0]
        assert found, at


def test_a_file_that_is_cut_short_anywhere_is_not_opened(tmp_path: Path) -> None:
    written(tmp_path / "f")
    whole = (tmp_path / "f").read_bytes()
    for length in range(len(whole)):
        (tmp_path / "g").write_bytes(whole[:length])
        with pytest.raises(Damaged, match=r"g: cut short"):
            open_file(tmp_path / "g")


def test_a_file_of_another_version_says_so(tmp_path: Path) -> None:
    written(tmp_path / "f")
    whole = bytearray((tmp_path / "f").read_bytes())
    whole[8] = 9
    (tmp_path / "f").write_bytes(whole)
    with pytest.raises(Damaged, match="of version 9"):
        open_file(tmp_path / "f")


def test_nothing_is_left_of_a_file_that_was_not_finished(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="two sections"), FileWriter(tmp_path / "f") as file:  # noqa: PT012
        file.add("a", np.zeros(1, format.TYPES[1]))
        file.add("a", np.zeros(1, format.TYPES[1]))
    assert not list(tmp_path.iterdir())
    with pytest.raises(ValueError, match="type int64"), FileWriter(tmp_path / "f") as file:
        file.add("a", np.zeros(1, np.int64))
