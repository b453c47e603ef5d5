"""The left of the score page: where one is, what is done, what is open; a press jumps there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from cpscore.desktop.qt import area_of, is_in, override
from cpscore.desktop.score.lines import is_open, points_so_far
from cpscore.desktop.score.marks import STAR
from cpscore.desktop.texts import tr
from cpscore.desktop.theme import now, px
from cpscore.desktop.widgets.basics import Tone
from cpscore.rules.answers import Answers
from cpscore.rules.form import Form, Item
from cpscore.rules.points import plain
from cpscore.rules.scoring import ScoreResult, VetoState
from cpscore.workflow.filling import answered_vetoes
from cpscore.workflow.paper import Paper

Index: TypeAlias = QModelIndex | QPersistentModelIndex
ENTRY = Qt.ItemDataRole.UserRole
VETOES, ITEM, HEADING = "vetoes", "item", "heading"
OTHERS = "others"  # an item that was assigned to others
TALL, TALL_HEADING = 38, 34


@dataclass(frozen=True, slots=True)
class Entry:
    """One line: `kind` with the item's id, and how far it is; `tone` colours what needs a look.

    `short` is the state where there is no room for all of it.
    """

    kind: str
    id: str
    name: str
    state: str
    tone: str = "muted"
    said: str = ""
    short: str = ""


def entries_of(paper: Paper) -> tuple[Entry, ...]:
    """The vetoes first, as on paper; then the items under their sections."""
    return tuple(_entries(paper.form, paper.draft.answers, paper.result, paper.others))


def _entries(
    form: Form, answers: Answers, result: ScoreResult, others: Mapping[str, str]
) -> Iterator[Entry]:
    if form.vetoes:
        yield _vetoes(result)
    for section in form.sections:
        if len(form.sections) > 1 and section.title:
            yield Entry(HEADING, "", section.title, "")
        if section.id in others:
            said = tr("由{names}评", names=others[section.id])
            for item in section.items:
                yield Entry(OTHERS, item.id, _short(item), tr("不评"), said=said)
            continue
        for item in section.items:
            score = answers.scores.get(item.id)
            given, done = points_so_far(item, score), not is_open(item, score)
            points = plain(given) if given is not None else tr("不适用") if done else "—"
            state = f"{points} / {plain(item.max)}"
            said = tr("已评") if done else tr("未评")
            tick = " ✓" if done else ""
            tone = "red" if item.nonzero and given == 0 and done else "muted"
            yield Entry(ITEM, item.id, _short(item), state + tick, tone, said, points + tick)


def _short(item: Item) -> str:
    name = item.name.split("：")[-1]
    return f"{STAR} {name}" if item.nonzero and not name.startswith(STAR) else name


def _vetoes(result: ScoreResult) -> Entry:
    asked, answered, failed = veto_counts(result)
    tone = "red" if failed else "amber" if answered < asked else "muted"
    tick = " ✓" if answered == asked and not failed else ""
    said = tr("{failed} 项不符合", failed=failed) if failed else ""
    return Entry(VETOES, "", tr("否决项"), f"{answered} / {asked}{tick}", tone, said)


def veto_counts(result: ScoreResult) -> tuple[int, int, int]:
    """How many vetoes are asked, answered, and failed. 不适用 is an answer, too; what the points
    decide is not asked.
    """
    answered, asked = answered_vetoes(result)
    return asked, answered, [veto.state for veto in result.vetoes].count(VetoState.FAILED)


def vetoes_so_far(result: ScoreResult) -> tuple[str, Tone]:
    """What the answers come to, in words and in a tone; before any, nothing was found yet because
    nobody looked.
    """
    asked, answered, failed = veto_counts(result)
    if failed:
        return tr("{failed} 项不符合", failed=failed), "red"
    if answered or not asked:
        return tr("无不符合"), "good" if answered == asked else "quiet"
    return tr("未答"), "quiet"


class NavModel(QAbstractListModel):
    """Shows the entries it is given."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.entries: Sequence[Entry] = ()

    def show_entries(self, entries: Sequence[Entry]) -> None:
        """Show other entries; where only states differ, nothing moves."""
        if len(entries) != len(self.entries):
            self.beginResetModel()
            self.entries = entries
            self.endResetModel()
        elif entries:
            self.entries = entries
            self.dataChanged.emit(self.index(0), self.index(len(entries) - 1))

    @override
    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  (Qt's own default)
        return 0 if parent.isValid() else len(self.entries)

    @override
    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid() or self.entries[index.row()].kind in (HEADING, OTHERS):
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        entry = self.entries[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.ToolTipRole:
                return entry.name
            case Qt.ItemDataRole.AccessibleTextRole:
                return " ".join(filter(None, (entry.name, entry.state, entry.said)))
            case _ if role == ENTRY:
                return entry
            case _:
                return None


class NavDelegate(QStyledItemDelegate):
    """A name at the left, how far it is at the right, a soft capsule around the current one."""

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        entry: Entry = index.data(ENTRY)
        return QSize(px(80), px(TALL_HEADING if entry.kind == HEADING else TALL))

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        entry: Entry = index.data(ENTRY)
        theme = now()
        area = area_of(option)
        chosen = is_in(option, QStyle.StateFlag.State_Selected)
        focused = is_in(option, QStyle.StateFlag.State_HasFocus)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if chosen:
            outlined = focused or theme.outlined
            painter.setPen(QPen(theme.colour("focus"), px(2)) if outlined else Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("soft"))
            painter.drawRoundedRect(QRectF(area).adjusted(1, 1, -1, -1), px(8), px(8))
        inner = area.adjusted(px(12), 0, -px(12), 0)
        if entry.kind == HEADING:
            self._text(painter, inner.adjusted(-px(2), px(6), 0, 0), entry.name, "muted", 13)
        else:
            tone = "accent" if chosen and entry.tone == "muted" else entry.tone
            wide = QFontMetrics(theme.font(14, bold=chosen)).horizontalAdvance(entry.name)
            whole = QFontMetrics(theme.font(13, bold=chosen)).horizontalAdvance(entry.state)
            fits = wide + px(8) + whole <= inner.width()
            state = entry.state if fits else entry.short or entry.state
            width = self._state(painter, inner, state, tone, bold=chosen)
            room = inner.adjusted(0, 0, -width - px(8), 0)
            self._text(painter, room, entry.name, "ink", 14, bold=chosen)
        painter.restore()

    def _state(self, painter: QPainter, area: QRect, text: str, role: str, *, bold: bool) -> int:
        painter.setFont(now().font(13, bold=bold))
        painter.setPen(now().colour(role))
        align = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(area, align, text)
        return painter.fontMetrics().horizontalAdvance(text)

    def _text(
        self, painter: QPainter, area: QRect, text: str, role: str, size: int, *, bold: bool = False
    ) -> None:
        painter.setFont(now().font(size, bold=bold))
        painter.setPen(now().colour(role))
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, area.width())
        align = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(area, align, shown)


class Nav(QListView):
    """Kind and id of an entry: `went` as the arrows come to it, `chosen` by a press or Enter."""

    went = Signal(str, str)
    chosen = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self.entries = NavModel(self)
        self.setModel(self.entries)
        self.setItemDelegate(NavDelegate(self))
        self.setObjectName("nav")
        self.setStyleSheet("QListView#nav, QListView#nav:focus { border: none; }")
        self.setAccessibleName(tr("评分项目"))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.quiet = False
        self.clicked.connect(self._choose)

    def _choose(self, index: Index) -> None:
        entry: Entry = index.data(ENTRY)
        self.chosen.emit(entry.kind, entry.id)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self._choose(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def point(self, kind: str, id: str) -> None:
        """Show where one is, without going there."""
        for at, entry in enumerate(self.entries.entries):
            if (entry.kind, entry.id) == (kind, id):
                self.quiet = True
                self.setCurrentIndex(self.entries.index(at))
                self.quiet = False
                return

    @override
    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        if current.isValid() and not self.quiet:
            entry: Entry = current.data(ENTRY)
            self.went.emit(entry.kind, entry.id)
