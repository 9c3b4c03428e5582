"""What a workbook changes, laid over the document as it stands now.

Three are compared: what was exported, what the workbook says, and the desk copy of today. A cell that nobody touched in
the workbook changes nothing; a value that both changed, differently, is a problem.
"""

from __future__ import annotations

import copy
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from procedo.library.patched import same
from procedo.model.matrix import Approval
from procedo.office.columns import Column
from procedo.office.grid import Grid, Row
from procedo.office.reading import reading
from procedo.office.rows import keys, origins, row_keys
from procedo.office.tables import Item, Table
from procedo.office.values import Bad, Terms
from procedo.problem import Place, Problem
from procedo.terms import Sentence, say


@dataclass
class Merged:
    """A table's rows as they shall be: each item and the row of the workbook that it stands in, if any."""

    table: Table
    grid: Grid | None
    rows: list[tuple[Item, Row | None]]
    problems: list[Problem] = field(default_factory=list)

    def say(self, place: Place, id: str, sentence: Sentence) -> None:
        self.problems.append(Problem(place, id, sentence))


def merged(table: Table, grid: Grid | None, base: Sequence[Item], desk: Sequence[Item], terms: Terms) -> Merged:
    """The table with the workbook's changes; without a sheet as it stands on the desk."""
    desk = [copy.deepcopy(item) for item in desk]
    result = Merged(table, grid, [(item, None) for item in desk])
    if grid is None:
        return result
    if table.shape == "record":
        _lay(result, grid.rows[0], base[0], desk[0], terms)
        result.rows = [(desk[0], grid.rows[0])]
        return result
    found = row_keys(table, grid.rows, terms)
    numeric = [any(isinstance(row[c].value, (int, float)) for c in table.key if c in row) for row in grid.rows]
    names = keys(table, base, terms)
    places = origins(names, found, numeric)
    today = {key: item for key, item in zip(keys(table, desk, terms), desk, strict=True)}
    made: list[tuple[Item, Row | None]] = []
    for row, at in zip(grid.rows, places, strict=True):
        item = {} if at is None else today.get(names[at])
        if item is None:
            _gone(result, row, base[at], terms)
            continue
        _lay(result, row, None if at is None else base[at], item, terms)
        made.append((item, row))
    removed = [today[name] for at, name in enumerate(names) if at not in places and name in today]
    moved = [at for at in places if at is not None] != sorted(at for at in places if at is not None)
    result.rows = _ordered(desk, made, removed, moved)
    return result


def _ordered(desk: list[Item], made: list[tuple[Item, Row | None]], removed: list[Item], moved: bool) -> list[tuple[Item, Row | None]]:
    """The desk's order, new rows behind the row above them; the workbook's order where rows were moved there."""
    gone, row_of = {id(item) for item in removed}, {id(item): row for item, row in made}
    kept = [item for item in desk if id(item) not in gone]
    first, second = ([item for item, _ in made], kept) if moved else (kept, [item for item, _ in made])
    result = list(first)
    known = {id(item) for item in result}
    for number, item in enumerate(second):
        if id(item) not in known:
            above = id(second[number - 1]) if number else None
            at = next((n + 1 for n, held in enumerate(result) if id(held) == above), 0)
            result.insert(at, item)
            known.add(id(item))
    return [(item, row_of.get(id(item))) for item in result]


def _lay(result: Merged, row: Row, base: Item | None, item: Item, terms: Terms) -> None:
    """Put every value that the row changes into the item."""
    before = set(item)
    for column, cell in row.items():
        try:
            changed, value = reading(column, cell, base, terms)
        except Bad as bad:
            result.say(result.grid.place(cell), bad.id, bad.sentence)
            continue
        if not changed:
            continue
        if column.fixed is not None:
            result.say(result.grid.place(cell), "not-here", _fixed(column))
        elif base is not None and _both(column, base, item, value, terms):
            result.say(result.grid.place(cell), "changed-twice", say(
                f"导出之后文件里的“{column.heading.zh}”也改过（现为“{_short(column, item, terms)}”）；请重新导出再改",
                f"“{column.heading.en}” was changed in the library too since the export (it is “{_short(column, item, terms)}” now); export again"))
        else:
            column.put(item, value, terms)
    _tidy(item)
    put_in_order(item, before, [str(column.path[0]) for column in result.table.columns])


def put_in_order(item: Item, before: set[str], order: Sequence[str]) -> None:
    """Keys that are new in the item get the place that the model's order gives them; all others stay where they are."""
    rank = {key: at for at, key in reversed(list(enumerate(order)))}
    keys = [key for key in item if key in before]
    for key in sorted((key for key in item if key not in before), key=lambda key: rank.get(key, len(order))):
        lower = [at for at, other in enumerate(keys) if rank.get(other, len(order)) < rank.get(key, len(order))]
        keys.insert(lower[-1] + 1 if lower else 0 if not before else 1, key)
    ordered = {key: item[key] for key in keys}
    item.clear()
    item.update(ordered)


def _both(column: Column, base: Item, item: Item, value: Any, terms: Terms) -> bool:
    now = column.get(item, terms)
    return not same(now, column.get(base, terms)) and not same(now, value)


def _short(column: Column, item: Item, terms: Terms) -> str:
    return " ".join(column.show(item, terms).split())[:40]


def _fixed(column: Column) -> Sentence:
    if not column.fixed:
        return say("编号不能在工作簿里修改", "the id cannot be changed in a workbook")
    return say(f"“{column.heading.zh}”不能在工作簿里修改；请用 {column.fixed}", f"“{column.heading.en}” cannot be changed in a workbook; use {column.fixed}")


def _gone(result: Merged, row: Row, base: Item, terms: Terms) -> None:
    """The row's item is no longer on the desk: that matters only if the workbook changed it."""
    try:
        changed = any(reading(column, cell, base, terms)[0] for column, cell in row.items())
    except Bad:
        changed = True
    if changed:
        cell = next(iter(row.values()))
        result.say(result.grid.place(cell), "changed-twice", say(
            "导出之后文件里已删除这一行；请重新导出再改", "this row was removed from the library since the export; export again"))


def _tidy(item: Item) -> None:
    """Approvals: one that says nothing is gone, one without step has the next number."""
    if not isinstance(item.get("approvals"), list):
        return
    order, kept = list(Approval.model_fields), []
    for number, approval in enumerate(item["approvals"], 1):
        if set(approval) - {"step"}:
            whole = {"step": number, **approval}
            kept.append({key: whole[key] for key in sorted(whole, key=lambda key: order.index(key) if key in order else len(order))})
    item["approvals"] = kept
