"""How is the README kept true? Its blocks are run, and what they show is compared with what comes out.

    sh                the two blocks for a fresh machine; `.ci/run` runs them word for word, in fresh environments
    console           lines that begin with `$ ` are commands, the others what they print, standard error included
    python            a program; a `text` block right behind it is what it prints
    <!-- file: x -->  before a block of any kind: the block is that file
    <!-- help:begin --> … <!-- help:end -->      what `--help` prints, of both commands and all their sub-commands
    <!-- scores:begin --> … <!-- scores:end -->  the floors of `floors.json`, below which `test_gate.py` fails

Blocks run in the order of the page, in one directory that has `corpus/` in it and nothing else. Times, sizes and the
identity of a process differ from run to run: see `settled`.

    python -m tests.docs             says which blocks show something else than what comes out
    python -m tests.docs --write     writes what comes out into README.md
    python -m tests.docs --block 1   prints the first `sh` block

Only the standard library is imported here: `.ci/run` asks for the blocks before anything is installed.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
PROGRAMS = {"news-index": "indexer.commands", "news-search": "search.commands"}
HELP = re.compile(r"(?<=<!-- help:begin -->\n).*?(?=<!-- help:end -->)", re.DOTALL)
SETS = {
    "corpus": "`corpus/`, 24 pages",
    "random": "the same, spoiled at random in 24 ways",
    "shared": "three pages of a real daily",
    "printed": "two of them as PDF",
}
SCORES = re.compile(HELP.pattern.replace("help", "scores"), re.DOTALL)
FLOORS = Path(__file__).with_name("floors.json")

_FENCE = re.compile(
    r"(?:^<!-- file: (?P<file>\S+) -->\n)?^```(?P<kind>\w+)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL
)
_LISTED = re.compile(r"^  ([a-z]+)  ", re.MULTILINE)
_UNSETTLED = (
    (re.compile(r"用时(?: [\d.]+ (?:毫秒|秒)|不到 1 毫秒)"), "用时 …"),
    (re.compile(r"(?<=\"took_ms\":) ?[\d.]+"), "…"),
    (re.compile(r"[\d.]+ MB"), "… MB"),
    (re.compile(r" +$", re.MULTILINE), ""),
)


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block of the README.

    Attributes:
        kind: the word behind the fence.
        text: what stands in it.
        begin, end: where the text begins and ends in the README, in characters.
        line: the line of the README on which it begins.
        file: the name of the file that it is, else empty.
    """

    kind: str
    text: str
    begin: int
    end: int
    line: int
    file: str = ""


def blocks(page: str) -> list[Block]:
    """The fenced blocks of a page, in order."""
    found = []
    for match in _FENCE.finditer(page):
        begin, end = match.span("text")
        line = page.count("\n", 0, begin) + 1
        found.append(Block(match["kind"], match["text"], begin, end, line, match["file"] or ""))
    return found


def steps(block: Block) -> list[str]:
    """The commands of an `sh` block that need nothing but the two commands: without those that install."""
    commands = (command.strip() for line in block.text.splitlines() for command in line.split("&&"))
    return [command for command in commands if command.startswith(tuple(PROGRAMS))]


def run(page: str, directory: Path) -> Iterator[tuple[Block, str]]:
    """Runs the blocks of a page, and gives every block that shows what is printed, with what was printed.

    Args:
        page: the text of the README.
        directory: an empty directory to run them in.
    """
    shutil.copytree(ROOT / "corpus", directory / "corpus")
    env = environment(directory / ".bin")
    printed: str | None = None
    for block in blocks(page):
        before, printed = printed, None
        if block.file:
            (directory / block.file).write_text(block.text, "utf-8")
        elif block.kind == "sh":
            for step in steps(block):
                output(["bash", "-c", step], directory, env)
        elif block.kind == "console":
            yield block, session(block.text, directory, env)
        elif block.kind == "python":
            printed = output([sys.executable, "-W", "ignore", "-c", block.text], directory, env)
        elif block.kind == "text" and before is not None:
            yield block, before
    shutil.rmtree(directory / ".bin")


