"""`cpscore`, or `python -m cpscore`: without a command it opens the window."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from cpscore.cli.crash import report_bugs
from cpscore.cli.main import main as run_command
from cpscore.cli.parser import parse
from cpscore.signing.driver_mark import MARK


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
    return open_window(wanted) if wanted.command is None else run_command(wanted)


def open_window(wanted: Namespace) -> int:
    """Open the window; a sample leaves nothing behind unless it is given a folder."""
    # A command must not wait for Qt.
    from cpscore.desktop.app import run

    if wanted.data is not None or not wanted.sample:
        return run(["cpscore"], data=wanted.data, sample=wanted.sample)
    with TemporaryDirectory(prefix="cpscore-sample-", ignore_cleanup_errors=True) as folder:
        return run(["cpscore"], data=Path(folder), sample=True)


if __name__ == "__main__":
    sys.exit(main())
