"""What a layout may ask of its tables: printed marks, fixed words, words where they go on."""

from __future__ import annotations

from dataclasses import replace

from cpscore.documents.compose import compose
from cpscore.documents.drawing import Glyphs
from cpscore.documents.sheets.filling import Filling
from cpscore.documents.sheets.labels import MET_WORDS
from cpscore.documents.sheets.tables import head, question_table
from cpscore.rules.layout import Column, VetoTable
from cpscore.rules.sheet import Cell, Grid, Row, Sheet
from tests.documents.samples import FORM, LAYOUT, VETOES


def test_a_number_is_printed_as_in_the_source() -> None:
    marked = replace(VETOES[0], mark="1．")
    form = replace(FORM, vetoes=(marked, *VETOES[1:]))
    table = next(one for one in LAYOUT.blocks if isinstance(one, VetoTable))
    texts = [cell.text for row in question_table(table, Filling(form)).rows for cell in row.cells]
    assert any(text.startswith("1．企业") for text in texts)
    assert any(text.startswith("2.企业") for text in texts)


def test_fixed_words_stand_beside_each_group() -> None:
    table = VetoTable(
        (
            Column("group", "类型", 15),
            Column("words", "", 8, words="内容"),
            Column("text", "指标", 100),
        )
    )
    grid = question_table(table, Filling(FORM))
    groups = {veto.group for veto in FORM.vetoes}
    assert sum(cell.text == "内容" for row in grid.rows for cell in row.cells) == len(groups)
    assert [(cell.text, cell.columns) for cell in grid.rows[0].cells] == [("类型", 2), ("指标", 1)]


def test_a_table_that_goes_on_says_so_above_its_heading() -> None:
    rows = (
        Row((head("序号"),), header=True),
        *(Row((Cell(str(at)),), height=20) for at in range(30)),
    )
    pages = compose(Sheet("表", (Grid((40,), rows, continued="表C(续)"),)))
    texts = [[op.text for op in page.ops if isinstance(op, Glyphs)] for page in pages]
    assert len(pages) > 1
    assert not any("续" in text for text in texts[0])
    for page, said in zip(pages[1:], texts[1:], strict=True):
        found = {op.text: op.y for op in page.ops if isinstance(op, Glyphs)}
        assert "表C(续)" in said
        assert found["表C(续)"] < found["序号"] < max(found.values())


def test_a_condition_that_is_still_open_is_left_blank() -> None:
    assert MET_WORDS[None].strip() == ""
    assert {MET_WORDS[True], MET_WORDS[False]} == {"满足", "不满足"}
