"""A parameter that offers a choice takes nothing else: a misspelt value would silently leave a check undone."""

from __future__ import annotations

import pytest
from small_library import check, form, procedure, write

from procedo.check.tested import try_all
from procedo.coverage.proved import value_of
from procedo.library import read
from procedo.lint import lint
from procedo.problem import ProblemError
from procedo.site.lexicon import Lexicon
from procedo.site.pages import pages

CHOICES = {"required": {"zh": "必须", "en": "a must"}, "optional": {"zh": "可以", "en": "if wanted"}}
CHECK = {"kind": "condition", "case": "organisation", "when": "$survey = 'required'", "check": "as_of is not null"}
EXAMPLE = "requirement: R-1\nas_of: 2026-07-01\nexamples:\n  - {id: R-1-x, title: x, expect: not-applicable, parameters: {survey: requird}}\n"


def offering(*choices: str, revision: str = "1", effective: str | None = None, default="optional"):
    """A revision of QP-1 whose parameter is one of these."""
    offered = CHOICES | {code: {"zh": code, "en": code} for code in choices}
    parameter = {"title": "x", "unit": "text", "default": default, "origin": "chosen", "choices": offered}
    return procedure(revision, effective, CHECK, parameters={"survey": parameter})


def profile(revision: str = "1", effective: str = "2020-01-01", *, of=("QP-1",), **parameters):
    return {"profile": "all", "revision": revision, "effective_from": effective, "procedures": list(of), "parameters": parameters}


def other(*choices: str, **more):
    """QP-2, which has a parameter of the same name and no requirement."""
    return offering(*choices, **more) | {"procedure": "QP-2", "requirements": []}


def library(tmp_path, default, **more):
    return write(tmp_path, [offering(default=default), {"profile": "all", "procedures": ["QP-1"], **more}])


def told(root):
    return [(str(p.place), p.sentence.en) for p in lint(root) if p.id == "unknown-choice"]


@pytest.mark.parametrize("default, profile, told", [
    ("optional", {}, []),
    ("optional", {"parameters": {"survey": "required"}}, []),
    ("optional", {"parameters": {"survey": "requird"}}, ["“requird” is none of the choices; did you mean “required”?"]),
    ("optional", {"parameters": {"QP-1.survey": ["required", "option"]}}, ["“option” is none of the choices; did you mean “optional”?"]),
    ("optional", {"parameters": {"survey": {"A": "required"}}}, ["a map is none of the choices"]),
    ("optional", {"parameters": {"survey": [["required"]]}}, ["a list within a list is none of the choices"]),
    ("optional", {"parameters": {"survey": True}}, ["“true” is none of the choices; known: optional, required"]),
    ("optionl", {}, ["“optionl” is none of the choices; did you mean “optional”?"]),
    ({"A": "required"}, {}, ["a map is none of the choices"]),
])
def test_another_value_is_a_problem(tmp_path, default, profile, told):
    found = [p for p in lint(library(tmp_path, default, **profile)) if p.id == "unknown-choice"]
    assert [problem.sentence.en for problem in found] == told


NEXT = {"revision": "2", "effective": "2026-01-01"}
SOUND = {
    "a choice that only the next revision offers": [offering(), offering("late", **NEXT), profile("1"), profile("2", "2026-01-01", survey="late")],
    "a choice of the past": [offering("old"), offering(**NEXT), profile("1", survey="old"), profile("2", "2026-01-01", survey="required")],
    "chosen before it is offered": [offering(), offering("late", **NEXT), profile("1", "2025-07-01", survey="late")],
    "each procedure its own": [offering(), other("late"), profile(of=["QP-1", "QP-2"], survey="required", **{"QP-2.survey": "late"})],
    "a procedure that the profile leaves out": [offering("late"), other(), profile(survey="late")],
    "a parameter that offers no choice any more": [
        offering(), procedure("2", "2026-01-01", CHECK, parameters={"survey": {"title": "x", "unit": "text", "origin": "chosen"}}), profile(survey="y")],
}


