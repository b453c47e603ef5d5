"""Small conversions every sheet needs: dates, placeholders, widths, fractions."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction

from cpscore.documents.sheets.labels import BLANK_DATE, MARK, OPEN, TICKED
from cpscore.rules.points import plain, shown, terminating

PLACEHOLDER = re.compile(r"\{([^{}]+)\}")
MM_PER_POINT = 25.4 / 72


def long_date(day: str) -> str:
    """2026-11-20 as 2026年11月20日; blanks where there is no date, other text as it is."""
    if not day:
        return BLANK_DATE
    try:
        read = date.fromisoformat(day[:10])
    except ValueError:
        return day
    return f"{read.year}年{read.month}月{read.day}日"


def filled(text: str, values: Mapping[str, str], ticked: str | None = None) -> str:
    """A printed line with `{id}` replaced by values and `{tick:id}` by its box.

    Between brackets, as in 合格（ ）, the bracket is the box: a tick or nothing stands there.
    """

    def put(found: re.Match[str]) -> str:
        name = found[1]
        if not name.startswith("tick:"):
            return values.get(name, "")
        chosen = name.removeprefix("tick:") == ticked
        if found.string[: found.start()].rstrip().endswith(("（", "(")):
            return MARK if chosen else "　"
        return TICKED if chosen else OPEN

    return PLACEHOLDER.sub(put, text)


def box(chosen: bool) -> str:
    """A tick box."""
    return TICKED if chosen else OPEN


def natural_width(text: str, size: float) -> float:
    """About how wide a text is on one line, in mm."""
    return sum(map(_ems, text)) * size * MM_PER_POINT


def _ems(char: str) -> float:
    if char == " ":
        return 0.27
    return 0.6 if unicodedata.east_asian_width(char) in {"Na", "H", "N"} else 1


def side_by_side(
    texts: Sequence[str], size: float, width: float, *, grows: int = 0
) -> tuple[float, ...]:
    """Column widths in mm for texts on one line; the one that `grows` takes what others leave.

    Where there is too little room for all, the longest text gives way and is broken.
    """
    widths = [natural_width(text, size) + 3 for text in texts]
    left = width - sum(widths)
    changed = grows if left > 0 else widths.index(max(widths))
    least = width / len(texts) / 2
    widths[changed] = max(widths[changed] + left, least)
    return tuple(widths)


def points_text(exact: Fraction, ends: Iterable[Decimal] = ()) -> str:
    """Points in a cell: exactly where decimals can, else as many as keep them on their own side."""
    return plain(exact) if terminating(exact) is not None else shown(exact, ends)
