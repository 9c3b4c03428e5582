"""The recordset file itself, and where the files it names are."""

from __future__ import annotations

import glob
import os
import re
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from procedo.library.yaml_reader import read_yaml, typed
from procedo.model.recordset import Recordset, SourceSpec
from procedo.problem import Place, Problem, ProblemError, nearest, refuse
from procedo.sources import density
from procedo.terms import say

Where = Callable[..., Place]
"""`where(path, key=False)`: position of a value of the recordset, such as `("sources", 0, "path")`."""

_VARIABLE = re.compile(r"\$(?:\{(\w+)\}|(\w+))")


def nowhere(path: tuple[str | int, ...] = (), offset: int = 0, key: bool = False) -> Place:
    """For recordsets that come from no file."""
    return Place()


def read_recordset(path: Path, shown_as: str | None = None) -> tuple[Recordset, Where]:
    """The recordset and where its values stand; ProblemError with everything that is wrong in the file."""
    yaml = read_yaml(Path(path), shown_as or Path(path).as_posix())
    recordset = typed(Recordset, yaml)
    if not recordset.sources:
        raise refuse("no-sources", "记录集没有列出任何数据来源", "the recordset lists no source", yaml.place(("sources",)))
    return recordset, yaml.place


def root_of(recordset: Recordset, base: Path, data: Path | None = None, where: Where = nowhere) -> Path:
    """The folder that paths start from: `data` (the option), else the recordset's `root`, else its own folder."""
    if data is not None:
        return Path(data)
    root = recordset.root or "."
    found = _VARIABLE.match(root)
    if not found:
        return base / root
    name = found[1] or found[2]
    value = os.environ.get(name)
    if not value:
        raise refuse(
            "unset-variable", f"环境变量 {name} 未设置；请设置，或用 --data 指明数据所在文件夹",
            f"the environment variable {name} is not set; set it, or name the folder with --data", where(("root",)))
    return base / value / root[found.end() :].lstrip("/\\")


def files_of(spec: SourceSpec, root: Path, where: Place) -> list[tuple[Path, str]]:
    """The files of a source, each with its name as the recordset writes it, in order of name."""
    plain = root / spec.path
    if plain.is_file():
        return [(plain, _named(plain, root))]
    if re.search(r"[*?\[]", spec.path):
        pattern = spec.path if Path(spec.path).is_absolute() else str(Path(glob.escape(str(root))) / spec.path)
        found = [Path(name) for name in glob.glob(pattern, recursive=True)]
        files = sorted((p.as_posix(), p) for p in found if p.is_file() and not p.name.startswith("~$"))
        if files:
            return [(path, _named(path, root)) for _, path in files]
    raise ProblemError([_missing(spec.path, plain, where)])


def weight(recordset: Recordset, root: Path) -> float:
    """Bytes of text that the files hold, about; a file that is missing weighs nothing here, as loading tells of it."""
    total = 0.0
    for spec in recordset.sources:
        with suppress(ProblemError, OSError):
            total += sum(path.stat().st_size * density(spec, path) for path, _ in files_of(spec, root, Place("")))
    return total


def _named(path: Path, root: Path) -> str:
    try:
        return path.relative_to(root).as_posix()
    except ValueError:
        return path.as_posix()


def _missing(written: str, path: Path, where: Place) -> Problem:
    if path.is_dir():
        return Problem(where, "not-a-file", say(
            f"“{written}”是文件夹；请写文件名，或如 {written}/*.csv", f"“{written}” is a folder; name a file, or {written}/*.csv"))
    try:
        beside = [item.name for item in path.parent.iterdir() if item.is_file()][:500]
    except OSError:
        beside = []
    hint = nearest(path.name, beside)
    return Problem(where, "no-such-file", say(f"找不到文件“{written}”{hint.zh}", f"there is no file “{written}”{hint.en}"))
