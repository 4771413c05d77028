"""Is what the README says so? And does the tree keep to what was laid down for it?"""

from __future__ import annotations

import csv
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import fields
from importlib import import_module
from itertools import pairwise
from pathlib import Path

import click
import pytest

from indexer.page import Page
from indexer.profile import facts_of, load_profiles
from indexer.readers.records import read_csv
from indexer.topic import load_topics
from search.article import Article
from search.query import FIELD_NAMES, parse
from search.tree import Everything

from . import docs, small_archive

PAGE = docs.README.read_text("utf-8")
BLOCKS = docs.blocks(PAGE)
TOP_LEVEL = {"pyproject.toml", "README.md", "indexer", "search", "tests", "corpus"}
GENERATED = {"__pycache__", "build", "dist"}
REWRITE = "run `python -m tests.docs --write`"


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> dict[int, str]:
    """Line of a block of the README → what came out of it."""
    return {block.line: text for block, text in docs.run(PAGE, tmp_path_factory.mktemp("readme"))}


def section(name: str) -> str:
    """What stands between the markers of that name."""
    text, end, _ = PAGE.partition(f"<!-- {name}:begin -->")[2].partition(f"<!-- {name}:end -->")
    assert end, f"README has no section between {name}:begin and {name}:end"
    return text


def first_codes(table: str) -> list[str]:
    """What stands as code in the first column of a Markdown table."""
    rows = (re.match(r"\| (.*?) (?<!\\)\|", line) for line in table.splitlines())
    return [code.replace("\\|", "|") for row in rows if row for code in re.findall(r"`([^`]+)`", row[1])]


# What the README shows

SHOWN = [
    b for a, b in pairwise(BLOCKS) if b.kind == "console" or ((a.kind, b.kind) == ("python", "text") and not a.file)
]


@pytest.mark.parametrize("block", SHOWN, ids=[f"line {block.line}" for block in SHOWN])
def test_a_block_shows_what_comes_out(block: docs.Block, printed: dict[int, str]) -> None:
    assert docs.settled(printed[block.line]) == docs.settled(block.text), REWRITE


def test_the_first_block_ends_with_hits_on_the_screen(tmp_path: Path) -> None:
    install = next(block for block in BLOCKS if block.kind == "sh")
    assert "pip install ." in install.text
    add, search = docs.steps(install)
    ((_, text),) = docs.run(f"```console\n$ {add}\n$ {search}\n```\n", tmp_path)
    assert re.search(r"^ +1\. ", text, re.MULTILINE)
    assert re.search(r"^共 \d+ 篇", text, re.MULTILINE)


def test_the_second_block_installs_what_the_tests_need_and_runs_them() -> None:
    _, check = [block for block in BLOCKS if block.kind == "sh"]
    assert "pip install -e '.[test]'" in check.text
    assert check.text.split()[-1] == "pytest"


def test_the_blocks_can_be_had_where_nothing_is_installed() -> None:
    command = [sys.executable, "-I", "-S", str(docs.ROOT / "tests" / "docs.py"), "--block", "1"]
    done = subprocess.run(command, capture_output=True, check=False)
    assert done.stdout.decode("utf-8") == next(block.text for block in BLOCKS if block.kind == "sh")


def test_every_block_is_of_a_kind_that_is_run() -> None:
    assert {block.kind for block in BLOCKS if not block.file} <= {"sh", "console", "python", "text"}
    programs = [(a, b) for a, b in pairwise(BLOCKS) if a.kind == "python" and not a.file]
    assert [b.line for _, b in programs if b.kind != "text"] == []


def test_what_differs_is_found_and_what_merely_took_longer_is_not(tmp_path: Path) -> None:
    page = "```console\n$ echo 用时 5 毫秒\n用时 9 毫秒\n$ echo one\ntwo\n```\n\n```text\na picture\n```\n"
    ((block, text),) = docs.run(page, tmp_path)
    assert page[block.begin : block.end] == block.text
    assert docs.settled(text) == docs.settled(block.text).replace("two", "one")


# What the README lists


def test_every_example_of_the_query_language_can_be_read() -> None:
    queries = first_codes(section("queries"))
    assert len(queries) > 15
    for query in queries:
        assert parse(query) != Everything(), query


def test_what_the_newsroom_is_told_to_type_finds_something(tmp_path: Path) -> None:
    _, _, chinese = PAGE.partition("\n## 给编辑部\n")
    chinese = chinese.partition("\n## ")[0]
    typed = [code for code in re.findall(r"`(news-search [^`]+)`", chinese) if "编号" not in code]
    assert len(typed) > 9
    lines = "".join(f"$ {code} > /dev/null 2>&1; echo $?\n" for code in typed)
    page = f"```console\n$ news-index add corpus\n```\n\n```console\n{lines}```\n"
    *_, (_, text) = docs.run(page, tmp_path)
    assert dict(zip(typed, text.splitlines()[1::2], strict=True)) == dict.fromkeys(typed, "0")


def test_every_field_of_the_query_language_is_listed() -> None:
    text = section("queries")
    assert [name for name in FIELD_NAMES if f"{name}:" not in text] == []


def test_the_keys_of_a_record_are_those_of_an_article() -> None:
    assert sorted(first_codes(section("keys"))) == sorted(field.name for field in fields(Article))


