"""A sheet as an Excel workbook: a worksheet for each part, numbers as numbers, totals live."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from fractions import Fraction
from itertools import pairwise

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_range, xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from cpscore.documents.editable import (
    END,
    FONTS,
    LEADING,
    OF,
    PAGE,
    Placed,
    column,
    lines,
    placed,
    repacked,
    shown,
    standing,
    tall,
)
from cpscore.documents.reckoning import carried, holds, written
from cpscore.rules.sheet import (
    Align,
    Block,
    Cell,
    Face,
    Frame,
    Grid,
    PageBreak,
    Sheet,
    SignatureLine,
    Text,
)

MM = 25.4
# A spreadsheet has no taller row, in points, and no longer text in a cell.
TALLEST, LONGEST = 400.0, 32_000
# Edges of tables nearer than this, in mm, become one column's edge.
NEAR = 2.5
A4 = 9
SIGNATURE = Cell(size=12, face=Face.FANG)
CONTINUED = Cell(face=Face.HEI, align=Align.CENTRE)
UNNAMED = "表"
# Text that a spreadsheet would take for a formula once somebody edits it.
FORMULA_SIGNS = ("=", "+", "-", "@", "\t")


def write_xlsx(sheet: Sheet, *, at: datetime) -> bytes:
    """A sheet as an Excel workbook; the same sheet at the same time gives the same bytes.

    `at` is the claimed time, with its zone. A formula stands only where it comes to the printed
    number; other numbers stand with the printed decimals. Cells are protected, without a password.
    """
    buffer = io.BytesIO()
    book = Workbook(buffer, {"in_memory": True, "strings_to_formulas": False})
    book.set_properties(
        {
            "title": shown(sheet.title),
            "subject": shown(sheet.subject),
            "author": shown(sheet.author),
            "created": at.astimezone(UTC).replace(tzinfo=None),
        }
    )
    pen = Pen(book)
    taken: list[str] = []
    for blocks in parts(sheet):
        _page(pen, sheet, blocks, taken)
    book.close()
    return repacked(buffer.getvalue())


# Worksheets ------------------------------------------------------------------------------------


def parts(sheet: Sheet) -> Iterator[list[Block]]:
    """The blocks of each worksheet: new at page breaks, and where a headed table begins.

    So each table's heading can repeat on the pages of its own worksheet. One that says so when it
    goes on (表C(续)) goes on there.
    """
    part: list[Block] = list(_title(sheet))
    blocks = [*sheet.blocks, PageBreak()]
    for one, following in pairwise(blocks):
        headed = _headline(one) and isinstance(following, Grid) and bool(_head_rows(following))
        # The title alone is no worksheet.
        alone = headed and any(not isinstance(other, Text) for other in part)
        if (isinstance(one, PageBreak) or alone or _goes_on(one, part)) and part:
            yield part
            part = []
        if not isinstance(one, PageBreak):
            part.append(one)
    yield part


def _goes_on(block: Block, part: Iterable[Block]) -> bool:
    ruled = (one for one in part if isinstance(one, Grid) and one.ruled)
    return isinstance(block, Grid) and bool(block.continued) and any(ruled)


def _headline(block: Block) -> bool:
    return isinstance(block, Text) and block.keep_with_next


def _title(sheet: Sheet) -> Iterator[Text]:
    if sheet.caption:
        yield Text(sheet.caption, Face.HEI, 12, Align.CENTRE)
    yield Text(sheet.title, Face.SONG_BOLD, 18, Align.CENTRE, space_after=6)
    if sheet.subtitle:
        yield Text(sheet.subtitle, Face.FANG, 12, Align.CENTRE, space_after=6)


def tab(blocks: Sequence[Block], taken: Sequence[str]) -> str:
    """A worksheet's name: its first heading, cut to what a spreadsheet allows."""
    texts = [one for one in blocks if isinstance(one, Text)]
    heading = next((one for one in texts if one.face in {Face.SONG_BOLD, Face.HEI}), None)
    heading = next((one for one in texts if one.face is Face.SONG_BOLD), heading)
    first = blocks[0] if blocks else None
    text = shown(heading.text) if heading else UNNAMED
    if isinstance(first, Grid) and first.continued:
        text = shown(first.continued)
    text = "".join(char for char in text if char not in "[]:*?/\\'\n").strip()[:24] or UNNAMED
    number = sum(one.split("·")[0].casefold() == text.casefold() for one in taken)
    return f"{text}·{number + 1}" if number else text


