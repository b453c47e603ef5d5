"""`cpscore demo`: the main job without clicking."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator, Sequence
from pathlib import Path

from cpscore.cli.clock import fresh, now
from cpscore.cli.output import Console, readable
from cpscore.files import make_folder
from cpscore.rules.canonical import Json
from cpscore.workflow.demo import run_demo
from cpscore.workflow.issue import Issued

FOLDER = Path("cpscore-demo")


def run(arguments: Namespace, console: Console) -> int:
    """Run the sample review into a folder. Raises NotWritten, and the steps' own failures."""
    folder: Path = arguments.out or FOLDER
    make_folder(folder)
    told: list[str] = []

    def tell(_share: float, step: str) -> None:
        if told[-1:] != [step]:
            told.append(step)
            console.tell(console.say(step, {}))

    issued = run_demo(folder, now, fresh, tell)
    files: list[Json] = [
        {"path": readable(str(one.path)), "kind": one.kind, "signed": one.signed} for one in issued
    ]
    console.show({"files": files}, text(issued, console))
    return 0


def text(issued: Sequence[Issued], console: Console) -> Iterator[str]:
    """The files for a person, paths whole: they are to be opened."""
    for one in issued:
        signed = console.word("signed" if one.signed else "unsigned")
        yield f"{console.word(f'kind-{one.kind}')}  {signed}  {readable(str(one.path))}"
