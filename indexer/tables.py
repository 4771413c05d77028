"""How is the database spoken to in which the ledger is kept?

In SQL, by `Tables.rows`, with the errors of SQLite turned into ours: nobody else knows them. A hundred thousand
articles are not taken in by as many statements, though. What only has to be written waits (`later`) until something is
read or kept, and is written many rows at once. And most articles are in none of the tables of the exceptions
(withdrawn, corrected, on several pages), whose ids are few: of those it is known without asking (`may_have`).
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Callable
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any

from search.errors import ArchiveBroken, ArchiveLocked

_CACHE = 64 * 1024
"""Kilobytes of it that are kept in memory: a hundred thousand articles are looked up all over it."""
_VALUES = 999
"""Of one statement: every SQLite takes so many. To put rows in together takes half the time."""


class Tables:
    """A database, as one transaction after the other.

    Args:
        path: of its file.
        tables: SQL that makes the tables that are not there yet, and sets the version.
        version: that they have.
        wait: seconds to wait for another process that is writing in it.

    Raises:
        ArchiveBroken: there is a file of that name, but no ledger of ours, or the disk refuses; so may every method.
        ArchiveLocked: another process was still writing after `wait` seconds; so may every method.
    """

    def __init__(self, path: Path, tables: str, version: int, wait: float) -> None:
        self.path = path
        self._later: defaultdict[str, list[tuple[object, ...]]] = defaultdict(list)
        self._ids: dict[str, set[str]] = {}
        self._version = 0
        self._connection = self._safely(partial(sqlite3.connect, path, timeout=max(1.0, wait)))
        try:
            found = self.rows("PRAGMA user_version")[0][0]
            if found > version:
                raise ArchiveBroken(f"{path} 是更新的版本写的，这里读不了。请升级本程序。")
            if found < version:
                self._safely(lambda: self._connection.executescript(tables))
            # Else a long transaction would shut out those who only read.
            self.rows("PRAGMA cache_spill = OFF")
            self.rows(f"PRAGMA cache_size = -{_CACHE}")
        except BaseException:
            self._connection.close()
            raise

    def rows(self, sql: str, *values: object) -> list[Any]:
        """What a statement gives."""
        self._put_in()
        rows: list[Any] = self._safely(lambda: self._connection.execute(sql, values).fetchall())
        return rows

    def later(self, what: str, *rows: tuple[object, ...]) -> None:
        """Puts in some rows, before the next statement is done by `rows`. Those that wait are put in together, so no
        two ways of it may be of one table.

        Args:
            what: `INSERT INTO …` or the like, without the values.
        """
        self._later[what] += rows

    def keep(self, table: str, id: str, *values: object) -> None:
        """Puts a row into a table of exceptions, in place of the one with this id."""
        self.rows(f"REPLACE INTO {table} VALUES ({', '.join('?' * (len(values) + 1))})", id, *values)
        if table in self._ids:
            self._ids[table].add(id)

    def may_have(self, table: str, id: str) -> bool:
        """May there be a row with this id in a table of exceptions? If not, there is none."""
        if (ids := self._ids.get(table)) is None:
            self._ids[table] = ids = {id for (id,) in self.rows(f"SELECT id FROM {table}")}
        return id in ids

    def refresh(self) -> bool:
        """Has another process written since this was asked last? Then what is known without asking is asked again."""
        before, self._version = self._version, self.rows("PRAGMA data_version")[0][0]
        if before == self._version:
            return False
        self._ids.clear()
        return True

    def commit(self) -> None:
        """Keeps what was noted."""
        self.write()
        self._safely(self._connection.commit)

    def rollback(self) -> None:
        """Takes back what was noted since the last `commit`."""
        self._later.clear()
        self._ids.clear()
        self._safely(self._connection.rollback)

    def close(self) -> None:
        """Forgets what was not kept."""
        self._connection.close()

    def write(self) -> None:
        """Puts in what waits. It is kept only by `commit`."""
        self._put_in()

    def _put_in(self) -> None:
        for what, rows in self._later.items():
            together = _VALUES // len(rows[0]) if rows else 1
            for some in (rows[at : at + together] for at in range(0, len(rows), together)):
                marks = ", ".join([f"({', '.join('?' * len(some[0]))})"] * len(some))
                every = [*chain.from_iterable(some)]
                self._safely(partial(self._connection.execute, f"{what} VALUES {marks}", every))
        self._later.clear()

    def _safely(self, action: Callable[[], Any]) -> Any:
        """Does something with the database, its errors turned into ours."""
        try:
            return action()
        except sqlite3.Error as error:
            if isinstance(error, sqlite3.OperationalError) and "locked" in str(error):
                raise ArchiveLocked(f"{self.path} 正被另一个程序写入；请等它结束再试。") from error
            if isinstance(error, sqlite3.OperationalError) and ("disk" in str(error) or "readonly" in str(error)):
                raise ArchiveBroken(f"{self.path} 写不进去（{error}）。请检查磁盘空间和权限。") from error
            raise ArchiveBroken(
                f"收稿账本 {self.path} 打不开或已损坏（{error}）。请换回备份；没有备份就删去这个文件再 add："
                "各文件会重读一遍，文章编号不变，但撤过的稿要重新 remove。"
            ) from error
