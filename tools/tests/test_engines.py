"""Engines: what goes in comes out, in order, whatever it holds; SQL of each runs without reaching outside."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from small_library import check, form, procedure, write

from procedo import engines, folder
from procedo.model import Recordset
from procedo.problem import ProblemError
from procedo.records import weight

ENGINES = ["duckdb", "sqlite"]


@pytest.fixture(params=ENGINES)
def engine(request):
    engine = folder.load("procedo.engines", request.param).connect()
    yield engine
    engine.close()


HARD = ["", "a\"b", "'; DROP TABLE t; --", "line\nline\r\n", "a\0b", "\\N", "null", "NULL", "，", "𠀀", "\\u0000", "[1]", None]


def test_texts_survive(engine):
    rows = [(n, text) for n, text in enumerate(HARD)]
    engine.load("t", [("_row", "BIGINT"), ('odd "name"!', "TEXT")], rows)
    assert engine.rows('SELECT "_row", "odd ""name""!" FROM "t"') == rows


def test_integers_survive(engine):
    rows = [(2**63 - 1,), (-(2**63),), (0,), (None,)]
    engine.load("t", [("n", "BIGINT")], rows)
    assert engine.rows('SELECT "n" FROM "t"') == rows


def test_integers_stay_integers(engine):
    engine.load("t", [("n", "BIGINT")], [(7,), (8,)])
    assert engine.rows('SELECT SUM("n"), MIN("n") * 3 FROM "t"') == [(15, 21)]
    assert engine.rows("SELECT 1 WHERE '1' = '01'") == []


def test_order_and_batches(engine):
    rows = [(n, str(n % 7)) for n in range(12_345)]
    engine.load("t", [("_row", "BIGINT"), ("x", "TEXT")], (row for row in rows))
    assert engine.rows('SELECT * FROM "t"') == rows


def test_empty_table(engine):
    engine.load("t", [("_row", "BIGINT"), ("x", "TEXT")], [])
    assert engine.rows('SELECT * FROM "t"') == []


def test_create_makes_a_table(engine):
    engine.load("t", [("n", "BIGINT")], [(3,), (1,), (2,)])
    engine.create("step", 'SELECT "n" FROM "t" WHERE "n" > 1 ORDER BY "n"')
    assert engine.rows('SELECT * FROM "step"') == [(2,), (3,)]


def test_databases_are_private():
    for name in ENGINES:
        module = folder.load("procedo.engines", name)
        one, other = module.connect(), module.connect()
        one.load("t", [("n", "BIGINT")], [])
        other.load("t", [("n", "BIGINT")], [])


def test_duckdb_reads_no_file():
    import duckdb

    engine = folder.load("procedo.engines", "duckdb").connect()
    with pytest.raises(duckdb.Error):
        engine.rows(f"SELECT * FROM read_text('{__file__}')")


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.none() | st.text(st.characters(exclude_categories=["Cs"])), st.none() | st.integers(-(2**63), 2**63 - 1))))
def test_anything_survives(rows):
    for name in ENGINES:
        engine = folder.load("procedo.engines", name).connect()
        engine.load("t", [("x", "TEXT"), ("n", "BIGINT")], rows)
        assert engine.rows('SELECT "x", "n" FROM "t"') == rows
        engine.close()


def test_many_rows(engine):
    rows = [tuple(f"合同 {n}" if c % 2 else n * 1000 + c for c in range(12)) for n in range(20_000)]
    columns = [(f"c{c}", "TEXT" if c % 2 else "BIGINT") for c in range(12)]
    engine.load("t", columns, rows)
    assert engine.rows('SELECT count(*), sum("c0") FROM "t"') == [(20_000, sum(row[0] for row in rows))]


def test_what_does_not_fit_into_memory_waits_on_disk(monkeypatch):
    module = folder.load("procedo.engines", "duckdb")
    monkeypatch.setattr(module, "MEMORY", 40)
    engine = module.connect()
    place = Path(engine.rows("SELECT current_setting('temp_directory')")[0][0])
    engine.load("t", [("n", "BIGINT"), ("text", "TEXT")], ((n, f"{n:>120}") for n in range(250_000)))
    engine.create("u", 'SELECT "n" + 1 AS "n", "text" FROM "t"')
    assert engine.rows('SELECT sum("u"."n"), count(DISTINCT "u"."text") FROM "t" JOIN "u" ON "u"."n" = "t"."n"') == [(sum(range(250_000)), 249_999)]
    assert list(place.iterdir())
    engine.close()
    assert not place.exists()


@pytest.mark.parametrize(("text", "megabytes"), [("18.7 GiB", 18.7 * 1024), ("512.0 MiB", 512), ("1.0 TiB", 1 << 20), ("900 bytes", 0)])
def test_the_memory_of_the_machine_is_read(text, megabytes):
    assert folder.load("procedo.engines", "duckdb")._megabytes(text) == megabytes


def test_a_check_takes_the_engine_that_is_quicker_for_its_records(tmp_path, monkeypatch):
    """And comes to the same findings; the report names it."""
    write(tmp_path, [form("order", "id:text! amount:number!"), procedure("1", None, {"kind": "validity", "forms": "order"})])
    records = {"order": [{"id": "1", "amount": "5"}, {"id": "2", "amount": ""}]}
    found = {}
    for light in (engines.LIGHT, 0):
        monkeypatch.setattr(engines, "LIGHT", light)
        outcome = check(tmp_path, records, "2026-07-01", engine=engines.AUTOMATIC)
        found[outcome.engine] = outcome.findings
    assert set(found) == {"sqlite", "duckdb"} and found["sqlite"] == found["duckdb"] != ()


@pytest.mark.parametrize("ending, heavier", [("csv", 1), ("xlsx", 5), ("parquet", 10)])
def test_what_files_weigh(tmp_path, ending, heavier):
    """A compressed file holds more than its size tells; one that is missing weighs nothing, as loading tells of it."""
    (tmp_path / f"a.{ending}").write_bytes(b"x" * 1000)
    said = {"recordset": "r", "extracted_at": "2026-01-01", "sources": [{"form": "order", "path": f"{name}.{ending}"} for name in "ab"]}
    assert weight(Recordset.model_validate(said), tmp_path) == 1000 * heavier


HUGE = {"kind": "a", "amount": "92233720368.5477", "more": "92233720368.5478", "less": "92233720368.5476"}
"""With four decimals each takes fifty bits; a product of two takes a hundred, and floating point has fifty-three."""
BY_KIND = {"form": "order", "match": {"kind": "kind"}}


@pytest.mark.parametrize("engine", [engines.AUTOMATIC, "duckdb"])
def test_products_are_exact_whatever_their_size(tmp_path, engine):
    """SQLite would go over to floating point; a check then asks DuckDB, whose integers are 128 bits wide."""
    outcome = huge(tmp_path, {"check": "amount * amount > more * less"}, engine)
    assert (outcome.engine, [(check.conforms, check.nonconforming) for r in outcome.requirements for check in r.checks]) == ("duckdb", [(3, 0)])


@pytest.mark.parametrize(("engine", "asked"), [
    ("sqlite", {"let": {"total": BY_KIND | {"sum": "amount * 10000"}}, "check": "total > amount"}),
    ("duckdb", {"let": {"total": BY_KIND | {"sum": "amount * amount"}}, "check": "total > amount"}),
    (engines.AUTOMATIC, {"let": {"total": BY_KIND | {"sum": "amount * amount"}}, "check": "total > amount"}),
])
def test_what_an_engine_cannot_hold_is_a_problem(tmp_path, engine, asked):
    with pytest.raises(ProblemError, match=r"\[number-too-large\] making “R-1\.a total”"):
        huge(tmp_path, asked, engine)


def huge(root, asked, engine):
    fields = "id:text! kind:text! amount:number! more:number! less:number!"
    write(root, [form("order", fields), procedure("1", None, {"kind": "condition", "case": "order"} | asked)])
    return check(root, {"order": [{"id": str(n), **HUGE} for n in range(3)]}, "2026-07-01", engine=engine)
