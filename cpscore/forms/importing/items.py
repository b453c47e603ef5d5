"""What a table of points says: sections, items with their weights, criteria; and its numbers."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from cpscore.forms.importing import wording
from cpscore.forms.importing.grid import Cell, Grid, joined
from cpscore.forms.importing.heads import Column
from cpscore.forms.importing.proposals import Deduction, Step
from cpscore.rules.points import plain, read_points

LONGEST_WEIGHT, LONGEST_LABEL = 20, 40


@dataclass(slots=True)
class Row:
    """A criterion with the number printed before it, and the row of the table it stands in.

    `beside` where the number stands in a column of its own.
    """

    number: str | None
    text: str
    at: int = 0
    beside: bool = False


@dataclass(slots=True)
class Item:
    """A weight, where it stands, and what it covers; `points` is None where it cannot be read."""

    cell: Cell
    points: str | None
    number: str | None = None
    title: str | None = None
    rows: list[Row] = field(default_factory=list)
    # Numbers in a column of their own, each with the criterion it stands beside.
    numbers: list[Cell] = field(default_factory=list)
    titles: list[Cell] = field(default_factory=list)
    # What stands in the column of remarks beside it.
    beside: list[Cell] = field(default_factory=list)
    # What its text proposes.
    steps: tuple[Step, ...] = ()
    deduction: Deduction | None = None
    nonzero: bool = False
    # Whether the weight stands among its words.
    worded: bool = False

    @property
    def texts(self) -> list[str]:
        """The criteria, without their numbers."""
        return [row.text for row in self.rows]


@dataclass(slots=True)
class Section:
    """Items under one title, which may be blank; `printed` is its sum where the table says one.

    The points of a `bonus` stand above the total; `cap` limits them.
    """

    title: str | None
    cell: Cell | None = None
    numeral: str = ""
    printed: Cell | None = None
    items: list[Item] = field(default_factory=list)
    bonus: bool = False
    cap: str | None = None
    # The other cells that its title was read from.
    more: tuple[Cell, ...] = ()

    @property
    def whole(self) -> Decimal:
        """What its weights add up to, as far as they can be read."""
        return sum((Decimal(item.points or 0) for item in self.items), Decimal(0))


@dataclass(slots=True)
class Scores:
    """What one table of points says."""

    columns: tuple[Column, ...]
    sections: list[Section] = field(default_factory=list)
    total: str | None = None
    total_label: str = ""
    total_cell: Cell | None = None
    total_points: Cell | None = None
    section_rows: bool = False
    # The lines right over its head, in the table itself.
    above: list[Cell] = field(default_factory=list)

    @property
    def bonus(self) -> bool:
        """Whether all of it stands above the total."""
        return bool(self.sections) and all(one.bonus for one in self.sections)

    @property
    def items(self) -> Iterator[Item]:
        """All items in order."""
        return (item for section in self.sections for item in section.items)


def read_weight(cell: Cell) -> tuple[str | None, bool]:
    """The points in a cell, and whether they stood there as a range (0～10) or a percentage."""
    text = cell.plain.replace("~", "-")
    found = wording.WEIGHT_TEXT.fullmatch(text) if len(text) <= LONGEST_WEIGHT else None
    points = read_points(found["points"]) if found else None
    return (plain(points) if points else None), bool(found and (found["from"] or found["percent"]))


def is_total(cell: Cell | None) -> bool:
    """Whether a cell begins the row of the total."""
    return cell is not None and bool(wording.TOTAL.fullmatch(cell.plain[:LONGEST_LABEL]))


def total_row(table: Grid, row: int) -> Cell | None:
    """The cell that calls a row the total's."""
    cells = [cell for cell in table.rows[row] if cell.row == row and cell.lines]
    return cells[0] if cells and is_total(cells[0]) else None


def split_numeral(text: str) -> tuple[str, str]:
    """一、审核过程: the numeral, and the name behind it."""
    found = wording.NUMERAL.match(text)
    return (found.group().strip(), text[found.end() :]) if found else ("", text)


def digits(text: str) -> str:
    """A printed number as plain digits where it is one; brackets stay, a full stop goes."""
    number = unicodedata.normalize("NFKC", text).strip().rstrip(".、")
    return "".join(number.split())


def mark(text: str) -> str:
    """What is printed before a text, where it is more than a number with a full stop."""
    found = wording.NUMBERED.match(text)
    number, _ = split_number(text)
    printed = found.group().lstrip() if found and number else ""
    return "" if printed == f"{number}." else printed


def split_number(text: str) -> tuple[str | None, str]:
    """A number printed before a text, and the text."""
    found = wording.NUMBERED.match(text)
    if not found or not text[found.end() :].strip():
        return None, text
    kept = found["kept"]
    number = kept if kept is not None else digits(found["bare"])
    return number, text[found.end() :]


def criteria(cell: Cell) -> list[tuple[str | None, str]]:
    """The criteria in a cell: one, or several where its lines are numbered one after another."""
    starts = [at for at, line in enumerate(cell.lines) if split_number(line)[0]]
    if len(starts) < 2 or starts[0] != 0:
        return [split_number(cell.text)]
    ends = [*starts[1:], len(cell.lines)]
    return [
        split_number(joined(cell.lines[start:end])) for start, end in zip(starts, ends, strict=True)
    ]
