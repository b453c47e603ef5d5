"""A form as an Excel workbook: it looks like the official table, and comes back the same."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from openpyxl.cell import Cell

from cpscore.forms.catalogue import Found, shipped
from cpscore.forms.exporting.excel import DEFINITION, MOST_SIGNS, TABLE, export_excel
from cpscore.forms.exporting.page import page
from cpscore.forms.importing.reading import Draft, draft, read_source
from cpscore.forms.reader import read_form
from cpscore.forms.writing import write_yaml
from cpscore.rules.form import Form, Status
from cpscore.rules.form_document import form_document
from cpscore.rules.points import plain
from cpscore.rules.problem import Unacceptable
from tests.forms.tables import form_of

FORMS = list(shipped())
SCORED = [found for found in FORMS if found.form and found.form.sections]


def name(found: Found) -> str:
    return found.path.stem


def form_in(found: Found) -> Form:
    assert found.form is not None
    return found.form


def exported(found: Found) -> bytes:
    return export_excel(form_in(found), found.yaml)


def edited(data: bytes, change: Callable[[Any], None]) -> bytes:
    """The workbook as a person saves it after a change."""
    workbook = openpyxl.load_workbook(BytesIO(data))
    change(workbook)
    file = BytesIO()
    workbook.save(file)
    return file.getvalue()


def come_back(data: bytes) -> tuple[Form, Draft]:
    made = draft(read_source(data), "draft")
    text = made.yaml if made.yaml is not None else write_yaml(made.definition)
    form, problems = read_form(text.encode("utf-8"))
    assert (problems, form is not None) == ((), True)
    assert form is not None
    return form, made


def cell_of(sheet: Any, text: str) -> Any:
    return next(cell for row in sheet.iter_rows() for cell in row if cell.value == text)


@pytest.mark.parametrize("found", FORMS, ids=name)
def test_every_form_comes_back_whole(found: Found) -> None:
    form, made = come_back(exported(found))

    assert form_document(form) == form_document(form_in(found))
    assert made.remarks == ()
    assert (made.yaml or "").encode("utf-8") == found.yaml
    assert exported(found) == exported(found)


@pytest.mark.parametrize("found", FORMS, ids=name)
def test_a_workbook_saved_by_another_program_comes_back_whole(found: Found) -> None:
    form, _ = come_back(edited(exported(found), print))

    assert form_document(form) == form_document(form_in(found))


@pytest.mark.parametrize("found", SCORED, ids=name)
def test_the_table_alone_has_the_items_and_weights(found: Found) -> None:
    """Without the sheet that carries the definition it is read as any authority's table."""
    source = replace(read_source(exported(found)), definition=None)
    form, _ = form_of(draft(source, "draft"))
    wanted = form_in(found)

    def told(form: Form) -> list[object]:
        return [(item.title, item.max, [row.text for row in item.rows]) for item in form.items]

    assert told(form) == told(wanted)
    assert [veto.text for veto in form.vetoes] == [veto.text for veto in wanted.vetoes]
    assert form.total == wanted.total


@pytest.mark.parametrize("found", FORMS, ids=name)
def test_the_workbook_is_the_page_with_merged_cells_and_chinese_fonts(found: Found) -> None:
    workbook = openpyxl.load_workbook(BytesIO(exported(found)))
    sheet = workbook[TABLE]
    laid = page(form_in(found))

    assert workbook.sheetnames == [TABLE, DEFINITION]
    merged = {str(one) for one in sheet.merged_cells.ranges}
    assert len(merged) == sum(box.rows * (box.right - box.left) > 1 for box in laid.boxes)
    for box in laid.boxes:
        cell = sheet.cell(box.row + 1, box.left + 1)
        assert cell.font.name in {"宋体", "黑体"}
        if box is laid.total:
            assert cell.value == box.text or str(cell.value).startswith("=SUM(")
        else:
            assert str("" if cell.value is None else cell.value) == box.shown
    assert sum(laid.widths) == 170


@pytest.mark.parametrize("found", FORMS, ids=name)
def test_a_provisional_form_says_so_on_every_page(found: Found) -> None:
    sheet = openpyxl.load_workbook(BytesIO(exported(found)))[TABLE]
    provisional = form_in(found).status is Status.PROVISIONAL

    assert (sheet.oddHeader.center.text or "").startswith("暂定" if provisional else "")
    assert bool(sheet.oddHeader.center.text) == provisional


@pytest.mark.parametrize("found", SCORED, ids=name)
def test_weights_are_numbers_and_the_total_adds_them_up(found: Found) -> None:
    data = exported(found)
    values = openpyxl.load_workbook(BytesIO(data), data_only=True)[TABLE]
    laid = page(form_in(found))

    shown = [values.cell(box.row + 1, box.left + 1).value for box in laid.weights]
    assert shown == [item.max for item in form_in(found).items]
    assert laid.total is not None
    total = values.cell(laid.total.row + 1, laid.total.left + 1).value
    assert total == form_in(found).total


def found_by(id: str) -> Found:
    return next(found for found in FORMS if found.path.stem == id)


