"""A folder of files for each test."""

import sys
from pathlib import Path

import pytest

from tests.cli.program import Folder

# It asks for what Windows does not have.
collect_ignore = ["test_unix.py", "test_job_hostile.py"] if sys.platform == "win32" else []


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """Files for this test."""
    return Folder(tmp_path)
