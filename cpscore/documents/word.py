"""A sheet as a Word document: the same text, tables and signature lines, open to changes."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial

from docx import Document
from docx.document import Document as Word
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.section import Section, _Footer, _Header
from docx.shared import Mm

from cpscore.documents.editable import (
    END,
    FONTS,
    OF,
    PAGE,
    column,
    lines,
    paper,
    placed,
    repacked,
    shown,
    standing,
    tall,
)
from cpscore.rules.sheet import (
    Align,
    Block,
    Cell,
    Face,
    Frame,
    Grid,
    PageBreak,
    Row,
    Sheet,
    SignatureLine,
    Text,
)

TWIPS, POINT = 1440 / 25.4, 20
SMALL = 9.0
# The height of a line by its type, in text and in cells: as on the PDF, whatever the font.
OPEN_LINES, CLOSE_LINES = 1.5, 1.35
SIGNED_ROOM = 46.0
# A cell over more rows than this may go on over the page.
TOGETHER = 6
MARGINS = {"top": 20, "left": 60, "bottom": 20, "right": 60}
JUSTIFY = {Align.LEFT: "left", Align.CENTRE: "center", Align.RIGHT: "right"}
# A frame's last room on the page is kept for what a reader's fonts need more than ours.
SPARE = 90.0
# What readers take off the height of vertical text before they set it in two columns.
UPRIGHT_SPARE = 18.0


def write_docx(sheet: Sheet, *, at: datetime) -> bytes:
    """A sheet as a Word document; the same sheet at the same time gives the same bytes.

    `at` is the claimed time, with its zone. Every run names its Chinese font, every table its
    column widths, so that Word, WPS and LibreOffice open it alike.
    """
    word = _empty(sheet, at)
    blocks = (*_title(sheet), *sheet.blocks)
    own = _own_section(blocks)
    if own:
        _put(word, sheet, blocks[: own.end])
        _go_on(word, sheet, own.words)
        blocks = blocks[own.end + 1 :]
        page = word.add_section(WD_SECTION.NEW_PAGE)
        page.different_first_page_header_footer = False
        page.header.is_linked_to_previous = page.footer.is_linked_to_previous = False
        _standing(page, sheet)
    _put(word, sheet, blocks)
    buffer = io.BytesIO()
    word.save(buffer)
    return repacked(buffer.getvalue())


def _put(word: Word, sheet: Sheet, blocks: Sequence[Block]) -> None:
    last = word.element.body[-1]
    for one in _written(blocks, column(sheet), room(sheet)):
        last.addprevious(one)


def room(sheet: Sheet) -> float:
    """The height of the text area, in points."""
    return (paper(sheet)[1] - 2 * sheet.margin) / 25.4 * 72


# The document ----------------------------------------------------------------------------------


def _empty(sheet: Sheet, at: datetime) -> Word:
    word = Document()
    page = word.sections[0]
    width, height = paper(sheet)
    page.orientation = WD_ORIENT.LANDSCAPE if sheet.landscape else WD_ORIENT.PORTRAIT
    page.page_width, page.page_height = Mm(width), Mm(height)
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = Mm(sheet.margin)
    page.header_distance = page.footer_distance = Mm(9)
    _standing(page, sheet)
    _language(word, sheet.language)
    about = word.core_properties
    stamp = at.astimezone(UTC).replace(tzinfo=None)
    about.title, about.subject = shown(sheet.title)[:255], shown(sheet.subject)[:255]
    about.author = about.last_modified_by = shown(sheet.author)[:255]
    about.created = about.modified = stamp
    about.language, about.comments, about.revision = sheet.language, "", 1
    return word


def _standing(page: Section, sheet: Sheet) -> None:
    """The marks at the head of every page, who and which page at its foot."""
    _head(page.header, sheet)
    _foot(page.footer, sheet)


def _head(header: _Header, sheet: Sheet) -> None:
    first = header.paragraphs[0]._p
    first.getparent().replace(first, paragraph(small(standing(sheet)), CLOSE_LINES))


def _foot(footer: _Footer, sheet: Sheet) -> None:
    foot = footer.paragraphs[0]._p
    if sheet.footer:
        foot.addprevious(paragraph(small(sheet.footer), CLOSE_LINES))
    foot.getparent().replace(foot, _page_number())


small = partial(Text, face=Face.SONG, size=SMALL, align=Align.CENTRE)


@dataclass(frozen=True, slots=True)
class Own:
    """The blocks up to `end` are a section of their own, its further pages headed by `words`."""

    end: int
    words: str


def _own_section(blocks: Sequence[Block]) -> Own | None:
    """What stands before the first page break, where a table in it says when it goes on."""
    end = next((at for at, one in enumerate(blocks) if isinstance(one, PageBreak)), None)
    grids = (one for one in blocks[:end] if isinstance(one, Grid))
    words = next((one.continued for one in grids if one.continued), "")
    return Own(end, words) if end is not None and words else None


def _go_on(word: Word, sheet: Sheet, words: str) -> None:
    """On its further pages a table says at their head that it goes on: only a header can."""
    page = word.sections[0]
    page.different_first_page_header_footer = True
    _head(page.first_page_header, sheet)
    _foot(page.first_page_footer, sheet)
    under = page.header.paragraphs[0]._p
    heading = Text(words, Face.HEI, 10.5, Align.CENTRE, space_before=4)
    under.addnext(paragraph(heading, CLOSE_LINES))


def _language(word: Word, language: str) -> None:
    """Every style's own font and language, for what is typed into the document later."""
    defaults = word.styles.element.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
    for old in list(defaults):
        defaults.remove(old)
    defaults.append(_fonts(Face.SONG))
    defaults.append(_made("w:lang", val="en-US", eastAsia=language))


