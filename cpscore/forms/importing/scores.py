"""The rows of a table of points: sections, items with their weights, criteria they cover."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from cpscore.forms.importing import wording
from cpscore.forms.importing.grid import Cell, Grid, joined
from cpscore.forms.importing.heads import Column, Role
from cpscore.forms.importing.ledger import Ledger
from cpscore.rules.points import plain, read_points

LONGEST_WEIGHT, LONGEST_LABEL = 20, 40


@dataclass(slots=True)
class Row:
    """A criterion with the number printed before it."""

    number: str | None
    text: str


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


@dataclass(slots=True)
class Section:
    """Items under one title, which may be blank; `printed` is its sum where the table says one."""

    title: str | None
    cell: Cell | None = None
    numeral: str = ""
    printed: Cell | None = None
    items: list[Item] = field(default_factory=list)


@dataclass(slots=True)
class Scores:
    """What one table of points says."""

    columns: tuple[Column, ...]
    sections: list[Section] = field(default_factory=list)
    total: str | None = None
    total_label: str = ""
    total_cell: Cell | None = None
    section_rows: bool = False

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


class Reader:
    """Reads the rows between a head and its total."""

    def __init__(self, table: Grid, columns: tuple[Column, ...], ledger: Ledger) -> None:
        self.table, self.ledger = table, ledger
        self.scores = Scores(columns)
        self.by_role = {column.role: column for column in columns}
        self.merged = {column: self._is_merged(column) for column in columns}

    def _is_merged(self, column: Column) -> bool:
        """Whether cells of a column reach over several rows, so that a blank one means blank."""
        return any(cell.rows > 1 and cell.column == column.start for cell in self.table.cells())

    def cell(self, row: int, role: Role) -> Cell | None:
        """The cell of a role that covers a row."""
        column = self.by_role.get(role)
        return self.table.at(row, column.start) if column else None

    def read(self, body: Sequence[int]) -> Scores:
        """All rows, then what can only be said of whole items."""
        for row in body:
            self.row(row)
        for item in self.scores.items:
            self.finish(item)
        self.scores.sections = [one for one in self.scores.sections if one.items or one.title]
        return self.scores

    def row(self, row: int) -> None:
        cells = [cell for cell in self.table.rows[row] if cell.row == row]
        said = [cell for cell in cells if cell.lines]
        if not said:
            return
        if wording.SUBTOTAL.fullmatch(said[0].plain):
            self.subtotal(said)
        elif is_total(said[0]):
            self.total(row, said)
        elif self.is_foot(row, said):
            return
        elif self.heads_section(row, said):
            self.section_row(row, said)
        else:
            self.criteria(row)

    def is_foot(self, row: int, said: Sequence[Cell]) -> bool:
        """Whether a row without a weight has boxes to tick: results, and no criterion."""
        weight = self.cell(row, Role.MAX)
        weighed = weight is not None and (weight.lines and weight not in said[:1])
        return not weighed and any(wording.BOXES.search(cell.text) for cell in said)

    # Sections ----------------------------------------------------------------------------------

    def heads_section(self, row: int, said: Sequence[Cell]) -> bool:
        """Whether a row only names what follows: alone across the table, or numbered 一、二、"""
        first, *others = said
        if any(cell.row < row and cell.lines for cell in self.table.rows[row]):
            return False
        words = [one for one in self.scores.columns if one.role in (Role.TITLE, Role.TEXT)]
        alone = not others
        if alone and words and first.column <= words[0].start and first.end >= words[-1].end:
            return True
        if alone and words and first.end <= words[-1].start:
            return words[-1].role is Role.TEXT and words[-1].start > 0
        weights = (self.cell(row, Role.MAX), self.cell(row, Role.SUM))
        numeral = wording.NUMERAL.match(first.text) or wording.CHINESE_NUMBER.fullmatch(first.plain)
        covered = [cell for cell in others if cell not in weights]
        return bool(numeral) and len(covered) <= 1 and not self.has_criterion(row, said)

    def has_criterion(self, row: int, said: Sequence[Cell]) -> bool:
        text = self.cell(row, Role.TEXT)
        title = self.cell(row, Role.TITLE)
        return text is not None and text in said[1:] and text is not title and len(said) > 2

    def section_row(self, row: int, said: Sequence[Cell]) -> None:
        weight = self.cell(row, Role.MAX) or self.cell(row, Role.SUM)
        words = [said[0], *(cell for cell in said[1:] if cell is not weight)]
        numeral, title = "", joined([cell.text for cell in words])
        if wording.NOTE_LINE.match(title):
            return
        found = wording.NUMERAL.match(title)
        if found:
            numeral, title = found.group().strip(), title[found.end() :]
        elif len(words) > 1 and wording.CHINESE_NUMBER.fullmatch(words[0].plain):
            numeral, title = words[0].text, joined([cell.text for cell in words[1:]])
        self.ledger.use(*said)
        section = Section(title, words[0], numeral)
        if weight is not None and weight in said and weight not in words:
            section.printed = weight
        self.scores.sections.append(section)
        self.scores.section_rows = True

    def section_column(self, row: int) -> None:
        """A new cell in the column of sections begins a new one."""
        cell = self.cell(row, Role.SECTION)
        sections = self.scores.sections
        if cell is None:
            if not sections:
                sections.append(Section(None))
            return
        if cell.row < row and sections:
            return
        blank_means_more = not self.merged[self.by_role[Role.SECTION]] and bool(sections)
        if not cell.lines and blank_means_more:
            return
        total = self.cell(row, Role.SUM)
        section = Section(cell.text or None, cell)
        if total is not None and total.row == row and total.lines:
            section.printed = total
            self.ledger.use(total)
        number = self.cell(row, Role.SECTION_NUMBER)
        if number is not None and number.row == row:
            self.ledger.use(number)
        self.ledger.use(cell)
        sections.append(section)

    # Items -------------------------------------------------------------------------------------

    def criteria(self, row: int) -> None:
        """A row with a criterion: of a new weight, or of the one above."""
        self.section_column(row)
        section = self.scores.sections[-1]
        weight = self.cell(row, Role.MAX)
        if self.begins(row, weight, section):
            section.items.append(self.item(weight or self.table.rows[row][0]))
        self.add(row, section.items[-1])

    def begins(self, row: int, weight: Cell | None, section: Section) -> bool:
        if not section.items:
            return True
        if weight is not None and weight.row == row and weight.lines:
            return True
        if weight is None or weight.row < row:
            return False
        # A blank weight without any merging: more of the item above, unless it has its own name.
        named = [self.cell(row, role) for role in (Role.TITLE, Role.NUMBER)]
        return bool(
            named[0] and named[0].row == row and named[0].lines and section.items[-1].titles
        )

    def item(self, weight: Cell) -> Item:
        points, differently = read_weight(weight)
        if points is None:
            self.ledger.remark("weight-not-read", weight)
        elif differently:
            self.ledger.remark("weight-taken-as", weight, points=points)
        self.ledger.use(weight)
        return Item(weight, points)

    def add(self, row: int, item: Item) -> None:
        """What stands in this row for the item."""
        title = self.cell(row, Role.TITLE)
        text = self.cell(row, Role.TEXT)
        number = self.cell(row, Role.NUMBER)
        if title is not None and title.lines and title not in item.titles:
            item.titles.append(title)
            self.ledger.use(title)
        self.titled_from_above(row, item, title)
        printed: Cell | None = None
        if number is not None and number.row == row and number.lines and number is not title:
            item.numbers.append(number)
            self.ledger.use(number)
            printed = number
        if text is None or text is title or text.row < row or not text.lines:
            return
        self.ledger.use(text)
        item.rows += [Row(n, t) for n, t in criteria(text)]
        if printed is not None and item.rows[-1].number is None:
            item.rows[-1].number = digits(printed.text)

    def titled_from_above(self, row: int, item: Item, title: Cell | None) -> None:
        """Without merging, a blank name is the one above."""
        if item.titles or title is None or title.lines or title.row < row:
            return
        if self.merged[self.by_role[Role.TITLE]]:
            return
        before = [one for one in self.scores.sections[-1].items if one is not item and one.titles]
        if before:
            item.titles.append(before[-1].titles[-1])
            self.ledger.remark("title-from-above", item.cell, title=item.titles[-1].text)

    def finish(self, item: Item) -> None:
        """One name, and numbers either of the item or of its rows."""
        titled = Role.TITLE in self.by_role
        if len(item.titles) == 1:
            number, item.title = split_number(item.titles[0].text)
            item.number = number
        elif item.titles:
            self.ledger.remark("names-share-a-weight", item.cell)
            self.name_rows(item)
        if titled and len(item.numbers) == 1:
            item.number = digits(item.numbers[0].text)
            for one in item.rows:
                one.number = None if one.number == item.number else one.number

    def name_rows(self, item: Item) -> None:
        """Several names under one weight: each stands before its criteria."""
        rows: list[Row] = []
        for title in item.titles:
            inside = [
                text
                for at in range(title.row, title.row + title.rows)
                if (text := self.cell(at, Role.TEXT)) and text.row == at and text is not title
            ]
            told = [pair for text in inside if text.lines for pair in criteria(text)]
            rows += [Row(number, f"{title.text}：{text}") for number, text in told]
            if not told:
                rows.append(Row(*split_number(title.text)))
        numbers = [digits(cell.text) for cell in item.numbers]
        if len(numbers) == len(rows):
            for row, number in zip(rows, numbers, strict=True):
                row.number = number
        item.rows = rows

    # Totals ------------------------------------------------------------------------------------

    def total(self, row: int, said: Sequence[Cell]) -> None:
        """总分: its label, and the points in the column of weights or behind the label."""
        self.ledger.use(*said)
        weight = self.cell(row, Role.MAX)
        places = [cell for cell in (weight, *said) if cell is not None and cell in said]
        found = wording.TOTAL.fullmatch(said[0].plain)
        points = [read_weight(cell)[0] for cell in places]
        inside = read_points(found["points"] or "") if found else None
        self.scores.total = next((one for one in points if one), plain(inside) if inside else None)
        self.scores.total_label, self.scores.total_cell = said[0].text, said[0]
        if self.scores.total is None:
            for cell in said[1:]:
                self.ledger.remark("weight-not-read", cell)

    def subtotal(self, said: Sequence[Cell]) -> None:
        self.ledger.use(*said)
        if self.scores.sections:
            number = next((cell for cell in said if read_weight(cell)[0]), None)
            self.scores.sections[-1].printed = number


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
