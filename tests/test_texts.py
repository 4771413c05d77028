"""Are articles that share some of their sketches found, whether they came just now or years ago?"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer import texts
from indexer.ledger import Ledger
from indexer.texts import Known


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger(tmp_path) as opened:
        yield opened


def add(ledger: Ledger, id: str, *hashes: int, root: str = "") -> Known:
    """Takes in an article with a sketch."""
    known = Known(ledger.texts.next(), id, "", "2025-07-01", b"", hashes, root, False)
    ledger.texts.add(known)
    return known


def sharing(ledger: Ledger, *hashes: int, least: int = 2) -> list[str]:
    """The ids of what shares so many hashes with a text that comes next."""
    asked = Known(0, "asked", "", "", b"", hashes, "", False)
    return [known.id for known in ledger.texts.sharing(asked, least)]


@pytest.mark.parametrize("written", ["nothing", "some", "all"])
@pytest.mark.parametrize("worth_it", [0, 10**9], ids=["without a filter", "with a filter"])
def test_it_makes_no_difference_when_they_came(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch, written: str, worth_it: int
) -> None:
    monkeypatch.setattr(texts, "_WORTH_IT", worth_it)
    add(ledger, "one", 1, 2, 3, 4)
    add(ledger, "two", -1, 2, 3, 9)
    if written == "some":
        ledger.commit()
    add(ledger, "three", 4, 5, 6, 7)
    add(ledger, "four", 1, 2, 3, 8)
    if written == "all":
        ledger.commit()
    assert sharing(ledger, 1, 2, 3, 4) == ["one", "four", "two"]
    assert sharing(ledger, 4, 5, 10) == ["three"]
    assert sharing(ledger, 4, 10) == []
    assert sharing(ledger, -1, least=1) == ["two"]


def test_an_article_does_not_share_with_itself(ledger: Ledger) -> None:
    known = add(ledger, "one", 1, 2, 3)
    assert ledger.texts.sharing(known, 2) == []
    ledger.commit()
    assert ledger.texts.sharing(known, 2) == []


@pytest.mark.parametrize("written", [False, True])
def test_a_formula_counts_only_where_there_is_nothing_else(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch, written: bool
) -> None:
    monkeypatch.setattr(texts, "MOST_OF_A_HASH", 3)
    for number in range(5):
        add(ledger, f"forecast {number}", 1, 2, 10 + number, 20 + number)
    if written:
        ledger.commit()
    assert sharing(ledger, 1, 2, 30, 31) == []
    assert sharing(ledger, 1, 2, 12, 22) == ["forecast 2"]
    assert sharing(ledger, 1, 2) == ["forecast 0", "forecast 1", "forecast 2"]
    # A notice of which little is its own: the formula leads to the earliest only, what is its own to the right one.
    assert sharing(ledger, 1, 2, 14)[0] == "forecast 4"


def test_what_is_dropped_is_no_longer_found(ledger: Ledger) -> None:
    one = add(ledger, "one", 1, 2, 3)
    add(ledger, "two", 1, 2, 4, root="one")
    assert [orphan.id for orphan in ledger.texts.drop(one)] == ["two"]
    assert sharing(ledger, 1, 2) == ["two"]
    assert ledger.texts.known("one") is None
    again = ledger.texts.known("two")
    assert again is not None
    assert again.root == ""


def test_a_changed_article_keeps_its_number_and_gives_it_to_nobody(tmp_path: Path) -> None:
    with Ledger(tmp_path) as ledger:
        add(ledger, "one", 1, 2)
    with Ledger(tmp_path) as ledger:
        before = ledger.texts.known("one")
        assert before is not None
        ledger.texts.drop(before)
        assert sharing(ledger, 1, 2) == []
        ledger.texts.add(before._replace(sketch=(3, 4)))
        assert add(ledger, "two", 5, 6).number > before.number
        ledger.commit()
        assert sharing(ledger, 3, 4) == ["one"]


@pytest.mark.parametrize("written", [False, True])
def test_what_is_taken_back_is_not_there_and_can_be_taken_in_again(ledger: Ledger, written: bool) -> None:
    add(ledger, "kept", 1, 2)
    ledger.commit()
    with pytest.raises(KeyError), ledger.kept_or_not():  # noqa: PT012
        add(ledger, "one", 3, 4)
        ledger.keep("withdrawn", "gone", "", "", "")
        if written:
            ledger.write()
        raise KeyError
    assert sharing(ledger, 3, 4) == []
    assert not ledger.is_withdrawn("gone")
    assert add(ledger, "one", 3, 4).number == 2
    ledger.commit()
    assert (sharing(ledger, 1, 2), sharing(ledger, 3, 4)) == (["kept"], ["one"])


@pytest.mark.parametrize("hashes", [(-(1 << 63), (1 << 63) - 1, 0, -1), ()])
def test_the_filter_is_made_of_all_hashes(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch, hashes: tuple[int, ...]
) -> None:
    monkeypatch.setattr(texts, "_WORTH_IT", 10**9)
    monkeypatch.setattr(texts, "_TOGETHER", 2)
    add(ledger, "one", *hashes)
    ledger.commit()
    assert sharing(ledger, *(hashes or (1,)), least=1) == (["one"] if hashes else [])


def test_a_group_joins_another(ledger: Ledger) -> None:
    add(ledger, "one", 1, 2)
    add(ledger, "two", 3, 4)
    add(ledger, "three", 5, 6, root="two")
    assert sorted(ledger.texts.join("two", "one")) == ["three", "two"]
    (two,) = ledger.texts.sharing(Known(0, "asked", "", "", b"", (3, 4), "", False), 2)
    assert two.root == "one"
    assert ledger.texts.total() == 2
    ledger.commit()  # what is held in memory for them is written all the same
    assert sharing(ledger, 5, 6) == ["three"]


def test_of_many_ids_those_are_told_of_which_nothing_is_known(ledger: Ledger) -> None:
    add(ledger, "one", 1, 2)
    many = [f"id {number}" for number in range(1200)]
    assert ledger.texts.unknown(["one", *many]) == set(many)


def test_what_another_process_took_in_is_found(tmp_path: Path) -> None:
    with Ledger(tmp_path) as ours:
        add(ours, "one", 1, 2)
        ours.commit()
        assert sharing(ours, 3, 4) == []
        assert not ours.is_withdrawn("gone")
        with Ledger(tmp_path) as theirs:
            add(theirs, "two", 3, 4)
            theirs.keep("withdrawn", "gone", "", "", "")
        assert ours.refresh()
        assert not ours.refresh()
        assert sharing(ours, 3, 4) == ["two"]
        assert ours.is_withdrawn("gone")
        assert add(ours, "three", 5).number == 3


def test_no_more_are_held_in_memory_than_there_is_room_for(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(texts, "RECENT", 3)
    for number in range(10):
        add(ledger, f"id {number}", number, number + 1)
        assert len(ledger.texts._recent) <= 3
    assert [sharing(ledger, number, number + 1) for number in range(10)] == [[f"id {number}"] for number in range(10)]


@given(st.lists(st.sets(st.integers(0, 12), max_size=6), max_size=12), st.data())
def test_those_that_share_are_found_as_by_looking_at_all(sketches: list[set[int]], data: st.DataObject) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as place, Ledger(Path(place)) as ledger:
        for number, sketch in enumerate(sketches):
            asked = sorted(sketch)
            least = min(2, len(asked))
            shared = [(-len(sketch & other), at) for at, other in enumerate(sketches[:number])]
            expected = [f"id {at}" for much, at in sorted(shared) if -much >= least][: texts.MOST_CANDIDATES]
            if asked:
                assert sharing(ledger, *asked, least=least) == expected
            add(ledger, f"id {number}", *asked)
            if data.draw(st.booleans()):
                ledger.commit()
