"""Demanded roles without a holder on some day of the period: told of the appointments, never a finding."""

from __future__ import annotations

import pytest
from small_library import check, form, procedure, write

from procedo.problem import ProblemError
from procedo.reports.json import render as as_json
from procedo.reports.text import render

DEED = form("deed", "id:text! signed_at:date amount:money drafted_by:person", date=["signed_at"])
APPOINTED = form("appointment", "id:text! person:person role:role from_date:date? to_date:date?",
                 appoints={"person": "person", "role": "role", "from": "from_date", "to": "to_date"})
DECIDED = form("decision", "id:text! deed_id:reference=deed role:role says:text by:person at:date",
               decisions={"on": "deed_id", "role": "role", "says": "says", "by": "by", "at": "at"})
ROLES = {"role_list": "roles", "roles": [{"id": role, "label": role.title()} for role in ("clerk", "boss", "legal")]}
RULE = procedure("1", "2020-01-01", {"kind": "approval", "case": "deed", "matrix": "AM-1", "before": "signed_at"})


def matrix(*approvals, revision="1", **more):
    return {"matrix": "AM-1", "about": "deed", "revision": revision, "lines": [
        {"id": "L1", "approvals": [{"step": n} | one for n, one in enumerate(approvals, 1)]}]} | more


def told(root, appointments, *documents, period=("2026-01-01", "2026-03-31"), engine="duckdb"):
    write(root, [ROLES, DEED, APPOINTED, DECIDED, RULE, *documents])
    rows = [{"id": str(n), "person": p, "role": r, "from_date": a, "to_date": b} for n, (p, r, a, b) in enumerate(appointments)]
    decision = {"id": "D1", "deed_id": "K1", "role": "clerk", "says": "reviewed", "by": "E9", "at": "2026-04-01"}
    records = {"deed": [{"id": "K1", "amount": 1, "drafted_by": "E1", "signed_at": ""}], "decision": [decision]} | ({"appointment": rows} if rows else {})
    outcome = check(root, records, "2026-04-30", engine=engine,
                    **({"period": {"from": period[0], "to": period[1]}} if period else {}))
    assert outcome.findings == ()
    if rows:
        assert [c.pending for r in outcome.requirements for c in r.checks] == [1], "the deed is judged: not signed yet"
    return [note.en.partition(" (")[0] for file in outcome.records for note in file.notes if "no holder" in note.en], outcome


@pytest.mark.parametrize("engine", ["duckdb", "sqlite"])
def test_the_first_stretch_without_a_holder_is_told(tmp_path, engine):
    terms = [("E1", "boss", "2025-01-01", "2026-01-31"), ("E2", "boss", "2026-02-05", "2026-03-01"), ("E3", "boss", "2026-03-03", "")]
    notes, outcome = told(tmp_path, terms, matrix({"role": "boss"}), engine=engine)
    assert notes == ["role boss, which matrix AM-1 1 demands, had no holder from 2026-02-01 to 2026-02-04, and on 5 days of the period in all"]
    assert "自2026-02-01至2026-02-04无人任职" in "".join(render(outcome, "zh").split()) and "had no holder" in as_json(outcome, "en")


@pytest.mark.parametrize("engine", ["duckdb", "sqlite"])
def test_a_day_made_from_a_field_is_not_the_field(tmp_path, engine):
    """K1 is unsigned: its drafter is boss on the as-of day. K2 was signed before the drafter became one."""
    asked = {"kind": "condition", "case": "deed", "clock": "as_of", "check": "holds(drafted_by, 'boss', coalesce(signed_at, as_of))"}
    write(tmp_path, [ROLES, DEED, APPOINTED, DECIDED, procedure("1", "2020-01-01", asked)])
    deeds = [{"id": "K1", "drafted_by": "E1", "signed_at": ""}, {"id": "K2", "drafted_by": "E1", "signed_at": "2026-01-31"}]
    rows = [{"id": "1", "person": "E1", "role": "boss", "from_date": "2026-02-01", "to_date": ""}]
    outcome = check(tmp_path, {"deed": deeds, "appointment": rows}, "2026-04-30", engine=engine)
    assert [(f.case.key, f.verdict) for f in outcome.findings] == [("K2", "nonconforming")]


@pytest.mark.parametrize(("value", "which"), [(1, "AM-1"), ("1", "AM-1"), ("2", "AM-2")])
def test_the_matrix_of_the_variant_in_force_is_asked(tmp_path, value, which):
    """The variant is known by its name, as the check itself takes it."""
    asked = {"kind": "approval", "case": "deed", "before": "signed_at",
             "variants": {"choose": "$way", "1": {"matrix": "AM-1"}, "2": {"matrix": "AM-2"}}}
    way = {"title": "x", "unit": "text", "default": value, "origin": "chosen"}
    rule = procedure("1", "2020-01-01", asked, parameters={"way": way})
    terms = [("E1", "boss", "2025-01-01", "2026-01-31")]
    notes, _ = told(tmp_path, terms, matrix({"role": "boss"}), matrix({"role": "boss"}) | {"matrix": "AM-2"}, rule)
    assert [note for note in notes if f"matrix {which} 1 demands" in note] == notes != []


