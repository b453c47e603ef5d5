"""The reviews of this archive: finding one, and what each has come to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cpscore.rules.form import Form
from cpscore.rules.problem import Failure
from cpscore.rules.review import Review
from cpscore.workflow.desk import Desk
from cpscore.workflow.opinion_state import OpinionState, opinion_state
from cpscore.workflow.packages import Package
from cpscore.workflow.prepare import NoSuchReview, is_leading, package_of, procedure_of
from cpscore.workflow.settle import Panel, panel


class SeveralReviews(Failure):
    """More than one review begins like this; `found` names them."""

    code = "several-reviews"


class NoSuchForm(Failure):
    """The review has no form of that id that the experts answer; `known` are those it has."""

    code = "no-such-form-here"


@dataclass(frozen=True)
class Standing:
    """A review as it stands here; `panels` are empty where somebody else leads it: averages stay
    with the leader.
    """

    package: Package
    procedure: str
    leading: bool
    panels: tuple[Panel, ...]
    opinion: OpinionState

    @property
    def review(self) -> Review:
        """The review."""
        return self.package.review

    @property
    def texts(self) -> tuple[str, ...]:
        """What can be searched for: enterprise, date, stage, forms, people, results."""
        review = self.review
        results = [one.result for one in self.panels if one.result]
        return (
            review.id,
            review.enterprise.name,
            review.date,
            review.stage,
            self.procedure,
            review.organiser,
            *(f"{one.form.id} {one.form.title}" for one in self.package.definitions),
            *(member.name for member in review.members),
            *(one.total.printed for one in results if one.total),
            *(one.verdict.label for one in results if one.verdict),
        )


def standing(desk: Desk, review_id: str) -> Standing:
    """One review as it stands. Raises NoSuchReview."""
    package = package_of(desk, review_id)
    procedure = procedure_of(desk, package.review)
    leading = is_leading(desk, review_id)
    panels = [panel(desk, review_id, form.id) for form in package.scored if leading]
    return Standing(
        package,
        procedure.title if procedure else "",
        leading,
        tuple(panels),
        opinion_state(desk, review_id),
    )


def search(desk: Desk, words: str) -> tuple[Standing, ...]:
    """The reviews in which every word is found somewhere, the latest visit first."""
    wanted = words.lower().split()
    found = [standing(desk, id) for id in desk.store.reviews()]
    kept = [one for one in found if all(word in " ".join(one.texts).lower() for word in wanted)]
    return tuple(sorted(kept, key=lambda one: one.review.date, reverse=True))


def find_review(desk: Desk, name: str) -> str:
    """The id of a review, from the id or its beginning. Raises NoSuchReview, SeveralReviews."""
    there = desk.store.reviews()
    found = [id for id in there if id == name] or [
        id for id in there if name and id.startswith(name)
    ]
    if not found:
        raise NoSuchReview
    if len(found) > 1:
        raise SeveralReviews(found=tuple(found))
    return found[0]


def chosen_form(forms: Sequence[Form], wanted: str | None) -> Form:
    """The form that was named, or the only one. Raises NoSuchForm."""
    named = [one for one in forms if wanted in (None, one.id)]
    if len(named) != 1:
        raise NoSuchForm(known=tuple(one.id for one in forms) or ("—",))
    return named[0]
