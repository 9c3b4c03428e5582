"""The reference of the rule language names everything that can be written, in both languages alike."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from procedo import folder
from procedo.compile.builtin import builtin_forms
from procedo.language.functions import CONDITIONS, TERMS
from procedo.model import Form, Parameter
from procedo.model.form import FieldType
from procedo.rules._fields import AGGREGATES, CheckFields, Figure, Search, WindowFields
from procedo.site.expression_words import in_words
from procedo.site.lexicon import Lexicon

PAGES = Path(__file__).resolve().parents[2] / "site" / "pages"
TEXTS = {name: (PAGES / name).read_text(encoding="utf-8") for name in ("language.md", "language.zh.md")}
DOCUMENT_KEYS = set(Form.model_fields) - {
    "key", "date", "active", "fields", "subsets", "events", "person", "appoints", "delegates", "substitutes", "absent", "rates", "decisions",
    "history",
}


@pytest.mark.parametrize("page", TEXTS)
@pytest.mark.parametrize("function", sorted([*CONDITIONS, *TERMS]))
def test_every_function_is_named(page, function):
    assert re.search(rf"`{function}\(", TEXTS[page])


def named(page: str) -> set[str]:
    """The words that stand in code or in brackets, or begin a table row."""
    text = re.sub(r"```.*?```", "", TEXTS[page], flags=re.S)
    return set(re.findall(r"[a-z][a-z_-]*", " ".join(re.findall(r"`[^`]+`|\[[^\]]+\]|^\| [a-z-]+", text, re.M))))


@pytest.mark.parametrize("page", TEXTS)
def test_every_kind_parameter_aggregate_and_form_is_named(page):
    wanted = {
        "kinds": set(folder.names("procedo.rules")),
        "parameters": {field.alias or name for model in (CheckFields, WindowFields, Search) for name, field in model.model_fields.items()},
        "figures": {*AGGREGATES, *(set(Figure.model_fields) - set(Search.model_fields))},
        "forms": {*builtin_forms(), *(name for form in builtin_forms().values() for name in form.fields)},
        "form keys": set(Form.model_fields) - DOCUMENT_KEYS,
        "types": set(FieldType.__args__),
    }
    lacking = {what: sorted(words - named(page)) for what, words in wanted.items()}
    assert lacking == {what: [] for what in wanted}


@pytest.mark.parametrize("page", TEXTS)
def test_every_key_of_a_parameter_is_named_where_parameters_are_explained(page):
    (section,) = re.findall(r"^## (?:Parameters|参数)\n(.*?)^## ", TEXTS[page], re.M | re.S)
    assert set(Parameter.model_fields) <= set(re.findall(r"`([a-z]+)`", section))


def test_both_languages_say_the_same():
    """Same headings by level, same tables row by row, same words in code."""

    def shape(text: str) -> list[str]:
        return [re.match(r"#+|\||```|- ", line).group() for line in text.splitlines() if re.match(r"#+ |\||```|- ", line)]

    def rows(text: str) -> list[list[str]]:
        return [sorted(re.findall(r"`([a-z_$][a-z_.$-]*)", line)) for line in text.splitlines() if line.startswith("| `")]

    english, chinese = TEXTS["language.md"], TEXTS["language.zh.md"]
    assert shape(english) == shape(chinese)
    assert [row[:1] for row in rows(english)] == [row[:1] for row in rows(chinese)]


EXAMPLES = {
    "round": "round(a, 2)", "active": "active(a, as_of)", "step": "step($a, b)", "decide": "decide('DT-1')", "filled": "filled(a)",
    "if": "if(a = 1, b, null)",
}


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("function", sorted([*CONDITIONS, *TERMS]))
def test_every_function_is_said_in_words(function, language):
    text = EXAMPLES.get(function) or f"{function}({', '.join('abc'[: (CONDITIONS | TERMS)[function][1] or 2])})"
    said = in_words(text, Lexicon({}, {}, {}, {}, language), None)
    assert f"{function}(" not in said and "offset" not in said