def _page(pen: Pen, sheet: Sheet, blocks: Sequence[Block], taken: list[str]) -> None:
    name = tab(blocks, taken)
    taken.append(name)
    page = pen.book.add_worksheet(name)
    page.set_paper(A4)
    if sheet.landscape:
        page.set_landscape()
    page.set_margins(*[sheet.margin / MM] * 4)
    page.fit_to_pages(1, 0)
    page.hide_gridlines(2)
    page.set_header("&C&8" + standing(sheet).replace("&", "&&")[:240])
    foot = shown(sheet.footer).replace("&", "&&")[:150]
    page.set_footer(f"&C&8{foot}\n{PAGE}&P{OF}&N{END}")
    page.protect()
    edges = columns([one.widths for one in _grids(blocks)], column(sheet))
    for at, (left, right) in enumerate(pairwise(edges)):
        page.set_column_pixels(at, at, round((right - left) / MM * 96))
    Place(pen, page, edges).blocks(blocks)


def _grids(blocks: Iterable[Block]) -> Iterator[Grid]:
    for one in blocks:
        if isinstance(one, Grid):
            yield one
        elif isinstance(one, Frame):
            yield from _grids(one.blocks)


def columns(widths: Sequence[Sequence[float]], width: float) -> tuple[float, ...]:
    """The edges, in mm from the left, of columns that all tables of a worksheet share."""
    # One column as wide as the page is not made smaller to fit it, several are.
    edges = [0.0, width / 4, width / 2, width] if not widths else [0.0, width]
    for one in widths:
        own = [width * sum(one[:at]) / sum(one) for at in range(1, len(one))]
        for edge in own:
            near = [known for known in edges if abs(known - edge) < NEAR]
            # Two edges of one table must not fall together.
            if not near or sum(abs(other - near[0]) < NEAR for other in own) > 1:
                edges.append(edge)
    return tuple(sorted(set(edges)))


def _head_rows(grid: Grid) -> int:
    """How many rows at the top repeat: all down to the last that heads others."""
    heads = [at for at, row in enumerate(grid.rows) if row.header]
    return heads[-1] + 1 if heads else 0


# Cells -----------------------------------------------------------------------------------------


@dataclass(slots=True)
class Pen:
    """A workbook and its formats, each made once."""

    book: Workbook
    known: dict[tuple[tuple[str, object], ...], Format] = field(default_factory=dict)

    def format(self, cell: Cell, *, border: Sequence[str] = (), **more: object) -> Format:
        """The format of a cell: font, place in the cell, edges."""
        font, bold = FONTS[cell.face]
        wanted: dict[str, object] = {
            "font_name": font,
            "font_size": cell.size,
            "bold": bold,
            "align": {Align.LEFT: "left", Align.CENTRE: "center", Align.RIGHT: "right"}[cell.align],
            "valign": "vcenter" if cell.middle else "top",
            "text_wrap": True,
            **dict.fromkeys(border, 1),
            **more,
        }
        if cell.vertical:
            wanted["rotation"] = 270
        if cell.shaded:
            wanted["bg_color"] = "#EEEEEE"
        key = tuple(sorted(wanted.items()))
        if key not in self.known:
            self.known[key] = self.book.add_format(wanted)
        return self.known[key]


ALL = ("left", "right", "top", "bottom")


