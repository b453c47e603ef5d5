"""Putting a backup in the archive's place: believed first, and what was there is kept."""

from __future__ import annotations

import contextlib
import shutil
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from cpscore.files import Unreadable, Why, move_durably, sync_folder, why
from cpscore.rules.problem import Failure
from cpscore.store import journal
from cpscore.store.archive import ARCHIVE, LOCK, connected
from cpscore.store.failures import StoreDamaged, StoreUnavailable, expected, trouble
from cpscore.store.lock import held
from cpscore.store.migrations import bring_up

# A database, and the files that SQLite keeps beside it.
ENDS = ("", "-wal", "-shm")
COUNTS = """
SELECT (SELECT count(*) FROM entry),
       (SELECT count(*) FROM identity) + (SELECT count(*) FROM token)
"""


class NotABackup(Failure):
    """No backup of ours, or one that is not as it was written."""

    code = "not-a-backup"


class ArchiveNotEmpty(Failure):
    """There is work in the archive that the backup would replace: `entries` and `identities`."""

    code = "archive-not-empty"


@dataclass(frozen=True, slots=True)
class Restored:
    """What was put in place; `kept` is where the former archive lies now, if there was one."""

    entries: int
    identities: int
    kept: Path | None


def restore_store(folder: Path, backup: Path, *, now: str, stamp: str, replace: bool) -> Restored:
    """Make a backup the archive of a folder; what it replaces is kept under a name with `stamp`.

    Raises Unreadable, NotABackup, ArchiveNotEmpty (unless `replace`), StoreTooNew, InUse,
    StoreUnavailable; then the archive is as it was.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with held(folder / LOCK, now), _copied(backup, folder / f".cpscore-{stamp}.part") as part:
            entries, identities = _believed(part)
            if not replace:
                _demand_empty(folder / ARCHIVE)
            kept = _set_aside(folder / ARCHIVE, f"{ARCHIVE}.{stamp}.replaced")
            move_durably(part, folder / ARCHIVE)
    except OSError as error:
        raise StoreUnavailable(trouble(error)) from None
    return Restored(entries, identities, kept)


@contextlib.contextmanager
def _copied(backup: Path, part: Path) -> Iterator[Path]:
    """A copy in the archive's folder: what was believed cannot change any more."""
    try:
        _copy(backup, part)
        yield part
    finally:
        for end in ENDS:
            part.with_name(part.name + end).unlink(missing_ok=True)


def _copy(backup: Path, part: Path) -> None:
    with contextlib.ExitStack() as closing:
        try:
            if not stat.S_ISREG(backup.stat().st_mode):
                raise Unreadable(backup, Why.NOT_A_FILE)
            source = closing.enter_context(backup.open("rb"))
        except OSError as error:
            raise Unreadable(backup, why(error)) from None
        except ValueError:  # no file has such a name
            raise Unreadable(backup, Why.MISSING) from None
        shutil.copyfileobj(source, closing.enter_context(part.open("wb")), 1 << 20)


def _believed(part: Path) -> tuple[int, int]:
    """How much is in a copy that holds together: every entry as it was written."""
    try:
        with connected(part) as db, expected():
            bring_up(db)
            sound = db.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
            broken = journal.broken(db) if sound else None
            entries, identities = db.execute(COUNTS).fetchone()
            db.execute("PRAGMA journal_mode = DELETE")
    except StoreDamaged:
        raise NotABackup from None
    if not sound or broken is not None or not (entries or identities):
        raise NotABackup
    return entries, identities


def _demand_empty(archive: Path) -> None:
    """Raises ArchiveNotEmpty where anybody has worked; a damaged archive is not empty."""
    if not archive.exists():
        return
    with connected(archive) as db, expected():
        bring_up(db)
        entries, identities = db.execute(COUNTS).fetchone()
    if entries or identities:
        raise ArchiveNotEmpty(entries=entries, identities=identities)


def _set_aside(archive: Path, name: str) -> Path | None:
    """Give the former archive another name, with the files that belong to it."""
    if not archive.exists():
        return None
    # What is sound is first made one file; what is damaged is kept as it lies there.
    with contextlib.suppress(StoreDamaged, StoreUnavailable), connected(archive) as db, expected():
        db.execute("PRAGMA journal_mode = DELETE")
    for end in reversed(ENDS):
        with contextlib.suppress(FileNotFoundError):
            archive.with_name(archive.name + end).rename(archive.with_name(name + end))
    sync_folder(archive.parent)
    return archive.with_name(name)
