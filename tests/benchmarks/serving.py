"""Can an archive be searched while another process adds to it and takes out of it?

    python -m tests.benchmarks.serving [--seconds 60] [--articles 2000] [--threads 4] [--pause 0.2] [--seed 1]

One process adds articles, replaces some and takes others out, in one small commit after another. Four threads of this
one share an `Archive` and ask it for what is there: by relevance, with `near`, facets, folded, by date, `articles()`.
Every commit says in a counter file when it has returned; a fifth thread asks until it sees it.

Each article of the writer bears the number of the commit that took it in, and each commit takes out what the one
before last took in. So whoever reads the counter before it asks, and asks, must not be given what was taken out before
that: a deleted article would be seen. An error of any kind is counted, and so is a part of a commit without the rest.

Printed are the answers of each kind, how long they took, and how long after its commit returned a commit was seen.
"""

from __future__ import annotations

import argparse
import random
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from indexer.build import document
from search.archive import Archive, open_archive
from search.article import Article
from search.backends import connect

ROOT = Path(__file__).parents[2]
PLACES = ["渔港", "码头", "学校", "老街", "大桥", "医院", "公园", "船厂"]
DEEDS = ["停运", "开放", "改造", "验收", "启用", "关闭", "扩建", "维修"]
MARK = "新到稿件"
EACH = 3
"""Articles of a commit."""


@dataclass
class Seen:
    """What the readers saw.

    Attributes:
        took: kind of question → seconds of each answer.
        late: seconds from the return of each commit until it was seen.
        overtaken: commits whose articles had been taken out again before the watcher came to look.
        errors: exceptions.
        wrong: answers with a deleted article, or with a part of a commit.
    """

    took: dict[str, list[float]] = field(default_factory=dict)
    late: list[float] = field(default_factory=list)
    overtaken: int = 0
    errors: list[BaseException] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--articles", type=int, default=2000)
    parser.add_argument("--threads", type=int, default=4)
    parser.add_argument("--pause", type=float, default=0.2, help="seconds between two commits")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        seen = serve(Path(scratch), options.seconds, options.articles, options.threads, options.pause, options.seed)
    print("| asked | answers | median | p95 | max |\n|---|--:|--:|--:|--:|")
    for kind, took in {**dict(sorted(seen.took.items())), "a commit seen after": seen.late}.items():
        print(f"| {kind} | {len(took):,} | {' | '.join(f'{1000 * each:,.0f} ms' for each in spread(took))} |")
    print(f"\n{len(seen.errors)} errors, {len(seen.wrong)} wrong answers")
    for each in (*seen.errors[:5], *seen.wrong[:5]):
        print(f"    {each!r}")
    sys.exit(1 if seen.errors or seen.wrong or not seen.late or max(seen.late) > 1 else 0)


def spread(took: Sequence[float]) -> tuple[float, float, float]:
    """Median, 95th percentile, maximum."""
    some = sorted(took) or [0.0]
    return statistics.median(some), some[int(0.95 * (len(some) - 1))], some[-1]


def serve(scratch: Path, seconds: float, articles: int, threads: int, pause: float, seed: int) -> Seen:
    """Writes in another process and reads in this one, for so many seconds; all of it in an empty directory."""
    place, counter = scratch / "index", scratch / "counter"
    backend = connect(place, create=True)
    rng = random.Random(seed)
    with backend.writer() as writer:
        for number in range(articles):
            writer.add(document(standing(number, rng)))
    backend.close()
    counter.write_text("0 0", "utf-8")
    seen, done = Seen(), threading.Event()
    command = [sys.executable, "-W", "ignore", "-m", "tests.benchmarks.serving_writer"]
    writing = subprocess.Popen([*command, str(place), str(counter), str(seconds), str(pause)], cwd=ROOT)
    with open_archive(place) as archive:
        readers = [
            threading.Thread(target=read, args=(archive, counter, seen, done, random.Random(seed + n)))
            for n in range(threads)
        ]
        readers.append(threading.Thread(target=watch, args=(archive, counter, seen, done)))
        for reader in readers:
            reader.start()
        try:
            status = writing.wait(seconds + 120)
        finally:
            done.set()
            for reader in readers:
                reader.join()
            if writing.poll() is None:
                writing.kill()
                writing.wait()
    if status:
        seen.errors.append(RuntimeError(f"the writer ended with {status}"))
    return seen


