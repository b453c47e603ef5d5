"""`cpscore score`: one expert's answers to points, vetoes, grade and verdict."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator

from cpscore.cli.clock import now
from cpscore.cli.output import Console
from cpscore.cli.width import table
from cpscore.messages import quoted
from cpscore.places import default_data_folder
from cpscore.rules.form import Form
from cpscore.rules.form_document import form_sha256
from cpscore.rules.outcome import score_document
from cpscore.rules.points import plain
from cpscore.rules.scoring import ScoreResult, VetoState
from cpscore.workflow.tables import find_form, score_file

# What a person need not hear of.
QUIET = (VetoState.CLEAR, VetoState.NOT_APPLICABLE)


def run(arguments: Namespace, console: Console) -> int:
    """Score one file. Raises Unacceptable, MissingCharacter and NotWritten."""
    form = find_form(arguments.form, arguments.data or default_data_folder())
    result = score_file(form, arguments.answers)
    if arguments.pdf:
        from cpscore.workflow.trial import print_trial

        print_trial(result, arguments.pdf, now())
    console.show(score_document(result, form_sha256(form), console.say), text(result, console))
    if arguments.pdf:
        console.tell(console.word("written", file=quoted(arguments.pdf)))
    return 0


def text(result: ScoreResult, console: Console) -> Iterator[str]:
    """The result for a person."""
    form, word = result.form, console.word
    yield f"{form.title} ({form.id})"
    yield from table(list(summary(result, console)))
    loud = [one for one in result.vetoes if one.state not in QUIET]
    if loud:
        yield ""
        yield word("vetoes")
        yield from table(
            [
                (f"  {one.id}", word(f"state-{one.state}"), form.veto(one.id).text, one.reason)
                for one in loud
            ]
        )
    if result.missing:
        yield ""
        yield word("missing", count=len(result.missing))
        yield from table([(f"  {path}", about(form, path)) for path in result.missing])
    if result.reasons:
        yield ""
        yield word("reasons")
        yield from (f"  {console.say(one.code, one.values)}" for one in result.reasons)


def about(form: Form, path: str) -> str:
    """What an open place is about, in the form's own words."""
    _, place, id, *_ = (*path.split("/"), "")
    if place == "scores":
        return form.item(id).name
    return form.veto(id).text if place == "vetoes" else ""


def summary(result: ScoreResult, console: Console) -> Iterator[tuple[str, str]]:
    """Who, how much, and what it leads to."""
    word, form = console.word, result.form
    yield word("expert"), quoted(result.answers.expert)
    if result.points:
        full = f" / {plain(form.total)}" if form.total is not None else ""
        yield word("total"), plain(result.points.total) + full
    if result.grade:
        yield word("grade"), result.grade.label
    elif result.provisional:
        yield word("provisional"), result.provisional.label
    yield word("verdict"), result.verdict.label if result.verdict else word("none-yet")
