"""What can be wrong with the archive, and which errors of SQLite say so."""

import contextlib
import errno
import sqlite3
from collections.abc import Iterator
from enum import StrEnum

from cpscore.rules.problem import Failure


class Trouble(StrEnum):
    """Why an archive that may well be sound cannot be used now."""

    NO_PERMISSION = "no-permission"
    FULL = "full"
    NO_LOCKS = "no-locks"
    IO = "io"


class InUse(Failure):
    """Another cpscore has the archive open: since when, on which computer, as which process."""

    code = "store-in-use"


class StoreTooNew(Failure):
    """A newer cpscore made this archive; `unknown` names the steps this one does not know."""

    code = "store-too-new"


class StoreDamaged(Failure):
    """The archive is not what was written, or is none at all; `about` says which part: `file`."""

    code = "store-damaged"


class JournalBroken(StoreDamaged):
    """The journal is not what was written: its chain of hashes breaks at the entry `entry`."""

    code = "journal-broken"


class StoreUnavailable(Failure):
    """The archive cannot be read or written now; what it already holds is safe."""

    code = "store-unavailable"

    def __init__(self, reason: Trouble) -> None:
        super().__init__(reason=reason)
        self.reason = reason


class DamagedBlob(Failure):
    """A kept file no longer has the hash it was kept under."""

    code = "damaged-blob"


def trouble(error: OSError) -> Trouble:
    """What an error of the operating system means for the archive."""
    if error.errno == errno.ENOSPC:
        return Trouble.FULL
    return Trouble.IO if error.errno == errno.EIO else Trouble.NO_PERMISSION


TROUBLES = {
    3: Trouble.NO_PERMISSION,  # SQLITE_PERM
    8: Trouble.NO_PERMISSION,  # SQLITE_READONLY
    10: Trouble.IO,  # SQLITE_IOERR
    13: Trouble.FULL,  # SQLITE_FULL
    14: Trouble.NO_PERMISSION,  # SQLITE_CANTOPEN
}
BUSY, CORRUPT, TOO_BIG, NOT_A_DATABASE = 5, 11, 18, 26


@contextlib.contextmanager
def expected() -> Iterator[None]:
    """Turns what SQLite reports about disk and file into failures; its other errors are bugs."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        # What Python's own module finds, a closed connection say, has no code and is a bug.
        failure = failure_of(getattr(error, "sqlite_errorcode", 0) & 0xFF)
        if failure is None:
            raise
        raise failure from error


def failure_of(code: int) -> Failure | None:
    """The failure behind a primary result code of SQLite, if it is one."""
    if code in TROUBLES:
        return StoreUnavailable(TROUBLES[code])
    if code in (CORRUPT, TOO_BIG, NOT_A_DATABASE):
        return StoreDamaged(about="file")
    return InUse() if code == BUSY else None
