"""Parquet: typed columns, read with the reader that DuckDB brings along, in a private connection for this file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from procedo.model.recordset import SourceSpec
from procedo.problem import refuse
from procedo.sources import Row, Sheet
from procedo.sources._column_sql import readable_cell
from procedo.sources._parquet import ROW, ParquetColumns, guarded
from procedo.table import quoted

NAME = "parquet"
ENDINGS = (".parquet", ".pq")
DENSITY = 10
BATCH = 5_000
MOST_ROWS = 2_000_000_000
LARGEST = 64 << 30
"""Bytes that a file may unpack to."""
STEEPEST = 2_000
"""How many times its size a large file may unpack to."""
PER_BYTE = 100
"""Rows for each byte of the file, above which the row count cannot be true: every record has a key of its own."""
SOURCE = "read_parquet(getvariable('file'), file_row_number = true, hive_partitioning = false) AS \"s\""


def open(
    spec: SourceSpec, path: Path
) -> Sheet:
    """Settle what the file holds; rows are read only when asked for. Raises ProblemError."""
    _refuse_other(spec, path)
    connection = guarded(lambda: _connect(path))
    rows = guarded(lambda: _rows_stated(connection, path))
    headings, names, types = guarded(lambda: _schema(connection))
    columns = ParquetColumns(connection, SOURCE, names, types, rows)
    return Sheet(_rows(connection, names, types), headings=headings, columns=columns)


def _refuse_other(spec: SourceSpec, path: Path) -> None:
    with path.open("rb") as file:
        head = file.read(4)
        size = file.seek(0, 2)
        file.seek(max(0, size - 4))
        tail = file.read(4)
    if b"PARE" in (head, tail):
        raise refuse("encrypted", "文件是加密的 Parquet；请导出未加密的", "the file is encrypted Parquet; export it without encryption")
    if head != b"PAR1":
        raise refuse(
            "not-parquet", "这不是 Parquet 文件；文本请写 kind: csv，Excel 请写 kind: xlsx",
            "this is no Parquet file; state kind: csv for text, kind: xlsx for Excel")
    if tail != b"PAR1" or size < 12:
        raise refuse("truncated", "文件不完整（末尾缺失），请重新复制", "the file is cut off at its end; copy it again")
    if spec.header is not None:
        raise refuse("no-heading-row", "Parquet 的列名不在行中，请去掉 header", "Parquet keeps its headings apart from its rows: leave header out")


def _connect(path: Path) -> Any:
    """A path is a pattern to DuckDB: what has a meaning in one goes into brackets, which no list of allowed paths knows."""
    import duckdb

    name = str(path.resolve())
    connection = duckdb.connect(":memory:", config={"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"})
    if plain := not re.search(r"[*?\[]", name):
        connection.execute("SET allowed_paths = ?", [[name]])
        connection.execute("SET enable_external_access = false")
    connection.execute("SET VARIABLE file = ?", [name if plain else re.sub(r"([*?\[])", r"[\1]", name)])
    return connection


def _rows_stated(connection: Any, path: Path) -> int:
    """How many rows there are; a file that unpacks to far more than it is, is not opened."""
    rows = connection.execute("SELECT sum(num_rows) FROM parquet_file_metadata(getvariable('file'))").fetchone()[0] or 0
    sizes = "SELECT coalesce(sum(total_uncompressed_size), 0) FROM parquet_metadata(getvariable('file'))"
    unpacked, size = connection.execute(sizes).fetchone()[0], path.stat().st_size
    steep = unpacked > 1 << 30 and unpacked > STEEPEST * size
    if not 0 <= rows <= MOST_ROWS or rows > PER_BYTE * size or steep or not 0 <= unpacked <= LARGEST:
        raise refuse("zip-bomb", "文件解压后异常巨大，未打开", "the file unpacks to something huge and was not opened")
    return int(rows)


def _schema(connection: Any) -> tuple[list[str], list[str], list[str]]:
    """Headings as the file writes them, DuckDB's names (it renames repeated ones) and its types."""
    described = connection.execute(f"DESCRIBE SELECT * FROM {SOURCE}").fetchall()
    known = [(row[0], row[1]) for row in described if row[0] != "file_row_number"]
    nodes = iter(connection.execute("SELECT name, num_children FROM parquet_schema(getvariable('file'))").fetchall())
    headings = [_named(nodes) for _ in range(next(nodes)[1] or 0)]
    names, types = [name for name, _ in known], [kind for _, kind in known]
    return (headings if len(headings) == len(names) else names), names, types


def _named(nodes: Iterator[tuple[str, int | None]]) -> str:
    """The name of the next column; what is nested in it is passed over."""
    name, inside = next(nodes)
    waiting = inside or 0
    while waiting:
        waiting += (next(nodes)[1] or 0) - 1
    return name


def _rows(connection: Any, names: list[str], types: list[str]) -> Iterator[Row]:
    cells = [readable_cell(f'"s".{quoted(name)}', kind) for name, kind in zip(names, types, strict=True)]
    converts = [convert for _, convert in cells]
    query = f"SELECT {ROW} + 1, {', '.join(sql for sql, _ in cells)} FROM {SOURCE}"
    guarded(lambda: connection.execute(query))
    while batch := guarded(lambda: connection.fetchmany(BATCH)):
        for number, *values in batch:
            yield number, [convert(value) for convert, value in zip(converts, values, strict=True)]
