"""The sheets of an Excel workbook as tables: what the cells show, merged ranges resolved."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal, InvalidOperation
from xml.etree.ElementTree import Element

from cpscore.forms.exporting.excel import DEFINITION
from cpscore.forms.importing.grid import (
    MOST_CELLS,
    MOST_COLUMNS,
    MOST_ROWS,
    Cell,
    Grid,
    Source,
    cleaned,
    grid,
)
from cpscore.forms.importing.numbering import whole
from cpscore.forms.importing.package import Package, refused
from cpscore.forms.importing.word import beside

PLACE = re.compile(r"\$?([A-Z]{1,3})\$?([1-9][0-9]{0,6})")
ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
PERCENT_FORMATS = {9, 10}
# Excel computes with fifteen digits and shows no more of them.
DIGITS = 15
NO_VALUE = "="
# Blank cells further right than this are no room to write in, but formatting gone astray.
MOST_ROOM = 60
TRUE = {"1", "true"}
# What lies over a sheet, and what its paragraphs are called.
BESIDE = {"comments", "drawing"}
BOXES = {"comments": "comment", "wsDr": "p"}
Place = tuple[int, int]


def read_excel(package: Package, name: str, workbook: Element) -> Source:
    """What the visible sheets of a workbook show. Raises Unacceptable."""
    related = {id: (kind.rpartition("/")[2], part) for id, kind, part in package.related(name)}
    parts = dict(related.values())
    shared = [_string(one) for one in _children(package, parts.get("sharedStrings"), "si")]
    percent = _percent_styles(package, parts.get("styles"))
    blocks: list[Grid] = []
    unseen: list[tuple[str, Cell]] = []
    pictures = 0
    definition: str | None = None
    for sheet in workbook.findall("sheets/sheet"):
        _, part = related.get(sheet.get("id", ""), ("", ""))
        tree = package.tree(part) if part else None
        if tree is None:
            continue
        texts = _texts(tree, shared, percent)
        visible = sheet.get("state", "visible") == "visible"
        title = sheet.get("name", "")
        if title == DEFINITION:
            definition = _column(texts)
        elif not visible:
            unseen += [("hidden-sheet", Cell(0, 0, 0, lines=cleaned(title)))] if texts else []
        elif texts:
            number = len(blocks) + 1
            unseen += [("hidden-text", cell) for cell in _take_hidden(number, tree, texts)]
            blocks.append(_grid(number, title, tree, texts or {(0, 0): ""}))
            for one in _beside(package, part or ""):
                unseen += [("beside-the-page", line) for line in beside(one, BOXES[one.tag])]
                pictures += sum(1 for _ in one.iter("pic"))
    return Source(tuple(blocks), (), tuple(unseen), pictures, definition)


def _take_hidden(number: int, tree: Element, texts: dict[Place, str]) -> Iterator[Cell]:
    """Take what stands in hidden rows and columns away from what is shown."""
    columns = _hidden_columns(tree)
    rows = {
        whole(one.get("r", ""), 1) - 1
        for one in tree.findall("sheetData/row")
        if one.get("hidden") in TRUE
    }
    for place in [one for one in texts if one[0] in rows or one[1] in columns]:
        yield Cell(number, *place, lines=cleaned(texts.pop(place)))


def _hidden_columns(tree: Element) -> set[int]:
    """The columns marked as hidden; spans that lie over one another are gone through once."""
    hidden = (one for one in tree.findall("cols/col") if one.get("hidden") in TRUE)
    spans = sorted((whole(one.get("min", ""), 1) - 1, whole(one.get("max", ""))) for one in hidden)
    columns: set[int] = set()
    end = 0
    for first, last in spans:
        columns.update(range(max(first, end), last))
        end = max(end, last)
    return columns


def _beside(package: Package, part: str) -> Iterator[Element]:
    """The comments and drawings of a sheet."""
    for _, kind, name in package.related(part):
        tree = package.tree(name) if kind.rpartition("/")[2] in BESIDE else None
        if tree is not None and tree.tag in BOXES:
            yield tree


def _children(package: Package, part: str | None, name: str) -> Sequence[Element]:
    tree = package.tree(part) if part else None
    return () if tree is None else tree.findall(name)


def _string(node: Element) -> str:
    """A text of one or of several runs; how to pronounce it (`rPh`) is not part of it."""
    runs = [node, *node.findall("r")]
    text = "".join(one.text or "" for run in runs for one in run.findall("t"))
    return ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)


def _percent_styles(package: Package, part: str | None) -> list[bool]:
    """Of each cell style whether it shows numbers as percentages."""
    tree = package.tree(part) if part else None
    if tree is None:
        return []
    own = {
        whole(one.get("numFmtId", "")): "%" in one.get("formatCode", "")
        for one in tree.findall("numFmts/numFmt")
    }
    ids = (whole(one.get("numFmtId", "")) for one in tree.findall("cellXfs/xf"))
    return [own.get(id, id in PERCENT_FORMATS) for id in ids]


def _texts(tree: Element, shared: Sequence[str], percent: Sequence[bool]) -> dict[Place, str]:
    """What each cell with anything in it shows, by row and column from 0."""
    texts: dict[Place, str] = {}
    row = column = -1
    for one in tree.findall("sheetData/row"):
        row = whole(one.get("r", ""), row + 2) - 1
        column = -1
        for cell in one.findall("c"):
            place = _place(cell.get("r", "")) or (row, column + 1)
            row, column = place
            text = _shown(cell, shared, percent)
            if text.strip():
                texts[place] = text
    if len(texts) > MOST_CELLS:
        raise refused("too-large-table", rows=MOST_ROWS, columns=MOST_COLUMNS)
    return texts


def _place(name: str) -> Place | None:
    found = PLACE.fullmatch(name)
    if not found:
        return None
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(found[2]) - 1, column - 1


def _shown(cell: Element, shared: Sequence[str], percent: Sequence[bool]) -> str:
    kind = cell.get("t", "n")
    if kind == "inlineStr":
        inline = cell.find("is")
        return "" if inline is None else _string(inline)
    value = cell.findtext("v") or ""
    if kind == "s":
        at = whole(value, -1)
        return shared[at] if 0 <= at < len(shared) else ""
    if not value and cell.find("f") is not None:
        return NO_VALUE + (cell.findtext("f") or "")
    if kind != "n":
        return ESCAPED.sub(lambda found: chr(int(found[1], 16)), value)
    style = whole(cell.get("s", ""))
    return number(value, percent=style < len(percent) and percent[style])


def number(value: str, *, percent: bool) -> str:
    """A stored number as it is shown: `0.30000000000000004` is 0.3."""
    try:
        exact = Decimal(value[:40])
    except InvalidOperation:
        return value
    if not exact.is_finite() or abs(exact.adjusted()) > DIGITS:
        return value
    shown = exact * 100 if percent else exact
    if len(shown.as_tuple().digits) > DIGITS:
        shown = shown.quantize(Decimal(1).scaleb(shown.adjusted() + 1 - DIGITS))
    return f"{shown.normalize():f}" + ("%" if percent else "")


def _grid(number: int, name: str, tree: Element, texts: dict[Place, str]) -> Grid:
    last_row, last_column = _extent(tree, texts)
    covered: set[Place] = set()
    cells: list[Cell] = []
    room = MOST_CELLS
    for top, left, low, far in _merged(tree):
        if top > last_row or left > last_column or (top, left) in covered:
            continue
        # A range across the whole sheet is as wide as what stands there.
        bottom, right = min(low, last_row), min(far, last_column)
        room -= (bottom - top + 1) * (right - left + 1)
        if room < 0 or right >= MOST_COLUMNS:
            raise refused("too-large-table", rows=MOST_ROWS, columns=MOST_COLUMNS)
        places = {(r, c) for r in range(top, bottom + 1) for c in range(left, right + 1)}
        if places & covered:
            continue
        covered |= places
        lines = cleaned(texts.get((top, left), ""))
        cells.append(Cell(number, top, left, bottom - top + 1, right - left + 1, lines))
    for place, text in texts.items():
        if place not in covered:
            cells.append(Cell(number, *place, lines=cleaned(text)))
    covered |= texts.keys()
    cells += _blank(number, covered, last_row, last_column)
    return grid(number, cells, _widths(tree, last_column + 1), name)


def _extent(tree: Element, texts: dict[Place, str]) -> Place:
    """The last row and column: of what is said, and of the room beside it to write in."""
    last_row = max(row for row, _ in texts)
    columns = {column for _, column in texts}
    rows = {last_row}
    for top, _, low, far in _merged(tree):
        if top <= last_row and low < MOST_ROWS and far < MOST_ROOM:
            rows.add(low)
            columns.add(far)
    for cell in tree.findall("sheetData/row/c"):
        place = _place(cell.get("r", ""))
        if place and place[0] <= last_row and place[1] < MOST_ROOM:
            columns.add(place[1])
    return max(rows), max(columns)


def _blank(number: int, covered: set[Place], last_row: int, last_column: int) -> Iterator[Cell]:
    if last_row >= MOST_ROWS or last_column >= MOST_COLUMNS:  # no table, but a stray cell
        raise refused("too-large-table", rows=MOST_ROWS, columns=MOST_COLUMNS)
    for row in range(last_row + 1):
        for column in range(last_column + 1):
            if (row, column) not in covered:
                yield Cell(number, row, column)


def _merged(tree: Element) -> Iterator[tuple[int, int, int, int]]:
    for one in tree.findall("mergeCells/mergeCell"):
        first, _, last = one.get("ref", "").partition(":")
        start, end = _place(first), _place(last or first)
        if start and end and start[0] <= end[0] and start[1] <= end[1]:
            yield (*start, *end)


def _widths(tree: Element, columns: int) -> list[float]:
    widths = [9.0] * columns
    for one in tree.findall("cols/col"):
        first, last = whole(one.get("min", ""), 1), whole(one.get("max", ""), 1)
        try:
            width = float(one.get("width", "9")[:20])
        except ValueError:
            continue
        if 0 < width < 300:
            for column in range(max(first, 1) - 1, min(last, columns)):
                widths[column] = width
    return widths


def _column(texts: dict[Place, str]) -> str:
    """The first column, line by line."""
    lines = {row: text for (row, column), text in texts.items() if column == 0}
    last = max(lines, default=0)
    return "".join(f"{lines.get(row, '')}\n" for row in range(1, min(last, MOST_CELLS) + 1))
