"""The command line: exit codes, problems, languages, consoles."""

from __future__ import annotations

import errno
import os
import re
import subprocess
import sys
from dataclasses import replace

import pytest

from procedo.cli import lint, main
from procedo.cli.gate import GATES, gate, unanswered
from procedo.cli.options import day, find_recordset, first_language
from procedo.finding import (
    Case,
    CheckResult,
    DocumentPlace,
    Evidence,
    Finding,
    Outcome,
    RequirementResult,
    finding_id,
)
from procedo.problem import Place, Problem, ProblemError, refuse
from procedo.terms import say

COMMANDS = ("lint", "check", "fitness", "explain", "schema", "release", "site build", "site serve")


@pytest.fixture
def library(tmp_path, monkeypatch):
    """A folder that looks like a library; the current folder lies inside it."""
    (tmp_path / "procedures" / "forms").mkdir(parents=True)
    (tmp_path / "records").mkdir()
    (tmp_path / "procedures" / "library.yml").write_text("library: x\nlanguages: [en, zh]\n", encoding="utf-8")
    (tmp_path / "records" / "sample.yml").write_text("recordset: sample\n", encoding="utf-8")
    (tmp_path / "records" / "concessions.yml").write_text("concessions: []\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path / "procedures" / "forms")
    return tmp_path


@pytest.fixture
def lint_does(library, monkeypatch):
    """Let `procedo lint` end as the test says."""

    def arrange(error):
        def fail(*_):
            raise error

        monkeypatch.setattr(lint, "desk", fail)

    return arrange


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (refuse("no-such-file", "没有文件", "no file"), 2),
        (PermissionError(errno.EACCES, "denied", "report.xlsx"), 2),
        (OSError(errno.ENOSPC, "no space", "report.xlsx"), 2),
        (ModuleNotFoundError("No module named 'great_expectations'", name="great_expectations"), 2),
        (ModuleNotFoundError("No module named 'openpyxl.cell'", name="openpyxl.cell"), 2),
        (ModuleNotFoundError("No module named 'procedo.gone'", name="procedo.gone"), 3),
        (RuntimeError("boom"), 3),
        (MemoryError(), 3),
        (RecursionError("deep"), 3),
        (EOFError("short"), 3),
        (OSError(errno.EIO, "broken disk"), 3),
        (SystemExit(1), 3),
        (KeyboardInterrupt(), 130),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, BaseException) else str(value),
)
def test_exit_code_of_each_end(lint_does, capsys, error, code):
    lint_does(error)
    assert main(["lint"]) == code
    assert capsys.readouterr().err.strip()


def test_a_missing_extra_is_named(lint_does, capsys):
    lint_does(ModuleNotFoundError("no", name="great_expectations"))
    main(["lint"])
    assert 'pip install "procedo[fitness]"' in capsys.readouterr().err


def test_a_fault_says_whose_it_is_and_where_the_traceback_lies(library, monkeypatch, capsys):
    def fail(*_):
        raise KeyError("surprise")

    monkeypatch.setattr("procedo.cli.options.first_language", fail)
    assert main(["lint"]) == 3
    said = capsys.readouterr().err
    assert "please report" in said and "请报告" in said and "Traceback" not in said
    assert "surprise" in (library / "build" / "procedo-fault.txt").read_text(encoding="utf-8")
    assert main(["lint", "--debug"]) == 3
    assert "Traceback" in capsys.readouterr().err


def test_every_problem_is_said_at_once_in_one_language(lint_does, monkeypatch, capsys):
    problems = [Problem(Place("a.yml", n, 1), "unknown-key", say("未知键", "unknown key")) for n in (2, 1)]
    lint_does(ProblemError(problems))
    main(["lint"])
    assert "a.yml:1:1: [unknown-key] 未知键\n" in capsys.readouterr().err
    monkeypatch.undo()


@pytest.mark.parametrize("arguments", [["--help"], ["-h"], ["--version"], [], *([*c.split(), "--help"] for c in COMMANDS)])
def test_help_is_fine(arguments, capsys):
    assert main(arguments) == 0
    assert capsys.readouterr().out.strip()


