"""The panel's result: what was collected, merged, and what the panel decided, with who and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from cpscore.rules.answers import Answers
from cpscore.rules.canonical import Json
from cpscore.rules.decisions import read_decisions
from cpscore.rules.form import Form
from cpscore.rules.ijson import Tree
from cpscore.rules.merging import (
    AgreedConclusion,
    AgreedScore,
    Decisions,
    PanelResult,
    VetoDecision,
    decision_problems,
    merge,
)
from cpscore.rules.panel import Sorted, Submission, sort_submissions
from cpscore.rules.points import plain, read_points
from cpscore.rules.problem import Unacceptable, pointer
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
    decided = decisions_of(desk, review_id, form_id)
    result = None
    if files.counted:
        standing = _standing(desk, review_id, form_id, decided)
        result = merge(form, files.counted, _asked(form, files.counted, standing))
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


def _standing(desk: Desk, review_id: str, form_id: str, vetoes: Mapping[str, Decided]) -> Decisions:
    """Every decision on a form that stands; one on a score or the conclusion replaces the last."""
    scores: dict[str, AgreedScore] = {}
    conclusion: AgreedConclusion | None = None
    for entry in desk.store.entries(review_id, ("score-agreed", "conclusion-agreed")):
        body = entry.body
        assert isinstance(body, Mapping)
        if body["form"] != form_id:
            continue
        if entry.kind == "conclusion-agreed":
            conclusion = AgreedConclusion(text(body, "conclusion"), text(body, "reason"))
        else:
            points = read_points(text(body, "points"))
            assert points is not None
            scores[text(body, "item")] = AgreedScore(points, text(body, "reason"))
    decided = {id: VetoDecision(one.sustained, one.reason) for id, one in vetoes.items()}
    return Decisions(decided, scores, conclusion)


def _asked(form: Form, counted: Sequence[Answers], standing: Decisions) -> Decisions:
    """The decisions on what is still open: a ballot that came later may have ended the dispute."""
    problems = decision_problems(merge(form, counted, standing))
    moot = {problem.path for problem in problems}
    vetoes = {id: one for id, one in standing.vetoes.items() if pointer("/vetoes", id) not in moot}
    conclusion = None if "/conclusion" in moot else standing.conclusion
    return replace(standing, vetoes=vetoes, conclusion=conclusion)


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
