"""Separation of duties: persons on the case, acts in a form of their own, and persons with several ids."""

from __future__ import annotations

import pytest
from judging import form, judge
from pydantic import ValidationError

from procedo.model.text import Wrong
from procedo.records.persons import People
from procedo.rules.separation_of_duties import Fields

STAFF = form("staff", "id:text! name:text same_as:text", person={"id": "id", "aliases": ["name"], "same_as": "same_as"})
PURCHASE = form("purchase", "id:text! ordered_by:person approved_by:person")
ACT = form("act", "id:text! purchase_id:reference=purchase duty:text by:person at:date", date=["at"])
ACTS = {"kind": "separation-of-duties", "case": "purchase", "exclude": [["receive", "record"], ["order", "approve"]],
        "acts": {"form": "act", "duty": "duty", "by": "by"}}


@pytest.fixture(params=["duckdb", "sqlite"])
def engine(request):
    return request.param


def judged(acts, engine, check=ACTS):
    rows = [{"id": f"A{n}", "purchase_id": "P1", "duty": duty, "by": by, "at": at} for n, (duty, by, at) in enumerate(acts)]
    return judge(check, [PURCHASE, ACT], {"purchase": [{"id": "P1"}], "act": rows}, "2026-06-30", "2026-07-31", engine=engine)["P1"]


DAY = "2026-06-01"


@pytest.mark.parametrize("acts, expected", [
    ([], ("conforms", [])),
    ([("receive", "E1", DAY), ("record", "E2", DAY)], ("conforms", [])),
    ([("receive", "E1", DAY), ("record", "E1", DAY)], ("nonconforming", ["same-person"])),
    ([("receive", "E1", DAY), ("receive", "E2", DAY), ("record", "E2", DAY)], ("nonconforming", ["same-person"])),
    ([("receive", "E1", DAY), ("approve", "E1", DAY)], ("conforms", [])),
    ([("receive", "", DAY), ("record", "E1", DAY)], ("undetermined", ["person-missing"])),
    ([("receive", "", DAY), ("archive", "E1", DAY)], ("conforms", [])),
    ([("receive", "", DAY), ("record", "", DAY)], ("undetermined", ["person-missing"])),
    ([("receive", "", DAY), ("record", "E1", DAY), ("order", "E2", DAY), ("approve", "E2", DAY)], ("nonconforming", ["same-person"])),
    ([("", "E1", DAY), ("record", "E1", DAY)], ("undetermined", ["value-missing"])),
    ([("", "E2", DAY), ("record", "E1", DAY)], ("conforms", [])),
    ([("receive", "E1", DAY), ("record", "E1", "2026-07-15")], ("conforms", [])),
], ids=["nobody", "two", "one", "any of several", "not excluded", "blank", "blank elsewhere", "both blank", "proven outweighs unknown",
        "duty blank", "duty blank, other person", "not done yet as of the day"])
def test_duties_over_acts(acts, expected, engine):
    assert judged(acts, engine) == expected


def test_the_evidence_names_the_pairs_of_duties(engine):
    found = judged([(duty, "E1", DAY) for duty in ("receive", "record", "order", "approve")], engine)
    assert found.evidence["lacking"] == ["receive + record", "order + approve"]


def test_two_ids_of_one_person_are_one_person(engine):
    staff = [{"id": "E1", "name": "Li"}, {"id": "E9", "name": "Li (old)", "same_as": "E1"}, {"id": "E5", "same_as": "E404"}]
    check = {"kind": "separation-of-duties", "case": "purchase", "duties": {"order": "ordered_by", "approve": "approved_by"}}
    rows = [{"id": "P1", "ordered_by": "Li", "approved_by": "E9"}, {"id": "P2", "ordered_by": "E1", "approved_by": "E5"}]
    found = judge(check, [PURCHASE, STAFF], {"purchase": rows, "staff": staff}, "2026-06-30", engine=engine)
    assert found == {"P1": ("nonconforming", ["same-person"]), "P2": ("undetermined", ["person-missing"])}


def test_who_is_whom():
    people = People()
    for id, aliases, same_as in (("A", ["x"], "B"), ("B", ["x"], "C"), ("C", ["y"], None), ("D", ["y"], "E"), ("E", [], "D"), ("F", [], "x"), ("G", [], "y")):
        people.add(id, aliases, same_as)
    assert [people.resolve(word) for word in ("A", "B", "C", "x", "D", "E", "y", "F", "G", "H")] == ["C", "C", "C", "C", "D", "D", None, None, None, None]


@pytest.mark.parametrize("said, id", [
    ({}, "duties-or-acts"),
    ({"duties": {"a": "x"}}, "one-duty"),
    ({"duties": {"a": "x", "b": "y"}, "pairs": [["a", "c"]]}, "unknown-duty"),
    ({"duties": {"a": "x", "b": "y"}, "pairs": [["a", "a"]]}, "one-duty"),
    ({"duties": {"a": "x", "b": "y"}, "exclude": [["a", "b"]]}, "no-acts"),
    ({"acts": {"form": "act", "duty": "duty", "by": "by"}}, "no-exclude"),
])
def test_what_is_said_wrongly(said, id):
    with pytest.raises(ValidationError) as wrong:
        Fields.model_validate({"id": "a", "kind": "separation-of-duties", "case": "purchase"} | said)
    error = wrong.value.errors()[0]["ctx"]["error"]
    assert isinstance(error, Wrong) and error.id == id and error.sentence.zh and error.sentence.en
