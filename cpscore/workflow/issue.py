"""Issuing: every sheet of a review into one folder, each written, read back and compared."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from cpscore.files import write_checked
from cpscore.signing.identity import Identity
from cpscore.workflow.archive import IssuedSheet, write_archive
from cpscore.workflow.desk import Desk, Progress, silent
from cpscore.workflow.failures import WrongIdentity
from cpscore.workflow.formats import READING_COPY, Wanted, beside, reports
from cpscore.workflow.opinion import NoVerdict, Opinion, opinion, signed_opinion
from cpscore.workflow.paper import paper
from cpscore.workflow.prepare import safe_name
from cpscore.workflow.settle import Panel
from cpscore.workflow.sheets import form_pdf, signed_alone, summary_pages


@dataclass(frozen=True, slots=True)
class Issued:
    """A file that was written: `kind` is `score`, `summary`, `opinion`, `form` for what is filled
    in once for the review, `archive`, or a kind of `Beside`.
    """

    path: Path
    kind: str
    signed: bool


def issue(
    desk: Desk,
    review_id: str,
    leader: Identity,
    folder: Path,
    progress: Progress = silent,
    *,
    wanted: Wanted = READING_COPY,
) -> tuple[Issued, ...]:
    """Export the members' score sheets, the summary signed with the leader's key, and the opinion;
    what is filled in once for the review goes along unsigned. Then the archive of it all.

    The opinion goes out as it was signed. `wanted` says what goes along in other formats. Raises
    NoVerdict, WrongIdentity, NotWritten, and before anything is written what the template is
    refused for.
    """
    one = opinion(desk, review_id)
    if not one.ready:
        raise NoVerdict
    named = one.review.leader
    if named is None or named.certificate not in (None, leader.sha256):
        raise WrongIdentity
    sheets = list(_sheets(desk, one, leader, named.id))
    issued: list[Issued] = []
    kept: list[IssuedSheet] = []
    along = [*reports(desk, one, wanted), *beside(desk, one, wanted, kept)]
    steps = len(sheets) + len(along) + 1
    for name, kind, make in sheets:
        progress(len(issued) / steps, "writing-sheet")
        kept.append(IssuedSheet(name, kind, make()))
        write_checked(folder / name, kept[-1].data)
        issued.append(Issued(folder / name, kind, signed=kind != "form"))
    for more in along:
        progress(len(issued) / steps, "writing-sheet")
        write_checked(folder / more.name, more.make())
        issued.append(Issued(folder / more.name, more.kind, signed=False))
    names = [made.path.name for made in issued]
    desk.store.append(review_id, "issued", {"files": names}, by=named.name, at=desk.at())
    archive = write_archive(desk, review_id, leader, folder, kept)
    return (*issued, Issued(archive, "archive", signed=True))


def _sheets(
    desk: Desk, one: Opinion, leader: Identity, leader_id: str
) -> Iterator[tuple[str, str, Callable[[], bytes]]]:
    for form in one.package.once:
        filled = paper(desk, one.review.id, form.id, leader_id)
        if filled.saved_at:
            yield f"{safe_name(form.id)}.pdf", "form", partial(form_pdf, desk, filled)
    several = len(one.panels) > 1
    for panel in one.panels:
        suffix = f"-{panel.form.id}" if several else ""
        for place in panel.places:
            if place.taken and place.taken.ballot:
                name = f"score-{safe_name(place.member.name)}{suffix}.pdf"
                yield name, "score", partial(bytes, place.taken.ballot.sheet)
        yield f"summary{suffix}.pdf", "summary", partial(_summary, desk, panel, leader)
    signed = signed_opinion(desk, one)
    if signed is not None and one.state.state == "closed":
        yield "opinion.pdf", "opinion", partial(bytes, signed)


def _summary(desk: Desk, panel: Panel, leader: Identity) -> bytes:
    return signed_alone(desk, summary_pages(desk, panel), leader)
