"""Whether two PDFs show the same: to the reader of their text, and to the eye."""

from __future__ import annotations

import pypdfium2
from PIL import Image

from cpscore.documents.picture import page_text
from cpscore.rules.sheet import Printed

# Pixels a field's edge may bleed into.
EDGE = 2


def shows_the_same(pdf: bytes, printed: Printed) -> bool:
    """Whether a PDF's pages are those printed, but for what stands in the signature places."""
    try:
        found, expected = pypdfium2.PdfDocument(pdf), pypdfium2.PdfDocument(printed.pdf)
    except pypdfium2.PdfiumError:
        return False
    try:
        # The text first: it is quick, and what was painted there is bounded by it no more.
        return (
            len(found) == len(expected)
            and all(
                one.get_size() == other.get_size() and page_text(one) == page_text(other)
                for one, other in zip(found, expected, strict=True)
            )
            and all(
                _picture(one, number, printed) == _picture(other, number, printed)
                for number, (one, other) in enumerate(zip(found, expected, strict=True))
            )
        )
    except pypdfium2.PdfiumError:
        return False
    finally:
        found.close()
        expected.close()


def _picture(page: pypdfium2.PdfPage, number: int, printed: Printed) -> bytes:
    """The page's pixels with the signature places left white."""
    image: Image.Image = page.render(scale=1).to_pil().convert("RGB")
    for place in printed.places:
        if place.page == number:
            top = image.height - place.y - place.height
            box = (place.x, top, place.x + place.width, top + place.height)
            left, upper, right, lower = (round(edge) for edge in box)
            white = (left - EDGE, upper - EDGE, right + EDGE, lower + EDGE)
            image.paste((255, 255, 255), white)
    return image.tobytes()
