"""The tables, as steps that are only ever added to: an archive of any release can be brought up."""

import re

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


def bring_up(db: Database) -> None:
    """Apply the steps an archive does not have yet; each is a transaction.

    Raises StoreTooNew for an archive of a newer cpscore, StoreDamaged for what is no archive.
    """
    with Database(memory=True) as fresh:
        _demand_ours(db, [step.name for step in migrations.pending(fresh)])
        if migrations.pending(db):
            db.execute(f"PRAGMA application_id = {APPLICATION}")
            migrations.apply(db)
        migrations.apply(fresh)
        if columns(db) != columns(fresh):
            raise StoreDamaged(about="file")


def _demand_ours(db: Database, known: list[str]) -> None:
    application = db.execute("PRAGMA application_id").fetchone()[0]
    if application != APPLICATION and db.execute("SELECT 1 FROM sqlite_master").fetchone():
        raise StoreDamaged(about="file")
    unknown = [str(step.name) for step in migrations.applied(db) if step.name not in known]
    if not unknown:
        return
    if all(STEP.fullmatch(name) and name > known[-1] for name in unknown):
        raise StoreTooNew(unknown=unknown)
    raise StoreDamaged(about="file")


def columns(db: Database) -> set[tuple[str, str, str]]:
    """What the tables hold: table, column, type."""
    query = """
        SELECT tables.name, columns.name, columns.type
        FROM sqlite_master AS tables, pragma_table_info(tables.name) AS columns
        WHERE tables.type = 'table' AND tables.name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
    """
    return set(db.execute(query).fetchall())
