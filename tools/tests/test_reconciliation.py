"""Reconciliation: sums and counterparts, tolerances, directions, orphans, currencies; on both engines."""

from __future__ import annotations

import pytest
from judging import form, judge
from pydantic import ValidationError

from procedo.model import Form
from procedo.model.text import Wrong
from procedo.rules._build import Misplaced
from procedo.rules.reconciliation import Fields

CONTRACT = form("contract", "id:text! unit_id:text price:money signed_at:date")
LEDGER = form("ledger", "id:text! contract_no:text unit_id:text amount:money kind:text at:date", date=["at"])
LEDGER_CHECK = {"kind": "reconciliation", "case": "contract", "with": {"form": "ledger", "match": {"contract_no": "id"}},
                "equal": ["price = there.amount", "unit_id = there.unit_id"]}
PART = Form.model_validate({
    "form": "part", "title": "part", "revision": "1", "status": "released", "key": "id",
    "fields": {
        "id": {"type": "text", "required": True, "label": "id"}, "contract_id": {"type": "reference", "to": "contract", "label": "contract_id"},
        "amount": {"type": "money", "label": "amount", "currency_field": "currency"}, "currency": {"type": "text", "label": "currency"},
        "object_form": {"type": "form", "label": "object_form"},
    }})
SUM_CHECK = {"kind": "reconciliation", "case": "contract", "let": {"parts": {"sum": "amount", "form": "part"}}, "equal": "price = parts"}


@pytest.fixture(params=["duckdb", "sqlite"])
def engine(request):
    return request.param


def ledger(contracts, entries, engine, **more):
    contracts = [{"id": f"K{n}", "unit_id": "U", "price": 100} | one for n, one in enumerate(contracts, 1)]
    entries = [{"id": f"L{n}", "unit_id": "U", "amount": 100, "at": "2026-06-01"} | one for n, one in enumerate(entries, 1)]
    return judge(LEDGER_CHECK | more, [CONTRACT, LEDGER], {"contract": contracts, "ledger": entries}, "2026-06-30", "2026-07-31", engine=engine)


def sums(price, parts, engine, **more):
    rows = [{"id": f"p{n}", "contract_id": "K1"} | part for n, part in enumerate(parts, 1)]
    parameters = more.pop("parameters", {})
    return judge(SUM_CHECK | more, [CONTRACT, PART], {"contract": [{"id": "K1", "price": price}], "part": rows}, "2026-06-30",
                 parameters=parameters, engine=engine)


@pytest.mark.parametrize("entry, expected", [
    ({}, ("conforms", [])),
    ({"amount": "99.99"}, ("nonconforming", ["sum-differs"])),
    ({"unit_id": "V"}, ("nonconforming", ["sum-differs"])),
    ({"unit_id": "U "}, ("conforms", [])),
    ({"amount": ""}, ("undetermined", ["value-missing"])),
    ({"amount": "1OO"}, ("undetermined", ["value-unreadable"])),
    ({"amount": "", "unit_id": "V"}, ("nonconforming", ["sum-differs"])),
    ({"contract_no": "K9"}, ("nonconforming", ["missing"])),
    ({"at": "2026-07-15"}, ("nonconforming", ["missing"])),
], ids=["agrees", "amount", "text", "blanks at the end", "blank", "unreadable", "a proven fault outweighs a blank", "none", "not yet"])
def test_the_counterpart(entry, expected, engine):
    assert ledger([{}], [{"contract_no": "K1", "at": "2026-06-01"} | entry], engine)["K1"] == expected


def test_what_differs_is_told_with_its_sign(engine):
    found = ledger([{}], [{"contract_no": "K1", "amount": "99.5"}], engine)["K1"]
    assert found.evidence["difference"] == "-0.5" and found.evidence["ledger.amount"] == "99.50 CNY"
    assert found.evidence["lacking"] == ["price = there.amount"]


def test_of_several_counterparts_one_that_agrees_is_enough_unless_once(engine):
    entries = [{"contract_no": "K1", "amount": 90}, {"contract_no": "K1"}]
    assert ledger([{}], entries, engine)["K1"] == ("conforms", [])
    assert ledger([{}], entries, engine, once=True)["K1"] == ("nonconforming", ["duplicate"])


def test_records_that_only_the_counterpart_has(engine):
    entries = [{"contract_no": "K1"}, {"contract_no": "K9"}, {"contract_no": ""}, {"contract_no": "K8", "kind": "expense"}]
    more = {"both": True, "with": {"form": "ledger", "match": {"contract_no": "id"}, "where": "coalesce(kind, 'sale') = 'sale'"}}
    found = ledger([{}], entries, engine, **more)
    assert found == {"K1": ("conforms", []), "L1": ("not-applicable", []), "L2": ("nonconforming", ["orphan"]),
                     "L3": ("undetermined", ["key-missing"]), "L4": ("not-applicable", [])}


