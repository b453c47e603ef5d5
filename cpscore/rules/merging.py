"""From the members' answers to the panel's result.

What no source decides, the panel decides, with a reason.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from cpscore.rules.answers import Answers
from cpscore.rules.form import Conclusion, Form, Grade, Item, Kind, MergeRule, Veto
from cpscore.rules.points import (
    Average,
    mean,
    median,
    readable,
    rounded,
    shown,
    trimmed_mean,
)
from cpscore.rules.problem import Problem, Remark, pointer
from cpscore.rules.scoring import (
    Points,
    Result,
    ScoreResult,
    VetoState,
    chosen,
    conditions_met,
    grade_of,
    holds,
    item_points,
    points_of,
    reasons_of,
    score,
    verdict_of,
)


class PanelVetoState(StrEnum):
    """What the panel makes of a veto.

    `contested` waits for a decision, which makes it `settled`.
    """

    CLEAR = "clear"
    SUSTAINED = "sustained"
    CONTESTED = "contested"
    SETTLED = "settled"
    NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True, slots=True)
class VetoDecision:
    """The panel's decision on a contested veto, and why."""

    sustained: bool
    reason: str


@dataclass(frozen=True, slots=True)
class AgreedScore:
    """The score the panel agreed on (讨论一致), and why."""

    points: Decimal
    reason: str


@dataclass(frozen=True, slots=True)
class AgreedConclusion:
    """The conclusion the panel agreed on, where members chose differently, and why."""

    id: str
    reason: str


@dataclass(frozen=True, slots=True)
class Decisions:
    """What the panel decided and the leader recorded."""

    vetoes: Mapping[str, VetoDecision] = field(default_factory=dict)
    agreed_scores: Mapping[str, AgreedScore] = field(default_factory=dict)
    conclusion: AgreedConclusion | None = None


@dataclass(frozen=True, slots=True)
class MemberResult:
    """One member's total, and whether it counted; `total` is None where there is none to show."""

    expert: str
    total: Fraction | None
    counted: bool


@dataclass(frozen=True, slots=True)
class PanelItem:
    """An item over the counted members, by name; None where it does not apply to the enterprise."""

    item: Item
    scores: Mapping[str, Fraction | None]
    mean: Average | None
    min: Fraction | None
    max: Fraction | None
    agreed: Fraction | None = None

    @property
    def spread(self) -> Fraction | None:
        """The distance between the highest and the lowest score."""
        return None if self.max is None or self.min is None else self.max - self.min


@dataclass(frozen=True, slots=True)
class PanelVeto:
    """A veto over the counted members, by name."""

    veto: Veto
    answers: Mapping[str, VetoState]
    reasons: Mapping[str, str]
    state: PanelVetoState
    decision: VetoDecision | None

    @property
    def fails(self) -> bool:
        """Whether the veto stands against the enterprise."""
        if self.state is PanelVetoState.SETTLED:
            return self.decision is not None and self.decision.sustained
        return self.state is PanelVetoState.SUSTAINED


@dataclass(frozen=True, slots=True)
class PanelResult:
    """The members' answers merged by the form's rule.

    `verdict` is None while anything stands in its way; `settled` says that nothing does, also on
    forms that name no result.
    """

    form: Form
    counted: tuple[ScoreResult, ...]
    rule: MergeRule
    points: Points | None
    total: Average | None
    grade: Grade | None
    verdict: Result | None
    items: tuple[PanelItem, ...]
    vetoes: tuple[PanelVeto, ...]
    conditions: Mapping[str, bool | None]
    flags: tuple[Remark, ...]
    reasons: tuple[Remark, ...]
    decisions: Decisions
    settled: bool


def merge(form: Form, ballots: Iterable[Answers], decisions: Decisions) -> PanelResult:
    """The panel's result from complete ballots of different experts, in any order."""
    results = tuple(
        sorted((score(form, answers) for answers in ballots), key=lambda one: one.answers.expert)
    )
    given = {one.answers.expert: item_points(form, one.answers) for one in results}
    items = tuple(panel_item(form, item, given, decisions) for item in form.items)
    points = panel_points(form, results, items)
    exact = points.total if points else None
    if exact is not None and form.panel.round is not None:
        exact = Fraction(rounded(exact, form.panel.round))
    graded = Points(points.items, points.sections, exact) if points and exact is not None else None
    vetoes = tuple(panel_veto(form, veto, results, graded, decisions) for veto in form.vetoes)
    grade = grade_of(form, exact) if exact is not None else None
    met = conditions_met(form, graded)
    obstacles = _obstacles(form, results, items, vetoes, decisions)
    failed = [one for one in vetoes if one.fails]
    verdict = _verdict(form, results, decisions, grade, [one.veto for one in failed], met)
    codes = [
        ("veto-settled" if one.state is PanelVetoState.SETTLED else "veto-sustained", one.veto)
        for one in failed
    ]
    reasons = reasons_of(form, graded, grade, codes, met) if graded else ()
    return PanelResult(
        form=form,
        counted=results,
        rule=form.panel.rule,
        points=graded,
        total=None if exact is None else Average(exact, shown(exact, form.ends)),
        grade=grade,
        verdict=None if obstacles else verdict,
        items=items,
        vetoes=vetoes,
        conditions=met,
        flags=(*_flags(form, results, items, vetoes), *_same(form, given)),
        reasons=(*reasons, *obstacles),
        decisions=decisions,
        settled=not obstacles,
    )


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


