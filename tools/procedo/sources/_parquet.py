"""Columns of a Parquet file, normalised inside DuckDB's reader. Values are never pasted: they travel as variables."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from operator import itemgetter
from os.path import commonprefix
from typing import Any

from procedo.problem import refuse
from procedo.sources import Cell
from procedo.sources import _column_sql as column_sql
from procedo.sources._column_sql import Plan
from procedo.sources._columns import Constant, Known, Point, Scaled, Tally, Trimmed, Wanted, Way
from procedo.table import FUTURE_DATED, NOT_YET, UNREADABLE, quoted

ROW = '"s"."file_row_number"'


def guarded(act: Callable[[], Any]) -> Any:
    """What DuckDB cannot read is a problem of the file; memory is not."""
    import duckdb

    try:
        return act()
    except (duckdb.OutOfMemoryException, duckdb.InterruptException):
        raise
    except duckdb.Error as error:
        text = str(error).strip().splitlines()[0][:200]
        raise refuse(
            "bad-parquet", f"Parquet 文件无法读取（{text}）；请重新导出", f"the Parquet file cannot be read ({text}); export it again") from None


class ParquetColumns:
    """See `sources._columns.Columns`. `source` is the table expression that reads the file."""

    def __init__(self, connection: Any, source: str, names: Sequence[str], types: Sequence[str], rows: int):
        self._connection, self._source, self._names, self._types, self.rows = connection, source, names, types, rows
        self.kinds = [column_sql.kind_of(kind) for kind in types]
        self._plans: dict[tuple[int, str], tuple[Way, Plan]] = {}
        self._clean: dict[int, bool] = {}
        self._known_bounds: dict[int, tuple[str, str] | None] = {}
        self._variables: dict[tuple[type, Any], str] = {}

    def suits(self, column: int, way: Way) -> bool:
        kind = self.kinds[column]
        match way:
            case Trimmed():
                return kind in ("text", "integer")
            case Scaled():
                return kind in ("integer", "decimal") and self._fits(column, way) or kind == "float" and self._floats(column, way)
            case Point():
                return kind in ("date", "moment", "zoned")
            case Known() | Constant():
                return True
        return kind == "boolean"

    def distinct(self, column: int, most: int) -> list[tuple[str, Cell]] | None:
        cell = self._cell(column)
        readable, convert = column_sql.readable_cell(cell, self._types[column])
        query = f"SELECT DISTINCT CAST({cell} AS VARCHAR), {readable} FROM {self._source} WHERE {cell} IS NOT NULL LIMIT {most + 1}"
        found = self._rows(query)
        return None if len(found) > most else sorted(((name, convert(value)) for name, value in found), key=itemgetter(0))

    def midnight(self, column: int, zone: str) -> bool:
        kind = self.kinds[column]
        seconds = column_sql.seconds(self._on(column, zone), kind)
        return kind == "date" or not self._rows(f"SELECT 1 FROM {self._source} WHERE {seconds} % {column_sql.DAY} <> 0 LIMIT 1")

    def tally(self, wanted: Sequence[Wanted]) -> list[Tally]:
        self._look_for_odd_texts(wanted)
        plans = [self._plan(w) for w in wanted]
        parts = [part for plan in plans for part in column_sql.counts(plan)]
        counts = iter(self._rows(f"SELECT {', '.join(parts)} FROM {self._from(plans)}")[0] if parts else ())
        return [self._tally(plan, counts) for plan in plans]

    def _tally(self, plan: Plan, counts) -> Tally:
        filled = next(counts)
        states = {state: count for state in (UNREADABLE, FUTURE_DATED, NOT_YET) if (count := next(counts))} if plan.state else {}
        return Tally(self.rows - filled - sum(states.values()), states, next(counts) if plan.trimmed else 0)

    def heads(self, most: int) -> list[str]:
        if not self.kinds or self._always_with_digit(0):
            return []
        cells = [self._cell(column) for column in range(len(self.kinds))]
        texts = ", ".join(f"nullif(CAST({cell} AS VARCHAR), '')" for cell in cells[: 1 if self._full(0) else None])
        maybe = "head IS NULL OR ascii(head) <= 32 OR ascii(head) IN (160, 12288) OR NOT regexp_matches(head, '[0-9]')"
        query = f"SELECT DISTINCT coalesce(head, '') FROM (SELECT coalesce({texts}) AS head FROM {self._source}) WHERE {maybe} LIMIT {most}"
        return [head for (head,) in self._rows(query)]

    def divides(self, wanted: Wanted, by: int) -> bool:
        plan = self._plan(wanted)
        return not self._rows(f"SELECT 1 FROM {self._from([plan])} WHERE ({plan.value}) % {by} <> 0 LIMIT 1")

    def broken(self, wanted: Wanted) -> list[tuple[int, int, Cell]]:
        plan = self._plan(wanted)
        if plan.state is None or isinstance(wanted.way, Constant):
            return []
        readable, convert = column_sql.readable_cell(self._cell(wanted.column), self._types[wanted.column])
        found = self._rows(
            f"SELECT {ROW}, {plan.state}, {readable} FROM {self._from([plan])} WHERE {plan.state} IN ({UNREADABLE}, {FUTURE_DATED}) ORDER BY 1")
        return [(row, why, convert(cell)) for row, why, cell in found]

    def pour(
        self, wanted: Sequence[Wanted], key: Sequence[str], states: set[str], first: int, file: int, take: Callable[[Any], None]
    ) -> None:
        plans = {w.name: self._plan(w) for w in wanted}
        parts = [f"({plans[name].value})" for name in key]
        columns = [
            f"{ROW} + {first + 1} AS \"_row\"", f"{' || chr(32) || chr(47) || chr(32) || '.join(parts)} AS \"_key\"",
            f"CAST({file} AS BIGINT) AS \"_file\"", f"{ROW} + 1 AS \"_line\"",
        ]
        for w in wanted:
            columns.append(f"{plans[w.name].value} AS {quoted(w.name)}")
            if w.name in states:
                columns.append(f"CAST({plans[w.name].state or 0} AS BIGINT) AS {quoted(w.name + '!')}")
        guarded(lambda: take(self._connection.sql(f"SELECT {', '.join(columns)} FROM {self._from(plans.values())}")))

    # what the file's statistics tell without reading a cell

    def _bounds(self, column: int) -> tuple[str, str] | None:
        """The least and the greatest text, None where all are empty."""
        if column not in self._known_bounds:
            cell = self._cell(column)
            least, greatest = self._rows(f"SELECT min({cell}), max({cell}) FROM {self._source}")[0]
            self._known_bounds[column] = None if least is None else (least, greatest)
        return self._known_bounds[column]

    def _full(self, column: int) -> bool:
        """Whether no cell is empty."""
        filled = self._rows(f"SELECT count({self._cell(column)}) FROM {self._source}")[0][0]
        return filled == self.rows and (self.kinds[column] != "text" or (self._bounds(column) or ("",))[0] > "")

    def _always_with_digit(self, column: int) -> bool:
        """Whether each cell has a digit: all texts begin as the least and the greatest do."""
        if self.kinds[column] == "text":
            shared = commonprefix(self._bounds(column) or ("",))
            return any("0" <= c <= "9" for c in shared) and ord(shared[0]) > 32 and shared[0] not in "\u00a0\u3000" and self._full(column)
        return self.kinds[column] in ("integer", "decimal", "date", "moment", "zoned") and self._full(column)

    # how a column becomes what is wanted

    def _plan(self, wanted: Wanted) -> Plan:
        made = self._plans.get((wanted.column, wanted.name))
        if made is None or made[0] is not wanted.way:
            made = self._plans[wanted.column, wanted.name] = wanted.way, self._planned(wanted)
        return made[1]

    def _planned(self, wanted: Wanted) -> Plan:
        column, way = wanted.column, wanted.way
        if isinstance(way, Constant):
            return self._constant(way)
        cell, kind = self._cell(column), self.kinds[column]
        match way:
            case Trimmed():
                return column_sql.text(cell, way.blanks) if kind == "text" and not self._clean.get(column) else Plan(f"CAST({cell} AS VARCHAR)")
            case Scaled():
                return self._number(cell, column, way)
            case Point():
                on = self._on(column, way.zone)
                return column_sql.point(column_sql.seconds(on, kind) if way.seconds else column_sql.days(on), cell, way)
            case Known():
                return self._known(cell, wanted.name, way)
        return Plan(f"CAST({cell} AS BIGINT)")

    def _number(self, cell: str, column: int, way: Scaled) -> Plan:
        if self.kinds[column] == "float":
            return Plan(f"CAST(round({cell} * {10 ** (way.scale - way.surplus)}) AS BIGINT)")
        decimals, largest = self._size(column)
        if decimals <= way.scale and largest * way.factor * 10**way.scale < column_sql.SAFE:
            times = way.factor * 10 ** (way.scale - way.surplus)
            wide = f"CAST({cell} AS DECIMAL(18, {decimals}))" if decimals else f"CAST({cell} AS BIGINT)"
            return Plan(f"CAST({wide} * {times} AS BIGINT)")
        return column_sql.exactly(cell, decimals, way)

    def _size(self, column: int) -> tuple[int, int]:
        """Decimals of a number's type, and the largest amount of its units that a cell holds."""
        cell, decimals = self._cell(column), column_sql.precision(self._types[column])[1]
        low, high = self._rows(f"SELECT min({cell}), max({cell}) FROM {self._source}")[0]
        return decimals, 0 if low is None else int(max(abs(low), abs(high)).__mul__(10**decimals))

    def _fits(self, column: int, way: Scaled) -> bool:
        digits, decimals = column_sql.precision(self._types[column])
        return decimals <= 18 and digits + len(str(way.factor)) + max(way.scale - decimals, 0) <= column_sql.WIDEST

    def _floats(self, column: int, way: Scaled) -> bool:
        """Whether each float is exactly what a decimal of at most 15 digits and `scale` decimals gives."""
        cell = self._cell(column)
        whole = f"round({cell} * {10**way.scale})"
        exact = f"isfinite({cell}) AND abs({whole}) < {column_sql.EXACT} AND {whole} / {10**way.scale} = {cell}"
        return way.factor == 1 and not self._rows(
            f"SELECT 1 FROM {self._source} WHERE {cell} IS NOT NULL AND NOT ({exact}) LIMIT 1")

    def _constant(self, way: Constant) -> Plan:
        name = self._variable(way.value)
        return Plan(f"CAST({name} AS {'VARCHAR' if way.text else 'BIGINT'})", str(int(way.state)) if way.state else None)

    def _on(self, column: int, zone: str) -> str:
        """A moment with an offset on the clock of a zone; other points in time are what they are."""
        cell = self._cell(column)
        return f"timezone({self._variable(zone)}, {cell})" if self.kinds[column] == "zoned" else cell

    def _variable(self, value: Any) -> str:
        name = self._variables.setdefault((type(value), value), f"v{len(self._variables)}")
        self._connection.execute(f"SET VARIABLE {name} = ?", [value])
        return f"getvariable('{name}')"

    def _known(self, cell: str, name: str, way: Known) -> Plan:
        of, kind = quoted(f"known {name}"), "VARCHAR" if way.text else "BIGINT"
        columns = [list(way.meanings), *([m[i] for m in way.meanings.values()] for i in range(3))]
        types = ("VARCHAR", kind, "BIGINT", "BOOLEAN")
        lists = ", ".join(f"unnest(from_json_strict(?, '[\"{t}\"]')) AS {n}" for t, n in zip(types, ("cell", "value", "state", "trimmed"), strict=True))
        self._connection.execute(
            f"CREATE OR REPLACE TEMP TABLE {of} AS SELECT {lists}", [json.dumps(c, ensure_ascii=False) for c in columns])
        clean = not any(m.state for m in way.meanings.values())
        trimmed = any(m.trimmed for m in way.meanings.values())
        return Plan(
            f"{of}.value", None if clean else f"coalesce({of}.state, 0)", f"{of}.trimmed" if trimmed else None,
            f"LEFT JOIN {of} ON {of}.cell = CAST({cell} AS VARCHAR)")

    def _look_for_odd_texts(self, wanted: Sequence[Wanted]) -> None:
        """Most text columns hold nothing to trim and no error word: finding that out once saves work on every cell."""
        texts = {w.column: w.way.blanks for w in wanted if isinstance(w.way, Trimmed) and self.kinds[w.column] == "text"}
        columns = [column for column in texts if column not in self._clean]
        if columns:
            tests = ", ".join(f"bool_or({column_sql.odd(self._cell(column), texts[column], self._bounds(column))})" for column in columns)
            odd = self._rows(f"SELECT {tests} FROM {self._source}")[0]
            self._clean |= {column: not found for column, found in zip(columns, odd, strict=True)}

    def _cell(self, column: int) -> str:
        return f'"s".{quoted(self._names[column])}'

    def _from(self, plans: Iterable[Plan]) -> str:
        return " ".join([self._source, *(plan.join for plan in plans if plan.join)])

    def _rows(self, query: str) -> list[tuple[Any, ...]]:
        return guarded(lambda: self._connection.execute(query).fetchall())
