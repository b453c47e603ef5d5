"""From a file's bytes to the draft of a definition, and the list of what was not understood."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from cpscore.forms.importing import wording
from cpscore.forms.importing.draft import Parts, definition
from cpscore.forms.importing.excel import read_excel
from cpscore.forms.importing.grid import Cell, Grid, Source, squeezed
from cpscore.forms.importing.headings import begins_a_form, name_tables, over
from cpscore.forms.importing.heads import Column, Head, Kind, Role, columns, find_head
from cpscore.forms.importing.inwords import weighing_rows
from cpscore.forms.importing.items import Scores, total_row
from cpscore.forms.importing.ledger import Ledger
from cpscore.forms.importing.levels import nest
from cpscore.forms.importing.looking import look, note_labels, notes_beside, propose, total_at
from cpscore.forms.importing.package import Package, refused
from cpscore.forms.importing.questions import Questions, read_questions
from cpscore.forms.importing.returning import take_back
from cpscore.forms.importing.scores import Reader
from cpscore.forms.importing.surroundings import Surroundings, captioned, lines_before
from cpscore.forms.importing.word import read_word
from cpscore.forms.writing import Definition, Value
from cpscore.rules.points import plain
from cpscore.rules.problem import Problem

# Columns without a place of their own on the sheet.
TOLD = {Role.NAME, Role.RULE, Role.OTHER, Role.SUM}
# Nobody reads further; the rest is counted.
MOST_REMARKS = 200


@dataclass(frozen=True, slots=True)
class Draft:
    """A definition as far as the file tells, and what a person has to look at.

    Each remark's values name `table`, `row` and `column` (from 1; table 0 is the text around the
    tables) and what was `found` there. `yaml` is the text of a workbook that carries its own.
    """

    definition: Definition
    remarks: tuple[Problem, ...]
    yaml: str | None = None

    @property
    def counts(self) -> dict[str, int]:
        """How much of each kind was found."""
        sections = _members(self.definition.get("sections"))
        items = [
            item
            for one in sections
            if isinstance(one, Mapping)
            for item in _members(one.get("items"))
        ]
        others = ("vetoes", "questions", "fields", "grades", "conclusions", "opinion")
        found = {name: len(_members(self.definition.get(name))) for name in others}
        return {"sections": len(sections), "items": len(items)} | found


def _members(value: Value | None) -> Sequence[Value]:
    return value if isinstance(value, list | tuple) else ()


def read_source(data: bytes) -> Source:
    """The tables and lines of a .docx or .xlsx. Raises Unacceptable with what is wrong."""
    package = Package(data)
    name, tree = package.main()
    return (read_word if tree.tag == "document" else read_excel)(package, name, tree)


def draft(source: Source, id: str) -> Draft:
    """The draft of a form from what a file shows. Raises Unacceptable `no-table`."""
    tables = [block for block in source.blocks if isinstance(block, Grid)]
    returned = take_back(source.definition, tables) if source.definition is not None else None
    if returned is not None and returned.yaml is not None:
        return Draft(returned.definition, tuple(_sorted(returned.ledger.remarks)), returned.yaml)
    ledger = Ledger()
    if returned is not None and tables:
        first = next(iter(tables[0].cells()))
        ledger.remark("definition-not-used", first, said=returned.why)
    # Only where no column of weights is found anywhere, words may name them: other tables with
    # points in brackets explain the one that is scored.
    clear = any(head.kind is Kind.SCORES for table in tables for head in _heads(table))
    found = _Tables(ledger, worded=not clear)
    for table in tables:
        found.table(table)
    parts = found.parts(source, tables)
    made = definition(id, parts)
    asks = (parts.sections, parts.questions, parts.around.questions, parts.around.opinion)
    if not any((*asks, parts.around.field_rows)):
        raise refused("no-table")
    ledger.close(cell for table in tables for cell in table.cells())
    ledger.close(block for block in source.blocks if isinstance(block, Cell))
    ledger.close(source.hidden)
    for code, cell in source.unseen:
        ledger.remark(code, cell)
    if source.pictures:
        ledger.remark("picture-not-read", Cell(0, 0, 0), count=source.pictures)
    return Draft(made, tuple(_sorted(ledger.remarks)))


def _sorted(remarks: Iterable[Problem]) -> Iterator[Problem]:
    """By place, lines that are no form's last, and no more than anybody reads."""
    ordered = sorted(remarks, key=_place)
    yield from ordered[:MOST_REMARKS]
    if len(ordered) > MOST_REMARKS:
        more = {"table": 0, "row": 0, "column": 0, "found": "", "more": len(ordered) - MOST_REMARKS}
        yield Problem("more-not-understood", values=more)


def _place(one: Problem) -> list[int]:
    place = [int(str(one.values.get(name, 0))) for name in ("table", "row", "column")]
    return [int(one.code == "line-not-understood"), *place]