def _title(sheet: Sheet) -> Iterator[Text]:
    if sheet.caption:
        yield Text(sheet.caption, Face.HEI, 12, Align.CENTRE, space_after=4)
    after = 2 if sheet.subtitle else 10
    yield Text(sheet.title, Face.SONG_BOLD, 18, Align.CENTRE, 0, 0, after, keep_with_next=True)
    if sheet.subtitle:
        yield Text(sheet.subtitle, Face.FANG, 12, Align.CENTRE, space_after=10)


def _page_number() -> BaseOxmlElement:
    made = paragraph(Text(PAGE, Face.SONG, SMALL, Align.CENTRE), CLOSE_LINES)
    for code, after in (("PAGE", OF), ("NUMPAGES", END)):
        for kind in ("begin", code, "separate", "1", "end"):
            run = _run("", Face.SONG, SMALL)
            if kind == code:
                field = _made("w:instrText")
                field.text = f" {code} "
            elif kind == "1":
                field = _made("w:t")
                field.text = kind
            else:
                field = _made("w:fldChar", fldCharType=kind)
            run.append(field)
            made.append(run)
        made.append(_run(after, Face.SONG, SMALL))
    return made


# Blocks ----------------------------------------------------------------------------------------


def _written(blocks: Sequence[Block], width: float, height: float) -> Iterator[BaseOxmlElement]:
    used, fresh = 0.0, False
    following: Sequence[Block | None] = (*blocks[1:], None)
    for block, after in zip(blocks, following, strict=True):
        if isinstance(block, PageBreak):
            used, fresh = 0.0, True
            continue
        if fresh or not isinstance(block, Text):
            # Two tables that touch would become one.
            yield _gap(block, fresh=fresh)
        fresh = False
        yield _block(block, width, height - used - SPARE, signed=isinstance(after, SignatureLine))
        used += _tall(block, width)
    yield _gap(None)


def _block(
    block: Text | Grid | SignatureLine | Frame, width: float, left: float, *, signed: bool
) -> BaseOxmlElement:
    match block:
        case Text():
            return paragraph(block, keep=signed)
        case Grid():
            return table(block, width)
        case SignatureLine():
            return signature(block, width)
        case Frame():
            return frame(block, width, left)


def _gap(block: Block | None, *, fresh: bool = False) -> BaseOxmlElement:
    """A paragraph as low as can be, that also begins a page."""
    space = block.space_before if isinstance(block, Grid | Frame) else 0.0
    text = Text("", Face.SONG, 1, space_before=space, keep_with_next=block is not None)
    return paragraph(text, fresh=fresh)


def _tall(block: Block, width: float) -> float:
    """About how tall a block stands, in points."""
    match block:
        case Text():
            spaces = block.space_before + block.space_after
            return lines(block.text, block.size, width) * block.size * 1.5 + spaces
        case Grid():
            return sum(_row_height(block, row, width) for row in block.rows)
        case SignatureLine():
            return SIGNED_ROOM + 20
        case Frame():
            return sum(_tall(one, width) for one in block.blocks)
        case PageBreak():
            return 0.0


