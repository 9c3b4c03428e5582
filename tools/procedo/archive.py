"""Zip containers, which .xlsx and .docx are: a look at what is inside before anything is unpacked."""

from __future__ import annotations

import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path

DAMAGED = (KeyError, OSError, RuntimeError, zipfile.BadZipFile, zlib.error, NotImplementedError, ValueError, EOFError)
"""What opening a container, or reading a part of it, may raise where it is broken."""
STEEPEST = 200
"""Times a large part may be larger than packed."""


@dataclass(frozen=True)
class Bounds:
    """`whole`: bytes after unpacking; `large`: those from which a part must not be packed too well; `parts`: how many."""

    whole: int
    large: int
    parts: int


def opened(path: Path) -> zipfile.ZipFile | None:
    """The container, or None for a file that is none or is damaged."""
    try:
        return zipfile.ZipFile(path)
    except DAMAGED:
        return None


def explodes(archive: zipfile.ZipFile, bounds: Bounds) -> bool:
    """Whether it would unpack to far more than it is."""
    parts = archive.infolist()
    steep = any(part.file_size > bounds.large and part.file_size > STEEPEST * max(1, part.compress_size) for part in parts)
    return steep or len(parts) > bounds.parts or sum(part.file_size for part in parts) > bounds.whole
