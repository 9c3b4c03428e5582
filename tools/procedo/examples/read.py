"""Every file of `checks/examples/`, read once: examples, backgrounds, and what could not be read."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Generic, TypeVar

from procedo.library import Yaml, read_yaml, typed
from procedo.model.example import Background, BackgroundFile, ExampleFile
from procedo.problem import Problem, ProblemError, nearest
from procedo.terms import say

FOLDER = "checks/examples"
KINDS: dict[str, type[ExampleFile] | type[BackgroundFile]] = {"requirement": ExampleFile, "backgrounds": BackgroundFile}
"""The first key of a file -> what it holds."""

Model = TypeVar("Model", ExampleFile, BackgroundFile, ExampleFile | BackgroundFile)


@dataclass(frozen=True)
class ExampleDocument(Generic[Model]):
    model: Model
    yaml: Yaml = field(repr=False, compare=False)

    @property
    def file(self) -> str:
        return self.yaml.file


@dataclass
class Examples:
    """What the folder holds. `problems`: files that cannot be read, names given twice."""

    files: list[ExampleDocument[ExampleFile]] = field(default_factory=list)
    backgrounds: dict[str, tuple[ExampleDocument[BackgroundFile], Background]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def read_examples(root: Path) -> Examples:
    """Read `root/checks/examples`; faults are collected, never raised. A library may have none."""
    found = Examples()
    folder = root / FOLDER
    for path in sorted(folder.rglob("*")) if folder.is_dir() else []:
        if path.suffix.lower() in (".yml", ".yaml") and path.is_file():
            try:
                _add(found, _read(path, path.relative_to(root).as_posix()))
            except ProblemError as error:
                found.problems += error.problems
    return found


def _read(path: Path, shown: str) -> ExampleDocument:
    yaml = read_yaml(path, shown)
    first = next(iter(yaml.data), "")
    if first not in KINDS:
        hint = nearest(first, KINDS)
        raise ProblemError([Problem(yaml.place((first,), key=True), "unknown-document", say(
            f"第一个键应是 requirement 或 backgrounds，而不是“{first}”{hint.zh}",
            f"the first key is `requirement` or `backgrounds`, not “{first}”{hint.en}"))])
    return ExampleDocument(typed(KINDS[first], yaml), yaml)


def _add(found: Examples, document: ExampleDocument) -> None:
    if isinstance(document.model, ExampleFile):
        found.files.append(document)
        return
    for name, background in document.model.backgrounds.items():
        if name in found.backgrounds:
            other = found.backgrounds[name][0].file
            found.problems.append(Problem(document.yaml.place(("backgrounds", name), key=True), "id-twice", say(
                f"{other} 已有背景“{name}”", f"the background “{name}” is already in {other}")))
        found.backgrounds.setdefault(name, (document, background))
