"""Engines: where normalised records live and compiled steps run. One module each, found by name.

A module offers `NAME`, `DIALECT` (of sqlglot) and `connect() -> Engine`. An engine that can take whole columns also has
`pour(table, columns, stream)` and `repeats(table, column)`; without them records arrive row by row.
One that rounds large products may have `exact()`, which makes it refuse them (`TooLarge`): a check that picked it then asks another.
One that knows regular expressions may have `match(table, select, pattern)`; it is given only patterns that all read alike.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Protocol

from procedo.problem import Place, Problem, ProblemError
from procedo.terms import say

AUTOMATIC = "auto"
"""In place of a name: whichever of the two that come along is the quicker one for the records."""
LIGHT = 4_000_000
"""Bytes of exported text up to which SQLite is the quicker one: DuckDB takes longer to plan each of the many steps of a check,
and gains it back from about twice this size on."""


WIDE = "duckdb"
"""The engine for heavy records, and for large numbers."""


def suited(weight: float) -> str:
    """The engine for records of so many bytes; both come to the same verdicts."""
    return "sqlite" if weight <= LIGHT else WIDE


class TooLarge(ProblemError):
    """A sum does not fit into 64 bits, or a product not into the engine's integers: DuckDB's have 128."""

    def __init__(self, table: str = "") -> None:
        """`table`: the step that was being made; it begins with the check it is for."""
        zh, en = (f"计算“{table}”时，", f"making “{table}”: ") if table else ("", "")
        super().__init__([Problem(Place(), "number-too-large", say(
            f"{zh}记录中有过大的数，乘积或合计无法精确计算；请先改正",
            f"{en}a number of the records is so large that a product or sum cannot be exact; mend it first"))])


class Engine(Protocol):
    """A private, empty database of one run."""

    def load(self, table: str, columns: Sequence[tuple[str, str]], rows: Iterable[Sequence[Any]]) -> None:
        """Create `table` with (name, TEXT|BIGINT) columns and fill it; values are str, int or None."""

    def create(self, table: str, select: str) -> None:
        """Materialise a step: `select` is SQL of this engine's dialect."""

    def rows(self, select: str) -> list[tuple[Any, ...]]:
        """Run a query and return every row."""

    def drop(self, table: str) -> None:
        """Do away with a table."""

    def close(self) -> None: ...
