"""The rows of a table of questions: what is asked, under which group, with which number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from cpscore.forms.importing import wording
from cpscore.forms.importing.grid import Cell, Grid
from cpscore.forms.importing.heads import Column, Role
from cpscore.forms.importing.items import digits, mark, split_number
from cpscore.forms.importing.ledger import Ledger
from cpscore.forms.importing.proposals import Asks, questions


@dataclass(slots=True)
class Asked:
    """A question, and where it stands."""

    cell: Cell
    text: str
    number: str | None = None
    group: str | None = None
    mark: str = ""
    # What stands in the column of remarks beside it.
    beside: list[Cell] = field(default_factory=list)
    # Whether the table has a column for 不适用.
    optional: bool = False

    @property
    def parts(self) -> tuple[Asks, ...]:
        """The questions in the cell, where they are plainly several."""
        return questions(self.text)

    @property
    def several(self) -> bool:
        """Whether the cell seems to hold more than one question."""
        return self.text.count("是否") > 1 or ("；" in self.text and "是否" in self.text)


@dataclass(slots=True)
class Questions:
    """What one table of questions says."""

    columns: tuple[Column, ...]
    asked: list[Asked] = field(default_factory=list)
    heading: Cell | None = None
    side: str = ""
    veto: bool = False
    # The lines right over its head, in the table itself.
    above: list[Cell] = field(default_factory=list)

    @property
    def groups(self) -> set[str]:
        """What its questions stand under."""
        return {one.group for one in self.asked if one.group}


def read_questions(
    table: Grid, columns: tuple[Column, ...], body: Sequence[int], ledger: Ledger
) -> Questions:
    """Every row of a table of questions."""
    found = Questions(columns)
    by_role = {column.role: column for column in columns}
    group: str | None = None

    def at(row: int, role: Role) -> Cell | None:
        column = by_role.get(role)
        return table.at(row, column.start) if column else None

    for row in body:
        side, heading = at(row, Role.SIDE), at(row, Role.GROUP)
        text, number = at(row, Role.TEXT), at(row, Role.NUMBER)
        if side is not None and side.lines:
            found.side = side.text
            ledger.use(side)
        across = _across(table, row)
        if across is not None and Role.GROUP not in by_role:
            group = _without_numeral(across.text)
            ledger.use(across)
            continue
        if heading is not None and heading.lines and heading is not text:
            group = heading.text
            ledger.use(heading)
        ledger.use(*(cell for cell in table.rows[row] if cell.plain in wording.SAYS_NOTHING))
        ledger.use(at(row, Role.WORDS))
        if text is None or text.row < row or not text.lines:
            continue
        ledger.use(text)
        printed, said = split_number(text.text)
        asked = Asked(text, said, printed, group, mark(text.text))
        if number is not None and number.lines and number.row == row and number is not text:
            ledger.use(number)
            asked.number, asked.mark = digits(number.text), ""
        note = at(row, Role.NOTE)
        if note is not None and note.lines and note.row == row:
            asked.beside.append(note)
            ledger.use(note)
        asked.optional = Role.NA in by_role
        found.asked.append(asked)
    return found


def _across(table: Grid, row: int) -> Cell | None:
    """The only cell of a row that says something, where it reaches across the row."""
    said = [
        cell for cell in table.rows[row] if cell.lines and cell.plain not in wording.SAYS_NOTHING
    ]
    wide = said and said[0].row == row and said[0].columns > table.columns // 2
    boxes = any("□" in cell.plain for cell in table.rows[row] if cell.lines)
    return said[0] if len(said) == 1 and wide and len(table.rows[row]) <= 2 and not boxes else None


def _without_numeral(text: str) -> str:
    return wording.NUMERAL.sub("", text, count=1)
