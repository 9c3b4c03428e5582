"""Reports: golden texts in both languages, equal bytes, and nothing a hostile record could do."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from pathlib import Path

import outcomes
import pytest

from procedo import folder, reasons, reports
from procedo.finding import Case, CheckResult, Outcome, RequirementResult
from procedo.problem import ProblemError
from procedo.reports import _layout, _tally, closing, write
from procedo.reports.csv import FORMULA
from procedo.reports.json import parse
from procedo.terms import LANGUAGES, say

GOLDEN = Path(__file__).parent / "golden" / "reports"
RUNS = {"everyday": outcomes.everyday, "hostile": outcomes.hostile, "clean": outcomes.clean_run}
TEXTS = [(run, form, language) for run in RUNS for form in ("text", "csv") for language in LANGUAGES]


def golden(name: str, content: str) -> None:
    """The file says what the report must be; delete it to have it written anew, and read the difference."""
    target = GOLDEN / name
    if not target.is_file():
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content.encode("utf-8"))
        pytest.fail(f"{name} was not there and has been written: read it, then run again")
    assert content == target.read_bytes().decode("utf-8")


@pytest.mark.parametrize(("run", "form", "language"), TEXTS)
def test_golden(run, form, language):
    golden(f"{run}-{language}.{form}.golden", folder.load("procedo.reports", form).render(RUNS[run](), language))


@pytest.mark.parametrize("run", RUNS)
def test_golden_json(run):
    module = folder.load("procedo.reports", "json")
    assert module.render(RUNS[run](), "zh") == module.render(RUNS[run](), "en")
    golden(f"{run}.json.golden", module.render(RUNS[run](), "zh"))


@pytest.mark.parametrize("run", RUNS)
def test_json_there_and_back(run):
    text = folder.load("procedo.reports", "json").render(RUNS[run](), "en")
    assert parse(text) == RUNS[run]()


def test_json_has_the_keys_of_the_contract_in_their_order():
    report = json.loads(folder.load("procedo.reports", "json").render(outcomes.everyday(), "zh"))

    def begins(found: dict, keys: str) -> None:
        wanted = keys.split()
        assert [key for key in found if key in wanted] == wanted

    begins(report, "schema recordset as_of profile procedo library records requirements findings")
    assert list(report)[0] == "schema" and report["schema"] == "procedo.report/1"
    begins(report["records"][0], "form file sha256 sheet rows skipped unreadable")
    begins(report["requirements"][0], "id procedure revision grade status checks")
    begins(report["requirements"][0]["checks"][0], "id kind status reason population conforms nonconforming pending "
           "undetermined not_applicable conceded same_day")
    finding = report["findings"][0]
    begins(finding, "id requirement check procedure revision grade verdict conceded case reasons text message clauses "
           "clock evidence record subject document")
    begins(finding["evidence"], "values demanded events lacking searched same_day")
    begins(finding["evidence"]["events"][0], "activity at by role form file sheet row")
    assert list(finding["evidence"]["demanded"][0]) == ["matrix", "revision", "line", "role", "act"]
    assert finding["message"].keys() == {"zh", "en"} and report["profile"] == {"id": "general-b2b", "revision": "1"}


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"schema": "procedo.report/1"}', '{"schema": "other"}', "null"])
def test_what_is_no_report_is_a_problem(text):
    with pytest.raises(ProblemError):
        parse(text)


@pytest.mark.parametrize("run", RUNS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_text_fits_eighty_columns(run, language):
    *lines, last = folder.load("procedo.reports", "text").render(RUNS[run](), language).splitlines()
    assert [line for line in lines if _layout.width(line) > 80] == []
    assert last == closing(RUNS[run]()).in_(language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_text_holds_no_control_character(language):
    text = folder.load("procedo.reports", "text").render(outcomes.hostile(), language)
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\ud800-\udfff]", text)
    text.encode("utf-8")


def test_unfit_stands_first():
    for language in LANGUAGES:
        lines = folder.load("procedo.reports", "text").render(outcomes.hostile(), language).splitlines()
        assert lines[0].startswith("!!!") and ("UNFIT" in lines[1] or "数据不合用" in lines[1]) and "31%" in lines[2]


def test_the_last_line_says_what_was_judged():
    assert closing(outcomes.everyday()).en == (
        "evaluated 5 of 9 requirements; 2 not evaluable (archive, contract, sealed_at); 1 attestation; 1 not automated; "
        "1 evaluated without a case; 21 not in profile"
    )
    assert closing(outcomes.clean_run()).zh == "已检查 1 条要求中的 1 条"
    lacking = CheckResult("A-1.a", "approval", "not-evaluable", say("没有审批记录", "no approvals"))
    alone = RequirementResult("A-1", "P", "1", "major", "not-evaluable", say("x", "x"), (), (lacking,))
    assert closing(replace(outcomes.clean_run(), requirements=(alone,))).en == (
        "evaluated 0 of 1 requirements; 1 not evaluable (no approvals)"
    )


def test_a_requirement_of_two_revisions_counts_once_with_its_worst_status():
    found = _tally.statuses(outcomes.everyday())
    assert list(found) == ["R-109", "R-111", "R-113", "R-120", "R-126", "R-128", "R-149", "R-152", "R-158"]
    worse = RequirementResult("R-113", "QP-SAL-07", "3", "critical", "not-evaluable", say("x", "x"), (), ())
    more = replace(outcomes.everyday(), requirements=(*outcomes.everyday().requirements, worse))
    assert _tally.statuses(more)["R-113"] == "not-evaluable"


@pytest.mark.parametrize("language", LANGUAGES)
def test_csv_opens_in_excel_and_runs_nothing(language):
    text = folder.load("procedo.reports", "csv").render(outcomes.hostile(), language)
    assert text.startswith("\ufeff") and "\n" not in text.replace("\r\n", "")
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))
    assert len(rows) == 1 + len(outcomes.hostile().findings) and len({len(row) for row in rows}) == 1
    assert [cell for row in rows for cell in row if cell.startswith(FORMULA)] == []
    assert "'" + outcomes.FORMULA in {cell for row in rows for cell in row}


@pytest.fixture(params=[(run, language) for run in RUNS for language in LANGUAGES], ids=lambda p: "-".join(p))
def workbook(request):
    run, language = request.param
    content = folder.load("procedo.reports", "xlsx").render(RUNS[run](), language)
    assert content == folder.load("procedo.reports", "xlsx").render(RUNS[run](), language), "the same bytes every time"
    openpyxl = pytest.importorskip("openpyxl")
    return openpyxl.load_workbook(io.BytesIO(content)), RUNS[run](), language


def test_xlsx_has_no_formula_no_link_and_its_sheets(workbook):
    book, outcome, language = workbook
    wanted = {"zh": ["概要", "审核发现", "证据", "总体", "参数", "来源"],
              "en": ["Summary", "Findings", "Evidence", "Population", "Parameters", "Sources"]}
    assert book.sheetnames == wanted[language]
    cells = [cell for sheet in book for row in sheet for cell in row]
    assert {cell.data_type for cell in cells if cell.value is not None} <= {"s", "n"}
    assert not any(cell.hyperlink for cell in cells)
    assert not any(re.search("[\x00-\x08\x0b-\x1f]|_x00", str(cell.value)) for cell in cells if cell.value)


def test_xlsx_findings_can_be_filtered(workbook):
    book, outcome, language = workbook
    sheet = book.worksheets[1]
    assert sheet.max_row == 1 + len(outcome.findings) and sheet.freeze_panes == "B2"
    assert sheet.auto_filter.ref == f"A1:{sheet.cell(max(sheet.max_row, 1), sheet.max_column).coordinate}"
    assert {row[0].value for row in sheet.iter_rows(min_row=2)} == {finding.id for finding in outcome.findings}
    heads = [cell.value for cell in sheet[1]]
    at = heads.index({"zh": "记录", "en": "Record"}[language])
    keys = {row[at].value for row in sheet.iter_rows(min_row=2)}
    assert keys == {_layout.clean(finding.case.key) for finding in outcome.findings}
    rows = [row[heads.index({"zh": "行", "en": "Row"}[language])].value for row in sheet.iter_rows(min_row=2)]
    assert all(row is None or isinstance(row, int) for row in rows)


def test_xlsx_evidence_has_every_record_looked_at(workbook):
    book, outcome, _ = workbook
    assert book.worksheets[2].max_row == 1 + sum(1 + len(f.evidence.events) for f in outcome.findings)
    checks = sum(len(result.checks) or 1 for result in outcome.requirements)
    assert book.worksheets[3].max_row == 1 + checks
    assert book.worksheets[5].max_row == 1 + len(outcome.records)


def test_xlsx_says_unfit_on_its_first_sheet():
    openpyxl = pytest.importorskip("openpyxl")
    content = folder.load("procedo.reports", "xlsx").render(outcomes.hostile(), "en")
    first = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    assert str(first["A2"].value).startswith("UNFIT") and "31%" in str(first["A3"].value)


def test_xlsx_cuts_a_text_no_cell_can_hold_and_goes_on_where_a_sheet_is_full(monkeypatch):
    openpyxl = pytest.importorskip("openpyxl")
    from procedo.reports import _sheets

    long = replace(outcomes.everyday(), findings=(outcomes.finding(message=say("长" * 40_000, "x")),))
    content = folder.load("procedo.reports", "xlsx").render(long, "zh")
    cells = [str(cell.value) for row in openpyxl.load_workbook(io.BytesIO(content)).worksheets[1] for cell in row]
    assert max(map(len, cells)) == _sheets.CELL and any(cell.endswith("长…") for cell in cells)
    monkeypatch.setattr(_sheets, "ROWS", 3)
    content = folder.load("procedo.reports", "xlsx").render(outcomes.everyday(), "en")
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert [name for name in book.sheetnames if name.startswith("Findings")] == ["Findings", "Findings 2", "Findings 3"]
    assert sum(book[f"Findings{n}"].max_row - 1 for n in ("", " 2", " 3")) == len(outcomes.everyday().findings)


def test_text_goes_to_the_console_and_a_file_where_it_is_told(tmp_path):
    page = io.StringIO()
    assert write(outcomes.everyday(), "text", "zh", page) is None and page.getvalue().startswith("检查报告")
    assert write(outcomes.everyday(), f"json:{tmp_path / 'a' / 'x.json'}", "zh", page) == tmp_path / "a" / "x.json"
    assert parse((tmp_path / "a" / "x.json").read_text(encoding="utf-8")) == outcomes.everyday()
    page = io.StringIO()
    assert write(outcomes.everyday(), "csv:-", "en", page) is None
    assert page.getvalue().startswith("Finding,") and "\r" not in page.getvalue()


def test_a_workbook_without_a_file_goes_to_build(tmp_path):
    page = io.StringIO()
    written = write(outcomes.everyday(), "xlsx", "zh", page, tmp_path)
    assert written == tmp_path / "build" / "reports" / "sample.xlsx" and written.is_file() and page.getvalue() == ""


@pytest.mark.parametrize(("wanted", "parts"), [
    ("text", ("text", "")), ("xlsx:C:\\audit\\july.xlsx", ("xlsx", "C:\\audit\\july.xlsx")), ("json:x.json", ("json", "x.json")),
    ("csv:C:/a b/七月.csv", ("csv", "C:/a b/七月.csv")),
])
def test_a_drive_stays_with_its_file(wanted, parts):
    assert reports.split(wanted) == parts


@pytest.mark.parametrize(("wanted", "id"), [
    ("xslx", "unknown-report"), ("xlsx:", "bad-report"), ("C:\\x.xlsx", "bad-report"), ("", "bad-report"),
])
def test_a_report_that_cannot_be_is_a_problem(wanted, id, tmp_path):
    with pytest.raises(ProblemError) as caught:
        write(outcomes.everyday(), wanted, "zh", io.StringIO(), tmp_path)
    assert [problem.id for problem in caught.value.problems] == [id]


def test_a_folder_or_a_place_that_cannot_be_written_is_a_problem(tmp_path):
    (tmp_path / "file").write_text("x", encoding="utf-8")
    for wanted in (f"json:{tmp_path}", f"json:{tmp_path / 'file' / 'x.json'}"):
        with pytest.raises(ProblemError) as caught:
            write(outcomes.everyday(), wanted, "en", io.StringIO())
        assert [problem.id for problem in caught.value.problems] == ["bad-report-file"]


def test_wrapping_counts_cells_and_keeps_signs_together():
    lines = _layout.wrap("合同签订前，须取得审批矩阵所列的“全部批准”。", 20, "- ")
    assert all(_layout.width(line) <= 20 for line in lines)
    assert not any(line.strip()[0] in "，。”" for line in lines)
    assert "".join(line.strip() for line in lines) == "- 合同签订前，须取得审批矩阵所列的“全部批准”。"
    assert _layout.wrap("a" * 25 + " b", 10) == ["a" * 10, "a" * 10, "a" * 5 + " b"]
    assert _layout.wrap("", 10, "- ") == ["-"]


def test_names_of_several_roles_and_of_forms_searched():
    words = reports._words.Words(outcomes.everyday(), "zh")
    assert words.title("sales-manager / general-manager / x") == "销售经理 / 总经理 / x"
    assert words.thing("contract", "price / general-manager") == "合同金额 / 总经理"
    found = outcomes.finding(evidence=replace(outcomes.Evidence(), searched="approval, dunning (due 2026-01-01)"))
    assert words.searched(found) == "审批记录, 催款记录 (截至 2026-01-01)"
    said = outcomes.finding(message=say("销售合同 HT-2026-0042：缺少批准", "x"))
    assert words.found(said) == "缺少批准"
    assert words.case(Case("contract", "A", "2026-W01")) == "销售合同 A / 2026-W01"


def test_every_reason_has_words_in_both_languages():
    for code, sentence in reasons.REASONS.items():
        assert re.fullmatch(r"[a-z]+(-[a-z]+)*", code) and sentence.zh and sentence.en and sentence.zh != sentence.en
    for kind, own in reasons.BY_KIND.items():
        assert set(own) <= set(reasons.REASONS), kind
    assert reasons.words("missing", "approval").zh == "缺少批准" and reasons.words("own-code").en == "own-code"


@pytest.mark.parametrize("kind", folder.names("procedo.rules"))
def test_every_reason_a_kind_gives_has_words(kind):
    given = getattr(folder.load("procedo.rules", kind), "REASONS", ())
    assert [code for code in given if code not in reasons.REASONS] == []


def test_an_empty_outcome_renders_everywhere():
    nothing = Outcome("r", "2026-01-01", "2026-01-01", ("p", "1"), "0.1.0", "sha256:0", 0, (), (), (), (), 0)
    for name in folder.names("procedo.reports"):
        for language in LANGUAGES:
            assert folder.load("procedo.reports", name).render(nothing, language)
