"""Pages drawn with reportlab: the only module that knows its canvas."""

from __future__ import annotations

import io
from collections.abc import Sequence

from reportlab.pdfgen.canvas import Canvas

from cpscore.documents import fonts
from cpscore.documents.drawing import Box, Glyphs, Mark, Page, Pen, Place, edges
from cpscore.rules.sheet import Face


def draw(pages: Sequence[Page], *, bookmarks: bool = False) -> bytes:
    """A plain PDF of the pages, the same bytes for the same pages."""
    # Without a font of our own reportlab names Helvetica, which is not embedded: no PDF/A.
    [(font, _)] = fonts.runs(" ", Face.SONG)
    buffer = io.BytesIO()
    canvas = Canvas(buffer, invariant=1, pageCompression=1, initialFontName=font, pdfVersion=(1, 7))
    marked = 0
    for number, page in enumerate(pages):
        canvas.setPageSize((page.width, page.height))
        for op in page.ops:
            match op:
                case Glyphs():
                    canvas.setFont(op.font, op.size)
                    canvas.drawString(op.x, page.height - op.y, op.text, charSpace=op.spacing)
                case Box():
                    _fill(canvas, op, page.height)
                case Pen():
                    _pen(canvas, op, page.height)
                case Mark() if bookmarks:
                    key = f"{number}-{marked}"
                    canvas.bookmarkHorizontal(key, 0, page.height - op.y)
                    canvas.addOutlineEntry(op.title, key, level=1 if marked else 0)
                    marked += 1
                case Mark() | Place():
                    pass
        _rule(canvas, page)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def _fill(canvas: Canvas, box: Box, page_height: float) -> None:
    if box.grey is not None:
        canvas.setFillGray(box.grey)
        bottom = page_height - box.y - box.height
        canvas.rect(box.x, bottom, box.width, box.height, stroke=0, fill=1)
        canvas.setFillGray(0)


def _rule(canvas: Canvas, page: Page) -> None:
    """The edges of all boxes, each line once: drawn twice it would look thicker."""
    for line, upright, at, first, last in edges(op for op in page.ops if isinstance(op, Box)):
        canvas.setLineWidth(line)
        half = line / 2
        if upright:
            canvas.line(at, page.height - first + half, at, page.height - last - half)
        else:
            canvas.line(first - half, page.height - at, last + half, page.height - at)


def _pen(canvas: Canvas, pen: Pen, page_height: float) -> None:
    canvas.setLineWidth(pen.line)
    canvas.setLineCap(1)
    canvas.setLineJoin(1)
    path = canvas.beginPath()
    for stroke in pen.strokes:
        (x, y), *rest = stroke
        path.moveTo(x, page_height - y)
        for x, y in rest or stroke:
            path.lineTo(x, page_height - y)
    canvas.drawPath(path)
    canvas.setLineCap(0)
    canvas.setLineJoin(0)
