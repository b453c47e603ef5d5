"""A strip of the members' totals: a dot each, a line at each band's end, a diamond for the mean."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from cpscore.desktop.panel.table_model import member_totals
from cpscore.desktop.qt import override
from cpscore.desktop.score.lines import limits
from cpscore.desktop.texts import tr
from cpscore.desktop.theme import now, px
from cpscore.rules.points import plain, readable
from cpscore.workflow.settle import Panel

LANES, LANE, AXIS = 3, 17, 24


@dataclass(frozen=True, slots=True)
class Strip:
    """What is drawn: totals by name, the mean, where the result changes, the ends of the axis."""

    totals: Mapping[str, Fraction]
    mean: Fraction | None
    lines: tuple[Fraction, ...]
    low: int
    high: int


def strip_of(panel: Panel) -> Strip:
    """The strip of a panel; the axis begins at a ten below everything that is shown."""
    totals, form = member_totals(panel), panel.form
    lines = tuple(Fraction(one) for one in limits(form))
    mean = panel.result.total.exact if panel.result and panel.result.total else None
    full = int(form.total or 100)
    least = min([*totals.values(), *lines, Fraction(full)])
    low = max(0, int((least - 1) // 10) * 10)
    return Strip(totals, mean, lines, low if low < full else 0, full)


class StripPlot(QWidget):
    """Drawn; a screen reader hears the same in a sentence."""

    def __init__(self, strip: Strip) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.show_strip(strip)

    def show_strip(self, strip: Strip) -> None:
        """Draw other totals."""
        self.strip = strip
        words = [f"{name} {readable(total)}" for name, total in strip.totals.items()]
        if strip.mean is not None:
            words.append(tr("平均 {mean}", mean=readable(strip.mean)))
        words += [tr("分界 {points}", points=plain(one)) for one in strip.lines]
        self.setAccessibleName(tr("各专家总分"))
        self.setAccessibleDescription(tr("，").join(words))
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(px(320), px(LANES * LANE + AXIS + 12))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(px(200), self.sizeHint().height())

    def place(self, value: Fraction | int) -> float:
        """Where a number of points stands."""
        strip, left = self.strip, px(8)
        share = (float(value) - strip.low) / (strip.high - strip.low)
        return left + share * (self.width() - left - px(24))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), now()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(theme.font(13))
        floor = self.height() - px(AXIS)
        painter.setPen(QPen(theme.colour("control_line"), px(1)))
        painter.drawLine(QPointF(0, floor), QPointF(self.width(), floor))
        self._ticks(painter, floor)
        for line in self.strip.lines:
            x = self.place(line)
            painter.fillRect(QRectF(x - px(1), 0, px(2), floor), theme.colour("amber"))
        self._dots(painter)
        if self.strip.mean is not None:
            self._diamond(painter, QPointF(self.place(self.strip.mean), floor - px(12)))

    def _ticks(self, painter: QPainter, floor: int) -> None:
        painter.setPen(now().colour("muted"))
        strip = self.strip
        for value in range(strip.low, strip.high + 1, 10):
            area = QRectF(self.place(value) - px(24), floor + px(4), px(48), px(20))
            painter.drawText(area, Qt.AlignmentFlag.AlignHCenter, str(value))

    def _dots(self, painter: QPainter) -> None:
        theme, metrics, radius = now(), QFontMetricsF(now().font(13)), px(6)
        free = [-1e9] * LANES
        for name, total in sorted(self.strip.totals.items(), key=lambda one: one[1]):
            x = self.place(total)
            lane = lane_for(free, x - radius)
            y = px(8) + lane * px(LANE)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("accent"))
            painter.drawEllipse(QPointF(x, y), radius, radius)
            painter.setPen(theme.colour("muted"))
            width = metrics.horizontalAdvance(name)
            left = x + radius + px(3)
            if left + width > self.width():
                left = x - radius - px(3) - width
            painter.drawText(QPointF(left, y + metrics.ascent() / 2 - px(1)), name)
            free[lane] = x + radius + px(3) + width + px(6)

    def _diamond(self, painter: QPainter, at: QPointF) -> None:
        half = px(9)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(now().colour("ink"))
        steps = ((-half, 0), (0, -half), (half, 0), (0, half))
        painter.drawPolygon(QPolygonF([at + QPointF(x, y) for x, y in steps]))


def lane_for(free: Sequence[float], left: float) -> int:
    """The first lane that is free at `left`, else the one that is free soonest."""
    return next(
        (lane for lane, until in enumerate(free) if until <= left),
        min(range(len(free)), key=lambda lane: free[lane]),
    )
