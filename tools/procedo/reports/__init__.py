"""Reports: what a check found, for people and programs. One module each, found by name.

A module offers `NAME`, `SUFFIX`, `BINARY` and `render(outcome, language) -> str | bytes`: pure, the same bytes for the
same outcome. `write` puts it where `--report FORMAT[:FILE]` says.
"""

from __future__ import annotations

from pathlib import Path
from typing import TextIO

from procedo.finding import Outcome
from procedo.problem import refuse
from procedo.reports._tally import closing

__all__ = ["closing", "write"]


def write(outcome: Outcome, wanted: str, language: str, stdout: TextIO, base: Path = Path()) -> Path | None:
    """Make the report `wanted` (`text`, `json:FILE`, `xlsx:C:\\audit\\july.xlsx`) and return the file written, if any.

    Without FILE, or with `-`, a text goes to `stdout`; a binary one to build/reports/ under `base`.
    """
    from procedo.folder import load

    name, file = split(wanted)
    module = load("procedo.reports", name)
    target = _target(module, file, base, outcome.recordset)
    if target and target.is_dir():
        raise refuse("bad-report-file", f"“{file}”是文件夹，不能写成报告文件", f"“{file}” is a folder, not a file to write")
    content = module.render(outcome, language)
    if target is None:
        stdout.write(content.removeprefix("\ufeff").replace("\r\n", "\n"))
        return None
    return _put(target, content)


def split(wanted: str) -> tuple[str, str]:
    """`FORMAT[:FILE]` at its first colon, so that a Windows drive stays with the file."""
    name, colon, file = wanted.partition(":")
    if (colon and not file) or len(name) < 2:
        raise refuse(
            "bad-report", f"--report 的值“{wanted}”不完整；应写成 格式:文件，例如 xlsx:report.xlsx",
            f"“{wanted}” of --report is incomplete; write FORMAT:FILE, such as xlsx:report.xlsx",
        )
    return name, file


def _target(module, file: str, base: Path, recordset: str) -> Path | None:
    if file and not (file == "-" and not module.BINARY):
        return Path(file)
    return base / "build" / "reports" / f"{recordset}{module.SUFFIX}" if module.BINARY else None


def _put(target: Path, content: str | bytes) -> Path:
    from procedo.write import write_bytes

    try:
        return write_bytes(target, content if isinstance(content, bytes) else content.encode("utf-8"))
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise refuse("bad-report-file", f"无法写入“{target}”：{why}", f"cannot write “{target}”: {why}") from error
