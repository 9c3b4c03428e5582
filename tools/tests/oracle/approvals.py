"""Contracts with their decisions, at random; the checks of kind approval and their plain readings."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import strategies as st
from oracle.approval import RANK, Place, Rule, reading
from oracle.kit import Check, Kind, any_of, dark, each, form, record_sets, rows
from oracle.values import Records

from procedo.model import Matrix

CONTRACT = form(
    "contract", "id:text! author:person amount:money class:text status:text submitted_at:date signed_at:date delivered_at:date",
    date=["signed_at", "submitted_at"],
)
DECISIONS = {"on": "contract", "role": "role", "says": "decision", "by": "by", "at": "decided_at", "round": "round", "amount": "amount"}
FORMS = [
    CONTRACT,
    form(
        "approval", "id:text! contract:reference=contract role:text decision:text by:person decided_at:date amount:money round:integer",
        date=["decided_at"],
        decisions=DECISIONS,
    ),
    form("appointment", "id:text! person:person role:text from:date? to:date?", appoints={"person": "person", "role": "role", "from": "from", "to": "to"}),
]
TOLD = {
    "contract": "id:text! author:person amount:money class:text status:text submitted_at:date signed_at:datetime delivered_at:date",
    "approval": "id:text! contract:reference=contract role:text decision:text by:person decided_at:datetime amount:money round:integer",
}
HEADS = {"contract": {"date": ["signed_at", "submitted_at"]}, "approval": {"date": ["decided_at"], "decisions": DECISIONS}}
"""The same by the clock."""
AUTHORITY = [
    form(
        "delegation", "id:text! giver:person receiver:person role:text scope:list cap:money from:date? to:date? sub:boolean",
        delegates={"giver": "giver", "to": "receiver", "role": "role", "scope": "scope", "cap": "cap", "from": "from", "until": "to", "sub": "sub"},
    ),
    form("substitute", "id:text! holder:person substitute:person role:text", substitutes={"holder": "holder", "person": "substitute", "role": "role"}),
    form("absence", "id:text! person:person from:date? to:date?", absent={"person": "person", "from": "from", "to": "to"}),
]
CHANGES = [
    form(
        "change", "id:text! contract:reference=contract field:text old:text new:text at:date", date=["at"],
        history={"of": "contract", "field": "field", "old": "old", "new": "new", "at": "at"},
    )
]
KEYS = {
    "contract": ["id", "author"], "approval": ["id", "contract", "by"], "appointment": ["id", "person"], "delegation": ["id", "giver", "receiver"],
    "substitute": ["id", "holder", "substitute"], "absence": ["id", "person"], "change": ["id", "contract"],
}
ROLES = ("legal", "manager", "chief", "member")
ALWAYS = {"appointment": [{"id": f"a-{role}", "person": "nobody", "role": role, "from": "2020-01-01", "to": "2020-12-31"} for role in ROLES]}
"""Every role has once been held, in every record set; `board` never."""
APPOINTED = [("P2", "legal"), ("P3", "manager"), ("P4", "chief"), ("P5", "member"), ("P6", "member"), ("P7", "member")]


STEPS = [("legal", "reviewed", "P2", "2026-06-03"), ("manager", "approved", "P3", "2026-06-04"), ("chief", "approved", "P4", "2026-06-05")]
"""The usual decisions of a contract: role, decision, by whom, on which day."""
VOTES = [("chief", "approved", "P4", "2026-06-03"), ("member", "approved", "P5", "2026-06-04"), ("member", "approved", "P6", "2026-06-04")]


def mostly(usual: str, *others: str, times: int = 2) -> list[str]:
    return [usual] * (times * max(len(others), 1)) + list(others)


GATES = mostly("2026-06-10", "2026-06-08", "2026-06-15", "2026-06-18", "2026-06-21", "", "", "2026-06-31", times=1)


def contracts(*amounts: str, **more: list[str]):
    cells = {
        "author": mostly("P1", "P2", "P3", "P4 ", ""), "amount": list(amounts), "class": ["A", "A", "B", ""], "status": [""], "submitted_at": ["2026-06-01"],
        "signed_at": GATES, "delivered_at": [""],
    }
    return rows(2, 1, **(cells | more))


DAYS = [f"2026-06-0{d}" for d in (2, 3, 4, 5, 6, 8)] + ["2026-06-10", "2026-06-11"]
ODD = {
    "role": ["legal", "manager", "chief"],
    "decision": ["approved", "reviewed", "rejected", ""],
    "by": ["P2", "P3 ", "P4", "P1", "P8", ""],
    "decided_at": [*DAYS, "", "2026-06-31", "2026-06-18", "2026-06-21"],
    "amount": ["600", "599.99", "6O0"],
    "round": [""],
}
"""What a cell of a decision may hold now and then."""


def decided(steps: list[tuple[str, str, str, str]], extra: int = 2, **odd: list[str]):
    """For each contract its steps, now and then changed or left out, and up to `extra` decisions more."""
    odd = ODD | odd

    def one(contract: str, role: str, decision: str, by: str, day: str):
        usual = {"contract": contract, "role": role, "decision": decision, "by": by, "decided_at": day, "amount": "", "round": "", "there": "yes"}
        return st.fixed_dictionaries({cell: any_of(mostly(told, *(odd | {"there": ["no"]}).get(cell, []))) for cell, told in usual.items()})

    chains = [one(contract, *step) for contract in ("contract-0", "contract-1") for step in steps]
    more = rows(extra, contract=["contract-0", "contract-1"], there=["yes"], **{cell: values or ODD[cell] for cell, values in odd.items()})
    return st.tuples(st.tuples(*chains), more).map(lambda told: [stated(row) for row in (*told[0], *told[1]) if row["there"] == "yes"])


def stated(row: dict[str, str]) -> dict[str, str]:
    """A decision that states no role states who took it: else it would speak for nobody."""
    return row | {"by": row["by"].strip() or "P3"} if not row["role"] else row


def appointed(records: Records) -> Records:
    """The usual holders beside those that were drawn."""
    usual = [{"id": f"h{n}", "person": person, "role": role, "from": "2026-01-01", "to": ""} for n, (person, role) in enumerate(APPOINTED)]
    return records | {"appointment": usual + records["appointment"]}


APPOINTMENTS = rows(
    2, person=["P1", "P2", "P3", "P4", "P8", ""], role=[*ROLES, ""],
    **{"from": ["2026-01-01", "2026-06-04", "", "soon"], "to": ["", "2026-06-03", "2026-06-06"]},
)
BASIC = record_sets(
    contract=contracts("600", "600.00", "300", "50", "", "6O0", "-5"), approval=decided(STEPS, role=[*ODD["role"], "board", ""]), appointment=APPOINTMENTS,
)
DELIVERED = record_sets(
    contract=contracts("600", status=["", "signed"], delivered_at=["", *GATES]), approval=decided(STEPS, 0), appointment=rows(0),
)
ROUNDS = record_sets(
    contract=contracts("600", author=["P1"]),
    approval=decided(STEPS, 4, decision=["approved", "rejected"], round=["1", "2"], by=["P2", "P3", "P4"], decided_at=DAYS, amount=[""]),
    appointment=rows(0),
)
REFUSED = record_sets(
    contract=contracts("600", author=["P1"]),
    approval=decided(STEPS, 4, decision=["approved", "rejected"], by=["P2", "P3", "P4"], decided_at=DAYS, amount=[""]),
    appointment=rows(0),
)
VOTED = record_sets(
    contract=contracts("600", author=["P1", "P1", "P5"]),
    approval=decided(VOTES, 4, role=["legal", "chief", "member", "member"], by=["P2", "P4", "P5", "P6", "P7"], amount=[""], decided_at=DAYS,
                     decision=["approved", "approved", "reviewed", "rejected"]),
    appointment=rows(1, person=["P4"], role=["member"], **{"from": ["2026-01-01"], "to": [""]}),
)
SPANS = {"from": ["2026-06-01", "2026-06-01", "2026-06-04", "", "soon"], "to": ["", "", "2026-06-30", "2026-06-03", "soon"]}
AUTHORITIES = record_sets(
    contract=contracts("600", "300", author=["P1", "P4", ""]),
    approval=decided(STEPS, 1, by=["P8", "P8", "P9"], decision=[], decided_at=[*DAYS, ""], amount=[""], role=["chief"]),
    appointment=rows(1, person=["P1", "P8", "P9"], role=["chief", "manager"], **{"from": ["", "2026-06-05"], "to": [""]}),
    delegation=rows(
        4, giver=["P2", "P3", "P4", "P4", "P8", "P9", "P1", ""], receiver=["P8", "P8", "P9", "P4"], role=["chief", "chief", "manager", ""],
        scope=["", "", "A", "B、A", "B"], cap=["", "", "600", "599.99", "5O"], sub=["是", "", "否"], **SPANS,
    ),
    substitute=rows(2, holder=["P4", "P3"], substitute=["P8", "P9"], role=["chief", "manager"]),
    absence=rows(2, person=["P4", "P3"], **SPANS),
)
CHANGED = record_sets(
    contract=contracts("600", author=["P1"]),
    approval=decided(STEPS, 2, decision=[], by=[], amount=[""]),
    appointment=rows(0),
    change=rows(
        2, contract=["contract-0", "contract-1"], field=["amount", "class", "remark", "class "], old=["A", "B ", ""], new=["B", "A"],
        at=["2026-06-03", "2026-06-05", "2026-06-10", "2026-06-11", "", "2026-06-18", "2026-06-31"],
    ),
)
CLOCKS = [form(one.form, TOLD[one.form], **HEADS[one.form]) for one in FORMS[:2]]
CLOCKED = record_sets(
    contract=contracts("600", author=["P1", "P1", "P2"], signed_at=[
        "2026-06-05 16:00", "2026-06-05 09:00", "2026-06-05 15:59", "", "2026-06-18 09:00", "2026-06-21 09:00"]),
    approval=decided(
        [(role, says, by, f"2026-06-05 {hour}:00") for (role, says, by, _), hour in zip(STEPS, ("09", "10", "16"), strict=True)], 2,
        decision=["approved", "rejected"], by=["P2", "P3", "P4"], amount=[""],
        decided_at=["2026-06-04 16:00", "2026-06-05 09:00", "2026-06-05 09:59", "2026-06-05 10:00", "2026-06-05 15:30", "2026-06-05 16:01", ""],
    ),
    appointment=rows(0),
)

LEGAL, MANAGER, CHIEF = Place(1, ("legal",), "review"), Place(2, ("manager",)), Place(3, ("chief",))
LINES = [("L3", Decimal(500), [LEGAL, MANAGER, CHIEF]), ("L2", Decimal(100), [LEGAL, MANAGER]), ("L1", Decimal(0), [MANAGER])]
VOTING = [("L1", Decimal(0), [Place(1, ("legal", "chief")), Place(2, ("member",), votes=2), Place(2, ("member",), votes=2)])]
PARALLEL = [("L1", Decimal(0), [Place(1, ("legal",), "review"), Place(1, ("manager",)), Place(2, ("chief",))])]
_LEGAL, _MANAGER, _CHIEF = {"step": 1, "role": "legal", "act": "review"}, {"step": 2, "role": "manager"}, {"step": 3, "role": "chief"}
_LINES = [
    {"id": "L1", "amount": "[0..100)", "approvals": [_MANAGER]},
    {"id": "L2", "amount": "[100..500)", "approvals": [_LEGAL, _MANAGER]},
    {"id": "L3", "amount": "[500..)", "approvals": [_LEGAL, _MANAGER, _CHIEF]},
]
_VOTING = [{"id": "L1", "amount": "any", "approvals": [{"step": 1, "roles": ["legal", "chief"], "need": 1}, {"step": 2, "roles": ["member"], "need": 2}]}]
_PARALLEL = [{"id": "L1", "amount": "[0..)", "approvals": [_LEGAL, _MANAGER | {"step": 1}, _CHIEF | {"step": 2}]}]


def matrix(lines: list, **more) -> Matrix:
    head = {"title": "x", "revision": "1", "status": "released", "matrix": "M", "about": "contract"}
    return Matrix.model_validate(head | {"inputs": [{"name": "amount", "is": "amount"}], "lines": lines} | more)


def check(rule: Rule, lines: list, key_fields: list[str] | None = None, **said) -> Check:
    asked = {"kind": "approval", "case": "contract", "matrix": "M", "before": "signed_at", "author": "author", "amount": "amount"} | said
    asked |= {"delivery": "delivered_at", "happened": "status = 'signed'"} if rule.delivery else {}
    return Check({"check": asked, "matrix": matrix(lines, key_fields=key_fields or []), "same_day": rule.same_day}, each("contract", reading(rule)))


def gravity(code: str) -> int:
    return RANK.index(code) if code in RANK else len(RANK) + dark(code)


def all_in_rounds(records: Records) -> Records:
    """Where rounds are recorded, every decision has one."""
    return records | {"approval": [row | {"round": row["round"] or "1"} for row in records["approval"]]}


def kind(records, forms: list, checks: dict[str, Check]) -> Kind:
    return Kind(forms, records.map(appointed), {form.form: KEYS[form.form] for form in forms}, checks, ALWAYS, gravity)


THREE = {"three lines": check(Rule(LINES), _LINES)}
KINDS = {
    "approval": kind(BASIC, FORMS, THREE | {
        "side by side": check(Rule(PARALLEL), _PARALLEL),
        "same day refused": check(Rule(LINES, same_day="refused"), _LINES),
        "one person for several": check(Rule(LINES, same_person=True), _LINES, same_person="allowed"),
    }),
    "approval, by the clock": kind(CLOCKED, [*CLOCKS, FORMS[2]], THREE | {"same day refused": check(Rule(LINES, same_day="refused"), _LINES)}),
    "approval, delivery": kind(DELIVERED, FORMS, {"three lines": check(Rule(LINES, delivery=True), _LINES)}),
    "approval, refusals": kind(REFUSED, FORMS, THREE | {"resume": check(Rule(LINES, resume=True), _LINES, after_reject="resume")}),
    "approval, rounds": kind(ROUNDS.map(all_in_rounds), FORMS, THREE | {"resume": check(Rule(LINES, resume=True), _LINES, after_reject="resume")}),
    "approval, votes": kind(VOTED, FORMS, {
        "two of all": check(Rule(VOTING), _VOTING),
        "one person for several": check(Rule(VOTING, same_person=True), _VOTING, same_person="allowed"),
    }),
    "approval, authority": kind(AUTHORITIES, FORMS + AUTHORITY, {"three lines": check(Rule(LINES), _LINES, scope="class")}),
    "approval, changes": kind(CHANGED, FORMS + CHANGES, {
        "key fields": check(Rule(LINES, key_fields=("amount", "class")), _LINES, ["amount", "class"]),
    }),
}
