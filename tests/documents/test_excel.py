"""Workbooks as another library reads them, their formulas reckoned again with doubles."""

import io
import re
import statistics
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from cpscore.documents.excel import columns, write_xlsx
from cpscore.documents.reckoning import holds
from cpscore.documents.sheets.summary import summary_sheet
from cpscore.rules.answers import Answers, Whole
from cpscore.rules.form import Form, MergeRule
from cpscore.rules.merging import Decisions, PanelResult, merge
from cpscore.rules.sheet import Cell, Formula, Grid, Reckoning, Row, Sheet, Text
from tests.documents.kinds import SHEETS, coded, good_answers, shipped
from tests.documents.samples import NAMES, review
from tests.documents.test_sheets import SHA

AT = datetime(2026, 11, 20, 9, 0, tzinfo=timezone(timedelta(hours=8)))


def opened(sheet: Sheet) -> Workbook:
    return load_workbook(io.BytesIO(write_xlsx(sheet, at=AT)))


def cells(book: Workbook) -> Iterator[tuple[Worksheet, Any]]:
    for page in book.worksheets:
        for row in page.iter_rows():
            yield from ((page, one) for one in row if one.value is not None)


def strings(sheet: Sheet) -> list[str]:
    return [str(one.value) for _, one in cells(opened(sheet))]


def reckoned(page: Worksheet, formula: str) -> float:
    """What a spreadsheet gets: doubles, and ROUND half away from zero on fifteen digits."""

    def numbers(*arguments: object) -> list[float]:
        flat: list[float] = []
        for one in arguments:
            flat += one if isinstance(one, list) else [float(str(one))]
        return flat

    def cell(address: str) -> list[float]:
        found = page[address]
        rows = found if isinstance(found, tuple) else ((found,),)
        flat = [one for row in rows for one in row]
        values = [
            reckoned(page, one.value[1:])
            if isinstance(one.value, str) and one.value.startswith("=")
            else one.value
            for one in flat
        ]
        return [float(one) for one in values if isinstance(one, int | float)]

    def round_(value: object, places: int) -> float:
        [number] = numbers(value)
        exact = Decimal(f"{number:.15g}")
        return float(exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP))

    known = {
        "cell": cell,
        "SUM": lambda *given: sum(numbers(*given)),
        "AVERAGE": lambda *given: statistics.fmean(numbers(*given)),
        "MEDIAN": lambda *given: statistics.median(numbers(*given)),
        "MAX": lambda *given: max(numbers(*given)),
        "MIN": lambda *given: min(numbers(*given)),
        "LARGE": lambda given, at: sorted(given)[-at],
        "SMALL": lambda given, at: sorted(given)[at - 1],
        "ROUND": round_,
    }
    python = re.sub(r"\b([A-Z]{1,2}[0-9]+(:[A-Z]{1,2}[0-9]+)?)\b", r'cell("\1")', formula)
    [value] = numbers(eval(python, {"__builtins__": {}}, known))
    return value


def formulas(sheet: Sheet) -> list[tuple[str, float, str]]:
    """Each formula, what it comes to, and the format it is shown with."""
    return [
        (one.value, reckoned(page, one.value[1:]), one.number_format)
        for page, one in cells(opened(sheet))
        if isinstance(one.value, str) and one.value.startswith("=")
    ]


def printed(value: float, form: str) -> str:
    return f"{value:.{len(form.partition('.')[2])}f}"


def panel(form: Form, points: list[str]) -> PanelResult:
    """As many members as texts, each so many points below the maximum of every item."""
    given = [good_answers(form, name, off) for name, off in zip(NAMES, points, strict=False)]
    return merge(form, given, Decisions())


def summary(result: PanelResult) -> Sheet:
    return summary_sheet(result, review(4), sha256=SHA, say=coded)


