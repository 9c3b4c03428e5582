"""Suspect documents: what they refer to changed since they were settled. Changed names and translations are no change."""

from __future__ import annotations

import copy
import datetime as dt

import pytest
from small_library import form, procedure, write

from procedo.check.replay import _reads as reads
from procedo.compile.library_rows import rows
from procedo.library import read
from procedo.library.register import sealed
from procedo.lint import lint
from procedo.lint.suspect import suspects
from procedo.model.register import Entry, ReviewNote
from procedo.site.pages import pages

ROLES = {"role_list": "roles", "roles": [
    {"id": "clerk", "label": {"zh": "文员", "en": "Clerk"}, "rank": 5}, {"id": "boss", "label": {"zh": "经理", "en": "Boss"}, "rank": 1}]}
CUSTOMER = form("customer", "id:text! class:text")
DEED = form("deed", "id:text! done_at:date signed_at:date amount:money note:text customer_id:reference=customer", date=["done_at"],
            subsets={"large": "amount > 5"})
MATRIX = {"matrix": "AM-1", "about": "deed", "inputs": [{"name": "sum", "is": "amount"}],
          "lines": [{"id": "L1", "sum": "< 500000", "approvals": [{"step": 1, "role": "clerk"}]},
                    {"id": "L2", "sum": ">= 500000", "approvals": [{"step": 1, "role": "boss"}]}]}
APPROVED = {"kind": "approval", "case": "deed", "matrix": "AM-1", "before": "signed_at"}
STEP = {"id": "5.4", "title": {"zh": "办理", "en": "Do it"}, "responsible": "clerk", "work": {"zh": "办理。", "en": "It is done."}}
OTHER = procedure("1", "2020-01-01", steps=[STEP]) | {"procedure": "QP-2", "requirements": []}


def suspected(root, *documents):
    """What is suspect, in English, by document."""
    write(root, list(documents), languages=["zh", "en"])
    return {(s.document.id, s.item.path[-1] if s.item.path else s.item.id): s.reason.en for s in suspects(read(root))}


def later(document, **changed):
    """The next revision, in force from 2026-03-01."""
    return copy.deepcopy(document) | {"revision": "2", "effective_from": "2026-03-01"} | changed


def check_on_deeds(**body):
    return procedure("1", "2020-01-01", {"kind": "condition", "case": "deed"} | body)


def with_field(**changed):
    fields = {name: dict(one) for name, one in DEED["fields"].items()}
    for name, more in changed.items():
        fields[name] = fields[name] | more if more is not None else None
    return {name: one for name, one in fields.items() if one is not None}


@pytest.mark.parametrize("body", [
    {"check": "note <> 'x'"},
    {"when": "filled(note)", "check": "amount > 1"},
    {"kind": "completeness", "fields": ["amount | note"]},
    {"kind": "existence", "case": "customer", "needs": {"form": "deed", "match": "customer", "where": "note = this.class"}},
    {"let": {"notes": {"count": "all", "form": "deed", "match": {"note": "id"}}}, "case": "customer", "check": "notes > 0"},
    {"kind": "reconciliation", "case": "customer", "with": "deed", "equal": "class = there.note"},
    {"variants": {"choose": "$v", "one": {"check": "note <> ''"}, "two": {"check": "amount > 1"}}},
])
def test_a_field_that_a_check_names_changed(tmp_path, body):
    changed = later(DEED, fields=with_field(note={"type": "integer"}))
    found = suspected(tmp_path, ROLES, CUSTOMER, DEED, changed, check_on_deeds(**body))
    assert found == {("QP-1", "note"): "field note of deed (revision 2, from 2026-03-01): type of field note: text → integer"}


@pytest.mark.parametrize("body", [{"check": "amount > 1"}, {"check": "matches(id, 'note')"}, {"case": "customer", "check": "filled(class)"}])
def test_a_field_that_no_check_names_changed(tmp_path, body):
    changed = later(DEED, fields=with_field(note={"type": "integer"}))
    assert suspected(tmp_path, ROLES, CUSTOMER, DEED, changed, check_on_deeds(**body)) == {}


