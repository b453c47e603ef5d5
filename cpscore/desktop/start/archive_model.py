"""The archive as a table: a model over values, and the search through them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSortFilterProxyModel,
    Qt,
)

from cpscore.desktop.qt import override
from cpscore.desktop.texts import tr
from cpscore.desktop.widgets.basics import Tone

Index: TypeAlias = QModelIndex | QPersistentModelIndex
TONE = Qt.ItemDataRole.UserRole
REVIEW = Qt.ItemDataRole.UserRole + 1
VERDICT = 4


@dataclass(frozen=True, slots=True)
class Filed:
    """One line of the archive, as it is shown."""

    review_id: str
    enterprise: str
    procedure: str
    date: str
    total: str
    verdict: str
    tone: Tone
    signatures: str

    @property
    def cells(self) -> tuple[str, ...]:
        """The texts of the columns."""
        return (
            self.enterprise, self.procedure, self.date, self.total, self.verdict, self.signatures
        )  # fmt: skip


class ArchiveModel(QAbstractTableModel):
    """Shows the lines it is given, and owns none."""

    def __init__(self, filed: Sequence[Filed], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.filed = tuple(filed)
        self.heads = (
            tr("企业"), tr("程序"), tr("日期"), tr("得分"), tr("结论"), tr("签名")
        )  # fmt: skip

    def show(self, filed: Sequence[Filed]) -> None:
        """Show other lines."""
        self.beginResetModel()
        self.filed = tuple(filed)
        self.endResetModel()

    @override
    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  (Qt's own default)
        return 0 if parent.isValid() else len(self.filed)

    @override
    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.heads)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        line = self.filed[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return line.cells[index.column()]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{self.heads[index.column()]} {line.cells[index.column()]}"
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(index.column())
        if role == TONE:
            return line.tone if index.column() == VERDICT else None
        return line.review_id if role == REVIEW else None

    @override
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation is Qt.Orientation.Vertical:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.heads[section]
        return _alignment(section) if role == Qt.ItemDataRole.TextAlignmentRole else None


def _alignment(column: int) -> Qt.AlignmentFlag:
    left = column in (0, 1, VERDICT)
    return Qt.AlignmentFlag.AlignVCenter | (
        Qt.AlignmentFlag.AlignLeft if left else Qt.AlignmentFlag.AlignHCenter
    )


class ArchiveSearch(QSortFilterProxyModel):
    """Keeps the lines in which every word that was typed is found somewhere."""

    def __init__(self, model: ArchiveModel, parent: QObject | None = None) -> None:
        # Not the model's child: it would outlive the better half of its parent.
        super().__init__(parent)
        self.words: tuple[str, ...] = ()
        self.setSourceModel(model)

    def search(self, text: str) -> None:
        """Look for other words."""
        self.beginResetModel()
        self.words = tuple(text.lower().split())
        self.endResetModel()

    @override
    def filterAcceptsRow(self, source_row: int, source_parent: Index) -> bool:
        model = self.sourceModel()
        assert isinstance(model, ArchiveModel)
        text = " ".join(model.filed[source_row].cells).lower()
        return all(word in text for word in self.words)
