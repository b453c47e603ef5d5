"""The shipped folders are found in a checkout, an installed package and the frozen program."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from cpscore import places

ROOT = Path(__file__).parents[1]


def test_a_checkout_uses_its_own_folders() -> None:
    assert places.forms_folder() == ROOT / "forms"
    assert places.resources_folder() == ROOT / "resources"


def test_an_installed_package_carries_them_inside(tmp_path: Path) -> None:
    package = tmp_path / "cpscore"
    (package / "_data" / "forms").mkdir(parents=True)
    shutil.copy(ROOT / "cpscore" / "places.py", package)
    (package / "__init__.py").touch()
    program = "from cpscore import places; print(places.forms_folder())"
    found = subprocess.check_output([sys.executable, "-c", program], cwd=tmp_path, encoding="utf-8")

    assert Path(found.strip()) == package / "_data" / "forms"


def test_the_frozen_program_has_them_beside_its_modules(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)

    assert places.forms_folder() == tmp_path / "forms"
