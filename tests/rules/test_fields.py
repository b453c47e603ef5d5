"""Days and numbers, however they were typed, as they are kept."""

from __future__ import annotations

import pytest

from cpscore.rules.fields import day_of, keeps, number_of
from cpscore.rules.form import FieldType


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-11-20", "2026-11-20"),
        (" 2026.1.2 ", "2026-01-02"),
        ("２０２６年１１月２０日", "2026-11-20"),
        ("2024-02-29", "2024-02-29"),
        ("2026-02-29", None),
        ("2026-13-01", None),
        ("20261120", None),
        ("٢٠٢٦-11-20", None),
        ("", None),
    ],
)
def test_a_day_is_read_however_it_is_written(text: str, day: str | None) -> None:
    assert day_of(text) == day


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12", "12"),
        (" 12.50 ", "12.50"),
        ("１２．５", "12.5"),
        ("-3", "-3"),
        ("1,200", None),
        ("1e3", None),
        ("12.", None),
        ("约12", None),
        ("1" * 16, None),
    ],
)
def test_a_number_is_read_however_it_is_written(text: str, number: str | None) -> None:
    assert number_of(text) == number


def test_only_days_and_numbers_are_kept_in_one_way() -> None:
    assert keeps(FieldType.DATE, "2026-11-20")
    assert not keeps(FieldType.DATE, "2026.11.20")
    assert keeps(FieldType.NUMBER, "12.5")
    assert not keeps(FieldType.NUMBER, "１２")
    assert keeps(FieldType.TEXT, "什么都行")
    assert all(keeps(type, "") for type in FieldType)
