"""The inventory beside the library, and the nodes of the library that say which of its items they carry out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from procedo.library.document import Document
from procedo.library.library import Library
from procedo.library.typed import typed
from procedo.library.yaml_reader import read_yaml
from procedo.model import Form, Matrix, Procedure
from procedo.model.decision import DecisionList
from procedo.model.inventory import Inventory

FILE = "checks/inventory.yml"
WINDOW = ("within", "before", "after", "max_gap", "min_gap", "every", "done", "at_least")
"""A check that says one of these demands something by a time."""


@dataclass(frozen=True)
class Node:
    """Something that can carry out an item. `name`: what a decision calls it."""

    kind: str
    name: str
    document: Document
    path: tuple[str | int, ...]
    covers: tuple[str, ...]


def read_inventory(root: Path) -> Inventory | None:
    """None where the library has no inventory; ProblemError when the file is wrong."""
    if not (root / FILE).is_file():
        return None
    return typed(Inventory, read_yaml(root / FILE, FILE))


def nodes(library: Library) -> list[Node]:
    """Every node of the newest revisions that can carry out an item, whether or not it does."""
    found: list[Node] = []
    for kind in ("procedure", "matrix", "form", "decision_list"):
        for document in library.all(kind):
            found += nodes_of(document)
    return found


def nodes_of(document: Document) -> Iterator[Node]:
    model = document.model
    if isinstance(model, Procedure):
        yield from _procedure(document, model)
    elif isinstance(model, Matrix):
        for index, line in enumerate(model.lines):
            yield Node("line", f"{document.id}.{line.id}", document, ("lines", index), tuple(line.covers))
    elif isinstance(model, Form):
        yield Node("form", document.id, document, ("form",), tuple(model.covers))
        for number, paper in model.papers.items():
            yield Node("paper", f"{document.id}.{number}", document, ("papers", number), tuple(paper.covers))
    elif isinstance(model, DecisionList):
        for index, one in enumerate(model.decisions):
            yield Node("decision", one.id, document, ("decisions", index), (one.id,))


def _procedure(document: Document, model: Procedure) -> Iterator[Node]:
    for name, parameter in model.parameters.items():
        yield Node("parameter", f"{document.id}.{name}", document, ("parameters", name), tuple(parameter.covers))
    for index, step in enumerate(model.steps):
        if step.limit:
            yield Node("limit", f"{document.id}.{step.id}", document, ("steps", index, "limit"), tuple(step.limit.covers))
    for index, requirement in enumerate(model.requirements):
        for number, check in enumerate(requirement.checks):
            path = ("requirements", index, "checks", number)
            yield Node(_kind(check), f"{requirement.id}.{check.get('id')}", document, path, _covers(check))


def _kind(check: dict[str, Any]) -> str:
    """A check with a window, or one without; one may come and go with a variant."""
    bodies = [check, *(body for body in (check.get("variants") or {}).values() if isinstance(body, dict))]
    return "timed check" if any(key in body for body in bodies for key in WINDOW) else "check"


def _covers(check: dict[str, Any]) -> tuple[str, ...]:
    said = check.get("covers") or []
    return tuple(str(word) for word in (said if isinstance(said, list) else [said]))
