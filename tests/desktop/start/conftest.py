"""The leader's desk."""

from tests.desktop.leading import leading, made_once, seat_on, untaken

__all__ = ["leading", "made_once", "seat_on", "untaken"]
