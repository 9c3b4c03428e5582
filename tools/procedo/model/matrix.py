"""Approval matrix: a decision table whose output is who must say yes, in which order (DMN 1.5, clause 8)."""

from __future__ import annotations

from typing import Any, ClassVar, Literal

from pydantic import Field as field
from pydantic import model_validator

from procedo.model.document import Controlled
from procedo.model.text import Node, Text, Wrong


class Input(Node):
    """A column of the table: `is` is an expression over the case and its figures."""

    name: str = field(pattern=r"^[a-z][a-z0-9_]*$")
    is_: str = field(alias="is")
    title: Text | None = None
    unit: str | None = None


class Approval(Node):
    """One demand. `role`, or `roles` with `need`: all (default), 1 = any of, k = k of n distinct persons."""

    step: int
    role: str | None = None
    roles: list[str] = []
    act: Literal["approve", "review"] = "approve"
    need: int | Literal["all"] = "all"

    @model_validator(mode="after")
    def _one(self):
        if bool(self.role) == bool(self.roles):
            raise Wrong("bad-approval", "role 与 roles 须写一个，且只写一个", "give either role or roles, and only one of them")
        return self

    @property
    def offices(self) -> list[str]:
        return [self.role] if self.role else self.roles


class Line(Node):
    """One rule of the table: a unary test per input (missing = any) and the approvals it demands."""

    model_config = Node.model_config | {"extra": "allow"}

    id: str
    approvals: list[Approval]
    same_person: Literal["allowed", "refused"] = "refused"
    note: Text | None = None
    origin: Literal["source", "derived", "chosen"] = "chosen"
    sources: list[str] = []
    covers: list[str] = []

    @property
    def tests(self) -> dict[str, Any]:
        """Input name -> unary test, e.g. `[300000..)`; the keys of a line that are no key of Line."""
        return self.__pydantic_extra__ or {}


class Matrix(Controlled):
    id_key: ClassVar[str] = "matrix"

    matrix: str = field(pattern=r"^[A-Za-z0-9][A-Za-z0-9-]*$")
    about: str
    """The form whose records are approved."""
    inputs: list[Input] = []
    hit: Literal["unique", "first"] = "unique"
    key_fields: list[str] = []
    lines: list[Line]
    origin: Literal["source", "derived", "chosen"] = "chosen"
    sources: list[str] = []
    note: Text | None = None
