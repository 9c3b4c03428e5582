"""The rules of the benchmark as somebody would write them in DuckDB by hand, for these records and no others.

`python by_hand.py DATA CALENDAR OUT MODE [RULE …]`; MODE is cold (straight from the files), warm (from tables, best of
three), cold-scan or warm-scan (only reading the columns needed). Ids and seconds go to OUT as JSON.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

AS_OF = "DATE '2026-06-30'"

AUTHORITY = """
CREATE TEMP TABLE authority AS
SELECT employee, role, from_date, coalesce(to_date, DATE '9999-12-31') AS to_date FROM appointment
UNION ALL
SELECT d.receiver, d.role, greatest(d.from_date, a.from_date), least(d.to_date, coalesce(a.to_date, DATE '9999-12-31'))
FROM delegation d JOIN appointment a ON a.employee = d.giver AND a.role = d.role
WHERE greatest(d.from_date, a.from_date) <= least(d.to_date, coalesce(a.to_date, DATE '9999-12-31'))"""

PLACES = """
CREATE TEMP TABLE places AS
SELECT c.contract_no, c.amount, c.signed_at,
  min(CASE WHEN a.role = 'legal' THEN a.decided_at END) AS d1, min(CASE WHEN a.role = 'sales-manager' THEN a.decided_at END) AS d2,
  min(CASE WHEN a.role = 'finance' THEN a.decided_at END) AS d3, min(CASE WHEN a.role = 'general-manager' THEN a.decided_at END) AS d4,
  min(CASE WHEN a.role = 'legal' THEN a.approver END) AS p1, min(CASE WHEN a.role = 'sales-manager' THEN a.approver END) AS p2,
  min(CASE WHEN a.role = 'finance' THEN a.approver END) AS p3, min(CASE WHEN a.role = 'general-manager' THEN a.approver END) AS p4
FROM contract c LEFT JOIN approval a ON a.contract_no = c.contract_no AND a.decision = 'approved' AND a.decided_at <= c.signed_at
  AND a.approver <> c.drafted_by
  AND EXISTS (SELECT 1 FROM authority h WHERE h.employee = a.approver AND h.role = a.role AND a.decided_at BETWEEN h.from_date AND h.to_date)
WHERE c.signed_at <= {as_of}
GROUP BY ALL"""

APPROVAL = """
SELECT contract_no FROM places WHERE NOT coalesce(
  d1 <= d2 AND p1 <> p2
  AND (amount < 100000 OR (d2 <= d3 AND p3 NOT IN (p1, p2)))
  AND (amount < 500000 OR (d3 <= d4 AND p4 NOT IN (p1, p2, p3))), false)"""

RESPONSE = """
WITH due AS (
  SELECT c.customer_no, c.contacted_at, w.day AS due
  FROM customer c ASOF JOIN worked o ON o.day <= c.contacted_at
  JOIN worked w ON w.n = o.n + CASE class WHEN 'A' THEN 2 WHEN 'B' THEN 5 ELSE 10 END
  WHERE c.contacted_at <= {as_of})
