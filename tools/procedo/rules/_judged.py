"""What a kind hands back: the last step, and what the evidence will need."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from procedo.language import sql
from procedo.language.sql import Sql
from procedo.language.term import Term

if TYPE_CHECKING:
    from procedo.rules._build import Build


@dataclass(frozen=True)
class Witness:
    """Records that were looked at: table of (`case`, `found`, `at`) and how to show them."""

    form: str
    table: str | sql.exp.Select
    """A step, or a select that runs in the second look only."""
    at: str
    """Type of the point: date or datetime."""
    codes: tuple[str, ...] = ()
    """Reasons why a record may not count: 0/1 columns of the table."""


@dataclass(frozen=True)
class Lacking:
    """What is missing: table of (`_row`, `value`), or a 0/1 column of the judged table with the words to show."""

    table: str | None = None
    column: str | None = None
    word: str = ""


@dataclass
class Judged:
    """The last step: one row per case looked at: `_row`, `clock`, `verdict`, `same_day`, and `why <code>` as 0/1.

    `cases`: the table that says which case a `_row` is: `_key`, `_file` and `_line` (NULL where no record exists to point
    at: a missed week, a gap in numbers), and `_window` where `windowed`.
    """

    form: str
    table: str
    reasons: tuple[str, ...]
    witnesses: list[Witness] = field(default_factory=list)
    lacking: list[Lacking] = field(default_factory=list)
    facts: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """Word -> (column of the judged table, date or datetime): the day due, and the like."""
    told: Mapping[str, tuple[str, Term]] = field(default_factory=dict)
    """Word -> (column of the judged table, its shape): computed values the evidence shows, a difference or a count."""
    values: tuple[str, ...] = ()
    """Names on the case whose values the evidence shows."""
    lines: tuple = ()
    """Approval: the matrix lines, by the number in column `line`."""
    build: Build | None = None
    cases: str = ""
    windowed: bool = False
    lapsed: str | None = None
    """The 0/1 column that says that the duty had lapsed."""
    further: list[Judged] = field(default_factory=list)
    """Judgements of the same check about records of other forms."""


@dataclass(frozen=True)
class Share:
    """Which records are this variant's: those whose `choose` is `name`; None: those of no variant."""

    choose: str
    names: tuple[str, ...]
    name: str | None


@dataclass(frozen=True)
class Parts:
    """Of a sum, for each case: whether it has no part at all, and the least and greatest currency of its parts."""

    none: Sql
    currencies: tuple[Sql, Sql]
