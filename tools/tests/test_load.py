"""Loading: exports become tables as procedo.table says; what is wrong with an export is said with file and row."""

from __future__ import annotations

import datetime as dt
import os
from hashlib import sha256
from pathlib import Path

import pytest
import xlsxwriter

from procedo import folder
from procedo.model import Form, Recordset
from procedo.problem import ProblemError
from procedo.records import load_forms, read_recordset, root_of
from procedo.table import FUTURE_DATED, NOT_YET, UNREADABLE

MESSY = Path(os.environ["PROCEDO_SHARED_DATA"]) / "messy"
AS_OF, EXPORTED = dt.date(2026, 6, 30), dt.date(2026, 7, 10)


def form(id: str, key, fields: dict[str, tuple], **more) -> Form:
    declared = {name: {"type": kind, "label": {"zh": label}, **(rest[0] if rest else {})} for name, (kind, label, *rest) in fields.items()}
    return Form.model_validate({"form": id, "title": id, "revision": "1", "status": "draft", "key": key, "fields": declared, **more})


FORMS = {f.form: f for f in (
    form("contract", "number", {
        "number": ("text", "合同编号"), "customer_id": ("reference", "客户"), "price": ("money", "合同金额"), "drafted_by": ("person", "起草人"),
        "signed_at": ("date", "签订日期"), "due_on": ("date", "交货期", {"planned": True}), "sent_at": ("datetime", "发出时间"),
        "status": ("choice", "状态", {"choices": {"open": "执行中", "closed": "已关闭"}}), "topics": ("list", "事项"),
        "signers": ("list", "签字人", {"of": "person"})}),
    form("approval", "id", {
        "id": ("text", "审批编号"), "object_id": ("reference", "单据"), "role": ("text", "角色"), "approver_id": ("person", "审批人"),
        "decision": ("choice", "结论", {"choices": {"approved": "同意", "rejected": "驳回"}}), "decided_at": ("datetime", "审批时间")}),
    form("employee", "id", {"id": ("text", "工号"), "name": ("text", "姓名"), "accounts": ("list", "账号")},
         person={"id": "id", "aliases": ["name", "accounts"]}),
    form("leave", ["employee_id", "from_date"], {"employee_id": ("person", "员工"), "from_date": ("date", "开始")}),
)}
EMPLOYEES = "工号,姓名,账号\nE1,张三,zs\nE2,李四,ls、lisi\nE3,李四,ls3\n"


class Loaded:
    """A recordset loaded into an engine, and what its tables hold."""

    def __init__(self, base: Path, sources: list[dict], engine: str = "duckdb", as_of=AS_OF, **recordset):
        spec = Recordset.model_validate({"recordset": "x", "extracted_at": "2026-07-10", "sources": sources, **recordset})
        self.engine = folder.load("procedo.engines", engine).connect()
        self.data = load_forms(spec, root_of(spec, base), FORMS, "Asia/Shanghai", self.engine, as_of, EXPORTED)

    def __getitem__(self, table: str) -> list[tuple]:
        return self.engine.rows(f'SELECT * FROM "{table}" ORDER BY 1, 2')

    def column(self, form: str, *names: str) -> list[tuple]:
        listed = ", ".join(f'"{name}"' for name in names)
        return self.engine.rows(f'SELECT {listed} FROM "{form}" ORDER BY "_row"')


@pytest.fixture
def put(tmp_path):
    def put(text: str, name: str = "c.csv", encoding: str = "utf-8") -> str:
        (tmp_path / name).write_bytes(text.encode(encoding))
        return name

    return put


def faults(base: Path, *sources: dict, **recordset) -> list[str]:
    with pytest.raises(ProblemError) as caught:
        Loaded(base, list(sources), **recordset)
    return [problem.line("en") for problem in caught.value.problems]


def notes(loaded: Loaded, number: int = 0) -> str:
    return "\n".join(note.en for note in loaded.data.files[number].notes)


