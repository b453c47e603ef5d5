"""From one expert's answers to points, vetoes, grade and verdict."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import TypeAlias

from cpscore.rules.answers import (
    Answers,
    Score,
    Split,
    VetoAnswer,
    asked_parts,
    items_in,
)
from cpscore.rules.expressions import Leaf, compares, true_of
from cpscore.rules.form import (
    Answer,
    Answered,
    Compared,
    Conclusion,
    Condition,
    Expression,
    Form,
    Grade,
    Item,
    Part,
    Question,
    Relation,
    Veto,
)
from cpscore.rules.points import plain, readable
from cpscore.rules.problem import Remark
from cpscore.rules.tally import Points, points_for, points_of

Result: TypeAlias = "Grade | Conclusion"


class VetoState(StrEnum):
    """What one expert's answers make of a veto."""

    CLEAR = "clear"
    FAILED = "failed"
    UNANSWERED = "unanswered"
    NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True, slots=True)
class VetoResult:
    """A veto's state, and the reason the expert gave."""

    id: str
    state: VetoState
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ConditionResult:
    """Whether a condition holds; None while the form is incomplete."""

    id: str
    met: bool | None


@dataclass(frozen=True, slots=True)
class ScoreResult:
    """What one expert's answers come to.

    `grade` is what the points alone say, `verdict` what holds.

    `missing` are JSON pointers in the order of the form, scores first; grade and verdict are None
    until nothing is missing. On a form without points `points` is None.
    """

    form: Form
    answers: Answers
    points: Points | None
    missing: tuple[str, ...]
    vetoes: tuple[VetoResult, ...]
    conditions: tuple[ConditionResult, ...]
    provisional: Grade | None
    grade: Grade | None
    verdict: Result | None
    reasons: tuple[Remark, ...]

    @property
    def complete(self) -> bool:
        """Whether everything that is asked was answered."""
        return not self.missing


def score(form: Form, answers: Answers) -> ScoreResult:
    """One expert's result, complete or not; never more than the answers say.

    An expert who was assigned some sections only has no grade: there is no whole to grade.
    """
    missing = missing_paths(form, answers)
    whole = len(assigned_items(form, answers)) == len(tuple(form.items))
    given = item_points(form, answers)
    points = points_of(form, given, answers.sections) if form.scored else None
    leads_to = grade_of(form, points.total) if points else None
    final = points if whole and not missing else None
    grade = leads_to if final else None
    vetoes = tuple(veto_result(form, veto, answers, final) for veto in form.vetoes)
    met = conditions_met(form, final)
    failed = [form.veto(result.id) for result in vetoes if result.state is VetoState.FAILED]
    if missing:
        verdict: Result | None = None
        reasons: tuple[Remark, ...] = (Remark("still-open", values={"open": len(missing)}),)
    else:
        verdict = chosen(form, answers.conclusion) or verdict_of(form, grade, failed, met)
        named = [("veto-failed", veto) for veto in failed]
        reasons = reasons_of(form, final, grade, named, met)
    return ScoreResult(
        form=form,
        answers=answers,
        points=points,
        missing=missing,
        vetoes=vetoes,
        conditions=tuple(ConditionResult(id, holding) for id, holding in met.items()),
        provisional=leads_to,
        grade=grade,
        verdict=verdict,
        reasons=reasons,
    )


# What is open ----------------------------------------------------------------------------------


def assigned_items(form: Form, answers: Answers) -> tuple[Item, ...]:
    """The items this expert is to score: all, or those of the sections assigned."""
    return items_in(form, answers.sections)


def missing_paths(form: Form, answers: Answers) -> tuple[str, ...]:
    """JSON pointers of everything asked and open, in the order of the form, scores first."""
    scores = [
        path
        for item in assigned_items(form, answers)
        for path in _open_score(item, answers.scores.get(item.id))
    ]
    vetoes = [
        f"/vetoes/{veto.id}/{part.id}" for veto in form.vetoes for part in open_parts(veto, answers)
    ]
    questions = [
        f"/questions/{question.id}/{part.id}"
        for question in form.questions
        for part in open_parts(question, answers)
    ]
    fields = [
        f"/fields/{field.id}"
        for field in form.fields
        if field.required and not form.scored and not answers.fields.get(field.id)
    ]
    conclusion = ["/conclusion"] if form.conclusions and answers.conclusion is None else []
    return (*scores, *vetoes, *questions, *fields, *conclusion)


