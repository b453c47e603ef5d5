"""A backup put back: believed first, and what it replaces is kept."""

import sqlite3
from pathlib import Path

import pytest

from cpscore.files import Unreadable
from cpscore.store.archive import ARCHIVE, Identity, open_store
from cpscore.store.backups import ArchiveNotEmpty, NotABackup, restore_store
from cpscore.store.failures import InUse, StoreTooNew

NOW, STAMP = "2026-05-12T09:00:00+08:00", "20260512-090000"


def filled(folder: Path, entries: int) -> Path:
    """An archive with so many entries, and an identity; its backup."""
    with open_store(folder, now=NOW) as store:
        for number in range(entries):
            store.append("r1", "score", {"points": f"{number}"}, "专家甲", NOW)
        store.add_identity(Identity("ab" * 32, "专家甲", b"p12", NOW))
        return store.backup(folder.parent / f"{folder.name}.db").path


def entries(folder: Path) -> int:
    with open_store(folder, now=NOW) as store:
        assert store.verify_chain() is None
        return store.head()[0]


def test_a_backup_becomes_the_archive_of_an_empty_folder(tmp_path: Path) -> None:
    backup = filled(tmp_path / "old", 3)
    done = restore_store(tmp_path / "new", backup, now=NOW, stamp=STAMP, replace=False)
    assert (done.entries, done.identities, done.kept) == (3, 1, None)
    assert entries(tmp_path / "new") == 3
    assert backup.is_file()


def test_work_is_replaced_only_on_demand_and_kept(tmp_path: Path) -> None:
    backup, new = filled(tmp_path / "old", 3), tmp_path / "new"
    filled(new, 5)
    with pytest.raises(ArchiveNotEmpty) as refused:
        restore_store(new, backup, now=NOW, stamp=STAMP, replace=False)
    assert refused.value.values == {"entries": 5, "identities": 1}
    assert entries(new) == 5
    done = restore_store(new, backup, now=NOW, stamp=STAMP, replace=True)
    assert entries(new) == 3
    assert done.kept is not None
    kept = tmp_path / "kept"
    kept.mkdir()
    done.kept.rename(kept / ARCHIVE)
    assert entries(kept) == 5
    assert not [one for one in new.iterdir() if one.name.startswith(".cpscore-")]


def test_an_archive_nobody_worked_in_is_replaced(tmp_path: Path) -> None:
    backup = filled(tmp_path / "old", 3)
    with open_store(tmp_path / "new", now=NOW):
        pass
    restore_store(tmp_path / "new", backup, now=NOW, stamp=STAMP, replace=False)
    assert entries(tmp_path / "new") == 3


def test_a_damaged_archive_is_replaced_and_its_bytes_are_kept(tmp_path: Path) -> None:
    backup, new = filled(tmp_path / "old", 3), tmp_path / "new"
    filled(new, 5)
    (new / ARCHIVE).write_bytes(b"scrap" * 1000)
    done = restore_store(new, backup, now=NOW, stamp=STAMP, replace=True)
    assert entries(new) == 3
    assert done.kept is not None
    assert done.kept.read_bytes() == b"scrap" * 1000


@pytest.mark.parametrize("damage", ["empty", "text", "cut", "entry", "nothing in it", "other"])
def test_what_is_no_sound_backup_is_refused(tmp_path: Path, damage: str) -> None:
    backup, new = filled(tmp_path / "old", 3), tmp_path / "new"
    filled(new, 5)
    data = backup.read_bytes()
    match damage:
        case "empty":
            backup.write_bytes(b"")
        case "text":
            backup.write_bytes(b"no" * 5000)
        case "cut":
            backup.write_bytes(data[: len(data) // 2])
        case "entry":
            backup.write_bytes(data.replace(b'{"points":"1"}', b'{"points":"7"}'))
        case "nothing in it":
            with open_store(tmp_path / "none", now=NOW) as store:
                store.backup(backup)
        case _:
            backup.unlink()
            with sqlite3.connect(backup) as other:
                other.execute("CREATE TABLE entry (seq)")
            other.close()
    with pytest.raises(NotABackup):
        restore_store(new, backup, now=NOW, stamp=STAMP, replace=True)
    assert entries(new) == 5
    assert not [one for one in new.iterdir() if one.name.startswith(".cpscore-")]


def test_a_backup_of_a_newer_program_is_told_apart(tmp_path: Path) -> None:
    backup = filled(tmp_path / "old", 3)
    with sqlite3.connect(backup) as db:
        later = "SELECT migration_set, '9999-later', applied_at FROM _sqlite_migrations LIMIT 1"
        columns = "(migration_set, name, applied_at)"
        db.execute(f"INSERT INTO _sqlite_migrations {columns} {later}")
    db.close()
    with pytest.raises(StoreTooNew):
        restore_store(tmp_path / "new", backup, now=NOW, stamp=STAMP, replace=False)


def test_an_archive_in_use_is_left_alone(tmp_path: Path) -> None:
    backup, new = filled(tmp_path / "old", 3), tmp_path / "new"
    with open_store(new, now=NOW), pytest.raises(InUse):
        restore_store(new, backup, now=NOW, stamp=STAMP, replace=True)


def test_a_backup_that_is_no_file_is_unreadable(tmp_path: Path) -> None:
    for path in (tmp_path / "missing", tmp_path, Path("/dev/zero")):
        with pytest.raises(Unreadable):
            restore_store(tmp_path / "new", path, now=NOW, stamp=STAMP, replace=False)
