"""The official table as an Excel workbook, and beside it the definition it came from."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from io import BytesIO
from math import ceil
from typing import Any
from unicodedata import east_asian_width

import xlsxwriter

from cpscore.forms.exporting.page import Box, Page, Style, page
from cpscore.rules.form import Form, Kind, Status
from cpscore.rules.points import MOST_DIGITS, read_points
from cpscore.rules.problem import Problem, Unacceptable
from cpscore.rules.sheet import PROVISIONAL

TABLE, DEFINITION = "评分表", "定义"
ABOUT = "本页供导入时使用。文字和分值在“评分表”页上改；其余的在这里改，写法见 forms/README.md。"
MOST_SIGNS = 32_767
MM_PER_SIGN = 3.8
POINTS_PER_LINE = 15.0
HIGHEST_ROW = 400.0
# Numbers with more digits are not what they were after Excel has stored them.
EXACT = 15
# Nothing in the file tells when it was made: the same form makes the same bytes.
NO_TIME = datetime(2000, 1, 1)  # noqa: DTZ001 - Excel knows no zones

PLAIN = {"font_name": "宋体", "font_charset": 134, "font_size": 10.5, "valign": "vcenter"}
BOXED = PLAIN | {"border": 1, "text_wrap": True}
CENTRED = BOXED | {"align": "center"}
BOLD = {"font_name": "黑体", "font_charset": 134}
FORMATS: dict[Style, dict[str, Any]] = {
    Style.CAPTION: PLAIN | BOLD,
    Style.TITLE: PLAIN | BOLD | {"font_size": 16, "align": "center", "text_wrap": True},
    Style.LINE: PLAIN | {"text_wrap": True},
    Style.HEAD: CENTRED | BOLD,
    Style.CENTRE: CENTRED,
    Style.TEXT: BOXED,
    Style.NUMBER: CENTRED | {"num_format": "General"},
    Style.TOTAL: CENTRED | BOLD | {"num_format": "General"},
}


def export_excel(form: Form, yaml: bytes) -> bytes:
    """The workbook of a form: its table as printed, and its definition.

    Raises Unacceptable `too-long-for-excel` where a text does not fit into a cell.
    """
    laid = page(form)
    lines = yaml.decode("utf-8-sig").replace("\r\n", "\n").split("\n")
    texts = (*(box.shown for box in laid.boxes), *lines)
    if any(len(text.encode("utf-16-le")) // 2 > MOST_SIGNS for text in texts):
        raise Unacceptable([Problem("too-long-for-excel", values={"most": MOST_SIGNS})])
    file = BytesIO()
    options = {"in_memory": True, "strings_to_urls": False, "strings_to_formulas": False}
    workbook = xlsxwriter.Workbook(file, options)
    workbook.set_properties({"title": form.title, "created": NO_TIME})
    _Sheet(workbook, laid, form).write()
    _definition(workbook, lines)
    workbook.close()
    return file.getvalue()


def _definition(workbook: Any, lines: list[str]) -> None:
    sheet = workbook.add_worksheet(DEFINITION)
    sheet.set_column(0, 0, 140)
    sheet.write_string(0, 0, ABOUT, workbook.add_format(PLAIN | BOLD))
    plain = workbook.add_format(PLAIN)
    for at, line in enumerate(lines, start=1):
        if line:
            sheet.write_string(at, 0, line, plain)


class _Sheet:
    """Writes a page into a sheet of its own."""

    def __init__(self, workbook: Any, laid: Page, form: Form) -> None:
        self.laid, self.form = laid, form
        self.sheet = workbook.add_worksheet(TABLE)
        self.formats = {style: workbook.add_format(FORMATS[style]) for style in Style}

    def write(self) -> None:
        sheet = self.sheet
        sheet.set_paper(9)
        sheet.set_margins(left=0.7, right=0.7, top=0.8, bottom=0.8)
        sheet.fit_to_pages(1, 0)
        sheet.center_horizontally()
        sheet.set_footer("&C第 &P 页  共 &N 页")
        if self.form.status is Status.PROVISIONAL:
            sheet.set_header(f"&C{PROVISIONAL}")
        for at, width in enumerate(self.laid.widths):
            sheet.set_column(at, at, column_width(width))
        for row, height in enumerate(self.heights()):
            sheet.set_row(row, height)
        for box in self.laid.boxes:
            self.box(box)

    def heights(self) -> list[float]:
        """As high as the text of each row needs, in points."""
        rows = max((box.row + box.rows for box in self.laid.boxes), default=0)
        heights = [POINTS_PER_LINE + 5] * rows
        for box in sorted(self.laid.boxes, key=lambda box: box.rows):
            inside = range(box.row, box.row + box.rows)
            size = 1.6 if box.style is Style.TITLE else 1.0
            needed = self.lines(box, size) * POINTS_PER_LINE * size + 5
            # The last row of a cell over several makes up for what the others lack.
            lacking = needed - sum(heights[row] for row in inside)
            if lacking > 0:
                heights[inside[-1]] = min(heights[inside[-1]] + lacking, HIGHEST_ROW)
        return heights

    def lines(self, box: Box, size: float) -> int:
        room = (sum(self.laid.widths[box.left : box.right]) - 2) / (MM_PER_SIGN * size)
        return sum(max(1, ceil(signs(line) / max(room, 1))) for line in box.shown.split("\n"))

    def box(self, box: Box) -> None:
        """A cell, merged where it is more than one."""
        style = self.formats[box.style]
        last_row, last_column = box.row + box.rows - 1, box.right - 1
        if (last_row, last_column) != (box.row, box.left):
            self.sheet.merge_range(box.row, box.left, last_row, last_column, "", style)
        number = box.style in (Style.NUMBER, Style.TOTAL) and as_number(box.text)
        if box is self.laid.total and self.adds_up():
            cells = ",".join(place(one.row, one.left) for one in self.laid.weights)
            self.sheet.write_formula(box.row, box.left, f"=SUM({cells})", style, number)
        elif number is not False and number is not None:
            self.sheet.write_number(box.row, box.left, number, style)
        elif box.shown:
            self.sheet.write_string(box.row, box.left, box.shown, style)
        else:
            self.sheet.write_blank(box.row, box.left, None, style)

    def adds_up(self) -> bool:
        """Whether the total is just the sum of the weights; a function takes 255 of them."""
        items = list(self.form.items)
        bonus = any(item.kind is Kind.BONUS for item in items)
        whole = sum((item.max for item in items), Decimal(0)) == self.form.total
        return whole and not bonus and 0 < len(self.laid.weights) <= 255


def as_number(text: str) -> float | None:
    """Points as Excel stores them; None where they would not stay what they are."""
    points = read_points(text) if len(text) <= MOST_DIGITS else None
    if points is None or len(points.as_tuple().digits) > EXACT:
        return None
    return float(points)


def place(row: int, column: int) -> str:
    """A cell's name."""
    return f"{chr(ord('A') + column)}{row + 1}"


def signs(text: str) -> float:
    """How many Chinese signs wide a text is."""
    return sum(1.0 if east_asian_width(sign) in "WFA" else 0.5 for sign in text)


def column_width(mm: int) -> float:
    """A width in mm in Excel's unit, digits of its default font."""
    return max((mm * 96 / 25.4 - 5) / 7, 0.5)
