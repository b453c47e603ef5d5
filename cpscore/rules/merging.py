"""From the members' answers to the panel's result.

What no source decides, the panel decides, with a reason.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from cpscore.rules.answers import Answers
from cpscore.rules.decisions import AgreedConclusion, AgreedScore, Decisions, VetoDecision
from cpscore.rules.form import Conclusion, Form, Grade, Item, MergeRule, Veto
from cpscore.rules.obstacles import flags, obstacles, unagreed
from cpscore.rules.panel_result import (
    MemberResult,
    PanelItem,
    PanelResult,
    PanelVeto,
    PanelVetoState,
)
from cpscore.rules.points import Average, mean, median, rounded, shown, trimmed_mean
from cpscore.rules.problem import Problem, pointer
from cpscore.rules.scoring import (
    Result,
    ScoreResult,
    VetoState,
    chosen,
    conditions_met,
    grade_of,
    holds,
    item_points,
    reasons_of,
    score,
    verdict_of,
)
from cpscore.rules.tally import Points, points_of

# One door for whoever merges: what goes in, what comes out.
__all__ = [
    "AgreedConclusion",
    "AgreedScore",
    "Decisions",
    "MemberResult",
    "PanelItem",
    "PanelResult",
    "PanelVeto",
    "PanelVetoState",
    "VetoDecision",
    "decision_problems",
    "merge",
]


def merge(form: Form, ballots: Iterable[Answers], decisions: Decisions) -> PanelResult:
    """The panel's result from complete ballots of different experts, in any order."""
    results = tuple(
        sorted((score(form, answers) for answers in ballots), key=lambda one: one.answers.expert)
    )
    given = {one.answers.expert: item_points(form, one.answers) for one in results}
    items = tuple(panel_item(form, item, given, decisions) for item in form.items)
    points = panel_points(form, results, items)
    total = None if points is None else panel_total(form, points.total)
    graded = _graded(points, total)
    vetoes = tuple(panel_veto(form, veto, results, graded, decisions) for veto in form.vetoes)
    grade = grade_of(form, graded.total) if graded else None
    met = conditions_met(form, graded)
    failed = [one for one in vetoes if one.fails]
    verdict = _verdict(form, results, decisions, grade, [one.veto for one in failed], met)
    undecided = bool(form.conclusions) and verdict is None
    standing = obstacles(form, results, items, vetoes, undecided=undecided)
    reasons = reasons_of(form, graded, grade, map(_named, failed), met) if graded else ()
    return PanelResult(
        form=form,
        counted=results,
        rule=form.panel.applied,
        points=graded,
        total=total,
        grade=grade,
        verdict=None if standing else verdict,
        items=items,
        vetoes=vetoes,
        conditions=met,
        flags=flags(form, results, items, vetoes, given),
        reasons=(*reasons, *standing),
        decisions=decisions,
        settled=not standing,
    )


def _named(one: PanelVeto) -> tuple[str, Veto]:
    """A veto that stands, with the code of how it came to."""
    if one.veto.computed:
        return "veto-computed", one.veto
    return "veto-settled" if one.state is PanelVetoState.SETTLED else "veto-sustained", one.veto


def panel_total(form: Form, exact: Fraction) -> Average:
    """The panel's total, exact, and rounded where the form declares that before grading."""
    places = form.panel.round
    return Average(
        exact, shown(exact, form.ends), None if places is None else rounded(exact, places)
    )


def _graded(points: Points | None, total: Average | None) -> Points | None:
    """The points that grades, vetoes and conditions are measured by."""
    if points is None or total is None or total.rounded is None:
        return points
    return replace(points, total=Fraction(total.rounded))


# Items and points ------------------------------------------------------------------------------


def panel_item(
    form: Form,
    item: Item,
    given: Mapping[str, Mapping[str, Fraction | None]],
    decisions: Decisions,
) -> PanelItem:
    """One item's scores by member, with mean, ends, and the agreed score where the rule asks for
    one.
    """
    scores = {name: points[item.id] for name, points in given.items() if item.id in points}
    agreed = _agreed(form, item, scores, decisions)
    taken = [points for points in scores.values() if points is not None]
    if not taken:
        return PanelItem(item, scores, None, None, None, agreed)
    exact = mean(taken)
    average = Average(exact, shown(exact))
    return PanelItem(item, scores, average, min(taken), max(taken), agreed)


def _agreed(
    form: Form, item: Item, scores: Mapping[str, Fraction | None], decisions: Decisions
) -> Fraction | None:
    """What the panel agreed on: its decision, or the score all gave."""
    if form.panel.rule is not MergeRule.AGREED:
        return None
    decision = decisions.agreed_scores.get(item.id)
    if decision:
        return Fraction(decision.points)
    found = set(scores.values())
    return found.pop() if len(found) == 1 else None


