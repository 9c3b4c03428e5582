"""SQLite, for records that are not many, and as a second opinion on others: in memory, from Python's own library."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from procedo.engines import TooLarge
from procedo.engines._integers import TIMES, SQLite64, times, times_exactly
from procedo.table import quoted

NAME = "sqlite"
DIALECT = SQLite64.__name__.lower()
OVERFLOWS = ("integer overflow", "user-defined function raised exception")
"""What SQLite says of a sum, or of a product (the only function here that can fail), that is no 64-bit integer."""


def connect() -> SQLite:
    """A private, empty database."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.execute("PRAGMA temp_store = MEMORY")
    connection.create_function(TIMES, 2, times, deterministic=True)
    _refuse_text_in_double_quotes(connection)
    return SQLite(connection)


def _refuse_text_in_double_quotes(connection: sqlite3.Connection) -> None:
    """Else SQLite takes a quoted name that no table has for a text, and a fault would look like a verdict."""
    if hasattr(connection, "setconfig"):  # Python 3.12
        connection.setconfig(sqlite3.SQLITE_DBCONFIG_DQS_DML, False)
        connection.setconfig(sqlite3.SQLITE_DBCONFIG_DQS_DDL, False)


class SQLite:
    """See `engines.Engine`."""

    def __init__(self, connection: sqlite3.Connection):
        self._connection = connection

    def exact(self) -> None:
        """From now on a product that is no 64-bit integer is refused (`TooLarge`) instead of rounded."""
        self._connection.create_function(TIMES, 2, times_exactly, deterministic=True)

    def load(self, table: str, columns: Sequence[tuple[str, str]], rows: Iterable[Sequence[Any]]) -> None:
        declared = ", ".join(f"{quoted(name)} {kind}" for name, kind in columns)
        places = ", ".join("?" for _ in columns)
        self._connection.execute("BEGIN")
        self._connection.execute(f"CREATE TABLE {quoted(table)} ({declared})")
        self._connection.executemany(f"INSERT INTO {quoted(table)} VALUES ({places})", rows)
        self._connection.execute("COMMIT")

    def create(self, table: str, select: str) -> None:
        with _exact(table):
            self._connection.execute(f"CREATE TABLE {quoted(table)} AS {select}")

    def rows(self, select: str) -> list[tuple[Any, ...]]:
        with _exact():
            return self._connection.execute(select).fetchall()

    def drop(self, table: str) -> None:
        self._connection.execute(f"DROP TABLE {quoted(table)}")

    def close(self) -> None:
        self._connection.close()


@contextmanager
def _exact(table: str = "") -> Iterator[None]:
    try:
        yield
    except sqlite3.OperationalError as error:
        if str(error) in OVERFLOWS:
            raise TooLarge(table) from error
        raise
