"""What several processes of one test run want, made by the first of them that asks."""

from __future__ import annotations

import os
import pickle
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")


def once(file: Path, make: Callable[[], T]) -> T:
    """What `make` gives, kept in `file`; who comes meanwhile waits. A maker that fails leaves the making to the next."""
    claim = file.with_suffix(".claim")
    while not file.exists():
        try:
            os.close(os.open(claim, os.O_CREAT | os.O_EXCL))
        except FileExistsError:
            time.sleep(0.2)
            continue
        try:
            if not file.exists():
                made = file.with_suffix(".part")
                made.write_bytes(pickle.dumps(make()))
                made.replace(file)
        finally:
            claim.unlink()
    return pickle.loads(file.read_bytes())
