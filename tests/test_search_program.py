"""Does the program behave among other programs: pipes, encodings, terminals, shells?"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.shell_completion import ShellComplete
from click.testing import CliRunner

from search.commands import main
from search.commands.group import COMMANDS
from search.render.width import width

from .small_archive import PROGRAM, build, environment_of


@pytest.fixture(scope="session")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small archive on disk."""
    return build(tmp_path_factory.mktemp("archive") / "news.index")


@pytest.fixture(autouse=True)
def _here(index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEWS_ARCHIVE", str(index))
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.delenv("NO_COLOR", raising=False)


# The real program


def shell(*args: str | bytes, **environment: str) -> subprocess.CompletedProcess[bytes]:
    command = [*PROGRAM, *args]
    return subprocess.run(command, capture_output=True, env=environment_of(**environment), timeout=60, check=False)


def test_the_program_exits_with_what_it_found() -> None:
    assert [shell(*args).returncode for args in (["台风"], ["绝无此词"], ["(台风"])] == [0, 1, 2]


@pytest.mark.parametrize("args", [["台风"], ["台风", "--json"], ["show", "lwrb-undated"], ["--help"], ["timeline"]])
def test_a_closed_pipe_is_no_trouble(args: list[str]) -> None:
    read, write = os.pipe()
    os.close(read)
    command = [*PROGRAM, *args]
    env = environment_of()
    process = subprocess.run(command, stdout=write, stderr=subprocess.PIPE, env=env, timeout=60, check=False)
    os.close(write)
    assert process.returncode == 0
    assert b"Error" not in process.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="needs a POSIX shell")
def test_a_standard_output_that_was_never_open_is_no_trouble() -> None:
    command = ["sh", "-c", 'exec "$@" >&-', "sh", *PROGRAM, "台风"]
    done = subprocess.run(command, stderr=subprocess.PIPE, env=environment_of(), timeout=60, check=False)
    assert (done.returncode, done.stderr) == (0, b"")


def test_json_is_utf8_whatever_the_locale_is() -> None:
    done = shell("台风", "--json", PYTHONUTF8="0", PYTHONIOENCODING="latin-1")
    assert json.loads(done.stdout.decode("utf-8"))["query"] == "台风"


def test_text_on_a_terminal_that_cannot_show_it_is_no_crash() -> None:
    done = shell("台风", PYTHONIOENCODING="latin-1")
    assert done.returncode == 0
    assert b"\\u53f0" in done.stdout


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux hands over bytes that are no text")
def test_bytes_that_are_no_text_find_nothing_and_break_nothing() -> None:
    for more in ((), ("--json",)):
        done = shell(b"\xff\xfe", *more)
        assert done.returncode == 1
        assert b"Traceback" not in done.stderr


def test_a_full_page_as_json_loads_neither_the_terminal_nor_a_segmenter() -> None:
    idle = {"jieba", "rjieba", "pypinyin", "search.render.paint", "search.render.hits", "search.commands.show"}
    code = (
        "import sys\nfrom search.commands import main\n"
        "try: main(['台风 OR 码头', '--json', '--limit', '4'])\nexcept SystemExit: pass\n"
        f"print(sorted({idle} & set(sys.modules)))"
    )
    command = [sys.executable, "-W", "ignore", "-c", code]
    done = subprocess.run(command, capture_output=True, env=environment_of(), timeout=60, check=True)
    assert done.stdout.splitlines()[-1] == b"[]"


@pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals")
@pytest.mark.parametrize(("columns", "no_color"), [(80, ""), (120, ""), (80, "1")])
def test_on_a_terminal_the_page_is_coloured_and_as_wide_as_it(columns: int, no_color: str) -> None:
    import fcntl
    import pty
    import struct
    import termios

    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    env = environment_of(TERM="xterm", NO_COLOR=no_color)
    del env["COLUMNS"]
    command = [*PROGRAM, "台风"]
    process = subprocess.Popen(command, stdout=theirs, stderr=subprocess.PIPE, env=env)
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
    process.communicate(timeout=60)
    os.close(ours)
    text = got.decode("utf-8")
    assert process.returncode == 0
    assert ("\x1b[1;31m台风\x1b[0m" in text) is (not no_color)
    plain = re.sub(r"\x1b\[[0-9;]*m", "", text)
    assert "\x1b" not in plain
    assert 60 < max(width(line, 2) for line in plain.splitlines()) <= columns


# Completion


def completed(line: str) -> list[str]:
    """What is offered at the end of a line."""
    *args, incomplete = line.split(" ")[1:]
    items = ShellComplete(main, {}, "news-search", "_NEWS_SEARCH_COMPLETE").get_completions(args, incomplete)
    return [item.value for item in items]


def test_completion_knows_commands_options_and_what_is_in_the_index() -> None:
    assert completed("news-search t") == ["topics", "timeline"]
    assert "--reporter" in completed("news-search --re")
    assert completed("news-search --reporter ") == ["林晓岚", "曾强"]
    assert completed("news-search 台风 --topic 台") == ["台风与防汛"]
    assert completed("news-search timeline -海钓 --topic 渔") == ["渔业"]
    assert completed("news-search --sort n") == ["newest"]
    assert completed("news-search show --qu") == ["--query"]


def test_completion_offers_words_of_the_query_and_names_in_pinyin() -> None:
    assert completed("news-search 台")[0] == "台风与防汛"
    assert "海钓" in completed("news-search 台风 海")
    assert "海钓" in completed("news-search timeline 台风 海")
    assert completed("news-search ") == list(COMMANDS)
    pytest.importorskip("pypinyin", reason="completion by pinyin needs pypinyin")
    assert completed("news-search --reporter lin") == ["林晓岚"]
    assert completed("news-search --author zengq") == ["曾强"]
    assert "曾强" in completed("news-search zengq")


def test_completion_offers_nothing_that_a_shell_would_divide() -> None:
    offered = [text for start in ("一", "台", "深", "talk") for text in completed(f"news-search {start}")]
    assert offered
    assert [text for text in offered if re.search(r"[\s\"'()（）“”]", text)] == []


def test_completion_looks_into_the_index_that_the_line_names(index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEWS_ARCHIVE", "nowhere")
    assert completed("news-search --reporter ") == []
    assert completed("news-search 台") == []
    assert completed(f"news-search --index {index} --column ") == ["澜湾夜话"]


def test_the_shell_gets_its_completion_from_the_program() -> None:
    code = "from search.commands import main; main(prog_name='news-search')"
    env = environment_of(_NEWS_SEARCH_COMPLETE="zsh_complete", COMP_WORDS="news-search --reporter 曾", COMP_CWORD="2")
    command = [sys.executable, "-W", "ignore", "-c", code]
    done = subprocess.run(command, capture_output=True, env=env, timeout=60, check=False)
    assert done.stdout.decode("utf-8") == "plain\n曾强\n1 篇\n"
    assert done.stderr == b""


@pytest.mark.parametrize("shell_name", ["bash", "zsh", "fish"])
def test_the_line_of_the_help_that_switches_completion_on(shell_name: str) -> None:
    result = CliRunner().invoke(
        main, [], prog_name="news-search", env={"_NEWS_SEARCH_COMPLETE": f"{shell_name}_source"}
    )
    assert "news-search" in result.stdout
    assert result.exit_code in (0, 1)  # click asks a bash that is not there for its version
