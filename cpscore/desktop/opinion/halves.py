"""What one works with on the left, the page it becomes on the right."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from cpscore.desktop.opinion.preview import Preview
from cpscore.desktop.opinion.printing import Printable
from cpscore.desktop.pages import Page
from cpscore.desktop.qt import override
from cpscore.desktop.texts import tr
from cpscore.desktop.theme import px
from cpscore.desktop.widgets import box, row, secondary

LEAST = 900


class Apart(QWidget):
    """Two things at the ends of a line; one below the other where they do not fit."""

    def __init__(self, left: QWidget, right: QWidget) -> None:
        super().__init__()
        self.ends = left, right
        self.inner = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self.inner.setContentsMargins(0, 0, 0, 0)
        for child in self.ends:
            self.inner.addWidget(child)
        self.inner.insertStretch(1, 1)
        # One below the other they stand close: no height is theirs to fill.
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        needed = sum(one.sizeHint().width() for one in self.ends) + px(24)
        wide = event.size().width() >= needed
        direction = QBoxLayout.Direction
        self.inner.setDirection(direction.LeftToRight if wide else direction.TopToBottom)
        super().resizeEvent(event)

    @override
    def minimumSizeHint(self) -> QSize:
        width = max(one.minimumSizeHint().width() for one in self.ends)
        return QSize(width, self.inner.minimumSize().height())


class Halves(QWidget):
    """Side by side where there is room; else one of them, and a button to see the other."""

    def __init__(self, left: QWidget, page: Page, preview: Preview) -> None:
        super().__init__()
        self.left, self.side = left, Printable(page, preview)
        self.reading = False
        self.look = secondary(tr("看版面"), self.swap)
        self.head = box(row(None, self.look, margins=(16, 8, 16, 8)))
        halves = row(left, self.side, gap=0)
        halves.setStretch(0, 47)
        halves.setStretch(1, 53)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.head)
        whole.addLayout(halves, 1)

    def swap(self) -> None:
        """Show the other half."""
        self.reading = not self.reading
        self._arrange()

    def _arrange(self) -> None:
        wide = self.width() >= px(LEAST)
        self.head.setVisible(not wide)
        self.look.setText(tr("回去写") if self.reading else tr("看版面"))
        self.side.setVisible(wide or self.reading)
        self.left.setVisible(wide or not self.reading)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(px(320), px(200))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()