def test_along_a_reference(tmp_path):
    changed = later(CUSTOMER, fields={"id": CUSTOMER["fields"]["id"]})
    found = suspected(tmp_path, ROLES, CUSTOMER, changed, DEED, check_on_deeds(check="customer.class = 'A'"))
    assert found == {("QP-1", "class"): "field class of customer (revision 2, from 2026-03-01): field class removed"}


def test_a_matrix_line_and_the_field_it_reads(tmp_path):
    lines = copy.deepcopy(MATRIX["lines"])
    lines[0]["sum"], lines[1]["sum"] = "< 300000", ">= 300000"
    changed = later(MATRIX, lines=lines, title={"zh": "新名", "en": "New name"})
    found = suspected(tmp_path, ROLES, CUSTOMER, DEED, MATRIX, changed, procedure("1", "2020-01-01", APPROVED))
    assert list(found) == [("QP-1", "AM-1")]
    assert found["QP-1", "AM-1"].endswith("sum of line L1: < 500,000 → < 300,000; sum of line L2: >= 500,000 → >= 300,000")
    of_field = suspected(tmp_path / "b", ROLES, CUSTOMER, DEED, later(DEED, fields=with_field(amount={"currency": "EUR"})), MATRIX)
    assert list(of_field) == [("AM-1", "amount")]


def test_a_role_a_subset_and_a_form_as_a_whole(tmp_path):
    roles = copy.deepcopy(ROLES["roles"])
    roles[0]["rank"] = 4
    found = suspected(tmp_path, ROLES, later(ROLES, roles=roles), CUSTOMER, DEED, MATRIX, OTHER)
    assert found.keys() == {("AM-1", ("id", "clerk")), ("QP-2", ("id", "clerk"))}
    assert found["QP-2", ("id", "clerk")] == "role clerk of roles (revision 2, from 2026-03-01): rank of role clerk: 5 → 4"
    large = later(DEED, subsets={"large": "amount > 9"}, date=["signed_at"])
    found = suspected(tmp_path / "b", ROLES, CUSTOMER, DEED, large, check_on_deeds(case="large", check="amount > 1"))
    assert found.keys() == {("QP-1", "large")}
    kept = OTHER | {"records": ["deed"]}
    assert suspected(tmp_path / "c", ROLES, CUSTOMER, DEED, large, kept).keys() == {("QP-2", "deed")}


@pytest.mark.parametrize("text", ["见 QP-2 第 5.4 步。", "QP-2 5.4", "步骤见 QP-2 的步骤 5.4", "as step 5.4 of QP-2 says"])
def test_a_step_that_a_text_names(tmp_path, text):
    changed = later(OTHER, steps=[STEP | {"responsible": "boss"}])
    told = suspected(tmp_path, ROLES, OTHER, changed, procedure("1", "2020-01-01", scope=text))
    assert told == {("QP-1", ("id", "5.4")): "step 5.4 of QP-2 (revision 2, from 2026-03-01): responsible role of step 5.4: clerk → boss"}
    other_step = procedure("1", "2020-01-01", scope=text.replace("5.4", "5.44"))
    assert suspected(tmp_path / "b", ROLES, OTHER, changed, other_step) == {}


@pytest.mark.parametrize("key", ["most", "QP-1.most"])
def test_a_parameter_and_the_profile_that_sets_it(tmp_path, key):
    parameter = {"most": {"title": "x", "unit": "CNY", "default": 1, "origin": "chosen"}}
    rule = procedure("1", "2020-01-01", {"kind": "condition", "case": "deed", "check": "amount <= $most"}, parameters=parameter)
    profile = {"profile": "all", "procedures": ["QP-1"], "parameters": {key: 500000}}
    found = suspected(tmp_path, ROLES, CUSTOMER, DEED, rule, profile, later(profile, parameters={key: 300000}))
    assert found == {("QP-1", key): f"parameter {key} of all (revision 2, from 2026-03-01): parameter {key}: 500,000 → 300,000"}
    in_days = copy.deepcopy(rule) | {"revision": "2", "effective_from": "2026-03-01"}
    in_days["parameters"]["most"]["unit"] = "duration"
    assert suspected(tmp_path / "b", ROLES, CUSTOMER, DEED, rule, in_days, profile).keys() == {("all", "most")}


