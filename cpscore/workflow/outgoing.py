"""What goes out of a review: its panels' results, and its opinion where it has one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from cpscore.rules.form import Form
from cpscore.rules.review import Review
from cpscore.workflow.desk import Desk
from cpscore.workflow.naming import Names, chinese
from cpscore.workflow.opinion import Opinion, opinion
from cpscore.workflow.packages import Package
from cpscore.workflow.paper import Paper, paper
from cpscore.workflow.prepare import package_of
from cpscore.workflow.settle import Panel, panel


@dataclass(frozen=True)
class Outgoing:
    """A review to be exported; without a form for an opinion its sheets go out alone."""

    package: Package
    panels: tuple[Panel, ...]
    opinion: Opinion | None
    names: Names

    @property
    def review(self) -> Review:
        """The review it belongs to."""
        return self.package.review

    @property
    def ready(self) -> bool:
        """Whether nothing stands in the way of any form's result."""
        return all(one.result and one.result.settled for one in self.panels)

    @property
    def closed(self) -> bool:
        """Whether the opinion is signed by all."""
        return self.opinion is not None and self.opinion.state.state == "closed"


def outgoing(desk: Desk, review_id: str, naming: Callable[[Package], Names] = chinese) -> Outgoing:
    """What goes out of a review as it stands now."""
    package = package_of(desk, review_id)
    one = opinion(desk, review_id) if package.opinion else None
    panels = one.panels if one else tuple(panel(desk, review_id, f.id) for f in package.scored)
    return Outgoing(package, panels, one, naming(package))


def filled_once(desk: Desk, one: Outgoing) -> Iterator[tuple[Form, Paper]]:
    """What is filled in once for the review, by the leader, where anything was entered."""
    leader = one.review.leader
    for form in one.package.once if leader else ():
        assert leader is not None
        filled = paper(desk, one.review.id, form.id, leader.id)
        if filled.saved_at:
            yield form, filled
