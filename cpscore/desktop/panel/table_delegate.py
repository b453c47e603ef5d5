"""Cells of the panel's table: shaded, and marked with a sign where scores are far apart."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from cpscore.desktop.panel.table_model import SHADE, STRONG
from cpscore.desktop.qt import area_of, is_in, override
from cpscore.desktop.theme import Theme, now, px
from cpscore.desktop.widgets.linemodel import Index

FILLS = {"high": "soft", "low": "red_fill", "total": "header"}
INKS = {"high": "accent", "low": "red", "apart": "red", "away": "muted", "open": "amber"}
SIGNED = ("high", "low")  # a triangle says it; the number itself stays in ink


class PanelDelegate(QStyledItemDelegate):
    """Paints a cell whole: ground, number, sign, and the frame of the focus."""

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        self.initStyleOption(option, index)
        rect, theme, shade = area_of(option), now(), str(index.data(SHADE) or "")
        painter.save()
        painter.fillRect(rect, theme.colour(FILLS.get(shade, "card")))
        painter.setFont(theme.font(16 if index.column() else 15, bold=bool(index.data(STRONG))))
        painter.setPen(theme.colour("ink" if shade in SIGNED else INKS.get(shade, "ink")))
        margin = px(3 if index.column() else 10)
        inside = rect.adjusted(margin, 0, -margin, 0)
        alignment = index.data(Qt.ItemDataRole.TextAlignmentRole)
        # In the middle: items of one indicator begin alike.
        text = painter.fontMetrics().elidedText(
            str(index.data()), Qt.TextElideMode.ElideMiddle, inside.width()
        )
        painter.drawText(inside, alignment, text)
        if shade in SIGNED:
            _sign(painter, rect, theme, shade)
        if is_in(option, QStyle.StateFlag.State_HasFocus):
            painter.setPen(QPen(theme.colour("focus"), px(2)))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(rect.adjusted(px(1), px(1), -px(1), -px(1)))
        painter.restore()


def _sign(painter: QPainter, rect: QRect, theme: Theme, shade: str) -> None:
    """A small triangle up or down: colour never speaks alone."""
    side = px(7)
    place = QRectF(rect.right() - px(8) - side, rect.center().y() - side / 2 + px(0.5), side, side)
    tip, base = (place.top(), place.bottom()) if shade == "high" else (place.bottom(), place.top())
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour(INKS[shade]))
    painter.drawPolygon(
        QPolygonF(
            [
                QPointF(place.left(), base),
                QPointF(place.right(), base),
                QPointF(place.center().x(), tip),
            ]
        )
    )
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
