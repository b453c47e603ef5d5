"""What a person does on the pages of the forms."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from cpscore.desktop.forms.draft_page import DraftPage
from cpscore.desktop.window import Window


class At:
    """The window, and what one does at it."""

    def __init__(self, window: Window, qtbot: QtBot) -> None:
        self.window, self.qtbot = window, qtbot

    def settle(self) -> None:
        QApplication.processEvents()
        self.qtbot.waitUntil(lambda: not self.window.jobs.busy, timeout=20_000)
        QApplication.processEvents()

    def drop(self, path: Path) -> DraftPage:
        self.window.open_file(path)
        self.settle()
        return self.draft

    @property
    def draft(self) -> DraftPage:
        assert isinstance(self.window.pages.page, DraftPage), self.window.pages.page
        return self.window.pages.page

    def checked(self) -> DraftPage:
        """The draft once what was typed has been kept and checked."""
        page = self.draft
        self.qtbot.waitUntil(
            lambda: page.kept == page.editor.text and not page.jobs.busy, timeout=10_000
        )
        return page


def texts(page: QWidget) -> list[str]:
    return [one.text() for one in page.findChildren(QLabel)]


def press(page: QWidget, text: str) -> None:
    [button] = [one for one in page.findChildren(QPushButton) if one.text() == text]
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