def _row_height(grid: Grid, row: Row, width: float) -> float:
    one = width / len(grid.widths)
    needed = (tall(cell, one * cell.columns) for cell in row.cells if cell.rows == 1)
    return max([row.height / 25.4 * 72, *needed], default=15)


def paragraph(
    text: Text, spacing: float = OPEN_LINES, *, keep: bool = False, fresh: bool = False
) -> BaseOxmlElement:
    """A paragraph of one face; line ends inside it stay."""
    style = _made("w:pPr")
    if keep or text.keep_with_next:
        style.append(_made("w:keepNext"))
    if fresh:
        style.append(_made("w:pageBreakBefore"))
    before, after = round(text.space_before * POINT), round(text.space_after * POINT)
    # Without these Word widens what stands beside figures, and sets lines on a grid of its own.
    for name in ("w:autoSpaceDE", "w:autoSpaceDN", "w:snapToGrid"):
        style.append(_made(name, val="0"))
    line = round(text.size * spacing * POINT)
    style.append(_made("w:spacing", before=before, after=after, line=line, lineRule="exact"))
    if text.indent:
        indent = round(text.indent * text.size * POINT)
        style.append(_made("w:ind", firstLineChars=text.indent * 100, firstLine=indent))
    style.append(_made("w:jc", val=JUSTIFY[text.align]))
    made = _made("w:p")
    made.append(style)
    made.append(_run(text.text, text.face, text.size))
    return made


def _run(text: str, face: Face, size: float) -> BaseOxmlElement:
    style = _made("w:rPr")
    style.append(_fonts(face))
    if FONTS[face][1]:
        style.append(_made("w:b"))
    for name in ("w:sz", "w:szCs"):
        style.append(_made(name, val=round(size * 2)))
    made = _made("w:r")
    made.append(style)
    for number, line in enumerate(shown(text).split("\n")):
        if number:
            made.append(_made("w:br"))
        if line:
            written = _made("w:t")
            written.text = line
            written.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
            made.append(written)
    return made


def _fonts(face: Face) -> BaseOxmlElement:
    name = FONTS[face][0]
    return _made("w:rFonts", ascii=name, hAnsi=name, eastAsia=name, cs=name, hint="eastAsia")


# Tables ----------------------------------------------------------------------------------------


def table(grid: Grid, width: float) -> BaseOxmlElement:
    """A table of fixed widths: rows are not split, heading rows repeat, spans as in the grid."""
    scale = min(1.0, width / sum(grid.widths)) * TWIPS
    widths = [round(one * scale) for one in grid.widths]
    made = _table(widths, ruled=grid.ruled)
    heads = max((at + 1 for at, row in enumerate(grid.rows) if row.header), default=0)
    held = _held(grid)
    upright = _upright(grid)
    below: dict[int, tuple[int, Cell]] = {}
    for at, row in enumerate(grid.rows):
        line = _row(row, head=at < heads, height=upright.get(at, 0))
        cells = iter(row.cells)
        column = 0
        while column < len(widths):
            covered = column in below
            left, cell = below.pop(column) if covered else (0, next(cells, Cell()))
            span = min(cell.columns, len(widths) - column)
            if not covered:
                left = cell.rows
            if left > 1:
                below[column] = (left - 1, cell)
            merge = "continue" if covered else "restart" if cell.rows > 1 else ""
            keep = row.keep_with_next or at < heads or at in held
            across = widths[column : column + span]
            line.append(_cell(cell, across, merge, keep=keep, wrap=grid.ruled))
            column += span
        made.append(line)
    return made


def _upright(grid: Grid) -> dict[int, float]:
    """How tall rows are at least, in points, for the vertical text that stands beside them."""
    least: dict[int, float] = {}
    for one in placed(grid.rows, len(grid.widths)):
        if one.cell.vertical:
            rows = range(one.row, one.row + one.cell.rows)
            for row in rows:
                share = (tall(one.cell, 0) + UPRIGHT_SPARE) / len(rows)
                own = grid.rows[row].height / 25.4 * 72
                least[row] = max(least.get(row, 0.0), share, own)
    return least


def _held(grid: Grid) -> frozenset[int]:
    """The rows that stay with the next: an item of a few rows is not parted."""
    spans = ((one.row, one.cell.rows) for one in placed(grid.rows, len(grid.widths)))
    return frozenset(
        row for first, rows in spans if rows <= TOGETHER for row in range(first, first + rows - 1)
    )


