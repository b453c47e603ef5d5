"""How the cells of the score table look."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPen

from cpscore.desktop.score.lines import Line, points_so_far
from cpscore.desktop.score.marks import marks_of
from cpscore.desktop.score.model import LINE, SCORE, SCORED, TITLE, WEIGHT, Index
from cpscore.desktop.score.spots import TALL, Spot, number_area
from cpscore.desktop.texts import tr
from cpscore.desktop.theme import now, px
from cpscore.rules.form import Item
from cpscore.rules.points import plain

PAD = 10
NUMBER, SMALL = 24, 19  # lines of the weight's cell
CENTRE = Qt.AlignmentFlag.AlignCenter
WRAP = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignVCenter


def least_height(index: Index, width: int) -> int:
    """How tall a cell must be for what it says, at a width."""
    line: Line = index.data(LINE)
    metrics = QFontMetrics(now().font(bold=index.column() == TITLE))
    room = QRect(0, 0, max(width - 2 * px(PAD), px(20)), 1 << 16)
    around = px(18) if line.item else px(14)
    return metrics.boundingRect(room, WRAP, str(index.data() or "")).height() + around


def paint_text(painter: QPainter, area: QRect, index: Index) -> None:
    """A title, a criterion, or a section's heading over the whole line."""
    line: Line = index.data(LINE)
    painter.setFont(now().font(bold=line.item is None or index.column() == TITLE))
    painter.setPen(now().colour("quiet_ink" if line.item is None else "ink"))
    sums = line.item is None and index.column() in (WEIGHT, SCORE)
    align = Qt.AlignmentFlag.AlignHCenter if sums else Qt.AlignmentFlag.AlignLeft
    painter.drawText(area.adjusted(px(PAD), 0, -px(PAD), 0), WRAP | align, str(index.data() or ""))


def paint_weight(painter: QPainter, area: QRect, index: Index, *, split: bool) -> None:
    """A weight, and below it the marks of its item; over rows that are scored one by one, their
    sum so far.
    """
    line: Line = index.data(LINE)
    assert line.item is not None
    below = [(one.short, "amber") for one in marks_of(line.item)]
    if split:
        given = points_so_far(line.item, index.data(SCORED))
        below.insert(0, (tr("合计 {sum}", sum="—" if given is None else plain(given)), "muted"))
    height = px(SMALL) * len(below)
    painter.setFont(now().font(18))
    painter.setPen(now().colour("ink"))
    painter.drawText(area.adjusted(0, 0, 0, -height), CENTRE, str(index.data()))
    painter.setFont(now().font(13))
    top = area.center().y() + (px(NUMBER) - height) // 2
    for at, (text, role) in enumerate(below):
        painter.setPen(now().colour(role))
        place = QRect(area.left(), top + at * px(SMALL), area.width(), px(SMALL))
        painter.drawText(place, CENTRE, text)


def weight_height(item: Item) -> int:
    """How tall a weight must be for its marks."""
    marks = marks_of(item)
    return px(NUMBER + SMALL * len(marks) + 18) if marks else 0


def paint_score(
    painter: QPainter,
    area: QRect,
    text: str,
    spots: list[Spot],
    *,
    current: bool,
    theirs: bool,
) -> None:
    """A score, 未评 where there is none, and in the current cell its places to press."""
    if not theirs:
        painter.setPen(now().colour("muted"))
        painter.setFont(now().font(15))
        painter.drawText(area, CENTRE, text)
        return
    if current:
        painter.fillRect(area, now().colour("soft_paper"))
        painter.setPen(QPen(now().colour("focus"), px(2)))
        inset = px(2) / 2
        painter.drawRect(QRectF(area).adjusted(inset, inset, -inset, -inset))
    painter.setPen(now().colour("ink" if text else "muted"))
    large = 30 if spots and area.height() >= px(TALL) else 22
    painter.setFont(now().font(large if text else 15, bold=bool(text)))
    painter.drawText(number_area(area, spots), CENTRE, text or tr("未评"))
    for spot in spots:
        _spot(painter, spot)


def _spot(painter: QPainter, spot: Spot) -> None:
    theme = now()
    painter.setFont(theme.font(13 if spot.link else 14))
    if spot.link:
        painter.setPen(theme.colour("accent" if spot.value else "muted"))
    else:
        painter.setPen(theme.colour("quiet_ink") if theme.outlined else Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("quiet"))
        painter.drawRoundedRect(spot.area, px(12), px(12))
        painter.setPen(theme.colour("quiet_ink"))
    painter.drawText(spot.area, CENTRE, spot.text)
