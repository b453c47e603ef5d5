"""Two halves of a page: side by side where there is room, else one below the other."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QSizePolicy, QWidget

from cpscore.desktop.qt import override
from cpscore.desktop.theme import px
from cpscore.desktop.widgets.basics import Child, column, fill


class Sides(QWidget):
    """`shares` of the width go to each; below `least` (pixels of the drawings) they are stacked."""

    def __init__(
        self, left: QWidget, right: QWidget, shares: tuple[int, int], least: int = 720
    ) -> None:
        super().__init__()
        self.least = px(least)
        self.inner = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self.inner.setContentsMargins(0, 0, 0, 0)
        self.inner.setSpacing(px(22))
        self.halves = left, right
        self.inner.addWidget(left, shares[0])
        self.inner.addWidget(right, shares[1])
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        wide = event.size().width() >= self.least
        direction = QBoxLayout.Direction
        self.inner.setDirection(direction.LeftToRight if wide else direction.TopToBottom)
        super().resizeEvent(event)

    @override
    def minimumSizeHint(self) -> QSize:
        # Narrow enough to be stacked: the width must not be held open by both halves together.
        width = max(half.minimumSizeHint().width() for half in self.halves)
        return QSize(width, super().minimumSizeHint().height())


def page_body(*children: Child, top: int = 34) -> QBoxLayout:
    """What a page holds, from its upper left; the margins do not grow with the scale."""
    body = column(gap=0)
    body.setContentsMargins(64, top, 64, 32)
    fill(body, (*children, None))
    return body
