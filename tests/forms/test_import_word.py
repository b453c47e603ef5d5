"""What Word writes into a document beside plain text and tables."""

from __future__ import annotations

import base64
from collections.abc import Callable
from io import BytesIO

import docx
import pytest
from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.table import Table

from cpscore.forms.importing.grid import Cell, Grid, Source
from cpscore.forms.importing.numbering import MOST, chinese, letters
from cpscore.forms.importing.reading import draft, read_source
from tests.forms.tables import form_of

# One white point.
PICTURE = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mP8/x8AAwMCAO+ip1sAAAAASUVORK5CYII="
)
HEADS = ("序号", "评价内容", "分值")


def source(write: Callable[[Document], None]) -> Source:
    document = docx.Document()
    write(document)
    file = BytesIO()
    document.save(file)
    return read_source(file.getvalue())


def table(document: Document, *rows: tuple[str, ...]) -> Table:
    made = document.add_table(0, 3)
    for row in (HEADS, *rows):
        for cell, text in zip(made.add_row().cells, row, strict=True):
            cell.text = text
    return made


def xml(text: str) -> object:
    """A piece of WordprocessingML."""
    head, _, rest = text.partition(">")
    return parse_xml(f"{head.rstrip('/')} {nsdecls('w')}{'/' if head.endswith('/') else ''}>{rest}")


def texts(found: Source) -> list[list[str]]:
    (grid,) = [block for block in found.blocks if isinstance(block, Grid)]
    return [[cell.text for cell in row] for row in grid.rows]


def numbered(document: Document, format: str, text: str, start: int = 1) -> str:
    """A list of its own in the document; its number."""
    part = document.part.numbering_part.element
    level = f'<w:start w:val="{start}"/><w:numFmt w:val="{format}"/><w:lvlText w:val="{text}"/>'
    part.insert(
        0,
        xml(
            f'<w:abstractNum w:abstractNumId="77"><w:lvl w:ilvl="0">{level}</w:lvl></w:abstractNum>'
        ),
    )
    part.append(xml('<w:num w:numId="77"><w:abstractNumId w:val="77"/></w:num>'))
    return "77"


@pytest.mark.parametrize(
    ("format", "text", "shown"),
    [
        ("decimal", "%1", ["1", "2"]),
        ("decimal", "%1.", ["1", "2"]),
        ("decimal", "（%1）", ["(1)", "(2)"]),
        ("decimalEnclosedCircle", "%1", ["1", "2"]),
        ("chineseCounting", "%1、", ["一", "二"]),
    ],
)
def test_numbers_that_word_writes_itself_are_read(format: str, text: str, shown: list[str]) -> None:
    def write(document: Document) -> None:
        made = table(document, ("", "有计量", "40"), ("", "有台账", "60"))
        numbered(document, format, text)
        for row in made.rows[1:]:
            properties = row.cells[0].paragraphs[0]._p.get_or_add_pPr()
            properties.append(xml('<w:numPr><w:ilvl w:val="0"/><w:numId w:val="77"/></w:numPr>'))

    form, _ = form_of(draft(source(write), "draft"))

    assert [row.number for item in form.items for row in item.rows] == shown
    assert [row.text for item in form.items for row in item.rows] == ["有计量", "有台账"]


def test_chinese_and_latin_numbers() -> None:
    assert [chinese(number) for number in (1, 10, 12, 20, 35, 105)] == [
        "一",
        "十",
        "十二",
        "二十",
        "三十五",
        "一〇五",
    ]
    assert [letters(number) for number in (1, 26, 27)] == ["a", "z", "aa"]
    assert len(letters(MOST)) < 10


def test_what_was_deleted_is_gone_and_what_was_inserted_is_there() -> None:
    def write(document: Document) -> None:
        made = table(document, ("1", "有", "100"), ("2", "旧的一行", "1"))
        paragraph = made.rows[1].cells[1].paragraphs[0]._p
        paragraph.append(xml("<w:ins><w:r><w:t>计量</w:t></w:r></w:ins>"))
        paragraph.append(xml("<w:del><w:r><w:delText>废话</w:delText></w:r></w:del>"))
        paragraph.append(xml("<w:moveFrom><w:r><w:t>移走</w:t></w:r></w:moveFrom>"))
        made.rows[2]._tr.get_or_add_trPr().append(xml("<w:del/>"))

    assert texts(source(write)) == [list(HEADS), ["1", "有计量", "100"]]


def test_tabs_breaks_boxes_and_content_controls() -> None:
    def write(document: Document) -> None:
        made = table(document, ("1", "甲", "100"))
        run = made.rows[1].cells[1].paragraphs[0].add_run()
        run.add_break()
        run.add_text("乙")
        run.add_tab()
        paragraph = made.rows[1].cells[1].paragraphs[0]._p
        paragraph.append(xml('<w:r><w:noBreakHyphen/><w:softHyphen/><w:sym w:char="F0A8"/></w:r>'))
        content = "<w:sdtContent><w:r><w:t>控件</w:t></w:r></w:sdtContent>"
        paragraph.append(xml(f"<w:sdt>{content}</w:sdt>"))
        paragraph.append(xml("<w:r><w:instrText>PAGE</w:instrText></w:r>"))

    assert texts(source(write))[1][1] == "甲乙 -□控件"


