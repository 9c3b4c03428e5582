"""Compiled steps hold only the SQL core, so that every engine gives the same verdicts by construction."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from procedo.compile import compile_library
from procedo.compile.whole import whole_tables
from procedo.language.sql import exp
from procedo.library import read

ROOT = Path(__file__).resolve().parents[2]
CORE = (
    exp.Select, exp.From, exp.Join, exp.Where, exp.Group, exp.Order, exp.Ordered, exp.Union, exp.Subquery, exp.Distinct, exp.Table, exp.TableAlias, exp.Column,
    exp.Identifier, exp.Alias, exp.Literal, exp.Null, exp.Boolean, exp.Neg, exp.Paren, exp.And, exp.Or, exp.Not, exp.Is, exp.In, exp.Exists, exp.EQ, exp.NEQ,
    exp.LT, exp.LTE, exp.GT, exp.GTE, exp.Add, exp.Sub, exp.Mul, exp.IntDiv, exp.Case, exp.If, exp.Coalesce, exp.Min, exp.Max, exp.Sum, exp.Count, exp.Window,
    exp.RowNumber, exp.Lead, exp.Cast, exp.DataType,
)
CASTS = {"BIGINT", "INT128", "TEXT"}
"""What a whole number may be cast to; engines write it alike."""


@pytest.fixture(scope="module")
def library():
    return read(ROOT)


@pytest.mark.parametrize("profile", ["general-b2b"])
@pytest.mark.parametrize("troubled", [False, True], ids=["clean", "troubled"])
def test_only_the_core(library, profile, troubled):
    """`troubled`: every field has a missing, an unreadable and a coming value, so that no branch is folded away."""
    program = compile_library(library, whole_tables(library.forms(), troubled), profile, dt.date(2026, 7, 1))
    steps = [step for step in program.steps if step.select is not None]
    assert len(steps) > 100
    for step in steps:
        for node in step.select.walk():
            assert isinstance(node, CORE), f"{step.name}: {type(node).__name__}"
            if isinstance(node, exp.Cast):
                assert node.to.sql("duckdb") in CASTS, step.name
            if isinstance(node, exp.Identifier):
                assert node.args.get("quoted"), f"{step.name}: {node.this} is not quoted"


def test_the_same_check_twice_shares_its_steps(library):
    once = compile_library(library, whole_tables(library.forms()), "general-b2b", dt.date(2026, 7, 1), ("R-113",))
    names = [step.name for step in once.steps]
    assert len(names) == len(set(names))
    assert sum(name.startswith("decisions on contract") for name in names) == 1


NEW = {
    "numbering": {"case": "contract", "field": "number", "series": "HT-{year}-{0000}", "start": 1, "explained": "status = 'void'"},
    "sums": {"kind": "reconciliation", "case": "contract", "let": {"planned": {"sum": "amount", "form": "payment_schedule"}}, "equal": "price = planned",
             "tolerance": "0.5%", "round_parts": "0.01", "both": True},
    "counterparts": {"kind": "reconciliation", "case": "payment_schedule", "with": {"form": "contract", "match": {"number": "contract_no"}},
                     "equal": "amount = there.price", "once": True, "both": True},
    "separation-of-duties": {"case": "contract", "acts": {"form": "approval", "match": "object", "duty": "role", "by": "approver_id"},
                             "exclude": [["legal", "finance"]]},
    "attestation": {"every": "year", "look_at": {"form": "contract", "match": "any"}},
}


@pytest.mark.parametrize("name", NEW)
def test_kinds_the_library_may_not_use_yet(library, name):
    from procedo.compile.program import Compiler

    tables = whole_tables(library.forms(), troubled=True)
    compiler = Compiler(library, tables, "general-b2b", dt.date(2026, 7, 1), library.forms(), period=(dt.date(2025, 7, 1), dt.date(2026, 6, 30)))
    document = library.newest("procedure", library.ids("procedure")[0])
    check = compiler.check(document, document.model.requirements[0], {"id": "a", "kind": name} | NEW[name], ("requirements", 0, "checks", 0))
    assert check and check.judged and not compiler.problems and not check.missing, [p.sentence.en for p in compiler.problems]
    for step in compiler.steps:
        for node in step.select.walk() if step.select is not None else ():
            assert isinstance(node, CORE), f"{step.name}: {type(node).__name__}"
