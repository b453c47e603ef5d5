"""Points: exact decimals in, exact decimals out.

Averages are fractions until the moment they are shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

PATTERN = re.compile(r"[0-9]+(\.[0-9]+)?")
NEGATIVE = re.compile(r"-[0-9]+(\.[0-9]+)?")

# Longer than any score a table could ask for; what is longer is judged by its length alone, so
# that a number of a million digits costs no more than reading it.
MOST_DIGITS = 12


@dataclass(frozen=True, slots=True)
class Average:
    """A panel value: exactly what it is, and the decimals that show it.

    `rounded` is what is graded where the form declares rounding before that; it keeps the decimals
    declared, and is printed in the place of `shown`.
    """

    exact: Fraction
    shown: str
    rounded: Decimal | None = None

    @property
    def printed(self) -> str:
        """The value as people read it."""
        return self.shown if self.rounded is None else f"{self.rounded:f}"


def read_points(text: str) -> Decimal | None:
    """Points written as `[0-9]+(\\.[0-9]+)?`.

    None for anything else, a sign or full-width digits included.
    """
    if not PATTERN.fullmatch(text):
        return None
    whole, _, decimals = text.partition(".")
    whole = whole.lstrip("0") or "0"
    decimals = decimals.rstrip("0")
    return Decimal(f"{whole}.{decimals}" if decimals else whole)


def oversized(points: Decimal) -> bool:
    """Whether points have more digits before the point than any table can ask for."""
    return points.adjusted() > MOST_DIGITS


def on_step(points: Decimal, step: Decimal) -> bool:
    """Whether points are a whole multiple of the step."""
    exponent = points.as_tuple().exponent
    if isinstance(exponent, int) and exponent < -MOST_DIGITS:
        return False
    return Fraction(points) % Fraction(step) == 0


def plain(value: Decimal | Fraction) -> str:
    """An exact value in writing: a decimal without superfluous zeros where there is one, else a
    reduced fraction.
    """
    exact = Fraction(value)
    decimal = terminating(exact)
    return f"{exact.numerator}/{exact.denominator}" if decimal is None else f"{decimal:f}"


def terminating(exact: Fraction) -> Decimal | None:
    """The decimal that equals a fraction, or None where none ends (its denominator has other
    primes than 2 and 5).
    """
    rest, twos, fives = exact.denominator, 0, 0
    while rest % 2 == 0:
        rest, twos = rest // 2, twos + 1
    while rest % 5 == 0:
        rest, fives = rest // 5, fives + 1
    if rest != 1:
        return None
    places = max(twos, fives)
    scaled = exact.numerator * 10**places // exact.denominator
    return Decimal(f"{scaled}E-{places}") if places else Decimal(scaled)


def rounded(exact: Fraction, places: int) -> Decimal:
    """A fraction with so many decimals, ROUND_HALF_UP (away from zero, as on paper)."""
    scaled = exact * 10**places
    doubled = 2 * abs(scaled.numerator) + scaled.denominator
    whole = doubled // (2 * scaled.denominator)
    signed = whole if exact >= 0 else -whole
    return Decimal(f"{signed}E-{places}") if places else Decimal(signed)


def shown(exact: Fraction, ends: Iterable[Decimal] = (), places: int = 2) -> str:
    """The fewest decimals, at least `places`, that keep a value on its own side of every band end.

    59.996 beside a band end of 60 is shown as 59.996, never as 60.00.
    """
    limits = [Fraction(end) for end in ends]
    while True:
        text = rounded(exact, places)
        if all(side(Fraction(text), limit) == side(exact, limit) for limit in limits):
            return f"{text:.{places}f}"
        places += 1


def readable(exact: Fraction, ends: Iterable[Decimal] = ()) -> str:
    """A value in a sentence: in full where its decimals end, else as it is shown."""
    return shown(exact, ends) if terminating(exact) is None else plain(exact)


def side(value: Fraction, limit: Fraction) -> int:
    """-1 below a limit, 0 on it, 1 above it."""
    return (value > limit) - (value < limit)


def mean(values: Iterable[Fraction]) -> Fraction:
    """The plain mean; there must be at least one value."""
    taken = list(values)
    return sum(taken, Fraction(0)) / len(taken)


def median(values: Iterable[Fraction]) -> Fraction:
    """The middle value, or the mean of the two middle ones."""
    ordered = sorted(values)
    middle = len(ordered) // 2
    if len(ordered) % 2:
        return ordered[middle]
    return (ordered[middle - 1] + ordered[middle]) / 2


def trimmed_mean(values: Iterable[Fraction], drop: int, least: int) -> Fraction:
    """The mean without the `drop` highest and lowest values, from `least` values on.

    Below that the plain mean.
    """
    ordered = sorted(values)
    if len(ordered) < least or len(ordered) <= 2 * drop:
        return mean(ordered)
    return mean(ordered[drop : len(ordered) - drop])
