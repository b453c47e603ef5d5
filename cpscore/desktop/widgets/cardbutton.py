"""A card that is a button: a title and what it is for."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from cpscore.desktop.qt import override
from cpscore.desktop.widgets.basics import Words, column, row


class CardButton(QPushButton):
    """Pressed anywhere; a screen reader says its title and its text."""

    def __init__(
        self, title: str, text: str, action: Callable[[], object], beside: QWidget | None = None
    ) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(title)
        self.setAccessibleDescription(text)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.words = Words(title, "strong"), Words(text, "muted", wrap=True)
        for words in (*self.words, *([beside] if beside else ())):
            words.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        text_side = column(None, *self.words, None, gap=0)
        self.inner = row(text_side, *([beside] if beside else ()), gap=12, margins=(20, 18, 20, 18))
        self.inner.setStretch(0, 1)
        self.setLayout(self.inner)
        self.clicked.connect(lambda _checked=False: action())

    @override
    def sizeHint(self) -> QSize:
        return self.inner.sizeHint()

    @override
    def minimumSizeHint(self) -> QSize:
        return self.inner.minimumSize()

    @override
    def hasHeightForWidth(self) -> bool:
        return True

    @override
    def heightForWidth(self, width: int) -> int:
        return self.inner.heightForWidth(width)
