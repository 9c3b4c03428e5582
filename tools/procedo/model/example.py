"""Worked examples: small records with the verdict they deserve, written and read by whoever owns the requirement."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator
from pydantic import Field as field

from procedo.model.recordset import Covered
from procedo.model.text import Day, Node, Text, Words, Wrong
from procedo.terms import Grade

Expected = Literal["conforms", "nonconforming", "pending", "undetermined", "not-applicable"]


def _cell(value: Any) -> Any:
    """What stands in one cell of an export: a plain value, or a list of plain values."""
    items = value if isinstance(value, list) else [value]
    if any(isinstance(item, (dict, list)) for item in items):
        raise Wrong("bad-cell", "一个格子里只能写一个值，或一个列表 […]", "a cell holds one value, or a list of values […]")
    return value


def _rows(value: Any) -> Any:
    return [value] if isinstance(value, dict) else value


Cell = Annotated[Any, BeforeValidator(_cell)]
Row = dict[str, Cell]
"""Field (its id or any of its labels) -> what the cell holds. A field left out, or without a value, is empty."""

Rows = Annotated[list[Row], BeforeValidator(_rows)]
Records = dict[str, Rows]
"""Form (its id or title) -> its records."""


class Example(Node):
    """One case with the verdict it deserves."""

    id: str = field(pattern=r"^[A-Z][A-Z0-9]*-[0-9A-Za-z-]+$")
    """Begins with the requirement: R-113-missing."""
    title: Text
    note: Text | None = None
    check: str | None = None
    """Which check of the requirement; may be left out where it has one."""
    as_of: Day | None = None
    """The day on which the case is judged."""
    extracted_at: Day | None = None
    """The day of the export; default: as_of."""
    period: Covered | None = None
    """First and last day that the records cover, where a duty is demanded of every period."""
    profile: str | None = None
    parameters: dict[str, Any] = {}
    """Values that stand in for those of profile and procedure."""
    suppose: dict[str, dict[str, Any]] = {}
    """Document (by id) -> what it is supposed to say instead: keys laid over every revision of it."""
    records: Records = {}
    """The records of this example. They stand in place of what `given` and `background` say for the same form."""
    case: str | None = None
    """Key of the record that is judged, with its period where it has one (E01/2026-03); may be left out when there is one."""
    expect: Expected
    reasons: list[str] | None = None
    """The reason codes, the gravest first; compared when given."""
    grade: Grade | None = None
    """The grade of the finding, compared when given: faults of an accepted share are observations."""


class ExampleFile(Node):
    """The examples of one requirement, and what they share."""

    requirement: str
    background: Words = []
    """Names of backgrounds: records that many examples share."""
    as_of: Day | None = None
    period: Covered | None = None
    profile: str | None = None
    parameters: dict[str, Any] = {}
    suppose: dict[str, dict[str, Any]] = {}
    defaults: dict[str, Row] = {}
    """Form -> values that every record of it in this file has unless it says otherwise."""
    given: Records = {}
    """Records that every example of this file has."""
    examples: list[Example]


class Background(Node):
    title: Text
    records: Records


class BackgroundFile(Node):
    """Records that the examples of many requirements share: staff, appointments, customers."""

    backgrounds: dict[str, Background]
