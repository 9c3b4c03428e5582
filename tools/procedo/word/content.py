"""The content of the draft: every section handed to what reads it; what nobody placed is unread."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from procedo.terms import Sentence, say
from procedo.word.duties import Duties, definitions, duties, is_duty_table
from procedo.word.front import Front, front
from procedo.word.grids import Row, grid, pieces
from procedo.word.names import Names
from procedo.word.numbers import split
from procedo.word.piece import Block, Piece, Table, shown, take
from procedo.word.reading import THINGS, Read
from procedo.word.sections import Section, sections
from procedo.word.steps import Step, Steps, is_step_table
from procedo.word.words import FORMS


@dataclass
class Content:
    front: Front = field(default_factory=Front)
    purpose: list[str] = field(default_factory=list)
    scope: list[str] = field(default_factory=list)
    definitions: list[tuple[str, list[str]]] = field(default_factory=list)
    duties: Duties = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    related: list[str] = field(default_factory=list)
    records: list[str] = field(default_factory=list)
    unread: list[tuple[Sentence, str]] = field(default_factory=list)


def content(read: Read, names: Names) -> Content:
    """Everything that the document says, or holds unread."""
    found = Content()
    parts = sections(read.blocks)
    for part in parts:
        _under(part)
    found.front = front(parts, read.margins, names)
    found.steps = _steps(parts, names)
    for part in parts:
        _section(found, part, names)
    found.unread = _left(read)
    return found


def _section(found: Content, part: Section, names: Names) -> None:
    blocks = [block for block in part.blocks if not (isinstance(block, Piece) and block.placed)]
    if part.name in ("purpose", "scope"):
        getattr(found, part.name).extend(_texts(part, blocks))
    elif part.name == "responsibilities":
        found.duties += duties(blocks, names)
    elif part.name == "definitions":
        found.definitions += definitions(blocks)
    elif part.name == "related":
        _extend(found.related, _names_in(blocks, names.all_procedures))
    elif part.name in ("records", "attachments"):
        _extend(found.records, _names_in(blocks, names.all_forms))
    if part.name not in ("responsibilities",):
        found.duties += duties([b for b in blocks if isinstance(b, Table) and is_duty_table(b) and not is_step_table(b)], names)
    if part.heading and part.name not in ("unknown", ""):
        _heading(part)


def _under(part: Section) -> None:
    """A place is told with the heading above it."""
    name = split(part.heading)[1][:30].replace("\n", " ") if part.heading else ""
    for piece in (block for block in part.blocks if isinstance(block, Piece) and name):
        piece.where = say(f"“{name}”之下，{piece.where.zh}", f"under “{name}”, {piece.where.en}")


def _heading(part: Section) -> None:
    """A known heading is said by the key of the draft; text behind it must have been placed."""
    if part.heading and not part.inline:
        take([part.heading])


def _texts(part: Section, blocks: list[Block]) -> list[str]:
    found = [block for block in blocks if isinstance(block, Piece)]
    take(found)
    if part.inline and part.heading:
        take([part.heading])
    return [*([part.inline] if part.inline else []), *map(shown, found)]


def _steps(parts: list[Section], names: Names) -> list[Step]:
    """From the sections of the procedure; without any, from headings that are none of ours; and from step tables."""
    steps = Steps(names)
    named = [part for part in parts if part.name == "steps"]
    for part in named or [part for part in parts if part.name == "unknown"]:
        before = len(steps.found)
        if named:
            steps.read(part.blocks)
        if part.heading and part.blocks and len(steps.found) == before and any(isinstance(b, Piece) for b in part.blocks):
            steps.whole(part.heading, part.number, part.blocks)
    for part in (part for part in parts if part.name in ("", "unknown", "other")):
        steps.read([block for block in part.blocks if isinstance(block, Table) and _untouched(block)])
    return steps.found


def _untouched(table: Table) -> bool:
    return not any(piece.placed for piece in table.pieces()) and not grid(table, FORMS, [{"title"}, {"number"}])


def _names_in(blocks: list[Block], known: Callable[[str], list[str] | None]) -> Iterable[str]:
    """Ids of what the lines and tables name; what says something else, or more, stays unread."""
    for block in blocks:
        if isinstance(block, Table):
            yield from _named_in_table(block, known)
        elif ids := known(split(block)[1]):
            take([block])
            yield from ids


def _named_in_table(table: Table, known: Callable[[str], list[str] | None]) -> Iterable[str]:
    read = grid(table, FORMS, [{"title", "number"}])
    rows = [(row, _row_names(row, known)) for row in read.rows()] if read else []
    for row, id in rows:
        if id:
            yield id
        if id and not row.others:
            take(pieces(list(row.cells.values())))
    if read and rows and all(id and not row.others for row, id in rows):
        take(pieces(read.heads))


def _row_names(row: Row, known: Callable[[str], list[str] | None]) -> str | None:
    """The one thing that title and number of a row agree on."""
    said = [known(row.text(name)) for name in ("title", "number") if row.text(name)]
    found = {tuple(ids or ()) for ids in said}
    return next(iter(found))[0] if len(found) == 1 and len(next(iter(found))) == 1 else None


def _extend(kept: list[str], ids: Iterable[str]) -> None:
    kept.extend(id for id in dict.fromkeys(ids) if id not in kept)


def _left(read: Read) -> list[tuple[Sentence, str]]:
    """What nobody placed, in order; rows of a table as one, lines of one place together."""
    found: list[tuple[Sentence, list[str]]] = []
    for piece in read.pieces():
        if not piece.placed:
            if found and found[-1][0] == piece.where and _joins(piece.where):
                found[-1][1].append(shown(piece))
            else:
                found.append((piece.where, [shown(piece)]))
    return [(where, "\n".join(lines)) for where, lines in found]


def _joins(where: Sentence) -> bool:
    return where not in THINGS.values()
