"""The one module that writes files: a temporary file beside the target, then a rename, under a lock."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from procedo.problem import refuse

LOCK_SECONDS = 30
STALE_SECONDS = 600


def write_bytes(target: Path, content: bytes) -> Path:
    """Write `content` whole or not at all. Unchanged files keep their time. Returns the file written.

    A target that another program holds open (Excel on Windows) gets a neighbour `name-2.ext`, which is returned.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.is_file() and target.stat().st_size == len(content) and target.read_bytes() == content:
        return target
    return write_with(target, lambda temporary: temporary.write_bytes(content))


def write_text(target: Path, text: str) -> Path:
    """UTF-8 with LF line ends, on every system."""
    return write_bytes(target, text.encode("utf-8"))


def write_with(target: Path, produce: Callable[[Path], object]) -> Path:
    """Let `produce(path)` fill a temporary file, then put it in the place of `target`."""
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=".procedo-", suffix=target.suffix)
    os.close(handle)
    temporary = Path(name)
    try:
        produce(temporary)
        with suppress(OSError):
            temporary.chmod(0o644)
        return _put(temporary, target)
    finally:
        temporary.unlink(missing_ok=True)


def _put(temporary: Path, target: Path) -> Path:
    for number in range(1, 10):
        place = target if number == 1 else target.with_name(f"{target.stem}-{number}{target.suffix}")
        try:
            os.replace(temporary, place)
            return place
        except PermissionError:
            continue
    raise refuse(
        "file-held",
        f"“{target.name}”正被其他程序打开，无法写入；请关闭后重试",
        f"“{target.name}” is held open by another program; close it and try again",
    )


@contextmanager
def replaced_folder(target: Path) -> Iterator[Path]:
    """Yield an empty folder; when the block ends well it takes the place of `target`, else nothing changes."""
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(dir=target.parent, prefix=".procedo-"))
    with suppress(OSError):
        fresh.chmod(0o755)
    old = fresh.with_name(fresh.name + "-old")
    try:
        yield fresh
        if target.exists():
            os.replace(target, old)
        os.replace(fresh, target)
    except BaseException:
        if old.exists() and not target.exists():
            os.replace(old, target)
        raise
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
        shutil.rmtree(old, ignore_errors=True)


@contextmanager
def lock(folder: Path) -> Iterator[None]:
    """Hold `folder/.procedo.lock`; a lock older than ten minutes is taken over, a younger one waited for."""
    folder.mkdir(parents=True, exist_ok=True)
    path, until = folder / ".procedo.lock", time.monotonic() + LOCK_SECONDS
    while True:
        try:
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY))
            break
        except FileExistsError:
            _await(path, until)
    try:
        yield
    finally:
        path.unlink(missing_ok=True)


def _await(path: Path, until: float) -> None:
    with suppress(FileNotFoundError):
        if time.time() - path.stat().st_mtime > STALE_SECONDS:
            path.unlink(missing_ok=True)
            return
    if time.monotonic() > until:
        raise refuse(
            "locked",
            f"另一个 procedo 正在写 {path.parent.name}/；若没有，请删除 {path.name}",
            f"another procedo is writing in {path.parent.name}/; if none is, delete {path.name}",
        )
    time.sleep(0.1)
