"""The tables, as steps that are only ever added to: an archive of any release can be brought up."""

import re
import sqlite3

from sqlite_utils import Database, Migrations

from cpscore.store.failures import StoreDamaged, StoreTooNew

# "cpsc": says that a database is one of ours.
APPLICATION = 0x63707363
# The steps are numbered: this is what one of a newer program looks like.
STEP = re.compile(r"[0-9]{4}-[a-z-]+")

migrations = Migrations("cpscore")

REFUSALS = """
CREATE TRIGGER {table}_{action} BEFORE {action} ON {table}
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END
"""


@migrations(name="0001-journal")
def journal(db: Database) -> None:
    """The journal, the files kept with it, identities and settings."""
    texts = ("review", "at", "by", "kind", "body", "previous", "hash")
    entry = {"seq": int, **dict.fromkeys(texts, str)}
    db.table("entry").create(entry, pk="seq", not_null=texts, strict=True)
    db.table("entry").create_index(["review", "seq"])
    blob = {"sha256": str, "kind": str, "bytes": bytes}
    db.table("blob").create(blob, pk="sha256", not_null=blob, strict=True)
    identity = {"sha256": str, "name": str, "pkcs12": bytes, "created": str}
    db.table("identity").create(identity, pk="sha256", not_null=identity, strict=True)
    setting = {"key": str, "value": str}
    db.table("setting").create(setting, pk="key", not_null=setting, strict=True)
    for table in ("entry", "blob"):
        for action in ("UPDATE", "DELETE"):
            db.execute(REFUSALS.format(table=table, action=action))


@migrations(name="0002-tokens")
def tokens(db: Database) -> None:
    """Keys that lie in USB keys."""
    words = ("sha256", "name", "driver", "label", "serial", "key", "created")
    token = {**dict.fromkeys(words, str), "certificate": bytes}
    db.table("token").create(token, pk="sha256", not_null=token, strict=True)


def bring_up(db: Database) -> None:
    """Apply the steps an archive does not have yet; each is a transaction.

    Raises StoreTooNew for an archive of a newer cpscore, StoreDamaged for what is no archive.
    """
    if _holds_something(db):
        _demand_ours(db)
    if migrations.pending(db):
        db.execute(f"PRAGMA application_id = {APPLICATION}")
        migrations.apply(db)


def _holds_something(db: Database) -> bool:
    """Whether there is any table; the first look at a file, so what is no database shows here."""
    try:
        return db.execute("SELECT 1 FROM sqlite_master").fetchone() is not None
    except UnicodeDecodeError:  # SQLite quotes the damaged words
        raise StoreDamaged(about="file") from None
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode == sqlite3.SQLITE_ERROR:  # a format it does not know
            raise StoreDamaged(about="file") from None
        raise


def _demand_ours(db: Database) -> None:
    """The tables must be exactly those of the steps that were applied."""
    application = db.execute("PRAGMA application_id").fetchone()[0]
    with Database(memory=True) as model:
        migrations.ensure_migrations_table(model)
        steps = [step.name for step in migrations.pending(model)]
        if application != APPLICATION or not columns(model) <= columns(db):
            raise StoreDamaged(about="file")
        _demand_known([str(step.name) for step in migrations.applied(db)], steps)
        migrations.apply(model, stop_before=[step.name for step in migrations.pending(db)])
        if columns(model) != columns(db):
            raise StoreDamaged(about="file")


def _demand_known(applied: list[str], steps: list[str]) -> None:
    unknown = [name for name in applied if name not in steps]
    if unknown and all(STEP.fullmatch(name) and name > steps[-1] for name in unknown):
        raise StoreTooNew(unknown=unknown)
    if unknown:
        raise StoreDamaged(about="file")


def columns(db: Database) -> set[tuple[str, str, str]]:
    """What the tables hold: table, column, type."""
    query = """
        SELECT tables.name, columns.name, columns.type
        FROM sqlite_master AS tables, pragma_table_info(tables.name) AS columns
        WHERE tables.type = 'table'
    """
    return set(db.execute(query).fetchall())
