"""A document out of a workbook: every table merged, put together, and each value's cell known."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

from procedo.model import DOCUMENTS
from procedo.office.cells import Workbook
from procedo.office.columns import KEY, VALUE, Path
from procedo.office.grid import Sheets
from procedo.office.merge import Merged, merged, put_in_order
from procedo.office.tables import Item, Table, tables
from procedo.office.values import Terms
from procedo.problem import Place, Problem, ProblemError, nearest
from procedo.terms import say

Where = Callable[..., Place]


def whole(book: Workbook, kind: str, base: dict[str, Any], desk: dict[str, Any], terms: Terms) -> tuple[dict[str, Any], Where, list[str]]:
    """The desk copy with the workbook's changes, the place of each value, and the sheets that were not there.

    ProblemError with everything that cannot be placed or read.
    """
    known = tables(kind, base)
    sheets, made = Sheets(book, known), []
    names = [table.path for table in known]
    found: dict[str, Any] = dict(base)
    for path in names:
        table = next(each for each in tables(kind, found) if each.path == path)
        part = merged(table, sheets.grid(table), _items(table, base), _items(table, desk), terms)
        if path == ("inputs",):
            found["inputs"] = [*[item for item, _ in part.rows if item.get("name")], *base.get("inputs", [])]
        made.append(part)
    problems = [*sheets.problems, *(problem for part in made for problem in part.problems)]
    new = copy.deepcopy(made[0].rows[0][0])
    places = [place for part in made for place in _back(part, new, problems)]
    put_in_order(new, set(desk), [info.alias or name for name, info in DOCUMENTS[kind].model_fields.items()])
    if problems:
        raise ProblemError(problems)
    missing = [part.table.title.in_(terms.language) for part in made if part.grid is None]
    return new, _where(places, made[0], book), missing


def _items(table: Table, data: dict[str, Any]) -> list[Item]:
    return [item for _, item in table.rows(data)]


def _back(part: Merged, new: dict[str, Any], problems: list[Problem]) -> list[tuple[Path, Merged, int]]:
    """Put the rows of a table into the document; where each came to stand."""
    table = part.table
    if table.shape == "record":
        return [((), part, 0)]
    if table.shape == "nested":
        return _nested(part, new, problems)
    items = [item for item, _ in part.rows]
    name = table.path[0]
    if table.shape == "list":
        seen: dict[str, Any] = {}
        for at, item in enumerate(items):
            if (id := next((item.get(column.path[0]) for column in table.key if column.path[0] in ("id", "name")), None)) is not None:
                _unique(part, at, id, seen, problems)
                seen[str(id)] = item
        if items or name in new:
            new[name] = items
        return [((name, at), part, at) for at in range(len(items))]
    mapped = {}
    for at, item in enumerate(items):
        _unique(part, at, item.get(KEY), mapped, problems)
        mapped[str(item.get(KEY))] = item.get(VALUE) if table.plain else {key: value for key, value in item.items() if key != KEY}
    if mapped or name in new:
        listed = isinstance(new.get(name), list) and not any(value is not None for value in mapped.values())
        new[name] = list(mapped) if listed else mapped
    return [((name, str(item.get(KEY))), part, at) for at, item in enumerate(items)]


def _unique(part: Merged, at: int, key: Any, seen: dict[str, Any], problems: list[Problem]) -> None:
    heading = part.table.key[0].heading
    if key is None:
        problems.append(Problem(_place(part, at), "missing-key", say(f"缺少“{heading.zh}”", f"“{heading.en}” is missing")))
    elif str(key) in seen:
        problems.append(Problem(_place(part, at), "duplicate-key", say(f"“{key}”写了两行", f"“{key}” stands in two rows")))


def _nested(part: Merged, new: dict[str, Any], problems: list[Problem]) -> list[tuple[Path, Merged, int]]:
    """Lists that belong to the items of another table, by the id in their first column."""
    outer, inner = part.table.path
    parents = {str(item.get("id")): (at, item) for at, item in enumerate(new.get(outer) or [])}
    held: dict[str, list[Item]] = {}
    places: list[tuple[Path, Merged, int]] = []
    for at, (item, row) in enumerate(part.rows):
        id = str(item.get(KEY) or "")
        if id in parents:
            inside = held.setdefault(id, [])
            places.append(((outer, parents[id][0], inner, len(inside)), part, at))
            inside.append(_whole_item(item))
        elif row is not None or id:
            hint = nearest(id, parents)
            heading = part.table.key[0].heading
            problems.append(Problem(_place(part, at), "unknown-parent", say(
                f"“{heading.zh}”一列的“{id}”不存在{hint.zh}", f"there is no “{id}” for the column “{heading.en}”{hint.en}")))
    for id, (_, parent) in parents.items():
        if id in held:
            parent[inner] = held[id]
        elif parent.get(inner):
            del parent[inner]
    return places


def _whole_item(item: Item) -> Item:
    body = item.get(VALUE)
    rest = {key: value for key, value in item.items() if key not in (KEY, VALUE)}
    return {**rest, **body} if isinstance(body, dict) else rest


def _place(part: Merged, at: int) -> Place:
    row = part.rows[at][1]
    if row is None or part.grid is None:
        return part.grid.place() if part.grid else Place(part.table.title.zh)
    return part.grid.place(next((row[column] for column in part.table.key if column in row), next(iter(row.values()))))


def _where(places: list[tuple[Path, Merged, int]], cover: Merged, book: Workbook) -> Where:
    """`where(path)`: the cell that holds the value at a path of the document, else the nearest."""

    def where(path: Path = (), key: bool = False) -> Place:
        prefix, part, at = max((place for place in places if path[: len(place[0])] == place[0]), key=lambda place: len(place[0]))
        rest, row = path[len(prefix):], part.rows[at][1]
        table = part.table if part.table.shape != "record" else None
        if row is None or part.grid is None:
            return Place(book.file.name)
        best = max(row, key=lambda column: _likeness(column.path, rest), default=None)
        if best is None or (table is None and not _likeness(best.path, rest)):
            return part.grid.place()
        return part.grid.place(row[best])

    return where


def _likeness(path: Path, rest: Path) -> int:
    """How many parts of the path agree; a value without fields, and a YAML body, stand for whatever is inside."""
    if path and path[0] == VALUE:
        return 1 if rest and not (set(rest[:1]) & {"id", "kind"}) else 0
    count = 0
    for one, other in zip(path, rest, strict=False):
        if str(one) != str(other):
            return 0
        count += 1
    return count * 2
