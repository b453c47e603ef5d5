"""Formulas in a spreadsheet: written only where they come to what is printed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from cpscore.rules.points import mean, median, read_points, rounded, trimmed_mean
from cpscore.rules.sheet import Formula, Reckoning

# What a double carries for certain; a spreadsheet rounds to this before it rounds to decimals.
DIGITS = 15


def exact(formula: Formula, numbers: Mapping[str, Fraction]) -> Fraction | None:
    """What a formula comes to, rounded where it says so; None where it names no numbers."""
    values = (
        numbers.get(one) if isinstance(one, str) else exact(one, numbers) for one in formula.of
    )
    known = [one for one in values if one is not None]
    if not known or len(known) < len(formula.of):
        return None
    value = _reckoned(formula, known)
    return value if formula.places is None else Fraction(rounded(value, formula.places))


def _reckoned(formula: Formula, values: Sequence[Fraction]) -> Fraction:
    match formula.kind:
        case Reckoning.SUM:
            return sum(values, Fraction(0))
        case Reckoning.AVERAGE:
            return mean(values)
        case Reckoning.MEDIAN:
            return median(values)
        case Reckoning.TRIMMED:
            return trimmed_mean(values, formula.drop, 0)
        case Reckoning.SPREAD:
            return max(values) - min(values)


def carried(text: str) -> bool:
    """Whether a spreadsheet's number says exactly what a cell prints."""
    points = read_points(text)
    return points is not None and len(points.as_tuple().digits) <= DIGITS


def holds(formula: Formula, number: str, numbers: Mapping[str, Fraction]) -> bool:
    """Whether a formula comes to the number that is printed, exactly and in a spreadsheet."""
    value = exact(formula, numbers)
    if value is None or not carried(number) or value != Fraction(number):
        return False
    inexact = approximate(formula, {name: float(one) for name, one in numbers.items()})
    return Decimal(f"{inexact:.{DIGITS}g}") == Decimal(number)


def approximate(formula: Formula, numbers: Mapping[str, float]) -> float:
    """What a spreadsheet gets, reckoning with doubles."""
    values = sorted(
        numbers[one] if isinstance(one, str) else approximate(one, numbers) for one in formula.of
    )
    value = _doubles(formula, values)
    if formula.places is None:
        return value
    return float(rounded(Fraction(f"{value:.{DIGITS}g}"), formula.places))


def _doubles(formula: Formula, ordered: Sequence[float]) -> float:
    match formula.kind:
        case Reckoning.SUM:
            return sum(ordered)
        case Reckoning.AVERAGE:
            return sum(ordered) / len(ordered)
        case Reckoning.MEDIAN:
            half = len(ordered) // 2
            return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2
        case Reckoning.TRIMMED:
            taken = ordered[formula.drop : len(ordered) - formula.drop]
            return sum(taken) / len(taken)
        case Reckoning.SPREAD:
            return ordered[-1] - ordered[0]


def written(formula: Formula, address: Callable[[Iterable[str]], str]) -> str:
    """A formula as spreadsheets write it, without the equals sign; `address` finds cells."""
    named = tuple(one for one in formula.of if isinstance(one, str))
    inside = [written(one, address) for one in formula.of if isinstance(one, Formula)]
    cells = ",".join(([address(named)] if named else []) + inside)
    text = _spelled(formula, cells)
    return text if formula.places is None else f"ROUND({text},{formula.places})"


def _spelled(formula: Formula, cells: str) -> str:
    match formula.kind:
        case Reckoning.SUM | Reckoning.AVERAGE | Reckoning.MEDIAN:
            return f"{formula.kind.upper()}({cells})"
        case Reckoning.SPREAD:
            return f"MAX({cells})-MIN({cells})"
        case Reckoning.TRIMMED:
            ends = "".join(
                f"-LARGE({cells},{at})-SMALL({cells},{at})" for at in range(1, formula.drop + 1)
            )
            return f"(SUM({cells}){ends})/{len(formula.of) - 2 * formula.drop}"
