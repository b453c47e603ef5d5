"""What Word and Excel files have in common: fonts by the user's machine, sizes, standing words.

Such a file is for work: it carries no handwriting and no signature, and says so on every page.
"""

from __future__ import annotations

import io
import math
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cpscore.documents.fonts import printable
from cpscore.documents.sheets.words import natural_width
from cpscore.rules.sheet import Cell, Face, Row, Sheet

# The names that Word, WPS and LibreOffice know; what is missing there they replace themselves.
FONTS = {
    Face.SONG: ("宋体", False),
    Face.SONG_BOLD: ("宋体", True),
    Face.HEI: ("黑体", False),
    Face.FANG: ("仿宋", False),
}
COPY = "可编辑副本：没有签名，以签名的PDF为准"
PAGE, OF, END = "第 ", " 页 共 ", " 页"
UPRIGHT, ACROSS = (210.0, 297.0), (297.0, 210.0)
# Nothing in these files depends on when they were zipped.
EPOCH = (1980, 1, 1, 0, 0, 0)
PADDING = 2.0
LEADING = 1.3


def paper(sheet: Sheet) -> tuple[float, float]:
    """The page's width and height in mm."""
    return ACROSS if sheet.landscape else UPRIGHT


def column(sheet: Sheet) -> float:
    """The width of the text area in mm."""
    return paper(sheet)[0] - 2 * sheet.margin


def standing(sheet: Sheet) -> str:
    """What stands at the head of every page."""
    return "　".join((*sheet.marks, COPY))


def shown(text: str) -> str:
    """A text as it may be written: its lines, without what has no look."""
    return "\n".join(printable(line) for line in text.splitlines())


def lines(text: str, size: float, width: float) -> int:
    """About how many lines a text takes in a column of `width` mm."""
    room = max(width - PADDING, 1.0)
    return sum(
        max(1, math.ceil(natural_width(line, size) / room)) for line in text.splitlines() or [""]
    )


def tall(cell: Cell, width: float) -> float:
    """About how tall a cell's text stands, in points."""
    if cell.vertical:
        return len(cell.text) * cell.size * LEADING + 4
    return lines(cell.text, cell.size, width) * cell.size * LEADING + 4


@dataclass(frozen=True, slots=True)
class Placed:
    """A cell and where it begins in its table."""

    row: int
    column: int
    cell: Cell


def placed(rows: Sequence[Row], width: int) -> Iterator[Placed]:
    """Each cell of a table with its row and column; spans push the others aside."""
    covered: set[tuple[int, int]] = set()
    for number, row in enumerate(rows):
        at = 0
        for cell in row.cells:
            while (number, at) in covered:
                at += 1
            spot = Placed(number, at, cell)
            yield spot
            covered |= {
                (below, beside)
                for below in range(number, number + cell.rows)
                for beside in range(at, min(at + cell.columns, width))
            }
            at += cell.columns


def repacked(data: bytes) -> bytes:
    """A zip file whose bytes depend on its contents alone."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as given, zipfile.ZipFile(buffer, "w") as made:
        for name in given.namelist():
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0
            made.writestr(entry, given.read(name))
    return buffer.getvalue()
