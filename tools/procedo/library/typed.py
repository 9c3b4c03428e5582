"""Plain values into a model; what pydantic refuses becomes problems with places and sentences of our own."""

from __future__ import annotations

import types
import typing
from collections.abc import Callable
from typing import Any, TypeVar

from pydantic import BaseModel, RootModel, ValidationError

from procedo.library.marks import Path, Yaml
from procedo.library.sentences import sentence
from procedo.problem import Place, Problem, ProblemError

Model = TypeVar("Model", bound=BaseModel)
Where = Callable[..., Place]
"""`where(path, key=False)`: the place of a value, or of its key."""


def typed(model: type[Model], yaml: Yaml) -> Model:
    """The file's content as a `model`; ProblemError with everything that does not fit."""
    return typed_part(model, yaml.data, yaml.place)


def typed_part(model: type[Model], data: Any, where: Where) -> Model:
    """The same for a part of a file: `where` places a path that begins at `data`."""
    try:
        return model.model_validate(data)
    except ValidationError as error:
        raise ProblemError(_problems(error, model, data, where)) from None


def _problems(error: ValidationError, model: Any, data: Any, where: Where) -> list[Problem]:
    faults: dict[Path, dict[str, Any]] = {}
    for fault in error.errors(include_url=False):
        path = _path(fault["loc"], data, fault["type"])
        if path not in faults or _rank(fault) < _rank(faults[path]):
            faults[path] = fault
    return [_problem(fault, path, model, where) for path, fault in faults.items() if not _superseded(path, fault, faults)]


def _path(loc: tuple[Any, ...], data: Any, kind: str) -> Path:
    """pydantic's `loc` without the names of union branches: what can be followed in the data."""
    path: list[Any] = []
    for number, part in enumerate(loc):
        if isinstance(data, dict) and part in data:
            data = data[part]
        elif isinstance(data, list) and isinstance(part, int) and part < len(data):
            data = data[part]
        elif not (kind == "missing" and number == len(loc) - 1):
            continue
        path.append(part)
    return tuple(path)


def _rank(fault: dict[str, Any]) -> int:
    """Of several branches of a union the one that says most: own sentences, then lists of words, then types."""
    kind = fault["type"]
    return 0 if kind == "value_error" else 1 if kind in ("literal_error", "enum") else 2


def _superseded(path: Path, fault: dict[str, Any], faults: dict[Path, Any]) -> bool:
    """Another branch of the union fits better: it got deeper into the value."""
    return fault["type"].endswith("_type") and any(len(other) > len(path) and other[: len(path)] == path for other in faults)


def _problem(fault: dict[str, Any], path: Path, model: Any, where: Where) -> Problem:
    kind = fault["type"]
    key = kind == "extra_forbidden" or fault["loc"][-1:] == ("[key]",)
    missing = kind == "missing"
    holder = annotation_at(model, path[:-1]) if path else model
    text = any(isinstance(option, type) and issubclass(option, RootModel) for option in _options(annotation_at(model, path)))
    id, words = sentence(fault, path, known_keys(holder), text)
    return Problem(where(path[:-1] if missing else path, key=key), id, words)


def annotation_at(annotation: Any, path: Path) -> Any:
    """The type that stands at `path` of a model, or None."""
    for part in path:
        annotation = next((found for option in _options(annotation) if (found := _step(option, part)) is not None), None)
    return annotation


def _options(annotation: Any) -> list[Any]:
    origin = typing.get_origin(annotation)
    if origin is typing.Annotated:
        return _options(typing.get_args(annotation)[0])
    if origin in (typing.Union, types.UnionType):
        return [found for option in typing.get_args(annotation) for found in _options(option)]
    return [annotation]


def _step(annotation: Any, part: str | int) -> Any:
    arguments = typing.get_args(annotation)
    if isinstance(annotation, type) and issubclass(annotation, RootModel):
        return annotation_at(annotation.model_fields["root"].annotation, (part,))
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        fields = annotation.model_fields.items()
        return next((info.annotation for name, info in fields if part in (name, info.alias)), None)
    if typing.get_origin(annotation) is dict:
        return arguments[1]
    if typing.get_origin(annotation) in (list, tuple):
        return arguments[0]
    return None


def known_keys(annotation: Any) -> list[str]:
    """The keys that a mapping of this type may have."""
    for option in _options(annotation):
        if isinstance(option, type) and issubclass(option, BaseModel) and not issubclass(option, RootModel):
            return [info.alias or name for name, info in option.model_fields.items()]
    return []
