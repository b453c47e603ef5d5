"""The reading copy: every sheet of a review in one PDF, for the eye alone."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pikepdf import Array, Name, Object, OutlineItem, Pdf

from cpscore.documents import drawing
from cpscore.documents.archival import About, archival
from cpscore.documents.canvas import draw
from cpscore.documents.drawing import MM
from cpscore.documents.lines import break_lines, glyphs
from cpscore.rules.sheet import Face

MARK = "阅读件：没有签名，以本文件所附的签名原件为准"
TITLE = "阅读件"
KINDS = {"score": "评分表", "summary": "评分汇总表", "opinion": "意见", "form": "附表"}
SIZE, TOP = 8.0, 4 * MM
STAMP = Name("/Reading")


@dataclass(frozen=True, slots=True)
class Original:
    """A sheet as it was issued: the attachment's name, the bookmark's words, the PDF."""

    name: str
    title: str
    pdf: bytes


def bookmark(kind: str, whose: str) -> str:
    """A bookmark's words: what a sheet is, and whose."""
    return " ".join(one for one in (KINDS[kind], whose) if one)


def reading_copy(originals: Sequence[Original], about: About) -> bytes:
    """All sheets in order, each page marked, with bookmarks; the originals travel inside.

    Signatures are seen as pictures only. The same originals give the same bytes.
    """
    with Pdf.new() as made:
        with made.open_outline() as outline:
            for original in originals:
                outline.root.append(_append(made, original))
        _stamp(made)
        made.Root.PageMode = Name.UseOutlines
        buffer = io.BytesIO()
        made.save(buffer, deterministic_id=True)
    return archival(buffer.getvalue(), about, [(one.name, one.pdf) for one in originals])


def _append(made: Pdf, original: Original) -> OutlineItem:
    """The pages of an original, what signs them drawn in; its bookmarks below one of its own."""
    first = len(made.pages)
    with Pdf.open(io.BytesIO(original.pdf)) as opened:
        bookmarks = list(_bookmarks(opened))
        opened.flatten_annotations("all")
        for page in opened.pages:
            # The originals tell their structure; here nothing signed is told.
            for name in ("/Annots", "/StructParents", "/Tabs"):
                if name in page:
                    del page[name]
        made.pages.extend(opened.pages)
    item = OutlineItem(original.title, first)
    item.children.extend(OutlineItem(title, first + page) for title, page in bookmarks)
    return item


def _bookmarks(pdf: Pdf) -> Iterator[tuple[str, int]]:
    """The parts that an original's bookmarks name, and their pages."""
    pages: dict[object, int] = {page.objgen: at for at, page in enumerate(pdf.pages)}
    with pdf.open_outline() as outline:
        for root in outline.root:
            for one in root.children:
                if isinstance(one.destination, Array):
                    yield one.title, pages[one.destination[0].objgen]


def _stamp(made: Pdf) -> None:
    """Mark every page; a mark is drawn once for all pages of its size."""
    forms: dict[tuple[float, float], Object] = {}
    for page in made.pages:
        _, _, width, height = (float(one) for one in page.mediabox)
        if (width, height) not in forms:
            with Pdf.open(io.BytesIO(_mark(width, height))) as stamp:
                form = made.copy_foreign(stamp.pages[0].as_form_xobject())
            forms[width, height] = form
        page.add_resource(forms[width, height], Name.XObject, STAMP)
        page.contents_add(b"q\n", prepend=True)
        page.contents_add(b"\nQ q " + bytes(STAMP) + b" Do Q")


def _mark(width: float, height: float) -> bytes:
    """A page with nothing on it but the mark."""
    [line] = break_lines(MARK, Face.HEI, SIZE, width)
    ops = tuple(glyphs(line, 0, TOP, width, SIZE, SIZE * 1.4, 0.5))
    return draw([drawing.Page(width, height, ops)])
