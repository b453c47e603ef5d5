"""Word documents as another library reads them, and as Word's own language wants them."""

import io
import zipfile
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.document import Document as Word
from docx.oxml.ns import qn
from openpyxl import load_workbook

from cpscore.documents.excel import write_xlsx
from cpscore.documents.sheets.opinion import Signer, opinion_sheet
from cpscore.documents.sheets.score import score_sheet
from cpscore.documents.word import write_docx
from cpscore.places import forms_folder
from cpscore.rules.answers import Answers
from cpscore.rules.scoring import score
from cpscore.rules.sheet import (
    Align,
    Cell,
    Frame,
    Grid,
    PageBreak,
    Row,
    Sheet,
    SignatureLine,
    Text,
)
from tests.documents.kinds import SHEETS, coded, shipped
from tests.documents.samples import NAMES, review
from tests.documents.test_sheets import SHA

AT = datetime(2026, 11, 20, 9, 0, tzinfo=timezone(timedelta(hours=8)))
# The order that the schema of WordprocessingML wants; Word refuses a file in another.
ORDER = {
    "w:pPr": "keepNext pageBreakBefore autoSpaceDE autoSpaceDN snapToGrid spacing ind jc sectPr",
    "w:rPr": "rFonts b sz szCs lang",
    "w:tcPr": "tcW gridSpan vMerge shd noWrap textDirection vAlign",
    "w:tblPr": "tblW tblBorders tblLayout tblCellMar",
}


def opened(sheet: Sheet) -> Word:
    return Document(io.BytesIO(write_docx(sheet, at=AT)))


def all_of(word: Word, tag: str) -> Iterator[Any]:
    yield from word.element.body.iter(qn(tag))


def words(element: Any) -> str:
    return "".join(one.text for one in element.iter(qn("w:t")) if one.text)


def wanted(blocks: Any) -> Iterator[str]:
    for block in blocks:
        match block:
            case Text(text):
                yield text
            case Grid(_, rows):
                yield from (cell.text for row in rows for cell in row.cells)
            case SignatureLine(label):
                yield from (label, block.signer, block.date)
            case Frame(inside):
                yield from wanted(inside)
            case PageBreak():
                pass


@pytest.mark.parametrize("name", SHEETS)
def test_every_word_of_the_sheet_is_in_the_document(name: str) -> None:
    sheet = SHEETS[name]()
    word = opened(sheet)
    found = "".join(words(word.element.body).split())
    for text in (sheet.title, sheet.caption, *wanted(sheet.blocks)):
        assert "".join(text.split()) in found
    for page in word.sections:
        assert "可编辑副本" in words(page.header._element)
        foot = words(page.footer._element)
        assert "".join(sheet.footer.splitlines()) in foot
        codes = [one.text.strip() for one in page.footer._element.iter(qn("w:instrText"))]
        assert codes == ["PAGE", "NUMPAGES"]


@pytest.mark.parametrize("name", SHEETS)
def test_every_run_names_its_chinese_font(name: str) -> None:
    word = opened(SHEETS[name]())
    standing = [one._element for page in word.sections for one in (page.header, page.footer)]
    for part in (word.element.body, *standing):
        for run in part.iter(qn("w:r")):
            fonts = run.find(f"{qn('w:rPr')}/{qn('w:rFonts')}")
            assert fonts.get(qn("w:eastAsia")) in {"宋体", "黑体", "仿宋"}


@pytest.mark.parametrize("name", SHEETS)
def test_every_table_has_fixed_widths_and_whole_rows(name: str) -> None:
    word = opened(SHEETS[name]())
    page = word.sections[0]
    assert page.page_width is not None
    for table in all_of(word, "w:tbl"):
        columns = [int(one.get(qn("w:w"))) for one in table.find(qn("w:tblGrid"))]
        assert sum(columns) <= page.page_width.twips
        assert table.find(f"{qn('w:tblPr')}/{qn('w:tblLayout')}").get(qn("w:type")) == "fixed"
        for row in table.findall(qn("w:tr")):
            spans = [
                int(one.get(qn("w:val"))) if one is not None else 1
                for cell in row.findall(qn("w:tc"))
                for one in [cell.find(f"{qn('w:tcPr')}/{qn('w:gridSpan')}")]
            ]
            assert sum(spans) == len(columns)
            assert all(cell[-1].tag == qn("w:p") for cell in row.findall(qn("w:tc")))


@pytest.mark.parametrize("name", SHEETS)
def test_properties_stand_in_the_order_of_the_schema(name: str) -> None:
    word = opened(SHEETS[name]())
    for tag, order in ORDER.items():
        known = [qn(f"w:{one}") for one in order.split()]
        for style in all_of(word, tag):
            places = [known.index(one.tag) for one in style]
            assert places == sorted(places)


def test_heading_rows_repeat_from_the_first_row_on() -> None:
    word = opened(SHEETS["hebei-g"]())
    repeated = [
        [row.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None for row in rows]
        for table in all_of(word, "w:tbl")
        if len(rows := table.findall(qn("w:tr"))) > 5
    ]
    # The heading across the vetoes stands above the row that heads the columns.
    assert [one[:3] for one in repeated] == [[True, True, False], [True, False, False]]
    assert not any(flag for one in repeated for flag in one[2:])


