"""Looking at a PDF: its pages as pictures, its text as a reader finds it."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pypdfium2


def pages(pdf: bytes, scale: float = 1) -> Iterator[bytes]:
    """Each page as PNG; `scale` 1 gives 72 pixels an inch.

    Raises pypdfium2.PdfiumError on what is no PDF.
    """
    document = pypdfium2.PdfDocument(pdf)
    try:
        for page in document:
            buffer = io.BytesIO()
            page.render(scale=scale).to_pil().save(buffer, "PNG")
            page.close()
            yield buffer.getvalue()
    finally:
        document.close()


def text(pdf: bytes) -> str:
    """The text of all pages, in reading order, pages apart by a form feed."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return "\f".join(page_text(page) for page in document)
    finally:
        document.close()


def page_text(page: pypdfium2.PdfPage) -> str:
    """The text of one page, in reading order."""
    found = page.get_textpage()
    try:
        return str(found.get_text_range())
    finally:
        found.close()
