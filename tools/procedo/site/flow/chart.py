"""From steps to a diagram: in lanes for a screen and paper, in one column for a phone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from procedo.site.flow.draw import svg
from procedo.site.flow.measure import Measure, Style
from procedo.site.flow.place import Edge, Node, kinds_of, rows_of
from procedo.site.flow.route import Router

WIDE = Style()
SLIM = Style(node=172, font=15, small=13, label_em=5.6, margin=14, header=4, captions=True)


@dataclass(frozen=True)
class Lane:
    words: str
    href: str = ""


@dataclass(frozen=True)
class Labels:
    title: str
    description: str


@dataclass(frozen=True)
class Chart:
    lanes: str
    """SVG with a lane for each role."""
    column: str
    """SVG with all steps in one column, each naming its role."""


def chart(
    steps: Sequence[tuple[str, str, int, str]],
    edges: Sequence[Edge],
    branching: Sequence[bool],
    lanes: Sequence[Lane],
    labels: Labels,
) -> Chart:
    """`steps`: (id, title, lane, href) in the order of the procedure."""
    kinds = kinds_of(len(steps), edges, branching)
    rows = rows_of([lane for _, _, lane, _ in steps], edges)
    nodes = [
        Node(id, title, lane, row, kind, href, lanes[lane].words)
        for (id, title, lane, href), row, kind in zip(steps, rows, kinds, strict=True)
    ]
    single = [replace(node, lane=0, row=row) for row, node in enumerate(nodes)]
    heads = [(lane.words, lane.href) for lane in lanes]
    return Chart(_svg(nodes, edges, len(lanes), WIDE, heads, labels, "flow"), _svg(single, edges, 1, SLIM, [], labels, "flow-slim"))


def _svg(nodes: list[Node], edges: Sequence[Edge], lanes: int, style: Style, heads, labels: Labels, name: str) -> str:
    plans = Router(nodes, lanes).plan(edges)
    drawing = Measure(nodes, plans, lanes, style).drawing()
    return svg(drawing, heads, style, labels.title, labels.description, name)