def test_help_names_every_command_in_both_languages(capsys):
    main(["--help"])
    said = capsys.readouterr().out
    for command in {name.split()[0] for name in COMMANDS}:
        assert re.search(rf"^  {command} +[^\x00-\x7f].* · .*[a-z]", said, re.MULTILINE), command


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_takes_library_and_language(command, capsys):
    main([*command.split(), "--help"])
    said = capsys.readouterr().out
    assert "--library" in said and "--lang" in said


@pytest.mark.parametrize(
    "arguments", [["chek"], ["lint", "--wrong"], ["check"], ["check", "a", "b"], ["explain"], ["site"], ["--nothing"]]
)
def test_a_wrong_command_line_is_2(arguments, library, capsys):
    assert main(arguments) == 2
    assert "Traceback" not in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["check", "sampel"], "[no-recordset] there is no recordset “sampel”; did you mean “sample”?"),
        (["check", "sample", "--fail-on", "majr"], "did you mean “major”?"),
        (["check", "sample", "--as-of", "2026-02-30"], "“2026-02-30” of --as-of is not a date; write 2026-03-01"),
        (["check", "sample", "--as-of", "1.3.2026"], "[bad-date]"),
        (["lint", "--lang", "fr"], "there is no language “fr”"),
        (["lint", "--library", "nowhere"], "[no-library] “nowhere” holds no procedures/library.yml"),
        (["site", "serve"], "there is no site yet: run procedo site build"),
        (["site", "build", "--for", "auditr"], "did you mean “auditor”?"),
        (["release"], "name documents by id, or say --all"),
        (["release", "X-1", "--all"], "name documents by id, or say --all"),
    ],
)
def test_a_wrong_option_is_2_and_says_what_is_right(library, capsys, arguments, said):
    assert main(arguments) == 2
    assert said in capsys.readouterr().err


def test_no_library_is_said_in_both_languages(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert main(["lint"]) == 2
    said = capsys.readouterr().err
    assert "没有 procedures/library.yml" in said and "holds no procedures/library.yml" in said


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("languages: [zh, en]", "zh"), ("languages: [en, zh]", "en"), ("languages:\n  - en\n", "en"),
        ("languages:\n- 'en'\n", "en"), ("# none", "zh"), ("languages: [fr]", "zh"),
    ],
)
def test_first_language(library, text, language):
    (library / "procedures" / "library.yml").write_text("library: x\n" + text, encoding="utf-8")
    assert first_language(library) == language


def test_recordset_by_name_or_path(library):
    place = library / "records" / "sample.yml"
    assert find_recordset(library, "sample") == place
    assert find_recordset(library, "records/sample.yml") == place
    assert find_recordset(library, str(place)) == place
    with pytest.raises(ProblemError, match="known: sample|did you mean “sample”") as caught:
        find_recordset(library, "concession")
    assert "concessions" not in str(caught.value).replace("“concession”", "")


def test_a_day():
    assert str(day("2026-03-01", "--as-of")) == "2026-03-01"
    assert day(None, "--as-of") is None
    for wrong in ("20260301", "2026-W09-1", "2026-3-1", "01.03.2026", ""):
        with pytest.raises(ProblemError, match="bad-date"):
            day(wrong, "--as-of")


# --- the gate

def finding(grade="major", verdict="nonconforming", conceded=False) -> Finding:
    return Finding(
        finding_id("R-1.a", "contract", "K", None), "R-1", "R-1.a", "QP-1", "1", grade, verdict, conceded,
        Case("contract", "K"), ("missing",), say("要", "shall"), say("缺", "missing"), (), None, Evidence(),
        None, None, DocumentPlace("a.yml", 1),
    )


