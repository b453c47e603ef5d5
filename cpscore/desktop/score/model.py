"""The score table as Qt asks for it: adapts a form and answers, and owns nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import TypeAlias

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from cpscore.desktop.qt import override
from cpscore.desktop.score.lines import (
    Line,
    floor_of,
    lines_of,
    points_so_far,
    row_text,
    score_text,
    spoken,
    title_of,
)
from cpscore.desktop.score.marks import meanings
from cpscore.desktop.texts import tr
from cpscore.rules.answers import Answers, Score, Split
from cpscore.rules.form import Form, Item, Section
from cpscore.rules.points import plain

Index: TypeAlias = QModelIndex | QPersistentModelIndex
TITLE, TEXT, WEIGHT, SCORE = range(4)
LINE = Qt.ItemDataRole.UserRole
SCORED = Qt.ItemDataRole.UserRole + 1
# Takes item, row (None: the whole weight) and what was typed; True if it was stored.
Put: TypeAlias = Callable[[Item, "str | None", str], bool]


class ScoreModel(QAbstractTableModel):
    """Lines of a form; the score column takes what is typed and hands it to `put`."""

    def __init__(
        self,
        form: Form,
        answers: Answers,
        put: Put,
        parent: QObject | None,
        others: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(parent)
        self.form, self.answers, self.put = form, answers, put
        # Sections that were assigned to others, and to whom.
        self.others = others or {}
        self.lines = lines_of(form)
        self.locked = False
        self.opened: frozenset[str] = frozenset()
        self.heads = (tr("指标"), tr("评分内容"), tr("分值"), tr("得分"))

    def show_answers(self, answers: Answers, *, locked: bool) -> None:
        """Show other answers to the same form."""
        self.answers, self.locked = answers, locked
        last = self.index(len(self.lines) - 1, SCORE)
        self.dataChanged.emit(self.index(0, WEIGHT), last)

    def open_rows(self, items: frozenset[str]) -> None:
        """Show these items row by row although nothing is entered there yet."""
        self.opened = items
        self.show_answers(self.answers, locked=self.locked)

    def score(self, item: Item) -> Score | None:
        """What is entered for an item."""
        return self.answers.scores.get(item.id)

    def split(self, item: Item) -> bool:
        """Whether the item is scored row by row."""
        return isinstance(self.score(item), Split) or item.id in self.opened

    def theirs(self, line: Line) -> bool:
        """Whether the line is this expert's to score."""
        return line.section.id not in self.others

    def places(self) -> list[int]:
        """The lines that hold a score cell, in order."""
        return [
            at
            for at, line in enumerate(self.lines)
            if line.item and self.theirs(line) and (line.at == 0 or self.split(line.item))
        ]

    def place_of(self, item_id: str, row_id: str | None = None) -> int | None:
        """The line of an item's score cell, or of the first row of it that is meant."""
        found = [
            at
            for at in self.places()
            if (line := self.lines[at]).item is not None and line.item.id == item_id
        ]
        wanted = (at for at in found if row_id and (row := self.lines[at].row) and row.id == row_id)
        return next(wanted, found[0] if found else None)

    # What Qt asks --------------------------------------------------------------------------------

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
        shown = orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole
        return self.heads[section] if shown and 0 <= section < len(self.heads) else None

    @override
    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        flags = Qt.ItemFlag.ItemIsEnabled
        if index.column() != SCORE:
            return flags
        line = self.lines[index.row()]
        if line.item is None or not self.theirs(line):
            return flags
        if line.at > 0 and not self.split(line.item):
            return flags
        flags |= Qt.ItemFlag.ItemIsSelectable
        return flags if self.locked else flags | Qt.ItemFlag.ItemIsEditable

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        line = self.lines[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.EditRole:
                return self._text(line, index.column())
            case Qt.ItemDataRole.AccessibleTextRole:
                return self._spoken(line, index.column())
            case Qt.ItemDataRole.ToolTipRole if line.item and index.column() != TEXT:
                return meanings(line.item) or None
            case _ if role == LINE:
                return line
            case _ if role == SCORED:
                return self.score(line.item) if line.item else None
            case _:
                return None

    @override
    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.EditRole or not self.flags(index) & Qt.ItemFlag.ItemIsEditable:
            return False
        line = self.lines[index.row()]
        assert line.item is not None
        return self.put(line.item, self.row_meant(line), str(value))

    def row_meant(self, line: Line) -> str | None:
        """The row a score cell stands for; None for the whole weight."""
        return line.row.id if line.item and line.row and self.split(line.item) else None

    def _text(self, line: Line, column: int) -> str:
        if line.item is None:
            return self._heading(line, column)
        match column:
            case 0:
                return title_of(line.item) if line.at == 0 else ""
            case 1:
                return row_text(line.row)
            case 2:
                return plain(line.item.max) if line.at == 0 else ""
            case _:
                return self._score(line, line.item)

    def _score(self, line: Line, item: Item) -> str:
        score = self.score(item)
        if not self.theirs(line):
            return tr("不评") if line.at == 0 else ""
        if not self.split(item):
            return score_text(item, score) if line.at == 0 else ""
        given = score.rows if isinstance(score, Split) else {}
        return plain(given[line.row.id]) if line.row and line.row.id in given else ""

    def _heading(self, line: Line, column: int) -> str:
        if column in (TITLE, TEXT):  # one cell over both
            return "　".join(self._about(line.section))
        if column == WEIGHT:
            return plain(line.section.max)
        if column == SCORE:
            given = [points_so_far(item, self.score(item)) for item in line.section.items]
            known = [one for one in given if one is not None]
            return plain(sum(known, Decimal(0))) if known else ""
        return ""

    def _about(self, section: Section) -> Iterator[str]:
        yield section.title or section.label or ""
        if section.floor is not None:
            yield tr("下限 {limit} 分", limit=plain(floor_of(section)))
        if section.cap is not None:
            yield tr("最多计 {limit} 分", limit=plain(section.cap))
        if section.id in self.others:
            yield tr("由{names}评", names=self.others[section.id])

    def _spoken(self, line: Line, column: int) -> str:
        if column != SCORE or line.item is None:
            return self._text(line, column)
        if not self.theirs(line):
            return f"{line.item.name}，{tr('由{names}评', names=self.others[line.section.id])}"
        row = line.row if self.split(line.item) else None
        return spoken(line.item, row, self.score(line.item))
