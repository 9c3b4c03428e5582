"""Planning each edge through the grid, so that no line runs through a step or along another edge's line.

Between rows r-1 and r lies gap r; left of lane c lies gutter c. Lines run horizontally in rows (through empty cells) and
gaps, vertically in gutters and down the middle of a lane where it is empty. Such a line down the middle always ends at the
next step below, so lines that share it have one target: they merge, and never mislead.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import combinations as combinations_of
from itertools import product
from typing import Any

from procedo.site.flow.place import Edge, Node

LEFT, RIGHT, BOTTOM = "left", "right", "bottom"


@dataclass
class Plan:
    """How an edge runs. `shape`: straight, side, gap, gap-gutter, side-gutter, loop-side, loop-gap."""

    edge: Edge
    shape: str
    exit: str
    gutter: int | None = None
    tracks: dict[tuple[str, int], int] = field(default_factory=dict)

    @property
    def entry(self) -> str:
        """Side at which a loop enters; everything else enters at the top."""
        return "" if not self.shape.startswith("loop") else self._entry

    _entry: str = ""


Option = tuple[float, Plan]
"""A way an edge may run, and how little it is liked."""


class Router:
    def __init__(self, nodes: Sequence[Node], lanes: int):
        self.nodes, self.lanes = nodes, lanes
        self.cells = {(node.lane, node.row) for node in nodes}
        self.load = [0] * (lanes + 1)
        self.claims: dict[int, list[tuple[float, float, Any]]] = {}

    def plan(self, edges: Sequence[Edge]) -> list[Plan]:
        """One plan per edge, in the order of `edges`; the ways out of a step are chosen together."""
        plans: dict[int, Plan] = {}
        for step in range(len(self.nodes)):
            mine = [number for number, edge in enumerate(edges) if edge.source == step]
            options = [[o for o in self._options(edges[n]) if self._unclaimed(o[1])] for n in mine]
            for number, plan in zip(mine, self._best(options), strict=True):
                plans[number] = plan
                self._claim(plan)
                if plan.gutter is not None:
                    self.load[plan.gutter] += 1
        return [plans[number] for number in range(len(edges))]

    def _reach(self, plan: Plan) -> tuple[float, float, object]:
        """How far a plan runs along the middle of its source's row, in lanes; what may merge has an equal last part."""
        source, target = self.nodes[plan.edge.source], self.nodes[plan.edge.target]
        end = float(target.lane) if plan.gutter is None else plan.gutter - 0.5
        key: object = ("top", plan.edge.target) if plan.shape == "side" else (plan.edge.source, plan.edge.target)
        return min(source.lane, end), max(source.lane, end), key

    def _unclaimed(self, plan: Plan) -> bool:
        """Whether no line of another target runs there (a shared gutter counts as touching)."""
        if plan.exit == BOTTOM:
            return True
        low, high, key = self._reach(plan)
        mine = self.nodes[plan.edge.source]
        others = self.claims.get(mine.row, [])
        return all(key == other or high + 0.3 < first or last + 0.3 < low for first, last, other in others if other[0] != plan.edge.source)

    def _claim(self, plan: Plan) -> None:
        if plan.exit != BOTTOM:
            self.claims.setdefault(self.nodes[plan.edge.source].row, []).append(self._reach(plan))

    def _best(self, options: list[list[Option]]) -> list[Plan]:
        """The combination of least cost; with very many ways out one after the other takes what is best then."""
        if len(options) > 5:
            taken: list[Plan] = []
            for choice in options:
                taken.append(min(choice, key=lambda option: option[0] + self._crowding([*taken, option[1]]))[1])
            return taken
        combinations = product(*options)
        chosen = min(combinations, key=lambda c: sum(cost for cost, _ in c) + self._crowding([plan for _, plan in c]))
        return [plan for _, plan in chosen]

    def _crowding(self, plans: list[Plan]) -> float:
        """What it costs when ways out share a side: their words would stand on each other."""
        cost = 0.0
        for one, other in combinations_of(plans, 2):
            if one.exit != other.exit:
                continue
            if one.exit != BOTTOM:
                cost += 200
            elif "straight" in (one.shape, other.shape):
                slanted = other if one.shape == "straight" else one
                cost += 7 if self._rightward(slanted) else 1
            else:
                cost += 9 if self._rightward(one) == self._rightward(other) else 2
        return cost

    def _rightward(self, plan: Plan) -> bool:
        return _goes_right(plan, self.nodes[plan.edge.source], self.nodes[plan.edge.target])

    def _lane_clear(self, lane: int, first: int, end: int) -> bool:
        return all((lane, row) not in self.cells for row in range(first, end))

    def _row_clear(self, row: int, one: int, other: int) -> bool:
        """No step strictly between two lanes."""
        low, high = sorted((one, other))
        return all((lane, row) not in self.cells for lane in range(low + 1, high))

    def _options(self, edge: Edge) -> list[Option]:
        source, target = self.nodes[edge.source], self.nodes[edge.target]
        if target.row <= source.row:
            return self._loops(edge, source, target)
        clear = self._lane_clear(target.lane, source.row + 1, target.row)
        if source.lane == target.lane:
            return [(0, Plan(edge, "straight", BOTTOM))] if clear else self._around(edge, source)
        toward = RIGHT if target.lane > source.lane else LEFT
        away = LEFT if toward == RIGHT else RIGHT
        options: list[Option] = []
        if clear and self._row_clear(source.row, source.lane, target.lane) and (target.lane, source.row) not in self.cells:
            options.append((1, Plan(edge, "side", toward)))
        if clear:
            options.append((2, Plan(edge, "gap", BOTTOM)))
        options.append((4, Plan(edge, "side-gutter", toward, source.lane + (toward == RIGHT))))
        options.append((6, Plan(edge, "side-gutter", away, source.lane + (away == RIGHT))))
        options.append((5, Plan(edge, "gap-gutter", BOTTOM, target.lane + (target.lane < source.lane))))
        return options

    def _around(self, edge: Edge, source: Node) -> list[Option]:
        """Down its own lane past other steps: through a gutter beside it, the emptier one if there is a choice."""
        sides = [
            (1 + self.load[source.lane + (side == RIGHT)], Plan(edge, "side-gutter", side, source.lane + (side == RIGHT)))
            for side in (RIGHT, LEFT)
        ]
        return [*sides, (8, Plan(edge, "gap-gutter", BOTTOM, source.lane + 1))]

    def _loops(self, edge: Edge, source: Node, target: Node) -> list[Option]:
        if source.lane == target.lane:
            return [
                *[
                    (
                        1 + self.load[target.lane + (side == RIGHT)],
                        Plan(edge, "loop-side", side, target.lane + (side == RIGHT), _entry=side),
                    )
                    for side in (LEFT, RIGHT)
                ],
                (8, Plan(edge, "loop-gap", BOTTOM, target.lane, _entry=LEFT)),
            ]
        left = source.lane > target.lane
        gutter, exit, entry = (target.lane + 1, LEFT, RIGHT) if left else (target.lane, RIGHT, LEFT)
        options: list[Option] = [(3, Plan(edge, "loop-gap", BOTTOM, gutter, _entry=entry))]
        if source.row != target.row and self._row_clear(source.row, source.lane, target.lane):
            options.append((1, Plan(edge, "loop-side", exit, gutter, _entry=entry)))
        return options