def outcome(*findings: Finding, status: str = "exercised") -> Outcome:
    check = CheckResult("R-1.a", "existence", status, say("缺表单", "no form") if status == "not-evaluable" else None)
    result = RequirementResult("R-1", "QP-1", "1", "major", status, say("要", "shall"), (), (check,))
    return Outcome("x", "2026-01-01", "2026-01-01", ("p", "1"), "0", "sha256:", 1, (), (result,), findings, (), 0)


@pytest.mark.parametrize("grade", ["critical", "major", "minor", "observation"])
@pytest.mark.parametrize("at", GATES)
def test_gate_by_grade(grade, at):
    reached = {"critical": ["critical"], "major": ["critical", "major"], "minor": ["critical", "major", "minor"],
               "any": ["critical", "major", "minor", "observation"], "never": []}
    assert gate(outcome(finding(grade)), at) == int(grade in reached[at])


@pytest.mark.parametrize("at", GATES)
def test_undetermined_counts_only_under_any_and_conceded_never(at):
    assert gate(outcome(finding("critical", "undetermined")), at) == int(at == "any")
    assert gate(outcome(finding("critical", conceded=True)), at) == 0
    assert gate(outcome(), at) == 0


@pytest.mark.parametrize("status", ["not-evaluable", "not-automated", "attestation"])
def test_nothing_evaluable_is_no_answer(status):
    assert [p.id for p in unanswered(outcome(status=status), ())] == ["nothing-evaluable"]
    assert unanswered(outcome(status="not-exercised"), ()) == []
    nothing = replace(outcome(), requirements=())
    assert [p.id for p in unanswered(nothing, ())] == ["nothing-evaluable"]


def test_a_required_requirement():
    assert unanswered(outcome(), ["R-1"]) == []
    assert unanswered(outcome(status="not-exercised"), ["R-1"]) == []
    lacking = unanswered(outcome(status="not-evaluable"), ["R-1"])
    assert lacking[0].id == "not-evaluable" and "no form" in lacking[0].sentence.en
    unknown = unanswered(outcome(), ["R-2"])
    assert unknown[0].id == "unknown-requirement" and "R-1" in unknown[0].sentence.en


# --- consoles and pipes

WARN = ("-X", "warn_default_encoding", "-W", "error::EncodingWarning")


def test_gbk_console(shell, tmp_path):
    """A console that lacks a character shows an escape; the file name below is none of GBK's."""
    name = "naïve-\U0001f600"
    run = shell("lint", "--library", name, encoding="gbk", flags=WARN, cwd=tmp_path)
    assert run.returncode == 2
    assert "没有 procedures/library.yml" in run.stderr and "\\U0001f600" in run.stderr
    assert shell("--help", encoding="gbk", flags=WARN).returncode == 0
    assert shell("--help", encoding="latin-1", flags=WARN).returncode == 0


@pytest.mark.skipif(os.name == "nt", reason="the shell's pipes are not Windows's")
def test_a_reader_that_leaves_changes_nothing(library):
    command = f"{sys.executable} -m procedo check --help | true; exit ${{PIPESTATUS[0]}}"
    environment = os.environ | {"PYTHONPATH": str(os.path.join(os.path.dirname(__file__), ".."))}
    run = subprocess.run(["bash", "-c", command], env=environment, capture_output=True, encoding="utf-8", check=False)
    assert (run.returncode, run.stderr) == (0, "")


def test_nothing_heavy_at_start():
    heavy = "pydantic duckdb sqlglot yaml jinja2 great_expectations python_calamine xlsxwriter mkdocs rich".split()
    code = f"import sys, procedo.cli; print([name for name in {heavy} if name in sys.modules])"
    paths = os.path.join(os.path.dirname(__file__), "..")
    run = subprocess.run([sys.executable, "-c", code], env=os.environ | {"PYTHONPATH": paths}, capture_output=True,
                         encoding="utf-8", check=True)
    assert run.stdout.strip() == "[]"


def test_a_folder_named_like_a_recordset_is_none(library, capsys):
    (library / "records" / "folder.yml").mkdir()
    assert main(["check", "folder", "--lang", "en"]) == 2
    assert "[no-recordset]" in capsys.readouterr().err
