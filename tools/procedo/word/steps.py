"""Steps: from numbered clauses or headings, and from step tables."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import count

from procedo.terms import say
from procedo.word.grids import Grid, Row, grid
from procedo.word.names import Names
from procedo.word.numbers import Number, number_of, split
from procedo.word.piece import Block, Cell, Piece, Table, shown, take
from procedo.word.words import COLUMNS, column

LONGEST_TITLE = 40
_PARTED = re.compile(r"^([^:：。；;\n]{2,30})[:：]\s*(\S.*)$", re.DOTALL)
_SENTENCE = re.compile(r"[。；;！？：:\n]|\.\s*$|\.\s")
_FIRST = re.compile(r"^[^，。；;,\n]{2,40}")


@dataclass
class Step:
    """`role` None: none is said, or none that the role list knows."""

    id: str
    title: str
    work: list[str] = field(default_factory=list)
    role: str | None = None
    guessed: bool = False
    """The role was taken from how the text begins."""
    limit: str = ""
    inputs: list[str] = field(default_factory=list)
    outputs: list[str] = field(default_factory=list)
    sure: bool = True
    """The title is one of the document's, not the beginning of a sentence."""


def is_step_table(table: Table) -> Grid | None:
    return grid(table, COLUMNS, [{"work", "title"}, {"role", "limit", "outputs"}]) or \
        grid(table, COLUMNS, [{"no"}, {"work"}])


class Steps:
    """Collects the steps of a section; ids are the document's numbers, made different where two are alike."""

    def __init__(self, names: Names):
        self.names = names
        self.found: list[Step] = []
        self.taken: set[str] = set()

    def read(self, blocks: list[Block]) -> None:
        ranks = _ranks(blocks)
        for block in blocks:
            if isinstance(block, Table):
                self._table(block)
                for piece in block.pieces() if self.found else ():
                    if not piece.placed and not is_step_table(block):
                        _belongs(piece, self.found[-1])
                continue
            number, text = split(block)
            if _begins(block, number, ranks, self.found):
                self._begin(block, number, text)
            elif self.found and not block.placed:
                self._go_on(self.found[-1], block, text)
        self._finish()

    def whole(self, heading: Piece, number: Number | None, blocks: list[Block]) -> None:
        """A section that is one step: its heading the title, its text the work."""
        text = split(heading)[1]
        take([heading])
        self.found.append(Step(self._id(number.id if number else ""), text))
        for block in blocks:
            if isinstance(block, Piece):
                self._go_on(self.found[-1], block, split(block)[1])
            elif is_step_table(block):
                self._table(block)
        self._finish()

    def _begin(self, piece: Piece, number: Number | None, text: str) -> None:
        take([piece])
        step = Step(self._id(number.id if number else ""), text)
        self.found.append(step)
        parted = _PARTED.match(text)
        if parted and not self.names.role(parted[1]):
            step.title, step.work = parted[1], [parted[2]]
        elif _SENTENCE.search(text) or len(text) > LONGEST_TITLE:
            step.title, step.work, step.sure = _title(text), [text], False

    def _go_on(self, step: Step, piece: Piece, text: str) -> None:
        """Another line of the step; `责任人：…`, `时限：…`, `记录：…` are read, all else is work."""
        said = _PARTED.match(text)
        name = column(said[1], COLUMNS) if said else None
        if said and self._told(step, name, said[2]):
            take([piece])
        elif said and name == "outputs":
            _belongs(piece, step)
        else:
            step.work.append(shown(piece))
            take([piece])

    def _told(self, step: Step, name: str | None, text: str) -> bool:
        """Whether the step has a place for it."""
        if name == "role" and step.role is None and len(self.names.all_roles(text) or []) == 1:
            step.role = self.names.all_roles(text)[0]
        elif name == "limit" and not step.limit:
            step.limit = text
        elif name == "outputs" and (forms := self.names.all_forms(text)):
            step.outputs += [form for form in forms if form not in step.outputs]
        else:
            return False
        return True

    def _table(self, table: Table) -> None:
        read = is_step_table(table)
        if not read:
            return
        read.place_heads()
        for row in read.rows():
            self._row(row, {name: head.text for name, head in zip(read.names, read.heads, strict=True) if name})

    def _row(self, row: Row, heads: dict[str, str]) -> None:
        title, work = row.text("title").strip(), row.text("work").strip()
        if not (title or work) or len(row.cells) + len(row.others) < 2:
            return
        said = row.text("no") or (str(number_of(title)[0].id) if number_of(title)[0] else "")
        step = Step(self._id(_clause(said)), title or _title(work), sure=bool(title))
        self.found.append(step)
        step.work = work.split("\n") if work else []
        for name in ("no", "title", "work"):
            self._take(row.cells.get(name))
        if said and not _clause(said):
            step.work.append(f"{heads['no']}：{said}")
        self._roles(step, row.cells.get("role"), heads.get("role", ""))
        if row.text("limit"):
            step.limit = row.text("limit")
            self._take(row.cells["limit"])
        for name, kept in (("outputs", step.outputs), ("inputs", step.inputs)):
            if row.text(name) and (forms := self.names.all_forms(row.text(name))) is not None:
                kept += forms
                self._take(row.cells[name])
        step.work += row.further()
        for name, cell in row.cells.items():
            for piece in cell.pieces:
                _belongs(piece, step, heads[name])

    def _roles(self, step: Step, cell: Cell | None, heading: str) -> None:
        """One known role is the responsible one; of several the first, and all stay in the text."""
        if cell is None or not cell.pieces:
            return
        roles = self.names.all_roles(cell.text)
        step.role = roles[0] if roles else self.names.near_role(cell.text)
        if roles and len(roles) == 1:
            self._take(cell)
        elif step.role:
            step.work.append(f"{heading}：{cell.text}")
            self._take(cell)

    def _take(self, cell: Cell | None) -> None:
        take(cell.pieces if cell else [])

    def _id(self, wanted: str) -> str:
        """The number, or the next free one; alike numbers get a tail."""
        taken = self.taken
        wanted = wanted or next(str(n) for n in count(len(taken) + 1) if str(n) not in taken)
        id = wanted if wanted not in taken else next(id for n in count(2) if (id := f"{wanted}-{n}") not in taken)
        taken.add(id)
        return id

    def _finish(self) -> None:
        for step in self.found:
            step.work = step.work or [step.title]
            if step.role is None and (found := self.names.beginning(step.work[0])):
                step.role, step.guessed = found[0], True