def panel_points(
    form: Form, results: Sequence[ScoreResult], items: Sequence[PanelItem]
) -> Points | None:
    """The panel's points by the form's rule.

    None while an agreed score is open, or an item was scored by nobody: not scored is not zero.

    `mean` and its kin merge the members' totals; items and sections then carry the means, which
    conditions on them are measured by. Where members score assigned sections only, none of their
    totals is of the whole, and the means of the items are what there is.
    """
    if not form.scored or not results:
        return None
    if any(not one.scores or unagreed(form, one) for one in items):
        return None
    agreed = form.panel.rule is MergeRule.AGREED
    by_items = points_of(
        form,
        {
            one.item.id: one.agreed if agreed else one.mean.exact if one.mean else None
            for one in items
        },
    )
    if form.panel.applied in (MergeRule.AGREED, MergeRule.ITEM_MEAN):
        return by_items
    totals = [result.points.total for result in results if result.points]
    return Points(by_items.items, by_items.sections, _merged(form, totals))


def _merged(form: Form, totals: Sequence[Fraction]) -> Fraction:
    match form.panel.rule:
        case MergeRule.MEDIAN:
            return median(totals)
        case MergeRule.TRIMMED_MEAN:
            return trimmed_mean(totals, form.panel.drop, form.panel.least)
        case _:
            return mean(totals)


# Vetoes ----------------------------------------------------------------------------------------


def panel_veto(
    form: Form,
    veto: Veto,
    results: Sequence[ScoreResult],
    points: Points | None,
    decisions: Decisions,
) -> PanelVeto:
    """A veto over the members: decided by all, or contested until the panel decides.

    Never by arithmetic.
    """
    answers = {}
    reasons = {}
    for result in results:
        mine = next(one for one in result.vetoes if one.id == veto.id)
        answers[result.answers.expert] = mine.state
        if mine.reason:
            reasons[result.answers.expert] = mine.reason
    decision = decisions.vetoes.get(veto.id)
    state = _panel_state(form, veto, set(answers.values()), points)
    if state is PanelVetoState.CONTESTED and decision:
        state = PanelVetoState.SETTLED
    return PanelVeto(veto, answers, reasons, state, decision)


def _panel_state(
    form: Form, veto: Veto, found: set[VetoState], points: Points | None
) -> PanelVetoState:
    if veto.computed:
        if points is None:
            return PanelVetoState.OPEN
        fails = holds(veto.fails_when, form, points)
        return PanelVetoState.SUSTAINED if fails else PanelVetoState.CLEAR
    if found == {VetoState.FAILED}:
        return PanelVetoState.SUSTAINED
    if VetoState.FAILED in found:
        return PanelVetoState.CONTESTED
    if found == {VetoState.NOT_APPLICABLE}:
        return PanelVetoState.NOT_APPLICABLE
    return PanelVetoState.CLEAR


# The verdict -----------------------------------------------------------------------------------


def _verdict(
    form: Form,
    results: Sequence[ScoreResult],
    decisions: Decisions,
    grade: Grade | None,
    failed: list[Veto],
    met: Mapping[str, bool | None],
) -> Result | None:
    if form.conclusions:
        return _conclusion(form, results, decisions)
    return verdict_of(form, grade, failed, met)


def _conclusion(
    form: Form, results: Sequence[ScoreResult], decisions: Decisions
) -> Conclusion | None:
    """What all members chose, or what the panel decided where they differ."""
    given = {result.answers.conclusion for result in results}
    if len(given) > 1 and decisions.conclusion:
        return chosen(form, decisions.conclusion.id)
    return chosen(form, given.pop()) if len(given) == 1 else None


# Decisions -------------------------------------------------------------------------------------


def decision_problems(result: PanelResult) -> tuple[Problem, ...]:
    """Decisions on vetoes that are not contested, or on a conclusion all members share: there is
    nothing to decide, and numbers stay theirs.
    """
    vetoes = [
        Problem("not-asked", pointer("/vetoes", one.veto.id), {"why": "veto"})
        for one in result.vetoes
        if one.decision and one.state is not PanelVetoState.SETTLED
    ]
    shared = len({one.answers.conclusion for one in result.counted}) < 2
    conclusion = (
        [Problem("not-asked", "/conclusion", {"why": "shared"})]
        if result.decisions.conclusion and shared
        else []
    )
    return (*vetoes, *conclusion)
