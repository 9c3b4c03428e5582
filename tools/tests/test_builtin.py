"""The forms that the library itself fills: what they hold, where it stands, and that checks can read them."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from judging import states

from procedo.compile.builtin import builtin_forms, filled
from procedo.library import read

ROOT = Path(__file__).resolve().parents[2]
DAY, PERIOD = dt.date(2026, 7, 1), (dt.date(2026, 1, 1), dt.date(2026, 6, 30))


@pytest.fixture(scope="module")
def library():
    return read(ROOT)


@pytest.fixture(scope="module")
def own(library):
    return filled(library, DAY, PERIOD)


def records(own, form: str) -> list[dict]:
    return [dict(zip([name for name, _ in own[form].columns], row, strict=True)) for row in own[form].rows]


def test_every_built_in_form_is_filled_with_keys_of_its_own(own):
    assert set(own) == set(builtin_forms()) == {"organisation", "document", "revision", "step", "role", "form", "review"}
    for form in own:
        keys = [record["_key"] for record in records(own, form)]
        assert keys and len(keys) == len(set(keys))
        for name, values in own[form].lists.items():
            counted = {record["_row"]: record[name] or 0 for record in records(own, form)}
            assert sum(counted.values()) == len(values)


def test_a_record_says_where_it_stands(own):
    """File and line of a step, a role and the organisation are those of the document that says it."""
    for form, key, word in (("step", "QP-SAL-07 / 7.6", "7.6"), ("role", "finance", "finance"), ("organisation", "sales", "Sample company")):
        (record,) = [r for r in records(own, form) if r["_key"] == key]
        text = (ROOT / own[form].table.files[record["_file"]]).read_text(encoding="utf-8").splitlines()
        assert word in text[record["_line"] - 1]


def test_one_document_for_each_id_and_one_revision_for_each_release(own, library):
    numbers = [r["number"] for r in records(own, "document")]
    assert sorted(numbers) == sorted({d.id for d in library.documents})
    assert len(records(own, "revision")) == len(library.documents)
    (form,) = [r for r in records(own, "revision") if r["document"] == "form_record"]
    assert form["kind"] == "form"
    assert {value for row, _, value in own["revision"].lists["papers"] if row == form["_row"]} >= {"F-49"}


def test_what_is_signed_later_is_not_seen(library):
    early = filled(library, dt.date(2024, 12, 1), None)
    assert records(early, "review") == []
    assert all(record["approved_by"] is None for record in records(early, "document"))
    assert records(early, "organisation")[0]["audited_from"] is None


def test_a_form_of_the_library_takes_the_place_of_a_built_in_one(library, monkeypatch):
    declared = library.forms(DAY) | {"document": library.forms(DAY)["contract"]}
    monkeypatch.setattr(type(library), "forms", lambda self, day=None: declared)
    assert "document" not in filled(library, DAY, PERIOD)


CONDITIONS = [
    ("step", "filled(title) and filled(responsible) and filled(work) and size(control_point) >= 0", "QP-SAL-07 / 7.6"),
    ("step", "contains(documents, 'approval') and contains(outputs, 'contract_review')", "QP-SAL-07 / 7.5"),
    ("role", "filled(duties) and contains(authority, 'AM-CONTRACT')", "general-manager"),
    ("form", "filled(name) and version = '1' and size(filled_by) > 0", "activity"),
    ("document", "type = 'procedure' and status = 'released' and approved_at <= effective_from", "QP-SAL-07"),
    ("document", "active(number, '2025-06-01') and introduced_at < effective_from", "QP-SAL-07"),
    ("review", "act = 'approved' and reviewed_at < '2026-07-01' and role = 'general-manager'", "QP-SAL-07 / 2 / approved"),
    ("revision", "effective_from <= as_of and effective_to is null", "QP-SAL-07 / 2"),
    ("organisation", "active(id, '2026-03-01') and not active(id, '2025-12-31')", "sales"),
]


@pytest.mark.parametrize("engine", ["duckdb", "sqlite"])
def test_checks_read_them(own, engine):
    found = states(own, [(form, text) for form, text, _ in CONDITIONS], DAY, engine)
    assert {(form, text): found[form, text].get(key) for form, text, key in CONDITIONS} == {(form, text): "true" for form, text, _ in CONDITIONS}
