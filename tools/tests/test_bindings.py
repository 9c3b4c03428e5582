"""A profile says which role of the organisation takes the place of a role that procedures and matrices name."""

from __future__ import annotations

import pytest
from small_library import by_key, check, procedure, write
from test_approval import APPROVAL, FORMS, ROLES

LINE = {"id": "L1", "amount": "[0..)", "approvals": [{"step": 1, "role": "general-manager"}]}
MATRIX = {"matrix": "AM", "revision": "3", "about": "contract", "inputs": [{"name": "amount", "is": "amount"}], "lines": [LINE]}
PROFILES = [
    {"profile": "all", "procedures": ["QP-1"]},
    {"profile": "all", "revision": "2", "effective_from": "2026-05-01", "procedures": ["QP-1"], "roles": {"general-manager": "board"}},
]
SIGNED_BY = {"kind": "condition", "case": "contract", "check": "holds(author, 'general-manager', signed_at)"}
HELD = {"E30": "general-manager", "E60": "board"}
CONTRACTS = {("april", "E30"): "2026-04-10", ("april", "E60"): "2026-04-10", ("may", "E30"): "2026-05-10", ("may", "E60"): "2026-05-10"}


@pytest.fixture(params=["duckdb", "sqlite"])
def judged(request, tmp_path):
    def run(asked):
        decided = [
            {"id": f"D-{month}-{by}", "contract": f"{month}-{by}", "role": HELD[by], "decision": "approved", "by": by, "at": f"2026-0{4 + (month == 'may')}-02",
             "round": "", "amount": "", "note": ""} for month, by in CONTRACTS]
        records = {
            "contract": [{"id": f"{month}-{by}", "author": by if asked is SIGNED_BY else "E01", "amount": "100", "signed_at": day, "status": "",
                          "delivered_at": ""} for (month, by), day in CONTRACTS.items()],
            "decision": decided,
            "appointment": [{"id": by, "person": by, "role": role, "from": "2024-01-01", "to": ""} for by, role in HELD.items()],
            "employee": [{"id": id, "name": id} for id in ("E01", *HELD)],
        }
        root = write(tmp_path, [ROLES, MATRIX, *PROFILES, *FORMS, procedure("1", None, asked)])
        return by_key(check(root, records, "2026-07-01", engine=request.param))
    return run


@pytest.mark.parametrize("asked", [APPROVAL, SIGNED_BY], ids=["approval", "holds"])
def test_the_role_bound_counts_from_the_day_of_its_profile_revision(judged, asked):
    findings = judged(asked)
    assert set(findings) == {"april-E60", "may-E30"}


def test_what_is_missing_is_told_by_the_role_bound(judged):
    findings = judged(APPROVAL)
    assert findings["april-E60"].evidence.lacking == ("general-manager",)
    assert findings["may-E30"].evidence.lacking == ("board",)
