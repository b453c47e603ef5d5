"""The archive as its users see it, on real files."""

import sqlite3
import threading
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typing_extensions import override

from cpscore.files import NotWritten, Why
from cpscore.rules.canonical import sha256
from cpscore.rules.problem import Failure
from cpscore.store.archive import ARCHIVE, RESERVE, Identity, Store, open_store
from cpscore.store.failures import DamagedBlob, StoreDamaged, StoreUnavailable, Trouble
from cpscore.store.reserve import SIZE, Reserve

NOW = "2026-05-12T09:00:00+08:00"


def fill(store: Store, count: int = 3) -> None:
    for number in range(count):
        store.append("r1", "score", {"item": "g1", "points": f"{number}.5"}, "专家甲", NOW)


def test_what_was_kept_is_there_again(tmp_path: Path) -> None:
    with open_store(tmp_path / "new" / "folder", now=NOW) as store:
        fill(store)
        name = store.keep(b"%PDF", "score-sheet")
        store.set_setting("language", "zh")
        store.add_identity(Identity("ab" * 32, "专家甲", b"p12", NOW))
    with open_store(tmp_path / "new" / "folder", now=NOW) as store:
        assert [entry.body for entry in store.entries("r1")] == [
            {"item": "g1", "points": "0.5"},
            {"item": "g1", "points": "1.5"},
            {"item": "g1", "points": "2.5"},
        ]
        assert store.fetch(name) == b"%PDF"
        assert name == sha256(b"%PDF")
        assert store.setting("language") == "zh"
        assert store.identities() == [Identity("ab" * 32, "专家甲", b"p12", NOW)]
        assert store.identity("ab" * 32) == Identity("ab" * 32, "专家甲", b"p12", NOW)


def test_what_was_never_kept_is_none(tmp_path: Path) -> None:
    with open_store(tmp_path, now=NOW) as store:
        assert store.fetch("00" * 32) is None
        assert store.setting("language") is None
        assert store.identity("00" * 32) is None
        assert store.reviews() == []
        assert list(store.entries("r1")) == []
        assert store.verify_chain() is None


def test_reviews_stand_in_the_order_they_began(tmp_path: Path) -> None:
    with open_store(tmp_path, now=NOW) as store:
        for review in ("z", "a", "z", "m", "a"):
            store.append(review, "begun", None, "", NOW)
        assert store.reviews() == ["z", "a", "m"]


def test_entries_can_be_asked_for_by_kind(tmp_path: Path) -> None:
    with open_store(tmp_path, now=NOW) as store:
        for kind in ("begun", "score", "veto", "score"):
            store.append("r1", kind, {}, "", NOW)
        store.append("r2", "score", {}, "", NOW)
        assert [entry.seq for entry in store.entries("r1", ("score", "veto"))] == [2, 3, 4]
        assert [entry.seq for entry in store.entries("r1", ["none"])] == []


def begin_and_fail(store: Store) -> None:
    with store.together():
        fill(store, 5)
        store.keep(b"x", "pdf")
        with store.together():
            store.set_setting("a", "b")
        raise InterruptedError


def test_together_is_all_or_nothing(tmp_path: Path) -> None:
    with open_store(tmp_path, now=NOW) as store:
        fill(store, 1)
        with pytest.raises(InterruptedError):
            begin_and_fail(store)
        assert store.head()[0] == 1
        assert store.fetch(sha256(b"x")) is None
        assert store.setting("a") is None
        with store.together():
            fill(store, 2)
        assert store.head()[0] == 3
        assert store.verify_chain() is None


def test_keeping_twice_keeps_once_and_settings_change(tmp_path: Path) -> None:
    with open_store(tmp_path, now=NOW) as store:
        assert store.keep(b"x", "pdf") == store.keep(b"x", "ink")
        store.set_setting("language", "zh")
        store.set_setting("language", "en")
        assert store.setting("language") == "en"


def test_a_changed_passphrase_replaces_the_identity(tmp_path: Path) -> None:
    with open_store(tmp_path, now=NOW) as store:
        store.add_identity(Identity("ab" * 32, "甲", b"old", NOW))
        store.add_identity(Identity("cd" * 32, "乙", b"p12", "2025-01-01T00:00:00+08:00"))
        store.add_identity(Identity("ab" * 32, "甲", b"new", NOW))
        assert [(one.name, one.pkcs12) for one in store.identities()] == [
            ("乙", b"p12"),
            ("甲", b"new"),
        ]


