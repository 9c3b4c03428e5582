"""Recordset: which exports are checked, and how their columns become fields."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, model_validator
from pydantic import Field as field

from procedo.model.text import Day, Flag, Node, Text, Words


def _cell(value: Any) -> Any:
    """A cell's text; `20` and `true` in YAML are meant as what the cell shows."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, (int, float)) else value


def _cells(value: Any) -> Any:
    return [_cell(item) for item in value] if isinstance(value, list) else [_cell(value)]


CellText = Annotated[str, BeforeValidator(_cell)]
CellTexts = Annotated[list[str], BeforeValidator(_cells)]


class ColumnSpec(Node):
    """How one field is read. `column` is a heading or several of which the first found is taken.

    `dates`: strptime formats or `excel`; `unit`: `元` or `万元`; `values`: what the export writes -> what the form
    calls it; `zone`: zone of naive timestamps.
    """

    column: Words = []
    dates: Words = []
    unit: str | None = None
    values: dict[CellText, CellText | None] = {}
    zone: str | None = None
    precision: Literal["date"] | None = None
    """A column of days, whatever time of day its cells show (an export that writes 00:00:00 behind every date)."""
    separator: str | None = None
    """What separates the values of a list field (default `、,，;；|` and line ends)."""
    constant: CellText | None = None
    """Every row has this value; no column is read."""

    @model_validator(mode="before")
    @classmethod
    def _heading(cls, value: Any) -> Any:
        return {"column": value} if isinstance(value, (str, list)) else value


class Unpivot(Node):
    """Approvals held in columns: one record per group whose `unless_blank` field is filled.

    `{keep: {object_id: 合同编号}, groups: [{approver_id: 一级审批人, decided_at: 一级审批时间, role: "=sales-manager"}]}`;
    a value that begins with `=` is a constant. `unless_blank`: this field decides whether a group is a record; by
    default any filled column of the group does. `key` names the field that gets `<first of keep>-<group number>`.
    """

    keep: dict[str, str] = {}
    groups: list[dict[str, CellText]]
    unless_blank: str | None = None
    key: str | None = None


class Split(Node):
    """Approvals held in one cell: `张三|同意|2026-03-01;…` -> one record per part.

    `{column: 审批记录, records: ";", parts: "|", fields: [approver_id, decision, decided_at], keep: {object_id: 合同编号}}`;
    an empty name in `fields` leaves that part out; `key` as in unpivot.
    """

    column: str
    records: str = ";"
    parts: str = "|"
    fields: list[str]
    keep: dict[str, str] = {}
    key: str | None = None


class SourceSpec(Node):
    """One export (or several alike, by glob) that fills one form."""

    form: str
    path: str
    kind: str | None = None
    """csv, xlsx, parquet …; default: by the file's ending."""
    sheet: str | int | None = None
    encoding: str | None = None
    delimiter: str | None = None
    header: int | None = None
    """Number of the heading row, from 1; default: found."""
    skip: Words = []
    """More words that mark a row as a total, besides 合计 小计 总计 Total."""
    columns: dict[str, ColumnSpec] = {}
    ignore: Words = []
    dates: Words = []
    where: dict[str, CellTexts] = {}
    """Heading -> cell texts; only rows with one of them are records."""
    unpivot: Unpivot | None = None
    split: Split | None = None
    automatic: Flag = True
    """Whether headings that equal a label of the form are mapped by themselves."""


class Covered(Node):
    """First and last day (default: the day of the export) that the records cover: which periods a duty is demanded of."""

    from_: Day = field(alias="from")
    to: Day | None = None


class Recordset(Node):
    recordset: str = field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$")
    title: Text | None = None
    extracted_at: Day
    as_of: Day | None = None
    period: Covered | None = None
    profile: str | None = None
    root: str | None = None
    """Base of the paths: relative to the recordset's file; may begin with $VARIABLE."""
    unreadable_limit: float = 0.2
    """The greatest share of unreadable values in a mapped column that still is fit to be audited."""
    rows: dict[str, int] = {}
    """Control totals: form -> number of records the export must hold."""
    numbers: dict[str, dict[str, tuple[int, int]]] = {}
    """Number ranges: form -> series -> first and last number given out, `{contract: {HT-2026: [1, 240]}}`."""
    sources: list[SourceSpec]
