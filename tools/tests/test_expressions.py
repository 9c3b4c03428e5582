"""The expression language: what other tools read silently and wrongly is refused with a place and a hint."""

from __future__ import annotations

import pytest
from judging import form, judge

from procedo.language.parser import parse
from procedo.language.tree import ExpressionError
from procedo.rules._build import Misplaced

REFUSED = [
    ("date > 2026-03-01", 7, "bare-date", "'2026-03-01'"),
    ("amount > 50万", 11, "bad-sign", "500000"),
    ("status = “A”", 9, "bad-sign", "'A'"),
    ('status = "A"', 9, "bad-sign", "'A'"),
    ("a = null", 2, "compared-null", "is null"),
    ("x -- and y", 2, "comment", "comment"),
    ("x; drop table t", 1, "bad-sign", "semicolon"),
    ("a == b", 2, "bad-operator", "single ="),
    ("a != b", 2, "bad-operator", "<>"),
    ("a && b", 2, "bad-operator", "and"),
    ("a （b）", 2, "bad-sign", "ASCII"),
    ("a ≥ 3", 2, "bad-sign", ">="),
    ("a = 'open", 4, "open-quote", "closed"),
    ("", 0, "empty-expression", "empty"),
    ("a b", 2, "bad-expression", "unexpected"),
    ("(" * 80 + "a" + ")" * 80, 60, "too-deep", "deep"),
]


@pytest.mark.parametrize(("text", "offset", "id", "hint"), REFUSED, ids=[r[0][:20] for r in REFUSED])
def test_refused_with_a_hint(text, offset, id, hint):
    with pytest.raises(ExpressionError) as refused:
        parse(text)
    assert (refused.value.offset, refused.value.id) == (offset, id)
    assert hint in refused.value.sentence.en
    assert refused.value.sentence.zh


DEAL = form(
    "deal",
    "id:text! name:text class:text amount:money! rate:number count:integer day:date at:datetime paid:date flag:boolean tags:list owner_id:reference=person",
    date=["day"],
)
PERSON = form("person", "id:text! grade:text!")
ROW = {
    "id": "D1", "name": "ＡＢＣ 公司", "class": "A", "amount": "565000", "rate": "12.5", "count": 3, "day": "2026-03-31", "at": "2026-03-31 16:30",
    "flag": "是", "tags": ["x", "y"], "owner_id": "P1",
}


def verdict(check: str, **row) -> str:
    records = {"deal": [ROW | row], "person": [{"id": "P1", "grade": "senior"}]}
    found = judge({"kind": "condition", "case": "deal", "check": check}, [DEAL, PERSON], records, "2026-07-01")
    return found["D1"][0]


WRONG = [
    ("amont > 3", "unknown-name", "amount"),
    ("owner.grde = 'x'", "unknown-name", "grade"),
    ("amount > day", "wrong-type", "compared"),
    ("name > 'A'", "wrong-type", "= or <>"),
    ("day > '2026-02-30'", "bad-date", "no date"),
    ("1 < 2", "always-same", "always"),
    ("filed(name)", "unknown-function", "filled"),
    ("filled(name, class)", "wrong-arguments", "1 argument"),
    ("amount / rate > 1", "bad-division", "products"),
    ("amount + day > 1", "wrong-type", "join"),
    ("$limt > 1", "unknown-parameter", "no parameter"),
    ("amount", "not-a-condition", "condition"),
]


@pytest.mark.parametrize(("check", "id", "hint"), WRONG, ids=[w[0] for w in WRONG])
def test_wrong_types_and_names(check, id, hint):
    with pytest.raises(Misplaced) as wrong:
        verdict(check)
    assert wrong.value.error.id == id
    assert hint in wrong.value.error.sentence.en


HOLDS = [
    "amount = 565000 and rate = 12.5 and count = 3",
    "amount / 1.13 = 500000",
    "amount * 100 >= 565000 * 100",
    "amount between 500000 and 565000",
    "not (amount > 565000) and class in ('A', 'B')",
    "class <> 'B' and flag",
    "day = '2026-03-31' and at = '2026-03-31'",
    "day - months(1) = '2026-02-28'",
    "day + months(1) = '2026-04-30' and day + years(1) = '2027-03-31'",
    "day + days(1) = '2026-04-01' and days_between(day, '2026-04-05') = 5",
    "end_of('month', day) = '2026-03-31' and end_of('week', day) = '2026-04-05' and end_of('quarter', '2026-04-01') = '2026-06-30'",
    "end_of('year', day) = '2026-12-31'",
    "at + hours(8) > at and at + hours(8) < day + days(2)",
    "filled(name) and not filled(paid) and paid is null",
    "coalesce(paid, day) = day and latest(paid, day) = day and earliest(paid, day) = day",
    "if(amount > 1, rate, count) = 12.5",
    "contains(tags, 'x') and contains_all(tags, 'y') and size(tags) = 2",
    "plain(name) = 'abc公司'",
    "matches(id, 'D[0-9]')",
    "owner.grade = 'senior'",
    "abs(0 - amount) = amount",
    "as_of = '2026-07-01'",
]


@pytest.mark.parametrize("check", HOLDS)
def test_what_holds(check):
    assert verdict(check) == "conforms"
    assert verdict(f"not ({check})") == "nonconforming"


UNKNOWN = [("amount > 1", {"amount": "面议"}), ("amount > 1", {"amount": ""}), ("rate > 1", {"rate": ""}), ("owner.grade = 'x'", {"owner_id": "P9"}),
           ("paid < '2026-01-01'", {"paid": "2026-02-31"}), ("day > '2026-01-01'", {"day": "2026-07-02"})]


@pytest.mark.parametrize(("check", "row"), UNKNOWN, ids=str)
def test_what_cannot_be_known_is_undetermined_either_way(check, row):
    assert verdict(check, **row) == verdict(f"not ({check})", **row) == "undetermined"


def test_a_certain_part_outweighs_an_unknown_one():
    assert verdict("amount > 1 and class = 'B'", amount="面议") == "nonconforming"
    assert verdict("amount > 1 or class = 'A'", amount="面议") == "conforms"
