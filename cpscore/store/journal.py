"""The journal: entries that are only ever added, each holding the hash of the one before."""

import json
from collections.abc import Collection
from dataclasses import dataclass

from sqlite_utils import Database

from cpscore.rules.canonical import Json, canonical, sha256
from cpscore.store.failures import JournalBroken

BEGINNING = "0" * 64
COLUMNS = 'seq, review, at, "by", kind, body, previous, hash'


@dataclass(frozen=True, slots=True)
class Entry:
    """What happened in a review, when (the laptop's own claim), by whom; its link in the chain."""

    seq: int
    review: str
    at: str
    by: str
    kind: str
    body: Json
    previous: str
    hash: str


def append(db: Database, review: str, at: str, by: str, kind: str, body: Json) -> Entry:
    """Add an entry behind the last one."""
    last, previous = head(db)
    text = canonical(body).decode()
    row = (last + 1, review, at, by, kind, text, previous)
    hashed = link(*row)
    db.execute(f"INSERT INTO entry ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)", (*row, hashed))
    return Entry(last + 1, review, at, by, kind, body, previous, hashed)


def head(db: Database) -> tuple[int, str]:
    """Number and hash of the last entry; all that was ever written hangs on them."""
    found = db.execute("SELECT seq, hash FROM entry ORDER BY seq DESC LIMIT 1").fetchone()
    return (found[0], found[1]) if found else (0, BEGINNING)


def heads(db: Database) -> dict[str, int]:
    """The number of the last entry of every review: what changes when anything in it does."""
    query = "SELECT review, max(seq) FROM entry GROUP BY review ORDER BY min(seq)"
    return dict(db.execute(query).fetchall())


def link(seq: int, review: str, at: str, by: str, kind: str, body: str, previous: str) -> str:
    """The hash of an entry: SHA-256 of all it says and of the hash before it, as RFC 8785."""
    said: dict[str, Json] = {"review": review, "at": at, "by": by, "kind": kind, "body": body}
    return sha256(canonical({"seq": seq, **said, "previous": previous}))


def entries(db: Database, review: str, kinds: Collection[str]) -> list[Entry]:
    """The entries of a review in order, all kinds or some; raises JournalBroken."""
    wanted = f" AND kind IN ({', '.join('?' * len(kinds))})" if kinds else ""
    query = f"SELECT {COLUMNS} FROM entry WHERE review = ?{wanted} ORDER BY seq"
    return [_entry(*row) for row in db.execute(query, (review, *kinds)).fetchall()]


def _entry(
    seq: int, review: str, at: str, by: str, kind: str, body: str, previous: str, hashed: str
) -> Entry:
    if link(seq, review, at, by, kind, body, previous) != hashed:
        raise JournalBroken(entry=seq)
    return Entry(seq, review, at, by, kind, json.loads(body), previous, hashed)


def reviews(db: Database) -> list[str]:
    """The ids of the reviews, in the order of their first entries."""
    query = "SELECT review FROM entry GROUP BY review ORDER BY min(seq)"
    return [review for (review,) in db.execute(query).fetchall()]


def broken(db: Database) -> int | None:
    """The number of the first entry that was altered, removed or put in; None if all hold."""
    previous = BEGINNING
    rows = db.execute(f"SELECT {COLUMNS} FROM entry ORDER BY seq")
    for number, (*row, hashed) in enumerate(rows, start=1):
        if row[0] != number or row[-1] != previous or link(*row) != hashed:
            return number
        previous = hashed
    return None
