"""The paragraphs and tables of a Word document, merged cells resolved."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from xml.etree.ElementTree import Element

from cpscore.forms.importing.grid import (
    MOST_COLUMNS,
    MOST_PARAGRAPHS,
    MOST_ROWS,
    MOST_TABLES,
    Block,
    Cell,
    Grid,
    Source,
    cleaned,
    grid,
)
from cpscore.forms.importing.heads import find_head
from cpscore.forms.importing.numbering import Numbering, value, whole
from cpscore.forms.importing.package import MEGABYTE, MOST_BYTES, Package, refused

# What stands around paragraphs and rows without being any.
AROUND = {"sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag"}
# Deleted text, the second copy of a drawing, and fields' instructions are not on the page.
GONE = {"del", "moveFrom", "Fallback", "instrText", "delText", "pPr", "rPr"}
# Parts that belong to the file, and not to the page that is read; pictures on it.
BESIDE = {"header", "footer", "footnotes", "endnotes", "comments"}
PICTURES = {"blip", "imagedata"}
SAYS = re.compile(r"[^\W\d_]")
PAGE = re.compile(r"[—\-\s]*(?:第\s*[0-9]*\s*页)?[\s,，/]*(?:共\s*[0-9]*\s*页)?[—\-\s]*")
SIGNS = {"br": "\n", "cr": "\n", "tab": " ", "noBreakHyphen": "-", "sym": "□", "checkBox": "□"}


def read_word(package: Package, name: str, document: Element) -> Source:
    """What a Word document shows, in order. Raises Unacceptable."""
    named = [(kind.rpartition("/")[2], part) for _, kind, part in package.related(name)]
    related = dict(named)
    numbering = package.tree(related["numbering"]) if "numbering" in related else None
    reader = _Reader(Numbering(numbering))
    body = document.find("body")
    if body is not None:
        reader.take(body)
    unseen = [("hidden-text", cell) for cell in reader.unseen]
    unseen += [
        ("beside-the-page", line)
        for kind, part in named
        if kind in BESIDE
        for line in beside(package.tree(part), "p")
    ]
    pictures = sum(1 for one in document.iter() if one.tag in PICTURES)
    return Source(tuple(reader.blocks), tuple(reader.hidden), tuple(unseen), pictures)


def beside(tree: Element | None, paragraph: str) -> Iterator[Cell]:
    """What stands in a header, a footer, a note, a comment or a box, a paragraph each."""
    for one in tree.iter(paragraph) if tree is not None else ():
        lines = cleaned(written(one))
        if any(SAYS.search(line) and not PAGE.fullmatch(line) for line in lines):
            yield Cell(0, 0, 0, lines=lines)


def inside(parent: Element, *names: str) -> Iterator[Element]:
    """Children of these names, also where something is wrapped around them."""
    for child in parent:
        if child.tag in names:
            yield child
        elif child.tag in AROUND:
            yield from inside(child, *names)


@dataclass(slots=True)
class _Reader:
    numbers: Numbering
    blocks: list[Block] = field(default_factory=list)
    hidden: list[Cell] = field(default_factory=list)
    unseen: list[Cell] = field(default_factory=list)
    tables: int = 0
    paragraphs: int = 0
    # A table deep inside others is asked more than once.
    heads: dict[Element, bool] = field(default_factory=dict)

    def take(self, parent: Element) -> None:
        """Paragraphs and tables in order."""
        for child in inside(parent, "p", "tbl"):
            if child.tag == "tbl":
                self.table(child)
                continue
            for line in self.lines(child):
                self.blocks.append(Cell(0, self.paragraphs, 0, lines=(line,)))
                self.paragraphs += 1
            if self.paragraphs > MOST_PARAGRAPHS:
                raise refused("too-large-office", most=MOST_BYTES // MEGABYTE)

    def lines(self, paragraph: Element) -> tuple[str, ...]:
        for run in paragraph.iter("r") if paragraph.find(".//vanish") is not None else ():
            if vanished(run):
                self.unseen.append(Cell(0, 0, 0, lines=cleaned(written(run))))
        return cleaned(self.numbers.next(paragraph) + written(paragraph))

    def table(self, tbl: Element) -> None:
        """A table, then the tables inside its cells that are tables of their own."""
        self.tables += 1
        if self.tables > MOST_TABLES:
            raise refused("too-large-table", rows=MOST_ROWS, columns=MOST_COLUMNS)
        number, at = self.tables, len(self.blocks)
        inner: list[Element] = []
        cells: list[Cell] = []
        above: dict[int, int] = {}
        for row, tr in enumerate(_rows(tbl)):
            above = self.row(tr, row, number, cells, above, inner)
        widths = [float(whole(one.get("w", ""), 1) or 1) for one in tbl.findall("tblGrid/gridCol")]
        self.blocks.append(grid(number, cells, widths))
        for one in inner:
            self.table(one)
        # A frame around everything says nothing; what was in it takes its place.
        frame = self.blocks[at]
        if isinstance(frame, Grid) and not any(cell.lines for cell in frame.cells()):
            del self.blocks[at]

    def row(
        self,
        tr: Element,
        row: int,
        table: int,
        cells: list[Cell],
        above: dict[int, int],
        inner: list[Element],
    ) -> dict[int, int]:
        """Add a row's cells; `above` and the answer say which cell begins at which column."""
        here: dict[int, int] = {}
        column = whole(value_in(tr, "trPr/gridBefore"))
        for tc in inside(tr, "tc"):
            span = max(1, whole(value_in(tc, "tcPr/gridSpan"), 1))
            lines = self.cell(tc, inner)
            merged = tc.find("tcPr/vMerge")
            beside = tc.find("tcPr/hMerge")
            if merged is not None and merged.get("val") != "restart" and column in above:
                grown = above[column]
                if lines:
                    self.hidden.append(Cell(table, row, column, lines=lines))
                cells[grown] = replace(cells[grown], rows=row - cells[grown].row + 1)
                here[column] = grown
            elif beside is not None and beside.get("val") != "restart" and here:
                last = here[max(here)]
                cells[last] = replace(
                    cells[last],
                    columns=column + span - cells[last].column,
                    lines=cells[last].lines + lines,
                )
            else:
                here[column] = len(cells)
                cells.append(Cell(table, row, column, 1, span, lines))
            column += span
        return here

    def cell(self, tc: Element, inner: list[Element]) -> tuple[str, ...]:
        """A cell's lines; a table inside that has no head of its own is part of its text."""
        lines: list[str] = []
        for child in inside(tc, "p", "tbl"):
            if child.tag == "p":
                lines += self.lines(child)
            elif self.has_head(child):
                inner.append(child)
            else:
                for tr in _rows(child):
                    for one in inside(tr, "tc"):
                        lines += self.cell(one, inner)
        return tuple(lines)

    def has_head(self, tbl: Element) -> bool:
        """Whether a table inside a cell is one of points or of questions, or holds one."""
        if tbl not in self.heads:
            cells: list[Cell] = []
            inner: list[Element] = []
            reader = _Reader(Numbering(None), heads=self.heads)
            for row, tr in enumerate(_rows(tbl)):
                reader.row(tr, row, 1, cells, {}, inner)
            table = grid(1, cells)
            heads = (find_head(table, row) for row in range(len(table.rows)))
            self.heads[tbl] = bool(inner) or any(heads)
        return self.heads[tbl]


def _rows(tbl: Element) -> Iterator[Element]:
    return (tr for tr in inside(tbl, "tr") if tr.find("trPr/del") is None)


def value_in(parent: Element, path: str) -> str:
    """The `val` of what a path leads to."""
    folder, _, name = path.rpartition("/")
    inner = parent.find(folder)
    return "" if inner is None else value(inner, name)


def vanished(node: Element) -> bool:
    """Whether a run of text is marked as hidden."""
    mark = node.find("rPr/vanish") if node.tag == "r" else None
    return mark is not None and mark.get("val", "1") not in {"0", "false", "off"}


def written(node: Element) -> str:
    """The text on the page."""
    text = ""
    for child in node:
        if child.tag == "t":
            text += child.text or ""
        elif child.tag in SIGNS:
            text += SIGNS[child.tag]
        elif child.tag == "p":
            text += "\n" + written(child)
        elif child.tag not in GONE and not vanished(child):
            text += written(child)
    return text
