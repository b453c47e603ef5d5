"""Undo and redo as buttons, for who has no keyboard at hand."""

from __future__ import annotations

from PySide6.QtGui import QUndoStack
from PySide6.QtWidgets import QWidget

from cpscore.desktop.texts import tr
from cpscore.desktop.widgets import link, row


class Steps(QWidget):
    """撤销 and 重做, each enabled while there is something to do."""

    def __init__(self, stack: QUndoStack) -> None:
        super().__init__()
        self.undo, self.redo = link(tr("撤销一步"), stack.undo), link(tr("重做"), stack.redo)
        stack.canUndoChanged.connect(self.undo.setEnabled)
        stack.canRedoChanged.connect(self.redo.setEnabled)
        self.undo.setEnabled(stack.canUndo())
        self.redo.setEnabled(stack.canRedo())
        self.setLayout(row(self.undo, self.redo, None, gap=8, margins=(0, 0, 0, 0)))
