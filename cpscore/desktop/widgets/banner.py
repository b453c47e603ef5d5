"""A message on the page itself: what happened, what is safe, what to do now."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, TypeAlias

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtWidgets import QFrame

from cpscore.desktop.texts import tr
from cpscore.desktop.widgets.basics import Words, button, clear, restyle, row

Tone: TypeAlias = Literal["info", "amber", "red"]


class Banner(QFrame):
    """One message at a time, hidden while there is none; it can be closed, and offer actions."""

    def __init__(self) -> None:
        super().__init__()
        self.words = Words(wrap=True)
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.words.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.choices = row()
        self.setLayout(row(self.words, self.choices, gap=12, margins=(16, 8, 8, 8)))
        self.hide()

    @property
    def text(self) -> str:
        """What it says now; empty while hidden."""
        return "" if self.isHidden() else self.words.text()

    def say(
        self,
        text: str,
        tone: Tone = "info",
        actions: tuple[tuple[str, Callable[[], object]], ...] = (),
    ) -> None:
        """Show a message; screen readers read it out."""
        clear(self.choices)
        for name, action in actions:
            self.choices.addWidget(button(name, action))
        self.choices.addWidget(button(tr("知道了"), self.hide, "link"))
        self.words.setText(text)
        self.setAccessibleName(text)
        restyle(self, "banner", tone)
        self.show()
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))
