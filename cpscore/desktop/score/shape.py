"""The shape of the score table: which cells are one, how wide and how tall they are."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtWidgets import QTableView

from cpscore.desktop.score.lines import Line
from cpscore.desktop.score.model import SCORE, TEXT, TITLE, WEIGHT, ScoreModel
from cpscore.desktop.score.painting import least_height
from cpscore.desktop.theme import px

WIDTHS = {TITLE: 110, WEIGHT: 64, SCORE: 132}
NARROW = {TITLE: 88, WEIGHT: 52, SCORE: 112}
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
            whole = (TITLE, WEIGHT) if model.split(line.item) else (TITLE, WEIGHT, SCORE)
            for column in whole:
                table.setSpan(at, column, line.span, 1)


def fit(table: QTableView, model: ScoreModel) -> None:
    """Columns as wide as the drawings, lines as tall as their texts."""
    room = table.viewport().width()
    widths = WIDTHS if room >= px(ROOMY) else NARROW
    for column, width in widths.items():
        table.setColumnWidth(column, px(width))
    # What is left for the texts; the header itself stretches that column a moment later.
    taken = sum(px(one) for column, one in widths.items() if not table.isColumnHidden(column))
    for at, height in enumerate(_heights(model, max(room - taken, px(80)), px(widths[TITLE]))):
        table.setRowHeight(at, height)


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
    needed = max(px(ITEM_LEAST), least_height(model.index(at, TITLE), title))
    lacking = max(0, needed - sum(heights))
    heights = [height + lacking // line.span for height in heights]
    heights[0] += lacking % line.span
    return heights