def _belongs(piece: Piece, step: Step, heading: str = "") -> None:
    """What is left unread is told with its step, and the heading of its column."""
    column = heading.replace("\n", " ")
    piece.where = say(f"{piece.where.zh}（步骤 {step.id}{'，' * bool(column)}{column}）",
                      f"{piece.where.en} (step {step.id}{', ' * bool(column)}{column})")


def _title(text: str) -> str:
    found = _FIRST.match(text.strip())
    return found[0].strip() if found else text.strip()[:LONGEST_TITLE]


def _clause(said: str) -> str:
    """`5.1`, `１`, `（三）` as an id; empty for what is no number."""
    number, rest = number_of(said.strip() + " x")
    if number and rest == "x":
        return number.id
    number, rest = number_of(said.strip() + "、x")
    return number.id if number and rest == "x" else ""


def _ranks(blocks: list[Block]) -> set[tuple[str, int]]:
    """How the first clause of the section is numbered, and on which heading level it stands."""
    for block in blocks:
        if isinstance(block, Piece):
            number, _ = split(block)
            ranks = {number.rank} if number and number.kind != "tight" else set()
            ranks |= {("level", block.level)} if block.level else set()
            if ranks:
                return ranks
    return set()


def _begins(piece: Piece, number: Number | None, ranks: set[tuple[str, int]], found: list[Step]) -> bool:
    if piece.level and any(kind == "level" for kind, _ in ranks):
        return ("level", piece.level) in ranks
    if number is None or number.rank not in ranks:
        return False
    if number.rank == ("decimal", 1) and found and found[-1].id.isdigit():
        return number.parts[0] == int(found[-1].id) + 1
    return True


