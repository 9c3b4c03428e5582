"""Indicators: what records add up to, compared with a plain reading of them, by period, team and person."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from small_library import check, form, procedure, write

from procedo.lint import lint
from procedo.problem import ProblemError

ORDER = form("order", "id:text! booked:date? owner:person amount:money cost:money customer:text state:text", date=["booked"],
             events={"booked": {"at": "booked", "by": "owner"}})
STAFF = form("staff", "id:text! since:date? until:date?", person={"id": "id"}, active={"from": "since", "to": "until"})
OFFICE = form("office", "id:text! who:person role:text team:text since:date? until:date?",
              appoints={"person": "who", "role": "role", "department": "team", "from": "since", "to": "until"})
ORDERS = [
    {"id": "1", "booked": "2026-01-05", "owner": "E1", "amount": "100.50", "cost": "60", "customer": "A", "state": "ok"},
    {"id": "2", "booked": "2026-01-31", "owner": "E2", "amount": "50", "cost": "20", "customer": "A", "state": "ok"},
    {"id": "3", "booked": "2026-02-01", "owner": "E1", "amount": "300", "cost": "", "customer": "B", "state": "ok"},
    {"id": "4", "booked": "2026-02-10", "owner": "E3", "amount": "70", "cost": "70", "customer": "A", "state": "void"},
    {"id": "5", "booked": "2026-03-01", "owner": "E2", "amount": "soon", "cost": "1", "customer": "C", "state": "ok"},
    {"id": "6", "booked": "2026-03-31", "owner": "E2", "amount": "10", "cost": "1", "customer": "A", "state": "ok"},
    {"id": "7", "booked": "2026-04-02", "owner": "E1", "amount": "9", "cost": "1", "customer": "D", "state": "ok"},
]
PEOPLE = [
    {"id": "E1", "since": "2025-01-01", "until": ""}, {"id": "E2", "since": "2026-01-20", "until": "2026-03-10"},
    {"id": "E3", "since": "2026-02-01", "until": "2026-02-20"},
]
TEAMS = [
    {"id": "1", "who": "E1", "role": "rep", "team": "North", "since": "2025-01-01", "until": ""},
    {"id": "2", "who": "E2", "role": "rep", "team": "North", "since": "2026-01-01", "until": "2026-01-31"},
    {"id": "3", "who": "E2", "role": "rep", "team": "South", "since": "2026-02-01", "until": ""},
]
RECORDS = {"order": ORDERS, "staff": PEOPLE, "office": TEAMS}
VALID = {"where": "state = 'ok'", "at": "booked", "person": "owner", "form": "order"}
WHOLE = "2026-01-01/2026-03-31"


def measured(tmp_path: Path, engine: str = "duckdb", **indicator) -> dict[tuple[str, str, str], tuple[float | None, int]]:
    """(period, team, person) -> value and how many records were left out."""
    one = {"id": "x", "title": "x", "text": "x", "unit": "number", "origin": "chosen", "every": ["month"]} | indicator
    listed = {"indicator_list": "indicators", "indicators": [one]}
    rule = procedure("1", "2020-01-01", {"kind": "condition", "case": "order", "check": "state = 'ok'"})
    root = write(tmp_path, [ORDER, STAFF, OFFICE, rule, listed])
    outcome = check(root, RECORDS, "2026-03-31", period={"from": "2026-01-01"}, engine=engine)
    (result,) = outcome.indicators
    return {(v.period, v.team or "", v.person or ""): (v.value, v.doubtful) for v in result.values}


@pytest.mark.parametrize("engine", ["duckdb", "sqlite"])
def test_a_sum_by_period_team_and_person(tmp_path, engine):
    found = measured(tmp_path, engine, of={"sum": "amount"} | VALID)
    assert found == {
        (WHOLE, "", ""): (460.5, 1), (WHOLE, "North", ""): (400.5, 0), (WHOLE, "North", "E1"): (400.5, 0),
        (WHOLE, "South", ""): (60, 1), (WHOLE, "South", "E2"): (60, 1),
        ("2026-01", "", ""): (150.5, 0), ("2026-01", "North", ""): (150.5, 0), ("2026-01", "North", "E1"): (100.5, 0), ("2026-01", "North", "E2"): (50, 0),
        ("2026-02", "", ""): (300, 0), ("2026-02", "North", ""): (300, 0), ("2026-02", "North", "E1"): (300, 0),
        ("2026-03", "", ""): (10, 1), ("2026-03", "South", ""): (10, 1), ("2026-03", "South", "E2"): (10, 1),
    }


@pytest.mark.parametrize("engine", ["duckdb", "sqlite"])
@pytest.mark.parametrize(("measure", "plain"), [
    ({"count": "all"}, lambda rows: len(rows)),
    ({"count": "customer"}, lambda rows: len({r["customer"] for r in rows})),
    ({"mean": "cost", "where": "state = 'ok' and cost is not null"}, lambda rows: _mean([float(r["cost"]) for r in rows if r["cost"]])),
    ({"sum": "2 * cost", "where": "cost is not null"}, None),
])
def test_against_a_plain_reading(tmp_path, engine, measure, plain):
    found = measured(tmp_path, engine, of=VALID | measure)
    for month in ("2026-01", "2026-02", "2026-03"):
        rows = [r for r in ORDERS if r["booked"].startswith(month)]
        if plain is None:
            assert found[month, "", ""][0] == sum(2 * float(r["cost"]) for r in rows if r["cost"])
        else:
            value = plain([r for r in rows if r["state"] == "ok"])
            assert found.get((month, "", ""), (None, 0))[0] == (None if value is None else round(value, 4))


def _mean(values: list[float]) -> float | None:
    return sum(values) / len(values) if values else None


def test_a_share_of_people_in_office(tmp_path):
    """Who was there for a day of the period counts; nobody is divided by."""
    found = measured(tmp_path, of={"sum": "amount"} | VALID, per={"form": "staff", "count": "all", "active": True, "person": "id"})
    there = {"2026-01": 2, "2026-02": 3, "2026-03": 2}
    for month, people in there.items():
        first = dt.date.fromisoformat(month + "-01")
        last = (first + dt.timedelta(days=31)).replace(day=1) - dt.timedelta(days=1)
        assert people == sum(p["since"] <= str(last) and (not p["until"] or p["until"] >= str(first)) for p in PEOPLE)
        total = sum(float(o["amount"]) for o in ORDERS if o["booked"].startswith(month) and o["state"] == "ok" and o["amount"] != "soon")
        assert found[month, "", ""][0] == round(total / people, 4)


def test_growth_is_against_the_period_before(tmp_path):
    found = measured(tmp_path, of={"sum": "amount"} | VALID, growth=True)
    assert found["2026-01", "", ""] == (None, 0), "nothing came before"
    assert found["2026-02", "", ""] == (round((300 - 150.5) / 150.5 * 100, 4), 0)
    assert (WHOLE, "", "") not in found


def test_figures_of_let(tmp_path):
    """Whoever had ordered before."""
    earlier = {"count": "all", "form": "order", "match": {"customer": "customer"}, "before": "booked - days(1)"}
    found = measured(tmp_path, of={"count": "customer", "let": {"earlier": earlier}} | VALID | {"where": "earlier > 0"})
    assert {month: found.get((month, "", ""), (0, 0))[0] for month in ("2026-01", "2026-02", "2026-03")} == {"2026-01": 1, "2026-02": 1, "2026-03": 1}


def test_what_counts_in_every_period(tmp_path):
    found = measured(tmp_path, of={"form": "order", "count": "all", "whole": True})
    assert {value for (_, team, _), (value, _) in found.items() if not team} == {7}


def test_compliance_is_the_share_of_cases_that_conform(tmp_path):
    found = measured(tmp_path, compliance=True)
    assert found[WHOLE, "", ""] == (round(5 / 6 * 100, 4), 0)
    assert found["2026-02", "", ""] == (50, 0) and found["2026-01", "North", "E1"] == (100, 0)


def test_a_form_that_is_not_there_is_named(tmp_path):
    listed = {"indicator_list": "indicators", "indicators": [
        {"id": "x", "title": "x", "text": "x", "unit": "number", "origin": "chosen", "of": {"form": "staff", "count": "all", "active": True}}]}
    rule = procedure("1", "2020-01-01", {"kind": "condition", "case": "order", "check": "state = 'ok'"})
    root = write(tmp_path, [ORDER, STAFF, rule, listed])
    (result,) = check(root, {"order": [{**o, "owner": ""} for o in ORDERS]}, "2026-03-31", period={"from": "2026-01-01"}).indicators
    assert result.missing and "staff" in result.missing.en and result.values == ()


@pytest.mark.parametrize(("measure", "said"), [
    ({"form": "ordre", "count": "all", "at": "booked"}, "[unknown-form]"),
    ({"form": "order", "sum": "amont", "at": "booked"}, "[unknown-name]"),
    ({"form": "order", "sum": "amount"}, "[bad-measure]"),
    ({"form": "order", "sum": "amount", "mean": "amount", "at": "booked"}, "[bad-measure]"),
])
def test_what_is_written_wrong_is_told_by_lint(tmp_path, measure, said):
    listed = {"indicator_list": "indicators", "indicators": [{"id": "x", "title": "x", "text": "x", "unit": "number", "origin": "chosen", "of": measure}]}
    rule = procedure("1", "2020-01-01", {"kind": "condition", "case": "order", "check": "state = 'ok'"})
    root = write(tmp_path, [ORDER, STAFF, rule, listed])
    assert said in "\n".join(f"[{p.id}]" for p in lint(root))
    with pytest.raises(ProblemError):
        check(root, {"order": [{**o, "owner": ""} for o in ORDERS]}, "2026-03-31", period={"from": "2026-01-01"})
