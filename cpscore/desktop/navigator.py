"""The way from page to page, by name."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget

from cpscore.desktop.pages import Page, PageMaker, Shell


class Navigator(QStackedWidget):
    """Goes from page to page by name. Going back builds the earlier page anew from the store."""

    turned = Signal(object)

    def __init__(self, shell: Shell, routes: Mapping[str, PageMaker]) -> None:
        super().__init__()
        self.shell = shell
        self.routes = routes
        self.way: list[tuple[str, Mapping[str, object]]] = []

    @property
    def page(self) -> Page | None:
        """The page on screen."""
        page = self.currentWidget()
        return page if isinstance(page, Page) else None

    def go(self, route: str, arguments: Mapping[str, object]) -> bool:
        """Open a page; False if the one on screen would not leave."""
        if self.page is not None and not self.page.leave():
            return False
        self._remember()
        self.way.append((route, arguments))
        self._open()
        return True

    def back(self) -> bool:
        """The page before; False at the first one."""
        if len(self.way) < 2 or (self.page is not None and not self.page.leave()):
            return False
        self.way.pop()
        self._open()
        return True

    def home(self, route: str) -> bool:
        """Forget the way and begin at a page."""
        if self.page is not None and not self.page.leave():
            return False
        self.way = [(route, {})]
        self._open()
        return True

    def again(self) -> None:
        """Build the page on screen anew: another language, scale or person."""
        if self.page is not None and self.page.leave():
            self._remember()
            self._open()

    def _remember(self) -> None:
        if self.page is not None and self.way:
            route, arguments = self.way[-1]
            self.way[-1] = route, {**arguments, **self.page.returning}

    def _open(self) -> None:
        route, arguments = self.way[-1]
        page = self.routes[route](self.shell, **arguments)
        old = self.currentWidget()
        self.addWidget(page)
        self.setCurrentWidget(page)
        if old is not None:
            self.removeWidget(old)
            old.deleteLater()
        self.turned.emit(page)
        page.opened()
