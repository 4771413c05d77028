"""A small archive, and `news-search` run over it: what the tests of the commands share."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from inspect import signature
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from indexer.build import document
from search.article import from_record
from search.backends.whoosh_index import WhooshIndex
from search.backends.whoosh_index.layout import create
from search.commands import main

ROOT = Path(__file__).parents[1]
PROGRAM = [sys.executable, "-W", "ignore", "-m", "search"]

ARTICLES: list[dict[str, Any]] = [
    {
        "id": "lwrb-20250721-01-01", "paper": "澜湾日报", "date": "2025-07-21", "page": "01", "page_name": "要闻",
        "kicker": "台风“青螺”逼近", "headline": "全市渔船回港避风", "dateline": "本报讯",
        "authors": [{"name": "林晓岚", "role": "记者"}, {"name": "温良", "role": "通讯员"}],
        "topics": ["台风与防汛", "渔业"], "body": "截至昨晚，三千艘渔船已回港。\n受台风影响，客运航线今起停运。",
    },
    {
        "id": "lwrb-20250722-02-01", "paper": "澜湾日报", "date": "2025-07-22", "page": "02", "column": "澜湾夜话",
        "headline": "台风天里说海钓", "authors": [{"name": "曾强", "role": "记者"}], "topics": ["台风与防汛"],
        "body": "海钓的人不该在这时出门。",
    },
    {
        "id": "lwrb-20250915-01-02", "paper": "澜湾日报", "date": "2025-09-15", "page": "01", "source": "新华社",
        "authors": [{"name": "林晓岚", "role": "记者"}, {"name": "邬小满", "role": "摄影"}],
        "headline": "深水港迎来LNG船", "topics": ["港口与海运"], "body": "码头上，首艘LNG船靠泊。",
    },
    {
        "id": "lwrb-20250916-04-01", "paper": "澜湾日报", "date": "2025-09-16", "page": "A04",
        "headline": "周末看演出", "authors": [{"name": "曾强", "role": "作者"}],
        "body": "Talk show 由 timeline 乐队和 reporters 剧社合演，topics 任选，search 就有票，另有 similar、issue。",
    },
    {"id": "lwrb-undated", "paper": "澜湾日报", "headline": "旧闻一则", "body": "当年的台风。"},
    {"id": "lwrb-withdrawn", "headline": "撤下的稿", "body": "不该再见。"},
    {"id": "lwrb-old", "headline": "旧编号", "body": "已并入。"},
]  # fmt: skip


def build(directory: Path, articles: Sequence[dict[str, Any]] = ()) -> Path:
    """The articles above, and others, as an index on disk; two of them are gone, one withdrawn, one replaced."""
    create(directory)
    backend = WhooshIndex(directory)
    with backend.writer() as writer:
        for record in [*ARTICLES, *articles]:
            writer.add(document(from_record(record)))
    with backend.writer() as writer:
        writer.delete("lwrb-withdrawn")
        writer.delete("lwrb-old", "lwrb-20250721-01-01")
    backend.close()
    return directory


def run(*args: str) -> Result:
    """The command with these arguments, in this process."""
    # Before click 8.2 the two streams were mixed unless one said otherwise.
    apart: dict[str, Any] = {"mix_stderr": False} if "mix_stderr" in signature(CliRunner).parameters else {}
    result = CliRunner(**apart).invoke(main, list(args), prog_name="news-search")
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def found(*args: str) -> list[str]:
    """The ids that a search gives, without the paper's slug, sorted."""
    at = args.index("--") if "--" in args else len(args)
    result = run(*args[:at], "--json", *args[at:])
    assert result.exit_code in (0, 1), result.stderr
    return sorted(hit["id"].removeprefix("lwrb-") for hit in json.loads(result.stdout)["hits"])


def environment_of(**more: str) -> dict[str, str]:
    """The environment for the command in a process of its own."""
    return {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", **more}