@pytest.mark.parametrize("engine", ["duckdb", "sqlite"])
def test_a_table_is_as_the_contract_says(tmp_path, put, engine):
    put("合同台账\n合同编号,客户,合同金额（万元）,签订日期,状态,事项,备注\n"
        "HT-1,C1,50,2026年3月1日,执行中,价格、交期,x\n HT-2 ,,1.5,2026/3/2,closed,,\n\n合计,,51.5,,,,\n")
    loaded = Loaded(tmp_path, [{"form": "contract", "path": "c.csv"}], engine)
    march = dt.date(2026, 3, 1).toordinal() - dt.date(1970, 1, 1).toordinal()
    assert loaded.column("contract", "_row", "_key", "_file", "_line", "number", "customer_id", "price", "signed_at", "status", "topics") == [
        (1, "HT-1", 0, 3, "HT-1", "C1", 5_000_000_000, march, "open", 2), (2, "HT-2", 0, 4, "HT-2", None, 150_000_000, march + 1, "closed", None)]
    assert loaded["contract.topics"] == [(1, 1, "价格"), (1, 2, "交期")]
    table = loaded.data.tables["contract"]
    assert (table.rows, table.files, table.repeated_keys) == (2, ("c.csv",), 0)
    assert table.columns["customer_id"].empty == 1 and not table.columns["customer_id"].broken and "drafted_by" not in table.columns
    source = loaded.data.files[0]
    assert source.sha256 == sha256((tmp_path / "c.csv").read_bytes()).hexdigest()
    assert (source.rows, source.skipped, source.unmapped, source.trimmed) == (2, 2, ("备注",), {"number": 1})
    assert source.mapped["price"] == "合同金额（万元）" and "price" in source.automatic
    for text in ("the heading is row 2; 1 title rows above", "total rows skipped: row 6", "1 empty rows", "counted in 万元", "encoding: UTF-8"):
        assert text in notes(loaded)


def test_states(tmp_path, put):
    put("合同编号,签订日期,交货期,合同金额,发出时间\nA,2026-06-30,2027-01-01,1,2026-06-30 24:00\nB,2026-07-01,,2,2026-07-01 00:00\n"
        "C,2026-07-11,坏,6O0,2026-07-11 10:00\nD,,,,\nE,10/06/2026,,,2026-07-10 23:59\n")
    loaded = Loaded(tmp_path, [{"form": "contract", "path": "c.csv"}])
    day = dt.date(2026, 6, 30).toordinal() - dt.date(1970, 1, 1).toordinal()
    assert loaded.column("contract", "signed_at", "signed_at!") == [(day, 0), (None, NOT_YET), (None, FUTURE_DATED), (None, 0), (None, UNREADABLE)]
    assert loaded.column("contract", "due_on!") == [(0,), (0,), (UNREADABLE,), (0,), (0,)]
    assert loaded.column("contract", "sent_at", "sent_at!") == [
        (day * 86_400 + 86_399, 0), (None, NOT_YET), (None, FUTURE_DATED), (None, 0), (None, NOT_YET)]
    columns = loaded.data.tables["contract"].columns
    assert columns["signed_at"].states == {1: 1, 2: 1, 3: 1} and columns["signed_at"].empty == 1 and columns["signed_at"].broken
    assert columns["price"].states == {1: 1} and columns["price"].empty == 2
    assert {(raw.field, raw.row, raw.text) for raw in loaded.data.raws} == {
        ("signed_at", 3, "2026-07-11"), ("signed_at", 5, "10/06/2026"), ("due_on", 3, "坏"), ("price", 3, "6O0"), ("sent_at", 3, "2026-07-11 10:00:00")}
    assert loaded.data.files[0].unreadable == {"signed_at": 1, "due_on": 1, "price": 1}
    assert "field price cannot be read: “6O0” ×1" in notes(loaded) and "1 dates of field signed_at lie after" in notes(loaded)


@pytest.mark.parametrize(("cells", "kind"), [
    (["2026-03-01 10:00", "2026-03-02 00:00"], "datetime"), (["2026-03-01 00:00:00", "2026-03-02 00:00"], "date"), (["2026-03-01", ""], "date"),
    (["2026-03-01", "2026-03-02 10:00"], "date"), (["", ""], "datetime")])
def test_precision_belongs_to_the_column(tmp_path, put, cells, kind):
    put("合同编号,发出时间\n" + "".join(f"{n},{cell}\n" for n, cell in enumerate(cells)))
    loaded = Loaded(tmp_path, [{"form": "contract", "path": "c.csv"}])
    assert loaded.data.tables["contract"].columns["sent_at"].type == kind
    day = dt.date(2026, 3, 1).toordinal() - dt.date(1970, 1, 1).toordinal()
    if cells[0]:
        first = loaded.column("contract", "sent_at")[0][0]
        assert first == day if kind == "date" else first == day * 86_400 + 36_000


