"""Room on the disk that can be given up: on a full one even deleting a row fails."""

from __future__ import annotations

import contextlib
import os
import secrets
from pathlib import Path

SIZE = 1 << 20


class Reserve:
    """A file beside the archive that holds nothing but its place."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def keep(self) -> None:
        """Take the place, where there is enough; random, because zeros may be kept in no room."""
        with contextlib.suppress(OSError):
            if self.path.stat().st_size == SIZE:
                return
        try:
            with self.path.open("wb") as file:
                file.write(secrets.token_bytes(SIZE))
                file.flush()
                os.fsync(file.fileno())
        except OSError:
            self.give_up()

    def give_up(self) -> bool:
        """Make room for one last edit; False where there was none to make."""
        try:
            self.path.unlink()
        except OSError:
            return False
        return True