@dataclass(slots=True)
class Place:
    """A worksheet being written, `at` the next free row."""

    pen: Pen
    page: Worksheet
    edges: Sequence[float]
    at: int = 0

    @property
    def width(self) -> float:
        """In mm."""
        return self.edges[-1]

    def blocks(self, blocks: Iterable[Block], border: tuple[str, ...] = ()) -> None:
        """Blocks below each other; `border` the edges that a frame around them draws."""
        for block in blocks:
            match block:
                case Text():
                    self.text(block, border)
                case Grid():
                    self.grid(block)
                case SignatureLine():
                    self.signature(block, border)
                case Frame(inside):
                    self.rule("top")
                    self.blocks(inside, ("left", "right"))
                    self.rule("bottom")
                case PageBreak():
                    pass

    def rule(self, edge: str) -> None:
        """The upper or lower edge of a frame."""
        thin = self.open(6)
        last = len(self.edges) - 2
        self.put(thin[0], thin[0], 0, last, Cell(size=4), ("left", "right", edge))

    def text(self, block: Text, border: tuple[str, ...]) -> None:
        """A paragraph across the page."""
        text = "　" * block.indent + shown(block.text)
        for begin in range(0, len(text) or 1, LONGEST):
            piece = text[begin : begin + LONGEST]
            cell = Cell(piece, face=block.face, size=block.size, align=block.align)
            height = lines(piece, block.size, self.width) * block.size * LEADING
            height += block.space_before + block.space_after
            self.across(cell, height, border)

    def signature(self, block: SignatureLine, border: tuple[str, ...]) -> None:
        """The label with room to sign, who and when below."""
        room = "　" * (16 if block.align is Align.RIGHT else 0)
        label = replace(SIGNATURE, text=shown(block.label) + room, align=block.align)
        self.across(label, 46, border)
        below = "　".join(one for one in (block.signer, block.date) if one)
        if below:
            self.across(replace(SIGNATURE, text=shown(below), align=block.align), 20, border)

    def across(self, cell: Cell, height: float, border: tuple[str, ...]) -> None:
        """A cell over the whole width, in as many rows as its height wants."""
        rows = self.open(height)
        self.put(rows[0], rows[-1], 0, len(self.edges) - 2, cell, border)

    def open(self, height: float) -> range:
        """New rows of this height together."""
        count = max(1, -(-int(height) // int(TALLEST)))
        rows = range(self.at, self.at + count)
        for row in rows:
            self.page.set_row(row, height / count)
        self.at += count
        return rows

    def put(
        self, top: int, bottom: int, left: int, right: int, cell: Cell, border: Sequence[str]
    ) -> None:
        """Text in a cell or a merged range: never taken for a formula."""
        text = shown(cell.text)
        more = {"quote_prefix": True} if text.startswith(FORMULA_SIGNS) else {}
        style = self.pen.format(cell, border=border, **more)
        if (top, left) == (bottom, right):
            self.page.write_string(top, left, text, style)
        else:
            self.page.merge_range(top, left, bottom, right, "", style)
            self.page.write_string(top, left, text, style)

    def grid(self, grid: Grid) -> None:
        """A table in the worksheet's columns."""
        if grid.space_before:
            self.open(grid.space_before)
        top = self.at
        if grid.continued and not top:
            self.across(replace(CONTINUED, text=shown(grid.continued)), 20, ())
        laid = Laid(grid, self)
        laid.write()
        if heads := _head_rows(grid):
            # What repeats is one stretch of rows: the last table's.
            self.page.repeat_rows(top, laid.rows[heads - 1][-1])
        if grid.space_after:
            self.open(grid.space_after)


class Laid:
    """A table with its rows and columns on the worksheet."""

    def __init__(self, grid: Grid, place: Place) -> None:
        self.grid, self.place = grid, place
        total = sum(grid.widths)
        edges = [place.width * sum(grid.widths[:at]) / total for at in range(len(grid.widths) + 1)]
        self.columns = [
            min(range(len(place.edges)), key=lambda at: abs(place.edges[at] - edge))
            for edge in edges
        ]
        self.cells = list(placed(grid.rows, len(grid.widths)))
        self.rows = [place.open(height) for height in self.heights()]
        self.numbers = {
            one.cell.name: Fraction(one.cell.number)
            for one in self.cells
            if one.cell.name and one.cell.number and carried(one.cell.number)
        }
        self.at = {one.cell.name: self.address(one) for one in self.cells if one.cell.name}
        self.counted = {self.address(one) for one in self.cells if one.cell.number}

    def address(self, one: Placed) -> tuple[int, int]:
        """The row and column of a cell's upper left corner."""
        return self.rows[one.row][0], self.columns[one.column]

    def heights(self) -> list[float]:
        """In points; a cell over several rows makes the last of them taller."""
        heights = [max(row.height / MM * 72, 15.0) for row in self.grid.rows]
        for one in sorted(self.cells, key=lambda one: one.cell.rows):
            edges = self.place.edges
            right = self.columns[one.column + one.cell.columns]
            wanted = tall(one.cell, edges[right] - edges[self.columns[one.column]])
            last = one.row + one.cell.rows
            heights[last - 1] += max(0.0, wanted - sum(heights[one.row : last]))
        return heights

    def write(self) -> None:
        """Every cell, numbers as numbers."""
        border = ALL if self.grid.ruled else ()
        for one in self.cells:
            top, left = self.address(one)
            bottom = self.rows[one.row + one.cell.rows - 1][-1]
            right = self.columns[one.column + one.cell.columns] - 1
            self.place.put(top, bottom, left, right, one.cell, border)
            if one.cell.number is not None and carried(one.cell.number):
                self.number(top, left, one.cell, one.cell.number, border)

    def number(self, row: int, left: int, cell: Cell, number: str, border: Sequence[str]) -> None:
        """A number with the decimals it is printed with, and its formula where that holds."""
        decimals = len(number.partition(".")[2])
        style = self.place.pen.format(
            cell, border=border, num_format="0." + "0" * decimals if decimals else "0"
        )
        formula = cell.formula
        if formula is not None and holds(formula, number, self.numbers):
            text = "=" + written(formula, self.range)
            self.place.page.write_formula(row, left, text, style, float(number))
        else:
            self.place.page.write_number(row, left, float(number), style)
        if shown(cell.text) not in {number, ""}:
            # 27.5 of three rows: the number alone can be added up, the rows stand beside it.
            self.place.page.write_comment(row, left, shown(cell.text))

    def range(self, names: Iterable[str]) -> str:
        """Addresses of cells; one range where no other number stands between them."""
        found = sorted({self.at[name] for name in names})
        (top, left), (bottom, right) = found[0], found[-1]
        between = {
            (row, column)
            for row, column in self.counted
            if top <= row <= bottom and left <= column <= right
        }
        straight = top == bottom or left == right
        if straight and between == set(found) and len(found) > 1:
            return str(xl_range(top, left, bottom, right))
        return ",".join(xl_rowcol_to_cell(*one) for one in found)
