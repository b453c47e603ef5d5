"""What keeps a panel from its verdict, and what its leader should look at before signing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from cpscore.rules.form import Form, Item, Kind, MergeRule
from cpscore.rules.panel_result import PanelItem, PanelVeto, PanelVetoState
from cpscore.rules.points import median, readable, shown
from cpscore.rules.problem import Remark
from cpscore.rules.scoring import ScoreResult, VetoState


def obstacles(
    form: Form,
    results: Sequence[ScoreResult],
    items: Sequence[PanelItem],
    vetoes: Sequence[PanelVeto],
    *,
    undecided: bool,
) -> tuple[Remark, ...]:
    """Everything that keeps the panel from a verdict; `undecided` is a conclusion that is open."""
    agreeing = form.panel.rule is MergeRule.AGREED
    unscored = [one for one in items if results and not one.scores]
    unsettled = [one for one in items if one.scores and unagreed(form, one)]
    return (
        *_too_few(form, results),
        *_contested("veto-contested", vetoes),
        *_named("objective-differs", () if agreeing else _differing(items)),
        *_named("item-unscored", unscored),
        *_named("agreed-open", unsettled),
        *([Remark("conclusion-differs")] if undecided else []),
    )


def flags(
    form: Form,
    results: Sequence[ScoreResult],
    items: Sequence[PanelItem],
    vetoes: Sequence[PanelVeto],
    given: Mapping[str, Mapping[str, Fraction | None]],
) -> tuple[Remark, ...]:
    """What the leader should look at before anything is signed; flags decide nothing.

    `given` are each member's points by item id, None where the item does not apply.
    """
    return (
        *_too_few(form, results),
        *_categories(form, results),
        *_contested("contested-veto", vetoes),
        *_named("objective-differs", _differing(items)),
        *_spreads(form, items),
        *_outliers(form, results),
        *_same(form, given),
    )


def unagreed(form: Form, one: PanelItem) -> bool:
    """Whether the panel has yet to agree on an item; that it does not apply is agreement too."""
    agreed = one.agreed is not None or set(one.scores.values()) == {None}
    return form.panel.rule is MergeRule.AGREED and not agreed


# In the way, and worth a look ------------------------------------------------------------------


def _too_few(form: Form, results: Sequence[ScoreResult]) -> list[Remark]:
    counted, minimum = len(results), form.panel.minimum
    few = Remark("too-few", values={"counted": counted, "minimum": minimum})
    return [few] if counted < minimum else []


def _contested(code: str, vetoes: Iterable[PanelVeto]) -> list[Remark]:
    return [
        Remark(code, one.veto.id, _veto_values(one))
        for one in vetoes
        if one.state is PanelVetoState.CONTESTED
    ]


def _veto_values(one: PanelVeto) -> Mapping[str, object]:
    failing = [name for name, state in one.answers.items() if state is VetoState.FAILED]
    return {
        "number": one.veto.number or one.veto.id,
        "text": one.veto.text,
        "failed": "、".join(failing),
        "others": "、".join(name for name in one.answers if name not in failing),
    }


def _named(code: str, items: Iterable[PanelItem]) -> list[Remark]:
    return [Remark(code, one.item.id, {"item": one.item.name}) for one in items]


def _differing(items: Iterable[PanelItem]) -> list[PanelItem]:
    """The objective items on which the members differ."""
    return [one for one in items if one.item.objective and len(set(one.scores.values())) > 1]


# Worth a look only -----------------------------------------------------------------------------


def _categories(form: Form, results: Sequence[ScoreResult]) -> list[Remark]:
    """Members who put the enterprise into other categories: they were asked other questions."""
    given = {one.answers.expert: frozenset(one.answers.categories) for one in results}
    if not form.depends_on_category or len(set(given.values())) < 2:
        return []
    named = {one.answers.expert: "、".join(one.answers.categories) for one in results}
    said = tuple(f"{name}（{categories or '—'}）" for name, categories in named.items())
    return [Remark("categories-differ", "enterprise", {"given": said})]


def _spreads(form: Form, items: Iterable[PanelItem]) -> list[Remark]:
    return [
        Remark("spread", one.item.id, {"item": one.item.name, "spread": readable(one.spread)})
        for one in items
        if one.spread is not None and _wide(form, one.item, one.spread)
    ]


def _wide(form: Form, item: Item, spread: Fraction) -> bool:
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
    found = []
    for name, scores in given.items():
        shares = [
            points / Fraction(item.max)
            for item in form.items
            if item.kind is Kind.POINTS and item.max > 0
            if (points := scores.get(item.id)) is not None
        ]
        # Two are too few to say anything.
        if len(shares) > 2 and len(set(shares)) == 1:
            percent = shown(shares[0] * 100, places=0)
            found.append(Remark("same-fraction", name, {"expert": name, "percent": percent}))
    return found
