"""Excel workbooks and their kin (.xlsx .xlsm .xls .xlsb .ods), read with calamine after a look for traps."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from procedo.model.recordset import SourceSpec
from procedo.problem import nearest, refuse
from procedo.sources import Broken, Cell, Row, Sheet
from procedo.sources._workbook import Look, inspect, refuse_bomb
from procedo.terms import say

NAME = "xlsx"
ENDINGS = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods")
DENSITY = 5
SECOND = dt.timedelta(seconds=1)


def open(
    spec: SourceSpec, path: Path, largest: int | None = None
) -> Sheet:
    """The sheet that is named, else the only one; at most `largest` cells from corner to corner. Raises ProblemError."""
    workbook = _guarded(lambda: _workbook(path))
    name = _choose(spec.sheet, workbook.sheet_names)
    look = inspect(path, name)
    if largest is not None and look.reach > largest:
        raise refuse("too-large", f"工作表“{name}”太大，未读取；请删除表外多余的行列后另存",
                     f"the sheet “{name}” is too large and was not read; delete what is beyond its table and save it")
    sheet = _guarded(lambda: workbook.get_sheet_by_name(name))
    merged = _guarded(lambda: list(sheet.merged_cell_ranges or []))
    first_column = (sheet.start or (0, 0))[1]
    down = [(top, bottom, left - first_column) for (top, left), (bottom, _) in merged if bottom > top and left >= first_column]
    notes = list(look.notes)
    if down:
        notes.append(say(f"向下合并的单元格 {len(down)} 处，已逐行填入", f"{len(down)} cells merged downwards were filled row by row"))
    rows = _filled(_cells(sheet, look, first_column), down)
    return Sheet(rows, sheet=name, notes=notes, first_column=first_column, serial_shift=look.serial_shift)


def sheets(path: Path) -> list[str]:
    """The names of the workbook's sheets, hidden ones too."""
    return _guarded(lambda: list(_workbook(path).sheet_names))


def _workbook(path: Path) -> Any:
    from python_calamine import CalamineWorkbook

    with path.open("rb") as file:
        head = file.read(8)
    if not head.startswith((b"PK", b"\xd0\xcf\x11\xe0")):
        raise refuse(
            "not-a-workbook",
            "这不是 Excel 工作簿，而是改了扩展名的网页或文本；请在 Excel 中另存为 .xlsx，文本可写 kind: csv",
            "this is no workbook but a web page or text with another ending; save it as .xlsx in Excel, or state kind: csv for text")
    refuse_bomb(path)
    return CalamineWorkbook.from_path(str(path))


def _guarded(act) -> Any:
    """What calamine cannot do becomes a problem; a panic of its is no ordinary exception."""
    from python_calamine import CalamineError, PasswordError

    try:
        return act()
    except PasswordError:
        raise refuse(
            "password", "工作簿有密码；请去掉密码后另存", "the workbook is protected by a password; save it without") from None
    except CalamineError as error:
        raise _unreadable(error) from None
    except BaseException as error:
        if type(error).__name__ == "PanicException" or isinstance(error, (ValueError, OverflowError, OSError)):
            raise _unreadable(error) from None
        raise


def _unreadable(error: BaseException) -> Exception:
    text = str(error).splitlines()[0][:160] if str(error) else type(error).__name__
    return refuse(
        "bad-workbook", f"工作簿无法读取（{text}）；请在 Excel 中打开并另存为 .xlsx",
        f"the workbook cannot be read ({text}); open it in Excel and save it as .xlsx")


def _choose(wanted: str | int | None, names: list[str]) -> str:
    if wanted is None and len(names) == 1:
        return names[0]
    listed = "、".join(names[:20])
    if not names:
        raise refuse("no-sheet", "工作簿没有工作表", "the workbook has no sheet")
    if wanted is None:
        raise refuse(
            "which-sheet", f"工作簿有多个工作表，请写明 sheet：{listed}",
            f"the workbook has several sheets, state one as sheet: {', '.join(names[:20])}")
    if str(wanted) in names:
        return str(wanted)
    if isinstance(wanted, int) and 1 <= wanted <= len(names):
        return names[wanted - 1]
    hint = nearest(str(wanted), names)
    raise refuse("no-sheet", f"没有工作表“{wanted}”{hint.zh}", f"there is no sheet “{wanted}”{hint.en}")


def _cells(sheet: Any, look: Look, first_column: int) -> Iterator[Row]:
    """Rows with their true numbers. Errors, which calamine gives as empty texts, are put back."""
    if sheet.start is None:
        return
    rows = _guarded(lambda: iter(sheet.iter_rows()))
    for number, cells in enumerate(_each(rows), 1):
        out: list[Cell] = [_whole_second(c) if type(c) is dt.datetime else c for c in cells]
        for column, text in look.errors.get(number, {}).items():
            if 0 <= column - first_column < len(out):
                out[column - first_column] = Broken(text)
        yield number, out


def _each(rows: Iterator[Any]) -> Iterator[Any]:
    while (cells := _guarded(lambda: next(rows, None))) is not None:
        yield cells


def _whole_second(moment: dt.datetime) -> dt.datetime:
    """Excel keeps moments as fractions of a day: 23:59:59.9996 is the next midnight."""
    if not moment.microsecond:
        return moment
    up = moment.microsecond >= 500_000
    return moment.replace(microsecond=0) + (SECOND if up and moment < dt.datetime.max - SECOND else 0 * SECOND)


def _filled(rows: Iterator[Row], down: list[tuple[int, int, int]]) -> Iterator[Row]:
    """Give every row of a cell that was merged downwards the value of the first."""
    begins: dict[int, list[tuple[int, int]]] = {}
    for top, bottom, column in down:
        begins.setdefault(top + 1, []).append((bottom + 1, column))
    held: dict[int, tuple[int, Cell]] = {}
    for number, cells in rows:
        for column, (last, value) in list(held.items()):
            if number > last:
                del held[column]
            elif column < len(cells):
                cells[column] = value
        for last, column in begins.get(number, ()):
            if column < len(cells):
                held[column] = (last, cells[column])
        yield number, cells
