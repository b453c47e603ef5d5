"""The questions and the items of a form as tables, in the columns its layout orders."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import groupby, islice

from cpscore.documents.sheets.filling import Filling
from cpscore.documents.sheets.labels import AT_MOST, DETAIL, OURS_INSIDE, PER_TIME
from cpscore.documents.sheets.words import box
from cpscore.rules.answers import Chosen
from cpscore.rules.form import Answer, Item, Question, Section, Veto
from cpscore.rules.form import Row as Criterion
from cpscore.rules.layout import Column, QuestionTable, ScoreTable, VetoTable
from cpscore.rules.points import plain, read_points
from cpscore.rules.sheet import Align, Cell, Face, Formula, Grid, Reckoning, Row

WIDTH = 170.0
SIDE = 12
SIDE_LABEL = "类别"
# The line that an item's steps stand in.
STEPS = "choices"


def fitted(widths: Sequence[float], width: float = WIDTH) -> tuple[float, ...]:
    """Column widths in mm that fill the text area, in the layout's proportions."""
    total = sum(widths)
    return tuple(one * width / total for one in widths)


def head(text: str, columns: int = 1) -> Cell:
    """A cell that heads others."""
    return Cell(text, columns=columns, align=Align.CENTRE, face=Face.HEI)


def centred(text: str, rows: int = 1, *, vertical: bool = False) -> Cell:
    """A short entry in the middle of its cell."""
    return Cell(text, rows=rows, align=Align.CENTRE, vertical=vertical)


def across(text: str, columns: int) -> Row:
    """A heading across the whole table."""
    return Row((head(text, columns),), keep_with_next=True)


def heading(columns: Sequence[Column]) -> Iterator[Row]:
    """The column headings, if any; a column without one lies under its left neighbour's."""
    cells: list[Cell] = []
    for column in columns:
        if not column.label and cells:
            last = cells.pop()
            cells.append(head(last.text, last.columns + 1))
        else:
            cells.append(head(column.label))
    if any(column.label for column in columns):
        yield Row(tuple(cells), header=True, keep_with_next=True)


# Questions -------------------------------------------------------------------------------------


def question_table(table: VetoTable | QuestionTable, filling: Filling) -> Grid:
    """The vetoes, or a form's questions, with their boxes."""
    vetoes = isinstance(table, VetoTable)
    questions: Sequence[Veto | Question] = filling.form.vetoes if vetoes else filling.form.questions
    side = table.side if isinstance(table, VetoTable) else ""
    columns = filling.columns(table.columns)
    if side:
        columns = (Column("side", SIDE_LABEL, SIDE), *columns)
    shown = {column.show for column in columns}
    rows: list[Row] = []
    for _, members in groupby(questions, key=lambda question: question.group):
        group = tuple(members)
        for question in group:
            cells: list[Cell] = []
            for column in columns:
                match column.show:
                    case "side":
                        beside, text = questions, side
                    case "group":
                        beside, text = group, question.group or ""
                    case "words":
                        beside, text = group, column.words
                    case show:
                        cells.append(_question_cell(show, question, filling, shown))
                        continue
                if question is beside[0]:
                    vertical = column.vertical or column.show == "side"
                    cells.append(centred(text, _lines_of(beside, filling), vertical=vertical))
            rows.append(Row(tuple(cells)))
            rows.extend(_detail_rows(question, columns, filling))
    if isinstance(table, QuestionTable):
        rows = list(_together(rows, table.together))
    above = [across(table.heading, len(columns))] if table.heading else []
    above += heading(columns)
    return Grid(fitted([column.width for column in columns]), (*above, *rows))


def _together(rows: Sequence[Row], counts: Sequence[int]) -> Iterator[Row]:
    """So many rows as one each, their cells' texts below each other; the rest as they are."""
    left = iter(rows)
    for count in counts:
        bunch = tuple(islice(left, count))
        texts = [_level([cell.text for cell in row.cells]) for row in bunch]
        if len({len(row) for row in texts}) != 1:
            yield from bunch
            continue
        joined = ("\n".join(column) for column in zip(*texts, strict=True))
        cells = zip(bunch[0].cells, joined, strict=True)
        yield Row(tuple(replace(cell, text=text) for cell, text in cells))
    yield from left


def _level(texts: Sequence[str]) -> tuple[str, ...]:
    """The texts of a row with as many lines each, so that what follows stands side by side."""
    most = max(text.count("\n") for text in texts)
    return tuple(text + "\n" * (most - text.count("\n")) for text in texts)


def _lines_of(questions: Sequence[Veto | Question], filling: Filling) -> int:
    """How many printed lines questions take: one each, and one for each detail."""
    return sum(1 + len(filling.details(question)) for question in questions)


def _detail_rows(
    question: Veto | Question, columns: Sequence[Column], filling: Filling
) -> Iterator[Row]:
    """What is to be written beside the answers: the label below the text, the entry beside it."""
    shows = [column.show for column in columns if column.show not in {"side", "group", "words"}]
    left = shows.index("text") + 1 if "text" in shows else len(shows)
    for label, text in filling.details(question):
        if left == len(shows):
            yield Row((Cell(DETAIL.format(label=label, text=text), columns=left),))
        else:
            yield Row((Cell(label, columns=left), Cell(text, columns=len(shows) - left)))


def _question_cell(show: str, question: Veto | Question, filling: Filling, shown: set[str]) -> Cell:
    match show:
        case "number":
            return centred(question.number or "")
        case "text":
            number = "" if "number" in shown else question.printed
            beneath = filling.beneath(question, na_column="na" in shown)
            return Cell("\n".join(part for part in (number + question.text, beneath) if part))
        case "yes" | "no" | "na":
            return centred(filling.boxes(question, Answer(show)))
        case "answer":
            return centred(filling.answer(question))
        case _:
            return Cell(filling.note(question.id), size=9)


