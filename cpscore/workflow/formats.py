"""What goes out beside the signed sheets: the reading copy, the 签到表, the enterprise's copies,
Word and Excel files.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from pathlib import Path

from cpscore.documents.archival import About
from cpscore.documents.excel import write_xlsx
from cpscore.documents.pdf import write_pdf
from cpscore.documents.reading import TITLE, Original, reading_copy
from cpscore.documents.sheets.attendance import attendance_sheet
from cpscore.documents.sheets.placeholders import Written, placeholders
from cpscore.documents.sheets.proof import with_proof
from cpscore.documents.sheets.score import Copy, hides_anything
from cpscore.documents.template import MOST_BYTES, fill_docx
from cpscore.documents.word import write_docx
from cpscore.files import read_capped
from cpscore.rules.sheet import Sheet
from cpscore.workflow.archive import IssuedSheet
from cpscore.workflow.ballots import OpenBallot
from cpscore.workflow.desk import Desk
from cpscore.workflow.opinion import Opinion, wording_of
from cpscore.workflow.outgoing import Outgoing, filled_once
from cpscore.workflow.printing import SAY, print_score
from cpscore.workflow.proof import ballot_facts, opinion_facts, package_facts, panel_facts
from cpscore.workflow.settle import Panel
from cpscore.workflow.sheets import (
    Signing,
    day_of,
    opinion_pages,
    score_pages,
    summary_pages,
)


class Format(StrEnum):
    """The kinds of files an authority asks for."""

    PDF = "pdf"
    DOCX = "docx"
    XLSX = "xlsx"


WRITERS = {Format.DOCX: write_docx, Format.XLSX: write_xlsx}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What goes along with the signed sheets.

    With `pdf` the reading copy, the 签到表 and the enterprise's copies, with `docx` and `xlsx`
    every sheet to be worked on. `template` is a Word template of the user's own, filled in for
    each form. With `unsigned` the opinion goes along as it stands, where it is not closed.
    """

    formats: frozenset[Format] = frozenset()
    template: bytes | None = None
    unsigned: bool = False


def wanted(formats: Iterable[Format], template: Path | None) -> Wanted:
    """What was asked for, the template read from its file. Raises Unreadable."""
    return Wanted(frozenset(formats), read_capped(template, MOST_BYTES) if template else None)


SIGNED_ONLY, READING_COPY = Wanted(), Wanted(frozenset({Format.PDF}))


@dataclass(frozen=True, slots=True)
class Beside:
    """A file that goes along unsigned: `kind` is `reading`, `attendance`, `enterprise`, `copy` or
    `report`.
    """

    name: str
    kind: str
    make: Callable[[], bytes]


@dataclass(frozen=True, slots=True)
class Editable:
    """A sheet that is written again to be worked on, and the hashes that belong to it."""

    name: str
    make: Callable[[], Sheet]
    facts: Callable[[], Iterable[tuple[str, str]]]


def reports(desk: Desk, one: Outgoing, wanted: Wanted) -> Iterator[Beside]:
    """The user's own template filled in, at once: one that is refused stops the export."""
    for panel in one.panels if wanted.template is not None else ():
        made = _report(desk, one, panel, wanted.template or b"")
        yield Beside(f"{one.names.of('report', panel.form)}.docx", "report", partial(bytes, made))


def beside(
    desk: Desk, one: Outgoing, wanted: Wanted, issued: Sequence[IssuedSheet]
) -> Iterator[Beside]:
    """The files that go along with the issued sheets, which may be written after this call.

    Making one raises MissingCharacter.
    """
    if Format.PDF in wanted.formats:
        reading = partial(_reading, desk, one, issued)
        yield Beside(f"{one.names.of('reading')}.pdf", "reading", reading)
        yield Beside(
            f"{one.names.of('attendance')}.pdf", "attendance", partial(attendance, desk, one)
        )
        yield from _enterprises(desk, one)
    for sheet in _editable(desk, one):
        for format, write in WRITERS.items():
            if format in wanted.formats:
                make = partial(_copy, desk, one, sheet, issued, write)
                yield Beside(f"{sheet.name}.{format}", "copy", make)


def attendance(desk: Desk, one: Outgoing) -> bytes:
    """签到表, to be signed by hand."""
    return write_pdf(attendance_sheet(one.review), at=desk.now()).pdf


def _reading(desk: Desk, one: Outgoing, issued: Sequence[IssuedSheet]) -> bytes:
    given = [Original(sheet.name, sheet.title, sheet.data) for sheet in issued]
    about = About(TITLE, desk.now(), subject=one.review.enterprise.name)
    return reading_copy(given, about)


def _enterprises(desk: Desk, one: Outgoing) -> Iterator[Beside]:
    """Where a form hides something from the enterprise, each member's sheet without it."""
    for panel, member, ballot in ballots(one):
        if hides_anything(panel.form):
            name = f"{one.names.of_enterprise(panel.form, member=member)}.pdf"
            yield Beside(name, "enterprise", partial(_enterprises_copy, desk, ballot))


def _enterprises_copy(desk: Desk, ballot: OpenBallot) -> bytes:
    return write_pdf(_printed(ballot, Copy.ENTERPRISE), at=desk.now()).pdf


def _printed(ballot: OpenBallot, copy: Copy = Copy.WHOLE) -> Sheet:
    """A member's sheet as the ballot has it: no ink, no signature."""
    day = ballot.ballot.at[:10]
    return print_score(ballot.package, ballot.result, None, day, submitted=True, copy=copy)


def _copy(
    desk: Desk,
    one: Outgoing,
    sheet: Editable,
    issued: Sequence[IssuedSheet],
    write: Callable[..., bytes],
) -> bytes:
    originals = [other for other in issued if other.name == f"{sheet.name}.pdf"]
    facts = (*package_facts(one, originals), *sheet.facts())
    return write(with_proof(sheet.make(), facts), at=desk.now())


def ballots(one: Outgoing) -> Iterator[tuple[Panel, str, OpenBallot]]:
    """The ballots that came, with their panel and member's id."""
    for panel in one.panels:
        for place in panel.places:
            if place.taken and place.taken.ballot:
                yield panel, place.member.id, place.taken.ballot


def _editable(desk: Desk, one: Outgoing) -> Iterator[Editable]:
    for form, filled in filled_once(desk, one):
        day = day_of(desk)
        make = partial(score_pages, filled, None, day, submitted=True)
        yield Editable(one.names.once[form.id], make, tuple)
    for panel, member, ballot in ballots(one):
        name = one.names.of("score", panel.form, member=member)
        yield Editable(name, partial(_printed, ballot), partial(ballot_facts, ballot))
    for panel in one.panels:
        name = one.names.of("summary", panel.form)
        yield Editable(name, partial(summary_pages, desk, panel), partial(panel_facts, panel))
    if one.opinion is not None:
        opinion = one.opinion
        make = partial(_opinion_sheet, opinion)
        yield Editable(one.names.of("opinion"), make, partial(opinion_facts, opinion))


def _opinion_sheet(one: Opinion) -> Sheet:
    first = one.panels[0] if one.panels and one.panels[0].result else None
    # The day is left to whoever signs this copy by hand.
    return opinion_pages(one.package, one.form, wording_of(one), first, Signing(""), ())


def _report(desk: Desk, one: Outgoing, panel: Panel, template: bytes) -> bytes:
    assert panel.result is not None
    opinion = one.opinion
    written = Written(opinion.form, opinion.texts, opinion.state.dissents) if opinion else Written()
    values = placeholders(panel.result, one.review, written, say=SAY, root=one.package.root)
    return fill_docx(template, values, at=desk.now())