@pytest.mark.parametrize("documents", SOUND.values(), ids=SOUND)
def test_a_value_that_its_own_procedure_offers_in_its_time_is_none(tmp_path, documents):
    assert told(write(tmp_path, documents)) == []


WRONG = {
    "offered before the profile's time": ([offering("old"), offering(**NEXT), profile("1", "2026-02-01", survey="old")], "old"),
    "offered after it": ([offering(), offering("late", **NEXT), profile("1", survey="late"), profile("2", "2025-01-01")], "late"),
    "offered by the other procedure": ([offering(), other("late"), profile(of=["QP-1", "QP-2"], survey="late", **{"QP-2.survey": "late"})], "late"),
}


@pytest.mark.parametrize("documents, value", WRONG.values(), ids=WRONG)
def test_a_value_that_is_not_offered_in_its_time_is_one(tmp_path, documents, value):
    (place, sentence), = told(write(tmp_path, documents))
    assert place.startswith("procedures/revisions/all/1.yml:") and f"“{value}” is none of the choices" in sentence


def test_no_check_runs_with_one(tmp_path):
    """It would leave requirements unexercised, and nobody would be told."""
    documents = [offering(), form("order", "id:text!")]
    orders = {"order": [{"id": "1"}]}
    assert check(write(tmp_path / "sound", [*documents, profile(survey="required")]), orders, "2026-07-01").profile == ("all", "1")
    with pytest.raises(ProblemError, match="1.yml:.*unknown-choice.*did you mean “required”"):
        check(write(tmp_path / "wrong", [*documents, profile(survey="requird")]), orders, "2026-07-01")


def test_no_example_supposes_one(tmp_path):
    root = write(tmp_path, [offering(), profile()])
    (root / "checks" / "examples").mkdir(parents=True)
    (root / "checks" / "examples" / "R-1.yml").write_text(EXAMPLE, encoding="utf-8")
    assert told(root) == [("checks/examples/R-1.yml:4:72", "“requird” is none of the choices; did you mean “required”?")]
    (root / "checks" / "examples" / "R-1.yml").write_text(EXAMPLE.replace("requird", "required"), encoding="utf-8")
    assert told(root) == []


def test_the_site_calls_it_by_its_words():
    words = {"survey": {code: text["zh"] for code, text in CHOICES.items()}}
    lexicon = Lexicon({}, {}, {"survey": ("售前参加", "required", "text")}, {}, "zh", words)
    assert lexicon.parameter("survey") == "售前参加（必须）"


KEYS = ("survey", "QP-1.survey")
"""How a profile may name the parameter."""


@pytest.mark.parametrize("key", KEYS)
def test_the_page_of_a_profile_calls_it_by_its_words(tmp_path, key):
    page = dict(pages(read(write(tmp_path, [offering(), profile(**{key: "required"})])), None, "staff", "zh"))["profiles/all.md"]
    assert f"<code>{key}</code>" in page and "<strong>必须</strong>" in page and "procedures/QP-1.html#parameter-survey" in page


@pytest.mark.parametrize("key", KEYS)
def test_what_an_example_sets_goes_before_the_profile(tmp_path, key):
    root = write(tmp_path, [offering(), profile(**{key: "optional"})])
    (root / "checks" / "examples").mkdir(parents=True)
    for own, verdict in ((", parameters: {survey: required}", "conforms"), ("", "not-applicable")):
        text = f"requirement: R-1\nas_of: 2026-07-01\nexamples:\n  - {{id: R-1-x, title: x, expect: {verdict}{own}}}\n"
        (root / "checks" / "examples" / "R-1.yml").write_text(text, encoding="utf-8")
        (tried,) = try_all(read(root), ["R-1"]).tried
        assert tried.ok and value_of(tried.example, "survey") == ("required" if own else "optional")
