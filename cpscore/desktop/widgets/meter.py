"""Progress towards a total: what is there, what may still come, and the line to pass."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from cpscore.desktop.qt import override
from cpscore.desktop.theme import now, px


class Meter(QWidget):
    """A bar; `value` and `open` are shares of the whole (0 to 1), `ticks` mark thresholds.

    It says itself in words to a screen reader through `words`.
    """

    def __init__(
        self, value: float = 0, open: float = 0, ticks: Sequence[float] = (), words: str = ""
    ) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.show_values(value, open, ticks, words)

    def show_values(
        self, value: float, open: float = 0, ticks: Sequence[float] = (), words: str = ""
    ) -> None:
        """Show other shares."""
        self.value, self.open, self.ticks = value, open, tuple(ticks)
        self.setAccessibleName(words)
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(px(160), px(22 if self.ticks else 10))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(px(60), self.sizeHint().height())

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), now()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        height = px(10)
        bar = QRectF(0, (self.height() - height) / 2, self.width(), height)
        whole = QPainterPath()
        whole.addRoundedRect(bar, height / 2, height / 2)
        painter.setClipPath(whole)
        painter.fillRect(bar, theme.colour("track"))
        done, may = self._share(bar, 0, self.value), self._share(bar, self.value, self.open)
        painter.fillRect(may, theme.colour("soft"))
        painter.fillRect(may, QBrush(theme.colour("soft_line"), Qt.BrushStyle.BDiagPattern))
        path = QPainterPath()
        path.addRoundedRect(done, height / 2, height / 2)
        painter.fillPath(path, theme.colour("accent"))
        painter.setClipping(False)
        if theme.outlined:
            painter.strokePath(whole, QPen(theme.colour("control_line"), px(1)))
        for tick in self.ticks:
            x = bar.width() * tick
            painter.fillRect(QRectF(x - px(1), 0, px(2), self.height()), theme.colour("amber"))

    @staticmethod
    def _share(bar: QRectF, start: float, share: float) -> QRectF:
        start = min(max(start, 0.0), 1.0)
        share = min(max(share, 0.0), 1.0 - start)
        left = bar.x() + bar.width() * start
        return QRectF(left, bar.y(), bar.width() * share, bar.height())
