"""The files that a command wrote: which, of what kind, signed or not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from cpscore.cli.output import Console, readable
from cpscore.rules.canonical import Json
from cpscore.workflow.desk import Progress
from cpscore.workflow.issue import Issued

Notes = Sequence[tuple[str, Mapping[str, object]]]


def show(issued: Sequence[Issued], console: Console, notes: Notes = ()) -> None:
    """Say what was written; `notes` are codes and values of what should be known of it."""
    files: list[Json] = [
        {"path": readable(str(one.path)), "kind": one.kind, "signed": one.signed} for one in issued
    ]
    said: list[Json] = [{"code": code, "text": console.say(code, values)} for code, values in notes]
    more: dict[str, Json] = {"notes": said} if said else {}
    console.show({"files": files} | more, text(issued, console, notes))


def text(issued: Sequence[Issued], console: Console, notes: Notes) -> Iterator[str]:
    """The files for a person, paths whole: they are to be opened."""
    for one in issued:
        signed = console.word("signed" if one.signed else "unsigned")
        yield f"{console.word(f'kind-{one.kind}')}  {signed}  {readable(str(one.path))}"
    yield from (f"! {console.say(code, values)}" for code, values in notes)


def progress(console: Console) -> Progress:
    """Tells each step of long work once."""
    told: list[str] = []

    def tell(_share: float, step: str) -> None:
        if told[-1:] != [step]:
            told.append(step)
            console.tell(console.say(step, {}))

    return tell
