"""Approvals, state by state, as a quality manager meets them: the verdict, the reasons, and the sentence that is shown."""

from __future__ import annotations

import random

import pytest
from judging import form as declared
from judging import judge
from small_library import by_key, check, form, procedure, write

from procedo.model import Matrix
from procedo.rules import _quick
from procedo.rules._build import Misplaced

DECIDED = {"on": "contract", "role": "role", "says": "decision", "by": "by", "at": "at", "round": "round", "amount": "amount"}
FORMS = [
    form("contract", "id:text! author:person amount:money status:text signed_at:date delivered_at:date", date=["signed_at"],
         title={"zh": "合同", "en": "Contract"}),
    form("decision", "id:text! contract:reference=contract role:text decision:text by:person at:date round:integer amount:money note:text",
         date=["at"], decisions=DECIDED),
    form("appointment", "id:text! person:person role:text from:date? to:date?",
         appoints={"person": "person", "role": "role", "from": "from", "to": "to"}),
    form("delegation", "id:text! giver:person receiver:person role:text from:date? to:date? cap:money sub:boolean",
         delegates={"giver": "giver", "to": "receiver", "role": "role", "from": "from", "until": "to", "cap": "cap", "sub": "sub"}),
    form("employee", "id:text! name:text", person={"id": "id", "aliases": ["name"]}),
]
ROLES = {"role_list": "roles", "roles": [
    {"id": "legal", "label": {"zh": "法务", "en": "legal"}}, {"id": "sales-manager", "label": {"zh": "销售经理", "en": "sales manager"}},
    {"id": "general-manager", "label": {"zh": "总经理", "en": "general manager"}}, {"id": "board", "label": {"zh": "董事会", "en": "board"}},
    {"id": "vice-president", "label": {"zh": "副总裁", "en": "vice president"}, "may_act_for": ["general-manager"]}]}
STEPS = [{"step": 1, "role": "legal", "act": "review"}, {"step": 2, "role": "sales-manager"}, {"step": 3, "role": "general-manager"}]
MATRIX = {"matrix": "AM", "revision": "3", "about": "contract", "inputs": [{"name": "amount", "is": "amount"}], "lines": [
    {"id": "L1", "amount": "[0..500000)", "approvals": STEPS[:2]}, {"id": "L2", "amount": "[500000..5000000)", "approvals": STEPS},
    {"id": "L3", "amount": "[5000000..)", "approvals": [*STEPS, {"step": 4, "role": "board"}]}]}
APPROVAL = {"kind": "approval", "case": "contract", "matrix": "AM", "before": "signed_at", "delivery": "delivered_at", "author": "author",
            "happened": "status = 'signed'"}
PEOPLE = "E01 E10 E20 E30 E31 E40 E41 E42 E43 E44 E45 E46 E50 E60".split()
OFFICES = [("E10", "sales-manager", "2024-01-01", ""), ("E20", "legal", "2024-01-01", ""), ("E20", "legal", "2025-01-01", ""),
           ("E30", "general-manager", "2024-01-01", "2026-05-31"), ("E31", "general-manager", "2026-04-01", ""),
           ("E50", "legal", "2024-01-01", ""), ("E50", "sales-manager", "2024-01-01", ""), ("E60", "vice-president", "2024-01-01", "")]
HANDED = [("E41", "E42", ""), ("E42", "E41", ""), ("E30", "E40", "是"), ("E40", "E43", "是"), ("E43", "E44", "是"), ("E44", "E45", "是"),
          ("E45", "E46", "是")]
"""Delegations of the general manager's office: a ring of two without a holder, and a chain of five."""


def decided(case: str, *changes: dict, **defaults) -> list[dict]:
    """The three decisions on a contract; each change is laid over one of them, None leaves it out."""
    plain = [{"role": "legal", "by": "E20", "decision": "reviewed", "at": "2026-04-02"},
             {"role": "sales-manager", "by": "E10", "decision": "approved", "at": "2026-04-03"},
             {"role": "general-manager", "by": "E30", "decision": "approved", "at": "2026-04-07"}]
    laid = [row | (changes[n] if n < len(changes) else {}) for n, row in enumerate(plain)]
    return [row | {"contract": case} | defaults for row in laid if "skip" not in row]


