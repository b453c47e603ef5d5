"""What is inside a reading copy, and whether its pages are those of the originals inside."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Mapping
from datetime import UTC, datetime

import pikepdf
import pypdfium2

from cpscore.documents.archival import About
from cpscore.documents.inside import HOSTILE, OddPdf, attachments
from cpscore.documents.pdfium import opened
from cpscore.documents.picture import page_text
from cpscore.documents.reading import TITLE, Original, reading_copy

# No sheet of ours is larger than A2, and nobody reads more pages.
MOST_POINTS, MOST_PAGES = 1200 * 1700, 1000
# Neither the moment nor a bookmark's words stand on a page.
ABOUT = About(TITLE, datetime(2000, 1, 1, tzinfo=UTC))


def originals_inside(pdf: bytes) -> Mapping[str, bytes] | None:
    """The originals inside a reading copy by name; None for any other PDF."""
    try:
        with pikepdf.open(io.BytesIO(pdf), attempt_recovery=False) as found:
            titled = str(found.docinfo.get("/Title", "")) == TITLE
        return attachments(pdf) or None if titled else None
    except (OddPdf, *HOSTILE):
        return None


def shows_originals(pdf: bytes, originals: Mapping[str, bytes]) -> bool:
    """Whether the pages are just those of the originals, in whatever order, each marked."""
    try:
        left = [_alone(name, data) for name, data in originals.items()]
        shown = _looks(pdf)
    except (OddPdf, pypdfium2.PdfiumError, *HOSTILE):
        return False
    while shown:
        found = next((one for one in left if one and shown[: len(one)] == one), None)
        if found is None:
            return False
        left.remove(found)
        shown = shown[len(found) :]
    return not any(left)


def _alone(name: str, data: bytes) -> list[bytes]:
    """How one original looks in a reading copy, once nothing in it is odd or endless."""
    attachments(data)
    return _looks(reading_copy([Original(name, name, data)], ABOUT))


def _looks(pdf: bytes) -> list[bytes]:
    """For each page a hash of its size, its text and its picture."""
    with opened(pdf) as found:
        sizes = [found.get_page_size(number) for number in range(len(found))]
        if len(sizes) > MOST_PAGES or any(width * height > MOST_POINTS for width, height in sizes):
            raise ValueError("more than there is to read")
        return [
            hashlib.sha256(
                repr((page.get_size(), page_text(page))).encode()
                + page.render(scale=1, draw_annots=False).to_pil().tobytes()
            ).digest()
            for page in found
        ]
