"""Dates that follow from a visit: weekends skipped, months and years by the calendar."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cpscore.rules.procedure import Deadline, Unit, months, working_days

FRIDAY = date(2026, 11, 20)
DAYS = st.dates(date(2000, 1, 1), date(2100, 1, 1))


def deadline(amount: int, unit: Unit, **more: object) -> Deadline:
    return Deadline("d", "交报告", amount, unit, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("one", "due"),
    [
        (deadline(1, Unit.WORKING_DAYS), date(2026, 11, 23)),
        (deadline(15, Unit.WORKING_DAYS), date(2026, 12, 11)),
        (deadline(3, Unit.WORKING_DAYS, before=True), date(2026, 11, 17)),
        (deadline(1, Unit.MONTHS), date(2026, 12, 20)),
        (deadline(5, Unit.YEARS), date(2031, 11, 20)),
    ],
)
def test_a_deadline_after_a_friday(one: Deadline, due: date) -> None:
    assert one.due(FRIDAY) == due


@pytest.mark.parametrize(
    ("day", "amount", "due"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2028, 2, 29), 60, date(2033, 2, 28)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
    ],
)
def test_a_month_without_such_a_day_ends_with_its_last(day: date, amount: int, due: date) -> None:
    assert months(day, amount) == due


@given(DAYS, st.integers(1, 60))
def test_working_days_are_no_weekends_and_as_many_as_asked(day: date, amount: int) -> None:
    due = working_days(day, amount)
    between = [day + timedelta(days=at) for at in range(1, (due - day).days + 1)]

    assert due.weekday() < 5
    assert sum(one.weekday() < 5 for one in between) == amount


@given(DAYS, st.integers(1, 60))
def test_there_and_back_from_a_working_day(day: date, amount: int) -> None:
    start = working_days(day, 1)

    assert working_days(working_days(start, amount), -amount) == start
