"""Small things every module of the window needs from Python and Qt."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

if TYPE_CHECKING:
    from typing_extensions import override as override
else:
    # typing.override came with Python 3.12; at run time it does nothing anyway.
    _F = TypeVar("_F")

    def override(method: _F) -> _F:
        """Mark a method that Qt calls by its name."""
        return method


def area_of(option: QStyleOptionViewItem) -> QRect:
    """Where a cell is drawn."""
    return QRect(option.rect)  # type: ignore[attr-defined]  # not in PySide's stubs


def is_in(option: QStyleOptionViewItem, state: QStyle.StateFlag) -> bool:
    """Whether a cell is selected, has the focus, and the like."""
    return bool(option.state & state)  # type: ignore[attr-defined]  # not in PySide's stubs
