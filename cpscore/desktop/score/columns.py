"""Three columns: where one is, the table or the vetoes, and what is written about it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QResizeEvent, QUndoStack
from PySide6.QtWidgets import QFrame, QLayout, QStackedWidget, QWidget

from cpscore.desktop.qt import override
from cpscore.desktop.score.nav import Nav
from cpscore.desktop.score.side import Side
from cpscore.desktop.score.steps import Steps
from cpscore.desktop.score.table import ScoreTable
from cpscore.desktop.score.tabs import Tabs
from cpscore.desktop.score.vetoes import VetoPanel
from cpscore.desktop.start.form_words import status_of
from cpscore.desktop.texts import tr
from cpscore.desktop.theme import now, px
from cpscore.desktop.widgets import Pill, Words, box, column, row
from cpscore.rules.form import Form, Status

# Pixels of the drawings: from here on all three at ease, and below here only the middle one.
WIDE, COMPACT = 1200, 860
TALL = 430  # below, there is no room for the words on keys
TABLE, VETOES, SIDE = range(3)
NO_LIMIT = (1 << 24) - 1  # Qt's own word for it


class Columns(QWidget):
    """`turned` is told which tab was pressed, where tabs take the place of the outer columns."""

    def __init__(
        self,
        table: ScoreTable,
        vetoes: VetoPanel,
        side: Side,
        undo: QUndoStack,
        turned: Callable[[int], object],
    ) -> None:
        super().__init__()
        self.side, self.nav, self.steps = side, Nav(), Steps(undo)
        self.compact: bool | None = None
        self.roomy, self.locked = True, False
        self.stack = QStackedWidget()
        middle = column(table, margins=(18, 16, 18, 16))
        middle.addStretch(0)
        middle.setStretch(0, 1)
        self.stack.addWidget(box(middle))
        self.stack.addWidget(vetoes)
        names = (tr("评分"), tr("否决项"), tr("理由和依据"))
        self.tabs = Tabs(names, turned, (18, 4, 18, 0))
        self.keys = _keys()
        self.left = QFrame()
        self.left.setProperty("surface", "panel")
        inner = column(self.nav, self.steps, self.keys, gap=8, margins=(12, 12, 12, 12))
        self.left.setLayout(inner)
        form = table.lines_model.form
        whole = box(column(*_provisional(form), self.tabs, self.stack, gap=0))
        self.inner = row(self.left, whole, side, gap=0)
        self.inner.setStretch(1, 1)
        self.setLayout(self.inner)

    def turn(self, at: int) -> None:
        """Show the table or the vetoes; SIDE only where it is no column of its own."""
        if at != SIDE or self.compact:
            self.stack.setCurrentIndex(at)
            self.tabs.point(at)

    def lock(self, locked: bool) -> None:
        """On a locked paper there is nothing to undo, and no key changes anything."""
        self.locked = locked
        self.steps.setVisible(not locked)
        self.keys.setVisible(self.roomy and not locked)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        scale = now().scale / 100
        width, height = event.size().width() / scale, event.size().height() / scale
        if self.compact is not (width < COMPACT):
            self._arrange(width < COMPACT)
        nav, side = (240, 316) if width >= WIDE else (180, 250)
        self.left.setFixedWidth(px(nav))
        if not self.compact:
            self.side.setFixedWidth(px(side))
        self.roomy = height > TALL
        self.keys.setVisible(self.roomy and not self.locked)

    def _arrange(self, compact: bool) -> None:
        self.compact = compact
        shown = self.stack.currentIndex()
        if compact:
            self.side.setMinimumWidth(0)
            self.side.setMaximumWidth(NO_LIMIT)
            self.stack.addWidget(self.side)
        else:
            self.inner.addWidget(self.side)
            self.side.show()
        self.left.setVisible(not compact)
        self.tabs.setVisible(compact)
        self.stack.setCurrentIndex(TABLE if shown == SIDE else shown)


def _provisional(form: Form) -> tuple[QLayout, ...]:
    """A provisional form says so on every screen."""
    if form.status is not Status.PROVISIONAL:
        return ()
    return (row(Pill(*status_of(form)), None, margins=(18, 12, 18, 0)),)


def _keys() -> QWidget:
    lines = (tr("回车 下一项　 . 满分"), tr("-2 扣两分　Ctrl+Z 撤销"))
    return box(column(*(Words(line, "small") for line in lines), gap=2))