SELECT customer_no FROM due d
WHERE due < {as_of} AND NOT EXISTS (
  SELECT 1 FROM follow_up f WHERE f.customer_no = d.customer_no AND f.at BETWEEN d.contacted_at AND d.due AND f.at <= {as_of})"""

PRECEDENCE = """
SELECT contract_no FROM contract c WHERE signed_at <= {as_of} AND NOT EXISTS (
  SELECT 1 FROM approval a WHERE a.contract_no = c.contract_no AND a.role = 'legal' AND a.decided_at <= c.signed_at)"""

COLUMNS = {
    "B-4.a": "SELECT contract_no FROM contract WHERE title IS NULL OR title = ''",
    "B-4.b": "SELECT contract_no FROM (SELECT contract_no, count(*) OVER (PARTITION BY serial) AS n FROM contract) WHERE n > 1",
    "B-4.c": "SELECT contract_no FROM contract WHERE NOT regexp_full_match(phone, '1[0-9]{{10}}')",
    "B-4.d": "SELECT contract_no FROM contract WHERE region NOT IN ('north', 'south', 'east', 'west')",
    "B-4.e": "SELECT contract_no FROM contract WHERE NOT discount BETWEEN 0 AND 30",
}
RULES = {
    "approval": {"B-1.a": [AUTHORITY, PLACES, APPROVAL]},
    "response": {"B-2.a": [RESPONSE]},
    "precedence": {"B-3.a": [PRECEDENCE]},
    "columns": {check: [query] for check, query in COLUMNS.items()},
}
SCANS = {
    "approval": ["SELECT count(contract_no), count(amount), count(drafted_by), max(signed_at), max(contract_no) FROM contract",
                 "SELECT max(contract_no), max(role), max(decision), max(approver), max(decided_at) FROM approval"],
    "response": ["SELECT max(customer_no), max(class), max(contacted_at) FROM customer", 'SELECT max(customer_no), max("at") FROM follow_up'],
    "precedence": ["SELECT max(contract_no), max(signed_at) FROM contract", "SELECT max(contract_no), max(role), max(decided_at) FROM approval"],
    "columns": ["SELECT max(contract_no), max(title), max(serial), max(phone), max(region), max(discount) FROM contract"],
}
FORMS = ("customer", "contract", "approval", "follow_up", "appointment", "delegation")


def connect(data: Path, calendar: Path, load: bool):
    """Views over the files, or tables; and the working days of the calendar, numbered."""
    import duckdb

    connection = duckdb.connect(config={"temp_directory": str(data / "spill")})
    for form in FORMS:
        what = "TABLE" if load else "VIEW"
        connection.execute(f"CREATE {what} {form} AS SELECT * FROM read_parquet('{(data / form).as_posix()}.parquet')")
    connection.execute(f"CREATE TABLE worked AS SELECT day, row_number() OVER (ORDER BY day) AS n FROM read_csv('{calendar.as_posix()}')")
    return connection


def run(connection, rule: str) -> dict[str, list[str]]:
    """Check -> the ids that do not conform."""
    found = {}
    for check, (*steps, last) in RULES[rule].items():
        for step in steps:
            connection.execute(step.format(as_of=AS_OF))
        found[check] = sorted(id for (id,) in connection.execute(last.format(as_of=AS_OF)).fetchall())
    for table in ("authority", "places"):
        connection.execute(f"DROP TABLE IF EXISTS {table}")
    return found


def scan(connection, rule: str) -> None:
    """Read the columns that the rule needs, and nothing else."""
    for query in SCANS[rule]:
        connection.execute(query).fetchall()


def best(act: Callable[[], Any], times: int) -> tuple[list[float], Any]:
    """The least seconds of some runs, on the clock and of processor time; and what the first gave."""
    seconds, busy, results = [], [], []
    for _ in range(times):
        start, worked = time.perf_counter(), time.process_time()
        results.append(act())
        seconds.append(time.perf_counter() - start)
        busy.append(time.process_time() - worked)
    return [min(seconds), min(busy)], results[0]


def main(data: Path, calendar: Path, out: Path, mode: str, rules: list[str]) -> None:
    connection = connect(data, calendar, load=mode.startswith("warm"))
    times = 3 if mode.startswith("warm") else 1
    found: dict[str, Any] = {"ids": {}, "seconds": {}}
    for rule in rules:
        act = partial(scan if mode.endswith("scan") else run, connection, rule)
        found["seconds"][rule], ids = best(act, times)
        found["ids"] |= ids or {}
    out.write_text(json.dumps(found), encoding="utf-8")


if __name__ == "__main__":
    data, calendar, out, mode, *rules = sys.argv[1:]
    main(Path(data), Path(calendar), Path(out), mode, rules or list(RULES))
