"""The commands around a review, given anything: no traceback, one document, nothing lost."""

from __future__ import annotations

import json
import os
import resource
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given as having
from hypothesis import settings
from hypothesis import strategies as st

from cpscore.store.archive import open_store
from tests.cli.job import LEADER, SECRET, Job, given, plan
from tests.cli.program import Done, real, run_json
from tests.cli.test_fuzz import ANYTHING, places
from tests.cli.test_unix import special_files

NOW = "2026-11-20T09:00:00+08:00"
KILOBYTE = 1024


@pytest.fixture(scope="module")
def job(tmp_path_factory: pytest.TempPathFactory) -> Job:
    """A review with every ballot in, nothing decided; whoever uses it changes nothing."""
    made = Job(tmp_path_factory.mktemp("hostile"))
    made.identities()
    made.prepared()
    packages = made.packages()
    for name in packages:
        made.submitted(name, packages[name])
    made.good(LEADER, "collect", made.id, made.folder / "stick")
    made.file("secret", SECRET)
    return made


def lines(job: Job, path: object, out: Path) -> Iterator[tuple[object, ...]]:
    """Every command that reads a file, given this one."""
    secret = ("--passphrase-file", job.folder / "secret")
    answers = job.file("good.json", given(LEADER))
    package = next((job.folder / "packages").glob("*甲*"))
    yield "identity", "import", path, *secret
    yield "review", "new", "--from", path, *secret
    yield "review", "decide", job.id, path
    yield "review", "opinion", job.id, path
    yield "review", "fill", job.id, path
    yield "ballot", "show", path
    yield "ballot", "verify", path
    yield "ballot", "submit", path, answers, "-o", out, *secret
    yield "ballot", "submit", package, path, "-o", out, *secret
    yield "ballot", "submit", package, answers, "-o", out, "--passphrase-file", path
    yield "collect", job.id, path
    yield "round", "sign", path, *secret
    yield "round", "decline", path, answers, "--refuse", "-o", out, *secret
    yield "round", "decline", package, path, "--refuse", "-o", out, *secret
    yield "round", "back", job.id, path
    yield "identity", "token", "--driver", path
    yield "issue", job.id, "-o", out, "--template", path, *secret
    yield "restore", path


def test_what_is_no_file_of_the_kind_is_named(job: Job, tmp_path: Path) -> None:
    bad: dict[str, object] = {
        name: path for name, path in special_files(tmp_path).items() if name != "folder"
    }
    bad["bytes"] = job.file("bytes", bytes(range(256)) * 40)
    bad["empty"] = job.file("empty", b"")
    for path in bad.values():
        for line in lines(job, path, tmp_path / "out"):
            done = job.at(LEADER, *line)
            assert done.code == 1, line
            said = done.document.get("problems") or done.document.get("files") or [done.document]
            assert all(one["text"] for one in said), line
    assert not [*(tmp_path / "out").glob("*")]


@pytest.mark.parametrize("name", ["missing", "fifo", "dangling link", "a name too long", "below"])
def test_a_folder_that_cannot_be_written_to_is_named(job: Job, tmp_path: Path, name: str) -> None:
    there = special_files(tmp_path) | {"below": tmp_path / "fifo" / "below"}
    out = there[name]
    for line in (("package", job.id), ("round", "begin", job.id)):
        done = job.at(LEADER, *line, "-o", out, secret=SECRET)
        if name == "missing":
            continue
        assert done.code == 1
        assert done.document["problems"][0]["code"] in ("not-written", "no-verdict")
    done = job.at(LEADER, "backup", "-o", out / "b.db")
    assert done.code == (0 if name == "missing" else 1)


@pytest.mark.parametrize("data", ["file", "fifo", "too long"])
def test_an_archive_that_cannot_be_is_told(job: Job, tmp_path: Path, data: str) -> None:
    (tmp_path / "file").write_bytes(b"x")
    os.mkfifo(tmp_path / "fifo")
    folder = {
        "file": tmp_path / "file",
        "fifo": tmp_path / "fifo",
        "too long": tmp_path / ("x" * 5000),
    }[data]
    secret = ("--passphrase-file", job.folder / "secret")
    for line in (
        ("review", "list"),
        ("review", "show", "x"),
        ("identity", "show"),
        ("identity", "new", "某人", *secret),
        ("collect", "x", tmp_path),
        ("restore", tmp_path / "file"),
    ):
        done = run_json("--data", folder, *line)
        assert done.code in (0, 1)
        assert done.code == 0 or done.problems


def test_an_archive_in_use_is_told_and_left_alone(job: Job, tmp_path: Path) -> None:
    with open_store(job.data(LEADER), now=NOW):
        for line in (
            ("review", "list"),
            ("review", "show", job.id),
            ("package", job.id, "-o", tmp_path),
            ("collect", job.id, tmp_path),
            ("issue", job.id, "-o", tmp_path),
            ("backup", "-o", tmp_path / "b.db"),
            ("restore", job.folder / "secret", "--replace"),
        ):
            assert job.at(LEADER, *line).problems == [("store-in-use", "")]
    assert job.good(LEADER, "review", "show", job.id)["id"] == job.id
    assert list(tmp_path.iterdir()) == []