SAME, SKIP = {}, {"skip": True}
CONTRACTS = {
    "complete": ({}, decided("complete")),
    "role-nobody-held": ({"amount": "6000000"}, [*decided("role-nobody-held"), {"contract": "role-nobody-held", "role": "board", "by": "E60",
                         "decision": "approved", "at": "2026-04-08"}]),
    "loop": ({}, decided("loop", SAME, SAME, {"by": "E41"})),
    "chain-of-four": ({}, decided("chain-of-four", SAME, SAME, {"by": "E45"})),
    "chain-of-five": ({}, decided("chain-of-five", SAME, SAME, {"by": "E46"})),
    "handover": ({}, decided("handover", SAME, SAME, {"by": "E31"})),
    "future": ({}, decided("future", SAME, SAME, {"at": "2027-01-01"})),
    "two-roles": ({"amount": "400000"}, decided("two-roles", {"by": "E50"}, {"by": "E50"}, SKIP)),
    "trailing-blank": ({}, decided("trailing-blank", SAME, SAME, {"by": "E30 "})),
    "own-contract": ({"author": "E10\u3000"}, decided("own-contract")),
    "no-date": ({"signed_at": "", "status": "signed"}, decided("no-date")),
    "not-signed": ({"signed_at": ""}, decided("not-signed", SAME, SAME, SKIP)),
    "late": ({}, decided("late", SAME, SAME, {"at": "2026-04-12"})),
    "after-delivery": ({"delivered_at": "2026-04-06"}, decided("after-delivery")),
    "deputy": ({}, decided("deputy", SAME, SAME, {"by": "E60", "role": "vice-president"})),
    "no-role-stated": ({}, decided("no-role-stated", {"role": ""}, {"role": ""}, {"role": ""})),
    "unknown-word": ({}, decided("unknown-word", SAME, SAME, {"decision": "later"})),
    "refusal-undated": ({}, [*decided("refusal-undated"), {"contract": "refusal-undated", "role": "legal", "by": "E20", "decision": "rejected"}]),
}
EXPECTED = {
    "role-nobody-held": ("undetermined", ["no-appointments"], "没有该角色的任命记录（董事会）", "no appointment record for the role (board)"),
    "loop": ("nonconforming", ["delegation-loop"], "委托成环，无人真正担任该角色（总经理）", "runs in a ring without a holder (general manager)"),
    "chain-of-five": ("undetermined", ["chain-too-long"], "委托层级过多，未再追溯", "too long to follow"),
    "future": ("undetermined", ["future-dated"], "日期晚于导出日（总经理）", "dated after the export (general manager)"),
    "two-roles": ("nonconforming", ["same-person"], "同一人占了两个审批席位", "one person filled two places"),
    "own-contract": ("nonconforming", ["self-approval"], "经办人批准了自己的事项（销售经理）", "approved by its own author (sales manager)"),
    "no-date": ("undetermined", ["case-date-missing"], "缺少案例日期", "the case date is missing"),
    "late": ("nonconforming", ["after-signing"], "批准晚于把关日（总经理）；依据 AM 第 3 版 L2 行", "line L2 of AM, revision 3"),
    "after-delivery": ("nonconforming", ["after-delivery"], "交付之后才批准（总经理）", "approved only after delivery (general manager)"),
    "unknown-word": ("undetermined", ["decision-missing"], "缺少审批结论（总经理）", "the decision is missing (general manager)"),
    "refusal-undated": ("undetermined", ["date-missing"], "审批缺少日期（法务）", "the date of the decision is missing (legal)"),
}


@pytest.fixture(scope="module", params=["duckdb", "sqlite"])
def outcome(request, tmp_path_factory):
    root = write(tmp_path_factory.mktemp("approvals"), [ROLES, MATRIX, *FORMS, procedure("1", None, APPROVAL)])
    plain = {"author": "E01", "amount": "600000", "signed_at": "2026-04-10", "status": "", "delivered_at": ""}
    rows = [row for _, made in CONTRACTS.values() for row in made]
    records = {
        "contract": [{"id": key} | plain | own for key, (own, _) in CONTRACTS.items()],
        "decision": [{"id": f"D{n}", "note": ""} | {"round": "", "amount": ""} | row for n, row in enumerate(rows)],
        "appointment": [{"id": f"A{n}", "person": p, "role": r, "from": f, "to": t} for n, (p, r, f, t) in enumerate(OFFICES)],
        "delegation": [{"id": f"V{n}", "giver": g, "receiver": t, "role": "general-manager", "from": "2026-01-01", "to": "", "cap": "",
                        "sub": sub} for n, (g, t, sub) in enumerate(HANDED)],
        "employee": [{"id": id, "name": f"name of {id}"} for id in PEOPLE],
    }
    return check(root, records, "2026-07-01", engine=request.param)


