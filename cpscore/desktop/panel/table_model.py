"""Items by members as a table: a model over the panel's result."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from PySide6.QtCore import QObject, Qt

from cpscore.desktop.qt import override
from cpscore.desktop.score.marks import marked, meanings
from cpscore.desktop.texts import tr
from cpscore.desktop.widgets.linemodel import Index, LineModel
from cpscore.rules.form import MergeRule
from cpscore.rules.merging import PanelItem
from cpscore.rules.points import mean, plain, readable, shown
from cpscore.workflow.settle import Panel

SHADE = Qt.ItemDataRole.UserRole
STRONG = Qt.ItemDataRole.UserRole + 1
NOTHING = "—"


@dataclass(frozen=True, slots=True)
class Cell:
    """What a cell shows; `shade` is said in words too: `high`, `low`, `apart`, `away` for what was
    not assigned, `open` for what the panel has yet to agree on.
    """

    text: str
    shade: str = ""
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the table: an item with what its marks mean, or the totals; `item` is its id."""

    head: str
    cells: tuple[Cell, ...]
    item: str = ""
    about: str = ""

    @property
    def total(self) -> bool:
        """Whether it is the row of the totals."""
        return not self.item


def panel_heads(panel: Panel) -> tuple[str, ...]:
    """The table's columns; under the rule 讨论一致 the last one is what was agreed on."""
    names = [member.name for member in panel.review.members]
    agreed = [tr("商定")] if _agrees(panel) else []
    return (tr("指标"), tr("分值"), *names, tr("平均"), tr("差"), *agreed)


def panel_lines(panel: Panel) -> tuple[Line, ...]:
    """The table's rows: every item, then the totals; members in the order of the roster."""
    result = panel.result
    if result is None:
        return ()
    apart = {flag.about for flag in result.flags if flag.code in ("spread", "objective-differs")}
    lines = [_line(panel, one, one.item.id in apart) for one in result.items]
    return (*lines, _totals(panel))


def _agrees(panel: Panel) -> bool:
    return panel.form.panel.rule is MergeRule.AGREED


def _line(panel: Panel, one: PanelItem, apart: bool) -> Line:
    item = one.item
    [section] = [one.id for one in panel.form.sections if item in one.items]
    scores = [
        _score(one, member.name, apart)
        if member.scores(panel.form.id, section)
        else Cell(tr("未分配"), "away")
        for member in panel.review.members
    ]
    average = Cell(one.mean.shown if one.mean else NOTHING, strong=True)
    spread = Cell(_points(one.spread), "apart" if apart else "", strong=apart)
    agreed = [_agreed(one)] if _agrees(panel) else []
    cells = (Cell(plain(item.max)), *scores, average, spread, *agreed)
    return Line(marked(item), cells, item.id, meanings(item))


def _score(one: PanelItem, name: str, apart: bool) -> Cell:
    points = one.scores.get(name)
    if name in one.scores and points is None:
        return Cell(tr("不适用"))
    shade = ""
    if apart and points is not None:
        shade = "high" if points == one.max else "low" if points == one.min else ""
    return Cell(_points(points), shade)


def _agreed(one: PanelItem) -> Cell:
    if one.agreed is not None:
        return Cell(_points(one.agreed), strong=True)
    if set(one.scores.values()) == {None}:
        return Cell(tr("不适用"))
    return Cell(tr("待商定"), "open") if one.scores else Cell(NOTHING)


def _totals(panel: Panel) -> Line:
    result = panel.result
    assert result is not None
    totals, ends = _every_total(panel), panel.form.ends
    full = "" if panel.form.total is None else plain(panel.form.total)
    names = [member.name for member in panel.review.members]
    given = [Cell(_points(totals.get(name), ends), strong=True) for name in names]
    whole = Cell(result.total.printed if result.total else NOTHING, strong=True)
    values = list(member_totals(panel).values())
    spread = Cell(_points(max(values) - min(values) if values else None), strong=True)
    # What was agreed on is no mean: both are shown, each under its own head.
    average = Cell(shown(mean(values), ends) if values else NOTHING, strong=True)
    last = (average, spread, whole) if _agrees(panel) else (whole, spread)
    return Line(tr("合计"), (Cell(full, strong=True), *given, *last))


def member_totals(panel: Panel) -> dict[str, Fraction]:
    """The total of each counted member who scored the whole, by name, in the order of the
    roster: what somebody gave on a part is not compared with what others gave on all.
    """
    whole = {one.name for one in panel.review.members if panel.form.id not in one.sections}
    return {name: total for name, total in _every_total(panel).items() if name in whole}


def _every_total(panel: Panel) -> dict[str, Fraction]:
    if panel.result is None:
        return {}
    counted = {one.answers.expert: one.points.total for one in panel.result.counted if one.points}
    return {one.name: counted[one.name] for one in panel.review.members if one.name in counted}


def _points(value: Fraction | None, ends: Sequence[Decimal] = ()) -> str:
    return NOTHING if value is None else readable(value, ends)


class PanelModel(LineModel[Line]):
    """The leader cannot change a member's number."""

    def __init__(self, panel: Panel, parent: QObject | None = None) -> None:
        super().__init__((0,), parent)
        self.show_panel(panel)

    def show_panel(self, panel: Panel) -> None:
        """Show another state of the panel."""
        self.agreeing = _agrees(panel)
        self.show_lines(panel_heads(panel), panel_lines(panel))

    @property
    def mean_column(self) -> int:
        """Where the means stand."""
        return len(self.heads) - (3 if self.agreeing else 2)

    def to_agree(self, index: Index) -> str:
        """The item whose agreed score a cell shows; empty for every other cell."""
        last = self.agreeing and index.column() == len(self.heads) - 1
        return self.lines[index.row()].item if index.isValid() and last else ""

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        line, column = self.lines[index.row()], index.column()
        cell = Cell(line.head, strong=line.total) if column == 0 else line.cells[column - 1]
        if role == Qt.ItemDataRole.DisplayRole:
            return cell.text
        if role == Qt.ItemDataRole.ToolTipRole:
            head = "\n".join(filter(None, (line.head, line.about)))
            return head if column == 0 else _shade_words(cell) or None
        if role == Qt.ItemDataRole.AccessibleTextRole:
            said = cell.text if column == 0 else f"{line.head} {self.heads[column]} {cell.text}"
            return f"{said} {_shade_words(cell)}".strip()
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self.alignment(column)
        if role == SHADE:
            return "total" if line.total else cell.shade
        return cell.strong if role == STRONG else None


def _shade_words(cell: Cell) -> str:
    words = {
        "high": tr("最高"), "low": tr("最低"), "apart": tr("相差较大"),
        "away": tr("本章没有分给这位专家"), "open": tr("按回车商定分数"),
    }  # fmt: skip
    return words.get(cell.shade, "")
