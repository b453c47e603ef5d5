"""Golden pages: every word and rule of every kind of sheet in its place, and what the eye sees.

A change is reviewed as a diff: `pytest tests/documents/test_golden.py --rewrite` writes them anew.
"""

import io
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from PIL import Image, ImageChops

from cpscore.documents.archival import About
from cpscore.documents.compose import compose
from cpscore.documents.drawing import Box, Glyphs, Mark, Page, Pen, Place, edges
from cpscore.documents.pdf import write_pdf
from cpscore.documents.picture import pages as pictures_of
from cpscore.documents.picture import text as text_of
from cpscore.documents.reading import TITLE, Original, reading_copy
from tests.documents.kinds import SHEETS

GOLDEN = Path(__file__).with_name("golden")
AT = datetime(2026, 11, 20, 15, 41, 7, tzinfo=timezone(timedelta(hours=8)))
READING = "reading-copy"
# Small pictures in a few greys: a page of A4 is 240 by 340, enough to see that something moved.
SCALE, GREYS = 0.4, 4
# How far a patch of so many pixels may differ, of 255: another processor rounds otherwise.
PATCH, ALIKE = 16, 24


def lines(page: Page) -> Iterator[str]:
    """What stands on a page, one thing a line, whole points from the upper left."""
    for op in page.ops:
        match op:
            case Glyphs():
                yield f"{op.x:.0f} {op.y:.0f} {op.font} {op.size:g} {op.text}"
            case Pen():
                yield f"ink of {len(op.strokes)} strokes"
            case Place():
                yield f"{op.x:.0f} {op.y:.0f} {op.width:.0f}×{op.height:.0f} field {op.field}"
            case Mark():
                yield f"bookmark {op.title}"
            case Box():
                pass
    for _, upright, at, first, last in edges(op for op in page.ops if isinstance(op, Box)):
        yield f"{'|' if upright else '-'} {at:.0f}: {first:.0f} to {last:.0f}"


def reading() -> bytes:
    """A reading copy of two sheets."""
    names = ("hebei-g", "hebei-h")
    originals = [
        Original(f"{name}.pdf", name, write_pdf(SHEETS[name](), at=AT).pdf) for name in names
    ]
    return reading_copy(originals, About(TITLE, AT))


def compared(path: Path, text: str, request: pytest.FixtureRequest) -> None:
    if request.config.getoption("--rewrite"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    assert text == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", SHEETS)
def test_pages_are_as_they_were_reviewed(name: str, request: pytest.FixtureRequest) -> None:
    pages = compose(SHEETS[name]())
    text = "".join(
        f"page {number}, {page.width:.0f}×{page.height:.0f}\n" + "\n".join(lines(page)) + "\n\n"
        for number, page in enumerate(pages, start=1)
    )
    compared(GOLDEN / f"{name}.txt", text, request)


def test_the_reading_copy_reads_as_it_was_reviewed(request: pytest.FixtureRequest) -> None:
    text = text_of(reading()).replace("\r\n", "\n").replace("\f", "\n\n")
    compared(GOLDEN / f"{READING}.txt", text, request)


@pytest.mark.parametrize("name", [*SHEETS, READING])
def test_pages_look_as_they_were_reviewed(name: str, request: pytest.FixtureRequest) -> None:
    pdf = reading() if name == READING else write_pdf(SHEETS[name](), at=AT).pdf
    made = side_by_side([Image.open(io.BytesIO(one)) for one in pictures_of(pdf, SCALE)])
    path = GOLDEN / f"{name}.png"
    if request.config.getoption("--rewrite"):
        made.save(path, optimize=True)
    with Image.open(path) as kept:
        expected = kept.convert("L")
    assert made.size == expected.size
    apart = ImageChops.difference(made.convert("L"), expected)
    patches = apart.resize((apart.width // PATCH, apart.height // PATCH), Image.Resampling.BOX)
    assert patches.getextrema()[1] <= ALIKE, f"{name}: the pages look different"


def side_by_side(pages: list[Image.Image]) -> Image.Image:
    """All pages of a sheet in one picture."""
    wide = sum(page.width for page in pages)
    sheet = Image.new("L", (wide, max(page.height for page in pages)), 255)
    left = 0
    for page in pages:
        sheet.paste(page.convert("L"), (left, 0))
        left += page.width
    step = 256 // GREYS
    return sheet.point(lambda grey: grey // step * 255 // (GREYS - 1)).quantize(GREYS)
