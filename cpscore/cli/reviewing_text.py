"""A review as a person reads it: its line in a list, and whole."""

from __future__ import annotations

from collections.abc import Iterator

from cpscore.cli.output import Console
from cpscore.cli.reviewing import counted, flags
from cpscore.cli.width import table
from cpscore.messages import quoted
from cpscore.rules.procedure import Moment
from cpscore.workflow.desk import Desk
from cpscore.workflow.prepare import dates_of, withdrawn_from
from cpscore.workflow.reviews import Standing
from cpscore.workflow.settle import Panel

NOTHING = "—"


def row(one: Standing) -> tuple[str, ...]:
    """Its line in the list."""
    review = one.review
    panel = next(iter(one.panels), None)
    result = panel.result if panel else None
    return (
        review.id,
        review.date,
        review.enterprise.name,
        review.stage,
        f"{len(counted(panel))} / {len(review.members)}" if panel else NOTHING,
        result.total.printed if result and result.total else NOTHING,
        result.verdict.label if result and result.verdict else NOTHING,
        f"{len(one.opinion.signed)} / {len(one.opinion.expected)}",
    )


def lines(desk: Desk, one: Standing, console: Console) -> Iterator[str]:
    """A review for a person."""
    review, word = one.review, console.word
    yield quoted(review.enterprise.name)
    yield from table(
        [
            (word("id"), review.id),
            (word("procedure"), one.procedure or " ".join(form.id for form in review.forms)),
            (word("date"), review.date),
            (word("organiser"), review.organiser or NOTHING),
            (word("attendees"), review.attendees or NOTHING),
        ]
    )
    yield f"{word('root')}  {one.package.root}"
    yield from ("", word("members"), *table([*people(desk, one, console)]))
    for panel in one.panels:
        yield from ("", f"{panel.form.title} ({panel.form.id})", *panel_lines(panel, console))
    state = one.opinion
    if one.leading and one.package.opinion:
        signed = f"{len(state.signed)} / {len(state.expected)}"
        yield from ("", word("opinion-state"), f"  {word(f'opinion-{state.state}')}  {signed}")
    for due, day in dates_of(desk, review):
        when = day.isoformat()
        if due.moment is Moment.CERTIFICATE:
            when = word("from-certificate", day=when)
        yield f"{when}  {due.text} {due.article}".rstrip()
    yield from (f"! {console.say(code, values)}" for code, values in flags(desk, one))


def people(desk: Desk, one: Standing, console: Console) -> Iterator[tuple[str, ...]]:
    """A line for everybody: on the roster, or withdrawn."""
    word = console.word
    for member in one.review.members:
        role = word("leader") if member.leader else ""
        yield f"  {member.id}", member.name, role, member.organisation, member.title
    for gone in withdrawn_from(desk, one.review.id):
        yield f"  {NOTHING}", gone.name, word("withdrawn"), gone.organisation, gone.reason


def panel_lines(panel: Panel, console: Console) -> list[str]:
    """What each member handed in on a form, and what it comes to."""
    word, result = console.word, panel.result
    rows = []
    for place in panel.places:
        taken = place.taken or next(iter(place.others), None)
        said = console.say(taken.code, taken.values) if taken else ""
        rows.append((f"  {place.member.name}", word(f"place-{place.state}"), said))
    found = table(rows)
    if result and result.total:
        found.append(f"  {word('total')}  {result.total.printed}")
    if result:
        verdict = result.verdict.label if result.verdict else word("none-yet")
        found.append(f"  {word('verdict')}  {verdict}")
        found += [f"  ! {console.say(flag.code, flag.values)}" for flag in result.flags]
    return found
