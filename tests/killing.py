"""What is left of an index when whoever writes it is killed?

A program writes an index again and again, and notes before each commit, in a file beside it, what the commit will hold.
It is killed at a random moment. Then the index must open, hold exactly what was committed last (or what the commit that
was under way would have held), and take the next commit.
"""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

from search.backends.whoosh_index import WhooshIndex
from search.tree import Everything, Literal

from .archives import article, fill

ROOT = Path(__file__).parents[1]
TEXTS = ("台风停运", "渔业生产", "老街小学")

WRITER = """
import random, sys
from pathlib import Path
from search.backends import rebuilding
from search.backends.whoosh_index import WhooshIndex, transaction
from indexer.build import document
from tests.killing import note, of_number

transaction.FULL = 400  # several segments, and a merge, in every commit
chance, index, told = random.Random(int(sys.argv[3])), Path(sys.argv[1]), Path(sys.argv[2])
held = {each.id: each.body for each in WhooshIndex(index).articles()}
for turn in range(10_000):
    if chance.random() < 0.15:
        with rebuilding(index) as made:
            made.fill(map(document, made.old.articles()), made.old.departures())
            made.swap()
        continue
    some = [of_number(chance.randrange(60), turn) for _ in range(chance.randint(1, 12))]
    gone = [f"lwrb-{chance.randrange(60):02}" for _ in range(chance.randint(0, 3))]
    backend = WhooshIndex(index)
    with backend.writer(apart=chance.random() < 0.1) as writer:
        for id in gone:
            writer.delete(id)
            held.pop(id, None)
        for each in some:
            writer.add(document(each))
            held[each.id] = each.body
        note(told, held)
    backend.close()
"""


def of_number(number: int, turn: int) -> object:
    """An article that says when it was written."""
    return article(f"lwrb-{number:02}", date="2025-07-01", body=f"{TEXTS[number % 3]}第{turn}回。" * 3)


def note(told: Path, held: dict[str, str]) -> None:
    """Writes down what will be there: one line for each commit, whole or not at all."""
    with told.open("a", encoding="utf-8") as file:
        file.write(json.dumps(held, ensure_ascii=False) + "\n")


def kill_and_look(index: Path, told: Path, seed: int, times: int) -> int:
    """Kills a writer some times, each time at another moment, and looks what is left.

    Returns:
        How often a commit was under way and had not been made.
    """
    chance, undone = random.Random(seed), 0
    for turn in range(times):
        told.write_text("", "utf-8")
        before = {each.id: each.body for each in _opened(index).articles()}
        note(told, before)
        process = subprocess.Popen(
            [sys.executable, "-W", "ignore", "-c", WRITER, index, told, str(seed * 1000 + turn)], cwd=ROOT
        )
        try:
            _wait_for_a_commit(process, told)
            time.sleep(chance.uniform(0, 0.25))
        finally:
            os.kill(process.pid, signal.SIGKILL)
            process.wait()
        written = told.read_text("utf-8", errors="replace")  # the last line may be half of one
        expected = [json.loads(line) for line in written.splitlines() if line.endswith("}")]
        undone += check(index, expected)
    return undone


def check(index: Path, expected: list[dict[str, str]]) -> bool:
    """Is the index whole, and does it hold the last of what is expected, or the one before? True for the one before."""
    from search.backends import connect

    backend = connect(index, create=True)  # finishes what a rebuild began
    held = {each.id: each.body for each in backend.articles()}
    assert held in expected[-2:], (sorted(held), [sorted(each) for each in expected[-2:]])
    backend.check()
    matches = backend.search(Everything(), sort="newest", offset=0, limit=100)
    assert matches.total == len(held)
    for text in TEXTS:
        found = backend.search(Literal(text), sort="relevance", offset=0, limit=100)
        assert {each.id for each, _ in found.found} == {id for id, body in held.items() if text in body}
    fill(backend, [article("lwrb-after", body="海钓")])
    assert backend.search(Literal("海钓"), sort="newest", offset=0, limit=1).total == 1
    with backend.writer() as writer:
        writer.delete("lwrb-after")
    backend.close()
    return held != expected[-1]


def _opened(index: Path) -> WhooshIndex:
    backend = WhooshIndex(index)
    backend.close()
    return backend


def _wait_for_a_commit(process: subprocess.Popen[bytes], told: Path) -> None:
    """The program takes a while to start."""
    until = time.monotonic() + 60
    while len(told.read_text("utf-8", errors="replace").splitlines()) < 2:
        if process.poll() is not None or time.monotonic() > until:
            raise AssertionError("the writer wrote nothing")
        time.sleep(0.01)
