"""The compiled query against the plain reading, on random records with blanks and broken values in every operand."""

from __future__ import annotations

import oracle
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from judging import form, judge

DAYS = [f"2026-06-{day:02}" for day in (*range(1, 13), 15, 16, 19, 21)]
dates = st.one_of(st.sampled_from(DAYS), st.sampled_from(["", "2026-06-31", "soon"]))
words = st.sampled_from(["", " ", "\u3000", "甲", "乙", "甲 ", "丙"])
MATTER = form("matter", "id:text! key:text! a:date b:date name:text one:person other:person")
RELATED = form("related", "id:text! key:text at:date counts:boolean", date=["at"])
cases = st.lists(st.fixed_dictionaries({"a": dates, "b": dates, "name": words, "one": words, "other": words}), min_size=1, max_size=6)
others = st.lists(
    st.fixed_dictionaries({"key": st.integers(0, 5), "at": dates, "counts": st.sampled_from(["是", "是", "是", "否", "", "也许"])}),
    max_size=10,
)
SEARCH = {"form": "related", "match": {"key": "key"}, "where": "counts"}

CHECKS = {
    "response": (
        {"kind": "response", "case": "matter", "needs": SEARCH, "after": "a", "within": "5 days"},
        lambda c, all_, r: oracle.response(c, r, 5),
    ),
    "precedence": (
        {"kind": "precedence", "case": "matter", "clock": "as_of", "needs": SEARCH, "before": "b"},
        lambda c, all_, r: oracle.precedence(c, r),
    ),
    "existence": ({"kind": "existence", "case": "matter", "needs": SEARCH}, lambda c, all_, r: oracle.existence(c, r)),
    "absence": (
        {"kind": "absence", "case": "matter", "forbids": SEARCH, "after": "a", "before": "b"},
        lambda c, all_, r: oracle.absence(c, r),
    ),
    "completeness": ({"kind": "completeness", "case": "matter", "fields": ["name", "a | b"]}, lambda c, all_, r: oracle.completeness(c)),
    "uniqueness": ({"kind": "uniqueness", "case": "matter", "by": "name"}, lambda c, all_, r: oracle.uniqueness(c, all_)),
    "separation-of-duties": (
        {"kind": "separation-of-duties", "case": "matter", "duties": {"one": "one", "other": "other"}},
        lambda c, all_, r: oracle.duties(c),
    ),
}


@pytest.mark.parametrize("engine", ["sqlite", "duckdb"])
@pytest.mark.parametrize("kind", CHECKS)
def test_the_query_says_what_the_plain_reading_says(kind, engine):
    check, reading = CHECKS[kind]

    @settings(
        max_examples=60 if engine == "sqlite" else 20,
        deadline=None,
        phases=(Phase.generate,),
        suppress_health_check=list(HealthCheck),
        derandomize=True,
    )
    @given(cases, others)
    def agree(drawn, related_drawn):
        matters = [row | {"id": f"M{n}", "key": f"K{n}"} for n, row in enumerate(drawn)]
        related = [row | {"id": f"R{n}", "key": f"K{row['key']}"} for n, row in enumerate(related_drawn)]
        found = judge(check, [MATTER, RELATED], {"matter": matters, "related": related}, "2026-06-15", "2026-06-20", engine=engine)
        for case in matters:
            verdict, reasons = found.get(case["id"], ("not-applicable", []))
            told = set() if verdict in ("not-applicable", "conforms", "pending") else set(reasons)
            assert (verdict, told) == reading(case, matters, related), case["id"]

    agree()
