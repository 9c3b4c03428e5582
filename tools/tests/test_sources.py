"""Sources: what a file holds comes out with its true row numbers; what cannot be read is a problem, never a crash."""

from __future__ import annotations

import csv
import datetime as dt
import json
import os
import zipfile
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from procedo.model.recordset import SourceSpec
from procedo.problem import ProblemError
from procedo.sources import Broken, source_for

MESSY = Path(os.environ["PROCEDO_SHARED_DATA"]) / "messy"


def read(path: Path, **spec):
    settled = SourceSpec(form="x", path=path.name, **spec)
    sheet = source_for(settled, path).open(settled, path)
    return sheet, list(sheet.rows)


def faults(path: Path, **spec) -> list[str]:
    with pytest.raises(ProblemError) as caught:
        read(path, **spec)
    return [problem.line("en") for problem in caught.value.problems]


def put(folder: Path, content: bytes | str, name: str = "x.csv", encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
    return path


def workbook(path: Path, fill) -> Path:
    book = xlsxwriter.Workbook(str(path))
    fill(book)
    book.close()
    return path


TABLE = "编号,客户名称\nHT-1,上海某某贸易有限公司\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030", "gbk"])
def test_encodings_are_found(tmp_path, encoding):
    sheet, rows = read(put(tmp_path, TABLE, encoding=encoding))
    assert rows == [(1, ["编号", "客户名称"]), (2, ["HT-1", "上海某某贸易有限公司"])]
    assert "encoding:" in sheet.notes[0].en


def test_utf16_big_endian_and_without_mark(tmp_path):
    text = "id,name\n1,中文\n2,x\n"
    for content in (b"\xfe\xff" + text.encode("utf-16-be"), text.encode("utf-16-le"), text.encode("utf-16-be")):
        assert read(put(tmp_path, content))[1][1] == (2, ["1", "中文"])


def test_chinese_beyond_the_first_block_decides(tmp_path):
    text = "id,name\n" + "1,abcdefgh\n" * 20_000 + "2,中文\n"
    assert read(put(tmp_path, text, encoding="gb18030"))[1][-1] == (20_002, ["2", "中文"])


@pytest.mark.parametrize(
    ("content", "stated", "right"),
    [(TABLE.encode("gb18030"), "utf-8", "gb18030"), (TABLE.encode(), "gbk", "utf-8"), (TABLE.encode("utf-16"), "utf-8", "utf-16-le"),
     (TABLE.encode("utf-8-sig"), "gb18030", "utf-8"), (b"id,name\n1,x\n", "utf-16", "utf-8")])
def test_a_wrong_encoding_is_named(tmp_path, content, stated, right):
    assert f"state encoding: {right}" in faults(put(tmp_path, content), encoding=stated)[0]


def test_an_unknown_encoding_names_the_nearest(tmp_path):
    assert "gb18030" in faults(put(tmp_path, TABLE), encoding="gb18300")[0]


@pytest.mark.parametrize("encoding", ["gb18030", "gbk", "GB2312", None])
def test_ascii_fits_every_encoding(tmp_path, encoding):
    assert read(put(tmp_path, "a,b\n1,2\n"), encoding=encoding)[1][1] == (2, ["1", "2"])


def test_bytes_that_are_no_text_break_only_their_cell(tmp_path):
    rows = read(put(tmp_path, "编号,名称\n".encode() + b"1,\xff\xfeabc\n2,x\n"))[1]
    assert isinstance(rows[1][1][1], Broken) and rows[1][1][0] == "1" and rows[2] == (3, ["2", "x"])


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_delimiters_are_found(tmp_path, delimiter):
    text = "名单\na;b".replace(";", delimiter) + delimiter + "c\n"
    rows = read(put(tmp_path, text + f"1{delimiter}2{delimiter}3\n" * 5))[1]
    assert rows[1] == (2, ["a", "b", "c"])


def test_a_decimal_comma_is_no_delimiter(tmp_path):
    assert read(put(tmp_path, "id;price;net\n1;1,5;2,5\n2;2,5;3,5\n"))[1][1] == (2, ["1", "1,5", "2,5"])


