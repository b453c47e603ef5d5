"""Where a file that fell on the window belongs."""

from __future__ import annotations

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
from cpscore.workflow.round_file import RoundFile
from cpscore.workflow.round_member import look_at

if TYPE_CHECKING:
    from cpscore.workflow.desk import Desk
    from cpscore.workflow.people import Card

ROUND = ".pdf"
TO_VERIFY = (".pdf", BALLOT)
FORM_FILES = (*TABLES, *DEFINITIONS)


def box_of(desk: Desk, card: Card | None, path: Path) -> tuple[str, str] | None:
    """The review and the form a ballot is collected for, if who sits here leads that review.

    None for any other file, and for a ballot that cannot be believed: verifying says why.
    """
    if path.suffix.lower() != BALLOT:
        return None
    try:
        ballot = open_ballot(read_capped(path, MOST_BYTES))
    except Failure:
        return None
    review = ballot.package.review
    leads = _leads(desk, card, review)
    return (review.id, ballot.definition.form.id) if leads else None


def goes_round(desk: Desk, path: Path) -> bool:
    """Whether it is an opinion that goes round; of a closed one verifying says all there is."""
    found = _round(desk, path)
    return found is not None and not found.closed


def round_of(desk: Desk, card: Card | None, path: Path) -> str | None:
    """The review that a file which went round, or a member's words instead, come back to.

    None unless who sits here leads it.
    """
    if path.suffix.lower() == REPLY:
        return _words_of(desk, card, path)
    found = _round(desk, path)
    if found is None or found.closed or not _leads(desk, card, found.package.review):
        return None
    return found.package.review.id


def _round(desk: Desk, path: Path) -> RoundFile | None:
    try:
        return look_at(desk, path) if path.suffix.lower() == ROUND else None
    except Failure:
        return None


def _words_of(desk: Desk, card: Card | None, path: Path) -> str | None:
    try:
        reply, _ = open_reply(read_capped(path, MOST_BYTES))
    except Failure:
        return None
    here = reply.review in desk.store.reviews()
    review = package_of(desk, reply.review).review if here else None
    return review.id if review and _leads(desk, card, review) else None


def _leads(desk: Desk, card: Card | None, review: Review) -> bool:
    member = seat(review, card)
    return member is not None and member.leader and is_leading(desk, review.id)
