"""`cpscore`, or `python -m cpscore`: without a command it opens the window."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from cpscore.cli.crash import report_bugs
from cpscore.cli.main import main as run_command
from cpscore.cli.parser import parse
from cpscore.signing.driver_mark import MARK

if TYPE_CHECKING:
    from cpscore.workflow.selftest import Check, Found, Trial


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program; its exit status. Raises SystemExit(2) on wrong syntax."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    if arguments == [MARK]:
        # Only this process knows PKCS#11.
        from cpscore.signing.driver_process import serve

        serve()
    if argv is None:
        report_bugs(arguments)
    wanted = parse(arguments)
    if wanted.command is None:
        return open_window(wanted)
    if wanted.command == "selftest":
        return run_command(wanted, window_checks())
    return run_command(wanted)


def window_checks() -> Sequence[Check]:
    """What `selftest` tries of the window; where Qt is missing, that is what they find."""
    from cpscore.workflow.selftest import Check

    def tried(name: str) -> Check:
        def run(trial: Trial) -> Found:
            from cpscore.desktop import selftest

            checks = {"window": selftest.window, "preview": selftest.preview}
            return checks[name](trial)

        return Check(name, run)

    return (tried("window"), tried("preview"))


def open_window(wanted: Namespace) -> int:
    """Open the window; a sample leaves nothing behind unless it is given a folder."""
    # A command must not wait for Qt.
    from cpscore.desktop.app import run

    if wanted.data is not None or not wanted.sample:
        return run(["cpscore"], data=wanted.data, sample=wanted.sample, language=wanted.lang)
    with TemporaryDirectory(prefix="cpscore-sample-", ignore_cleanup_errors=True) as folder:
        return run(["cpscore"], data=Path(folder), sample=True, language=wanted.lang)


if __name__ == "__main__":
    sys.exit(main())
