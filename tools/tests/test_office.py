"""Documents out to a workbook and back: nothing changes unless a cell does, and then that value alone."""

from __future__ import annotations

import datetime as dt
import difflib
import io
import shutil
import zipfile
from pathlib import Path

import pytest
from openpyxl import load_workbook

from procedo.library.patched import patched
from procedo.library.scan import read_document, scan
from procedo.lifecycle.export import export
from procedo.lifecycle.incoming import take
from procedo.model import DOCUMENTS
from procedo.office.book import workbook
from procedo.office.cells import Workbook
from procedo.office.roles import terms
from procedo.office.tables import tables
from procedo.office.whole import whole
from procedo.problem import ProblemError

ROOT = Path(__file__).resolve().parents[2]
FOUND = scan(ROOT)


@pytest.fixture
def library(tmp_path):
    """The starter's documents as drafts, without what was released."""
    shutil.copytree(ROOT / "procedures", tmp_path / "procedures", ignore=shutil.ignore_patterns("revisions", "register.yml", "schema"))
    for file in (tmp_path / "procedures").rglob("*.yml"):
        text = file.read_text(encoding="utf-8").replace("status: released", "status: draft")
        file.write_text(text, encoding="utf-8", newline="\n")
    return tmp_path


class Desk:
    """One document of the library in a workbook, changed cell by cell as a person would."""

    def __init__(self, root: Path, id: str, language: str = "zh"):
        self.root, self.path = root, export(root, id, language)
        self.file = next(root / d.file for d in scan(root).desk if d.id == id)
        self.before = self.file.read_bytes().decode("utf-8")
        self.book = load_workbook(self.path)

    def find(self, sheet: str, key: str, heading: str):
        """The cell of the row that begins with `key`, below `heading`; on the cover the one beside the item."""
        page = self.book[sheet]
        if sheet in ("封面", "cover"):
            return next(row[1] for row in page.iter_rows() if row[0].value == heading)
        column = next(cell.column for cell in page[1] if cell.value == heading)
        row = next(row for row in page.iter_rows(min_row=2) if str(row[0].value or "").split(" ")[0] == key.split(" ")[0]
                   and (" " not in key or str(row[1].value) == key.split(" ")[1]))
        return page.cell(row[0].row, column)

    def put(self, sheet: str, key: str, heading: str, value) -> Desk:
        self.find(sheet, key, heading).value = value
        return self

    def take(self):
        self.book.save(self.path)
        return take(self.root, self.path)

    def lines(self) -> tuple[list[str], list[str]]:
        """Lines that went and lines that came."""
        old, new = self.before.split("\n"), self.file.read_bytes().decode("utf-8").split("\n")
        went, came = [], []
        for tag, a, b, c, d in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
            if tag != "equal":
                went += [line.strip() for line in old[a:b]]
                came += [line.strip() for line in new[c:d]]
        return went, came

    def refused(self) -> list[str]:
        with pytest.raises(ProblemError) as caught:
            self.take()
        assert self.file.read_bytes().decode("utf-8") == self.before, "nothing is written"
        return [problem.line("en") for problem in caught.value.problems]


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("document", FOUND.desk, ids=lambda d: d.id)
def test_out_and_back_is_the_same_document(document, language, tmp_path):
    spoken = terms(FOUND, language)
    file = tmp_path / "x.xlsx"
    file.write_bytes(workbook(document.kind, document.id, document.yaml.data, spoken))
    book = Workbook(file)
    assert book.exported()["data"] == document.yaml.data
    new, _, missing = whole(book, document.kind, document.yaml.data, document.yaml.data, spoken)
    assert missing == [] and new == document.yaml.data
    text = (ROOT / document.file).read_bytes().decode("utf-8")
    assert patched(text, new) == text


