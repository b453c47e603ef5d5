"""Two reviews of one enterprise on one day, written to one folder: neither replaces the other."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from cpscore.signing.identity import Identity
from cpscore.workflow.archive import write_archive
from cpscore.workflow.demo import LEADER, Sample, sample_review
from cpscore.workflow.desk import Desk
from cpscore.workflow.issue import issue
from cpscore.workflow.naming import plain
from cpscore.workflow.overwriting import NotOurs
from cpscore.workflow.prepare import write_package, write_packages
from tests.workflow.court import Court

Write = Callable[[Sample, Path], object]


def the_archive(one: Sample, folder: Path) -> object:
    return write_archive(one.desk, one.review.id, one.identities[LEADER], folder, ())


def the_package(one: Sample, folder: Path) -> object:
    return write_package(one.desk, one.review.id, folder)


def the_packages(one: Sample, folder: Path) -> object:
    return write_packages(one.desk, one.review.id, folder)


def contents(folder: Path) -> dict[str, bytes]:
    return {one.name: one.read_bytes() for one in folder.iterdir()}


@pytest.mark.parametrize("write", [the_archive, the_package, the_packages])
def test_another_reviews_file_of_the_same_name_stays(
    sample: Sample, desk: Desk, identities: Mapping[str, Identity], tmp_path: Path, write: Write
) -> None:
    other = sample_review(desk, identities)
    assert other.review.enterprise == sample.review.enterprise
    folder = tmp_path / "stick"
    folder.mkdir()
    write(sample, folder)
    before = contents(folder)
    with pytest.raises(NotOurs) as refused:
        write(other, folder)
    assert refused.value.values["file"] in before
    assert contents(folder) == before
    # One's own is written again, and what somebody changed since is not.
    write(sample, folder)
    for path in folder.iterdir():
        path.write_bytes(b"changed")
    with pytest.raises(NotOurs):
        write(sample, folder)
    assert set(contents(folder).values()) == {b"changed"}


def test_an_export_over_anothers_writes_nothing_at_all(court: Court, tmp_path: Path) -> None:
    leader = court.key(LEADER)
    (tmp_path / "summary.pdf").write_bytes(b"of another review")
    with pytest.raises(NotOurs) as refused:
        issue(court.desk, court.id, leader, tmp_path, naming=plain)
    assert refused.value.values == {"file": "summary.pdf"}
    assert contents(tmp_path) == {"summary.pdf": b"of another review"}