# Items -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Place:
    """A printed line of the score table: a criterion, its item and section, and its neighbours."""

    section: Section
    item: Item
    row: Criterion
    section_rows: int
    title_rows: int
    first_of_section: bool
    first_of_title: bool

    @property
    def first_of_item(self) -> bool:
        """Whether the item's own cells begin here."""
        return self.row is self.item.rows[0]


def score_table(table: ScoreTable, filling: Filling) -> Grid:
    """The items with their weights and the points given, and the total."""
    columns = filling.columns(table.columns)
    rows = list(heading(columns))
    for number, section in enumerate(one for one in filling.sections if table.holds(one.id)):
        if table.section_rows and section.title:
            numeral = table.numerals[number] if number < len(table.numerals) else ""
            most = "" if section.cap is None else AT_MOST.format(cap=plain(section.cap))
            beside = OURS_INSIDE.format(most) if most else ""
            title = Cell(numeral + section.title + beside, columns=len(columns), face=Face.HEI)
            rows.append(Row((title,), keep_with_next=True))
        rows.extend(_lines(section, columns, filling))
    rows.append(_total(table, filling))
    widths = fitted([column.width for column in columns])
    return Grid(widths, tuple(rows), continued=table.continued)


def _lines(section: Section, columns: Sequence[Column], filling: Filling) -> Iterator[Row]:
    for place in places(section):
        cells = (_item_cell(column, place, filling) for column in columns)
        yield Row(tuple(cell for cell in cells if cell))


def places(section: Section) -> Iterator[Place]:
    """The printed lines of a section; items that share a title share its cell."""
    section = replace(section, items=tuple(with_a_line(item) for item in section.items))
    section_rows = sum(len(item.rows) for item in section.items)
    for _, same in groupby(section.items, key=lambda item: (item.title, item.title or item.id)):
        items = tuple(same)
        title_rows = sum(len(item.rows) for item in items)
        for item in items:
            for row in item.rows:
                yield Place(
                    section,
                    item,
                    row,
                    section_rows,
                    title_rows,
                    first_of_section=row is section.items[0].rows[0],
                    first_of_title=row is items[0].rows[0],
                )


def with_a_line(item: Item) -> Item:
    """The item with a line to print: below its criteria its steps, or the rule of a deduction."""
    if item.stepped:
        return replace(item, rows=(*item.rows, Criterion(STEPS, None, "")))
    if item.rows:
        return item
    cap = item.max if item.cap is None else item.cap
    rule = PER_TIME.format(per=plain(item.per), cap=plain(cap)) if item.per else ""
    return replace(item, rows=(Criterion("", None, rule),))


def _steps(item: Item, filling: Filling) -> str:
    """The steps, the chosen one ticked."""
    given = filling.answers.scores.get(item.id)
    chosen = given.choice if isinstance(given, Chosen) else None
    return "\n".join(
        f"{box(one.id == chosen)}{one.text} {plain(one.points)}" for one in item.choices
    )


def _item_cell(column: Column, place: Place, filling: Filling) -> Cell | None:
    item, span = place.item, len(place.item.rows)
    match column.show:
        case "section":
            title = centred(place.section.title or "", place.section_rows, vertical=column.vertical)
            return title if place.first_of_section else None
        case "title":
            title = centred(item.title or "", place.title_rows, vertical=column.vertical)
            return title if place.first_of_title else None
        case "text":
            steps = item.stepped and place.row is item.rows[-1]
            return Cell(_steps(item, filling) if steps else place.row.text)
        case "number" if item.number is None:
            return centred(place.row.number or "")
    if not place.first_of_item:
        return None
    match column.show:
        case "number":
            return centred(item.number or "", span)
        case "max":
            full = plain(item.max)
            return Cell(full, rows=span, align=Align.CENTRE, number=full)
        case "score":
            text, number = filling.score(item)
            name = item.id if number else ""
            return Cell(text, rows=span, align=Align.CENTRE, number=number, name=name)
        case _:
            return Cell(filling.note(item.id), rows=span, size=9)


def _total(table: ScoreTable, filling: Filling) -> Row:
    """总分: its label under all columns left of the weights, as the sources print it."""
    shows = [column.show for column in filling.columns(table.columns)]
    before = next((at for at, show in enumerate(shows) if show in {"max", "score"}), len(shows))
    cells = [head(table.total, before)] if before else []
    for show in shows[before:]:
        match show:
            case "max":
                full = plain(_full(table, filling))
                cells.append(Cell(full, align=Align.CENTRE, face=Face.HEI, number=full))
            case "score":
                total = filling.total(table.sections)
                cells.append(
                    Cell(
                        total,
                        align=Align.CENTRE,
                        face=Face.HEI,
                        number=total if read_points(total) is not None else None,
                        formula=_sum(table, filling),
                    )
                )
            case _:
                cells.append(Cell())
    return Row(tuple(cells))


def _full(table: ScoreTable, filling: Filling) -> Decimal:
    """The full mark of a table: the form's, or that of its sections."""
    if not table.sections:
        return filling.form.total or Decimal(0)
    held = (section.max for section in filling.form.sections if table.holds(section.id))
    return sum(held, Decimal(0))


def _sum(table: ScoreTable, filling: Filling) -> Formula:
    """The total as the sum of the items that were given points."""
    held = (section for section in filling.sections if table.holds(section.id))
    items = (item for section in held for item in section.items)
    return Formula(Reckoning.SUM, tuple(one.id for one in items if filling.score(one)[1]))
