"""What a source may offer beside its rows: whole columns, read, normalised and handed on without a Python value per cell.

Who reads records chooses a way for each column; the source turns the column as that way says, exactly as the reader of
single cells would. The result travels as an Arrow stream: any object with `__arrow_c_stream__`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Protocol

from procedo.sources import Cell

Ahead = tuple[int, int]
"""First value after the as-of day, first value after the export: NOT_YET from the one on, FUTURE_DATED from the other."""


@dataclass(frozen=True)
class Trimmed:
    """Text, or whole numbers as text: trimmed of `blanks`, empty is NULL, error words such as #N/A are unreadable."""

    blanks: str


@dataclass(frozen=True)
class Scaled:
    """A number times `factor` as an integer of 1/10**`scale`; unreadable where that is not exact.

    `surplus`: so many decimals at the end are nought in every value and are left out.
    """

    scale: int
    factor: int = 1
    surplus: int = 0


@dataclass(frozen=True)
class Flag:
    """True and false as 1 and 0."""


@dataclass(frozen=True)
class Point:
    """Days, or with `seconds` moments, since 1970; moments with an offset are read on the clock of `zone`."""

    zone: str
    seconds: bool = False
    ahead: Ahead | None = None


@dataclass(frozen=True)
class Constant:
    """The same in every row; no column is read."""

    value: Any
    state: int
    text: bool


class Meaning(NamedTuple):
    value: Any
    state: int
    trimmed: bool = False


@dataclass(frozen=True)
class Known:
    """Every distinct cell (as `Columns.distinct` writes it) with what it means."""

    meanings: Mapping[str, Meaning]
    text: bool
    """Whether the values are texts; else integers."""


Way = Trimmed | Scaled | Flag | Point | Known | Constant


class Wanted(NamedTuple):
    name: str
    column: int
    way: Way


@dataclass(frozen=True)
class Tally:
    """What a column holds: empty cells, cells by state other than OK, texts that were trimmed."""

    empty: int
    states: Mapping[int, int] = field(default_factory=dict)
    trimmed: int = 0


class Columns(Protocol):
    rows: int
    kinds: Sequence[str]
    """Of each column: text, integer, decimal, float, boolean, date, moment, zoned (a moment with offset) or other."""

    def suits(self, column: int, way: Way) -> bool:
        """Whether the way gives what the reader of single cells would, for every cell."""

    def distinct(self, column: int, most: int) -> list[tuple[str, Cell]] | None:
        """The distinct cells that are not empty, each with its name; None when there are more than `most`."""

    def midnight(self, column: int, zone: str) -> bool:
        """Whether every moment of the column is midnight on the clock of `zone`."""

    def heads(self, most: int) -> list[str]:
        """The first filled cells of rows that might be no records: texts without a digit or with a blank before them."""

    def divides(self, wanted: Wanted, by: int) -> bool:
        """Whether every value is a multiple of `by`."""

    def tally(self, wanted: Sequence[Wanted]) -> list[Tally]: ...

    def broken(self, wanted: Wanted) -> list[tuple[int, int, Cell]]:
        """Row (from 0), state and cell wherever the state is neither OK nor NOT_YET."""

    def pour(
        self, wanted: Sequence[Wanted], key: Sequence[str], states: set[str], first: int, file: int, take: Callable[[Any], None]
    ) -> None:
        """Hand `take` an Arrow stream with the columns that `procedo.table` states; `states` names those that have a `f!`.

        `_row` begins at `first` + 1; `key` names the parts of `_key`. Faults of the file met on the way are problems.
        """
