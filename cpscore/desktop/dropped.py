"""Where a file that fell on the window belongs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from cpscore.desktop.start.overview import seat
from cpscore.files import read_capped
from cpscore.rules.problem import Failure
from cpscore.rules.review import Review
from cpscore.workflow.ballots import SUFFIX as BALLOT
from cpscore.workflow.ballots import open_ballot
from cpscore.workflow.collect import MOST_BYTES
from cpscore.workflow.forms import DEFINITIONS, TABLES
from cpscore.workflow.prepare import is_leading, package_of
from cpscore.workflow.replies import SUFFIX as REPLY
from cpscore.workflow.replies import open_reply
from cpscore.workflow.round_member import look_at

if TYPE_CHECKING:
    from cpscore.workflow.desk import Desk
    from cpscore.workflow.people import Card

PDF = ".pdf"
TO_VERIFY = (PDF, BALLOT)
FORM_FILES = (*TABLES, *DEFINITIONS)


@dataclass(frozen=True, slots=True)
class Way:
    """A page and what opens it; `handed`: the page then takes the file as if dropped on it."""

    route: str
    arguments: Mapping[str, object] = field(default_factory=dict)
    handed: bool = False


def way_of(desk: Desk, card: Card | None, path: Path) -> Way | None:
    """Where a file belongs, whatever page is open; None for one that nothing here opens.

    What cannot be believed is verified, which says why.
    """
    suffix = path.suffix.lower()
    if suffix in FORM_FILES:
        return Way("forms", handed=True)
    judge = {BALLOT: _to_collect, PDF: _to_sign, REPLY: _to_hear}.get(suffix)
    way = judge(desk, card, path) if judge else None
    return way or (Way("verify", {"path": path}) if suffix in TO_VERIFY else None)


def _to_collect(desk: Desk, card: Card | None, path: Path) -> Way | None:
    """The box of a believable ballot, if who sits here leads its review."""
    try:
        ballot = open_ballot(read_capped(path, MOST_BYTES))
    except Failure:
        return None
    review = ballot.package.review
    if not _leads(desk, card, review):
        return None
    form = ballot.definition.form.id
    return Way("collect", {"review_id": review.id, "form_id": form}, handed=True)


def _to_sign(desk: Desk, card: Card | None, path: Path) -> Way | None:
    """Where an opinion that goes round is signed, or taken back; of a closed one verifying says
    all there is.
    """
    try:
        found = look_at(desk, path)
    except Failure:
        return None
    if found.closed:
        return None
    review = found.package.review
    if _leads(desk, card, review):
        return Way("sign", {"review_id": review.id}, handed=True)
    return Way("round", {"path": path})


def _to_hear(desk: Desk, card: Card | None, path: Path) -> Way | None:
    """Where a member's words instead of a signature are heard."""
    try:
        reply, _ = open_reply(read_capped(path, MOST_BYTES))
    except Failure:
        return None
    if reply.review not in desk.store.reviews():
        return None
    led = _leads(desk, card, package_of(desk, reply.review).review)
    return Way("sign", {"review_id": reply.review}, handed=True) if led else None


def _leads(desk: Desk, card: Card | None, review: Review) -> bool:
    member = seat(review, card)
    return member is not None and member.leader and is_leading(desk, review.id)