@pytest.mark.parametrize("changed", [
    {"label": {"zh": "备注二", "en": "Second note"}}, {"note": {"zh": "说明", "en": "note"}},
    {"choices": {"a": {"zh": "甲", "en": "New name"}, "b": {"zh": "乙", "en": "B"}}},
])
def test_labels_never_cause_it(tmp_path, changed):
    base = DEED | {"fields": with_field(note={"type": "choice", "choices": {"a": "A", "b": "B"}})}
    new = later(base, fields={**base["fields"], "note": base["fields"]["note"] | changed}, title="another")
    assert suspected(tmp_path, ROLES, CUSTOMER, base, new, check_on_deeds(check="note = 'a'")) == {}


def test_a_new_value_of_a_choice_does(tmp_path):
    base = DEED | {"fields": with_field(note={"type": "choice", "choices": {"a": "A", "b": "B"}})}
    new = later(base, fields={**base["fields"], "note": base["fields"]["note"] | {"choices": {"a": "A", "b": "B", "c": "C"}}})
    assert suspected(tmp_path, ROLES, CUSTOMER, base, new, check_on_deeds(check="note = 'a'")).keys() == {("QP-1", "note")}


def test_translations_never_cause_it_and_the_first_language_does(tmp_path):
    named = procedure("1", "2020-01-01", scope="QP-2 5.4")
    translated = later(OTHER, steps=[STEP | {"work": {"zh": "办理。", "en": "Somebody does it."}}])
    assert suspected(tmp_path, ROLES, OTHER, translated, named) == {}
    changed = later(OTHER, steps=[STEP | {"work": {"zh": "当日办理。", "en": "It is done the same day."}}])
    found = suspected(tmp_path / "b", ROLES, OTHER, changed, named)
    assert found["QP-1", ("id", "5.4")].endswith("work of step 5.4: It is done. → It is done the same day.")


@pytest.mark.parametrize("settles", ["review", "release", "approval"])
def test_what_clears_it(tmp_path, settles):
    changed = later(DEED, fields=with_field(note={"type": "integer"}))
    rule = check_on_deeds(check="note <> 'x'")
    if settles == "approval":
        rule["signatures"] = {"approved": {"by": "E1", "role": "boss", "date": "2026-03-01"}}
    documents = [ROLES, CUSTOMER, DEED, changed, rule] + ([later(rule)] if settles == "release" else [])
    found = suspected(tmp_path, *documents)
    assert bool(found) == (settles == "review")
    if settles == "review":
        entry = Entry(kind="procedure", id="QP-1", revision="1", fingerprint="x", reviews=[ReviewNote(by="E9", date="2026-02-28")])
        register = tmp_path / "procedures" / "register.yml"
        register.write_text(sealed([entry]), encoding="utf-8")
        assert suspects(read(tmp_path)), "the review was before the change"
        entry = entry.model_copy(update={"reviews": [ReviewNote(by="E9", date="2026-03-01")]})
        register.write_text(sealed([entry]), encoding="utf-8")
        assert suspects(read(tmp_path)) == []


