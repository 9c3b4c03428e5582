"""Attestation: what is due, what a person said, and the material; through a library, a recordset and the report."""

from __future__ import annotations

import pytest
import yaml
from small_library import check, form, procedure, write

from procedo.library import read
from procedo.library.attestations import read_attestations
from procedo.problem import ProblemError
from procedo.reports.text import render

DECLARATION = form("declaration", "id:text! at:date", date=["at"])
RULE = {"kind": "attestation", "every": "quarter", "look_at": {"form": "declaration", "match": "any"}}
PERIOD = {"from": "2026-01-01", "to": "2026-09-30"}
GIVEN = {"requirement": "R-1", "window": "2026-Q1", "by": "Zhang Min", "date": "2026-04-20", "statement": "all done"}


@pytest.fixture(params=["duckdb", "sqlite"])
def engine(request):
    return request.param


def run(root, engine, attestations=(), rule=RULE, as_of="2026-08-15", **more):
    write(root, [DECLARATION, procedure("1", "2020-01-01", rule)])
    if attestations:
        (root / "records").mkdir(exist_ok=True)
        (root / "records" / "attestations.yml").write_text(yaml.safe_dump({"attestations": list(attestations)}), encoding="utf-8")
    records = {"declaration": [{"id": "D1", "at": "2026-02-02"}, {"id": "D2", "at": "2026-05-05"}]}
    return check(root, records, as_of, engine=engine, **({"period": PERIOD} | more))


def test_each_period_over_is_due_with_its_material_and_the_running_one_pending(tmp_path, engine):
    outcome = run(tmp_path, engine)
    (result,) = outcome.requirements
    assert (result.status, result.checks[0].undetermined, result.checks[0].pending, result.checks[0].conforms) == ("attestation", 2, 1, 0)
    found = {f.case.window: f for f in outcome.findings}
    assert {window: f.reasons for window, f in found.items()} == {"2026-Q1": ("attestation-due",), "2026-Q2": ("attestation-due",)}
    assert [event.row for event in found["2026-Q1"].evidence.events] == [2] and found["2026-Q1"].record is None
    assert "1 attestation" in render(outcome, "en").splitlines()[-1]


def test_what_a_person_said_is_shown_and_never_counted_as_a_pass(tmp_path, engine):
    outcome = run(tmp_path, engine, [GIVEN])
    assert [f.case.window for f in outcome.findings] == ["2026-Q2"]
    assert (outcome.requirements[0].checks[0].conforms, outcome.requirements[0].checks[0].not_applicable) == (0, 1)
    text = render(outcome, "zh")
    assert "人工声明（应声明 1 项，已声明 1 项）" in text and "R-1 2026-Q1：Zhang Min；2026-04-20；符合；all done" in text


def test_a_person_may_say_that_it_does_not_conform(tmp_path, engine):
    outcome = run(tmp_path, engine, [GIVEN | {"says": "nonconforming"}])
    assert {f.case.window: (f.verdict, f.reasons) for f in outcome.findings}["2026-Q1"] == ("nonconforming", ("declared-nonconforming",))


def test_what_is_attested_after_the_day_of_judgement_is_not_seen(tmp_path, engine):
    outcome = run(tmp_path, engine, [GIVEN | {"date": "2026-08-16"}])
    assert len(outcome.findings) == 2 and outcome.attestations == ()


def test_material_that_the_recordset_lacks_leaves_it_due(tmp_path, engine):
    rule = RULE | {"look_at": [{"form": "declaration", "match": "any"}, {"form": "review", "match": "any"}]}
    write(tmp_path, [form("review", "id:text!")])
    assert len(run(tmp_path, engine, rule=rule).findings) == 2


@pytest.mark.parametrize("wrong, id", [
    ({"requirement": "R-11"}, "unknown-requirement"), ({"requirement": "R-1.b"}, "not-an-attestation"), ({"date": "soon"}, "bad-date"), ({"by": ""}, None),
])
def test_what_is_wrong_in_the_file(tmp_path, wrong, id):
    with pytest.raises(ProblemError) as problem:
        run(tmp_path, "duckdb", [GIVEN | wrong])
    (found,) = problem.value.problems
    assert found.place.file == "records/attestations.yml" and found.place.line and (id is None or found.id == id)


def test_one_period_is_attested_once(tmp_path):
    with pytest.raises(ProblemError) as problem:
        run(tmp_path, "duckdb", [GIVEN, GIVEN | {"by": "Li Na"}])
    assert [p.id for p in problem.value.problems] == ["attested-twice"]


def test_no_file_is_no_attestation(tmp_path):
    write(tmp_path, [DECLARATION, procedure("1", "2020-01-01", RULE)])
    assert read_attestations(read(tmp_path)) == ()
