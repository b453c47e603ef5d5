"""Can each grade be given at all, once vetoes and conditions have spoken."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
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
    given = _Verdicts(form).given(_totals(form, form.total))
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


class _Verdicts:
    """The grades of a form as verdicts; what no total changes is reckoned once."""

    def __init__(self, form: Form) -> None:
        self.form, self.ranked = form, form.ranked
        self.floors = _floors(form)
        self.targets = [self.ranked.index(_target(form, veto.grade)) for veto in form.vetoes]
        self.demands = [_demanded(form, grade) for grade in self.ranked]
        ids = [{one.id for one in demanded} for demanded in self.demands]
        free = [{one.id for one in them if not _of_total(one.when)} for them in self.demands]
        # Whether a grade can fall to a lower one by what the total does not decide.
        self.falls = [[bool(upper - lower) for lower in ids] for upper in free]

    def given(self, totals: Iterable[Decimal]) -> set[str]:
        """The grades that may be the verdict at any of the totals."""
        return {self.ranked[at].id for total in totals for at in self.at(total)}

    def at(self, total: Decimal) -> Iterator[int]:
        """The grades that may be the verdict at a total, by rank."""
        grade = grade_of(self.form, Fraction(total))
        if grade is None:
            return
        failed = [_surely(veto.fails_when, self.form, total) for veto in self.form.vetoes]
        leads = list(zip(failed, self.targets, strict=True))
        highest = min([self.ranked.index(grade), *(to for surely, to in leads if surely)])
        ceilings = {highest, *(to for surely, to in leads if surely is None and to < highest)}
        missed = self.missed(total)
        for at in range(highest + 1):
            # Of all grades that vetoes may lead to, the lowest leaves the fewest above this one.
            ceiling = min(to for to in ceilings if to >= at)
            above = range(at + 1, ceiling + 1)
            if not missed[at] and all(missed[one] or self.falls[one][at] for one in above):
                yield at

    def missed(self, total: Decimal) -> list[bool]:
        """By rank, whether a total misses what a grade demands, whatever else is given."""
        never = {
            one.id for one in self.form.conditions if _surely(one.when, self.form, total) is False
        }
        low = total < self.floors
        return [
            bool(demanded) and (low or any(one.id in never for one in demanded))
            for demanded in self.demands
        ]


def _demanded(form: Form, grade: Grade) -> list[Condition]:
    if grade is form.ranked[0]:
        return []
    return [one for one in all_conditions(form) if not one.grades or grade.id in one.grades]


def _floors(form: Form) -> Decimal:
    """What the floors of all sections come to: below that total one of them is missed."""
    if any(item.not_applicable for item in form.items):
        return Decimal(0)
    floors = (section.max * (section.floor or 0) / 100 for section in form.sections)
    return sum(floors, Decimal(0))


def _surely(expression: Expression, form: Form, total: Decimal) -> bool | None:
    """Whether an expression holds at a total; None where the total does not decide it."""
    if not _of_total(expression):
        return None
    full: Mapping[tuple[str, str], Decimal] = {TOTAL: form.total or Decimal(0)}
    return true_of_points(expression, {TOTAL: total}, full)


def _of_total(expression: Expression) -> bool:
    """Whether nothing but the total decides an expression."""
    return all(isinstance(leaf, Compared) and leaf.of == "total" for leaf in leaves_of(expression))


def _target(form: Form, id: str | None) -> Grade:
    """Where a veto leads: the grade it names, else the lowest."""
    return next((one for one in form.grades if one.id == id), form.ranked[0])
