"""The table of the panel: as tall as its rows, gone through cell by cell."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from cpscore.desktop.panel.table_delegate import PanelDelegate
from cpscore.desktop.panel.table_model import PanelModel
from cpscore.desktop.qt import override
from cpscore.desktop.texts import tr
from cpscore.desktop.theme import px
from cpscore.desktop.widgets.linemodel import Index

ROW, NUMBER, LEAST, MEAN, HEAD, ROOM = 39, 112, 56, 68, 120, 290


class PanelTable(QTableView):
    """Arrows move from cell to cell, Tab leaves; a screen reader says item, member and points.

    `agreeing` tells the item whose agreed score was pressed.
    """

    agreeing = Signal(str)

    def __init__(self, model: PanelModel) -> None:
        super().__init__()
        self.setModel(model)
        self.panel_model = model
        self.setAccessibleName(tr("各项得分：指标和专家"))
        self.setTabKeyNavigation(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setWordWrap(False)
        self.setItemDelegate(PanelDelegate(self))
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        rows, head = self.verticalHeader(), self.horizontalHeader()
        rows.hide()
        rows.setMinimumSectionSize(px(ROW))
        rows.setDefaultSectionSize(px(ROW))
        head.setHighlightSections(False)
        # The first name stands in line with the names below it.
        head.setStyleSheet(
            f"QHeaderView::section {{ padding: 0 {px(6)}px }}"
            f"QHeaderView::section:first {{ padding-left: {px(10)}px }}"
        )
        head.setFixedHeight(px(ROW + 2))
        head.setMinimumSectionSize(px(LEAST))
        head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        model.modelReset.connect(self.fit)
        self.activated.connect(self._agree)
        self.clicked.connect(self._agree)
        self.fit()

    def fit(self) -> None:
        """Names as wide as they are, the item's name takes the rest; no row is hidden."""
        model, head = self.model(), self.horizontalHeader()
        columns = model.columnCount()
        room = (self.viewport().width() - px(ROOM)) // max(1, columns - 1)
        number = min(px(NUMBER), max(px(LEAST), room))
        for column in range(1, columns):
            least = px(MEAN) if column == self.panel_model.mean_column else number
            self.setColumnWidth(column, max(number, least, head.sectionSizeHint(column)))
        rest = self.viewport().width() - sum(self.columnWidth(one) for one in range(1, columns))
        self.setColumnWidth(0, max(px(HEAD), rest))
        wide = self.columnWidth(0) > rest
        bar = self.horizontalScrollBar().sizeHint().height() if wide else 0
        self.setFixedHeight(px(ROW) * model.rowCount() + px(ROW + 2) + px(2) + bar)

    def _agree(self, index: Index) -> None:
        item = self.panel_model.to_agree(index)
        if item:
            self.agreeing.emit(item)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.fit()
