"""The window on the list of forms."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from cpscore.desktop.window import Window
from cpscore.workflow.desk import Desk
from cpscore.workflow.people import Card
from tests.desktop.forms.steps import At


@pytest.fixture
def at(open_window: Callable[[Desk], Window], desk: Desk, leader: Card, qtbot: QtBot) -> At:
    window = open_window(desk)
    window.go("forms")
    return At(window, qtbot)
