"""What a page says of a check: its words are those that people use, and the variant is the one that judges."""

from __future__ import annotations

import pytest
from judging import form

from procedo.model import Form
from procedo.site.checks_in_words import check_in_words
from procedo.site.expression_words import in_words
from procedo.site.lexicon import Lexicon
from procedo.site.values import period

LANGUAGES = ("zh", "en")
KINDS = {"type": "choice", "label": "kind", "choices": {"month": {"zh": "月报", "en": "Monthly report"}, "other": {"zh": "其他", "en": "Other"}}}
CONDITION = {"kind": "condition", "case": "report"}


def report() -> Form:
    plain = form("report", "id:text! at:date kind:text", date=["at"]).model_dump(by_alias=True)
    return Form.model_validate(plain | {"title": "report", "fields": plain["fields"] | {"kind": KINDS}})


def lexicon(language="en", **parameters) -> Lexicon:
    """Of one form; `parameters`: name -> (title, value, unit)."""
    return Lexicon({"report": report()}, {}, parameters, {}, language)


@pytest.mark.parametrize(("language", "told"), [("zh", ("k（月报）", "k（月报、季度）")), ("en", ("k (Monthly report)", "k (Monthly report, quarter)"))])
def test_a_code_that_a_form_has_a_word_for_is_no_period(language, told):
    own = lexicon(language, kind=("k", "month", "text"), kinds=("k", ["month", "quarter"], "list"))
    assert (own.parameter("kind"), own.parameter("kinds")) == told


@pytest.mark.parametrize(("language", "told"), [("zh", "at所在月的末日"), ("en", "the end of the month of at")])
def test_the_span_of_end_of_is_a_period_whatever_forms_say(language, told):
    assert in_words("end_of('month', at)", lexicon(language), report()) == told


@pytest.mark.parametrize(("word", "told"), [
    ("day", ("每日", "every day")), ("working day", ("每工作日", "every working day")), ("half-year", ("每半年", "every half-year")),
    ("hour", ("hour", "hour"))])
def test_how_often(word, told):
    assert tuple(period(word, language) for language in LANGUAGES) == told


@pytest.mark.parametrize(("value", "name", "check"), [
    ("strict", "strict", "A"), (1, "1", "A"), ("1", 1, "A"), (1, 1, "A"), (True, True, "A"),
    (["strict"], "strict", "B"), ("lax", "strict", "B"), (None, "strict", "B"), ("choose", "strict", "B"),
])
def test_a_variant_is_known_by_its_name_as_the_check_itself_takes_it(value, name, check):
    body = CONDITION | {"check": "kind = 'B'", "variants": {"choose": "$how", name: {"check": "kind = 'A'"}}}
    assert check_in_words(body, lexicon(how=("how", value, "text"))).endswith(f"kind = “{check}”.")


@pytest.mark.parametrize(("tolerance", "told"), [
    (1, "1"), ("5%", "5%"), ("$most", "most (1)"), ("$most%", "most (1)%"), ("$share", "share (5%)"), ("$share%", "share (5%)")])
def test_a_tolerance(tolerance, told):
    own = lexicon(most=("most", 1, "count"), share=("share", 5, "%"))
    body = {"kind": "reconciliation", "case": "report", "equal": "id = kind", "tolerance": tolerance}
    assert f"give or take {told}." in check_in_words(body, own)
