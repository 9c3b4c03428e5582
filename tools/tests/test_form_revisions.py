"""What a field must hold is what the form demanded at the case's clock (SEMANTICS E.1)."""

from __future__ import annotations

import pytest
import yaml
from small_library import by_key, check, form, procedure, write

from procedo import fitness
from procedo.check.tested import try_all
from procedo.library import read
from procedo.lint import lint
from procedo.problem import ProblemError

KINDS = {"type": "choice", "label": "x", "choices": ["new", "old"]}
FIRST = form("order", "id:text! at:date note:text", date="at")
SECOND = form("order", "id:text! at:date note:text! qty:number", date="at", revision="2", effective_from="2026-03-01")
FIRST["fields"] |= {"sort": KINDS}
SECOND["fields"] |= {"sort": KINDS | {"choices": ["new"]}}
SECOND["fields"]["qty"] |= {"maximum": 9, "required": True}
ORDERS = [
    {"id": "february", "at": "2026-02-28", "note": "", "qty": "", "sort": "old"},
    {"id": "march", "at": "2026-03-01", "note": "", "qty": "", "sort": "old"},
    {"id": "many", "at": "2026-03-01", "note": "x", "qty": "10", "sort": "new"},
    {"id": "fine", "at": "2026-03-01", "note": "x", "qty": "9", "sort": "new"},
    {"id": "unknown", "at": "2026-02-28", "note": "x", "qty": "10", "sort": "none"},
]


@pytest.mark.parametrize("engine", ["duckdb", "sqlite"])
def test_by_the_revision_at_the_clock(tmp_path, engine):
    root = write(tmp_path, [FIRST, SECOND, procedure("1", None, {"kind": "validity", "forms": "order"})])
    found = by_key(check(root, {"order": ORDERS}, "2026-07-01", engine=engine))
    assert {key: set(finding.reasons) for key, finding in found.items()} == {
        "march": {"required-empty", "not-in-list"}, "many": {"out-of-range"}, "unknown": {"not-in-list"}}


def test_before_the_first_revision(tmp_path):
    """The records were kept on some form: the first that is known."""
    late = FIRST | {"effective_from": "2026-02-01"}
    root = write(tmp_path, [late, SECOND, procedure("1", None, {"kind": "validity", "forms": "order"})])
    found = by_key(check(root, {"order": [ORDERS[0] | {"at": "2026-01-05"}, ORDERS[1]]}, "2026-07-01"))
    assert set(found) == {"march"}


def test_what_is_read_otherwise_now(tmp_path):
    """Another type since: records are read as the newest form says, and it says what they must hold."""
    first = FIRST | {"fields": FIRST["fields"] | {"qty": {"type": "text", "label": "x", "pattern": "[0-9]+ kg"}}}
    root = write(tmp_path, [first, SECOND, procedure("1", None, {"kind": "validity", "forms": "order"})])
    found = by_key(check(root, {"order": [ORDERS[0] | {"qty": "10"}, ORDERS[0] | {"id": "other", "qty": "9"}]}, "2026-07-01"))
    assert {key: set(finding.reasons) for key, finding in found.items()} == {"february": {"out-of-range"}}


BOTH = pytest.mark.parametrize("engine", ["duckdb", "sqlite"])
VALID = {"kind": "validity", "forms": "order"}


def choice(*codes, **labels):
    return {"type": "choice", "label": "x", "choices": labels or list(codes)}


def text(**more):
    return {"type": "text", "label": "x"} | more


def two(first, second, **more):
    """Two revisions of `order`, from 2020 and from March 2026, with these fields beside id and date."""
    early, late = form("order", "id:text! at:date", date="at"), form("order", "id:text! at:date", date="at", revision="2")
    early["fields"] |= first
    late["fields"] |= second
    return [early | more, late | {"effective_from": "2026-03-01"}]


def reasons(root, documents, orders, as_of="2026-07-01", engine="duckdb", **more):
    """Key -> verdict and reasons of what was found; an order is (id, day) and its other values."""
    rows = [{"id": id, "at": day} | values for id, day, values in orders]
    found = by_key(check(write(root, documents), {"order": rows} | more, as_of, engine=engine))
    return {key: (finding.verdict, *finding.reasons) for key, finding in found.items()}


@BOTH
def test_a_condition_names_the_codes_of_every_revision(tmp_path, engine):
    """Also in a search of the case's own form, and one that comes only after the as-of day."""
    documents = two({"sort": choice("a")}, {"sort": choice("a", "b")})
    own = procedure("1", None, {"kind": "condition", "case": "order", "check": "sort <> 'b'"},
                    {"id": "b", "kind": "existence", "case": "order", "needs": {"form": "order", "match": {"id": "id"}, "where": "sort in ('a', 'b')"}})
    orders = [("feb", "2026-02-01", {"sort": "a"}), ("mar", "2026-03-05", {"sort": "b"})]
    assert reasons(tmp_path / "now", [*documents, own], orders, engine=engine) == {"mar": ("nonconforming", "not-satisfied")}
    assert reasons(tmp_path / "before", [*documents, own], orders[:1], "2026-02-15", engine=engine) == {}


