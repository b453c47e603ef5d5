"""The archive as a table: a model over values, and the search through them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, QSortFilterProxyModel, Qt

from cpscore.desktop.qt import override
from cpscore.desktop.texts import tr
from cpscore.desktop.widgets.basics import Tone
from cpscore.desktop.widgets.linemodel import Index, LineModel

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


class ArchiveModel(LineModel[Filed]):
    """Shows the lines it is given, and owns none."""

    def __init__(self, filed: Sequence[Filed], parent: QObject | None = None) -> None:
        super().__init__((0, 1, VERDICT), parent)
        self.show(filed)

    def show(self, filed: Sequence[Filed]) -> None:
        """Show other lines."""
        heads = tr("企业"), tr("程序"), tr("日期"), tr("得分"), tr("结论"), tr("签名")
        self.show_lines(heads, filed)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        line = self.lines[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return line.cells[index.column()]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{self.heads[index.column()]} {line.cells[index.column()]}"
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self.alignment(index.column())
        if role == TONE:
            return line.tone if index.column() == VERDICT else None
        return line.review_id if role == REVIEW else None


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
        text = " ".join(model.lines[source_row].cells).lower()
        return all(word in text for word in self.words)
