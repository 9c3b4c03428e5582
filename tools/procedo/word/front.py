"""Who the document is: title, number, version, owner, signatures and history, from cover, header and tables."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from procedo.word.names import Names
from procedo.word.numbers import folded, split
from procedo.word.piece import Cell, Piece, Table, shown, take
from procedo.word.sections import Section
from procedo.word.words import CHANGED, IDENTITY, SIGNING, VERSION, bilingual, heading, listed, plain

_TITLE = re.compile(r"(?:程序|程序文件|制度|办法|规定|规程|流程|手册|细则|规范|准则|指引|指导书|procedure|process|policy|instruction)\s*$", re.IGNORECASE)
_CODE = r"[A-Za-z][A-Za-z0-9]*(?:\s*[-/.—]\s*[A-Za-z0-9]+)+"
_NUMBER = re.compile(rf"(?:文件编号|文件号|文件编码|编号|document\s*n(?:o|umber)\.?|doc\.?\s*no\.?|\bno\.)\s*[:：]?\s*({_CODE})", re.IGNORECASE)
_BARE = re.compile(rf"^{_CODE}$")
_VERSION = re.compile(r"(?:版本/版次|版本号|版本|版次|version|revision|rev\.?)\s*[:：]?\s*([A-Za-z0-9]+(?:[./][A-Za-z0-9]+)*)", re.IGNORECASE)
_LABEL = re.compile(r"(?:编制|拟制|审核|批准|审批|会签|生效日期|实施日期|发布日期|归口部门|编制部门|主管部门|受控状态|"
                    r"(?:prepared|reviewed|approved)(?:\s+by)?|effective\s+(?:date|from)|issued)\s*[:：]", re.IGNORECASE)
_OWNER = re.compile(r"(?:归口部门|主管部门|编制部门|归口管理部门|owner|department)\s*[:：|]?\s*([^|\n，,；;]+)", re.IGNORECASE)
LABELLED = ("文件名称", "标题", "title")


@dataclass
class Front:
    """`note`: what was read of the old paper: identity, signatures, history, line by line."""

    title: str = ""
    english: str = ""
    number: str = ""
    version: str = ""
    owner: str | None = None
    note: list[str] = field(default_factory=list)


def front(parts: list[Section], margins: list[Piece], names: Names) -> Front:
    """Read cover, header and the tables of signatures and revisions; places what it uses."""
    found = Front()
    first = parts[0].blocks
    _tables(found, [block for part in parts for block in part.blocks if isinstance(block, Table)])
    for part in parts:
        if part.name in ("signing", "history"):
            _lines(found, part)
    _title(found, [block for block in first if isinstance(block, Piece)])
    for piece in [*first, *margins]:
        if isinstance(piece, Piece) and not piece.placed:
            _identity(found, piece)
    _settle(found, names)
    return found


def _tables(found: Front, tables: list[Table]) -> None:
    for table in tables:
        cells = [cell for row in table.rows for cell in row if cell.pieces]
        heads = [cell for cell in table.grid[0] if cell.pieces] if table.grid else []
        if _is_history(heads) or len(table.grid) > 1 and _is_history(table.grid[1]):
            _note(found, _by_row(table), cells)
        elif _is_across(heads):
            _note(found, _by_column(table), cells)
        elif sum(listed(cell.text, SIGNING) or listed(cell.text, IDENTITY) for cell in cells) * 3 >= len(cells) > 1:
            _labelled_title(found, table)
            _note(found, _by_row(table), cells)


def _is_history(heads: list[Cell]) -> bool:
    return any(listed(c.text, VERSION) for c in heads) and any(listed(c.text, CHANGED) for c in heads)


def _is_across(heads: list[Cell]) -> bool:
    """编制 | 审核 | 批准 as columns."""
    return sum(listed(cell.text, SIGNING) for cell in set(heads)) >= 2 and sum(listed(cell.text, SIGNING) for cell in heads) * 2 > len(heads)


def _note(found: Front, lines: Iterator[str], cells: list[Cell]) -> None:
    found.note += [line for line in lines if line]
    take(piece for cell in cells for piece in cell.pieces)


def _by_row(table: Table) -> Iterator[str]:
    return (" | ".join(_line(cell) for cell in row if cell.pieces) for row in table.rows)


def _by_column(table: Table) -> Iterator[str]:
    """Each signature on a line of its own: 编制 | 张三 | 2024-03-01. A merged cell is said once."""
    said: set[int] = set()
    for column in range(max((len(row) for row in table.grid), default=0)):
        cells = [row[column] for row in table.grid if column < len(row)]
        fresh = [cell for cell in dict.fromkeys(cells) if cell.pieces and id(cell) not in said]
        said |= {id(cell) for cell in fresh}
        yield " | ".join(map(_line, fresh))


def _line(cell: Cell) -> str:
    return cell.text.replace("\n", " ")


def _labelled_title(found: Front, table: Table) -> None:
    for row in table.rows:
        for cell, behind in zip(row, row[1:], strict=False):
            if listed(cell.text, LABELLED) and behind.pieces and not found.title:
                found.title = behind.pieces[0].text


def _lines(found: Front, part: Section) -> None:
    """What stands under 审批 or 修订记录 as plain lines."""
    pieces = [block for block in part.blocks if isinstance(block, Piece) and not block.placed]
    if part.heading and part.inline:
        pieces.insert(0, part.heading)
    found.note += [shown(piece) for piece in pieces]
    take(pieces)


def _title(found: Front, pieces: list[Piece]) -> None:
    """The title's style, else a line that names itself a procedure."""
    styled = [piece for piece in pieces if piece.level == 0]
    named = [piece for piece in pieces if len(piece.text) <= 60 and _TITLE.search(folded(piece.text)) and not heading(piece.text)
             and not _NUMBER.search(folded(piece.text))]
    chosen = next(iter([*styled, *named]), None)
    if found.title:
        take(piece for piece in pieces if plain(piece.text) == plain(found.title))
        return
    if chosen is None:
        return
    take([chosen])
    found.title = split(chosen)[1] if not chosen.number else chosen.text
    if both := bilingual(found.title):
        found.title, found.english = both
    other = next((p for p in pieces if p is not chosen and not p.placed and p in [*styled, *named] and not re.search("[\u4e00-\u9fff]", p.text)), None)
    if other and not found.english and re.search("[\u4e00-\u9fff]", found.title):
        take([other])
        found.english = other.text


def _identity(found: Front, piece: Piece) -> None:
    """A line of cover or header that says number, version, dates or people."""
    text = folded(piece.text)
    if _NUMBER.search(text) or _LABEL.search(text) or _VERSION.search(text) or _BARE.match(text.strip()):
        found.note.append(piece.text)
        take([piece])
    elif found.title and plain(piece.text) in (plain(found.title), plain(found.english) or None):
        take([piece])


def _settle(found: Front, names: Names) -> None:
    text = folded("\n".join(line.replace(" | ", " ") for line in found.note))
    number, version = _NUMBER.search(text), _VERSION.search(text)
    bare = next((line.strip() for line in text.split("\n") if _BARE.match(line.strip())), "")
    found.number = re.sub(r"\s", "", number[1]) if number else re.sub(r"\s", "", bare)
    found.version = version[1] if version else ""
    owner = _OWNER.search("\n".join(found.note))
    found.owner = names.role(owner[1].strip()) if owner else None
