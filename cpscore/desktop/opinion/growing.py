"""A field that is as tall as what was written into it."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QResizeEvent,
    QSyntaxHighlighter,
    QTextCharFormat,
    QTextDocument,
)
from PySide6.QtWidgets import QSizePolicy, QTextEdit

from cpscore.desktop.qt import override
from cpscore.desktop.theme import now, px


class Facts(QSyntaxHighlighter):
    """Marks the words that come from the panel's result, wherever they stand."""

    def __init__(self, document: QTextDocument, words: tuple[str, ...]) -> None:
        self.words = words
        super().__init__(document)

    @override
    def highlightBlock(self, text: str) -> None:
        look = QTextCharFormat()
        look.setBackground(now().colour("soft"))
        look.setForeground(now().colour("accent"))
        for word in filter(None, self.words):
            at = text.find(word)
            while at >= 0:
                self.setFormat(at, len(word), look)
                at = text.find(word, at + len(word))


class Growing(QTextEdit):
    """Plain text without a frame of its own; the card around it shows the focus. Tab leaves it."""

    entered = Signal()
    left = Signal()

    def __init__(self, name: str, text: str, placeholder: str = "") -> None:
        super().__init__()
        self.setAcceptRichText(False)
        self.setTabChangesFocus(True)
        self.setAccessibleName(name)
        self.setPlaceholderText(placeholder)
        self.setFrameShape(QTextEdit.Shape.NoFrame)
        self.setStyleSheet("QTextEdit { background: transparent; border: none; padding: 0 }")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(0)
        self.setPlainText(text)
        # Later: the layout that tells its size is still at work.
        self.document().documentLayout().documentSizeChanged.connect(
            self.fit, Qt.ConnectionType.QueuedConnection
        )
        self.fit()

    def fit(self) -> None:
        """As tall as the text."""
        height = max(self.document().size().height(), self.fontMetrics().lineSpacing() + px(6))
        self.setFixedHeight(round(height) + 2)

    @property
    def text(self) -> str:
        """What stands there."""
        return self.toPlainText()

    @override
    def sizeHint(self) -> QSize:
        return QSize(px(300), self.minimumHeight())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.entered.emit()

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left.emit()
