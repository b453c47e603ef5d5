"""Items by members as a table: a model over the panel's result."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from cpscore.desktop.qt import override
from cpscore.desktop.texts import tr
from cpscore.rules.merging import PanelItem
from cpscore.rules.points import plain, readable
from cpscore.workflow.settle import Panel

Index: TypeAlias = QModelIndex | QPersistentModelIndex
SHADE = Qt.ItemDataRole.UserRole
STRONG = Qt.ItemDataRole.UserRole + 1
NOTHING = "—"


@dataclass(frozen=True, slots=True)
class Cell:
    """What a cell shows; `shade` is `high`, `low` or `apart`, and said in words too."""

    text: str
    shade: str = ""
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the table: an item, or the totals."""

    head: str
    cells: tuple[Cell, ...]
    total: bool = False


def panel_lines(panel: Panel) -> tuple[Line, ...]:
    """The table's rows: every item, then the totals; members in the order of the roster."""
    result = panel.result
    names = [member.name for member in panel.review.members]
    if result is None:
        return ()
    apart = {flag.about for flag in result.flags if flag.code in ("spread", "objective-differs")}
    lines = [_line(one, names, one.item.id in apart) for one in result.items]
    return (*lines, _totals(panel, names))


def _line(one: PanelItem, names: Sequence[str], apart: bool) -> Line:
    scores = [_score(one, name, apart) for name in names]
    mean = Cell(one.mean.shown if one.mean else NOTHING, strong=True)
    spread = Cell(_points(one.spread), "apart" if apart else "", strong=apart)
    return Line(one.item.name, (Cell(plain(one.item.max)), *scores, mean, spread))


def _score(one: PanelItem, name: str, apart: bool) -> Cell:
    points = one.scores.get(name)
    if name in one.scores and points is None:
        return Cell(tr("不适用"))
    shade = ""
    if apart and points is not None:
        shade = "high" if points == one.max else "low" if points == one.min else ""
    return Cell(_points(points), shade)


def _totals(panel: Panel, names: Sequence[str]) -> Line:
    result = panel.result
    assert result is not None
    totals = member_totals(panel)
    ends = panel.form.ends
    full = "" if panel.form.total is None else plain(panel.form.total)
    given = [Cell(_points(totals.get(name), ends), strong=True) for name in names]
    mean = Cell(result.total.printed if result.total else NOTHING, strong=True)
    values = list(totals.values())
    spread = max(values) - min(values) if values else None
    cells = (Cell(full, strong=True), *given, mean, Cell(_points(spread), strong=True))
    return Line(tr("合计"), cells, total=True)


def member_totals(panel: Panel) -> dict[str, Fraction]:
    """Each counted member's total by name, in the order of the roster."""
    if panel.result is None:
        return {}
    counted = {one.answers.expert: one.points.total for one in panel.result.counted if one.points}
    return {one.name: counted[one.name] for one in panel.review.members if one.name in counted}


def _points(value: Fraction | None, ends: Sequence[object] = ()) -> str:
    return NOTHING if value is None else readable(value, ends)  # type: ignore[arg-type]


class PanelModel(QAbstractTableModel):
    """Shows the lines it is given, and owns none; the leader cannot change a member's number."""

    def __init__(self, panel: Panel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.heads: tuple[str, ...] = ()
        self.lines: tuple[Line, ...] = ()
        self.show_panel(panel)

    def show_panel(self, panel: Panel) -> None:
        """Show another state of the panel."""
        self.beginResetModel()
        names = [member.name for member in panel.review.members]
        self.heads = (tr("指标"), tr("分值"), *names, tr("平均"), tr("差"))
        self.lines = panel_lines(panel)
        self.endResetModel()

    @override
    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  (Qt's own default)
        return 0 if parent.isValid() else len(self.lines)

    @override
    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.heads)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        line, column = self.lines[index.row()], index.column()
        cell = Cell(line.head, strong=line.total) if column == 0 else line.cells[column - 1]
        if role == Qt.ItemDataRole.DisplayRole:
            return cell.text
        if role == Qt.ItemDataRole.ToolTipRole:
            return line.head if column == 0 else _shade_words(cell) or None
        if role == Qt.ItemDataRole.AccessibleTextRole:
            said = cell.text if column == 0 else f"{line.head} {self.heads[column]} {cell.text}"
            return f"{said} {_shade_words(cell)}".strip()
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(column)
        if role == SHADE:
            return "total" if line.total else cell.shade
        return cell.strong if role == STRONG else None

    @override
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation is Qt.Orientation.Vertical:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.heads[section]
        return _alignment(section) if role == Qt.ItemDataRole.TextAlignmentRole else None


def _shade_words(cell: Cell) -> str:
    words = {"high": tr("最高"), "low": tr("最低"), "apart": tr("相差较大")}
    return words.get(cell.shade, "")


def _alignment(column: int) -> Qt.AlignmentFlag:
    across = Qt.AlignmentFlag.AlignLeft if column == 0 else Qt.AlignmentFlag.AlignHCenter
    return Qt.AlignmentFlag.AlignVCenter | across
