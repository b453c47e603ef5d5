"""The panel's result as values: what became of each item and veto, and what it all leads to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from cpscore.rules.decisions import Decisions, VetoDecision
from cpscore.rules.form import Form, Grade, Item, MergeRule, Veto
from cpscore.rules.points import Average
from cpscore.rules.problem import Remark
from cpscore.rules.scoring import Result, ScoreResult, VetoState
from cpscore.rules.tally import Points


class PanelVetoState(StrEnum):
    """What the panel makes of a veto.

    `contested` waits for a decision, which makes it `settled`; `open` is a veto computed from
    points that the panel does not have yet.
    """

    CLEAR = "clear"
    SUSTAINED = "sustained"
    CONTESTED = "contested"
    SETTLED = "settled"
    NOT_APPLICABLE = "not_applicable"
    OPEN = "open"


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

    `points.total` is what is graded: where the form declares rounding, the rounded total.
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
