"""Columns of a Parquet file, normalised inside DuckDB's reader. Values are never pasted: they travel as variables."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterable, Sequence
from operator import itemgetter
from typing import Any, NamedTuple

from procedo.problem import refuse
from procedo.sources import CALC_ERROR, ERRORS, Broken, Cell
from procedo.sources._columns import Ahead, Constant, Known, Point, Scaled, Tally, Trimmed, Wanted, Way
from procedo.table import FUTURE_DATED, NOT_YET, UNREADABLE, quoted

KINDS = {
    "VARCHAR": "text", "BOOLEAN": "boolean", "FLOAT": "other", "DOUBLE": "float", "DATE": "date",
    "TIMESTAMP": "moment", "TIMESTAMP_S": "moment", "TIMESTAMP_MS": "moment", "TIMESTAMP_NS": "moment",
    "TIMESTAMP WITH TIME ZONE": "zoned",
} | dict.fromkeys(("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT"), "integer")
FIRST_DAY, LAST_DAY = -719_162, 2_932_896
"""0001-01-01 and 9999-12-31."""
DAY = 86_400
EXACT = 10**15
"""Below it a float says what its shortest text says."""
WIDEST = 37
"""Decimal digits that an integer of 128 bits always holds."""
SAFE = 10**18
"""Decimals below it are multiplied in 64 bits."""
BEYOND = 10**18
"""Stands for an infinite point in time."""
NESTED = ("STRUCT(", "MAP(", "UNION(")
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


class _Plan(NamedTuple):
    """SQL of a value, of its state (None: always OK) and of whether a text was trimmed."""

    value: str
    state: str | None = None
    trimmed: str | None = None
    join: str | None = None


class ParquetColumns:
    """See `sources._columns.Columns`. `source` is the table expression that reads the file."""

    def __init__(self, connection: Any, source: str, names: Sequence[str], types: Sequence[str], rows: int):
        self._connection, self._source, self._names, self._types, self.rows = connection, source, names, types, rows
        self.kinds = [kind_of(kind) for kind in types]
        self._plans: dict[tuple[int, str], tuple[Way, _Plan]] = {}
        self._clean: dict[int, bool] = {}
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
        readable, convert = readable_cell(cell, self._types[column])
        query = f"SELECT DISTINCT CAST({cell} AS VARCHAR), {readable} FROM {self._source} WHERE {cell} IS NOT NULL LIMIT {most + 1}"
        found = self._rows(query)
        return None if len(found) > most else sorted(((name, convert(value)) for name, value in found), key=itemgetter(0))

    def midnight(self, column: int, zone: str) -> bool:
        kind = self.kinds[column]
        seconds = _seconds(self._on(column, zone), kind)
        return kind == "date" or not self._rows(f"SELECT 1 FROM {self._source} WHERE {seconds} % {DAY} <> 0 LIMIT 1")

    def tally(self, wanted: Sequence[Wanted]) -> list[Tally]:
        self._look_for_odd_texts(wanted)
        plans = [self._plan(w) for w in wanted]
        parts = [part for plan in plans for part in _counts(plan)]
        counts = iter(self._rows(f"SELECT {', '.join(parts)} FROM {self._from(plans)}")[0] if parts else ())
        return [self._tally(plan, counts) for plan in plans]

    def _tally(self, plan: _Plan, counts) -> Tally:
        filled = next(counts)
        states = {state: count for state in (UNREADABLE, FUTURE_DATED, NOT_YET) if (count := next(counts))} if plan.state else {}
        return Tally(self.rows - filled - sum(states.values()), states, next(counts) if plan.trimmed else 0)

    def heads(self, most: int) -> list[str]:
        cells = [self._cell(column) for column in range(len(self.kinds))]
        texts = ", ".join(f"nullif(CAST({cell} AS VARCHAR), '')" for cell in cells)
        maybe = "head IS NULL OR ascii(head) <= 32 OR ascii(head) IN (160, 12288) OR NOT regexp_matches(head, '[0-9]')"
        query = f"SELECT DISTINCT coalesce(head, '') FROM (SELECT coalesce({texts}) AS head FROM {self._source}) WHERE {maybe} LIMIT {most}"
        return [head for (head,) in self._rows(query)] if cells else []

    def divides(self, wanted: Wanted, by: int) -> bool:
        plan = self._plan(wanted)
        return not self._rows(f"SELECT 1 FROM {self._from([plan])} WHERE ({plan.value}) % {by} <> 0 LIMIT 1")

    def broken(self, wanted: Wanted) -> list[tuple[int, int, Cell]]:
        plan = self._plan(wanted)
        if plan.state is None or isinstance(wanted.way, Constant):
            return []
        readable, convert = readable_cell(self._cell(wanted.column), self._types[wanted.column])
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

    # how a column becomes what is wanted

    def _plan(self, wanted: Wanted) -> _Plan:
        made = self._plans.get((wanted.column, wanted.name))
        if made is None or made[0] is not wanted.way:
            made = self._plans[wanted.column, wanted.name] = wanted.way, self._planned(wanted)
        return made[1]

    def _planned(self, wanted: Wanted) -> _Plan:
        column, way = wanted.column, wanted.way
        if isinstance(way, Constant):
            return self._constant(way)
        cell, kind = self._cell(column), self.kinds[column]
        match way:
            case Trimmed():
                return _text(cell, way.blanks) if kind == "text" and not self._clean.get(column) else _Plan(f"CAST({cell} AS VARCHAR)")
            case Scaled():
                return self._number(cell, column, way)
            case Point():
                on = self._on(column, way.zone)
                return _point(_seconds(on, kind) if way.seconds else _days(on), cell, way)
            case Known():
                return self._known(cell, wanted.name, way)
        return _Plan(f"CAST({cell} AS BIGINT)")

    def _number(self, cell: str, column: int, way: Scaled) -> _Plan:
        if self.kinds[column] == "float":
            return _Plan(f"CAST(round({cell} * {10 ** (way.scale - way.surplus)}) AS BIGINT)")
        decimals, largest = self._size(column)
        if decimals <= way.scale and largest * way.factor * 10**way.scale < SAFE:
            times = way.factor * 10 ** (way.scale - way.surplus)
            wide = f"CAST({cell} AS DECIMAL(18, {decimals}))" if decimals else f"CAST({cell} AS BIGINT)"
            return _Plan(f"CAST({wide} * {times} AS BIGINT)")
        return _exactly(cell, decimals, way)

    def _size(self, column: int) -> tuple[int, int]:
        """Decimals of a number's type, and the largest amount of its units that a cell holds."""
        cell, decimals = self._cell(column), _precision(self._types[column])[1]
        low, high = self._rows(f"SELECT min({cell}), max({cell}) FROM {self._source}")[0]
        return decimals, 0 if low is None else int(max(abs(low), abs(high)).__mul__(10**decimals))

    def _fits(self, column: int, way: Scaled) -> bool:
        digits, decimals = _precision(self._types[column])
        return decimals <= 18 and digits + len(str(way.factor)) + max(way.scale - decimals, 0) <= WIDEST

    def _floats(self, column: int, way: Scaled) -> bool:
        """Whether each float is exactly what a decimal of at most 15 digits and `scale` decimals gives."""
        cell = self._cell(column)
        whole = f"round({cell} * {10**way.scale})"
        exact = f"isfinite({cell}) AND abs({whole}) < {EXACT} AND {whole} / {10**way.scale} = {cell}"
        return way.factor == 1 and not self._rows(
            f"SELECT 1 FROM {self._source} WHERE {cell} IS NOT NULL AND NOT ({exact}) LIMIT 1")

    def _constant(self, way: Constant) -> _Plan:
        name = self._variable(way.value)
        return _Plan(f"CAST({name} AS {'VARCHAR' if way.text else 'BIGINT'})", str(int(way.state)) if way.state else None)

    def _on(self, column: int, zone: str) -> str:
        """A moment with an offset on the clock of a zone; other points in time are what they are."""
        cell = self._cell(column)
        return f"timezone({self._variable(zone)}, {cell})" if self.kinds[column] == "zoned" else cell

    def _variable(self, value: Any) -> str:
        name = self._variables.setdefault((type(value), value), f"v{len(self._variables)}")
        self._connection.execute(f"SET VARIABLE {name} = ?", [value])
        return f"getvariable('{name}')"

    def _known(self, cell: str, name: str, way: Known) -> _Plan:
        of, kind = quoted(f"known {name}"), "VARCHAR" if way.text else "BIGINT"
        columns = [list(way.meanings), *([m[i] for m in way.meanings.values()] for i in range(3))]
        types = ("VARCHAR", kind, "BIGINT", "BOOLEAN")
        lists = ", ".join(f"unnest(from_json_strict(?, '[\"{t}\"]')) AS {n}" for t, n in zip(types, ("cell", "value", "state", "trimmed"), strict=True))
        self._connection.execute(
            f"CREATE OR REPLACE TEMP TABLE {of} AS SELECT {lists}", [json.dumps(c, ensure_ascii=False) for c in columns])
        clean = not any(m.state for m in way.meanings.values())
        trimmed = any(m.trimmed for m in way.meanings.values())
        return _Plan(
            f"{of}.value", None if clean else f"coalesce({of}.state, 0)", f"{of}.trimmed" if trimmed else None,
            f"LEFT JOIN {of} ON {of}.cell = CAST({cell} AS VARCHAR)")

    def _look_for_odd_texts(self, wanted: Sequence[Wanted]) -> None:
        """Most text columns hold nothing to trim and no error word: finding that out once saves work on every cell."""
        texts = {w.column: w.way.blanks for w in wanted if isinstance(w.way, Trimmed) and self.kinds[w.column] == "text"}
        columns = [column for column in texts if column not in self._clean]
        if columns:
            tests = ", ".join(f"bool_or({_odd(self._cell(column), texts[column])})" for column in columns)
            odd = self._rows(f"SELECT {tests} FROM {self._source}")[0]
            self._clean |= {column: not found for column, found in zip(columns, odd, strict=True)}

    def _cell(self, column: int) -> str:
        return f'"s".{quoted(self._names[column])}'

    def _from(self, plans: Iterable[_Plan]) -> str:
        return " ".join([self._source, *(plan.join for plan in plans if plan.join)])

    def _rows(self, query: str) -> list[tuple[Any, ...]]:
        return guarded(lambda: self._connection.execute(query).fetchall())


