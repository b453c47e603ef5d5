"""`cpscore selftest`: everything a frozen program must be able to do."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from cpscore.cli.clock import fresh, now
from cpscore.cli.output import Console
from cpscore.rules.canonical import Json
from cpscore.workflow.selftest import Check, Checked, Trial, run_checks


def run(console: Console, more: Sequence[Check] = ()) -> int:
    """Try everything, and what the window has to add; 1 if anything fails."""
    with TemporaryDirectory(prefix="cpscore-selftest-", ignore_cleanup_errors=True) as folder:
        trial = Trial(Path(folder), now, fresh)
        try:
            done = [*run_checks(trial, more)]
        finally:
            trial.close()
    failed = sum(not one.ok for one in done)
    last = console.word("checks-failed" if failed else "checks-passed", count=failed or len(done))
    console.show(document(done, console), [*(line(one, console) for one in done), last])
    return 1 if failed else 0


def document(done: Sequence[Checked], console: Console) -> Json:
    """Each check with its sentence."""
    return {
        "checks": [
            {"id": one.id, "ok": one.ok, "text": console.say(one.code, one.values)} for one in done
        ]
    }


def line(one: Checked, console: Console) -> str:
    """The same for a person."""
    return f"{'✓' if one.ok else '✗'} {one.id:<8} {console.say(one.code, one.values)}"
