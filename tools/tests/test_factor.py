"""A select that was taken apart gives the rows it gave in one piece, and does not grow with what it repeats."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from procedo.engines import duckdb, sqlite
from procedo.language import factor, sql
from procedo.language.factor import factored
from procedo.language.scope import Query
from procedo.language.sql import all_of, any_of, choose, column, compare, exp, named, negated, number, sure

ROWS = [(row, a, b) for row, (a, b) in enumerate((a, b) for a in (None, 0, 1, 2) for b in (None, 0, 1, 2))]
COLUMNS = [("_row", "BIGINT"), ("a", "BIGINT"), ("b", "BIGINT")]


def leaf() -> st.SearchStrategy:
    there = sql.select(number(1)).from_(sql.table("u", "e"), copy=False).where(compare("<", column("e", "a"), column("t", "b")), copy=False)
    return st.sampled_from([
        compare("=", column("t", "a"), number(1)), compare("<", column("t", "b"), column("j", "a")), sql.missing(column("t", "b")), sql.exists(there)])


@st.composite
def conditions(draw) -> list[exp.Expression]:
    """Conditions over one another: each may use any earlier one, so that little is said in many words."""
    made = [draw(leaf()) for _ in range(3)]
    for _ in range(draw(st.integers(3, 6))):
        one, two, three = (draw(st.sampled_from(made[-4:])) for _ in range(3))
        made.append(draw(st.sampled_from([
            any_of(all_of(one, negated(two)), all_of(two, three)), negated(all_of(one, sure(two))),
            sure(compare("=", choose([(one, number(1)), (two, number(2))]), choose([(three, number(1))], number(0))))])))
    return made


def select(made: list[exp.Expression]) -> exp.Select:
    query = Query(None)
    query.start("t", "t")
    query.join("u", "j", compare("=", column("j", "_row"), column("t", "a")), "left")
    known = negated(sure(compare("=", column("t", "a"), column("t", "b"))))
    flags = [named(sql.flag(one), f"c{n}") for n, one in enumerate(made)]
    nth = sql.row_number([sql.flag(made[-1])], [sql.flag(made[-2]), column("t", "_row"), column("j", "_row")])
    return query.select(named(column("t", "_row"), "_row"), *flags, named(nth, "nth"), where=any_of(sql.missing(column("t", "a")), known))


@pytest.mark.parametrize("brand", [duckdb, sqlite], ids=["duckdb", "sqlite"])
def test_the_same_rows(brand):
    """Small selects are taken apart here too, so that nearly all that are drawn are."""
    taken: list[bool] = []
    engine = brand.connect()
    for table in ("t", "u"):
        engine.load(table, COLUMNS, ROWS)

    @settings(max_examples=40, deadline=None)
    @given(made=conditions())
    def same(made):
        whole = select(made)
        apart = factored(whole)
        rows = [sorted(engine.rows(one.sql(dialect=brand.DIALECT, copy=False)), key=str) for one in (whole, apart)]
        taken.append(apart is not whole)
        assert rows[0] == rows[1]

    with pytest.MonkeyPatch.context() as eager:
        eager.setattr(factor, "LARGE", 12)
        eager.setattr(factor, "WORTHWHILE", 3)
        same()
    engine.close()
    assert sum(taken) > 0.8 * len(taken)


def test_doubling_does_not_double():
    """Twenty conditions, each of which says the one before it four times: a million million words in one piece."""
    made = compare("=", column("t", "a"), number(1))
    for _ in range(20):
        made = any_of(all_of(made, sure(made)), all_of(negated(made), sure(compare("=", choose([(made, number(1))]), number(1)))))
    assert len(factored(select([made] * 3)).sql(dialect="duckdb", copy=False)) < 20_000


def test_small_ones_stay_in_one_piece():
    small = select([compare("=", column("t", "a"), number(1))] * 3)
    assert factored(small) is small
