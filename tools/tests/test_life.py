"""The life of a document through the command line: new, signed, released, revised, compared, tried on records, withdrawn."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from small_library import check, form, procedure, write

from procedo.language.decision import matrices_named
from procedo.library import read
from procedo.lint import lint

DEED = form("deed", "id:text! done_at:date amount:money", date=["done_at"])
SIGNED = """signatures:
  prepared: {by: E1, role: clerk, date: 2026-02-01, evidence: {kind: paper, ref: A-1}}
  reviewed: {by: E2, role: clerk, date: 2026-02-02, evidence: {kind: office-system, ref: OA-2}}
  approved: {by: E3, role: clerk, date: 2026-02-03, evidence: {kind: git, ref: 3f9c2a}}
"""
ROLES = {"role_list": "roles", "roles": [{"id": "clerk", "label": "Clerk", "rank": 1}]}
RULE = {"kind": "condition", "case": "deed", "check": "amount <= $most"}


def rule(most, effective="2020-01-01", revision="1"):
    parameter = {"title": "x", "unit": "CNY", "default": most, "origin": "chosen"}
    return procedure(revision, effective, RULE, parameters={"most": parameter}) | {"steps": []}


@pytest.fixture
def library(tmp_path, shell):
    write(tmp_path, [ROLES, DEED, rule(100)])
    desk = tmp_path / "procedures"
    for name, place in (("QP-1", "QP-1.yml"), ("deed", "forms/deed.yml"), ("roles", "roles.yml"), ("all", "profiles/all.yml")):
        target = desk / place
        target.parent.mkdir(exist_ok=True)
        target.write_text((desk / "revisions" / name / "1.yml").read_text(encoding="utf-8"), encoding="utf-8")
    assert shell("release", "--all", "--library", str(tmp_path)).returncode == 0
    return tmp_path


@pytest.fixture
def do(library, shell):
    def run(*arguments, code=0):
        done = shell(*arguments, "--lang", "en", "--library", str(library))
        assert done.returncode == code, done.stdout + done.stderr
        return done.stdout + done.stderr

    return run


def desk(library: Path, *pairs: tuple[str, str], add: str = "") -> None:
    path = library / "procedures" / "QP-1.yml"
    text = path.read_text(encoding="utf-8")
    for old, new in pairs:
        assert old in text, old
        text = text.replace(old, new)
    path.write_text(text + add, encoding="utf-8")


def _line_of(library, beginning):
    lines = (library / "procedures" / "QP-1.yml").read_text(encoding="utf-8").splitlines()
    return next(n for n, line in enumerate(lines, 1) if line.startswith(beginning))


def test_from_revise_to_release(library, do):
    assert "now the draft of revision 2" in do("revise", "QP-1", "--effective-from", "2026-03-01", "--change", "less is allowed")
    assert "draft-open" in do("revise", "QP-1", code=2)
    desk(library, ("default: 100", "default: 50"))
    assert "value of parameter most: 100 → 50" in do("diff", "QP-1")
    refused = do("release", "QP-1", code=2)
    assert refused.count("[not-signed]") == 1 and "signatures: prepared, reviewed, approved" in refused
    assert refused.startswith(f"procedures/QP-1.yml:{_line_of(library, 'status:')}:1:") and not (library / "procedures/revisions/QP-1/2.yml").exists()
    desk(library, add=SIGNED)
    told = do("release", "QP-1")
    assert "procedures/revisions/QP-1/2.yml" in told and "commit" in told
    assert "status: released" in (library / "procedures/QP-1.yml").read_text(encoding="utf-8")
    assert [p for p in lint(library) if not p.warning] == []
    assert "nothing to write" in do("release", "QP-1")
    history = do("history", "QP-1")
    assert history.index("rev. 2") < history.index("rev. 1") and "approved 2026-02-03 E3 clerk [git 3f9c2a]" in history


@pytest.mark.parametrize("change, id", [
    (("by: E2", "by: E1"), "same-signer"),
    ((", evidence: {kind: paper, ref: A-1}", ""), "no-evidence"),
    (("date: 2026-02-03", "date: 2026-01-03"), "signed-out-of-order"),
    (("date: 2026-02-03", "date: 2999-01-01"), "signed-in-future"),
    (("date: 2026-02-03", "date: 2026-03-02"), "effective-before-approval"),
])
def test_what_keeps_a_release_back(library, do, change, id):
    do("revise", "QP-1", "--effective-from", "2026-03-01")
    desk(library, ("default: 100", "default: 50"), add=SIGNED.replace(*change))
    before = {p: p.read_bytes() for p in library.rglob("*.yml")}
    assert f"[{id}]" in do("release", "QP-1", code=2)
    assert {p: p.read_bytes() for p in library.rglob("*.yml")} == before, "nothing is written"


def test_no_date_and_backwards_and_a_number_used_before(library, do):
    do("revise", "QP-1")
    desk(library, ("default: 100", "default: 50"), add=SIGNED)
    assert "[no-effective-date]" in do("release", "QP-1", code=2)
    desk(library, ("status: draft", "status: draft\neffective_from: 2019-01-01"), ("2026-02-0", "2018-02-0"))
    assert "[backwards-in-time]" in do("release", "QP-1", code=2)
    assert "[revision-reused]" in do("revise", "deed", "--revision", "1", code=2)


def test_a_matrix_is_read_by_the_checks_whose_variants_name_it():
    check = {"kind": "approval", "matrix": "AM-1", "variants": {"choose": "$set", "great": {"matrix": "AM-2"}}}
    assert list(matrices_named(check)) == ["AM-1", "AM-2"]


def test_replay_says_what_the_draft_would_have_meant_and_writes_nothing(library, do):
    check(library, {"deed": [{"id": f"K{n}", "done_at": f"2025-0{n}-01", "amount": n * 30} for n in range(1, 5)]}, "2026-06-30")
    do("revise", "QP-1", "--effective-from", "2026-09-01")
    desk(library, ("default: 100", "default: 50"))
    before = {p: p.read_bytes() for p in (library / "procedures").rglob("*.yml")}
    told = do("replay", "QP-1", "small")
    assert "2 of 4 verdicts would change" in told and "conforms → nonconforming 2" in told
    assert re.findall(r"- (\S+)  (\S+)  conforms", told) == [("2025-02-01", "K2"), ("2025-03-01", "K3")]
    assert "1 of 1 verdicts would change" in do("replay", "QP-1", "small", "--period", "2025-03-01..2025-03-31")
    assert {p: p.read_bytes() for p in (library / "procedures").rglob("*.yml")} == before
    assert "[no-draft]" in do("replay", "deed", "small", code=2)
    assert "[bad-period]" in do("replay", "QP-1", "small", "--period", "2025", code=2)


def test_withdrawn_cases_from_that_day_on_are_no_cases(library, do):
    told = do("withdraw", "QP-1", "--on", "2026-01-01")
    assert "procedures/register.yml" in told
    outcome = check(library, {"deed": [{"id": "K1", "done_at": "2025-12-31", "amount": 900}, {"id": "K2", "done_at": "2026-01-01", "amount": 900}]},
                    "2026-06-30")
    assert [f.case.key for f in outcome.findings] == ["K1"]
    assert "already-withdrawn" in do("withdraw", "QP-1", "--on", "2026-02-01", code=2)


def test_a_review_is_entered_and_a_register_changed_by_hand_is_seen(library, do):
    do("review", "QP-1", "--by", "E9", "--date", "2026-05-01", "--note", "still right")
    entry = next(e for e in read(library).scan.register.documents if e.id == "QP-1")
    assert [(r.by, str(r.date), r.note) for r in entry.reviews] == [("E9", "2026-05-01", "still right")]
    assert "reviewed on 2026-05-01 by E9: still right" in do("history", "QP-1")
    assert "[bad-date]" in do("review", "QP-1", "--by", "E9", "--date", "2999-01-01", code=2)
    register = library / "procedures" / "register.yml"
    register.write_text(register.read_text(encoding="utf-8").replace("E9", "E8"), encoding="utf-8")
    assert "register-changed" in {p.id for p in lint(library)}


def test_new_documents_of_every_kind_are_sound(library, do):
    for kind, id in (("procedure", "QP-9"), ("form", "paper"), ("matrix", "AM-9"), ("calendar", "cn"), ("profile", "shop")):
        do("new", kind, id, "--title", "新的")
    assert [p for p in lint(library) if not p.warning] == []
    assert "[id-taken]" in do("new", "form", "paper", code=2)
    assert "did you mean “form”" in do("new", "from", "x1", code=2)
    assert "[bad-id]" in do("new", "form", "../x", code=2)


def test_a_changed_id_and_a_deleted_revision_are_seen(library, do):
    path = library / "procedures" / "QP-1.yml"
    path.write_text(path.read_text(encoding="utf-8").replace("QP-1", "QP-2", 1), encoding="utf-8")
    told = {p.id: p.sentence.en for p in lint(library)}
    assert "was its id changed to “QP-2”" in told["no-desk-copy"]
    (library / "procedures/revisions/QP-1/1.yml").unlink()
    assert "no-such-file" in {p.id for p in lint(library)}


@pytest.mark.parametrize("command", [("withdraw", "QP-1", "--on", "2026-01-01"), ("review", "QP-1", "--by", "E9")], ids=lambda c: c[0])
def test_a_register_that_cannot_be_read_is_told_and_kept(library, do, command):
    register = library / "procedures" / "register.yml"
    torn = "<<<<<<< HEAD\n" + register.read_text(encoding="utf-8")
    register.write_text(torn, encoding="utf-8")
    told = do(*command, code=2)
    assert "register.yml:1:1: [merge-conflict]" in told and "never" not in told
    assert register.read_text(encoding="utf-8") == torn
