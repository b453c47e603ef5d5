"""A time is kept as all of China reads it, whatever zone the laptop is set to."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from cpscore.cli import clock
from cpscore.desktop import app


def test_the_clock_of_terminal_and_window_is_chinas() -> None:
    for now in (clock.now(), app.now()):
        assert now.utcoffset() == timedelta(hours=8)
        assert abs(now - datetime.now(UTC)) < timedelta(minutes=1)
