"""Whatever is added, replaced, taken out, rebuilt and reopened, in whatever order: is the answer that of `memory`?

A machine of hypothesis makes up the order. An index on disk, written by one `WhooshIndex` and searched through another
that stays open, is held against `MemoryIndex` after every step; so are its answers to several threads at once.
"""

from __future__ import annotations

import shutil
import tempfile
import threading
from collections.abc import Iterable
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from indexer.build import document
from search.article import Article
from search.backends import SORTS, Backend, rebuilding
from search.backends.memory import MemoryIndex
from search.backends.whoosh_index import WhooshIndex
from search.backends.whoosh_index.layout import create
from search.query import parse
from search.tree import AtLeast, Filter, Query, Word

from .archives import article

IDS = [f"lwrb-{n}" for n in range(8)]
TEXTS = ["台风来了。渔船回港", "颱風，停运", "渔业生产", "海上客船停运", "哈哈哈", "学生放假", "风来"]
FACETS = ("topic", "page", "author", "month")
QUERIES: list[Query] = [
    *map(
        parse,
        ["", "台风", "风", "风来了", "渔业生产", "台风 停运", "台风 OR 哈哈", "-台风", "标题:台风",
         "记者:阮知秋", "主题:渔业",
         "版:1", "日期:2025-07", '"台风 渔船"~3', '"风 来"~2', "渔*", "-渔* 停运"],
    ),
    Word("台风"),
    AtLeast(2, (parse("台风"), parse("停运"), parse("渔船"))),
    Filter(parse("台风")),
]  # fmt: skip

articles = st.builds(
    lambda id, head, body, date, page, topics, author, same: article(
        id,
        headline=head,
        body=body,
        date=date,
        page=page,
        topics=tuple(topics),
        authors=author,
        same_as="" if same == id else same,
    ),
    st.sampled_from(IDS),
    st.sampled_from(["", *TEXTS]),
    st.lists(st.sampled_from(TEXTS), max_size=3).map("\n".join),
    st.sampled_from(["", "2025-07-01", "2025-07-02", "2025-08-01"]),
    st.sampled_from(["", "01", "A2"]),
    st.lists(st.sampled_from(["渔业", "台风"]), max_size=2, unique=True),
    st.sampled_from([[], [("阮知秋", "记者")], [("阮知秋", "摄影"), ("裴远", "记者")]]),
    st.sampled_from(["", "", "lwrb-0"]),
)
batches = st.lists(articles, min_size=1, max_size=4)


