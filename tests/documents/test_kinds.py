"""What foreign programs say of every kind of sheet: its structure, its fonts, its words."""

from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from cpscore.documents.pdf import write_pdf
from cpscore.rules.sheet import Block, Frame, Grid, PageBreak, Sheet, SignatureLine, Text
from tests.documents.kinds import DISSENT, NAMES, PARAGRAPH, REASON, REMARK, SETTLED, SHEETS
from tests.documents.test_golden import reading
from tests.documents.test_lines import flat
from tests.judges import ask, pdf_fonts, qpdf_check

AT = datetime(2026, 11, 20, 15, 41, 7, tzinfo=timezone(timedelta(hours=8)))
RARE = "䶮𬱟㐂𠅤"


def words(blocks: tuple[Block, ...]) -> Iterator[str]:
    """Every text of a sheet, cell by cell."""
    for block in blocks:
        match block:
            case Text(text):
                yield text
            case Grid(_, rows):
                yield from (cell.text for row in rows for cell in row.cells)
            case SignatureLine(label):
                yield from (label, block.signer, block.date)
            case Frame(inside):
                yield from words(inside)
            case PageBreak():
                pass


def body(path: Path, sheet: Sheet) -> str:
    """The text as poppler finds it in the order it was drawn, without what stands on each page."""
    pages = ask("pdftotext", "-raw", str(path), "-").split("\f")[:-1]
    standing = flat("　".join(sheet.marks) + sheet.footer)
    found = []
    for number, page in enumerate(pages, start=1):
        text = flat(page)
        head = f"{standing}第{number}页共{len(pages)}页"
        assert text.startswith(head)
        found.append(text.removeprefix(head))
    return "".join(found)


def demand_sound(path: Path) -> None:
    assert "No syntax or stream encoding errors" in qpdf_check(path)
    fonts = [line.split() for line in pdf_fonts(path).splitlines()[2:]]
    assert fonts
    assert all(one[-5:-2] == ["yes", "yes", "yes"] for one in fonts)


@pytest.mark.judge
@pytest.mark.parametrize("name", SHEETS)
def test_every_word_is_found_by_others(name: str, tmp_path: Path) -> None:
    sheet = SHEETS[name]()
    path = tmp_path / f"{name}.pdf"
    path.write_bytes(write_pdf(sheet, at=AT).pdf)
    demand_sound(path)
    text = body(path, sheet)
    for one in (sheet.caption, sheet.title, *words(sheet.blocks)):
        assert flat(one) in text


@pytest.mark.judge
def test_the_reading_copy_is_sound(tmp_path: Path) -> None:
    path = tmp_path / "reading.pdf"
    path.write_bytes(reading())
    demand_sound(path)
    text = flat(ask("pdftotext", "-raw", str(path), "-"))
    assert all(flat(one) in text for one in (DISSENT.splitlines()[0], REMARK, *NAMES))
    assert set(RARE) <= set(text)


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("hebei-g", (REMARK, REASON)),
        ("hebei-h", (PARAGRAPH, *DISSENT.splitlines(), *NAMES)),
        ("summary-hebei-g", (SETTLED, REASON, *NAMES)),
        ("attendance", NAMES),
    ],
)
def test_the_sheets_are_filled_with_what_is_hard(name: str, wanted: tuple[str, ...]) -> None:
    said = "".join(words(SHEETS[name]().blocks))
    assert all(one in said for one in wanted)
