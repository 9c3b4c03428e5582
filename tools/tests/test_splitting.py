"""Splitting: which records of a group together needed a stricter line, and what stays open when a value cannot be read."""

from __future__ import annotations

import pytest
from judging import form, judge
from small_library import by_key, check, procedure, write
from small_library import form as document

from procedo.model import Matrix
from procedo.rules._build import Misplaced

HEAD = {"title": "x", "revision": "1", "status": "released"}
LINES = [{"id": "L1", "amount": "[0..100000)", "approvals": [{"step": 1, "role": "clerk"}]},
         {"id": "L2", "amount": "[100000..500000)", "approvals": [{"step": 1, "role": "manager"}]},
         {"id": "L3", "amount": "[500000..)", "approvals": [{"step": 1, "role": "manager"}, {"step": 2, "role": "director"}]}]
MATRIX = {"matrix": "AM", "about": "contract", "inputs": [{"name": "amount", "is": "price"}], "lines": LINES}
DECIDED = {"on": "contract", "role": "role", "says": "decision", "by": "by", "at": "at"}
FIELDS = "id:text! customer:text price:money author:person signed_at:date"
FORMS = [
    form("contract", FIELDS, date=["signed_at"]),
    form("decision", "id:text! contract:reference=contract role:text decision:text by:person at:date", date=["at"], decisions=DECIDED),
    form("appointment", "id:text! person:person role:text from:date? to:date?",
         appoints={"person": "person", "role": "role", "from": "from", "to": "to"}),
]
CHECK = {"kind": "splitting", "case": "contract", "by": "customer", "within": "30 days", "matrix": "AM", "amount": "price"}


def split(*rows: tuple, decisions: list[dict] | None = None, engine: str = "duckdb", **said):
    """Contracts as (id, customer, price, signed) -> answers."""
    records = {"contract": [dict(zip(("id", "customer", "price", "signed_at"), row, strict=True)) | {"author": "E1"} for row in rows],
               "decision": [{"id": f"D{n}", "decision": "approved"} | row for n, row in enumerate(decisions or [])],
               "appointment": [{"id": "A1", "person": "E5", "role": "manager", "from": "2020-01-01"},
                               {"id": "A2", "person": "E6", "role": "director", "from": "2020-01-01"}]}
    return judge(CHECK | said, FORMS, records, "2026-06-30", matrix=Matrix.model_validate(HEAD | MATRIX), engine=engine)


@pytest.mark.parametrize("engine", ["duckdb", "sqlite"])
def test_three_below_the_line_together_above_it(engine):
    found = split(("A", "C1", "40000", "2026-03-01"), ("B", "C1", "40000", "2026-03-10"), ("C", "C1", "40000", "2026-03-20"),
                  ("D", "C2", "40000", "2026-03-20"), engine=engine)
    assert {key: answer[0] for key, answer in found.items()} == {"A": "nonconforming", "B": "nonconforming", "C": "nonconforming", "D": "conforms"}
    assert found["A"].evidence["sum"] == "120000" and found["A"].evidence["line"] == "L2"


def test_a_window_may_begin_with_any_record_but_no_longer_than_its_days():
    found = split(("A", "C1", "60000", "2026-03-01"), ("B", "C1", "30000", "2026-03-31"), ("C", "C1", "60000", "2026-04-20"))
    assert {key: answer[0] for key, answer in found.items()} == {"A": "conforms", "B": "conforms", "C": "conforms"}


def test_a_higher_line_is_evaded_by_records_that_are_above_the_lower_one():
    found = split(("A", "C1", "300000", "2026-03-01"), ("B", "C1", "300000", "2026-03-05"), ("C", "C1", "20000", "2026-03-06"))
    assert [found[key][1] for key in "ABC"] == [["split"]] * 3
    assert found["C"].evidence["line"] == "L3" and found["C"].evidence["sum"] == "620000"


def test_all_approved_as_the_stricter_line_demands():
    rows = [("A", "C1", "300000", "2026-03-01"), ("B", "C1", "300000", "2026-03-05")]
    both = [{"contract": key, "role": role, "by": by, "at": "2026-02-20"} for key in "AB" for role, by in (("manager", "E5"), ("director", "E6"))]
    assert [split(*rows, decisions=both)[key] for key in "AB"] == [("conforms", ["approved-at-higher-line"])] * 2
    assert [split(*rows, decisions=both[:3])[key][0] for key in "AB"] == ["nonconforming"] * 2


