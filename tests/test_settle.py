"""Does the archive have a story that jumps once, whole, under one id, whatever comes in whatever order?"""

from __future__ import annotations

import json
import signal
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indexer import corrections
from indexer import ingest as ingest_module
from indexer.amend import correct
from indexer.ledger import NAME, Ledger
from indexer.rebuild import rebuild
from indexer.verify import verify
from indexer.withdraw import withdraw
from search.archive import Archive, open_archive
from search.article import Article
from search.backends import Backend, connect
from search.backends.memory import MemoryIndex
from search.errors import ArticleWithdrawn

from .newsroom import BOATS, BRIDGE, COBBLER, LIBRARY, OPTIONS, articles, dump, feed, run, shell

YARD = """\
修船厂里的不灭灯
□记者 林晓岚
腊月的云屿港，修船厂的灯从黄昏亮到天明。老厂
长带着三十名焊工，要赶在开春以前把八十条渔船
全部修好，于是厂里把三班倒改成了
下转第4版▶
"""
YARD_ON = """\
修船厂里的不灭灯
◀上接第1版
四班倒，食堂的灶火也跟着一夜不熄，焊工们轮流
吃饭，船台上的焊花从来没有断过，终于只剩下最
后两条渔船。
"""
CHOIR = """\
雨中的合唱
□记者 曾强
老街合唱团排练的礼堂漏雨，下雨的晚上，三十位老
人撑着伞唱完了整首歌，台下没有一个观众，指挥却
说这是最好的一次，下个月的比赛，他们要带上
下转第2版▶
"""
CHOIR_ON = """\
雨中的合唱
◀上接第1版
那把最旧的雨伞上台，唱给漏雨的礼堂听，街坊们
听说以后送来了新瓦，屋顶一个下午就补好了，但
是老人们说，合唱的时候
下转第4版▶
"""
CHOIR_END = """\
雨中的合唱
◀上接第2版
还是想听一听雨声，于是他们把排练改在露天的戏
台，合唱团的歌声从此和雨声一起传遍了老街。
"""
WHOLE_YARD = (
    "腊月的云屿港，修船厂的灯从黄昏亮到天明。老厂长带着三十名焊工，要赶在开春以前把八十条渔船全部修好，于是厂里把"
    "三班倒改成了四班倒，食堂的灶火也跟着一夜不熄，焊工们轮流吃饭，船台上的焊花从来没有断过，终于只剩下最后两条渔船。"
)
PAGES = {"01": (BOATS, YARD, CHOIR), "02": (CHOIR_ON, LIBRARY), "04": (COBBLER, YARD_ON, CHOIR_END, BRIDGE)}
FIRST, SECOND, FOURTH = PAGES
LAMP, LAMP_ON = "lwrb-20250721-01-02", "lwrb-20250721-04-02"
SONG, SONG_ON, SONG_END = "lwrb-20250721-01-03", "lwrb-20250721-02-01", "lwrb-20250721-04-03"


