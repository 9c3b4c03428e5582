"""Names of the worked cases -> forms, checks and reasons of procedo. One function for each kind of rule in the cases."""

from __future__ import annotations

from typing import Any

import cases_adapter_sums as sums
import cases_adapter_time as time
from cases_adapter_force import concessions, in_force
from cases_adapter_time import numbered, settings, texts
from judging import form, judge

from procedo.model import Matrix

HEAD = {"title": "x", "revision": "1", "status": "released"}
SAME = {
    "not-satisfied": ("over-limit", "under-limit"),
    "after": ("too-late",),
    "value-unreadable": ("case-date-missing", "date-missing", "trigger-date-unreadable", "amount-missing", "due-missing", "person-missing"),
    "value-missing": ("due-missing", "person-missing", "key-missing", "value-missing"),
    "case-date-missing": ("case-date-missing",),
    "late": ("too-late",),
}
"""Our reason -> what the cases call it, where they differ."""
SILENT = {"in-time", "not-triggered", "not-yet-due"}
"""Reasons the cases give to verdicts that need none here."""

WAITING: dict[str, str] = {
    id: what
    for what, ids in {
        "approval after_reject": "A-26",
        "currencies": "A-43",
        "delegations": "A-06 A-07 A-08 A-09 A-10 A-11 A-12 A-13 A-14 A-34 A-62",
        "delivery as the gate": "A-20 A-21 A-64",
        "k of n by last vote": "A-67",
        "k of n by person": "A-38",
        "k of n with votes against": "A-39",
        "key fields changed after approval": "A-29 A-30 A-31",
        "numbering": "D-08 D-09 D-10 D-21",
        "pauses": "B-25 B-26 B-42",
        "reconciliation": "D-01 D-02 D-03 D-04 D-05 D-18 D-19 D-20",
        "recorded rounds": "A-66",
        "recurrence": "B-29 B-30 B-31 B-32 B-33 B-34 B-35 B-36 B-37 B-38 B-44",
        "response link": "C-08 C-09",
        "rounds after a refusal": "A-25",
        "splitting": "D-11 D-12 D-13",
        "status that says signed": "A-53",
        "substitutes": "A-15",
        "tax basis": "A-44",
        "transitions": "A-55",
    }.items()
    for id in ids.split()
}
"""Case -> the capability it waits for."""


class Unsupported(Exception):
    """The case is about something that is not built yet."""


def run(given: dict[str, Any], engine: str) -> dict[str, tuple]:
    """Case id -> (verdict, reasons) as procedo sees it; a third part is the evidence, where the kind of case shows some."""
    kind = given["rule"]["kind"]
    if kind not in KINDS:
        raise Unsupported(kind)
    return KINDS[kind](given, engine)


def _refuse(given: dict[str, Any], *keys: str) -> None:
    for key in keys:
        if given.get(key):
            raise Unsupported(key)


def _uniqueness(given: dict[str, Any], engine: str):
    forms = [form("paper", "id:text! no:text stage:text")]
    check = {"kind": "uniqueness", "case": "paper", "by": given["rule"]["fields"]}
    return sums.told(judge(check, forms, {"paper": numbered(given["rows"])}, **settings(given, engine)))


def _limit(given: dict[str, Any], engine: str):
    rule = given["rule"]
    forms = [form("account", "id:text! open:money limit:money")]
    check = {"kind": "condition", "case": "account", "check": f"{rule['field']} {rule['op']} {rule['bound']}"}
    return judge(check, forms, {"account": texts(given["rows"])}, **settings(given, engine))


def _approval(given: dict[str, Any], engine: str):
    _refuse(given, "delegations", "substitutes", "absences", "changes", "rates")
    rule = given["rule"]
    for key in rule.keys() - {"kind", "before"}:
        raise Unsupported(f"approval {key}")
    for row in given["contracts"]:
        _refuse(row, "delivered_at", "currency", "tax_rate", "tax_included", "status")
    forms = [
        form(
            "contract",
            "id:text! author:person amount:money class:text submitted_at:datetime signed_at:datetime",
            date=["signed_at", "submitted_at"],
        ),
        form(
            "approval",
            "id:text! contract:reference=contract role:text decision:text by:person decided_at:datetime amount:money round:integer",
            date=["decided_at"],
            decisions={
                "on": "contract",
                "role": "role",
                "says": "decision",
                "by": "by",
                "at": "decided_at",
                "round": "round",
                "amount": "amount",
            },
        ),
        form(
            "appointment",
            "id:text! person:person role:text from:date? to:date?",
            appoints={"person": "person", "role": "role", "from": "from", "to": "to"},
        ),
    ]
    records = {
        "contract": texts(given["contracts"]),
        "approval": numbered(given.get("approvals", [])),
        "appointment": numbered(given["appointments"]),
    }
    check = {"kind": "approval", "case": "contract", "matrix": "M", "before": rule["before"], "author": "author", "amount": "amount"}
    found: dict[str, tuple[str, list[str]]] = {}
    for number, revision in enumerate(given["matrix"]):
        found |= _in_force(given, revision, given["matrix"][number + 1 :], check, forms, records, engine)
    return found


def _in_force(given, revision, later, check, forms, records, engine: str):
    """The contracts whose gate (or the as-of day) falls into this revision of the matrix."""
    from procedo.compile.days import number_of
    from procedo.rules._build import Span

    if revision.get("transition", "end") != "end":
        raise Unsupported("transition")
    inputs = [{"name": "amount", "is": "amount"}]
    inputs += [{"name": "class", "is": "class"}] if any("class" in line for line in revision["lines"]) else []
    matrix = Matrix.model_validate(HEAD | {"matrix": "M", "about": "contract", "inputs": inputs, "lines": revision["lines"]})
    span = Span(number_of(revision["effective_from"]), number_of(later[0]["effective_from"]) if later else None, (), False)
    found = judge(check, forms, records, **settings(given, engine, matrix=matrix, span=span))
    return {key: value for key, value in found.items() if value[0] != "not-applicable"}


KINDS = {
    "in-force": in_force,
    "concession": concessions,
    "response": time.response,
    "lead": time.lead,
    "precedence": time.precedence,
    "existence": time.existence,
    "absence": time.absence,
    "uniqueness": _uniqueness,
    "limit": _limit,
    "sod": sums.duties,
    "duties": sums.acts,
    "approval": _approval,
}
