"""`cpscore merge`: unsigned answers to the panel's result."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator
from fractions import Fraction

from cpscore.cli.clock import now
from cpscore.cli.output import Console
from cpscore.cli.width import table
from cpscore.messages import quoted
from cpscore.places import default_data_folder
from cpscore.rules.merging import PanelItem, PanelResult, PanelVetoState
from cpscore.rules.outcome import panel_document
from cpscore.rules.panel import Sorted
from cpscore.rules.points import plain, readable
from cpscore.workflow.tables import Merged, find_form, merge_files

# What a person need not hear of.
QUIET = (PanelVetoState.CLEAR, PanelVetoState.NOT_APPLICABLE)
# More columns than this do not fit a terminal; the members' totals are above.
MOST_COLUMNS = 7


def run(arguments: Namespace, console: Console) -> int:
    """Merge the files. Raises Unacceptable, MissingCharacter and NotWritten."""
    form = find_form(arguments.form, arguments.data or default_data_folder())
    merged = merge_files(form, arguments.answers, arguments.decisions)
    document = panel_document(merged.result, merged.files, console.say)
    if arguments.pdf:
        from cpscore.workflow.trial import print_trial_summary

        print_trial_summary(merged, arguments.pdf, now())
    console.show(document, text(merged, console))
    if arguments.pdf:
        console.tell(console.word("written", file=quoted(arguments.pdf)))
    return 0


def text(merged: Merged, console: Console) -> Iterator[str]:
    """The result for a person: the panel's, each member's, each item's, and what to look at."""
    result, files = merged.result, merged.files
    yield f"{result.form.title} ({result.form.id})"
    yield from table(list(summary(result, files, console)))
    blocks = (
        ("expert", members(files, console)),
        ("chosen", conclusions(result)),
        ("item", items(result, console)),
        ("vetoes", vetoes(result, console)),
        ("reasons", [f"  {console.say(one.code, one.values)}" for one in result.reasons]),
        ("flags", [f"  {console.say(one.code, one.values)}" for one in result.flags]),
        ("rejected", rejected(files, console)),
    )
    for heading, lines in blocks:
        if lines:
            yield ""
            yield console.word(heading)
            yield from lines


def summary(result: PanelResult, files: Sorted, console: Console) -> Iterator[tuple[str, str]]:
    """How many counted, how much, and what it leads to."""
    word, counted = console.word, len(files.counted)
    members = counted + len(files.rejected)
    yield word("counted"), word("counted-of", counted=counted, members=members)
    if result.form.scored:
        yield word("rule"), word(f"rule-{result.rule}")
    if result.total:
        exact = plain(result.total.exact)
        same = Fraction(result.total.printed) == result.total.exact
        more = "" if same else word("exactly", exact=exact)
        yield word("total"), f"{result.total.printed}{more}"
    if result.grade:
        yield word("grade"), result.grade.label
    yield word("verdict"), result.verdict.label if result.verdict else word("none-yet")


def members(files: Sorted, console: Console) -> list[str]:
    """Each member's total."""
    rows = [
        (f"  {one.expert}", number(one.total), "" if one.counted else console.word("out"))
        for one in files.members
    ]
    return table(rows, right=frozenset({1})) if rows else []


def conclusions(result: PanelResult) -> list[str]:
    """What each member chose, where no points decide."""
    known = {one.id: one.label for one in result.form.conclusions}
    chosen = [(one.answers.expert, one.answers.conclusion or "") for one in result.counted]
    return table([(f"  {name}", known[id]) for name, id in chosen]) if known else []


def items(result: PanelResult, console: Console) -> list[str]:
    """Each item's scores by member, mean and spread."""
    names = [one.answers.expert for one in result.counted]
    names = names if len(names) <= MOST_COLUMNS else []
    head = ("", "", *names, console.word("mean"), console.word("spread"))
    rows = [(f"  {one.item.id}", *item_row(one, names)) for one in result.items]
    return table([head, *rows], right=frozenset(range(2, len(head)))) if rows else []


def item_row(one: PanelItem, names: list[str]) -> tuple[str, ...]:
    """One item's cells after its id."""
    given = (number(one.scores.get(name)) for name in names)
    mean = one.mean.shown if one.mean else ""
    return (one.item.name, *given, mean, number(one.spread))


def number(value: Fraction | None) -> str:
    """Points in a cell; nothing where there are none."""
    return "" if value is None else readable(value)


def vetoes(result: PanelResult, console: Console) -> list[str]:
    """The vetoes somebody finds failed, with each member's answer."""
    lines = []
    for one in result.vetoes:
        if one.state in QUIET:
            continue
        lines += table([(f"  {one.veto.id}", console.word(f"state-{one.state}"), one.veto.text)])
        lines += table(
            [
                (f"    {name}", console.word(f"state-{state}"), one.reasons.get(name, ""))
                for name, state in one.answers.items()
            ]
        )
    return lines


def rejected(files: Sorted, console: Console) -> list[str]:
    """Each file that did not count, and why."""
    return [
        f"  {one.file}: "
        + console.say(one.code, {"path": one.problems[0].path, **one.problems[0].values})
        for one in files.rejected
    ]
