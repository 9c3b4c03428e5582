"""Explain: the story of a finding, and what a requirement says and how it is checked."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import outcomes
import pytest

from procedo.check.last import manifest_of, write_last
from procedo.explain import explain_finding, explain_requirement
from procedo.explain import finding as stories
from procedo.explain.requirement import meaning
from procedo.library import read
from procedo.problem import ProblemError
from procedo.reports._layout import width

ROOT = Path(__file__).resolve().parents[2]
HEAD = 'title: {zh: 名, en: Title}\nrevision: "1"\nstatus: released\neffective_from: 2026-01-01\n'
LIBRARY = {
    "procedures/library.yml": "library: tiny\norganisation: Tiny\nlanguages: [zh, en]\nprofile: all\n",
    "procedures/roles.yml": f"role_list: roles\n{HEAD}roles:\n  - {{id: clerk, label: Clerk, rank: 1}}\n",
    "procedures/profiles/all.yml": f"profile: all\n{HEAD}procedures: [QP-1]\nparameters: {{reply: 3 working days}}\n",
    "procedures/clauses.yml": f"clause_list: iso\n{HEAD}standard: ISO 9001:2015\n"
    "clauses:\n  - {id: 8.2.1, title: {zh: 顾客沟通, en: Customer communication}}\n",
    "procedures/sources.yml": f"source_list: sources\n{HEAD}sources:\n"
    "  - {id: S1-01, title: {zh: 投诉办法, en: Complaints rule}, place: p. 3}\n",
    "procedures/forms/complaint.yml": f"form: complaint\n{HEAD}key: number\ndate: received_at\nfields:\n"
    "  number: {type: text, required: true, label: No}\n  received_at: {type: date, label: Received}\n"
    "  replied_at: {type: date, label: Replied}\n",
    "procedures/QP-1.yml": f"procedure: QP-1\n{HEAD}owner: clerk\npurpose: P\nscope: S\n"
    "parameters:\n  reply: {title: {zh: 答复时限, en: Reply time}, unit: duration, default: 5 working days, origin: chosen}\n"
    "  limit: {title: {zh: 上限, en: Limit}, unit: CNY, default: 500, origin: source}\n"
    'steps:\n  - {id: "1", title: {zh: 答复, en: Reply}, responsible: clerk, work: W, outputs: [complaint], origin: chosen}\n'
    'requirements:\n  - id: C-1\n    step: "1"\n    text: {zh: 投诉须按时答复。, en: A complaint is answered in time.}\n'
    "    grade: major\n    clauses: [ISO 9001:2015/8.2.1]\n    origin: derived\n    sources: [S1-01]\n"
    "    note: {zh: 注, en: A note}\n    checks:\n"
    "      - {id: a, kind: response, case: complaint, done: replied_at, after: received_at, within: $reply}\n"
    "      - {id: b, kind: completeness, case: complaint, fields: [replied_at]}\n"
    "  - id: C-2\n    text: {zh: 态度友好。, en: Be friendly.}\n    grade: minor\n    origin: chosen\n    checks: []\n",
}


@pytest.fixture(scope="module")
def library(tmp_path_factory):
    root: Path = tmp_path_factory.mktemp("library")
    for name, text in LIBRARY.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    return read(root, drafts=True)


def told(outcome, id, language="en"):
    text = stories.explain_finding(outcome, id, language)
    assert all(width(line) <= 80 for line in text.splitlines())
    return text


def test_a_finding_is_told_from_the_requirement_to_the_verdict():
    outcome = outcomes.everyday()
    text = told(outcome, outcome.findings[0].id)
    told_in_order = [
        "nonconforming [critical]", "the general manager approved after signing", "R-113 A contract is signed only after",
        "QP-SAL-07 Contract review, signing and archiving rev. 2", "procedures/revisions/QP-SAL-07/2.yml:88",
        "ISO 9001:2015/8.2.3", "R-113.a approval", "Sales contract HT-2026-0042", "sample/contracts.csv row 43", "2026-04-01 (judged by rev. 2)",
        "AM-CONTRACT rev. 2 L3: General manager approve", "Contract price = 800000.00 CNY",
        "2026-03-30 approved E017 (Sales manager), sample/approvals.csv row 118", "2026-04-02 approved E030",
        "What is lacking or unmet\n- General manager", "approved after the gate day [after-signing]", "240 judged: conforms 236",
    ]
    places = [text.index(part) for part in told_in_order]
    assert places == sorted(places)


def test_a_finding_in_chinese_with_policy_and_without_record():
    outcome = outcomes.everyday()
    late, weekly = outcome.findings[3], outcome.findings[4]
    assert "同日视为合乎顺序" in told(outcome, late.id, "zh") and "应完成日 = 2026-05-12" in told(outcome, late.id, "zh")
    text = told(outcome, weekly.id, "zh")
    assert "检查对象  E021" in text and "催款记录" in text and "2026-W18" in text


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_hostile_finding_is_told_without_harm(language):
    for finding in outcomes.hostile().findings:
        text = told(outcomes.hostile(), finding.id, language)
        assert "\x1b" not in text and "\x00" not in text


def test_the_beginning_of_an_id_is_enough_when_it_is_alone():
    outcome = outcomes.everyday()
    whole = told(outcome, outcome.findings[0].id)
    assert told(outcome, outcome.findings[0].id[:6]) == told(outcome, outcome.findings[0].id[2:].upper()) == whole
    twin = replace(outcome.findings[1], id=outcome.findings[0].id[:-1] + "x")
    with pytest.raises(ProblemError, match="ambiguous-finding"):
        stories.find(replace(outcome, findings=(outcome.findings[0], twin)), twin.id[:10])


def test_an_unknown_id_names_the_nearest():
    outcome = outcomes.everyday()
    wrong = outcome.findings[0].id[:-1] + "x"
    for id in (wrong, "F-", "", "R-1"):
        with pytest.raises(ProblemError) as caught:
            stories.find(outcome, id)
        assert [problem.id for problem in caught.value.problems] == ["unknown-finding"]
    with pytest.raises(ProblemError, match=f"did you mean “{outcome.findings[0].id}”"):
        stories.find(outcome, wrong)


def test_an_id_like_no_other_is_shown_what_one_looks_like():
    first = outcomes.everyday().findings[0]
    many = tuple(replace(first, id=f"F-{n:016x}") for n in range(100, 200))
    with pytest.raises(ProblemError, match=f"it has 100, such as “{many[0].id}”"):
        stories.find(replace(outcomes.everyday(), findings=many), "F-xyz")


def test_the_last_run_that_knows_the_finding_is_asked(tmp_path):
    outcome = outcomes.everyday()
    other = replace(outcome, recordset="other", findings=outcome.findings[:1], records=())
    write_last(tmp_path, outcome, manifest_of(outcome, tmp_path, tmp_path / "records"))
    write_last(tmp_path, other)
    text = explain_finding(tmp_path, outcome.findings[3].id, "en")
    assert "R-149" in text and "! since the check, file “sample/contracts.csv” is gone" in text
    with pytest.raises(ProblemError, match="no finding “F-0000” in the last check of “other”"):
        explain_finding(tmp_path, "F-0000", "en")


def test_a_requirement_is_told_with_all_it_rests_on(library):
    text = explain_requirement(library, "C-1", "en")
    for part in ("C-1 [major]", "A complaint is answered in time.", "QP-1 Title rev. 1", "1 Reply",
                 "ISO 9001:2015/8.2.1 Customer communication", "derived from the source", "S1-01 Complaints rule p. 3", "A note",
                 "procedures/QP-1.yml:", "check C-1.a  response", "check C-1.b  completeness", "    within: $reply",
                 "    case: complaint", "- reply = 3 working days [profile all] Reply time"):
        assert part in text, part
    assert "limit" not in text and "kind:" not in text
    assert "[主要]" in explain_requirement(library, "c-1", "zh") and "顾客沟通" in explain_requirement(library, "C-1", "zh")


def test_one_check_alone(library):
    text = explain_requirement(library, "C-1.b", "en")
    assert "C-1.b" in text and "C-1.a" not in text and "reply =" not in text


def test_the_page_of_a_kind_says_what_it_means(library):
    assert meaning("response", "en") and meaning("response", "en") in " ".join(explain_requirement(library, "C-1.a", "en").split())
    assert meaning("no-such-kind", "en") == ""


def test_a_requirement_without_a_check_says_so(library):
    assert "not automated" in explain_requirement(library, "C-2", "en")


@pytest.mark.parametrize(("id", "problem"), [("C-11", "unknown-requirement"), ("C-1.z", "unknown-check"), ("", "unknown-requirement")])
def test_an_unknown_requirement_is_a_problem(library, id, problem):
    with pytest.raises(ProblemError) as caught:
        explain_requirement(library, id, "en")
    assert [found.id for found in caught.value.problems] == [problem]


def test_the_story_says_why_that_revision_which_line_and_counts_the_days(tmp_path, shell):
    """The contract of the sample company that finance filed on working day 11, over the October holiday."""
    place = tmp_path / "company"
    for name in ("procedures", "records"):
        shutil.copytree(ROOT / name, place / name)
    report = place / "out.json"
    shell("check", "sample", "--requirement", "R-126", "--requirement", "R-113", "--report", f"json:{report}", "--library", str(place))
    findings = json.loads(report.read_text(encoding="utf-8"))["findings"]
    late = next(f for f in findings if f["check"] == "R-126.a" and f["reasons"] == ["late"] and f["clock"] < "2025-10-01")
    story = shell("explain", late["id"], "--lang", "en", "--library", str(place)).stdout
    assert "QP-SAL-07 rev. 1 is in force from 2025-01-01 until the day before 2026-03-01" in story
    assert "2025-09-28 Sun  working day 1 (make-up day)" in story
    assert "2025-10-01 Wed  public holiday" in story
    assert f"{late['evidence']['values']['due']} Thu  working day 10, the last day" in story
    unheld = next(f for f in findings if f["reasons"] == ["role-not-held"])
    story = shell("explain", unheld["id"], "--lang", "zh", "--library", str(place)).stdout
    assert "适用的矩阵行" in story and "合同金额(含税) ≥ " in story
    assert "为何按此版本" in story and "AM-CONTRACT 第" in story


def test_a_requirement_shows_its_examples_and_queries(shell):
    for language, words in (("zh", ("做好的例子", "编译出的查询", "到期前提醒的提前量")), ("en", ("Worked examples", "Compiled queries"))):
        text = shell("explain", "R-149", "--lang", language).stdout
        assert all(word in text for word in words), language
        assert "R-149-never" in text and '"R-149.a payment_schedule cases"' in text


def test_a_query_too_long_to_read_is_listed_by_its_steps(shell):
    text = shell("explain", "R-113", "--lang", "en").stdout
    assert "Compiled to " in text and "procedo explain R-113 --sql" in " ".join(text.split())
    steps = [line for line in text.splitlines() if line.startswith("    R-113.a contract cases")]
    assert len(steps) == 2, "two stretches: the matrix changed once"
    assert len(text.splitlines()) < 500
