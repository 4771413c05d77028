"""Do pages get into the archive once, stay what they are, and survive whatever happens in between?"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indexer import ingest as ingest_module
from indexer import intake as intake_module
from indexer import split as split_module
from indexer.ledger import NAME, Ledger
from indexer.page import bytes_of
from indexer.problem import Problem
from indexer.profile import PageFacts
from indexer.sources import files_of
from indexer.withdraw import withdraw
from search.archive import Archive
from search.backends import connect
from search.backends.memory import MemoryIndex
from search.errors import ArticleWithdrawn

from .newsroom import (
    BOATS,
    BRIDGE,
    COBBLER,
    LIBRARY,
    OPTIONS,
    STORIES,
    articles,
    dump,
    feed,
    headlines,
    record,
    shell,
)

DIE = "import os, signal\ndef die(): os.kill(os.getpid(), signal.SIGKILL)\n"
KILLED = {
    "while the second file is read": "import indexer.ingest as i\nold = i._Run.take\n"
    "i._Run.take = lambda *a: die() if a[0].summary.articles else old(*a)",
    "before the index is committed": "import search.backends.whoosh_index.transaction as w\n"
    "w.Transaction.commit = lambda *_: die()",
    "while the index is committed": "import whoosh.index as w\nold = w.TOC.write\n"
    "w.TOC.write = lambda self, *a, **k: die() if self.segments else old(self, *a, **k)",
    "between the commits of index and ledger": "import indexer.ledger as x\nx.Ledger.commit = lambda self: die()",
    "after the first batch": "import indexer.ingest as i\nimport indexer.ledger as x\ni.BATCH = 1\n"
    "old = i._Run.start\ni._Run.start = lambda *a: die() if a[0].summary.articles else old(*a)",
}
"""When a run is killed → the code that does it."""

FIRST = {
    "lwrb-20250721-01-01": "全市渔船回港避风",
    "lwrb-20250721-01-02": "老街小学添了图书馆",
    "lwrb-20250721-01-03": "菜场里的修鞋匠",
}
"""What the page of `STORIES` is in the archive."""


@pytest.fixture
def backend() -> MemoryIndex:
    return MemoryIndex()


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    folder = tmp_path / "index"
    folder.mkdir()
    with Ledger(folder) as opened:
        yield opened


@pytest.fixture
def page(tmp_path: Path) -> Path:
    """A page with three stories, of which name and masthead say which it is."""
    path = tmp_path / "lwrb-2025-07-21-01.txt"
    path.write_text(dump(*STORIES), "utf-8")
    return path


def on_disk(index: Path, *paths: Path) -> Path:
    """An index on disk of these files."""
    backend = connect(index, create=True)
    with Ledger(index) as ledger:
        feed(backend, ledger, *paths)
    backend.close()
    return index


# Taking in


def test_a_page_becomes_articles_with_ids_topics_and_keywords(backend: MemoryIndex, ledger: Ledger, page: Path) -> None:
    summary = feed(backend, ledger, page)
    assert (summary.pages, summary.articles, summary.reporters) == (1, 3, {"林晓岚", "曾强"})
    assert summary.problems == []
    assert headlines(backend) == FIRST
    boats = backend.article("lwrb-20250721-01-01")
    assert boats is not None
    assert "渔业" in boats.topics
    assert "避风" in boats.keywords


def test_a_file_that_has_not_changed_is_not_read_again(
    backend: MemoryIndex, ledger: Ledger, page: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    feed(backend, ledger, page)
    monkeypatch.setattr(intake_module, "bytes_of", lambda path: pytest.fail("it was read"))
    monkeypatch.setattr(backend, "writer", lambda: pytest.fail("it was written to"))
    summary = feed(backend, ledger, page)
    assert (summary.files, summary.unchanged, summary.articles) == (1, 1, 0)


def test_a_file_with_another_time_and_the_same_content_is_noted_anew(
    backend: MemoryIndex, ledger: Ledger, page: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    feed(backend, ledger, page)
    os.utime(page, (1, 1))
    assert feed(backend, ledger, page).unchanged == 1
    monkeypatch.setattr(intake_module, "bytes_of", lambda path: pytest.fail("it was read once more"))
    assert feed(backend, ledger, page).unchanged == 1


def test_the_file_is_the_same_wherever_it_is_named_from(
    backend: MemoryIndex, ledger: Ledger, page: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    feed(backend, ledger, page)
    monkeypatch.chdir(page.parent)
    for name in (page.name, f"./{page.name}", f"../{page.parent.name}/{page.name}"):
        assert feed(backend, ledger, name).unchanged == 1
    (page.parent / "latest.txt").symlink_to(page)
    assert feed(backend, ledger, "latest.txt").unchanged == 1
    assert [*files_of([page.name, str(page), "latest.txt"]).paths] == [Path(page.name)]


def test_the_folder_says_the_date_even_to_who_stands_in_it(
    backend: MemoryIndex, ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "2025-07-21"
    folder.mkdir()
    (folder / "01.txt").write_text(dump(BOATS, date="星期一"), "utf-8")
    monkeypatch.chdir(folder)
    feed(backend, ledger, "01.txt")
    (boats,) = articles(backend)
    assert (boats.date, boats.page, boats.parts[0].source_file) == ("2025-07-21", "01", "01.txt")


def test_other_rules_read_the_file_again(backend: MemoryIndex, ledger: Ledger, page: Path) -> None:
    feed(backend, ledger, page)
    without = replace(OPTIONS, topics=())
    assert feed(backend, ledger, page, options=without).articles == 3
    assert headlines(backend) == FIRST
    assert {article.topics for article in articles(backend)} == {()}


def test_what_the_user_said_of_a_page_holds_until_they_say_otherwise(
    backend: MemoryIndex, ledger: Ledger, tmp_path: Path
) -> None:
    scan = tmp_path / "scan.txt"
    scan.write_text(dump(*STORIES, date=""), "utf-8")
    said = replace(OPTIONS, given=PageFacts(paper="澜湾日报", date="2025-07-21", page="01"))
    assert feed(backend, ledger, scan, options=said).unplaced == 0
    assert headlines(backend) == FIRST
    assert feed(backend, ledger, scan).unchanged == 1
    scan.write_text(dump(*STORIES, BRIDGE, date=""), "utf-8")
    feed(backend, ledger, scan)
    assert headlines(backend) == {**FIRST, "lwrb-20250721-01-04": "云屿二桥今天合龙"}


def test_a_date_put_right_moves_the_articles_and_the_old_ids_lead_to_them(
    backend: MemoryIndex, ledger: Ledger, page: Path
) -> None:
    wrong = replace(OPTIONS, given=PageFacts(date="2025-07-12"))
    feed(backend, ledger, page, options=wrong)
    feed(backend, ledger, page, options=replace(OPTIONS, given=PageFacts(date="2025-07-21")))
    assert headlines(backend) == FIRST
    found = Archive(backend).article("lwrb-20250712-01-03")
    assert found is not None
    assert found.id == "lwrb-20250721-01-03"


def test_a_page_that_nobody_can_place_is_counted_and_keeps_its_ids(
    backend: MemoryIndex, ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scan = tmp_path / "scan.txt"
    scan.write_text("\n".join(STORIES), "utf-8")
    assert feed(backend, ledger, scan).unplaced == 1
    before = headlines(backend)
    assert sorted(before.values()) == sorted(FIRST.values())
    scan.write_text("\n".join((BRIDGE, *STORIES)), "utf-8")
    monkeypatch.chdir(tmp_path)
    feed(backend, ledger, "scan.txt")
    after = headlines(backend)
    assert before.items() <= after.items()
    assert len(after) == 4


# Reading a page again


def test_a_corrected_article_keeps_its_id(backend: MemoryIndex, ledger: Ledger, page: Path) -> None:
    feed(backend, ledger, page)
    page.write_text(dump(BOATS.replace("三千", "二千"), LIBRARY, COBBLER), "utf-8")
    summary = feed(backend, ledger, page)
    assert (summary.articles, summary.removed) == (3, 0)
    assert headlines(backend) == FIRST
    boats = backend.article("lwrb-20250721-01-01")
    assert boats is not None
    assert "二千艘" in boats.body


def test_an_article_between_two_others_gets_a_new_number(backend: MemoryIndex, ledger: Ledger, page: Path) -> None:
    feed(backend, ledger, page)
    page.write_text(dump(BOATS, BRIDGE, LIBRARY, COBBLER), "utf-8")
    feed(backend, ledger, page)
    assert headlines(backend) == {**FIRST, "lwrb-20250721-01-04": "云屿二桥今天合龙"}


def test_two_articles_that_changed_places_keep_their_ids(backend: MemoryIndex, ledger: Ledger, page: Path) -> None:
    feed(backend, ledger, page)
    page.write_text(dump(COBBLER, LIBRARY, BOATS), "utf-8")
    assert feed(backend, ledger, page).removed == 0
    assert headlines(backend) == FIRST


def test_an_article_that_is_gone_is_withdrawn_and_its_number_is_not_used_again(
    backend: MemoryIndex, ledger: Ledger, page: Path
) -> None:
    feed(backend, ledger, page)
    page.write_text(dump(BOATS, LIBRARY), "utf-8")
    assert feed(backend, ledger, page).removed == 1
    with pytest.raises(ArticleWithdrawn):
        Archive(backend).article("lwrb-20250721-01-03")
    page.write_text(dump(BOATS, LIBRARY, BRIDGE), "utf-8")
    feed(backend, ledger, page)
    assert headlines(backend) == {
        "lwrb-20250721-01-01": "全市渔船回港避风",
        "lwrb-20250721-01-02": "老街小学添了图书馆",
        "lwrb-20250721-01-04": "云屿二桥今天合龙",
    }


def test_an_article_that_went_into_another_leads_to_it(backend: MemoryIndex, ledger: Ledger, tmp_path: Path) -> None:
    file = tmp_path / "issue.jsonl"
    here = {"paper": "澜湾日报", "date": "2025-07-21", "page": "01"}
    file.write_text(record(BOATS, **here) + record(LIBRARY, **here), "utf-8")
    feed(backend, ledger, file)
    both = BOATS + LIBRARY.split("\n", 1)[1]
    file.write_text(record(both, **here), "utf-8")
    feed(backend, ledger, file)
    assert headlines(backend) == {"lwrb-20250721-01-01": "全市渔船回港避风"}
    found = Archive(backend).article("lwrb-20250721-01-02")
    assert found is not None
    assert found.id == "lwrb-20250721-01-01"


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.permutations((BOATS, LIBRARY, COBBLER, BRIDGE)).flatmap(
            lambda some: st.integers(1, 4).map(lambda n: some[:n])
        ),
        min_size=1,
        max_size=5,
    )
)
def test_whatever_a_page_becomes_an_id_never_changes_its_story(
    tmp_path_factory: pytest.TempPathFactory, versions: list[list[str]]
) -> None:
    folder = tmp_path_factory.mktemp("page")
    backend, file = MemoryIndex(), folder / "issue.jsonl"
    known: dict[str, str] = {}
    here = {"paper": "澜湾日报", "date": "2025-07-21", "page": "01"}
    with Ledger(folder) as ledger:
        for stories in versions:
            file.write_text("".join(record(story, **here) for story in stories), "utf-8")
            feed(backend, ledger, file)
            now = headlines(backend)
            assert sorted(now.values()) == sorted(story.partition("\n")[0] for story in stories)
            assert all(known.get(id, headline) == headline for id, headline in now.items())
            known |= now


# Several files


def test_the_same_page_in_a_second_file_is_the_same_page(
    backend: MemoryIndex, ledger: Ledger, page: Path, tmp_path: Path
) -> None:
    again = tmp_path / "修订" / page.name
    again.parent.mkdir()
    again.write_text(dump(COBBLER, BRIDGE, BOATS), "utf-8")
    feed(backend, ledger, page, again)  # in one block: nothing of the first file is committed yet
    assert headlines(backend) == {**FIRST, "lwrb-20250721-01-04": "云屿二桥今天合龙"}
    feed(backend, ledger, page, again)
    assert len(headlines(backend)) == 4


def test_a_renamed_file_is_the_file_that_it_was(backend: MemoryIndex, ledger: Ledger, tmp_path: Path) -> None:
    scan, named = tmp_path / "scan.txt", tmp_path / "page.txt"
    scan.write_text("\n".join(STORIES), "utf-8")
    feed(backend, ledger, scan)
    before = headlines(backend)
    scan.rename(named)
    assert feed(backend, ledger, named).removed == 0
    assert headlines(backend) == before
    assert ledger.totals() == (1, 0)


def test_a_file_renamed_so_that_it_says_its_page_brings_its_articles_there(
    backend: MemoryIndex, ledger: Ledger, tmp_path: Path, page: Path
) -> None:
    scan = tmp_path / "scan.txt"
    scan.write_text("\n".join(STORIES), "utf-8")
    feed(backend, ledger, scan)
    (old, *_) = headlines(backend)
    scan.rename(tmp_path / "lwrb-2025-07-21-01.txt")
    feed(backend, ledger, page)
    assert headlines(backend) == FIRST
    assert Archive(backend).article(old) is not None


def test_a_file_that_holds_tomorrows_page_does_not_take_todays_away(
    backend: MemoryIndex, ledger: Ledger, tmp_path: Path
) -> None:
    tonight = tmp_path / "page1.txt"
    tonight.write_text(dump(*STORIES), "utf-8")
    feed(backend, ledger, tonight, options=replace(OPTIONS, given=PageFacts(page="01")))
    tonight.write_text(dump(BRIDGE, date="2025年7月22日"), "utf-8")
    assert feed(backend, ledger, tonight).removed == 0
    assert headlines(backend) == {**FIRST, "lwrb-20250722-01-01": "云屿二桥今天合龙"}


def test_an_export_of_the_last_days_does_not_take_the_days_before_away(
    backend: MemoryIndex, ledger: Ledger, tmp_path: Path
) -> None:
    export = tmp_path / "export.jsonl"

    def days(*some: tuple[str, str]) -> str:
        return "".join(
            record(story, id=f"x-{day}", paper="澜湾日报", date=f"2025-07-{day}", page="1") for story, day in some
        )

    export.write_text(days((BOATS, "21"), (LIBRARY, "22"), (COBBLER, "23")), "utf-8")
    feed(backend, ledger, export)
    export.write_text(days((LIBRARY, "22"), (COBBLER, "23"), (BRIDGE, "24")), "utf-8")
    feed(backend, ledger, export)
    assert set(headlines(backend)) == {"x-21", "x-22", "x-23", "x-24"}


# Records


def test_ids_of_records_are_kept_and_the_others_get_the_next_of_their_page(
    backend: MemoryIndex, ledger: Ledger, tmp_path: Path
) -> None:
    here = {"paper": "澜湾日报", "date": "2025-07-21", "page": "1"}
    file = tmp_path / "issue.jsonl"
    file.write_text(
        record(BOATS, **here) + record(LIBRARY, id="lwrb-20250721-01-01", **here) + record(COBBLER, id="库-7"), "utf-8"
    )
    feed(backend, ledger, file)
    assert headlines(backend) == {
        "lwrb-20250721-01-01": "老街小学添了图书馆",
        "lwrb-20250721-01-02": "全市渔船回港避风",
        "库-7": "菜场里的修鞋匠",
    }


def test_an_id_without_a_date_is_not_given_to_another_article(
    backend: MemoryIndex, ledger: Ledger, tmp_path: Path, page: Path
) -> None:
    file = tmp_path / "old.jsonl"
    file.write_text(record(BRIDGE, id="lwrb-20250721-01-02"), "utf-8")
    feed(backend, ledger, file, page)
    assert headlines(backend)["lwrb-20250721-01-02"] == "云屿二桥今天合龙"
    assert len(headlines(backend)) == 4


def test_a_record_without_a_page_keeps_its_id_as_long_as_its_text(
    backend: MemoryIndex, ledger: Ledger, tmp_path: Path
) -> None:
    file = tmp_path / "loose.jsonl"
    file.write_text(record(BOATS) + record(LIBRARY) + record(LIBRARY, date="2025-07-21"), "utf-8")
    feed(backend, ledger, file)
    before = headlines(backend)
    assert len(before) == 3
    file.write_text(
        record(LIBRARY, date="2025-07-21") + record(LIBRARY) + record(BOATS.replace("三千", "二千")), "utf-8"
    )
    feed(backend, ledger, file)
    after = headlines(backend)
    assert len(after) == 3
    (old,) = before.keys() - after.keys()
    found = Archive(backend).article(old)
    assert found is not None
    assert "二千艘" in found.body


def test_an_id_that_stands_twice_in_a_file_is_a_problem_and_the_first_is_taken(
    backend: MemoryIndex, ledger: Ledger, tmp_path: Path
) -> None:
    file = tmp_path / "twice.jsonl"
    file.write_text(record(BOATS, id="a-1") + record(LIBRARY, id="a-1") + record(COBBLER, id="a-2"), "utf-8")
    (problem,) = feed(backend, ledger, file).problems
    assert str(problem) == (
        f"{file}: 编号 a-1 重复：收了“全市渔船回港避风”，没有收“老街小学添了图书馆”。请改成不同的编号。"
    )
    assert headlines(backend) == {"a-1": "全市渔船回港避风", "a-2": "菜场里的修鞋匠"}
    assert len(feed(backend, ledger, file).problems) == 1  # said again until it is mended


def test_a_broken_line_does_not_take_away_what_stood_there_before(
    backend: MemoryIndex, ledger: Ledger, tmp_path: Path
) -> None:
    file = tmp_path / "issue.jsonl"
    file.write_text(record(BOATS, id="a-1") + record(LIBRARY, id="a-2"), "utf-8")
    feed(backend, ledger, file)
    file.write_text(record(BOATS, id="a-1") + record(LIBRARY, id="a-2")[:-9] + "\n", "utf-8")
    assert len(feed(backend, ledger, file).problems) == 1
    assert set(headlines(backend)) == {"a-1", "a-2"}
    file.write_text(record(BOATS, id="a-1"), "utf-8")
    assert feed(backend, ledger, file).problems == []
    assert set(headlines(backend)) == {"a-1"}


# Withdrawn


def test_a_withdrawn_article_stays_out_when_its_page_is_read_again(
    backend: MemoryIndex, ledger: Ledger, page: Path
) -> None:
    feed(backend, ledger, page)
    assert withdraw(["lwrb-20250721-01-03", "nobody"], backend, ledger) == (("lwrb-20250721-01-03",), ("nobody",))
    page.write_text(dump(BOATS, COBBLER.replace("三十年", "卅年"), LIBRARY, BRIDGE), "utf-8")
    summary = feed(backend, ledger, page)
    assert (summary.withheld, summary.removed) == (1, 0)
    assert set(headlines(backend).values()) == {"全市渔船回港避风", "老街小学添了图书馆", "云屿二桥今天合龙"}
    with pytest.raises(ArticleWithdrawn):
        Archive(backend).article("lwrb-20250721-01-03")


def test_it_stays_out_as_a_record_and_under_another_name_of_its_file(
    backend: MemoryIndex, ledger: Ledger, tmp_path: Path
) -> None:
    scan, file = tmp_path / "scan.txt", tmp_path / "issue.jsonl"
    scan.write_text("\n".join(STORIES), "utf-8")
    file.write_text(record(BRIDGE, id="a-1"), "utf-8")
    feed(backend, ledger, scan, file)
    cobbler = next(id for id, headline in headlines(backend).items() if headline == "菜场里的修鞋匠")
    withdraw([cobbler, "a-1"], backend, ledger)
    scan.rename(tmp_path / "other.txt")
    file.write_text(record(BRIDGE, id="a-1", column="更正"), "utf-8")
    assert feed(backend, ledger, tmp_path / "other.txt", file).withheld == 2
    assert set(headlines(backend).values()) == {"全市渔船回港避风", "老街小学添了图书馆"}


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
def test_a_withdrawal_that_was_killed_is_known_to_the_ledger_already(tmp_path: Path, page: Path) -> None:
    index = on_disk(tmp_path / "news.index", page)
    commit = KILLED["before the index is committed"]
    done = shell("remove", "lwrb-20250721-01-03", "--index", index, before=DIE + commit)
    assert done.returncode == -signal.SIGKILL, done.stderr
    backend = connect(index)
    with Ledger(index) as ledger:
        assert headlines(backend) == FIRST
        page.write_text(dump(*STORIES, BRIDGE), "utf-8")
        feed(backend, ledger, page)
    assert set(headlines(backend).values()) == {"全市渔船回港避风", "老街小学添了图书馆", "云屿二桥今天合龙"}
    backend.close()


# Trouble


def test_a_fault_of_ours_costs_the_page_and_says_where(
    backend: MemoryIndex, ledger: Ledger, page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path / "lwrb-2025-07-22-01.txt"
    other.write_text(dump(BRIDGE, date="2025年7月22日"), "utf-8")
    whole = split_module.split

    def faulty(read: object, facts: PageFacts, furniture: frozenset[int]) -> object:
        return whole(read, facts, furniture) if facts.date == "2025-07-22" else 1 // 0  # type: ignore[arg-type]

    monkeypatch.setattr(split_module, "split", faulty)
    (problem,) = feed(backend, ledger, page, other).problems
    assert problem.where == str(page)
    assert "程序读第 1 页时出错（ZeroDivisionError: " in problem.what
    assert "test_ingest.py:" in problem.what
    assert list(headlines(backend)) == ["lwrb-20250722-01-01"]
    monkeypatch.undo()
    assert feed(backend, ledger, page, other).articles == 3  # read again once the fault is mended


def test_what_cannot_be_read_now_stays_as_it_was(backend: MemoryIndex, ledger: Ledger, page: Path) -> None:
    feed(backend, ledger, page)
    page.write_bytes(b"\x00\x01\x02" * 100)
    assert len(feed(backend, ledger, page).problems) == 1
    page.unlink()
    assert "没有这个文件" in str(ingest_module.ingest([page], backend, ledger, OPTIONS).problems)
    assert headlines(backend) == FIRST


def test_a_file_is_measured_before_it_is_read(tmp_path: Path) -> None:
    large = tmp_path / "large.txt"
    with large.open("wb") as file:
        file.truncate(2**40)
    problem = bytes_of(large)
    assert isinstance(problem, Problem)
    assert problem.what.startswith("文件太大：1,048,576 MB，上限 256 MB。")


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="there is no endless device")
def test_a_device_without_an_end_is_read_to_the_limit() -> None:
    problem = bytes_of(Path("/dev/zero"), 1000)
    assert isinstance(problem, Problem)
    assert "文件太大" in problem.what


def test_more_than_a_batch_is_committed_in_pieces(
    backend: MemoryIndex, ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ingest_module, "BATCH", 2)
    files = []
    for number, story in enumerate((BOATS, LIBRARY, COBBLER, BRIDGE, BOATS), 1):
        files.append(tmp_path / f"{number}.jsonl")
        files[-1].write_text(record(story, paper="澜湾日报", date="2025-07-21", page="1"), "utf-8")
    blocks = []
    writer = backend.writer
    monkeypatch.setattr(backend, "writer", lambda apart: blocks.append(len(headlines(backend))) or writer())
    feed(backend, ledger, *files)
    assert blocks == [0, 2, 4]
    assert len(headlines(backend)) == 4  # the fifth is the first again


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
@pytest.mark.parametrize("moment", KILLED)
def test_a_run_that_was_killed_goes_on_with_nothing_lost_and_nothing_twice(
    moment: str, tmp_path: Path, page: Path
) -> None:
    scan = tmp_path / "scan.txt"  # of a page that nobody can place: its file is all there is to know it by
    scan.write_text(BRIDGE, "utf-8")
    index = tmp_path / "news.index"
    done = shell("add", scan, page, "--index", index, before=DIE + KILLED[moment])
    assert done.returncode == -signal.SIGKILL, done.stderr
    backend = connect(index)
    with Ledger(index) as ledger:
        feed(backend, ledger, scan, page)
        ids = headlines(backend)
        assert feed(backend, ledger, scan, page).unchanged == 2
    backend.close()
    assert sorted(ids.values()) == sorted([*FIRST.values(), "云屿二桥今天合龙"])
    assert FIRST.items() <= ids.items()


def test_without_its_ledger_everything_is_read_again_and_keeps_its_ids(
    backend: MemoryIndex, ledger: Ledger, page: Path, tmp_path: Path
) -> None:
    scan = tmp_path / "scan.txt"
    scan.write_text(BRIDGE, "utf-8")
    feed(backend, ledger, page, scan)
    before = headlines(backend)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    with Ledger(elsewhere) as new:
        assert feed(backend, new, page, scan).articles == 4
    assert headlines(backend) == before
    assert (elsewhere / NAME).exists()
