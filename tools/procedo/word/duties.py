"""Responsibilities and definitions: who does what, and what the words mean."""

from __future__ import annotations

import re
from dataclasses import dataclass

from procedo.word.grids import grid
from procedo.word.names import Names
from procedo.word.numbers import Number, split
from procedo.word.piece import Block, Piece, Table, shown, take
from procedo.word.words import DUTIES, TERMS

_NAMED = re.compile(r"^([^:：。，,；;\n]{1,30}?)(?:的?职责)?\s*(?:[:：]|——|--)\s*(.*)$", re.DOTALL)
_MEANT = re.compile(r"^([^:：。，；;\n]{1,24}?)\s*((?:是指|系指|指的是|指).*|means? .*)$", re.DOTALL)
_OFFICE = re.compile(
    r"(?:部|部门|经理|主管|员|代表|总监|专员|助理|组|小组|中心|室|长|师|办|委员会|岗|处|科|主任|总裁|人|者|会计|出纳|客服|"
    r"manager|department|clerk|team|director|officer|supervisor|engineer|office|staff)$", re.IGNORECASE)
_ACTS = re.compile(r"^(.{1,20}?)(?=负责|应当|应|须|组织|主持|审批|批准|协助|参与|\bis responsible|\bshall\b)")
Duties = list[tuple[str, list[str]]]


@dataclass
class Group:
    """Whose duties the lines below are. Its pieces are placed once something is said."""

    roles: list[str]
    number: Number | None
    pieces: list[Piece]
    lines: list[str]


def duties(blocks: list[Block], names: Names) -> Duties:
    """(role, lines). What belongs to an unknown role, and a role of which nothing is said, stay unread."""
    found: Duties = []
    group: Group | None = None
    for block in blocks:
        if isinstance(block, Table):
            _duty_table(block, names, found)
            continue
        number, text = split(block)
        roles, rest, named = _whose(text, names)
        if roles:
            _close(found, group)
            group = Group(roles, number, [block], [rest] if rest else [])
        elif named or group is None or _beside(number, group.number):
            _close(found, group)
            group = None
        else:
            group.pieces.append(block)
            group.lines.append(shown(block))
    _close(found, group)
    return found


def _close(found: Duties, group: Group | None) -> None:
    if group and group.lines:
        _add(found, group.roles, group.lines)
        take(group.pieces)


def _whose(text: str, names: Names) -> tuple[list[str], str, bool]:
    """(roles, what they do, whether somebody is named whom the role list does not know)."""
    alone = names.all_roles(re.sub(r"的?职责\s*$", "", text))
    if alone:
        return alone, "", False
    if parted := _NAMED.match(text):
        roles = names.all_roles(parted[1])
        return (roles, parted[2].strip(), False) if roles else ([], "", bool(_OFFICE.search(parted[1].strip())))
    if acting := _ACTS.match(text):
        roles = names.all_roles(acting[1])
        return (roles, text[acting.end():].strip(), False) if roles else ([], "", bool(_OFFICE.search(acting[1].strip())))
    return [], "", len(text) <= 12 and bool(_OFFICE.search(text))


def _beside(number: Number | None, above: Number | None) -> bool:
    """Whether a clause stands beside the one that named the role, so that it is not about that role."""
    return number is not None and above is not None and number.rank == above.rank


def _add(found: Duties, roles: list[str], lines: list[str]) -> None:
    for role in roles:
        own = next((entry for entry in found if entry[0] == role), None)
        if own:
            own[1].extend(lines)
        else:
            found.append((role, list(lines)))


def _duty_table(table: Table, names: Names, found: Duties) -> None:
    read = grid(table, DUTIES, [{"role"}, {"text"}])
    if not read:
        return
    read.place_heads()
    for row in read.rows():
        roles = names.all_roles(row.text("role")) if row.text("role") else None
        if roles and row.text("text"):
            _add(found, roles, [*row.text("text").split("\n"), *row.further()])
            take([*row.cells["role"].pieces, *row.cells["text"].pieces])


def is_duty_table(table: Table) -> bool:
    return grid(table, DUTIES, [{"role"}, {"text"}]) is not None


def definitions(blocks: list[Block]) -> list[tuple[str, list[str]]]:
    """(term, lines): `术语：解释`, `术语是指……`, a term on its own line with its text below, or a table."""
    found: list[tuple[str, list[str]]] = []
    waiting: Piece | None = None
    for block in blocks:
        if isinstance(block, Table):
            found += _term_table(block)
            continue
        number, text = split(block)
        parted = _NAMED.match(text) or _MEANT.match(text)
        if parted and parted[2]:
            found.append((parted[1].strip(), [parted[2].strip()]))
            waiting = None
        elif waiting is not None and text:
            found.append((split(waiting)[1], [text]))
            take([waiting])
            waiting = None
        elif number and len(text) <= 30:
            waiting = block
            continue
        elif found and number is None:
            found[-1][1].append(text)
        else:
            continue
        take([block])
    return found


def _term_table(table: Table) -> list[tuple[str, list[str]]]:
    read, found = grid(table, TERMS, [{"term"}, {"text"}]), []
    if read:
        read.place_heads()
        for row in read.rows():
            if row.text("term") and row.text("text"):
                found.append((row.text("term"), [*row.text("text").split("\n"), *row.further()]))
                take([*row.cells["term"].pieces, *row.cells["text"].pieces])
    return found
