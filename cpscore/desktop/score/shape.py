"""The shape of the score table: which cells are one, how wide and how tall they are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from PySide6.QtWidgets import QTableView

from cpscore.desktop.score.lines import Line, title_of
from cpscore.desktop.score.marks import marks_of
from cpscore.desktop.score.model import SCORE, TEXT, TITLE, WEIGHT, ScoreModel
from cpscore.desktop.score.painting import least_height, weight_height
from cpscore.desktop.theme import px

WIDTHS = {TITLE: 110, WEIGHT: 64, SCORE: 132}
NARROW = {TITLE: 88, WEIGHT: 52, SCORE: 112}
MARKED = 92  # of a weight with marks below it
ROOMY = 640
# Heights: of a line, of an item (its number and a line of chips), of a row with its own score.
LEAST, ITEM_LEAST, SPLIT_LEAST = 40, 76, 46


def span(table: QTableView, model: ScoreModel) -> None:
    """Title, weight and score stand over all rows of an item; rows with scores have their own."""
    table.clearSpans()
    for at, line in enumerate(model.lines):
        if line.item is None and not table.isColumnHidden(TITLE):
            table.setSpan(at, TITLE, 1, 2)
        elif line.item is not None and line.at == 0 and line.span > 1:
            for column in (WEIGHT,) if model.split(line.item) else (WEIGHT, SCORE):
                table.setSpan(at, column, line.span, 1)
    for at, length in _titles(model.lines):
        if length > 1:
            table.setSpan(at, TITLE, length, 1)


def _titles(lines: Sequence[Line]) -> Iterator[tuple[int, int]]:
    """Where each title begins, and over how many lines it stands: items that follow each other
    under one printed title share it, as on paper.
    """
    numbered = ((at, line) for at, line in enumerate(lines) if line.item is not None)
    for _, run in groupby(numbered, key=lambda one: _title(one[1])):
        rows = [at for at, _ in run]
        yield rows[0], len(rows)


def _title(line: Line) -> tuple[str, str]:
    assert line.item is not None
    return line.section.id, title_of(line.item) or line.item.id


def fit(table: QTableView, model: ScoreModel) -> None:
    """Columns as wide as the drawings, lines as tall as their texts."""
    room = table.viewport().width()
    widths = dict(WIDTHS if room >= px(ROOMY) else NARROW)
    if any(marks_of(item) for item in model.form.items):
        widths[WEIGHT] = MARKED
    wide = TITLE if table.isColumnHidden(TEXT) else TEXT
    head = table.horizontalHeader()
    widths = {
        column: max(px(width), 0 if column == TITLE else head.sectionSizeHint(column))
        for column, width in widths.items()
    }
    for column, width in widths.items():
        if column != wide:
            table.setColumnWidth(column, width)
    # What is left for the texts; the header itself stretches that column a moment later.
    fixed = (column for column in widths if column != wide and not table.isColumnHidden(column))
    rest = max(room - sum(widths[column] for column in fixed), px(80))
    title = rest if wide == TITLE else widths[TITLE]
    heights = list(_heights(model, rest, title))
    for at, height in enumerate(heights):
        table.setRowHeight(at, height)
    # Where the form ends, the paper begins.
    around = table.horizontalHeader().height() + 2 * table.frameWidth()
    table.setMaximumHeight(sum(heights) + around)


def _heights(model: ScoreModel, text: int, title: int) -> Iterator[int]:
    for at, line in enumerate(model.lines):
        if line.item is None:
            yield least_height(model.index(at, TEXT), text)
        elif line.at == 0:
            yield from _item_heights(model, at, line, text, title)


def _item_heights(model: ScoreModel, at: int, line: Line, text: int, title: int) -> list[int]:
    assert line.item is not None
    least = px(SPLIT_LEAST if model.split(line.item) else LEAST)
    rows = range(at, at + line.span)
    heights = [max(least_height(model.index(row, TEXT), text), least) for row in rows]
    titled = least_height(model.index(at, TITLE), title)
    needed = max(px(ITEM_LEAST), titled, weight_height(line.item))
    lacking = max(0, needed - sum(heights))
    heights = [height + lacking // line.span for height in heights]
    heights[0] += lacking % line.span
    return heights
