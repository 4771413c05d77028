"""A few pages of the invented 《澜湾日报》 and `news-index` run over them: what the tests of the ingest share."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping
from inspect import signature
from pathlib import Path
from subprocess import CompletedProcess
from subprocess import run as run_process
from typing import Any

from click.testing import CliRunner, Result

from indexer.articles import Options
from indexer.commands import main
from indexer.commands.options import load
from indexer.ingest import ingest
from indexer.ledger import Ledger
from indexer.sources import files_of
from indexer.summary import Summary
from search.article import Article
from search.backends import Backend
from search.query import parse

ROOT = Path(__file__).parents[1]
PROGRAM = [sys.executable, "-W", "ignore", "-m", "indexer"]
OPTIONS: Options = load("", "", "", "", "")

BOATS = """\
全市渔船回港避风
本报讯（记者 林晓岚）截至昨晚八时，全市三千
艘渔船已经全部回到港内避风，客运航线今天起停
运，恢复时间另行通知。
海事部门提醒，风浪未息以前不得出海。
"""
LIBRARY = """\
老街小学添了图书馆
本报讯（记者 曾强）昨天，老街小学的图书馆开
门迎客，两万册新书上架，孩子们排着队进去挑自
己喜欢的故事书。
"""
COBBLER = """\
菜场里的修鞋匠
本报讯（通讯员 温良）在城东菜场的一角，修鞋
匠老潘守着一台旧机器，一守就是三十年，街坊都
说他手艺好，收费也公道。
"""
BRIDGE = """\
云屿二桥今天合龙
本报讯（记者 邬小满）今天上午十时，随着最后
一段钢箱梁吊装到位，云屿二桥主跨顺利合龙，预
计明年春天可以通车。
"""
STORIES = (BOATS, LIBRARY, COBBLER)


def dump(*stories: str, date: str = "2025年7月21日") -> str:
    """A page as a text dump: masthead, then each story as above."""
    return "\n".join(("澜湾日报", date, "", *(story + "\n" for story in stories)))


def record(story: str, **keys: Any) -> str:
    """A story as a line of JSON, headline and body apart."""
    headline, _, body = story.partition("\n")
    return json.dumps({"headline": headline, "body": body.replace("\n", ""), **keys}, ensure_ascii=False) + "\n"


def feed(backend: Backend, ledger: Ledger, *paths: str | Path, options: Options = OPTIONS) -> Summary:
    """Takes files in, in this process."""
    return ingest(files_of(map(str, paths)).paths, backend, ledger, options)


def headlines(backend: Backend) -> dict[str, str]:
    """What an archive holds: id → headline."""
    return {article.id: article.headline for article in articles(backend)}


def articles(backend: Backend, query: str = "") -> list[Article]:
    """The articles that a query finds, all where none is given."""
    matches = backend.search(parse(query), sort="oldest", offset=0, limit=10_000)
    return [article for article, _ in matches.found]


def run(*args: str | Path, input: str | bytes | None = None, env: Mapping[str, str] | None = None) -> Result:
    """The command with these arguments, in this process."""
    # Before click 8.2 the two streams were mixed unless one said otherwise.
    apart: dict[str, Any] = {"mix_stderr": False} if "mix_stderr" in signature(CliRunner).parameters else {}
    result = CliRunner(**apart).invoke(main, list(map(str, args)), input=input, env=env, prog_name="news-index")
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert "Traceback" not in result.stderr, result.stderr
    return result


def environment_of(**more: str) -> dict[str, str]:
    """The environment for the command in a process of its own."""
    return {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", **more}


def shell(*args: str | bytes | Path, before: str = "", **environment: str) -> CompletedProcess[str]:
    """The command in a process of its own.

    Args:
        before: Python code to run in it first.
    """
    command = PROGRAM
    if before:
        code = f"{before}\nfrom indexer.commands import main\nmain(prog_name='news-index')"
        command = [sys.executable, "-W", "ignore", "-c", code]
    return run_process(
        [*command, *args],
        capture_output=True,
        env=environment_of(**environment),
        timeout=120,
        check=False,
        encoding="utf-8",
    )
