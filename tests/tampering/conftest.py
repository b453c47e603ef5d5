"""One review carried through, from which all files here are made."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from cpscore.workflow.demo import sample_identities
from cpscore.workflow.desk import open_desk
from tests.workflow.conftest import counting, ticking
from tests.workflow.court import Court, carried_through


@pytest.fixture(scope="session")
def court(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Court]:
    """The sample review from nothing to signed sheets."""
    desk = open_desk(tmp_path_factory.mktemp("court"), now=ticking(), fresh=counting())
    yield carried_through(desk, sample_identities(desk), tmp_path_factory.mktemp("issued"))
    desk.close()
