"""The last run: kept whole, read back equal, and honest about what changed since."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from hashlib import sha256

import outcomes
import pytest

from procedo.check import last
from procedo.check.last import changed_since, manifest_of, read_last, recordsets, write_last
from procedo.finding import SourceFile
from procedo.problem import ProblemError


@pytest.fixture
def run(tmp_path):
    """A library's folder with one export and a mapping, and the outcome and manifest of their check."""
    export, mapping = tmp_path / "records" / "sample" / "contracts.csv", tmp_path / "records" / "sample.yml"
    export.parent.mkdir(parents=True)
    export.write_text("合同编号\nHT-1\n", encoding="utf-8")
    mapping.write_text("recordset: sample\n", encoding="utf-8")
    source = SourceFile("contract", "sample/contracts.csv", sha256(export.read_bytes()).hexdigest(), None, 1, 0, {})
    outcome = replace(outcomes.everyday(), records=(source,))
    calendar = {"id": "china", "revision": "2026", "fingerprint": "sha256:00"}
    return tmp_path, outcome, manifest_of(outcome, tmp_path, tmp_path / "records", mapping, calendar)


def test_there_and_back(run):
    root, outcome, manifest = run
    folder = write_last(root, outcome, manifest)
    assert folder == root / "build" / "last" / "sample"
    assert sorted(path.name for path in folder.iterdir()) == ["manifest.json", "report.json"]
    assert read_last(root) == read_last(root, "sample") == (outcome, manifest)


def test_the_same_run_gives_the_same_bytes(run):
    root, outcome, manifest = run
    first = {path.name: path.read_bytes() for path in write_last(root, outcome, manifest).iterdir()}
    assert first == {path.name: path.read_bytes() for path in write_last(root, outcome, manifest).iterdir()}


def test_the_manifest_names_what_the_run_rests_on(run):
    root, outcome, manifest = run
    assert manifest["inputs"] == [{"file": "sample/contracts.csv", "path": "records/sample/contracts.csv",
                                   "sha256": outcome.records[0].sha256}]
    assert manifest["mapping"]["path"] == "records/sample.yml" and len(manifest["mapping"]["sha256"]) == 64
    assert manifest["calendar"]["id"] == "china" and manifest["library"]["fingerprint"] == outcome.fingerprint
    assert manifest["versions"]["procedo"] == "0.1.0" and "duckdb" in manifest["versions"]
    outside = manifest_of(outcome, root / "library", root / "records")
    assert outside["inputs"][0]["path"] == (root / "records" / "sample" / "contracts.csv").as_posix()


def test_the_newest_run_or_the_one_named(run):
    root, outcome, manifest = run
    write_last(root, outcome, manifest)
    other = write_last(root, replace(outcome, recordset="other"))
    os.utime(other / "manifest.json", ns=(1, 1))
    assert recordsets(root) == ["sample", "other"] and read_last(root)[0].recordset == "sample"
    assert read_last(root, "other")[0].recordset == "other"
    with pytest.raises(ProblemError, match="no-last-run.*did you mean “sample”"):
        read_last(root, "sampel")


def test_no_run_is_a_problem_that_says_what_to_do(tmp_path):
    with pytest.raises(ProblemError, match="run procedo check first"):
        read_last(tmp_path)


@pytest.mark.parametrize(("file", "content", "id"), [
    ("report.json", "{", "bad-report"), ("report.json", '{"schema": "procedo.report/9"}', "other-report"),
    ("manifest.json", "[]", "bad-manifest"), ("manifest.json", "?", "bad-manifest"),
])
def test_a_damaged_run_is_a_problem(run, file, content, id):
    root, outcome, manifest = run
    (write_last(root, outcome, manifest) / file).write_text(content, encoding="utf-8")
    with pytest.raises(ProblemError) as caught:
        read_last(root)
    assert [problem.id for problem in caught.value.problems] == [id]


def test_nothing_changed_says_nothing(run):
    root, outcome, manifest = run
    assert changed_since(root, manifest, outcome.fingerprint) == ()
    assert changed_since(root, json.loads(json.dumps(manifest)), outcome.fingerprint) == ()


def test_every_change_is_named(run):
    root, outcome, manifest = run
    (root / "records" / "sample" / "contracts.csv").write_text("x", encoding="utf-8")
    (root / "records" / "sample.yml").unlink()
    said = [sentence.en for sentence in changed_since(root, manifest, "sha256:other")]
    assert said == [
        "since the check, file “sample/contracts.csv” has changed",
        "since the check, file “records/sample.yml” is gone or unreadable",
        "since the check, the library has changed",
    ]


def test_a_library_that_no_longer_reads_has_changed(run):
    root, _, manifest = run
    assert "now fails lint" in changed_since(root, manifest)[-1].en


def test_what_was_not_recorded_cannot_be_compared(run):
    root, outcome, _ = run
    assert changed_since(root, manifest_of(outcome, root), outcome.fingerprint) == ()


def test_a_failed_write_leaves_the_run_before(run, monkeypatch):
    root, outcome, manifest = run
    write_last(root, outcome, manifest)
    monkeypatch.setattr(last, "encode", lambda _: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        write_last(root, replace(outcome, as_of="2027-01-01"), manifest)
    assert read_last(root) == (outcome, manifest)
    assert [path.name for path in (root / "build" / "last").iterdir()] == ["sample"]
