"""A real desk in a temporary folder, and a window on it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta, timezone
from itertools import count
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cpscore.desktop import app as program
from cpscore.desktop import texts, theme
from cpscore.desktop.window import Window
from cpscore.signing.findings import Person
from cpscore.workflow.desk import Desk, open_desk
from cpscore.workflow.people import Card, create_card

PASSPHRASE = "三个字 plus more"

# Five seconds are too few for a machine that does other things besides.
for _wait in (QtBot.waitUntil, QtBot.waitSignal, QtBot.waitSignals, QtBot.waitExposed):
    _wait.__kwdefaults__["timeout"] = 60_000


def afternoon() -> datetime:
    """The afternoon of the visit."""
    return datetime(2026, 11, 20, 14, 3, 22, tzinfo=timezone(timedelta(hours=8)))


def fresh_ids() -> Callable[[], str]:
    """Ids in a row."""
    ids = count(1)
    return lambda: f"00000000-0000-4000-8000-{next(ids):012}"


@pytest.fixture(scope="session")
def qapp_cls() -> type[QApplication]:
    return QApplication


@pytest.fixture(scope="session")
def faces(qapp: QApplication) -> tuple[str, ...]:
    """Our own fonts, once: what every picture and every measure is made with."""
    return theme.load_fonts()


@pytest.fixture
def dressed(qapp: QApplication, faces: tuple[str, ...]) -> Iterator[QApplication]:
    """The program in its light look at 100 %, in Chinese."""
    theme.apply(qapp, theme.Theme())
    texts.speak(qapp, "zh")
    yield qapp
    theme.apply(qapp, theme.Theme())


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """An empty machine."""
    opened = open_desk(tmp_path / "data", now=afternoon, fresh=fresh_ids())
    yield opened
    opened.close()


@pytest.fixture
def leader(desk: Desk) -> Card:
    """An identity on it."""
    return create_card(desk, Person("专家乙", "示例清洁生产中心", "高级工程师"), PASSPHRASE)


@pytest.fixture
def open_window(dressed: QApplication) -> Iterator[Callable[[Desk], Window]]:
    """Opens windows, and closes them at the end of the test."""
    opened: list[Window] = []

    def make(desk: Desk) -> Window:
        window = Window(dressed, desk, program.routes())
        opened.append(window)
        window.home()
        window.show()
        QApplication.processEvents()
        return window

    yield make
    for window in opened:
        window.close()
        window.deleteLater()
    QApplication.processEvents()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)  # type: ignore[arg-type]
    sys.excepthook = sys.__excepthook__