@pytest.mark.parametrize("document", FOUND.released, ids=lambda d: f"{d.id}-{d.revision}")
def test_every_cell_reads_as_what_it_shows(document):
    """Without the comparison: the text of each cell, read, is the value that it was made from."""
    spoken = terms(FOUND, "zh")
    for table in tables(document.kind, document.yaml.data):
        for path, item in table.rows(document.yaml.data):
            for column in table.columns:
                value = column.get(item, spoken)
                if value not in (None, "") and column.fixed is None:
                    read = column.kind.read(column.kind.show(value, spoken).strip(), spoken)
                    same = [read] if isinstance(value, list) and not isinstance(read, list) else read
                    same = same[0] if column.kind.loose and not isinstance(value, list) else same
                    assert str(same).strip() == str(value).strip(), (path, column.path)


@pytest.mark.parametrize("id, sheet, key, heading, value, gone, come", [
    ("QP-SAL-07", "封面", "", "归口岗位", "legal 法务", ["owner: sales-manager"], ["owner: legal"]),
    ("QP-SAL-07", "封面", "", "复审日期", "2028/1/5", ["review_by: 2027-03-01"], ["review_by: 2028-01-05"]),
    ("QP-SAL-07", "参数", "archive_time", "取值", "10 working days", ["default: 5 working days"], ["default: 10 working days"]),
    ("QP-SAL-07", "参数", "price_tolerance", "取值", 100, ["default: 0"], ["default: 100"]),
    ("QP-SAL-07", "参数", "review_functions", "取值", "[legal, finance]",
     ["default: [legal, audit, finance, design, engineering]"], ["default: [legal, finance]"]),
    ("QP-SAL-07", "步骤", "7.5", "负责岗位", "finance 财务", ["responsible: legal"], ["responsible: finance"]),
    ("QP-SAL-07", "步骤", "7.1", "参与岗位", "presales、legal", ["consulted: [presales]"], ["consulted: [presales, legal]"]),
    ("QP-SAL-07", "要求", "R-110", "等级", "次要", ["grade: major"], ["grade: minor"]),
    ("QP-SAL-07", "检查", "R-110", "内容（YAML）", "case: contract\nfields: [rights_obligations]\ncovers: [C-05]",
     ["- {id: a, kind: completeness, case: contract, fields: [rights_obligations, specification, after_sales_terms], covers: [C-05]}"],
     ["- {id: a, kind: completeness, case: contract, fields: [rights_obligations], covers: [C-05]}"]),
    ("QP-SAL-07", "职责", "legal", "文字（中文）", "+1，审核。",
     None, ["text: {zh: +1，审核。, en: Reviews the lawfulness and risks of every contract and concludes before it is sent out.}"]),
    ("AM-CONTRACT", "审批行", "L3", "amount 合同金额(含税)", "[200000..)", ['amount: "[300000..)"'], ['amount: "[200000..)"']),
    ("AM-CONTRACT", "审批行", "L3", "第 3 个审批·动作", "review", ["- {step: 3, role: general-manager}"], ["- {step: 3, role: general-manager, act: review}"]),
    ("AM-CONTRACT", "审批行", "L3", "第 4 个审批·岗位", "deputy-gm", [], ["- {step: 4, role: deputy-gm}"]),
    ("AM-CONTRACT", "审批行", "L3", "第 3 个审批·岗位", None, ["- {step: 3, role: general-manager}"], []),
    ("AM-CONTRACT", "签署", "approved", "证据·编号", "OA-1", ["approved: {role: general-manager, date: 2026-02-20}"],
     ["approved: {role: general-manager, date: 2026-02-20, evidence: {kind: paper, ref: OA-1}}"]),
    ("contract", "字段", "sent_at", "必填", "是", None,
     ["sent_at: {type: date, label: {zh: [送签日期, 发客户日期, 寄出日期], en: [Sent for signature on, Sent date]}, required: true}"]),
    ("contract", "字段", "title", "类型", "选项 ", None, None),
    ("contract", "封面", "", "保存期·年数", 12, None,
     ["retention: {years: 12, text: {zh: 自签订之日起保存十年。, en: Ten years from the day of signing.}, origin: chosen}"]),
    ("china", "放假日", "2024-05-01", "说明（中文）", "五一", ["2024-05-01: {zh: 劳动节, en: Labour Day}"], ["2024-05-01: {zh: 五一, en: Labour Day}"]),
    ("general-b2b", "参数", "review_scope", "取值", "[clauses]", ["review_scope: [clauses, price, delivery]"], ["review_scope: [clauses]"]),
    ("roles", "岗位", "legal", "级别", "2", ["rank: 3"], ["rank: 2"]),
    ("glossary", "术语", "pending", "不用", "拖延", None, ["avoid: [拖延]"]),
    ("iso-9001-2015", "条款", "7.1", "标题（英文）", "Means", None, ['- {id: "7.1", title: {zh: 资源, en: Means}}']),
    ("sources", "来源", "S0-02", "位置", "elsewhere", None, None),
])
def test_one_cell_changes_one_value(library, id, sheet, key, heading, value, gone, come):
    desk = Desk(library, id).put(sheet, key, heading, value)
    if "证据" in heading:
        desk.put(sheet, key, "证据·种类", "纸质")
    taken = desk.take()
    assert taken.written == desk.file and len(taken.told) == 1, taken.told
    went, came = desk.lines()
    assert (gone is None or went == gone) and (come is None or came == come), (went, came)
    assert max(len(went), len(came)) == 1
    read_document(desk.file.read_text(encoding="utf-8"), "x", False)


