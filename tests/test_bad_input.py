"""Is bad input told in a clear sentence, with the right exit code, and is nothing else lost by it?

Through the command line, as the newsroom meets it. The readers' own tests have the finer points of each.
"""

from __future__ import annotations

import json
import os
import re
import threading
from pathlib import Path

import pytest

from search.backends import connect

from . import small_archive
from .newsroom import BRIDGE, COBBLER, STORIES, dump, headlines, record, run, shell

GB18030 = COBBLER.encode("gb18030")
UTF8 = dump(BRIDGE).strip().encode()


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every test stands in a folder of its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("NEWS_ARCHIVE", raising=False)


@pytest.fixture
def page(tmp_path: Path) -> Path:
    """A good page, to be taken whatever else is wrong."""
    path = tmp_path / "lwrb-2025-07-21-01.txt"
    path.write_text(dump(*STORIES), "utf-8")
    return path


def held(index: str | Path = "news.index") -> dict[str, str]:
    backend = connect(index)
    try:
        return headlines(backend)
    finally:
        backend.close()


# Files

FILES = {
    "empty": ("x.txt", b"", "x.txt: 空文件：里面一个字也没有。请重新导出。"),
    "only blank lines": ("x.txt", b"\n \n\f\n", "x.txt: 没有文字：只有空行。"),
    "no record": ("x.jsonl", b"\n\n", "x.jsonl: 里面一篇文章也没有。请检查文件，或重新导出。"),
    "binary": ("x.txt", bytes(range(256)) * 40, "x.txt:1: 不是文字文件：第 1 行有空字节（NUL）。"),
    "a pdf by another name": ("x.txt", b"%PDF-1.7\n\xe2\xe3\xcf\xd3", "x.txt: 不是文字文件：看开头是PDF 文件。"),
    "a broken pdf": ("x.pdf", b"%PDF-1.7", "x.pdf: PDF 坏了或不完整"),
    "truncated UTF-8": ("x.txt", UTF8[:-2], "x.txt: 文件不完整：最后一个字（UTF-8）被截断"),
    "UTF-8, then GB18030": ("x.txt", UTF8 + b"\n" + GB18030, "x.txt:8: 编码混杂：前面是 UTF-8，第 8 行起是 GB18030"),
    "GB18030, then UTF-8": ("x.txt", GB18030 + UTF8, "x.txt:5: 编码混杂：前面不是 UTF-8，第 5 行起又有 UTF-8。"),
    "another encoding": ("x.txt", ("漁船が港に戻った。" * 20).encode("shift-jis"), "x.txt: 认不出编码："),
    "a page without any article": ("x.txt", dump().encode(), "x.txt: 版面上没有找到文章。"),
    "the second page without any": ("x.txt", (dump(BRIDGE) + "\f\n\n\f" + dump(COBBLER)).encode(), "x.txt: 第 2 页上"),
    "broken JSON": ("x.jsonl", b'{"headline": \n', "x.jsonl:1: 不是合法的 JSON："),
    "a record's wrong date": (
        "x.jsonl",
        record(BRIDGE, date="2025-02-30").encode(),
        "x.jsonl:1: date 的值“2025-02-30”",
    ),
}


@pytest.mark.parametrize("case", FILES)
def test_a_bad_file_costs_itself(case: str, page: Path, tmp_path: Path) -> None:
    name, data, said = FILES[case]
    (tmp_path / name).write_bytes(data)
    result = run("add", name, page)
    assert result.exit_code == 1
    problem, summary = result.stderr.splitlines()
    assert problem.startswith(f"有问题 {said}")
    assert problem.endswith("。")
    assert summary.startswith("收进 news.index：")
    assert "1 个问题" in summary
    assert {"全市渔船回港避风", "老街小学添了图书馆", "菜场里的修鞋匠"} <= set(held().values())


@pytest.mark.parametrize("case", FILES)
def test_split_says_the_same_of_it(case: str, page: Path, tmp_path: Path) -> None:
    name, data, said = FILES[case]
    (tmp_path / name).write_bytes(data)
    result = run("split", name, page, "--json")
    assert result.exit_code == 1
    assert result.stderr.startswith(f"有问题 {said}")
    assert len(result.stderr.splitlines()) == 1
    assert len(result.stdout.splitlines()) >= 3


