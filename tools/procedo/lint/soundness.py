"""Every approval matrix is proved sound: each input value has its line, and a larger one never needs less.

Proved are: no gap; no overlap (hit policy unique); no line that earlier ones hide (first), or that holds nothing; and along
each number, a larger value never asks for fewer approvals or for a lower rank, unless the line says why (`note`). Each fault
comes with an example. A number begins at 0 unless a line or the form says otherwise. What cannot be proved is said.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from procedo.language.tests import Test, Value, bounds, number, read_test, words
from procedo.library.document import Document
from procedo.library.library import Library
from procedo.lint._boxes import Grid, Point, Undecided, above, gap, overlaps, unreachable
from procedo.lint._known import Known, known, problem
from procedo.model import Field, Matrix
from procedo.model.matrix import Line
from procedo.problem import Problem

MOST = 5
"""Faults of one sort that are told of one matrix."""
OTHER = "(other)"


def problems(library: Library) -> Iterator[Problem]:
    names = known(library)
    ranks = {role.id: role.rank for d in names.subjects if d.kind == "role_list" for role in d.model.roles}
    for document in names.subjects:
        model = document.model
        if isinstance(model, Matrix) and model.lines and not _strange(model):
            yield from _proved(document, document.model, names, ranks)


def _strange(matrix: Matrix) -> bool:
    """A line names an input that the matrix lacks: that is told elsewhere, and nothing can be proved yet."""
    return any(name not in {i.name for i in matrix.inputs} for line in matrix.lines for name in line.tests)


@dataclass(frozen=True)
class Axis:
    """An input cut into cells; `samples`: a value of each; `ordered`: it is a number."""

    name: str
    samples: tuple[Value, ...]
    ordered: bool


def _proved(document: Document, matrix: Matrix, names: Known, ranks: dict[str, int | None]) -> Iterator[Problem]:
    tests = [{name: read_test(test) for name, test in line.tests.items()} for line in matrix.lines]
    unread = next(((n, name) for n, line in enumerate(tests) for name, test in line.items() if test is None), None)
    if unread:
        yield _unproved(document, ("lines", unread[0], unread[1]), "含参数或表达式", "it holds a parameter or an expression")
        return
    axes = [_axis(i, matrix, tests, names) for i in matrix.inputs]
    grid = Grid(tuple(len(axis.samples) for axis in axes), tuple(_box(axes, line) for line in tests))
    telling = _Telling(document, matrix, axes)
    try:
        yield from telling.all(grid, ranks)
    except Undecided:
        yield _unproved(document, ("lines",), "行太多、条件太交错", "there are too many lines that cross each other")


def _unproved(document: Document, path: tuple, zh: str, en: str) -> Problem:
    return problem(document, path, "not-proven", f"未能证明矩阵无缺口、无重叠：{zh}", f"not proven free of gaps and overlaps: {en}", warning=True)


def _axis(column: Any, matrix: Matrix, tests: list[dict[str, Test | None]], names: Known) -> Axis:
    """The cells of one input: points and the stretches between them for a number, the values and `other` for words."""
    own = [test for line in tests if (test := line.get(column.name)) is not None]
    field = _field(matrix, column.is_, names)
    texts = set().union(*(words(test) for test in own)) if own else set()
    if (field and field.type in ("integer", "number", "money")) or all(number(text) is not None for text in texts):
        return Axis(column.name, tuple(_stretches(sorted(set().union(*(bounds(test) for test in own))), field)), True)
    if field and field.type == "boolean" or texts <= {"true", "false"}:
        return Axis(column.name, ("true", "false"), False)
    choices = list(field.choices) if field and field.choices else []
    return Axis(column.name, tuple(dict.fromkeys([*choices, *sorted(texts), *([] if choices else [OTHER])])), False)


def _field(matrix: Matrix, name: str, names: Known) -> Field | None:
    form = names.form_of(matrix.about)
    models = [d.model for d in names.of("form") if d.id == form]
    field = models[-1].fields.get(name) if models else None
    contrary = field is not None and None not in (field.minimum, field.maximum) and field.minimum > field.maximum
    return None if contrary else field


def _stretches(found: list[Decimal], field: Field | None) -> Iterator[Decimal]:
    """A sample of every point and of every open stretch around them, inside the field's range."""
    floor = Decimal(str(field.minimum)) if field and field.minimum is not None else Decimal(0) if not found or found[0] >= 0 else None
    ceiling = Decimal(str(field.maximum)) if field and field.maximum is not None else None
    points = sorted({*found, *([floor] if floor is not None else []), *([ceiling] if ceiling is not None else [])})
    points = [p for p in points if (floor is None or p >= floor) and (ceiling is None or p <= ceiling)]
    whole = field is not None and field.type == "integer"
    if floor is None:
        yield (points[0] if points else Decimal(0)) - 1
    for at, point in enumerate(points):
        yield point
        after = points[at + 1] if at + 1 < len(points) else None
        if after is None:
            if point != ceiling:
                yield point + 1
        elif not whole or after - point > 1:
            yield point + 1 if whole else (point + after) / 2


