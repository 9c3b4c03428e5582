"""The worked cases of the semantics, through the real loader, compiler and engines. `--cases DIR` runs another folder."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from cases_adapter import SAME, SILENT, run

HERE = Path(__file__).resolve().parent / "cases"


def pytest_generate_tests(metafunc):
    if "case" in metafunc.fixturenames:
        folder = Path(metafunc.config.getoption("--cases") or HERE)
        found = list(cases(folder))
        metafunc.parametrize("case", found, ids=[c["id"] for c in found])


def cases(folder: Path):
    """Every case of the folder, its world laid under what it gives."""
    for file in sorted(folder.glob("*.yml")):
        document = yaml.safe_load(file.read_text(encoding="utf-8"))
        for case in document["cases"]:
            world = document.get("worlds", {}).get(case["given"].get("world"), {})
            yield case | {"given": world | case["given"]}


def named(reason: str, wanted: set[str]) -> str:
    """Our reason by the name that the case uses."""
    return next((name for name in SAME.get(reason, ()) if name in wanted), reason)


def _plain(value):
    return set(value) if isinstance(value, (list, set)) else str(value)


@pytest.mark.parametrize("engine", ["duckdb", "sqlite"])
def test_case(case, engine):
    found = run(case["given"], engine)
    for key, expected in case["expect"].items():
        wanted = [r for r in (expected.get("reason"), *expected.get("also", [])) if r and r not in SILENT]
        verdict, reasons, *seen = found.get(key, ("not-applicable", []))
        told = [named(reason, set(wanted)) for reason in reasons]
        if seen:
            shown = expected.get("evidence", {})
            assert {name: _plain(seen[0].get(name)) for name in shown} == {name: _plain(value) for name, value in shown.items()}, key
        assert (verdict, set(told) if verdict != "conforms" or wanted else set()) == (expected["verdict"], set(wanted)), (key, case["title"]["en"])
        if wanted and verdict in ("nonconforming", "undetermined"):
            assert told[0] == wanted[0], (key, "the gravest first")


def test_the_cases_of_the_semantics_are_all_there():
    assert len({case["id"] for case in cases(HERE)}) == 170