def test_good_records_beside_a_broken_one_are_taken(tmp_path: Path) -> None:
    lines = record(BRIDGE, id="a-1") + '{"headline": 断了\n' + record(COBBLER, id="a-3")
    (tmp_path / "issue.jsonl").write_text(lines, "utf-8")
    result = run("add", "issue.jsonl")
    assert result.exit_code == 1
    assert result.stderr.startswith("有问题 issue.jsonl:2: 不是合法的 JSON：")
    assert set(held()) == {"a-1", "a-3"}


def test_a_line_of_two_hundred_megabytes(page: Path, tmp_path: Path) -> None:
    with (tmp_path / "x.txt").open("wb") as file:
        file.write(b"lwrb\n")
        for _ in range(200):
            file.write("潮".encode() * 2**18 + b"a" * 2**18)
    result = run("add", "x.txt", page)
    assert result.exit_code == 1
    assert result.stderr.startswith("有问题 x.txt:2: 第 2 行太长：超过 1,000,000 个字符")
    assert len(held()) == 3


def test_a_file_that_is_too_large_is_not_even_read(page: Path, tmp_path: Path) -> None:
    with (tmp_path / "x.jsonl").open("wb") as file:
        file.truncate(2**33)
    result = run("add", "x.jsonl", page)
    assert result.exit_code == 1
    assert result.stderr.startswith("有问题 x.jsonl: 文件太大：8,192 MB，上限 256 MB。请拆成几个文件")
    assert len(held()) == 3


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="nothing is forbidden here")
def test_what_may_not_be_read_is_told(page: Path, tmp_path: Path) -> None:
    (tmp_path / "x.txt").touch(0o000)
    (tmp_path / "closed").mkdir(0o000)
    result = run("add", tmp_path)
    assert result.exit_code == 1
    assert "closed: 打不开：没有权限。" in result.stderr
    assert "x.txt: 打不开：没有权限。" in result.stderr
    assert len(held()) == 3


# Index directories


def test_a_directory_that_is_no_index_is_left_alone(page: Path, tmp_path: Path) -> None:
    folder = tmp_path / "照片"
    folder.mkdir()
    (folder / "1.jpg").touch()
    before = sorted(folder.iterdir())
    result = run("add", page, "--index", "照片")
    assert result.exit_code == 2
    assert result.stderr == "照片 不是索引，里面有别的东西；请换一个目录，或先把它清空。\n"
    for args in (["info"], ["remove", "a-1"]):
        result = run(*args, "--index", "照片")
        assert result.exit_code == 2
        assert result.stderr.startswith("照片 不是索引目录")
    assert sorted(folder.iterdir()) == before


def test_a_file_in_the_place_of_the_index_is_left_alone(page: Path) -> None:
    Path("news.index").write_text("别的东西", "utf-8")
    for index in ("news.index", "news.index/deeper"):
        result = run("add", page, "--index", index)
        assert result.exit_code == 2
        assert len(result.stderr.splitlines()) == 1
    assert Path("news.index").read_text("utf-8") == "别的东西"


def test_an_empty_directory_becomes_the_index(page: Path) -> None:
    Path("news.index").mkdir()
    assert run("add", page).exit_code == 0
    assert len(held()) == 3


def stamp(index: str = "news.index", **changes: object) -> None:
    path = Path(index, "archive.json")
    path.write_text(json.dumps({**json.loads(path.read_text("utf-8")), **changes}), "utf-8")


@pytest.mark.parametrize("changes", [{"grams": "0.old"}, {"layout": 0}])
def test_an_index_made_by_other_rules_is_refused_with_what_to_do(changes: dict[str, object], page: Path) -> None:
    run("add", page)
    stamp(**changes)
    for args in (["add", str(page)], ["info"], ["remove", "lwrb-20250721-01-01"]):
        result = run(*args)
        assert result.exit_code == 2
        assert result.stdout == ""
        assert re.match(r"news\.index .*旧规则.*news-index", result.stderr), result.stderr
        assert len(result.stderr.splitlines()) == 1


def test_an_index_made_with_another_segmenter_is_used_with_a_note(page: Path, tmp_path: Path) -> None:
    run("add", page)
    stamp(words="jieba 0.1")
    (tmp_path / "more.jsonl").write_text(record(BRIDGE, id="a-1"), "utf-8")
    result = run("add", "more.jsonl")
    assert result.exit_code == 0
    assert result.stderr.startswith("注：索引用 jieba 0.1 分词")
    assert "jieba 0.1" in run("info").stdout


