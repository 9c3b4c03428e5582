"""Decision tables, stepped parameters and means through a whole check: revisions, evidence, the parameters told, the pages."""

from __future__ import annotations

import pytest
from small_library import by_key, check, form, procedure, write

from procedo.library import read
from procedo.lint import lint
from procedo.problem import ProblemError
from procedo.site.pages import pages as site_pages

CUSTOMER = form("customer", "id:text! class:text bought:money late:integer stage:text since:date! met:date", date=["since"])
SURVEY = form("survey", "id:text! customer_id:reference=customer score:integer")
LADDER = {"title": "x", "unit": "steps", "default": {"0": "none", "10": "letter", "30": "lawyer"}, "origin": "chosen"}


def table(revision: str, effective: str, limit: int, **more) -> dict:
    plain = {
        "matrix": "DT-CLASS", "revision": revision, "effective_from": effective, "about": "customer", "output": {"title": "Class"},
        "inputs": [{"name": "bought", "is": "bought"}],
        "lines": [{"id": "L1", "bought": f">= {limit}", "output": "A"}, {"id": "L2", "bought": f"< {limit}", "output": "B"}],
    }
    return plain | more


DECIDED = {"kind": "condition", "case": "customer", "check": "class = decide('DT-CLASS')"}
STEPPED = {"id": "b", "kind": "condition", "case": "customer", "when": "late is not null", "check": "stage = step($ladder, late)"}
MEANT = {
    "id": "c", "kind": "condition", "case": "customer", "when": "score is not null",
    "let": {"score": {"mean": "score", "form": "survey", "match": "customer"}}, "check": "score >= 4.5",
}
RECORDS = {
    "customer": [
        {"id": "C1", "class": "A", "bought": "150", "since": "2025-06-01", "late": "10", "stage": "letter"},
        {"id": "C2", "class": "A", "bought": "150", "since": "2026-02-01", "late": "9", "stage": "letter"},
        {"id": "C3", "class": "A", "bought": "soon", "since": "2026-02-01"},
        {"id": "C4", "class": "B", "bought": "", "since": "2026-02-01"},
    ],
    "survey": [
        {"id": "S1", "customer_id": "C1", "score": 5}, {"id": "S2", "customer_id": "C1", "score": 4},
        {"id": "S3", "customer_id": "C2", "score": 4}, {"id": "S4", "customer_id": "C2", "score": 4}, {"id": "S5", "customer_id": "C2", "score": 5},
    ],
}


def library(tmp_path, *checks, tables=None, **more):
    tables = tables if tables is not None else [table("1", "2020-01-01", 100), table("2", "2026-01-01", 200)]
    return write(tmp_path, [CUSTOMER, SURVEY, *tables, procedure("1", "2020-01-01", *checks, **more)])


@pytest.mark.parametrize("engine", ["duckdb", "sqlite"])
def test_the_revision_in_force_on_the_case_date_answers(tmp_path, engine):
    outcome = check(library(tmp_path, DECIDED), RECORDS, "2026-07-01", engine=engine)
    found = {key: (f.verdict, f.reasons) for key, f in by_key(outcome).items()}
    assert found == {
        "C2": ("nonconforming", ("not-satisfied",)),
        "C3": ("undetermined", ("value-unreadable",)),
        "C4": ("undetermined", ("value-missing",)),
    }


def test_before_the_first_revision_there_is_no_answer(tmp_path):
    outcome = check(library(tmp_path, DECIDED, tables=[table("2", "2026-01-01", 200)]), RECORDS, "2026-07-01")
    assert by_key(outcome)["C1"].reasons == ("matrix-not-in-force",)


@pytest.mark.parametrize("engine", ["duckdb", "sqlite"])
def test_steps_and_means_and_what_the_report_tells_of_them(tmp_path, engine):
    """C2 is 9 days late: below 10, so no letter yet; its mean score is 13/3, told with two decimals and judged exactly."""
    outcome = check(library(tmp_path, STEPPED, MEANT, parameters={"ladder": LADDER}), RECORDS, "2026-07-01", engine=engine)
    told = {(f.check, f.case.key): f for f in outcome.findings}
    assert sorted(told) == [("R-1.b", "C2"), ("R-1.c", "C2")]
    assert told["R-1.c", "C2"].evidence.values["score"] == "4.33"
    (parameter,) = outcome.parameters
    assert (parameter.name, parameter.value) == ("ladder", "0: none；10: letter；30: lawyer")


@pytest.mark.parametrize("engine", ["duckdb", "sqlite"])
def test_a_line_may_test_a_yes_or_no(tmp_path, engine):
    """C1 is with us since 2025, the others since 2026; a word that is neither yes nor no is no test."""
    lines = [{"id": "L1", "old": True, "output": "A"}, {"id": "L2", "old": "not(true)", "output": "B"}]
    asked = table("1", "2020-01-01", 0, inputs=[{"name": "old", "is": "if(since < '2026-01-01', true, false)"}], lines=lines)
    outcome = check(library(tmp_path, DECIDED, tables=[asked]), RECORDS, "2026-07-01", engine=engine)
    assert {key: f.verdict for key, f in by_key(outcome).items()} == {"C2": "nonconforming", "C3": "nonconforming"}
    wrong = asked | {"lines": [{"id": "L1", "old": "maybe", "output": "A"}]}
    assert "bad-test" in {problem.id for problem in lint(library(tmp_path / engine, DECIDED, tables=[wrong]))}


WRONG = [
    (DECIDED, [], "unknown-matrix"),
    (DECIDED, [{k: v for k, v in table("1", "2020-01-01", 1).items() if k != "output"}], "bad-line"),
    (DECIDED, [table("1", "2020-01-01", 1, lines=[{"id": "L1", "approvals": [{"step": 1, "role": "x"}]}])], "bad-line"),
    (DECIDED | {"check": "class = decide(class)"}, None, "wrong-type"),
    (STEPPED | {"check": "stage = step($ladder, class)"}, None, "wrong-type"),
    (STEPPED | {"check": "stage = step(late, late)"}, None, "wrong-type"),
]


@pytest.mark.parametrize(("body", "tables", "id"), WRONG, ids=[f"{n} {w[2]}" for n, w in enumerate(WRONG)])
def test_what_cannot_be_meant_is_a_problem_with_a_place(tmp_path, body, tables, id):
    root = library(tmp_path, body, tables=tables, parameters={"ladder": LADDER})
    found = lint(root)
    assert id in {problem.id for problem in found}
    assert all(problem.place.line for problem in found if problem.id == id)


def test_thresholds_are_numbers(tmp_path):
    with pytest.raises(ProblemError) as refused:
        read(library(tmp_path, STEPPED, parameters={"ladder": LADDER | {"default": {"soon": "letter"}}}))
    assert [problem.id for problem in refused.value.problems] == ["bad-steps"]


def test_the_page_shows_the_output_of_each_line_and_who_reads_it(tmp_path):
    pages = dict(site_pages(read(library(tmp_path, DECIDED)), language="en"))
    text = pages["matrices/DT-CLASS.md"]
    assert "<strong>A</strong>" in text and '<th scope="col">Class</th>' in text and "≥ 200" in text
    assert "R-1" in text and "The number in a circle" not in text and "data-whatif" not in text