class Interleaving(RuleBasedStateMachine):
    """An index on disk and `memory`, changed alike."""

    @initialize()
    def begin(self) -> None:
        self.scratch = Path(tempfile.mkdtemp(prefix="interleaving"))
        self.place = self.scratch / "index"
        create(self.place)
        self.memory = MemoryIndex()
        self.writing, self.reading = WhooshIndex(self.place, wait=5), WhooshIndex(self.place)

    def teardown(self) -> None:
        if hasattr(self, "place"):
            self.writing.close()
            self.reading.close()
            shutil.rmtree(self.scratch)

    @rule(batch=batches)
    def add(self, batch: list[Article]) -> None:
        """Some of them take the place of others, of earlier commits or of this one."""
        for backend in self.both():
            put(backend, batch)

    @rule(some=st.lists(st.sampled_from(IDS), min_size=1, max_size=3), successor=st.sampled_from([None, *IDS]))
    def remove(self, some: list[str], successor: str | None) -> None:
        for backend in self.both():
            with backend.writer() as writer:
                for id in some:
                    writer.delete(id, successor)

    @rule(batch=batches, id=st.sampled_from(IDS), first=st.booleans())
    def change(self, batch: list[Article], id: str, first: bool) -> None:
        """Adds and takes out in one transaction."""
        for backend in self.both():
            with backend.writer() as writer:
                if first:
                    writer.delete(id)
                for each in batch:
                    writer.add(document(each))
                if not first:
                    writer.delete(id)

    @rule(batch=batches, id=st.sampled_from(IDS))
    def fail(self, batch: list[Article], id: str) -> None:
        for backend in self.both():
            try:
                with backend.writer() as writer:
                    writer.delete(id)
                    for each in batch:
                        writer.add(document(each))
                    raise KeyError
            except KeyError:
                pass

    @rule(batch=batches, times=st.integers(6, 12))
    def many_commits(self, batch: list[Article], times: int) -> None:
        """Enough to have Whoosh merge segments."""
        for backend in self.both():
            for n in range(times):
                put(backend, [batch[n % len(batch)]])

    @rule()
    def rebuild(self) -> None:
        with rebuilding(self.place, wait=5) as made:
            made.fill(map(document, made.old.articles()), made.old.departures())
            made.swap()

    @rule()
    def rebuild_in_vain(self) -> None:
        with rebuilding(self.place, wait=5) as made:
            made.fill(map(document, made.old.articles()), made.old.departures())

    @rule()
    def reopen(self) -> None:
        for backend in (self.writing, self.reading):
            backend.close()
        self.writing, self.reading = WhooshIndex(self.place, wait=5), WhooshIndex(self.place)

    @rule()
    def close(self) -> None:
        """What is closed opens again when it is asked."""
        self.reading.close()

    @precondition(lambda self: self.memory.size() > 0)
    @rule(batch=batches)
    def search_from_threads(self, batch: list[Article]) -> None:
        """While another thread commits the answer is that of before or that of after."""
        before = [answer(self.memory, query) for query in QUERIES]
        put(self.memory, batch)
        after = [answer(self.memory, query) for query in QUERIES]
        wrong: list[object] = []

        def ask(start: int) -> None:
            for n in range(start, start + 8):
                query = n * 5 % len(QUERIES)
                try:
                    if (given := answer(self.reading, QUERIES[query])) not in (before[query], after[query]):
                        wrong.append((str(QUERIES[query]), given))
                except Exception as error:
                    wrong.append(error)

        threads = [threading.Thread(target=ask, args=(n,)) for n in range(3)]
        for thread in threads:
            thread.start()
        try:
            put(self.writing, batch)
        finally:
            for thread in threads:
                thread.join()
        assert wrong == []

    @invariant()
    def agrees(self) -> None:
        """Sets, totals, the newest in pages, facets, groups, and what is listed."""
        if not hasattr(self, "place"):
            return
        for query in QUERIES:
            ours = answer(self.reading, query)
            assert ours == answer(self.memory, query), str(query)
            assert pages(self.reading, query) == pages(self.memory, query), str(query)
            assert set(ours[1]) <= {each.id for each in self.memory.articles()}
            for backend in (self.writing, self.reading):
                relevant = backend.search(query, sort="relevance", offset=0, limit=100)
                assert sorted(each.id for each, _ in relevant.found) == sorted(ours[1])
        assert by_id(self.reading.articles()) == by_id(self.memory.articles())
        assert dict(self.reading.departures()) == dict(self.memory.departures())
        for id in IDS:
            assert self.reading.article(id) == self.memory.article(id)
            assert self.reading.departed(id) == self.memory.departed(id)
        for field in FACETS:
            assert list(self.reading.terms(field, "")) == list(self.memory.terms(field, ""))

    def both(self) -> tuple[Backend, Backend]:
        return self.writing, self.memory


def put(backend: Backend, batch: Iterable[Article]) -> None:
    with backend.writer() as writer:
        for each in batch:
            writer.add(document(each))


def answer(backend: Backend, query: Query) -> tuple[int, list[str], object, object]:
    """All of one commit that has one right answer, of one search."""
    matches = backend.search(query, sort="newest", offset=0, limit=100, facets=FACETS)
    return matches.total, [each.id for each, _ in matches.found], matches.found, matches.facets


def pages(backend: Backend, query: Query) -> list[object]:
    made: list[object] = []
    for sort in SORTS[1:]:
        for fold in (False, True):
            some = [backend.search(query, sort=sort, offset=at, limit=3, fold=fold) for at in range(0, 9, 3)]
            made.append([(page.total, page.found, page.folded) for page in some])
    return made


def by_id(some: Iterable[Article]) -> list[Article]:
    return sorted(some, key=lambda each: each.id)


TestInterleaving = Interleaving.TestCase
TestInterleaving.settings = settings(
    max_examples=8, stateful_step_count=12, deadline=None, suppress_health_check=list(HealthCheck)
)
