"""Where forms are found; a bad or strange file stands in the list and hinders nobody."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from cpscore.forms.catalogue import find, open_file, shipped
from cpscore.forms.tree import MOST_BYTES

PLAIN = "id: {id}\ntitle: 试\nfields: [{{id: a, label: 甲}}]\n"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    (tmp_path / "forms").mkdir()
    return tmp_path


def put(data: Path, name: str, text: str) -> Path:
    path = data / "forms" / name
    path.write_text(text, encoding="utf-8")
    return path


def test_the_shipped_forms_have_no_problem() -> None:
    found = list(shipped())

    assert {one.path.stem for one in found} >= {"hebei-c", "hebei-e", "hebei-g", "hebei-h"}
    assert [one.problems for one in found] == [()] * len(found)


def test_a_users_bad_form_stands_beside_the_good_ones(data: Path) -> None:
    put(data, "bad.yaml", "id: [")
    put(data, "good.yaml", PLAIN.format(id="mine"))
    (data / "forms" / "folder.yaml").mkdir()

    theirs = [one for one in shipped(data) if one.path.parent == data / "forms"]

    assert [(one.path.name, one.form is not None) for one in theirs] == [
        ("bad.yaml", False),
        ("folder.yaml", False),
        ("good.yaml", True),
    ]
    assert [[problem.code for problem in one.problems] for one in theirs] == [
        ["yaml-syntax"],
        ["unreadable-file"],
        [],
    ]


def test_no_folder_of_ones_own_is_no_problem(tmp_path: Path) -> None:
    assert list(shipped(tmp_path / "nowhere")) == list(shipped())


def test_a_form_is_found_by_its_id_whatever_its_file_is_called(data: Path) -> None:
    path = put(data, "draft-3.yaml", PLAIN.format(id="mine"))
    found = find("mine", data)

    assert found is not None
    assert found.path == path


def test_a_form_is_found_by_its_file(data: Path) -> None:
    path = put(data, "draft.yaml", PLAIN.format(id="mine"))
    found = find(str(path))

    assert found is not None
    assert found.form is not None
    assert found.yaml == path.read_bytes()


def test_the_shipped_form_goes_before_a_users_of_the_same_id(data: Path) -> None:
    put(data, "hebei-g.yaml", PLAIN.format(id="hebei-g"))
    found = find("hebei-g", data)

    assert found is not None
    assert found.form is not None
    assert found.form.total == 100


@pytest.mark.parametrize("name", ["nobody", "", "a\x00b", "x" * 5000, "no/such.yaml", "../hebei-g"])
def test_what_is_neither_is_not_found(name: str) -> None:
    found = find(name)

    assert found is None or found.form is None


def test_a_file_too_large_is_named_and_not_read(tmp_path: Path) -> None:
    path = tmp_path / "large.yaml"
    with path.open("wb") as file:
        file.truncate(MOST_BYTES * 3000)

    assert [problem.code for problem in open_file(path).problems] == ["unreadable-file"]


def strange_files(folder: Path) -> Iterator[Path]:
    """What this system has that is no regular file."""
    yield folder
    if hasattr(os, "mkfifo"):
        os.mkfifo(folder / "pipe.yaml")
        yield folder / "pipe.yaml"
    if Path("/dev/zero").exists():
        yield Path("/dev/zero")


def test_a_folder_pipe_or_device_does_not_hold_anybody_up(tmp_path: Path) -> None:
    for path in strange_files(tmp_path):
        problems = open_file(path).problems
        assert [(one.code, one.values["reason"]) for one in problems] == [
            ("unreadable-file", "not-a-file")
        ]
