"""What scores are worth: items, sections and the total, exactly."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from cpscore.rules.answers import Chosen, Counted, NotApplicable, Score, Split, Whole
from cpscore.rules.form import Form, Item, Kind, Section


@dataclass(frozen=True, slots=True)
class Points:
    """Points by item, section and in total, exact.

    Open and inapplicable items are not in `items`.
    """

    items: Mapping[str, Fraction]
    sections: Mapping[str, Fraction]
    total: Fraction


def points_for(item: Item, score: Score) -> Fraction | None:
    """What a complete score is worth, exactly; None where the item does not apply."""
    match score:
        case Whole(points):
            return Fraction(points)
        case Split(rows):
            return Fraction(sum(rows.values(), Decimal(0)))
        case Chosen(id):
            return Fraction(next(choice.points for choice in item.choices if choice.id == id))
        case Counted(count):
            taken = count * Fraction(item.per or 0)
            cap = item.max if item.cap is None else item.cap
            return Fraction(item.max) - min(taken, Fraction(cap))
        case NotApplicable():
            return None


def points_of(
    form: Form, items: Mapping[str, Fraction | None], sections: tuple[str, ...] | None = None
) -> Points:
    """Section sums and the total; of some sections only, where an expert scores no others.

    What does not apply leaves the denominator, and bonuses never lift past the total.
    """
    given = {id: points for id, points in items.items() if points is not None}
    theirs = [one for one in form.sections if sections is None or one.id in sections]
    tallies = {section.id: _tally(section, items) for section in theirs}
    total = sum(tallies.values(), Tally()).rebased
    kept = max(Fraction(0), min(total, Fraction(form.total or 0)))
    return Points(given, {id: tally.rebased for id, tally in tallies.items()}, kept)


@dataclass(frozen=True, slots=True)
class Tally:
    """What was earned of what could be: `full` on paper, `in_play` without what does not apply.

    The bonus stands beside it: it is part of no denominator.
    """

    earned: Fraction = Fraction(0)
    in_play: Fraction = Fraction(0)
    full: Fraction = Fraction(0)
    bonus: Fraction = Fraction(0)

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            self.earned + other.earned,
            self.in_play + other.in_play,
            self.full + other.full,
            self.bonus + other.bonus,
        )

    @property
    def rebased(self) -> Fraction:
        """The points earned, as a share of the full mark; where nothing applies, no points."""
        share = self.full / self.in_play if self.in_play else Fraction(1)
        return self.earned * share + self.bonus


def _tally(section: Section, items: Mapping[str, Fraction | None]) -> Tally:
    regular = [item for item in section.items if item.kind is not Kind.BONUS]
    applying = [item for item in regular if items.get(item.id, item.max) is not None]
    earned = _capped(section, (items.get(item.id) or Fraction(0) for item in regular))
    everything = _capped(section, (items.get(item.id) or Fraction(0) for item in section.items))
    return Tally(
        earned,
        _capped(section, (Fraction(item.max) for item in applying)),
        _capped(section, (Fraction(item.max) for item in regular)),
        everything - earned,
    )


def _capped(section: Section, points: Iterable[Fraction]) -> Fraction:
    earned = sum(points, Fraction(0))
    return earned if section.cap is None else min(earned, Fraction(section.cap))