def _box(axes: list[Axis], line: dict[str, Test | None]) -> tuple[int, ...]:
    return tuple(_cells(axis, line.get(axis.name)) for axis in axes)


def _cells(axis: Axis, test: Test | None) -> int:
    return sum(1 << at for at, sample in enumerate(axis.samples) if test is None or test.holds(sample))


class _Telling:
    """The faults of one matrix in words, each with an example."""

    def __init__(self, document: Document, matrix: Matrix, axes: list[Axis]):
        self.document, self.matrix, self.axes = document, matrix, axes

    def all(self, grid: Grid, ranks: dict[str, int | None]) -> Iterator[Problem]:
        unique = self.matrix.hit == "unique"
        crossing = list(overlaps(grid)) if unique else []
        for i, j, point in crossing[:MOST]:
            yield self._at(("lines", j), "matrix-overlap", f"{self._id(i)} 与 {self._id(j)} 两行都适用于{self._zh(point)}",
                           f"lines {self._id(i)} and {self._id(j)} both apply to {self._en(point)}")
        free = gap(grid, disjoint=unique and not crossing)
        if free is not None:
            yield self._at(("lines",), "matrix-gap", f"没有一行适用于{self._zh(free)}", f"no line applies to {self._en(free)}")
        for line in list(unreachable(grid))[:MOST] if not unique else [i for i, box in enumerate(grid.boxes) if not all(box)][:MOST]:
            yield self._at(("lines", line), "line-unreachable", f"{self._id(line)} 行永远用不到", f"line {self._id(line)} is never reached")
        if not self.matrix.output:
            yield from self._monotone(grid, ranks)

    def _monotone(self, grid: Grid, ranks: dict[str, int | None]) -> Iterator[Problem]:
        told: set[int] = set()
        for at, axis in enumerate(self.axes):
            for i, j, low, high in above(grid, at) if axis.ordered else ():
                lines = self.matrix.lines
                if j in told or len(told) >= MOST or lines[i].note or lines[j].note or not weaker(lines[j], lines[i], ranks):
                    continue
                if grid.hits(low)[:1] == [i] and grid.hits(high)[:1] == [j]:
                    told.add(j)
                    yield self._at(("lines", j), "matrix-not-monotone",
                                   f"{axis.name} 更大时要求反而更少：{self._zh(high)}用 {self._id(j)} 行，而{self._zh(low)}用 {self._id(i)} 行"
                                   "；确属有意请在该行写 note",
                                   f"a larger {axis.name} needs less: {self._en(high)} takes line {self._id(j)}, {self._en(low)} line {self._id(i)}; "
                                   "if that is meant, say why in its note")

    def _id(self, line: int) -> str:
        return self.matrix.lines[line].id

    def _zh(self, point: Point) -> str:
        return "、".join(self._values(point)) or "任何情形"

    def _en(self, point: Point) -> str:
        return ", ".join(self._values(point)) or "every case"

    def _values(self, point: Point) -> list[str]:
        return [f"{axis.name} = {_shown(axis.samples[at])}" for axis, at in zip(self.axes, point, strict=True)]

    def _at(self, path: tuple, id: str, zh: str, en: str) -> Problem:
        return problem(self.document, path, id, zh, en)


def _shown(value: Value) -> str:
    return format(value.normalize(), "f") if isinstance(value, Decimal) else value


def weaker(upper: Line, lower: Line, ranks: dict[str, int | None]) -> bool:
    """Whether the first asks for fewer approvals, or for a lower highest rank, than the second."""
    (count, best), (less, second) = _strength(upper, ranks), _strength(lower, ranks)
    return count < less or (best is not None and second is not None and best > second)


def _strength(line: Line, ranks: dict[str, int | None]) -> tuple[int, int | None]:
    count = sum(len(a.offices) if a.need == "all" else a.need for a in line.approvals)
    known_ranks = [rank for a in line.approvals for office in a.offices if (rank := ranks.get(office)) is not None]
    return count, min(known_ranks) if known_ranks else None
