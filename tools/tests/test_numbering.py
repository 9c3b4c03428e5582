"""Numbering: gaps, doubles, odd and empty numbers; what cannot be read; ends that are stated; long runs."""

from __future__ import annotations

import pytest
from judging import form, judge

from procedo.language.context import Stated
from procedo.language.tree import ExpressionError
from procedo.rules._build import Misplaced, Span
from procedo.rules._series import series

PAPER = form("paper", "id:text! no:text status:text why:text at:date", date=["at"])
CHECK = {"kind": "numbering", "case": "paper", "field": "no", "series": "HT-{year}-{0000}"}
VOID = {"explained": "status = 'void' and filled(why)"}


@pytest.fixture(params=["duckdb", "sqlite"])
def engine(request):
    return request.param


def judged(papers, engine, check=CHECK, **more):
    rows = [{"id": f"K{n}"} | (row if isinstance(row, dict) else {"no": row}) for n, row in enumerate(papers, 1)]
    more = {"as_of": "2026-06-30"} | more
    return judge(check, [PAPER], {"paper": rows}, engine=engine, **more)


def faults(found):
    return {key: (verdict, *reasons) for key, (verdict, reasons) in found.items() if verdict != "conforms"}


def test_a_series_without_gaps_conforms_number_by_number(engine):
    assert judged(["HT-2026-0003", "HT-2026-0001", "HT-2026-0002"], engine) == {f"HT-2026/{n}": ("conforms", []) for n in (1, 2, 3)}


def test_every_missing_number_is_a_case_of_its_own(engine):
    found = judged(["HT-2026-0001", "HT-2026-0004", "HT-2025-0009"], engine)
    assert faults(found) == {"HT-2026/2": ("nonconforming", "gap"), "HT-2026/3": ("nonconforming", "gap")}


def test_leading_zeros_do_not_make_another_number(engine):
    assert faults(judged(["HT-2026-0001", "HT-2026-01", "HT-2026-2"], engine)) == {"HT-2026/1": ("nonconforming", "duplicate")}


def test_void_numbers_are_present_and_an_explained_second_record_is_no_double(engine):
    void = {"no": "HT-2026-0002", "status": "void", "why": "reissued"}
    rows = ["HT-2026-0001", "HT-2026-0002", void, "HT-2026-0003", void | {"no": "HT-2026-0004", "why": ""}, "HT-2026-0004"]
    assert faults(judged(rows, engine, CHECK | VOID)) == {"HT-2026/4": ("nonconforming", "duplicate")}


def test_an_empty_number_is_a_fault_of_its_record_and_leaves_gaps_certain(engine):
    found = judged(["HT-2026-0001", "", "HT-2026-0003"], engine)
    assert faults(found) == {"K2": ("nonconforming", "field-empty"), "HT-2026/2": ("nonconforming", "gap")}


def test_a_number_that_does_not_fit_is_undetermined_and_so_are_the_gaps(engine):
    found = judged(["HT-2026-0001", "HT-2O26-0002", "HT-2026-0003"], engine)
    assert faults(found) == {"K2": ("undetermined", "number-unreadable"), "HT-2026/2": ("undetermined", "gap-or-unreadable")}


def test_an_explained_record_needs_no_number_that_fits(engine):
    rows = [{"no": "void", "status": "void", "why": "spoilt form"}, {"status": "void", "why": "spoilt form"}, "HT-2026-0001"]
    assert faults(judged(rows, engine, CHECK | VOID)) == {}


def test_first_and_last_numbers_that_are_stated(engine):
    check = CHECK | {"start": 1, "expected_last": {"HT-2026": 5, "HT-2027": 2}}
    found = judged(["HT-2026-0002", "HT-2026-0003"], engine, check)
    assert faults(found) == {f"HT-{key}": ("nonconforming", "gap") for key in ("2026/1", "2026/4", "2026/5", "2027/1", "2027/2")}


def test_a_last_number_alone_demands_only_itself(engine):
    assert faults(judged(["HT-2026-0002"], engine, CHECK | {"expected_last": {"HT-2025": 7}})) == {"HT-2025/7": ("nonconforming", "gap")}


