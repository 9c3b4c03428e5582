"""The worked examples of the library come out as they say and prove their checks; with the sample companies, coverage is computed.

Proved: without its check no example passes, and a small change of a parameter is noticed by one of them.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from procedo.coverage import counted
from procedo.coverage.exercised import recordset_files
from procedo.coverage.proved import proofs
from procedo.examples import link, read_examples
from procedo.library import read
from procedo.library.inventory import read_inventory

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def library():
    return read(ROOT)


@pytest.fixture(scope="module")
def proved(library):
    linked, problems = link(library, read_examples(ROOT))
    assert problems == []
    return proofs(linked)


def test_every_example_comes_out_as_it_says_and_hangs_on_its_check(proved):
    assert {id: proof.faults for id, proof in proved.items() if proof.faults} == {}


def test_the_inventory_of_the_sources_is_carried(library, proved, company):
    """Every item of it; every requirement is proved by its examples and judged something in some sample company, or is attested."""
    outcomes = [company(file.stem, "sqlite") for file in recordset_files(ROOT)]
    coverage = counted(library, read_inventory(ROOT), proved, outcomes)
    assert {count.category: (count.missing, count.strange) for count in coverage.counts if count.missing or count.strange} == {}
    assert coverage.complete and coverage.attested == 8
    assert {one.id for one in coverage.requirements if one.kind == "automated" and not one.done} == set()
