"""Values: read exactly, or not at all."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from procedo.model.form import Field
from procedo.records.amounts import amount
from procedo.records.dates import DAY, EPOCH, Clock, moment
from procedo.records.values import How, reader
from procedo.records.words import fold, without_unit
from procedo.sources import Broken
from procedo.table import OK, UNREADABLE

SHANGHAI = ZoneInfo("Asia/Shanghai")
HERE = Clock(SHANGHAI, SHANGHAI)
LOST = (None, UNREADABLE)
EMPTY = (None, OK)


def value(kind: str, cell, **how):
    declared = {k: how.pop(k) for k in ("choices", "of", "currency") if k in how}
    field = Field.model_validate({"type": kind, "label": "x", **declared})
    values = tuple(how.pop("values", {}).items())
    found = reader(field, How(how.pop("clock", HERE), values=values, **how))(cell)
    return found[:2]


def day(text: str) -> int:
    return dt.date.fromisoformat(text).toordinal() - EPOCH


def at(cell, *formats: str, clock: Clock = HERE) -> str | None:
    found = moment(cell, formats, clock)
    return found and (dt.datetime(1970, 1, 1) + dt.timedelta(seconds=found.seconds)).isoformat(sep=" ")


@pytest.mark.parametrize("text", [
    "2026-03-01", "2026/3/1", "2026.3.1", "2026.03.01", "2026年3月1日", "2026年03月01号", "２０２６－０３－０１", "20260301", " 2026-03-01　",
    "2026-03-01 00:00:00", "2026-03-01 23:59", "2026-03-01T10:00:00", "2026-03-01 24:00", "2026年3月1日 星期日", "2026/3/1 下午 3:05",
    dt.date(2026, 3, 1), dt.datetime(2026, 3, 1, 10), 46082, 46082.0, 46082.75, 20260301, "2026-02-28T16:00:00Z",
    "2026-02-28 16:00:00+00:00", "2026-03-01 23:00:00 +0800"])
def test_days(text):
    assert value("date", text) == (day("2026-03-01"), OK)


@pytest.mark.parametrize("text", [
    "10/06/2026", "2026-06-31", "2025-02-29", "2026-13-01", "26-3-1", "2026-03", "3月1日", "45000", "0000-00-00", "待定", "-", "/", "无", "NULL",
    "2026-03/01", "2026-03-01 25:00", "2026-03-01 24:01", "2026-03-01 12:60", "#N/A", Broken("#REF!"), True, 0, -1, 60, 1e12, float("nan"),
    dt.time(10), dt.timedelta(days=1), "2026-03-01 晚上 2:00", "x" * 500, "2026-03-01 13:00 AM", "٢٠٢٦-٠٣-٠١x"])
def test_what_is_no_certain_day(text):
    assert value("date", text) == LOST


def test_excel_believes_in_29_february_1900():
    assert at(59) == "1900-02-28 00:00:00" and at(60) is None and at(61) == "1900-03-01 00:00:00" and at(1) == "1900-01-01 00:00:00"


def test_stated_formats():
    assert at("10/06/2026", "%d/%m/%Y").startswith("2026-06-10")
    assert at("10/06/2026", "%m/%d/%Y").startswith("2026-10-06")
    assert at("20-10-16", "%d-%m-%y").startswith("2016-10-20")
    assert at("31.12.2026 17:30", "%d.%m.%Y", "%d.%m.%Y %H:%M") == "2026-12-31 17:30:00"
    assert at("2026-03-01", "%d/%m/%Y").startswith("2026-03-01")
    assert at("2026-12-31", "%Y-%d-%m") is None
    assert at("20261231", "%d%m%Y") is None
    assert at("46082.5", "excel") == "2026-03-01 12:00:00"


def test_zones():
    berlin = Clock(ZoneInfo("Europe/Berlin"), SHANGHAI)
    assert at("2026-03-01 18:00", clock=berlin) == "2026-03-02 01:00:00"
    assert at("2026-03-01", clock=berlin) == "2026-03-01 00:00:00"
    assert at("2026-03-01 18:00Z", clock=berlin) == "2026-03-02 02:00:00"
    assert at("2026-03-01 24:00") == "2026-03-01 23:59:59"
    assert at("2026-03-01 23:59:59.9") == "2026-03-01 23:59:59"


@given(st.dates(), st.sampled_from(["{0.year:04}-{0.month:02}-{0.day:02}", "{0.year:04}/{0.month}/{0.day}", "{0.year:04}年{0.month}月{0.day}日",
                                    "{0.year:04}.{0.month}.{0.day}", "{0.year:04}{0.month:02}{0.day:02}"]))
def test_every_day_is_read(date, pattern):
    assert value("date", pattern.format(date)) == (date.toordinal() - EPOCH, OK)


@given(st.datetimes(), st.sampled_from(["T", " "]))
def test_every_moment_is_read(moment_, between):
    whole = moment_.replace(microsecond=0)
    found, state = value("datetime", whole.isoformat(sep=between))
    assert state == OK and found.timed
    assert found.seconds == (whole.toordinal() - EPOCH) * DAY + whole.hour * 3600 + whole.minute * 60 + whole.second


CELLS = (st.none() | st.text() | st.integers() | st.floats() | st.booleans() | st.dates() | st.datetimes() | st.times() | st.timedeltas()
         | st.decimals() | st.builds(Broken, st.text())
         | st.text(alphabet="0123456789-/.:年月日 ,，.()（）￥¥元万亿%+eETZ[]\"", max_size=30))


@given(CELLS, st.sampled_from(["text", "integer", "number", "money", "date", "datetime", "boolean", "choice", "person", "list", "reference"]))
@example("[" * 100_000, "list")
@example("9" * 5_000, "money")
@example("2026-01-01 00:00:00+99:99", "datetime")
@example("0001-01-01T00:00:00+14:00", "datetime")
@example("9999-12-31T23:59:59-14:00", "datetime")
@example(Decimal("sNaN"), "money")
@example(Decimal("1e999999"), "number")
@example(10**400, "text")
@example("一" * 10_000, "boolean")
def test_anything_is_a_value_or_is_not(cell, kind):
    found, state = value(kind, cell, choices={"a": "甲"} if kind == "choice" else {})
    assert state in (OK, UNREADABLE) and (state == OK or found is None)


@pytest.mark.parametrize(("text", "yuan"), [
    ("1000", "1000"), ("1,000.00", "1000"), ("1，000．50", "1000.5"), ("￥1,000.00", "1000"), ("¥ 1000", "1000"), ("CNY 5", "5"), ("RMB5", "5"),
    ("5 CNY", "5"), ("1000元", "1000"), ("人民币1000元整", "1000"), ("50万", "500000"), ("50.5万元", "505000"), ("1.2亿", "120000000"),
    ("(1,000.00)", "-1000"), ("（1,000.00）", "-1000"), ("-5", "-5"), ("－5", "-5"), ("¥-5", "-5"), ("-¥5", "-5"), ("5-", "-5"),
    ("１２３", "123"), (".5", "0.5"), ("1.", "1"), ("12.34560", "12.3456"), (0.1, "0.1"), (0.1 + 0.2, "0.3"), (1234.5600000000001, "1234.56"),
    (100 * 1.13, "113"), (5, "5"), (Decimal("1.2300"), "1.23"), (1e6, "1000000"), ("0", "0"), (-0.0, "0"), ("1,000,000", "1000000")])
def test_money(text, yuan):
    assert value("money", text) == (int(Decimal(yuan) * 10_000), OK)


@pytest.mark.parametrize("text", [
    "6O0000", "1,0000", "12.34567", "$5", "USD 5", "1E5", "1 000", "-", "/", "无", "NULL", "-(5)", "(-5)", "--5", "壹佰万", "1.2.3", "9" * 25, True,
    float("inf"), 33.33333333333333, "约5万", "5万-6万", "50万万", "12%", dt.date(2026, 3, 1), "#VALUE!", "١٢٣", "5 EUR"])
def test_what_is_no_certain_amount(text):
    assert value("money", text) == LOST


def test_other_currencies():
    assert value("money", "$5", currency="USD") == (50_000, OK)
    assert value("money", "5 SEK", currency="SEK") == (50_000, OK)
    assert value("money", "5元", currency="USD") == LOST


def test_units():
    assert value("money", "50", factor=10_000) == (500_000 * 10_000, OK)
    assert value("money", "12.34567", factor=10_000) == (1_234_567_000, OK)
    assert value("money", "50万", factor=10_000) == (500_000 * 10_000, OK)
    assert value("money", "500000元", factor=10_000) == (500_000 * 10_000, OK)
    assert value("number", "12%") == (12_000_000, OK)
    assert value("number", "0.0000001") == LOST
    assert value("integer", "5.0") == (5, OK) and value("integer", "5.5") == LOST and value("integer", 5.0) == (5, OK)


@given(st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-10**12, max_value=10**12))
def test_no_amount_is_changed(number):
    right = (int(number * 10_000), OK)
    assert value("money", str(number)) == right or "E" in str(number)
    assert value("money", f"{number:,f}") == value("money", f"￥{number:,f}元") == right
    assert value("money", f"{number:f}00") == right


@given(st.integers(-10**10, 10**10))
def test_a_float_of_cents_is_exact(cents):
    assert value("money", cents / 100) == (cents * 100, OK)


@pytest.mark.parametrize(("yes", "no"), [
    ("是", "否"), ("Y", "N"), ("yes", "NO"), ("TRUE", "false"), ("1", "0"), ("√", "×"), (True, False), (1.0, 0), ("１", "０")])
def test_booleans(yes, no):
    assert value("boolean", yes) == (1, OK) and value("boolean", no) == (0, OK)


@pytest.mark.parametrize("text", ["x", "2", "无", "-", "有", 2, "yes!no"])
def test_what_is_no_certain_boolean(text):
    assert value("boolean", text) == LOST


CHOICES = {"approved": {"zh": ["同意", "通过"], "en": "Approved"}, "rejected": {"zh": "不同意", "en": "Rejected"}}


def test_choices():
    for text in ("approved", "同意", "通过", " Approved ", "APPROVED", "同 意"):
        assert value("choice", text, choices=CHOICES) == ("approved", OK)
    assert value("choice", "同意了", choices=CHOICES) == LOST
    assert value("choice", "20", choices=CHOICES, values={"20": "approved"}) == ("approved", OK)
    assert value("choice", 20.0, choices=CHOICES, values={"20": "通过"}) == ("approved", OK)
    assert value("choice", "anything") == ("anything", OK)
    assert value("choice", "A1", choices={"A-1": "x", "A1": "y"}) == ("A1", OK)


def test_value_lists():
    assert value("date", "-", values={"-": None}) == EMPTY
    assert value("money", "免费", values={"免费": "0"}) == (0, OK)
    assert value("text", "-") == ("-", OK)
    assert value("money", "#N/A", values={"#N/A": None}) == EMPTY
    assert value("date", Broken("#N/A"), values={"#N/A": None}) == EMPTY
    assert value("text", "GTXPro", values={"GTXPro": "GTX Pro"}) == ("GTX Pro", OK)


def test_texts():
    read = reader(Field.model_validate({"type": "text", "label": "x"}), How(HERE))
    assert read(" \u3000HT-1\u00a0\t") == ("HT-1", OK, True)
    assert read("HT-1") == ("HT-1", OK, False)
    assert read("\u3000 ") == (None, OK, True) and read("") == read(None) == (None, OK, False)
    assert read("a  b\u3000c")[0] == "a  b\u3000c"
    assert read("=cmd|'/C calc'!A0")[0] == "=cmd|'/C calc'!A0"
    assert [read(cell)[0] for cell in (1001.0, 7, 0.5, True, 1.0, dt.date(2026, 3, 1))] == ["1001", "7", "0.5", "true", "1", "2026-03-01"]
    assert read(20240225000000001.0)[:2] == LOST
    assert read(Broken("x\ufffd"))[:2] == LOST and read("#REF!")[:2] == read("Err:502")[:2] == LOST


def test_lists():
    assert value("list", "甲、乙，丙;丁|戊\n己") == (("甲", "乙", "丙", "丁", "戊", "己"), OK)
    assert value("list", '["a", "b, c", 3]') == (("a", "b, c", "3"), OK)
    assert value("list", "a/b,c", separator="/") == (("a", "b,c"), OK)
    assert value("list", "、") == EMPTY and value("list", "[]") == EMPTY
    assert value("list", "同意、通过", of="choice", choices=CHOICES) == (("approved", "approved"), OK)
    assert value("list", "同意、？", of="choice", choices=CHOICES) == LOST
    assert value("list", "[待定]") == (("[待定]",), OK)


def test_equal_numbers_of_other_types_are_not_confused():
    read = reader(Field.model_validate({"type": "text", "label": "x"}), How(HERE))
    assert [read(cell)[0] for cell in (True, 1, 1.0, Decimal(1))] == ["true", "1", "1", "1"]
    assert amount(True, 4) is None


def test_names_are_folded():
    assert fold("合同 编号") == fold("合同编号：") == fold("合同_编号") and fold("Ｉｄ") == fold("ID")
    assert without_unit("合同金额（万元）") == (fold("合同金额"), "万元")
    assert without_unit("金额/万元") == (fold("金额"), "万元")
    assert without_unit("合同金额") == (fold("合同金额"), None)
