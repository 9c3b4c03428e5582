"""Decision tables (DMN 1.5, clause 8): an approval matrix says who must say yes, in which order; with `output` a value."""

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
    """One rule of the table: a unary test per input (missing = any) and the approvals it demands, or its output."""

    model_config = Node.model_config | {"extra": "allow"}

    id: str
    approvals: list[Approval] = []
    output: str | int | float | bool | None = None
    same_person: Literal["allowed", "refused"] = "refused"
    note: Text | None = None
    origin: Literal["source", "derived", "chosen"] = "chosen"
    sources: list[str] = []
    covers: list[str] = []

    @property
    def tests(self) -> dict[str, Any]:
        """Input name -> unary test, e.g. `[300000..)`; the keys of a line that are no key of Line."""
        return self.__pydantic_extra__ or {}


class Output(Node):
    """What a decision table gives: `decide('DT-…')` reads it."""

    title: Text
    unit: str | None = None


class Matrix(Controlled):
    """An approval matrix; with `output` a decision table, whose lines give a value instead of approvals."""

    id_key: ClassVar[str] = "matrix"

    matrix: str = field(pattern=r"^[A-Za-z0-9][A-Za-z0-9-]*$")
    about: str
    """The form whose records are approved."""
    inputs: list[Input] = []
    output: Output | None = None
    hit: Literal["unique", "first"] = "unique"
    currency: str | None = None
    """Currency of the amounts in the lines; a money input in another is converted at the rate of the case date."""
    basis: Literal["net", "gross"] | None = None
    """Whether the amounts in the lines are without or with tax; a money input of the other kind is converted."""
    key_fields: list[str] = []
    lines: list[Line]
    origin: Literal["source", "derived", "chosen"] = "chosen"
    sources: list[str] = []
    note: Text | None = None

    @model_validator(mode="after")
    def _lines_say_one_thing(self):
        for line in self.lines:
            if self.output and (line.approvals or line.output is None):
                raise Wrong("bad-line", f"决策表的行 {line.id} 须写 output，不写 approvals",
                            f"line {line.id} of a decision table says `output` and no approvals")
            if not self.output and (line.output is not None or "approvals" not in line.model_fields_set):
                raise Wrong("bad-line", f"审批矩阵的行 {line.id} 须写 approvals，不写 output",
                            f"line {line.id} of an approval matrix says `approvals` and no output")
        return self
