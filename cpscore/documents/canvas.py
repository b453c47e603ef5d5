"""Pages drawn with reportlab: the only module that knows its canvas."""

from __future__ import annotations

import io
from collections.abc import Sequence

from reportlab.pdfgen.canvas import Canvas

from cpscore.documents import fonts
from cpscore.documents.drawing import (
    Box,
    Glyphs,
    Mark,
    Op,
    Page,
    Pen,
    Place,
    Tag,
    edges,
    runs,
)
from cpscore.rules.sheet import Face


def draw(pages: Sequence[Page], *, bookmarks: bool = False, marked: bool = False) -> bytes:
    """A plain PDF of the pages, the same bytes for the same pages.

    With `marked` it says where each part of the sheet is drawn, as `structure` counts them.
    """
    # Without a font of our own reportlab names Helvetica, which is not embedded: no PDF/A.
    [(font, _)] = fonts.runs(" ", Face.SONG)
    buffer = io.BytesIO()
    canvas = Canvas(buffer, invariant=1, pageCompression=1, initialFontName=font, pdfVersion=(1, 7))
    titles = 0
    for number, page in enumerate(pages):
        canvas.setPageSize((page.width, page.height))
        mark = 0
        for tag, ops in runs(page):
            if marked:
                _begin(canvas, tag, mark)
                mark += bool(tag)
            for op in ops:
                _draw(canvas, op, page.height)
                if isinstance(op, Mark) and bookmarks:
                    _bookmark(canvas, op, f"{number}-{titles}", page.height, first=not titles)
                    titles += 1
            if marked:
                _end(canvas)
        if marked:
            _begin(canvas, (), mark)
        _rule(canvas, page)
        if marked:
            _end(canvas)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def _begin(canvas: Canvas, tag: Tag, mark: int) -> None:
    """What follows is a part of the sheet, or none. The library has no words for that."""
    canvas._code.append(f"/{tag[-1].role} <</MCID {mark}>> BDC" if tag else "/Artifact BMC")


def _end(canvas: Canvas) -> None:
    canvas._code.append("EMC")


def _draw(canvas: Canvas, op: Op, page_height: float) -> None:
    match op:
        case Glyphs():
            canvas.setFont(op.font, op.size)
            canvas.drawString(op.x, page_height - op.y, op.text, charSpace=op.spacing)
        case Box():
            _fill(canvas, op, page_height)
        case Pen():
            _pen(canvas, op, page_height)
        case Mark() | Place():
            pass


def _bookmark(canvas: Canvas, mark: Mark, key: str, page_height: float, *, first: bool) -> None:
    canvas.bookmarkHorizontal(key, 0, page_height - mark.y)
    canvas.addOutlineEntry(mark.title, key, level=0 if first else 1)


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
