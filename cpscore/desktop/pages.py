"""What a page is, and what it may ask of the window around it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QProgressBar, QVBoxLayout, QWidget

from cpscore.desktop.jobs import Cancelled, Jobs, Progress
from cpscore.desktop.texts import tr
from cpscore.desktop.widgets import Banner, Words, box, clear, row, secondary
from cpscore.messages import Language, say
from cpscore.rules.problem import Failure, Unacceptable

if TYPE_CHECKING:
    from pathlib import Path

    from cpscore.rules.review import Review
    from cpscore.workflow.desk import Desk
    from cpscore.workflow.people import Card

T = TypeVar("T")
WITHDRAW = "withdraw"  # the place of a submitted paper where it is withdrawn


@dataclass(frozen=True, slots=True)
class Crumb:
    """One step of the way shown in the top bar; pressing it goes there."""

    text: str
    route: str = ""
    arguments: Mapping[str, object] | None = None


def way_to(review: Review) -> tuple[Crumb, ...]:
    """The way to what belongs to a review."""
    return Crumb(tr("开始"), "start"), Crumb(
        review.enterprise.name, "review", {"review_id": review.id}
    )


class Shell(Protocol):
    """What a page may ask of the window around it."""

    @property
    def desk(self) -> Desk:
        """The desk all workflow functions take; use it in the window's thread."""

    @property
    def jobs(self) -> Jobs:
        """Where long work goes; mostly through `Page.run`."""

    @property
    def card(self) -> Card | None:
        """Who sits at the window; None before the first identity is made."""

    @property
    def language(self) -> Language:
        """zh or en."""

    def sit(self, card: Card) -> None:
        """Another person takes the seat."""

    def go(self, route: str, /, **arguments: object) -> None:
        """Open a page by its name in the table of routes; Back comes back here."""

    def back(self) -> None:
        """The page before this one, built anew."""

    def home(self) -> None:
        """The start page; the way back is forgotten."""

    def choose_folder(self, title: str) -> Path | None:
        """Ask for a folder to write to; None if the user changed their mind."""

    def choose_files(self, title: str, filter: str) -> tuple[Path, ...]:
        """Ask for files to read; empty if the user changed their mind."""


class Page(QWidget):
    """One screen. Content goes into `content`, messages into `banner`, never into a dialog.

    `status` tells what stands at the right of the top bar ('✓ 已保存 14:03:22'); `crumbs` may
    change with `moved`. A page is thrown away when it is left: what matters is in the store.
    A `full` page has the screen to itself.
    """

    full = False

    status = Signal(str)
    moved = Signal()

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self.shell = shell
        self.setObjectName("paper")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.banner = Banner()
        self.progress = row(gap=12, margins=(20, 8, 20, 8))
        self._working = box(self.progress)
        self._working.hide()
        self.content = QVBoxLayout()
        self.content.setContentsMargins(0, 0, 0, 0)
        self.content.setSpacing(0)
        self._inner = box(self.content)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(row(self.banner, margins=(20, 0, 20, 0)))
        whole.addWidget(self._working)
        whole.addWidget(self._inner, 1)

    @property
    def title(self) -> str:
        """The page's name: the last crumb, the title of the window."""
        return ""

    @property
    def crumbs(self) -> tuple[Crumb, ...]:
        """The way here, without the page itself."""
        return ()

    @property
    def returning(self) -> Mapping[str, object]:
        """What it is to be opened with when it is built anew: another language, or the way back."""
        return {}

    def opened(self) -> None:
        """Called when the page is on screen: put the focus where work begins."""

    def worked(self) -> None:
        """Called when long work is over and the page is usable again: give the focus back."""

    def leave(self) -> bool:
        """Called before another page comes; False keeps this one (say why in the banner)."""
        return True

    def takes(self, path: Path) -> bool:
        """A file was dropped; True if this page used it, else the window opens it."""
        return False

    # Failures in one place -----------------------------------------------------------------------

    def fail(self, failure: Failure) -> None:
        """Word an expected failure on the page."""
        stopped = isinstance(failure, Cancelled)
        self.banner.say(worded(failure, self.shell.language), "info" if stopped else "red")

    def attempt(self, work: Callable[[], T]) -> T | None:
        """Short work in the window's thread; a failure is worded on the page and gives None."""
        try:
            result = work()
        except Failure as failure:
            self.fail(failure)
            return None
        return result

    def run(self, words: str, work: Callable[[Progress], T], done: Callable[[T], object]) -> None:
        """Long work beside the window: the page waits, shows progress, and can cancel."""
        self.banner.hide()
        bar = QProgressBar()
        bar.setRange(0, 0)
        bar.setTextVisible(False)
        bar.setAccessibleName(words)

        def progressed(share: float, _code: str) -> None:
            bar.setRange(0, 1000)
            bar.setValue(round(share * 1000))

        def over() -> None:
            self._working.hide()
            self._inner.setEnabled(True)
            self.worked()

        clear(self.progress)
        self._inner.setEnabled(False)
        self._working.show()
        job = self.shell.jobs.start(work, done, self.fail, progressed, over)
        for widget in (Words(words, "strong"), bar, secondary(tr("取消"), job.cancel)):
            self.progress.addWidget(widget)


def worded(failure: Failure, language: Language) -> str:
    """A failure as a sentence; one with several problems, a sentence each."""
    if isinstance(failure, Unacceptable):
        return "\n".join(say(one.code, one.values, language) for one in failure.problems)
    return say(failure.code, failure.values, language)


PageMaker = Callable[..., Page]
