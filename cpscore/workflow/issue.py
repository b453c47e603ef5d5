"""Issuing: every sheet of a review into one folder, each written, read back and compared."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from cpscore.documents.reading import bookmark
from cpscore.documents.sheets.labels import UNSIGNED
from cpscore.rules.problem import Failure
from cpscore.signing.identity import Identity
from cpscore.workflow.archive import IssuedSheet, archive_path, write_archive
from cpscore.workflow.desk import Desk, Progress, silent
from cpscore.workflow.failures import WrongIdentity
from cpscore.workflow.formats import READING_COPY, Beside, Wanted, ballots, beside, reports
from cpscore.workflow.naming import Names, chinese
from cpscore.workflow.opinion import NoVerdict, preview, signed_opinion
from cpscore.workflow.outgoing import Outgoing, filled_once, outgoing
from cpscore.workflow.overwriting import demand_ours, write_ours
from cpscore.workflow.packages import Package
from cpscore.workflow.previews import unsigned_summary
from cpscore.workflow.settle import Panel
from cpscore.workflow.sheets import form_pdf, signed_alone, summary_pages


class NothingFilled(Failure):
    """The review has only forms that are filled in once, and none of them is."""

    code = "nothing-filled"


@dataclass(frozen=True, slots=True)
class Issued:
    """A file that was written: `kind` is `score`, `summary`, `opinion`, `form` for what is filled
    in once for the review, `archive`, or a kind of `Beside`.
    """

    path: Path
    kind: str
    signed: bool


@dataclass(frozen=True, slots=True)
class Making:
    """A sheet to be issued; `title` is its bookmark in the reading copy."""

    name: str
    title: str
    kind: str
    make: Callable[[], bytes]
    signed: bool = True


def issue(
    desk: Desk,
    review_id: str,
    leader: Identity | None,
    folder: Path,
    progress: Progress = silent,
    *,
    wanted: Wanted = READING_COPY,
    naming: Callable[[Package], Names] = chinese,
    replacing: bool = False,
) -> tuple[Issued, ...]:
    """Export the members' score sheets, the summary signed with the leader's key, and the opinion;
    what is filled in once for the review goes along unsigned. Then the archive of it all.

    The opinion goes out as it was signed; a review without a form for one goes out without.
    Without a key the summary is unsigned, and there is no archive. `wanted` says what goes along
    in other formats, `naming` what the files are called; `replacing` writes over files of another
    review. Raises NoVerdict, NothingFilled, WrongIdentity, NotWritten, and before anything is
    written NotOurs and what the template is refused for.
    """
    one = outgoing(desk, review_id, naming)
    if not one.ready:
        raise NoVerdict
    named = one.review.leader
    if leader and (named is None or named.certificate not in (None, leader.sha256)):
        raise WrongIdentity
    sheets = list(_sheets(desk, one, leader))
    if not sheets:
        raise NothingFilled
    issued: list[Issued] = []
    kept: list[IssuedSheet] = []
    unsigned: list[IssuedSheet] = []
    along = [*reports(desk, one, wanted), *beside(desk, one, wanted, kept)]
    along += _unsigned(desk, one) if wanted.unsigned else ()
    if not replacing:
        paths = [
            *(folder / sheet.name for sheet in sheets),
            *(folder / more.name for more in along),
        ]
        last = (archive_path(one.package, folder),) if leader else ()
        demand_ours(desk, review_id, (*paths, *last))
    write = partial(write_ours, desk, review_id, replacing=replacing)
    steps = len(sheets) + len(along) + 1
    for sheet in sheets:
        progress(len(issued) / steps, "writing-sheet")
        kept.append(IssuedSheet(sheet.name, sheet.kind, sheet.make(), sheet.title))
        write(folder / sheet.name, kept[-1].data)
        issued.append(Issued(folder / sheet.name, sheet.kind, sheet.signed))
    for more in along:
        progress(len(issued) / steps, "writing-sheet")
        unsigned.append(IssuedSheet(more.name, more.kind, more.make()))
        write(folder / more.name, unsigned[-1].data)
        issued.append(Issued(folder / more.name, more.kind, signed=False))
    names = [made.path.name for made in issued]
    by = named.name if named else ""
    desk.store.append(review_id, "issued", {"files": names}, by=by, at=desk.at())
    if leader is None:
        return tuple(issued)
    archive = write_archive(desk, review_id, leader, folder, kept, unsigned, replacing=replacing)
    return (*issued, Issued(archive, "archive", signed=True))


def _sheets(desk: Desk, one: Outgoing, leader: Identity | None) -> Iterator[Making]:
    names, several = one.names, len(one.panels) > 1
    for form, filled in filled_once(desk, one):
        name = f"{names.once[form.id]}.pdf"
        yield Making(
            name, bookmark("form", form.title), "form", partial(form_pdf, desk, filled), False
        )
    for panel, member, ballot in ballots(one):
        whose = [ballot.member.name, *([panel.form.title] if several else [])]
        title = bookmark("score", " ".join(whose))
        name = f"{names.of('score', panel.form, member=member)}.pdf"
        yield Making(name, title, "score", partial(bytes, ballot.sheet))
    for panel in one.panels:
        title = bookmark("summary", panel.form.title if several else "")
        name = f"{names.of('summary', panel.form)}.pdf"
        make = partial(_summary, desk, panel, leader)
        yield Making(name, title, "summary", make, leader is not None)
    signed = signed_opinion(desk, one.opinion) if one.opinion else None
    if signed is not None and one.closed:
        name = f"{names.of('opinion')}.pdf"
        yield Making(name, bookmark("opinion", ""), "opinion", partial(bytes, signed))


def _unsigned(desk: Desk, one: Outgoing) -> Iterator[Beside]:
    """The opinion as it stands, where it is not closed: being written, or not signed by all."""
    if one.opinion is not None and not one.closed:
        opinion = one.opinion
        begun = signed_opinion(desk, opinion)
        make = partial(bytes, begun) if begun else partial(preview, desk, opinion, UNSIGNED)
        yield Beside(f"{one.names.of('opinion')}.pdf", "opinion", make)


def _summary(desk: Desk, panel: Panel, leader: Identity | None) -> bytes:
    if leader is None:
        return unsigned_summary(desk, panel)
    return signed_alone(desk, summary_pages(desk, panel), leader)
