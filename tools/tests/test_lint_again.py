"""Lint of a library in which nothing changed answers from what it said last: the same words, and never what no longer holds."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from pathlib import Path

import pytest
import yaml
from small_library import form, procedure, write

from procedo import lint as package
from procedo.library import read
from procedo.library.register import sealed
from procedo.lint import checks, lint, lint_again
from procedo.lint.checks import of_procedure
from procedo.model.register import Entry

DAY = dt.date(2026, 7, 1)
BASE = Path(__file__).parent / "golden" / "lint" / "base"


@pytest.fixture
def root(tmp_path):
    shutil.copytree(BASE, tmp_path / "library")
    form = next((tmp_path / "library" / "procedures" / "forms").glob("*.yml"))
    form.write_text(form.read_text(encoding="utf-8").replace("fields:", "field:", 1), encoding="utf-8")
    return tmp_path / "library"


@pytest.fixture
def made(monkeypatch):
    """How often the library was really looked at."""
    times = []
    monkeypatch.setattr(package, "lint", lambda *given: times.append(given) or lint(*given))
    return times


def kept(root):
    return root / "build" / "cache" / "lint.json"


def test_the_second_time_it_says_the_same_without_looking(root, made):
    first = lint_again(root, DAY)
    assert first and first == lint(root, DAY)
    assert lint_again(root, DAY) == first and len(made) == 1


@pytest.mark.parametrize("change", ["a document", "a new file", "a deleted file", "an example", "the day"])
def test_it_looks_again_when_something_changed(root, made, change):
    lint_again(root, DAY)
    file = next((root / "procedures").glob("*.yml"))
    if change == "a document":
        file.write_text(file.read_text(encoding="utf-8") + "# a comment\n", encoding="utf-8")
    elif change == "a new file":
        (root / "procedures" / "more.yml").write_text("form: x\n", encoding="utf-8")
    elif change == "a deleted file":
        file.unlink()
    elif change == "an example":
        (root / "checks" / "examples").mkdir(parents=True, exist_ok=True)
        (root / "checks" / "examples" / "more.yml").write_text("x: 1\n", encoding="utf-8")
    day = DAY + dt.timedelta(days=1) if change == "the day" else DAY
    assert lint_again(root, day) == lint(root, day) and len(made) == 2


@pytest.mark.parametrize("content", ["", "{", "[]", "null", "[" * 9000, '{"key": 1, "problems": []}', "\0\0"])
def test_what_is_spoilt_is_made_anew(root, made, content):
    kept(root).parent.mkdir(parents=True)
    kept(root).write_text(content, encoding="utf-8")
    assert lint_again(root, DAY) == lint(root, DAY) and len(made) == 1
    assert json.loads(kept(root).read_text(encoding="utf-8"))["problems"]


@pytest.mark.parametrize("problems", [None, [1], [["a"]], [["f", "1", 1, "x", "y", "z", True]], [["f", 1, 1, "x", "y", None, True]]])
def test_what_is_kept_under_the_right_key_must_be_whole(root, made, problems):
    lint_again(root, DAY)
    told = json.loads(kept(root).read_text(encoding="utf-8"))
    kept(root).write_text(json.dumps(told | {"problems": problems}), encoding="utf-8")
    assert lint_again(root, DAY) == lint(root, DAY) and len(made) == 2


def test_a_folder_that_cannot_be_written_to_is_no_trouble(root, made):
    (root / "build").write_text("a file where the folder should be", encoding="utf-8")
    assert lint_again(root, DAY) == lint(root, DAY)


def test_a_large_library_is_sound_and_said_the_same_twice(tmp_path, monkeypatch):
    monkeypatch.syspath_prepend(str(Path(__file__).resolve().parents[1] / "bench"))
    import many

    many.write(tmp_path, 40)
    assert lint_again(tmp_path, DAY) == [] == lint_again(tmp_path, DAY)


@pytest.mark.parametrize("kind", ["procedure", "form"])
def test_what_a_change_has_no_bearing_on_is_not_looked_at_again(tmp_path, monkeypatch, kind):
    """A procedure is looked at by itself; what procedures share, such as a form, makes all of them anew."""
    monkeypatch.syspath_prepend(str(Path(__file__).resolve().parents[1] / "bench"))
    import many

    many.write(tmp_path, 40)
    looked: list[str] = []
    monkeypatch.setattr(checks, "of_procedure", lambda library, document, *given: looked.append(document.id) or of_procedure(library, document, *given))
    assert lint_again(tmp_path, DAY) == []
    every = set(looked)
    looked.clear()
    file = next(iter(sorted((tmp_path / "procedures" / f"{kind}s").glob("*.yml"))))
    file.write_text(file.read_text(encoding="utf-8").replace("revision: '1'", "revision: '2'"), encoding="utf-8")
    told = lint_again(tmp_path, DAY)
    assert set(looked) == ({file.stem} if kind == "procedure" else every) and len(every) > 1
    assert told == lint(tmp_path, DAY) != []


DEED = form("deed", "id:text! signed_at:date amount:money", date="signed_at")
DECISION = form("decision", "id:text! deed:reference!=deed who:person role:text at:date", date="at") | {
    "decisions": {"on": "deed", "role": "role", "says": "says", "by": "who", "at": "at"}}
DECISION["fields"]["says"] = {"type": "choice", "label": "x", "choices": ["approved", "rejected", "reviewed"]}
ROLES = {"role_list": "roles", "roles": [{"id": "clerk", "label": "x", "rank": 5}]}


def matrix(id: str, value: str) -> dict:
    lines = [{"id": "L1", "sum": "any", "approvals": [{"step": 1, "role": "clerk"}]}]
    return {"matrix": id, "about": "deed", "inputs": [{"name": "sum", "is": value}], "lines": lines}


def differs(root: Path, change) -> bool:
    """Whether lint says something else after a change, and says it again as if nothing had been kept."""
    before = lint_again(root, DAY)
    change()
    after = lint_again(root, DAY)
    assert after == lint(root, DAY)
    told = [{p.id for p in found} - {"not-registered", "no-desk-copy"} for found in (before, after)]
    return told[0] != told[1]


def test_a_withdrawal_in_the_register_alone_is_seen(tmp_path):
    """`approved_at` is read from the one matrix about the form: with two there is none, and what is wrong in it is of no matter."""
    check = {"kind": "condition", "case": "deed", "check": "approved_at is not null"}
    documents = [DEED, DECISION, ROLES, matrix("AM-1", "amount + signed_at"), matrix("AM-2", "amount"), procedure("1", "2022-01-01", check)]
    root = write(tmp_path, documents)

    def register(withdrawn: str = "") -> None:
        entries = [
            Entry(kind=d.kind, id=d.id, revision=d.revision, fingerprint=d.fingerprint, effective_from=d.model.effective_from,
                  withdrawn_on=dt.date(2021, 1, 1) if d.id == withdrawn else None) for d in read(root).documents]
        (root / "procedures" / "register.yml").write_text(sealed(entries), encoding="utf-8")

    register()
    assert differs(root, lambda: register("AM-2"))


def test_the_order_of_fields_is_seen(tmp_path):
    """A path goes along the first of two references that fit its name."""
    order = form("order", "id:text! at:date customer_id:reference=one customer_no:reference=other", date="at")
    check = {"kind": "condition", "case": "order", "check": "customer.a = 'x'"}
    root = write(tmp_path, [order, form("one", "id:text! a:text"), form("other", "id:text! b:text"), procedure("1", None, check)])
    file = root / "procedures" / "revisions" / "order" / "1.yml"

    def turn() -> None:
        said = yaml.safe_load(file.read_text(encoding="utf-8"))
        said["fields"] = dict(reversed(said["fields"].items()))
        file.write_text(yaml.safe_dump(said, sort_keys=False), encoding="utf-8")

    assert differs(root, turn)
