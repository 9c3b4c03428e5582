"""Worked examples: those of the library come out as they say, and what is wrong with an example is said with its place."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from procedo.check.tested import as_json, lacking, try_all
from procedo.check.trial import Trial
from procedo.coverage.proved import check_of
from procedo.examples import link, read_examples
from procedo.library import read
from procedo.lint import lint
from procedo.problem import ProblemError

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def library():
    return read(ROOT)


@pytest.fixture(scope="module")
def linked(library):
    found, problems = link(library, read_examples(ROOT))
    assert problems == []
    return found


def wrong(examples, engine: str):
    examples = list(examples)
    with Trial(engine) as trial:
        trial.expect(examples)
        return [(t.example.id, t.verdict, t.reasons) for t in map(trial.judge, examples) if not t.ok]


def test_the_engine_of_checks_says_the_same(linked):
    """One example for each verdict of every kind of check; on small records this engine is by far the slower one."""
    some = {(kind_of(e), e.example.expect): e for e in linked}
    assert wrong(some.values(), "duckdb") == []


@pytest.mark.parametrize("procedure", ["QP-SAL-07", "QP-SAL-10"])
def test_every_single_check_has_a_conforming_and_a_nonconforming_example(library, linked, procedure):
    shown = {(e.check, e.example.expect) for e in linked}
    requirements = library.newest("procedure", procedure).model.requirements
    checks = [f"{r.id}.{c['id']}" for r in requirements for c in r.checks if c["kind"] != "attestation"]
    assert [(check, verdict) for check in checks for verdict in ("conforms", "nonconforming") if (check, verdict) not in shown] == []


def test_every_requirement_that_is_checked_has_a_conforming_and_a_nonconforming_example(library, linked):
    """Whichever profile asks for it; the command itself names those of the library's own profile."""
    requirements = [r for document in library.all("procedure") for r in document.model.requirements]
    checked = {r.id for r in requirements if any(check["kind"] != "attestation" for check in r.checks)}
    both = {"conforms", "nonconforming"}
    lacks = {id for id in checked if not both <= {e.example.expect for e in linked if e.requirement.id == id}}
    assert lacks == set()
    assert list(lacking(library, linked)) == []


def test_every_state_of_an_approval_has_an_example(linked):
    """A named one, for every reason that an approval can give."""
    from procedo.rules.approval import REASONS

    shown = {code for e in linked if kind_of(e) == "approval" for code in e.example.reasons or ()}
    assert set(REASONS) - shown == {"not-yet-signed"}, "given with `pending`, beside the fault"


# a library of one form, to try out whatever an example may say

PROCEDURE = """\
procedure: QP-1
title: {zh: 订单, en: Orders}
revision: "1"
status: released
effective_from: 2026-01-01
purpose: x
scope: x
parameters:
  days: {title: {zh: 时限, en: Time}, unit: duration, default: 2 days, origin: chosen}
  places: {title: {zh: 地点, en: Places}, unit: list, default: [office], origin: chosen}
steps: [{id: "1", title: x, responsible: clerk, work: x}]
requirements:
  - id: R-1
    text: {zh: 订单按时发货。, en: Orders are sent in time.}
    grade: major
    origin: chosen
    checks:
      - {id: a, kind: response, case: order, done: sent_on, after: taken_on, within: $days}
  - id: R-2
    text: {zh: 订单填写完整。, en: Orders are complete.}
    grade: major
    origin: chosen
    checks:
      - {id: a, kind: completeness, case: order, fields: [price]}
      - {id: b, kind: condition, case: order, check: "place in $places"}
  - {id: R-3, text: x, grade: major, origin: chosen}
  - id: R-4
    text: {zh: 每人每月接一单。, en: Everybody takes an order a month.}
    grade: major
    origin: chosen
    checks:
      - id: a
        kind: condition
        case: worker
        every: month
        let: {taken: {count: all, form: order, match: worker, at: taken_on}}
        check: "taken >= 1"
"""
FORM = """\
form: order
title: {zh: 订单, en: Order}
revision: "1"
status: released
effective_from: 2026-01-01
key: number
date: [taken_on]
fields:
  number: {type: text, required: true, label: {zh: 订单编号, en: Order no.}}
  taken_on: {type: date, label: {zh: 接单日期, en: Taken on}}
  sent_on: {type: date, label: {zh: [发货日期, 出库日期], en: Sent on}}
  place: {type: text, label: {zh: 地点, en: Place}}
  price: {type: money, label: {zh: 金额, en: Price}}
  worker_id: {type: reference, to: worker, label: {zh: 员工, en: Worker}}
  tags: {type: list, label: {zh: 标签, en: Tags}}
"""
WORKER = """\
form: worker
title: {zh: 员工, en: Worker}
revision: "1"
status: released
effective_from: 2026-01-01
key: id
active: {from: since, to: until}
fields:
  id: {type: text, required: true, label: {zh: 工号, en: Staff no.}}
  since: {type: date, label: {zh: 入职, en: Since}}
  until: {type: date, label: {zh: 离职, en: Until}}
"""
OTHERS = {
    "forms/worker.yml": WORKER,
    "library.yml": "library: small\norganisation: x\nlanguages: [zh, en]\nprofile: small\n",
    "roles.yml": "role_list: roles\ntitle: x\nrevision: '1'\nstatus: released\neffective_from: 2026-01-01\nroles: [{id: clerk, label: x}]\n",
    "profiles/small.yml": "profile: small\ntitle: x\nrevision: '1'\nstatus: released\neffective_from: 2026-01-01\nprocedures: [QP-1]\n",
    "profiles/other.yml": "profile: other\ntitle: x\nrevision: '1'\nstatus: released\neffective_from: 2026-01-01\nprocedures: []\n",
    "forms/order.yml": FORM,
    "QP-1.yml": PROCEDURE,
}
GOOD = """\
requirement: R-1
as_of: 2026-06-30
defaults:
  order: {number: A1, taken_on: 2026-06-10}
examples:
  - id: R-1-in-time
    title: {zh: 按时, en: in time}
    records: {order: {sent_on: 2026-06-12}}
    expect: conforms
  - id: R-1-late
    title: {zh: 晚了, en: late}
    records: {order: {sent_on: 2026-06-13}}
    expect: nonconforming
    reasons: [late]
"""