def test_a_kept_file_that_changed_is_not_handed_out(tmp_path: Path) -> None:
    with open_store(tmp_path, now=NOW) as store:
        name = store.keep(b"the score sheet", "pdf")
    file = tmp_path / ARCHIVE
    file.write_bytes(file.read_bytes().replace(b"the score sheet", b"the scare sheet"))
    with open_store(tmp_path, now=NOW) as store, pytest.raises(DamagedBlob) as raised:
        store.fetch(name)
    assert raised.value.values == {"sha256": name}


@pytest.mark.parametrize(("wal", "mode", "synchronous"), [(True, "wal", 2), (False, "delete", 3)])
def test_every_commit_reaches_the_disk(
    tmp_path: Path, wal: bool, mode: str, synchronous: int
) -> None:
    with open_store(tmp_path, now=NOW, wal=not wal) as store:
        fill(store)
    with open_store(tmp_path, now=NOW, wal=wal) as store:
        fill(store)
        assert store._db.execute("PRAGMA journal_mode").fetchone() == (mode,)
        assert store._db.execute("PRAGMA synchronous").fetchone() == (synchronous,)
        assert store._db.execute("PRAGMA foreign_keys").fetchone() == (1,)
        assert store._db.execute("PRAGMA trusted_schema").fetchone() == (0,)


def test_a_full_disk_loses_nothing_that_was_there(tmp_path: Path) -> None:
    with open_store(tmp_path, now=NOW) as store:
        fill(store)
        (pages,) = store._db.execute("PRAGMA page_count").fetchone()
        store._db.execute(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(StoreUnavailable) as raised:
            store.append("r1", "score", {"text": "x" * 100_000}, "", NOW)
        assert raised.value.reason is Trouble.FULL
        with pytest.raises(StoreUnavailable):
            store.keep(bytes(100_000), "pdf")
        store._db.execute("PRAGMA max_page_count = 100000")
        assert store.head()[0] == 3
        fill(store)
        assert store.verify_chain() is None


class Lent(Reserve):
    """A reserve on a disk that is full at a number of pages: giving it up frees some."""

    def __init__(self, store: Store, path: Path) -> None:
        super().__init__(path)
        (pages,) = store._db.execute("PRAGMA page_count").fetchone()
        self.store, self.pages = store, pages
        self.limit(0)

    def limit(self, more: int) -> None:
        self.store._db.execute(f"PRAGMA max_page_count = {self.pages + more}")

    @override
    def give_up(self) -> bool:
        there = super().give_up()
        if there:
            self.limit(200)
        return there


def test_the_last_edit_on_a_full_disk_is_saved(tmp_path: Path) -> None:
    with open_store(tmp_path, now=NOW) as store:
        fill(store)
        assert (tmp_path / RESERVE).stat().st_size == SIZE
        store._reserve = Lent(store, tmp_path / RESERVE)
        store.append("r1", "score", {"text": "x" * 100_000}, "", NOW)
        assert store.head()[0] == 4
        assert not (tmp_path / RESERVE).exists()
        # There is no second reserve: the next one is told.
        with pytest.raises(StoreUnavailable) as raised:
            store.append("r1", "score", {"text": "x" * 1_000_000}, "", NOW)
        assert raised.value.reason is Trouble.FULL
        assert (store.head()[0], store.verify_chain()) == (4, None)
    with open_store(tmp_path, now=NOW) as store:
        assert (tmp_path / RESERVE).stat().st_size == SIZE


def test_what_belongs_together_fails_once_and_finds_room_then(tmp_path: Path) -> None:
    with open_store(tmp_path, now=NOW) as store:
        fill(store)
        store._reserve = Lent(store, tmp_path / RESERVE)

        def both() -> None:
            with store.together():
                store.keep(bytes(100_000), "pdf")
                store.append("r1", "score", {"text": "x"}, "", NOW)

        with pytest.raises(StoreUnavailable):
            both()
        assert store.head()[0] == 3
        both()
        assert (store.head()[0], store.verify_chain()) == (4, None)


def test_a_place_where_nothing_can_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "taken" / ARCHIVE).mkdir(parents=True)
    for folder in (tmp_path / "file", tmp_path / "file" / "below", tmp_path / "taken"):
        with pytest.raises(StoreUnavailable) as raised, open_store(folder, now=NOW):
            pass
        assert raised.value.reason is Trouble.NO_PERMISSION