@pytest.mark.parametrize("reviewed, clear", [("2026-02-19", False), ("2026-02-20", True), ("2026-02-25", True)])
def test_a_review_between_approval_and_first_day_clears_it(tmp_path, reviewed, clear):
    """Who reviews then has the coming revision at hand."""
    changed = later(DEED, fields=with_field(note={"type": "integer"}), signatures={"approved": {"by": "E1", "role": "boss", "date": "2026-02-20"}})
    assert suspected(tmp_path, ROLES, CUSTOMER, DEED, changed, check_on_deeds(check="note <> 'x'"))
    entry = Entry(kind="procedure", id="QP-1", revision="1", fingerprint="x", reviews=[ReviewNote(by="E9", date=reviewed)])
    (tmp_path / "procedures" / "register.yml").write_text(sealed([entry]), encoding="utf-8")
    assert (suspects(read(tmp_path)) == []) == clear


@pytest.mark.parametrize("third, told", [({}, []), ({"note": {"type": "boolean"}}, ["type of field note: integer → boolean"])])
def test_what_changed_after_that_review_is_told_alone(tmp_path, third, told):
    """The coming revision that the review had at hand is looked at; compared is what followed it."""
    second = later(DEED, fields=with_field(note={"type": "integer"}), signatures={"approved": {"by": "E1", "role": "boss", "date": "2026-02-20"}})
    fields = with_field(note={"type": "integer"} | third.get("note", {}), amount={"currency": "EUR"})
    after = second | {"revision": "3", "effective_from": "2026-04-01", "fields": fields, "signatures": {}}
    suspected(tmp_path, ROLES, CUSTOMER, DEED, second, after, check_on_deeds(check="note <> 'x'"))
    entry = Entry(kind="procedure", id="QP-1", revision="1", fingerprint="x", reviews=[ReviewNote(by="E9", date="2026-02-25")])
    (tmp_path / "procedures" / "register.yml").write_text(sealed([entry]), encoding="utf-8")
    assert [one.reason.en.partition(": ")[2] for one in suspects(read(tmp_path))] == told


def test_lint_warns_in_both_languages_and_names_the_command(tmp_path):
    changed = later(DEED, fields=with_field(note={"type": "integer"}))
    suspected(tmp_path, ROLES, CUSTOMER, DEED, changed, check_on_deeds(check="note <> 'x'"))
    told = next(p for p in lint(tmp_path) if p.id == "suspect")
    assert told.warning and (told.place.file, told.place.line) == ("procedures/revisions/QP-1/1.yml", 18)
    assert "deed 的字段 note（第 2 版，2026-03-01 起）：" in told.sentence.zh and "text → integer" in told.sentence.zh
    assert all("procedo review QP-1" in sentence for sentence in told.sentence)


def test_a_withdrawn_document_is_not_looked_at(tmp_path):
    changed = later(DEED, fields=with_field(note={"type": "integer"}))
    found = suspected(tmp_path, ROLES, CUSTOMER, DEED, changed, check_on_deeds(check="note <> 'x'") | {"withdrawn_on": "2026-05-01"})
    assert found.keys() == {("all", "QP-1")}, "but the profile that lists it"


def test_what_refers_to_a_withdrawn_document_is_suspect_until_its_review(tmp_path):
    """Told once for each document, at the first place; a review from that day on settles it."""
    gone = MATRIX | {"withdrawn_on": "2026-05-01"}
    rule, profile = procedure("1", "2020-01-01", APPROVED), {"profile": "all", "procedures": ["QP-1", "QP-2"]}
    found = suspected(tmp_path, ROLES, CUSTOMER, DEED, gone, rule, OTHER, profile)
    assert found == {("QP-1", "AM-1"): "AM-1 is withdrawn from 2026-05-01"}
    of_profile = suspected(tmp_path / "b", ROLES, CUSTOMER, DEED, MATRIX, rule, OTHER | {"withdrawn_on": "2026-05-01"}, profile)
    assert of_profile == {("all", "QP-2"): "QP-2 is withdrawn from 2026-05-01"}
    told = next(p for p in lint(tmp_path) if p.id == "suspect")
    assert told.warning and "AM-1 自 2026-05-01 起废止" in told.sentence.zh
    note = Entry(kind="procedure", id="QP-1", revision="1", fingerprint="x", reviews=[ReviewNote(by="E9", date="2026-05-01")])
    (tmp_path / "procedures" / "register.yml").write_text(sealed([note]), encoding="utf-8")
    assert suspects(read(tmp_path)) == []


