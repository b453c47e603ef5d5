"""One writer at a time: a lock the system itself drops when its holder dies."""

import contextlib
import os
import platform
import sys
from collections.abc import Iterator
from pathlib import Path

from cpscore.store.failures import InUse, StoreUnavailable, Trouble

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

NAMES = ("since", "host", "process")


@contextlib.contextmanager
def held(path: Path, since: str) -> Iterator[None]:
    """Hold the lock file; raises InUse with what its holder wrote, StoreUnavailable."""
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError:
        raise StoreUnavailable(Trouble.NO_PERMISSION) from None
    with os.fdopen(descriptor, "r+b", buffering=0) as file:
        try:
            _lock(descriptor)
        except TAKEN:
            raise InUse(**_holder(file.read(1000))) from None
        except OSError:
            raise StoreUnavailable(Trouble.NO_LOCKS) from None
        file.truncate()
        file.write("\n".join((since, platform.node(), str(os.getpid()))).encode())
        yield
        file.truncate(0)


def _holder(written: bytes | None) -> dict[str, object]:
    lines = (written or b"").decode("utf-8", "replace").split("\n")
    return dict(zip(NAMES, lines, strict=False))
