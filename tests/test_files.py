"""Reading what strangers bring, and writing so that it is really there."""

import errno
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from cpscore.files import (
    NotWritten,
    Unreadable,
    Why,
    files_in,
    is_file,
    is_folder,
    move_durably,
    read_capped,
    why,
    write_checked,
)

POSIX = os.name == "posix"


def reason(path: Path, most: int = 100) -> Why:
    with pytest.raises(Unreadable) as raised:
        read_capped(path, most)
    return raised.value.reason


def test_a_file_is_read_up_to_its_limit(tmp_path: Path) -> None:
    file = tmp_path / "文件"
    file.write_bytes(b"\r\n\x1a12345")
    assert read_capped(file, 8) == b"\r\n\x1a12345"
    assert reason(file, 7) is Why.TOO_LARGE


def test_what_is_no_file_is_named(tmp_path: Path) -> None:
    assert reason(tmp_path) is Why.NOT_A_FILE
    assert reason(tmp_path / "nothing") is Why.MISSING
    assert reason(tmp_path / "a\0b") is Why.MISSING
    (tmp_path / "file").touch()
    assert reason(tmp_path / "file" / "below") in (Why.MISSING, Why.NOT_A_FILE)


def strange_files(folder: Path) -> list[Path]:
    """A FIFO and devices, where the system has them; elsewhere a folder stands for them."""
    if not POSIX:
        return [folder]
    os.mkfifo(folder / "fifo")
    (folder / "link").symlink_to("/dev/zero")
    return [folder / "fifo", folder / "link", Path("/dev/zero"), Path("/dev/tty")]


def test_what_would_hold_us_up_is_refused_at_once(tmp_path: Path) -> None:
    for path in strange_files(tmp_path):
        assert reason(path) is Why.NOT_A_FILE


def test_a_folder_is_read_whatever_case_its_files_are_in(tmp_path: Path) -> None:
    for name in ("b.pdf", "A.PDF", ".c.pdf", "d.pdf.part", "pdf"):
        (tmp_path / name).touch()
    assert [one.name for one in files_in(tmp_path, ".pdf")] == [".c.pdf", "A.PDF", "b.pdf"]


def test_a_folder_that_cannot_be_read_is_no_empty_one(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    strange = {"pulled out": Why.MISSING, "file": Why.MISSING, "a\0b": Why.MISSING}
    if POSIX:
        (tmp_path / "round").symlink_to(tmp_path / "round")
        strange["round"] = Why.IO
    for name, reason in strange.items():
        with pytest.raises(Unreadable) as raised:
            files_in(tmp_path / name, ".pdf")
        assert (raised.value.path, raised.value.reason) == (tmp_path / name, reason)


def test_a_file_that_claims_no_size_is_capped_all_the_same() -> None:
    endless = Path("/proc/self/smaps" if sys.platform == "linux" else sys.executable)
    assert reason(endless, 1000) is Why.TOO_LARGE


def test_a_file_is_written_whole_and_over_an_old_one(tmp_path: Path) -> None:
    file = tmp_path / "意见.pdf"
    write_checked(file, b"one")
    write_checked(file, b"\r\n\x1atwo")
    assert file.read_bytes() == b"\r\n\x1atwo"
    assert list(tmp_path.iterdir()) == [file]


def test_a_written_file_has_the_usual_permissions(tmp_path: Path) -> None:
    write_checked(tmp_path / "ours", b"")
    (tmp_path / "usual").touch()
    assert (tmp_path / "ours").stat().st_mode == (tmp_path / "usual").stat().st_mode


def not_written(path: Path, **arguments: object) -> NotWritten:
    with pytest.raises(NotWritten) as raised:
        write_checked(path, b"new", **arguments)  # type: ignore[arg-type]
    return raised.value


def test_where_nothing_can_be_written_is_named(tmp_path: Path) -> None:
    missing = not_written(tmp_path / "no folder" / "file")
    assert (missing.reason, missing.kept) == (Why.MISSING, True)
    assert not_written(tmp_path / "a\0b").reason is Why.MISSING
    (tmp_path / "folder").mkdir()
    folder = not_written(tmp_path / "folder")
    assert folder.kept
    assert folder.reason in (Why.NOT_A_FILE, Why.NO_PERMISSION)
    assert list(tmp_path.iterdir()) == [tmp_path / "folder"]


def test_a_stick_that_lies_is_found_before_the_old_file_goes(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_bytes(b"old")
    failure = not_written(file, read=lambda *_: b"")
    assert (failure.reason, failure.kept) == (Why.NOT_THE_SAME, True)
    assert file.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [file]


def test_a_stick_that_lies_later_is_found_too(tmp_path: Path) -> None:
    file = tmp_path / "file"

    def forgetful(path: Path, most: int) -> bytes:
        if path == file:
            raise Unreadable(path, Why.MISSING)
        return read_capped(path, most)

    failure = not_written(file, read=forgetful)
    assert (failure.reason, failure.kept) == (Why.NOT_THE_SAME, False)


LIMITED = """
import resource, sys
from pathlib import Path
from cpscore.files import NotWritten, write_checked
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
try:
    write_checked(Path(sys.argv[1]), bytes(5000))
except NotWritten as failure:
    print(failure.reason, failure.kept)
"""


def test_a_disk_that_takes_no_more_leaves_the_old_file(tmp_path: Path) -> None:
    """A limit on the size of files stands for the full disk: the write fails half-way."""
    file = tmp_path / "file"
    file.write_bytes(b"old")
    if POSIX:
        said = subprocess.run(
            [sys.executable, "-c", LIMITED, str(file)], capture_output=True, text=True, check=True
        ).stdout
        assert said.split() == [Why.TOO_LARGE, "True"]
    assert file.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [file]


@pytest.mark.parametrize(
    ("number", "reason"),
    [
        (errno.ENOSPC, Why.FULL),
        (errno.EFBIG, Why.TOO_LARGE),
        (errno.EROFS, Why.NO_PERMISSION),
        (errno.EIO, Why.IO),
        (None, Why.IO),
    ],
)
def test_the_errors_of_the_system_have_reasons(number: int | None, reason: Why) -> None:
    assert why(OSError(number, "") if number else OSError()) is reason


def test_two_writers_of_one_file_do_not_mix(tmp_path: Path) -> None:
    contents = [bytes([number]) * 50_000 for number in range(4)]
    threads = [
        threading.Thread(target=lambda data=data: write_quietly(tmp_path / "file", data))
        for data in contents
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (tmp_path / "file").read_bytes() in contents


def write_quietly(path: Path, data: bytes) -> None:
    """Somebody else's bytes may be found when reading back; that must be said, and nothing else."""
    try:
        write_checked(path, data)
    except NotWritten as failure:
        if failure.reason is not Why.NOT_THE_SAME:
            raise


def test_a_finished_file_takes_its_name(tmp_path: Path) -> None:
    (tmp_path / "part").write_bytes(b"whole")
    move_durably(tmp_path / "part", tmp_path / "name")
    assert (tmp_path / "name").read_bytes() == b"whole"
    assert not (tmp_path / "part").exists()


def test_a_path_that_no_system_could_have_is_neither_file_nor_folder(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    assert (is_file(tmp_path / "file"), is_folder(tmp_path / "file")) == (True, False)
    assert (is_file(tmp_path), is_folder(tmp_path)) == (False, True)
    for path in (tmp_path / "missing", tmp_path / ("x" * 5000), tmp_path / "file" / "below"):
        assert (is_file(path), is_folder(path)) == (False, False)
