"""Every file of a library, read once: documents, settings, register, and what could not be read."""

from __future__ import annotations

import gc
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from procedo.library.decoding import read_text
from procedo.library.document import Document
from procedo.library.typed import typed
from procedo.library.yaml_reader import Yaml, read_yaml, yaml_of_text
from procedo.model import DOCUMENTS, Register, Settings
from procedo.problem import Place, Problem, ProblemError, nearest
from procedo.terms import say

FOLDER = "procedures"
SETTINGS = f"{FOLDER}/library.yml"
REGISTER = f"{FOLDER}/register.yml"
REVISIONS = f"{FOLDER}/revisions"
MODELINE = re.compile(r"\A\ufeff?# yaml-language-server:[^\n]*")
_IDENTITY = re.compile(rf"^({'|'.join(DOCUMENTS)})[ \t]*[:：]([^\r\n#]*)", re.MULTILINE)
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*")
_PARSED: dict[str, Document] = {}
"""Text of a file without its modeline -> the document; it is never changed."""
MOST_PARSED = 3_000


@dataclass
class Scan:
    root: Path
    settings: Settings | None = None
    settings_yaml: Yaml | None = None
    register: Register = Register()
    register_yaml: Yaml | None = None
    desk: list[Document] = field(default_factory=list)
    released: list[Document] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    unread: set[tuple[str, str]] = field(default_factory=set)
    """(kind, id) of documents that seem to stand in files that cannot be read; the id is empty where none can be told."""


def scan(root: Path) -> Scan:
    """Read everything under `root/procedures`; faults are collected, never raised."""
    found = Scan(root)
    _settings(found)
    with _no_collection():
        for file in document_files(root):
            _document(found, file)
    _register(found)
    found.problems.sort()
    return found


@contextmanager
def _no_collection() -> Iterator[None]:
    """Reading makes many values and no garbage; looking for garbage meanwhile costs a third of the time."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def document_files(root: Path) -> list[str]:
    """Files that must hold a controlled document, relative to `root` with forward slashes, sorted."""
    files: list[str] = []
    for folder, folders, names in os.walk(root / FOLDER):
        relative = Path(folder).relative_to(root).as_posix()
        folders[:] = [name for name in folders if not name.startswith(".") and f"{relative}/{name}" != f"{FOLDER}/schema"]
        files += [f"{relative}/{name}" for name in names if name.lower().endswith((".yml", ".yaml")) and not name.startswith(".")]
    return sorted(file for file in files if file not in (SETTINGS, REGISTER))


def _settings(found: Scan) -> None:
    if not (found.root / SETTINGS).is_file():
        found.problems.append(Problem(Place(SETTINGS), "no-library", say(
            "没有 procedures/library.yml，这里不是一个程序库；用 --library 指定文件夹，或用 procedo init 新建",
            "there is no procedures/library.yml, so this is no library; name its folder with --library, or make one with procedo init")))
        return
    try:
        found.settings_yaml = read_yaml(found.root / SETTINGS, SETTINGS)
        found.settings = typed(Settings, found.settings_yaml)
    except ProblemError as error:
        found.problems += error.problems


def _register(found: Scan) -> None:
    if not (found.root / REGISTER).is_file():
        return
    try:
        found.register_yaml = read_yaml(found.root / REGISTER, REGISTER)
        found.register = typed(Register, found.register_yaml)
    except ProblemError as error:
        found.problems += error.problems
        found.register_yaml = None


def _document(found: Scan, file: str) -> None:
    released = file.startswith(REVISIONS + "/")
    try:
        text = read_text(found.root / file, file)
        document = _parsed(text, file, released)
    except ProblemError as error:
        found.problems += error.problems
        found.unread.update(_identity(found.root / file))
        return
    misplaced = _misplaced(document) if released else None
    if misplaced:
        found.problems.append(misplaced)
    (found.released if released else found.desk).append(document)


def _parsed(text: str, file: str, released: bool) -> Document:
    """Desk copy and archived revision are mostly the same text, and a process may scan twice: it is parsed once."""
    body = MODELINE.sub("#", text)
    if body not in _PARSED:
        if len(_PARSED) >= MOST_PARSED:
            _PARSED.clear()
        _PARSED[body] = read_document(text, file, released)
    return _PARSED[body].at(file, released)


def _identity(path: Path) -> list[tuple[str, str]]:
    """What a file that cannot be read seems to be, so that references to it are not called wrong."""
    try:
        with path.open("rb") as handle:
            content = handle.read(4000)
    except OSError:
        return []
    text = content.decode("utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig", "replace")
    words = [(kind, id.strip(" \t\"'“”\u3000")) for kind, id in _IDENTITY.findall(text)[:1]]
    return [(kind, id if _ID.fullmatch(id) else "") for kind, id in words]


def read_document(text: str, file: str, released: bool) -> Document:
    """One document from its text; ProblemError with everything that is wrong with its structure."""
    yaml = yaml_of_text(text, file)
    first = next(iter(yaml.data), "")
    if first not in DOCUMENTS:
        raise ProblemError([_no_kind(yaml, first)])
    return Document(first, typed(DOCUMENTS[first], yaml), yaml, released)


def _no_kind(yaml: Yaml, first: str) -> Problem:
    kind = next((key for key in yaml.data if key in DOCUMENTS), None)
    if kind:
        words = say(f"“{kind}”须是文件的第一个键", f"“{kind}” must be the first key of the file")
        return Problem(yaml.place((kind,), key=True), "kind-not-first", words)
    hint = nearest(first, DOCUMENTS)
    return Problem(yaml.place((first,), key=True), "unknown-document", say(
        f"第一个键应说明文件的种类，没有“{first}”这一种{hint.zh}", f"the first key names the kind of document; there is no kind “{first}”{hint.en}"))


def _misplaced(document: Document) -> Problem | None:
    expected = released_file(document.id, document.revision)
    if document.file == expected:
        return None
    return Problem(document.place((document.kind,)), "misplaced", say(
        f"“{document.id}”第 {document.revision} 版应存为 {expected}", f"revision {document.revision} of “{document.id}” belongs in {expected}"))


def released_file(id: str, revision: str) -> str:
    return f"{REVISIONS}/{id}/{revision}.yml"
