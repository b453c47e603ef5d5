"""What a sheet tells readers that do not see: every word once, in order, in its table's cell."""

import io
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone

import pikepdf
import pytest

from cpscore.documents.compose import compose
from cpscore.documents.drawing import Glyphs, Page, runs
from cpscore.documents.pdf import write_pdf
from cpscore.documents.structure import Element, outline
from cpscore.rules.sheet import Cell, Grid, Row, Sheet, Text
from tests.documents.kinds import SHEETS
from tests.documents.test_kinds import words
from tests.documents.test_lines import flat

AT = datetime(2026, 11, 20, 15, 41, 7, tzinfo=timezone(timedelta(hours=8)))


def read_aloud(sheet: Sheet) -> Iterator[str]:
    """The words of a sheet in the order of its tree."""
    pages = compose(sheet)
    marked = [[ops for tag, ops in runs(page) if tag] for page in pages]
    pending = [outline(pages)]
    while pending:
        one = pending.pop()
        for number, mark in one.drawn:
            yield from (op.text for op in marked[number][mark] if isinstance(op, Glyphs))
        pending += [*one.ordered()][::-1]


@pytest.mark.parametrize("name", SHEETS)
def test_every_word_is_read_once_and_in_order(name: str) -> None:
    sheet = SHEETS[name]()
    written = (sheet.caption, sheet.title, sheet.subtitle, *words(sheet.blocks))
    assert flat("".join(read_aloud(sheet))) == flat("".join(written))


@pytest.mark.parametrize("name", ["hebei-c", "hebei-h", "summary-hebei-g"])
def test_the_tree_and_the_pages_agree(name: str) -> None:
    with pikepdf.open(io.BytesIO(write_pdf(SHEETS[name](), at=AT).pdf)) as pdf:
        assert pdf.Root.MarkInfo.Marked
        nums = list(pdf.Root.StructTreeRoot.ParentTree.Nums)
        for number, page in enumerate(pdf.pages):
            said = [str(one.operator) for one in pikepdf.parse_content_stream(page)]
            assert said.count("EMC") == said.count("BDC") + said.count("BMC")
            assert page.obj.StructParents == nums[2 * number] == number
            owners = nums[2 * number + 1]
            assert len(owners) == said.count("BDC") > 0
            assert {str(one.S) for one in owners} <= {"/H1", "/H2", "/P", "/TH", "/TD"}


def roles(one: Element, depth: int = 0) -> Iterator[str]:
    yield " " * depth + one.step.role
    for child in one.ordered():
        yield from roles(child, depth + 1)


def test_a_table_over_pages_is_one_table_with_one_heading() -> None:
    rows = [Row((Cell("指标"), Cell("得分")), header=True)]
    rows += [Row((Cell(f"第{at}项"), Cell("5"))) for at in range(60)]
    sheet = Sheet("表", (Grid((100, 30), tuple(rows), continued="续表"), Text("完")))
    pages = compose(sheet)
    assert len(pages) > 1
    said = list(roles(outline(pages)))
    assert [one.strip() for one in said].count("Table") == 1
    assert [one.strip() for one in said].count("TH") == 2
    assert [one.strip() for one in said].count("TR") == 61
    assert "续表" not in "".join(read_aloud(sheet))
    assert said[:3] == ["Document", " Sect", "  H1"]
    assert said[-1] == "  P"


def test_spans_are_told() -> None:
    rows = (Row((Cell("类", rows=2), Cell("一", columns=2))), Row((Cell("二"), Cell("三"))))
    printed = write_pdf(Sheet("表", (Grid((20, 20, 20), rows),)), at=AT)
    with pikepdf.open(io.BytesIO(printed.pdf)) as pdf:
        found = [
            (int(one.A.ColSpan), int(one.A.RowSpan))
            for one in pdf.objects
            if isinstance(one, pikepdf.Dictionary) and one.get("/S") == "/TD" and "/A" in one
        ]
    assert found == [(1, 2), (2, 1)]


def test_what_stands_on_every_page_is_no_content() -> None:
    page: Page = compose(Sheet("表", (Text("正文"),), marks=("标记",), footer="脚注"))[0]
    loose = "".join(
        op.text for tag, ops in runs(page) if not tag for op in ops if isinstance(op, Glyphs)
    )
    assert loose == "标记脚注第 1 页 共 1 页"
