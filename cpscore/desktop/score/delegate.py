"""The cells of the score table: drawn by their column, typed into in the last one."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QLineEdit, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from cpscore.desktop.qt import area_of, override
from cpscore.desktop.score.lines import Line
from cpscore.desktop.score.model import LINE, SCORE, SCORED, WEIGHT, Index, ScoreModel
from cpscore.desktop.score.painting import least_height, paint_score, paint_text, paint_weight
from cpscore.desktop.score.spots import Spot, number_area, spots_in
from cpscore.desktop.theme import now, px

EDITOR = "score-editor"
MOST_TYPED = 16


class ScoreDelegate(QStyledItemDelegate):
    """`moved` asks for the next (1) or the previous (-1) cell once an entry was taken,
    `refused` tells what was typed and not taken when the cell was left.
    """

    moved = Signal(int)
    refused = Signal(str)

    def __init__(self, model: ScoreModel, parent: QObject) -> None:
        super().__init__(parent)
        self.model = model
        self.current: Index | None = None

    def is_current(self, index: Index) -> bool:
        """Whether this is the cell that is being scored."""
        here = self.current
        return here is not None and (here.row(), here.column()) == (index.row(), index.column())

    def spots(self, area: QRect, index: Index) -> list[Spot]:
        """The places to press; only the current cell of a whole item has any."""
        line: Line = index.data(LINE)
        if line.item is None or self.model.locked or not self.is_current(index):
            return []
        if self.model.row_meant(line) is not None:
            return []
        return spots_in(area, line.item, index.data(SCORED))

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        line: Line = index.data(LINE)
        area = area_of(option)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(area, now().colour("card" if line.item else "header"))
        if line.item is None or index.column() not in (WEIGHT, SCORE):
            paint_text(painter, area, index)
        elif index.column() == WEIGHT:
            paint_weight(painter, area, index, split=self.model.split(line.item))
        else:
            spots, current = self.spots(area, index), self.is_current(index)
            theirs = self.model.theirs(line)
            paint_score(painter, area, str(index.data()), spots, current=current, theirs=theirs)
        painter.restore()

    # Typing --------------------------------------------------------------------------------------

    @override
    def createEditor(
        self, parent: QWidget, option: QStyleOptionViewItem, index: Index
    ) -> QLineEdit:
        editor = QLineEdit(parent)
        editor.setObjectName(EDITOR)
        editor.setAlignment(Qt.AlignmentFlag.AlignCenter)
        editor.setMaxLength(MOST_TYPED)
        editor.setFrame(False)
        colours = now().colours
        editor.setStyleSheet(
            f"QLineEdit {{ font-size: {px(20)}px; font-weight: bold; padding: 0; min-height: 0;"
            f" border-radius: {px(6)}px; border: {px(2)}px solid {colours.focus};"
            f" background: {colours.card}; }}"
        )
        editor.setInputMethodHints(
            Qt.InputMethodHint.ImhPreferNumbers | Qt.InputMethodHint.ImhNoPredictiveText
        )
        editor.setAccessibleName(str(index.data(Qt.ItemDataRole.AccessibleTextRole)))
        return editor

    @override
    def setEditorData(self, editor: QWidget, index: Index) -> None:
        assert isinstance(editor, QLineEdit)
        # A refusal makes Qt ask again; what was typed stays to be mended.
        if not editor.isModified():
            editor.setText(str(index.data()))

    @override
    def setModelData(self, editor: QWidget, model: object, index: Index) -> None:
        assert isinstance(editor, QLineEdit)
        text = editor.text()
        if text != str(index.data()) and not self.model.setData(index, text):
            self.refused.emit(text)

    @override
    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, index: Index
    ) -> None:
        area = area_of(option)
        place = number_area(area, self.spots(area, index))
        height = min(px(38), area.height() - px(6))
        centre = place.center()
        editor.setGeometry(
            QRect(area.left() + px(8), centre.y() - height // 2, area.width() - px(16), height)
        )

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            isinstance(watched, QLineEdit)
            and isinstance(event, QKeyEvent)
            and event.type() is QEvent.Type.KeyPress
        ):
            step = STEPS.get(Qt.Key(event.key()))
            if step is not None:
                self._finish(watched, step)
                return True
        return super().eventFilter(watched, event)

    def _finish(self, editor: QLineEdit, step: int) -> None:
        index = self.current
        assert index is not None
        text = editor.text()
        if text != str(index.data()) and not self.model.setData(index, text):
            # The cell stays open, the wrong text chosen: the next key replaces it.
            editor.selectAll()
            return
        editor.setModified(False)
        editor.setText(str(index.data()))
        self.closeEditor.emit(editor, QStyledItemDelegate.EndEditHint.NoHint)
        self.moved.emit(step)

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(px(64), least_height(index, px(120)))


STEPS = {
    Qt.Key.Key_Return: 1,
    Qt.Key.Key_Enter: 1,
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_Tab: 1,
    Qt.Key.Key_Backtab: -1,
}
