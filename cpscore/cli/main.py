"""The command line: runs one command, turns failures into words and a status."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence
from typing import TYPE_CHECKING

from cpscore.cli.output import Console, NotShown, readable
from cpscore.files import Unreadable
from cpscore.rules.ijson import unreadable
from cpscore.rules.problem import Failure

if TYPE_CHECKING:
    from cpscore.workflow.selftest import Check

INTERRUPTED = 130


def main(arguments: Namespace, checks: Sequence[Check] = ()) -> int:
    """Run a command as parsed; its exit status: 0 done, 1 not acceptable or not trustworthy.

    `checks` are what `selftest` tries of the window.
    """
    console = Console(arguments.json, arguments.lang)
    try:
        return run(arguments, console, checks)
    except NotShown as gone:
        if not isinstance(gone.__cause__, BrokenPipeError):
            console.tell(console.word("not-shown", reason=gone))
        return 1
    except KeyboardInterrupt:
        return INTERRUPTED


def run(arguments: Namespace, console: Console, checks: Sequence[Check]) -> int:
    """Run the command; what it was expected to fail at becomes words here, and nowhere else."""
    try:
        if arguments.command == "selftest":
            from cpscore.cli import selftest

            return selftest.run(console, checks)
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
        case "demo":
            from cpscore.cli import demo

            return demo.run(arguments, console)
        case _:
            return dispatch_job(arguments, console)


def dispatch_job(arguments: Namespace, console: Console) -> int:
    """The commands around a review."""
    match arguments.command:
        case "identity":
            from cpscore.cli import identity

            return identity.run(arguments, console)
        case "review":
            from cpscore.cli import review

            return review.run(arguments, console)
        case "package":
            from cpscore.cli import package

            return package.run(arguments, console)
        case "ballot":
            from cpscore.cli import ballot

            return ballot.run(arguments, console)
        case "collect":
            from cpscore.cli import collect

            return collect.run(arguments, console)
        case "round" if arguments.about in ("decline", "accept"):
            from cpscore.cli import declining

            return declining.run(arguments, console)
        case "round":
            from cpscore.cli import round

            return round.run(arguments, console)
        case "issue":
            from cpscore.cli import issue

            return issue.run(arguments, console)
        case _:
            from cpscore.cli import backup

            return backup.run(arguments, console)
