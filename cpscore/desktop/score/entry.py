"""What was typed into a score cell, understood: a score, nothing, or the problem with it."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from decimal import Decimal

from cpscore.rules.answers import Chosen, Counted, Score, Split, Whole
from cpscore.rules.answers_reading import read_score
from cpscore.rules.form import Item, Kind
from cpscore.rules.points import NEGATIVE, plain, read_points
from cpscore.rules.problem import Problem, pointer

MAXIMUM = "."
MOST_OCCURRENCES = 9  # digits
# What a Chinese input method puts in for the keys . and -
SIGNS = str.maketrans({"。": ".", "−": "-", "–": "-", "—": "-", "分": ""})


def halfwidth(text: str) -> str:
    """What the keys said, whatever the input method made of it: ８．５ is 8.5."""
    return unicodedata.normalize("NFKC", text).translate(SIGNS).strip()


def understood(
    item: Item, row: str | None, text: str, before: Score | None
) -> Score | None | Problem:
    """The score that a typed text means: None empties, `.` is the maximum, `-2` two points off.

    With a row the text is that row's share of the weight, and `.` what is left of it.
    """
    typed = halfwidth(text)
    if row is not None:
        return _share(item, row, typed, before)
    if not typed:
        return None
    if item.stepped:
        return _choice(item, typed)
    if item.kind is Kind.COUNT:
        return _count(item, typed)
    points = _points(item, _off(item, typed))
    return points if isinstance(points, Problem) else Whole(points)


def _path(item: Item) -> str:
    return pointer("/scores", item.id)


def _limit(item: Item) -> Mapping[str, object]:
    return {"item": item.name, "max": plain(item.max)}


def _off(item: Item, typed: str) -> str:
    """`.` and `-2` as the number they stand for; anything else as it is."""
    if typed == MAXIMUM:
        return plain(item.max)
    if NEGATIVE.fullmatch(typed):
        off = read_points(typed[1:])
        if off is not None and off <= item.max:
            return plain(item.max - off)
    return typed


def _points(item: Item, typed: str) -> Decimal | Problem:
    # .5 and 8. are how numbers are typed in a hurry.
    written = f"0{typed}" if typed.startswith(".") else typed.removesuffix(".")
    points, problem = read_score(item, written, _path(item))
    if points is None:
        assert problem is not None
        return problem
    return points


def _share(item: Item, row: str, typed: str, before: Score | None) -> Score | None | Problem:
    given = dict(before.rows) if isinstance(before, Split) else {}
    given.pop(row, None)
    if not typed:
        return Split(given) if given else None
    left = item.max - sum(given.values(), Decimal(0))
    points = _points(item, plain(left) if typed == MAXIMUM else typed)
    if isinstance(points, Problem):
        return points
    if points > left:
        return Problem("over-weight", _path(item), _limit(item))
    given[row] = points
    return Split({one.id: given[one.id] for one in item.rows if one.id in given})


def _choice(item: Item, typed: str) -> Score | Problem:
    """A step is typed by its points."""
    points = item.max if typed == MAXIMUM else read_points(typed)
    meant = [choice for choice in item.choices if choice.points == points]
    if len(meant) == 1:
        return Chosen(meant[0].id)
    offered = "、".join(f"{plain(one.points)} {one.text}".strip() for one in item.choices)
    return Problem("not-an-answer", item.name, {"path": item.name, "answers": offered})


def _count(item: Item, typed: str) -> Score | Problem:
    if typed.isascii() and typed.isdigit() and len(typed.lstrip("0")) <= MOST_OCCURRENCES:
        return Counted(int(typed))
    if NEGATIVE.fullmatch(typed):
        return Problem("negative", _path(item), _limit(item))
    return Problem("wrong-type", item.name, {"path": item.name, "expected": "count"})


def common(item: Item) -> tuple[str, ...]:
    """Values worth a click, the highest first: full marks and a few usual deductions."""
    if item.stepped:
        values = sorted({choice.points for choice in item.choices}, reverse=True)
    elif item.kind is Kind.COUNT:
        values = [Decimal(count) for count in range(4)]
    else:
        values = _usual(item)
    return tuple(plain(value) for value in values)


def _usual(item: Item) -> list[Decimal]:
    if item.max < 10:
        steps = max(item.step, Decimal("0.5") if item.max <= 4 else Decimal(1))
        values = [item.max - at * steps for at in range(4)]
    else:
        shares = ("1", "0.9", "0.8", "0.7")
        values = [(item.max * Decimal(one)).to_integral_value() for one in shares]
    good = (one for one in values if one >= 0 and one % item.step == 0)
    return list(dict.fromkeys(good))
