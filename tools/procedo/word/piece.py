"""What a document consists of: pieces of text and tables. A piece that nothing has placed is unread."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from procedo.terms import Sentence


@dataclass(eq=False)
class Piece:
    """One paragraph, wherever it stands. Two with the same text are two."""

    text: str
    where: Sentence
    number: str = ""
    """The automatic number as Word shows it."""
    level: int | None = None
    """1 for a heading of the first level, 0 for the title of the document."""
    placed: bool = False


@dataclass(eq=False)
class Cell:
    pieces: list[Piece]

    @property
    def text(self) -> str:
        return "\n".join(shown(piece) for piece in self.pieces)


@dataclass(eq=False)
class Table:
    """`grid[row][column]`: a merged cell stands in each place it covers, and is still one."""

    grid: list[list[Cell]]
    where: Sentence
    rows: list[list[Cell]] = field(default_factory=list)
    """Each cell once, in the row where it begins."""

    def pieces(self) -> Iterator[Piece]:
        return (piece for row in self.rows for cell in row for piece in cell.pieces)


Block = Piece | Table


def shown(piece: Piece) -> str:
    """The text with its automatic number."""
    return f"{piece.number} {piece.text}".strip()


def take(pieces: Iterable[Piece]) -> list[Piece]:
    """Mark pieces as placed."""
    found = list(pieces)
    for piece in found:
        piece.placed = True
    return found
