"""Lists that people keep beside the records, a file each: concessions, attestations."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from procedo.library.library import Library
from procedo.library.marks import Yaml
from procedo.library.typed import typed
from procedo.library.yaml_reader import read_yaml
from procedo.model.text import Node
from procedo.problem import Place, Problem, ProblemError, nearest
from procedo.terms import say

Check = Callable[[Library, Yaml, int, Any, list[Any]], Iterable[Problem]]
"""What is wrong with one entry: library, file, its number, the entry, all entries."""


def entries(library: Library, file: str, model: type[Node], problems: Check) -> tuple[Any, ...]:
    """The entries of the file's only list, none where there is no file; ProblemError with everything that is wrong in it."""
    path = Path(library.root) / file
    if not path.is_file():
        return ()
    yaml = read_yaml(path, file)
    (found,) = (getattr(typed(model, yaml), name) for name in model.model_fields)
    wrong = [problem for index, one in enumerate(found) for problem in problems(library, yaml, index, one, found)]
    if wrong:
        raise ProblemError(wrong)
    return tuple(found)


def unknown_requirement(library: Library, place: Place, id: str) -> Problem:
    hint = nearest(id, (requirement.id for document in library.all("procedure") for requirement in document.model.requirements))
    return Problem(place, "unknown-requirement", say(f"没有要求“{id}”{hint.zh}", f"there is no requirement “{id}”{hint.en}"))
