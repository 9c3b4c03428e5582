"""A look into a workbook before it is opened: archives that explode, cells scattered to explode, error cells, 1904."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from zipfile import ZipFile

from procedo.archive import DAMAGED, Bounds, explodes, opened
from procedo.problem import refuse
from procedo.terms import Sentence, say

LARGEST = 2 * 1024**3
"""Bytes a workbook may unpack to."""
BOUNDS = Bounds(whole=LARGEST, large=100 << 20, parts=100_000)
SCATTERED = 30_000_000
"""Cells of the smallest rectangle around what is filled, when next to nothing of it is."""
CHUNK, OVERLAP = 4 << 20, 4096

_ROW = re.compile(rb'<(?:\w+:)?row\b[^>]*?\sr="(\d+)"')
_COLUMN = re.compile(rb'\sr="([A-Z]{2,3})\d+"')
_BEYOND = re.compile(rb"""<(?:\w+:)?(?:c|row)\b[^>]*?\sr=["'](?:[A-Z]{4,}|[A-Z]*(?:\d{8,}|[2-9]\d{6}))""")
"""A cell or row that no spreadsheet has: readers that trust it make room for all before it."""
_CELL = re.compile(rb"<(?:\w+:)?c[\s>]")
_ERROR = re.compile(
    rb'<(?:\w+:)?c\b(?=[^>]*\st="e")[^>]*?\sr="([A-Z]{1,3})(\d+)"[^>]*>'
    rb"(?:(?!</(?:\w+:)?c>).){0,2000}?<(?:\w+:)?v>([^<]{1,20})</", re.DOTALL)
_UNCALCULATED = re.compile(
    rb'<(?:\w+:)?c\b(?![^>]*\st="str")[^>]*?\sr="([A-Z]{1,3})(\d+)"[^>]*>\s*'
    rb"<(?:\w+:)?f\b(?:[^>]*/>|[^>]*>[^<]{0,8192}</(?:\w+:)?f>)\s*(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>)?\s*</(?:\w+:)?c>")
NOT_CALCULATED = "=?"
"""What is told of a formula whose result was never saved."""
_REPEATED = re.compile(rb'number-(?:rows|columns)-repeated="(\d{5,})"')


@dataclass
class Look:
    errors: dict[int, dict[int, str]] = field(default_factory=dict)
    """Row from 1 -> column from 0 -> what stands there, such as #N/A."""
    reach: int = 0
    """Cells of the rectangle from the sheet's corner to the last that is filled."""
    serial_shift: int = 0
    notes: list[Sentence] = field(default_factory=list)


def refuse_bomb(path: Path) -> None:
    """Raise ProblemError for an archive that unpacks to far more than it is."""
    if not _is_archive(path):
        return
    with _archive(path) as archive:
        if explodes(archive, BOUNDS):
            raise refuse("zip-bomb", "工作簿解压后异常巨大，未打开", "the workbook unpacks to something huge and was not opened")


def inspect(path: Path, name: str) -> Look:
    """What calamine does not tell of a sheet; ProblemError where opening it would not end well."""
    look = Look()
    if not _is_archive(path):
        look.notes.append(say(
            "旧格式 .xls 中的错误值（如 #N/A）会读成空；如有疑问请另存为 .xlsx",
            "error cells such as #N/A in an old .xls are read as empty; if in doubt save it as .xlsx"))
        return look
    with _archive(path) as archive:
        part = _part(archive, name)
        if part:
            _scan(archive, part, look)
        elif "xl/workbook.bin" in archive.namelist() and (part := _binary_part(archive, name)):
            _scan_binary(archive, part, look)
        if _counts_from_1904(archive):
            look.serial_shift = 1462
    return look


