"""Worked cases of part A: forms of contracts, decisions, appointments and delegations; one check per matrix revision."""

from __future__ import annotations

import datetime as dt
from typing import Any

from judging import form, judge

from procedo.compile.days import number_of
from procedo.model import Form, Matrix
from procedo.rules._span import Picked, Revision, Span

HEAD = {"title": "x", "revision": "1", "status": "released"}
DECIDED = {"on": "contract", "role": "role", "says": "decision", "by": "by", "at": "decided_at", "round": "round", "amount": "amount"}
APPOINTED = {"person": "person", "role": "role", "from": "from", "to": "to"}
DELEGATED = {"giver": "giver", "to": "receiver", "role": "role", "scope": "scope", "cap": "cap", "from": "from", "until": "to", "sub": "sub"}
STOOD_IN = {"holder": "holder", "person": "substitute", "role": "role"}
LOGGED = {"of": "contract", "field": "field", "old": "old", "new": "new", "at": "at"}


def approvals(given: dict[str, Any], engine: str, settings: dict[str, Any]) -> dict[str, tuple[str, list[str], dict[str, Any]]]:
    """Contract -> (verdict, reasons, evidence), each by the matrix revision that its gate picks."""
    forms, records, check = _forms(given), _records(given), _check(given)
    revisions = [_revision(r, later) for r, later in zip(given["matrix"], [*given["matrix"][1:], None], strict=True)]
    found: dict[str, tuple[str, list[str], dict[str, Any]]] = {}
    for revision, stated in zip(revisions, given["matrix"], strict=True):
        span = Span(-10**6, None, (), False, (Picked((revision.first, revision.end), tuple(revisions)),))
        judged = judge(check, forms, records, matrix=_matrix(stated), span=span, engine=engine, **settings)
        for key, answer in judged.items():
            if answer[0] != "not-applicable":
                found[key] = *answer, {"revision": stated["revision"]} | answer.evidence | {"lacking": [_word(w) for w in answer.evidence["lacking"]]}
    return found


def splittings(given: dict[str, Any], engine: str, settings: dict[str, Any]) -> dict[str, tuple[str, list[str], dict[str, Any]]]:
    """Contract -> (verdict, reasons, evidence); who was approved at the higher line has the approval that it demands."""
    rule, bound = given["rule"], given["rule"]["threshold"]
    lines = [{"id": "L1", "amount": f"[0..{bound})", "approvals": [{"step": 1, "role": "clerk"}]},
             {"id": rule["line"], "amount": f"[{bound}..)", "approvals": [{"step": 1, "role": "manager"}]}]
    contract = form("contract", "id:text! customer:text amount:money signed_at:date", date=["signed_at"])
    forms = [contract, *(f for f in _forms(given) if f.form in ("approval", "appointment"))]
    decided = [{"id": f"D{n}", "contract": row["id"], "role": "manager", "by": "E1", "decision": "approved", "decided_at": _text(row["signed_at"])}
               for n, row in enumerate(given["contracts"]) if row.get("approved_line") == rule["line"]]
    records = {"contract": [{k: _text(v) for k, v in row.items()} for row in given["contracts"]], "approval": decided,
               "appointment": [{"id": "A", "person": "E1", "role": "manager", "from": "2020-01-01"}]}
    check = {"kind": "splitting", "case": "contract", "by": "customer", "within": f"{rule['days']} days", "matrix": "M", "amount": "amount"}
    judged = judge(check, forms, records, matrix=_matrix({"lines": lines}), engine=engine, **settings)
    return {key: (*answer, answer.evidence) for key, answer in judged.items()}


def _word(lacking: str) -> str:
    """As the cases write an office that may be either of two."""
    return lacking.replace(" / ", "|")


def _revision(stated: dict[str, Any], later: dict[str, Any] | None) -> Revision:
    until = number_of(stated["until"]) if stated.get("until") else None
    end = number_of(later["effective_from"]) if later else None
    return Revision(number_of(stated["effective_from"]), end, stated.get("transition", "end"), until)


def _matrix(stated: dict[str, Any]) -> Matrix:
    inputs = [{"name": name, "is": name} for name in ("amount", "class") if any(name in line for line in stated["lines"])]
    said = {key: stated[key] for key in ("lines", "key_fields", "currency", "basis") if key in stated}
    return Matrix.model_validate(HEAD | {"matrix": "M", "about": "contract", "inputs": inputs} | said)


def _check(given: dict[str, Any]) -> dict[str, Any]:
    said = {"kind": "approval", "case": "contract", "matrix": "M", "delivery": "delivered_at", "happened": "status = 'signed'",
            "author": "author", "amount": "amount", "scope": "class", "begun": "submitted_at"}
    return said | {key: value for key, value in given["rule"].items() if key != "kind"}


def _forms(given: dict[str, Any]) -> list[Form]:
    contract = form(
        "contract",
        "id:text! author:person amount:money class:text status:text currency:text tax_included:boolean tax_rate:number "
        "submitted_at:datetime signed_at:datetime delivered_at:datetime payment_terms:text delivery_date:text remark:text",
        date=["signed_at", "submitted_at"],
    )
    plain = contract.model_dump(by_alias=True)
    plain["fields"]["amount"] |= {"currency_field": "currency", "tax_included_field": "tax_included", "tax_rate_field": "tax_rate"}
    return [
        Form.model_validate(plain),
        form("approval", "id:text! contract:reference=contract role:text decision:text by:person decided_at:datetime amount:money round:integer",
             date=["decided_at"], decisions=DECIDED),
        form("appointment", "id:text! person:person role:text from:date? to:date?", appoints=APPOINTED),
        form("delegation", "id:text! giver:person receiver:person role:text scope:list cap:money from:date? to:date? sub:boolean",
             delegates=DELEGATED),
        form("substitute", "id:text! holder:person substitute:person role:text", substitutes=STOOD_IN),
        form("absence", "id:text! person:person from:date? to:date?", absent={"person": "person", "from": "from", "to": "to"}),
        form("change", "id:text! contract:reference=contract field:text old:text new:text at:datetime", date=["at"], history=LOGGED),
        form("rate", "id:text! currency:text rate:number from:date?", rates={"currency": "currency", "rate": "rate", "from": "from"}),
    ]


def _records(given: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """Only the tables that the case gives: nobody delegated where there is none."""
    renamed = {"from_person": "giver", "to_person": "receiver"}
    tables = {"delegation": "delegations", "substitute": "substitutes", "absence": "absences", "change": "changes", "rate": "rates"}
    records = {"contract": given["contracts"], "approval": given.get("approvals", []), "appointment": given["appointments"]}
    records |= {name: given[table] for name, table in tables.items() if given.get(table)}
    return {name: [{"id": f"{name} {n}"} | {renamed.get(k, k): _text(v) for k, v in row.items()} for n, row in enumerate(rows)]
            for name, rows in records.items()}


def _text(value: Any) -> Any:
    return value.isoformat() if isinstance(value, (dt.date, dt.datetime)) else value
