"""A box to tick beside a text of any length."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QCheckBox, QWidget

from cpscore.desktop.qt import override
from cpscore.desktop.theme import px
from cpscore.desktop.widgets.basics import Words, row

LINE = 22


class TickLine(QWidget):
    """Pressed anywhere; `ticked` tells what the user made of it, not what a program showed."""

    ticked = Signal(bool)

    def __init__(self, text: str, *, on: bool = False, about: str = "") -> None:
        super().__init__()
        self.check = QCheckBox()
        self.check.setChecked(on)
        self.check.setAccessibleName(" ".join(filter(None, (about, text))))
        self.words = Words(text, wrap=True)
        self.check.setMinimumHeight(px(LINE))  # beside the first line of the text
        self.check.clicked.connect(self._tell)
        whole = row(self.check, self.words, gap=8)
        whole.setStretch(1, 1)
        whole.setAlignment(self.check, Qt.AlignmentFlag.AlignTop)
        self.setLayout(whole)
        self.setFocusProxy(self.check)

    def _tell(self, on: bool) -> None:
        self.ticked.emit(on)

    def show_tick(self, on: bool, *, locked: bool = False) -> None:
        """Show whether it is ticked."""
        self.check.setChecked(on)
        self.check.setEnabled(not locked)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton and self.rect().contains(
            event.position().toPoint()
        ):
            self.check.click()
