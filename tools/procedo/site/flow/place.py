"""Where each step stands: a lane for whoever is responsible, a row below everything that comes before it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Node:
    """A step. `lane` is an index; `kind` is start, task, decision or end."""

    id: str
    title: str
    lane: int
    row: int
    kind: str
    href: str
    caption: str = ""


@dataclass(frozen=True)
class Edge:
    """From one step to another (indices of the steps); `back` leads to an earlier step."""

    source: int
    target: int
    label: str = ""

    @property
    def back(self) -> bool:
        return self.target <= self.source


def edges_of(exits: Sequence[Sequence[tuple[str, str]]], ids: Sequence[str]) -> list[Edge]:
    """`exits`: per step (to, label) of every way out; a way to a step that does not exist is left out."""
    index = {id: number for number, id in enumerate(ids)}
    return [Edge(source, index[to], label) for source, ways in enumerate(exits) for to, label in ways if to in index]


def rows_of(lanes: Sequence[int], edges: Sequence[Edge]) -> list[int]:
    """Row of each step: below all its predecessors, at most one step per lane and row."""
    before: dict[int, list[int]] = {number: [] for number in range(len(lanes))}
    for edge in edges:
        if not edge.back:
            before[edge.target].append(edge.source)
    rows: list[int] = []
    taken: set[tuple[int, int]] = set()
    for step, lane in enumerate(lanes):
        above = [rows[source] for source in before[step]] or rows[-1:]
        row = max(above, default=-1) + 1
        while (lane, row) in taken:
            row += 1
        rows.append(row)
        taken.add((lane, row))
    return rows


def kinds_of(count: int, edges: Sequence[Edge], branching: Sequence[bool]) -> list[str]:
    """start (first), end (no way out), decision (branches) or task."""
    leaving = {edge.source for edge in edges}
    kinds = []
    for step in range(count):
        if branching[step]:
            kinds.append("decision")
        elif step == 0:
            kinds.append("start")
        else:
            kinds.append("task" if step in leaving else "end")
    return kinds
