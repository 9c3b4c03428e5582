"""Searches: what joins the records looked for to the case, and what `each` demands; on both engines."""

from __future__ import annotations

import pytest
from judging import form, judge_all

from procedo.rules._build import Misplaced

FORMS = [
    form("review", "id:text! who:list need:list! class:text people:list level:integer note_id:reference=note year:integer", key="id"),
    form("note", "id:text! review_id:reference=review twin_id:reference=review to:text n:integer object_form:form object_id:reference=any on:date"),
    form("part", "set:text! no:integer! note:text", key=["set", "no"]),
    form("use", "id:text! part_id:reference=part by:text"),
    form("staff", "id:text! review_id:reference=review name:text n:integer"),
]
RECORDS = {
    "review": [
        {"id": "1", "who": ["a", "b"], "need": ["x"], "class": "A", "level": 1, "note_id": "n1", "year": 2026},
        {"id": "2", "who": ["a"], "need": ["x"], "class": "B", "level": 2, "note_id": "n9", "year": 2025},
        {"id": "3", "class": "C", "level": "high"},
    ],
    "note": [
        {"id": "n1", "review_id": "1", "twin_id": "2", "to": "a", "n": 1, "object_form": "review", "object_id": "1", "on": "2026-02-01"},
        {"id": "n2", "review_id": "1", "to": "b", "n": 2, "object_form": "staff", "object_id": "2"},
        {"id": "n3", "review_id": "2", "to": "b", "n": 3, "object_form": "review"},
    ],
    "part": [{"set": "S", "no": 1, "note": "good"}, {"set": "S", "no": 2}],
    "use": [{"id": "u1", "part_id": "S / 1", "by": "good"}, {"id": "u2", "part_id": "S / 9", "by": "x"}, {"id": "u3"}],
    "staff": [{"id": "a", "review_id": "1", "name": "a", "n": 2}, {"id": "b", "review_id": "2", "name": "b", "n": "two"}],
}
PARAMETERS = {"both": ["a", "b"], "by_class": {"A": ["a"], "B": ["b", "c"]}, "numbers": [1, 2], "one": "a"}
T, F, U, N = "conforms", "nonconforming", "undetermined", "not-applicable"
LET = {
    "names": {"list": "name", "form": "staff", "match": "review"},
    "counts": {"list": "n", "form": "staff", "match": "review"},
}
NOTE = {"form": "note", "match": "review"}

EACH = [
    ({"to": "who"}, T, F, T, []),
    ({"to": "need"}, F, F, U, ["value-missing"]),
    ({"to": ["a", "b"]}, T, F, F, ["missing"]),
    ({"to": "$both"}, T, F, F, ["missing"]),
    ({"to": "$by_class[class]"}, T, F, U, ["limit-attribute-missing"]),
    ({"to": "names"}, T, T, T, []),
    ({"n": [1, 2]}, T, F, F, ["missing"]),
    ({"n": "$numbers"}, T, F, F, ["missing"]),
    ({"n": "counts"}, T, U, T, []),
]
MATCH = [
    ("review", T, T, F),
    ("twin", F, T, F),
    ("object", T, F, F),
    ({"id": "note_id"}, T, F, F),
    ({"to": "'b'", "n": "level + 1"}, T, T, U),
    ({"n": "this.level", "review_id": "id"}, T, F, F),
    ("any", T, T, T),
]


@pytest.fixture(scope="module", params=["duckdb", "sqlite"])
def found(request):
    asked = {}
    for each, *_ in EACH:
        let = {name: figure for name, figure in LET.items() if name in each.values()}
        asked[f"each {each}"] = {"kind": "existence", "case": "review", "let": let, "needs": NOTE | {"each": each}}
    for match, *_ in MATCH:
        asked[f"match {match}"] = {"kind": "existence", "case": "review", "needs": {"form": "note", "match": match}}
    asked["composite"] = {"kind": "condition", "case": "use", "check": "part.note = 'good' and part.note = by"}
    asked["nested"] = {
        "kind": "existence", "case": "review", "let": LET,
        "needs": NOTE | {"where": "n = this.level and contains(this.names, to) and this.note.on is not null"},
    }
    asked = {name: {"check": check, "parameters": PARAMETERS} for name, check in asked.items()}
    return judge_all(asked, FORMS, RECORDS, "2026-06-01", engine=request.param)


@pytest.mark.parametrize(("each", "one", "two", "three", "why"), EACH, ids=[str(e[0]) for e in EACH])
def test_one_record_for_every_value(found, each, one, two, three, why):
    """Review 1 has notes to a and b (numbers 1 and 2), review 2 one to b (number 3), review 3 none and no lists."""
    verdicts = found[f"each {each}"]
    assert {key: verdict for key, (verdict, _) in verdicts.items()} == {"1": one, "2": two, "3": three}
    assert verdicts["3"][1] == why