@pytest.mark.parametrize("key", EXPECTED)
def test_a_bad_input_has_its_verdict_and_its_sentence(outcome, key):
    verdict, reasons, zh, en = EXPECTED[key]
    finding = by_key(outcome)[key]
    assert (finding.verdict, list(finding.reasons)) == (verdict, reasons)
    assert zh in finding.message.zh and en in finding.message.en


def test_what_is_in_order_is_no_finding(outcome):
    assert not {"complete", "handover", "trailing-blank", "chain-of-four", "deputy", "no-role-stated", "not-signed"} & by_key(outcome).keys()
    (counted,) = outcome.requirements[0].checks
    assert (counted.population, counted.pending) == (len(CONTRACTS), 1)


def test_a_finding_says_what_was_asked_and_why_each_decision_does_not_count(outcome):
    seen = by_key(outcome)["late"].evidence
    assert [(d.matrix, d.revision, d.line, d.role, d.act) for d in seen.demanded] == [
        ("AM", "3", "L2", "legal", "review"), ("AM", "3", "L2", "sales-manager", "approve"), ("AM", "3", "L2", "general-manager", "approve")]
    assert [(e.role, e.by, e.notes) for e in seen.events] == [
        ("legal", "E20", ()), ("sales-manager", "E10", ()), ("general-manager", "E30", ("after-signing",))]
    assert seen.lacking == ("general-manager",) and seen.values["amount"] == "600000.00 CNY"


# what the check says

SMALL = [
    declared("contract", "id:text! author:person amount:money signed_at:date", date=["signed_at"]),
    declared("decision", "id:text! contract:reference=contract role:text decision:text by:person at:date round:integer amount:money note:text",
             date=["at"], decisions=DECIDED),
    declared("appointment", "id:text! person:person role:text from:date? to:date?",
             appoints={"person": "person", "role": "role", "from": "from", "to": "to"}),
]
HEAD = {"title": "x", "revision": "1", "status": "released"}
PLAIN = {"kind": "approval", "case": "contract", "matrix": "AM", "before": "signed_at", "author": "author"}


def judged(rows: list[dict], contracts: list[dict] | None = None, engine: str = "duckdb", matrix: dict = MATRIX, **said):
    records = {"contract": contracts or [{"id": "K", "author": "E01", "amount": "600000", "signed_at": "2026-04-10"}],
               "decision": [{"id": f"D{n}"} | row for n, row in enumerate(rows)],
               "appointment": [{"id": f"A{n}", "person": p, "role": r, "from": f, "to": t} for n, (p, r, f, t) in enumerate(OFFICES)]}
    settings = {name: said.pop(name) for name in ("same_day",) if name in said}
    return judge(PLAIN | said, SMALL, records, "2026-07-01", matrix=Matrix.model_validate(HEAD | matrix), engine=engine, **settings)


def test_a_decision_that_does_not_state_what_it_must_does_not_count():
    rows = decided("K", note="checked")
    assert judged(rows, where="note = 'checked'")["K"] == ("conforms", [])
    rows[2]["note"] = ""
    assert judged(rows, where="filled(note)")["K"] == ("nonconforming", ["missing"])
    assert judged(rows)["K"] == ("conforms", [])


def test_what_a_decision_states_is_compared_with_the_case():
    rows = decided("K", note="E01")
    assert judged(rows, where="note = this.author")["K"] == ("conforms", [])
    assert judged(rows, where="note <> this.author")["K"] == ("nonconforming", ["missing"])


def test_the_gate_is_the_earliest_of_several_points():
    contract = {"id": "K", "author": "E01", "amount": "600000", "signed_at": "2026-04-10"}
    assert judged(decided("K"), [contract], before=["signed_at", "signed_at - days(5)"])["K"] == ("nonconforming", ["after-signing"])


def test_a_decision_before_the_last_change_of_the_paper_is_too_early():
    assert judged(decided("K"), after="signed_at - days(7)")["K"] == ("nonconforming", ["too-early"])


@pytest.mark.parametrize(("policy", "verdict"), [("allowed", "conforms"), ("refused", "nonconforming")])
def test_the_same_day_policy_decides_and_is_counted(policy, verdict):
    found = judged(decided("K", SAME, SAME, {"at": "2026-04-10"}), same_day=policy)["K"]
    assert found[0] == verdict and found.evidence["same_day"] == 1


