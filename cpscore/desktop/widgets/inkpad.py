"""A pad to sign on by pen, finger or mouse; strokes stay vectors at every size."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import QEvent, QLineF, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QTabletEvent,
    QTouchEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from cpscore.desktop.qt import override
from cpscore.desktop.texts import tr
from cpscore.desktop.theme import now, px
from cpscore.rules.ink import Ink, Point

TALL = 160
RATIO = 3.0  # width by height of the pad, so that a signature keeps its proportions


class InkPad(QWidget):
    """Draws on a sheet of RATIO : 1; `ink` is what was drawn, in thousandths of its height.

    Backspace (or Ctrl+Z) takes the last stroke back, Delete clears. Who cannot draw can leave
    the pad empty where the page allows it and sign with the key alone.
    """

    changed = Signal()

    def __init__(self, ink: Ink | None = None) -> None:
        super().__init__()
        self.strokes: list[list[Point]] = [list(one) for one in ink.strokes] if ink else []
        self.pad_width = ink.width if ink else int(Ink.HEIGHT * RATIO)
        self.drawing = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
        self.setCursor(Qt.CursorShape.CrossCursor)
        # As tall as its width allows: above and below the sheet there is nothing to fill.
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setAccessibleName(tr("手写签名区"))
        self.setAccessibleDescription(tr("用笔、手指或鼠标书写；退格键撤销一笔，删除键清空。"))

    @property
    def ink(self) -> Ink:
        """What was drawn; `ink.empty` where it could be no signature."""
        return Ink(self.pad_width, tuple(tuple(one) for one in self.strokes))

    def clear(self) -> None:
        """Begin anew."""
        self.strokes.clear()
        self._done()

    def undo(self) -> None:
        """Take the last stroke back."""
        if self.strokes:
            self.strokes.pop()
            self._done()

    def _done(self) -> None:
        self.drawing = False
        self.update()
        self.changed.emit()

    # Where the sheet lies in the widget, and the way to and fro ----------------------------------

    @property
    def sheet(self) -> QRectF:
        """The sheet: as large as fits, its proportions kept, in line with what stands below."""
        ratio = self.pad_width / Ink.HEIGHT
        inset = px(1)
        width, height = self.width() - 2 * inset, self.height() - 2 * inset
        fit = min(width, height * ratio)
        return QRectF(inset, (self.height() - fit / ratio) / 2, fit, fit / ratio)

    def _point(self, at: QPointF) -> Point:
        sheet = self.sheet
        unit = Ink.HEIGHT / max(sheet.height(), 1)
        x, y = round((at.x() - sheet.x()) * unit), round((at.y() - sheet.y()) * unit)
        return min(max(x, 0), self.pad_width), min(max(y, 0), Ink.HEIGHT)

    def _begin(self, at: QPointF) -> None:
        self.drawing = True
        self.strokes.append([self._point(at)])
        self.update()

    def _go(self, at: QPointF) -> None:
        if self.drawing and (point := self._point(at)) != self.strokes[-1][-1]:
            self.strokes[-1].append(point)
            self.update()

    def _lift(self, at: QPointF) -> None:
        if self.drawing:
            self._go(at)
            self._done()

    # What draws ----------------------------------------------------------------------------------

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self._begin(event.position())

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._go(event.position())

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._lift(event.position())

    @override
    def tabletEvent(self, event: QTabletEvent) -> None:
        match event.type():
            case QEvent.Type.TabletPress:
                self._begin(event.position())
            case QEvent.Type.TabletMove:
                self._go(event.position())
            case QEvent.Type.TabletRelease:
                self._lift(event.position())
            case _:
                pass
        event.accept()

    @override
    def event(self, event: QEvent) -> bool:
        if isinstance(event, QTouchEvent) and event.points():
            return self._touched(event)
        return super().event(event)

    def _touched(self, event: QTouchEvent) -> bool:
        # One finger writes; the palm beside it does not.
        at = event.points()[0].position()
        match event.type():
            case QEvent.Type.TouchBegin:
                self._begin(at)
            case QEvent.Type.TouchUpdate:
                self._go(at)
            case QEvent.Type.TouchEnd | QEvent.Type.TouchCancel:
                self._lift(at)
            case _:
                return False
        event.accept()
        return True

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Undo) or event.key() == Qt.Key.Key_Backspace:
            self.undo()
        elif event.key() == Qt.Key.Key_Delete:
            self.clear()
        else:
            super().keyPressEvent(event)

    # What is seen --------------------------------------------------------------------------------

    @override
    def sizeHint(self) -> QSize:
        return QSize(px(TALL * RATIO), px(TALL))

    @override
    def hasHeightForWidth(self) -> bool:
        return True

    @override
    def heightForWidth(self, width: int) -> int:
        return min(round(width / RATIO), px(TALL))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(px(240), px(80))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme, sheet = QPainter(self), now(), self.sheet
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        # Paper is white in every theme: this is how it will be printed.
        painter.setBrush(Qt.GlobalColor.white)
        painter.setPen(QPen(theme.colour("focus" if self.hasFocus() else "control_line"), px(1.5)))
        painter.drawRoundedRect(sheet, px(8), px(8))
        line = sheet.top() + sheet.height() * 0.78
        painter.setPen(QPen(Qt.GlobalColor.lightGray, px(1), Qt.PenStyle.DashLine))
        painter.drawLine(
            QPointF(sheet.left() + px(16), line), QPointF(sheet.right() - px(16), line)
        )
        draw_ink(painter, self.ink, sheet)


def draw_ink(painter: QPainter, ink: Ink, sheet: QRectF) -> None:
    """Draw handwriting into a rectangle of its proportions, in ink blue."""
    unit = sheet.height() / Ink.HEIGHT
    painter.save()
    painter.setBrush(Qt.BrushStyle.NoBrush)
    pen = QPen(Qt.GlobalColor.darkBlue, max(1.2, sheet.height() * 0.018))
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    for stroke in ink.strokes:
        points = [QPointF(sheet.x() + x * unit, sheet.y() + y * unit) for x, y in stroke]
        painter.drawPath(_curve(points))
    painter.restore()


def _curve(points: list[QPointF]) -> QPainterPath:
    # Through the middles of the segments: smooth, and no point is left out of the record.
    path = QPainterPath(points[0])
    if len(points) == 1:
        path.lineTo(points[0] + QPointF(0.1, 0))
    for before, after in pairwise(points[1:]):
        path.quadTo(before, QLineF(before, after).center())
    if len(points) > 1:
        path.lineTo(points[-1])
    return path