@pytest.fixture
def small(tmp_path):
    """Nothing of it is released: examples can be tried out on what is on the desk."""
    for name, text in OTHERS.items():
        file = tmp_path / "procedures" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    put(tmp_path, "R-1.yml", GOOD)
    return tmp_path


def put(root: Path, name: str, text: str) -> None:
    file = root / "checks" / "examples" / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


def judged(root: Path, text: str, engine: str = "sqlite") -> dict[str, tuple[str, list[str]]]:
    """Example -> verdict and reasons, of a file that takes the place of R-1.yml."""
    put(root, "R-1.yml", text)
    return {t.example.id: (t.verdict, list(t.reasons)) for t in try_all(read(root), engine=engine).tried}


def one(records: str, more: str = "", head: str = "") -> str:
    return (
        f"requirement: R-1\nas_of: 2026-06-30\n{head}examples:\n  - id: R-1-x\n    title: x\n    records: {records}\n"
        f"    expect: conforms\n{more}"
    )


def told(root: Path, text: str, name: str = "R-1.yml") -> list[str]:
    put(root, name, text)
    return [problem.line("en") for problem in lint(root)]


@pytest.mark.parametrize("engine", ["sqlite", "duckdb"])
def test_verdict_and_reasons(small, engine):
    assert judged(small, GOOD, engine) == {"R-1-in-time": ("conforms", []), "R-1-late": ("nonconforming", ["late"])}


def test_labels_and_titles_are_understood(small):
    text = one("{订单: [{订单编号: A1, Taken on: 2026-06-10, 出库日期: 2026-06-14}]}")
    assert judged(small, text) == {"R-1-x": ("nonconforming", ["late"])}


def test_cells_are_read_like_those_of_an_export(small):
    assert judged(small, one("{order: {taken_on: 2026年6月10日, sent_on: '20260612'}}")) == {"R-1-x": ("conforms", [])}
    verdict, reasons = judged(small, one("{order: {taken_on: 2026-06-31}}"))["R-1-x"]
    assert (verdict, reasons) == ("undetermined", ["value-unreadable"])


def test_an_empty_value_takes_a_default_away(small):
    head = "defaults: {order: {taken_on: 2026-06-10, sent_on: 2026-06-11}}\n"
    assert judged(small, one("{order: {}}", head=head))["R-1-x"][0] == "conforms"
    assert judged(small, one("{order: {sent_on: }}", head=head))["R-1-x"] == ("nonconforming", ["missing"])
    assert judged(small, one("{order: {taken_on: }}", head=head))["R-1-x"][0] == "not-applicable"


