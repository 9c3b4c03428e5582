"""Coverage: what of an inventory a library carries, on the nodes that fit, up to the last result."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from small_library import check, form, write

from procedo.coverage import read_kept
from procedo.library.inventory import read_inventory
from procedo.lint import lint
from procedo.problem import ProblemError

PROCEDURE = {
    "procedure": "QP-1", "revision": "1", "effective_from": "2020-01-01", "purpose": "x", "scope": "x",
    "parameters": {"days": {"title": "x", "unit": "duration", "default": "2 days", "origin": "chosen", "covers": ["C-01"]}},
    "steps": [{"id": "1", "title": "x", "responsible": "clerk", "work": "x"}],
    "requirements": [
        {"id": "R-1", "text": "x", "grade": "major", "origin": "source", "sources": ["S-1"], "clauses": [],
         "checks": [{"id": "a", "kind": "response", "case": "order", "done": "sent_on", "after": "taken_on", "within": "$days", "covers": ["T-01"]}]},
        {"id": "R-2", "text": "x", "grade": "minor", "origin": "source", "sources": ["S-2"], "checks": [{"id": "a", "kind": "attestation"}]},
    ],
}
ROLES = {"role_list": "roles", "roles": [{"id": "clerk", "label": "x"}]}
SOURCES = {"source_list": "sources", "sources": [{"id": "S-1", "title": "x"}, {"id": "S-2", "title": "x"}]}
MATRIX = {"matrix": "AM-1", "about": "order", "lines": [{"id": "L1", "approvals": [{"step": 1, "role": "clerk"}], "covers": ["AP-01"]}]}
DECISIONS = {"decision_list": "decisions", "decisions": [
    {"id": "C-01", "subject": "x", "says": "x", "decided": "x", "reason": "x", "by": ["QP-1.days", "AM-1.L1", "R-1.a"]}]}
INVENTORY = {"sources": ["S-1..S-2"], "procedures": ["QP-1"], "requirements": ["R-1..R-2"], "attested": ["R-2"], "approvals": ["AP-01"],
             "time_rules": ["T-01"], "forms": ["F-01"], "conflicts": ["C-01"], "variants": [], "profiles": ["all"]}
EXAMPLES = {
    "requirement": "R-1", "as_of": "2026-06-30", "defaults": {"order": {"id": "A1", "taken_on": "2026-06-10"}},
    "examples": [
        {"id": "R-1-last-day", "title": "x", "records": {"order": {"sent_on": "2026-06-12"}}, "expect": "conforms"},
        {"id": "R-1-a-day-late", "title": "x", "records": {"order": {"sent_on": "2026-06-13"}}, "expect": "nonconforming", "reasons": ["late"]},
    ],
}


@pytest.fixture
def library(tmp_path: Path) -> Path:
    order = form("order", "id:text! taken_on:date? sent_on:date?", covers=["F-01"])
    write(tmp_path, [PROCEDURE, ROLES, SOURCES, MATRIX, DECISIONS, order])
    put(tmp_path / "checks" / "inventory.yml", INVENTORY)
    put(tmp_path / "checks" / "examples" / "R-1.yml", EXAMPLES)
    check(tmp_path, {"order": [{"id": "A1", "taken_on": "2026-06-10", "sent_on": "2026-06-12"}]}, "2026-06-30")
    return tmp_path


def put(path: Path, content: object) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(yaml.safe_dump(content, sort_keys=False), encoding="utf-8")


def coverage(root: Path, *options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "procedo", "coverage", "--library", str(root), "--lang", "en", *options]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)


def changed(root: Path, name: str, change) -> None:
    """One released document changed."""
    (path,) = (root / "procedures" / "revisions" / name).glob("*.yml")
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    change(content)
    put(path, content)


def test_a_library_that_carries_everything_is_complete(library):
    done = coverage(library)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.splitlines() == [
        "2/2 source items", "1/1 procedures", "2/2 requirements (1 automated, 1 attested)", "1/1 approval relations", "1/1 time rules",
        "1/1 forms", "1/1 conflicts and gaps", "0/0 variants", "1/1 profiles",
    ]


@pytest.mark.parametrize(("inventory", "told"), [
    ({"requirements": ["R-1"], "attested": []}, "1/1 requirements (1 automated, 0 attested)"),
    ({"requirements": ["R-2"], "attested": ["R-2"]}, "1/1 requirements (0 automated, 1 attested)"),
    ({"attested": []}, "1/2 requirements (1 automated, 0 attested)"),
])
def test_only_what_the_inventory_asks_for_is_counted(library, inventory, told):
    """A library may have requirements of its own besides, checked or attested."""
    put(library / "checks" / "inventory.yml", INVENTORY | inventory)
    assert told in coverage(library).stdout.splitlines()


def test_the_json_says_the_same_and_is_kept_for_the_site(library):
    plain = json.loads(coverage(library, "--report", "json").stdout)
    assert plain["schema"] == "procedo.coverage/1" and plain["complete"]
    assert json.loads((library / "build" / "last" / "coverage.json").read_text(encoding="utf-8")) == plain
    (first, second) = plain["requirements"]
    assert (first["id"], first["kind"], first["examples"], first["exercised"], first["done"]) == ("R-1", "automated", 2, ["small"], True)
    assert (second["id"], second["kind"], second["done"]) == ("R-2", "attested", True)


def test_what_is_kept_and_cannot_be_read_is_made_anew(library):
    kept = library / "build" / "last" / "coverage.json"
    put(kept, {})
    kept.write_text('{"schema": "procedo.coverage/1", "requirements": [{}], "counts": 3}', encoding="utf-8")
    assert read_kept(library) is None
    assert coverage(library).returncode == 0


@pytest.mark.parametrize(("example", "said"), [
    ({"id": "R-1-late", "title": "x", "records": {"order": {"sent_on": "2026-06-14"}}, "expect": "nonconforming"},
     "R-1: not proved by its examples: R-1.a $days"),
    ({"id": "R-1-late", "title": "x", "records": {"order": {"sent_on": "2026-06-12"}}, "expect": "nonconforming"}, "R-1: not proved by its examples: R-1-late"),
    (None, "R-1: no example that is nonconforming"),
])
def test_a_requirement_counts_only_when_its_examples_prove_it(library, example, said):
    put(library / "checks" / "examples" / "R-1.yml", EXAMPLES | {"examples": [EXAMPLES["examples"][0], *([example] if example else [])]})
    done = coverage(library)
    assert done.returncode == 1 and "1/2 requirements (0 automated, 1 attested)" in done.stdout
    assert said in done.stdout


def test_a_requirement_counts_only_when_a_recordset_exercises_it(library):
    check(library, {"order": [{"id": "A1", "taken_on": None, "sent_on": None}]}, "2026-06-30")
    done = coverage(library)
    assert done.returncode == 1 and "R-1: no recordset exercises it" in done.stdout


def test_what_is_missing_is_named(library):
    put(library / "checks" / "inventory.yml", INVENTORY | {"sources": ["S-1..S-3"], "approvals": ["AP-01..AP-02"], "variants": ["V-01"]})
    done = coverage(library)
    assert done.returncode == 1
    for line in ("source items missing: S-3", "approval relations missing: AP-02", "variants missing: V-01"):
        assert line in done.stdout


def test_an_orphan_is_named(library):
    put(library / "checks" / "inventory.yml", INVENTORY | {"sources": ["S-1"]})
    done = coverage(library)
    assert done.returncode == 1 and "source items not in the inventory: S-2" in done.stdout


def test_without_an_inventory_there_is_no_answer(library):
    (library / "checks" / "inventory.yml").unlink()
    done = coverage(library)
    assert done.returncode == 2 and "[no-inventory]" in done.stderr


@pytest.mark.parametrize(("name", "change", "said"), [
    ("AM-1", lambda d: d["lines"][0].update(covers=["T-01"]), "[misplaced-item] “T-01” belongs on a check with a window or the limit of a step"),
    ("AM-1", lambda d: d["lines"][0].update(covers=["AP-1"]), "[unknown-item] the inventory has no item “AP-1”; did you mean “AP-01”?"),
    ("QP-1", lambda d: d["parameters"]["days"].update(covers=["C-01"] * 4), "[covers-too-much] a node covers at most 3 items; this one names 4"),
    ("decisions", lambda d: d["decisions"][0].update(by=["QP-1.day"]), "[unknown-node] there is no “QP-1.day”; did you mean “QP-1.days”?"),
])
def test_items_stand_on_nodes_that_fit(library, name, change, said):
    changed(library, name, change)
    assert said in "\n".join(f"[{p.id}] {p.sentence.en}" for p in lint(library))


def test_a_decision_that_nothing_carries_out_does_not_count(library):
    changed(library, "decisions", lambda d: d["decisions"][0].update(by=[]))
    assert "conflicts and gaps missing: C-01" in coverage(library).stdout


def test_a_range_must_be_one(tmp_path):
    put(tmp_path / "checks" / "inventory.yml", {"sources": ["S-1..T-3"]})
    with pytest.raises(ProblemError, match="no range of ids"):
        read_inventory(tmp_path)