def test_english_sheets_and_headings_are_understood(library):
    desk = Desk(library, "QP-SAL-07", "en").put("requirements", "R-110", "Grade", "minor").put("cover", "", "Owner", "Legal")
    assert [s.en for s in desk.take().told] == ["owner: sales-manager → legal", "requirement R-110 now minor"]
    book = load_workbook(Desk(library, "QP-SAL-07", "zh").path)
    book["要求"].title = "Requirements"
    head = next(cell for cell in book["Requirements"][1] if cell.value == "等级")
    head.value = "ＧRADE"
    book["Requirements"].cell(2, head.column).value = "观察项"
    book.save(library / "mixed.xlsx")
    assert len(take(library, library / "mixed.xlsx").told) == 1


def test_rows_come_and_go_and_move(library):
    desk = Desk(library, "AM-CONTRACT")
    page = desk.book["审批行"]
    page.insert_rows(3)
    for at, value in ((1, "L1a"), (2, "[50000..100000)"), (3, "legal"), (4, "审核"), (6, "sales-manager")):
        page.cell(3, at).value = value
    desk.put("审批行", "L1", "amount 合同金额(含税)", "[0..50000)")
    page.delete_rows(5)
    assert [s.zh for s in desk.take().told][1:] == ["增加L1a 行", "删除L3 行"]
    went, came = desk.lines()
    assert came == ['amount: "[0..50000)"', "- id: L1a", 'amount: "[50000..100000)"', "approvals:", "- {step: 1, role: legal, act: review}",
                    "- {step: 2, role: sales-manager}"]
    assert went[0] == 'amount: "[0..100000)"' and went[1] == "- id: L3" and len(went) == 9
    again = Desk(library, "AM-CONTRACT")
    page = again.book["审批行"]
    page.move_range("A2:Z2", rows=9)
    assert [s.zh for s in again.take().told] == ["审批行的次序改变"]
    assert [line["id"] for line in read_document(again.file.read_text(encoding="utf-8"), "x", False).yaml.data["lines"]] == ["L1a", "L2", "L1"]


def test_a_check_and_a_branch_are_added_and_removed(library):
    desk = Desk(library, "QP-SAL-07")
    page = desk.book["检查"]
    for at, value in enumerate(("R-110", "z", "condition", "case: contract\ncheck: price > 0"), 1):
        page.cell(page.max_row + (at == 1), at).value = value
    desk.book["分支"].delete_rows(2)
    told = [s.en for s in desk.take().told]
    assert any("check z" in line and "added" in line for line in told) and any("branch to 7.2" in line and "removed" in line for line in told)
    assert "- {id: z, kind: condition, case: contract, check: price > 0}" in desk.lines()[1]


