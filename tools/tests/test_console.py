"""The whole command line, command after command, on a copy of the starter: on a Chinese console, every file opened with
an encoding, every exit code as promised, every file with a name that any system takes."""

from __future__ import annotations

import json
import re

import pytest

from procedo import starter

pytestmark = pytest.mark.slow
PROCEDURE = "QP-SAL-10"
PART = ("check", "sample", "--procedure", PROCEDURE)
WARN = ("-X", "warn_default_encoding", "-W", "error::EncodingWarning")


@pytest.fixture(scope="module")
def library(tmp_path_factory):
    return starter.copy(tmp_path_factory.mktemp("console") / "library")


@pytest.fixture(scope="module")
def said(library, shell):
    """`said(0, "lint")` -> what a GBK console shows; the exit code must be the one given."""

    def run(code: int, *arguments: str) -> str:
        done = shell(*arguments, cwd=library, encoding="gbk", flags=WARN)
        assert done.returncode == code, (arguments, done.stdout[-2000:], done.stderr[-2000:])
        return done.stdout + done.stderr

    return run


@pytest.fixture(scope="module")
def checked(said, library):
    """The sample, checked once with every report; its JSON report."""
    files = {name: f"out/sample.{name}" for name in ("json", "csv", "xlsx", "text")}
    options = [part for name, file in files.items() for part in ("--report", f"{name}:{file}")]
    text = said(1, "check", "sample", *options, "--report", "text", "--timings")
    assert re.search(r"^已检查 \d+ 条要求中的 \d+ 条", text, re.MULTILINE)
    for file in files.values():
        assert (library / file).stat().st_size > 0
    return json.loads((library / "out" / "sample.json").read_text(encoding="utf-8"))


def test_lint_schema_release(said, library):
    assert "0 个问题" in said(0, "lint")
    assert "0 problems" in said(0, "lint", "--lang", "en")
    before = {path: path.read_bytes() for path in (library / "procedures").rglob("*.*")}
    said(0, "schema")
    said(0, "release", "--all")
    after = {path: path.read_bytes() for path in (library / "procedures").rglob("*.*") if ".procedo" not in path.name}
    assert after == before, "the starter is released as it stands, its schemas are those of this version"


def test_the_report_is_what_was_promised(checked):
    assert checked["schema"] == "procedo.report/1" and checked["recordset"] == "sample"
    assert checked["findings"] and all(re.fullmatch(r"F-[0-9a-f]{16}", f["id"]) for f in checked["findings"])


def test_explain(checked, said):
    requirement = checked["findings"][0]["requirement"]
    assert requirement in said(0, "explain", requirement)
    assert "SELECT" in said(0, "explain", requirement, "--sql")
    assert checked["findings"][0]["case"]["key"] in said(0, "explain", checked["findings"][0]["id"])
    assert "R-" in said(2, "explain", "R-0")
    said(2, "explain", "F-0000000000000000")


def test_twice_the_same_bytes(said, library):
    """A part of the library: the whole of a report is compared in test_sample."""
    for file in ("one.json", "two.json"):
        said(1, *PART, "--report", f"json:{file}")
    assert (library / "one.json").read_bytes() == (library / "two.json").read_bytes()


def test_json_to_the_console_is_json(checked, shell, library):
    found = json.loads(shell(*PART, "--report", "json", cwd=library).stdout)["findings"]
    assert found and found == [finding for finding in checked["findings"] if finding["procedure"] == PROCEDURE]


def test_the_gate(said):
    said(0, *PART, "--fail-on", "never", "--report", "csv")
    said(2, "check", "sample", "--requirement", "R-0")
    said(2, "check", "sample", "--profile", "nobody")
    said(2, "check", "sample", "--engine", "abacus")
    said(2, "check", "sample", "--report", "pdf")
    said(2, "check", "sample", "--data", "nowhere")


def test_fitness(said):
    said(0, "fitness", "sample")
