"""How the cells of the score table are drawn, measured and typed into."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from PySide6.QtCore import QEvent, QObject, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QLineEdit, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from cpscore.desktop.qt import override
from cpscore.desktop.score.entry import common
from cpscore.desktop.score.lines import Line, divisible, points_so_far
from cpscore.desktop.score.model import (
    LINE,
    SCORE,
    SCORED,
    TITLE,
    WEIGHT,
    Index,
    ScoreModel,
)
from cpscore.desktop.texts import tr
from cpscore.desktop.theme import now, px
from cpscore.rules.form import Kind
from cpscore.rules.points import plain

PAD = 10
CHIP, FOOT = 30, 22
TALL = 150  # from here on a cell has room for the large number
WRAP = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignVCenter
SPLIT = "split"
EDITOR = "score-editor"
MOST_TYPED = 16


@dataclass(frozen=True, slots=True)
class Spot:
    """A place of the current cell to press: `value` is what it puts in, or SPLIT."""

    area: QRect
    text: str
    value: str
    link: bool = False


class ScoreDelegate(QStyledItemDelegate):
    """`moved` asks for the next (1) or the previous (-1) cell once an entry was taken,
    `refused` tells what was typed and not taken.
    """

    moved = Signal(int)
    refused = Signal(str)

    def __init__(self, model: ScoreModel, parent: QObject) -> None:
        super().__init__(parent)
        self.model = model
        self.current: Index | None = None

    # Measuring -----------------------------------------------------------------------------------

    def least_height(self, index: Index, width: int) -> int:
        """How tall a cell must be for what it says, at a width."""
        line: Line = index.data(LINE)
        font = now().font(bold=index.column() == TITLE)
        metrics, inner = QFontMetrics(font), max(width - 2 * px(PAD), px(20))
        text = str(index.data() or "")
        around = px(18) if line.item else px(14)
        return metrics.boundingRect(QRect(0, 0, inner, 1 << 16), WRAP, text).height() + around

    # Drawing -------------------------------------------------------------------------------------

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        line: Line = index.data(LINE)
        area = QRect(option.rect)  # type: ignore[attr-defined]
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(area, now().colour("card" if line.item else "header"))
        if line.item is None:
            self._heading(painter, area, index)
        elif index.column() == SCORE:
            self._score(painter, area, index)
        elif index.column() == WEIGHT:
            self._weight(painter, area, index)
        else:
            self._words(painter, area, str(index.data()), bold=index.column() == TITLE)
        painter.restore()

    def _words(self, painter: QPainter, area: QRect, text: str, *, bold: bool) -> None:
        painter.setFont(now().font(bold=bold))
        painter.setPen(now().colour("ink"))
        painter.drawText(area.adjusted(px(PAD), 0, -px(PAD), 0), WRAP, text)

    def _heading(self, painter: QPainter, area: QRect, index: Index) -> None:
        middle = index.column() in (WEIGHT, SCORE)
        painter.setFont(now().font(bold=True))
        painter.setPen(now().colour("quiet_ink"))
        inner = area.adjusted(px(PAD), 0, -px(PAD), 0)
        align = Qt.AlignmentFlag.AlignHCenter if middle else Qt.AlignmentFlag.AlignLeft
        painter.drawText(inner, WRAP | align, str(index.data() or ""))

    def _weight(self, painter: QPainter, area: QRect, index: Index) -> None:
        line: Line = index.data(LINE)
        assert line.item is not None
        painter.setFont(now().font(18))
        painter.setPen(now().colour("ink"))
        centre = Qt.AlignmentFlag.AlignCenter
        if self.model.split(line.item):
            self._number(painter, area.adjusted(0, 0, 0, -px(24)), str(index.data()))
            painter.setFont(now().font(13))
            painter.setPen(now().colour("muted"))
            given = points_so_far(line.item, index.data(SCORED))
            text = tr("合计 {sum}", sum="—" if given is None else plain(given))
            painter.drawText(area.adjusted(0, px(24), 0, 0), centre, text)
        else:
            self._number(painter, area, str(index.data()))

    def _number(self, painter: QPainter, area: QRect, text: str) -> None:
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter, text)

    def _score(self, painter: QPainter, area: QRect, index: Index) -> None:
        current = self.is_current(index)
        if current:
            painter.fillRect(area, now().colour("soft_paper"))
            painter.setPen(QPen(now().colour("focus"), px(2)))
            inset = px(2) / 2
            painter.drawRect(QRectF(area).adjusted(inset, inset, -inset, -inset))
        spots = self.spots(area, index)
        text = str(index.data())
        painter.setPen(now().colour("ink" if text else "muted"))
        large = 30 if spots and area.height() >= px(TALL) else 22
        painter.setFont(now().font(large if text else 15, bold=bool(text)))
        self._number(painter, self.number_area(area, spots), text or tr("未评"))
        for spot in spots:
            self._spot(painter, spot)

    def _spot(self, painter: QPainter, spot: Spot) -> None:
        theme = now()
        painter.setFont(theme.font(14 if not spot.link else 13))
        if spot.link:
            painter.setPen(theme.colour("accent" if spot.value else "muted"))
        else:
            painter.setPen(theme.colour("quiet_ink") if theme.outlined else Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("quiet"))
            painter.drawRoundedRect(spot.area, px(12), px(12))
            painter.setPen(theme.colour("quiet_ink"))
        self._number(painter, spot.area, spot.text)

    def is_current(self, index: Index) -> bool:
        """Whether this is the cell that is being scored."""
        here = self.current
        return here is not None and (here.row(), here.column()) == (index.row(), index.column())

    # The current cell's places to press ----------------------------------------------------------

    def number_area(self, area: QRect, spots: list[Spot]) -> QRect:
        """Where the number stands: above the places to press."""
        if not spots:
            return area
        top = min(spot.area.top() for spot in spots)
        height = _number_height(area)
        return QRect(area.left(), top - height, area.width(), height)

    def spots(self, area: QRect, index: Index) -> list[Spot]:
        """Chips for common values, and the way to the rows; as many as the cell has room for."""
        line: Line = index.data(LINE)
        item = line.item
        if item is None or self.model.locked or not self.is_current(index):
            return []
        if self.model.row_meant(line) is not None:
            return []
        foot = self._foot(line, index)
        number = _number_height(area)
        room = area.height() - number - px(8)
        lines = min(2, room // px(CHIP))
        chips = list(common(item))[: 2 * max(lines, 0)]
        lines = (len(chips) + 1) // 2
        feet = foot[: max(0, (room - lines * px(CHIP)) // px(FOOT))]
        tall = number + lines * px(CHIP) + len(feet) * px(FOOT)
        top = area.top() + (area.height() - tall) // 2 + number
        return [
            *self._chips(area, top, chips),
            *self._feet(area, top + lines * px(CHIP), feet),
        ]

    def _foot(self, line: Line, index: Index) -> list[tuple[str, str]]:
        assert line.item is not None
        given = points_so_far(line.item, index.data(SCORED))
        regular = line.item.kind is not Kind.BONUS
        off = line.item.max - given if given is not None and regular else Decimal(0)
        words = [(tr("扣 {points}", points=plain(off)), "")] if off else []
        if divisible(line.item):
            return [(tr("按内容拆分 ›"), SPLIT), *words]
        return words

    def _chips(self, area: QRect, top: int, chips: list[str]) -> list[Spot]:
        width, height, gap = px(46), px(CHIP - 6), px(6)
        left = area.left() + (area.width() - 2 * width - gap) // 2
        return [
            Spot(
                QRect(left + (at % 2) * (width + gap), top + (at // 2) * px(CHIP), width, height),
                text, text,
            )
            for at, text in enumerate(chips)
        ]  # fmt: skip

    def _feet(self, area: QRect, top: int, feet: list[tuple[str, str]]) -> list[Spot]:
        return [
            Spot(QRect(area.left(), top + at * px(FOOT), area.width(), px(FOOT)), text, value, True)
            for at, (text, value) in enumerate(feet)
        ]

    # Typing --------------------------------------------------------------------------------------

    @override
    def createEditor(
        self, parent: QWidget, option: QStyleOptionViewItem, index: Index
    ) -> QLineEdit:
        editor = QLineEdit(parent)
        editor.setObjectName(EDITOR)
        editor.setAlignment(Qt.AlignmentFlag.AlignCenter)
        editor.setMaxLength(MOST_TYPED)
        editor.setFrame(False)
        colours = now().colours
        editor.setStyleSheet(
            f"QLineEdit {{ font-size: {px(20)}px; font-weight: bold; padding: 0; min-height: 0;"
            f" border-radius: {px(6)}px; border: {px(2)}px solid {colours.focus};"
            f" background: {colours.card}; }}"
        )
        editor.setInputMethodHints(
            Qt.InputMethodHint.ImhPreferNumbers | Qt.InputMethodHint.ImhNoPredictiveText
        )
        editor.setAccessibleName(str(index.data(Qt.ItemDataRole.AccessibleTextRole)))
        return editor

    @override
    def setEditorData(self, editor: QWidget, index: Index) -> None:
        assert isinstance(editor, QLineEdit)
        # A refusal makes Qt ask again; what was typed stays to be mended.
        if not editor.isModified():
            editor.setText(str(index.data()))

    @override
    def setModelData(self, editor: QWidget, model: object, index: Index) -> None:
        assert isinstance(editor, QLineEdit)
        text = editor.text()
        if text != str(index.data()) and not self.model.setData(index, text):
            self.refused.emit(text)

    @override
    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, index: Index
    ) -> None:
        area = QRect(option.rect)  # type: ignore[attr-defined]
        place = self.number_area(area, self.spots(area, index))
        height = min(px(38), area.height() - px(6))
        centre = place.center()
        editor.setGeometry(
            QRect(area.left() + px(8), centre.y() - height // 2, area.width() - px(16), height)
        )

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            isinstance(watched, QLineEdit)
            and isinstance(event, QKeyEvent)
            and event.type() is QEvent.Type.KeyPress
        ):
            step = STEPS.get(Qt.Key(event.key()))
            if step is not None:
                self._finish(watched, step)
                return True
        return super().eventFilter(watched, event)

    def _finish(self, editor: QLineEdit, step: int) -> None:
        index = self.current
        assert index is not None
        text = editor.text()
        if text != str(index.data()) and not self.model.setData(index, text):
            # The cell stays open, the wrong text chosen: the next key replaces it.
            editor.selectAll()
            return
        editor.setModified(False)
        editor.setText(str(index.data()))
        self.closeEditor.emit(editor, QStyledItemDelegate.EndEditHint.NoHint)
        self.moved.emit(step)

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(px(64), self.least_height(index, px(120)))


STEPS = {
    Qt.Key.Key_Return: 1,
    Qt.Key.Key_Enter: 1,
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_Tab: 1,
    Qt.Key.Key_Backtab: -1,
}


def _number_height(area: QRect) -> int:
    return px(46 if area.height() >= px(TALL) else 34)
