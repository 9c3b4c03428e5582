"""Review: somebody looked at a released document and found it still right, although what it refers to has changed."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from procedo import write
from procedo.library.register import sealed
from procedo.library.scan import FOLDER, REGISTER, scan
from procedo.lifecycle.revise import desk_copy, registered
from procedo.model.register import ReviewNote
from procedo.problem import refuse


def review(root: Path, id: str, by: str, date: dt.date, note: str, today: dt.date | None = None) -> Path:
    """Enter name, date and note at the newest released revision; the register, which is written."""
    if not by.strip():
        raise refuse("no-reviewer", "请写明谁审查的（--by）", "say who reviewed it (--by)")
    if date > (today or dt.date.today()):
        raise refuse("bad-date", f"审查日期 {date} 晚于今天；请核对日期或本机时钟", f"the review is dated {date}, after today: check the date, or the clock")
    with write.lock(root / FOLDER):
        found = scan(root)
        desk = desk_copy(found, id)
        entries = registered(found, desk)
        if not entries:
            raise refuse("never-released", f"“{id}”还没有发布过", f"“{id}” was never released")
        last = max(entries, key=lambda e: e.effective_from or dt.date.min)
        told = ReviewNote(by=by.strip(), date=date, note=note)
        changed = [e.model_copy(update={"reviews": [*e.reviews, told]}) if e is last else e for e in found.register.documents]
        return write.write_text(root / REGISTER, sealed(changed))
