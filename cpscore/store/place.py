"""Where SQLite's write-ahead log may lie: on no stick, and in no folder of another computer.

It needs memory that all programs share, and a disk that stays. Where it may not, the older
rollback journal does the same more slowly.
"""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

MOUNTS = Path("/proc/self/mountinfo")
DEVICES = Path("/sys/dev/block")
# Other computers' folders, file systems in user space, and what sticks are formatted with.
ELSEWHERE = {
    *("nfs", "nfs4", "cifs", "smb3", "smbfs", "ncpfs", "afs", "9p", "ceph", "glusterfs", "lustre"),
    *("vfat", "msdos", "exfat", "udf"),
}
OCTAL = re.compile(r"\\([0-7]{3})")
REMOVABLE, REMOTE = 2, 4


def keeps_wal(folder: Path) -> bool:
    """Whether a folder lies on a disk of this computer that is there to stay; yes if unknown."""
    if sys.platform == "win32":
        return _windows(folder)
    if sys.platform == "darwin":
        return Path("/Volumes") not in folder.resolve().parents
    try:
        return stays(folder.resolve(), MOUNTS.read_text(encoding="utf-8", errors="replace"))
    except OSError:
        return True


def stays(folder: Path, mounts: str, devices: Path = DEVICES) -> bool:
    """The same on Linux, by what /proc/self/mountinfo says is mounted where."""
    found: tuple[Path, str, str] | None = None
    for line in mounts.splitlines():
        fields, _, behind = line.partition(" - ")
        device, place = fields.split(" ")[2], Path(_plain(fields.split(" ")[4]))
        inside = place == folder or place in folder.parents
        # What is mounted later at the same place hides what was there.
        if inside and (found is None or len(place.parts) >= len(found[0].parts)):
            found = (place, device, behind.split(" ")[0])
    if found is None:
        return True
    _, device, kind = found
    return kind not in ELSEWHERE and not kind.startswith("fuse") and not _pulled(devices / device)


def _pulled(device: Path) -> bool:
    """Whether a disk can be pulled out: one that says so, or hangs on USB."""
    real = Path(os.path.realpath(device))
    if any(part.startswith("usb") for part in real.parts):
        return True
    for disk in (real, real.parent):
        try:
            return (disk / "removable").read_text(encoding="ascii").strip() == "1"
        except (OSError, UnicodeDecodeError):
            continue
    return False


def _plain(path: str) -> str:
    return OCTAL.sub(lambda found: chr(int(found[1], 8)), path)


def _windows(folder: Path) -> bool:
    if sys.platform != "win32":
        return True
    import ctypes

    kind = ctypes.windll.kernel32.GetDriveTypeW(folder.resolve().anchor)
    return kind not in (REMOVABLE, REMOTE)
