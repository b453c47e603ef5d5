"""A field for a passphrase: hidden, can be shown, and says when Caps Lock is on."""

from __future__ import annotations

import ctypes
import sys

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from cpscore.desktop.qt import override
from cpscore.desktop.texts import tr
from cpscore.desktop.widgets.basics import Words, button, column, row

VK_CAPITAL = 0x14


class PassphraseField(QWidget):
    """Enter submits; a change is told. The text never leaves this field but by `text`."""

    changed = Signal()
    entered = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self.field = QLineEdit()
        self.field.setEchoMode(QLineEdit.EchoMode.Password)
        self.field.setInputMethodHints(
            Qt.InputMethodHint.ImhHiddenText | Qt.InputMethodHint.ImhNoPredictiveText
        )
        self.field.textChanged.connect(self.changed)
        self.field.returnPressed.connect(self.entered)
        self.field.installEventFilter(self)
        self.eye = button(tr("显示"), self._toggle, "link")
        self.call(name)
        self.hint = Words(role="amber")
        self.hint.hide()
        self.setLayout(column(row(self.field, self.eye, gap=4), self.hint, gap=4))
        self.setFocusProxy(self.field)

    def call(self, name: str) -> None:
        """Say what is asked for."""
        self.field.setAccessibleName(name)
        self.eye.setAccessibleName(tr("显示或隐藏{name}", name=name))

    @property
    def text(self) -> str:
        """What was typed."""
        return self.field.text()

    def clear(self) -> None:
        """Forget what was typed."""
        self.field.clear()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            self._heed(event)
        if event.type() is QEvent.Type.FocusIn and (on := caps_lock()) is not None:
            self._warn(on)
        if event.type() is QEvent.Type.FocusOut:
            self._warn(False)
        return super().eventFilter(watched, event)

    def _heed(self, event: QKeyEvent) -> None:
        # Where the system cannot be asked, the letters tell: a capital without Shift.
        text, shift = event.text(), event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        on = caps_lock()
        if on is None and len(text) == 1 and text.isascii() and text.isalpha():
            on = text.isupper() != bool(shift)
        if on is not None:
            self._warn(on)

    def _warn(self, on: bool) -> None:
        self.hint.say(tr("大写锁定已打开") if on else "")
        self.hint.setVisible(on)

    def _toggle(self) -> None:
        hidden = self.field.echoMode() is QLineEdit.EchoMode.Password
        mode = QLineEdit.EchoMode.Normal if hidden else QLineEdit.EchoMode.Password
        self.field.setEchoMode(mode)
        self.eye.setText(tr("隐藏") if hidden else tr("显示"))


def caps_lock() -> bool | None:
    """Whether Caps Lock is on; None where the system does not say (only Windows does)."""
    if sys.platform == "win32":
        return bool(ctypes.windll.user32.GetKeyState(VK_CAPITAL) & 1)
    return None


def strength(passphrase: str) -> int:
    """How hard a passphrase is to guess: 0 too short, 1 weak, 2 fair, 3 good.

    A hint for the eye, ours: length counts most, kinds of characters and their variety add to it.
    """
    if len(passphrase) < 6:
        return 0
    kinds = sum(
        any(test(one) for one in passphrase)
        for test in (str.islower, str.isupper, str.isdigit, lambda one: not one.isalnum())
    )
    wide = sum(not one.isascii() for one in passphrase)
    worth = len(passphrase) + 2 * wide + 2 * (kinds - 1)
    if len(set(passphrase)) < 4:
        return 1
    return 1 if worth < 10 else 2 if worth < 16 else 3
