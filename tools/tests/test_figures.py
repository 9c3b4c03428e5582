"""Figures of `let`: one aggregate over the records of the case; over nothing, over something, over what cannot be read."""

from __future__ import annotations

import pytest
from judging import form, judge

DEAL = form("deal", "id:text! owner:person until:date?")
PAYMENT = form("payment", "id:text! deal_id:reference=deal amount:money who:person day:date", date=["day"])
ROWS = [
    {"id": "1", "deal_id": "D1", "amount": "10.50", "who": "E1", "day": "2026-01-05"},
    {"id": "2", "deal_id": "D1", "amount": "20", "who": "E2", "day": "2026-02-05"},
    {"id": "3", "deal_id": "D1", "amount": "5", "who": "E2", "day": "2026-03-05"},
    {"id": "4", "deal_id": "D3", "amount": "soon", "who": "E1", "day": "2026-03-05"},
    {"id": "5", "deal_id": "D1", "amount": "99", "who": "E9", "day": "2026-06-30"},
]
DEALS = [{"id": "D1", "owner": "E2", "until": "2026-02-05"}, {"id": "D2", "owner": "E1"}, {"id": "D3", "owner": "E1"}]


def verdicts(figure: dict, check: str, engine: str) -> dict[str, str]:
    body = {"kind": "condition", "case": "deal", "let": {"x": {"form": "payment"} | figure}, "check": check}
    found = judge(body, [DEAL, PAYMENT], {"deal": DEALS, "payment": ROWS}, "2026-06-01", "2026-07-01", engine=engine)
    return {key: verdict for key, (verdict, _) in found.items()}


CASES = [
    ({"sum": "amount"}, "x = 35.5", "conforms", "nonconforming", "undetermined"),
    ({"count": "all"}, "x = 3", "conforms", "nonconforming", "nonconforming"),
    ({"count": "who"}, "x = 2", "conforms", "nonconforming", "nonconforming"),
    ({"min": "amount"}, "x = 5", "conforms", "undetermined", "undetermined"),
    ({"max": "day"}, "x = '2026-03-05'", "conforms", "undetermined", "conforms"),
    ({"first": "amount", "order_by": "day"}, "x = 10.5", "conforms", "undetermined", "undetermined"),
    ({"last": "amount", "order_by": "day"}, "x = 5", "conforms", "undetermined", "undetermined"),
    ({"list": "who"}, "contains(x, owner)", "conforms", "nonconforming", "conforms"),
    ({"sum": "amount", "before": "until"}, "x = 30.5", "conforms", "nonconforming", "nonconforming"),
    ({"sum": "amount", "where": "amount > 6"}, "x = 30.5", "conforms", "nonconforming", "undetermined"),
    ({"count": "all", "match": {"who": "owner"}}, "x = 2", "conforms", "conforms", "conforms"),
    ({"count": "all", "match": "any"}, "x = 4", "conforms", "conforms", "conforms"),
]


@pytest.mark.parametrize("engine", ["duckdb", "sqlite"])
@pytest.mark.parametrize(("figure", "check", "full", "none", "broken"), CASES, ids=[str(c[0]) for c in CASES])
def test_a_figure(figure, check, full, none, broken, engine):
    """D1 has three payments (a fourth is ahead of the as-of day), D2 none, D3 one whose amount cannot be read."""
    assert verdicts(figure, check, engine) == {"D1": full, "D2": none, "D3": broken}
