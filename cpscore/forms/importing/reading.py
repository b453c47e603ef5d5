"""From a file's bytes to the draft of a definition, and the list of what was not understood."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import takewhile

from cpscore.forms.importing import wording
from cpscore.forms.importing.bands import unclear
from cpscore.forms.importing.draft import Parts, cell_of, definition, grade_ranges
from cpscore.forms.importing.excel import read_excel
from cpscore.forms.importing.grid import Cell, Grid, Source, squeezed
from cpscore.forms.importing.heads import Column, Head, Kind, columns, find_head
from cpscore.forms.importing.ledger import Ledger
from cpscore.forms.importing.package import Package, refused
from cpscore.forms.importing.questions import Questions, read_questions
from cpscore.forms.importing.returning import take_back
from cpscore.forms.importing.scores import Reader, Scores, read_weight, total_row
from cpscore.forms.importing.surroundings import Surroundings, lines_before
from cpscore.forms.importing.word import read_word
from cpscore.forms.writing import Definition, Value
from cpscore.rules.points import plain
from cpscore.rules.problem import Problem

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
    found = _Tables(ledger)
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
    return Draft(made, tuple(_sorted(ledger.remarks)))


def _sorted(remarks: Iterable[Problem]) -> Iterator[Problem]:
    """By place, and no more than anybody reads."""
    names = ("table", "row", "column")
    ordered = sorted(remarks, key=lambda one: [int(str(one.values.get(name, 0))) for name in names])
    yield from ordered[:MOST_REMARKS]
    if len(ordered) > MOST_REMARKS:
        more = {"table": 0, "row": 0, "column": 0, "found": "", "more": len(ordered) - MOST_REMARKS}
        yield Problem("more-not-understood", values=more)


class _Tables:
    """Finds the tables of points and of questions, one after the other."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self.scores: list[tuple[Grid, Scores]] = []
        self.questions: list[tuple[Grid, Questions]] = []
        # Whether the form has ended with its total, and the tables that come after it.
        self.order: list[tuple[Grid, Scores | Questions]] = []

    def table(self, table: Grid) -> None:
        """All the parts of a table, each under its head."""
        heads = list(_heads(table))
        if not heads:
            self.continued(table)
            return
        ends = [*(head.first for head in heads[1:]), len(table.rows)]
        for head, end in zip(heads, ends, strict=True):
            body = list(_body(table, head, end))
            named = columns(table, head, body)
            self.ledger.use(*head.cells)
            if head.kind is Kind.SCORES:
                self.read_scores(table, named, body)
            else:
                self.read_questions(table, head, named, body)

    def read_scores(self, table: Grid, named: tuple[Column, ...], body: Sequence[int]) -> None:
        scores = Reader(table, named, self.ledger).read(body)
        if scores.sections:
            _title_from_head(scores)
            self.scores.append((table, scores))
            self.order.append((table, scores))

    def read_questions(
        self, table: Grid, head: Head, named: tuple[Column, ...], body: Sequence[int]
    ) -> None:
        found = read_questions(table, named, body, self.ledger)
        above = table.rows[head.first - 1] if head.first else []
        if len(above) == 1 and wording.VETO_WORD.search(above[0].text):
            found.heading = above[0]
            self.ledger.use(above[0])
        if found.asked:
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
        self.drop_other_forms()
        surroundings = Surroundings(self.ledger)
        first = self.order[0][0] if self.order else next(iter(tables), None)
        above = dict.fromkeys(lines_before(source.blocks, first))
        inside = list(_above_heads(first, self.ledger)) if first else []
        surroundings.head([*above, *inside])
        for block in source.blocks:
            if isinstance(block, Grid):
                surroundings.rows(block)
            elif block not in self.ledger.used and block not in above:
                surroundings.line(block)
        parts = Parts(surroundings.found, self.scores, self.questions)
        self.add_up(parts)
        self.look_at(parts)
        return parts

    def drop_other_forms(self) -> None:
        """After a total, a table with a total of its own is another form's."""
        totals = [
            at
            for at, (_, one) in enumerate(self.order)
            if isinstance(one, Scores) and one.total_cell
        ]
        if len(totals) < 2 or self._grand_total(totals):
            return
        for table, one in self.order[totals[0] + 1 :]:
            at = next(iter(table.cells()))
            self.ledger.remark("another-form", at)
            self.ledger.use(*table.cells())
            if isinstance(one, Scores):
                self.scores.remove((table, one))
            else:
                self.questions.remove((table, one))
        del self.order[totals[0] + 1 :]

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
        last = next((one for _, one in reversed(self.scores) if one.total_cell), None)
        counted = [
            item
            for section in parts.sections
            for item in section.items
            if not _bonus(section.title)
        ]
        whole = sum((Decimal(item.points or 0) for item in counted), Decimal(0))
        parts.total = (last.total if last else None) or plain(whole)
        parts.total_label = last.total_label if last else ""
        at = (last.total_cell if last else None) or cell_of(parts.sections[0])
        assert at is not None
        if last is None or last.total is None:
            self.ledger.remark("total-not-printed", at, sum=plain(whole))
        elif Decimal(last.total) != whole:
            self.ledger.remark("total-differs", at, sum=plain(whole), total=last.total)

    def look_at(self, parts: Parts) -> None:
        """What a person has to decide or compare."""
        for _, table in parts.questions:
            for one in table.asked:
                self.ledger.remark("veto-undecided", one.cell)
                if one.several:
                    self.ledger.remark("several-questions", one.cell)
        undecided = parts.sections and unclear(grade_ranges(parts))
        if undecided and parts.around.result_cell is not None:
            self.ledger.remark("grade-undecided", parts.around.result_cell)
        for section in parts.sections:
            printed, _ = read_weight(section.printed) if section.printed else (None, False)
            total = sum((Decimal(item.points or 0) for item in section.items), Decimal(0))
            if section.printed and printed != plain(total):
                self.ledger.remark("section-sum-differs", section.printed, sum=plain(total))


def _bonus(title: str | None) -> bool:
    return bool(title and wording.BONUS_WORD.search(title))


def _title_from_head(scores: Scores) -> None:
    """A head that names no kind of column, over names and criteria, is the section's title."""
    first = scores.sections[0]
    labels = [one.label for one in scores.columns]
    twice = next((label for label in labels if label and labels.count(label) > 1), "")
    if first.title is None and first.cell is None and squeezed(twice) not in wording.SECTION:
        first.title = twice or None


def _heads(table: Grid) -> Iterator[Head]:
    row = 0
    while row < len(table.rows):
        head = find_head(table, row)
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


def _above_heads(table: Grid, ledger: Ledger) -> Iterator[Cell]:
    """The rows above the first head: title and places to fill in; without a head, those on top."""
    headed = any(find_head(table, row) for row in range(len(table.rows)))
    rows = takewhile(lambda row: find_head(table, row) is None, range(len(table.rows)))
    for row in rows:
        cells = [cell for cell in table.rows[row] if cell.row == row]
        said = [cell for cell in cells if cell.lines]
        if not headed and (len(cells) > 1 or len(said[0].lines) > 1 if said else True):
            return
        if len(said) == 1 and said[0] not in ledger.used:
            yield said[0]
