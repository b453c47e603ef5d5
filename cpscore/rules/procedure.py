"""A procedure (程序): the forms that belong together, the panel's rule, the dates that follow."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from cpscore.rules.form import Source

SATURDAY = 5


class Unit(StrEnum):
    """What a period is counted in."""

    WORKING_DAYS = "working-days"
    MONTHS = "months"
    YEARS = "years"


class Moment(StrEnum):
    """What a period is counted from: the visit, or the day the certificate was issued."""

    VISIT = "visit"
    CERTIFICATE = "certificate"


@dataclass(frozen=True, slots=True)
class Deadline:
    """What has to be done within a period after a moment, or at the latest that long `before`."""

    id: str
    text: str
    amount: int
    unit: Unit
    moment: Moment = Moment.VISIT
    before: bool = False
    article: str = ""

    def due(self, moment: date) -> date:
        """The last day, the moment's own day not counted; public holidays are not considered.

        Which days are holidays, and which weekends are worked instead, is announced year by year:
        nobody can know it from a calendar.
        """
        amount = -self.amount if self.before else self.amount
        match self.unit:
            case Unit.WORKING_DAYS:
                return working_days(moment, amount)
            case Unit.MONTHS:
                return months(moment, amount)
            case Unit.YEARS:
                return months(moment, 12 * amount)


@dataclass(frozen=True, slots=True)
class Rule:
    """A sentence of the source: who sits on the panel, what is done, which title is awarded."""

    text: str
    article: str = ""


@dataclass(frozen=True, slots=True)
class Procedure:
    """Forms in order, `opinion` being one of them or empty; `minimum` members, 0 where no panel
    sits.
    """

    id: str
    title: str
    region: str
    stage: str
    source: Source
    forms: tuple[str, ...]
    opinion: str = ""
    minimum: int = 0
    panel: tuple[Rule, ...] = ()
    steps: tuple[Rule, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    awards: tuple[Rule, ...] = ()
    notes: tuple[Rule, ...] = ()


def working_days(day: date, amount: int) -> date:
    """The day so many working days later (earlier where negative); weekends are skipped."""
    step = timedelta(days=1 if amount > 0 else -1)
    left = abs(amount)
    while left:
        day += step
        left -= day.weekday() < SATURDAY
    return day


def months(day: date, amount: int) -> date:
    """The same day so many months later; where a month has no such day, its last day."""
    count = day.year * 12 + day.month - 1 + amount
    year, month = count // 12, count % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))
