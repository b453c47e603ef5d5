"""What the leader's pages share that take in files from sticks: dropped, or chosen."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import ClassVar, TypeVar

from PySide6.QtCore import QTimer

from cpscore.desktop.jobs import Progress
from cpscore.desktop.pages import Shell
from cpscore.desktop.panel.leading import LeaderPage
from cpscore.desktop.qt import override
from cpscore.rules.problem import Failure

T = TypeVar("T")


class TakingPage(LeaderPage):
    """Takes in folders, and files with one of its `suffixes`."""

    suffixes: ClassVar[tuple[str, ...]]

    def __init__(self, shell: Shell, review_id: str) -> None:
        super().__init__(shell, review_id)
        self.dropped: list[Path] = []

    def take(self, paths: tuple[Path, ...]) -> None:
        """Take them in."""
        raise NotImplementedError

    @override
    def takes(self, path: Path) -> bool:
        if not self.allowed or not (path.is_dir() or path.suffix.lower() in self.suffixes):
            return False
        # Files dropped together are taken in together: while work is under way none is accepted.
        self.dropped.append(path)
        if len(self.dropped) == 1:
            QTimer.singleShot(30, self, self._take_dropped)
        return True

    def _take_dropped(self) -> None:
        paths, self.dropped = tuple(self.dropped), []
        self.take(paths)

    def take_each(
        self,
        words: str,
        paths: tuple[Path, ...],
        take_one: Callable[[Path], Iterable[T]],
        took: Callable[[tuple[T, ...], Failure | None], object],
    ) -> None:
        """Take in one after the other, beside the window; `took` hears what came, and what
        stopped it.
        """

        def work(tell: Progress) -> tuple[tuple[T, ...], Failure | None]:
            found: list[T] = []
            try:
                for at, path in enumerate(paths):
                    tell(at / len(paths), "collecting")
                    found.extend(take_one(path))
            except Failure as failure:
                # What came before it, or before one cancelled, is taken in and has to be shown.
                return tuple(found), failure
            return tuple(found), None

        if paths:
            self.run(words, work, lambda done: took(*done))
