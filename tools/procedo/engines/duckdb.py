"""DuckDB, the engine procedo brings along: in memory, no extension is fetched, no file is read through SQL."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable, Sequence
from itertools import islice
from pathlib import Path
from typing import Any
from uuid import uuid4

from procedo.table import quoted

NAME = "duckdb"
DIALECT = "duckdb"
BATCH = 5_000
"""Rows handed over at once. They travel as JSON, which keeps quotes, line ends, NUL and empty text as they are."""

_JSON_TYPES = {"TEXT": "VARCHAR", "BIGINT": "BIGINT"}


def connect() -> DuckDB:
    """A private, empty database. What does not fit into memory goes to a folder that DuckDB removes again."""
    import duckdb

    return DuckDB(duckdb.connect(":memory:", config={
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
        "enable_external_access": "false",
        "temp_directory": str(Path(tempfile.gettempdir()) / f"procedo-{uuid4().hex}"),
    }))


class DuckDB:
    """See `engines.Engine`."""

    def __init__(self, connection: Any):
        self._connection = connection

    def load(self, table: str, columns: Sequence[tuple[str, str]], rows: Iterable[Sequence[Any]]) -> None:
        declared = ", ".join(f"{quoted(name)} {kind}" for name, kind in columns)
        self._connection.execute(f"CREATE TABLE {quoted(table)} ({declared})")
        lists = ", ".join(f"unnest(from_json_strict(?, '[\"{_JSON_TYPES[kind]}\"]'))" for _, kind in columns)
        insert = f"INSERT INTO {quoted(table)} SELECT {lists}"
        waiting = iter(rows)
        while batch := list(islice(waiting, BATCH)):
            self._connection.execute(insert, [json.dumps(values, ensure_ascii=False) for values in zip(*batch, strict=True)])

    def create(self, table: str, select: str) -> None:
        self._connection.execute(f"CREATE TABLE {quoted(table)} AS {select}")

    def rows(self, select: str) -> list[tuple[Any, ...]]:
        return self._connection.execute(select).fetchall()

    def close(self) -> None:
        self._connection.close()