def test_records_stand_in_place_of_those_given_and_those_of_the_background(small):
    put(small, "backgrounds.yml", "backgrounds: {old: {title: x, records: {order: {taken_on: 2026-06-10}}}}\n")
    head = "background: old\n"
    assert judged(small, one("{}", head=head))["R-1-x"] == ("nonconforming", ["missing"])
    assert judged(small, one("{}", head=head + "given: {order: {taken_on: 2026-06-29}}\n"))["R-1-x"][0] == "pending"
    assert judged(small, one("{order: []}", head=head))["R-1-x"][0] == "not-applicable"


def test_the_day_of_the_export_and_the_day_of_judgement(small):
    """What happened between them has not happened yet; what lies behind the export cannot be."""
    records = "{order: {taken_on: 2026-06-10, sent_on: 2026-06-12}}"
    early = "    as_of: 2026-06-11\n"
    assert judged(small, one(records, early + "    extracted_at: 2026-06-30\n"))["R-1-x"][0] == "pending"
    assert judged(small, one(records, early))["R-1-x"] == ("undetermined", ["target-date-missing"])


def test_the_grade_of_a_finding(small):
    """One of two orders is faulty: what share is accepted decides between the requirement's grade and an observation."""
    response = "{id: a, kind: response, case: order, done: sent_on, after: taken_on, within: $days}"
    validity = PROCEDURE.replace(response, "{id: a, kind: validity, forms: [order], accept: $share}")
    share = "  share: {title: {zh: 比例, en: Share}, unit: '%', default: 50, origin: chosen}\n"
    (small / "procedures/QP-1.yml").write_text(validity.replace("parameters:\n", "parameters:\n" + share), encoding="utf-8")
    records = "{order: [{number: A1, taken_on: 2026-06-10, price: much}, {number: A2, taken_on: 2026-06-10}]}"

    def ok(grade: str, more: str = "") -> bool:
        text = one(records, f"    case: A1\n    grade: {grade}\n{more}").replace("expect: conforms", "expect: nonconforming")
        put(small, "R-1.yml", text)
        return [tried.ok for tried in try_all(read(small)).tried] == [True]

    less = "    parameters: {share: 49}\n"
    assert (ok("observation"), ok("major")) == (True, False)
    assert (ok("observation", less), ok("major", less)) == (False, True)


def test_parameters_of_an_example(small):
    records = "{order: {taken_on: 2026-06-10, sent_on: 2026-06-13}}"
    assert judged(small, one(records, "    parameters: {days: 3 days}\n"))["R-1-x"][0] == "conforms"
    assert judged(small, one(records, head="parameters: {days: 3 days}\n"))["R-1-x"][0] == "conforms"
    assert judged(small, one(records))["R-1-x"][0] == "nonconforming"


def test_documents_may_be_supposed_to_say_otherwise(small):
    """A form with one more field, a procedure with another parameter: only for the example that says so."""
    records = "{order: {taken_on: 2026-06-10, sent_on: 2026-06-13, hurry: 是}}"
    suppose = "    suppose: {order: {fields: {hurry: {type: boolean, label: x}}}, QP-1: {parameters: {days: {default: 3 days}}}}\n"
    assert judged(small, one(records, suppose))["R-1-x"][0] == "conforms"
    head = "suppose: {QP-1: {parameters: {days: {default: 3 days}}}}\n"
    plain = "{order: {taken_on: 2026-06-10, sent_on: 2026-06-13}}"
    assert judged(small, one(plain, head=head))["R-1-x"][0] == "conforms"
    assert judged(small, one(plain))["R-1-x"][0] == "nonconforming"
    wrong_ones = (("{ordr: {}}", "15", "did you mean “order”?"), ("{order: {fields: {hurry: {tipe: text}}}}", "40", "did you mean “type”?"))
    for supposed, column, words in wrong_ones:
        lines = told(small, one(plain, f"    suppose: {supposed}\n"))
        assert any(line.startswith(f"checks/examples/R-1.yml:8:{column}: ") and words in line for line in lines), lines


def test_which_case_is_meant(small):
    both = "{order: [{number: A1, taken_on: 2026-06-10}, {number: A2, taken_on: 2026-06-10, sent_on: 2026-06-11}]}"
    assert judged(small, one(both, "    case: A2\n"))["R-1-x"][0] == "conforms"
    assert judged(small, one(both, "    case: A1\n"))["R-1-x"][0] == "nonconforming"
    for more, id in (("", "which-case"), ("    case: A3\n", "unknown-case")):
        with pytest.raises(ProblemError, match=id):
            judged(small, one(both, more))


