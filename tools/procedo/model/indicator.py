"""Indicators: what the records add up to, by period, team and person (ISO 9001:2015/9.1.3)."""

from __future__ import annotations

from typing import Any, ClassVar, Literal

from pydantic import Field as field
from pydantic import model_validator

from procedo.model.document import Controlled
from procedo.model.text import Flag, Node, Text, Words, Wrong

FUNCTIONS = ("sum", "count", "mean")


class Measure(Node):
    """A number over the records of a form: `sum`, `count` or `mean` of an expression (`count: all` counts records).

    `at` dates a record, `person` says whose it is; with `active` a record counts in every period that its life touches,
    with `whole` in every period there is. `let` gives figures that `where`, `at` and the expression may read.
    """

    form: str
    sum: str | None = None
    count: str | None = None
    mean: str | None = None
    where: str | None = None
    let: dict[str, dict[str, Any]] = {}
    at: str | None = None
    person: str | None = None
    active: Flag = False
    whole: Flag = False

    @model_validator(mode="after")
    def _one(self):
        if len([name for name in FUNCTIONS if getattr(self, name) is not None]) != 1:
            raise Wrong("bad-measure", "sum、count、mean 须写一个，且只写一个", "give one of sum, count and mean, and only one")
        if len([said for said in (self.at, self.active, self.whole) if said]) != 1:
            raise Wrong("bad-measure", "at、active、whole 须写一个，且只写一个", "give one of at, active and whole, and only one")
        return self

    @property
    def aggregate(self) -> tuple[str, str]:
        """The function and its expression."""
        return next((name, value) for name in FUNCTIONS if (value := getattr(self, name)) is not None)


class Indicator(Node):
    """`of`, or `of` divided by `per`, times `times`; `growth`: against the period before, in percent; `compliance`: the share
    of judged cases that conform, from the check itself."""

    id: str = field(pattern=r"^[a-z][a-z0-9-]*$")
    title: Text
    text: Text
    unit: str
    every: Words = field(default_factory=lambda: ["month", "year"])
    of: Measure | None = None
    per: Measure | None = None
    times: float = 1
    growth: Flag = False
    compliance: Flag = False
    origin: Literal["source", "derived", "chosen"]
    sources: list[str] = []

    @model_validator(mode="after")
    def _measured(self):
        if bool(self.of) == self.compliance:
            raise Wrong("bad-indicator", "须写 of 或 compliance，且只写一个", "give either of or compliance, and only one")
        return self


class IndicatorList(Controlled):
    id_key: ClassVar[str] = "indicator_list"
    indicator_list: str = field(pattern=r"^[a-z0-9][a-z0-9-]*$")
    indicators: list[Indicator]
