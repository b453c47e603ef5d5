"""What is sure already while a paper is open: a condition nothing can save, a veto nothing can
avert.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction

from cpscore.rules.answers import Answers, Score, Split
from cpscore.rules.form import AllOf, Answered, AnyOf, Compared, Expression, Form, Item, Veto
from cpscore.rules.scoring import (
    all_conditions,
    assigned_items,
    holds,
    item_points,
)
from cpscore.rules.tally import Points, points_of


def reach(form: Form, answers: Answers) -> tuple[Points, Points]:
    """The least and the most points the paper can still come to.

    An open item gives its least and its most: that it does not apply lies between the two.
    """
    given, open = item_points(form, answers), answers.scores
    theirs = [item for item in assigned_items(form, answers) if item.id not in given]
    least = {item.id: _least(item, open.get(item.id)) for item in theirs}
    most = {item.id: Fraction(item.max) for item in theirs}
    low, high = ({**given, **ends} for ends in (least, most))
    return points_of(form, low, answers.sections), points_of(form, high, answers.sections)


def _least(item: Item, score: Score | None) -> Fraction:
    if isinstance(score, Split):
        return Fraction(sum(score.rows.values(), Decimal(0)))
    if item.choices:
        return Fraction(min(one.points for one in item.choices))
    lost = item.max if item.cap is None else item.cap
    return Fraction(item.max - lost if item.per else 0)


def foreseen(form: Form, answers: Answers) -> Mapping[str, bool | None]:
    """Whether each condition will hold whatever is still entered, by id; None while that is open,
    and for what this expert was not assigned.
    """
    return {one.id: _sure(form, answers, one.when, absent=True) for one in all_conditions(form)}


def unavoidable(form: Form, answers: Answers) -> tuple[Veto, ...]:
    """The vetoes computed from the points that will fail whatever is still entered."""
    computed = (veto for veto in form.vetoes if veto.computed)
    return tuple(veto for veto in computed if _sure(form, answers, veto.fails_when, absent=False))


def _sure(form: Form, answers: Answers, expression: Expression, *, absent: bool) -> bool | None:
    theirs = set(assigned_items(form, answers))
    if not theirs.issuperset(_measured(form, expression)):
        return None

    def settled(part: Expression) -> bool | None:
        match part:
            case AllOf(members):
                found = [settled(one) for one in members]
                return False if False in found else None if None in found else True
            case AnyOf(members):
                found = [settled(one) for one in members]
                return True if True in found else None if None in found else False
            case _:
                # More points never undo what points are compared with: the two ends decide.
                low, high = (holds(part, form, points, absent=absent) for points in ends)
                return low if low is high else None

    ends = reach(form, answers)
    return settled(expression)


def _measured(form: Form, expression: Expression) -> Iterator[Item]:
    """The items an expression is measured by."""
    match expression:
        case AllOf(members) | AnyOf(members):
            for one in members:
                yield from _measured(form, one)
        case Compared(of="total"):
            yield from form.items
        case Compared(of="section", id=id):
            yield from next(one for one in form.sections if one.id == id).items
        case Compared(id=id):
            yield form.item(id)
        case Answered():
            pass
