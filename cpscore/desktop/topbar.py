"""The bar at the top: where one is, what is saved, who sits here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QLayout, QMenu, QPushButton, QSizePolicy, QWidget

from cpscore.desktop.pages import Crumb, Page
from cpscore.desktop.qt import override
from cpscore.desktop.settings import SYSTEM, Settings
from cpscore.desktop.texts import LANGUAGES, tr
from cpscore.desktop.theme import SCALES, now, px
from cpscore.desktop.widgets import Words, button, clear, row

if TYPE_CHECKING:
    from cpscore.workflow.people import Card


LEAST = 72  # what is left of a name of the way at the least


class Mark(QWidget):
    """The program's mark."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(px(22), px(22))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter, side = QPainter(self), px(22)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(now().colour("accent"))
        painter.drawRoundedRect(QRectF(0, 0, side, side), px(6), px(6))


class Trail(QWidget):
    """The way here as links, and the page itself in bold. Where there is no room, the way is
    shortened before the page's own name, with an ellipsis and the whole in the tooltip.
    """

    went = Signal(str, object)

    def __init__(self) -> None:
        super().__init__()
        self.way = row(gap=2)
        self.texts: list[tuple[Words | QPushButton, str]] = []
        self.way.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        self.setLayout(self.way)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def show_way(self, crumbs: Sequence[Crumb], title: str) -> None:
        """Show another way."""
        clear(self.way)
        self.texts = []
        for crumb in crumbs:
            link = self._link(crumb)
            self.texts.append((link, crumb.text))
            self.way.addWidget(link)
            self.way.addWidget(Words("›", "muted"))
        self.way.addSpacing(px(4))
        self.here = Words(title, "strong")
        self.texts.append((self.here, title))
        self.way.addWidget(self.here)
        self.way.addStretch(1)
        for at in range(self.way.count()):
            if (widget := self.way.itemAt(at).widget()) is not None:
                widget.show()  # a layout shows them a moment later, and measures them only then
        self._fit()

    def _fit(self) -> None:
        for widget, text in self.texts:
            widget.ensurePolished()  # what was made just now has no face yet
            widget.setText(text)
            widget.setToolTip("")
        self.way.invalidate()
        lacking = self.way.sizeHint().width() - self.width()
        for widget, text in self.texts:
            if lacking <= 0:
                return
            whole, metrics = widget.sizeHint().width(), widget.fontMetrics()
            around = whole - metrics.horizontalAdvance(text)
            room = max(whole - lacking, min(whole, px(LEAST))) - around
            widget.setText(metrics.elidedText(text, Qt.TextElideMode.ElideRight, room))
            widget.setToolTip(text)
            widget.setAccessibleName(text)
            lacking -= whole - widget.sizeHint().width()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _link(self, crumb: Crumb) -> Words | QPushButton:
        if not crumb.route:
            return Words(crumb.text, "muted")
        return button(
            crumb.text, lambda: self.went.emit(crumb.route, crumb.arguments or {}), "crumb"
        )

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(px(80), super().minimumSizeHint().height())


class TopBar(QFrame):
    """Tells what was chosen in its menu; the window does it."""

    seated = Signal(str)
    wanted = Signal(str)
    changed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("surface", "band")
        self.mark, self.trail, self.status = Mark(), Trail(), Words()
        self.seat = button("", kind="menu")
        self.seat.setAccessibleDescription(tr("身份、语言、外观和字号"))
        self.menu = QMenu(self.seat)
        bar = row(self.mark, self.trail, self.status, self.seat, gap=12, margins=(20, 6, 14, 6))
        bar.setStretch(1, 1)
        self.setLayout(bar)
        self.setMinimumHeight(px(48))

    def show_page(self, page: Page) -> None:
        """Say where one is."""
        self.trail.show_way(page.crumbs, page.title)

    def show_status(self, text: str) -> None:
        """Say what is saved; a tick makes it green."""
        self.status.say(text, "good" if text.startswith("✓") else "muted")

    def show_menu(self, card: Card | None, cards: Sequence[Card], settings: Settings) -> None:
        """Say who sits here, and what can be chosen."""
        self.seat.setText(card.person.name if card else tr("设置"))
        self.seat.setAccessibleName(tr("菜单：{name}", name=self.seat.text()))
        # A new one each time: an action may be asking for this from the old one.
        self.menu.deleteLater()
        self.menu = QMenu(self.seat)
        self.seat.setMenu(self.menu)
        self._choices(
            [(one.person.name, one.sha256) for one in cards],
            card.sha256 if card else "",
            self.seated.emit,
            self.menu,
        )
        self.menu.addAction(tr("新建身份…"), lambda: self.wanted.emit("identity"))
        self.menu.addSeparator()
        self.menu.addAction(tr("核验文件…"), lambda: self.wanted.emit("verify"))
        self.menu.addSeparator()
        self._submenu(
            tr("语言"), [(name, code) for code, name in LANGUAGES.items()], "language", settings
        )
        palettes = [
            (tr("跟随系统"), SYSTEM), (tr("浅色"), "light"), (tr("深色"), "dark"),
            (tr("高对比度"), "contrast"),
        ]  # fmt: skip
        self._submenu(tr("外观"), palettes, "palette", settings)
        scales = [(f"{one} %", one) for one in SCALES]
        self._submenu(tr("字号"), scales, "scale", settings)

    def _submenu(
        self, title: str, choices: Sequence[tuple[str, object]], name: str, settings: Settings
    ) -> None:
        chosen = getattr(settings, name)
        self._choices(
            choices,
            chosen,
            lambda value: self.changed.emit({name: value}),
            self.menu.addMenu(title),
        )

    def _choices(
        self,
        choices: Sequence[tuple[str, object]],
        chosen: object,
        choose: Callable[[object], object],
        menu: QMenu,
    ) -> None:
        group = QActionGroup(menu)
        for text, value in choices:
            action = QAction(text, group)
            action.setCheckable(True)
            action.setChecked(value == chosen)
            action.triggered.connect(lambda _=False, value=value: choose(value))
            menu.addAction(action)