def test_a_period_is_a_case_of_its_own(small):
    text = (
        "requirement: R-4\nas_of: 2026-03-15\nperiod: {from: 2026-01-01, to: 2026-03-31}\n"
        "given: {worker: {id: E1, since: 2026-01-01}, order: {worker_id: E1, taken_on: 2026-02-10}}\nexamples:\n"
        "  - {id: R-4-jan, title: x, case: E1/2026-01, expect: nonconforming}\n"
        "  - {id: R-4-feb, title: x, case: E1/2026-02, expect: conforms}\n"
        "  - {id: R-4-mar, title: x, case: E1/2026-03, expect: pending}\n"
    )
    put(small, "R-4.yml", text)
    assert [t.verdict for t in try_all(read(small), ["R-4"]).tried] == ["nonconforming", "conforms", "pending"]
    for changed, words in ((", case: E1/2026-01", "which-case.*E1/2026-01, E1/2026-02, E1/2026-03"), ("period: ", "not-evaluable.*period")):
        put(small, "R-4.yml", text.replace(changed, "" if "case" in changed else "# "))
        with pytest.raises(ProblemError, match=words):
            try_all(read(small), ["R-4"])
    only = text.replace(", case: E1/2026-02", ", period: {from: 2026-02-01, to: 2026-02-28}")
    put(small, "R-4.yml", only)
    assert try_all(read(small), ["R-4-feb"]).tried[0].verdict == "conforms"


def test_a_list_stands_in_one_cell(small):
    assert judged(small, one("{order: {taken_on: 2026-06-10, sent_on: 2026-06-10, tags: ['a, b', c]}}"))["R-1-x"][0] == "conforms"


def test_two_checks_are_told_apart(small):
    text = (
        "requirement: R-2\nas_of: 2026-06-30\ngiven: {order: {taken_on: 2026-06-10, place: street}}\nexamples:\n"
        "  - {id: R-2-a, check: a, title: x, expect: nonconforming, reasons: [field-empty]}\n"
        "  - {id: R-2-b, check: b, title: x, expect: nonconforming}\n"
    )
    put(small, "R-2.yml", text)
    assert [(t.example.check, t.ok) for t in try_all(read(small), ["R-2"]).tried] == [("R-2.a", True), ("R-2.b", True)]


WRONG = {
    "unknown-requirement": (GOOD.replace("requirement: R-1", "requirement: R-11"), "1:14", "did you mean “R-1”?"),
    "unknown-form": (GOOD.replace("order: {sent_on: 2026-06-13}", "ordr: {}"), "12:15", "did you mean “order”?"),
    "unknown-field": (GOOD.replace("sent_on: 2026-06-13", "send_on: 2026-06-13"), "12:23", "did you mean “sent_on”?"),
    "unknown-key": (GOOD.replace("expect: conforms", "expects: conforms"), "9:5", "did you mean “expect”?"),
    "not-one-of": (GOOD.replace("expect: conforms", "expect: conform"), "9:13", "did you mean “conforms”?"),
    "unknown-check": (GOOD + "    check: c\n", "15:12", "known: a"),
    "unknown-profile": (GOOD + "    profile: smal\n", "15:14", "did you mean “small”?"),
    "not-in-profile": (GOOD + "    profile: other\n", "15:14", "other does not ask for R-1"),
    "unknown-parameter": (GOOD + "    parameters: {day: 2 days}\n", "15:18", "did you mean “days”?"),
    "unknown-background": (GOOD.replace("defaults:", "background: office\ndefaults:"), "3:13", "there is no background “office”"),
    "id-twice": (GOOD.replace("R-1-late", "R-1-IN-TIME"), "10:9", "is taken by checks/examples/R-1.yml"),
    "bad-id": (GOOD.replace("R-1-late", "R-2-late"), "10:9", "begins with it: “R-1-…”"),
    "missing-key": (GOOD.replace("as_of: 2026-06-30\n", ""), "5:5", "`as_of` is missing"),
    "as-of-after-export": (GOOD + "    extracted_at: 2026-06-01\n", "10:5", "as-of 2026-06-30 lies after the export of 2026-06-01"),
    "bad-cell": (GOOD.replace("sent_on: 2026-06-13", "sent_on: {day: 1}"), "12:32", "a cell holds one value"),
    "no-check": (GOOD.replace("R-1", "R-3"), "1:14", "R-3 has no check yet"),
    "duplicate-key": (GOOD.replace("sent_on: 2026-06-13", "sent_on: 2026-06-13, 发货日期: 2026-06-14"), "12:44", "sent_on is given twice"),
    "unknown-document": ("requirements: R-1\n", "1:1", "did you mean “requirement”?"),
}


