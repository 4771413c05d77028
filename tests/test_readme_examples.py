"""Do the web applications in the README answer, escape, and share one archive among their threads?

Each is run as it is printed there, in a process of its own, over a small archive; a program asks it through the test
client of its framework and prints what came back.
"""

from __future__ import annotations

import json
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from . import docs
from .small_archive import build, environment_of

FILES = {block.file: block.text for block in docs.blocks(docs.README.read_text("utf-8")) if block.kind == "python"}

TRICKY = {
    "id": "lwrb-20250723-01-01", "paper": "澜湾日报", "date": "2025-07-23", "page": "01", "headline": "<i>灯塔</i>夜班",
    "authors": [{"name": "曾强", "role": "记者"}], "topics": ["港口与海运"], "body": "灯塔亮了<script>&，守塔人没睡。",
}  # fmt: skip

ASK = """
import json, sys
from concurrent.futures import ThreadPoolExecutor
def one(address):
    code, headers, body = get(address)
    return [code, headers.get("Location", ""), body]
with ThreadPoolExecutor(4) as pool:
    answers = list(pool.map(one, json.loads(sys.argv[1])))
print(json.dumps({"answers": answers, "opened": module.archive.cache_info().currsize}))
"""

DJANGO = """
import newsroom_django as module
import django
django.setup()
from django.test import Client
def get(address):
    answer = Client(SERVER_NAME="localhost").get(address)
    return answer.status_code, answer.headers, answer.content.decode()
"""

FLASK = """
import newsroom_flask as module
def get(address):
    answer = module.app.test_client().get(address)
    return answer.status_code, answer.headers, answer.get_data(as_text=True)
"""


@pytest.fixture(scope="module")
def newsroom(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A directory with the examples and an archive."""
    directory = tmp_path_factory.mktemp("newsroom")
    build(directory / "news.index", [TRICKY])
    for name, text in FILES.items():
        if name:
            (directory / name).write_text(text, "utf-8")
    return directory


def answers(newsroom: Path, framework: str, program: str, *addresses: str) -> list[list[Any]]:
    """Status, Location and body of the answer to each address."""
    if find_spec(framework) is None:
        pytest.skip(f"{framework} is not installed: its example in the README was not run")
    command = [sys.executable, "-W", "error", "-W", "ignore::SyntaxWarning", "-W", "ignore::DeprecationWarning"]
    done = subprocess.run(
        [*command, "-c", program + ASK, json.dumps(addresses)],
        cwd=newsroom,
        env=environment_of(NEWS_ARCHIVE="news.index"),
        capture_output=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode("utf-8")
    result = json.loads(done.stdout)
    assert result["opened"] == 1
    found: list[list[Any]] = result["answers"]
    return found


def test_the_readme_has_an_example_for_each_framework() -> None:
    assert {"newsroom_django.py", "newsroom_flask.py"} <= set(FILES)


def test_the_django_example_escapes_what_was_printed_and_marks_what_was_looked_for(newsroom: Path) -> None:
    found, by_reporter, wrong, no_number = answers(
        newsroom, "django", DJANGO,
        "/search?q=灯塔", "/search?q=台风&reporter=曾强", "/search?q=(台风", "/search?q=台风&offset=x",
    )  # fmt: skip
    assert found[0] == 200
    assert "<h2>&lt;i&gt;灯塔&lt;/i&gt;夜班</h2>" in found[2]
    assert "<mark>灯塔</mark>亮了&lt;script&gt;&amp;，守塔人没睡。" in found[2]
    assert "<script>" not in found[2]
    assert "<p>共 1 篇</p>" in by_reporter[2]
    assert (wrong[0], no_number[0]) == (400, 400)
    assert "左括号没有配对的右括号" in wrong[2]


def test_the_django_example_offers_what_may_have_been_meant(newsroom: Path) -> None:
    pytest.importorskip("pypinyin", reason="suggestions by sound need pypinyin")
    [[code, _, text]] = answers(newsroom, "django", DJANGO, "/search?q=林小岚")
    assert code == 200
    assert '是不是要查 <a href="?q=%E6%9E%97%E6%99%93%E5%B2%9A">林晓岚</a>' in text


def test_the_flask_example_answers_in_json_with_passages_escaped(newsroom: Path) -> None:
    found, near, wrong, completed = answers(
        newsroom,
        "flask",
        FLASK,
        "/search?q=灯塔&topic=港口与海运",
        "/search?q=台风+海钓",
        "/search?q=(",
        "/complete?q=台",
    )
    record = json.loads(found[2])
    assert (found[0], record["total"], record["facets"]["year"]) == (200, 1, {"2025": 1})
    [hit] = record["hits"]
    assert hit["url"] == "/article/lwrb-20250723-01-01"
    assert "<mark>灯塔</mark>亮了&lt;script&gt;&amp;，守塔人没睡。" in hit["passages"]
    assert {tuple(each["missing"]) for each in json.loads(near[2])["near"]} == {("海钓",)}
    assert (wrong[0], json.loads(wrong[2])["position"]) == (400, 1)
    assert "台风与防汛" in json.loads(completed[2])


def test_the_links_of_the_flask_example_last(newsroom: Path) -> None:
    there, moved, withdrawn, never = answers(
        newsroom, "flask", FLASK,
        "/article/lwrb-20250723-01-01", "/article/lwrb-old", "/article/lwrb-withdrawn", "/article/lwrb-0",
    )  # fmt: skip
    assert there[0] == 200
    assert there[2] == "<h1>&lt;i&gt;灯塔&lt;/i&gt;夜班</h1><p>灯塔亮了&lt;script&gt;&amp;，守塔人没睡。</p>"
    assert moved[:2] == [301, "/article/lwrb-20250721-01-01"]
    assert (withdrawn[0], never[0]) == (410, 404)
    assert "已撤稿" in withdrawn[2]
