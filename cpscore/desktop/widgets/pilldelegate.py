"""Cells that show a state as a pill, as the rest of the window does."""

from __future__ import annotations

from typing import TypeAlias

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QApplication, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from cpscore.desktop.palettes import PILLS
from cpscore.desktop.qt import area_of, override
from cpscore.desktop.theme import now, px

Index: TypeAlias = QModelIndex | QPersistentModelIndex


class PillDelegate(QStyledItemDelegate):
    """Draws a cell's text on the fill of its tone, which the model tells in `role`."""

    def __init__(self, role: int, parent: QObject) -> None:
        super().__init__(parent)
        self.role = role

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        tone = index.data(self.role)
        if tone not in PILLS:
            super().paint(painter, option, index)
            return
        self._ground(painter, option, index)
        theme, metrics = now(), QFontMetrics(now().font(14))
        text, (fill, ink) = str(index.data()), PILLS[str(tone)]
        inside = QRectF(area_of(option)).adjusted(px(10), 0, -px(10), 0)
        width = min(metrics.horizontalAdvance(text) + px(24), inside.width())
        pill = QRectF(inside.left(), inside.center().y() - px(13), width, px(26))
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, int(width - px(16)))
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(theme.colour(ink) if theme.outlined else Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour(fill))
        painter.drawRoundedRect(pill, px(13), px(13))
        painter.setPen(theme.colour(ink))
        painter.setFont(theme.font(14))
        painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, shown)
        painter.restore()

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return super().sizeHint(option, index) + QSize(px(24), 0)

    def _ground(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        # What the style draws of a cell without its text: selection and focus.
        self.initStyleOption(option, index)
        option.text = ""  # type: ignore[attr-defined]  # not in PySide's stubs
        widget = option.widget  # type: ignore[attr-defined]  # not in PySide's stubs
        style = widget.style() if widget else QApplication.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, widget)
