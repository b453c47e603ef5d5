"""The window: the bar, the pages, files dropped anywhere, and what pages may ask of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDropEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
)
from PySide6.QtWidgets import QApplication, QFileDialog, QMainWindow

from cpscore.desktop import theme
from cpscore.desktop.dropped import way_of
from cpscore.desktop.jobs import Jobs
from cpscore.desktop.navigator import Navigator
from cpscore.desktop.pages import Page, PageMaker
from cpscore.desktop.qt import override
from cpscore.desktop.settings import keep_settings, read_settings
from cpscore.desktop.texts import speak, tr
from cpscore.desktop.topbar import TopBar
from cpscore.desktop.widgets import box, column
from cpscore.messages import Language
from cpscore.rules.problem import Failure
from cpscore.workflow.packages import SUFFIX as PACKAGE
from cpscore.workflow.people import Card, cards
from cpscore.workflow.prepare import take_package
from cpscore.workflow.replies import SUFFIX as REPLY

if TYPE_CHECKING:
    from cpscore.workflow.desk import Desk


SIZE = QSize(1366, 768)
FRAME = QSize(16, 40)  # what a window manager adds


class Window(QMainWindow):
    """One window, one desk. Its pages see it as a `Shell`."""

    def __init__(
        self, app: QApplication, desk: Desk, routes: Mapping[str, PageMaker], start: str = "start"
    ) -> None:
        super().__init__()
        self.app, self.start = app, start
        self.settings = read_settings(desk)
        speak(app, self.settings.language)
        self.desk = desk.speaking(self.settings.language)
        self.jobs = Jobs(self)
        self.card = self._seated(cards(desk))
        theme.apply(app, self.settings.theme)
        self.pages = Navigator(self, routes)
        self.pages.turned.connect(self._turned)
        self.setAcceptDrops(True)
        self._furnish()
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._dress)
        self.resize(SIZE)

    def reveal(self) -> None:
        """Come on screen; where there is no room for the frame, too, fill the screen."""
        room, size = self.screen().availableSize(), self.size() + FRAME
        if room.width() < size.width() or room.height() < size.height():
            self.setWindowState(self.windowState() | Qt.WindowState.WindowMaximized)
        self.show()

    def _furnish(self) -> None:
        self.bar = TopBar()
        self.bar.seated.connect(self._seat)
        self.bar.wanted.connect(self.go)
        self.bar.changed.connect(self.change)
        self.bar.trail.went.connect(lambda route, arguments: self.go(route, **arguments))
        # The pages outlive the bar, which is built anew with another language or scale.
        self.setCentralWidget(box(column(self.bar, self.pages, gap=0)))
        self._show_menu()

    # What pages ask ------------------------------------------------------------------------------

    @property
    def language(self) -> Language:
        """The language of the window."""
        return self.settings.language

    def sit(self, card: Card) -> None:
        """Another person takes the seat."""
        self.card = card
        self.settings = replace(self.settings, seat=card.sha256)
        keep_settings(self.desk, self.settings)
        self._show_menu()

    def go(self, route: str, /, **arguments: object) -> None:
        """Open a page by its name; nothing happens while work is under way."""
        if not self.jobs.busy:
            self.pages.go(route, arguments)

    def back(self) -> None:
        """The page before this one."""
        if not self.jobs.busy:
            self.pages.back()

    def home(self) -> None:
        """The start page; on an empty machine, the page that makes an identity."""
        if not self.jobs.busy:
            self.pages.home(self.start if self.card else "identity")

    def choose_folder(self, title: str) -> Path | None:
        """A folder to write to."""
        self._still()
        chosen = QFileDialog.getExistingDirectory(self, title)
        return Path(chosen) if chosen else None

    def choose_files(self, title: str, filter: str) -> tuple[Path, ...]:
        """Files to read."""
        self._still()
        chosen, _ = QFileDialog.getOpenFileNames(self, title, "", filter)
        return tuple(Path(one) for one in chosen)

    def _still(self) -> None:
        """What was said before is over once somebody goes on."""
        if self.pages.page is not None:
            self.pages.page.banner.hide()

    def open_file(self, path: Path) -> None:
        """A file from a stick: for this page, a review to begin, a ballot, a form, to verify."""
        page = self.pages.page
        if page is None or self.jobs.busy or page.takes(path):
            return
        if path.suffix.lower() == PACKAGE:
            review = page.attempt(lambda: take_package(self.desk, path))
            if review is not None:
                self.go("review", review_id=review.id)
        elif (way := way_of(self.desk, self.card, path)) is not None:
            self.go(way.route, **way.arguments)
            if way.handed and self.pages.page is not None:
                self.pages.page.takes(path)
        elif path.suffix.lower() == REPLY:
            page.banner.say(tr("这是专家的书面意见，请交给组长，在组长的电脑上收。"), "amber")
        else:
            page.banner.say(
                tr(
                    "不认识「{name}」。可以拖入评审包、选票、PDF，或 Word、Excel 的评分表。",
                    name=path.name,
                ),
                "amber",
            )

    # Settings ------------------------------------------------------------------------------------

    def change(self, choice: Mapping[str, object]) -> None:
        """Another language, palette or scale, at once and for next time."""
        page = self.pages.page
        if self.jobs.busy or (page is not None and not page.leave()):
            return
        self.settings = replace(self.settings, **choice)  # type: ignore[arg-type]  # names come from the menu
        keep_settings(self.desk, self.settings)
        speak(self.app, self.settings.language)
        self.desk = self.desk.speaking(self.settings.language)
        self.pages.setParent(None)
        self._dress()
        self._furnish()
        self.pages.again()

    def _dress(self) -> None:
        theme.apply(self.app, self.settings.theme)

    def _seated(self, kept: tuple[Card, ...]) -> Card | None:
        last = next((one for one in kept if one.sha256 == self.settings.seat), None)
        return last or (kept[-1] if kept else None)

    def _seat(self, sha256: str) -> None:
        if self.card is None or sha256 != self.card.sha256:
            self.go("seat", sha256=sha256)
        self._show_menu()  # the tick stays with who sits here

    def _show_menu(self) -> None:
        self.bar.show_menu(self.card, cards(self.desk), self.settings)

    # Pages ---------------------------------------------------------------------------------------

    def _turned(self, page: Page) -> None:
        self.setWindowTitle(page.title or tr("清洁生产验收评分"))
        self.bar.show_status("")
        self.bar.show_page(page)
        page.status.connect(self.bar.show_status)
        page.moved.connect(lambda: self.bar.show_page(page))
        self._fill_screen(page.full)

    def _fill_screen(self, full: bool) -> None:
        """The room reads an announcement and nothing beside it; afterwards all is as it was."""
        self.bar.setVisible(not full)
        if full != self.isFullScreen():
            self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)

    def fail(self, failure: Failure) -> None:
        """An expected failure nobody caught: it is worded on the page, too."""
        if self.pages.page is not None:
            self.pages.page.fail(failure)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        # Only what no page and no field wanted comes here.
        if event.key() == Qt.Key.Key_Escape or event.matches(QKeySequence.StandardKey.Back):
            self.back()
        else:
            super().keyPressEvent(event)

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _paths(event):
            event.acceptProposedAction()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        for path in _paths(event):
            # After the drop is over: the file manager waits for its answer.
            QTimer.singleShot(0, self, lambda path=path: self.open_file(path))

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        page = self.pages.page
        if page is not None and not page.leave():
            event.ignore()
            return
        self.jobs.stop()
        event.accept()


def _paths(event: QDropEvent) -> tuple[Path, ...]:
    return tuple(Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile())
