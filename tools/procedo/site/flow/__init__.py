"""A procedure's steps as a swimlane diagram in SVG: true lanes, orthogonal edges, no JavaScript, no other program.

`place` gives every step a lane and a row, `route` plans each edge through gaps and gutters, `measure` turns rows, gaps
and gutters into coordinates, `draw` writes the SVG.
"""

from procedo.site.flow.chart import Chart, Labels, Lane, chart
from procedo.site.flow.place import Edge, Node, edges_of

__all__ = ["Chart", "Edge", "Labels", "Lane", "Node", "chart", "edges_of"]
