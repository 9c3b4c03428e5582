"""Is this export fit to be audited? Great Expectations suites made from the forms, run on the loaded tables."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from procedo.compile.holders import holders
from procedo.engines import Engine
from procedo.fitness.outcome import Failing, Measured, Result
from procedo.folder import load
from procedo.library import Library
from procedo.problem import refuse
from procedo.records import Dataset, load_forms, read_recordset, root_of
from procedo.records.fit import Expectation, unfit
from procedo.records.population import noted
from procedo.records.reading import readable
from procedo.write import replaced_folder, write_text


def run(library: Library, recordset: Path, data: Path | None = None, language: str | None = None, keep: bool = False) -> Fitness:
    """Load the records, run every suite, write build/fitness/<recordset>/ (index.html, result.json).

    `keep` also writes the suites to checks/expectations/, for those who run Great Expectations themselves.
    """
    from procedo.fitness.page import page
    from procedo.fitness.suites import suites, validate

    _demand_great_expectations()
    said, where = read_recordset(recordset)
    as_of = said.as_of or said.extracted_at
    forms = readable(library, as_of)
    engine: Engine = load("procedo.engines", "duckdb").connect()
    try:
        root = root_of(said, recordset.parent, data, where)
        dataset = load_forms(said, root, forms, library.settings.time_zone, engine, as_of, said.extracted_at, where)
        period = (said.period.from_, said.period.to or said.extracted_at) if said.period else None
        vacant = holders(library, said.profile or library.settings.profile, period, forms, dataset.tables, engine)
        dataset = replace(dataset, files=noted(dataset.files, vacant), population=(*dataset.population, *vacant))
        made = suites(said, forms, dataset, engine)
        tested = tuple(sorted((*validate(made, dataset), *_population(dataset)), key=lambda t: (not t.fit, t.form, t.field or "", t.kind)))
    finally:
        engine.close()
    result = Result(said.recordset, as_of.isoformat(), dataset.files, tested, {f.form: f.title.root for f in forms.values()})
    target = library.root / "build" / "fitness" / said.recordset
    with replaced_folder(target) as folder:
        write_text(folder / "index.html", page(result, language or library.settings.languages[0]))
        write_text(folder / "result.json", json.dumps(asdict(result), ensure_ascii=False, indent=2) + "\n")
    for suite in made if keep else []:
        write_text(library.root / "checks" / "expectations" / f"{suite.form.form}.json", suite.as_json())
    return Fitness(result, target / "index.html", tuple(unfit(said, forms, dataset)))


def _population(dataset: Dataset) -> Iterator[Measured]:
    """What the export seems short of, as warnings."""
    for told in dataset.population:
        files = [f.file for f in dataset.files if f.form == told.form]
        failing = tuple(Failing(key, files[file] if files else "", row) for key, file, row in told.failing)
        yield Measured(told.form, told.field, told.kind, False, False, told.checked, told.unexpected, failing)


@dataclass(frozen=True)
class Fitness:
    """What `procedo fitness` shows: the result, and where its page is."""

    result: Result
    page: Path
    problems: tuple[Expectation, ...] = ()
    """The fit expectations that are not met, as `check` says them."""

    @property
    def fit(self) -> bool:
        return self.result.fit

    def text(self, language: str) -> str:
        from procedo.fitness.outcome import text

        return text(self.result, language)


def _demand_great_expectations() -> None:
    from importlib.util import find_spec

    if find_spec("great_expectations") is None:
        raise refuse(
            "extra-missing",
            'fitness 需要 Great Expectations；请运行 pip install "procedo[fitness]"',
            'fitness needs Great Expectations; run pip install "procedo[fitness]"',
        )


__all__ = ["Fitness", "Measured", "run"]
