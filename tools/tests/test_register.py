"""The paper an auditor asks for first: what the list says, that drafts ask to be signed, that no title becomes a formula."""

from __future__ import annotations

import io
import zipfile

import pytest
import yaml
from python_calamine import CalamineWorkbook
from small_library import form, procedure, write

from procedo.explain.register import controlled, listed
from procedo.explain.register_book import workbook
from procedo.library import read

ROLES = {"role_list": "roles", "roles": [{"id": "clerk", "label": {"zh": "文员", "en": "Clerk"}}]}
DEED = form("deed", "id:text! amount:money")
PARAMETER = {"title": "x", "unit": "CNY", "default": 500000, "origin": "chosen"}
RULE = procedure("1", "2020-01-01", {"kind": "condition", "case": "deed", "check": "amount <= $most"}, parameters={"most": PARAMETER}) | {
    "title": "=HYPERLINK(\"http://x\")", "owner": "clerk", "review_by": "2021-01-01"}


@pytest.fixture
def library(tmp_path):
    write(tmp_path, [ROLES, DEED, RULE, RULE | {"procedure": "QP-2", "requirements": [], "withdrawn_on": "2026-01-01"}], languages=["zh", "en"])
    draft = RULE | {"revision": "2", "status": "draft", "effective_from": "2026-09-01", "change": "降低界限",
                    "parameters": {"most": PARAMETER | {"default": 300000}}}
    fresh = DEED | {"form": "letter", "title": "信函", "revision": "1", "status": "draft"}
    for name, plain in (("QP-1", {"procedure": "QP-1"} | draft), ("letter", {"form": "letter"} | fresh)):
        (tmp_path / "procedures" / f"{name}.yml").write_text(yaml.safe_dump(plain, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return read(tmp_path)


def sheets(content: bytes) -> dict[str, list[list]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}


def test_the_list_holds_every_document_with_what_7_5_3_asks(library):
    head, *rows = sheets(workbook(library, "zh"))["受控文件清单"]
    assert head == ["种类", "编号", "名称", "版次", "生效日期", "归口", "状态", "复审日期", "指纹"]
    assert [(row[1], row[3], row[6]) for row in rows] == [
        ("QP-1", "1", "现行有效"), ("QP-2", "1", "已撤销"),
        ("deed", "1", "现行有效"), ("letter", "1", "编写中"), ("all", "1", "现行有效"), ("roles", "1", "现行有效")]
    assert rows[0][2:] == ["=HYPERLINK(\"http://x\")", "1", "2020-01-01", "文员", "现行有效", "2021-01-01", controlled(library)[0].fingerprint]


@pytest.mark.parametrize("language, change, blank, boxes", [
    ("zh", "参数 most 的取值：500,000 → 300,000", "全文为新编", ["编制", "审核", "批准"]),
    ("en", "value of parameter most: 500,000 → 300,000", "The whole document is new", ["Prepared", "Reviewed", "Approved"]),
])
def test_a_draft_asks_in_words_to_be_signed(library, language, change, blank, boxes):
    book = sheets(workbook(library, language))
    requests = [rows for name, rows in book.items() if name.endswith(("QP-1", "letter"))]
    assert len(requests) == 2
    said = [[str(cell) for row in rows for cell in row] for rows in requests]
    for words, told in zip(said, sorted((change, blank), key=lambda text: text == blank), strict=True):
        assert told in words and not {change, blank} - {told} & set(words)
    for rows in requests:
        assert [row[0] for row in rows[-3:]] == boxes and all(cell == "" for row in rows[-3:] for cell in row[1:])


def test_documents_in_force_are_signed_for(library):
    book = sheets(workbook(library, "zh"))
    for name in ("文件发放回收登记表", "文件阅读确认表"):
        listed_here = [row[0] for row in book[name][2:] if row[0]]
        assert listed_here == ["QP-1", "deed", "all", "roles"], "neither drafts nor withdrawn documents are handed out"
        assert all(cell == "" for row in book[name][2:] for cell in row[3:])


def test_no_text_becomes_a_formula_or_a_link_and_the_bytes_repeat(library):
    content = workbook(library, "en")
    assert content == workbook(library, "en")
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        inside = b"".join(packed.read(name) for name in packed.namelist() if name.startswith("xl/worksheets"))
    assert b"<f>" not in inside and b"<hyperlink" not in inside


def test_without_xlsx_it_prints_the_list(library, shell, tmp_path):
    root = str(library.root)
    done = shell("register", "--library", root, "--lang", "en")
    assert done.returncode == 0 and done.stdout == listed(library, "en")
    assert "procedure · QP-2 · " in done.stdout and "withdrawn" in done.stdout
    done = shell("register", "--xlsx", "--library", root, "--lang", "en")
    assert done.returncode == 0 and (library.root / "build" / "exports" / "register.xlsx").is_file()
    assert shell("register", "out.xlsx", "--library", root).returncode == 2
    assert shell("register", "out.csv", "--xlsx", "--library", root).returncode == 2
