"""The local archive: one SQLite file with the journal, kept files, identities and settings."""

from __future__ import annotations

import contextlib
import hashlib
import secrets
import sqlite3
import threading
from collections.abc import Collection, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from sqlite_utils import Database

from cpscore.files import NotWritten, Why, move_durably, why
from cpscore.rules.canonical import Json, sha256
from cpscore.store import journal
from cpscore.store.failures import (
    DamagedBlob,
    JournalBroken,
    StoreDamaged,
    StoreUnavailable,
    Trouble,
    expected,
    trouble,
)
from cpscore.store.journal import Entry
from cpscore.store.lock import held
from cpscore.store.migrations import bring_up
from cpscore.store.place import keeps_wal
from cpscore.store.reserve import Reserve

ARCHIVE, LOCK, RESERVE = "archive.db", "archive.lock", "archive.reserve"


@dataclass(frozen=True, slots=True)
class Identity:
    """A key on this machine: PKCS#12 under a passphrase, and the SHA-256 of its certificate."""

    sha256: str
    name: str
    pkcs12: bytes
    created: str


@dataclass(frozen=True, slots=True)
class Token:
    """A key inside a USB key: its certificate (DER) and where to find it; never the PIN.

    `driver` is the path of the maker's PKCS#11 library; `serial` and `key` are hex.
    """

    sha256: str
    name: str
    certificate: bytes
    driver: str
    label: str
    serial: str
    key: str
    created: str


@dataclass(frozen=True, slots=True)
class Backup:
    """A copy of the archive: its hash, how many entries it holds, and which of them is broken."""

    path: Path
    sha256: str
    entries: int
    broken: int | None


