"""From rows, gaps, lanes and gutters to coordinates: boxes, polylines, places of labels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from procedo.site.flow.place import Node
from procedo.site.flow.route import BOTTOM, LEFT, RIGHT, Plan, assign_tracks, runs_of
from procedo.site.flow.wrap import em, wrap

Point = tuple[float, float]


@dataclass(frozen=True)
class Style:
    """Sizes in units of the drawing. `label_em`: how wide the words of a branch may be."""

    node: float = 134
    font: float = 14
    small: float = 12
    label_em: float = 5.6
    margin: float = 15
    header: float = 38
    track: float = 10
    captions: bool = False


@dataclass
class Box:
    node: Node
    lines: list[str]
    x: float
    y: float
    width: float
    height: float

    @property
    def middle(self) -> Point:
        return self.x + self.width / 2, self.y + self.height / 2


@dataclass
class Line:
    plan: Plan
    points: list[Point]
    words: list[str]
    at: Point
    anchor: str


@dataclass
class Drawing:
    width: float
    height: float
    lanes: list[tuple[float, float]]
    """(x, width) of each lane, gutters shared out."""
    boxes: list[Box]
    lines: list[Line]


class Measure:
    def __init__(self, nodes: Sequence[Node], plans: Sequence[Plan], lanes: int, style: Style):
        self.nodes, self.plans, self.lanes, self.style = nodes, plans, lanes, style
        self.tracks = assign_tracks(runs_of(plans, nodes))
        self.words = {id(plan): wrap(plan.edge.label, style.label_em, 6) if plan.edge.label else [] for plan in plans}
        self.text = [wrap(node.title, (style.node - 22) / style.font, 4) for node in nodes]
        self._columns()
        self._rows()

    def drawing(self) -> Drawing:
        boxes = [self._box(number) for number in range(len(self.nodes))]
        lines = [self._line(plan, boxes) for plan in self.plans]
        lanes = [(self.edges[c], self.edges[c + 1] - self.edges[c]) for c in range(self.lanes)]
        return Drawing(self.edges[-1], self.bottom, lanes, boxes, lines)

    def _words_width(self, plan: Plan) -> float:
        return max((em(line) for line in self.words[id(plan)]), default=0) * self.style.small

    def _margin(self, lane: int, side: str) -> float:
        """Room beside the boxes of a lane for what is written at their side exits."""
        wide = [
            self._words_width(plan) + 12
            for plan in self.plans
            if plan.exit == side and self.nodes[plan.edge.source].lane == lane and plan.edge.label
        ]
        return max([self.style.margin, *wide])

    def _gutter(self, number: int) -> float:
        count = self.tracks.get(("gutter", number), 0)
        return (count + 1) * self.style.track if count else 0 if 0 < number < self.lanes else 4

    def _columns(self) -> None:
        x, self.left, self.gutters, self.edges = 0.0, [], [], [0.0]
        for lane in range(self.lanes):
            self.gutters.append(x)
            x += self._gutter(lane) + self._margin(lane, LEFT)
            self.left.append(x)
            x += self.style.node + self._margin(lane, RIGHT)
            self.edges.append(x + self._gutter(lane + 1) / 2)
        self.gutters.append(x)
        self.edges[-1] = x + self._gutter(self.lanes)

    def _height(self, number: int) -> float:
        lines = len(self.text[number]) + (1 if self.style.captions and self.nodes[number].caption else 0)
        return max(40.0, lines * (self.style.font + 4) + 16)

    def _gap(self, row: int) -> float:
        tracks = self.tracks.get(("gap", row), 0)
        return self._talk(row) + tracks * self.style.track + 30

    def _talk(self, row: int) -> float:
        """Height of the words that stand under boxes, at the top of a gap, and of those above side exits at its end."""
        below = [len(self.words[id(plan)]) for plan in self.plans if plan.exit == BOTTOM and self.nodes[plan.edge.source].row + 1 == row]
        return max([0, *below]) * (self.style.small + 2)

    def _side_talk(self, row: int) -> float:
        beside = [len(self.words[id(plan)]) for plan in self.plans if plan.exit != BOTTOM and self.nodes[plan.edge.source].row == row]
        return max(0, max([0, *beside]) * (self.style.small + 2) - 26)

    def _rows(self) -> None:
        count = 1 + max((node.row for node in self.nodes), default=0)
        y, self.top, self.heights, self.gaps = self.style.header, [], [], []
        for row in range(count):
            self.gaps.append(y)
            y += self._gap(row) + self._side_talk(row)
            self.top.append(y)
            self.heights.append(max([self._height(n) for n, node in enumerate(self.nodes) if node.row == row] or [40]))
            y += self.heights[-1]
        self.gaps.append(y)
        self.bottom = y + (self._gap(count) if self.tracks.get(("gap", count)) or self._talk(count) else 22)

    def _box(self, number: int) -> Box:
        node, height = self.nodes[number], self._height(number)
        y = self.top[node.row] + (self.heights[node.row] - height) / 2
        return Box(node, self.text[number], self.left[node.lane], y, self.style.node, height)

    def _gap_y(self, row: int, plan: Plan) -> float:
        return self.gaps[row] + self._talk(row) + 12 + plan.tracks[("gap", row)] * self.style.track

    def _gutter_x(self, plan: Plan) -> float:
        assert plan.gutter is not None
        return self.gutters[plan.gutter] + (plan.tracks[("gutter", plan.gutter)] + 1) * self.style.track

    def _port(self, plan: Plan, box: Box) -> Point:
        x, y = box.middle
        if plan.exit == LEFT:
            return box.x, y
        if plan.exit == RIGHT:
            return box.x + box.width, y
        return x + self._shift(plan), box.y + box.height

    def _shift(self, plan: Plan) -> float:
        """Ways out at the bottom: the straight one in the middle, others beside it toward where they go."""
        if plan.shape == "straight":
            return 0
        mates, place = self._mates(plan)
        return (1 if self._rightward(plan) else -1) * self.style.node * (0.18 + 0.22 * place / max(1, len(mates) - 1 or 1))

    def _mates(self, plan: Plan) -> tuple[list[Plan], int]:
        """The ways out at the bottom of the same box to the same side, and which of them this is (0: the innermost)."""
        mates = [
            other
            for other in self.plans
            if other.exit == BOTTOM
            and other.shape != "straight"
            and other.edge.source == plan.edge.source
            and self._rightward(other) == self._rightward(plan)
        ]
        return mates, next((number for number, other in enumerate(mates) if other is plan), 0)

    def _rightward(self, plan: Plan) -> bool:
        source, target = self.nodes[plan.edge.source], self.nodes[plan.edge.target]
        return plan.gutter > source.lane if plan.gutter is not None else target.lane > source.lane

    def _line(self, plan: Plan, boxes: list[Box]) -> Line:
        source, target = boxes[plan.edge.source], boxes[plan.edge.target]
        points = _tidy(self._points(plan, source, target))
        words, port = self.words[id(plan)], points[0]
        small = self.style.small
        if plan.exit == BOTTOM:
            leftward = plan.shape != "straight" and not self._rightward(plan)
            mates, place = self._mates(plan)
            if plan.shape != "straight" and len(mates) > 1 and place == 0:
                leftward = not leftward  # two labels on one side would cover each other
            return Line(plan, points, words, (port[0] + (-6 if leftward else 6), port[1] + small + 2), "end" if leftward else "start")
        at = port[1] - 6 - (len(words) - 1) * (small + 2)
        return Line(plan, points, words, (port[0] + (6 if plan.exit == RIGHT else -6), at), "start" if plan.exit == RIGHT else "end")

    def _points(self, plan: Plan, source: Box, target: Box) -> list[Point]:
        start, row = self._port(plan, source), source.node.row
        end = target.middle[0], target.y
        if plan.shape == "straight":
            return [start, end]
        if plan.shape == "side":
            return [start, (end[0], start[1]), end]
        if plan.shape == "gap":
            y = self._gap_y(row + 1, plan)
            return [start, (start[0], y), (end[0], y), end]
        x = self._gutter_x(plan)
        points = [start]
        if plan.exit == BOTTOM:
            y = self._gap_y(row + 1, plan)
            points += [(start[0], y), (x, y)]
        else:
            points.append((x, start[1]))
        if plan.entry:
            return [*points, (x, self._entry(target)), (self._entry_x(plan, target), self._entry(target))]
        y = self._gap_y(target.node.row, plan)
        return [*points, (x, y), (end[0], y), end]

    def _entry(self, box: Box) -> float:
        return box.middle[1] + box.height * 0.27

    def _entry_x(self, plan: Plan, box: Box) -> float:
        slant = HEXAGON * 0.54 if box.node.kind == "decision" else 0
        return box.x + slant if plan.entry == LEFT else box.x + box.width - slant


HEXAGON = 14
"""How far the sides of a decision point outwards."""


def _tidy(points: list[Point]) -> list[Point]:
    """Without points that repeat or lie on the way."""
    kept: list[Point] = []
    for point in points:
        if kept and point == kept[-1]:
            continue
        while len(kept) > 1 and (kept[-2][0] == kept[-1][0] == point[0] or kept[-2][1] == kept[-1][1] == point[1]):
            kept.pop()
        kept.append(point)
    return kept