def test_the_keys_of_a_search_as_json_are_listed(tmp_path: Path) -> None:
    twins = [
        {"id": "lwrb-a", "headline": "渡轮换新", "body": "新渡轮上岗。"},
        {"id": "lwrb-b", "headline": "渡轮换新", "body": "新渡轮上岗。", "same_as": "lwrb-a"},
    ]
    where = ("--index", str(small_archive.build(tmp_path / "news.index", twins)), "--json")
    asked = (("渡轮", "--fold", "--facets", "topic"), ("台风", "海钓"), ("台蜂",))
    results = [json.loads(small_archive.run(*args, *where).stdout) for args in asked]
    hits = [hit for result in results for hit in (*result["hits"], *result["near"])]
    keys = {key for result in results for each in (result, *result["suggestions"]) for key in each}
    keys |= {key for hit in hits for each in (hit, *hit["snippets"]) for key in each}
    assert {"missing", "reprints", "facets", "replaced", "marks"} <= keys
    assert set(first_codes(section("json"))) == keys


def test_the_files_in_the_readme_are_good(tmp_path: Path) -> None:
    files = {block.file: block.text for block in BLOCKS if block.file}
    for name, text in files.items():
        (tmp_path / name).write_text(text, "utf-8")
    (topics,) = (name for name, text in files.items() if "[[topic]]" in text)
    assert load_topics(tmp_path / topics) != load_topics()
    (papers,) = (name for name, text in files.items() if "[[paper]]" in text)
    profiles = load_profiles(tmp_path / papers)
    facts, _ = facts_of(Page("LWWB_A02_20250721.txt", 1, ()), profiles)
    assert (facts.slug, facts.page, facts.date) == ("lwwb", "A02", "2025-07-21")
    (table,) = (name for name in files if name.endswith(".csv"))
    reading = read_csv(tmp_path / table, (tmp_path / table).read_bytes())
    assert reading.articles
    assert not reading.problems
    assert set(next(csv.reader(files[table].splitlines()))) <= {field.name for field in fields(Article)}


def test_the_scores_are_the_floors_that_the_tests_hold() -> None:
    assert section("scores").strip() == docs.scores().strip(), REWRITE


# What it says of the packages


def test_search_may_live_inside_another_package(tmp_path: Path) -> None:
    (tmp_path / "newsroom").mkdir()
    shutil.copytree(
        docs.ROOT / "search", tmp_path / "newsroom" / "search", ignore=shutil.ignore_patterns("__pycache__")
    )
    page = (
        "```console\n$ news-index add corpus/lwrb-2025-07-21-01.txt\n```\n\n"
        "```python\nimport sys\nsys.path.insert(0, '.')\nfrom newsroom.search import open_archive\n"
        "with open_archive() as archive:\n    print(archive.search('台风').total > 0, 'search' in sys.modules)\n```\n\n"
        "```text\nTrue False\n```\n"
    )
    *_, (block, text) = docs.run(page, tmp_path)
    assert text == block.text


# The commands


def commands() -> Iterator[tuple[str, click.Command]]:
    """Both commands and their sub-commands, by what one types."""
    for name, module in docs.PROGRAMS.items():
        group = next(item for item in vars(import_module(f"{module}.group")).values() if isinstance(item, click.Group))
        yield name, group
        with click.Context(group) as ctx:
            for word in group.list_commands(ctx):
                command = group.get_command(ctx, word)
                assert command is not None
                yield f"{name} {word}", command


COMMANDS = dict(commands())


def test_the_reference_is_what_help_prints(tmp_path: Path) -> None:
    def words(text: str) -> str:
        return "".join(text.split())  # releases of click break lines in different places

    (found,) = docs.HELP.findall(PAGE)
    assert words(found) == words(docs.reference(tmp_path)), REWRITE


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_and_every_option_is_in_the_reference(name: str) -> None:
    (found,) = docs.HELP.findall(PAGE)
    _, head, text = found.partition(f"### {name}\n")
    assert head, f"no page of help for {name}"
    text = text.partition("\n### ")[0]
    with click.Context(COMMANDS[name]) as ctx:
        params = [param for param in COMMANDS[name].get_params(ctx) if isinstance(param, click.Option)]
    options = [option for param in params for option in param.opts]
    assert [option for option in options if not re.search(rf"(?<![\w-]){re.escape(option)}(?![\w-])", text)] == []


# The tree


def tracked() -> list[Path]:
    """The files of the project, relative to its root: as git knows them, or all that nothing generated."""
    if (docs.ROOT / ".git").exists():
        command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
        listed = subprocess.run(command, cwd=docs.ROOT, capture_output=True, check=True).stdout.decode("utf-8")
        return [Path(name) for name in listed.split("\0") if name and (docs.ROOT / name).exists()]
    every = (path.relative_to(docs.ROOT) for path in docs.ROOT.rglob("*") if path.is_file())
    return [path for path in every if path.parts[0] in TOP_LEVEL and not GENERATED & set(path.parts)]


def test_the_top_level_holds_what_was_laid_down() -> None:
    assert {path.parts[0] for path in tracked() if not path.parts[0].startswith(".")} == TOP_LEVEL


def test_no_file_names_a_place_on_somebodys_machine() -> None:
    place = re.compile(r"(?:^|[^\w.])/(?:work|farm|root|home|Users)/[a-zA-Z]", re.MULTILINE)
    texts = ((path, (docs.ROOT / path).read_bytes().decode("utf-8", "replace")) for path in tracked())
    assert [str(path) for path, text in texts if place.search(text)] == []