def test_persons_are_resolved(tmp_path, put):
    put(EMPLOYEES, "e.csv")
    put("合同编号,起草人,签字人\nA,张三,张三、E2\nB,lisi,lisi、某人\nC,李四,\nD,王五,\nE,E2,\nF,,\n")
    loaded = Loaded(tmp_path, [{"form": "contract", "path": "c.csv"}, {"form": "employee", "path": "e.csv"}])
    assert loaded.column("contract", "drafted_by", "drafted_by!") == [
        ("E1", 0), ("E2", 0), (None, UNREADABLE), (None, UNREADABLE), ("E2", 0), (None, 0)]
    assert loaded["contract.signers"] == [(1, 1, "E1"), (1, 2, "E2")]
    assert loaded.column("contract", "signers!")[1] == (UNREADABLE,)
    assert loaded.data.files[0].unreadable == {"drafted_by": 2, "signers": 1}
    alone = Loaded(tmp_path, [{"form": "contract", "path": "c.csv"}])
    assert alone.column("contract", "drafted_by")[2:4] == [("李四",), ("王五",)]


def test_keys(tmp_path, put):
    put(EMPLOYEES, "e.csv")
    put("员工,开始\n张三,2026-03-01\nE1,2026/3/1\n某人,2026-03-02\nE2,2026-07-05\n", "l.csv")
    loaded = Loaded(tmp_path, [{"form": "leave", "path": "l.csv"}, {"form": "employee", "path": "e.csv"}])
    assert [key for (key,) in loaded.column("leave", "_key")] == [
        "E1 / 2026-03-01", "E1 / 2026-03-01#2", "某人 / 2026-03-02", "E2 / 2026-07-05"]
    assert loaded.data.tables["leave"].repeated_keys == 1


def test_repeated_keys_never_meet_others(tmp_path, put):
    put("合同编号\nA\nA#2\nA\nA\nA#2\n")
    keys = [key for (key,) in Loaded(tmp_path, [{"form": "contract", "path": "c.csv"}]).column("contract", "_key")]
    assert keys == ["A", "A#2", "A#3", "A#4", "A#2#2"]


def test_a_record_without_key_makes_the_export_unfit(tmp_path, put):
    put("合同编号,客户\nA,1\n ,2\n#N/A,3\n")
    found = faults(tmp_path, {"form": "contract", "path": "c.csv"})
    assert [line.split(" ")[0] for line in found] == ["c.csv:3:", "c.csv:4:"] and "[no-key]" in found[0]


def test_rows_that_are_no_records(tmp_path, put):
    put("合同编号,客户,状态,删除\nA,1,执行中,0\n小计,,,\n合同编号,客户,状态,删除\nB,2,执行中,1\n,,,\n制表人：张三,,,\nC,3,执行中,0\n")
    loaded = Loaded(tmp_path, [{"form": "contract", "path": "c.csv", "where": {"删除": 0}, "skip": "制表人"}])
    assert loaded.column("contract", "_key", "_line") == [("A", 2), ("C", 8)]
    assert loaded.data.files[0].skipped == 5
    for text in ("total rows skipped: row 3, 7", "repeated headings skipped: row 4", "1 empty rows", "1 rows left out by where"):
        assert text in notes(loaded)


def test_unpivot(tmp_path, put):
    put("合同编号,一级审批人,一级时间,一级意见,二级审批人,二级时间\nHT-1,张三,2026-03-01 10:00,同意,李四,2026-03-02 10:00\nHT-2,张三,2026-03-03 11:00,驳回,,\n")
    loaded = Loaded(tmp_path, [{"form": "approval", "path": "c.csv", "unpivot": {
        "keep": {"object_id": "合同编号"}, "key": "id", "groups": [
            {"approver_id": "一级审批人", "decided_at": "一级时间", "decision": "一级意见", "role": "=sales-manager"},
            {"approver_id": "二级审批人", "decided_at": "二级时间", "role": "=general-manager"}]}}])
    assert loaded.column("approval", "_key", "object_id", "role", "approver_id", "decision", "decision!", "_line") == [
        ("HT-1-1", "HT-1", "sales-manager", "张三", "approved", 0, 2), ("HT-1-2", "HT-1", "general-manager", "李四", None, UNREADABLE, 2),
        ("HT-2-1", "HT-2", "sales-manager", "张三", "rejected", 0, 3)]
    assert loaded.data.files[0].mapped["role"] == "=sales-manager / =general-manager"


