"""How a Parquet column becomes a normalised value, its state, or a cell of Python: SQL of DuckDB, without any value in it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any, NamedTuple

from procedo.sources import CALC_ERROR, ERRORS, Broken, Cell
from procedo.sources._columns import Ahead, Point, Scaled
from procedo.table import FUTURE_DATED, NOT_YET, UNREADABLE

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


class Plan(NamedTuple):
    """SQL of a value, of its state (None: always OK) and of whether a text was trimmed."""

    value: str
    state: str | None = None
    trimmed: str | None = None
    join: str | None = None


def kind_of(kind: str) -> str:
    return "decimal" if kind.startswith("DECIMAL(") else KINDS.get(kind, "other")


def counts(plan: Plan) -> list[str]:
    counts = [f"count({plan.value})"]
    if plan.state:
        counts += [f"count(*) FILTER (WHERE {plan.state} = {state})" for state in (UNREADABLE, FUTURE_DATED, NOT_YET)]
    return counts + ([f"count(*) FILTER (WHERE {plan.trimmed})"] if plan.trimmed else [])


def odd(cell: str, blanks: str, bounds: tuple[str, str] | None) -> str:
    """Whether there is something to trim, nothing, or an error word; what the bounds rule out is not asked."""
    if bounds is None:
        return "false"
    least, greatest = bounds
    begins = [start for start in (*blanks, "#", "Err:") if least < start[:-1] + chr(ord(start[-1]) + 1) and greatest >= start]
    tests = [f"starts_with({cell}, {' || '.join(f'chr({ord(c)})' for c in start)})" for start in begins]
    tests += [f"ends_with({cell}, chr({ord(blank)}))" for blank in blanks]
    return " OR ".join([*tests, *([f"{cell} = ''"] if least == "" else [])])


def text(cell: str, blanks: str) -> Plan:
    text = f"trim({cell}, {' || '.join(f'chr({ord(blank)})' for blank in blanks)})"
    errors = ", ".join(f"'{word}'" for word in sorted(ERRORS))
    lost = f"({text} IN ({errors}) OR regexp_full_match({text}, '{CALC_ERROR}'))"
    return Plan(
        f"CASE WHEN {text} <> '' AND NOT {lost} THEN {text} END", f"CASE WHEN {lost} THEN {UNREADABLE} ELSE 0 END", f"{text} <> {cell}")


def exactly(cell: str, decimals: int, way: Scaled) -> Plan:
    """In 128 bits; what has more decimals than `scale`, or is too large, is unreadable."""
    whole = f"CAST(trunc({cell}) AS HUGEINT)"
    if decimals:
        whole = f"({whole} * {10**decimals} + CAST(({cell} - trunc({cell})) * {10**decimals} AS BIGINT))"
    made = f"({whole} * {way.factor * 10 ** max(way.scale - decimals, 0)})"
    surplus = 10 ** max(decimals - way.scale, 0)
    value = f"({made} // {surplus})"
    fine = f"{made} % {surplus} = 0 AND abs({value}) <= {2**63 - 1}"
    return Plan(f"CASE WHEN {fine} THEN CAST({value} // {10**way.surplus} AS BIGINT) END", f"CASE WHEN NOT ({fine}) THEN {UNREADABLE} ELSE 0 END")


def precision(kind: str) -> tuple[int, int]:
    """Digits and decimals of a whole or decimal number's type."""
    if kind.startswith("DECIMAL("):
        digits, decimals = kind[8:-1].split(",")
        return int(digits), int(decimals)
    return {"TINYINT": 3, "UTINYINT": 3, "SMALLINT": 5, "USMALLINT": 5, "INTEGER": 10, "UINTEGER": 10}.get(kind, 20), 0


def days(point: str) -> str:
    return f"CASE WHEN isfinite({point}) THEN CAST(CAST({point} AS DATE) - DATE '1970-01-01' AS BIGINT) END"


def seconds(point: str, kind: str) -> str:
    """Whole seconds, the rest of one cut off."""
    if kind == "date":
        return f"{days(point)} * {DAY}"
    whole = f"CAST(epoch_us({point}) AS BIGINT)"
    return f"CASE WHEN isfinite({point}) THEN ({whole} - ({whole} % 1000000 + 1000000) % 1000000) // 1000000 END"


def point(value: str, cell: str, way: Point) -> Plan:
    unit = DAY if way.seconds else 1
    low, high = FIRST_DAY * unit, LAST_DAY * unit + unit - 1
    cases = [f"WHEN {cell} IS NULL THEN 0", f"WHEN coalesce({value} NOT BETWEEN {low} AND {high}, true) THEN {UNREADABLE}"]
    ahead: Ahead | None = way.ahead
    if ahead:
        done, seen = ahead
        cases += [f"WHEN {value} >= {seen} THEN {FUTURE_DATED}", f"WHEN {value} >= {done} THEN {NOT_YET}"]
        high = min(high, min(done, seen) - 1)
    return Plan(f"CASE WHEN {value} BETWEEN {low} AND {high} THEN {value} END", f"CASE {' '.join(cases)} ELSE 0 END")


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
