"""Looking at a PDF: its pages as pictures, its text as a reader finds it."""

from __future__ import annotations

import io

import pypdfium2

from cpscore.documents.pdfium import opened


def pages(pdf: bytes, scale: float = 1) -> tuple[bytes, ...]:
    """Each page as PNG; `scale` 1 gives 72 pixels an inch.

    Raises pypdfium2.PdfiumError on what is no PDF.
    """
    with opened(pdf) as document:
        return tuple(_png(page, scale) for page in document)


def _png(page: pypdfium2.PdfPage, scale: float) -> bytes:
    buffer = io.BytesIO()
    page.render(scale=scale).to_pil().save(buffer, "PNG")
    return buffer.getvalue()


def text(pdf: bytes) -> str:
    """The text of all pages, in reading order, pages apart by a form feed."""
    with opened(pdf) as document:
        return "\f".join(page_text(page) for page in document)


def page_text(page: pypdfium2.PdfPage) -> str:
    """The text of one page, in reading order."""
    found = page.get_textpage()
    try:
        return str(found.get_text_range())
    finally:
        found.close()