def standing(number: int, rng: random.Random) -> Article:
    """An article that stays."""
    place, deed = rng.choice(PLACES), rng.choice(DEEDS)
    text = "".join(f"{rng.choice(PLACES)}今年{rng.choice(DEEDS)}，市民说很方便。" for _ in range(12))
    return Article(
        f"lwrb-{number:06}", paper="澜湾日报", date=f"2025-{number % 12 + 1:02}-{number % 28 + 1:02}", page="01",
        headline=f"{place}{deed}", body=text, topics=(place,),
    )  # fmt: skip


def passing(commit: int) -> list[Article]:
    """The articles that a commit takes in."""
    return [
        Article(
            f"lwrb-new-{commit}-{n}", paper="澜湾日报", date="2026-01-01", page="02", headline=f"{MARK}{commit}",
            body=f"{MARK}，渔港停运。", topics=("新到",), column=str(commit),
        )
        for n in range(EACH)
    ]  # fmt: skip


def last_commit(counter: Path) -> tuple[int, float]:
    """The number of the last commit that has returned, and when it did."""
    number, _, when = counter.read_text("utf-8").partition(" ")
    return int(number), float(when or 0)


def read(archive: Archive, counter: Path, seen: Seen, done: threading.Event, rng: random.Random) -> None:
    """Asks, question after question, and looks at what comes."""
    questions: dict[str, Callable[[], Sequence[Article]]] = {
        "relevance": lambda: [hit.article for hit in archive.search(f"{MARK} 渔港", limit=100).hits],
        "newest, folded": lambda: [h.article for h in archive.search(MARK, sort="newest", limit=100, fold=True).hits],
        "near": lambda: [h.article for h in archive.search(f"{MARK}{rng.choice(PLACES)} 没有这回事", limit=60).near],
        "facets": lambda: of_facets(archive),
        "issue": lambda: archive.issue("2026-01-01"),
        "articles()": lambda: list(archive.backend.articles()),
    }
    weights = [0.2 if kind == "articles()" else 1.0 for kind in questions]  # it reads the whole archive
    while not done.is_set():
        (kind,) = rng.choices(list(questions), weights)
        before, _ = last_commit(counter)
        began = time.perf_counter()
        try:
            given = questions[kind]()
        except BaseException as error:  # whatever it is, it is what is looked for
            seen.errors.append(error)
            continue
        seen.took.setdefault(kind, []).append(time.perf_counter() - began)
        commits = [int(each.column) for each in given if each.column]
        if old := [commit for commit in commits if commit < before - 1]:
            seen.wrong.append(f"{kind}: articles of commits {old} after commit {before}")
        if kind != "near" and any(commits.count(commit) != EACH for commit in commits):
            seen.wrong.append(f"{kind}: a part of a commit: {sorted(commits)}")


def of_facets(archive: Archive) -> list[Article]:
    """What a facet says there is, as articles of the commits that it names."""
    columns = archive.search("新到稿件", limit=0, facets=("column", "topic")).facets["column"]
    return [Article("", column=column) for column, count in columns.items() for _ in range(count)]


def watch(archive: Archive, counter: Path, seen: Seen, done: threading.Event) -> None:
    """Waits for every commit to be seen."""
    known = 0
    while not done.is_set():
        number, when = last_commit(counter)
        if number == known:
            time.sleep(0.002)
            continue
        known = number
        while archive.backend.article(passing(number)[0].id) is None:
            if last_commit(counter)[0] > number + 1:  # gone again by now, for the watcher waited behind the others
                seen.overtaken += 1
                break
            if time.time() - when > 10:
                seen.wrong.append(f"commit {number} was never seen")
                break
        else:
            seen.late.append(time.time() - when)


if __name__ == "__main__":
    main()
