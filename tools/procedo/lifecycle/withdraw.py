"""Withdraw: from a day on nothing of the document is in force; what was judged before stays judged."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from procedo import write
from procedo.library.decoding import read_text
from procedo.library.register import sealed
from procedo.library.scan import FOLDER, REGISTER, scan
from procedo.lifecycle.edit import with_keys
from procedo.lifecycle.revise import desk_copy, registered
from procedo.problem import refuse


def withdraw(root: Path, id: str, on: dt.date) -> list[Path]:
    """Enter the day in the register and mark the desk copy; the files written.

    ProblemError when nothing is released, when it is withdrawn already, or before it took effect.
    """
    with write.lock(root / FOLDER):
        found = scan(root)
        desk = desk_copy(found, id)
        entries = registered(found, desk)
        if not entries:
            raise refuse("never-released", f"“{id}”还没有发布过，删除编写中的文件即可", f"“{id}” was never released; just delete the desk copy")
        last = max(entries, key=lambda e: e.effective_from or dt.date.min)
        if last.withdrawn_on:
            raise refuse("already-withdrawn", f"“{id}”已于 {last.withdrawn_on} 废止", f"“{id}” was withdrawn on {last.withdrawn_on}")
        if last.effective_from and on < last.effective_from:
            raise refuse("bad-date", f"废止日 {on} 早于第 {last.revision} 版的生效日 {last.effective_from}",
                         f"it would be withdrawn on {on}, before revision {last.revision} takes effect on {last.effective_from}")
        changed = [e.model_copy(update={"withdrawn_on": on}) if e is last else e for e in found.register.documents]
        text = with_keys(read_text(root / desk.file, desk.file), {"status": "withdrawn", "withdrawn_on": on})
        return [write.write_text(root / REGISTER, sealed(changed)), write.write_text(root / desk.file, text)]
