"""One writer at a time, and what a killed one leaves behind."""

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from cpscore.store.archive import LOCK, open_store
from cpscore.store.failures import InUse

NOW = "2026-05-12T09:00:00+08:00"


def test_a_second_writer_is_told_who_is_first(tmp_path: Path) -> None:
    with (
        open_store(tmp_path, now=NOW) as store,
        pytest.raises(InUse) as raised,
        open_store(tmp_path, now="later"),
    ):
        pass
    assert raised.value.values["since"] == NOW
    assert set(raised.value.values) == {"since", "host", "process"}
    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        store.append("r1", "score", None, "", NOW)


def test_the_place_is_free_again_afterwards(tmp_path: Path) -> None:
    with pytest.raises(InterruptedError), open_store(tmp_path, now=NOW):
        raise InterruptedError
    with open_store(tmp_path, now=NOW) as store:
        store.append("r1", "score", None, "", NOW)


def test_what_stands_in_an_old_lock_file_does_no_harm(tmp_path: Path) -> None:
    (tmp_path / LOCK).write_bytes(b"\xff" * 5000)
    with open_store(tmp_path, now=NOW), pytest.raises(InUse), open_store(tmp_path, now=NOW):
        pass


WRITER = """
import sys
from pathlib import Path
from cpscore.store.archive import open_store

with open_store(Path(sys.argv[1]), now="") as store:
    for number in range(100_000):
        with store.together():
            entry = store.append("r1", "score", {"number": number}, "", "")
            store.append("r1", "total", {"number": number}, "", "")
        print(entry.seq, flush=True)
"""


@pytest.mark.parametrize("lines", [1, 7, 60])
def test_what_was_acknowledged_survives_a_kill(tmp_path: Path, lines: int) -> None:
    writer = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(tmp_path)], stdout=subprocess.PIPE, text=True
    )
    with writer:
        assert writer.stdout is not None
        acknowledged = [int(writer.stdout.readline()) for _ in range(lines)][-1]
        with pytest.raises(InUse), open_store(tmp_path, now=NOW):
            pass
        writer.kill()
    with open_store(tmp_path, now=NOW) as store:
        last, _ = store.head()
        assert last >= acknowledged + 1
        assert last % 2 == 0  # the two of a kind came together
        assert store.verify_chain() is None
        store.append("r1", "score", None, "", NOW)
