"""Does the ledger keep what it was told, and say what is wrong when it cannot?"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer.ledger import NAME, Ledger, Seen
from search.article import Article
from search.errors import ArchiveBroken, ArchiveLocked


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger(tmp_path) as opened:
        yield opened


SEEN = Seen(120, 17, "d1gest", "rules", '{"page": "01"}')


def test_a_file_is_remembered_with_what_came_out_of_it(ledger: Ledger) -> None:
    assert ledger.seen("a.txt") is None
    ledger.take("a.txt", SEEN, [Article("x-01"), Article("x-02")])
    assert ledger.seen("a.txt") == SEEN
    assert ledger.ids("a.txt") == {"x-01", "x-02"}
    ledger.take("b.txt", SEEN, [Article("x-02")])
    assert (ledger.ids("a.txt"), ledger.ids("b.txt")) == ({"x-01"}, {"x-02"})
    ledger.drop(["x-01"])
    assert ledger.ids("a.txt") == frozenset()
    assert ledger.totals() == (2, 0)


def test_a_file_is_found_by_its_content_and_takes_all_along_when_it_is_renamed(ledger: Ledger) -> None:
    ledger.take("old.txt", SEEN, [Article("x-01"), Article("x-02")])
    ledger.withdraw("x-02", "x", "正文")
    assert ledger.same_content("d1gest") == (("old.txt", SEEN),)
    assert ledger.same_content("other") == ()
    ledger.rename("old.txt", "new.txt")
    assert ledger.seen("old.txt") is None
    assert ledger.ids("new.txt") == {"x-01", "x-02"}
    assert ledger.withdrawn("elsewhere", "new.txt") == ("正文",)


def test_an_ordinal_only_grows(ledger: Ledger) -> None:
    assert ledger.last_ordinal("lwrb-20250721-01") == 0
    for ordinal in (3, 7, 5):
        ledger.use_ordinal("lwrb-20250721-01", ordinal)
    assert ledger.last_ordinal("lwrb-20250721-01") == 7
    assert ledger.last_ordinal("lwrb-20250721-02") == 0


def test_withdrawn_articles_are_known_by_page_file_and_id(ledger: Ledger) -> None:
    ledger.take("a.txt", SEEN, [Article("p-01")])
    ledger.withdraw("p-01", "p", "一")
    ledger.withdraw("p-02", "p", "二")
    ledger.withdraw("q-01", "q", "三")
    assert ledger.withdrawn("p", "") == ("一", "二")
    assert ledger.withdrawn("", "a.txt") == ("一",)
    assert ledger.withdrawn("r", "") == ()
    assert ledger.is_withdrawn("q-01")
    assert not ledger.is_withdrawn("q-02")
    assert ledger.totals() == (1, 3)


def test_jumps_are_listed_but_for_withdrawn_articles(ledger: Ledger) -> None:
    ledger.take("a", SEEN, [Article("x-02", jump_to="4"), Article("x-01", jump_from="1"), Article("x-03")])
    ledger.take("a", SEEN, [Article("x-04", jump_to="2")])
    ledger.withdraw("x-04", "x", "")
    assert ledger.jumps() == (("x-01", "", "1"), ("x-02", "4", ""))


def test_the_topics_that_an_article_was_read_with_are_known(ledger: Ledger) -> None:
    ledger.note_topics("rules", "[1]")
    ledger.note_topics("others", "[2]")
    ledger.take("a.txt", SEEN, [Article("x-01")])
    assert ledger.topics_of("x-01") == "[1]"
    assert ledger.topics_of("x-02") is None


def test_a_withdrawn_text_is_known_by_its_id(ledger: Ledger) -> None:
    ledger.withdraw("p-01", "p", "一")
    assert (ledger.withdrawn_text("p-01"), ledger.withdrawn_text("p-02")) == ("一", "")


def test_a_ledger_of_the_first_version_gets_the_tables_that_came_later(tmp_path: Path) -> None:
    with Ledger(tmp_path) as ledger:
        ledger.take("a.txt", SEEN, [Article("x-01")])
    connection = sqlite3.connect(tmp_path / NAME)
    connection.executescript("DROP TABLE topics; DROP TABLE shingle; DROP TABLE text; PRAGMA user_version = 1;")
    connection.close()
    with Ledger(tmp_path) as ledger:
        assert ledger.topics_of("x-01") is None
        assert ledger.ids("a.txt") == {"x-01"}


def test_only_what_was_committed_is_kept(tmp_path: Path) -> None:
    def fall_over() -> None:
        with Ledger(tmp_path) as ledger:
            ledger.touch("kept", SEEN)
            ledger.commit()
            ledger.touch("lost", SEEN)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fall_over()
    with Ledger(tmp_path) as ledger:
        assert ledger.seen("kept") == SEEN
        assert ledger.seen("lost") is None
        ledger.touch("ended well", SEEN)
    with Ledger(tmp_path) as ledger:
        assert ledger.seen("ended well") == SEEN


# Trouble


@pytest.mark.parametrize("content", [b"no ledger at all" * 100, b"SQLite format 3\x00" + b"\xff" * 4000])
def test_a_damaged_ledger_is_told_with_what_to_do(content: bytes, tmp_path: Path) -> None:
    (tmp_path / NAME).write_bytes(content)
    with pytest.raises(ArchiveBroken, match=r"收稿账本 .* 打不开或已损坏.*请换回备份") as caught:
        Ledger(tmp_path)
    assert str(tmp_path / NAME) in str(caught.value)


def test_a_ledger_that_lost_its_end_is_told(tmp_path: Path) -> None:
    with Ledger(tmp_path) as ledger:
        for number in range(500):
            ledger.touch(f"{number}" * 40, SEEN)
    whole = (tmp_path / NAME).read_bytes()
    (tmp_path / NAME).write_bytes(whole[: len(whole) // 3])
    with pytest.raises(ArchiveBroken, match="已损坏"), Ledger(tmp_path) as ledger:
        list(map(ledger.seen, (f"{number}" * 40 for number in range(500))))


def test_a_ledger_of_a_later_version_is_left_alone(tmp_path: Path) -> None:
    with Ledger(tmp_path):
        pass
    connection = sqlite3.connect(tmp_path / NAME)
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(ArchiveBroken, match="请升级本程序"):
        Ledger(tmp_path)


def test_a_directory_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(ArchiveBroken, match="打不开"):
        Ledger(tmp_path / "missing")


def test_who_waits_in_vain_is_told_why(tmp_path: Path) -> None:
    with Ledger(tmp_path) as first:
        first.touch("a", SEEN)
        with Ledger(tmp_path, wait=0) as second:
            assert second.seen("a") is None  # reading need not wait
            with pytest.raises(ArchiveLocked, match="正被另一个程序写入"):
                second.touch("b", SEEN)


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="nothing is forbidden here")
def test_a_ledger_that_may_not_be_written_can_be_read(tmp_path: Path) -> None:
    with Ledger(tmp_path) as ledger:
        ledger.touch("a", SEEN)
    (tmp_path / NAME).chmod(0o444)
    tmp_path.chmod(0o555)
    try:
        with Ledger(tmp_path) as ledger:
            assert ledger.seen("a") == SEEN
            with pytest.raises(ArchiveBroken, match="写不进去"):
                ledger.touch("b", SEEN)
    finally:
        tmp_path.chmod(0o755)
