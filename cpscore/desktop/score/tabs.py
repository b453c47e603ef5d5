"""Tabs in words: one of a few places is shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtWidgets import QSizePolicy, QWidget

from cpscore.desktop.widgets import button, row
from cpscore.desktop.widgets.basics import NONE, Margins


class Tabs(QWidget):
    """`turn` is told the tab that was pressed."""

    def __init__(
        self, names: Sequence[str], turn: Callable[[int], object], margins: Margins = NONE
    ) -> None:
        super().__init__()
        self.buttons = [
            button(name, partial(self._press, at), "tab") for at, name in enumerate(names)
        ]
        self.turn = turn
        for one in self.buttons:
            one.setCheckable(True)
        self.point(0)
        self.setLayout(row(*self.buttons, None, gap=16, margins=margins))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def point(self, at: int) -> None:
        """Show which one is open, without telling."""
        # Not an exclusive group: there the Tab key comes to the open one alone.
        for other, one in enumerate(self.buttons):
            one.setChecked(other == at)

    def name(self, at: int, text: str) -> None:
        """Call a tab something else."""
        self.buttons[at].setText(text)

    def _press(self, at: int) -> None:
        self.point(at)
        self.turn(at)
