"""Where do the tests get their archives? Small ones are made here, of invented articles of the invented 《澜湾日报》.

article     one article, everything but what is given left empty
issue       a dozen articles that have something of everything
memory, on_disk, engine     an engine that holds articles, in one commit for each batch
makers      engines that are closed when the test is over
found       the ids that a query finds
write_as_stock_whoosh         a document in an index of Whoosh's own
as_layout_4                   an index as it was before articles had a file of their own
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, Protocol
from zlib import crc32

from whoosh.codec.whoosh3 import STORED_COLUMN, W3Codec
from whoosh.index import TOC

from indexer.build import document
from search.article import Article, Author, to_record
from search.backends import Backend, Sort
from search.backends.memory import MemoryIndex
from search.backends.whoosh_index import WhooshIndex
from search.backends.whoosh_index.layout import STAMP, create
from search.backends.whoosh_index.storage import ArrayStorage
from search.query import parse
from search.schema import Document
from search.tree import Query


def article(id: str = "lwrb-20250701-01-01", **keys: Any) -> Article:
    """An article of these keys; `authors` may be given as `(name, role)`."""
    authors = tuple(a if isinstance(a, Author) else Author(*a) for a in keys.pop("authors", ()))
    return Article(id, authors=authors, **keys)


def issue() -> list[Article]:
    """Articles that differ in every field, with Traditional, full-width, spaced and repeated characters among them."""
    return [
        article(
            "lwrb-20250701-01-01",
            paper="澜湾日报",
            date="2025-07-01",
            page="01",
            kicker="今年第4号台风逼近",
            headline="澜湾全市停运海上客船",
            subtitle="渔船回港 景区关闭",
            authors=[("阮知秋", "记者"), ("裴 远", "通讯员")],
            dateline="本报讯",
            body="台风来了，渔业生产暂停。\n海上客船全部停运，海钓船不得出港。\n市民请勿外出。",
            topics=("台风与防汛", "渔业"),
            keywords=("台风", "停运"),
        ),
        article(
            "lwrb-20250701-01-02",
            paper="澜湾日报",
            date="2025-07-01",
            page="01",
            kind="brief",
            headline="天氣預報：颱風將至",
            authors=[("阮知秋", "摄影")],
            body="颱 風 將 至，請居民ＡＢＣ做好準備。",
            topics=("台风与防汛",),
        ),
        article(
            "lwrb-20250702-A12-01",
            paper="澜湾日报",
            date="2025-07-02",
            page="A12",
            column="民生",
            headline="孩子们笑了：哈哈哈哈",
            authors=[("阮 知 秋", "通讯员")],
            source="新华社",
            body="哈哈哈，哈哈。\n台风没有来；停运的是旧电梯。",
        ),
        article(
            "lwrb-20250715-02-01",
            paper="澜湾日报",
            date="2025-07-15",
            page="02",
            page_name="要闻",
            column="海上观察",
            headline="海钓经济怎么做",
            authors=[("龙潭客", "作者")],
            source="澜湾发布",
            body="海钓是新业态。渔业\n生产两不误。",
            topics=("渔业",),
        ),
        article(
            "lwrb-20250801-01-01",
            paper="澜湾日报",
            date="2025-08-01",
            page="1",
            headline="RISC-V芯片 v2.0 发布",
            body="用户数3.5亿，同比增长12%。\nrisc-v 社区说：Hello World！",
            topics=("科技",),
        ),
        article(
            "lwrb-20250801-01-02",
            paper="澜湾日报",
            date="2025-08-01",
            page="１",
            kind="photo",
            headline="——",
            body="图为渔港一角。",
            authors=[("阮知秋阳", "摄影")],
        ),
        article("lwrb-20251231-08-01", date="2025-12-31", page="08", paper="澜湾晚报", body="年终盘点：台风共五个。"),
        article(
            "lwrb-20260101-01-01", date="2026-01-01", page="01", headline="元旦", body="新年好。\n\n  \n新 年 好。"
        ),
        article("lwrb-undated-1", headline="没有日期的台风稿", body="来稿照登。", column="民生", source="新 华 社"),
        article("lwrb-empty"),
    ]


def memory(articles: Iterable[Article]) -> MemoryIndex:
    """Articles in memory."""
    backend = MemoryIndex()
    fill(backend, articles)
    return backend


def on_disk(directory: Path, *batches: Iterable[Article]) -> WhooshIndex:
    """A new index in a directory, with one commit for each batch. To be closed: it holds files."""
    create(directory)
    backend = WhooshIndex(directory, wait=0)
    for batch in batches:
        fill(backend, batch)
    return backend


ENGINES = ("memory", "whoosh_index")


def engine(kind: str, directory: Path, *batches: Iterable[Article]) -> Backend:
    """A new engine of one of the kinds of `ENGINES`."""
    return (
        on_disk(directory, *batches) if kind == "whoosh_index" else memory(each for batch in batches for each in batch)
    )


def settled_engine(kind: str, directory: Path) -> Backend:
    """The articles of `issue` after a life: seven commits, in which some were replaced, taken out and put back."""
    backend = engine(kind, directory)
    articles = issue()
    fill(
        backend,
        [
            replace(articles[0], headline="旧标题台风", authors=(Author("旧人", "记者"),)),
            article("lwrb-old", body="台风"),
        ],
    )
    fill(backend, [replace(each, body="旧文章台风停运") for each in articles[1:4]])
    with backend.writer() as writer:
        writer.delete(articles[1].id)
        writer.delete("lwrb-old", successor=articles[0].id)
        writer.delete("lwrb-never")
    for batch in (articles[:2], articles[2:5], articles[5:8], articles[8:]):
        fill(backend, batch)
    return backend


def write_as_stock_whoosh(writer: Any, document: Document) -> None:
    """Hands a document to Whoosh's own writer, which takes it posting by posting: in column fields, as one value."""
    fields: dict[str, Any] = {"id": [document.article.id], "live": ["1"]}
    fields["article"] = json.dumps(to_record(document.article), ensure_ascii=False)
    for prefix, terms in (
        ("chars", document.chars), ("pairs", document.pairs), ("words", document.words), ("value", document.values)
    ):  # fmt: skip
        fields |= {f"{prefix}_{name}": list(some) for name, some in terms.items() if some}
    writer.add_document(**fields)


