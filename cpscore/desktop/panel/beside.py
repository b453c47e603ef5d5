"""The two halves of the panel's page, beside or above each other as the window allows."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QSizePolicy, QWidget

from cpscore.desktop.qt import override
from cpscore.desktop.theme import px

QWIDGETSIZE_MAX = (1 << 24) - 1  # Qt's own, which PySide does not name
# Widths of the drawings: of the decisions in a wide and a narrower window, and where both halves
# no longer fit beside each other.
SIDE, NARROW_SIDE, WIDE, LEAST = 364, 304, 1200, 1000


class Beside(QWidget):
    """The table with the decisions beside it; above it where the window is too narrow."""

    def __init__(self, left: QWidget, right: QWidget) -> None:
        super().__init__()
        self.right = right
        self.inner = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self.inner.setContentsMargins(0, 0, 0, 0)
        self.inner.setSpacing(0)
        self.inner.addWidget(left, 1)
        self.inner.addWidget(right)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.MinimumExpanding)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        width = event.size().width()
        beside, side = width >= px(LEAST), px(SIDE if width >= px(WIDE) else NARROW_SIDE)
        direction = QBoxLayout.Direction
        self.right.setMinimumWidth(side if beside else 0)
        self.right.setMaximumWidth(side if beside else QWIDGETSIZE_MAX)
        # Below each other, what has to be decided comes first.
        self.inner.setDirection(direction.LeftToRight if beside else direction.BottomToTop)
        super().resizeEvent(event)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(px(320), super().minimumSizeHint().height())
