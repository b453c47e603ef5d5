"""The chain: whatever is done to the journal behind our back is found, and where."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cpscore.rules.canonical import Json, canonical
from cpscore.store.archive import ARCHIVE, Store, open_store
from cpscore.store.failures import JournalBroken
from cpscore.store.journal import BEGINNING, link

NOW = "2026-05-12T09:00:00+08:00"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An archive with five entries, closed."""
    with open_store(tmp_path, now=NOW) as store:
        for number in range(5):
            store.append("r1", "score", {"g1": f"{number}"}, "专家甲", NOW)
    return tmp_path


def behind_our_back(folder: Path, *statements: str) -> None:
    with closing(sqlite3.connect(folder / ARCHIVE)) as other, other:
        other.executescript("DROP TRIGGER entry_UPDATE; DROP TRIGGER entry_DELETE;")
        for statement in statements:
            other.execute(statement)


def broken(folder: Path) -> int | None:
    with open_store(folder, now=NOW, damaged=True) as store:
        return store.verify_chain()


def test_a_chain_that_nobody_touched_holds(folder: Path) -> None:
    assert broken(folder) is None


def test_entries_name_the_one_before(folder: Path) -> None:
    with open_store(folder, now=NOW) as store:
        entries = list(store.entries("r1"))
        assert [entry.seq for entry in entries] == [1, 2, 3, 4, 5]
        hashes = [BEGINNING, *(entry.hash for entry in entries)]
        assert [entry.previous for entry in entries] == hashes[:-1]
        assert store.head() == (5, hashes[-1])


def test_the_hash_is_golden() -> None:
    """Archives hang on it: it never changes."""
    body = canonical({"g1": "8.5"}).decode()
    assert link(1, "r1", NOW, "专家甲", "score", body, BEGINNING) == (
        "358cca90a3f58ba121f1445b89515557e1419230dfa2710f43ad515148a96ecf"
    )


@pytest.mark.parametrize("column", ["review", "at", "by", "kind", "body", "previous", "hash"])
def test_a_flipped_bit_in_any_text_is_found(folder: Path, column: str) -> None:
    with open_store(folder, now=NOW) as store:
        entry = list(store.entries("r1"))[2]
    text = canonical(entry.body).decode() if column == "body" else getattr(entry, column)
    flipped = (chr(ord(text[0]) ^ 1) + text[1:]).replace("'", "''")
    behind_our_back(folder, f"""UPDATE entry SET "{column}" = '{flipped}' WHERE seq = 3""")
    assert broken(folder) == 3


def test_bytes_that_are_no_text_any_more_are_found(folder: Path) -> None:
    behind_our_back(folder, "UPDATE entry SET body = CAST(x'7bff7d' AS TEXT) WHERE seq = 2")
    assert broken(folder) == 2


def test_an_entry_taken_out_or_put_in_is_found(folder: Path) -> None:
    behind_our_back(folder, "DELETE FROM entry WHERE seq = 2")
    assert broken(folder) == 2


def test_two_entries_that_changed_places_are_found(folder: Path) -> None:
    behind_our_back(
        folder,
        "UPDATE entry SET seq = 99 WHERE seq = 4",
        "UPDATE entry SET seq = 4 WHERE seq = 5",
        "UPDATE entry SET seq = 5 WHERE seq = 99",
    )
    assert broken(folder) == 4


def test_a_tail_cut_off_shows_in_the_head(folder: Path) -> None:
    """The chain cannot see it; who wrote the last hash down, on a sheet say, can."""
    with open_store(folder, now=NOW) as store:
        written_down = store.head()
    behind_our_back(folder, "DELETE FROM entry WHERE seq > 3")
    assert broken(folder) is None
    with open_store(folder, now=NOW) as store:
        assert store.head() != written_down


def test_an_altered_entry_is_not_handed_out(folder: Path) -> None:
    behind_our_back(folder, """UPDATE entry SET body = '{"g1":"10"}' WHERE seq = 4""")
    with open_store(folder, now=NOW, damaged=True) as store:
        with pytest.raises(JournalBroken) as raised:
            store.entries("r1")
        assert raised.value.values == {"entry": 4}


def test_a_broken_chain_is_opened_only_to_save_what_is_left(folder: Path) -> None:
    behind_our_back(folder, "DELETE FROM entry WHERE seq = 2")
    before = (folder / ARCHIVE).read_bytes()
    for _ in range(2):
        with pytest.raises(JournalBroken) as raised, open_store(folder, now=NOW):
            pass
        assert raised.value.values == {"entry": 2}
        assert (folder / ARCHIVE).read_bytes() == before


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE entry SET body = 'null'",
        "DELETE FROM entry",
        "INSERT OR REPLACE INTO entry SELECT * FROM entry WHERE seq = 1",
        "UPDATE blob SET bytes = x'00'",
        "DELETE FROM blob",
    ],
)
def test_nothing_is_changed_or_deleted(folder: Path, statement: str) -> None:
    with open_store(folder, now=NOW) as store:
        store.keep(b"x", "pdf")
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            store._db.execute(statement)
        assert store.verify_chain() is None


BODIES: st.SearchStrategy[Json] = st.recursive(
    st.none() | st.booleans() | st.text(max_size=8) | st.integers(-(2**53) + 1, 2**53 - 1),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=10,
)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with open_store(tmp_path_factory.mktemp("shared"), now=NOW) as store:
        yield store


@given(st.text(max_size=5), st.text(max_size=5), BODIES)
def test_any_body_comes_back_as_it_was(shared: Store, review: str, by: str, body: Json) -> None:
    written = shared.append(review, "score", body, by, NOW)
    *_, read = shared.entries(review)
    assert read == written
    assert read.body == body
    assert shared.verify_chain() is None