def test_a_value_that_is_no_variant_is_told_as_such(tmp_path):
    asked = {"kind": "approval", "case": "deed", "before": "signed_at", "variants": {"choose": "$way", "1": {"matrix": "AM-1"}}}
    way = {"title": "x", "unit": "list", "default": ["1"], "origin": "chosen"}
    with pytest.raises(ProblemError, match="is no variant"):
        told(tmp_path, [("E1", "boss", "2025-01-01", "")], matrix({"role": "boss"}), procedure("1", "2020-01-01", asked, parameters={"way": way}))


@pytest.mark.parametrize("terms", [
    [("E1", "boss", "2025-01-01", "2026-01-31"), ("E2", "boss", "2026-02-01", "")],
    [("E1", "boss", "2026-01-01", "2026-03-31")],
    [("E1", "boss", "", "")],
])
def test_who_follows_on_the_next_day_or_may_have_held_it_leaves_no_gap(tmp_path, terms):
    assert told(tmp_path, terms, matrix({"role": "boss"}))[0] == []


def test_without_a_period_or_appointments_nothing_is_said(tmp_path):
    assert told(tmp_path, [("E1", "boss", "2026-02-01", "")], matrix({"role": "boss"}), period=None)[0] == []
    assert told(tmp_path / "b", [], matrix({"role": "boss"}))[0] == []


def test_any_of_and_k_of_n(tmp_path):
    terms = [("E1", "boss", "2025-01-01", "2026-01-31"), ("E2", "legal", "2026-01-01", "")]
    assert told(tmp_path, terms, matrix({"roles": ["boss", "legal"], "need": 1}))[0] == []
    (note,) = told(tmp_path / "b", terms, matrix({"roles": ["boss", "legal"], "need": 2}))[0]
    assert note.startswith("2 of boss, legal, which matrix AM-1 1 demands, had no holder from 2026-02-01 to 2026-03-31, and on 59 days")
    (note,) = told(tmp_path / "c", terms, matrix({"roles": ["boss", "legal"]}))[0]
    assert note.startswith("role boss")


def test_a_role_counts_from_the_day_a_revision_demands_it(tmp_path):
    newer = matrix({"role": "boss"}, {"role": "legal"}, revision="2", effective_from="2026-03-01")
    notes, _ = told(tmp_path, [("E1", "boss", "2025-01-01", "")], matrix({"role": "boss"}), newer)
    assert notes == ["role legal, which matrix AM-1 2 demands, had no holder from 2026-03-01 to 2026-03-31, and on 31 days of the period in all"]


def test_fitness_warns_and_does_not_stop(tmp_path):
    pytest.importorskip("great_expectations")
    from procedo.fitness import run
    from procedo.library import read

    told(tmp_path, [("E1", "boss", "2025-01-01", "2026-01-31")], matrix({"role": "boss"}))
    result = run(read(tmp_path), tmp_path / "records" / "small.yml")
    assert [t.unexpected for t in result.result.warnings if t.kind == "holders"] == [59]
    assert result.result.fit == all(t.met for t in result.result.tested if t.fit)


@pytest.mark.parametrize(("set_to", "demanded"), [("small", ["boss"]), ("great", ["legal"])])
def test_of_variants_that_a_parameter_chooses_only_the_chosen_one_demands(tmp_path, set_to, demanded):
    sets = {"choose": "$set", "small": {"matrix": "AM-1"}, "great": {"matrix": "AM-2"}}
    rule = procedure("1", "2020-01-01", {"kind": "approval", "case": "deed", "variants": sets, "before": "signed_at"},
                     parameters={"set": {"title": "x", "unit": "text", "default": set_to, "origin": "chosen"}})
    other = matrix({"role": "legal"}) | {"matrix": "AM-2"}
    write(tmp_path, [ROLES, DEED, APPOINTED, DECIDED, rule, matrix({"role": "boss"}), other])
    rows = [{"id": "1", "person": "E9", "role": "clerk", "from_date": "2025-01-01", "to_date": ""}]
    deeds = [{"id": "K1", "amount": 1, "drafted_by": "E1", "signed_at": ""}]
    outcome = check(tmp_path, {"deed": deeds, "appointment": rows}, "2026-04-30", period={"from": "2026-01-01", "to": "2026-03-31"})
    notes = [note.en for file in outcome.records for note in file.notes if "no holder" in note.en]
    assert [role for role in ("boss", "legal") if any(f"role {role}," in note for note in notes)] == demanded