def test_changes_in_the_table_are_taken_and_told() -> None:
    found = found_by("hebei-g")

    def change(workbook: Any) -> None:
        sheet = workbook[TABLE]
        cell_of(sheet, "本轮清洁生产方案基本实施").value = "方案全部实施"
        cell_of(sheet, "持续清洁生产情况").value = "持续清洁生产"
        cell_of(sheet, "8." + form_in(found).veto("v8").text).value = "8.是否发生事故。"
        cell_of(sheet, 22).value = 20
        cell_of(sheet, 10).value = 12
        title = cell_of(sheet, "清洁生产审核验收评分表")
        title.value = "某市验收评分表"

    form, made = come_back(edited(exported(found), change))

    assert [plain(item.max) for item in form.items][:3] == ["12", "20", "25"]
    assert form.item("g2").rows[0].text == "方案全部实施"
    assert {item.title for item in form.items if item.id in {"g7", "g8", "g9"}} == {"持续清洁生产"}
    assert (form.veto("v8").text, form.layout.title) == ("是否发生事故。", "某市验收评分表")
    assert {one.code for one in made.remarks} == {"table-was-changed"}
    assert len(made.remarks) == 6
    # Everything else stays what it was.
    assert form.veto("v8").fails_when == form_in(found).veto("v8").fails_when
    assert form.notes == form_in(found).notes


def test_what_is_written_beside_the_table_is_told() -> None:
    def change(workbook: Any) -> None:
        sheet = workbook[TABLE]
        weight = cell_of(sheet, 22)
        blank = [cell for cell in sheet[weight.row][weight.column :] if isinstance(cell, Cell)]
        blank[0].value = "9.5"
        sheet.cell(sheet.max_row + 2, 1).value = "另见附页"

    form, made = come_back(edited(exported(found_by("hebei-g")), change))

    assert form_document(form) == form_document(form_in(found_by("hebei-g")))
    assert [(one.code, one.values["found"]) for one in made.remarks] == [
        ("not-understood", "9.5"),
        ("not-understood", "另见附页"),
    ]


def test_a_table_with_a_row_more_is_read_as_a_table() -> None:
    def change(workbook: Any) -> None:
        sheet = workbook[TABLE]
        first = cell_of(sheet, "本轮清洁生产方案基本实施")
        row, text = first.row, first.column
        weight = cell_of(sheet, 22).column
        sheet.insert_rows(row)
        for merged in sheet.merged_cells.ranges:
            if merged.min_row >= row:
                merged.shift(row_shift=1)
        for column, value in ((1, "能源管理"), (text, "有能源管理岗位"), (weight, 5)):
            sheet.cell(row, column).value = value

    data = edited(exported(found_by("hebei-g")), change)
    made = draft(read_source(data), "draft")
    form, _ = form_of(made)

    assert made.yaml is None
    assert {"definition-not-used", "total-not-printed"} <= {one.code for one in made.remarks}
    assert [plain(item.max) for item in form.items][:3] == ["10", "5", "22"]


def test_a_definition_that_was_spoilt_is_not_used() -> None:
    def change(workbook: Any) -> None:
        workbook[DEFINITION].cell(3, 1).value = "id: ["

    made = draft(read_source(edited(exported(found_by("hebei-g")), change)), "draft")

    assert made.yaml is None
    assert [one.values["said"] for one in made.remarks if one.code == "definition-not-used"] == [
        "yaml-syntax"
    ]


def test_a_text_too_long_for_a_cell_stops_the_export() -> None:
    long = "长" * (MOST_SIGNS + 1)
    yaml = f"id: x\ntitle: {long}\nfields: [{{id: a, label: b}}]\n".encode()
    form, _ = read_form(yaml)
    assert form is not None

    with pytest.raises(Unacceptable) as refused:
        export_excel(form, yaml)
    assert [one.code for one in refused.value.problems] == ["too-long-for-excel"]


def test_texts_that_look_like_formulas_links_and_numbers_stay_texts() -> None:
    yaml = """id: x
title: =1+1
total: 10.5
sections:
  - items:
      - {title: "http://a.b/c", max: 10.5, rows: ["=SUM(A1)", "007", "+1", "@x", "_x0041_"]}
grades: [{id: a, label: 甲, range: x >= 0}]
""".encode()
    form, problems = read_form(yaml)
    assert form is not None, problems
    back, _ = come_back(export_excel(form, yaml))
    assert form_document(back) == form_document(form)

    alone = replace(read_source(export_excel(form, yaml)), definition=None)
    item = next(form_of(draft(alone, "draft"))[0].items)
    assert (item.title, item.max) == ("http://a.b/c", form.total)
    assert [row.text for row in item.rows] == ["=SUM(A1)", "007", "+1", "@x", "_x0041_"]


def test_criteria_and_steps_are_printed_below_each_other_and_come_back() -> None:
    yaml = """id: x
title: 某市评分表
total: 10
sections:
  - items:
      - title: 水平
        rows: [{number: "1", text: "领先得10分，其他0分"}]
        choices: [{text: 领先, points: 10}, {text: 其他, points: 0}]
grades: [{id: a, label: 甲, range: x >= 0}]
""".encode()
    form, problems = read_form(yaml)
    assert form is not None, problems
    data = export_excel(form, yaml)

    values = [cell.value for row in openpyxl.load_workbook(BytesIO(data))[TABLE] for cell in row]
    at = values.index("领先得10分，其他0分")
    assert "□领先 10\n□其他 0" in values[at:]
    back, made = come_back(data)
    assert (form_document(back), made.remarks) == (form_document(form), ())
