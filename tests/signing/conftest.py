"""Real keys, made once: creating one takes a fifth of a second by design."""

from datetime import UTC, datetime

import pytest

from cpscore.signing.findings import Person
from cpscore.signing.identity import Identity, create_identity, open_identity

NOW = datetime(2026, 3, 5, 9, 30, tzinfo=UTC)
PASSPHRASE = "红水河 1984"
# 𬱟 came with Unicode 8, long after the tables that certificate libraries compare names with.
LEADER = Person("孙𬱟", "河北某大学", "教授级高工")
MEMBER = Person("㐂䶮", "某设计院")


@pytest.fixture(scope="session")
def leader_file() -> bytes:
    return create_identity(LEADER, PASSPHRASE, now=NOW, serial=1001)


@pytest.fixture(scope="session")
def leader(leader_file: bytes) -> Identity:
    return open_identity(leader_file, PASSPHRASE)


@pytest.fixture(scope="session")
def member() -> Identity:
    return open_identity(create_identity(MEMBER, PASSPHRASE, now=NOW, serial=1002), PASSPHRASE)
