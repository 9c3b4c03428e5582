"""Is the export whole: records outside the period, an export that stops early, number ranges; told, never a stop."""

from __future__ import annotations

import pytest
from small_library import check, form, procedure, write

from procedo.reports.text import render

PAPER = form("paper", "id:text! at:datetime planned:date?", date=["at", "planned"])
RULE = {"kind": "numbering", "case": "paper", "field": "id", "series": "HT-{year}-{000}"}
PERIOD = {"from": "2026-01-01", "to": "2026-03-31"}
MONTHLY = ["2026-01-05", "2026-01-25", "2026-02-10", "2026-03-01", "2026-03-20"]


@pytest.fixture(params=["duckdb", "sqlite"])
def engine(request):
    return request.param


def told(root, days, engine, **more):
    write(root, [PAPER, procedure("1", "2020-01-01", RULE)])
    rows = [{"id": f"HT-2026-{n:03}", **(day if isinstance(day, dict) else {"at": day})} for n, day in enumerate(days, 1)]
    outcome = check(root, {"paper": rows}, "2026-04-30", engine=engine, **({"period": PERIOD} | more))
    return [note.en for note in outcome.records[0].notes if "record" in note.en or "numbers" in note.en], outcome


def test_nothing_is_said_of_a_whole_export(tmp_path, engine):
    assert told(tmp_path, MONTHLY, engine)[0] == []


def test_records_outside_the_period_are_counted(tmp_path, engine):
    notes, outcome = told(tmp_path, [*MONTHLY, "2025-12-31 23:59", "2026-04-01 00:00", "2026-03-31 23:59"], engine)
    assert notes == ["1 records dated before the period covered (2026-01-01 to 2026-03-31), 1 after it"]
    assert "之前的记录1条，之后的1条" in "".join(render(outcome, "zh").split())


def test_the_first_date_that_is_filled_counts(tmp_path, engine):
    notes, _ = told(tmp_path, [*MONTHLY, {"planned": "2026-07-01"}, {"at": "2026-03-20", "planned": "2026-07-01"}], engine)
    assert notes == ["0 records dated before the period covered (2026-01-01 to 2026-03-31), 1 after it"]


@pytest.mark.parametrize("days, words", [
    (MONTHLY[:-1], "the last record is dated 2026-03-01, 30 days before the end"),
    (MONTHLY[2:] + ["2026-03-05"], "the first record is dated 2026-02-10, 40 days after the start"),
])
def test_an_export_that_is_cut_off(tmp_path, days, words, engine):
    (note,) = told(tmp_path, days, engine)[0]
    assert note.startswith(words)


def test_few_records_say_nothing_of_where_they_stop(tmp_path, engine):
    assert told(tmp_path, ["2026-01-05", "2026-01-06"], engine)[0] == []


def test_a_number_range_is_told_and_judged(tmp_path, engine):
    notes, outcome = told(tmp_path, MONTHLY, engine, numbers={"paper": {"HT-2026": [1, 6], "HT-2025": [1, 2]}})
    assert notes == ["HT-2025 should run from 1 to 2: 2 numbers are missing, 0 lie outside",
                     "HT-2026 should run from 1 to 6: 1 numbers are missing, 0 lie outside"]
    found = {(f.case.key, f.case.window): f for f in outcome.findings}
    assert {key: f.reasons for key, f in found.items()} == {("HT-2025", "1"): ("gap",), ("HT-2025", "2"): ("gap",), ("HT-2026", "6"): ("gap",)}
    assert found["HT-2026", "6"].record is None and [e.row for e in found["HT-2026", "6"].evidence.events] == [6]


def test_fitness_warns_and_does_not_stop(tmp_path):
    pytest.importorskip("great_expectations")
    from procedo.fitness import run
    from procedo.library import read

    told(tmp_path, [*MONTHLY, "2025-12-31"], "duckdb", numbers={"paper": {"HT-2026": [1, 9]}})
    result = run(read(tmp_path), tmp_path / "records" / "small.yml")
    warned = {(t.kind, t.unexpected, tuple(f.key for f in t.failing)) for t in result.result.warnings}
    assert result.fit and warned == {("outside", 1, ("HT-2026-006",)), ("numbers", 3, ())}