def test_delimiter_stated_and_declared(tmp_path):
    assert read(put(tmp_path, "a~b\n"), delimiter="~")[1] == [(1, ["a", "b"])]
    assert read(put(tmp_path, "a\tb\n"), delimiter="tab")[1] == [(1, ["a", "b"])]
    assert read(put(tmp_path, "sep=|\na|b\n"))[1] == [(2, ["a", "b"])]
    assert "one character" in faults(put(tmp_path, "a\n"), delimiter="||")[0]


def test_row_numbers_are_lines_of_the_file(tmp_path):
    rows = read(put(tmp_path, 'a,b\r\n\r\n"x\r\ny",1\r\nz,2\r\n'))[1]
    assert [(number, cells) for number, cells in rows if cells] == [(1, ["a", "b"]), (3, ["x\r\ny", "1"]), (5, ["z", "2"])]


def test_quotes(tmp_path):
    assert read(put(tmp_path, 'a,b\n"say ""x""",3" pipe\n'))[1][1] == (2, ['say "x"', '3" pipe'])
    assert faults(put(tmp_path, 'a,b\n1,2\n"x,3\n4,5\n')) == [
        "[bad-quotes] a quotation mark that opens in the record of line 3 is never closed"]
    assert "line 2" in faults(put(tmp_path, 'a,b\n"x"y,3\n'))[0]


def test_nul_and_long_cells(tmp_path):
    assert read(put(tmp_path, "a,b\n1\0,2\n"))[1][1] == (2, ["1\0", "2"])
    assert len(read(put(tmp_path, "a,b\n1," + "x" * 300_000 + "\n"))[1][1][1][1]) == 300_000


def test_empty_file(tmp_path):
    assert read(put(tmp_path, b""))[1] == []


def test_other_files_are_refused_with_a_remedy(tmp_path):
    book = workbook(tmp_path / "b.xlsx", lambda b: b.add_worksheet())
    assert "kind: xlsx" in faults(put(tmp_path, book.read_bytes(), "b.csv"))[0]
    assert "kind: csv" in faults(put(tmp_path, "<html><table>", "h.xlsx"))[0]
    assert "kind: csv" in faults(put(tmp_path, "a\tb\n", "h.xls"))[0]
    assert "damaged" in faults(put(tmp_path, book.read_bytes()[:200], "cut.xlsx"))[0]
    assert "bad-workbook" in faults(put(tmp_path, b"\xd0\xcf\x11\xe0" + b"\0" * 2000, "o.xls"))[0]
    assert "unknown-ending" in faults(put(tmp_path, "x", "x.docx"))[0]
    assert "there is no “csvv”" in faults(put(tmp_path, "x", "x.csv"), kind="csvv")[0]


@settings(max_examples=100, deadline=None)
@given(st.lists(st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\ufeff")), min_size=2, max_size=2), min_size=1))
def test_csv_gives_back_what_was_written(tmp_path_factory, table):
    path = tmp_path_factory.mktemp("csv") / "x.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file, quoting=csv.QUOTE_ALL).writerows(table)
    assert [cells for _, cells in read(path, delimiter=",")[1]] == table


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=400), st.sampled_from([None, "utf-8", "gb18030", "utf-16"]))
def test_any_bytes_give_rows_or_problems(tmp_path_factory, content, encoding):
    path = put(tmp_path_factory.mktemp("csv"), content)
    try:
        read(path, encoding=encoding)
    except ProblemError:
        pass


def numbers(book):
    sheet = book.add_worksheet("台账")
    day = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
    sheet.write("B3", "日期")
    sheet.write("C3", "金额")
    sheet.write_datetime("B4", dt.datetime(2026, 3, 1), day)
    sheet.write("C4", 0.1)
    sheet.write_datetime("B5", dt.datetime(2026, 3, 1, 10, 30), day)
    sheet.write_formula("C5", "=NA()", None, "#N/A")
    sheet.write("B6", 46082.99999999, day)
    sheet.write_boolean("C6", True)


def test_workbook_rows_have_their_true_numbers(tmp_path):
    sheet, rows = read(workbook(tmp_path / "x.xlsx", numbers))
    assert sheet.sheet == "台账"
    assert [row for row in rows if any(cell not in ("", None) for cell in row[1])] == [
        (3, ["日期", "金额"]), (4, [dt.date(2026, 3, 1), 0.1]), (5, [dt.datetime(2026, 3, 1, 10, 30), Broken("#N/A")]),
        (6, [dt.datetime(2026, 3, 2), True])]