def kind_of(kind: str) -> str:
    return "decimal" if kind.startswith("DECIMAL(") else KINDS.get(kind, "other")


def _counts(plan: _Plan) -> list[str]:
    counts = [f"count({plan.value})"]
    if plan.state:
        counts += [f"count(*) FILTER (WHERE {plan.state} = {state})" for state in (UNREADABLE, FUTURE_DATED, NOT_YET)]
    return counts + ([f"count(*) FILTER (WHERE {plan.trimmed})"] if plan.trimmed else [])


def _odd(cell: str, blanks: str) -> str:
    ends = [f"{side}_with({cell}, chr({ord(blank)}))" for side in ("starts", "ends") for blank in blanks]
    return " OR ".join([*ends, f"{cell} = ''", f"starts_with({cell}, '#')", f"starts_with({cell}, 'Err:')"])


def _text(cell: str, blanks: str) -> _Plan:
    text = f"trim({cell}, {' || '.join(f'chr({ord(blank)})' for blank in blanks)})"
    errors = ", ".join(f"'{word}'" for word in sorted(ERRORS))
    lost = f"({text} IN ({errors}) OR regexp_full_match({text}, '{CALC_ERROR}'))"
    return _Plan(
        f"CASE WHEN {text} <> '' AND NOT {lost} THEN {text} END", f"CASE WHEN {lost} THEN {UNREADABLE} ELSE 0 END", f"{text} <> {cell}")


