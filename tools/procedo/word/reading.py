"""The whole document: its blocks in order, and what stands outside the flow of text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree.ElementTree import Element

from procedo.terms import Sentence, say
from procedo.word.numbering import Numbering
from procedo.word.package import Package, Relation, attribute, local
from procedo.word.piece import Block, Cell, Piece, Table
from procedo.word.runs import alternative, line, tidy
from procedo.word.styles import Styles, child, value

WRAPPERS = {"ins", "moveTo", "sdt", "sdtContent", "smartTag", "customXml"}
"""What may stand around paragraphs, rows and cells without being text itself."""
NOTE_PARTS = {"footnote": ("footnotes", say("脚注", "footnote")), "endnote": ("endnotes", say("尾注", "endnote")),
              "comment": ("comments", say("批注", "comment"))}
MARGINS = {"header": say("页眉", "header"), "footer": say("页脚", "footer")}
THINGS = {"image": say("图片", "image"), "oleObject": say("嵌入对象", "embedded object"), "package": say("嵌入文件", "embedded file"),
          "chart": say("图表", "chart"), "diagramData": say("图示", "diagram"), "aFChunk": say("嵌入文本", "embedded text"),
          "subDocument": say("子文档", "subdocument"), "control": say("控件", "control")}
DRAWN = ("chart", "diagramData")
"""Parts whose words are read."""


@dataclass
class Read:
    """`blocks` are paragraphs and tables of the text; `margins` headers and footers; `others` can be placed nowhere."""

    blocks: list[Block] = field(default_factory=list)
    margins: list[Piece] = field(default_factory=list)
    others: list[Piece] = field(default_factory=list)

    def pieces(self) -> Iterator[Piece]:
        for block in self.blocks:
            yield from (block,) if isinstance(block, Piece) else block.pieces()
        yield from self.margins
        yield from self.others


def read_word(path: Path) -> Read:
    """ProblemError when the file is no readable Word document."""
    return _Reader(Package(path)).read()


class _Reader:
    def __init__(self, package: Package):
        self.package, main = package, package.main
        self.styles = Styles(package.optional(main, "styles"))
        self.numbering = Numbering(package.optional(main, "numbering"), self.styles)
        self.found = Read()
        self.paragraphs = self.tables = 0

    def read(self) -> Read:
        root = self.package.xml(self.package.main)
        body = child(root, "body")
        self.found.blocks = list(self._blocks(body if body is not None else root))
        self._margins()
        self._notes()
        self._things([self.package.main, *self._margin_parts()])
        return self.found

    def _blocks(self, parent: Element) -> Iterator[Block]:
        """Paragraphs and tables, whatever is wrapped around them."""
        for element in parent:
            name = local(element)
            if name == "p":
                yield from self._paragraph(element)
            elif name == "tbl":
                yield self._table(element)
            elif name == "AlternateContent":
                chosen = alternative(element)
                yield from self._blocks(chosen) if chosen is not None else ()
            elif name in WRAPPERS:
                yield from self._blocks(element)

    def _paragraph(self, element: Element, place: Sentence | None = None) -> Iterator[Piece]:
        """The paragraph, when it says something; boxes and hidden words in it go to the others."""
        self.paragraphs += 1
        properties = child(element, "pPr")
        style, here = value(child(properties, "pStyle")), place or say(f"第 {self.paragraphs} 段", f"paragraph {self.paragraphs}")
        read = line(element)
        number = self.numbering.next(properties, style) if read.text or place is None else ""
        self._aside(read, here)
        if not read.text:
            return
        piece = Piece(read.text, here, number, self.styles.level(style, properties))
        if self.styles.contents(style):
            self.found.others.append(Piece(read.text, say("目录", "table of contents"), number))
        else:
            yield piece

    def _aside(self, read, here: Sentence) -> None:
        others = self.found.others
        for box in read.boxes:
            where = say(f"文本框（{here.zh}）", f"text box ({here.en})")
            others.extend(piece for piece in self._flat(box, where))
        others += [Piece(text, say(f"隐藏文字（{here.zh}）", f"hidden text ({here.en})")) for text in read.hidden if text]
        others += [Piece(text, say(f"注音（{here.zh}）", f"reading of a character ({here.en})")) for text in read.readings if text]
        others += [Piece(tidy(text), say(f"图片说明（{here.zh}）", f"description of a drawing ({here.en})")) for text in read.alternatives]

    def _flat(self, parent: Element, where: Sentence) -> Iterator[Piece]:
        """Every paragraph below, tables included, as pieces of one place."""
        for element in parent:
            if local(element) == "p":
                yield from self._paragraph(element, where)
            elif local(element) in WRAPPERS | {"tbl", "tr", "tc"}:
                yield from self._flat(element, where)

    def _table(self, element: Element) -> Table:
        self.tables += 1
        table = Table([], say(f"表 {self.tables}", f"table {self.tables}"))
        for row in _inside(element, "tr"):
            self._row(table, row)
        return table

    def _row(self, table: Table, element: Element) -> None:
        number = len(table.grid) + 1
        where = say(f"{table.where.zh} 第 {number} 行", f"{table.where.en}, row {number}")
        above = table.grid[-1] if table.grid else []
        grid: list[Cell] = [Cell([])] * _skipped(element, "gridBefore")
        own: list[Cell] = []
        for inner in _inside(element, "tc"):
            properties, column = child(inner, "tcPr"), len(grid)
            cell = Cell(list(self._cell(inner, where)))
            merged = child(properties, "vMerge")
            if merged is not None and (value(merged) or "continue") == "continue" and column < len(above) and not cell.pieces:
                cell = above[column]
            else:
                own.append(cell)
            span = value(child(properties, "gridSpan")) or "1"
            grid += [cell] * (min(int(span), 500) if span.isdigit() else 1)
        table.grid.append(grid)
        table.rows.append(own)

    def _cell(self, element: Element, where: Sentence) -> Iterator[Piece]:
        """Paragraphs of a cell; a table inside it is read as its paragraphs."""
        for block in self._blocks(element):
            for piece in (block,) if isinstance(block, Piece) else block.pieces():
                piece.where = where
                yield piece

    def _margin_parts(self) -> list[str]:
        relations = self.package.relations(self.package.main)
        return [r.target for r in relations if r.kind in MARGINS and r.target in self.package.parts]

    def _margins(self) -> None:
        """Headers and footers; what several of them repeat word for word is one piece."""
        seen: set[tuple[str, str]] = set()
        for relation in self.package.relations(self.package.main):
            if relation.kind in MARGINS and relation.target in self.package.parts:
                for piece in self._flat(self.package.xml(relation.target), MARGINS[relation.kind]):
                    if (relation.kind, piece.text) not in seen:
                        seen.add((relation.kind, piece.text))
                        self.found.margins.append(piece)

    def _notes(self) -> None:
        for kind, (part, name) in NOTE_PARTS.items():
            root = self.package.optional(self.package.main, part)
            for element in root if root is not None else ():
                if local(element) == kind and attribute(element, "type") not in ("separator", "continuationSeparator"):
                    id = attribute(element, "id") or ""
                    self.found.others += self._flat(element, say(f"{name.zh} {id}", f"{name.en} {id}"))

    def _things(self, parts: list[str]) -> None:
        """Pictures and embedded objects have no text; they are named, and the words in drawings read."""
        seen: set[str] = set()
        for relation in (r for part in parts for r in self.package.relations(part)):
            if relation.kind in THINGS and relation.target not in seen:
                seen.add(relation.target)
                self.found.others += self._thing(relation)

    def _thing(self, relation: Relation) -> Iterator[Piece]:
        where = THINGS[relation.kind]
        yield Piece(relation.target.rsplit("/", 1)[-1], where)
        if relation.kind in DRAWN and relation.target in self.package.parts:
            root = self.package.xml(relation.target)
            words = [tidy(e.text or "") for e in root.iter() if local(e) in ("t", "v") and (e.text or "").strip()]
            yield from (Piece(word, where) for word in words)


def _inside(parent: Element, name: str) -> Iterator[Element]:
    """Rows of a table or cells of a row, also those inside content controls; deleted rows are not there."""
    for element in parent:
        if local(element) == name:
            if child(child(element, "trPr"), "del") is None:
                yield element
        elif local(element) in WRAPPERS:
            yield from _inside(element, name)


def _skipped(row: Element, name: str) -> int:
    count = value(child(child(row, "trPr"), name)) or "0"
    return min(int(count), 100) if count.isdigit() else 0