@pytest.mark.parametrize("dated", [True, False])
def test_lint_knows_the_codes_of_every_revision(tmp_path, dated):
    """For a released procedure and for an undated one on the desk; a code of none is told."""
    released = procedure("1", "2020-01-01", {"kind": "condition", "case": "order", "check": "sort <> 'b'" if dated else "sort <> 'a'"})
    root = write(tmp_path, [*two({"sort": choice("a")}, {"sort": choice("a", "b")}), released])
    if not dated:
        draft = procedure("2", None, {"kind": "condition", "case": "order", "check": "sort not in ('b', 'c')"}, title="x", status="draft")
        (root / "procedures" / "QP-1.yml").write_text(yaml.safe_dump(draft, sort_keys=False), encoding="utf-8")
    told = [p.sentence.en for p in lint(root) if p.id == "unknown-choice"]
    assert told == [] if dated else len(told) == 1 and "“c”" in told[0]


@pytest.mark.parametrize("condition", ["role <> 'clrk'", "sheet <> 'ordr'"])
def test_misspelt_roles_and_forms_are_told(tmp_path, condition):
    roles = {"role_list": "roles", "roles": [{"id": "clerk", "label": "office clerk", "rank": 5}]}
    fields = {"role": {"type": "role", "label": "x"}, "sheet": {"type": "form", "label": "x"}}
    documents = [*two(fields, fields), roles, procedure("1", None, {"kind": "condition", "case": "order", "check": condition})]
    with pytest.raises(ProblemError) as told:
        reasons(tmp_path, documents, [("mar", "2026-03-05", {"role": "clerk", "sheet": "order"})])
    assert [p.id for p in told.value.problems] == ["unknown-choice"]
    assert "unknown-choice" in {p.id for p in lint(tmp_path)}


@BOTH
def test_a_label_that_passed_to_another_code(tmp_path, engine):
    """It is read as the code that has it now, and is right before and after; the old code is wrong by then."""
    documents = [*two({"sort": choice(new="新", old="旧")}, {"sort": choice(fresh="新", used="用过")}), procedure("1", None, VALID)]
    orders = [("feb", "2026-02-01", {"sort": "新"}), ("mar", "2026-03-05", {"sort": "新"}),
              ("gone", "2026-02-01", {"sort": "旧"}), ("late", "2026-03-05", {"sort": "旧"}), ("early", "2026-02-01", {"sort": "用过"})]
    bad = ("nonconforming", "not-in-list")
    assert reasons(tmp_path, documents, orders, engine=engine) == {"late": bad, "early": bad}


@BOTH
@pytest.mark.parametrize("codes", [choice(new="新", old="旧"), choice("新", "旧")])
def test_a_condition_names_a_code_that_goes_by_another_name(tmp_path, engine, codes):
    """The records of February are read as what the code is called now; so is the condition."""
    code = next(iter(codes["choices"]))
    ours = procedure("1", None, {"kind": "condition", "case": "order", "check": f"sort = '{code}'"})
    documents = [*two({"sort": codes}, {"sort": choice(fresh="新", used="旧")}), ours]
    orders = [("one", "2026-02-01", {"sort": "新"}), ("other", "2026-02-01", {"sort": "旧"}), ("coded", "2026-02-01", {"sort": code})]
    assert reasons(tmp_path, documents, orders, engine=engine) == {"other": ("nonconforming", "not-satisfied")}