def test_what_the_spreadsheet_made_of_ids_is_undone(library):
    file = library / "procedures" / "QP-SAL-07-contract-review.yml"
    desk = Desk(library, "QP-SAL-07")
    for sheet in ("步骤", "要求", "分支"):
        for row in desk.book[sheet].iter_rows(min_row=2):
            for cell in row[:2]:
                try:
                    cell.value = float(cell.value)
                except (TypeError, ValueError):
                    continue
    assert desk.find("步骤", "7.1", "编号").value == 7.1
    before = file.read_bytes()
    assert desk.take().written is None and file.read_bytes() == before
    desk.put("步骤", "7.1", "标题（中文）", "谈判")
    assert [s.zh for s in desk.take().told] == ["步骤 7.1 的标题：商务谈判 → 谈判"]


def test_values_not_formulas_and_blanks_of_every_width(library):
    """A formula counts by the value that the spreadsheet saved with it; without one it is a problem."""
    desk = Desk(library, "roles").put("岗位", "legal", "级别", "\u3000 ３ \u00a0").put("岗位", "finance", "编号", "finance\u3000")
    assert desk.take().written is None
    desk.put("岗位", "legal", "级别", "=1+1")
    assert any(line.startswith("岗位!D") and "[bad-cell]" in line for line in desk.refused())
    raw = zipfile.ZipFile(desk.path)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in raw.namelist():
            content = raw.read(name).replace(b"<f>1+1</f><v></v>", b"<f>1+1</f><v>2</v>").replace(b"<f>1+1</f><v />", b"<f>1+1</f><v>2</v>")
            archive.writestr(name, content)
    desk.path.write_bytes(out.getvalue())
    assert [s.en for s in take(library, desk.path).told] == ["rank of role legal: 3 → 2"]


def test_text_never_becomes_a_formula(library):
    desk = Desk(library, "roles")
    file = desk.file
    file.write_text(desk.before.replace("管理销售团队；", "=HYPERLINK(0)管理；").replace("维护员工名册和任命记录。", '"@维护"'), encoding="utf-8", newline="\n")
    page = load_workbook(export(library, "roles", "zh"))["岗位"]
    risky = [cell for row in page.iter_rows() for cell in row if str(cell.value or "")[:1] in ("=", "@")]
    assert len(risky) == 2 and all(cell.data_type == "s" and cell.number_format == "@" and cell.quotePrefix for cell in risky)
    assert take(library, library / "build/exports/roles.xlsx").written is None


@pytest.mark.parametrize("change, line", [
    (lambda d: d.put("步骤", "7.5", "负责岗位", "legel"), "步骤!D6: [not-one-of] there is no “legel”; did you mean “legal”?"),
    (lambda d: d.put("要求", "R-110", "等级", "巨大"), "要求!E3: [not-one-of] there is no “巨大”"),
    (lambda d: d.put("封面", "", "复审日期", "明年"), "封面!B12: [bad-date] “明年” is no date"),
    (lambda d: d.put("封面", "", "状态", "released"), "封面!B6: [not-here] “Status” cannot be changed in a workbook; use procedo release"),
    (lambda d: d.put("封面", "", "程序编号", "QP-SAL-05"), "[not-here] the id cannot be changed in a workbook"),
    (lambda d: d.put("步骤", "7.5", "标题（中文）", None).put("步骤", "7.5", "标题（英文）", None), "步骤!A6: [missing-key] “title” is missing"),
    (lambda d: d.put("要求", "R-111", "编号", "R-110"), "要求!A4: [duplicate-key] “R-110” stands in two rows"),
    (lambda d: d.put("参数", "retention", "编号", None), "[missing-key] “Id” is missing"),
    (lambda d: d.put("检查", "R-110", "内容（YAML）", "case: contract\nfields: [a"), "[syntax] line 2 in the cell"),
    (lambda d: d.put("检查", "R-110", "要求", "R-11O"), "检查!A3: [unknown-parent] there is no “R-11O” for the column “Requirement”"),
    (lambda d: setattr(d.book["步骤"]["B1"], "value", "标提（中文）"),
     "步骤!B1: [unknown-heading] there is no heading “标提（中文）”; did you mean “标题（中文）”?"),
    (lambda d: setattr(d.book["步骤"]["C1"], "value", "标题（中文）"), "步骤!C1: [heading-twice]"),
    (lambda d: d.book["步骤"].delete_cols(1), "步骤!A1: [missing-heading] the column “Id” is missing"),
    (lambda d: d.book.create_sheet("便签"), "便签: [unknown-sheet]"),
    (lambda d: d.book.remove(d.book["封面"]), "[no-cover]"),
    (lambda d: d.put("步骤", "7.5", "标题（中文）", dt.date(2026, 5, 10)),
     "[made-a-date] the spreadsheet made a date of this (2026-05-10)"),
])
def test_what_cannot_be_read_is_told_with_sheet_and_cell(library, change, line):
    desk = Desk(library, "QP-SAL-07")
    change(desk)
    told = desk.refused()
    assert any(line in one for one in told), told