@dataclass(frozen=True)
class Run:
    """A stretch of an edge in a gap or gutter that needs a track of its own; equal `merge` may share one."""

    plan: Plan
    channel: tuple[str, int]
    low: float
    high: float
    merge: object


def assign_tracks(runs: Sequence[Run]) -> dict[tuple[str, int], int]:
    """Give every run a track where nothing overlaps; returns how many tracks each channel has."""
    channels: dict[tuple[str, int], list[list[Run]]] = {}
    for run in sorted(runs, key=lambda r: (r.channel, r.high - r.low, r.low)):
        tracks = channels.setdefault(run.channel, [])
        for number, track in enumerate(tracks):  # noqa: B007
            if all(run.merge == other.merge or run.high < other.low or other.high < run.low for other in track):
                break
        else:
            number = len(tracks)
            tracks.append([])
        tracks[number].append(run)
        run.plan.tracks[run.channel] = number
    return {channel: len(tracks) for channel, tracks in channels.items()}


def runs_of(plans: Sequence[Plan], nodes: Sequence[Node]) -> list[Run]:
    """Which channels each plan uses, with extents in lanes (gaps) or rows (gutters)."""
    runs = []
    for plan in plans:
        source, target = nodes[plan.edge.source], nodes[plan.edge.target]
        below, above = ("gap", source.row + 1), ("gap", target.row)
        shift = {LEFT: -0.2, RIGHT: 0.2}.get(plan.exit, 0.0)
        start, end = source.lane + shift, float(target.lane)
        if plan.exit == BOTTOM:
            start = source.lane + (0.2 if _goes_right(plan, source, target) else -0.2)
        gutter = None if plan.gutter is None else plan.gutter - 0.5
        if plan.shape == "gap":
            runs.append(_run(plan, below, start, end, ("top", plan.edge.target)))
        if plan.shape in ("gap-gutter", "loop-gap") and gutter is not None:
            runs.append(_run(plan, below, start, gutter, plan))
        if plan.shape in ("gap-gutter", "side-gutter") and gutter is not None:
            runs.append(_run(plan, above, gutter, end, ("top", plan.edge.target)))
        if plan.gutter is not None:
            first = source.row + (0.5 if plan.exit == BOTTOM else 0)
            last = target.row - (0.5 if plan.shape in ("gap-gutter", "side-gutter") else 0)
            runs.append(_run(plan, ("gutter", plan.gutter), first, last, plan))
    return runs


def _goes_right(plan: Plan, source: Node, target: Node) -> bool:
    if plan.gutter is not None:
        return plan.gutter > source.lane
    return target.lane > source.lane


def _run(plan: Plan, channel: tuple[str, int], one: float, other: float, merge: object) -> Run:
    merge = id(merge) if isinstance(merge, Plan) else merge
    return Run(plan, channel, min(one, other), max(one, other), merge)