def as_layout_4(directory: Path) -> None:
    """Makes an index of today, which nobody has open, one in which the articles are pickled and compressed in a column
    of Whoosh's."""
    storage = ArrayStorage(directory)
    toc = TOC.read(storage, "MAIN")
    for segment in toc.segments:
        reader = segment.codec().per_document_reader(storage, segment)
        file = storage.create_file(W3Codec.column_filename(segment, "_stored"))
        column = STORED_COLUMN.writer(file)
        for doc in range(segment.doc_count_all()):
            column.add(doc, reader.stored_fields(doc))
        column.finish(segment.doc_count_all())
        file.close()
        reader.close()
        written = directory / file._name
        segment.checks["_stored"] = written.stat().st_size, crc32(written.read_bytes())
        del segment.checks["_records"]
        (directory / W3Codec.column_filename(segment, "_records")).unlink()
    storage.delete_file(TOC._filename("MAIN", toc.generation))
    toc.write(storage, "MAIN")
    stamp = json.loads((directory / STAMP).read_text("utf-8"))
    (directory / STAMP).write_text(json.dumps(stamp | {"layout": 4}), "utf-8")


class Maker(Protocol):
    """Makes an engine, with one commit for each batch."""

    def __call__(self, *batches: Iterable[Article]) -> Backend:
        """The engine."""


@contextmanager
def makers(kind: str, directory: Path) -> Iterator[Maker]:
    """A maker of engines of one kind, which closes them all in the end."""
    made: list[Backend] = []

    def make(*batches: Iterable[Article]) -> Backend:
        made.append(engine(kind, directory / f"index{len(made)}", *batches))
        return made[-1]

    yield make
    for backend in made:
        backend.close()


def fill(backend: Backend, articles: Iterable[Article]) -> None:
    """Adds articles in one transaction."""
    with backend.writer() as writer:
        for each in articles:
            writer.add(document(each))


def found(backend: Backend, query: str | Query, sort: Sort = "newest", limit: int = 1000) -> list[str]:
    """The ids of the articles that a query finds, in order; the total is checked on the way."""
    tree = parse(query) if isinstance(query, str) else query
    matches = backend.search(tree, sort=sort, offset=0, limit=limit)
    assert matches.total == len(matches.found) or matches.total > limit
    return [each.id for each, _ in matches.found]