@pytest.mark.parametrize("id", WRONG)
def test_lint_says_what_is_wrong_and_where(small, id):
    text, place, words = WRONG[id]
    lines = told(small, text)
    assert any(line.startswith(f"checks/examples/R-1.yml:{place}: [{id}]") and words in line for line in lines), lines


def test_a_file_bears_the_name_of_its_requirement(small):
    assert "[misnamed]" in told(small, GOOD, "R-2.yml")[0]
    (small / "checks" / "examples" / "R-2.yml").unlink()
    shutil.move(small / "checks" / "examples" / "R-1.yml", small / "checks" / "examples" / "R-1-more.yml")
    assert [problem for problem in lint(small) if not problem.warning] == []


def test_several_checks_call_for_a_choice(small):
    text = "requirement: R-2\nas_of: 2026-06-30\nexamples: [{id: R-2-x, title: x, records: {order: {}}, expect: conforms}]\n"
    assert "[missing-key] R-2 has several checks; say which with `check`: a, b" in told(small, text, "R-2.yml")[0]


def test_what_cannot_be_loaded_is_a_problem_with_the_line_of_the_record(small):
    keyed = OTHERS["forms/order.yml"].replace("key: number", "key: [number, place]")
    (small / "procedures" / "forms" / "order.yml").write_text(keyed, encoding="utf-8")
    with pytest.raises(ProblemError) as error:
        judged(small, GOOD)
    assert {problem.place.file for problem in error.value.problems} == {"checks/examples/R-1.yml"}
    assert {problem.place.line for problem in error.value.problems} == {8, 12}


# the command

def test_the_command_says_what_was_expected_and_found(small, shell):
    put(small, "R-1.yml", GOOD.replace("expect: conforms", "expect: pending"))
    done = shell("test", "--library", str(small), "--lang", "en", "--report", f"json:{small / 'out.json'}")
    assert done.returncode == 1, done.stderr
    lines = done.stdout.splitlines()
    assert lines[0] == "checks/examples/R-1.yml:6:9: [R-1-in-time] in time: expected “pending”, found “conforms”"
    assert "3 of 3 requirements that are checked lack a conforming or a nonconforming example: R-1, R-2, R-4" in lines
    assert lines[-1] == "2 examples: 1 as expected, 1 not"
    assert json.loads((small / "out.json").read_text(encoding="utf-8")) == {
        "schema": "procedo.test/1",
        "examples": [
            {"id": "R-1-in-time", "requirement": "R-1", "expected": "pending", "verdict": "conforms", "ok": False},
            {"id": "R-1-late", "requirement": "R-1", "expected": "nonconforming", "verdict": "nonconforming", "ok": True},
        ],
    }


def test_in_chinese_with_reasons(small, shell):
    put(small, "R-1.yml", GOOD.replace("reasons: [late]", "reasons: [missing]"))
    done = shell("test", "R-1-late", "--library", str(small))
    assert done.stdout.splitlines() == [
        "checks/examples/R-1.yml:10:9: [R-1-late] 晚了：应为“不符合”（missing），判为“不符合”（late）",
        "1 个示例：0 个与预期一致，1 个不一致",
    ]


@pytest.mark.parametrize(
    ("options", "code"),
    [((), 0), (("--strict",), 1), (("R-1", "--strict"), 0), (("R-9",), 2), (("--report", "xlsx:x"), 2), (("--engine", "oracle"), 2)],
)
def test_exit_codes(small, shell, options, code):
    assert shell("test", *options, "--library", str(small)).returncode == code


def test_without_examples_there_is_no_answer(small, shell):
    shutil.rmtree(small / "checks")
    done = shell("test", "--library", str(small), "--lang", "en")
    assert done.returncode == 2 and "[no-examples]" in done.stderr


def test_the_json_alone_stands_on_standard_output(small, shell):
    done = shell("test", "--report", "json", "--library", str(small))
    assert json.loads(done.stdout)["schema"] == "procedo.test/1" and "2 个示例" in done.stderr


def test_same_examples_same_bytes(small):
    assert as_json(try_all(read(small))) == as_json(try_all(read(small)))


def kind_of(example) -> str:
    return check_of(example)["kind"]