@pytest.mark.parametrize("engine", ["duckdb", "sqlite"])
def test_a_value_that_cannot_be_read_may_be_any(engine):
    """Of two demanded numbers one was found and one reads “two”; without it the second would be missing for sure."""
    check = {"kind": "existence", "case": "review", "needs": {"form": "note", "match": "review", "each": {"n": [1, 2]}}}
    for second, verdict in (("two", (U, ["value-unreadable"])), (3, (F, ["missing"])), (2, (T, [])), (None, (F, ["missing"]))):
        records = {"review": [{"id": "1"}], "note": [{"id": "n1", "review_id": "1", "n": 1}, {"id": "n2", "review_id": "1", "n": second}]}
        assert judge_all({"x": {"check": check}}, FORMS, records, "2026-06-01", engine=engine)["x"] == {"1": verdict}, second


@pytest.mark.parametrize("engine", ["duckdb", "sqlite"])
@pytest.mark.parametrize(("led_by", "verdict"), [("E1", (T, [])), ("E2", (F, ["missing"])), (None, (U, ["value-missing"]))])
def test_who_must_be_named_and_is_not_may_have_held_the_role(engine, led_by, verdict):
    forms = [
        form("review", "id:text!"), form("visit", "id:text! review_id:reference=review led_by:person! on:date", date="on"),
        form("appointment", "id:text! person:person role:role since:date until:date?",
             appoints={"person": "person", "role": "role", "from": "since", "to": "until"}),
    ]
    records = {
        "review": [{"id": "1"}], "visit": [{"id": "v1", "review_id": "1", "led_by": led_by, "on": "2026-02-01"}],
        "appointment": [{"id": "a1", "person": "E1", "role": "clerk", "since": "2026-01-01"}],
    }
    check = {"kind": "existence", "case": "review", "needs": {"form": "visit", "match": "review", "where": "holds(led_by, 'clerk', on)"}}
    assert judge_all({"x": {"check": check}}, forms, records, "2026-06-01", engine=engine)["x"] == {"1": verdict}


@pytest.mark.parametrize(("match", "one", "two", "three"), MATCH, ids=[str(m[0]) for m in MATCH])
def test_what_joins_the_records(found, match, one, two, three):
    assert {key: verdict for key, (verdict, _) in found[f"match {match}"].items()} == {"1": one, "2": two, "3": three}


def test_a_reference_to_a_composite_key(found):
    """u1 points to S / 1; u2 points nowhere; u3 points to nothing, and an empty value is no answer."""
    assert found["composite"] == {"u1": (T, []), "u2": (U, ["reference-missing"]), "u3": (U, ["value-missing"])}


def test_the_case_inside_a_search(found):
    assert {key: verdict for key, (verdict, _) in found["nested"].items()} == {"1": T, "2": F, "3": F}


WRONG = [
    ({"needs": NOTE | {"each": {"to": "class"}}}, "wrong-type", "no list"),
    ({"needs": NOTE | {"each": {"n": ["a"]}}}, "wrong-type", "cannot be compared"),
    ({"needs": NOTE | {"each": {"n": [1.5]}}}, "wrong-type", "decimals"),
    ({"needs": {"form": "note", "match": {"n": "class"}}}, "wrong-type", "cannot be compared"),
    ({"needs": NOTE | {"where": "this.who.x = 'a'"}}, "list-followed", "contains"),
    ({"needs": NOTE | {"where": "object.nothing = 'a'"}}, "unknown-name", "no form has"),
    ({"needs": NOTE, "let": {"x": {"sum": "y", "form": "staff"}}, "when": "x > 1"}, "unknown-name", "no “y”"),
    ({"needs": NOTE, "let": {"x": {"count": "all", "form": "staff", "where": "n > x"}}, "when": "x > 1"}, "read-by-itself", "itself"),
    ({"needs": NOTE, "let": {"x": {"mean": "name", "form": "staff"}}, "when": "x > 1"}, "wrong-type", "takes a number"),
]


@pytest.mark.parametrize(("check", "id", "hint"), WRONG, ids=[f"{w[1]} {w[2]}" for w in WRONG])
def test_what_cannot_be_meant(check, id, hint):
    with pytest.raises(Misplaced) as wrong:
        judge_all(
            {"": {"check": {"kind": "existence", "case": "review"} | check, "parameters": PARAMETERS}}, FORMS, RECORDS, "2026-06-01", engine="sqlite"
        )
    assert wrong.value.error.id == id and hint in wrong.value.error.sentence.en
