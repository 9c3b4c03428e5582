"""Before a release those examples are tried that the document can turn over, and no others."""

from __future__ import annotations

import pytest
from small_library import form, procedure, write

from procedo.check.touched import touched
from procedo.library import read

ORDER = form("order", "id:text! at:date? customer_id:reference=customer amount:money")
CUSTOMER = form("customer", "id:text! grade:text")
OTHER = form("other", "id:text! at:date?")
VOICE = form("voice", "id:text! of:text", decisions={"on": "of", "says": "of", "by": "of", "at": "of"})
MATRIX = {"matrix": "AM-1", "about": "order", "lines": [{"id": "L1", "approvals": [{"step": 1, "role": "clerk"}]}]}
PROFILE = {"profile": "all", "procedures": ["QP-1"]}


def requirement(id: str, **check) -> dict:
    return {"id": id, "text": "x", "grade": "major", "origin": "chosen", "checks": [{"id": "a"} | check]}


@pytest.fixture
def library(tmp_path):
    rules = procedure("1", "2020-01-01", requirements=[
        requirement("R-1", kind="condition", case="order", check="customer.grade = 'A'"),
        requirement("R-2", kind="approval", case="order", matrix="AM-1", before="at"),
        requirement("R-3", kind="condition", case="order", check="approved_at is not null"),
        requirement("R-4", kind="existence", case="other", needs="order"),
        requirement("R-5", kind="condition", case="other", check="at is not null"),
    ])
    return read(write(tmp_path, [ORDER, CUSTOMER, OTHER, VOICE, MATRIX, PROFILE, rules]))


@pytest.mark.parametrize(("kind", "id", "wanted"), [
    ("procedure", "QP-1", {"R-1", "R-2", "R-3", "R-4", "R-5"}),
    ("form", "customer", {"R-1"}),
    ("form", "order", {"R-1", "R-2", "R-3", "R-4"}),
    ("form", "other", {"R-4", "R-5"}),
    ("matrix", "AM-1", {"R-2", "R-3"}),
    ("form", "voice", None),
    ("profile", "all", None),
])
def test_what_a_document_can_turn_over(library, kind, id, wanted):
    assert touched(library, [library.newest(kind, id)]) == wanted