def _table(widths: Sequence[int], *, ruled: bool) -> BaseOxmlElement:
    style = _made("w:tblPr")
    style.append(_made("w:tblW", w=sum(widths), type="dxa"))
    edges = _made("w:tblBorders")
    for name in ("top", "left", "bottom", "right", "insideH", "insideV"):
        value = "single" if ruled else "nil"
        edges.append(_made(f"w:{name}", val=value, sz=4, space=0, color="000000"))
    style.append(edges)
    style.append(_made("w:tblLayout", type="fixed"))
    inside = _made("w:tblCellMar")
    for name, space in MARGINS.items():
        inside.append(_made(f"w:{name}", w=space if ruled else 0, type="dxa"))
    style.append(inside)
    made = _made("w:tbl")
    made.append(style)
    columns = _made("w:tblGrid")
    for one in widths:
        columns.append(_made("w:gridCol", w=one))
    made.append(columns)
    return made


def _row(row: Row, *, head: bool, height: float = 0) -> BaseOxmlElement:
    style = _made("w:trPr")
    if not row.flows:
        style.append(_made("w:cantSplit"))
    if height or row.height:
        least = height * POINT or row.height * TWIPS
        style.append(_made("w:trHeight", val=round(least), hRule="atLeast"))
    if head:
        style.append(_made("w:tblHeader"))
    made = _made("w:tr")
    made.append(style)
    return made


def _cell(
    cell: Cell, widths: Sequence[int], merge: str = "", *, keep: bool = False, wrap: bool = True
) -> BaseOxmlElement:
    style = _made("w:tcPr")
    style.append(_made("w:tcW", w=sum(widths), type="dxa"))
    if len(widths) > 1:
        style.append(_made("w:gridSpan", val=len(widths)))
    if merge:
        style.append(_made("w:vMerge", val=merge))
    if cell.shaded:
        style.append(_made("w:shd", val="clear", color="auto", fill="EEEEEE"))
    if not wrap:
        style.append(_made("w:noWrap"))
    if cell.vertical:
        style.append(_made("w:textDirection", val="tbRlV"))
    style.append(_made("w:vAlign", val="center" if cell.middle else "top"))
    made = _made("w:tc")
    made.append(style)
    text = "" if merge == "continue" else cell.text
    words = Text(text, cell.face, cell.size, cell.align, keep_with_next=keep)
    made.append(paragraph(words, CLOSE_LINES))
    return made


def signature(line: SignatureLine, width: float) -> BaseOxmlElement:
    """A row with the label, room to sign, and who signs when below: kept whole."""
    made = _table([round(width * TWIPS)], ruled=False)
    row = _row(Row(()), head=False, height=SIGNED_ROOM + 20)
    gap = "　" * (14 if line.align is Align.RIGHT else 0)
    below = "　".join(one for one in (line.signer, line.date) if one)
    cell = _cell(Cell(), [round(width * TWIPS)])
    cell.remove(cell[-1])
    cell.append(paragraph(Text(line.label + gap, align=line.align), keep=True))
    cell.append(paragraph(Text(below, align=line.align)))
    row.append(cell)
    made.append(row)
    return made


def frame(block: Frame, width: float, height: float) -> BaseOxmlElement:
    """Blocks inside a ruled box that goes on over pages; `height` in points is what it may fill."""
    wide = round(width * TWIPS)
    made = _table([wide], ruled=True)
    row = _row(Row((), flows=True), head=False, height=max(height, 0) if block.fill else 0)
    cell = _cell(Cell(middle=False), [wide])
    cell.remove(cell[-1])
    for one in _inside(block.blocks, width - 4.3):
        cell.append(one)
    row.append(cell)
    made.append(row)
    return made


def _inside(
    blocks: Iterable[Text | Grid | SignatureLine], width: float
) -> Iterator[BaseOxmlElement]:
    given = tuple(blocks)
    for at, block in enumerate(given):
        # The last two paragraphs stay with the signature below them.
        signed = any(isinstance(one, SignatureLine) for one in given[at + 1 : at + 3])
        match block:
            case Text():
                # LibreOffice takes a first paragraph that is kept for a table that is.
                kept = replace(block, keep_with_next=block.keep_with_next and at > 0)
                yield paragraph(kept, keep=signed)
            case Grid():
                yield table(block, width)
            case SignatureLine():
                yield signature(block, width)
    yield _gap(None)


def _made(tag: str, **attributes: str | int) -> BaseOxmlElement:
    """An element of Word's language, with its attributes."""
    made: BaseOxmlElement = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), str(value))
    return made
