"""Lint of a library in which nothing changed answers from what it said last: the same words, and never what no longer holds."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from pathlib import Path

import pytest

from procedo import lint as package
from procedo.lint import checks, lint, lint_again
from procedo.lint.checks import of_procedure

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
