"""A form as a table on a page: boxes on a grid of columns, in the order its layout prints them.

Each box that shows a value of the definition knows where the value stands there, so that a change
made in the table can be taken back into the definition.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import Enum
from itertools import groupby, pairwise
from typing import Any

from cpscore.rules.form import Form, Item, Kind, Question, Row, Section, Veto
from cpscore.rules.layout import (
    Column,
    FieldGrid,
    GradeBoxes,
    Line,
    OpinionBox,
    QuestionTable,
    ScoreTable,
    Statement,
    VetoTable,
)
from cpscore.rules.points import plain

WIDTH = 170
SIDE = Column("side", "类别", 12)
# Edges nearer than this to one another become one; mm.
NEAR = 4
PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
GAP = " " * 12
DATE = "    年   月   日"
BOX, BOXES = "□", "是□    否□"


class Style(Enum):
    """How a box looks."""

    CAPTION = "caption"
    TITLE = "title"
    LINE = "line"
    HEAD = "head"
    CENTRE = "centre"
    TEXT = "text"
    NUMBER = "number"
    TOTAL = "total"


@dataclass(frozen=True, slots=True)
class Box:
    """A cell: its rows, its edges in mm, later in columns, what it shows.

    `pointers` lead to the values of the definition that it shows behind `prefix`.
    """

    row: int
    left: int
    right: int
    text: str = ""
    style: Style = Style.TEXT
    rows: int = 1
    pointers: tuple[str, ...] = ()
    prefix: str = ""

    @property
    def shown(self) -> str:
        """All of the cell's text."""
        return self.prefix + self.text


@dataclass(frozen=True, slots=True)
class Page:
    """The boxes on columns of some widths in mm; `weights` are the cells that add up to `total`."""

    boxes: tuple[Box, ...]
    widths: tuple[int, ...]
    weights: tuple[Box, ...] = ()
    total: Box | None = None


def page(form: Form) -> Page:
    """The page of a form."""
    drawing = _Drawing(form)
    if form.layout.caption:
        drawing.across(form.layout.caption, Style.CAPTION)
    pointer = "/title" if form.layout.title == form.title else "/sheet/title"
    drawing.across(form.layout.title, Style.TITLE, (pointer,))
    for block in form.layout.blocks:
        draw = BLOCKS.get(type(block))
        # What has no table of its own still stands in the definition.
        if draw:
            draw(drawing, block)
    return drawing.page()


class _Drawing:
    def __init__(self, form: Form) -> None:
        self.form = form
        self.row = 0
        self.boxes: list[Box] = []

    def page(self) -> Page:
        """The boxes on the fewest columns that have all their edges."""
        edges: list[int] = []
        for edge in sorted({edge for box in self.boxes for edge in (box.left, box.right)}):
            if not edges or edge - edges[-1] >= NEAR or edge == WIDTH:
                edges.append(edge)
        if len(edges) > 2 and edges[-1] - edges[-2] < NEAR:
            del edges[-2]

        def column(edge: int) -> int:
            return min(range(len(edges)), key=lambda at: abs(edges[at] - edge))

        placed = [
            replace(box, left=column(box.left), right=max(column(box.right), column(box.left) + 1))
            for box in self.boxes
        ]
        widths = tuple(right - left for left, right in pairwise(edges))
        weights = tuple(box for box in placed if box.style is Style.NUMBER)
        total = next((box for box in placed if box.pointers == ("/total",)), None)
        return Page(tuple(placed), widths, weights, total)

    def across(
        self, text: str, style: Style, pointers: tuple[str, ...] = (), prefix: str = ""
    ) -> None:
        """A row of one cell."""
        self.boxes.append(Box(self.row, 0, WIDTH, text, style, 1, pointers, prefix))
        self.row += 1

    def heading(self, columns: Sequence[tuple[Column, int, int]]) -> None:
        """The names of the columns; one without lies under its left neighbour's."""
        named: list[Box] = []
        for column, left, right in columns:
            if not column.label and named:
                named[-1] = replace(named[-1], right=right)
            else:
                named.append(Box(self.row, left, right, column.label, Style.HEAD))
        if any(column.label for column, _, _ in columns):
            self.boxes += named
            self.row += 1


def edges(columns: Sequence[Column]) -> list[tuple[Column, int, int]]:
    """Columns with their edges in mm, fitted into the page."""
    full = sum(column.width for column in columns)
    at, made = 0, []
    for column in columns:
        left = round(at * WIDTH / full)
        at += column.width
        made.append((column, left, round(at * WIDTH / full)))
    return made


