"""Where a file that fell on the window belongs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from cpscore.desktop.start.overview import seat
from cpscore.files import read_capped
from cpscore.rules.problem import Failure
from cpscore.workflow.ballots import SUFFIX as BALLOT
from cpscore.workflow.ballots import open_ballot
from cpscore.workflow.collect import MOST_BYTES
from cpscore.workflow.forms import DEFINITIONS, TABLES
from cpscore.workflow.prepare import is_leading

if TYPE_CHECKING:
    from cpscore.workflow.desk import Desk
    from cpscore.workflow.people import Card

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
    member = seat(review, card)
    leads = member is not None and member.leader and is_leading(desk, review.id)
    return (review.id, ballot.definition.form.id) if leads else None
