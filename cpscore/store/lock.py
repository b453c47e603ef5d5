"""One writer at a time: a lock the system itself drops when its holder dies."""

import contextlib
import os
import platform
import sys
from collections.abc import Iterator
from pathlib import Path

from cpscore.store.failures import InUse, StoreUnavailable, Trouble, trouble

if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int) -> None:
        # Locked bytes cannot be read by others on Windows: take one far behind the text.
        os.lseek(descriptor, 1 << 20, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        os.lseek(descriptor, 0, os.SEEK_SET)

    TAKEN: tuple[type[OSError], ...] = (PermissionError,)
else:
    import fcntl

    def _lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)

    TAKEN: tuple[type[OSError], ...] = (BlockingIOError,)

NAMES = ("since", "process", "host")
ROOM = 300


@contextlib.contextmanager
def held(path: Path, since: str) -> Iterator[None]:
    """Hold the lock file; raises InUse with what its holder wrote, StoreUnavailable."""
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o600)
    except OSError as error:
        raise StoreUnavailable(trouble(error)) from None
    with os.fdopen(descriptor, "r+b", buffering=0) as file:
        try:
            _lock(descriptor)
        except TAKEN:
            file.seek(0)
            raise InUse(**_holder(file.read(ROOM))) from None
        except OSError:
            raise StoreUnavailable(Trouble.NO_LOCKS) from None
        # It only helps: a full disk must not keep anybody from reading the archive.
        with contextlib.suppress(OSError):
            said = "\n".join((since, str(os.getpid()), platform.node()))
            file.write(said.encode()[:ROOM].ljust(ROOM))
        yield


def _holder(written: bytes | None) -> dict[str, object]:
    lines = (written or b"").decode("utf-8", "replace").strip().split("\n")
    return dict(zip(NAMES, lines, strict=False))
