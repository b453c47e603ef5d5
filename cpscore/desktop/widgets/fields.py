"""Fields to fill in: a name above, a hint below, and what is wrong beside it."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from cpscore.desktop.theme import px
from cpscore.desktop.widgets.basics import Words, column, into_view, restyle


def line(name: str, text: str = "", placeholder: str = "") -> QLineEdit:
    """A line to type into."""
    field = QLineEdit(text)
    field.setPlaceholderText(placeholder)
    field.setAccessibleName(name)
    return field


def lines(name: str, text: str = "", rows: int = 3) -> QPlainTextEdit:
    """A field of several lines; Tab leaves it."""
    field = QPlainTextEdit(text)
    field.setTabChangesFocus(True)
    field.setAccessibleName(name)
    field.setMinimumHeight(field.fontMetrics().lineSpacing() * rows + px(20))
    return field


class Labelled(QWidget):
    """A field under its name; `complain` says what is wrong, in words and in colour."""

    def __init__(self, name: str, field: QWidget, hint: str = "") -> None:
        super().__init__()
        self.field, self.hint = field, hint
        self.name = Words(name, "muted")
        self.name.setBuddy(field)
        if not field.accessibleName():
            field.setAccessibleName(name)
        self.below = Words(hint, "small", wrap=True)
        self.setLayout(column(self.name, field, self.below, gap=4))
        # Only now: what is shown before it stands anywhere is a window of its own.
        self.below.setVisible(bool(hint))
        self.setFocusProxy(field)

    def complain(self, text: str) -> None:
        """Say what is wrong; an empty text takes it back."""
        self.below.say(text or self.hint, "red" if text else "small")
        self.below.setVisible(bool(text or self.hint))
        restyle(self.field.focusProxy() or self.field, "state", "bad" if text else "")
        self.field.setAccessibleDescription(text or self.hint)
        if text:
            into_view(self)