def test_an_approval_after_the_contract_was_signed_does_not_heal():
    rows = [("A", "C1", "60000", "2026-03-01"), ("B", "C1", "60000", "2026-03-05")]
    late = [{"contract": key, "role": "manager", "by": "E5", "at": "2026-03-03"} for key in "AB"]
    assert split(*rows, decisions=late)["B"][0] == "nonconforming"


def test_whether_it_was_approved_cannot_be_read():
    rows = [("A", "C1", "60000", "2026-03-01"), ("B", "C1", "60000", "2026-03-05")]
    some = [{"contract": "A", "role": "manager", "by": "E5", "at": "2026-02-20"}, {"contract": "B", "role": "manager", "by": "", "at": "2026-02-20"}]
    assert split(*rows, decisions=some)["A"] == ("undetermined", ["approver-missing"])


@pytest.mark.parametrize(
    ("row", "reason"),
    [(("X", "", "60000", "2026-03-05"), "key-missing"), (("X", "C1", "6O000", "2026-03-05"), "amount-missing"),
     (("X", "C1", "60000", "2026-02-31"), "value-unreadable")],
)
def test_what_cannot_be_read_leaves_open_what_it_might_complete(row, reason):
    found = split(row, ("A", "C1", "60000", "2026-03-01"), ("B", "C3", "10000", "2026-03-01"), ("C", "C1", "60000", "2026-06-20"))
    assert found["X"][0] == "undetermined" and reason in found["X"][1]
    assert found["A"][0] == "undetermined"
    assert found["B"] == ("conforms", [])


@pytest.mark.parametrize(("customer", "verdict"), [("C1", "undetermined"), ("C2", "conforms")])
def test_of_two_fields_that_make_a_group_one_that_is_blank_may_be_any(customer, verdict):
    """The contract of nobody may be that of E1 with the same customer, not with another."""
    contracts = [{"id": "A", "customer": "C1", "author": "E1"}, {"id": "X", "customer": customer, "author": ""}]
    records = {"contract": [one | {"price": "60000", "signed_at": "2026-03-05"} for one in contracts], "decision": [], "appointment": []}
    found = judge(CHECK | {"by": ["customer", "author"]}, FORMS, records, "2026-06-30", matrix=Matrix.model_validate(HEAD | MATRIX))
    assert found["A"][0] == verdict and found["X"] == ("undetermined", ["key-missing"])


def test_the_known_part_proves_it_already():
    found = split(("X", "C1", "", "2026-03-05"), ("A", "C1", "60000", "2026-03-01"), ("B", "C1", "60000", "2026-03-02"))
    assert found["A"] == ("nonconforming", ["split"]) and found["X"][0] == "undetermined"


def test_what_is_not_signed_or_above_every_line_is_no_case():
    found = split(("A", "C1", "60000", ""), ("B", "C1", "600000", "2026-03-01"), ("C", "C1", "60000", "2026-03-02"))
    assert found["A"] == ("not-applicable", ["not-signed"]) and found["B"] == ("not-applicable", ["above-line-itself"])
    assert found["C"] == ("conforms", [])


def test_an_amount_that_no_line_bounds_from_below_is_a_problem():
    flat = MATRIX | {"lines": [{"id": "L1", "approvals": [{"step": 1, "role": "clerk"}]}]}
    with pytest.raises(Misplaced) as wrong:
        judge(CHECK, FORMS, {"contract": [{"id": "A"}]}, "2026-06-30", matrix=Matrix.model_validate(HEAD | flat))
    assert "lower bound" in wrong.value.error.sentence.en


def test_the_finding_names_the_records_of_the_window(tmp_path):
    forms = [document("contract", FIELDS, date=["signed_at"], title={"zh": "合同", "en": "Contract"})]
    rule = {"kind": "splitting", "case": "contract", "by": "customer", "within": "1 month", "matrix": "AM", "amount": "price"}
    roles = {"role_list": "roles", "roles": [{"id": id, "label": id} for id in ("clerk", "manager", "director")]}
    root = write(tmp_path, [roles, MATRIX, *forms, procedure("1", None, rule)])
    rows = [("A", "C1", "60000", "2026-03-01"), ("B", "C1", "60000", "2026-04-01"), ("C", "C1", "60000", "2026-04-02")]
    records = {"contract": [dict(zip(("id", "customer", "price", "signed_at"), row, strict=True)) | {"author": "E1"} for row in rows]}
    found = by_key(check(root, records, "2026-06-30"))
    assert found["A"].message.zh.startswith("合同 A：疑似拆分以规避审批") and "line L2 of AM" in found["A"].message.en
    assert [event.at for event in found["A"].evidence.events] == ["2026-03-01", "2026-04-01"]
    assert found["B"].evidence.values["sum"] == "120000" and len(found["B"].evidence.events) == 3