def test_a_backup_never_takes_the_place_of_the_archive(job: Job) -> None:
    for name in ("archive.db", "archive.db-wal", "archive.lock"):
        done = job.at(LEADER, "backup", "-o", job.data(LEADER) / name)
        assert done.problems == [("backup-onto-itself", "")]
    assert job.good(LEADER, "review", "show", job.id)["id"] == job.id


def small(most: int) -> Callable[[], None]:
    """No file of this process may grow larger: a disk that is full."""
    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))


def test_a_full_disk_is_told_and_loses_nothing(job: Job, tmp_path: Path) -> None:
    data = tmp_path / "data"
    shutil.copytree(job.data(LEADER), data)
    secret = ("--passphrase-file", job.folder / "secret")
    decided = {"vetoes": {"v8": {"sustained": False, "reason": "r" * 60_000}}}
    plan_file, decisions = job.file("P.json", plan()), job.file("D.json", decided)
    for line in (
        ("package", job.id, "-o", tmp_path / "packages"),
        ("backup", "-o", tmp_path / "b.db"),
        ("review", "new", "--from", plan_file, *secret),
        ("review", "decide", job.id, decisions),
        ("issue", job.id, "-o", tmp_path / "out", *secret),
    ):
        done = real("--json", "--data", data, *line, preexec_fn=small(8 * KILOBYTE))
        assert done.code == 1, line
        assert done.problems[0][0] in ("not-written", "store-unavailable", "no-verdict")
    assert not [*tmp_path.glob("packages/*"), *tmp_path.glob("out/*"), *tmp_path.glob("*.db")]
    after = run_json("--data", data, "review", "show", job.id).document
    assert after == job.good(LEADER, "review", "show", job.id)
    fresh = tmp_path / "fresh"
    done = real("--json", "--data", fresh, "identity", "new", "某人", *secret,
                preexec_fn=small(KILOBYTE))  # fmt: skip
    assert done.problems[0][0] == "store-unavailable"


def bent(document: Any) -> st.SearchStrategy[Any]:
    """A document with one place replaced."""

    def replaced(path: tuple[Any, ...], value: object) -> Any:
        made = json.loads(json.dumps(document))
        if not path:
            return value
        holder = made
        for step in path[:-1]:
            holder = holder[step]
        holder[path[-1]] = value
        return made

    return st.builds(replaced, st.sampled_from(places(document)), ANYTHING)


def check(done: Done) -> None:
    """Done, or told why not."""
    assert done.code == 0 or done.problems


@settings(max_examples=60)
@having(document=bent(plan()) | ANYTHING)
def test_bent_plans(job: Job, document: Any) -> None:
    file = job.file("bent.json", json.dumps(document))
    # The wrong passphrase: nothing is made of a plan that happens to be good.
    done = job.at(LEADER, "review", "new", "--from", file, secret="wrong")
    assert done.problems


@settings(max_examples=40)
@having(document=bent({"vetoes": {"v8": {"sustained": True, "reason": "r"}}}) | ANYTHING)
def test_bent_decisions(job: Job, document: Any) -> None:
    check(job.at(LEADER, "review", "decide", job.id, job.file("D.json", json.dumps(document))))


@settings(max_examples=40)
@having(document=bent({"head": {"attendees": "x"}, "paragraphs": {"1.1": ""}, "dissents": {}})
        | ANYTHING)  # fmt: skip
def test_bent_words(job: Job, document: Any) -> None:
    check(job.at(LEADER, "review", "opinion", job.id, job.file("O.json", json.dumps(document))))


@settings(max_examples=20)
@having(data=st.binary(max_size=80))
def test_arbitrary_bytes(job: Job, data: bytes) -> None:
    path = job.file("any.cpsballot", data)
    assert job.at(LEADER, "collect", job.id, path).code == 1
    assert run_json("ballot", "show", path).problems
    assert run_json("--data", job.folder / "none", "restore", path).problems


def test_huge_files_take_neither_time_nor_room(job: Job, tmp_path: Path) -> None:
    huge = tmp_path / "huge.cpsballot"
    with huge.open("wb") as file:
        file.truncate(3 << 30)
    limit = 600 << 20

    def bounded() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
        resource.setrlimit(resource.RLIMIT_CPU, (8, 8))

    secret = ("--passphrase-file", job.folder / "secret")
    for line in (
        ("ballot", "show", huge),
        ("review", "new", "--from", huge, *secret),
        ("collect", job.id, huge),
        ("ballot", "submit", huge, job.folder / "专家甲.json", "-o", tmp_path, *secret),
    ):
        done = real("--json", "--data", job.data(LEADER), *line, preexec_fn=bounded)
        assert done.code == 1
    assert [one.name for one in tmp_path.iterdir()] == ["huge.cpsballot"]