def _unagreed(form: Form, one: PanelItem) -> bool:
    """Whether the panel has yet to agree on an item; that it does not apply is agreement too."""
    agreed = one.agreed is not None or set(one.scores.values()) == {None}
    return form.panel.rule is MergeRule.AGREED and not agreed


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
    if any(not one.scores or _unagreed(form, one) for one in items):
        return None
    agreed = form.panel.rule is MergeRule.AGREED
    by_items = points_of(
        form,
        {
            one.item.id: one.agreed if agreed else one.mean.exact if one.mean else None
            for one in items
        },
    )
    if form.panel.assigned or form.panel.rule in (MergeRule.AGREED, MergeRule.ITEM_MEAN):
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
        fails = holds(veto.fails_when, form, points)
        return PanelVetoState.SUSTAINED if fails else PanelVetoState.CLEAR
    if found == {VetoState.FAILED}:
        return PanelVetoState.SUSTAINED
    if VetoState.FAILED in found:
        return PanelVetoState.CONTESTED
    if found == {VetoState.NOT_APPLICABLE}:
        return PanelVetoState.NOT_APPLICABLE
    return PanelVetoState.CLEAR


# The verdict and what stands in its way --------------------------------------------------------


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


def _obstacles(
    form: Form,
    results: Sequence[ScoreResult],
    items: Sequence[PanelItem],
    vetoes: Sequence[PanelVeto],
    decisions: Decisions,
) -> tuple[Remark, ...]:
    """Everything that keeps the panel from a verdict."""
    minimum = form.panel.minimum
    few = (
        [Remark("too-few", values={"counted": len(results), "minimum": minimum})]
        if len(results) < minimum
        else []
    )
    contested = [
        Remark("veto-contested", one.veto.id, _veto_values(one))
        for one in vetoes
        if one.state is PanelVetoState.CONTESTED
    ]
    differing = [
        Remark("objective-differs", one.item.id, {"item": one.item.name})
        for one in items
        if form.panel.rule is not MergeRule.AGREED and _objective_differs(one)
    ]
    unscored = [
        Remark("item-unscored", one.item.id, {"item": one.item.name})
        for one in items
        if results and not one.scores
    ]
    unsettled = [
        Remark("agreed-open", one.item.id, {"item": one.item.name})
        for one in items
        if one.scores and _unagreed(form, one)
    ]
    undecided = (
        [Remark("conclusion-differs")]
        if form.conclusions and _conclusion(form, results, decisions) is None
        else []
    )
    return (*few, *contested, *differing, *unscored, *unsettled, *undecided)


def _veto_values(one: PanelVeto) -> Mapping[str, object]:
    failing = [name for name, state in one.answers.items() if state is VetoState.FAILED]
    return {
        "number": one.veto.number or one.veto.id,
        "text": one.veto.text,
        "failed": "、".join(failing),
        "others": "、".join(name for name in one.answers if name not in failing),
    }


def _objective_differs(one: PanelItem) -> bool:
    return one.item.objective and len(set(one.scores.values())) > 1


# Flags -----------------------------------------------------------------------------------------


def _flags(
    form: Form,
    results: Sequence[ScoreResult],
    items: Sequence[PanelItem],
    vetoes: Sequence[PanelVeto],
) -> tuple[Remark, ...]:
    """What the leader should look at before anything is signed; flags decide nothing."""
    few = (
        [Remark("too-few", values={"counted": len(results), "minimum": form.panel.minimum})]
        if len(results) < form.panel.minimum
        else []
    )
    contested = [
        Remark("contested-veto", one.veto.id, _veto_values(one))
        for one in vetoes
        if one.state is PanelVetoState.CONTESTED
    ]
    differing = [
        Remark("objective-differs", one.item.id, {"item": one.item.name})
        for one in items
        if _objective_differs(one)
    ]
    spread = [
        Remark("spread", one.item.id, {"item": one.item.name, "spread": readable(one.spread)})
        for one in items
        if one.spread is not None and _spreads(form, one.item, one.spread)
    ]
    return (*few, *contested, *differing, *spread, *_outliers(form, results))


def _spreads(form: Form, item: Item, spread: Fraction) -> bool:
    """Whether a spread is worth a word: the form's share of the maximum, and never a half point
    here or there.
    """
    share = Fraction(item.max) * Fraction(form.panel.spread_percent) / 100
    return spread > 0 and spread >= share and spread >= form.panel.spread_points


def _outliers(form: Form, results: Sequence[ScoreResult]) -> list[Remark]:
    """Members a tenth of the full mark or more away from the median of the others (ours)."""
    totals = {one.answers.expert: one.points.total for one in results if one.points}
    if len(totals) < 3 or form.total is None or form.panel.assigned:
        return []
    limit = Fraction(form.total) / 10
    # Once for each total and not for each member: of a thousand members few differ.
    middles = {total: median(_without(totals.values(), total)) for total in set(totals.values())}
    return [
        Remark(
            "outlier",
            name,
            {"expert": name, "total": readable(total), "others": shown(middles[total])},
        )
        for name, total in totals.items()
        if abs(total - middles[total]) >= limit
    ]


def _without(values: Iterable[Fraction], one: Fraction) -> list[Fraction]:
    left = list(values)
    left.remove(one)
    return left


def _same(form: Form, given: Mapping[str, Mapping[str, Fraction | None]]) -> list[Remark]:
    """Members who gave every item the same share of its maximum: scored by formula, or not at all
    (ours).
    """
    flags = []
    for name, scores in given.items():
        shares = {
            points / Fraction(item.max)
            for item in form.items
            if item.kind is Kind.POINTS and item.max > 0
            if (points := scores.get(item.id)) is not None
        }
        if len(shares) == 1 and len(scores) >= 3:
            percent = shown(shares.pop() * 100, places=0)
            flags.append(Remark("same-fraction", name, {"expert": name, "percent": percent}))
    return flags


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
