"""Lines under heads: what every table that is looked at has in common."""

from __future__ import annotations

from collections.abc import Container, Sequence
from typing import Generic, TypeAlias, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from cpscore.desktop.qt import override

Index: TypeAlias = QModelIndex | QPersistentModelIndex
L = TypeVar("L")


class LineModel(QAbstractTableModel, Generic[L]):
    """Shows the lines it is given, and owns none; columns in `left` begin at the left."""

    def __init__(self, left: Container[int], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.left = left
        self.heads: tuple[str, ...] = ()
        self.lines: tuple[L, ...] = ()

    def show_lines(self, heads: Sequence[str], lines: Sequence[L]) -> None:
        """Show other lines under these heads."""
        self.beginResetModel()
        self.heads, self.lines = tuple(heads), tuple(lines)
        self.endResetModel()

    def alignment(self, column: int) -> Qt.AlignmentFlag:
        """Where the texts of a column stand, its head too."""
        flags = Qt.AlignmentFlag
        return flags.AlignVCenter | (flags.AlignLeft if column in self.left else flags.AlignHCenter)

    @override
    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  (Qt's own default)
        return 0 if parent.isValid() else len(self.lines)

    @override
    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.heads)

    @override
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation is Qt.Orientation.Vertical:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.heads[section]
        return self.alignment(section) if role == Qt.ItemDataRole.TextAlignmentRole else None
