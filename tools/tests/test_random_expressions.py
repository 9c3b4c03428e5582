"""Random expressions on random records, compiled and run on both engines, against the plain reading."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

import oracle_expressions as oracle
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from judging import evaluate, form

MATTER = form("matter", "id:text! m:money! r:number c:integer t:text u:text! b:boolean l:list d:date? e:datetime? f:date!?")
KINDS = {
    "m": ("number", True), "r": ("number", False), "c": ("integer", False), "t": ("text", False), "u": ("text", True), "b": ("boolean", False),
    "l": ("list", False), "d": ("date", False), "e": ("datetime", False), "f": ("date", True),
}
DAYS = ["2024-02-29", "2026-01-31", "2026-02-28", "2026-03-01", "2025-12-31"]
NUMBERS = ["0", "1", "-1", "2.5", "-0.05", "0.125", "1000000", "7"]
ROW = {
    "m": st.sampled_from([*NUMBERS, "", "none"]), "r": st.sampled_from([*NUMBERS, "", "soon"]),
    "c": st.sampled_from(["0", "1", "-3", "7", "", "1.5"]), "t": st.sampled_from(["a", "b", "", "\u3000"]), "u": st.sampled_from(["a", "b", ""]),
    "b": st.sampled_from(["是", "否", "", "也许"]), "l": st.sampled_from(["a", "a、b", "", "c"]),
    "d": st.sampled_from([*DAYS, "", "2026-02-30"]), "e": st.sampled_from([f"{day} 16:30" for day in DAYS] + ["", "2026-02-28 24:61"]),
    "f": st.sampled_from([*DAYS, "", "later"]),
}
constants = st.sampled_from(["0", "1", "2.5", "0.05", "7", "1000000"]).map(lambda text: ("constant", Fraction(text)))
number_fields = st.sampled_from("mrc").map(lambda name: ("field", name))
points = st.sampled_from("def").map(lambda name: ("field", name))
texts = st.sampled_from("tu").map(lambda name: ("field", name))
words = st.sampled_from("abc").map(lambda word: ("constant", word))
divisors = st.sampled_from(["3", "0.7", "100"]).map(lambda text: ("constant", Fraction(text)))
signs = st.sampled_from(["=", "<>", "<", "<=", ">", ">="])


def _numbers(inner):
    several = st.tuples(st.sampled_from(["coalesce", "earliest", "latest"]), inner, inner)
    return st.one_of(
        st.tuples(st.sampled_from("+-*"), inner, inner), st.tuples(st.just("/"), inner, divisors), st.tuples(st.just("abs"), inner), several,
        st.tuples(st.just("round"), inner, st.integers(-2, 3)), st.tuples(st.just("if"), conditions_of(inner), inner, inner),
        st.tuples(st.just("+"), inner, constants), st.just(("size", ("field", "l"))),
    )


def _moved(inner):
    several = st.tuples(st.sampled_from(["coalesce", "earliest", "latest"]), inner, inner)
    shift = st.tuples(st.just("shift"), inner, st.sampled_from(["days", "months"]), st.integers(-14, 14))
    return st.one_of(several, shift, st.tuples(st.just("end_of"), inner))


def conditions_of(numbers):
    listed = st.just(("field", "l"))
    days = st.sampled_from(DAYS).map(lambda day: ("constant", dt.date.fromisoformat(day)))
    atoms = st.one_of(
        st.tuples(signs, numbers, st.one_of(numbers, constants)), st.tuples(signs, moments, st.one_of(moments, days)),
        st.tuples(st.sampled_from(["=", "<>"]), texts, st.one_of(texts, words)), st.tuples(st.just("="), st.just(("field", "b")), st.just(("constant", True))),
        st.tuples(st.sampled_from(["filled", "is null"]), st.one_of(number_fields, texts, points)), st.tuples(st.just("is null"), numbers),
        st.tuples(st.just("filled"), listed), st.tuples(st.just("contains"), listed, st.one_of(words, texts)),
        st.tuples(st.just("in"), texts, words, words), st.tuples(st.just("in"), number_fields, constants, constants),
    )
    return st.recursive(atoms, lambda c: st.one_of(st.tuples(st.just("not"), c), st.tuples(st.sampled_from(["and", "or"]), c, c)), max_leaves=4)


moments = st.recursive(points, _moved, max_leaves=3)
expressions = conditions_of(st.recursive(number_fields, _numbers, max_leaves=4))


def text(node: tuple) -> str:
    """The expression as one would write it, with brackets everywhere."""
    word, *rest = node
    if word == "field":
        return rest[0]
    if word == "constant":
        return _constant(rest[0])
    if word == "shift":
        return f"({text(rest[0])} {'-' if rest[2] < 0 else '+'} {rest[1]}({abs(rest[2])}))"
    if word == "end_of":
        return f"end_of('month', {text(rest[0])})"
    if word == "round":
        return f"round({text(rest[0])}, {rest[1]})"
    if word in ("is null", "not"):
        return f"({text(rest[0])} is null)" if word == "is null" else f"(not {text(rest[0])})"
    if word == "in":
        return f"({text(rest[0])} in ({', '.join(map(text, rest[1:]))}))"
    if word.isalpha() and word not in ("and", "or"):
        return f"{word}({', '.join(map(text, rest))})"
    return f"({f' {word} '.join(map(text, rest))})"


def _constant(value) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return format(float(value), "f").rstrip("0").rstrip(".") if isinstance(value, Fraction) else f"'{value}'"


@pytest.mark.filterwarnings("ignore::hypothesis.errors.HypothesisWarning")
@pytest.mark.parametrize("engine", ["duckdb", "sqlite"])
def test_the_query_says_what_the_plain_reading_says(engine):
    @settings(
        max_examples=5 if engine == "duckdb" else 12, deadline=None, database=None, derandomize=True,
        suppress_health_check=list(HealthCheck), phases=(Phase.generate, Phase.shrink),
    )
    @given(st.lists(st.fixed_dictionaries(ROW), min_size=20, max_size=30), st.lists(expressions, min_size=10, max_size=20))
    def agree(rows, nodes):
        rows = [row | {"id": str(number)} for number, row in enumerate(rows)]
        found = evaluate(list(map(text, nodes)), MATTER, [MATTER], {"matter": rows}, "2026-06-01", engine)
        for node in nodes:
            expected = {row["id"]: oracle.state(oracle.condition(node, row, KINDS)) for row in rows}
            assert found[text(node)] == expected, text(node)

    agree()
