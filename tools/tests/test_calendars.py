"""A check may go by a calendar of its own; a calendar's days come from the newest revision that covers them."""

from __future__ import annotations

import datetime as dt

import pytest
from small_library import by_key, check, form, procedure, write

from procedo.library import read

DEED = form("deed", "id:text! asked_at:date done_at:date", date=["asked_at"])
RULE = {"kind": "response", "case": "deed", "after": "asked_at", "done": "done_at", "within": "2 working days"}


def calendar(id, first, last, off=(), **more):
    return {"calendar": id, "first": first, "last": last, "off": list(off)} | more


@pytest.mark.parametrize("engine", ["duckdb", "sqlite"])
def test_a_check_with_a_calendar_of_its_own(tmp_path, engine):
    shop = calendar("shop", "2026-01-01", "2026-12-31", ["2026-04-08", "2026-04-09"])
    office = calendar("office", "2026-01-01", "2026-12-31")
    write(tmp_path, [DEED, office, shop, procedure("1", "2020-01-01", RULE, RULE | {"id": "b", "calendar": "shop"})], calendar="office")
    outcome = check(tmp_path, {"deed": [{"id": "K1", "asked_at": "2026-04-07", "done_at": "2026-04-13"}]}, "2026-06-30", engine=engine)
    assert {f.check: f.evidence.values["due"] for f in outcome.findings} == {"R-1.a": "2026-04-09"}, "b: the 10th and the 13th are worked"


def test_each_day_from_the_newest_calendar_that_covers_it(tmp_path):
    old = calendar("cn", "2025-01-01", "2025-12-31", ["2025-12-31"])
    new = calendar("cn", "2026-01-01", "2026-12-31", ["2026-01-01"], revision="2", effective_from="2025-11-10")
    write(tmp_path, [DEED, old, new, procedure("1", "2020-01-01", RULE)], calendar="cn")
    both = read(tmp_path).calendar("cn")
    assert (both.first, both.last) == (dt.date(2025, 1, 1), dt.date(2026, 12, 31))
    outcome = check(tmp_path, {"deed": [{"id": "K1", "asked_at": "2025-12-30", "done_at": "2026-01-06"}]}, "2026-06-30")
    assert by_key(outcome)["K1"].evidence.values["due"] == "2026-01-05", "an October case with a January deadline can be judged"
