"""Documents that come in from office files: one module per ending, found by folder.

A module offers `ENDINGS` and `take(root, file) -> Taken`; it raises ProblemError, with nothing written, for whatever it
cannot place. One that makes new documents says `NAMED = True` and takes their id too: `take(root, file, id)`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType

from procedo import folder
from procedo.problem import Place, nearest, refuse
from procedo.terms import Sentence


@dataclass(frozen=True)
class Taken:
    """What came of a file. `written` is None when nothing had to be changed; `told` says every change, `hints` what to do next."""

    written: Path | None
    told: list[Sentence] = field(default_factory=list)
    hints: list[Sentence] = field(default_factory=list)


def take(root: Path, file: Path, id: str | None = None) -> Taken:
    """Bring the file into the library at `root`, by the file's ending. `id`: of the document that it becomes."""
    if not file.is_file():
        raise refuse("no-such-file", f"没有文件“{file.name}”", f"there is no file “{file.name}”", Place(file.name))
    module = reader(file)
    if id is None:
        return module.take(root, file)
    if not getattr(module, "NAMED", False):
        raise refuse("id-not-asked", "--id 只用于导入 Word 文件；工作簿写明了自己的编号", "--id is for Word files; a workbook says its own id",
                     Place(file.name))
    return module.take(root, file, id)


def reader(file: Path) -> ModuleType:
    """The module that takes files with this ending."""
    modules = [folder.load(__name__, name) for name in folder.names(__name__)]
    known = {ending: module for module in modules for ending in module.ENDINGS}
    ending = file.suffix.lower()
    if ending not in known:
        hint = nearest(ending, known)
        raise refuse("unknown-ending", f"不能导入以“{ending}”结尾的文件{hint.zh}", f"files that end in “{ending}” cannot be imported{hint.en}")
    return known[ending]
