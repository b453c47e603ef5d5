"""Do the numbers fit: sums, bands, steps, kinds, floors, the panel's rule."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from cpscore.rules.form import Form, Grade, Item, Kind, MergeRule, Section
from cpscore.rules.points import on_step, plain
from cpscore.rules.problem import Problem

Place = tuple[str, Item]


def items(form: Form) -> Iterator[Place]:
    """Every item with its pointer."""
    for at, section in enumerate(form.sections):
        for within, item in enumerate(section.items):
            yield f"/sections/{at}/items/{within}", item


def check_sum(form: Form) -> Iterator[Problem]:
    """The weights add up to the total; the bonus lies on top of it or is part of it."""
    if form.total is None:
        if form.sections or form.grades:
            yield Problem("total-missing", "/total")
        return
    if not form.sections:
        yield Problem("sections-missing", "/total")
        return
    without = sum((regular(section) for section in form.sections), Decimal(0))
    everything = sum((section.max for section in form.sections), Decimal(0))
    if form.total not in (without, everything):
        values = {"sum": plain(without), "total": plain(form.total)}
        yield Problem("sum-mismatch", "/total", values)


def regular(section: Section) -> Decimal:
    """What a section gives without its bonus items."""
    points = [item.max for item in section.items if item.kind is not Kind.BONUS]
    full = sum(points, Decimal(0))
    return full if section.cap is None else min(full, section.cap)


def check_bands(form: Form) -> Iterator[Problem]:
    """The bands cover [0, total] exactly: no gap, no overlap, none empty."""
    if form.total is None or not form.grades:
        return
    places = {id(grade): f"/grades/{at}/range" for at, grade in enumerate(form.grades)}
    real = []
    for grade in form.ranked:
        if empty(grade):
            yield Problem("band-empty", places[id(grade)], {"grade": grade.label})
        else:
            real.append(grade)
    if real and (real[0].lower != 0 or not real[0].lower_closed):
        yield Problem("band-ends", places[id(real[0])], {"grade": real[0].label, "end": "0"})
    reach = real[:1]
    for grade in real[1:]:
        yield from _joined(reach[0], grade, places[id(grade)])
        reach = [max(reach[0], grade, key=lambda one: (one.upper, one.upper_closed))]
    if reach and (reach[0].upper != form.total or not reach[0].upper_closed):
        values = {"grade": reach[0].label, "end": plain(form.total)}
        yield Problem("band-ends", places[id(reach[0])], values)


def empty(grade: Grade) -> bool:
    """Whether no point lies in a band."""
    if grade.lower == grade.upper:
        return not (grade.lower_closed and grade.upper_closed)
    return grade.lower > grade.upper


def _joined(below: Grade, above: Grade, path: str) -> Iterator[Problem]:
    """Whether one band begins exactly where the other ends."""
    values = {"below": below.label, "above": above.label, "at": plain(above.lower)}
    once = below.upper_closed != above.lower_closed
    if above.lower > below.upper or (
        above.lower == below.upper and not once and not above.lower_closed
    ):
        yield Problem("band-gap", path, values | {"from": plain(below.upper)})
    elif above.lower < below.upper or not once:
        yield Problem("band-overlap", path, values)


def check_kinds(form: Form) -> Iterator[Problem]:
    """Each item has what its kind of scoring needs."""
    for path, item in items(form):
        if not item.max:
            yield Problem("missing-key", f"{path}/max", {"name": "max"})
        elif item.kind is Kind.CHOICE and not item.choices:
            yield Problem("missing-key", f"{path}/choices", {"name": "choices"})
        elif item.kind is Kind.COUNT and item.per is None:
            yield Problem("missing-key", f"{path}/per", {"name": "per"})
        elif item.choices and item.kind not in (Kind.CHOICE, Kind.BONUS):
            yield _unused(path, "choices", item)
        elif item.per is not None and item.kind is not Kind.COUNT:
            yield _unused(path, "per", item)
        elif item.cap is not None and item.kind is not Kind.COUNT:
            yield _unused(path, "cap", item)
        else:
            yield from _limits(path, item)


def _unused(path: str, key: str, item: Item) -> Problem:
    return Problem("kind-mismatch", f"{path}/{key}", {"key": key, "kind": item.kind.value})


def _limits(path: str, item: Item) -> Iterator[Problem]:
    highest = max((choice.points for choice in item.choices), default=item.max)
    if highest != item.max:
        values = {"max": plain(item.max), "highest": plain(highest)}
        yield Problem("choices-maximum", f"{path}/max", values)
    if item.cap is not None and item.cap > item.max:
        values = {"cap": plain(item.cap), "max": plain(item.max)}
        yield Problem("cap-above-maximum", f"{path}/cap", values)


def check_steps(form: Form) -> Iterator[Problem]:
    """The full mark of an item can be reached on its step."""
    for path, item in items(form):
        by_step = item.kind in (Kind.POINTS, Kind.BONUS) and not item.stepped
        if by_step and not on_step(item.max, item.step):
            values = {"max": plain(item.max), "step": plain(item.step)}
            yield Problem("step-misses-maximum", f"{path}/max", values)


def check_floors(form: Form) -> Iterator[Problem]:
    """No section demands more than all of itself."""
    for at, section in enumerate(form.sections):
        if section.floor is not None and section.floor > 100:
            values = {"floor": plain(section.floor)}
            yield Problem("floor-above-section", f"/sections/{at}/floor", values)


def check_caps(form: Form) -> Iterator[Problem]:
    """No section's cap allows more than its items give."""
    for at, section in enumerate(form.sections):
        full = sum((item.max for item in section.items), Decimal(0))
        if section.cap is not None and section.cap > full:
            values = {"cap": plain(section.cap), "max": plain(full)}
            yield Problem("cap-above-maximum", f"/sections/{at}/cap", values)


def check_panel(form: Form) -> Iterator[Problem]:
    """A trimmed mean leaves somebody to count, and totals are merged where everybody has one."""
    panel = form.panel
    if panel.assigned and panel.rule in (MergeRule.TRIMMED_MEAN, MergeRule.MEDIAN):
        yield Problem("assigned-totals", "/panel/rule", {"rule": panel.rule.value})
    if panel.rule is MergeRule.TRIMMED_MEAN and panel.least <= 2 * panel.drop:
        values = {"drop": panel.drop, "least": panel.least}
        yield Problem("trims-everybody", "/panel/least", values)
