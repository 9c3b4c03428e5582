"""Texts that an import could not place, while there are any."""

from __future__ import annotations

from collections.abc import Iterator

from procedo.library.library import Library
from procedo.lint._known import known, problem
from procedo.model import Procedure
from procedo.problem import Problem


def problems(library: Library) -> Iterator[Problem]:
    for document in known(library).subjects:
        left = document.model.unread if isinstance(document.model, Procedure) else []
        if left:
            yield problem(document, ("unread",), "unread", f"unread 下有 {len(left)} 处导入的原文还没有放进文件",
                          f"{len(left)} imported texts still stand under unread", key=True, warning=True)