@contextlib.contextmanager
def open_store(
    folder: Path, *, now: str, wal: bool | None = None, damaged: bool = False
) -> Iterator[Store]:
    """The archive in a folder, made where there is none; `now` is what others in our way are told.

    Without `wal` it may lie on a stick or in a network folder; where it is not said, the folder is
    looked at. One whose journal is broken is opened only if `damaged`: to save what is left.
    Raises InUse, StoreTooNew, StoreDamaged, JournalBroken, StoreUnavailable.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise StoreUnavailable(trouble(error)) from None
    reserve = Reserve(folder / RESERVE)
    with held(folder / LOCK, now), connected(folder / ARCHIVE) as db:
        wal = keeps_wal(folder) if wal is None else wal
        try:
            _ready(db, wal=wal, damaged=damaged)
        except StoreUnavailable as failure:
            if failure.reason is not Trouble.FULL or not reserve.give_up():
                raise
            _ready(db, wal=wal, damaged=damaged)
        reserve.keep()
        yield Store(db, reserve)


def _ready(db: Database, *, wal: bool, damaged: bool) -> None:
    with expected():
        bring_up(db)
        broken = None if damaged else journal.broken(db)
        if broken is not None:
            raise JournalBroken(entry=broken)
        _make_durable(db, wal=wal)


@contextlib.contextmanager
def connected(path: Path) -> Iterator[Database]:
    """A database that trusts nothing in its file, with transactions only where we begin them."""
    with expected():
        connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    try:
        # A flipped bit inside a text shall break the chain, not the reading.
        connection.text_factory = lambda data: data.decode("utf-8", "replace")
        db = Database(connection, execute_plugins=False)
        for pragma in ("trusted_schema = OFF", "cell_size_check = ON", "foreign_keys = ON"):
            db.execute(f"PRAGMA {pragma}")
        yield db
    finally:
        connection.close()


def _make_durable(db: Database, *, wal: bool) -> None:
    """Every commit is on the disk when it returns: WAL with NORMAL would lose the last ones."""
    mode, synchronous = ("wal", "FULL") if wal else ("delete", "EXTRA")
    (got,) = db.execute(f"PRAGMA journal_mode = {mode}").fetchone()
    if got != mode:
        raise StoreUnavailable(Trouble.IO)
    db.execute(f"PRAGMA synchronous = {synchronous}")


class Store:
    """An open archive; its methods may be called from any thread, one at a time.

    Each raises StoreUnavailable (disk full, say) and StoreDamaged beside what it names.
    """

    def __init__(self, db: Database, reserve: Reserve) -> None:
        self._db = db
        self._reserve = reserve
        self._guard = threading.RLock()

    @contextlib.contextmanager
    def together(self) -> Iterator[None]:
        """All that is written inside is kept, or none of it.

        A full disk is a failure, but once: doing it again may find the room that was kept for it.
        """
        try:
            with self._guard, expected(), self._db.atomic():
                yield
        except StoreUnavailable as failure:
            if failure.reason is Trouble.FULL:
                self._reserve.give_up()
            raise

    def append(self, review: str, kind: str, body: Json, by: str, at: str) -> Entry:
        """Add an entry to the journal; it is on the disk when this returns.

        An edit is the last one that a full disk takes: the room kept for it is given up.
        """
        with self._guard:
            alone = not self._db.conn.in_transaction
            there = self._reserve.path.exists()
            try:
                return self._append(review, kind, body, by, at)
            except StoreUnavailable as failure:
                if failure.reason is not Trouble.FULL or not (alone and there):
                    raise
                return self._append(review, kind, body, by, at)

    def _append(self, review: str, kind: str, body: Json, by: str, at: str) -> Entry:
        with self.together():
            return journal.append(self._db, review, at, by, kind, body)

    def entries(self, review: str, kinds: Collection[str] = ()) -> Iterator[Entry]:
        """The entries of a review in order, of some kinds or all; none that was altered."""
        with self._guard, expected():
            return iter(journal.entries(self._db, review, kinds))

    def reviews(self) -> list[str]:
        """The ids of the reviews, in the order of their first entries."""
        with self._guard, expected():
            return journal.reviews(self._db)

    def head(self) -> tuple[int, str]:
        """Number and hash of the last entry; written down elsewhere they tell if any is gone."""
        with self._guard, expected():
            return journal.head(self._db)

    def heads(self) -> dict[str, int]:
        """The number of the last entry of every review, for what is remembered about them."""
        with self._guard, expected():
            return journal.heads(self._db)

    def verify_chain(self) -> int | None:
        """The number of the first entry that is not as it was written, or None."""
        with self._guard, expected():
            return journal.broken(self._db)

    def keep(self, data: bytes, kind: str) -> str:
        """Keep a file's bytes; returns the SHA-256 under which they are found again."""
        name = sha256(data)
        row = {"sha256": name, "kind": kind, "bytes": data}
        with self.together():
            self._db.table("blob").insert(row, pk="sha256", ignore=True)
        return name

    def fetch(self, name: str) -> bytes | None:
        """The bytes kept under a SHA-256; raises DamagedBlob where they no longer have it."""
        with self._guard, expected():
            row = self._db.execute("SELECT bytes FROM blob WHERE sha256 = ?", (name,)).fetchone()
        if row is None:
            return None
        (data,) = row
        if not isinstance(data, bytes) or sha256(data) != name:
            raise DamagedBlob(sha256=name)
        return data

    def add_identity(self, identity: Identity) -> None:
        """Keep an identity, in place of an earlier one with the same certificate."""
        self._add(identity, "identity", "token")

    def add_token(self, token: Token) -> None:
        """Keep where a key lies, in place of an earlier one with the same certificate."""
        self._add(token, "token", "identity")

    def _add(self, one: Identity | Token, table: str, other: str) -> None:
        with self.together():
            self._db.execute(f"DELETE FROM {other} WHERE sha256 = ?", (one.sha256,))
            self._db.table(table).insert(asdict(one), pk="sha256", replace=True)

    def identities(self) -> list[Identity | Token]:
        """The identities on this machine, oldest first."""
        kinds: dict[str, type[Identity | Token]] = {"identity": Identity, "token": Token}
        with self._guard, expected():
            found = [
                kind(**row) for table, kind in kinds.items() for row in self._db.table(table).rows
            ]
        return sorted(found, key=lambda one: (one.created, one.sha256))

    def identity(self, name: str) -> Identity | Token | None:
        """The identity whose certificate has this SHA-256."""
        return next((found for found in self.identities() if found.sha256 == name), None)

    def set_setting(self, key: str, value: str) -> None:
        """Keep a setting."""
        with self.together():
            row = {"key": key, "value": value}
            self._db.table("setting").insert(row, pk="key", replace=True)

    def setting(self, key: str) -> str | None:
        """The value of a setting, if it was ever set."""
        query = "SELECT value FROM setting WHERE key = ?"
        with self._guard, expected():
            row = self._db.execute(query, (key,)).fetchone()
        return None if row is None else str(row[0])

    def backup(self, target: Path) -> Backup:
        """Copy the archive to a file and read the copy through; it replaces what was there.

        A broken chain is copied as it is, and named: the copy may be all that is left. Raises
        NotWritten, and StoreDamaged where the copy does not read like the archive.
        """
        part, kept = target.parent / f".cpscore-{secrets.token_hex(6)}.part", True
        try:
            # A stick that is gone is told here, before SQLite calls it a database it cannot open.
            part.touch()
            with self._guard:
                count, broken = self._copy(part)
            move_durably(part, target)
            kept = False
            with target.open("rb") as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
        except OSError as error:
            raise NotWritten(target, why(error), kept=kept) from None
        except StoreUnavailable as failure:
            # The archive is open and was read before: it is the copy that finds no room.
            raise NotWritten(target, Why(failure.reason.value), kept=kept) from None
        finally:
            with contextlib.suppress(OSError):
                part.unlink(missing_ok=True)
        return Backup(target, digest, count, broken)

    def _copy(self, part: Path) -> tuple[int, int | None]:
        with connected(part) as copy, expected():
            self._db.conn.backup(copy.conn)
            copy.execute("PRAGMA journal_mode = DELETE")
            sound = copy.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
            broken = journal.broken(copy)
            same = journal.head(copy) == journal.head(self._db)
            if not sound or not same or broken != journal.broken(self._db):
                raise StoreDamaged(about="file")
            return journal.head(copy)[0], broken
