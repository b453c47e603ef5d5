"""Files on disks and sticks: reading what strangers bring, writing so that it is really there."""

import contextlib
import errno
import os
import secrets
import stat
import sys
from collections.abc import Callable, Iterator
from enum import StrEnum
from pathlib import Path

from cpscore.rules.problem import Failure

# A FIFO must not hold us up, and Windows must not mend line ends.
READING = (
    os.O_RDONLY
    | getattr(os, "O_BINARY", 0)
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_NOCTTY", 0)
)
WRITING = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)


class Why(StrEnum):
    """Why a file could not be read or written."""

    MISSING = "missing"
    NOT_A_FILE = "not-a-file"
    NOT_A_FOLDER = "not-a-folder"
    NO_PERMISSION = "no-permission"
    TOO_LARGE = "too-large"
    FULL = "full"
    NOT_THE_SAME = "not-the-same"
    IO = "io"


REASONS = {
    errno.ENOENT: Why.MISSING,
    errno.ENOTDIR: Why.MISSING,
    errno.EISDIR: Why.NOT_A_FILE,
    errno.EEXIST: Why.NOT_A_FOLDER,
    errno.ENXIO: Why.NOT_A_FILE,
    errno.EACCES: Why.NO_PERMISSION,
    errno.EPERM: Why.NO_PERMISSION,
    errno.EROFS: Why.NO_PERMISSION,
    errno.EFBIG: Why.TOO_LARGE,
    errno.ENOSPC: Why.FULL,
    getattr(errno, "EDQUOT", errno.ENOSPC): Why.FULL,
}


class Unreadable(Failure):
    """A file or folder could not be read: `reason` is MISSING, NOT_A_FILE, NO_PERMISSION, TOO_LARGE
    or IO.
    """

    code = "unreadable-file"

    def __init__(self, path: Path, reason: Why, most: int | None = None) -> None:
        super().__init__(path=str(path), reason=reason, most=most)
        self.path, self.reason = path, reason


class NotWritten(Failure):
    """A file could not be written, or reads back differently (a stick that lies).

    `kept` says whether what was there before is untouched: the old file, or none.
    """

    code = "not-written"

    def __init__(self, path: Path, reason: Why, *, kept: bool) -> None:
        super().__init__(path=str(path), reason=reason, kept=kept)
        self.path, self.reason, self.kept = path, reason, kept


def why(error: OSError) -> Why:
    """The reason behind an error of the operating system."""
    return REASONS.get(error.errno or 0, Why.IO)


def read_capped(path: Path, most: int) -> bytes:
    """The bytes of a regular file, at most so many; raises Unreadable.

    A FIFO, a device or a folder is refused at once; so is a file that grows beyond what it claims.
    """
    try:
        return _read(path, most)
    except OSError as error:
        raise Unreadable(path, why(error)) from None
    except ValueError:  # no file has such a name: a NUL inside, say
        raise Unreadable(path, Why.MISSING) from None


def _read(path: Path, most: int) -> bytes:
    # Looked at before it is opened, because opening some devices does something.
    if not stat.S_ISREG(path.stat().st_mode):
        raise Unreadable(path, Why.NOT_A_FILE)
    with os.fdopen(os.open(path, READING), "rb") as file:
        status = os.fstat(file.fileno())
        if not stat.S_ISREG(status.st_mode):
            raise Unreadable(path, Why.NOT_A_FILE)
        data = file.read(most + 1) if status.st_size <= most else b""
        if status.st_size > most or len(data) > most:
            raise Unreadable(path, Why.TOO_LARGE, most)
        return data


def files_in(folder: Path, suffix: str) -> list[Path]:
    """The files of a folder with this suffix; sticks are written by systems that mind no case.

    Raises Unreadable, as where the stick fails or is pulled out: that is no empty folder.
    """
    try:
        return sorted(one for one in folder.iterdir() if one.suffix.lower() == suffix)
    except OSError as error:
        raise Unreadable(folder, why(error)) from None
    except ValueError:  # no folder has such a name
        raise Unreadable(folder, Why.MISSING) from None


def write_checked(
    path: Path, data: bytes, read: Callable[[Path, int], bytes] = read_capped
) -> None:
    """Write a file whole or not at all, and read it back; raises NotWritten.

    The bytes go to a temporary file in the same folder and onto the disk, are compared, take the
    name, and are compared again. `read` is for tests of sticks that lie.
    """
    kept = True
    temporary = path.parent / f".cpscore-{secrets.token_hex(6)}.part"
    try:
        with _removed_on_failure(temporary):
            with os.fdopen(os.open(temporary, WRITING, 0o666), "wb") as file:
                file.write(data)
                _to_disk(file.fileno())
            _compare(temporary, data, read)
            temporary.replace(path)
        kept = False
        sync_folder(path.parent)
        _compare(path, data, read)
    except OSError as error:
        raise NotWritten(path, why(error), kept=kept) from None
    except (_Different, Unreadable):
        raise NotWritten(path, Why.NOT_THE_SAME, kept=kept) from None
    except ValueError:
        raise NotWritten(path, Why.MISSING, kept=kept) from None


def is_folder(path: Path) -> bool:
    """Whether a path is a folder; one that no system could have is none."""
    try:
        return path.is_dir()
    except OSError:  # a name too long, say
        return False


def is_file(path: Path) -> bool:
    """Whether a path is a regular file; one that no system could have is none."""
    try:
        return path.is_file()
    except OSError:
        return False


def make_folder(path: Path) -> None:
    """Make a folder and those above it, where there is none; raises NotWritten."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise NotWritten(path, why(error), kept=True) from None


@contextlib.contextmanager
def _removed_on_failure(path: Path) -> Iterator[None]:
    try:
        yield
    except BaseException:
        with contextlib.suppress(OSError, ValueError):
            path.unlink(missing_ok=True)
        raise


class _Different(Exception):
    pass


def _compare(path: Path, data: bytes, read: Callable[[Path, int], bytes]) -> None:
    if read(path, len(data)) != data:
        raise _Different


def _to_disk(descriptor: int) -> None:
    os.fsync(descriptor)
    # What is read back shall come from the disk, not from memory.
    if sys.platform == "linux":
        os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)


def move_durably(temporary: Path, path: Path) -> None:
    """Give a finished temporary file its name, on the disk before anything else; raises OSError."""
    descriptor = os.open(temporary, os.O_RDWR | getattr(os, "O_BINARY", 0))
    try:
        _to_disk(descriptor)
    finally:
        os.close(descriptor)
    temporary.replace(path)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Put the names in a folder onto the disk, where the system can (Windows cannot)."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
