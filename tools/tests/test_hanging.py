"""No worked example of the library would pass whatever a parameter says, but for those that are listed with their reason."""

from __future__ import annotations

from pathlib import Path

import yaml

from procedo.check.trial import Trial
from procedo.coverage.changes import changes
from procedo.coverage.proved import fails, parameters_of, value_of
from procedo.examples import link, read_examples
from procedo.library import read

ROOT = Path(__file__).resolve().parents[2]
SETTLED = {"conforms", "nonconforming", "pending"}
"""Verdicts that a parameter has a part in; what cannot be told, or is no case, stays so whatever its value."""


BESIDE = yaml.safe_load(Path(__file__).with_name("examples_beside.yml").read_text(encoding="utf-8"))
"""Examples that say something beside the value of a parameter, and why no value of it could turn them over."""


def test_every_example_hangs_on_a_parameter_that_its_check_reads():
    """Some change of a parameter turns the example over: none of them would pass whatever was demanded."""
    linked, hanging = link(library := read(ROOT), read_examples(library.root))[0], []
    with Trial() as trial:
        trial.expect(linked)
        for example in (e for e in linked if e.id not in BESIDE):
            names = parameters_of(example)
            tried = ((n, v) for n in names for v in changes(value_of(example, n)))
            if names and example.example.expect in SETTLED and not any(fails(trial, example, n, v) for n, v in tried):
                hanging.append(example.id)
    assert hanging == []
    assert BESIDE.keys() <= {example.id for example in linked}