def test_unpivot_by_a_field(tmp_path, put):
    put("合同编号,审批人,时间\nHT-1,张三,\nHT-2,李四,2026-03-01\n")
    groups = [{"approver_id": "审批人", "decided_at": "时间"}]
    plan = {"keep": {"object_id": "合同编号"}, "key": "id", "groups": groups}
    assert len(Loaded(tmp_path, [{"form": "approval", "path": "c.csv", "unpivot": plan}])["approval"]) == 2
    plan["unless_blank"] = "decided_at"
    assert Loaded(tmp_path, [{"form": "approval", "path": "c.csv", "unpivot": plan}]).column("approval", "_key") == [("HT-2-1",)]


def test_split(tmp_path, put):
    put("合同编号,审批记录\nHT-1,张三|同意|2026-03-01;李四|驳回|2026-03-02;\nHT-2,\nHT-3,张三|同意\nHT-4,张三|同|意|2026-03-01\n")
    loaded = Loaded(tmp_path, [{"form": "approval", "path": "c.csv", "columns": {"role": {"constant": "manager"}}, "split": {
        "column": "审批记录", "fields": ["approver_id", "decision", "decided_at"], "keep": {"object_id": "合同编号"}, "key": "id"}}])
    assert loaded.column("approval", "_key", "approver_id", "decision", "role") == [
        ("HT-1-1", "张三", "approved", "manager"), ("HT-1-2", "李四", "rejected", "manager"), ("HT-3-1", "张三", "approved", "manager"),
        ("HT-4-1", None, None, "manager")]
    assert loaded.column("approval", "decision!")[3] == (UNREADABLE,)


def test_several_files_are_one_table(tmp_path, put):
    put("合同编号,客户\nB,1\n", "2026-02.csv")
    put("合同号,客户,签订日期\nA,1,2026-01-05\n".replace("合同号", "合同编号"), "2026-01.csv", "gb18030")
    put("x", "~$2026-03.csv")
    loaded = Loaded(tmp_path, [{"form": "contract", "path": "2026-*.csv"}])
    assert loaded.data.tables["contract"].files == ("2026-01.csv", "2026-02.csv")
    assert loaded.column("contract", "_key", "_file", "_line") == [("A", 0, 2), ("B", 1, 2)]
    assert loaded.column("contract", "signed_at!") == [(0,), (UNREADABLE,)]
    assert "no column for field signed_at, though other files have one" in notes(loaded, 1)


def test_headings_without_rows_load_as_an_empty_table(tmp_path, put):
    put("合同编号,客户,事项\n")
    loaded = Loaded(tmp_path, [{"form": "contract", "path": "c.csv"}])
    assert loaded["contract"] == [] and loaded["contract.topics"] == [] and "no row of data" in notes(loaded)


