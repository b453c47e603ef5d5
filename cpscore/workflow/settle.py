"""The panel's result: what was collected, merged, and what the panel decided, with who and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from cpscore.rules.canonical import Json
from cpscore.rules.decisions import read_decisions
from cpscore.rules.form import Form
from cpscore.rules.ijson import Tree
from cpscore.rules.merging import (
    Decisions,
    PanelResult,
    decision_problems,
    merge,
)
from cpscore.rules.panel import Sorted, Submission, sort_submissions
from cpscore.rules.points import plain
from cpscore.rules.problem import Failure, Unacceptable
from cpscore.rules.review import Review
from cpscore.workflow.collect import Place, box
from cpscore.workflow.decided import (
    DECISIONS,
    Decided,
    standing_decisions,
    still_asked,
    vetoes_decided,
)
from cpscore.workflow.desk import Desk
from cpscore.workflow.failures import NoReason
from cpscore.workflow.opinion_state import demand_open
from cpscore.workflow.packages import Package
from cpscore.workflow.prepare import package_of


class NothingCounts(Failure):
    """No ballot counts yet: there is nothing to decide."""

    code = "nothing-counts"


@dataclass(frozen=True)
class Panel:
    """The panel as it stands; `result` is None until a ballot counts.

    `decided` are the decisions on vetoes; those on scores and the conclusion are in the result.
    """

    package: Package
    form: Form
    result: PanelResult | None
    files: Sorted
    places: tuple[Place, ...]
    decided: Mapping[str, Decided]

    @property
    def review(self) -> Review:
        """The review it belongs to."""
        return self.package.review


def panel(desk: Desk, review_id: str, form_id: str) -> Panel:
    """The panel's result from the accepted ballots and the decisions in the journal."""
    package = package_of(desk, review_id)
    form = package.definition(form_id).form
    places = box(desk, review_id, form_id)
    submissions = [
        Submission(place.taken.file, place.member.name, place.taken.answers, ())
        for place in places
        if place.taken and place.taken.answers
    ]
    files = sort_submissions(form, submissions)
    result = None
    if files.counted:
        entries = tuple(desk.store.entries(review_id, DECISIONS))
        standing = standing_decisions(entries, form_id)
        result = merge(form, files.counted, still_asked(form, files.counted, standing))
    return Panel(package, form, result, files, places, decisions_of(desk, review_id, form_id))


def decisions_of(desk: Desk, review_id: str, form_id: str) -> Mapping[str, Decided]:
    """The decisions on vetoes that stand: the last one on each, unless it was taken back."""
    return vetoes_decided(desk.store.entries(review_id, DECISIONS), form_id)


def decide(desk: Desk, review_id: str, form_id: str, tree: Tree, by: str) -> Panel:
    """Record every decision of a file (`D.json`), all of them or none.

    Raises Signing, NothingCounts, Unacceptable with all that is no decision to be made.
    """
    demand_open(desk, review_id)
    if panel(desk, review_id, form_id).result is None:
        raise NothingCounts
    made = _read(desk, review_id, form_id, tree)
    with desk.store.together():
        for id, veto in made.vetoes.items():
            decide_veto(desk, review_id, form_id, id, veto.sustained, veto.reason, by)
        for id, one in made.agreed_scores.items():
            agree_score(desk, review_id, form_id, id, plain(one.points), one.reason, by)
        if made.conclusion:
            agree_conclusion(
                desk, review_id, form_id, made.conclusion.id, made.conclusion.reason, by
            )
    return panel(desk, review_id, form_id)


def agree_score(
    desk: Desk, review_id: str, form_id: str, item_id: str, points: str, reason: str, by: str
) -> Panel:
    """Record the score the panel agreed on (讨论一致), under that rule only.

    Raises NoReason, Unacceptable.
    """
    decided: dict[str, Tree] = {"agreed_scores": {item_id: {"points": points, "reason": reason}}}
    decisions = _decisions(desk, review_id, form_id, decided, reason)
    agreed = decisions.agreed_scores[item_id]
    body = {"item": item_id, "points": plain(agreed.points), "reason": agreed.reason}
    return _record(desk, review_id, form_id, "score-agreed", body, by)


def agree_conclusion(
    desk: Desk, review_id: str, form_id: str, conclusion_id: str, reason: str, by: str
) -> Panel:
    """Record the conclusion the panel agreed on, where the members chose differently.

    Raises NoReason, Unacceptable.
    """
    decided: dict[str, Tree] = {"conclusion": {"id": conclusion_id, "reason": reason}}
    decisions = _decisions(desk, review_id, form_id, decided, reason)
    agreed = decisions.conclusion
    assert agreed is not None
    body = {"conclusion": agreed.id, "reason": agreed.reason}
    return _record(desk, review_id, form_id, "conclusion-agreed", body, by)


def _decisions(
    desk: Desk, review_id: str, form_id: str, decided: dict[str, Tree], reason: str
) -> Decisions:
    """A decision as it would be read from a file, where there is something to decide."""
    demand_open(desk, review_id)
    if not reason.strip():
        raise NoReason
    return _read(desk, review_id, form_id, decided)


def _read(desk: Desk, review_id: str, form_id: str, decided: Tree) -> Decisions:
    before = panel(desk, review_id, form_id)
    decisions, problems = read_decisions(before.form, decided)
    if not problems and before.result:
        problems = decision_problems(merge(before.form, before.files.counted, decisions))
    if problems:
        raise Unacceptable(problems)
    return decisions


def _record(
    desk: Desk, review_id: str, form_id: str, kind: str, body: Mapping[str, Json], by: str
) -> Panel:
    desk.store.append(review_id, kind, {"form": form_id, **body}, by=by, at=desk.at())
    return panel(desk, review_id, form_id)


def decide_veto(
    desk: Desk, review_id: str, form_id: str, veto_id: str, sustained: bool, reason: str, by: str
) -> Panel:
    """Record what the panel decided on a contested veto. Raises NoReason, Unacceptable.

    No source says how a panel settles a veto: the program never decides it by arithmetic.
    """
    decided: dict[str, Tree] = {"vetoes": {veto_id: {"sustained": sustained, "reason": reason}}}
    made = _decisions(desk, review_id, form_id, decided, reason).vetoes[veto_id]
    body: dict[str, Json] = {
        "veto": veto_id,
        "sustained": made.sustained,
        "reason": made.reason,
    }
    return _record(desk, review_id, form_id, "decided", body, by)


def undecide_veto(
    desk: Desk, review_id: str, form_id: str, veto_id: str, reason: str, by: str
) -> Panel:
    """Take a decision back; the journal keeps it and says why. Raises NoReason."""
    demand_open(desk, review_id)
    if not reason.strip():
        raise NoReason
    body = {"veto": veto_id, "reason": reason.strip()}
    return _record(desk, review_id, form_id, "undecided", body, by)