def test_a_row_is_split_only_where_its_text_flows() -> None:
    rows = (Row((Cell("一"),)), Row((Cell("二"),), flows=True))
    word = opened(Sheet("表", (Grid((10,), rows),)))
    kept = [
        row.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is not None for row in all_of(word, "w:tr")
    ]
    assert kept == [True, False]


def test_a_signature_stays_with_the_text_before_it() -> None:
    blocks = (Text("意见"), SignatureLine("组长（签名）：", signer="张三", date="2026年1月1日"))
    word = opened(Sheet("意见", (Frame(blocks), *blocks)))
    kept = [
        one
        for one in all_of(word, "w:p")
        if words(one) == "意见" and one.find(f"{qn('w:pPr')}/{qn('w:keepNext')}") is not None
    ]
    assert len(kept) == 3  # with the title
    assert words(word.element.body).count("张三　2026年1月1日") == 2


def test_spans_cover_the_rows_below() -> None:
    rows = (
        Row((Cell("类", rows=2, vertical=True), Cell("一"), Cell("二"))),
        Row((Cell("三", columns=2),)),
    )
    word = opened(Sheet("表", (Grid((10, 20, 30), rows),)))
    merges = [one.get(qn("w:val")) for one in all_of(word, "w:vMerge")]
    assert merges == ["restart", "continue"]
    assert [one.get(qn("w:val")) for one in all_of(word, "w:textDirection")] == ["tbRlV"] * 2
    [table] = word.tables
    assert [cell.text for cell in table.rows[1].cells] == ["类", "三", "三"]


def test_a_page_break_and_a_page_across() -> None:
    word = opened(Sheet("表", (Text("一"), PageBreak(), Text("二")), landscape=True))
    assert len(list(all_of(word, "w:pageBreakBefore"))) == 1
    [page] = word.sections
    assert page.page_width is not None
    assert page.page_height is not None
    assert page.page_width > page.page_height


def test_what_xml_cannot_say_is_left_out() -> None:
    word = opened(Sheet("表", (Text("甲\x00乙\x0b<w:p>&\n丙", align=Align.RIGHT),)))
    assert "乙" in words(word.element.body)
    assert "<w:p>&" in words(word.element.body)


def test_the_same_sheet_at_the_same_time_gives_the_same_bytes() -> None:
    sheet = SHEETS["summary"]()
    made = write_docx(sheet, at=AT)
    assert made == write_docx(sheet, at=AT)
    assert made != write_docx(sheet, at=AT + timedelta(days=1))
    with zipfile.ZipFile(io.BytesIO(made)) as packed:
        assert {one.date_time for one in packed.infolist()} == {(1980, 1, 1, 0, 0, 0)}


@pytest.mark.parametrize("path", sorted(forms_folder().glob("*.yaml")), ids=lambda path: path.stem)
def test_every_shipped_form_is_written_in_both_formats(path: Path) -> None:
    form = shipped(path.stem)
    if form.opinion:
        sheet = opinion_sheet(form, review(), {}, [Signer(NAMES[0], leader=True)])
    else:
        result = score(form, Answers(expert=NAMES[0]))
        sheet = score_sheet(result, review(), sha256=SHA, say=coded)
    found = "".join(words(opened(sheet).element.body).split())
    book = load_workbook(io.BytesIO(write_xlsx(sheet, at=AT)))
    cells = [str(one.value or "") for page in book for row in page.iter_rows() for one in row]
    entered = "".join("".join(cells).split())
    for text in (form.layout.title or form.title, *wanted(sheet.blocks)):
        assert "".join(text.split()) in found
    for question in (*form.vetoes, *form.questions):
        assert "".join(question.text.split()) in entered


def test_a_table_that_goes_on_says_so_at_the_head_of_its_further_pages_only() -> None:
    word = opened(SHEETS["hebei-c"]())
    official, appended = word.sections
    assert official.different_first_page_header_footer
    first, further, ours = (
        words(one._element)
        for one in (official.first_page_header, official.header, appended.header)
    )
    assert "可编辑副本" in first
    assert further == first + "表C(续)"
    assert ours == first
    assert not appended.different_first_page_header_footer
    for foot in (official.first_page_footer, official.footer, appended.footer):
        assert words(foot._element).startswith("孙𬱟　核对码 7F3A-92C1第 ")
    assert len(opened(SHEETS["hebei-g"]()).sections) == 1


def test_a_long_opinion_begins_below_its_head() -> None:
    # A first paragraph that is kept with the next makes LibreOffice keep the whole box.
    word = opened(SHEETS["hebei-h"]())
    box = list(all_of(word, "w:tbl"))[1]
    paragraphs = list(box.iter(qn("w:p")))
    assert words(paragraphs[0]).startswith("一、")
    assert paragraphs[0].find(f"{qn('w:pPr')}/{qn('w:keepNext')}") is None
    assert paragraphs[-3].find(f"{qn('w:pPr')}/{qn('w:keepNext')}") is not None


def test_rows_beside_vertical_text_are_tall_enough_for_it() -> None:
    # Too low, and Word sets 审核过程 in two columns.
    word = opened(SHEETS["hebei-e"]())
    named = ("审核过程1合同", "审核成果9方案")
    rows = [row for row in all_of(word, "w:tr") if words(row).startswith(named)]
    assert len(rows) == 2
    for row, spanned in zip(rows, (3, 2), strict=True):
        height = row.find(f"{qn('w:trPr')}/{qn('w:trHeight')}")
        assert int(height.get(qn("w:val"))) * spanned >= 4 * 10.5 * 1.3 * 20
