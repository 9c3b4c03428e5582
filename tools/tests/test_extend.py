"""A rule kind, a report, a source and an engine are one new file each, found in $PROCEDO_EXTENSIONS."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from procedo import folder
from procedo.problem import ProblemError

KIND = '''
"""Password: a field holds one word and no other.

Population: all cases that `when` picks.

## Says
`field`, `word`.

## Verdicts
Another word, or none: nonconforming `wrong-word`.

## Example
```yaml
- {id: a, kind: password, case: letter, field: seal, word: sesame}
```
"""

from typing import Literal

from pydantic import Field as field

from procedo.language import sql
from procedo.rules._build import CONFORMS, NONCONFORMING, UNDETERMINED, Lacking
from procedo.rules._fields import CheckFields

REASONS = ("wrong-word", "value-unreadable", "case-date-missing")


class Fields(CheckFields):
    kind: Literal["password"]
    field_: str = field(alias="field")
    word: str


def judgement(fields, build):
    query, scope = build.start()
    term = build.term(scope, fields.field_, "field")
    said = sql.equal(term.sql, sql.text(fields.word))
    table, codes = build.cases(query, scope, {"right": sql.flag(said), "dark": sql.flag(term.broken)})
    right, dark = (sql.equal(sql.column("k", name), sql.number(1)) for name in ("right", "dark"))
    tests = [(dark, sql.number(UNDETERMINED)), (right, sql.number(CONFORMS))]
    verdict = sql.choose(tests, sql.number(NONCONFORMING))
    whys = {"wrong-word": sql.all_of(sql.negated(right), sql.negated(dark)), "value-unreadable": dark}
    return build.judged(table, codes, verdict, whys, REASONS, extra={"wrong": sql.flag(sql.negated(right))},
                        lacking=[Lacking(column="wrong", word=fields.word)])
'''

REPORT = '''
"""tally: one line per finding, for a script."""

NAME = "tally"
SUFFIX = ".txt"
BINARY = False


def render(outcome, language):
    lines = [f"{f.check} {f.case.key} {','.join(f.reasons)} {outcome.engine}" for f in outcome.findings]
    return "\\n".join(lines) + "\\n"
'''

SOURCE = '''
"""jsonl: one JSON array per line."""

import json

from procedo.sources import Sheet

NAME = "jsonl"
ENDINGS = (".jsonl",)


def open(spec, path):
    lines = path.read_text(encoding="utf-8").splitlines()
    return Sheet(iter([(number, json.loads(line)) for number, line in enumerate(lines, 1)]))
'''

ENGINE = '''
"""echo: SQLite that says what it runs."""

import sys

from procedo.engines import sqlite

NAME = "echo"
DIALECT = "sqlite"


class Echo:
    def __init__(self):
        self._inner = sqlite.connect()

    def __getattr__(self, name):
        return getattr(self._inner, name)

    def create(self, table, select):
        print("ECHO", table, file=sys.stderr)
        self._inner.create(table, select)


def connect():
    return Echo()
'''

HEAD = 'title: T\nrevision: "1"\nstatus: released\neffective_from: 2026-01-01\n'
LIBRARY = {
    "procedures/library.yml": "library: tiny\norganisation: Tiny\nlanguages: [en]\ntime_zone: UTC\nprofile: all\nrelease: {signatures: []}\n",
    "procedures/roles.yml": f"role_list: roles\n{HEAD}roles:\n  - {{id: clerk, label: Clerk, rank: 1}}\n",
    "procedures/profiles/all.yml": f"profile: all\n{HEAD}procedures: [QP-1]\n",
    "procedures/forms/letter.yml": f"form: letter\n{HEAD}key: number\ndate: written\nfields:\n"
    "  number: {type: text, required: true, label: No}\n  written: {type: date, label: Written}\n"
    "  seal: {type: text, label: Seal}\n",
    "procedures/QP-1.yml": f"procedure: QP-1\n{HEAD}owner: clerk\npurpose: P\nscope: S\n"
    'steps:\n  - {id: "1", title: Seal, responsible: clerk, work: Seal it, outputs: [letter], origin: chosen}\n'
    'requirements:\n  - id: L-1\n    step: "1"\n    text: Every letter is sealed with the word.\n    grade: major\n'
    "    origin: chosen\n    checks:\n      - {id: a, kind: password, case: letter, field: seal, word: sesame}\n",
    "records/tiny.yml": "recordset: tiny\nextracted_at: 2026-06-30\nsources:\n  - {form: letter, path: letters.jsonl}\n",
    "records/letters.jsonl": '["No", "Written", "Seal"]\n["A-1", "2026-02-01", "sesame"]\n'
    '["A-2", "2026-02-02", "barley"]\n["A-3", "2026-02-03", ""]\n',
}
EXTENSIONS = {
    "rules/password.py": KIND, "reports/tally.py": REPORT, "sources/jsonl.py": SOURCE, "engines/echo.py": ENGINE,
}


def fill(base: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (base / name).parent.mkdir(parents=True, exist_ok=True)
        (base / name).write_text(text.lstrip("\n"), encoding="utf-8")
    return base


@pytest.fixture
def tiny(tmp_path, shell):
    """`tiny("check", …)` runs procedo in a small library whose rule, source, report and engine are extensions."""
    library, extensions = fill(tmp_path / "library", LIBRARY), fill(tmp_path / "extensions", EXTENSIONS)

    def run(*arguments, **environment):
        return shell(*arguments, cwd=library, **({"PROCEDO_EXTENSIONS": str(extensions)} | environment))

    return run


def test_all_four_at_work(tiny):
    done = tiny("release", "--all")
    assert done.returncode == 0, done.stderr
    done = tiny("check", "tiny", "--engine", "echo", "--report", "tally")
    assert done.returncode == 1, done.stderr
    assert done.stdout == "L-1.a A-2 wrong-word echo\nL-1.a A-3 wrong-word echo\n"
    assert "ECHO " in done.stderr


def test_without_them_each_is_a_problem(tiny):
    assert tiny("release", "--all").returncode == 0
    options = {"jsonl": [], "echo": ["--engine", "echo"], "tally": ["--report", "tally"]}
    for name, option in options.items():
        done = tiny("check", "tiny", *option, PROCEDO_EXTENSIONS="")
        assert done.returncode == 2 and name in done.stderr, (name, done.stderr)
    done = tiny("lint", PROCEDO_EXTENSIONS="")
    assert done.returncode == 2 and "procedures/QP-1.yml:18:" in done.stdout and "password" in done.stdout


def test_a_folder_that_is_not_there_is_a_problem(tiny):
    done = tiny("lint", PROCEDO_EXTENSIONS="nowhere")
    assert done.returncode == 2 and "[no-extensions]" in done.stderr and "nowhere" in done.stderr


def test_a_name_that_exists_is_refused(tiny, tmp_path):
    fill(tmp_path / "extensions", {"reports/text.py": REPORT})
    done = tiny("check", "tiny")
    assert done.returncode == 2 and "[name-twice]" in done.stderr


@pytest.fixture
def restored():
    """Leave the packages as they were: their folders, and the modules that came from the test's own."""
    import procedo.reports

    before, modules = list(procedo.reports.__path__), set(sys.modules)
    yield
    procedo.reports.__path__[:] = before
    for name in set(sys.modules) - modules:
        if name.startswith("procedo.reports."):
            del sys.modules[name]
    folder._load.cache_clear()


def test_a_folder_can_be_added_in_python_too(tmp_path, restored):
    folder.add_folder("procedo.reports", fill(tmp_path, {"tally.py": REPORT, "_part.py": "x = 1"}))
    assert "tally" in folder.names("procedo.reports") and "-part" not in folder.names("procedo.reports")
    assert folder.load("procedo.reports", "tally").NAME == "tally"
    with pytest.raises(ProblemError, match="did you mean “tally”"):
        folder.load("procedo.reports", "taly")