def test_rows_and_cells_inside_content_controls() -> None:
    def write(document: Document) -> None:
        made = table(document, ("1", "甲", "100"))
        row = made.rows[1]._tr
        row.getparent().remove(row)
        control = xml("<w:sdt><w:sdtContent/></w:sdt>")
        control[0].append(row)  # type: ignore[index]
        made._tbl.append(control)

    assert texts(source(write))[1] == ["1", "甲", "100"]


def test_a_table_in_a_frame_is_read_and_a_table_in_a_cell_is_part_of_its_text() -> None:
    def frame(document: Document) -> None:
        cell = document.add_table(1, 1).rows[0].cells[0]
        inner = cell.add_table(2, 3)
        for at, row in enumerate((HEADS, ("1", "有计量", "100"))):
            for place, text in zip(inner.rows[at].cells, row, strict=True):
                place.text = text

    assert texts(source(frame)) == [list(HEADS), ["1", "有计量", "100"]]

    def small(document: Document) -> None:
        made = table(document, ("1", "档次", "100"))
        inner = made.rows[1].cells[1].add_table(1, 2)
        inner.rows[0].cells[0].text, inner.rows[0].cells[1].text = "优", "良"

    assert texts(source(small))[1] == ["1", "档次优良", "100"]


def test_rows_that_begin_further_right() -> None:
    def write(document: Document) -> None:
        made = table(document, ("", "有计量", "100"))
        row = made.rows[1]._tr
        row.remove(row.tc_lst[0])
        row.get_or_add_trPr().append(xml('<w:gridBefore w:val="1"/>'))

    (grid,) = source(write).blocks
    assert isinstance(grid, Grid)
    assert [(cell.column, cell.text) for cell in grid.rows[1]] == [(1, "有计量"), (2, "100")]


def test_cells_merged_the_old_way() -> None:
    def write(document: Document) -> None:
        made = table(document, ("合计", "", "100"))
        for cell, how in zip(made.rows[1].cells[:2], ("restart", "continue"), strict=True):
            cell._tc.get_or_add_tcPr().append(xml(f'<w:hMerge w:val="{how}"/>'))

    (grid,) = source(write).blocks
    assert isinstance(grid, Grid)
    assert [(cell.column, cell.columns, cell.text) for cell in grid.rows[1]] == [
        (0, 2, "合计"),
        (2, 1, "100"),
    ]


def test_text_hidden_under_a_merged_cell_is_listed() -> None:
    def write(document: Document) -> None:
        made = table(document, ("1", "有计量", "100"), ("2", "有台账", "旧"))
        for row, how in ((1, "restart"), (2, "continue")):
            made.rows[row].cells[2]._tc.get_or_add_tcPr().append(xml(f'<w:vMerge w:val="{how}"/>'))

    found = source(write)
    made = draft(found, "draft")

    assert [cell.text for cell in found.hidden] == ["旧"]
    assert [one.values["found"] for one in made.remarks if one.code == "not-understood"] == ["旧"]


def test_many_lines_outside_the_table_are_listed_up_to_a_limit() -> None:
    def write(document: Document) -> None:
        table(document, ("1", "有计量", "100"))
        for number in range(300):
            document.add_paragraph(f"与评分无关的第{number}段文字，写在表的后面。")

    made = draft(source(write), "draft")

    codes = [one.code for one in made.remarks]
    assert codes.count("line-not-understood") + codes.count("total-not-printed") == 200
    assert made.remarks[-1].code == "more-not-understood"
    assert made.remarks[-1].values["more"] == 101


def test_paragraphs_count_as_rows_of_no_table() -> None:
    def write(document: Document) -> None:
        document.add_paragraph("某市评分表")
        document.add_paragraph("")
        document.add_paragraph("企业名称：")

    found = source(write)
    assert [(one.table, one.row, one.text) for one in found.blocks if isinstance(one, Cell)] == [
        (0, 0, "某市评分表"),
        (0, 1, "企业名称："),
    ]


def test_what_stands_beside_the_page_or_is_hidden_is_told_and_not_read() -> None:
    def write(document: Document) -> None:
        document.sections[0].header.paragraphs[0].text = "某市文件"
        document.sections[0].footer.paragraphs[0].text = "第 1 页 共 2 页"
        made = table(document, ("1", "有计量", "100"))
        hidden = made.cell(1, 1).paragraphs[0].add_run("（旧的）")
        hidden.font.hidden = True
        shown = made.cell(1, 1).paragraphs[0].add_run("器具")
        shown.font.hidden = False
        said = document.add_paragraph("注：现场打分。")
        document.add_comment(said.runs, text="权重待定", author="甲")

    found = source(write)
    made = draft(found, "draft")

    told = [(one.code, one.values["found"]) for one in made.remarks]
    assert ("hidden-text", "（旧的）") in told
    assert ("beside-the-page", "某市文件") in told
    assert ("beside-the-page", "权重待定") in told
    assert [code for code, _ in told].count("beside-the-page") == 2
    form, _ = form_of(made)
    assert [row.text for item in form.items for row in item.rows] == ["有计量器具"]


def test_a_picture_is_told_for_a_table_may_be_in_it() -> None:
    def write(document: Document) -> None:
        table(document, ("1", "有计量", "100"))
        document.add_picture(BytesIO(PICTURE))

    made = draft(source(write), "draft")

    assert [one.values["count"] for one in made.remarks if one.code == "picture-not-read"] == [1]
