"""A table as it lies on the page: cells over rows and columns, each with the place it came from."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from cpscore.forms.importing.package import refused
from cpscore.forms.tree import FORBIDDEN

MOST_ROWS = 2_000
MOST_COLUMNS = 200
MOST_CELLS = 60_000
MOST_TABLES = 300
MOST_PARAGRAPHS = 10_000
MOST_SIGNS = 10_000
# Soft hyphens and marks of no width: they are in the file, not on the page.
UNSEEN = re.compile("[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f]")
LETTER = re.compile(r"[A-Za-z]")


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: where it begins (from 0), how far it reaches, its lines.

    `table` counts from 1; 0 is the text around the tables, whose rows are its paragraphs.
    """

    table: int
    row: int
    column: int
    rows: int = 1
    columns: int = 1
    lines: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The cell's text, line breaks dropped."""
        return joined(self.lines)

    @property
    def plain(self) -> str:
        """The text as it is compared: usual width, no white space."""
        return squeezed(self.text)

    @property
    def end(self) -> int:
        """The first column behind the cell."""
        return self.column + self.columns

    @property
    def place(self) -> dict[str, object]:
        """Where a person finds the cell, counted from 1."""
        return {"table": self.table, "row": self.row + 1, "column": self.column + 1}


def joined(lines: Sequence[str]) -> str:
    """Lines as one text: a break means nothing between Chinese, a space between words."""
    text = ""
    for line in lines:
        words = bool(text) and LETTER.match(text[-1]) and LETTER.match(line[:1])
        text += f" {line}" if words else line
    return text


def cleaned(text: str) -> tuple[str, ...]:
    """The lines of a cell's text: nothing unseen in them, no blank ones.

    Raises Unacceptable `too-long-text`.
    """
    if len(text) > MOST_SIGNS:
        raise refused("too-long-text", most=MOST_SIGNS)
    seen = FORBIDDEN.sub("", UNSEEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n")))
    lines = (line.replace("\t", " ").strip() for line in re.split("[\n\x85\u2028\u2029]", seen))
    return tuple(line for line in lines if line)


def squeezed(text: str) -> str:
    """Text for comparing: full-width letters and digits as usual ones, no white space."""
    return "".join(unicodedata.normalize("NFKC", text).split())


@dataclass(slots=True)
class Grid:
    """A table: its cells in rows, the widths of its columns in whatever unit, all positive."""

    number: int
    name: str = ""
    widths: list[float] = field(default_factory=list)
    rows: list[list[Cell]] = field(default_factory=list)

    def at(self, row: int, column: int) -> Cell | None:
        """The cell that covers a place."""
        return next((one for one in self.rows[row] if one.column <= column < one.end), None)

    @property
    def columns(self) -> int:
        """How many columns there are."""
        return max((cell.end for row in self.rows for cell in row), default=0)

    def cells(self) -> Iterator[Cell]:
        """Every cell once."""
        return (cell for at, row in enumerate(self.rows) for cell in row if cell.row == at)

    def width(self, start: int, end: int) -> float:
        """How wide some columns are together."""
        widths = self.widths[start:end]
        return sum(widths) + (end - start - len(widths)) * 1.0


Block = Cell | Grid


@dataclass(frozen=True, slots=True)
class Source:
    """What a file holds: paragraphs and tables in order, and what is there but was not read.

    `unseen` has with each the code of what to say of it, `definition` is the YAML that a workbook
    of our own carries.
    """

    blocks: tuple[Block, ...]
    hidden: tuple[Cell, ...] = ()
    unseen: tuple[tuple[str, Cell], ...] = ()
    pictures: int = 0
    definition: str | None = None


def grid(number: int, cells: Iterable[Cell], widths: Sequence[float] = (), name: str = "") -> Grid:
    """The table that cells make; empty rows stay. Raises Unacceptable `too-large-table`."""
    taken = list(cells)
    height = max((cell.row + cell.rows for cell in taken), default=0)
    width = max((cell.end for cell in taken), default=0)
    if height > MOST_ROWS or width > MOST_COLUMNS or len(taken) > MOST_CELLS:
        raise refused("too-large-table", rows=MOST_ROWS, columns=MOST_COLUMNS)
    made = Grid(number, name, list(widths), [[] for _ in range(height)])
    for cell in sorted(taken, key=lambda cell: (cell.row, cell.column)):
        for row in range(cell.row, cell.row + cell.rows):
            made.rows[row].append(cell)
    for row_cells in made.rows:
        row_cells.sort(key=lambda cell: cell.column)
    return made
