"""The desk at which one person works: archive, clock, ids; the one place that chooses them."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from cpscore.files import is_file
from cpscore.messages import Language
from cpscore.store.archive import ARCHIVE, Store, open_store

Progress = Callable[[float, str], None]


def silent(_share: float, _step: str) -> None:
    """Progress nobody watches."""


@dataclass(frozen=True)
class Desk:
    """Where one person works.

    `now` answers with an offset, `fresh` with an id never used before.
    """

    store: Store
    now: Callable[[], datetime]
    fresh: Callable[[], str]
    data: Path
    language: Language = "zh"
    closing: ExitStack = field(default_factory=ExitStack, repr=False, compare=False)

    def at(self) -> str:
        """The laptop's own time (自报时间), RFC 3339 with its offset, to the second."""
        return self.now().isoformat(timespec="seconds")

    def speaking(self, language: Language) -> Desk:
        """The same desk in another language."""
        return replace(self, language=language)

    def close(self) -> None:
        """Close the archive; nothing more is written."""
        self.closing.close()


def open_desk(
    data: Path,
    *,
    now: Callable[[], datetime],
    fresh: Callable[[], str],
    language: Language = "zh",
    damaged: bool = False,
) -> Desk:
    """The desk over a local archive, made where there is none; one that is `damaged` only to save
    what is left of it. Raises the store's failures.
    """
    closing = ExitStack()
    at = now().isoformat(timespec="seconds")
    store = closing.enter_context(open_store(data, now=at, damaged=damaged))
    return Desk(store, now, fresh, data, language, closing)


def has_archive(data: Path) -> bool:
    """Whether somebody has worked here: a desk opened on this folder would make no new archive."""
    return is_file(data / ARCHIVE)
