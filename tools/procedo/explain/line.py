"""Which line of the matrix applied, and to what it applies, in words."""

from __future__ import annotations

from procedo.finding import Finding
from procedo.library import Library
from procedo.model import Matrix
from procedo.site.sections.matrices import input_title
from procedo.site.values import test_of, test_words
from procedo.site.view import View


def lines_applied(library: Library, finding: Finding, language: str) -> list[str]:
    """`AM-CONTRACT L3：合同金额 ≥ 300,000`, once for each line that demanded something."""
    view = View(library, None, "auditor", language)
    demanded = dict.fromkeys((d.matrix, d.revision, d.line) for d in finding.evidence.demanded if d.matrix)
    return [text for demand in demanded if (text := _line(view, *demand))]


def _line(view: View, id: str, revision: str, line_id: str) -> str:
    document = next((d for d in view.library.revisions("matrix", id) if d.revision == revision), None)
    matrix: Matrix | None = document.model if document else None
    line = next((one for one in matrix.lines if one.id == line_id), None) if matrix else None
    if matrix is None or line is None:
        return ""
    colon, stop = ("：", "；") if view.language == "zh" else (": ", "; ")
    tests = [f"{input_title(view, matrix, i)} {test_words(test_of(line.tests.get(i.name)), view.language)}" for i in matrix.inputs]
    return f"{id} {line_id}{colon}{stop.join(tests) or view.t.both('任何情形', 'always')}"
