"""A ruled table laid out: rows of cells that span columns and rows, and go on over pages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cpscore.documents.drawing import (
    HAIR,
    MM,
    Box,
    Op,
    Place,
    Step,
    handwriting,
    repeated,
    tagged,
)
from cpscore.documents.flow import FORBIDDEN, LONELY, PARTED, POURED, REPEATED, Strip, height
from cpscore.documents.lines import Line, break_lines, glyphs
from cpscore.documents.paragraph import SHIFT
from cpscore.rules.sheet import Align, Cell, Face, Grid

LEADING = 1.35
SIDE, ABOVE = 3.0, 3.0
CONTINUED = 10.5


@dataclass(slots=True)
class LaidCell:
    """A cell in its place: its edges in points, its rows and strips (without the end).

    `drawn` counts the lines that stand on earlier pages.
    """

    cell: Cell
    left: float
    right: float
    row: int
    end_row: int
    lines: tuple[Line, ...]
    first: int = 0
    end: int = 0
    drawn: int = 0

    @property
    def leading(self) -> float:
        """The height of one line."""
        return self.cell.size * (1.1 if self.cell.vertical else LEADING)

    def needed(self, lines: int) -> float:
        """The height that so many lines take, with the padding."""
        return lines * self.leading + 2 * ABOVE


class LaidGrid:
    """A Grid in a column of `width` points on pages of `page` points; raises MissingCharacter.

    Widths that exceed the column shrink in proportion. A row higher than a page flows, whatever
    it says.
    """

    def __init__(self, grid: Grid, width: float, page: float) -> None:
        self.grid = grid
        scale = min(MM, width / sum(grid.widths))
        self.edges = [0.0]
        for column in grid.widths:
            self.edges.append(self.edges[-1] + column * scale)
        self.cells = list(self._placed())
        self.again = self._continued_lines()
        heights = self._row_heights()
        self.header = next((n for n, row in enumerate(grid.rows) if not row.header), 0)
        limit = page - sum(heights[: self.header]) - 60
        self._strips: list[Strip] = []
        self.row_starts: list[int] = []
        for number, tall in enumerate(heights):
            self.row_starts.append(len(self._strips))
            self._strips.extend(self._row_strips(number, tall, limit))
        self.row_starts.append(len(self._strips))
        for cell in self.cells:
            cell.first, cell.end = self.row_starts[cell.row], self.row_starts[cell.end_row]
        self._set_costs()

    def _placed(self) -> Iterator[LaidCell]:
        taken: set[tuple[int, int]] = set()
        for number, row in enumerate(self.grid.rows):
            column = 0
            for cell in row.cells:
                while (number, column) in taken:
                    column += 1
                covered = range(column, column + cell.columns)
                end_row = number + cell.rows
                taken |= {(r, c) for r in range(number, end_row) for c in covered}
                yield self._laid_cell(cell, column, number, end_row)
                column += cell.columns

    def _laid_cell(self, cell: Cell, column: int, row: int, end_row: int) -> LaidCell:
        left, right = self.edges[column], self.edges[column + cell.columns]
        text = "\n".join(cell.text.replace("\n", "")) if cell.vertical else cell.text
        lines = break_lines(text, cell.face, cell.size, right - left - 2 * self.side)
        return LaidCell(cell, left, right, row, end_row, lines if cell.text else ())

    @property
    def side(self) -> float:
        """The padding beside the text; without rules the text stands at the column's edge."""
        return SIDE if self.grid.ruled else 0.0

    def _row_heights(self) -> list[float]:
        heights = [max(row.height * MM, 2 * ABOVE) for row in self.grid.rows]
        for cell in sorted(self.cells, key=lambda cell: cell.end_row - cell.row):
            rows = range(cell.row, cell.end_row)
            wanting = cell.needed(len(cell.lines)) - sum(heights[row] for row in rows)
            if wanting > 0:
                for row in rows:
                    heights[row] += wanting / len(rows)
        return heights

    def _row_strips(self, number: int, tall: float, limit: float) -> list[Strip]:
        """One strip, or for a row that flows as many as its longest cell has lines."""
        if not self.grid.rows[number].flows and tall <= limit:
            return [Strip(tall)]
        longest = max(
            (cell for cell in self.cells if cell.row <= number < cell.end_row),
            key=lambda cell: cell.needed(len(cell.lines)),
        )
        step = longest.leading
        count = max(int((tall - 2 * ABOVE) / step + 0.001), 1)
        strips = [Strip(step) for _ in range(count)]
        strips[0].height += ABOVE
        strips[-1].height += tall - ABOVE - count * step
        if count > 1:
            strips[1].cost += LONELY
            strips[-1].cost += LONELY
        return strips

    def _set_costs(self) -> None:
        for number in range(1, len(self.grid.rows)):
            strip = self._strips[self.row_starts[number]]
            if number <= self.header or self.grid.rows[number - 1].keep_with_next:
                strip.cost = FORBIDDEN
            for cell in self.cells:
                if cell.row < number < cell.end_row:
                    strip.cost += self._crossing(cell, self.row_starts[number])

    def _crossing(self, cell: LaidCell, at: int) -> float:
        above = height(self._strips, cell.first, at)
        below = height(self._strips, at, cell.end)
        if cell.needed(len(cell.lines)) > max(above, below):
            return POURED
        return REPEATED if cell.cell.vertical else PARTED

    @property
    def role(self) -> str:
        """A table, or texts side by side."""
        return "Table" if self.grid.ruled else "Div"

    @property
    def strips(self) -> Sequence[Strip]:
        """One for each row that is not cut."""
        return self._strips

    def head(self, first: int) -> float:
        """The header rows, on every page but the first, below the words that say so."""
        if first <= self.row_starts[self.header]:
            return 0
        return height(self._strips, 0, self.row_starts[self.header]) + self._continued_height

    @property
    def _continued_height(self) -> float:
        return len(self.again) * CONTINUED * LEADING + 2 * ABOVE if self.again else 0.0

    def _continued_lines(self) -> tuple[Line, ...]:
        if not self.grid.continued:
            return ()
        return break_lines(self.grid.continued, Face.HEI, CONTINUED, self.edges[-1])

    def paint(self, first: int, last: int, left: float, top: float, room: float) -> Iterator[Op]:  # noqa: ARG002
        """The cells between the strips, the header rows above them."""
        head = self.head(first)
        if head:
            yield from repeated(self._continued(left, top))
        for number, cell in enumerate(self.cells):
            if head and cell.end_row <= self.header:
                yield from repeated(self._header_cell(cell, left, top + self._continued_height))
            if cell.first < last and cell.end > first:
                begin, end = max(cell.first, first), min(cell.end, last)
                above = top + head + height(self._strips, first, begin)
                yield from tagged(
                    self._part(cell, begin, end, left, above), *self._way(cell, number)
                )

    def _way(self, cell: LaidCell, number: int) -> Iterator[Step]:
        """From the table to a cell."""
        if not self.grid.ruled:
            yield Step("P", number)
            return
        yield Step("TR", cell.row)
        role = "TH" if self.grid.rows[cell.row].header else "TD"
        yield Step(role, number, cell.cell.columns, cell.end_row - cell.row)

    def _continued(self, left: float, top: float) -> Iterator[Op]:
        tall, width, shift = CONTINUED * LEADING, self.edges[-1], SHIFT[Align.CENTRE]
        for number, line in enumerate(self.again):
            y = top + ABOVE + number * tall
            yield from glyphs(line, left, y, width, CONTINUED, tall, shift)

    def _header_cell(self, cell: LaidCell, left: float, top: float) -> Iterator[Op]:
        top += height(self._strips, 0, cell.first)
        tall = height(self._strips, cell.first, cell.end)
        yield from self._drawn(cell, cell.lines, left, top, tall, begun=False)

    def _part(self, cell: LaidCell, begin: int, end: int, left: float, top: float) -> Iterator[Op]:
        """What of a cell lies on this page; its text goes where it fits whole, or is poured."""
        tall = height(self._strips, begin, end)
        rest = len(cell.lines) - cell.drawn
        lines = cell.lines[cell.drawn : cell.drawn + self._fitting(cell, begin, end, tall, rest)]
        cell.drawn += len(lines)
        if cell.drawn < len(cell.lines):
            self._make_room(cell, end)
        elif not lines and cell.cell.vertical and cell.needed(len(cell.lines)) <= tall:
            lines = cell.lines
        yield from self._drawn(cell, lines, left, top, tall, begun=begin > cell.first)

    def _fitting(self, cell: LaidCell, begin: int, end: int, tall: float, rest: int) -> int:
        if end == cell.end or cell.needed(rest) <= tall:
            return rest
        below = height(self._strips, end, cell.end)
        if not cell.drawn and begin == cell.first and cell.needed(rest) <= below:
            return 0
        padding = ABOVE if begin == cell.first else 0.0
        return min(rest, max(int((tall - padding) / cell.leading + 0.001), 0))

    def _make_room(self, cell: LaidCell, end: int) -> None:
        """The text that is left must fit into the strips that are left."""
        rest = (len(cell.lines) - cell.drawn) * cell.leading + ABOVE
        wanting = rest - height(self._strips, end, cell.end)
        if wanting > 0:
            self._strips[cell.end - 1].height += wanting

    def _drawn(
        self,
        cell: LaidCell,
        lines: Sequence[Line],
        left: float,
        top: float,
        tall: float,
        *,
        begun: bool,
    ) -> Iterator[Op]:
        x, width = left + cell.left, cell.right - cell.left
        if self.grid.ruled:
            yield Box(x, top, width, tall, HAIR, 0.92 if cell.cell.shaded else None)
        if cell.cell.ink is not None and not cell.cell.ink.empty:
            yield handwriting(cell.cell.ink, x + 2, top + 2, width - 4, tall - 4)
        if cell.cell.field is not None:
            yield Place(cell.cell.field, x + 2, top + 2, width - 4, tall - 4)
        cut = len(lines) < len(cell.lines)
        free = tall - len(lines) * cell.leading
        # A text that goes on from the page before begins at the rule: its strips hold no padding.
        above = min(ABOVE, free / 2 if begun else free)
        y = top + (free / 2 if cell.cell.middle and not cut else above)
        for number, line in enumerate(lines):
            yield from glyphs(
                line,
                x + self.side,
                y + number * cell.leading,
                width - 2 * self.side,
                size=cell.cell.size,
                leading=cell.leading,
                shift=0.5 if cell.cell.vertical else SHIFT[cell.cell.align],
            )
