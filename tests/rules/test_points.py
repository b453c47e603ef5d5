"""Points are exact, and written as the contract writes them."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cpscore.rules.points import (
    mean,
    median,
    on_step,
    oversized,
    plain,
    read_points,
    readable,
    rounded,
    shown,
    terminating,
    trimmed_mean,
)

fractions = st.fractions(min_value=0, max_value=200, max_denominator=10_000)
decimals = st.decimals(min_value=0, max_value=10_000, places=4, allow_nan=False)


@pytest.mark.parametrize(
    ("text", "points"),
    [("0", "0"), ("8.5", "8.5"), ("007.50", "7.5"), ("100.000", "100"), ("0.0", "0")],
)
def test_points_are_read(text: str, points: str) -> None:
    assert str(read_points(text)) == points


@pytest.mark.parametrize(
    "text",
    [
        "",
        " 8",
        "8 ",
        "8\n",
        "+8",
        "-8",
        "8.",
        ".5",
        "8,5",
        "1e2",
        "８",
        "八",
        "٣",
        "NaN",
        "Infinity",
        "0x8",
        "8_0",
        "8.5.5",
        "8/2",
    ],
)
def test_what_is_not_points_is_not_read(text: str) -> None:
    assert read_points(text) is None


@given(decimals)
def test_writing_and_reading_points_are_inverse(points: Decimal) -> None:
    written = plain(points)
    assert read_points(written) == points
    assert written == "0" or not (written.startswith("0") and written[1] != ".")
    assert "." not in written or not written.endswith(("0", "."))


@pytest.mark.parametrize(
    ("exact", "written"),
    [
        (Fraction(95), "95"),
        (Fraction(189, 2), "94.5"),
        (Fraction(0), "0"),
        (Fraction(100), "100"),
        (Fraction(179, 3), "179/3"),
        (Fraction(1, 3200), "0.0003125"),
        (Fraction(-9, 2), "-4.5"),
        (Fraction(10**30), "1" + "0" * 30),
    ],
)
def test_an_exact_value_is_written_plainly(exact: Fraction, written: str) -> None:
    assert plain(exact) == written


@given(fractions)
def test_a_decimal_ends_exactly_where_it_can(exact: Fraction) -> None:
    decimal = terminating(exact)
    only_twos_and_fives = 10**40 % exact.denominator == 0
    assert (decimal is not None) == only_twos_and_fives
    assert decimal is None or Fraction(decimal) == exact


@pytest.mark.parametrize(
    ("exact", "places", "text"),
    [
        ("85.005", 2, "85.01"),
        ("85.0049", 2, "85.00"),
        ("0.005", 2, "0.01"),
        ("2.5", 0, "3"),
        ("3.5", 0, "4"),
        ("-2.5", 0, "-3"),
        ("59.996", 2, "60.00"),
        ("7", 2, "7.00"),
    ],
)
def test_halves_are_rounded_up_as_on_paper(exact: str, places: int, text: str) -> None:
    assert str(rounded(Fraction(exact), places)) == text


ENDS = [Decimal(0), Decimal(60), Decimal(100)]


@pytest.mark.parametrize(
    ("exact", "text"),
    [
        ("179/3", "59.67"),
        ("59.996", "59.996"),
        ("59.995", "59.995"),
        ("59.994", "59.99"),
        ("60", "60.00"),
        ("60.001", "60.001"),
        ("85.005", "85.01"),
        ("59.9999999", "59.9999999"),
        ("100", "100.00"),
        ("99.999", "99.999"),
        ("0.001", "0.001"),
        ("0", "0.00"),
    ],
)
def test_a_value_is_never_shown_across_a_band_end(exact: str, text: str) -> None:
    assert shown(Fraction(exact), ENDS) == text


def test_a_value_is_not_shown_beyond_an_end_of_many_decimals_either() -> None:
    assert shown(Fraction("59.997"), [Decimal("59.998")]) == "59.997"
    assert shown(Fraction("60.003"), [Decimal("60.002")]) == "60.003"


def test_means_of_items_have_two_decimals_where_no_band_ends() -> None:
    assert shown(Fraction(26, 3)) == "8.67"
    assert shown(Fraction("59.996")) == "60.00"
    assert shown(Fraction(2, 3), places=0) == "1"


def side(value: Fraction, end: Decimal) -> int:
    return (value > Fraction(end)) - (value < Fraction(end))


@given(fractions, st.lists(st.decimals(0, 200, places=1), max_size=4))
def test_shown_keeps_to_its_side_with_the_fewest_decimals(
    exact: Fraction, ends: list[Decimal]
) -> None:
    text = shown(exact, ends)
    places = len(text.partition(".")[2])
    assert all(side(Fraction(text), end) == side(exact, end) for end in ends)
    assert text == f"{rounded(exact, places):.{places}f}"
    assert places >= 2
    for fewer in range(2, places):
        short = Fraction(rounded(exact, fewer))
        assert any(side(short, end) != side(exact, end) for end in ends)


def test_in_a_sentence_a_value_is_readable() -> None:
    assert readable(Fraction(60), ENDS) == "60"
    assert readable(Fraction("59.996"), ENDS) == "59.996"
    assert readable(Fraction(179, 3), ENDS) == "59.67"
    assert readable(Fraction(179_999, 3000), ENDS) == "59.9997"


@pytest.mark.parametrize(
    ("points", "step", "fits"),
    [
        ("8.5", "0.5", True),
        ("8.25", "0.5", False),
        ("8.3", "0.1", True),
        ("0", "0.5", True),
        ("9", "3", True),
        ("8", "3", False),
        ("0.1" + "0" * 11 + "1", "0.1", False),
    ],
)
def test_points_lie_on_the_step(points: str, step: str, fits: bool) -> None:
    assert on_step(Decimal(points), Decimal(step)) is fits


def test_a_million_digits_are_judged_by_their_length() -> None:
    huge, fine = read_points("9" * 1_000_000), read_points("0." + "0" * 1_000_000 + "1")
    assert huge is not None
    assert oversized(huge)
    assert fine is not None
    assert not oversized(fine)
    assert not on_step(fine, Decimal("0.5"))
    padded = read_points("0" * 1_000_000 + "8.5" + "0" * 1_000_000)
    assert padded == Decimal("8.5")


def test_the_longest_points_are_not_oversized() -> None:
    assert not oversized(Decimal(10**12))
    assert oversized(Decimal(10**13))


lists = st.lists(fractions, min_size=1, max_size=9)


@given(lists)
def test_means_lie_between_the_ends(values: list[Fraction]) -> None:
    for middle in (mean(values), median(values), trimmed_mean(values, 1, 5)):
        assert min(values) <= middle <= max(values)


@given(st.lists(fractions, min_size=5, max_size=9))
def test_a_trimmed_mean_ignores_how_far_out_the_ends_are(values: list[Fraction]) -> None:
    ordered = sorted(values)
    kept = ordered[1:-1]
    assert trimmed_mean(values, 1, 5) == mean(kept)
    assert trimmed_mean([*kept, ordered[0] - 50, ordered[-1] + 50], 1, 5) == mean(kept)


@given(lists)
def test_half_the_values_lie_on_each_side_of_the_median(values: list[Fraction]) -> None:
    middle = median(values)
    assert 2 * sum(value <= middle for value in values) >= len(values)
    assert 2 * sum(value >= middle for value in values) >= len(values)


def test_a_trimmed_mean_of_few_is_the_plain_mean() -> None:
    four = [Fraction(value) for value in (0, 60, 60, 100)]
    assert trimmed_mean(four, 1, 5) == 55
    assert trimmed_mean([*four, Fraction(60)], 1, 5) == 60
    # Dropping everybody is no mean: it stays the plain one.
    assert trimmed_mean([Fraction(10), Fraction(20)], 1, 0) == 15
    assert trimmed_mean([Fraction(one) for one in (0, 1, 2, 9)], 2, 0) == 3
    assert trimmed_mean([Fraction(10), Fraction(20), Fraction(60)], 1, 0) == 20