def _exactly(cell: str, decimals: int, way: Scaled) -> _Plan:
    """In 128 bits; what has more decimals than `scale`, or is too large, is unreadable."""
    whole = f"CAST(trunc({cell}) AS HUGEINT)"
    if decimals:
        whole = f"({whole} * {10**decimals} + CAST(({cell} - trunc({cell})) * {10**decimals} AS BIGINT))"
    made = f"({whole} * {way.factor * 10 ** max(way.scale - decimals, 0)})"
    surplus = 10 ** max(decimals - way.scale, 0)
    value = f"({made} // {surplus})"
    fine = f"{made} % {surplus} = 0 AND abs({value}) <= {2**63 - 1}"
    return _Plan(f"CASE WHEN {fine} THEN CAST({value} // {10**way.surplus} AS BIGINT) END", f"CASE WHEN NOT ({fine}) THEN {UNREADABLE} ELSE 0 END")


def _precision(kind: str) -> tuple[int, int]:
    """Digits and decimals of a whole or decimal number's type."""
    if kind.startswith("DECIMAL("):
        digits, decimals = kind[8:-1].split(",")
        return int(digits), int(decimals)
    return {"TINYINT": 3, "UTINYINT": 3, "SMALLINT": 5, "USMALLINT": 5, "INTEGER": 10, "UINTEGER": 10}.get(kind, 20), 0


