"""The command line: runs one command, turns failures into words and a status."""

from __future__ import annotations

from argparse import Namespace

from cpscore.cli.output import Console, NotShown, readable
from cpscore.files import Unreadable
from cpscore.rules.ijson import unreadable
from cpscore.rules.problem import Failure

INTERRUPTED = 130


def main(arguments: Namespace) -> int:
    """Run a command as parsed; its exit status: 0 done, 1 not acceptable or not trustworthy."""
    console = Console(arguments.json, arguments.lang)
    try:
        return run(arguments, console)
    except NotShown as gone:
        if not isinstance(gone.__cause__, BrokenPipeError):
            console.tell(console.word("not-shown", reason=gone))
        return 1
    except KeyboardInterrupt:
        return INTERRUPTED


def run(arguments: Namespace, console: Console) -> int:
    """Run the command; what it was expected to fail at becomes words here, and nowhere else."""
    try:
        return dispatch(arguments, console)
    except Unreadable as failure:
        return console.refuse([unreadable(failure.reason).inside(readable(str(failure.path)))])
    except Failure as failure:
        return console.fail(failure)


def dispatch(arguments: Namespace, console: Console) -> int:
    """Each command imports only its own steps: `score` must not wait for the PDF's libraries."""
    match arguments.command:
        case "forms":
            from cpscore.cli import forms

            return forms.run(arguments, console)
        case "score":
            from cpscore.cli import score

            return score.run(arguments, console)
        case "merge":
            from cpscore.cli import merge

            return merge.run(arguments, console)
        case "verify":
            from cpscore.cli import verify

            return verify.run(arguments, console)
        case _:
            from cpscore.cli import demo

            return demo.run(arguments, console)
