"""The rows of a table of points: sections, items with their weights, criteria they cover."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cpscore.forms.importing import wording
from cpscore.forms.importing.grid import Cell, Grid, joined
from cpscore.forms.importing.heads import Column, Role
from cpscore.forms.importing.inwords import rank, said_weight
from cpscore.forms.importing.items import (
    Item,
    Row,
    Scores,
    Section,
    criteria,
    digits,
    is_total,
    read_weight,
    split_number,
    split_numeral,
)
from cpscore.forms.importing.ledger import Ledger
from cpscore.rules.points import plain, read_points


class Reader:
    """Reads the rows between a head and its total."""

    def __init__(self, table: Grid, columns: tuple[Column, ...], ledger: Ledger) -> None:
        self.table, self.ledger = table, ledger
        self.scores = Scores(columns)
        self.by_role = {column.role: column for column in columns}
        self.merged = {column: self._is_merged(column) for column in columns}
        # The column whose words name the weights, where no column is theirs.
        self.worded = next((column for column in columns if column.weighs), None)

    def _is_merged(self, column: Column) -> bool:
        """Whether cells of a column reach over several rows, so that a blank one means blank."""
        return any(cell.rows > 1 and cell.column == column.start for cell in self.table.cells())

    def cell(self, row: int, role: Role) -> Cell | None:
        """The cell of a role that covers a row."""
        column = self.by_role.get(role)
        return self.table.at(row, column.start) if column else None

    def own(self, row: int, role: Role) -> Cell | None:
        """The same, unless it reaches there from a column before."""
        cell = self.cell(row, role)
        return cell if cell is not None and cell.column >= self.by_role[role].start else None

    def weight(self, row: int) -> Cell | None:
        """The cell with the weight that covers a row: of its own column, or in words."""
        if self.worded is None:
            return self.cell(row, Role.MAX)
        cell = self.table.at(row, self.worded.start)
        inside = (
            cell is not None and self.worded.start <= cell.column and cell.end <= self.worded.end
        )
        return cell if inside else None

    def worded_here(self, row: int) -> Cell | None:
        """The cell that begins in a row and names a weight in words."""
        cell = self.weight(row) if self.worded else None
        return cell if cell is not None and cell.row == row and said_weight(cell) else None

    def read(self, body: Sequence[int]) -> Scores:
        """All rows, then what can only be said of whole items."""
        for row in body:
            self.row(row)
        for item in self.scores.items:
            self.finish(item)
        self.close()
        return self.scores

    def close(self) -> None:
        """Which sections there are, and which of them stand above the total."""
        called = self.by_role[Role.MAX].label if Role.MAX in self.by_role else ""
        sections = self.scores.sections
        while sections and not sections[-1].items:
            # What names nothing below it is no section; something else may know it.
            last = sections.pop()
            self.ledger.used -= {cell for cell in (last.cell, *last.more, last.printed) if cell}
        self.scores.sections = list(self.joined(sections))
        for section in self.scores.sections:
            section.bonus = bool(wording.BONUS_WORD.search((section.title or "") + called))

    def joined(self, sections: Sequence[Section]) -> Iterator[Section]:
        """A title with nothing but titles under it stands before each of those."""
        above: list[tuple[int, str]] = []
        for section in sections:
            own = rank(section.numeral, "")
            # 二、 does not stand under 一、, nor under the （二） there.
            above = [one for one in above if own < 0 or one[0] < own]
            if section.items:
                before = "".join(f"{title}：" for _, title in above)
                section.title = f"{before}{section.title}" if before else section.title
                yield section
            elif section.title and section.cell:
                above = [*(above if own >= 0 else ()), (own, section.title)]
                self.ledger.remark("heading-joined", section.cell)

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
        """Whether a row without a weight is to be filled in: boxes to tick, a signature, a date."""
        weight = self.cell(row, Role.MAX)
        if self.worded_here(row):
            return False
        if weight is not None and weight not in said[:1] and read_weight(weight)[0]:
            return False
        dated = any(wording.DATE.fullmatch(cell.text) for cell in said)
        if dated or said[0].plain.endswith(":"):
            return True
        weighed = weight is not None and (weight.lines and weight not in said[:1])
        return not weighed and any(wording.BOXES.search(cell.text) for cell in said)

    # Sections ----------------------------------------------------------------------------------

    def heads_section(self, row: int, said: Sequence[Cell]) -> bool:
        """Whether a row only names what follows: alone across the table, or numbered 一、二、"""
        first, *others = said
        if any(cell.row < row and cell.lines for cell in self.table.rows[row]):
            return False
        worded = self.worded_here(row)
        if worded is not None:
            return self.is_over(row, said, worded)
        wordy = (Role.TITLE, Role.NAME, Role.TEXT, Role.RULE)
        words = [one for one in self.scores.columns if one.role in wordy]
        alone = not others
        if alone and words and first.column <= words[0].start and first.end >= words[-1].end:
            return True
        if alone and words and first.end <= words[-1].start:
            return words[-1].role is Role.TEXT and words[-1].start > 0
        weights = (self.own(row, Role.MAX), self.own(row, Role.SUM))
        numeral = wording.NUMERAL.match(first.text) or wording.CHINESE_NUMBER.fullmatch(first.plain)
        covered = [cell for cell in others if cell not in weights]
        return bool(numeral) and len(covered) <= 1 and not self.has_criterion(row, said)

    def is_over(self, row: int, said: Sequence[Cell], worded: Cell) -> bool:
        """Whether a weight in words is a sum: 一、组织（20分） stands over 1.机构（10分）."""
        text = self.cell(row, Role.TEXT)
        rows = range(row + 1, len(self.table.rows))
        below = next((at for at in rows if self.worded_here(at)), 0)
        if not below or (text in said and text is not worded):
            return False
        here, under = self.depth(row), self.depth(below)
        over = under > here >= 0 or (under < 0 <= here < 2)
        if over:
            self.ledger.remark("heading-by-number", worded)
        return over

    def depth(self, row: int) -> int:
        """How deep the number of a row lies, be it in a column of its own or before the name."""
        number, name = self.cell(row, Role.NUMBER), self.weight(row)
        return rank(number.text if number else "", name.text if name else "")

    def has_criterion(self, row: int, said: Sequence[Cell]) -> bool:
        text = self.cell(row, Role.TEXT)
        title = self.cell(row, Role.TITLE)
        return text is not None and text in said[1:] and text is not title and len(said) > 2

    def section_row(self, row: int, said: Sequence[Cell]) -> None:
        weight = self.own(row, Role.MAX) or self.own(row, Role.SUM)
        words = [said[0], *(cell for cell in said[1:] if cell is not weight)]
        whole = joined([cell.text for cell in words])
        if wording.NOTE_LINE.match(whole):
            return
        numeral, title = split_numeral(whole)
        if not numeral and len(words) > 1 and wording.CHINESE_NUMBER.fullmatch(words[0].plain):
            numeral, title = words[0].text, joined([cell.text for cell in words[1:]])
        elif not numeral and len(words) > 1 and words[0] is self.cell(row, Role.NUMBER):
            numeral, title = f"{words[0].text} ", joined([cell.text for cell in words[1:]])
        self.ledger.use(*said)
        at = self.worded_here(row) or words[0]
        section = Section(title, at, numeral, more=tuple(cell for cell in words if cell is not at))
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
        worded = self.worded_here(row)
        if worded is not None and 0 <= self.depth(row) <= rank(section.numeral, ""):
            # 2 behind 1, 1.1, 1.2 has nothing under it and is no part of 1.
            section = Section(None, worded)
            self.scores.sections.append(section)
        weight = self.weight(row)
        if weight is None and self.shared(section):
            weight = section.cell
        if self.begins(row, weight, section):
            section.items.append(self.item(weight or self.named(row), row))
        self.add(row, section.items[-1])

    def named(self, row: int) -> Cell:
        """Where a weight is missed: beside the name."""
        cells = (self.cell(row, role) for role in (Role.TITLE, Role.TEXT))
        return next((cell for cell in cells if cell and cell.lines), self.table.rows[row][0])

    def shared(self, section: Section) -> bool:
        """Whether a section names the weight of what it covers, and no column has any."""
        nowhere = self.worded is None and Role.MAX not in self.by_role
        return nowhere and said_weight(section.title) is not None

    def begins(self, row: int, weight: Cell | None, section: Section) -> bool:
        if not section.items:
            return True
        if weight is not None and weight.row == row and weight.lines:
            return True
        if self.is_parent(row):
            return True
        if weight is None or weight.row < row:
            return False
        # A blank weight without any merging: more of the item above, unless it has its own name.
        named = [self.cell(row, role) for role in (Role.TITLE, Role.NUMBER)]
        return bool(
            named[0] and named[0].row == row and named[0].lines and section.items[-1].titles
        )

    def is_parent(self, row: int) -> bool:
        """Whether a row's number (1.1) begins that of the next (1.1.1): a heading of those."""
        if row + 1 >= len(self.table.rows):
            return False
        here, below = self.cell(row, Role.NUMBER), self.cell(row + 1, Role.NUMBER)
        told = here is not None and below is not None and here.lines and here.row == row
        return bool(told and here and below and below.plain.startswith(f"{digits(here.text)}."))

    def item(self, weight: Cell, row: int) -> Item:
        columned = Role.MAX in self.by_role
        # Without a column of weights a cell that is not about them may be a number of anything.
        held = self.worded is not None or weight is self.scores.sections[-1].cell
        worded = said_weight(weight) if held and not columned else None
        points, differently = read_weight(weight) if columned else (worded, False)
        if worded:
            self.ledger.remark("weight-in-words", weight, points=worded)
        if points is None and not (weight.row == row and not weight.lines and self.is_parent(row)):
            self.ledger.remark("weight-not-read", weight)
        elif differently:
            self.ledger.remark("weight-taken-as", weight, points=points)
        self.ledger.use(weight)
        return Item(weight, points, worded=bool(worded))

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
        self.add_criteria(row, item, text if text is not title else None, printed)
        note = self.cell(row, Role.NOTE)
        if note is not None and note.lines and note.row == row:
            item.beside.append(note)
            self.ledger.use(note)

    def add_criteria(self, row: int, item: Item, text: Cell | None, number: Cell | None) -> None:
        """The criteria of a row, each behind its finer name, and what rules them."""
        before = "".join(f"{name.text}：" for name in self.names(row))
        if text is not None and text.row == row and text.lines:
            self.ledger.use(text)
            item.rows += [Row(n, f"{before}{t}", row) for n, t in criteria(text)]
            if number is not None and item.rows[-1].number is None:
                item.rows[-1].number, item.rows[-1].beside = digits(number.text), True
        elif before and (text is None or not text.lines):
            item.rows.append(Row(digits(number.text) if number else None, before[:-1], row))
        rule = self.cell(row, Role.RULE)
        if rule is not None and rule.row == row and rule.lines:
            self.ledger.use(rule)
            item.rows += [Row(n, t, row) for n, t in criteria(rule)]

    def names(self, row: int) -> Iterator[Cell]:
        """The finer names beside a row, also where they reach over several."""
        for column in self.scores.columns:
            name = self.table.at(row, column.start) if column.role is Role.NAME else None
            if name is not None and name.lines:
                self.ledger.use(name)
                yield name

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
                one.number = None if one.beside else one.number

    def name_rows(self, item: Item) -> None:
        """Several names under one weight: each stands before its criteria."""
        rows: list[Row] = []
        for title in item.titles:
            inside = [one for one in item.rows if title.row <= one.at < title.row + title.rows]
            rows += [Row(one.number, f"{title.text}：{one.text}", one.at) for one in inside]
            if not inside:
                rows.append(Row(*split_number(title.text), title.row))
        numbers = [digits(cell.text) for cell in item.numbers]
        if len(numbers) == len(rows):
            for row, number in zip(rows, numbers, strict=True):
                row.number = number
        item.rows = rows

    # Totals ------------------------------------------------------------------------------------

    def total(self, row: int, said: Sequence[Cell]) -> None:
        """总分: its label, and the points in the column of weights or behind the label."""
        self.ledger.use(said[0], *(cell for cell in said if read_weight(cell)[0]))
        weight = self.cell(row, Role.MAX)
        places = [cell for cell in (weight, *said) if cell is not None and cell in said]
        found = wording.TOTAL.fullmatch(said[0].plain)
        points = [read_weight(cell)[0] for cell in places]
        inside = read_points(found["points"] or said_weight(said[0]) or "") if found else None
        self.scores.total = next((one for one in points if one), plain(inside) if inside else None)
        self.scores.total_label, self.scores.total_cell = said[0].text, said[0]
        self.scores.total_points = next((cell for cell in places if read_weight(cell)[0]), None)
        if self.scores.total is None:
            for cell in said[1:]:
                self.ledger.remark("weight-not-read", cell)
            self.ledger.use(*said)

    def subtotal(self, said: Sequence[Cell]) -> None:
        self.ledger.use(said[0], *(cell for cell in said if read_weight(cell)[0]))
        if self.scores.sections:
            number = next((cell for cell in said if read_weight(cell)[0]), None)
            self.scores.sections[-1].printed = number