def test_sheets_are_chosen(tmp_path):
    path = workbook(tmp_path / "x.xlsx", lambda b: [b.add_worksheet(name).write("A1", name) for name in ("合同", "审批", "2026")])
    assert "合同, 审批, 2026" in faults(path)[0]
    assert read(path, sheet="审批")[1] == [(1, ["审批"])]
    assert read(path, sheet=1)[1] == [(1, ["合同"])]
    assert read(path, sheet=2026)[1] == [(1, ["2026"])]
    assert "no sheet “审批表”; did you mean “审批”" in faults(path, sheet="审批表")[0]


def test_cells_merged_downwards_are_filled(tmp_path):
    def fill(book):
        sheet = book.add_worksheet()
        sheet.write_row("A1", ["合同编号", "审批人"])
        sheet.merge_range("A2:A3", "HT-1")
        sheet.write_column("B2", ["张三", "李四"])
        sheet.write_row("A4", ["HT-2", "王五"])
        sheet.merge_range("A6:B6", "合计")

    sheet, rows = read(workbook(tmp_path / "x.xlsx", fill))
    assert [cells for _, cells in rows] == [
        ["合同编号", "审批人"], ["HT-1", "张三"], ["HT-1", "李四"], ["HT-2", "王五"], ["", ""], ["合计", ""]]
    assert "merged" in sheet.notes[-1].en


def test_bombs_are_not_opened(tmp_path):
    def scattered(book):
        sheet = book.add_worksheet()
        sheet.write("A1", "x")
        sheet.write("XFD1048576", "y")

    assert "scattered-cells" in faults(workbook(tmp_path / "x.xlsx", scattered))[0]
    book = workbook(tmp_path / "y.xlsx", lambda b: b.add_worksheet().write("A1", "x"))
    with zipfile.ZipFile(book, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/big.bin", bytes(101 << 20))
    assert "zip-bomb" in faults(book)[0]


def test_a_workbook_of_1904_says_so(tmp_path):
    def fill(book):
        book.add_worksheet().write("A1", 40000)

    path = tmp_path / "x.xlsx"
    book = xlsxwriter.Workbook(str(path), {"default_date_format": "yyyy-mm-dd", "date_1904": True})
    fill(book)
    book.close()
    assert read(path)[0].serial_shift == 1462


def hostile() -> list[Path]:
    return sorted(p for p in MESSY.rglob("*") if p.is_file() and "yaml_test_suite" not in p.parts)


@pytest.mark.skipif(not MESSY.is_dir(), reason="the third-party hostile files are not beside the repository")
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_hostile_files_give_rows_or_problems(kind):
    read_well = 0
    for path in hostile():
        try:
            read(path, kind=kind, sheet=1 if kind == "xlsx" else None)
            read_well += 1
        except ProblemError as error:
            assert error.problems
    assert read_well > 40


@pytest.mark.skipif(not MESSY.is_dir(), reason="the third-party hostile files are not beside the repository")
def test_csv_spectrum():
    for answer in sorted((MESSY / "csv_spectrum" / "json").glob("*.json")):
        rows = [cells for _, cells in read(MESSY / "csv_spectrum" / "csvs" / f"{answer.stem}.csv")[1] if cells]
        if answer.stem == "location_coordinates":
            continue  # its two files hold different telephone numbers
        right = json.loads(answer.read_text(encoding="utf-8").replace("\\r\\n", "\\n"))  # line ends were lost on their way
        assert [dict(zip(rows[0], row, strict=True)) for row in rows[1:]] == right


@pytest.mark.skipif(not MESSY.is_dir(), reason="the third-party hostile files are not beside the repository")
def test_calamine_files():
    folder = MESSY / "calamine"
    assert read(folder / "date_1904.xlsb")[1][0][1][0] == dt.date(2021, 1, 1)
    assert "password" in faults(folder / "pass_protected.xlsx")[0]
    assert "bad-workbook" in faults(folder / "OOM_alloc3.xls")[0]
    assert read(folder / "temperature-in-middle.xlsx")[1][3][0] == 4
