"""What is wrong with an entry, said beside its cell."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtWidgets import QLabel, QWidget

from cpscore.desktop.theme import px
from cpscore.desktop.widgets import restyle

WIDEST, NARROWEST = 320, 160


class Callout(QLabel):
    """Stands at the left of a cell, over the table; a screen reader reads it out."""

    def __init__(self, place: QWidget) -> None:
        super().__init__(place)
        self.place = place
        self.setWordWrap(True)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setMargin(px(8))
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        restyle(self, "banner", "red")
        self.hide()

    def say(self, text: str, cell: QRect) -> None:
        """Say it beside the cell, and within the place."""
        self.setText(text)
        self.setFixedWidth(min(px(WIDEST), max(cell.left() - px(16), px(NARROWEST))))
        self.setFixedHeight(self.heightForWidth(self.width()))
        lowest = self.place.height() - self.height() - px(4)
        top = max(px(4), min(cell.center().y() - self.height() // 2, lowest))
        self.move(max(0, cell.left() - self.width() - px(8)), top)
        self.show()
        self.raise_()
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))
