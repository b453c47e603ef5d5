"""Whether two PDFs show the same: to the reader of their text, and to the eye."""

from __future__ import annotations

import pypdfium2

from cpscore.documents.inside import OddPdf, field_boxes
from cpscore.documents.pdfium import opened
from cpscore.documents.picture import page_text
from cpscore.rules.sheet import Printed

# Signature fields stand on whole points.
ROUNDING = 1.0


def shows_the_same(pdf: bytes, printed: Printed) -> bool:
    """Whether a PDF's pages are those printed, with its signature fields where they belong.

    What a signature draws inside its own field is not looked at.
    """
    if not _fields_in_place(pdf, printed):
        return False
    try:
        with opened(pdf) as found, opened(printed.pdf) as expected:
            return len(found) == len(expected) and all(
                _same(one, other) for one, other in zip(found, expected, strict=True)
            )
    except pypdfium2.PdfiumError:
        return False


def _fields_in_place(pdf: bytes, printed: Printed) -> bool:
    try:
        found = field_boxes(pdf)
    except OddPdf:
        return False
    expected = [
        (one.page, one.x, one.y, one.x + one.width, one.y + one.height) for one in printed.places
    ]
    return len(found) == len(expected) and all(
        abs(one - other) <= ROUNDING
        for pair in zip(sorted(found), sorted(expected), strict=True)
        for one, other in zip(*pair, strict=True)
    )


def _same(one: pypdfium2.PdfPage, other: pypdfium2.PdfPage) -> bool:
    """Size and text first: they are quick, and bound what there is to draw."""
    return (
        one.get_size() == other.get_size()
        and page_text(one) == page_text(other)
        and _picture(one) == _picture(other)
    )


def _picture(page: pypdfium2.PdfPage) -> bytes:
    return bytes(page.render(scale=1, draw_annots=False).to_pil().tobytes())