def filled(text: str) -> str:
    """A text of the layout with room where a value would stand."""
    rooms = {"date": DATE, "ink": ""}
    return PLACEHOLDER.sub(
        lambda found: " " * 3 if found[1].startswith("tick:") else rooms.get(found[1], " " * 8),
        text,
    )


def _line(drawing: _Drawing, block: Line) -> None:
    texts = [filled(text).rstrip() or filled(text) for text in block.texts]
    drawing.across(GAP.join(texts), Style.LINE)


def _statement(drawing: _Drawing, block: Statement) -> None:
    drawing.across(filled(block.text), Style.TEXT if block.boxed else Style.LINE)


def _fields(drawing: _Drawing, block: FieldGrid) -> None:
    labels = {field.id: field.label for field in drawing.form.fields}
    for ids in block.rows:
        room = WIDTH / len(ids)
        for at, id in enumerate(ids):
            left, right = round(at * room), round((at + 1) * room)
            middle = min(left + block.label, right - 10)
            drawing.boxes.append(Box(drawing.row, left, middle, labels.get(id, id), Style.CENTRE))
            drawing.boxes.append(Box(drawing.row, middle, right))
        drawing.row += 1


def _grades(drawing: _Drawing, block: GradeBoxes) -> None:
    label = Box(drawing.row, 0, block.width, block.label, Style.CENTRE, len(block.texts))
    drawing.boxes.append(label)
    for text in block.texts:
        shown = f"{text}    {BOX}"
        drawing.boxes.append(Box(drawing.row, block.width, WIDTH, shown))
        drawing.row += 1


def _opinion(drawing: _Drawing, block: OpinionBox) -> None:
    lines: list[str] = []
    for part in drawing.form.opinion:
        lines.append(part.title)
        lines += [(f"{one.number}、" if one.number else "") + one.text for one in part.paragraphs]
    lines += [block.signature] if block.signature else []
    lines += [DATE.strip()] if block.date else []
    drawing.across("\n".join(lines), Style.TEXT)


# Questions -------------------------------------------------------------------------------------


def _questions(drawing: _Drawing, block: VetoTable | QuestionTable) -> None:
    vetoes = isinstance(block, VetoTable)
    asked: Sequence[Veto | Question] = drawing.form.vetoes if vetoes else drawing.form.questions
    side = block.side if isinstance(block, VetoTable) else ""
    columns = edges((SIDE, *block.columns) if side else block.columns)
    shown = {column.show for column, _, _ in columns}
    if block.heading:
        drawing.across(block.heading, Style.HEAD)
    drawing.heading(columns)
    start = drawing.row
    for group, members in groupby(enumerate(asked), key=lambda pair: pair[1].group):
        first = drawing.row
        for at, question in members:
            path = f"/{'vetoes' if vetoes else 'questions'}/{at}"
            for column, left, right in columns:
                box = _question_box(column.show, question, path, shown)
                if box is not None:
                    drawing.boxes.append(replace(box, row=drawing.row, left=left, right=right))
            drawing.row += 1
        for column, left, right in columns:
            if column.show in {"group", "words"}:
                rows = drawing.row - first
                text = column.words if column.show == "words" else group or ""
                drawing.boxes.append(Box(first, left, right, text, Style.CENTRE, rows))
    if side and asked:
        _, left, right = columns[0]
        drawing.boxes.append(Box(start, left, right, side, Style.CENTRE, drawing.row - start))


def _question_box(show: str, question: Veto | Question, path: str, shown: set[str]) -> Box | None:
    match show:
        case "side" | "group" | "words":
            return None
        case "number":
            return Box(0, 0, 0, question.number or "", Style.CENTRE, 1, (f"{path}/number",))
        case "text":
            prefix = "" if "number" in shown else question.printed
            return Box(0, 0, 0, question.text, Style.TEXT, 1, (f"{path}/text",), prefix)
        case "yes" | "no" | "na":
            return Box(0, 0, 0, BOX, Style.CENTRE)
        case "answer":
            return Box(0, 0, 0, BOXES, Style.CENTRE)
        case _:
            return Box(0, 0, 0)


# Items -----------------------------------------------------------------------------------------