def _open_score(item: Item, score: Score | None) -> list[str]:
    if score is None:
        return [f"/scores/{item.id}"]
    if isinstance(score, Split):
        return [f"/scores/{item.id}/rows/{row.id}" for row in item.rows if row.id not in score.rows]
    return []


def open_parts(question: Veto | Question, answers: Answers) -> tuple[Part, ...]:
    """The parts of a question that are asked and not answered yet."""
    given = answers.vetoes if isinstance(question, Veto) else answers.questions
    parts = given.get(question.id, VetoAnswer()).parts
    return tuple(part for part in asked_parts(question, answers) if part.id not in parts)


# Points ----------------------------------------------------------------------------------------


def item_points(form: Form, answers: Answers) -> Mapping[str, Fraction | None]:
    """Points by item id: None where the item does not apply; an open item is absent."""
    return {
        item.id: points_for(item, answers.scores[item.id])
        for item in assigned_items(form, answers)
        if item.id in answers.scores and not _open_score(item, answers.scores[item.id])
    }


def grade_of(form: Form, total: Fraction) -> Grade | None:
    """The band a total falls into, its ends open or closed as printed."""
    return next((grade for grade in form.grades if in_band(grade, total)), None)


def in_band(grade: Grade, total: Fraction) -> bool:
    """Whether a total lies in a band."""
    lower, upper = Fraction(grade.lower), Fraction(grade.upper)
    return (lower < total or (grade.lower_closed and lower == total)) and (
        total < upper or (grade.upper_closed and total == upper)
    )


# Vetoes and conditions -------------------------------------------------------------------------


def veto_result(form: Form, veto: Veto, answers: Answers, points: Points | None) -> VetoResult:
    """The state of a veto: failed as soon as the answers so far make it fail."""
    given = answers.vetoes.get(veto.id, VetoAnswer())
    return VetoResult(veto.id, veto_state(form, veto, answers, points), given.reason)


def veto_state(form: Form, veto: Veto, answers: Answers, points: Points | None) -> VetoState:
    """`not_applicable` when nothing is asked or every asked part is 不适用.

    Computed vetoes wait for all points: `points` are final, or None.
    """
    if veto.computed:
        if points is None:
            return VetoState.UNANSWERED
        failed = holds(veto.fails_when, form, points)
        return VetoState.FAILED if failed else VetoState.CLEAR
    parts = {
        part.id: answers.vetoes.get(veto.id, VetoAnswer()).parts.get(part.id)
        for part in asked_parts(veto, answers)
    }
    if all(answer is Answer.NA for answer in parts.values()):
        return VetoState.NOT_APPLICABLE
    if holds(veto.fails_when, form, points, parts):
        return VetoState.FAILED
    return VetoState.UNANSWERED if None in parts.values() else VetoState.CLEAR


def holds(
    expression: Expression,
    form: Form,
    points: Points | None,
    parts: Mapping[str, Answer | None] | None = None,
    *,
    absent: bool = False,
) -> bool:
    """Whether an expression is true of these points and answers.

    What is open makes nothing true. `absent` is what it says of points that do not apply: they
    miss no limit that a condition sets, and reach none that makes a veto fail.
    """

    def leaf(one: Leaf) -> bool:
        match one:
            case Answered(part, answer):
                return (parts or {}).get(part) is answer
            case Compared():
                return points is not None and compared(one, points)

    def compared(one: Compared, points: Points) -> bool:
        value, full = _measured(one, form, points)
        return absent if value is None else compares(one, value, full)

    return true_of(expression, leaf)


