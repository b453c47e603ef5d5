"""What one works on, and what one looks at beside it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from cpscore.desktop.qt import override
from cpscore.desktop.score.tabs import Tabs
from cpscore.desktop.theme import px
from cpscore.desktop.widgets import box, column, row

LEAST = 900
MARGINS = (18, 6, 18, 2)


class Panes(QWidget):
    """The work on the left, tabs on the right; where there is no room, all of it in tabs."""

    def __init__(
        self,
        work: tuple[str, QWidget],
        beside: Sequence[tuple[str, QWidget]],
        shares: tuple[int, int] = (50, 50),
    ) -> None:
        super().__init__()
        self.work = work[1]
        self.wide: bool | None = None
        self.stack = QStackedWidget()
        for _, widget in beside:
            self.stack.addWidget(widget)
        names = [name for name, _ in beside]
        self.here = Tabs([work[0], *names], lambda at: self.turn(at - 1), MARGINS)
        self.there = Tabs(names, self.turn, MARGINS)
        self.several = len(names) > 1
        self.right = box(column(self.there, self.stack, gap=0))
        halves = row(self.work, self.right, gap=0)
        halves.setStretch(0, shares[0])
        halves.setStretch(1, shares[1])
        whole = column(self.here, halves, gap=0)
        whole.setStretch(1, 1)
        self.setLayout(whole)

    def turn(self, at: int) -> None:
        """Show one of the tabs; -1 is the work itself."""
        if at >= 0:
            self.stack.setCurrentIndex(at)
            self.there.point(at)
        self.here.point(at + 1)
        self.right.setVisible(bool(self.wide) or at >= 0)
        self.work.setVisible(bool(self.wide) or at < 0)

    def name(self, at: int, text: str) -> None:
        """Call a tab something else."""
        self.there.name(at, text)
        self.here.name(at + 1, text)

    @override
    def minimumSizeHint(self) -> QSize:
        # The halves give way to tabs before they hold the window open.
        return QSize(px(320), px(200))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = event.size().width() >= px(LEAST)
        if wide is not self.wide:
            self.wide = wide
            self.here.setVisible(not wide)
            self.there.setVisible(wide and self.several)
            self.turn(-1)