def _is_archive(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(2) == b"PK"


def _archive(path: Path) -> ZipFile:
    archive = opened(path)
    if archive is None:
        raise _damaged()
    return archive


def _head(archive: ZipFile, part: str) -> str:
    try:
        with archive.open(part) as file:
            return file.read(1 << 20).decode("utf-8", "replace")
    except DAMAGED:
        return ""


def _part(archive: ZipFile, name: str) -> str | None:
    """The archive's part that holds the sheet of this name."""
    for sheet in re.findall(r"<(?:\w+:)?sheet\b[^>]*>", _head(archive, "xl/workbook.xml")):
        shown, id = _attribute(sheet, "name"), _attribute(sheet, r"\w+:id")
        if shown == name and id:
            return _target(archive, id, "xl/_rels/workbook.xml.rels")
    return None


def _target(archive: ZipFile, id: str, relations: str) -> str | None:
    for relation in re.findall(r"<(?:\w+:)?Relationship\b[^>]*>", _head(archive, relations)):
        if _attribute(relation, "Id") == id:
            target = (_attribute(relation, "Target") or "").replace("\\", "/")
            part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
            return part if part in archive.namelist() else None
    return None


def _attribute(tag: str, name: str) -> str | None:
    found = re.search(rf"""\s{name}=(?:"([^"]*)"|'([^']*)')""", tag)
    return unescape(found[1] or found[2] or "") if found else None


def _counts_from_1904(archive: ZipFile) -> bool:
    return re.search(r'\bdate1904="(?:1|true)"', _head(archive, "xl/workbook.xml")) is not None


def _scan(archive: ZipFile, part: str, look: Look) -> None:
    """Read the sheet's XML as a stream: how far it reaches, how many cells it has, which are errors."""
    last_row = last_column = cells = 0
    for chunk, fresh in _chunks(archive, part):
        last_row = max(last_row, max(map(int, _ROW.findall(chunk)), default=0))
        last_column = max(last_column, max(map(_number, set(_COLUMN.findall(chunk))), default=0))
        cells += len(_CELL.findall(chunk, 0, fresh))
        if _BEYOND.search(chunk):
            raise refuse("scattered-cells", "工作表有超出表格界限的单元格，未读取；请重新导出",
                         "the sheet has cells beyond the bounds of any spreadsheet and was not read; export it again")
        if b't="e"' in chunk:
            for letters, row, text in _ERROR.findall(chunk):
                look.errors.setdefault(int(row), {})[_number(letters) - 1] = text.decode("utf-8", "replace")
        if b"<f" in chunk or b":f" in chunk:
            for letters, row in _UNCALCULATED.findall(chunk):
                look.errors.setdefault(int(row), {})[_number(letters) - 1] = NOT_CALCULATED
    look.reach = last_row * max(last_column, 26)
    refuse_scattered(last_row, max(last_column, 26), cells)


def refuse_scattered(rows: int, columns: int, cells: int) -> None:
    if rows * columns > SCATTERED and rows * columns > 20 * cells:
        raise refuse(
            "scattered-cells",
            f"工作表的单元格散布到第 {rows} 行、第 {columns} 列而几乎全空，未读取；请删除多余的行列后另存",
            f"the sheet's cells are scattered to row {rows}, column {columns}, nearly all empty, and were not read; "
            "delete what is beyond the table and save it")


def _chunks(archive: ZipFile, part: str) -> Iterator[tuple[bytes, int]]:
    """Pieces that overlap, so that no cell is cut in two, and where each piece's own bytes end."""
    kept = b""
    try:
        with archive.open(part) as file:
            while piece := file.read(CHUNK):
                chunk = kept + piece
                kept = chunk[-OVERLAP:]
                yield chunk, max(0, len(chunk) - OVERLAP)
        yield kept, len(kept)
    except DAMAGED as error:
        raise _damaged() from error


def _damaged() -> Exception:
    return refuse("bad-workbook", "工作簿已损坏；请重新导出", "the workbook is damaged; export it again")


def _number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


_BINARY_ERRORS = {0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A"}
_BINARY_CELLS = range(1, 12)


def _binary_part(archive: ZipFile, name: str) -> str | None:
    """The part of an .xlsb that holds this sheet: BrtBundleSh (156) is state, tab, relation id, name."""
    for kind, body in _records(_bytes(archive, "xl/workbook.bin", 16 << 20)):
        if kind == 156:
            id, rest = _wide(body[8:])
            if _wide(rest)[0] == name:
                return _target(archive, id, "xl/_rels/workbook.bin.rels")
    return None


def _scan_binary(archive: ZipFile, part: str, look: Look) -> None:
    """The same for .xlsb, whose sheets are sequences of records (MS-XLSB 2.1.4): row header 0, cells 1 to 11."""
    row = rows = columns = cells = 0
    for kind, body in _records(_bytes(archive, part, LARGEST)):
        if kind == 0 and len(body) >= 4:
            row = int.from_bytes(body[:4], "little")
            rows = max(rows, row + 1)
        elif kind in _BINARY_CELLS and len(body) >= 8:
            column = int.from_bytes(body[:4], "little")
            columns, cells = max(columns, column + 1), cells + 1
            if kind in (3, 11) and len(body) >= 9:
                look.errors.setdefault(row + 1, {})[column] = _BINARY_ERRORS.get(body[8], "#N/A")
    look.reach = rows * columns
    refuse_scattered(rows, columns, cells)


def _bytes(archive: ZipFile, part: str, most: int) -> bytes:
    try:
        with archive.open(part) as file:
            return file.read(most)
    except DAMAGED as error:
        raise _damaged() from error


def _records(data: bytes) -> Iterator[tuple[int, bytes]]:
    position = 0
    while position < len(data):
        kind, position = _varint(data, position, 2)
        size, position = _varint(data, position, 4)
        yield kind, data[position : position + size]
        position += size


def _wide(data: bytes) -> tuple[str, bytes]:
    """A text with its length in front (XLWideString), and what follows."""
    size = int.from_bytes(data[:4], "little") if len(data) >= 4 else 0
    size = 0 if size == 0xFFFFFFFF else min(size, len(data))
    return data[4 : 4 + 2 * size].decode("utf-16-le", "replace"), data[4 + 2 * size :]


def _varint(data: bytes, position: int, longest: int) -> tuple[int, int]:
    value = shift = 0
    for _ in range(longest):
        if position >= len(data):
            break
        byte = data[position]
        position += 1
        value |= (byte & 0x7F) << shift
        shift += 7
        if not byte & 0x80:
            break
    return value, position
