"""The site as a whole: what MkDocs said, finishing touches, and whether every link leads somewhere."""

from __future__ import annotations

import json
import logging
import posixpath
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from html import unescape
from pathlib import Path
from urllib.parse import unquote

from procedo.write import write_text

LINK = re.compile(r"""<(?:a|link|script|img)\b[^>]*?\s(?:href|src)=(?:"([^"]*)"|'([^']*)'|([^\s>"']+))""")
ID = re.compile(r"""\s(?:id|name)=(?:"([^"]*)"|'([^']*)'|([^\s>"']+))""")
OUTSIDE = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.IGNORECASE)


@contextmanager
def listening() -> Iterator[list[str]]:
    """Collect the warnings of MkDocs instead of printing them."""
    with suppress(ImportError):
        pass  # it sets its own level on import
    said: list[str] = []
    logger = logging.getLogger("mkdocs")
    jieba = logging.getLogger("jieba")

    class Ear(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            said.append(record.getMessage())

    ear, before, level = Ear(logging.WARNING), logger.propagate, jieba.level
    logger.addHandler(ear)
    logger.propagate = False
    jieba.setLevel(logging.ERROR)
    try:
        yield said
    finally:
        logger.removeHandler(ear)
        logger.propagate = before
        jieba.setLevel(level)


def finish(folder: Path) -> None:
    """Without what differs on every build or cannot work on a file share; with an index that needs no server.

    The theme loads `search_index.js` by itself when the page was opened from a file.
    """
    for name in ("404.html", "sitemap.xml", "sitemap.xml.gz"):
        with suppress(FileNotFoundError):
            (folder / name).unlink()
    index = folder / "search" / "search_index.json"
    if index.is_file():
        found = json.loads(index.read_text(encoding="utf-8"))
        text = json.dumps(found, ensure_ascii=False, separators=(",", ":"))
        write_text(folder / "search" / "search_index.js", f"var __index = {text};\n")


def faults(folder: Path, expected: int) -> list[str]:
    """What is wrong with the site: pages missing or too many, links that lead nowhere."""
    paths = sorted(folder.rglob("*.html"))
    found = [] if len(paths) == expected else [f"{len(paths)} HTML != {expected} Markdown"]
    texts = {path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8") for path in paths}
    anchors = {name: _ids(text) for name, text in texts.items()}
    for name, text in texts.items():
        found += [f"{name} -> {link}" for link in sorted(_links(text)) if not _leads(folder, name, link, anchors)]
    return found


def _ids(text: str) -> set[str]:
    return {unescape(next(part for part in match.groups() if part is not None)) for match in ID.finditer(text)}


def _links(text: str) -> set[str]:
    return {unescape(next(part for part in match.groups() if part is not None)) for match in LINK.finditer(text)}


def _leads(folder: Path, page: str, link: str, anchors: dict[str, set[str]]) -> bool:
    if OUTSIDE.match(link) or link == "":
        return True
    path, _, part = link.partition("#")
    path = unquote(path.partition("?")[0])
    target = posixpath.normpath(posixpath.join(posixpath.dirname(page), path)) if path else page
    if target not in anchors:
        place = folder / target
        return place.is_file() or (place / "index.html").is_file()
    return not part or part.startswith("__") or unquote(part) in anchors[target]