class _Tables:
    """Finds the tables of points and of questions, one after the other."""

    def __init__(self, ledger: Ledger, *, worded: bool) -> None:
        self.ledger, self.worded = ledger, worded
        self.scores: list[tuple[Grid, Scores]] = []
        self.questions: list[tuple[Grid, Questions]] = []
        # Both, in the order of the file.
        self.order: list[tuple[Grid, Scores | Questions]] = []

    def table(self, table: Grid) -> None:
        """All the parts of a table, each under its head."""
        heads = list(_heads(table, worded=self.worded))
        if not heads:
            self.continued(table)
            return
        ends = [*(head.first for head in heads[1:]), len(table.rows)]
        for head, end in zip(heads, ends, strict=True):
            body = list(_body(table, head, end))
            named = columns(table, head, body)
            self.joined(head, named)
            before = len(self.order)
            if head.kind is Kind.SCORES:
                self.read_scores(table, named, body, head.first)
            else:
                self.read_questions(table, head, named, body)
            # A head over nothing is no head.
            if len(self.order) > before:
                self.ledger.use(*head.cells)

    def joined(self, head: Head, named: Sequence[Column]) -> None:
        """Tell of the columns that have no place of their own on the sheet."""
        for column in named:
            if column.role in TOLD:
                self.ledger.remark(f"column-{column.role.value}", head.above(column.start))
        # One table is printed for all of a kind, under the names of the first one's columns.
        first = next((one for _, one in self.order if isinstance(one, Scores)), None)
        if first is not None and head.kind is Kind.SCORES:
            known = {squeezed(column.label) for column in first.columns}
            for column in named:
                if squeezed(column.label) not in known:
                    self.ledger.remark("column-renamed", head.above(column.start))

    def read_scores(
        self, table: Grid, named: tuple[Column, ...], body: Sequence[int], first: int = 0
    ) -> None:
        scores = Reader(table, named, self.ledger).read(body)
        if scores.sections:
            _title_from_head(scores)
            nest(scores, self.ledger)
            scores.above = _lines_over(table, first)
            self.scores.append((table, scores))
            self.order.append((table, scores))

    def read_questions(
        self, table: Grid, head: Head, named: tuple[Column, ...], body: Sequence[int]
    ) -> None:
        found = read_questions(table, named, body, self.ledger)
        if found.asked:
            found.above = _lines_over(table, head.first)
            self.questions.append((table, found))
            self.order.append((table, found))

    def continued(self, table: Grid) -> None:
        """A table without a head that goes on with the columns of the one before it."""
        if not self.scores or self.scores[-1][1].total_cell or not table.rows:
            return
        before = self.scores[-1][1].columns
        starts = sorted({cell.column for cell in table.cells()})
        if len(starts) != len(before):
            return
        ends = [*starts[1:], table.columns]
        named = tuple(
            replace(column, start=start, end=end)
            for column, start, end in zip(before, starts, ends, strict=True)
        )
        body = list(_until_total(table, 0, len(table.rows)))
        self.read_scores(table, named, body)

    # The form ----------------------------------------------------------------------------------

    def parts(self, source: Source, tables: Sequence[Grid]) -> Parts:
        """One form of all that was found."""
        self.drop_other_forms(source)
        surroundings = Surroundings(self.ledger)
        first = self.order[0][0] if self.order else next(iter(tables), None)
        above = dict.fromkeys(lines_before(source.blocks, first))
        heads = list(_heads(first, worded=self.worded)) if first else []
        inside = list(_above_heads(first, heads, self.ledger)) if first else []
        rules = name_tables(source.blocks, self.order, self.ledger)
        surroundings.head([one for one in (*above, *inside) if one not in self.ledger.used])
        surroundings.found.notes += rules
        read = {id(table) for table, _ in self.order}
        end = max((at for at, one in enumerate(source.blocks) if id(one) in read), default=-1)
        foreign = False
        for at, block in enumerate(source.blocks):
            if isinstance(block, Grid):
                surroundings.below |= block is first
                surroundings.rows(block)
            elif block not in self.ledger.used and block not in above and not foreign:
                # Behind the last table, a caption begins something else.
                foreign = at > end >= 0 and captioned(block)
                if not foreign:
                    surroundings.line(block)
        parts = Parts(surroundings.found, self.scores, self.questions)
        parts.labels = note_labels(parts)
        self.add_up(parts)
        propose(parts, source.blocks, self.ledger)
        look(parts, self.ledger)
        parts.beside = list(notes_beside(parts, self.ledger))
        return parts

    def drop_other_forms(self, source: Source) -> None:
        """After a total, a table with a total and a title of its own is another form's."""
        totals = [
            at
            for at, (_, one) in enumerate(self.order)
            if isinstance(one, Scores) and one.total_cell and not one.bonus
        ]
        lines = [lines for _, lines in over(source.blocks, self.order)]
        titled = [at for at in range(len(self.order)) if begins_a_form(lines[at])]
        later = [at for at in titled if totals and totals[0] < at <= totals[-1]]
        if not later or self._grand_total(totals):
            return
        for table in {table.number: table for table, _ in self.order[later[0] :]}.values():
            self.ledger.remark("another-form", next(iter(table.cells())))
        for table, one in self.order[later[0] :]:
            self.ledger.use(*table.cells())
            if isinstance(one, Scores):
                self.scores.remove((table, one))
            else:
                self.questions.remove((table, one))
        del self.order[later[0] :]

    def _grand_total(self, totals: Sequence[int]) -> bool:
        """Whether the last total is that of all tables together."""
        last = self.order[totals[-1]][1]
        points = [item.points for _, scores in self.scores for item in scores.items]
        whole = sum((Decimal(one or 0) for one in points), Decimal(0))
        return isinstance(last, Scores) and last.total is not None and Decimal(last.total) == whole

    def add_up(self, parts: Parts) -> None:
        """The total as printed, held against the sum of the weights."""
        if not parts.sections:
            return
        whole = sum((one.whole for one in parts.sections if not one.bonus), Decimal(0))
        ends = [one for _, one in self.scores if one.total_cell and not one.bonus]
        last = ends[-1] if ends else None
        # Tables with a sum each and none for all of them: each is a section's.
        several = len(ends) > 1 and not (last and last.total and Decimal(last.total) == whole)
        if several and len(ends) == len([one for _, one in self.scores if not one.bonus]):
            for one in ends:
                one.sections[-1].printed = one.sections[-1].printed or _sum_cell(one)
            last = None
        said, told = parts.around.whole, parts.around.result_cell
        parts.total = (last.total if last else None) or plain(said or whole)
        parts.total_label = last.total_label if last else ""
        at = (last.total_cell if last else None) or total_at(parts)
        bonus = sum((Decimal(one.cap or one.whole) for one in parts.sections if one.bonus), whole)
        if said is not None and told is not None and said not in (whole, bonus):
            self.ledger.remark("line-total-differs", told, sum=plain(whole), total=plain(said))
        if last is None or last.total is None:
            if said is None:
                self.ledger.remark("total-not-printed", at, sum=plain(whole))
        elif Decimal(last.total) not in (whole, bonus):
            self.ledger.remark("total-differs", at, sum=plain(whole), total=last.total)