def test_sheets_that_are_gone_and_merged_cells(library):
    desk = Desk(library, "QP-SAL-07")
    del desk.book["分支"], desk.book["procedo"]
    page = desk.book["检查"]
    twins = [n for n in range(2, page.max_row) if page.cell(n, 1).value == page.cell(n + 1, 1).value]
    page.merge_cells(start_row=twins[0], end_row=twins[0] + 1, start_column=1, end_column=1)
    taken = desk.take()
    assert taken.written is None and [s.zh for s in taken.hints] == ["工作簿没有工作表“分支”，这部分未改"]


def test_traps_are_refused(library, tmp_path):
    path = export(library, "roles", "zh")
    book = load_workbook(path)
    for at in range(1, 16_000):
        book["岗位"].cell(900, at).value = "x"
    book.save(path)
    for problem, make in (("too-large", None), ("zip-bomb", b"\0" * (300 << 20)), ("not-a-workbook", b"PK no"), ("bad-workbook", b"PK\3\4 no")):
        if problem == "zip-bomb":
            with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
                archive.writestr("xl/workbook.xml", make)
        elif make:
            path.write_bytes(make[3:] if problem == "not-a-workbook" else make)
        with pytest.raises(ProblemError) as caught:
            take(library, path)
        assert {p.id for p in caught.value.problems} == {problem}
        assert all(p.place.file.startswith("roles.xlsx") for p in caught.value.problems)


@pytest.mark.parametrize("old, new", [(b'r="C3"', b'r="ZZZZZZ3"'), (b'r="C3"', b'r="C99999999999"'), (b'<row r="3"', b'<row r="99999999"')])
def test_cells_beyond_any_spreadsheet(library, old, new):
    path = export(library, "roles", "zh")
    out = io.BytesIO()
    with zipfile.ZipFile(path) as raw, zipfile.ZipFile(out, "w") as archive:
        for name in raw.namelist():
            archive.writestr(name, raw.read(name).replace(old, new) if "sheet3" in name else raw.read(name))
    assert new in zipfile.ZipFile(out).read("xl/worksheets/sheet3.xml")
    path.write_bytes(out.getvalue())
    with pytest.raises(ProblemError, match="scattered-cells"):
        take(library, path)


@pytest.mark.parametrize("kind", DOCUMENTS)
def test_every_heading_is_told_in_both_languages(kind):
    for table in tables(kind, {}):
        for column in table.columns:
            assert any("\u4e00" <= sign for sign in column.heading.zh), column.path
            assert column.heading.en.isascii() or "·" in column.heading.en