def _days(point: str) -> str:
    return f"CASE WHEN isfinite({point}) THEN CAST(CAST({point} AS DATE) - DATE '1970-01-01' AS BIGINT) END"


def _seconds(point: str, kind: str) -> str:
    """Whole seconds, the rest of one cut off."""
    if kind == "date":
        return f"{_days(point)} * {DAY}"
    whole = f"CAST(epoch_us({point}) AS BIGINT)"
    return f"CASE WHEN isfinite({point}) THEN ({whole} - ({whole} % 1000000 + 1000000) % 1000000) // 1000000 END"


def _point(value: str, cell: str, way: Point) -> _Plan:
    unit = DAY if way.seconds else 1
    low, high = FIRST_DAY * unit, LAST_DAY * unit + unit - 1
    cases = [f"WHEN {cell} IS NULL THEN 0", f"WHEN coalesce({value} NOT BETWEEN {low} AND {high}, true) THEN {UNREADABLE}"]
    ahead: Ahead | None = way.ahead
    if ahead:
        done, seen = ahead
        cases += [f"WHEN {value} >= {seen} THEN {FUTURE_DATED}", f"WHEN {value} >= {done} THEN {NOT_YET}"]
        high = min(high, min(done, seen) - 1)
    return _Plan(f"CASE WHEN {value} BETWEEN {low} AND {high} THEN {value} END", f"CASE {' '.join(cases)} ELSE 0 END")


def readable_cell(cell: str, kind: str) -> tuple[str, Callable[[Any], Cell]]:
    """SQL of a cell that Python reads without loss, and how it becomes the cell."""
    known = kind_of(kind)
    if known == "date":
        return f"CASE WHEN isfinite({cell}) THEN {cell} - DATE '1970-01-01' WHEN {cell} IS NOT NULL THEN {BEYOND} END", _date
    if known in ("moment", "zoned"):
        zone = dt.UTC if known == "zoned" else None
        return f"CASE WHEN isfinite({cell}) THEN epoch_us({cell}) WHEN {cell} IS NOT NULL THEN {BEYOND} END", lambda us: _moment(us, zone)
    if kind.startswith(NESTED):
        return f"CAST(to_json({cell}) AS VARCHAR)", lambda text: None if text is None else Broken(text)
    if kind.endswith("[]"):
        return f"CAST(to_json({cell}) AS VARCHAR)", lambda text: text
    if kind == "BLOB":
        return cell, _decoded
    if kind == "FLOAT":
        return f"CAST(CAST({cell} AS VARCHAR) AS DOUBLE)", lambda number: number
    if known == "other":
        return f"CAST({cell} AS VARCHAR)", lambda text: text
    return cell, lambda value: value


def _date(days: int | None) -> Cell:
    if days is None:
        return None
    return dt.date.fromordinal(days + 719_163) if FIRST_DAY <= days <= LAST_DAY else Broken("date out of range")


def _moment(microseconds: int | None, zone: dt.tzinfo | None) -> Cell:
    if microseconds is None:
        return None
    try:
        return dt.datetime(1970, 1, 1, tzinfo=zone) + dt.timedelta(microseconds=microseconds)
    except OverflowError:
        return Broken("time out of range")


def _decoded(content: bytes | None) -> Cell:
    if content is None:
        return None
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return Broken(content[:200].decode("utf-8", "replace"))