def _sum_cell(scores: Scores) -> Cell | None:
    """The sum of a table of one section."""
    return scores.total_points if len(scores.sections) == 1 else None


def _lines_over(table: Grid, first: int) -> list[Cell]:
    """The rows right over a head that say one thing each, as a person reads them."""
    lines: list[Cell] = []
    for row in reversed(range(first)):
        said = [cell for cell in table.rows[row] if cell.lines]
        if len(said) != 1 or said[0].row != row or total_row(table, row):
            break
        lines.insert(0, said[0])
    return lines


def _title_from_head(scores: Scores) -> None:
    """A head that names no kind of column, over names and criteria, is the section's title."""
    first = scores.sections[0]
    labels = [one.label for one in scores.columns]
    twice = next((label for label in labels if label and labels.count(label) > 1), "")
    if first.title is None and first.cell is None and squeezed(twice) not in wording.SECTION:
        first.title = twice or None


def _heads(table: Grid, *, worded: bool = False) -> Iterator[Head]:
    weighing = weighing_rows(table) if worded else ()
    row = 0
    while row < len(table.rows):
        head = find_head(table, row, weighing)
        if head:
            yield head
        row = head.end if head else row + 1


def _body(table: Grid, head: Head, end: int) -> Iterator[int]:
    """The rows below a head: of points up to the total, of questions up to the next head."""
    if head.kind is Kind.SCORES:
        yield from _until_total(table, head.end, end)
        return
    across = [row for row in range(head.end, end) if len(table.rows[row]) == 1]
    # The last row across names the table below, which has its own head.
    stop = end - 1 if across and across[-1] == end - 1 and end < len(table.rows) else end
    yield from range(head.end, stop)


def _until_total(table: Grid, start: int, end: int) -> Iterator[int]:
    total = next((row for row in reversed(range(start, end)) if total_row(table, row)), None)
    yield from range(start, end if total is None else total + 1)


def _above_heads(table: Grid, heads: Sequence[Head], ledger: Ledger) -> Iterator[Cell]:
    """The rows above the first head: title and places to fill in; without a head, those on top."""
    headed = bool(heads)
    for row in range(heads[0].first if heads else len(table.rows)):
        cells = [cell for cell in table.rows[row] if cell.row == row]
        said = [cell for cell in cells if cell.lines]
        if not headed and (len(cells) > 1 or len(said[0].lines) > 1 if said else True):
            return
        if len(said) == 1 and said[0] not in ledger.used:
            yield said[0]