def test_a_damaged_stamp_or_ledger_is_told(page: Path) -> None:
    run("add", page)
    ledger = Path("news.index", "ledger.sqlite")
    whole = ledger.read_bytes()
    ledger.write_bytes(b"garbage" * 1000)
    for args in (["add", str(page)], ["info"], ["remove", "lwrb-20250721-01-01"]):
        result = run(*args)
        assert result.exit_code == 2
        assert result.stderr.startswith("收稿账本 news.index/ledger.sqlite 打不开或已损坏")
    ledger.write_bytes(whole)
    assert len(held()) == 3
    Path("news.index", "archive.json").write_text("{", "utf-8")
    result = run("add", page)
    assert result.exit_code == 2
    assert "archive.json 已损坏" in result.stderr


def test_while_another_process_writes_it_waits_says_so_and_then_says_who(page: Path, tmp_path: Path) -> None:
    run("add", page)
    (tmp_path / "more.jsonl").write_text(record(BRIDGE, id="a-1"), "utf-8")
    backend = connect("news.index")
    with backend.writer():
        for args in (["add", "more.jsonl"], ["remove", "lwrb-20250721-01-01"]):
            done = shell(*args, "--wait", "0.3")
            assert done.returncode == 2
            waiting, given_up = done.stderr.splitlines()
            assert waiting.startswith(f"news.index 正在被写入（进程 {os.getpid()}，")
            assert waiting.endswith("等它结束……")
            assert given_up.startswith(f"news.index 一直在被写入（进程 {os.getpid()}，")
            assert given_up.endswith("等了 0.3 秒；请等它结束再试。")
        assert run("add", page).exit_code == 0  # nothing new: nobody to wait for
        assert run("info").exit_code == 0
    backend.close()
    assert len(held()) == 3


def test_it_goes_on_when_the_other_is_done(page: Path, tmp_path: Path) -> None:
    run("add", page)
    (tmp_path / "more.jsonl").write_text(record(BRIDGE, id="a-1"), "utf-8")
    backend = connect("news.index")
    done = threading.Event()
    with backend.writer():
        thread = threading.Thread(target=lambda: (results.append(run("add", "more.jsonl")), done.set()))
        results: list[object] = []
        thread.start()
        assert not done.wait(0.5)
    thread.join(30)
    backend.close()
    assert getattr(results[0], "exit_code") == 0  # noqa: B009
    assert len(held()) == 4


LIMIT = "import resource\nresource.setrlimit(resource.RLIMIT_FSIZE, ({0}, {0}))"


@pytest.mark.skipif(os.name == "nt", reason="there are no limits")
@pytest.mark.parametrize("most", [100, 15_000])
def test_a_full_disk_is_told_and_loses_nothing(most: int, page: Path, tmp_path: Path) -> None:
    (tmp_path / "more.jsonl").write_text(record(BRIDGE, id="a-1"), "utf-8")
    run("add", page)
    done = shell("add", "more.jsonl", before=LIMIT.format(most))
    assert done.returncode == 2, done.stderr
    (said,) = done.stderr.splitlines()
    assert re.search("写失败|写不进去|写出错", said), said
    assert len(held()) == 3
    assert run("add", "more.jsonl", page).exit_code == 0
    assert len(held()) == 4


# Queries


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ('"渔业', "引号没有配对"),
        ("(渔业", "左括号没有配对"),
        ("渔业)", "多出一个右括号"),
        ("NOT OR", "OR 前面缺一个词"),
        ("渔业 OR", "查询到这里就断了"),
        ("repoter:林晓岚", "没有叫“repoter”的字段"),
        ("日期:2025-02-30", "“2025-02-30”不是日期"),
        ("日期:2025-08..2025-07", "开头比结尾晚"),
    ],
)
def test_a_query_that_cannot_be_read_is_trouble(query: str, said: str, tmp_path: Path) -> None:
    index = small_archive.build(tmp_path / "small.index")
    result = small_archive.run(query, "--index", str(index))
    assert result.exit_code == 2
    assert result.stdout == ""
    assert said in result.stderr
    assert "应为：" in result.stderr
