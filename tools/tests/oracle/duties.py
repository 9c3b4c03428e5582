"""Separation of duties over acts, read plainly from SEMANTICS D and its cases D-17 and D-22: no person does both of a pair on one case.

Left out of the draws: an act whose duty is blank, or which belongs to no case.
"""

from __future__ import annotations

from oracle.kit import Check, Kind, each, form, record_sets, rows
from oracle.separation_of_duties import FORMS, PEOPLE, STAFF, apart, person
from oracle.values import Answer, Records, Row, word, worst, wrong

PAIRS = [("receive", "record"), ("order", "approve")]
ACT = form("act", "id:text! paper_id:reference=paper duty:text by:person")
RECORDS = record_sets(
    paper=rows(2, 1), employee=rows(0),
    act=rows(6, paper_id=["paper-0", "paper-0", "paper-1"], duty=["receive", "record ", "order", "approve", "archive"], by=PEOPLE),
).map(lambda records: records | {"employee": [{"id": id, "account": account} for id, account in STAFF]})


def reading(pairs: list[tuple[str, str]]):
    def judge(paper: Row, records: Records) -> Answer:
        mine = [row for row in records["act"] if word(row["paper_id"]) == paper["id"]]
        told = worst([apart(*[[person(row["by"]) for row in mine if word(row["duty"]) == duty] for duty in pair]) for pair in pairs])
        return wrong("same-person") if told[0] == "nonconforming" else told

    return judge


def check(pairs: list[tuple[str, str]]) -> Check:
    acts = {"form": "act", "match": "paper", "duty": "duty", "by": "by"}
    asked = {"kind": "separation-of-duties", "case": "paper", "acts": acts, "exclude": [list(pair) for pair in pairs]}
    return Check({"check": asked}, each("paper", reading(pairs)))


KIND = Kind(
    [FORMS[0], ACT, FORMS[2]], RECORDS, {"paper": ["id"], "act": ["id", "paper_id", "by"], "employee": ["id", "account"]},
    {"one pair": check(PAIRS[:1]), "two pairs": check(PAIRS)},
)