def _measured(expression: Compared, form: Form, points: Points) -> tuple[Fraction | None, Fraction]:
    if expression.of == "total":
        return points.total, Fraction(form.total or 0)
    if expression.of == "section":
        section = next(one for one in form.sections if one.id == expression.id)
        applies = any(item.id in points.items for item in section.items)
        return points.sections[section.id] if applies else None, Fraction(section.max)
    return points.items.get(expression.id), Fraction(form.item(expression.id).max)


def all_conditions(form: Form) -> tuple[Condition, ...]:
    """The form's conditions, and those that its floors and ★ items state in short."""
    floors = [
        Condition(
            f"floor-{section.id}",
            f"{section.title or section.label or section.id} ≥ {plain(section.floor)}%",
            Compared("section", section.id, Relation.AT_LEAST, section.floor, percent=True),
        )
        for section in form.sections
        if section.floor is not None
    ]
    stars = [
        Condition(
            f"nonzero-{item.id}",
            f"{item.name} > 0",
            Compared("item", item.id, Relation.ABOVE, Decimal(0)),
        )
        for item in form.items
        if item.nonzero
    ]
    return (*form.conditions, *floors, *stars)


# The verdict -----------------------------------------------------------------------------------


def conditions_met(form: Form, points: Points | None) -> Mapping[str, bool | None]:
    """Which conditions hold, by id; None while there are no points to measure."""
    return {
        one.id: None if points is None else holds(one.when, form, points, absent=True)
        for one in all_conditions(form)
    }


def verdict_of(
    form: Form, grade: Grade | None, failed: Iterable[Veto], met: Mapping[str, bool | None]
) -> Grade | None:
    """What holds after vetoes and conditions: the highest grade not above the points whose
    conditions are met.

    A failed veto leads to the grade it names, else to the lowest: Hebei C and E name no
    consequence, 6.2.5 b) names 不合格 for G.
    """
    if grade is None:
        return None
    ranked = form.ranked
    limits = [form.grade(veto.grade) if veto.grade else ranked[0] for veto in failed]
    ceiling = min(ranked.index(limit) for limit in (grade, *limits))
    return next(one for one in reversed(ranked[: ceiling + 1]) if not _unmet(form, one, met))


def _unmet(form: Form, grade: Grade, met: Mapping[str, bool | None]) -> list[Condition]:
    """The conditions a grade demands that are not met; the lowest grade demands none."""
    if grade is form.ranked[0]:
        return []
    return [
        condition
        for condition in all_conditions(form)
        if (not condition.grades or grade.id in condition.grades) and not met[condition.id]
    ]


def _above(form: Form, condition: Condition, grade: Grade | None) -> bool:
    """Whether only grades demand a condition that the points do not reach anyway."""
    ranked = form.ranked
    reached = ranked[: ranked.index(grade) + 1] if grade else ()
    return bool(condition.grades) and not any(one.id in condition.grades for one in reached)


def chosen(form: Form, conclusion: str | None) -> Conclusion | None:
    """The conclusion chosen, on forms where no points decide."""
    return next((one for one in form.conclusions if one.id == conclusion), None)


def reasons_of(
    form: Form,
    points: Points | None,
    grade: Grade | None,
    failed: Iterable[tuple[str, Veto]],
    met: Mapping[str, bool | None],
) -> tuple[Remark, ...]:
    """Why the verdict is what it is, in the order: points, vetoes, conditions."""
    by_points = (
        [
            Remark(
                "points-grade",
                grade.id,
                {"total": readable(points.total, form.ends), "grade": grade.label},
            )
        ]
        if grade and points
        else []
    )
    by_vetoes = [
        Remark(code, veto.id, {"number": veto.number or veto.id, "text": veto.text})
        for code, veto in failed
    ]
    by_conditions = [
        Remark("condition-unmet", condition.id, {"text": condition.text})
        for condition in all_conditions(form)
        if met[condition.id] is False and not _above(form, condition, grade)
    ]
    return (*by_points, *by_vetoes, *by_conditions)