def test_what_when_leaves_out_is_no_case_and_its_counterpart_no_orphan(engine):
    found = ledger([{}, {"signed_at": "2026-06-01"}], [{"contract_no": "K1"}], engine, both=True, when="signed_at is not null")
    assert found == {"K1": ("not-applicable", []), "K2": ("nonconforming", ["missing"]), "L1": ("not-applicable", [])}


def test_a_case_whose_joining_value_is_blank(engine):
    check = {"with": {"form": "ledger", "match": {"unit_id": "unit_id"}}, "equal": "price = there.amount"}
    assert ledger([{"unit_id": ""}], [{}], engine, **check)["K1"] == ("undetermined", ["key-missing"])


@pytest.mark.parametrize("parts, more, expected", [
    ([60, 40], {}, ("conforms", [])),
    ([60, 41], {"direction": "at-most"}, ("nonconforming", ["sum-differs"])),
    ([60, 41], {"direction": "at-least"}, ("conforms", [])),
    ([], {"direction": "at-most"}, ("conforms", [])),
    ([], {"direction": "at-least"}, ("nonconforming", ["no-parts"])),
    ([100.5], {"tolerance": "0.5"}, ("conforms", [])),
    ([100.51], {"tolerance": "0.5"}, ("nonconforming", ["sum-differs"])),
    ([105], {"tolerance": "5%"}, ("conforms", [])),
    ([105], {"tolerance": "$slack%", "parameters": {"slack": 5}}, ("conforms", [])),
    ([105], {"tolerance": "$slack", "parameters": {"slack": "5%"}}, ("conforms", [])),
    ([105], {"tolerance": "$slack", "parameters": {"slack": 4}}, ("nonconforming", ["sum-differs"])),
    ([200, ""], {}, ("undetermined", ["part-amount-missing"])),
    (["33.335", "33.335", "33.335"], {"round_parts": "0.01", "tolerance": "0.02"}, ("conforms", [])),
    (["33.335", "33.335", "33.335"], {"tolerance": "0.004"}, ("nonconforming", ["sum-differs"])),
])
def test_sums(parts, more, expected, engine):
    assert sums(100, [{"amount": amount} for amount in parts], engine, **more)["K1"] == expected


def test_a_difference_of_no_parts_at_all(engine):
    assert sums(100, [], engine)["K1"].evidence["difference"] == "-100"


@pytest.mark.parametrize("currencies, expected", [
    (["", "CNY"], ("conforms", [])),
    (["USD", ""], ("undetermined", ["currency-mixed"])),
    (["USD", "USD"], ("undetermined", ["currency-mixed"])),
])
def test_currencies_are_never_mixed(currencies, expected, engine):
    assert sums(100, [{"amount": 50, "currency": word} for word in currencies], engine)["K1"] == expected


def test_parts_of_no_whole(engine):
    found = sums(100, [{"amount": 100}, {"amount": 1, "contract_id": "K9"}, {"amount": 1, "contract_id": ""}], engine, both=True)
    assert found == {"K1": ("conforms", []), "p1": ("not-applicable", []), "p2": ("nonconforming", ["orphan"]), "p3": ("undetermined", ["key-missing"])}


@pytest.mark.parametrize("said, id", [
    ({"tolerance": "some"}, "bad-tolerance"), ({"tolerance": "-1"}, "bad-tolerance"), ({"once": True}, "once-without-with"),
    ({"round_parts": "0.05"}, "bad-rounding"), ({"round_parts": "0.01"}, "nothing-to-round"), ({"both": True}, "both-without-other"),
    ({"with": {"form": "ledger", "match": "any"}, "both": True}, "both-unjoined"), ({"with": {"form": "ledger", "at_least": 2}}, "with-counts"),
    ({"with": "ledger", "both": True, "every": "month"}, "both-every"),
])
def test_what_is_said_wrongly(said, id):
    with pytest.raises(ValidationError) as wrong:
        Fields.model_validate({"id": "a", "kind": "reconciliation", "case": "contract", "equal": "price = there.amount"} | said)
    error = wrong.value.errors()[0]["ctx"]["error"]
    assert isinstance(error, Wrong) and error.id == id and error.sentence.zh and error.sentence.en


@pytest.mark.parametrize("equation, id", [
    ("price >= parts", "no-equation"), ("price", "no-equation"), ("price = unit_id", "wrong-type"), ("prise = parts", "unknown-name"),
])
def test_what_is_no_equation(equation, id):
    with pytest.raises(Misplaced) as wrong:
        sums(100, [], "duckdb", equal=equation)
    assert wrong.value.error.id == id and wrong.value.path == ("equal", 0)
