"""What `selftest` says of a program that is not whole."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from cpscore.workflow import selftest
from cpscore.workflow.selftest import Check, Found, Trial, demand, run_checks
from tests.workflow.conftest import counting, ticking


def test_this_program_is_whole() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "cpscore", "--json", "selftest"],
        capture_output=True,
        timeout=300,
        check=False,
    )
    checks = json.loads(done.stdout)["checks"]
    assert [one["text"] for one in checks if not one["ok"]] == []
    assert done.returncode == 0
    assert [one["id"] for one in checks] == [
        "fonts", "forms", "store", "sign", "token", "score", "pdf", "verify", "docx", "xlsx",
        "window", "preview",
    ]  # fmt: skip


def test_each_check_stands_for_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def lacking(_trial: Trial) -> Found:
        raise ModuleNotFoundError("No module named 'qpdf'")

    def wrong(_trial: Trial) -> Found:
        demand(False, "summary.pdf")
        return {}

    monkeypatch.setattr(selftest, "CHECKS", (Check("docx", lacking), Check("pdf", wrong)))
    trial = Trial(tmp_path, ticking(), counting())
    found = list(run_checks(trial, [Check("store", lambda _trial: {"entries": 1})]))
    trial.close()
    assert [(one.id, one.ok) for one in found] == [
        ("docx", False),
        ("pdf", False),
        ("store", True),
    ]
    assert "No module named 'qpdf'" in str(found[0].values["what"])
    assert found[1].values == {"what": "summary.pdf"}


def test_a_font_that_is_not_aboard_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(selftest, "CHECKS", (Check("fonts", selftest._fonts),))
    monkeypatch.setattr(selftest, "CHAINS", {"hei": ("hei",), "none": ("nowhere",)})
    monkeypatch.setitem(selftest.runs.__globals__["CHAINS"], "none", ("nowhere",))
    [found] = run_checks(Trial(tmp_path, ticking(), counting()))
    assert not found.ok
