"""Properties that hold for every input (SEMANTICS G.1, G.2 and G.7), over the worked cases."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
import test_cases as worked
from cases_adapter import run

Given = dict[str, Any]
CASES = {case["id"]: case for case in worked.cases(worked.HERE)}
RULES = {"matrix", "revisions", "calendar", "rule", "period"}
"""What is not records."""
ORDERED = {"uniqueness", "numbering", "in-force"}
"""Kinds whose cases are named by the place of their row, or that read no records."""
TWICE = {"approvals", "appointments", "targets", "earlier"}


def tables(given: Given, change: Callable[[str, list[dict[str, Any]]], list[dict[str, Any]]]) -> Given:
    def records(name: str, value: Any) -> bool:
        return name not in RULES and isinstance(value, list) and all(isinstance(row, dict) for row in value)

    return {name: change(name, value) if records(name, value) else value for name, value in given.items()}


def turned(given: Given) -> Given:
    """G.1: the rows of every table in another order."""
    return tables(given, lambda name, rows: rows[::-1])


def doubled(given: Given) -> Given:
    """G.2: approvals, appointments, targets and earlier acts stand there twice. (Where every trigger has its own answer a
    second record is a second answer.)"""
    return given if "each" in given["rule"] else tables(given, lambda name, rows: rows * 2 if name in TWICE else rows)


@pytest.mark.parametrize("change", [turned, doubled], ids=lambda change: change.__name__)
def test_written_otherwise_it_says_the_same(change):
    """Cases that the change does not touch are not judged again."""
    judged = 0
    for case in CASES.values():
        given = change(case["given"])
        if given != case["given"] and given["rule"]["kind"] not in ORDERED:
            worked.test_case(case | {"given": given}, "sqlite")
            judged += 1
    assert judged > 15


LATER = [id for id, case in CASES.items() if case["given"]["rule"]["kind"] in ("response", "lead") and "extracted_at" not in case["given"]]


def test_a_fault_is_not_mended_by_time_alone():
    """G.7: a later as-of day never turns nonconforming into conforms or pending, as long as no record is added."""
    faults = 0
    for id in LATER:
        given = CASES[id]["given"]
        before = run(given, "sqlite")
        wrong = [key for key, (verdict, *_) in before.items() if verdict == "nonconforming"]
        if wrong:
            after = run(given | {"as_of": dt.date.fromisoformat(str(given["as_of"])) + dt.timedelta(days=20)}, "sqlite")
            assert [key for key in wrong if after[key][0] in ("conforms", "pending")] == [], id
            faults += len(wrong)
    assert faults > 10
