"""Procedure: purpose, scope, steps, requirements and their checks."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, ClassVar, Literal

from pydantic import Field as field
from pydantic import model_validator

from procedo.model.document import Controlled
from procedo.model.text import Node, Text, Wrong
from procedo.problem import nearest
from procedo.terms import Grade, Sentence, say

Origin = Literal["source", "derived", "chosen"]


class Parameter(Node):
    """A value the organisation sets. A duration is text (`5 working days`), a list or map stays one.

    `unit` is a currency, `%`, `duration`, `count`, `list`, `text`, `map` or `steps`; a profile may set another value.
    With `choices` it is one of these (or a list of some), and they say what people call them.
    `steps` maps thresholds to values, `{0: reminder, 30: letter}`, or keys to such maps; `step($name, x)` reads them.
    """

    title: Text
    unit: str
    default: Any = None
    origin: Origin
    owner: str | None = None
    sources: list[str] = []
    choices: dict[str, Text] = {}
    note: Text | None = None
    covers: list[str] = []
    """Items of the inventory that this value settles: a conflict, a variant."""

    def misfit(self, value: Any) -> Sentence | None:
        """What of a value, or of a list of them, is none of the choices; None where it fits."""
        parts = value if isinstance(value, list) else [] if value is None else [value]
        return next((_stranger(part, self.choices) for part in parts if self.choices and _word(part) not in self.choices), None)

    @model_validator(mode="after")
    def _chosen(self):
        if told := self.misfit(self.default):
            raise Wrong("unknown-choice", told.zh, told.en)
        return self

    @model_validator(mode="after")
    def _thresholds(self):
        if self.unit == "steps" and self.default is not None and not _stepped(self.default):
            raise Wrong("bad-steps", "阶梯参数须写成 {界限: 值}，界限为数，如 {0: reminder, 30: letter}",
                        "a stepped parameter maps thresholds, which are numbers, to values, such as {0: reminder, 30: letter}")
        return self


def unoffered(revisions: Iterable[Parameter], value: Any) -> Sentence | None:
    """What the newest revision of a parameter does not offer; None where one of its revisions does, or there is none."""
    told = [parameter.misfit(value) for parameter in revisions]
    return told[-1] if told and all(told) else None


def _word(value: Any) -> str | None:
    """A single value as YAML writes it; None for a list or a map."""
    if isinstance(value, (dict, list)):
        return None
    return {True: "true", False: "false"}[value] if isinstance(value, bool) else "null" if value is None else str(value)


def _stranger(value: Any, choices: Iterable[str]) -> Sentence:
    word = _word(value)
    if word is None:
        zh, en = ("一组“键: 值”", "a map") if isinstance(value, dict) else ("列表中的列表", "a list within a list")
        return say(f"{zh}不在可选值里", f"{en} is none of the choices")
    hint = nearest(word, choices)
    return say(f"“{word}”不在可选值里{hint.zh}", f"“{word}” is none of the choices{hint.en}")


def _stepped(value: Any) -> bool:
    """A map from numbers to values, or a map of such maps."""
    if not isinstance(value, dict) or not value:
        return False
    if all(isinstance(item, dict) for item in value.values()):
        return all(_stepped(item) for item in value.values())
    return all(re.fullmatch(r"-?\d+(\.\d+)?", str(key)) for key in value)


class Branch(Node):
    to: str
    when: Text


class TimeLimit(Node):
    text: Text
    parameter: str | None = None
    covers: list[str] = []


class Step(Node):
    id: str
    title: Text
    responsible: str
    consulted: list[str] = []
    informed: list[str] = []
    accountable: str | None = None
    work: Text
    inputs: list[str] = []
    outputs: list[str] = []
    limit: TimeLimit | None = None
    next: list[str] = []
    branches: list[Branch] = []
    origin: Origin = "source"
    sources: list[str] = []


@dataclass(frozen=True)
class RawCheck:
    """A check as written: its kind, its parameters and where it stands; rules type the body."""

    kind: str
    body: dict[str, Any]
    path: tuple[str | int, ...]
    """Path of the check inside its document, to find line and column."""


class Requirement(Node):
    id: str = field(pattern=r"^[A-Z][A-Z0-9]*-[0-9A-Za-z-]+$")
    step: str | None = None
    text: Text
    grade: Grade
    clauses: list[str] = []
    origin: Origin
    sources: list[str] = []
    profiles: list[str] = []
    note: Text | None = None
    checks: list[dict[str, Any]] = []


class Definition(Node):
    term: Text
    text: Text


class Duty(Node):
    role: str
    text: Text


class Unread(Node):
    """A text of the imported paper that nothing has placed yet: where it stood, what it says."""

    where: str
    text: str


class Procedure(Controlled):
    id_key: ClassVar[str] = "procedure"

    procedure: str = field(pattern=r"^[A-Za-z0-9][A-Za-z0-9-]*$")
    purpose: Text
    scope: Text
    definitions: list[Definition] = []
    responsibilities: list[Duty] = []
    parameters: dict[str, Parameter] = {}
    steps: list[Step]
    requirements: list[Requirement]
    related: list[str] = []
    records: list[str] = []
    """Forms that are kept as records of this procedure; retention stands in the form."""
    note: Text | None = None
    unread: list[Unread] = []
    """Texts that an import could not place; none may be left when the procedure is released."""