class Office:
    """An archive in memory, and the folder that its pages come from."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.backend = MemoryIndex()
        (folder / "index").mkdir()
        self.ledger = Ledger(folder / "index")

    def page(self, page: str, *stories: str, day: str = "21") -> Path:
        """Writes a page, by default as `PAGES` has it."""
        path = self.folder / f"lwrb-2025-07-{day}-{page}.txt"
        path.write_text(dump(*(stories or PAGES[page]), date=f"2025年7月{day}日"), "utf-8")
        return path

    def add(self, *pages: str | Path) -> dict[str, int]:
        """Takes pages in; the numbers that are not 0."""
        paths = [self.page(page) if isinstance(page, str) else page for page in pages]
        summary = feed(self.backend, self.ledger, *paths)
        assert summary.problems == []
        counts = ("articles", "stitched", "jumps", "removed", "withheld", "reprints")
        return {name: value for name in counts if (value := getattr(summary, name))}

    def article(self, id: str) -> Article:
        """What an id answers."""
        found = Archive(self.backend).article(id)
        assert found is not None
        return found

    def jumps(self) -> list[str]:
        """The ids of jumps that are open."""
        return [id for id, _, _ in self.ledger.jumps()]


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = Office(tmp_path)
    yield made
    assert verify(made.backend, made.ledger).faults == []
    made.ledger.close()


def held(backend: Backend) -> dict[str, Article]:
    return {article.id: article for article in articles(backend)}


# Coming


@pytest.mark.parametrize("order", [("01", "04"), ("04", "01")])
@pytest.mark.parametrize("at_once", [True, False])
def test_in_either_order_or_at_once_it_is_one_article(office: Office, order: tuple[str, str], at_once: bool) -> None:
    first, second = (office.page("01", BOATS, YARD), office.page("04", COBBLER, YARD_ON))
    paths = [first, second] if order[0] == "01" else [second, first]
    if at_once:
        assert office.add(*paths) == {"articles": 3, "stitched": 1}
    else:
        assert office.add(paths[0]) == {"articles": 2, "jumps": 1}
        assert office.jumps() == [LAMP if order[0] == "01" else LAMP_ON]
        assert office.add(paths[1]) == {"articles": 2, "stitched": 1}
    assert len(held(office.backend)) == 3
    lamp = office.article(LAMP_ON)
    assert lamp == held(office.backend)[LAMP]
    assert (lamp.id, lamp.pages, lamp.body) == (LAMP, ("01", "04"), WHOLE_YARD)
    assert [part.source_file[-6:-4] for part in lamp.parts] == ["01", "04"]
    assert office.jumps() == []
    (found,) = Archive(office.backend).search("三班倒改成了四班倒").hits
    assert found.article.id == LAMP
    assert [hit.article.id for hit in Archive(office.backend).search("版:4 灶火").hits] == [LAMP]


def test_a_story_over_three_pages_grows_together_from_its_ends(office: Office) -> None:
    assert office.add("01", "04")["jumps"] == 2
    assert office.jumps() == [SONG, SONG_END]
    assert office.add("02")["stitched"] == 1
    song = office.article(SONG_END)
    assert (song.id, song.pages, song.body.count("\n")) == (SONG, ("01", "02", "04"), 0)
    assert office.article(SONG_ON) == song
    assert office.jumps() == []


def test_pages_that_come_in_several_blocks_are_stitched_all_the_same(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ingest_module, "BATCH", 1)
    assert "jumps" not in office.add("04", "02", "01")
    assert office.article(SONG_END).pages == ("01", "02", "04")


def test_other_issues_are_other_stories(office: Office) -> None:
    office.add(office.page("01", YARD), office.page("04", YARD_ON, day="22"))
    assert office.jumps() == [LAMP.replace("-02", "-01"), "lwrb-20250722-04-01"]


def test_a_page_that_was_taken_in_by_an_earlier_version_is_stitched_to_the_next(office: Office) -> None:
    office.add("01")
    office.ledger.rows("DELETE FROM piece")
    office.add("04")
    assert office.article(LAMP_ON).body == WHOLE_YARD


def test_a_mark_that_was_lost_on_the_way(office: Office) -> None:
    office.add(office.page("04", COBBLER, YARD_ON.replace("◀上接第1版\n", "")))
    lone = held(office.backend)["lwrb-20250721-04-02"]
    assert lone.jump_from == ""
    office.add(office.page("01", BOATS, YARD))
    assert office.article(lone.id).pages == ("01", "04")
    office.add(office.page("01", BOATS))
    assert held(office.backend)[lone.id] == lone


# Reading again


def test_a_page_that_is_read_again_brings_its_piece_up_to_date(office: Office) -> None:
    office.add("01", "04", "02")
    before = held(office.backend)
    office.add(office.page("04", COBBLER, YARD_ON.replace("两条", "三条"), CHOIR_END, BRIDGE))
    assert office.article(LAMP).body == WHOLE_YARD.replace("两条", "三条")
    office.add(office.page("01", BOATS, YARD.replace("八十条", "九十条"), CHOIR))
    assert office.article(LAMP_ON).body == WHOLE_YARD.replace("两条", "三条").replace("八十条", "九十条")
    office.add("01", "04")
    assert held(office.backend) == before


def test_a_rest_that_is_gone_from_its_page_leaves_the_beginning(office: Office) -> None:
    office.add("01", "02", "04")
    office.add(office.page("04", COBBLER, CHOIR_END, BRIDGE))
    lamp = office.article(LAMP)
    assert (lamp.pages, lamp.jump_to, lamp.body) == (("01",), "4", WHOLE_YARD.partition("四班倒")[0])
    assert office.jumps() == [LAMP]
    office.add("04")
    assert office.article(LAMP).body == WHOLE_YARD


def test_a_beginning_that_is_gone_from_its_page_leaves_the_rest(office: Office) -> None:
    office.add("01", "02", "04")
    assert office.add(office.page("01", BOATS, CHOIR))["removed"] == 1
    lamp = office.article(LAMP_ON)
    assert (lamp.id, lamp.pages, lamp.jump_from) == (LAMP_ON, ("04",), "1")
    with pytest.raises(ArticleWithdrawn):
        Archive(office.backend).article(LAMP)
    assert office.jumps() == [LAMP_ON]


def test_a_middle_that_is_gone_leaves_two_ends(office: Office) -> None:
    office.add("01", "02", "04")
    office.add(office.page("02", LIBRARY))
    assert [office.article(id).pages for id in (SONG, SONG_END)] == [("01",), ("04",)]
    assert office.jumps() == [SONG, SONG_END]


def test_a_beginning_whose_date_is_put_right_leaves_the_other_issue(office: Office) -> None:
    office.add(office.page("01", YARD, day="22"), office.page("04", YARD_ON, day="22"))
    first = office.folder / "lwrb-2025-07-22-01.txt"
    options = replace(OPTIONS, given=replace(OPTIONS.given, date="2025-07-21"))
    feed(office.backend, office.ledger, first, options=options)
    assert office.article("lwrb-20250722-01-01").id == "lwrb-20250721-01-01"
    assert office.article("lwrb-20250722-04-01").pages == ("04",)


# Withdrawn


def test_what_was_withdrawn_does_not_come_back_from_any_of_its_pages(office: Office) -> None:
    office.add("01", "02", "04")
    assert withdraw([LAMP], office.backend, office.ledger) == ((LAMP,), ())
    assert office.ledger.totals() == (3, 1)
    office.add(office.page("01", BOATS, YARD.replace("八十条", "九十条"), CHOIR))
    assert office.add(office.page("04", COBBLER, YARD_ON.replace("两条", "三条"), CHOIR_END, BRIDGE))["withheld"] == 1
    assert not any("修船厂" in article.body or "灶火" in article.body for article in held(office.backend).values())
    for id in (LAMP, LAMP_ON):
        with pytest.raises(ArticleWithdrawn):
            Archive(office.backend).article(id)


def test_the_rest_of_what_was_withdrawn_is_withdrawn_when_it_comes(office: Office) -> None:
    office.add("01")
    withdraw([LAMP], office.backend, office.ledger)
    assert office.add("04", "02") == {"articles": 4, "stitched": 1, "withheld": 1}
    with pytest.raises(ArticleWithdrawn):
        Archive(office.backend).article(LAMP_ON)
    assert office.add(office.page("04", YARD_ON, COBBLER, CHOIR_END, BRIDGE))["withheld"] == 1
    assert office.ledger.totals() == (3, 1)
    assert office.jumps() == []


def test_a_rest_that_was_withdrawn_by_itself_leaves_the_beginning(office: Office) -> None:
    office.add("04")
    withdraw([LAMP_ON], office.backend, office.ledger)
    office.add("01", "04", "02")
    assert (office.article(LAMP).pages, office.jumps()) == (("01",), [LAMP])


# Corrected


def test_a_correction_outlasts_the_coming_of_the_rest(office: Office) -> None:
    office.add("01")
    correct(LAMP, {"headline": "灯不灭"}, "", office.backend, office.ledger)
    office.add("04", "02")
    lamp = office.article(LAMP)
    assert (lamp.headline, lamp.body) == ("灯不灭", WHOLE_YARD)
    correct(LAMP, None, "", office.backend, office.ledger)
    assert office.article(LAMP).headline == "修船厂里的不灭灯"


def test_a_body_that_was_corrected_before_the_rest_came_keeps_the_rest(office: Office) -> None:
    office.add("01")
    begun = office.article(LAMP).body.replace("三十名", "三十二名")
    correct(LAMP, {"body": begun}, "", office.backend, office.ledger)
    office.add("04", "02")
    assert office.article(LAMP).body == WHOLE_YARD.replace("三十名", "三十二名")
    office.add(office.page("04", COBBLER, YARD_ON.replace("两条", "三条"), CHOIR_END, BRIDGE))
    assert office.article(LAMP).body == WHOLE_YARD.replace("三十名", "三十二名").replace("两条", "三条")


def test_a_body_that_was_corrected_afterwards_is_all_there_is(office: Office) -> None:
    office.add("01", "02", "04")
    correct(LAMP, {"body": WHOLE_YARD[:-9] + "。"}, "", office.backend, office.ledger)
    office.page("01", BOATS, YARD, CHOIR, BRIDGE)
    feed(office.backend, office.ledger, office.folder / "lwrb-2025-07-21-01.txt")
    assert office.article(LAMP).body == WHOLE_YARD[:-9] + "。"


def test_what_is_one_story_is_said_by_the_pages_and_not_by_corrections(office: Office) -> None:
    office.add(office.page("01", YARD), office.page("04", YARD_ON.replace("◀上接第1版\n", "").replace("不灭", "常明")))
    assert office.jumps() == ["lwrb-20250721-01-01"]
    before = held(office.backend)
    correct("lwrb-20250721-04-01", {"headline": "修船厂里的不灭灯"}, "", office.backend, office.ledger)
    office.add(office.page("02", LIBRARY))
    after = held(office.backend)
    assert {id: after[id].body for id in before} == {id: one.body for id, one in before.items()}


def test_a_correction_of_the_rest_is_told_where_it_belongs(office: Office) -> None:
    office.add("04")
    correct(LAMP_ON, {"headline": "灯不灭"}, "", office.backend, office.ledger)
    (problem,) = feed(office.backend, office.ledger, office.page("01"), office.page("02")).problems
    assert f"{LAMP_ON} 已由 {LAMP} 取代，没有更正。" in problem.what
    assert corrections.total(office.ledger) == 0


# The rest of the archive


def test_a_story_that_jumps_and_is_run_again_reprints_itself_once(office: Office) -> None:
    office.add("01", "02", "04")
    office.add(*(office.page(page, *PAGES[page], day="28") for page in PAGES))
    same = {id: one.same_as for id, one in held(office.backend).items() if one.same_as}
    assert {LAMP, SONG} < set(same.values())
    assert all(id == root.replace("0721", "0728") for id, root in same.items())
    office.add(office.page("04", COBBLER))
    assert LAMP not in {one.same_as for one in held(office.backend).values()}  # of the beginning alone it is none


def on_disk(folder: Path, pages: Sequence[str]) -> tuple[Path, list[Path]]:
    """An index on disk, of these pages, and their files."""
    index = folder / "news.index"
    paths = [folder / f"lwrb-2025-07-21-{page}.txt" for page in pages]
    for path, page in zip(paths, pages, strict=True):
        path.write_text(dump(*PAGES[page]), "utf-8")
    backend = connect(index, create=True)
    with Ledger(index) as ledger:
        feed(backend, ledger, *paths)
    backend.close()
    return index, paths


def shelf(index: Path) -> tuple[dict[str, Article], dict[str, str]]:
    """What an index has, and what it says of ids that are no more; whether all is well with it, too."""
    backend = connect(index)
    try:
        with Ledger(index) as ledger:
            assert verify(backend, ledger).faults == []
        return {each.id: each for each in backend.articles()}, dict(backend.departures())
    finally:
        backend.close()


@pytest.mark.parametrize("read", [(), ("01",), ("04",), ("01", "02", "04")])
def test_a_rebuilt_index_has_the_same_articles(tmp_path: Path, read: tuple[str, ...]) -> None:
    index, _ = on_disk(tmp_path, ("01", "02", "04"))
    before = shelf(index)
    assert before[1] == {LAMP_ON: LAMP, SONG_ON: SONG, SONG_END: SONG}
    rebuild(index, OPTIONS, [tmp_path / f"lwrb-2025-07-21-{page}.txt" for page in read])
    assert shelf(index) == before
    changed = tmp_path / "lwrb-2025-07-21-04.txt"
    changed.write_text(dump(COBBLER, YARD_ON.replace("两条", "三条"), CHOIR_END, BRIDGE), "utf-8")
    run("add", changed, "--index", index)
    assert shelf(index)[0][LAMP].body == WHOLE_YARD.replace("两条", "三条")


@pytest.mark.parametrize("first", [("01", "02", "04"), ("04", "02", "01"), ("04",), ("04", "01", "02")])
def test_without_its_ledger_everything_is_read_again_into_the_same_articles(
    tmp_path: Path, first: tuple[str, ...]
) -> None:
    index, _ = on_disk(tmp_path, ("01", "02", "04"))
    before = shelf(index)
    (index / NAME).unlink()
    for page in (*first, "01", "02", "04"):
        run("add", tmp_path / f"lwrb-2025-07-21-{page}.txt", "--index", index)
        assert shelf(index)[0][LAMP].body == WHOLE_YARD
        assert len(shelf(index)[0]) == len(before[0])
    assert shelf(index) == before


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
@pytest.mark.parametrize("first", [(), ("01",), ("04",)])
def test_a_run_that_was_killed_between_its_commits_goes_on(tmp_path: Path, first: tuple[str, ...]) -> None:
    index, paths = on_disk(tmp_path, ("01", "02", "04"))
    before = shelf(index)
    for file in index.iterdir():
        file.unlink()
    index.rmdir()
    on_disk(tmp_path, first)
    die = "import os, signal, indexer.ledger as x\nx.Ledger.commit = lambda self: os.kill(os.getpid(), signal.SIGKILL)"
    done = shell("add", *paths, "--index", index, before=die)
    assert done.returncode == -signal.SIGKILL, done.stderr
    run("add", *paths, "--index", index)
    assert shelf(index) == before


def test_the_commands_tell_of_jumps(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for page, stories in PAGES.items():
        Path(f"lwrb-2025-07-21-{page}.txt").write_text(dump(*stories), "utf-8")
    first, second, fourth = sorted(tmp_path.glob("*.txt"))
    assert "2 篇转版，还没有接上" in run("add", first).stderr
    assert [jump["id"] for jump in json.loads(run("info", "--json").stdout)["jumps"]] == [LAMP, SONG]
    assert "1 篇转版，接成了整篇，1 篇转版，还没有接上" in run("add", fourth).stderr
    assert "1 篇转版，接成了整篇，用时" in run("add", second).stderr
    assert json.loads(run("info", "--json").stdout)["jumps"] == []
    with open_archive("news.index") as archive:
        stored = {article.id: article for article in archive.issue("2025-07-21")}
    shown = [json.loads(line) for line in run("split", first, second, fourth, "--json").stdout.splitlines()]
    assert {one["id"]: one["body"] for one in shown} == {id: one.body for id, one in stored.items()}
    assert "各版    第 01、02、04 版" in run("split", first, second, fourth).stdout
    alone = [json.loads(line)["body"] for line in run("split", fourth, "--json").stdout.splitlines()]
    assert len(alone) == 4


VERSIONS = {
    "01": [(BOATS, YARD, CHOIR), (YARD, CHOIR), (CHOIR, BOATS, YARD.replace("八十条", "九十条")), (BOATS,)],
    "02": [(CHOIR_ON, LIBRARY), (LIBRARY,)],
    "04": [(COBBLER, YARD_ON, CHOIR_END, BRIDGE), (YARD_ON.replace("两条", "三条"), BRIDGE, CHOIR_END), (COBBLER,)],
}


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.sampled_from(sorted(VERSIONS)).flatmap(
            lambda page: st.sampled_from(VERSIONS[page]).map(lambda stories: (page, stories))
        ),
        max_size=6,
    )
)
def test_whatever_came_before_the_issue_ends_as_the_same_articles(
    tmp_path_factory: pytest.TempPathFactory, past: list[tuple[str, tuple[str, ...]]]
) -> None:
    office = Office(tmp_path_factory.mktemp("office"))
    for page, stories in past:
        feed(office.backend, office.ledger, office.page(page, *stories))
        assert verify(office.backend, office.ledger).faults == []
    for page in PAGES:
        office.add(page)
    texts = sorted((one.headline, one.pages, one.body) for one in held(office.backend).values())
    fresh = Office(tmp_path_factory.mktemp("fresh"))
    fresh.add(*PAGES)
    assert texts == sorted((one.headline, one.pages, one.body) for one in held(fresh.backend).values())
    assert office.jumps() == []
    office.ledger.close()
    fresh.ledger.close()