@pytest.mark.parametrize("name", SHEETS)
def test_every_word_and_number_of_the_sheet_is_in_the_workbook(name: str) -> None:
    sheet = SHEETS[name]()
    found = "".join("".join(strings(sheet)).split())
    notes = [one.comment.text for _, one in cells(opened(sheet)) if one.comment]
    for grid in (block for block in sheet.blocks if isinstance(block, Grid)):
        for cell in (cell for row in grid.rows for cell in row.cells):
            if cell.number is None:
                assert "".join(cell.text.split()) in found
            elif cell.text != cell.number:
                assert any(cell.text in note for note in notes)
    for block in sheet.blocks:
        if isinstance(block, Text):
            assert "".join(block.text.split()) in found


def test_the_totals_of_a_score_sheet_are_sums() -> None:
    [(formula, value, form)] = formulas(SHEETS["hebei-g"]())
    assert formula.startswith("=SUM(")
    # Half a point less for each of nine items, but three times 1.5 for the first.
    assert printed(value, form) == "90.5"


@pytest.mark.parametrize(
    "rule", [MergeRule.MEAN, MergeRule.ITEM_MEAN, MergeRule.MEDIAN, MergeRule.TRIMMED_MEAN]
)
@pytest.mark.parametrize("points", [["0", "1", "2"], ["0.5", "0", "1.5", "2", "1", "0", "0.5"]])
def test_the_summary_comes_to_what_is_printed(rule: MergeRule, points: list[str]) -> None:
    form = shipped("hebei-g")
    form = replace(form, panel=replace(form.panel, rule=rule, drop=1, least=3))
    result = panel(form, points)
    assert result.total is not None
    found = formulas(summary(result))
    shown = [printed(value, form) for formula, value, form in found if "ROUND" in formula]
    assert shown == [one.mean.shown for one in result.items if one.mean] + [result.total.shown]
    totals = [formula for formula, _, _ in found if formula.startswith("=SUM(")]
    assert len(totals) == len(points)


def test_halves_are_rounded_up_as_on_paper() -> None:
    form = shipped("hebei-g")
    form = replace(form, sections=tuple(with_fine_steps(form)))
    given = [good_answers(form, name, "0.5") for name in NAMES[:2]]
    item = next(iter(form.items))
    given[0] = given[0].with_score(item.id, Whole(Decimal("8.00")))
    given[1] = given[1].with_score(item.id, Whole(Decimal("8.01")))
    result = merge(form, given, Decisions())
    mean = next(one.mean for one in result.items if one.item.id == item.id)
    assert mean is not None
    assert mean.shown == "8.01"
    rounded = [
        printed(value, form) for text, value, form in formulas(summary(result)) if "ROUND" in text
    ]
    assert rounded[0] == "8.01"


def with_fine_steps(form: Form) -> Iterator[Any]:
    for section in form.sections:
        items = tuple(replace(item, step=Decimal("0.01")) for item in section.items)
        yield replace(section, items=items)


def test_a_formula_that_does_not_come_to_the_printed_number_is_left_out() -> None:
    parts = tuple(Cell(one, number=one, name=one) for one in ("1.5", "2"))
    for printed_total, live in (("3.5", True), ("3", False), ("3.50", True)):
        total = Cell(
            printed_total, number=printed_total, formula=Formula(Reckoning.SUM, ("1.5", "2"))
        )
        sheet = Sheet("表", (Grid((10, 10, 10), (Row((*parts, total)),)),))
        values = [one.value for _, one in cells(opened(sheet))]
        assert ("=SUM(A2:B2)" in values) is live
        if not live:
            assert float(printed_total) in values


def test_a_number_beyond_what_a_spreadsheet_carries_stays_text() -> None:
    long = "1234567890.1234567891"
    sheet = Sheet("表", (Grid((10,), (Row((Cell(long, number=long),)),)),))
    assert long in strings(sheet)


def test_a_formula_over_cells_without_numbers_does_not_hold() -> None:
    assert not holds(Formula(Reckoning.SUM, ("a",)), "0", {})
    assert not holds(Formula(Reckoning.SUM, ()), "0", {})