@pytest.mark.parametrize(("text", "spec", "words"), [
    ("", {}, "c.csv: [empty-export] the file holds no data"),
    ("a,b\n1,2\n", {}, "c.csv: [no-heading]"),
    ("客户\nx\n", {}, "no column fills the key field number"),
    ("合同编号,客户\nA,1,2\nB,1\nC,2,\n", {}, "c.csv:2: [ragged-row] this row has 3 cells, the heading only 2"),
    ("合同编号,客户\n", {"encoding": "utf8x"}, "[unknown-encoding]"),
    ("合同编号,客户\n", {"columns": {"clientt": "客户"}}, "has no field “clientt”"),
    ("合同编号,客户\n", {"columns": {"customer_id": "客戶"}}, "c.csv: [no-such-column] there is no column “客戶”"),
    ("合同编号,签订日期\n", {"dates": "%d/%m"}, "the date format “%d/%m” is incomplete"),
    ("合同编号,签订日期\n", {"columns": {"signed_at": {"dates": "%Q"}}}, "the date format “%Q” is incomplete or wrong"),
    ("合同编号,签订日期\n", {"columns": {"signed_at": {"zone": "Beijing"}}}, "the time zone “Beijing” is not known"),
    ("合同编号,状态\n", {"columns": {"status": {"values": {1: "opened"}}}}, "has no choice “opened”; did you mean “open”"),
    ("合同编号\n", {"columns": {"status": {"constant": "opened"}}}, "the constant “opened” is no value of field status"),
    ('合同编号,客户\n"A,1\n', {}, "c.csv:2: [bad-quotes]"),
    ("合同编号,客户\n", {"path": "d.csv"}, "[no-such-file] there is no file “d.csv”; did you mean “c.csv”?"),
    ("合同编号,客户\n", {"path": "."}, "[not-a-file]"),
    ("合同编号,客户\n", {"path": "x/*.csv"}, "[no-such-file]"),
    ("合同编号,客户\n", {"form": "contracts"}, "there is no form “contracts”; did you mean “contract”?"),
])
def test_what_is_wrong_is_said(tmp_path, put, text, spec, words):
    put(text)
    found = faults(tmp_path, {"form": "contract", "path": "c.csv"} | spec)
    assert words in found[0], found


def test_all_problems_at_once(tmp_path, put):
    put("客户\n")
    found = faults(tmp_path, {"form": "contract", "path": "c.csv"}, {"form": "approval", "path": "none.csv"}, {"form": "x", "path": "c.csv"})
    assert len(found) == 3


def test_many_problems_are_counted(tmp_path, put):
    put("合同编号\n" + "A,B\n" * 50)
    found = faults(tmp_path, {"form": "contract", "path": "c.csv"})
    assert len(found) == 21 and "and 30 more" in "\n".join(found)


def test_positions_in_the_recordset(tmp_path, put):
    put("合同编号,客户\nA,1\n")
    put("recordset: x\nextracted_at: 2026-07-10\nsources:\n  - form: contract\n    path: c.csv\n    columns:\n      customer_id: 客戶\n", "x.yml")

    spec, where = read_recordset(tmp_path / "x.yml", "records/x.yml")
    engine = folder.load("procedo.engines", "sqlite").connect()
    with pytest.raises(ProblemError, match=r"records/x.yml:7:20: \[no-such-column\] c.csv: there is no column “客戶”"):
        load_forms(spec, root_of(spec, tmp_path, None, where), FORMS, "Asia/Shanghai", engine, AS_OF, EXPORTED, where)
    put("recordset: x\nextracted_at: 2026-07-10\nsource: []\n", "y.yml")
    with pytest.raises(ProblemError, match="y.yml:3:1"):
        read_recordset(tmp_path / "y.yml", "y.yml")


def test_root(tmp_path, put, monkeypatch):
    put("合同编号\nA\n")
    base = tmp_path / "records"
    base.mkdir()
    source = {"form": "contract", "path": "c.csv"}
    assert len(Loaded(base, [source], root="..")["contract"]) == 1
    assert len(Loaded(base, [source | {"path": "../c.csv"}])["contract"]) == 1
    monkeypatch.setenv("SOME_EXPORTS", str(tmp_path.parent))
    loaded = Loaded(base, [source], root=f"$SOME_EXPORTS/{tmp_path.name}")
    assert loaded.data.files[0].file == "c.csv"
    monkeypatch.delenv("SOME_EXPORTS")
    assert "[unset-variable] the environment variable SOME_EXPORTS is not set" in faults(base, source, root="$SOME_EXPORTS/x")[0]
    spec = Recordset.model_validate({"recordset": "x", "extracted_at": "2026-07-10", "root": "$SOME_EXPORTS", "sources": [source]})
    assert root_of(spec, base, tmp_path) == tmp_path


