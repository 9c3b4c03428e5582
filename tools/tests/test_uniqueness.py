"""Uniqueness: a double is seen whichever revision judges the other record, and the evidence says how many there are."""

from __future__ import annotations

import pytest
from judging import form, judge

from procedo.rules._build import Span

PAPER = form("paper", "id:text! no:text at:date", date=["at"])
CHECK = {"kind": "uniqueness", "case": "paper", "by": "no"}
ROWS = [{"id": "K1", "no": "A", "at": "2026-01-05"}, {"id": "K2", "no": "A", "at": "2026-06-05"}, {"id": "K3", "no": "B", "at": "2026-06-05"}]
CUT = 20454 + 90  # 2026-04-01


@pytest.mark.parametrize("engine", ["duckdb", "sqlite"])
def test_a_double_across_two_revisions(engine):
    found = {}
    for span in (Span(-1_000_000, CUT, rest=False), Span(CUT, None, rest=False)):
        found |= judge(CHECK, [PAPER], {"paper": ROWS}, "2026-06-30", engine=engine, span=span)
    assert found == {"K1": ("nonconforming", ["duplicate"]), "K2": ("nonconforming", ["duplicate"]), "K3": ("conforms", [])}
    assert found["K1"].evidence["count"] == found["K2"].evidence["count"] == "2"
