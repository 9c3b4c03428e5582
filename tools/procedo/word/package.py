"""A .docx as parts: the archive is looked at before it is unpacked, XML with a document type is never read."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError, TreeBuilder, XMLParser
from zipfile import ZipFile

from procedo.archive import DAMAGED, Bounds, explodes, opened
from procedo.problem import Place, ProblemError, refuse

BOUNDS, DEEPEST = Bounds(whole=256 << 20, large=4 << 20, parts=5000), 150
"""What a Word file may hold; elements inside each other."""
OLD_FORMAT, ENCRYPTED = b"\xd0\xcf\x11\xe0", "EncryptedPackage".encode("utf-16-le")
MAIN = ("officeDocument",)


def local(element: Element) -> str:
    """The name without its namespace: both editions of the format, and drawings, are read alike."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: Element, name: str) -> str | None:
    """An attribute whatever its namespace."""
    return next((value for key, value in element.attrib.items() if key.rpartition("}")[2] == name), None)


class _Tree(TreeBuilder):
    """Builds elements; a document type (entities, foreign files) and absurd nesting end the reading."""

    def __init__(self) -> None:
        super().__init__()
        self.depth = 0

    def doctype(self, name: str, public: str | None, system: str | None) -> None:
        raise ValueError("document type")

    def start(self, tag: str, attributes: dict[str, str]) -> Element:
        self.depth += 1
        if self.depth > DEEPEST:
            raise ValueError("nesting")
        return super().start(tag, attributes)

    def end(self, tag: str) -> Element:
        self.depth -= 1
        return super().end(tag)


@dataclass(frozen=True)
class Relation:
    id: str
    kind: str
    """The last word of the type: `header`, `image`, `oleObject` …"""
    target: str
    """The name of a part, or an address outside the file."""
    external: bool


class Package:
    """The parts of a Word file, unpacked one at a time; ProblemError for what is no readable .docx."""

    def __init__(self, path: Path):
        self.name = path.name
        self.archive = _archive(path)
        self.parts = {part.filename.lstrip("/"): part for part in self.archive.infolist()}
        self._refuse_hostile()

    def _refuse_hostile(self) -> None:
        if explodes(self.archive, BOUNDS):
            raise self._refuse("zip-bomb", "文件解压后异常巨大，未打开", "the file unpacks to something huge and was not opened")
        if any(p.flag_bits & 1 for p in self.parts.values()):
            raise self._refuse("encrypted", "文件已加密；请在 Word 中去掉密码后再导入", "the file is encrypted; take the password off in Word first")
        if any(posixpath.basename(name).lower().startswith("vbaproject") for name in self.parts):
            raise self._refuse("macros", "文件带有宏；请在 Word 中另存为不含宏的 .docx",
                               "the file holds macros; save it in Word as a .docx without them")

    @cached_property
    def main(self) -> str:
        """The name of the part that holds the text."""
        found = next((r.target for r in self.relations("") if r.kind in MAIN), "word/document.xml")
        if found not in self.parts or not found.startswith("word/"):
            raise self._refuse("no-word-document", "压缩包里没有 Word 正文；请在 Word 中另存为 .docx",
                               "there is no Word text inside; save it in Word as .docx")
        return found

    def relations(self, part: str) -> list[Relation]:
        folder, name = posixpath.split(part)
        file = posixpath.join(folder, "_rels", f"{name}.rels")
        if file not in self.parts:
            return []
        return [self._relation(folder, element) for element in self.xml(file) if local(element) == "Relationship"]

    def _relation(self, folder: str, element: Element) -> Relation:
        target, external = element.get("Target", ""), element.get("TargetMode") == "External"
        if not external:
            target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
        return Relation(element.get("Id", ""), element.get("Type", "").rsplit("/", 1)[-1], target, external)

    def xml(self, part: str) -> Element:
        """The root of a part."""
        parser = XMLParser(target=_Tree())
        try:
            parser.feed(self.archive.read(self.parts[part]))
            return parser.close()
        except (ParseError, *DAMAGED) as error:
            if str(error) in ("document type", "nesting"):
                raise self._refuse("hostile-xml", f"“{part}”含有文档类型声明或嵌套过深，不是 Word 写出的文件，未读取",
                                   f"“{part}” holds a document type or absurd nesting; Word does not write that, so it was not read") from None
            raise self._damaged(part) from None

    def optional(self, owner: str, kind: str) -> Element | None:
        """The root of the part that `owner` relates to as `kind` (styles, numbering …), if there is one."""
        found = next((r.target for r in self.relations(owner) if r.kind == kind and r.target in self.parts), None)
        return self.xml(found) if found else None

    def _damaged(self, part: str) -> ProblemError:
        return self._refuse("damaged", f"“{part}”已损坏，无法读取；请在 Word 中打开并另存", f"“{part}” is damaged; open the file in Word and save it anew")

    def _refuse(self, id: str, zh: str, en: str) -> ProblemError:
        return refuse(id, zh, en, Place(self.name))


def _archive(path: Path) -> ZipFile:
    place = Place(path.name)
    if not path.is_file():
        raise refuse("no-such-file", f"没有文件“{path}”", f"there is no file “{path}”")
    with path.open("rb") as handle:
        head = handle.read(1 << 20)
    if head.startswith(OLD_FORMAT):
        if ENCRYPTED in head or ENCRYPTED in path.read_bytes():
            raise refuse("encrypted", "文件已加密；请在 Word 中去掉密码后再导入", "the file is encrypted; take the password off in Word first", place)
        raise refuse("old-word", "这是旧格式 .doc；请在 Word 中另存为 .docx", "this is the old format .doc; save it in Word as .docx", place)
    archive = opened(path)
    if archive is None:
        raise refuse("not-word", "这不是 Word 文件（.docx），或已损坏", "this is no Word file (.docx), or it is damaged", place)
    return archive