def test_csv_and_workbook_are_the_same(tmp_path, put):
    rows = [["合同编号", "客户", "合同金额", "签订日期", "发出时间"], ["1001", "C1", 1234.56, dt.date(2026, 3, 1), dt.datetime(2026, 3, 1, 10, 30)],
            ["1002", "C2", -5, dt.date(2026, 3, 2), dt.datetime(2026, 3, 2)]]
    book = xlsxwriter.Workbook(str(tmp_path / "c.xlsx"), {"default_date_format": "yyyy-mm-dd hh:mm"})
    sheet = book.add_worksheet("合同")
    sheet.merge_range("A1:E1", "合同台账")
    for number, row in enumerate(rows):
        sheet.write_row(number + 2, 0, [int(row[0]) if number else row[0], *row[1:]])
    sheet.write_row(6, 0, ["合计", "", 1229.56])
    book.close()
    put("\n".join(",".join(map(str, row)) for row in rows) + "\n")
    text, excel = (Loaded(tmp_path, [{"form": "contract", "path": name}]) for name in ("c.csv", "c.xlsx"))
    names = ("_key", "customer_id", "price", "signed_at", "sent_at")
    assert text.column("contract", *names) == excel.column("contract", *names)
    assert excel.column("contract", "_line") == [(4,), (5,)] and excel.data.files[0].sheet == "合同"
    assert excel.data.tables["contract"].columns["sent_at"].type == "datetime"


def test_error_cells_are_unknown_not_empty(tmp_path):
    book = xlsxwriter.Workbook(str(tmp_path / "c.xlsx"))
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["合同编号", "签订日期"])
    sheet.write(1, 0, "A")
    sheet.write_formula(1, 1, "=NA()", None, "#N/A")
    sheet.write(2, 0, "B")
    book.close()
    loaded = Loaded(tmp_path, [{"form": "contract", "path": "c.xlsx"}])
    assert loaded.column("contract", "signed_at", "signed_at!") == [(None, UNREADABLE), (None, 0)]
    assert loaded.data.raws[0].text == "#N/A"


def test_hostile_texts_are_only_texts(tmp_path, put):
    evil = ["=cmd|'/C calc'!A0", "<script>alert(1)</script>", "'; DROP TABLE contract; --", "a\0b", '"'] * 2
    quoted = "".join('{},"{}"\n'.format(n, text.replace('"', '""')) for n, text in enumerate(evil))
    put("合同编号,客户\n" + quoted)
    for engine in ("duckdb", "sqlite"):
        assert [text for (text,) in Loaded(tmp_path, [{"form": "contract", "path": "c.csv"}], engine).column("contract", "customer_id")] == evil


def test_same_files_same_tables(tmp_path, put):
    put(EMPLOYEES, "e.csv")
    put("合同编号,起草人,发出时间\nA,张三,2026-03-01 10:00\nB,?,2026-09-01\n")
    sources = [{"form": "contract", "path": "c.csv"}, {"form": "employee", "path": "e.csv"}]
    one, other = Loaded(tmp_path, sources), Loaded(tmp_path, sources, "sqlite")
    assert one.data == other.data and one["contract"] == other["contract"]


@pytest.mark.skipif(not MESSY.is_dir(), reason="the third-party hostile files are not beside the repository")
def test_hostile_files_load_or_are_problems():
    """Mapped to their own first headings, so that every value goes all the way."""
    loaded = 0
    for path in sorted(p for p in MESSY.rglob("*") if p.suffix in (".csv", ".tsv", ".xls", ".xlsx", ".xlsb", ".ods")):
        source = {"form": "contract", "path": str(path), "header": 1, "columns": {"number": ["id", "a", "A", "name", "Name", "n", "col1"]}}
        if path.suffix.startswith((".xl", ".od")):
            source["sheet"] = 1
        try:
            Loaded(path.parent, [source], "sqlite")
            loaded += 1
        except ProblemError as error:
            assert all(problem.sentence.zh and problem.sentence.en for problem in error.problems)
    assert loaded > 30


def test_many_rows(tmp_path, put):
    put(EMPLOYEES, "e.csv")
    put("合同编号,客户,合同金额,起草人,签订日期,状态\n" + "".join(
        f"HT-{n},C{n % 500},\"{n},000.00\",张三,2026-0{n % 6 + 1}-1{n % 9},执行中\n" for n in range(1, 10_000)), encoding="gb18030")
    put("审批编号,单据,审批人,结论,审批时间\n" + "".join(
        f"{n},HT-{n // 3},张三,同意,2026-0{n % 6 + 1}-1{n % 9} 10:{n % 60:02}\n" for n in range(30_000)), "a.csv")
    found = Loaded(tmp_path, [{"form": name, "path": f"{name[0]}.csv"} for name in ("contract", "approval", "employee")])
    assert found.engine.rows("SELECT count(*) FROM approval") == [(30_000,)]
