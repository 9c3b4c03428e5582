"""Names of the worked cases -> forms, checks and reasons of procedo. One function for each kind of rule in the cases."""

from __future__ import annotations

import datetime as dt
from typing import Any

import cases_adapter_sums as sums
from cases_adapter_force import concessions, in_force
from judging import form, judge

from procedo.model import Calendar, Matrix

HEAD = {"title": "x", "revision": "1", "status": "released"}
UNITS = {"day": "days", "working-day": "working days", "hour": "hours", "month": "months", "year": "years"}
SAME = {
    "not-satisfied": ("over-limit", "under-limit"),
    "after": ("too-late",),
    "value-unreadable": ("case-date-missing", "date-missing", "trigger-date-unreadable", "amount-missing", "due-missing", "person-missing"),
    "value-missing": ("due-missing", "person-missing", "key-missing", "value-missing"),
    "case-date-missing": ("case-date-missing",),
    "late": ("too-late",),
}
"""Our reason -> what the cases call it, where they differ."""
SILENT = {"in-time", "not-triggered", "not-yet-due", "event-not-set"}
"""Reasons the cases give to verdicts that need none here."""

WAITING: dict[str, str] = {
    id: what
    for what, ids in {
        "approval after_reject": "A-26",
        "counting at the end of the calendar": "B-27 B-28",
        "currencies": "A-43",
        "delegations": "A-06 A-07 A-08 A-09 A-10 A-11 A-12 A-13 A-14 A-34 A-62",
        "delivery as the gate": "A-20 A-21 A-64",
        "events not set yet": "B-17",
        "k of n by last vote": "A-67",
        "k of n by person": "A-38",
        "k of n with votes against": "A-39",
        "key fields changed after approval": "A-29 A-30 A-31",
        "limits by an unknown attribute": "C-11",
        "numbering": "D-08 D-09 D-10 D-21",
        "pauses": "B-25 B-26 B-42",
        "reconciliation": "D-01 D-02 D-03 D-04 D-05 D-18 D-19 D-20",
        "recorded rounds": "A-66",
        "recurrence": "B-29 B-30 B-31 B-32 B-33 B-34 B-35 B-36 B-37 B-38 B-44",
        "response link": "C-08 C-09",
        "response roll": "B-11 B-40",
        "rounds after a refusal": "A-25",
        "splitting": "D-11 D-12 D-13",
        "stated precision": "B-23",
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
    found: dict[str, tuple] = {}
    for part in _parts(given):
        found |= KINDS[kind](part, engine)
    return found


LINKS = {"triggers": ("id", "targets", "trigger"), "later": ("key", "earlier", "key"), "rows": ("id", "", "")}


def _parts(given: dict[str, Any]):
    """Precision belongs to the column: cases that mix days and times in one are run one by one, each a file of its own."""
    for name, (own, other, link) in LINKS.items():
        rows = given.get(name, [])
        points = [v for row in (*rows, *given.get(other, [])) for k, v in row.items() if k == "at" or k.endswith("_at")]
        if len({isinstance(p, dt.date) for p in points if p}) > 1:
            for row in rows:
                linked = {other: [r for r in given[other] if r[link] == row[own]]} if other else {}
                yield given | {name: [row]} | linked
            return
    yield given


def _settings(given: dict[str, Any], engine: str, **more: Any) -> dict[str, Any]:
    settings: dict[str, Any] = {"as_of": str(given["as_of"]), "engine": engine}
    if given.get("extracted_at"):
        settings["extracted_at"] = str(given["extracted_at"])
    if given.get("calendar"):
        said = given["calendar"]
        settings["calendar"] = Calendar.model_validate(
            HEAD
            | {"calendar": "case", "first": said["from"], "last": said["to"], "off": said.get("off", []), "worked": said.get("work", [])}
        )
    _refuse(given, "zones", "precision", "holds")
    return settings | more


def _refuse(given: dict[str, Any], *keys: str) -> None:
    for key in keys:
        if given.get(key):
            raise Unsupported(key)


def _texts(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{k: v.isoformat() if isinstance(v, (dt.date, dt.datetime)) else v for k, v in row.items()} for row in rows]


def _numbered(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{"id": f"row {n}"} | row for n, row in enumerate(_texts(rows), 1)]


def _response(given: dict[str, Any], engine: str):
    rule, limit = given["rule"], given["rule"]["limit"]
    for key in rule.keys() - {"kind", "limit"}:
        raise Unsupported(f"response {key}")
    parameters = {}
    within = f"{limit['n']} {UNITS[limit['unit']]}"
    if "by" in limit:
        within, parameters = f"$limit[{limit['by']}]", {"limit": {k: f"{n} {UNITS[limit['unit']]}" for k, n in limit["n"].items()}}
    attribute = limit.get("by", "class")
    own = any("done_at" in row for row in given["triggers"])
    forms = [
        form("trigger", f"id:text! at:datetime {attribute}:text{'!' if 'by' in limit else ''} done_at:datetime", date=["at"]),
        form("target", "id:text! trigger:reference=trigger at:datetime", date=["at"]),
    ]
    what = {"done": "done_at"} if own else {"needs": {"form": "target", "match": "trigger"}}
    check = {"kind": "response", "case": "trigger", "after": "at", "within": within} | what
    records = {"trigger": _texts(given["triggers"]), "target": _numbered(given.get("targets", []))}
    return judge(check, forms, records, **_settings(given, engine, parameters=parameters))


def _lead(given: dict[str, Any], engine: str):
    rule = given["rule"]
    unit = {"day": "days", "month": "months", "working-day": "working_days"}[rule["unit"]]
    bound = f"event_at - {unit}({rule['n']})"
    forms = [form("deed", "id:text! event_at:datetime? done_at:datetime", date=["event_at"])]
    window = {"before": bound} if rule["mode"] == "at-least" else {"after": bound, "before": "event_at"}
    check = {"kind": "precedence", "case": "deed", "done": "done_at"} | window
    return judge(check, forms, {"deed": _texts(given["rows"])}, **_settings(given, engine))


def _precedence(given: dict[str, Any], engine: str):
    forms = [form("deed", "id:text! key:text! at:datetime", date=["at"]), form("earlier", "id:text! key:text at:datetime", date=["at"])]
    check = {"kind": "precedence", "case": "deed", "clock": "as_of", "needs": {"form": "earlier", "match": {"key": "key"}}, "before": "at"}
    if given["rule"].get("same_day"):
        check["same_day"] = given["rule"]["same_day"]
    records = {"deed": _texts(given["later"]), "earlier": _numbered(given["earlier"])}
    return judge(check, forms, records, **_settings(given, engine))


def _existence(given: dict[str, Any], engine: str):
    due = any("due" in row for row in given["cases"])
    forms = [
        form("matter", f"id:text! key:text! due:date?{'!' if due else ''}"),
        form("related", "id:text! key:text at:datetime", date=["at"]),
    ]
    needs = {"form": "related", "match": {"key": "key"}, "at_least": given["rule"].get("count", 1)}
    check = {"kind": "existence", "case": "matter", "needs": needs} | ({"before": "due"} if due else {})
    records = {"matter": _texts(given["cases"]), "related": _numbered(given["related"])}
    if not due:
        check["needs"]["at"] = "none"
    return judge(check, forms, records, **_settings(given, engine))


def _absence(given: dict[str, Any], engine: str):
    window = given["rule"].get("window")
    forms = [form("matter", "id:text! key:text! a:date? b:date?"), form("related", "id:text! key:text at:datetime", date=["at"])]
    check = {"kind": "absence", "case": "matter", "forbids": {"form": "related", "match": {"key": "key"}}}
    check |= {"after": window["from"], "before": window["to"]} if window else {}
    return judge(check, forms, {"matter": _texts(given["cases"]), "related": _numbered(given["related"])}, **_settings(given, engine))


def _uniqueness(given: dict[str, Any], engine: str):
    forms = [form("paper", "id:text! no:text stage:text")]
    check = {"kind": "uniqueness", "case": "paper", "by": given["rule"]["fields"]}
    return sums.told(judge(check, forms, {"paper": _numbered(given["rows"])}, **_settings(given, engine)))


def _limit(given: dict[str, Any], engine: str):
    rule = given["rule"]
    forms = [form("account", "id:text! open:money limit:money")]
    check = {"kind": "condition", "case": "account", "check": f"{rule['field']} {rule['op']} {rule['bound']}"}
    return judge(check, forms, {"account": _texts(given["rows"])}, **_settings(given, engine))


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
        "contract": _texts(given["contracts"]),
        "approval": _numbered(given.get("approvals", [])),
        "appointment": _numbered(given["appointments"]),
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
    found = judge(check, forms, records, **_settings(given, engine, matrix=matrix, span=span))
    return {key: value for key, value in found.items() if value[0] != "not-applicable"}


KINDS = {
    "in-force": in_force,
    "concession": concessions,
    "response": _response,
    "lead": _lead,
    "precedence": _precedence,
    "existence": _existence,
    "absence": _absence,
    "uniqueness": _uniqueness,
    "limit": _limit,
    "sod": sums.duties,
    "duties": sums.acts,
    "approval": _approval,
}
