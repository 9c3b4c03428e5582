"""Validity: the records are what their form declares; every kind of fault with its reason, on both engines."""

from __future__ import annotations

import pytest
from judging import judge

from procedo.model import Form

PAPER = Form.model_validate(
    {
        "form": "paper",
        "title": "paper",
        "revision": "1",
        "status": "released",
        "key": "id",
        "fields": {
            "id": {"type": "text", "required": True, "label": "id", "pattern": "P[0-9]+"},
            "kind": {"type": "choice", "required": True, "choices": ["a", "b"], "label": "kind"},
            "amount": {"type": "money", "label": "amount", "minimum": 0, "maximum": 100},
            "day": {"type": "date", "label": "day"},
            "why": {"type": "text", "label": "why", "required_when": "kind = 'b'"},
            "owner_id": {"type": "reference", "to": "paper", "label": "owner_id"},
        },
    }
)
GOOD = {"id": "P1", "kind": "a", "amount": "100", "day": "2026-01-05", "owner_id": "P1"}
FAULTS = {
    "required-empty": {"kind": ""},
    "wrong-type": {"day": "2026-02-30"},
    "pattern": {"id": "X9"},
    "not-in-list": {"kind": "c"},
    "out-of-range": {"amount": "100.01"},
    "reference-missing": {"owner_id": "P99"},
}


def found(rows, engine):
    return judge({"kind": "validity", "forms": ["paper"]}, [PAPER], {"paper": rows}, "2026-07-01", engine=engine)


@pytest.mark.parametrize("engine", ["duckdb", "sqlite"])
@pytest.mark.parametrize("reason", FAULTS)
def test_each_fault_has_its_reason(reason, engine):
    wrong = GOOD | {"id": "P2"} | FAULTS[reason]
    answers = found([GOOD, wrong], engine)
    assert answers["P1"] == ("conforms", [])
    assert answers[wrong["id"]] == ("nonconforming", [reason])


@pytest.mark.parametrize("engine", ["duckdb", "sqlite"])
def test_several_faults_are_one_finding_with_every_reason(engine):
    answers = found([GOOD, {"id": "P2", "kind": "b", "amount": "-1", "day": "soon"}], engine)
    assert answers["P2"] == ("nonconforming", ["required-empty", "wrong-type", "out-of-range"])


@pytest.mark.parametrize("engine", ["duckdb", "sqlite"])
def test_a_repeated_key_is_a_fault_of_every_record_that_has_it(engine):
    answers = found([GOOD, GOOD | {"id": "P2"}, GOOD | {"id": "P2"}], engine)
    assert answers["P1"][0] == "conforms"
    assert answers["P2"] == answers["P2#2"] == ("nonconforming", ["duplicate-key"])


def test_what_is_empty_and_optional_is_no_fault():
    assert found([{"id": "P1", "kind": "a"}], "duckdb")["P1"] == ("conforms", [])
