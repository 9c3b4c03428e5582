"""DuckDB, the engine procedo brings along: in memory, no extension is fetched, no file is read through SQL."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any
from uuid import uuid4

from procedo.engines import TooLarge
from procedo.table import quoted

NAME = "duckdb"
DIALECT = "duckdb"
SMALL = 200_000
"""Rows up to which one thread is faster: a run of many small steps spends its time planning, not scanning."""
MEMORY = 2_500
"""Megabytes that tables and queries may hold, or four fifths of the machine where that is less; the rest waits on disk."""
BATCH = 5_000
"""Rows handed over at once. They travel as JSON, which keeps quotes, line ends, NUL and empty text as they are."""

_JSON_TYPES = {"TEXT": "VARCHAR", "BIGINT": "BIGINT"}


def connect() -> DuckDB:
    """A private, empty database. What does not fit into memory goes to a folder that DuckDB removes again."""
    import duckdb

    connection = duckdb.connect(":memory:", config={
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
        "enable_external_access": "false",
        "temp_directory": str(Path(tempfile.gettempdir()) / f"procedo-{uuid4().hex}"),
    })
    if _megabytes(connection.execute("SELECT current_setting('memory_limit')").fetchone()[0]) > MEMORY:
        connection.execute(f"SET memory_limit = '{MEMORY}MB'")
    return DuckDB(connection)


def _megabytes(text: str) -> float:
    """DuckDB's own limit, four fifths of the machine's memory, as it writes it: `18.7 GiB`."""
    number, _, unit = text.partition(" ")
    return float(number) * {"TiB": 1 << 20, "GiB": 1 << 10, "MiB": 1}.get(unit, 0)


class DuckDB:
    """See `engines.Engine`."""

    def __init__(self, connection: Any):
        self._connection, self._rows, self._threads = connection, 0, 1
        self._connection.execute("SET threads = 1")
        self._connection.execute("BEGIN")

    def load(self, table: str, columns: Sequence[tuple[str, str]], rows: Iterable[Sequence[Any]]) -> None:
        declared = ", ".join(f"{quoted(name)} {kind}" for name, kind in columns)
        self._connection.execute(f"CREATE TABLE {quoted(table)} ({declared})")
        lists = ", ".join(f"unnest(from_json_strict(?, '[\"{_JSON_TYPES[kind]}\"]'))" for _, kind in columns)
        insert = f"INSERT INTO {quoted(table)} SELECT {lists}"
        waiting = iter(rows)
        while batch := list(islice(waiting, BATCH)):
            self._count(len(batch))
            self._connection.execute(insert, [json.dumps(values, ensure_ascii=False) for values in zip(*batch, strict=True)])

    def pour(self, table: str, columns: Sequence[tuple[str, str]], stream: Any) -> None:
        """Add an Arrow stream of the same columns to `table`, which is created when it is not there."""
        declared = ", ".join(f"{quoted(name)} {kind}" for name, kind in columns)
        self._connection.execute(f"CREATE TABLE IF NOT EXISTS {quoted(table)} ({declared})")
        self._connection.register("arriving", _Stream(stream))
        self._connection.execute(f'INSERT INTO {quoted(table)} SELECT * FROM "arriving"')
        self._connection.unregister("arriving")
        self._count(self._connection.execute(f"SELECT count(*) FROM {quoted(table)}").fetchone()[0])

    def match(self, table: str, select: str, pattern: str) -> None:
        """Make `table` of (`value`, `result`): the texts that `select` gives, and 1 where the whole text fits, else 0."""
        self._connection.execute(f'CREATE TABLE {quoted(table)} ("value" TEXT, "result" BIGINT)')
        fits = 'CAST(regexp_full_match("t"."value", ?) AS BIGINT)'
        self._connection.execute(f'INSERT INTO {quoted(table)} SELECT "t"."value", {fits} FROM ({select}) AS "t"("value")', [pattern])

    def repeats(self, table: str, column: str) -> bool:
        """Whether two rows have the same value."""
        name = quoted(column)
        falls = f'SELECT count(*) FROM (SELECT {name} <= lag({name}) OVER () AS "falls" FROM {quoted(table)}) WHERE "falls"'
        if not self._connection.execute(falls).fetchone()[0]:
            return False  # each is greater than the one before
        return self._repeats(table, f"hash({name})") and self._repeats(table, name)

    def _repeats(self, table: str, value: str) -> bool:
        return self._connection.execute(f"SELECT count(DISTINCT {value}) < count(*) FROM {quoted(table)}").fetchone()[0]

    def _count(self, rows: int) -> None:
        self._rows += rows
        if self._rows > SMALL and self._threads == 1:
            self._threads = os.cpu_count() or 1
            self._connection.execute(f"SET threads = {self._threads}")

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
    import duckdb

    try:
        yield
    except (duckdb.OutOfRangeException, duckdb.ConversionException) as error:
        raise TooLarge(table) from error


class _Stream:
    """What DuckDB asks of an Arrow stream, and no more: it would look into an object of its own."""

    def __init__(self, stream: Any):
        self._stream = stream

    def __arrow_c_stream__(self, requested_schema: Any = None) -> Any:
        return self._stream.__arrow_c_stream__(requested_schema)
