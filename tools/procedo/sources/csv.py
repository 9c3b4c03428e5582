"""CSV and other delimited text: any common encoding and delimiter, streamed."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from procedo.model.recordset import SourceSpec
from procedo.problem import Place, Problem, ProblemError, refuse
from procedo.sources import Broken, Row, Sheet
from procedo.sources._encoding import MARK, REPLACE, Encoding, settle
from procedo.terms import say

NAME = "csv"
ENDINGS = (".csv", ".tsv", ".tab", ".txt")
DELIMITERS = {",": say("逗号", "comma"), ";": say("分号", "semicolon"), "\t": say("制表符", "tab"), "|": say("竖线", "bar")}
_WORDS = {"tab": "\t", "\\t": "\t", "comma": ",", "semicolon": ";", "bar": "|", "pipe": "|"}
SAMPLE = 65_536
LONGEST_CELL = 16 * 1024 * 1024
"""Characters; beyond that a quote was never closed."""


def open(
    spec: SourceSpec, path: Path
) -> Sheet:
    """Settle encoding and delimiter from the file, then stream its rows. Raises ProblemError."""
    _refuse_binary(path)
    encoding = settle(path, spec.encoding)
    sample = _text(path, encoding).read(SAMPLE)
    declared = _declared_by_excel(sample)
    delimiter = _stated(spec.delimiter) or declared or _guess(sample)
    notes = [encoding.note]
    if not spec.delimiter:
        name = DELIMITERS.get(delimiter, say(delimiter, delimiter))
        notes.append(say(f"分隔符：{name.zh}", f"delimiter: {name.en}"))
    return Sheet(_rows(path, encoding, delimiter, bool(declared)), notes=notes, ragged=True)


def _refuse_binary(path: Path) -> None:
    with path.open("rb") as file:
        head = file.read(8)
    if head.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise refuse(
            "not-text", "这是 Excel 工作簿，不是文本；请写 kind: xlsx",
            "this is an Excel workbook, not text; state kind: xlsx")
    if head.startswith((b"\x1f\x8b", b"PAR1", b"%PDF")):
        raise refuse(
            "not-text", "这不是文本文件（压缩文件请先解压）", "this is not a text file (unpack a compressed one first)")


def _text(path: Path, encoding: Encoding) -> io.TextIOWrapper:
    file = path.open("rb")
    file.seek(encoding.skip)
    return io.TextIOWrapper(file, encoding=encoding.codec, errors=REPLACE, newline="")


def _stated(delimiter: str | None) -> str | None:
    if delimiter is None:
        return None
    found = _WORDS.get(delimiter.lower(), delimiter)
    if len(found) != 1 or found in '"\r\n':
        raise refuse(
            "bad-delimiter", f"分隔符“{delimiter}”应为一个字符，如 , ; | 或 tab",
            f"the delimiter “{delimiter}” must be one character, such as , ; | or tab")
    return found


def _declared_by_excel(sample: str) -> str | None:
    """`sep=;`: the first line by which Excel is told the delimiter."""
    first = sample.partition("\n")[0].strip("\r\ufeff")
    return first[4] if len(first) == 5 and first.lower().startswith("sep=") and first[4] not in '"\r' else None


def _guess(sample: str) -> str:
    """The delimiter that gives most rows the same number of cells; a comma when none stands out."""
    return max(DELIMITERS, key=lambda delimiter: _evenness(sample, delimiter))


def _evenness(sample: str, delimiter: str) -> int:
    widths: list[int] = []
    try:
        for row in csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter):
            if row:
                widths.append(len(row))
            if len(widths) >= 100:
                break
    except csv.Error:
        pass
    wide = [width for width in widths if width > 1]
    return max((wide.count(width) * (width - 1) for width in set(wide)), default=0)


def _rows(path: Path, encoding: Encoding, delimiter: str, declared: bool) -> Iterator[Row]:
    csv.field_size_limit(LONGEST_CELL)
    with _text(path, encoding) as text:
        reader = csv.reader(text, delimiter=delimiter, strict=True)
        begins = 1
        try:
            for cells in reader:
                if not (declared and begins == 1):
                    yield begins, [_broken(c) if MARK in c else c for c in cells] if MARK in "".join(cells) else cells
                begins = reader.line_num + 1
        except csv.Error as error:
            raise _not_csv(error, begins) from None


def _broken(cell: str) -> str | Broken:
    return Broken(cell.replace(MARK, "\ufffd"))


def _not_csv(error: csv.Error, row: int) -> ProblemError:
    if "field larger" in str(error) or "unexpected end" in str(error):
        sentence = say(
            f"从第 {row} 行开始的引号没有闭合", f"a quotation mark that opens in the record of line {row} is never closed")
    else:
        sentence = say(
            f"第 {row} 行引号有误：单元格内的引号应写两遍",
            f"the quotation marks of line {row} are wrong: one inside a quoted cell is written twice")
    return ProblemError([Problem(Place("", row), "bad-quotes", sentence)])
