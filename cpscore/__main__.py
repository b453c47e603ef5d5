"""`cpscore`, or `python -m cpscore`: without a command it opens the window."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from cpscore.cli.crash import report_bugs
from cpscore.cli.main import main as run_command
from cpscore.cli.parser import parse


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program; its exit status. Raises SystemExit(2) on wrong syntax."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    if argv is None:
        report_bugs(arguments)
    wanted = parse(arguments)
    if wanted.command is not None:
        return run_command(arguments)
    # A command must not wait for Qt.
    from cpscore.desktop.app import run

    return run(["cpscore"], data=wanted.data, sample=wanted.sample)


if __name__ == "__main__":
    sys.exit(main())
