"""Can each grade be given at all, once vetoes and conditions have spoken."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction

from cpscore.forms.checks_points import check_bands
from cpscore.forms.checks_questions import (
    check_conditions,
    check_vetoes,
    limit_of,
    samples,
    true_of_points,
)
from cpscore.rules.expressions import leaves_of
from cpscore.rules.form import Compared, Condition, Expression, Form, Grade
from cpscore.rules.problem import Problem
from cpscore.rules.scoring import all_conditions, grade_of

TOTAL = ("total", "")


def check_grades(form: Form) -> Iterator[Problem]:
    """Every grade is the verdict for some points and answers.

    What hangs on the total alone is reckoned; answers, sections and items are taken as free.
    """
    if form.total is None or not form.grades:
        return
    # What is wrong by itself is reported by itself.
    if any(any(check(form)) for check in (check_bands, check_vetoes, check_conditions)):
        return
    given = {id for total in _totals(form, form.total) for id in _verdicts(form, total)}
    for at, grade in enumerate(form.grades):
        if grade.id not in given:
            yield Problem("band-unreachable", f"/grades/{at}/range", {"grade": grade.label})


def _totals(form: Form, full: Decimal) -> list[Decimal]:
    """Totals on and between all limits there are."""
    expressions = [
        *(veto.fails_when for veto in form.vetoes),
        *(condition.when for condition in form.conditions),
    ]
    limits = {Decimal(0), full, _floors(form), *form.ends}
    for expression in expressions:
        for leaf in leaves_of(expression):
            if isinstance(leaf, Compared) and leaf.of == "total":
                limits.add(limit_of(leaf, full))
    return samples(limits, full)


def _verdicts(form: Form, total: Decimal) -> Iterator[str]:
    """The grades that may be the verdict at a total."""
    grade = grade_of(form, Fraction(total))
    if grade is None:
        return
    ranked = form.ranked
    leads = [
        (_surely(veto.fails_when, form, total), ranked.index(_target(form, veto.grade)))
        for veto in form.vetoes
    ]
    highest = min([ranked.index(grade), *(to for surely, to in leads if surely)])
    ceilings = {highest, *(to for surely, to in leads if surely is None and to < highest)}
    for ceiling in ceilings:
        yield from _fallen_to(form, ranked[: ceiling + 1], total)


def _fallen_to(form: Form, below: tuple[Grade, ...], total: Decimal) -> Iterator[str]:
    """The grades, from the highest allowed down, whose conditions can be met while those of the
    grades above are not.
    """
    demands = {one.id: _demanded(form, one) for one in below}
    for at, grade in enumerate(below):
        mine = demands[grade.id]
        passed = all(
            _missed(form, one, total)
            or any(
                condition not in mine and _surely(condition.when, form, total) is None
                for condition in demands[one.id]
            )
            for one in below[at + 1 :]
        )
        if passed and not _missed(form, grade, total):
            yield grade.id


def _demanded(form: Form, grade: Grade) -> list[Condition]:
    if grade is form.ranked[0]:
        return []
    return [one for one in all_conditions(form) if not one.grades or grade.id in one.grades]


def _missed(form: Form, grade: Grade, total: Decimal) -> bool:
    """Whether a total misses what a grade demands, whatever else is given."""
    demanded = _demanded(form, grade)
    return any(_surely(one.when, form, total) is False for one in demanded) or (
        bool(demanded) and total < _floors(form)
    )


def _floors(form: Form) -> Decimal:
    """What the floors of all sections come to: below that total one of them is missed."""
    if any(item.not_applicable for item in form.items):
        return Decimal(0)
    floors = (section.max * (section.floor or 0) / 100 for section in form.sections)
    return sum(floors, Decimal(0))


def _surely(expression: Expression, form: Form, total: Decimal) -> bool | None:
    """Whether an expression holds at a total; None where the total does not decide it."""
    leaves = list(leaves_of(expression))
    if not all(isinstance(leaf, Compared) and leaf.of == "total" for leaf in leaves):
        return None
    full: Mapping[tuple[str, str], Decimal] = {TOTAL: form.total or Decimal(0)}
    return true_of_points(expression, {TOTAL: total}, full)


def _target(form: Form, id: str | None) -> Grade:
    """Where a veto leads: the grade it names, else the lowest."""
    return next((one for one in form.grades if one.id == id), form.ranked[0])
