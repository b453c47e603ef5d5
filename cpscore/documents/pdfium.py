"""PDFium, which is not thread-safe: one thread at a time, whoever asks."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator

import pypdfium2

_ALONE = threading.RLock()


@contextlib.contextmanager
def opened(pdf: bytes) -> Iterator[pypdfium2.PdfDocument]:
    """A PDF open in PDFium; others wait until it is closed. Raises pypdfium2.PdfiumError."""
    with _ALONE, contextlib.closing(pypdfium2.PdfDocument(pdf)) as document:
        yield document
