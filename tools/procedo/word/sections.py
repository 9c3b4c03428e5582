"""The text cut into sections: by headings, whatever marks them: a style, a number, or the word alone."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from procedo.word.numbers import Number, split
from procedo.word.piece import Block, Piece
from procedo.word.words import heading

TOP = {"chapter", "cn", "roman", "tight"}
_INLINE = re.compile(r"^([^:：\n]{2,20})[:：]\s*(\S.*)$", re.DOTALL)
_SENTENCE = re.compile(r"[。；;！？]|\.\s*$")


@dataclass
class Section:
    """`name` is empty before the first heading, `unknown` under a heading that is none of ours."""

    name: str
    heading: Piece | None = None
    number: Number | None = None
    inline: str = ""
    """Text that follows the heading on its own line: 目的：……"""
    blocks: list[Block] = field(default_factory=list)
    rank: tuple[str, int] | None = None
    """How its first clause is numbered."""
    last: int = 0

    def add(self, block: Block) -> None:
        self.blocks.append(block)
        number = split(block)[0] if isinstance(block, Piece) else None
        self.rank = self.rank or (number.rank if number else None)
        if number and number.rank == self.rank:
            self.last = max(self.last, number.parts[0])

    def goes_on(self, number: Number) -> bool:
        """Whether it is the next of the section's steps: 3 after 1 and 2."""
        return self.name == "steps" and self.rank == ("decimal", 1) == number.rank and number.parts[0] == self.last + 1


def sections(blocks: list[Block]) -> list[Section]:
    """Every block in its section, in order; the first holds what comes before all headings."""
    found = [Section("")]
    top = _top_level(blocks)
    for block in blocks:
        opened = _opened(block, found[-1], found, top) if isinstance(block, Piece) else None
        if opened:
            found.append(opened)
        else:
            found[-1].add(block)
    return found


def _top_level(blocks: list[Block]) -> int | None:
    """The heading level on which the sections stand, when they are marked by style."""
    levels = [b.level for b in blocks if isinstance(b, Piece) and b.level and heading(split(b)[1])]
    return min(levels, default=None)


def _opened(piece: Piece, current: Section, found: list[Section], top: int | None) -> Section | None:
    number, text = split(piece)
    name, inline = heading(text), ""
    if not name and (said := _INLINE.match(text)) and (name := heading(said[1])):
        inline = said[2]
    if name and _stands_at_top(piece, number, name, current, top, bool(inline)):
        return Section(name, piece, number, inline)
    if _ends(piece, number, text, current, found, top):
        return Section("unknown", piece, number)
    return None


def _stands_at_top(piece: Piece, number: Number | None, name: str, current: Section, top: int | None, inline: bool) -> bool:
    if piece.level is not None and top is not None:
        return piece.level <= top
    if number is None:
        return not inline or name in ("purpose", "scope") and current.name in ("", "purpose", "scope")
    if number.kind in TOP:
        return True
    if number.kind != "decimal" or len(number.parts) > 1:
        return False
    return not current.goes_on(number)


def _ends(piece: Piece, number: Number | None, text: str, current: Section, found: list[Section], top: int | None) -> bool:
    """A heading that is none of ours and stands where sections stand."""
    if len(text) > 40 or _SENTENCE.search(text):
        return False
    if piece.level is not None and piece.level > 0 and top is not None:
        return piece.level <= top
    last = next((s.number for s in reversed(found) if s.number), None)
    if number is None or last is None or piece.level is not None:
        return False
    return not current.goes_on(number) and number.rank == last.rank and number.parts[0] == last.parts[0] + 1
