"""The panel's result: what was collected, merged, and what the panel decided, with who and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from cpscore.rules.canonical import Json
from cpscore.rules.form import Form
from cpscore.rules.merging import Decisions, PanelResult, VetoDecision, decision_problems, merge
from cpscore.rules.panel import Sorted, Submission, sort_submissions
from cpscore.rules.problem import Unacceptable
from cpscore.rules.review import Review
from cpscore.workflow.collect import Place, box
from cpscore.workflow.desk import Desk
from cpscore.workflow.failures import NoReason
from cpscore.workflow.opinion_state import demand_open
from cpscore.workflow.packages import Package
from cpscore.workflow.prepare import package_of, text


@dataclass(frozen=True, slots=True)
class Decided:
    """What the panel decided on a veto, why, who recorded it and when."""

    sustained: bool
    reason: str
    by: str
    at: str


@dataclass(frozen=True)
class Panel:
    """The panel as it stands; `result` is None until a ballot counts."""

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
    decided = decisions_of(desk, review_id, form_id)
    decisions = Decisions(
        {id: VetoDecision(one.sustained, one.reason) for id, one in decided.items()}
    )
    result = merge(form, files.counted, decisions) if files.counted else None
    return Panel(package, form, result, files, places, decided)


def decisions_of(desk: Desk, review_id: str, form_id: str) -> Mapping[str, Decided]:
    """The decisions that stand: the last one on each veto, unless it was taken back."""
    standing: dict[str, Decided] = {}
    for entry in desk.store.entries(review_id, ("decided", "undecided")):
        body = entry.body
        assert isinstance(body, Mapping)
        if body["form"] != form_id:
            continue
        veto = text(body, "veto")
        standing.pop(veto, None)
        if entry.kind == "decided":
            standing[veto] = Decided(
                body["sustained"] is True, text(body, "reason"), entry.by, entry.at
            )
    return standing


def decide_veto(
    desk: Desk, review_id: str, form_id: str, veto_id: str, sustained: bool, reason: str, by: str
) -> Panel:
    """Record what the panel decided on a contested veto. Raises NoReason, Unacceptable.

    No source says how a panel settles a veto: the program never decides it by arithmetic.
    """
    demand_open(desk, review_id)
    before = panel(desk, review_id, form_id)
    if not reason.strip():
        raise NoReason
    trial = Decisions({veto_id: VetoDecision(sustained, reason.strip())})
    problems = (
        decision_problems(merge(before.form, before.files.counted, trial)) if before.result else ()
    )
    if problems:
        raise Unacceptable(problems)
    body: dict[str, Json] = {
        "form": form_id,
        "veto": veto_id,
        "sustained": sustained,
        "reason": reason.strip(),
    }
    desk.store.append(review_id, "decided", body, by=by, at=desk.at())
    return panel(desk, review_id, form_id)


def undecide_veto(
    desk: Desk, review_id: str, form_id: str, veto_id: str, reason: str, by: str
) -> Panel:
    """Take a decision back; the journal keeps it and says why. Raises NoReason."""
    demand_open(desk, review_id)
    if not reason.strip():
        raise NoReason
    body = {"form": form_id, "veto": veto_id, "reason": reason.strip()}
    desk.store.append(review_id, "undecided", body, by=by, at=desk.at())
    return panel(desk, review_id, form_id)
