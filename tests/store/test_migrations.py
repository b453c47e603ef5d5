"""Archives outlive programs: old ones open, newer ones are called newer, damaged ones damaged.

`samples/` holds one archive per release, made once by `make_sample.py` and never again.
"""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from cpscore.rules.canonical import sha256
from cpscore.store.archive import ARCHIVE, open_store
from cpscore.store.failures import StoreDamaged, StoreTooNew

NOW = "2026-05-12T09:00:00+08:00"
SAMPLES = sorted((Path(__file__).parent / "samples").glob("*.db"))


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_the_archive_of_every_release_opens(tmp_path: Path, sample: Path) -> None:
    shutil.copy(sample, tmp_path / ARCHIVE)
    with open_store(tmp_path, now=NOW) as store:
        assert store.verify_chain() is None
        assert store.reviews() == ["r1", "r2"]
        scores = [entry.body for entry in store.entries("r1", ("score",))]
        assert scores == [{"item": "g1", "points": "8.5"}, {"item": "g2", "points": "20"}]
        assert store.fetch(sha256("评分表".encode())) == "评分表".encode()
        assert [one.name for one in store.identities()] == ["专家甲"]
        assert store.setting("language") == "zh"
        store.append("r2", "score", None, "", NOW)
        assert store.verify_chain() is None


def test_there_is_a_sample_of_each_release() -> None:
    assert [path.stem for path in SAMPLES] == ["0.1"]


def change(folder: Path, *statements: str) -> None:
    with open_store(folder, now=NOW) as store:
        store.append("r1", "score", None, "", NOW)
    with closing(sqlite3.connect(folder / ARCHIVE)) as other, other:
        for statement in statements:
            other.execute(statement)


NEWER = "INSERT INTO _sqlite_migrations VALUES (99, 'cpscore', '0099-later', '')"


def test_a_newer_archive_is_called_newer_and_left_alone(tmp_path: Path) -> None:
    change(tmp_path, NEWER, "CREATE TABLE later (id)", "ALTER TABLE entry ADD COLUMN more TEXT")
    before = (tmp_path / ARCHIVE).read_bytes()
    with pytest.raises(StoreTooNew) as raised, open_store(tmp_path, now=NOW):
        pass
    assert raised.value.values == {"unknown": ["0099-later"]}
    assert (tmp_path / ARCHIVE).read_bytes() == before


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE _sqlite_migrations SET name = '0001-jourmal' WHERE name LIKE '0001%'",
        "UPDATE _sqlite_migrations SET name = x'ff' WHERE name LIKE '0001%'",
        "DELETE FROM _sqlite_migrations",
        "DROP TABLE setting",
        "ALTER TABLE entry RENAME COLUMN body TO bodx",
        "CREATE TABLE other (id)",
        "PRAGMA application_id = 1",
        "DROP TABLE _sqlite_migrations",
    ],
)
def test_an_archive_with_other_tables_is_damaged(tmp_path: Path, statement: str) -> None:
    change(tmp_path, statement)
    with pytest.raises(StoreDamaged), open_store(tmp_path, now=NOW):
        pass
