"""Does `news-index` do what its help says, and end as it should?"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from importlib import metadata
from pathlib import Path

import pytest
from click import unstyle
from click.shell_completion import ShellComplete
from hypothesis import example, given
from hypothesis import strategies as st

from indexer.commands import main
from indexer.commands.columns import columns, filled
from indexer.commands.group import COMMANDS
from indexer.commands.sheet import head, sheet
from indexer.profile import PageFacts
from search.article import Article, Author
from search.backends import connect

from .newsroom import (
    BOATS,
    BRIDGE,
    COBBLER,
    PROGRAM,
    STORIES,
    dump,
    environment_of,
    headlines,
    record,
    run,
    shell,
)


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every test stands in a folder of its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.delenv("NEWS_ARCHIVE", raising=False)


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "lwrb-2025-07-21-01.txt"
    path.write_text(dump(*STORIES), "utf-8")
    return path


def held(index: str | Path = "news.index") -> dict[str, str]:
    backend = connect(index)
    try:
        return headlines(backend)
    finally:
        backend.close()


# add


def test_add_makes_the_index_and_sums_up(page: Path) -> None:
    result = run("add", page)
    assert result.exit_code == 0
    assert result.stdout == ""
    assert re.fullmatch(r"收进 news\.index：1 版，3 篇，2 位记者，用时 \d+\.\d 秒。\n", result.stderr)
    again = run("add", page)
    assert again.exit_code == 0
    assert re.fullmatch(r"收进 news\.index：没有新的文章，1 个文件没有变化，用时 \d+\.\d 秒。\n", again.stderr)
    assert len(held()) == 3


def test_add_takes_files_folders_globs_and_standard_input(tmp_path: Path) -> None:
    for day, story in enumerate(STORIES, 21):
        folder = tmp_path / f"2025-07-{day}"
        folder.mkdir()
        (folder / "01.txt").write_text(dump(story, date=""), "utf-8")
        (folder / "01.gold.json").write_text("{}", "utf-8")
        (folder / ".hidden.txt").write_text("不该读", "utf-8")
    data = dump(BRIDGE, date="").encode("gb18030")
    args = ("add", "2025-07-21/01.txt", "2025-07-22", "2025-07-*/*.txt", "-", "--date", "20250724")
    more = ("--paper", "LWRB", "--page", "第一版")
    result = run(*args, *more, input=data, env={"NEWS_ARCHIVE": "elsewhere"})
    assert result.exit_code == 0
    assert "收进 elsewhere：4 版，4 篇" in result.stderr
    assert "1 个其他类型的文件略过" in result.stderr
    assert sorted(held("elsewhere")) == [f"lwrb-20250724-01-0{n}" for n in (1, 2, 3, 4)]


def test_a_problem_is_one_line_and_costs_one_file(page: Path, tmp_path: Path) -> None:
    (tmp_path / "scan.pdf").write_bytes(b"%PDF-1.7")
    (tmp_path / "empty.txt").touch()
    result = run("add", "scan.pdf", "empty.txt", page, "gone.txt")
    assert result.exit_code == 1
    lines = result.stderr.splitlines()
    assert [line.split(": ")[0] for line in lines[:3]] == ["有问题 gone.txt", "有问题 scan.pdf", "有问题 empty.txt"]
    assert len(lines) == 4
    assert "1 版，3 篇，2 位记者，3 个问题" in lines[-1]
    assert len(held()) == 3


def test_no_index_is_made_for_files_that_are_not_there() -> None:
    result = run("add", "gone.txt", "gone/*.txt")
    assert result.exit_code == 1
    assert result.stderr.count("没有这个文件") == 2
    assert not Path("news.index").exists()


def test_quiet_says_problems_only(page: Path) -> None:
    assert run("add", "-q", page).stderr == ""
    assert run("add", "--quiet", page, "gone.txt").stderr == "有问题 gone.txt: 没有这个文件。请检查路径。\n"


def test_a_paper_brings_its_own_topics_and_profiles(page: Path, tmp_path: Path) -> None:
    (tmp_path / "topics.toml").write_text("[[topic]]\nname = '街坊'\nquery = '菜场 OR 老街'\n", "utf-8")
    (tmp_path / "papers.toml").write_text("[[paper]]\nslug = 'lwwb'\nname = '澜湾晚报'\n", "utf-8")
    args = ("--topics", "topics.toml", "--profiles", "papers.toml", "--paper", "澜湾晚报")
    result = run("split", page, *args, "--json")
    cobbler = json.loads(result.stdout.splitlines()[2])
    assert cobbler["id"] == "lwwb-20250721-01-03"
    assert cobbler["topics"][-1] == "街坊"


@pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals")
@pytest.mark.parametrize("terminal", [True, False])
def test_a_bar_is_shown_on_a_terminal_only(terminal: bool, page: Path, tmp_path: Path) -> None:
    import pty

    other = tmp_path / "lwrb-2025-07-22-01.txt"
    other.write_text(dump(BRIDGE, date="2025年7月22日"), "utf-8")
    ours, theirs = pty.openpty() if terminal else os.pipe()
    command = [*PROGRAM, "add", str(page), str(other)]
    env = environment_of(TERM="xterm", NO_COLOR="")
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=theirs, env=env)
    os.close(theirs)
    got = b""
    while True:
        try:
            piece = os.read(ours, 4096)
        except OSError:  # Linux says EIO when the other side is closed
            break
        if not piece:
            break
        got += piece
    assert process.wait(timeout=60) == 0
    os.close(ours)
    assert ("读版面" in got.decode("utf-8")) is terminal
    assert ("\r" in got.decode("utf-8").replace("\r\n", "\n")) is terminal
    assert "收进 news.index：2 版，4 篇" in got.decode("utf-8")


# split


def test_split_prints_one_object_a_line_and_makes_nothing(page: Path) -> None:
    result = run("split", page, "--json")
    assert result.exit_code == 0
    first, *rest = map(json.loads, result.stdout.splitlines())
    assert len(rest) == 2
    assert first["headline"] == "全市渔船回港避风"
    assert first["authors"][0]["name"] == "林晓岚"
    assert first["parts"] == [{"page": "01", "source_file": str(page), "body": first["body"]}]
    assert [path.name for path in page.parent.iterdir()] == [page.name]


def test_split_reads_standard_input_and_records(page: Path) -> None:
    from_dump = run("split", "-", "--json", input=page.read_bytes())
    assert len(from_dump.stdout.splitlines()) == 3
    from_records = run("split", "-", "--json", input=record(BOATS, id="a-1"))
    assert json.loads(from_records.stdout)["id"] == "a-1"


def test_the_sheet_shows_the_page_and_every_field(page: Path) -> None:
    result = run("split", page)
    assert result.exit_code == 0
    assert "澜湾日报　2025-07-21　第 01 版　3 篇：消息 3\n" in result.stdout
    assert "lwrb-20250721-01-01　消息　2 段 62 字\n标题    全市渔船回港避风\n作者    记者 林晓岚\n" in result.stdout
    assert "\n        海事部门提醒，风浪未息以前不得出海。\n" in result.stdout
    assert run("split", "-", input=record(BOATS)).stdout.splitlines()[1:3] == ["-", "现成的记录　1 篇：消息 1"]


def test_the_sheet_says_what_was_inferred_and_what_is_missing() -> None:
    inferred = Article("x-01", kind="photo", headline="图为渔港", headline_inferred=True, body="图为渔港。")
    assert "（版面上没有标题，取自首句）" in sheet(inferred, 80)
    jump = Article(
        "", kind="teaser", kicker="引", subtitle="副", jump_to="4", jump_from="1", column="栏", source="新华社"
    )
    lines = unstyle(sheet(jump, 80)).splitlines()
    assert lines == [
        "（没有编号）　导读　没有正文", "栏目    栏", "引题    引", "标题    （没有）", "副题    副", "来源    新华社",
        "上接    第 1 版", "下转    第 4 版",
    ]  # fmt: skip
    assert "报名不详　日期不详　版次不详　0 篇" in head("x.txt", PageFacts(source="x"), (), 80)


def test_of_a_long_text_the_sheet_shows_beginning_and_end() -> None:
    body = "潮" * 500 + "\n" + "中间一段。" + "\n" + "汛" * 500
    lines = unstyle(sheet(Article("x-01", headline="长文", body=body), 60)).splitlines()
    assert lines[0] == "x-01　消息　3 段 1005 字"
    text = "\n".join(lines)
    assert "潮……" in text
    assert "……汛" in text
    assert "中间" not in text
    assert len(lines) == 6


TEXTS = st.text(st.sampled_from("潮汛，。“”（）——Ab 12.5%\u3000é"), max_size=120)


@given(TEXTS, st.integers(8, 100))
@example("\u300011111é", 8)  # an indent that does not fit with what follows it
def test_lines_are_never_wider_than_the_screen_and_lose_nothing(text: str, wide: int) -> None:
    lines = filled(text, wide)
    assert all(columns(line) <= wide for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())


@given(st.lists(TEXTS, min_size=4, max_size=4), st.integers(40, 100))
def test_nothing_on_a_sheet_is_wider_than_the_screen(texts: list[str], wide: int) -> None:
    headline, kicker, body, name = texts
    article = Article("lwrb-20250721-01-01", headline=headline, kicker=kicker, body=body, authors=(Author(name),))
    assert all(columns(line) <= wide for line in unstyle(sheet(article, wide)).splitlines())


def test_a_line_ends_where_a_reader_expects_it() -> None:
    assert filled("台风来“青螺”逼近，渔船回港。", 10) == ["台风来“青", "螺”逼近，", "渔船回港。"]
    assert filled("台风在“青螺”", 8) == ["台风在", "“青螺”"]
    assert filled("客运量达12.5万人次", 10) == ["客运量达", "12.5万人次"]
    assert filled("a-very-long-address", 8) == ["a-very-l", "ong-addr", "ess"]
    assert filled("", 8) == []


# remove and info


def test_remove_withdraws_for_good_and_says_what_it_did(page: Path) -> None:
    run("add", page)
    result = run("remove", "lwrb-20250721-01-03", "lwrb-20250721-01-09")
    assert result.exit_code == 1
    assert result.stderr.splitlines() == [
        "没有编号为 lwrb-20250721-01-09 的文章。编号可用 news-search 查到。",
        "已撤下 1 篇：lwrb-20250721-01-03",
    ]
    again = run("remove", "lwrb-20250721-01-03")
    assert (again.exit_code, again.stderr) == (0, "lwrb-20250721-01-03 先前已经撤下。\n")
    page.write_text(dump(*STORIES, BRIDGE), "utf-8")
    assert "1 篇撤过稿，没有再收" in run("add", page).stderr
    assert "菜场里的修鞋匠" not in held().values()


def test_remove_names_the_article_that_took_the_place(page: Path) -> None:
    run("add", page, "--date", "2025-07-12")
    run("add", page, "--date", "2025-07-21")
    result = run("remove", "lwrb-20250712-01-01")
    assert result.exit_code == 1
    assert result.stderr.startswith("lwrb-20250712-01-01 已由 lwrb-20250721-01-01 取代。")
    assert "lwrb-20250721-01-01" in held()


def test_info_counts(page: Path, tmp_path: Path) -> None:
    (tmp_path / "more.jsonl").write_text(
        record(BRIDGE, id="a-1") + record(COBBLER, id="a-2", paper="澜湾晚报", jump_to="4"), "utf-8"
    )
    run("add", page, "more.jsonl")
    run("remove", "lwrb-20250721-01-02")
    result = run("info")
    assert result.exit_code == 0
    text = result.stdout
    assert re.search(r"^索引    news\.index（\d\.\d MB）$", text, re.MULTILINE)
    assert "文章    4 篇：澜湾日报 2 篇、" in text
    assert "日期    2025-07-21 至 2025-07-21，1 天；另有 2 篇没有日期\n" in text
    assert "文件    收过 2 个；撤稿 1 篇\n" in text
    assert "转版    1 篇各版分开收着，还没有接成一篇：\n        a-2　下转 4 版　菜场里的修鞋匠\n" in text
    facts = json.loads(run("info", "--json").stdout)
    assert (facts["articles"], facts["papers"]) == (4, {"澜湾日报": 2, "澜湾晚报": 1, "": 1})
    assert facts["jumps"] == [{"id": "a-2", "jump_to": "4", "jump_from": "", "headline": "菜场里的修鞋匠"}]


def test_what_ran_before_is_counted_and_named(page: Path, tmp_path: Path) -> None:
    (tmp_path / "lwrb-2025-07-23-04.txt").write_text(dump(BOATS, BRIDGE, date="2025年7月23日"), "utf-8")
    assert "2 版，5 篇，3 位记者，1 篇以前登过，用时" in run("add", ".").stderr
    assert "重刊    1 篇以前登过（same_as 是最早那篇的编号）\n" in run("info").stdout
    assert json.loads(run("info", "--json").stdout)["reprints"] == 1
    backend = connect("news.index")
    again = backend.article("lwrb-20250723-04-01")
    backend.close()
    assert again is not None
    assert again.same_as == "lwrb-20250721-01-01"


def test_info_of_an_index_without_a_ledger_says_so(page: Path) -> None:
    run("add", page)
    Path("news.index", "ledger.sqlite").unlink()
    result = run("info")
    assert result.exit_code == 0
    assert "没有收稿账本" in result.stdout
    assert not Path("news.index", "ledger.sqlite").exists()


def test_info_shows_the_first_of_many_jumps(tmp_path: Path) -> None:
    lines = "".join(record(BOATS, id=f"a-{n:02}", jump_to="4") for n in range(25))
    (tmp_path / "jumps.jsonl").write_text(lines, "utf-8")
    run("add", "jumps.jsonl")
    text = run("info").stdout
    assert "转版    25 篇" in text
    assert text.count("下转 4 版") == 20
    assert "……其余见 news-index info --json" in text
    assert len(json.loads(run("info", "--json").stdout)["jumps"]) == 25


# How it ends


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["add"], "缺少文件。用法见 news-index add --help。"),
        (["remove"], "缺少编号。用法见 news-index remove --help。"),
        (["pages/"], f"没有“pages/”这个命令。命令有：{'、'.join(COMMANDS)}。"),
        (["add", "x", "--frobnicate"], "没有 --frobnicate 这个选项。用法见 news-index add --help。"),
        (["split", "x", "--jsno"], "没有 --jsno 这个选项。是不是 --jobs、--json？用法见 news-index split --help。"),
        (["add", "x", "--wait", "-1"], "--wait：“-1”不行，要一个不小于 0 的数。"),
        (["add", "x", "--wait", "很久"], "--wait：“很久”不行，要一个不小于 0 的数。"),
        (["add", "x", "--wait", "nan"], "--wait：“nan”不行，要一个不小于 0 的数。"),
        (["add", "x", "--date", "2025-02-30"], "--date：“2025-02-30”不是日期，应写成 2025-07-29 这样。"),
        (["add", "x", "--date", "2025-07"], "--date：“2025-07”不是日期，应写成 2025-07-29 这样。"),
        (["add", "x", "--page", "一/二"], "--page：“一/二”不是版号，应写成 01、A12 这样。"),
        (["add", "x", "--topics", "no.toml"], "主题文件 no.toml 打不开：没有这个文件。请检查路径和权限。"),
        (["add", "x", "--profiles", "no.toml"], "文件 no.toml 打不开：没有这个文件。请检查路径和权限。"),
        (["info", "x"], "多写了(x)。用法见 news-index info --help。"),
        (["info", "--index", "nowhere"], "这里没有索引：nowhere。"),
        (["remove", "x", "--index", "nowhere"], "这里没有索引：nowhere。"),
        (["--index", "x", "info"], "没有 --index 这个选项。用法见 news-index --help。"),
    ],
)
def test_trouble_is_two_and_one_chinese_sentence(args: list[str], said: str) -> None:
    result = run(*args)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr.startswith(said)
    assert len(result.stderr.splitlines()) == 1


def test_an_option_without_its_value_is_trouble() -> None:
    result = run("add", "x", "--wait")
    assert result.exit_code == 2
    assert result.stderr.startswith("--wait 后面缺一个值")


def test_interrupted_it_says_what_is_kept(page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as here:
        here.setattr("indexer.ready.enriched", interrupted)
        result = run("add", page)
    assert result.exit_code == 130
    assert result.stderr.endswith("中断了。已经收进去的都在，再运行一次会接着做。\n")
    assert held() == {}
    assert run("add", page).exit_code == 0
    assert len(held()) == 3


def test_a_fault_of_ours_is_shown_whole(page: Path) -> None:
    fault = "import indexer.ready as r\nr.enriched = lambda *_, **__: 1 // 0"
    done = shell("add", page, before=fault)
    assert done.returncode == 2
    assert "ZeroDivisionError" in done.stderr


@pytest.mark.parametrize("args", [["split", "x.jsonl"], ["split", "x.jsonl", "--json"], ["--help"], ["add", "--help"]])
def test_a_closed_pipe_is_no_trouble(args: list[str], tmp_path: Path) -> None:
    (tmp_path / "x.jsonl").write_text(record(BOATS), "utf-8")
    read, write = os.pipe()
    os.close(read)
    command, env = [*PROGRAM, *args], environment_of()
    process = subprocess.run(command, stdout=write, stderr=subprocess.PIPE, env=env, timeout=60, check=False)
    os.close(write)
    assert (process.returncode, process.stderr) == (0, b"")


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux hands over names that are no text")
def test_a_file_whose_name_is_no_text_is_read_like_any_other(page: Path, tmp_path: Path) -> None:
    odd = os.fsencode(tmp_path) + b"/2025-07-22/\xff-01.txt"
    os.mkdir(os.path.dirname(odd))
    with open(odd, "wb") as file:
        file.write(dump(BRIDGE, date="2025年7月22日").encode())
    result = run("add", tmp_path, env={"PYTHONUTF8": "1"})
    assert result.exit_code == 0, result.stderr
    assert len(held()) == 4
    assert "没有变化" in run("add", tmp_path).stderr
    assert r"\xff-01.txt" in run("split", tmp_path / "2025-07-22", "--json").stdout.replace("\\\\", "\\")


# The help


@pytest.mark.parametrize("args", [["--help"], ["-h"], *([name, "--help"] for name in COMMANDS)])
def test_help_is_chinese_and_fits_eighty_columns(args: list[str]) -> None:
    result = run(*args, env={"COLUMNS": "200"})
    assert result.exit_code == 0
    assert result.stdout.startswith("用法：news-index")
    for heading in ("\n例：\n", "\n选项：\n"):
        assert heading in result.stdout
    assert not re.search("Usage|Options|Commands|Show this|default", result.stdout)
    assert [line for line in result.stdout.splitlines() if columns(line) > 80] == []


def test_the_first_help_names_every_command_the_exit_codes_and_completion() -> None:
    text = run("--help").stdout
    for word in (*COMMANDS, *COMMANDS.values(), "--version", "退出码", "_NEWS_INDEX_COMPLETE=zsh_source news-index"):
        assert word in text
    nothing = run()
    assert (nothing.exit_code, nothing.stdout, nothing.stderr) == (2, "", text)


def test_every_option_of_every_command_has_its_help() -> None:
    for name in COMMANDS:
        for param in main.get_command(None, name).params:  # type: ignore[arg-type, union-attr]
            assert param.param_type_name == "argument" or param.help, (name, param.name)  # type: ignore[attr-defined]


def test_the_version(monkeypatch: pytest.MonkeyPatch) -> None:
    assert re.fullmatch(r"news-index (\d[\w.]*|（未安装.*）)\n", run("--version").stdout)

    def missing(name: str) -> str:
        raise metadata.PackageNotFoundError(name)

    monkeypatch.setattr(metadata, "version", missing)
    assert run("--version").stdout == "news-index （未安装，直接从源码运行）\n"


def test_completion_knows_commands_and_options() -> None:
    def completed(*args: str) -> list[str]:
        *before, incomplete = args
        items = ShellComplete(main, {}, "news-index", "_NEWS_INDEX_COMPLETE").get_completions(before, incomplete)
        return [item.value for item in items]

    assert completed("") == list(COMMANDS)
    assert completed("s") == ["split"]
    assert completed("--v") == ["--version"]
    assert completed("add", "--pro") == ["--profiles"]


def test_help_and_version_load_neither_engine_nor_segmenter() -> None:
    idle = {"jieba", "rjieba", "whoosh", "indexer.ingest", "indexer.split"}
    code = f"import sys, atexit\natexit.register(lambda: print(sorted({idle} & set(sys.modules))))"
    for args in (["--help"], ["--version"], ["add", "--help"]):
        assert shell(*args, before=code).stdout.splitlines()[-1] == "[]"
