"""Files for a review in somebody's folder: only what this review put there is replaced.

Two reviews of one enterprise on one day call their files the same.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from cpscore.files import is_file, read_capped, write_checked
from cpscore.rules.canonical import sha256
from cpscore.rules.problem import Failure
from cpscore.workflow.desk import Desk

MOST_BYTES = 200 << 20


class NotOurs(Failure):
    """A file of this name was not written for this review, or changed since: it stays."""

    code = "not-ours"


def demand_ours(desk: Desk, review_id: str, paths: Iterable[Path]) -> None:
    """That nothing else is replaced: each path is free, or what was written here for the review.

    Raises NotOurs, Unreadable.
    """
    for path in paths:
        if is_file(path):
            name = sha256(read_capped(path, MOST_BYTES))
            if desk.store.setting(_note(review_id, name)) is None:
                raise NotOurs(file=path.name)


def write_ours(
    desk: Desk, review_id: str, path: Path, data: bytes, *, replacing: bool = False
) -> None:
    """Write a file, read back and compared, where nothing else is replaced; `replacing` does not
    mind. Raises NotOurs, Unreadable, NotWritten.
    """
    # The same bytes lose nothing; and what is noted first is ours however the writing ends.
    desk.store.set_setting(_note(review_id, sha256(data)), path.name)
    if not replacing:
        demand_ours(desk, review_id, (path,))
    write_checked(path, data)


def _note(review_id: str, name: str) -> str:
    return f"wrote.{review_id}.{name}"
