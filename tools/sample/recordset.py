"""The recordset of a company: which export holds which form. What a hand wrote above the mark is kept."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from sample.companies import Sample
from sample.company import EXPORTED, FIRST, Company
from sample.write import look_of

YEAR_END = dt.date(2026, 12, 31)
"""The year that still runs is looked at too: what it demands early can be judged already."""
MARK = "  # Further exports: one file for each form, under the form's own headings.\n"


def recordset(path: Path, sample: Sample, company: Company) -> str:
    """The text of records/NAME.yml."""
    kept = path.read_text(encoding="utf-8").partition(MARK)[0] if path.exists() else _head(path.stem, sample)
    files = {form: look_of(form).file for form, rows in company.tables.items() if rows}
    more = [f"  - {{form: {form}, path: {file}}}\n" for form, file in files.items() if f"{{form: {form}, path: {file}" not in kept]
    return kept + (MARK + "".join(more) if more else "")


def _head(name: str, sample: Sample) -> str:
    return (
        "# yaml-language-server: $schema=../procedures/schema/recordset.json\n"
        f"recordset: {name}\n"
        f'title: {{zh: {sample.zh}, en: "{sample.en}"}}\n'
        f"extracted_at: {EXPORTED}\n"
        f"period: {{from: {FIRST}, to: {YEAR_END}}}\n"
        f"profile: {sample.profile}\n"
        f"root: {name}\n"
        "sources:\n"
    )
