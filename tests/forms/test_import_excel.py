"""What Excel writes into a workbook beside plain text and merged cells."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment

from cpscore.forms.importing.excel import number
from cpscore.forms.importing.grid import Grid, Source
from cpscore.forms.importing.reading import draft, read_source
from tests.forms.tables import form_of

ROWS = (("序号", "评价内容", "分值"), (1, "有计量", 40), (2, "有台账", 60))


def source(change: Callable[[Any, Any], None]) -> Source:
    workbook = openpyxl.Workbook()
    sheet = workbook.worksheets[0]
    for row in ROWS:
        sheet.append(row)
    change(workbook, sheet)
    file = BytesIO()
    workbook.save(file)
    return read_source(file.getvalue())


def grid(found: Source) -> Grid:
    (one,) = [block for block in found.blocks if isinstance(block, Grid)]
    return one


@pytest.mark.parametrize(
    ("stored", "shown"),
    [
        ("10", "10"),
        ("10.0", "10"),
        ("0.30000000000000004", "0.3"),
        ("2.5", "2.5"),
        ("1E2", "100"),
        ("85.005", "85.005"),
        ("-3", "-3"),
        ("0", "0"),
        ("NaN", "NaN"),
        ("1e400", "1e400"),
        ("x", "x"),
    ],
)
def test_numbers_are_what_excel_shows(stored: str, shown: str) -> None:
    assert number(stored, percent=False) == shown


def test_percentages_are_what_excel_shows() -> None:
    def percent(_: Any, sheet: Any) -> None:
        sheet["C2"], sheet["C3"] = 0.4, 0.6
        for place, format in (("C2", "0%"), ("C3", '0.0"%"%')):
            sheet[place].number_format = format

    assert [grid(source(percent)).rows[row][2].text for row in (1, 2)] == ["40%", "60%"]
    assert number("0.07", percent=True) == "7%"


def test_texts_of_several_fonts_and_escaped_signs() -> None:
    def change(_: Any, sheet: Any) -> None:
        sheet["B2"] = CellRichText("有", TextBlock(InlineFont(b=True), "计量"), "_x000D_\n器具")

    assert grid(source(change)).rows[1][1].text == "有计量器具"


def test_a_formula_nobody_has_worked_out_is_told_and_the_sum_taken() -> None:
    def change(_: Any, sheet: Any) -> None:
        sheet.append(("合计", None, "=SUM(C2:C3)"))

    made = draft(source(change), "draft")

    assert {one.code for one in made.remarks} == {"total-not-printed", "weight-not-read"}
    form, _ = form_of(made)
    assert form.total == 100


def test_hidden_sheets_are_not_read_but_told() -> None:
    def change(workbook: Any, _: Any) -> None:
        other = workbook.create_sheet("旧版")
        other.append(("序号", "评价内容", "分值"))
        other.sheet_state = "hidden"

    found = source(change)
    made = draft(found, "draft")

    assert len(found.blocks) == 1
    assert "旧版" in [one.values["found"] for one in made.remarks]


def test_sheets_without_a_word_are_no_tables() -> None:
    found = source(lambda book, _: book.create_sheet("Sheet2"))

    assert len(found.blocks) == 1


def test_formatting_gone_astray_makes_no_table_wide() -> None:
    def change(_: Any, sheet: Any) -> None:
        sheet["ZZ2"].number_format = "0%"
        sheet["A5000"].number_format = "0%"
        sheet.merge_cells("E1:XFD1")

    assert grid(source(change)).columns <= 5


def test_a_row_of_the_sheet_is_counted_as_excel_counts_it() -> None:
    def change(_: Any, sheet: Any) -> None:
        sheet.insert_rows(1, 2)
        sheet["A1"] = "某市评分表"
        sheet["C4"] = "酌情"

    made = draft(source(change), "draft")
    (remark,) = [one for one in made.remarks if one.code == "weight-not-read"]

    assert (remark.values["table"], remark.values["row"], remark.values["column"]) == (1, 4, 3)
    assert made.definition["title"] == "某市评分表"


def test_hidden_rows_columns_and_comments_are_told_and_not_read() -> None:
    def change(_: Any, sheet: Any) -> None:
        sheet["D1"], sheet["D2"] = "旧分值", 30
        sheet.column_dimensions["D"].hidden = True
        sheet["AMK1"] = "远处"
        sheet.column_dimensions["AMK"].hidden = True
        sheet.append((3, "作废", 20))
        sheet.row_dimensions[4].hidden = True
        sheet["B2"].comment = Comment("以现场为准", "甲")

    made = draft(source(change), "draft")

    told = [(one.code, one.values["found"]) for one in made.remarks]
    assert {found for code, found in told if code == "hidden-text"} == {
        "旧分值", "30", "3", "作废", "20", "远处"
    }  # fmt: skip
    assert ("beside-the-page", "以现场为准") in told
    form, _ = form_of(made)
    assert [item.max for item in form.items] == [40, 60]
