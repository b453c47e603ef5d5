"""The import contracts bite: each of them breaks when a line that it forbids is added."""

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]

# One offence per contract: the file it goes into, the line, the contract's name.
OFFENCES = {
    "Imports point down": ("documents/a.py", "import cpscore.store"),
    "No cycles inside a room": ("store/a.py", "import cpscore.store.b"),
    "Rules are pure": ("rules/a.py", "import os"),
    "Qt lives in desktop": ("workflow/a.py", "from PySide6.QtCore import Qt"),
    "SQL lives in store": ("cli/a.py", "import sqlite3"),
    "Signatures and certificates live in signing": ("exchange/a.py", "import cryptography.x509"),
    "Drivers of USB keys run in a process of their own": ("signing/b.py", "import pkcs11"),
    "YAML lives in forms": ("messages/a.py", "import yaml"),
    "Office files are written in forms and documents": ("workflow/b.py", "import openpyxl"),
    "PDF is drawn in documents": ("desktop/a.py", "import reportlab.pdfgen.canvas"),
    "PDF is mended in documents and signing": ("forms/a.py", "import pikepdf"),
    "Where a user's folders are is known in places": ("store/c.py", "import platformdirs"),
    "PDF becomes pictures in documents and desktop": ("signing/a.py", "import pypdfium2"),
}


def test_every_contract_holds_and_each_breaks_when_it_is_offended(tmp_path: Path) -> None:
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    shutil.copytree(
        ROOT / "cpscore", tmp_path / "cpscore", ignore=shutil.ignore_patterns("__pycache__")
    )
    before = lint_imports(tmp_path)
    assert f"{len(OFFENCES)} kept, 0 broken" in before

    for file, line in OFFENCES.values():
        (tmp_path / "cpscore" / file).write_text(line + "\n", encoding="utf-8")
    (tmp_path / "cpscore" / "store" / "b.py").write_text(
        "import cpscore.store.a\n", encoding="utf-8"
    )

    after = lint_imports(tmp_path)
    assert f"0 kept, {len(OFFENCES)} broken" in after
    assert all(name in after for name in OFFENCES)


def test_a_new_room_must_find_its_place(tmp_path: Path) -> None:
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    shutil.copytree(
        ROOT / "cpscore", tmp_path / "cpscore", ignore=shutil.ignore_patterns("__pycache__")
    )
    (tmp_path / "cpscore" / "cellar.py").touch()

    assert "cpscore.cellar" in lint_imports(tmp_path)


def lint_imports(folder: Path) -> str:
    """The report of import-linter on the package in the folder, not on the installed one."""
    program = (
        "import sys; sys.path.insert(0, '.');"
        "import importlinter.cli as it; it.lint_imports_command()"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, "--no-cache"],
        cwd=folder,
        capture_output=True,
        encoding="utf-8",
        env={"PYTHONUTF8": "1", "NO_COLOR": "1"},
        timeout=120,
        check=False,
    )
    return done.stdout + done.stderr
