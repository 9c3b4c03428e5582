"""Worked cases of part E: a library of several revisions and the one that the finding names; concessions over findings."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from small_library import check, form, procedure, write

from procedo.check.concede import conceded
from procedo.finding import Case, DocumentPlace, Evidence, Finding
from procedo.model.concession import Concession
from procedo.terms import say

MATTER = form("matter", "id:text! start:date date:datetime", date=["date"])
ROLES = {"role_list": "roles", "roles": [{"id": "legal", "label": "legal"}]}
DECIDED = {"on": "matter", "role": "role", "says": "decision", "by": "by", "at": "at"}
DECISION = form("decision", "id:text! matter:reference=matter role:text decision:text by:person at:datetime", date=["at"], decisions=DECIDED)
APPOINTED = {"person": "person", "role": "role", "from": "from", "to": "to"}
APPOINTMENT = form("appointment", "id:text! person:person role:text from:date? to:date?", appoints=APPOINTED)


def in_force(given: dict[str, Any], engine: str) -> dict[str, tuple[str, list[str], dict[str, Any]]]:
    """Case -> (verdict, reasons, evidence); every matter offends, so that its finding names the revision that judged it."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        of_matrix = given["rule"].get("document") == "matrix"
        write(root, [MATTER, *(_matrices(given) if of_matrix else _procedures(given))])
        records: dict[str, Any] = {"matter": [{"id": c["id"], "start": c.get("start"), "date": c.get("date")} for c in given["cases"]]}
        if of_matrix:
            records |= {"decision": [{"id": "D", "matter": "", "role": "", "decision": "", "by": "", "at": ""}],
                        "appointment": [{"id": "A", "person": "E1", "role": "legal", "from": "2020-01-01", "to": ""}]}
        outcome = check(root, records, str(given["as_of"]), engine=engine)
    found = {f.case.key: _said(f) for f in outcome.findings}
    silent = [c["id"] for c in given["cases"] if c["id"] not in found]
    counted = sum(c.not_applicable for r in outcome.requirements for c in r.checks)
    assert counted == len(silent), "a case that no revision judges is counted"
    return found | {key: ("not-applicable", ["no-revision-in-force"], {}) for key in silent}


def _said(finding) -> tuple[str, list[str], dict[str, Any]]:
    if finding.verdict == "nonconforming":
        return "in-force", [], {"revision": finding.revision}
    return finding.verdict, list(finding.reasons), {}


def _procedures(given: dict[str, Any]) -> list[dict[str, Any]]:
    rule = {"kind": "condition", "case": "matter", "check": "id = 'none'", "begun": "start"}
    return [procedure(r["revision"], str(r["effective_from"]), rule, **_life(r)) for r in given["revisions"]]


def _matrices(given: dict[str, Any]) -> list[dict[str, Any]]:
    rule = {"kind": "approval", "case": "matter", "matrix": "M", "before": "date"}
    line = {"id": "L1", "approvals": [{"step": 1, "role": "legal"}]}
    matrices = [{"matrix": "M", "about": "matter", "revision": r["revision"], "effective_from": str(r["effective_from"]), "lines": [line]}
                | _life(r) for r in given["revisions"]]
    return [ROLES, DECISION, APPOINTMENT, procedure("1", "2020-01-01", rule), *matrices]


def _life(revision: dict[str, Any]) -> dict[str, Any]:
    return {key: revision[key] for key in ("transition", "until", "withdrawn_on") if key in revision}


def concessions(given: dict[str, Any], engine: str) -> dict[str, tuple[str, list[str], dict[str, Any]]]:
    """Case -> (verdict, no reasons, whether and why not conceded)."""
    judged = {row["case"]: row for row in given["judged"]}
    findings = [_finding(row) for row in given["judged"] if row["verdict"] != "conforms"]
    performers = {row["case"]: frozenset([row["by"]]) for row in given["judged"]}
    granted = tuple(_concession(one) for one in given["concessions"])
    marked = {f.case.key: f for f in conceded(findings, granted, str(given["as_of"]), performers)}
    return {key: (row["verdict"], [], _mark(marked.get(key))) for key, row in judged.items()}


def _finding(row: dict[str, Any]) -> Finding:
    text, rule = say("x", "x"), row["rule"]
    return Finding(
        row["case"], rule, f"{rule}.a", "QP-1", row["revision"], "major", row["verdict"], False, Case("matter", row["case"]),
        (row["reason"],), text, text, (), str(row["date"]), Evidence(), None, None, DocumentPlace("x", 1))


def _concession(one: dict[str, Any]) -> Concession:
    plain = {key: value for key, value in one.items() if key not in ("rule", "granted_at", "granted_by")}
    granted = {"by": one["granted_by"], "date": one["granted_at"]}
    return Concession.model_validate(plain | {"requirement": one["rule"], "granted": granted, "why": "x"})


def _mark(finding: Finding | None) -> dict[str, Any]:
    if finding is None or finding.concession is None:
        return {"conceded": "no"}
    mark = finding.concession
    return {"conceded": "no", "why": mark.why_not} if mark.why_not else {"conceded": "retrospective" if mark.retrospective else "yes"}
