"""The tables of the standard's appendices C, E and G, as Word and Excel files with merged cells.

Their texts come from the standard's text; what the text does not tell, which cells are merged, is
as the printed tables look.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from io import BytesIO

import docx
import openpyxl
from docx.shared import Mm
from openpyxl.utils import get_column_letter

from tests.forms.source import appendix, cells, squeezed


@dataclass(frozen=True)
class Box:
    """A cell of an official table; `text` may have several lines."""

    row: int
    column: int
    text: str = ""
    rows: int = 1
    columns: int = 1


@dataclass(frozen=True)
class Official:
    """An appendix: the lines above its table, its cells, its columns in mm, the lines below."""

    above: tuple[str, ...]
    boxes: tuple[Box, ...]
    widths: tuple[int, ...]
    below: tuple[str, ...] = ()


def official(letter: str) -> Official:
    """One of the appendices."""
    return {"C": appendix_c, "E": appendix_e, "G": appendix_g}[letter]()


def above(letter: str) -> tuple[str, ...]:
    text = appendix(letter).split("\n\t", 1)[0]
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def merged_down(column: int, starts: Sequence[tuple[int, str]], end: int) -> list[Box]:
    """Cells of a column, each down to the next."""
    ends = [*(row for row, _ in starts[1:]), end]
    return [
        Box(row, column, text, below - row) for (row, text), below in zip(starts, ends, strict=True)
    ]


def appendix_g() -> Official:
    texts = cells("G")
    raw = [cell.strip() for cell in re.split(r"\n\t", appendix("G").split("\n\t", 1)[1])]
    boxes = [Box(0, 0, texts[0], 1, 4)]
    boxes += [Box(1, column, texts[1 + column]) for column in range(4)]
    at, row = 5, 2
    groups: list[tuple[int, str]] = []
    while texts[at] != "清洁生产审核与实施方案评价":
        if texts[at]:
            groups.append((row, texts[at]))
        boxes += [Box(row, 1, raw[at + 1]), Box(row, 2), Box(row, 3)]
        at, row = at + 4, row + 1
    boxes += merged_down(0, groups, row)
    boxes += [Box(row, 0, texts[at], 1, 2), Box(row, 2, texts[at + 1]), Box(row, 3, texts[at + 2])]
    at, row = at + 3, row + 1
    titles: list[tuple[int, str]] = []
    weights: list[tuple[int, str]] = []
    while squeezed(texts[at]) != "总分":
        if texts[at]:
            titles.append((row, raw[at]))
        if texts[at + 2]:
            weights.append((row, texts[at + 2]))
        boxes.append(Box(row, 1, raw[at + 1]))
        at, row = at + 4, row + 1
    boxes += merged_down(0, titles, row) + merged_down(2, weights, row)
    boxes += merged_down(3, [(start, "") for start, _ in weights], row)
    boxes += [Box(row, column, texts[at + column]) for column in range(4)]
    boxes.append(Box(row + 1, 0, raw[at + 4], 1, 4))
    return Official(above("G"), tuple(boxes), (32, 102, 18, 18))


def appendix_e() -> Official:
    texts = cells("E")
    boxes = [Box(0, 0, texts[0]), Box(0, 1, texts[1], 1, 2)]
    boxes += [Box(0, 3 + column, texts[2 + column]) for column in range(3)]
    at, row = 5, 1
    while texts[at] != "分类":
        boxes += [Box(row, 0, texts[at]), Box(row, 1, texts[at + 1], 1, 2)]
        boxes += [Box(row, 3 + column, texts[at + 2 + column]) for column in range(3)]
        at, row = at + 5, row + 1
    boxes += [Box(row, column, texts[at + column]) for column in range(6)]
    at, row = at + 6, row + 1
    sections: list[tuple[int, str]] = []
    weights: list[tuple[int, str]] = []
    while squeezed(texts[at]) != "合计":
        # The blank category stands where a new weight does.
        if texts[at] or texts[at + 3]:
            sections.append((row, texts[at]))
        if texts[at + 3]:
            weights.append((row, texts[at + 3]))
        boxes += [Box(row, 1, texts[at + 1]), Box(row, 2, texts[at + 2])]
        at, row = at + 6, row + 1
    blank = [(start, "") for start, _ in weights]
    boxes += merged_down(0, sections, row) + merged_down(3, weights, row)
    boxes += merged_down(4, blank, row) + merged_down(5, blank, row)
    boxes += [Box(row, 0, texts[at], 1, 3)]
    boxes += [Box(row, 3 + column, texts[at + 1 + column]) for column in range(3)]
    boxes.append(Box(row + 1, 0, texts[at + 4], 1, 6))
    return Official(above("E"), tuple(boxes), (16, 14, 74, 15, 15, 36))


def appendix_c() -> Official:
    texts = [text.removesuffix("表C(续)") for text in cells("C")]
    said = iter([text for text in texts[: texts.index("序号")] if text])
    boxes = [Box(0, 0, next(said)), Box(0, 1, next(said), 1, 2), Box(0, 3, next(said))]
    boxes += [Box(0, 4, next(said)), Box(0, 5, next(said))]
    # 评估的基本条件 stands one sign below the other.
    boxes.append(Box(1, 0, "\n".join(next(said)), 8))
    for row in (1, 5):
        boxes += [Box(row, 1, next(said), 4), Box(row, 2, next(said), 4)]
        for question in range(row, row + 4):
            boxes += [Box(question, column, next(said)) for column in (3, 4, 5)]
    return c_scores(texts, texts.index("序号"), 9, boxes)


def c_scores(texts: list[str], at: int, row: int, boxes: list[Box]) -> Official:
    boxes += [
        Box(row, 0, texts[at]),
        Box(row, 1, texts[at + 1]),
        Box(row, 2, texts[at + 2], 1, 2),
        Box(row, 4, texts[at + 3]),
        Box(row, 5, texts[at + 4]),
    ]
    at, row = at + 5, row + 1
    starts: list[int] = []
    ends: list[int] = []
    heads: list[tuple[str, str, str]] = []
    while squeezed(texts[at]) != "总分":
        if "、清洁生产" in texts[at]:
            boxes.append(Box(row, 0, texts[at], 1, 6))
            at, row = at + 1, row + 1
            continue
        if texts[at]:
            starts.append(row)
            ends.append(row + 1)
            heads.append((texts[at], texts[at + 1], texts[at + 3]))
        else:
            ends[-1] = row + 1
        boxes.append(Box(row, 2, texts[at + 2], 1, 2))
        at, row = at + 5, row + 1
    for start, end, (number, title, weight) in zip(starts, ends, heads, strict=True):
        rows = end - start
        boxes += [Box(start, 0, number, rows), Box(start, 1, title, rows)]
        boxes += [Box(start, 4, weight, rows), Box(start, 5, "", rows)]
    boxes += [Box(row, 0, texts[at], 1, 4), Box(row, 4, texts[at + 2]), Box(row, 5)]
    at, row = at + 4, row + 1
    boxes.append(Box(row, 0, texts[at], 3))
    bands = [text for text in texts[at + 1 :] if text]
    boxes += [Box(row + place, 1, text, 1, 5) for place, text in enumerate(bands)]
    return Official(above("C"), tuple(boxes), (12, 32, 16, 80, 15, 15))


# Files -----------------------------------------------------------------------------------------


def as_word(*appendices: Official) -> bytes:
    """A Word document with the tables, cells merged as Word merges them."""
    document = docx.Document()
    for one in appendices:
        for line in one.above:
            document.add_paragraph(line)
        height = max(box.row + box.rows for box in one.boxes)
        table = document.add_table(height, len(one.widths))
        for column, width in zip(table.columns, one.widths, strict=True):
            column.width = Mm(width)
        for box in one.boxes:
            cell = table.cell(box.row, box.column)
            if box.rows * box.columns > 1:
                last = table.cell(box.row + box.rows - 1, box.column + box.columns - 1)
                cell = cell.merge(last)
            first, *more = box.text.split("\n")
            cell.text = first
            for line in more:
                cell.add_paragraph(line)
        for line in one.below:
            document.add_paragraph(line)
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def as_excel(*appendices: Official) -> bytes:
    """An Excel workbook with a sheet for each table, the lines above it merged across."""
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.worksheets[0])
    for number, one in enumerate(appendices, start=1):
        sheet = workbook.create_sheet(f"表{number}")
        for at, width in enumerate(one.widths, start=1):
            sheet.column_dimensions[get_column_letter(at)].width = width / 2
        top = [Box(at, 0, line, 1, len(one.widths)) for at, line in enumerate(one.above)]
        table = [replace(box, row=box.row + len(top)) for box in one.boxes]
        end = max(box.row + box.rows for box in table)
        foot = [Box(end + at, 0, line, 1, len(one.widths)) for at, line in enumerate(one.below)]
        for box in (*top, *table, *foot):
            cell = sheet.cell(box.row + 1, box.column + 1)
            cell.value = float(box.text) if re.fullmatch("[0-9]+", box.text) else box.text
            if box.rows * box.columns > 1:
                sheet.merge_cells(
                    start_row=box.row + 1,
                    start_column=box.column + 1,
                    end_row=box.row + box.rows,
                    end_column=box.column + box.columns,
                )
    file = BytesIO()
    workbook.save(file)
    return file.getvalue()
