"""Documents that should have been looked at again by now. Told only when a day is given: a library alone has no today."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from procedo.library.library import Library
from procedo.library.reviews import overdue
from procedo.lint._known import desk_copy, problem
from procedo.problem import Problem


def due(library: Library, today: dt.date) -> Iterator[Problem]:
    for document, day in overdue(library, today):
        id = document.id
        yield problem(desk_copy(library, document), ("review_by",), "review-due",
                      f"应于 {day} 前复审；仍然正确就登记 procedo review {id}，否则 procedo revise {id}",
                      f"it was to be reviewed by {day}; note that it is still right with procedo review {id}, "
                      f"or begin a change with procedo revise {id}", warning=True)
