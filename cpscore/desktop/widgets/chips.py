"""Small things to press that put in a common value or phrase."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from cpscore.desktop.widgets.basics import button, clear, column
from cpscore.desktop.widgets.flow import flow


class Chips(QWidget):
    """A line of chips; pressing one tells its text."""

    pressed = Signal(str)

    def __init__(self, texts: Sequence[str] = (), *, about: str = "", gap: int = 6) -> None:
        super().__init__()
        self.about = about
        self.gap = gap
        self.place = column()
        self.setLayout(self.place)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.offer(texts)

    def offer(self, texts: Sequence[str]) -> None:
        """Show other chips; without any the line takes no room."""
        clear(self.place)
        chips = [button(text, kind="chip") for text in texts]
        for chip, text in zip(chips, texts, strict=True):
            chip.setAccessibleName(f"{self.about} {text}".strip())
            chip.clicked.connect(lambda _=False, text=text: self.pressed.emit(text))
        self.place.addWidget(flow(*chips, gap=self.gap))
        # What is shown before it stands anywhere is a window of its own.
        if self.parentWidget() or not texts:
            self.setVisible(bool(texts))
