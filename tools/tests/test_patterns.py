"""Patterns mean one thing: where an engine matches them itself, it says what Python says."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from procedo.engines.duckdb import connect
from procedo.language.pattern import Pattern, pattern_test
from procedo.language.tree import ExpressionError

COMMON = ["HT-[0-9]{4}-[0-9]{4}", "1[0-9]{10}", "a|b[A-Z]+", r"[A-Za-z]*\.x?", "合同[0-9]{2,}", "[一-龥]{2}", r"\(a\)", "a{0,2}b", "x/y:z"]
OTHERS = [r"\d+", r"\w", ".", "^a$", "(?i)a", "(a)", "a*?", "a**b", "[^a]", "a{,3}", r"\bx", "a\n", "(?P<n>a)", "[a&&b]", "{", "a{200}"]


@pytest.mark.parametrize("text", COMMON)
def test_patterns_that_all_read_alike(text):
    assert Pattern(text).common and re.compile(text)


@pytest.mark.parametrize("text", OTHERS)
def test_patterns_that_only_python_is_asked_for(text):
    assert not Pattern(text).common


def test_a_broken_pattern_is_told_at_its_place():
    with pytest.raises(ExpressionError) as caught:
        pattern_test("[z-a]", 7)
    assert caught.value.offset == 7


letters = st.text(st.sampled_from("aAbBxyzHT-0123456789合同()./: \n\u0665"), max_size=14)


def test_duckdb_says_what_python_says():
    connection = connect()

    @settings(max_examples=20, deadline=None, derandomize=True)
    @given(st.sets(letters | st.sampled_from(["HT-2026-0001", "13800138000", "aA", "x.x", "合同12", "(a)", "aab"]), min_size=1, max_size=60))
    def agree(texts):
        connection.load("texts", [("value", "TEXT")], [(text,) for text in texts])
        for text in COMMON:
            connection.match("found", "SELECT value FROM texts", text)
            assert dict(connection.rows("SELECT value, result FROM found")) == {value: Pattern(text)(value) for value in texts}, text
            connection.drop("found")
        connection.drop("texts")

    agree()
    connection.close()