def test_both_changed(library):
    """The workbook was made before the desk copy changed: different cells are both kept, the same cell is a problem."""
    desk = Desk(library, "QP-SAL-07").put("步骤", "7.5", "标题（中文）", "审核")
    desk.file.write_text(desk.before.replace("default: 5 working days", "default: 6 working days"), encoding="utf-8", newline="\n")
    assert len(desk.take().told) == 1
    assert "default: 6 working days" in desk.file.read_text(encoding="utf-8")
    other = Desk(library, "QP-SAL-07").put("参数", "archive_time", "取值", "7 working days")
    other.file.write_text(other.before.replace("default: 6 working days", "default: 8 working days"), encoding="utf-8", newline="\n")
    with pytest.raises(ProblemError, match="changed-twice"):
        other.take()


@pytest.mark.parametrize("text", ["[]", "{", '{"kind": "role_list", "id": "roles", "data": {"roles": "x"}}', "[" * 900 + "]" * 900])
def test_a_hidden_sheet_that_was_tampered_with(library, text):
    desk = Desk(library, "roles")
    desk.book["procedo"]["A2"].value = text
    assert "[bad-workbook]" in desk.refused()[0]


ODD = """\
# 决策表，单语
matrix: DT-1
title: 只有中文
revision: 1   # a number
status: draft
about: contract
inputs:
  - {name: amount, is: price}
  - {name: kind, is: type, title: 种类}
output: {title: 折扣, unit: "%"}
lines:
  - {id: 1, amount: "[0..5]", kind: [A, "B, C"], output: 0.5}
  - {id: "2", amount: "> 5", kind: not(A), output: "5", note: " 前后空格 "}
  - id: "5.10"
    amount: any
    kind: "_x0041_"
    output: true
    note: |
      两行
      文字
"""
SEVERAL = """\
matrix: AM-9
title: {en: only English}
revision: "1.0"
status: draft
about: contract
lines:
  - id: L1
    same_person: allowed
    approvals:
      - {step: 1, roles: [legal, finance], need: 1}
      - {step: 1, role: delivery, act: review}   # beside it
      - {step: 3, roles: [sales-manager, general-manager], need: all}
"""
DAYS = """\
calendar: days
title: x
revision: "1"
status: draft
first: 2026-01-01
last: 2026-12-31
off: [2026-01-01, 2026-01-02]   # a list
worked:
  2026-01-04:
  2026-01-10: {zh: 补班}
"""


@pytest.mark.parametrize("text, sheet, cell, value, went, came", [
    (ODD, "审批行", "D3", "0.25", None, None),
    (ODD, "封面", "B3", "新标题", ["title: 只有中文"], ["title: 新标题"]),
    (ODD, "封面", "B4", "English", ["title: 只有中文"], ["title: {zh: 只有中文, en: English}"]),
    (SEVERAL, "审批行", "B2", "legal、audit", ["- {step: 1, roles: [legal, finance], need: 1}"], ["- {step: 1, roles: [legal, audit], need: 1}"]),
    (SEVERAL, "审批行", "B2", "legal 法务", ["- {step: 1, roles: [legal, finance], need: 1}"], ["- {step: 1, role: legal, need: 1}"]),
    (SEVERAL, "审批行", "F2", "delivery\nlegal", ["- {step: 1, role: delivery, act: review}   # beside it"],
     ["- {step: 1, roles: [delivery, legal], act: review}   # beside it"]),
    (SEVERAL, "封面", "B3", "中文", ["title: {en: only English}"], ["title: {en: only English, zh: 中文}"]),
    (DAYS, "放假日", "A4", "2026-01-03", ["off: [2026-01-01, 2026-01-02]   # a list"], ["off: [2026-01-01, 2026-01-02, 2026-01-03]   # a list"]),
    (DAYS, "放假日", "B3", "元旦", ["off: [2026-01-01, 2026-01-02]   # a list"], ["off: {2026-01-01: null, 2026-01-02: {zh: 元旦}}   # a list"]),
])
@pytest.mark.parametrize("ends, mark", [("\n", b""), ("\r\n", b"\xef\xbb\xbf")])
def test_unusual_documents(library, text, sheet, cell, value, went, came, ends, mark):
    """One language, ids that are numbers, decision tables, several roles at once, lists of days; files from Notepad."""
    id = text.split("\n")[0 if text[0] != "#" else 1].split(": ")[1]
    file = library / "procedures" / "odd.yml"
    content = mark + text.replace("\n", ends).encode()
    file.write_bytes(content)
    desk = Desk(library, id)
    assert desk.take().written is None and file.read_bytes() == content
    desk.book[sheet][cell].value = value
    assert len(desk.take().told) == 1
    assert file.read_bytes().startswith(mark) and file.read_bytes().count(b"\r\n") == content.count(b"\r\n")
    gone, new = desk.lines()
    assert (went, came) == (None, None) or (gone, new) == (went, came), (gone, new)


