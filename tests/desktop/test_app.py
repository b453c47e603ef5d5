"""The program as a whole, in a process of its own."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

# Opens the program, tells what is on screen, and closes it as a user would.
SCRIPT = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from cpscore.desktop import app, window

class Seen(window.Window):
    def show(self):
        super().show()
        QTimer.singleShot(200, self.tell)
    def tell(self):
        print(type(self.pages.page).__name__, self.pages.page.banner.text)
        self.close()

app.Window = Seen
sys.exit(app.run(["cpscore"], data=Path(sys.argv[1]), sample=sys.argv[2] == "sample"))
"""


def opened(data: Path, kind: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-W", "error", "-c", SCRIPT, str(data), kind],
        capture_output=True, text=True, encoding="utf-8", timeout=120, check=False,
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
    )  # fmt: skip


@pytest.mark.parametrize(("kind", "page"), [("empty", "IdentityPage"), ("sample", "StartPage")])
def test_the_program_opens_twice_and_closes(tmp_path: Path, kind: str, page: str) -> None:
    for _ in range(2):
        done = opened(tmp_path / "data", kind)
        assert done.returncode == 0, done.stderr
        assert done.stdout.startswith(page)
        assert "Traceback" not in done.stderr
    assert ("sample passphrase" in done.stdout) is (kind == "sample")