def test_what_the_recordset_states_wins(engine):
    found = judged(["HT-2026-0002"], engine, CHECK | {"start": 1}, stated=Stated({"paper": {"HT-2026": (2, 3)}}))
    assert faults(found) == {"HT-2026/3": ("nonconforming", "gap")}


def test_a_huge_gap_is_one_case_with_its_ends(engine):
    found = judged(["HT-2026-1", "HT-2026-99999", "HT-2025-1", "HT-2025-102"], engine)
    long = {key: answer for key, answer in found.items() if key.startswith("HT-2026") and answer[0] == "nonconforming"}
    assert list(long) == ["HT-2026/2"]
    assert {name: long["HT-2026/2"].evidence[name] for name in ("from", "to", "count")} == {"from": "2", "to": "99998", "count": "99997"}
    assert sum(key.startswith("HT-2025/") for key in faults(found)) == 100


def test_only_records_that_when_picks_take_part(engine):
    rows = ["HT-2026-0001", {"no": "HT-2026-0002", "status": "draft"}, "HT-2026-0003", {"no": "HT-2026-0009", "status": "draft"}]
    found = judged(rows, engine, CHECK | {"when": "coalesce(status, 'ok') <> 'draft'"})
    assert faults(found) == {"HT-2026/2": ("nonconforming", "gap"), "K2": ("not-applicable",), "K4": ("not-applicable",)}


def test_a_record_ahead_of_the_day_is_not_seen(engine):
    rows = [{"no": "HT-2026-0001", "at": "2026-06-01"}, {"no": "HT-2026-0003", "at": "2026-07-05"}]
    assert judged(rows, engine, extracted_at="2026-07-10") == {"HT-2026/1": ("conforms", [])}


def test_a_series_goes_on_over_revisions_and_a_gap_belongs_to_the_number_after_it(engine):
    rows = [{"no": f"HT-2026-{n}", "at": f"2026-0{n}-01"} for n in (1, 2, 4, 5)]
    days = [20454 + 90, 20454 + 120]  # between the records of April and May: 2026-01-01 is day 20454
    early, late = Span(-1_000_000, days[0], rest=False), Span(days[0], None, rest=False)
    spans = [judged(rows, engine, CHECK | {"start": 1}, span=span) for span in (early, late)]
    assert faults(spans[0]) == {}
    assert faults(spans[1]) == {"HT-2026/3": ("nonconforming", "gap")}
    assert len(spans[0]) + len(spans[1]) == 5


@pytest.mark.parametrize("pattern, text, name, number", [
    ("HT-{year}-{0000}", "HT-2026-0042", "HT-2026", 42),
    ("HT-{year}-{0000}", "HT-26-0042", "", None),
    ("{letters}{yy}{month}{000}", "XS2603007", "XS2603", 7),
    ("{0000}/{year}", "0042/2026", "…/2026", 42),
    ("No. {0}", "No. 7", "No", 7),
    ("{0}", "7", "whole", 7),
    ("HT-{0}", "HT-" + "9" * 30, "", None),
    ("HT-{0}", "HT-\uff11", "", None),
    (r"(?P<series>[A-Z]+)/\d\d/(?P<n>\d+)", "HT/26/8", "HT", 8),
])
def test_reading_a_number(pattern, text, name, number):
    found = series(pattern, "whole")
    assert (found.name(text), found.number(text)) == (name, number)


@pytest.mark.parametrize("pattern, word", [
    ("HT-{year}", "counter"), ("{0}{00}", "counter"), ("HT-{yeer}-{0}", "year"), ("(?P<n>[)", "wrong"), ("{any}{000}", "sign"),
])
def test_a_wrong_pattern_is_told(pattern, word):
    with pytest.raises(ExpressionError) as wrong:
        series(pattern, "whole")
    assert word in wrong.value.sentence.en and wrong.value.sentence.zh


def test_wrong_words_are_told_with_their_place():
    for more, path in (({"series": "$numbers"}, "series"), ({"expected_last": {"HT-2026": "many"}}, None), ({"field": "at"}, "field")):
        with pytest.raises((Misplaced, ValueError)) as wrong:
            judged(["HT-2026-1"], "duckdb", CHECK | more)
        assert path is None or wrong.value.path == (path,)