def test_released_documents_are_revised_first(tmp_path, shell):
    shutil.copytree(ROOT / "procedures", tmp_path / "procedures")

    def run(*words: str, code: int = 0) -> str:
        done = shell(*words, "--library", str(tmp_path), "--lang", "en")
        assert done.returncode == code, done.stdout + done.stderr
        return done.stdout + done.stderr

    assert run("export", "AM-CONTRACT", "--xlsx").startswith("build/exports/AM-CONTRACT.xlsx\n")
    file = tmp_path / "build/exports/AM-CONTRACT.xlsx"
    assert "nothing changed" in run("import", str(file))
    book = load_workbook(file)
    book["lines"]["B4"].value = "[200000..)"
    book["lines"]["B3"].value = "[100000..200000)"
    book.save(file)
    assert "procedo revise AM-CONTRACT" in run("import", str(file), code=2)
    run("revise", "AM-CONTRACT", "--effective-from", "2026-12-01")
    told = run("import", str(file))
    assert "amount of line L3: [300,000..) → [200,000..)" in told and "procedures/matrices/AM-CONTRACT.yml" in told
    text = (tmp_path / "procedures/matrices/AM-CONTRACT.yml").read_text(encoding="utf-8")
    assert 'revision: "3"' in text and 'amount: "[200000..)"' in text and "effective_from: 2026-12-01" in text
    assert "[which-format]" in run("export", "AM-CONTRACT", code=2)
    assert "did you mean “AM-CONTRACT”" in run("export", "AM-CONTRCT", "--xlsx", code=2)


def test_the_workbook_can_be_worked_with():
    """Headings stay in sight, closed lists drop down, pages are set up, every column has words in both languages."""
    document = next(d for d in FOUND.desk if d.id == "QP-SAL-07")
    book = load_workbook(io.BytesIO(workbook(document.kind, document.id, document.yaml.data, terms(FOUND, "zh"))))
    assert [s.title for s in book if s.sheet_state == "visible"] == [
        "封面", "签署", "术语和定义", "职责", "参数", "步骤", "分支", "要求", "检查"]
    assert book["procedo"].sheet_state == "veryHidden"
    for sheet in book:
        if sheet.title != "procedo":
            assert sheet.freeze_panes and sheet.print_title_rows and sheet.page_setup.orientation == "landscape"
    lists = {str(rule.sqref).split(":")[0]: rule.formula1 for rule in book["步骤"].data_validations.dataValidation}
    offered = [row[0].value for row in book["procedo"][lists["D2"].split("!")[1].replace("$", "")]]
    assert offered == [f"{id} {names[0]}" for id, names in terms(FOUND, "zh").roles.items()] and "general-manager 总经理" in offered


@pytest.mark.parametrize("kind", DOCUMENTS)
def test_headings_are_told_apart(kind):
    document = next(d for d in FOUND.desk if d.kind == kind)
    for table in tables(kind, document.yaml.data):
        for language in ("zh", "en"):
            words = [column.heading.in_(language) for column in table.columns]
            assert len(set(words)) == len(words), words
        assert all(any("\u4e00" <= sign for sign in column.heading.zh) or column.kind.name == "test" for column in table.columns)