def test_threads_take_turns(tmp_path: Path) -> None:
    with open_store(tmp_path, now=NOW) as store:
        threads = [threading.Thread(target=fill, args=(store, 20)) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert store.head()[0] == 80
        assert store.verify_chain() is None


def test_a_backup_is_an_archive_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "stick").mkdir()
    with open_store(tmp_path / "here", now=NOW) as store:
        fill(store)
        name = store.keep(b"%PDF", "pdf")
        backup = store.backup(tmp_path / "stick" / ARCHIVE)
        fill(store)
        assert (backup.entries, backup.broken) == (3, None)
        again = store.backup(tmp_path / "stick" / "2.db")
        assert again.entries == 6
    assert backup.sha256 == sha256(backup.path.read_bytes())
    assert sorted(path.name for path in (tmp_path / "stick").iterdir()) == ["2.db", ARCHIVE]
    with open_store(tmp_path / "stick", now=NOW, wal=False) as store:
        assert store.head()[0] == 3
        assert store.fetch(name) == b"%PDF"


def test_a_broken_archive_can_still_be_saved(tmp_path: Path) -> None:
    with open_store(tmp_path, now=NOW) as store:
        fill(store)
    file = tmp_path / ARCHIVE
    file.write_bytes(file.read_bytes().replace(b'"points":"1.5"', b'"points":"9.5"'))
    with open_store(tmp_path, now=NOW, damaged=True) as store:
        assert store.backup(tmp_path / "copy").broken == 2


def test_a_backup_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    with open_store(tmp_path / "here", now=NOW) as store:
        with pytest.raises(NotWritten) as raised:
            store.backup(tmp_path / "no folder" / "copy")
        assert (raised.value.reason, raised.value.kept) == (Why.MISSING, True)
        (tmp_path / "folder").mkdir()
        with pytest.raises(NotWritten) as raised:
            store.backup(tmp_path / "folder")
        assert (raised.value.reason, raised.value.kept) == (Why.NOT_A_FILE, True)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["folder", "here"]


def damaged(folder: Path, content: bytes) -> None:
    (folder / ARCHIVE).write_bytes(content)
    with pytest.raises(StoreDamaged), open_store(folder, now=NOW) as store:
        list(store.entries("r1"))


def test_what_is_no_archive_is_damaged(tmp_path: Path) -> None:
    with open_store(tmp_path, now=NOW) as store:
        fill(store, 50)
    good = (tmp_path / ARCHIVE).read_bytes()
    damaged(tmp_path, b"nothing of the kind" * 100)
    damaged(tmp_path, good[: len(good) // 2])
    damaged(tmp_path, good[:4096] + bytes(len(good) - 4096))
    (tmp_path / ARCHIVE).unlink()
    with sqlite3.connect(tmp_path / ARCHIVE) as other:
        other.execute("CREATE TABLE accounts (id)")
    other.close()
    damaged(tmp_path, (tmp_path / ARCHIVE).read_bytes())


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    folder = tmp_path_factory.mktemp("sample")
    with open_store(folder, now=NOW, wal=False) as store:
        fill(store, 20)
        store.keep(b"%PDF" * 2000, "pdf")
        store.add_identity(Identity("ab" * 32, "甲", b"p12", NOW))
    return (folder / ARCHIVE).read_bytes()


# Page, place in it, and what is flipped there; the headers of pages are where it hurts most.
FLIPS = st.tuples(
    st.integers(0, 100),
    st.one_of(st.integers(0, 120), st.integers(0, 4095)),
    st.integers(1, 255),
)


@settings(max_examples=60)
@given(st.lists(FLIPS, min_size=1, max_size=4))
def test_damage_anywhere_is_a_failure_and_nothing_worse(
    sample: bytes, tmp_path_factory: pytest.TempPathFactory, flips: list[tuple[int, int, int]]
) -> None:
    """Whatever is flipped, every reading either tells the truth or fails as expected."""
    folder = tmp_path_factory.mktemp("damaged")
    changed = bytearray(sample)
    for page, at, flip in flips:
        changed[(page * 4096 + at) % len(sample)] ^= flip
    (folder / ARCHIVE).write_bytes(changed)
    try:
        with open_store(folder, now=NOW) as store:
            bodies = [entry.body for entry in store.entries("r1")]
            found = store.fetch(sha256(b"%PDF" * 2000))
            store.identities()
            store.backup(folder / "copy")
            whole = store.verify_chain() is None and store.head()[0] == 20
    except Failure:
        return
    assert found in (None, b"%PDF" * 2000)
    if whole and len(bodies) == 20:
        assert bodies == [{"item": "g1", "points": f"{number}.5"} for number in range(20)]