def test_reviews_of_the_register_are_records_too(tmp_path):
    """The built-in form `review` holds what `procedo review` noted, as of the day asked for, and says where it stands."""
    write(tmp_path, [ROLES])
    noted = [ReviewNote(by="E9", date="2026-02-28"), ReviewNote(by="E8", date="2026-08-28")]
    entry = Entry(kind="role_list", id="roles", revision="1", fingerprint="x", reviews=noted)
    (tmp_path / "procedures" / "register.yml").write_text(sealed([entry]), encoding="utf-8")
    (row,) = rows(read(tmp_path), dt.date(2026, 7, 1), None)["review"]
    assert (row.file, row.values["act"], row.values["reviewed_by"], row.values["reviewed_at"].isoformat()) == (
        "procedures/register.yml", "review", "E9", "2026-02-28")
    assert "E9" in (tmp_path / row.file).read_text(encoding="utf-8").splitlines()[row.line - 1]


DUE = check_on_deeds(check="amount > 1") | {"review_by": "2021-01-01"}


@pytest.mark.parametrize("today, reviewed, due", [
    (None, None, False), ("2021-01-01", None, False), ("2021-01-02", None, True),
    ("2021-06-01", "2020-12-01", False), ("2021-12-02", "2020-12-01", False), ("2021-12-03", "2020-12-01", True),
])
def test_a_document_past_its_day_of_review_is_due(tmp_path, today, reviewed, due):
    """Planned a year after the beginning (366 days, 2020): a review moves the day to as long after itself."""
    write(tmp_path, [ROLES, CUSTOMER, DEED, DUE], languages=["zh", "en"])
    entry = Entry(kind="procedure", id="QP-1", revision="1", fingerprint="x",
                  reviews=[ReviewNote(by="E9", date=reviewed)] if reviewed else [])
    (tmp_path / "procedures" / "register.yml").write_text(sealed([entry]), encoding="utf-8")
    told = [p for p in lint(tmp_path, dt.date.fromisoformat(today) if today else None) if p.id == "review-due"]
    assert bool(told) == due and all(p.warning for p in told)
    if due:
        assert "前复审" in told[0].sentence.zh and "procedo review QP-1" in told[0].sentence.en


def test_the_site_says_what_is_suspect_and_when_a_review_is_due(tmp_path):
    changed = later(DEED, fields=with_field(note={"type": "integer"}))
    write(tmp_path, [ROLES, CUSTOMER, DEED, changed, DUE | check_on_deeds(check="note <> 'x'") | {"review_by": "2021-01-01"}], languages=["zh", "en"])
    for language, badge, reason in (("zh", "待核对", "deed 的字段 note（第 2 版"), ("en", "To be checked again", "field note of deed (revision 2")):
        made = dict(pages(read(tmp_path), language=language))
        page = made["procedures/QP-1.md"]
        assert badge in page and reason in page
        assert 'data-due="2021-01-01" hidden' in page, "the reader's day decides, so that the build is repeatable"
        assert badge not in made["forms/deed.md"] and badge not in made["forms/index.md"]
        assert badge in made["procedures/index.md"] and 'data-due="2021-01-01" hidden' in made["procedures/index.md"]


@pytest.mark.parametrize("body, judged", [
    ({"matrix": "AM-1", "kind": "approval", "before": "signed_at"}, True),
    ({"variants": {"choose": "$v", "one": {"matrix": "AM-1"}, "two": {"matrix": "AM-2"}}, "kind": "approval"}, True),
    ({"check": "amount <= decision('AM-1')"}, True), ({"kind": "precedence", "done": "approved_at", "before": "signed_at"}, True),
    ({"check": "amount > 1"}, False),
])
def test_a_replay_judges_every_check_that_reads_the_matrix(body, judged):
    assert reads({"case": "deed"} | body, {"AM-1"}) == judged
