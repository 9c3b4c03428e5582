"""Mapping: headings to fields, stated or by label; what does not fit is a problem with place and remedy."""

from __future__ import annotations

import pytest

from procedo.model.form import Form
from procedo.model.recordset import SourceSpec
from procedo.problem import Place, ProblemError
from procedo.records.heading import find_heading, is_total
from procedo.records.mapping import map_columns, wanted

FORM = Form.model_validate({
    "form": "contract", "title": "合同", "revision": "1", "status": "draft", "key": "number", "fields": {
        "number": {"type": "text", "label": {"zh": ["合同编号", "合同号"], "en": "Contract no."}},
        "customer_id": {"type": "reference", "to": "customer", "label": {"zh": "客户", "en": "Customer"}},
        "price": {"type": "money", "label": {"zh": ["合同金额", "金额"], "en": "Price"}},
        "signed_at": {"type": "date", "label": {"zh": "签订日期", "en": "Signed on"}},
        "updated_at": {"type": "date", "label": {"zh": "更新日期", "en": "Updated on"}},
    }})


def mapping(headings: list[str], **spec):
    def at(*path, key=False):
        return Place("records/x.yml", 5, 1 + len(path))

    return map_columns(FORM, SourceSpec(form="contract", path="x.csv", **spec), headings, at, 1)


def faults(headings: list[str], **spec) -> list[str]:
    with pytest.raises(ProblemError) as caught:
        mapping(headings, **spec)
    return [problem.line("en") for problem in caught.value.problems]


def test_labels_of_any_language_fit():
    found = mapping(["合同号", "Customer", " 合同 金额（万元）", "signed_at", "备注"])
    assert found.mapped == {"number": "合同号", "customer_id": "Customer", "price": " 合同 金额（万元）", "signed_at": "signed_at"}
    assert sorted(found.automatic) == ["customer_id", "number", "price", "signed_at"] and found.unmapped == ["备注"]
    assert [slot.factor for slot in found.layouts[0] if slot.field == "price"] == [10_000]
    assert found.notes[0].en == "“ 合同 金额（万元）” is counted in 万元"


@pytest.mark.parametrize(("heading", "factor"), [("金额(元)", 1), ("金额/万元", 10_000), ("金额", 1), ("金额【亿元】", 10**8), ("金额(含税)", 1)])
def test_units_in_headings(heading, factor):
    found = mapping(["合同编号", heading])
    assert [slot.factor for slot in found.layouts[0] if slot.field == "price"] == [factor]


def test_a_stated_unit_wins():
    found = mapping(["合同编号", "金额(元)"], columns={"price": {"unit": "万元"}})
    assert [slot.factor for slot in found.layouts[0] if slot.field == "price"] == [10_000] and "price" in found.automatic
    assert "did you mean" in faults(["合同编号", "金额"], columns={"price": {"unit": "万園元"}})[0]


def test_another_currency_is_refused():
    assert "another currency" in faults(["合同编号", "合同金额(USD)"])[0]
    assert "another currency" in faults(["合同编号", "合同金额(万美元)"])[0]
    assert mapping(["合同编号", "合同金额(USD)"], columns={"price": {"unit": "元"}}).mapped["price"] == "合同金额(USD)"


def test_stated_columns():
    found = mapping(["No", "签订日期", "更新日期"], columns={"number": "No", "signed_at": "更新日期"})
    assert found.mapped == {"number": "No", "signed_at": "更新日期"} and found.unmapped == ["签订日期"]
    assert mapping(["编号B"], columns={"number": ["编号A", "编号B"]}).mapped == {"number": "编号B"}
    assert mapping(["合同编号", "x"], columns={"signed_at": "x", "updated_at": "x"}).mapped["updated_at"] == "x"
    assert mapping(["合同编号"], columns={"customer_id": {"constant": "C1"}}).mapped["customer_id"] == "=C1"
    assert mapping(["合同编号", "客户"], automatic=False, columns={"number": "合同编号"}).mapped == {"number": "合同编号"}
    assert "customer_id" not in mapping(["合同编号", "客户"], ignore=["客户"]).mapped


