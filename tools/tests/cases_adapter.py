"""Names of the worked cases -> forms, checks and reasons of procedo. One function for each kind of rule in the cases."""

from __future__ import annotations

from typing import Any

import cases_adapter_sums as sums
import cases_adapter_time as time
from cases_adapter_approval import approvals, splittings
from cases_adapter_force import concessions, in_force
from cases_adapter_recurrence import recurrence
from cases_adapter_time import numbered, settings, texts
from judging import form, judge

HEAD = {"title": "x", "revision": "1", "status": "released"}
SAME = {
    "not-satisfied": ("over-limit", "under-limit"),
    "after": ("too-late",),
    "value-unreadable": ("case-date-missing", "date-missing", "trigger-date-unreadable", "amount-missing", "due-missing", "person-missing"),
    "value-missing": ("amount-missing", "due-missing", "person-missing", "key-missing", "value-missing"),
    "case-date-missing": ("case-date-missing",),
    "late": ("too-late",),
}
"""Our reason -> what the cases call it, where they differ."""
SILENT = {"in-time", "not-triggered", "not-yet-due"}
"""Reasons the cases give to verdicts that need none here."""


class Unsupported(Exception):
    """The case is about something that the rules of procedo cannot say."""


def run(given: dict[str, Any], engine: str) -> dict[str, tuple]:
    """Case id -> (verdict, reasons) as procedo sees it; a third part is the evidence, where the kind of case shows some."""
    kind = given["rule"]["kind"]
    if kind not in KINDS:
        raise Unsupported(kind)
    return KINDS[kind](given, engine)


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
    said = settings(given, engine)
    return approvals(given, said.pop("engine"), said)


def _splitting(given: dict[str, Any], engine: str):
    said = settings(given, engine)
    return splittings(given, said.pop("engine"), said)


KINDS = {
    "splitting": _splitting,
    "in-force": in_force,
    "concession": concessions,
    "response": time.response,
    "lead": time.lead,
    "precedence": time.precedence,
    "existence": time.existence,
    "absence": time.absence,
    "uniqueness": _uniqueness,
    "limit": _limit,
    "recurrence": recurrence,
    "sod": sums.duties,
    "duties": sums.acts,
    "numbering": sums.numbering,
    "reconciliation": sums.reconciliation,
    "approval": _approval,
}