@BOTH
def test_wherever_a_check_names_a_code(tmp_path, engine):
    """In a list, as a value demanded, as the key of a parameter, as a variant, as a stage."""
    def sorts(**codes):
        return {"sort": choice(**codes), "sorts": choice(**codes) | {"type": "list", "of": "choice"}}

    search = {"form": "order", "match": {"id": "id"}}
    ours = procedure(
        "1", None, {"kind": "condition", "case": "order", "check": "contains(sorts, 'new')"},
        {"id": "b", "kind": "completeness", "case": "order", "contains": {"sorts": ["new"]}},
        {"id": "c", "kind": "existence", "case": "order", "needs": search | {"each": {"sort": ["new"]}}},
        {"id": "d", "kind": "condition", "case": "order", "check": "$most[sort] > 0"},
        {"id": "e", "kind": "condition", "case": "order", "variants": {"choose": "sort", "new": {"check": "id = 'one'"}, "old": {"check": "id = 'none'"}}},
        {"id": "f", "kind": "precedence", "case": "order", "needs": search, "order": {"sort": ["new", "old"]}},
        parameters={"most": {"default": {"new": 1, "old": 0}, "title": "x", "unit": "x", "origin": "chosen"}})
    root = write(tmp_path, [*two(sorts(new="新", old="旧"), sorts(fresh="新", used="旧")), ours])
    rows = [{"id": "one", "at": "2026-02-01", "sort": "新", "sorts": "新"}, {"id": "other", "at": "2026-02-01", "sort": "旧", "sorts": "旧"}]
    found = {(f.check, f.case.key): (f.verdict, *f.reasons) for f in check(root, {"order": rows}, "2026-07-01", engine=engine).findings}
    bad = {"a": "not-satisfied", "b": "value-lacking", "c": "missing", "d": "not-satisfied", "e": "not-satisfied", "f": "skipped"}
    assert found == {(f"R-1.{letter}", "other"): ("nonconforming", reason) for letter, reason in bad.items()}


@BOTH
def test_a_role_that_is_gone_can_still_be_read(tmp_path, engine):
    """By its id and its name, where records and checks of its time speak of it."""
    def roles(revision, begins, *ids):
        listed = [{"id": id, "label": {"zh": f"{id}员", "en": id}, "rank": 5} for id in ids]
        return {"role_list": "roles", "revision": revision, "effective_from": begins, "roles": listed}

    fields = {"role": {"type": "role", "label": "x"}}
    documents = [*two(fields, fields), roles("1", "2020-01-01", "clerk", "boss"), roles("2", "2026-03-01", "boss"),
                 procedure("1", None, VALID, {"id": "b", "kind": "condition", "case": "order", "check": "role = 'clerk'"})]
    orders = [("id", "2026-02-01", {"role": "clerk"}), ("name", "2026-02-01", {"role": "clerk员"}), ("boss", "2026-02-01", {"role": "boss员"})]
    assert reasons(tmp_path, documents, orders, engine=engine) == {"boss": ("nonconforming", "not-satisfied")}
    assert "unknown-choice" not in {p.id for p in lint(tmp_path)}


@BOTH
def test_codes_that_became_one_are_not_mixed_up(tmp_path, engine):
    """`a` took over the label of `b`: what says `b` is still that, what says 乙 can only be read as `a`."""
    documents = [*two({"sort": choice(a="甲", b="乙")}, {"sort": {"type": "choice", "label": "x", "choices": {"a": {"zh": ["甲", "乙"]}}}}),
                 procedure("1", None, VALID, {"id": "b", "kind": "condition", "case": "order", "check": "sort = 'a'"})]
    orders = [("label", "2026-02-01", {"sort": "乙"}), ("code", "2026-02-01", {"sort": "b"})]
    assert reasons(tmp_path, documents, orders, engine=engine) == {"code": ("nonconforming", "not-satisfied")}


@BOTH
def test_a_revision_that_has_not_begun_changes_nothing(tmp_path, engine):
    documents = [*two({"sort": choice(new="新")}, {"sort": choice(fresh="新", more="多")}),
                 procedure("1", None, VALID, {"id": "b", "kind": "condition", "case": "order", "check": "sort = 'new'"})]
    orders = [("feb", "2026-02-01", {"sort": "新"}), ("more", "2026-02-01", {"sort": "多"})]
    found = reasons(tmp_path, documents, orders, "2026-02-15", engine=engine)
    assert set(found) == {"more"}


@BOTH
def test_a_code_with_another_label(tmp_path, engine):
    documents = [*two({"sort": choice(a="旧名")}, {"sort": choice(a="新名")}), procedure("1", None, VALID)]
    assert reasons(tmp_path, documents, [("feb", "2026-02-01", {"sort": "旧名"}), ("mar", "2026-03-05", {"sort": "新名"})], engine=engine) == {}


@BOTH
@pytest.mark.parametrize("naming", [{}, {"odd": {"type": "integer", "label": "x"}}, {"odd": choice("x")}])
def test_a_demand_that_can_be_asked_no_longer(tmp_path, engine, naming):
    """`why` depended on a field that is gone or of another type: nothing is demanded, then or now."""
    documents = [*two({"why": text(required_when="odd = 'x'"), "odd": text()}, {"why": text()} | naming), procedure("1", None, VALID)]
    rows = [(key, day, {"why": ""} | dict.fromkeys(naming, "x" if "choices" in str(naming) else "1"))
            for key, day in (("feb", "2026-02-01"), ("mar", "2026-03-05"))]
    assert reasons(tmp_path, documents, rows, engine=engine) == {}
    assert not {"unknown-name", "wrong-type"} & {p.id for p in lint(tmp_path)}


