"""A field of rows and columns: the rows are the form's own, or are added."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QObject, QRect, Qt, QTimer
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
)

from cpscore.desktop.filling.fields import Entry
from cpscore.desktop.qt import override
from cpscore.desktop.texts import tr
from cpscore.desktop.theme import px
from cpscore.desktop.widgets import Words, column, row, secondary
from cpscore.rules.answers import FieldValue
from cpscore.rules.form import Field

TALL, SPARE = 40, 1


class TableEntry(Entry):
    """Cells are typed into like a spreadsheet's; an empty row waits at the end of open tables."""

    def __init__(self, field: Field) -> None:
        super().__init__()
        self.field = field
        self.kept: tuple[Mapping[str, str], ...] = ()
        self.asleep = False
        self.locked = False
        self.grid = self._grid()
        self.grid.horizontalHeader().sectionResized.connect(lambda _at, _was, _is: self._fit())
        self.add = secondary(tr("添一行"), self.add_row)
        self.remove = secondary(tr("删去这一行"), self.remove_row)
        children = [] if field.rows else [row(self.add, self.remove, None)]
        self.setLayout(column(Words(field.label, "strong", wrap=True), self.grid, *children, gap=6))
        self.setFocusProxy(self.grid)

    def _grid(self) -> QTableWidget:
        grid = QTableWidget(0, len(self.field.columns))
        grid.setAccessibleName(self.field.label)
        grid.setTabKeyNavigation(False)
        # Chooses the whole table: of no use here, and to be named like any button.
        corner = grid.findChild(QAbstractButton)
        assert isinstance(corner, QAbstractButton)
        corner.setEnabled(False)
        corner.setAccessibleName(self.field.label)
        grid.setHorizontalHeaderLabels([one.label for one in self.field.columns])
        grid.setEditTriggers(
            QAbstractItemView.EditTrigger.AnyKeyPressed
            | QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.SelectedClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
        )
        grid.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        head = grid.horizontalHeader()
        head.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        head.setMinimumSectionSize(px(72))
        head.setHighlightSections(False)
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap)
        side = grid.verticalHeader()
        side.setDefaultSectionSize(px(TALL))
        side.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        side.setVisible(bool(self.field.rows))
        side.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        grid.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        grid.cellChanged.connect(lambda _row, _column: self._tell())
        grid.installEventFilter(self)
        return grid

    # Rows ----------------------------------------------------------------------------------------

    def add_row(self) -> None:
        """Another empty row, ready to be typed into."""
        self._rows(self.grid.rowCount() + 1)
        self.grid.setCurrentCell(self.grid.rowCount() - 1, 0)
        self.grid.setFocus()

    def remove_row(self) -> None:
        """Take the current row away; undo brings it back."""
        at = self.grid.currentRow()
        if at >= 0:
            rows = [cells for here, cells in enumerate(self.value) if here != at]
            self.entered.emit(tuple(rows))

    @property
    def value(self) -> tuple[Mapping[str, str], ...]:
        """The rows as they stand, empty ones at the end left out."""
        rows = [self._cells(at) for at in range(self.grid.rowCount())]
        while rows and not rows[-1]:
            rows.pop()
        return tuple(rows)

    def _cells(self, at: int) -> Mapping[str, str]:
        texts = {}
        for where, one in enumerate(self.field.columns):
            item = self.grid.item(at, where)
            text = item.text().strip() if item else ""
            if text:
                texts[one.id] = text
        return texts

    def _tell(self) -> None:
        # Not within the change itself: what follows may fill the grid anew.
        if not self.asleep and self.value != self.kept:
            QTimer.singleShot(0, self, self.flush)

    @override
    def flush(self) -> None:
        value = self.value
        if value != self.kept:
            self.entered.emit(value)

    # Showing -------------------------------------------------------------------------------------

    @override
    def show_value(self, value: FieldValue | None, *, locked: bool) -> None:
        rows = tuple(one for one in value or () if isinstance(one, Mapping))
        fresh = self.grid.rowCount() == 0 or locked is not self.locked
        self.kept, self.locked = rows, locked
        if fresh or rows != self.value:
            self._fill(rows)
        if not self.field.rows and not locked and len(self.value) == self.grid.rowCount():
            self._rows(self.grid.rowCount() + SPARE)
        self.add.setEnabled(not locked)
        self.remove.setEnabled(not locked)

    def _fill(self, rows: tuple[Mapping[str, str], ...]) -> None:
        self.asleep = True
        self.grid.setRowCount(0)
        self._rows(len(self.field.rows) or max(len(rows) + SPARE, 1))
        for at, cells in enumerate(rows):
            for where, one in enumerate(self.field.columns):
                item = self.grid.item(at, where)
                assert item is not None
                item.setText(cells.get(one.id, ""))
        self.asleep = False

    def _rows(self, count: int) -> None:
        was, self.asleep = self.asleep, True
        before = self.grid.rowCount()
        self.grid.setRowCount(count)
        for at in range(before, count):
            for where in range(len(self.field.columns)):
                self.grid.setItem(at, where, self._item(at, where))
        self.grid.setVerticalHeaderLabels([self._name(at) for at in range(count)])
        self.asleep = was
        self._fit()

    def _fit(self) -> None:
        """As tall as its rows; the heads break into lines where columns are narrow."""
        head, room = self.grid.horizontalHeader(), px(20)
        flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWrapAnywhere
        font = QFont(head.font())
        font.setBold(True)
        tall = px(TALL)
        for at, one in enumerate(self.field.columns):
            width = max(head.sectionSize(at) - room, px(30))
            area = QFontMetrics(font).boundingRect(QRect(0, 0, width, 9999), flags, one.label)
            tall = max(tall, area.height() + px(16))
        if head.height() != tall:
            head.setFixedHeight(tall)
        self.grid.setFixedHeight(tall + px(TALL) * self.grid.rowCount() + px(3))

    def _item(self, at: int, where: int) -> QTableWidgetItem:
        item = QTableWidgetItem()
        spoken = f"{self._name(at)} {self.field.columns[where].label}"
        item.setData(Qt.ItemDataRole.AccessibleTextRole, spoken)
        if self.locked:
            item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsEditable)
        return item

    def _name(self, at: int) -> str:
        if at < len(self.field.rows):
            one = self.field.rows[at]
            return f"{one.group}　{one.label}" if one.group else one.label
        return str(at + 1)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            deletes = event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)
            if deletes and self.grid.currentRow() >= 0 and not self.locked:
                self.grid.currentItem().setText("")
                return True
        return super().eventFilter(watched, event)
