"""Where the write-ahead log may lie: on a disk of this computer that stays."""

import sys
from pathlib import Path

import pytest

from cpscore.store.archive import open_store
from cpscore.store.place import stays

MOUNTS = """\
22 27 0:21 / /proc rw,relatime - proc proc rw
27 1 254:0 / / rw,relatime - ext4 /dev/vda rw,discard
40 27 0:40 / /home rw shared:1 - btrfs /dev/vda2 rw
41 27 8:17 / /media/me/STICK rw,nosuid - vfat /dev/sdb1 rw
42 27 8:33 / /media/me/My\\040disk rw - ext4 /dev/sdc1 rw
43 27 0:50 / /mnt/office rw - cifs //office/share rw
44 27 0:51 / /mnt/server rw - nfs4 server:/share rw
45 27 0:52 / /mnt/tunnel rw - fuse.sshfs me@server: rw
46 27 8:49 / /mnt/card rw - ext4 /dev/sdd1 rw
47 46 8:1 / /mnt/card rw - ext4 /dev/sda1 rw
48 27 8:65 / /mnt/reader rw - ext4 /dev/sde1 rw
"""


@pytest.fixture
def devices(tmp_path: Path) -> Path:
    """The disks as Linux lists them: one on USB, one card that can be taken out, one inside."""
    folder = tmp_path / "dev"
    folder.mkdir()
    for number, place, removable in (
        ("8:33", "pci0/usb2/2-1/block/sdc/sdc1", "0"),
        ("8:49", "pci0/ata1/block/sdd/sdd1", "1"),
        ("8:65", "pci0/mmc/block/sde/sde1", "1"),
        ("8:1", "pci0/ata2/block/sda/sda1", "0"),
    ):
        disk = tmp_path / place
        disk.mkdir(parents=True)
        (disk.parent / "removable").write_text(f"{removable}\n", encoding="ascii")
        (folder / number).symlink_to(disk)
    return folder


@pytest.mark.parametrize(
    ("folder", "stays_there"),
    [
        ("/srv/panel/cpscore", True),
        ("/home/me/cpscore", True),
        ("/media/me/STICK", False),
        ("/media/me/STICK/cpscore", False),
        ("/media/me/My disk/cpscore", False),
        ("/media/me/elsewhere", True),
        ("/mnt/office/cpscore", False),
        ("/mnt/server", False),
        ("/mnt/tunnel/x", False),
        ("/mnt/card/x", True),
        ("/mnt/reader/x", False),
    ],
)
def test_sticks_and_folders_of_others_do_not_stay(
    devices: Path, folder: str, stays_there: bool
) -> None:
    assert stays(Path(folder), MOUNTS, devices) is stays_there


def test_what_is_not_known_is_taken_for_a_disk_that_stays(tmp_path: Path) -> None:
    assert stays(Path("/home"), "", tmp_path)


@pytest.mark.parametrize(("kind", "mode"), [("vfat", "delete"), ("ext4", "wal")])
def test_an_archive_on_a_stick_needs_no_shared_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str, mode: str
) -> None:
    mounts = tmp_path / "mountinfo"
    mounts.write_text(f"40 1 0:99 / {tmp_path.resolve()} rw - {kind} none rw\n", encoding="utf-8")
    monkeypatch.setattr("cpscore.store.place.MOUNTS", mounts)
    monkeypatch.setattr(sys, "platform", "linux")
    with open_store(tmp_path / "data", now="2026-05-12T09:00:00+08:00") as store:
        assert store._db.execute("PRAGMA journal_mode").fetchone() == (mode,)
