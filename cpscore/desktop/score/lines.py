"""The form as the lines of a table: one for each printed row, and one for each section heading."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from cpscore.desktop.score.marks import marks_of
from cpscore.desktop.texts import tr
from cpscore.rules.answers import (
    Answers,
    Chosen,
    Counted,
    NotApplicable,
    Score,
    Split,
    Whole,
    items_in,
)
from cpscore.rules.form import Compared, Form, Item, Kind, Row, Section
from cpscore.rules.points import plain

UNSCORED = "—"


@dataclass(frozen=True, slots=True)
class Line:
    """One line: a heading has no item; `at` is its place among the `span` lines of its item."""

    section: Section
    item: Item | None = None
    row: Row | None = None
    at: int = 0
    span: int = 1


def lines_of(form: Form) -> tuple[Line, ...]:
    """The lines of a form; a single section needs no heading, as on paper."""
    return tuple(_lines(form))


def _lines(form: Form) -> Iterator[Line]:
    for section in form.sections:
        if len(form.sections) > 1:
            yield Line(section)
        for item in section.items:
            rows: tuple[Row | None, ...] = item.rows or (None,)
            for at, row in enumerate(rows):
                yield Line(section, item, row, at, len(rows))


def title_of(item: Item) -> str:
    """What is printed beside the rows; nothing where nothing is printed."""
    return " ".join(one for one in (item.number, item.title) if one)


def row_text(row: Row | None) -> str:
    """A criterion with its printed number."""
    return " ".join(one for one in (row.number, row.text) if one) if row else ""


def points_so_far(item: Item, score: Score | None) -> Decimal | None:
    """The points of an item as far as they are given; None while nothing is."""
    match score:
        case Whole(points):
            return points
        case Split(rows):
            return sum(rows.values(), Decimal(0)) if rows else None
        case Chosen(choice):
            return next(one.points for one in item.choices if one.id == choice)
        case Counted(count):
            assert item.per is not None
            lost = min(count * item.per, item.max if item.cap is None else item.cap)
            return max(item.max - lost, Decimal(0))
        case NotApplicable() | None:
            return None


def floor_of(section: Section) -> Fraction:
    """The points a section must reach."""
    return Fraction(section.max) * Fraction(section.floor or 0) / 100


def full_of(form: Form, answers: Answers) -> Decimal:
    """The most this expert can give: the whole, or what the assigned sections are worth."""
    theirs = (one for one in form.sections if one.id in (answers.sections or ()))
    whole = form.total or Decimal(0)
    if answers.sections is None:
        return whole
    return min(whole, sum((one.max for one in theirs), Decimal(0)))


def limits(form: Form) -> tuple[Decimal, ...]:
    """The points at which the result changes: every band's end, and every total demanded."""
    demands = [*(one.when for one in form.conditions), *(one.fails_when for one in form.vetoes)]
    whole = form.total or Decimal(0)
    totals = [
        one.value * whole / 100 if one.percent else one.value
        for one in demands
        if isinstance(one, Compared) and one.of == "total"
    ]
    return tuple(sorted({*(grade.lower for grade in form.ranked[1:]), *totals}))


def divisible(item: Item) -> bool:
    """Whether the item's weight can be split over its rows."""
    return len(item.rows) > 1 and not item.stepped and item.kind is not Kind.COUNT


def is_open(item: Item, score: Score | None) -> bool:
    """Whether the item still waits for points."""
    return score is None or (isinstance(score, Split) and len(score.rows) < len(item.rows))


def still_open(form: Form, answers: Answers) -> tuple[int, Decimal]:
    """How many items are open, and how many points they can still give.

    Rows of an item count once all of them are there.
    """
    count, points = 0, Decimal(0)
    for item in items_in(form, answers.sections):
        if is_open(item, answers.scores.get(item.id)):
            count += 1
            points += item.max
    return count, points


def score_text(item: Item, score: Score | None) -> str:
    """A score as its cell shows it; empty while it is open."""
    match score:
        case None:
            return ""
        case Counted(count):
            return tr("{count} 次", count=count)
        case NotApplicable():
            return tr("不适用")
        case _:
            points = points_so_far(item, score)
            return "" if points is None else plain(points)


def spoken(item: Item, row: Row | None, score: Score | None) -> str:
    """What a screen reader says of a score cell: item, maximum, current value, its marks."""
    name = item.name
    if row is not None:
        name = f"{name}{tr('，')}{row_text(row)}"
        value = (
            plain(score.rows[row.id]) if isinstance(score, Split) and row.id in score.rows else ""
        )
    else:
        value = score_text(item, score)
    said = (
        tr("{value} 分", value=value)
        if value[:1].isdigit() and item.kind is not Kind.COUNT
        else value
    )
    whole = tr(
        "{item}，最高 {max} 分，{value}", item=name, max=plain(item.max), value=said or tr("未评")
    )
    return tr("，").join((whole, *(one.short for one in marks_of(item))))