def session(text: str, directory: Path, env: dict[str, str]) -> str:
    """The commands of a console block with what they print."""
    commands = [line for line in text.splitlines() if line.startswith("$ ")]
    return "".join(f"{line}\n{output(['bash', '-c', line[2:]], directory, env)}" for line in commands)


def output(command: Sequence[str], directory: Path, env: dict[str, str]) -> str:
    """What a program prints, standard error included, as text that ends with a line feed."""
    done = subprocess.run(
        command, cwd=directory, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        timeout=300, check=False,
    )  # fmt: skip
    text = done.stdout.decode("utf-8")
    return text if text.endswith("\n") or not text else text + "\n"


def environment(bin: Path) -> dict[str, str]:
    """The environment of a reader who has installed this very tree, in a terminal 80 columns wide.

    Args:
        bin: a directory to put the two commands in.
    """
    bin.mkdir(parents=True)
    for name, module in PROGRAMS.items():
        code = f"import sys; sys.argv[0] = '{name}'; from {module} import main; main()"
        (bin / name).write_text(f'#!/bin/sh\nexec "{sys.executable}" -W ignore -c "{code}" "$@"\n', "utf-8")
        (bin / name).chmod(0o755)
    env = {name: value for name, value in os.environ.items() if name not in ("NEWS_ARCHIVE", "PYTHONWARNINGS")}
    here = {"PATH": f"{bin}{os.pathsep}{env.get('PATH', os.defpath)}", "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    return env | here | {"COLUMNS": "80", "NO_COLOR": "1", "LC_ALL": "C.UTF-8"}


def settled(text: str) -> str:
    """The text without what differs from run to run: times, sizes, blanks at line ends."""
    for pattern, instead in _UNSETTLED:
        text = pattern.sub(instead, text)
    return text


def reference(directory: Path) -> str:
    """The help of both commands and all their sub-commands, as Markdown.

    Args:
        directory: an empty directory to work in.
    """
    env = environment(directory / ".bin")
    pages = []
    for name in PROGRAMS:
        main = output([name, "--help"], directory, env)
        for words in ([name], *([name, command] for command in _LISTED.findall(main))):
            help = main if len(words) == 1 else output([*words, "--help"], directory, env)
            pages.append(f"### {' '.join(words)}\n\n```text\n{settled(help).strip()}\n```\n")
    shutil.rmtree(directory / ".bin")
    return "\n" + "\n".join(pages) + "\n"


def scores() -> str:
    """The floors under the splitting of pages, as a table."""
    floors = json.loads(FLOORS.read_text("utf-8"))
    measures = list(dict.fromkeys(key for row in floors.values() for key in row))
    lines = [f"| | {' | '.join(measures)} |", "|---|" + "--:|" * len(measures)]
    for name, row in floors.items():
        cells = (f"{row[key]:.3f}" if key in row else "" for key in measures)
        lines.append(f"| {SETS.get(name, name)} | {' | '.join(cells)} |")
    return "\n" + "\n".join(lines) + "\n\n"


def rewritten(page: str) -> str:
    """The page with what comes out of its blocks today; what is the same but for times stays as it is."""
    with tempfile.TemporaryDirectory() as scratch:
        (Path(scratch) / "help").mkdir()
        help = reference(Path(scratch) / "help")
        page = SCORES.sub(lambda _: scores(), HELP.sub(lambda _: help, page))
        (Path(scratch) / "session").mkdir()
        changed = [
            replace(block, text=printed)
            for block, printed in run(page, Path(scratch) / "session")
            if settled(printed) != settled(block.text)
        ]
    for block in reversed(changed):
        page = page[: block.begin] + block.text + page[block.end :]
    return page


def main() -> int:
    """See the docstring of the module."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--block", type=int, metavar="N")
    options = parser.parse_args()
    page = README.read_text("utf-8")
    if options.block:
        print([block for block in blocks(page) if block.kind == "sh"][options.block - 1].text, end="")
        return 0
    new = rewritten(page)
    if options.write:
        README.write_text(new, "utf-8")
        return 0
    from difflib import unified_diff

    sys.stdout.writelines(unified_diff(page.splitlines(True), new.splitlines(True), "README.md", "what comes out"))
    return int(new != page)


if __name__ == "__main__":
    sys.exit(main())
