"""Imports point down the layers only; those inside functions count. A new part must be given its place here."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

LAYERS = (
    ("terms", "problem", "finding", "reasons", "write", "table", "folder", "starter", "archive"),
    ("model",),
    ("library",),
    ("language",),
    ("rules", "difference"),
    ("engines", "sources"),
    ("records",),
    ("compile",),
    ("examples",),
    ("lint", "fitness"),
    ("check", "office", "word"),
    ("coverage",),
    ("site", "reports", "audit", "lifecycle"),
    ("explain",),
    ("cli",),
    ("__main__",),
)
"""The lowest first. Parts of one layer know nothing of each other, except in the lowest."""

RANK = {part: rank for rank, parts in enumerate(LAYERS) for part in parts}
PACKAGE = Path(__file__).resolve().parents[1] / "procedo"
MODULES = sorted(PACKAGE.rglob("*.py"))


def part_of(module: Path) -> str:
    return module.relative_to(PACKAGE).with_suffix("").parts[0]


def imported(source: str, module: Path) -> set[str]:
    """Parts of procedo that a module imports, anywhere in it."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[1] for alias in node.names if alias.name.startswith("procedo.")}
        elif isinstance(node, ast.ImportFrom) and node.level:
            inner = module.relative_to(PACKAGE).parts[: -node.level] + tuple((node.module or "").split("."))
            found |= {inner[0]} if inner[0] else {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module == "procedo":
            found |= {alias.name for alias in node.names if not alias.name.startswith("__")}
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("procedo."):
            found.add(node.module.split(".")[1])
    return found


def upward(part: str, others: set[str]) -> list[str]:
    """Which of `others` this part must not know."""
    return sorted(
        other for other in others - {part}
        if RANK[other] > RANK[part] or (RANK[other] == RANK[part] and RANK[part] > 0)
    )


def test_every_part_has_its_layer():
    parts = {part_of(module) for module in MODULES} - {"__init__"}
    assert parts <= set(RANK), f"give these a place in LAYERS: {sorted(parts - set(RANK))}"
    assert len(MODULES) > 20


@pytest.mark.parametrize("module", MODULES, ids=lambda m: m.relative_to(PACKAGE).as_posix())
def test_imports_point_down(module):
    part = part_of(module)
    others = imported(module.read_text(encoding="utf-8"), module)
    assert others <= set(RANK)
    if part == "__init__":
        assert not others, "procedo/__init__.py imports nothing, so that `procedo --help` stays quick"
        return
    assert not upward(part, others), f"{part} must not know {', '.join(upward(part, others))}"


@pytest.mark.parametrize(
    ("source", "parts"),
    [
        ("import procedo.check", {"check"}),
        ("def f():\n    from procedo.site import build", {"site"}),
        ("from procedo import lint", {"lint"}),
        ("from procedo import __version__", set()),
        ("from . import text", {"model"}),
        ("from ..check import run", {"check"}),
        ("from .. import check", {"check"}),
    ],
)
def test_every_way_to_import_is_seen(source, parts):
    assert imported(source, PACKAGE / "model" / "form.py") == parts


def test_upward_and_sideways_are_refused():
    assert upward("library", {"model", "check"}) == ["check"]
    assert upward("engines", {"sources", "model"}) == ["sources"]
    assert upward("write", {"problem"}) == []
