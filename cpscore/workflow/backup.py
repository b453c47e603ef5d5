"""A backup of the whole archive, and putting one back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from cpscore.rules.problem import Failure
from cpscore.store.archive import ARCHIVE, LOCK, Backup
from cpscore.store.backups import Restored, restore_store
from cpscore.workflow.desk import Desk


class OntoItself(Failure):
    """The backup would take the place of the archive it is made of."""

    code = "backup-onto-itself"


def backup(desk: Desk, path: Path) -> Backup:
    """Copy everything here to one file and read it through.

    Raises OntoItself, NotWritten, StoreDamaged.
    """
    own = path.name.startswith(ARCHIVE) or path.name == LOCK
    if own and path.resolve().parent == desk.data.resolve():
        raise OntoItself
    return desk.store.backup(path)


def restore(
    data: Path, path: Path, now: Callable[[], datetime], *, replace: bool = False
) -> Restored:
    """Make a backup the archive here. Raises what `restore_store` does."""
    at = now()
    stamp = at.strftime("%Y%m%d-%H%M%S")
    return restore_store(data, path, now=at.isoformat(timespec="seconds"), stamp=stamp,
                         replace=replace)  # fmt: skip
