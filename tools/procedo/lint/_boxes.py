"""Lines of a decision table as boxes over a grid: where they overlap, what they leave free, which one is never reached.

Each input is cut into cells in which no line changes its mind; a line is then a set of cells per input, and its region the
product of these sets. Two such boxes meet exactly when they meet in every input; boxes that do not meet fill the grid
exactly when their sizes add up to the grid's.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from math import prod

BUDGET = 200_000
"""How many pieces may be looked at before a proof is given up."""

Box = tuple[int, ...]
"""Per input the cells as a bit set."""
Point = tuple[int, ...]
"""Per input the number of a cell."""


class Undecided(Exception):
    """The proof would take more than BUDGET pieces."""


@dataclass(frozen=True)
class Grid:
    """`sizes`: cells per input; `boxes`: the lines in their order."""

    sizes: tuple[int, ...]
    boxes: tuple[Box, ...]

    @property
    def whole(self) -> Box:
        return tuple((1 << size) - 1 for size in self.sizes)

    @cached_property
    def meets(self) -> tuple[tuple[int, ...], ...]:
        """Per input, per line: the lines (as a bit set) that share a cell of this input with it."""
        return tuple(_meets(tuple(box[axis] for box in self.boxes), size) for axis, size in enumerate(self.sizes))

    def together(self, line: int, apart: int | None = None) -> Iterator[int]:
        """The other lines that meet this one in every input (but one)."""
        found = (1 << len(self.boxes)) - 1 & ~(1 << line)
        for axis, meets in enumerate(self.meets):
            found &= meets[line] if axis != apart else -1
        yield from _bits(found)

    def hits(self, point: Point) -> list[int]:
        return [i for i, box in enumerate(self.boxes) if all(cells >> at & 1 for cells, at in zip(box, point, strict=True))]


def _meets(cells: tuple[int, ...], size: int) -> tuple[int, ...]:
    lines = [0] * size
    for line, own in enumerate(cells):
        for cell in _bits(own):
            lines[cell] |= 1 << line
    found = []
    for own in cells:
        met = 0
        for cell in _bits(own):
            met |= lines[cell]
        found.append(met)
    return tuple(found)


def _bits(found: int) -> Iterator[int]:
    while found:
        lowest = found & -found
        yield lowest.bit_length() - 1
        found ^= lowest


def overlaps(grid: Grid) -> Iterator[tuple[int, int, Point]]:
    """(line, later line, a point of both)."""
    for i, box in enumerate(grid.boxes):
        for j in grid.together(i):
            if j > i:
                yield i, j, corner(meet(box, grid.boxes[j]))


def meet(one: Box, other: Box) -> Box | None:
    found = tuple(a & b for a, b in zip(one, other, strict=True))
    return found if all(found) else None


def corner(box: Box) -> Point:
    """The lowest cell of each input."""
    return tuple((cells & -cells).bit_length() - 1 for cells in box)


def size(box: Box) -> int:
    return prod(cells.bit_count() for cells in box)


def gap(grid: Grid, disjoint: bool) -> Point | None:
    """A point that no line covers. `disjoint`: no two lines meet, so that sizes can be added."""
    if not disjoint:
        return uncovered(grid.whole, grid.boxes)
    free = grid.whole
    if sum(map(size, grid.boxes)) == size(free):
        return None
    for at, cells in enumerate(free):
        free = next(part for part in _slices(free, at, cells) if _filled(part, grid.boxes) < size(part))
    return corner(free)


def _slices(box: Box, at: int, cells: int) -> Iterator[Box]:
    for cell in _bits(cells):
        yield (*box[:at], 1 << cell, *box[at + 1 :])


def _filled(part: Box, boxes: tuple[Box, ...]) -> int:
    return sum(size(common) for box in boxes if (common := meet(part, box)))


def unreachable(grid: Grid) -> Iterator[int]:
    """Lines that earlier lines cover altogether (hit policy first), or that hold nothing."""
    for i, box in enumerate(grid.boxes):
        if not all(box) or uncovered(box, grid.boxes[:i]) is None:
            yield i


def uncovered(box: Box, others: tuple[Box, ...]) -> Point | None:
    """A point of the box in none of the others. Undecided beyond the budget."""
    pieces, seen = [(box, 0)], 0
    while pieces:
        piece, start = pieces.pop()
        seen += 1
        if seen > BUDGET:
            raise Undecided
        hit = next((k for k in range(start, len(others)) if meet(piece, others[k])), None)
        if hit is None:
            return corner(piece)
        pieces += [(rest, hit + 1) for rest in _without(piece, others[hit])]
    return None


def _without(box: Box, other: Box) -> Iterator[Box]:
    """The box less another, as boxes that do not meet."""
    kept = list(box)
    for at, (cells, cut) in enumerate(zip(box, other, strict=True)):
        rest = cells & ~cut
        if rest:
            yield (*kept[:at], rest, *box[at + 1 :])
        kept[at] = cells & cut


def above(grid: Grid, axis: int) -> Iterator[tuple[int, int, Point, Point]]:
    """(line, a line that reaches above it along the axis, a point of each, equal elsewhere)."""
    for i, low in enumerate(grid.boxes):
        for j in grid.together(i, axis) if low[axis] else ():
            high = grid.boxes[j]
            first, top = (low[axis] & -low[axis]).bit_length() - 1, high[axis].bit_length() - 1
            if high[axis] and top > first:
                base = corner(tuple(a if at == axis else a & b for at, (a, b) in enumerate(zip(low, high, strict=True))))
                yield i, j, base, (*base[:axis], top, *base[axis + 1 :])
