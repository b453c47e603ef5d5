"""When the program itself is wrong: a report to send, one sentence, and no traceback on screen."""

from __future__ import annotations

import contextlib
import os
import platform
import sys
import tempfile
import traceback
from collections.abc import Sequence
from types import TracebackType

from cpscore import __version__
from cpscore.cli.output import Console, NotShown
from cpscore.cli.parser import language_of
from cpscore.rules.outcome import problems_document
from cpscore.rules.problem import Problem


def report_bugs(argv: Sequence[str]) -> None:
    """From now on an exception nobody expected ends the program with a report, and status 1."""

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            return
        confess(argv, "".join(traceback.format_exception(kind, error, trace)))

    sys.excepthook = hook


def confess(argv: Sequence[str], trace: str) -> None:
    """Write the report, and say where it is; with `--json` the one document says so too."""
    console = Console("--json" in argv, language_of(argv))
    problem = Problem("internal-error", values={"report": written(trace)})
    if console.json:
        with contextlib.suppress(NotShown):
            console.show(problems_document([problem], console.say), ())
    console.tell(console.say(problem.code, problem.values))


def written(trace: str) -> str:
    """The path of a new report, or its last line where none can be written."""
    about = f"cpscore {__version__}, Python {platform.python_version()}, {platform.platform()}\n"
    try:
        descriptor, path = tempfile.mkstemp(prefix="cpscore-", suffix=".txt")
        with os.fdopen(descriptor, "w", encoding="utf-8", errors="backslashreplace") as file:
            file.write(about + trace)
    except OSError:
        return trace.rstrip().rpartition("\n")[2]
    return path