def _scores(drawing: _Drawing, block: ScoreTable) -> None:
    columns = edges(block.columns)
    drawing.heading(columns)
    numerals = iter(block.numerals)
    for at, section in enumerate(drawing.form.sections):
        if not block.holds(section.id):
            continue
        path = f"/sections/{at}"
        numeral = next(numerals, "")
        if block.section_rows and section.title:
            drawing.across(section.title, Style.HEAD, (f"{path}/title",), numeral)
        for column, left, right in columns:
            boxes = SECTION_COLUMNS.get(column.show, _item_boxes)(column.show, section, path)
            for box in boxes:
                row = drawing.row + box.row
                drawing.boxes.append(replace(box, row=row, left=left, right=right))
        drawing.row += sum(_height(item) for item in section.items)
    _total(drawing, block, columns)


def _lines(item: Item) -> tuple[Row, ...]:
    """What is printed in the column of criteria: below them the steps, as on the sheet."""
    steps = "\n".join(f"{BOX}{choice.text} {plain(choice.points)}" for choice in item.choices)
    return (*item.rows, Row("", None, steps)) if item.stepped or not item.rows else item.rows


def _height(item: Item) -> int:
    return len(_lines(item))


def _section_boxes(_: str, section: Section, path: str) -> Iterator[Box]:
    rows = sum(_height(item) for item in section.items)
    yield Box(0, 0, 0, section.title or "", Style.CENTRE, rows, (f"{path}/title",))


def _title_boxes(_: str, section: Section, path: str) -> Iterator[Box]:
    """The names; items that share one share its cell."""
    row = 0
    numbered = enumerate(section.items)
    for _, members in groupby(numbered, key=lambda pair: pair[1].title or pair[1].id):
        same = list(members)
        rows = sum(_height(item) for _, item in same)
        pointers = tuple(f"{path}/items/{at}/title" for at, _ in same)
        yield Box(row, 0, 0, same[0][1].title or "", Style.CENTRE, rows, pointers)
        row += rows


def _item_boxes(show: str, section: Section, path: str) -> Iterator[Box]:
    row = 0
    for at, item in enumerate(section.items):
        here = f"{path}/items/{at}"
        for box in _of_item(show, item, here):
            yield replace(box, row=row + box.row)
        row += _height(item)


def _of_item(show: str, item: Item, path: str) -> Iterator[Box]:
    rows = _height(item)
    match show:
        case "number" if item.number is None and item.rows:
            for at, row in enumerate(_lines(item)):
                pointers = (f"{path}/rows/{at}/number",) if at < len(item.rows) else ()
                yield Box(at, 0, 0, row.number or "", Style.CENTRE, 1, pointers)
        case "number":
            yield Box(0, 0, 0, item.number or "", Style.CENTRE, rows, (f"{path}/number",))
        case "text":
            yield from _criteria(item, path)
        case "max":
            pointers = (f"{path}/max",) if item.kind is not Kind.CHOICE else ()
            yield Box(0, 0, 0, plain(item.max), Style.NUMBER, rows, pointers)
        case _:
            yield Box(0, 0, 0, "", Style.TEXT, rows)


def _criteria(item: Item, path: str) -> Iterator[Box]:
    for at, row in enumerate(_lines(item)):
        pointers = (f"{path}/rows/{at}/text",) if at < len(item.rows) else ()
        yield Box(at, 0, 0, row.text, Style.TEXT, 1, pointers)


SECTION_COLUMNS: Mapping[str, Callable[[str, Section, str], Iterator[Box]]] = {
    "section": _section_boxes,
    "title": _title_boxes,
}


def _total(
    drawing: _Drawing, block: ScoreTable, columns: Sequence[tuple[Column, int, int]]
) -> None:
    """总分, under all columns left of the weights."""
    before = [right for column, _, right in columns if column.show not in {"max", "score", "note"}]
    split = max(before, default=0)
    if split:
        drawing.boxes.append(Box(drawing.row, 0, split, block.total, Style.HEAD))
    held = [section.max for section in drawing.form.sections if block.holds(section.id)]
    full = sum(held, Decimal(0)) if block.sections else drawing.form.total or Decimal(0)
    for column, left, right in columns:
        if left >= split:
            total = plain(full) if column.show == "max" else ""
            pointers = ("/total",) if column.show == "max" and not block.sections else ()
            drawing.boxes.append(Box(drawing.row, left, right, total, Style.TOTAL, 1, pointers))
    drawing.row += 1


BLOCKS: Mapping[type, Callable[[_Drawing, Any], None]] = {
    Line: _line,
    Statement: _statement,
    FieldGrid: _fields,
    GradeBoxes: _grades,
    OpinionBox: _opinion,
    VetoTable: _questions,
    QuestionTable: _questions,
    ScoreTable: _scores,
}
