"""`cpscore forms import` and `cpscore forms export`."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path

from cpscore.cli.output import MOST_SHOWN, Console, problem_lines
from cpscore.messages import quoted
from cpscore.rules.canonical import Json
from cpscore.rules.outcome import problem_document
from cpscore.rules.problem import Problem
from cpscore.workflow.definitions import Imported, export_form, import_table
from cpscore.workflow.tables import find_definition, shown


def run(arguments: Namespace, data: Path, console: Console) -> int:
    """Import or export. Raises Unacceptable, Unreadable and NotWritten."""
    out = shown(str(arguments.out))
    if arguments.about == "export":
        export_form(*find_definition(arguments.form, data), arguments.out)
        console.show({"file": out}, [console.word("written", file=quoted(out))])
        return 0
    done = import_table(arguments.file, arguments.out)
    console.show(document(done, out, console), lines(done, out, console))
    return 0


def document(done: Imported, out: str, console: Console) -> Json:
    """What was written, what was not understood, and what a check says of the draft."""
    return {
        "file": out,
        "draft": {"id": str(done.draft.definition.get("id")), **done.draft.counts},
        "not_understood": [remark(one, console) for one in done.draft.remarks],
        "problems": [problem_document(one, console.say) for one in done.problems],
    }


def remark(one: Problem, console: Console) -> Json:
    """A place to look at: where it is, what stands there, and a sentence."""
    places = {name: int(str(one.values[name])) for name in ("table", "row", "column")}
    text = console.say(one.code, one.values)
    return {"code": one.code, **places, "found": str(one.values["found"]), "text": text}


def lines(done: Imported, out: str, console: Console) -> Iterator[str]:
    """The same for a person."""
    yield console.word("draft-written", file=quoted(out), **done.draft.counts)
    remarks = done.draft.remarks
    if remarks:
        yield console.word("to-look-at", count=len(remarks))
        yield from (f"  {console.say(one.code, one.values)}" for one in remarks[:MOST_SHOWN])
    if len(remarks) > MOST_SHOWN:
        yield "  " + console.word("and-more", count=len(remarks) - MOST_SHOWN)
    if done.problems:
        yield console.word("to-decide", count=len(done.problems))
        yield from problem_lines(done.problems, console)
