"""What every check may say (LANGUAGE.md sections 3-5)."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field as field
from pydantic import field_validator, model_validator

from procedo.model.text import Node, Words

AGGREGATES = ("sum", "count", "min", "max", "mean", "first", "last", "list")


class Looked(Node):
    """What searches and figures share: where to look, for which records, in which window."""

    form: str
    match: str | dict[str, str] | None = None
    where: str | None = None
    at: str | None = None
    after: str | None = None
    before: str | None = None
    within: str | None = None


class Search(Looked):
    """Records looked for. `each`: one record for every value, `at_least`: how many."""

    each: dict[str, Any] | None = None
    at_least: int = field(default=1, ge=1)

    @field_validator("each")
    @classmethod
    def _one_field(cls, value):
        if value is not None and len(value) != 1:
            raise ValueError("each names one field")
        return value


class Figure(Looked):
    """A search with exactly one aggregate of `sum count min max mean first last list`."""

    sum: str | None = None
    count: str | None = None
    min: str | None = None
    max: str | None = None
    mean: str | None = None
    first: str | None = None
    last: str | None = None
    list: str | None = None
    order_by: str | None = None

    @model_validator(mode="after")
    def _one_aggregate(self):
        if sum_of(self) != 1:
            raise ValueError(f"a figure has exactly one of {', '.join(AGGREGATES)}")
        return self

    @property
    def aggregate(self) -> tuple[str, str]:
        """The aggregate's name and its expression."""
        return next((name, value) for name in AGGREGATES if (value := getattr(self, name)) is not None)


def sum_of(figure: Figure) -> int:
    return len([name for name in AGGREGATES if getattr(figure, name) is not None])


class CheckFields(Node):
    """`kind` and what all kinds share: whose records (`case`, `when`), in which periods (`every`), judged by the revision
    of which day (`clock`; `begun` where a revision takes cases by their begin), by which `calendar`."""

    id: str = field(pattern=r"^[a-z][a-z0-9]*$")
    kind: str
    case: Words
    when: str | None = None
    every: Words = []
    clock: str | None = None
    begun: str | None = None
    calendar: str | None = None
    let: dict[str, Figure] = {}
    covers: Words = []
    """Items of the inventory that this check carries out: a time rule, a conflict, a variant."""


def searches(value: Any) -> Any:
    """A search, a form's name, or a list of either -> list of searches."""
    values = value if isinstance(value, list) else [value]
    return [{"form": item} if isinstance(item, str) else item for item in values]


class Pause(Node):
    """Time that does not count: from the day of a hold to the day before it is lifted."""

    form: str
    match: str | dict[str, str] | None = None
    where: str | None = None
    from_: str = field(alias="from")
    to: str


class WindowFields(CheckFields):
    """What existence, absence, precedence and response share."""

    needs: list[Search] = []
    done: Words = []
    after: str | None = None
    before: str | None = None
    within: str | None = None
    unless: str | None = None
    pause: Pause | None = None
    roll: Literal["next-working-day"] | None = None
    answers: Literal["shared", "own"] = "shared"
    same_day: Literal["allowed", "refused"] | None = None

    @field_validator("needs", mode="before")
    @classmethod
    def _searches(cls, value):
        return searches(value)

    @model_validator(mode="after")
    def _window(self):
        if self.within and not self.after:
            raise ValueError("`within` needs `after`")
        if self.within and self.before:
            raise ValueError("give either `within` or `before`")
        if self.pause and not (self.within or getattr(self, "max_gap", None)):
            raise ValueError("`pause` stops the counting of `within` or `max_gap`")
        if self.answers == "own" and not self._own():
            raise ValueError("`answers: own` is for a response with `after` and one search without `each`, `at_least` or a window of its own")
        if self.roll and self.kind in ("precedence", "absence"):
            raise ValueError("only a last day by which something must follow rolls: a lead time or a prohibition never does")
        return self

    def _own(self) -> bool:
        one = self.needs[0] if len(self.needs) == 1 and not self.done else None
        plain = one is not None and not one.each and one.at_least == 1 and not (one.after or one.before or one.within)
        return self.kind == "response" and bool(self.after) and plain
