"""Undo and redo as buttons, for who has no keyboard at hand."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence, QUndoStack
from PySide6.QtWidgets import QWidget

from cpscore.desktop.texts import tr
from cpscore.desktop.widgets import link, row


def shortcuts(page: QWidget, stack: QUndoStack) -> None:
    """Undo and redo by the system's keys, and by Ctrl+Y everywhere: Office has taught it."""
    keys = QKeySequence.StandardKey
    redo = [*QKeySequence.keyBindings(keys.Redo), QKeySequence("Ctrl+Y")]
    for bindings, action in ((QKeySequence.keyBindings(keys.Undo), stack.undo), (redo, stack.redo)):
        made = QAction(page)
        made.setShortcuts(list(dict.fromkeys(bindings)))
        made.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        made.triggered.connect(lambda _=False, action=action: action())
        page.addAction(made)


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