@BOTH
def test_a_demand_that_can_still_be_asked(tmp_path, engine):
    documents = [*two({"why": text(required_when="sort = 'old'"), "sort": choice("old", "new")}, {"why": text(), "sort": choice("new")}),
                 procedure("1", None, VALID)]
    rows = [(key, day, {"why": "", "sort": sort})
            for key, day, sort in (("feb", "2026-02-01", "old"), ("other", "2026-02-01", "new"), ("mar", "2026-03-05", "new"))]
    assert reasons(tmp_path, documents, rows, engine=engine) == {"feb": ("nonconforming", "required-empty")}


def test_a_demand_that_is_wrong_in_itself_is_told(tmp_path):
    """Also one along a path that the other form lost; but not one of a revision that has been replaced."""
    other = {"form": "other", "key": "id", "fields": {"id": text(required=True)}}
    reference = {"other_id": {"type": "reference", "to": "other", "label": "x"}}
    lost = {"why": text(required_when="other.gone = 'x'")} | reference
    documents = [other, procedure("1", None, VALID)]
    told = {p.id for p in lint(write(tmp_path / "replaced", [*two(lost, {"why": text()} | reference), *documents]))}
    assert "unknown-name" not in told
    told = {p.id for p in lint(write(tmp_path / "newest", [*two({"why": text()} | reference, lost), *documents]))}
    assert "unknown-name" in told


@BOTH
def test_items_of_a_list(tmp_path, engine):
    def tags(*codes):
        return {"tags": choice(*codes) | {"type": "list", "of": "choice"}}

    documents = [*two(tags("a", "b"), tags("a")), procedure("1", None, VALID)]
    orders = [("feb", "2026-02-01", {"tags": "a,b"}), ("mar", "2026-03-05", {"tags": "a,b"}), ("fine", "2026-03-05", {"tags": "a"}),
              ("never", "2026-02-01", {"tags": "a,c"}), ("empty", "2026-03-05", {"tags": ""})]
    bad = ("nonconforming", "not-in-list")
    assert reasons(tmp_path, documents, orders, engine=engine) == {"mar": bad, "never": bad}


@BOTH
def test_nothing_is_said_of_a_field_that_the_form_had_not(tmp_path, engine):
    late = {"qty": {"type": "number", "label": "x"}, "sort": choice("a"), "day": {"type": "date", "label": "x"},
            "before_id": {"type": "reference", "to": "order", "label": "x"}}
    values = {"qty": "abc", "sort": "zzz", "before_id": "nowhere", "day": "2027-01-01"}
    documents = [*two({}, late), procedure("1", None, VALID)]
    found = reasons(tmp_path, documents, [("feb", "2026-02-01", values), ("mar", "2026-03-05", values)], engine=engine)
    assert found == {"mar": ("nonconforming", "wrong-type", "not-in-list", "reference-missing", "future-dated")}


@BOTH
def test_between_a_withdrawal_and_the_next_revision(tmp_path, engine):
    """Records are kept on the form that was last; what comes later says nothing of them."""
    documents = [*two({"no": text(pattern="[A-Z]+")}, {"no": text(pattern="[0-9]+")}, withdrawn_on="2026-02-10"), procedure("1", None, VALID)]
    orders = [("letters", "2026-02-15", {"no": "AB"}), ("digits", "2026-02-15", {"no": "12"}), ("mar", "2026-03-05", {"no": "12"})]
    bad = {"digits": ("nonconforming", "pattern")}
    assert reasons(tmp_path / "after", documents, orders, engine=engine) == bad
    assert reasons(tmp_path / "between", documents, orders[:2], "2026-02-20", engine=engine) == bad


EXAMPLE = """\
requirement: R-1
as_of: 2026-07-01
examples:
- {id: R-1-early, title: x, records: {order: {id: a, at: 2026-02-01, sort: o}}, expect: conforms}
"""


def test_one_record_is_read_alike_everywhere(tmp_path):
    """By a check, as a worked example and by fitness."""
    documents = [*two({"sort": choice(new="n", old="o")}, {"sort": choice(new="n")}),
                 procedure("1", None, {"kind": "condition", "case": "order", "check": "sort <> 'new'"})]
    assert reasons(tmp_path, documents, [("a", "2026-02-01", {"sort": "o"})]) == {}
    file = tmp_path / "checks" / "examples" / "R-1.yml"
    file.parent.mkdir(parents=True)
    file.write_text(EXAMPLE, encoding="utf-8")
    assert [tried.verdict for tried in try_all(read(tmp_path)).tried] == ["conforms"]
    measured = fitness.run(read(tmp_path), tmp_path / "records" / "small.yml").result
    assert [m.unexpected for m in measured.tested if m.field == "sort" and m.kind == "readable"] == [0]
