"""Parquet: whole columns give exactly what reading cell by cell gives; what cannot be read is a problem, never a crash."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from judging import form

from procedo.engines import duckdb as columnar
from procedo.engines import sqlite
from procedo.model import Recordset
from procedo.model.form import Field
from procedo.model.recordset import SourceSpec
from procedo.problem import ProblemError
from procedo.records import load_forms
from procedo.records.streamed import Streamed
from procedo.sources import Broken, source_for
from procedo.table import FUTURE_DATED, NOT_YET, UNREADABLE

AS_OF, EXPORTED = dt.date(2026, 6, 15), dt.date(2026, 6, 20)
PEOPLE = form("employee", "id:person name:text", person={"id": "id", "aliases": ["name"]})
_KIND = Field.model_validate({"type": "choice", "label": "kind", "choices": {"a": "甲", "b": {"zh": ["乙", "B级"]}}})
_PLAIN = form(
    "matter", "id:text! title:text who:person kind:text price:money count:integer rate:number day:date at:datetime due:date? yes:boolean")
FORM = _PLAIN.model_copy(update={"fields": _PLAIN.fields | {"kind": _KIND}})


def write(path: Path, columns: dict[str, str], rows: Sequence[Sequence[Any]]) -> Path:
    """A Parquet file of typed columns (DuckDB's words for types)."""
    connection = duckdb.connect()
    declared = ", ".join('"{}" {}'.format(name.replace('"', '""'), kind) for name, kind in columns.items())
    connection.execute(f"CREATE TABLE t ({declared})")
    if rows:
        connection.executemany(f"INSERT INTO t VALUES ({', '.join('?' for _ in columns)})", [list(row) for row in rows])
    connection.execute(f"COPY t TO '{path.as_posix()}' (FORMAT parquet)")
    return path


def loaded(folder: Path, engine, sources: list[dict[str, Any]], forms=(FORM, PEOPLE), zone: str = "Asia/Shanghai"):
    """What an engine holds of each table, and what is told of it."""
    connection = engine.connect()
    try:
        recordset = Recordset.model_validate({"recordset": "x", "extracted_at": EXPORTED, "sources": sources})
        dataset = load_forms(recordset, folder, {f.form: f for f in forms}, zone, connection, AS_OF, EXPORTED)
        rows = {name: sorted(connection.rows(f'SELECT * FROM "{name}"')) for name in dataset.tables if dataset.tables[name].rows}
        return dataset.tables, rows, dataset.files, sorted(dataset.raws, key=repr)
    finally:
        connection.close()


def same(folder: Path, sources: list[dict[str, Any]], **more):
    """Load by columns and row by row; both must tell the same."""
    by_columns, by_rows = loaded(folder, columnar, sources, **more), loaded(folder, sqlite, sources, **more)
    assert by_columns[0] == by_rows[0]
    for name in by_rows[1]:
        assert by_columns[1][name] == by_rows[1][name], name
    assert by_columns[2:] == by_rows[2:]
    return by_columns


@pytest.fixture
def streamed(monkeypatch):
    """Counts the forms that went by columns."""
    found: list[str] = []
    into = Streamed.into
    monkeypatch.setattr(Streamed, "into", lambda self, engine: found.append(self.name) or into(self, engine))
    return found


TYPED = {
    "id": "VARCHAR", "title": "VARCHAR", "who": "VARCHAR", "kind": "VARCHAR", "price": "DECIMAL(18,2)", "count": "INTEGER",
    "rate": "DOUBLE", "day": "DATE", "at": "TIMESTAMP", "due": "DATE", "yes": "BOOLEAN"}
TEXT = dict.fromkeys(TYPED, "VARCHAR")

days = st.dates(dt.date(2026, 5, 1), dt.date(2026, 8, 1)) | st.just(dt.date(1, 1, 1)) | st.none()
words = st.sampled_from(["x", " x", "x\u3000", "\u00a0", "", None, "#N/A", "Err:502", "#not", "中 文", "a\0b", "\tq\t", "'; drop table matter; --"])
people = st.sampled_from(["E1", " E1 ", "张三", "李四", "nobody", None, "", "双"])
kinds = st.sampled_from(["a", "甲", "B级", "Ｂ级", "c", None, " a", "#REF!"])
moments = st.datetimes(dt.datetime(2026, 5, 1), dt.datetime(2026, 8, 1)) | st.none()
amounts = st.decimals(Decimal(-(10**15)), Decimal(10**15), places=2) | st.sampled_from([Decimal(0), Decimal("0.01")]) | st.none()
floats = st.sampled_from([0.1, 12.5, 1e-6, 1e-7, 1 / 3, 1e15, 123456789.123456, float("nan"), float("inf"), -0.5, None])
typed_rows = st.tuples(
    words, people, kinds, amounts, st.integers(-(2**31), 2**31 - 1) | st.none(), floats | st.sampled_from([1.5, 2.0, 3.25]), days, moments, days,
    st.sampled_from([True, False, None]))
text_rows = st.tuples(
    words, people, kinds, st.sampled_from(["1,000.00", "50万", "￥3", "x", "", None, "1.23456", "-5"]), st.sampled_from(["1", "1.0", "1.5", "x", None]),
    st.sampled_from(["12%", "0.5", "1e3", None]), st.sampled_from(["2026-06-01", "2026/6/16", "2026-06-31", "2027-01-01", None]),
    st.sampled_from(["2026-06-01 09:00", "2026-06-16 00:00:00", "2026-06-01", "bad", None]), st.sampled_from(["2026-12-01", "x", None]),
    st.sampled_from(["是", "N", "?", None]))
STAFF = [("E1", "张三"), ("E2", "双"), ("E3", "双"), ("E4", "李四")]


@pytest.mark.parametrize(("types", "rows"), [(TYPED, typed_rows), (TEXT, text_rows)], ids=["typed", "text"])
def test_columns_and_cells_give_the_same(types, rows):
    @settings(max_examples=12, deadline=None, derandomize=True)
    @given(st.lists(rows, min_size=1, max_size=40), st.lists(rows, max_size=3))
    def agree(first, second):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            write(folder / "a1.parquet", types, [(f"M{n}", *row) for n, row in enumerate(first)])
            write(folder / "a2.parquet", types, [(f"N{n}", *row) for n, row in enumerate(second)])
            write(folder / "staff.parquet", {"id": "VARCHAR", "name": "VARCHAR"}, STAFF)
            same(folder, [{"form": "matter", "path": "a*.parquet"}, {"form": "employee", "path": "staff.parquet"}])

    agree()


def row(id: str, **more: Any) -> tuple[Any, ...]:
    plain = {"title": "t", "who": "E1", "kind": "a", "price": Decimal("1.5"), "count": 1, "rate": 0.5, "day": dt.date(2026, 6, 1),
             "at": dt.datetime(2026, 6, 1, 9), "due": dt.date(2026, 9, 1), "yes": True}
    return (id, *(plain | more).values())


def test_the_common_case_goes_by_columns(tmp_path, streamed):
    write(tmp_path / "a.parquet", TYPED, [row("M1"), row("M2", at=dt.datetime(2026, 6, 17), day=None, price=None)])
    tables, rows, files, raws = same(tmp_path, [{"form": "matter", "path": "a.parquet"}])
    assert streamed == ["matter"]
    assert rows["matter"][0][:6] == (1, "M1", 0, 1, "M1", "t") and tables["matter"].columns["at"].states == {NOT_YET: 1}
    assert files[0].rows == 2 and raws == []


def test_states_of_columns(tmp_path, streamed):
    write(tmp_path / "a.parquet", TYPED, [row("M1", day=dt.date(2026, 6, 18), kind="??"), row("M2", day=dt.date(2026, 6, 21), title=" #N/A")])
    tables, _, files, raws = same(tmp_path, [{"form": "matter", "path": "a.parquet"}])
    assert streamed == ["matter"]
    assert tables["matter"].columns["day"].states == {FUTURE_DATED: 1, NOT_YET: 1}
    assert {(raw.field, raw.row, raw.text) for raw in raws} == {("day", 2, "2026-06-21"), ("kind", 1, "??"), ("title", 2, " #N/A")}
    assert files[0].unreadable == {"title": 1, "kind": 1} and files[0].trimmed == {"title": 1}


@pytest.mark.parametrize(
    "rows",
    [[row("M1"), row("合计", title=None)], [row("M1"), (None,) * 11], [row("M1"), row("M1")], [row("M1"), row(" Total ")], [tuple(TEXT), row("1")]],
    ids=["total", "empty row", "key twice", "blank before", "heading again"])
def test_what_is_out_of_the_ordinary_is_read_row_by_row(tmp_path, rows):
    write(tmp_path / "a.parquet", TEXT, rows)
    same(tmp_path, [{"form": "matter", "path": "a.parquet"}])


def test_a_record_without_its_key_is_a_problem(tmp_path):
    write(tmp_path / "a.parquet", TYPED, [row("M1"), row(None)])  # type: ignore[arg-type]
    with pytest.raises(ProblemError, match="no-key"):
        loaded(tmp_path, columnar, [{"form": "matter", "path": "a.parquet"}])


def test_moments_with_an_offset_are_read_on_the_clock_of_the_library(tmp_path, streamed):
    moment = dt.datetime(2026, 5, 31, 17, 30, tzinfo=dt.UTC)
    write(tmp_path / "a.parquet", TYPED | {"at": "TIMESTAMPTZ", "day": "TIMESTAMPTZ"}, [row("M1", at=moment, day=moment)])
    tables, rows, _, _ = same(tmp_path, [{"form": "matter", "path": "a.parquet"}])
    day = dt.date(2026, 6, 1).toordinal() - dt.date(1970, 1, 1).toordinal()
    assert streamed == ["matter"] and day in rows["matter"][0] and day * 86_400 + 5_400 in rows["matter"][0]


def test_what_a_recordset_states_holds_for_columns_too(tmp_path, streamed):
    columns = {"kind": {"column": "kind", "values": {"X": "a"}}, "price": {"column": "price", "unit": "万元"}, "who": {"constant": "E9"},
               "at": {"column": "at", "zone": "America/New_York"}}
    write(tmp_path / "a.parquet", TYPED, [row("M1", kind="X"), row("M2", kind=None)])
    tables, rows, _, _ = same(tmp_path, [{"form": "matter", "path": "a.parquet", "columns": columns}])
    assert streamed == ["matter"] and 150_000_000 in rows["matter"][0] and "E9" in rows["matter"][1]


def test_a_column_that_only_one_file_has(tmp_path, streamed):
    write(tmp_path / "a1.parquet", TYPED, [row("M1")])
    write(tmp_path / "a2.parquet", {"id": "VARCHAR"}, [("M2",)])
    tables, _, _, _ = same(tmp_path, [{"form": "matter", "path": "a*.parquet"}])
    assert streamed == ["matter"] and tables["matter"].columns["price"].states == {UNREADABLE: 1}


@pytest.mark.parametrize("kind", ["DECIMAL(38,10)", "DECIMAL(4,1)", "UBIGINT", "HUGEINT", "TINYINT", "FLOAT", "VARCHAR"])
def test_numbers_of_every_type(tmp_path, kind):
    values = [Decimal("1.5"), Decimal(7), Decimal(0), None] if kind != "UBIGINT" else [2**64 - 1, 922_337_203_685_477, 0, None]
    write(tmp_path / "a.parquet", TYPED | {"price": kind, "rate": kind}, [row(f"M{n}", price=v, rate=v) for n, v in enumerate(values)])
    same(tmp_path, [{"form": "matter", "path": "a.parquet"}])


# the source by itself

def read(path: Path, **spec):
    settled = SourceSpec(form="x", path=path.name, **spec)
    sheet = source_for(settled, path).open(settled, path)
    return sheet, list(sheet.rows)


def fault(path: Path, **spec) -> str:
    with pytest.raises(ProblemError) as caught:
        read(path, **spec)
    return caught.value.problems[0].line("en")


def test_rows_are_numbered_from_the_first_record(tmp_path):
    sheet, rows = read(write(tmp_path / "a.parquet", {"a": "INTEGER", "b": "DATE"}, [(1, dt.date(2026, 1, 1)), (None, None)]))
    assert sheet.headings == ["a", "b"] and rows == [(1, [1, dt.date(2026, 1, 1)]), (2, [None, None])]


def test_nested_columns_are_no_values(tmp_path):
    path = write(tmp_path / "a.parquet", {"s": "STRUCT(x INTEGER)", "l": "VARCHAR[]", "m": "MAP(VARCHAR, INTEGER)", "t": "TIME"},
                 [({"x": 1}, ["甲", "乙"], {"k": 1}, dt.time(9))])
    assert read(path)[1] == [(1, [Broken('{"x":1}'), '["甲","乙"]', Broken('{"k":1}'), "09:00:00"])]


def test_points_beyond_every_calendar(tmp_path):
    path = tmp_path / "a.parquet"
    duckdb.execute("COPY (SELECT 'infinity'::DATE AS a, '-infinity'::TIMESTAMP AS b, DATE '5000000-01-01' AS c) TO "
                   f"'{path.as_posix()}' (FORMAT parquet)")
    assert all(isinstance(cell, Broken) for cell in read(path)[1][0][1])
    write(tmp_path / "b.parquet", {"id": "VARCHAR"}, [("M2",)])
    duckdb.execute("COPY (SELECT 'M1' AS id, 'infinity'::DATE AS due, '-infinity'::TIMESTAMP AS at, DATE '5000000-01-01' AS day) TO "
                   f"'{path.as_posix()}' (FORMAT parquet)")
    assert same(tmp_path, [{"form": "matter", "path": "a.parquet"}])[0]["matter"].columns["due"].states == {UNREADABLE: 1}


def test_a_heading_is_never_a_query(tmp_path):
    name = 'x" FROM s; DROP TABLE s; --'
    write(tmp_path / "a.parquet", TYPED | {name: "VARCHAR"}, [(*row("M1"), "y")])
    columns = {"title": {"column": name}}
    assert same(tmp_path, [{"form": "matter", "path": "a.parquet", "columns": columns}])[1]["matter"][0][5] == "y"


def test_a_path_is_no_pattern(tmp_path):
    write(tmp_path / "a[1].parquet", {"id": "VARCHAR"}, [("M1",)])
    write(tmp_path / "a1.parquet", {"id": "VARCHAR"}, [("other",)])
    assert read(tmp_path / "a[1].parquet")[1] == [(1, ["M1"])]
    folder = tmp_path / "id=7"
    folder.mkdir()
    assert read(write(folder / "b.parquet", {"a": "VARCHAR"}, [("x",)]))[0].headings == ["a"]


def test_damaged_files_are_problems(tmp_path):
    path = write(tmp_path / "a.parquet", {"id": "VARCHAR", "n": "INTEGER"}, [(f"M{n}", n) for n in range(2_000)])
    whole = path.read_bytes()
    for name, content, word in [
        ("cut", whole[:-100], "truncated"), ("short", b"PAR1PAR1", "truncated"), ("text", b"id,n\n1,2\n", "not-parquet"), ("nothing", b"", "not-parquet"),
        ("secret", b"PARE" + whole[4:], "encrypted"), ("footer", whole[:-40] + b"\xff" * 32 + whole[-8:], "bad-parquet"),
        ("length", whole[:-8] + b"\xff\xff\xff\x7f" + b"PAR1", "bad-parquet"),
    ]:
        damaged = tmp_path / f"{name}.parquet"
        damaged.write_bytes(content)
        assert f"[{word}]" in fault(damaged), name
    assert "[no-heading-row]" in fault(path, header=2)


def test_a_damaged_page_is_a_problem_by_columns_too(tmp_path):
    path = write(tmp_path / "a.parquet", {"id": "VARCHAR", "n": "INTEGER"}, [(f"M{n * 7919 % 10007}", n) for n in range(5_000)])
    content = bytearray(path.read_bytes())
    content[8:4_000] = b"\xff" * 3_992
    path.write_bytes(bytes(content))
    with pytest.raises(ProblemError) as caught:
        loaded(tmp_path, columnar, [{"form": "matter", "path": "a.parquet"}])
    assert caught.value.problems[0].place.file == "a.parquet" and caught.value.problems[0].id == "bad-parquet"


def test_a_file_that_unpacks_to_something_huge_is_not_opened(tmp_path):
    path = tmp_path / "a.parquet"
    duckdb.execute(f"COPY (SELECT 1 AS id FROM range(2_000_000)) TO '{path.as_posix()}' (FORMAT parquet)")
    assert "[zip-bomb]" in fault(path)
