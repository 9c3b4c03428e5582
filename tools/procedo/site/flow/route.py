"""Planning each edge through the grid, so that no line runs through a step or along another edge's line.

Between rows r-1 and r lies gap r; left of lane c lies gutter c. Lines run horizontally in rows (through empty cells) and
gaps, vertically in gutters and down the middle of a lane where it is empty. Such a line down the middle always ends at the
next step below, so lines that share it have one target: they merge, and never mislead.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

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


class Router:
    def __init__(self, nodes: Sequence[Node], lanes: int):
        self.nodes, self.lanes = nodes, lanes
        self.cells = {(node.lane, node.row) for node in nodes}
        self.exits: set[tuple[int, str]] = set()
        self.load = [0] * (lanes + 1)

    def plan(self, edges: Sequence[Edge]) -> list[Plan]:
        """One plan per edge, in the order of `edges`: straight ones choose first, then sideways ones, then loops."""
        order = sorted(range(len(edges)), key=lambda i: (self._rank(edges[i]), i))
        plans = {i: self._choose(edges[i]) for i in order}
        return [plans[i] for i in range(len(edges))]

    def _rank(self, edge: Edge) -> int:
        if not self._down(edge):
            return 2
        return 0 if self._straight(edge) else 1

    def _down(self, edge: Edge) -> bool:
        return self.nodes[edge.target].row > self.nodes[edge.source].row

    def _lane_clear(self, lane: int, first: int, end: int) -> bool:
        return all((lane, row) not in self.cells for row in range(first, end))

    def _row_clear(self, row: int, one: int, other: int) -> bool:
        """No step strictly between two lanes."""
        low, high = sorted((one, other))
        return all((lane, row) not in self.cells for lane in range(low + 1, high))

    def _straight(self, edge: Edge) -> bool:
        source, target = self.nodes[edge.source], self.nodes[edge.target]
        return source.lane == target.lane and self._lane_clear(target.lane, source.row + 1, target.row)

    def _choose(self, edge: Edge) -> Plan:
        plan = self._downward(edge) if self._down(edge) else self._loop(edge)
        self.exits.add((edge.source, plan.exit))
        if plan.gutter is not None:
            self.load[plan.gutter] += 1
        return plan

    def _free(self, step: int, side: str) -> bool:
        return (step, side) not in self.exits

    def _downward(self, edge: Edge) -> Plan:
        source, target = self.nodes[edge.source], self.nodes[edge.target]
        if self._straight(edge):
            return Plan(edge, "straight", BOTTOM)
        clear = self._lane_clear(target.lane, source.row + 1, target.row)
        if source.lane == target.lane:
            return self._around(edge, source, target)
        side = RIGHT if target.lane > source.lane else LEFT
        open_row = self._row_clear(source.row, source.lane, target.lane) and (target.lane, source.row) not in self.cells
        if clear and open_row and self._free(edge.source, side):
            return Plan(edge, "side", side)
        if clear:
            return Plan(edge, "gap", BOTTOM)
        if self._free(edge.source, side):
            return Plan(edge, "side-gutter", side, source.lane + (side == RIGHT))
        return Plan(edge, "gap-gutter", BOTTOM, target.lane + (target.lane < source.lane))

    def _around(self, edge: Edge, source: Node, target: Node) -> Plan:
        """Down its own lane past other steps: through the emptier gutter beside it."""
        sides = [side for side in (RIGHT, LEFT) if self._free(edge.source, side)]
        if not sides:
            return Plan(edge, "gap-gutter", BOTTOM, source.lane + 1)
        side = min(sides, key=lambda s: self.load[source.lane + (s == RIGHT)])
        return Plan(edge, "side-gutter", side, source.lane + (side == RIGHT))

    def _loop(self, edge: Edge) -> Plan:
        source, target = self.nodes[edge.source], self.nodes[edge.target]
        if source.lane == target.lane:
            sides = [side for side in (LEFT, RIGHT) if self._free(edge.source, side)] or [LEFT]
            side = min(sides, key=lambda s: self.load[target.lane + (s == RIGHT)])
            gutter, exit, clear = target.lane + (side == RIGHT), side, True
            entry = side
        elif source.lane > target.lane:
            gutter, exit, entry = target.lane + 1, LEFT, RIGHT
            clear = self._row_clear(source.row, target.lane, source.lane)
        else:
            gutter, exit, entry = target.lane, RIGHT, LEFT
            clear = self._row_clear(source.row, source.lane, target.lane)
        if clear and self._free(edge.source, exit):
            return Plan(edge, "loop-side", exit, gutter, _entry=entry)
        return Plan(edge, "loop-gap", BOTTOM, gutter, _entry=entry)


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
        for number, track in enumerate(tracks):
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
