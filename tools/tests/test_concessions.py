"""Concessions: nonconformities that were allowed, marked and never hidden."""

from __future__ import annotations

import json

import pytest
import yaml
from small_library import by_key, check, form, procedure, write

from procedo.library.concessions import read_concessions
from procedo.library.library import read
from procedo.problem import ProblemError

DEED = form("deed", "id:text! done_at:date done_by:person", date=["done_at"], events={"done": {"at": "done_at", "by": "done_by"}})
RULE = {"kind": "condition", "case": "deed", "check": "id = 'none'"}
GRANT = {"id": "KC-1", "requirement": "R-1", "from": "2026-04-01", "to": "2026-04-30", "why": "x",
         "granted": {"by": "E30", "date": "2026-03-20"}}


@pytest.fixture
def library(tmp_path):
    return write(tmp_path, [DEED, procedure("1", "2020-01-01", RULE)])


def outcome(library, deeds, *concessions, as_of="2026-06-30"):
    (library / "records").mkdir(exist_ok=True)
    (library / "records" / "concessions.yml").write_text(yaml.safe_dump({"concessions": list(concessions)}), encoding="utf-8")
    rows = [{"id": id, "done_at": day, "done_by": "E1"} for id, day in deeds.items()]
    return check(library, {"deed": rows}, as_of)


def marks(found):
    return {key: f.concession and (f.conceded, f.concession.why_not) for key, f in by_key(found).items()}


def test_first_and_last_day_are_inside(library):
    deeds = {"K1": "2026-03-31", "K2": "2026-04-01", "K3": "2026-04-30", "K4": "2026-05-01"}
    found = outcome(library, deeds, GRANT)
    outside = (False, "outside-dates")
    assert marks(found) == {"K1": outside, "K2": (True, None), "K3": (True, None), "K4": outside}
    (counts,) = found.requirements[0].checks
    assert (counts.nonconforming, counts.conceded) == (4, 2), "conceded cases are judged and counted"


@pytest.mark.parametrize("change, why", [
    ({"granted": {"by": "E30", "date": "2026-04-20"}}, "after-the-fact"),
    ({"granted": {"by": "E1 ", "date": "2026-03-20"}}, "granted-by-the-deviator"),
    ({"granted": {"by": " ", "date": "2026-03-20"}}, "not-granted"),
    ({"granted": {"by": "E30"}}, "not-granted"),
    ({"granted": {"by": "E30", "date": "2026-07-01"}}, "not-granted"),
    ({"reasons": ["late"]}, "other-reason"),
    ({"revisions": ["2"]}, "other-revision"),
])
def test_why_a_concession_does_not_cover_the_case(library, change, why):
    assert marks(outcome(library, {"K1": "2026-04-10"}, GRANT | change)) == {"K1": (False, why)}


@pytest.mark.parametrize("granted, mark", [("2026-04-20", (True, None)), ("2026-04-21", (False, "after-the-fact"))])
def test_a_permit_of_the_last_day_allowed_comes_before_the_deviation(tmp_path, granted, mark):
    answer = form("answer", "id:text! deed:reference=deed at:date", date=["at"])
    rule = {"kind": "response", "case": "deed", "after": "done_at", "within": "10 days", "needs": {"form": "answer", "match": "deed"}}
    library = write(tmp_path, [DEED, answer, procedure("1", "2020-01-01", rule)])
    (library / "records").mkdir()
    permit = GRANT | {"granted": {"by": "E30", "date": granted}}
    (library / "records" / "concessions.yml").write_text(yaml.safe_dump({"concessions": [permit]}), encoding="utf-8")
    records = {"deed": [{"id": "K1", "done_at": "2026-04-10", "done_by": "E1"}], "answer": [{"id": "A1", "deed": "K1", "at": "2026-05-01"}]}
    assert marks(check(library, records, "2026-06-30")) == {"K1": mark}


@pytest.mark.parametrize("by, why", [("张敏", "granted-by-the-deviator"), ("李强", None), ("E1", "granted-by-the-deviator")])
def test_nobody_concedes_to_himself_under_his_name(tmp_path, by, why):
    people = form("employee", "id:text! name:text", person={"id": "id", "aliases": ["name"]})
    library = write(tmp_path, [DEED, people, procedure("1", "2020-01-01", RULE)])
    grant = GRANT | {"granted": {"by": by, "date": "2026-03-20"}}
    (library / "records").mkdir()
    (library / "records" / "concessions.yml").write_text(yaml.safe_dump({"concessions": [grant]}), encoding="utf-8")
    records = {"deed": [{"id": "K1", "done_at": "2026-04-10", "done_by": "E1"}],
               "employee": [{"id": "E1", "name": "张敏"}, {"id": "E2", "name": "李强"}]}
    assert marks(check(library, records, "2026-06-30")) == {"K1": (why is None, why)}


def test_granted_later_counts_only_where_it_says_that_it_looks_back(library):
    late = GRANT | {"granted": {"by": "E30", "date": "2026-05-20"}, "retrospective": True}
    finding = by_key(outcome(library, {"K1": "2026-04-10"}, late))["K1"]
    assert finding.conceded and finding.concession.retrospective


def test_a_quantity_is_used_up_by_date_then_case(library):
    deeds = {"K3": "2026-04-02", "K2": "2026-04-02", "K1": "2026-04-10"}
    assert marks(outcome(library, deeds, GRANT | {"quantity": 2})) == {"K2": (True, None), "K3": (True, None), "K1": (False, "used-up")}


def test_listed_cases_alone_are_meant(library):
    found = outcome(library, {"K1": "2026-04-10", "K2": "2026-04-10"}, GRANT | {"cases": ["K2"]})
    assert marks(found) == {"K1": None, "K2": (True, None)}


def test_what_cannot_be_read_is_not_conceded(library):
    finding = by_key(outcome(library, {"K1": "2026-04-31"}, GRANT))["K1"]
    assert (finding.verdict, finding.conceded, finding.concession) == ("undetermined", False, None)


def test_wrong_concessions_are_problems_all_at_once(library):
    with pytest.raises(ProblemError) as caught:
        outcome(library, {"K1": "2026-04-10"}, GRANT, GRANT | {"requirement": "R-11", "reasons": ["lte"]})
    told = {problem.id: problem for problem in caught.value.problems}
    assert told.keys() == {"id-twice", "unknown-requirement", "unknown-reason"}
    assert all(problem.place.file == "records/concessions.yml" and problem.place.line for problem in told.values())
    assert "late" in told["unknown-reason"].sentence.en


def test_no_file_no_concession(library):
    assert read_concessions(read(library)) == ()


def test_the_report_says_so(library, shell):
    outcome(library, {"K1": "2026-04-10"}, GRANT)
    done = shell("check", "small", "--report", "json:out.json", "--report", "text", "--lang", "zh", "--library", str(library), cwd=library)
    assert done.returncode == 0, "conceded findings do not count at the gate"
    assert "已让步 KC-1" in done.stdout
    (finding,) = json.loads((library / "out.json").read_text(encoding="utf-8"))["findings"]
    assert finding["conceded"] and finding["concession"] == {"id": "KC-1", "retrospective": False, "why_not": None}