def test_roles_written_out_need_no_matrix():
    records = {"contract": [{"id": "K", "author": "E01", "signed_at": "2026-04-10"}],
               "decision": [{"id": f"D{n}"} | row for n, row in enumerate(decided("K", SAME, {"at": "2026-04-08"}))],
               "appointment": [{"id": f"A{n}", "person": p, "role": r, "from": f, "to": t} for n, (p, r, f, t) in enumerate(OFFICES)]}
    said = {"kind": "approval", "case": "contract", "roles": ["sales-manager", "general-manager"], "before": "signed_at"}
    assert judge(said, SMALL, records, "2026-07-01")["K"] == ("nonconforming", ["out-of-order"])


def test_a_line_may_demand_nothing_but_not_all_lines():
    free = MATRIX | {"lines": [{"id": "L0", "amount": "[0..1000000)", "approvals": []}, *MATRIX["lines"][2:]]}
    assert judged([{"contract": "K", "role": "legal", "by": "E20", "decision": "reviewed", "at": "2026-04-02"}], matrix=free)["K"] == ("conforms", [])
    with pytest.raises(Misplaced) as wrong:
        judged(decided("K"), matrix=MATRIX | {"lines": free["lines"][:1]})
    assert wrong.value.error.sentence.en == "no line of AM demands an approval"


# approved_at


def test_approved_at_is_the_day_on_which_the_last_decision_needed_fell(tmp_path):
    rule = {"kind": "condition", "case": "contract", "check": "approved_at = '2026-04-07'"}
    root = write(tmp_path, [ROLES, MATRIX, *FORMS, procedure("1", None, rule)])
    rows = [*decided("plain"), *decided("late", SAME, SAME, {"at": "2026-04-08"}), *decided("open", SAME, SAME, SKIP),
            *decided("again"), {"contract": "again", "role": "general-manager", "by": "E30", "decision": "approved", "at": "2026-04-09"},
            *decided("undated", SAME, SAME, {"at": ""}), *decided("refused", SAME, SAME, {"decision": "rejected"})]
    records = {
        "contract": [{"id": key, "amount": "600000", "signed_at": "2026-05-01"} for key in dict.fromkeys(row["contract"] for row in rows)],
        "decision": [{"id": f"D{n}"} | row for n, row in enumerate(rows)],
        "appointment": [{"id": f"A{n}", "person": p, "role": r, "from": f, "to": t} for n, (p, r, f, t) in enumerate(OFFICES)],
    }
    found = {key: finding.verdict for key, finding in by_key(check(root, records, "2026-07-01")).items()}
    assert found == {"late": "nonconforming", "open": "undetermined", "undated": "undetermined", "refused": "undetermined"}


# the cheap test


def drawn(seed: int) -> tuple[list[dict], list[dict]]:
    """Contracts with decisions that are mostly in order, some late, doubled, refused, undated or by the wrong person."""
    chance, contracts, rows = random.Random(seed), [], []
    for n in range(150):
        key = f"K{n}"
        contracts.append({"id": key, "author": chance.choice(["E01"] * 8 + ["E10", ""]), "amount": chance.choice(["400000", "600000", "600000", "6000000"]),
                          "signed_at": chance.choice(["2026-04-10", "2026-04-10", "2026-04-07", ""])})
        made = decided(key)
        if chance.random() < 0.6:
            row = chance.choice(made)
            row[chance.choice(["at", "by", "decision", "role", "round"])] = chance.choice(
                ["2026-04-10", "2026-04-03", "2026-04-12", "E50", "E10", "approved", "rejected", "reviewed", "legal", "2", "", "2026-06-31"])
        rows += made + [dict(row) for row in made if chance.random() < 0.1]
    return contracts, rows


@pytest.mark.parametrize("policy", ["allowed", "refused"])
@pytest.mark.parametrize("engine", ["duckdb", "sqlite"])
def test_the_cheap_test_changes_no_verdict(engine, policy, monkeypatch):
    contracts, rows = drawn(7)
    quick = judged(rows, contracts, engine, same_day=policy)
    monkeypatch.setattr(_quick, "plain", lambda line: False)
    exact = judged(rows, contracts, engine, same_day=policy)
    assert {key: (*found, found.evidence["same_day"]) for key, found in quick.items()} == {
        key: (*found, found.evidence["same_day"]) for key, found in exact.items()}
    assert sum(found[0] == "conforms" for found in quick.values()) > 30
