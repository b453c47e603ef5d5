"""A desk with a real archive, a clock that ticks and ids that count."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta, timezone
from itertools import count
from pathlib import Path

import pytest

from cpscore.signing.identity import Identity
from cpscore.workflow.demo import Sample, sample_identities, sample_review
from cpscore.workflow.desk import Desk, open_desk
from tests.workflow.court import Court, carried_through

MORNING = datetime(2026, 11, 20, 9, 0, tzinfo=timezone(timedelta(hours=8)))


def ticking() -> Callable[[], datetime]:
    """A clock that goes on by a second each time it is asked."""
    seconds = count()
    return lambda: MORNING + timedelta(seconds=next(seconds))


def counting(prefix: str = "a") -> Callable[[], str]:
    """Ids that count."""
    numbers = count(1)
    return lambda: f"{prefix}{next(numbers):031x}"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """The leader's desk."""
    opened = open_desk(tmp_path / "leader", now=ticking(), fresh=counting())
    yield opened
    opened.close()


@pytest.fixture
def other_desk(tmp_path: Path) -> Iterator[Desk]:
    """A member's desk, on another laptop."""
    opened = open_desk(tmp_path / "member", now=ticking(), fresh=counting("b"))
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def identities(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Identity]:
    """The keys of the sample's people: made once, because a good key file is slow to open."""
    desk = open_desk(tmp_path_factory.mktemp("keys"), now=ticking(), fresh=counting("c"))
    try:
        return sample_identities(desk)
    finally:
        desk.close()


@pytest.fixture
def sample(desk: Desk, identities: Mapping[str, Identity]) -> Sample:
    """A review of five members, nothing scored yet."""
    return sample_review(desk, identities)


@pytest.fixture(scope="session")
def court(
    tmp_path_factory: pytest.TempPathFactory, identities: Mapping[str, Identity]
) -> Iterator[Court]:
    """The sample review from nothing to signed sheets, once; nobody changes it."""
    desk = open_desk(tmp_path_factory.mktemp("court"), now=ticking(), fresh=counting("d"))
    yield carried_through(desk, identities, tmp_path_factory.mktemp("issued"))
    desk.close()
