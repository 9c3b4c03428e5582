"""What every test may use: the repository's root, third-party records, and the command line in a process of its own."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from once import once

ROOT = Path(__file__).resolve().parents[2]

gc.set_threshold(50_000, 20, 20)  # as the command line does

os.environ.setdefault("PROCEDO_SHARED_DATA", str(ROOT.parent / "shared" / "data"))


def pytest_addoption(parser):
    parser.addoption("--cases", help="run the worked cases of this folder instead of tools/tests/cases")


LONG = (
    "test_proved.py", "test_hanging.py", "test_sample.py", "test_guide.py", "test_office.py", "test_site.py", "test_oracle.py", "test_mutation.py",
    "test_cases.py", "test_browser.py", "test_acceptance.py", "test_examples.py", "test_release.py", "test_life.py", "test_init.py",
)
"""Files that take long: several processes take a file each, and these must not come last."""


def pytest_collection_modifyitems(items):
    items.sort(key=lambda item: LONG.index(item.path.name) if item.path.name in LONG else len(LONG))


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def company(tmp_path_factory):
    """`company("shop", "sqlite")` -> Outcome of checking a sample company; checked once in a test run."""
    from procedo.check import Request, run
    from procedo.library import read

    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    checked: dict[tuple[str, str], Any] = {}

    def outcome(name: str, engine: str):
        if (name, engine) not in checked:
            request = Request(read(ROOT), ROOT / "records" / f"{name}.yml", engine=engine)
            checked[name, engine] = once(shared / f"{name}.{engine}.outcome", lambda: run(request))
        return checked[name, engine]

    return outcome


@pytest.fixture(scope="session")
def shell():
    """`shell("lint", "--lang", "en", cwd=…, GBK="x")` -> finished process, text decoded as the console would."""

    def run(*arguments: str, cwd: Path = ROOT, encoding: str = "utf-8", flags: tuple[str, ...] = (), **environment: str):
        paths = os.pathsep.join([str(ROOT / "tools"), *filter(None, [os.environ.get("PYTHONPATH")])])
        return subprocess.run(
            [sys.executable, *flags, "-m", "procedo", *arguments],
            cwd=cwd, env=os.environ | {"PYTHONPATH": paths, "PYTHONIOENCODING": encoding} | environment,
            capture_output=True, encoding=encoding, check=False, timeout=300,
        )

    return run


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    return _refuse_skip(report)


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector):
    report = yield
    return _refuse_skip(report)


def _refuse_skip(report):
    """In continuous integration nothing may be left out unseen: a skip is a failure."""
    if report.skipped and os.environ.get("CI") == "true" and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped, which is a failure where CI=true: {report.longrepr}"
    return report
