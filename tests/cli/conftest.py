"""A folder of files for each test."""

from pathlib import Path

import pytest

from tests.cli.program import Folder


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """Files for this test."""
    return Folder(tmp_path)
