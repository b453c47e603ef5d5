"""The score table: arrows move, a number is typed, Enter goes on; nothing else changes a score."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QItemSelectionModel, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import (
    QInputMethodEvent,
    QKeyEvent,
    QMouseEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QLineEdit, QTableView

from cpscore.desktop.qt import override
from cpscore.desktop.score.callout import Callout
from cpscore.desktop.score.delegate import EDITOR, ScoreDelegate
from cpscore.desktop.score.lines import title_of
from cpscore.desktop.score.model import SCORE, TEXT, TITLE, Index, ScoreModel
from cpscore.desktop.score.shape import fit, span
from cpscore.desktop.score.spots import SPLIT
from cpscore.desktop.texts import tr
from cpscore.desktop.theme import px

HEAD = 40


class ScoreTable(QTableView):
    """`arrived` tells the line of the current cell, `finished` that Enter left the last one,
    `split_wanted` the item whose rows are to be scored.
    """

    arrived = Signal(int)
    finished = Signal()
    split_wanted = Signal(str)

    def __init__(self, model: ScoreModel) -> None:
        super().__init__()
        self.lines_model = model
        self.delegate = ScoreDelegate(model, self)
        self.pressed_spot = ""
        self.callout = Callout(self.viewport())
        self.setItemDelegate(self.delegate)
        self.setModel(model)
        self.spread: list[str] | None = None
        self._furnish()
        self.delegate.moved.connect(self.step)
        self.model().dataChanged.connect(self._respan)
        self.verticalScrollBar().valueChanged.connect(self.callout.hide)
        self._respan()

    def _furnish(self) -> None:
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(
            triggers.AnyKeyPressed | triggers.DoubleClicked | triggers.EditKeyPressed
        )
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.setAccessibleName(tr("评分表"))
        self.setAccessibleDescription(
            tr("直接输入分数，回车到下一项；句点为满分，-2 为扣两分，删除键清空。")
        )
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(px(20))
        head = self.horizontalHeader()
        head.setHighlightSections(False)
        head.setSectionsClickable(False)
        head.setFixedHeight(px(HEAD))
        head.setMinimumSectionSize(px(30))
        head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        # Where nothing is printed beside the rows, or there are no rows, there is no column for it.
        lines = self.lines_model.lines
        self.setColumnHidden(TITLE, not any(line.item and title_of(line.item) for line in lines))
        self.setColumnHidden(TEXT, not any(line.row for line in lines))
        wide = TITLE if self.isColumnHidden(TEXT) else TEXT
        head.setSectionResizeMode(wide, QHeaderView.ResizeMode.Stretch)

    # Shape ---------------------------------------------------------------------------------------

    def _respan(self) -> None:
        model = self.lines_model
        split = [line.item.id for line in model.lines if line.item and model.split(line.item)]
        if split != self.spread:
            self.spread = split
            span(self, model)
            fit(self, model)
        self.viewport().update()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.callout.hide()
        fit(self, self.lines_model)

    # Moving --------------------------------------------------------------------------------------

    def go(self, line: int) -> None:
        """Make a score cell the current one, and show all of its item."""
        index = self.lines_model.index(line, SCORE)
        self.setCurrentIndex(index)
        self.scrollTo(index)

    def step(self, by: int) -> None:
        """The next or the previous score cell; past the last one, `finished`."""
        places = self.lines_model.places()
        here = self.currentIndex().row()
        further = [at for at in places if (at - here) * by > 0]
        if further:
            self.go(further[0] if by > 0 else further[-1])
        elif by > 0:
            self.finished.emit()

    @override
    def moveCursor(
        self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        places, here = self.lines_model.places(), self.currentIndex().row()
        if not places:
            return QModelIndex()
        at = max((one for one, row in enumerate(places) if row <= here), default=0)
        to = max(0, min(at + MOVES.get(action, 0), len(places) - 1))
        return self.lines_model.index(places[to], SCORE)

    @override
    def currentChanged(self, current: Index, previous: Index) -> None:
        self.callout.hide()
        super().currentChanged(current, previous)
        self.delegate.current = current if current.isValid() else None
        if current.isValid() and current.column() == SCORE:
            self.arrived.emit(current.row())
        self.viewport().update()

    @override
    def selectionCommand(
        self, index: Index, event: object = None
    ) -> QItemSelectionModel.SelectionFlag:
        return QItemSelectionModel.SelectionFlag.NoUpdate

    # Keys and presses ----------------------------------------------------------------------------

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, index = event.key(), self.currentIndex()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.step(1)
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and index.isValid():
            self.callout.hide()
            self.lines_model.setData(index, "")
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            event.accept()
        elif key == Qt.Key.Key_Space:
            self.edit(index)
        else:
            super().keyPressEvent(event)

    @override
    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        # Qt opens the cell for an input method, but keeps back what was typed first.
        super().inputMethodEvent(event)
        editor = self.viewport().findChild(QLineEdit, EDITOR)
        if editor is not None:
            QCoreApplication.sendEvent(editor, event)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        # Only the cell that was current before the press has places to press.
        self.pressed_spot = self._spot_at(event.position().toPoint())
        if self.pressed_spot:
            return
        index = self.indexAt(event.position().toPoint())
        place = self._place_under(index)
        if place is None:
            super().mousePressEvent(event)
        else:
            self.setFocus(Qt.FocusReason.MouseFocusReason)
            self.go(place)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        pressed, self.pressed_spot = self.pressed_spot, ""
        if not pressed:
            super().mouseReleaseEvent(event)
        elif self._spot_at(event.position().toPoint()) == pressed:
            self._press(pressed)

    def _press(self, value: str) -> None:
        index = self.currentIndex()
        if value != SPLIT:
            self.callout.hide()
            self.lines_model.setData(index, value)
            return
        item = self.lines_model.lines[index.row()].item
        assert item is not None
        self.split_wanted.emit(item.id)

    def _spot_at(self, point: QPoint) -> str:
        index = self.currentIndex()
        if not index.isValid():
            return ""
        spots = self.delegate.spots(self.visualRect(index), index)
        return next((spot.value for spot in spots if spot.area.contains(point)), "")

    def _place_under(self, index: QModelIndex) -> int | None:
        # Anywhere in an item is its score cell: there is nothing else to choose.
        if not index.isValid() or index.column() == SCORE:
            return None
        line = self.lines_model.lines[index.row()]
        if line.item is None:
            return None
        return self.lines_model.place_of(line.item.id, line.row.id if line.row else None)

    # What is wrong -------------------------------------------------------------------------------

    def complain(self, text: str) -> None:
        """Say beside the current cell why an entry was not taken."""
        self.callout.say(text, self.visualRect(self.currentIndex()))


MOVE = QAbstractItemView.CursorAction
FAR = 1 << 16
MOVES = {
    MOVE.MoveDown: 1,
    MOVE.MoveNext: 1,
    MOVE.MoveUp: -1,
    MOVE.MovePrevious: -1,
    MOVE.MovePageDown: 4,
    MOVE.MovePageUp: -4,
    MOVE.MoveHome: -FAR,
    MOVE.MoveEnd: FAR,
}
