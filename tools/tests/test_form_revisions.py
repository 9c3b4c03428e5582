"""What a field must hold is what the form demanded at the case's clock (SEMANTICS E.1)."""

from __future__ import annotations

import pytest
from small_library import by_key, check, form, procedure, write

KINDS = {"type": "choice", "label": "x", "choices": ["new", "old"]}
FIRST = form("order", "id:text! at:date note:text", date="at")
SECOND = form("order", "id:text! at:date note:text! qty:number", date="at", revision="2", effective_from="2026-03-01")
FIRST["fields"] |= {"sort": KINDS}
SECOND["fields"] |= {"sort": KINDS | {"choices": ["new"]}}
SECOND["fields"]["qty"] |= {"maximum": 9, "required": True}
ORDERS = [
    {"id": "february", "at": "2026-02-28", "note": "", "qty": "", "sort": "old"},
    {"id": "march", "at": "2026-03-01", "note": "", "qty": "", "sort": "old"},
    {"id": "many", "at": "2026-03-01", "note": "x", "qty": "10", "sort": "new"},
    {"id": "fine", "at": "2026-03-01", "note": "x", "qty": "9", "sort": "new"},
    {"id": "unknown", "at": "2026-02-28", "note": "x", "qty": "10", "sort": "none"},
]


@pytest.mark.parametrize("engine", ["duckdb", "sqlite"])
def test_by_the_revision_at_the_clock(tmp_path, engine):
    root = write(tmp_path, [FIRST, SECOND, procedure("1", None, {"kind": "validity", "forms": "order"})])
    found = by_key(check(root, {"order": ORDERS}, "2026-07-01", engine=engine))
    assert {key: set(finding.reasons) for key, finding in found.items()} == {
        "march": {"required-empty", "not-in-list"}, "many": {"out-of-range"}, "unknown": {"not-in-list"}}


def test_before_the_first_revision(tmp_path):
    """The records were kept on some form: the first that is known."""
    late = FIRST | {"effective_from": "2026-02-01"}
    root = write(tmp_path, [late, SECOND, procedure("1", None, {"kind": "validity", "forms": "order"})])
    found = by_key(check(root, {"order": [ORDERS[0] | {"at": "2026-01-05"}, ORDERS[1]]}, "2026-07-01"))
    assert set(found) == {"march"}


def test_what_is_read_otherwise_now(tmp_path):
    """Another type since: records are read as the newest form says, and it says what they must hold."""
    first = FIRST | {"fields": FIRST["fields"] | {"qty": {"type": "text", "label": "x", "pattern": "[0-9]+ kg"}}}
    root = write(tmp_path, [first, SECOND, procedure("1", None, {"kind": "validity", "forms": "order"})])
    found = by_key(check(root, {"order": [ORDERS[0] | {"qty": "10"}, ORDERS[0] | {"id": "other", "qty": "9"}]}, "2026-07-01"))
    assert {key: set(finding.reasons) for key, finding in found.items()} == {"february": {"out-of-range"}}