def test_what_is_not_there_names_the_nearest():
    assert faults(["合同编号", "签订日期"], columns={"signed_at": "签定日期"}) == [
        "records/x.yml:5:3: [no-such-column] there is no column “签定日期”; did you mean “签订日期”?"]
    assert "form contract has no field “pric”; did you mean “price”?" in faults(["合同编号"], columns={"pric": "合同编号"})[0]
    assert "no heading equals a label of field price" in faults(["合同编号"], columns={"price": {"unit": "万元"}})[0]
    assert "there is no column “deleted”" in faults(["合同编号"], where={"deleted": "0"})[0]


def test_two_columns_for_one_field():
    assert "several columns fit field number: “合同编号”、“合同号”; state one" in faults(["合同编号", "合同号"])[0]
    assert mapping(["合同编号", "合同号"], columns={"number": "合同号"}).mapped["number"] == "合同号"
    assert mapping(["合同编号", "合同号"], ignore=["合同号"]).mapped["number"] == "合同编号"
    assert mapping(["合同编号", "金额", "金额(小写)"]).mapped["price"] == "金额"
    assert "[heading-twice]" in faults(["No", "No"], columns={"number": "No"})[0]


def test_the_key_must_be_there():
    assert "no column fills the key field number (Contract no.)" in faults(["客户", "金额"])[0]


def test_unpivot():
    found = mapping(["合同编号", "一级日期", "二级日期"], unpivot={
        "keep": {"customer_id": "合同编号"}, "key": "number",
        "groups": [{"signed_at": "一级日期"}, {"signed_at": "二级日期", "price": "=5"}]})
    assert len(found.layouts) == 2 and found.tests == [[1], [2]] and found.names_key == 0 and found.unmapped == []
    assert "there is no column “三级日期”" in faults(["合同编号"], unpivot={
        "keep": {"number": "合同编号"}, "groups": [{"signed_at": "三级日期"}]})[0]


def rows(*cells):
    return iter(enumerate([list(row) for row in cells], 1))


def heading(*cells, header=None, **spec):
    return find_heading(rows(*cells), wanted(FORM, SourceSpec(form="contract", path="x.csv", **spec)), header)


def test_heading_rows_are_found():
    found = heading(["合同台账"], [], ["单位：", "万元"], ["合同编号", "客户", "备注", "x"], ["1", "2", "3", "4"])
    assert found.row == 4 and found.above == [1, 3] and list(found.rest) == [(5, ["1", "2", "3", "4"])]
    assert heading(["客户"], ["合同编号", "客户"], ["1", "2"]).row == 2
    assert heading(["a", "b", "c", "d", "e", "f", "合同编号"], ["1"] * 7).row == 1
    assert heading(["合同编号", "客户"], ["1", "2"], ["客户", "合同编号"], header=3).row == 3
    assert heading(["No", "Kunde"], ["1", "2"], columns={"number": "No"}).row == 1


def test_no_heading_is_a_problem():
    with pytest.raises(ProblemError, match="no row looks like a heading"):
        heading(["a", "b"], ["c", "d"])
    with pytest.raises(ProblemError, match="holds no data"):
        heading([], [""])
    with pytest.raises(ProblemError, match="row 2 is empty"):
        heading(["a"], [], ["b"], header=2)
    with pytest.raises(ProblemError, match="has no row 9"):
        heading(["a"], header=9)


@pytest.mark.parametrize(("cells", "total"), [
    (["合计", "", "100"], True), (["", "合 计：", "100"], True), (["Total", None, 1.0], True), (["小计", "", ""], True), (["HT-1", "合计", "1"], False),
    (["合计科技", "客户", "1"], False), (["本页合计", "", "1"], True), ([None, "x", "1"], False), (["制表人：张三", "", ""], False)])
def test_totals(cells, total):
    assert is_total(cells, {0}, set()) is total


def test_a_customer_called_total_is_no_total_row():
    assert is_total(["Total", "HT-1"], {1}, set()) is False
    assert is_total(["Total", ""], {1}, set()) is True
    assert is_total(["制表人：张三", ""], {0}, {"制表人"}) is True
