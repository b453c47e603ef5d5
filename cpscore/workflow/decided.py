"""What the panel decided, as a journal says it: the leader's own, or the one inside an archive."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from cpscore.rules.answers import Answers
from cpscore.rules.form import Form
from cpscore.rules.merging import (
    AgreedConclusion,
    AgreedScore,
    Decisions,
    VetoDecision,
    decision_problems,
    merge,
)
from cpscore.rules.points import read_points
from cpscore.rules.problem import pointer
from cpscore.store.journal import Entry
from cpscore.workflow.prepare import text

DECISIONS = ("decided", "undecided", "score-agreed", "conclusion-agreed")


@dataclass(frozen=True, slots=True)
class Decided:
    """What the panel decided on a veto, why, who recorded it and when."""

    sustained: bool
    reason: str
    by: str
    at: str


def vetoes_decided(entries: Iterable[Entry], form_id: str) -> Mapping[str, Decided]:
    """The decisions on vetoes that stand: the last one on each, unless it was taken back."""
    standing: dict[str, Decided] = {}
    for entry in _about(entries, form_id, ("decided", "undecided")):
        assert isinstance(entry.body, Mapping)
        veto = text(entry.body, "veto")
        standing.pop(veto, None)
        if entry.kind == "decided":
            sustained, reason = entry.body["sustained"] is True, text(entry.body, "reason")
            standing[veto] = Decided(sustained, reason, entry.by, entry.at)
    return standing


def standing_decisions(entries: Sequence[Entry], form_id: str) -> Decisions:
    """Every decision on a form that stands; one on a score or the conclusion replaces the last."""
    scores: dict[str, AgreedScore] = {}
    conclusion: AgreedConclusion | None = None
    for entry in _about(entries, form_id, ("score-agreed", "conclusion-agreed")):
        body = entry.body
        if entry.kind == "conclusion-agreed":
            conclusion = AgreedConclusion(text(body, "conclusion"), text(body, "reason"))
        else:
            points = read_points(text(body, "points"))
            assert points is not None
            scores[text(body, "item")] = AgreedScore(points, text(body, "reason"))
    vetoes = vetoes_decided(entries, form_id)
    decided = {id: VetoDecision(one.sustained, one.reason) for id, one in vetoes.items()}
    return Decisions(decided, scores, conclusion)


def still_asked(form: Form, counted: Sequence[Answers], standing: Decisions) -> Decisions:
    """The decisions on what is still open: a ballot that came later may have ended the dispute."""
    problems = decision_problems(merge(form, counted, standing))
    moot = {problem.path for problem in problems}
    vetoes = {id: one for id, one in standing.vetoes.items() if pointer("/vetoes", id) not in moot}
    conclusion = None if "/conclusion" in moot else standing.conclusion
    return replace(standing, vetoes=vetoes, conclusion=conclusion)


def _about(entries: Iterable[Entry], form_id: str, kinds: Sequence[str]) -> Iterable[Entry]:
    return (one for one in entries if one.kind in kinds and text(one.body, "form") == form_id)