@pytest.mark.parametrize("sign", ["=", "+", "-", "@"])
def test_what_an_expert_writes_is_never_a_formula(sign: str) -> None:
    text = f'{sign}HYPERLINK("http://example.org","x")'
    sheet = Sheet("表", (Text(text), Grid((10, 90), (Row((Cell("1"), Cell(text))),))))
    book = opened(sheet)
    found = [one for _, one in cells(book) if one.value == text]
    assert [one.data_type for one in found] == ["s", "s"]
    assert all(one.quotePrefix for one in found)


def test_every_worksheet_is_protected_a4_and_says_it_is_a_copy() -> None:
    book = opened(SHEETS["summary"]())
    assert len(book.worksheets) > 2
    for page in book.worksheets:
        assert page.protection.sheet
        assert page.page_setup.paperSize == 9
        assert page.page_setup.fitToHeight == 0
        assert "可编辑副本" in str(page.oddHeader.center.text)
        assert "&P" in str(page.oddFooter.center.text)


def test_headings_repeat_and_widths_are_those_of_the_paper() -> None:
    page = opened(SHEETS["hebei-g"]()).worksheets[0]
    first, last = (int(one) for one in re.findall(r"[0-9]+", str(page.print_title_rows)))
    assert page.cell(first, 1).value == "清洁生产审核与实施方案评价"
    assert first == last
    found = page.column_dimensions.values()
    width = sum(one.width * (one.max - one.min + 1) for one in found)
    assert width * 7 / 96 * 25.4 == pytest.approx(170, rel=0.05)


def test_fonts_are_those_of_official_papers() -> None:
    names = {one.font.name for _, one in cells(opened(SHEETS["hebei-h"]()))}
    assert names == {"宋体", "黑体", "仿宋"}


def test_columns_of_one_table_never_fall_together() -> None:
    assert columns([(100, 70), (101, 69)], 170) == (0, 100, 170)
    assert columns([(100, 1, 69)], 170) == (0, 100, 101, 170)
    assert len(columns([], 170)) > 2


def test_a_text_longer_than_a_row_or_a_cell_goes_on() -> None:
    text = "审" * 70_000
    sheet = Sheet("表", (Text(text),))
    assert "".join(strings(sheet)) == "表" + text
    page = opened(sheet).worksheets[0]
    assert max(one.height or 0 for one in page.row_dimensions.values()) <= 409


def test_worksheets_have_names_a_spreadsheet_takes() -> None:
    titles = ["一/二:三?*[四]" * 5, "", "'表'"]
    for title in titles:
        [page] = opened(Sheet(title, ())).worksheets
        assert page.title
        assert len(page.title) <= 31
        assert not set(page.title) & set("[]:*?/\\'")


def test_the_same_sheet_at_the_same_time_gives_the_same_bytes() -> None:
    sheet = SHEETS["summary"]()
    made = write_xlsx(sheet, at=AT)
    assert made == write_xlsx(sheet, at=AT)
    assert made != write_xlsx(sheet, at=AT + timedelta(days=1))
    with zipfile.ZipFile(io.BytesIO(made)) as book:
        assert {one.date_time for one in book.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_what_does_not_apply_is_no_number() -> None:
    form = shipped("hebei-g")
    result = merge(form, [good_answers(form, NAMES[0], "0")], Decisions())
    assert isinstance(result.counted[0].answers, Answers)
    found = strings(summary(result))
    assert "不成立" in found
    assert "2～2" in found


def test_a_table_that_goes_on_says_so_on_a_worksheet_of_its_own() -> None:
    book = opened(SHEETS["hebei-c"]())
    assert book.sheetnames[:2] == ["表C 清洁生产审核评估评分表", "表C(续)"]
    first, second = book.worksheets[:2]
    assert second.cell(1, 1).value == "表C(续)"
    assert str(second.print_title_rows) == "$1:$2"
    assert "表C(续)" not in {one.value for page, one in cells(book) if page is first}


def test_a_title_never_has_a_worksheet_for_itself() -> None:
    book = opened(SHEETS["cppc-worksheets"]())
    first = [one.value for page, one in cells(book) if page is book.worksheets[0]]
    assert first[1:4] == ["清洁生产审核工作表", "表 A.1 审核小组成员表", "姓名"]
