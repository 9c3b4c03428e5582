"""A parameter that offers a choice takes nothing else: a misspelt value would silently leave a check undone."""

from __future__ import annotations

import pytest
from small_library import procedure, write

from procedo.lint import lint
from procedo.site.lexicon import Lexicon

CHOICES = {"required": {"zh": "必须", "en": "a must"}, "optional": {"zh": "可以", "en": "if wanted"}}


def library(tmp_path, default, **profile):
    parameter = {"title": "x", "unit": "text", "default": default, "origin": "chosen", "choices": CHOICES}
    one = procedure("1", None, {"kind": "condition", "case": "organisation", "when": "$survey = 'required'", "check": "as_of is not null"})
    return write(tmp_path, [one | {"parameters": {"survey": parameter}}, {"profile": "all", "procedures": ["QP-1"], **profile}])


@pytest.mark.parametrize("default, profile, told", [
    ("optional", {}, []),
    ("optional", {"parameters": {"survey": "required"}}, []),
    ("optional", {"parameters": {"survey": "requird"}}, ["there is no choice “requird”; did you mean “required”?"]),
    ("optional", {"parameters": {"QP-1.survey": ["required", "option"]}}, ["there is no choice “option”; did you mean “optional”?"]),
    ("optionl", {}, ["“optionl” is none of the choices; did you mean “optional”?"]),
])
def test_another_value_is_a_problem(tmp_path, default, profile, told):
    found = [p for p in lint(library(tmp_path, default, **profile)) if p.id == "unknown-choice"]
    assert [problem.sentence.en for problem in found] == told


def test_the_site_calls_it_by_its_words():
    words = {"survey": {code: text["zh"] for code, text in CHOICES.items()}}
    lexicon = Lexicon({}, {}, {"survey": ("售前参加", "required", "text")}, {}, "zh", words)
    assert lexicon.parameter("survey") == "售前参加（必须）"
