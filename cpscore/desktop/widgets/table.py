"""A table to look at and choose from: as tall as its lines, left by Tab, opened by Enter."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractItemModel
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from cpscore.desktop.theme import px

ROW = 41


class Table(QTableView):
    """Chooses whole lines. `wide` columns share the room that is left."""

    def __init__(
        self, model: QAbstractItemModel, name: str, wide: Sequence[int], most: int = 12
    ) -> None:
        super().__init__()
        self.most = most
        self.setModel(model)
        self.setAccessibleName(name)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(px(ROW))
        self.verticalHeader().setMinimumSectionSize(px(ROW))
        head = self.horizontalHeader()
        head.setHighlightSections(False)
        head.setFixedHeight(px(ROW))
        head.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        for column in wide:
            head.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        model.modelReset.connect(self.fit)
        self.fit()

    def fit(self) -> None:
        """As tall as the lines, up to `most`; then it scrolls."""
        rows = min(max(self.model().rowCount(), 1), self.most)
        self.setFixedHeight(px(ROW) * (rows + 1) + px(1))
