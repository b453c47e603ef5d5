"""Columns that stand straight though a Chinese character is two places wide."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from cpscore.messages import quoted

# Of columns that hold text; what is longer is cut, since a table that wraps cannot be read.
WIDEST = 36


def width(text: str) -> int:
    """How many places a text takes in a terminal."""
    return sum(
        0 if unicodedata.combining(sign) else 2 if unicodedata.east_asian_width(sign) in "WF" else 1
        for sign in text
    )


def fitted(text: str, places: int) -> str:
    """The text cut to so many places, the cut marked."""
    if width(text) <= places:
        return text
    while width(text) > places - 1:
        text = text[:-1]
    return f"{text}…"


def table(rows: Sequence[Sequence[str]], right: frozenset[int] = frozenset()) -> list[str]:
    """Rows of equal length as lines; columns in `right` stand to the right."""
    cells = [[fitted(quoted(cell), WIDEST) for cell in row] for row in rows]
    widths = [max(width(cell) for cell in column) for column in zip(*cells, strict=True)]
    return [
        "  ".join(
            padded(cell, places, at in right)
            for at, (cell, places) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in cells
    ]


def padded(text: str, places: int, right: bool) -> str:
    """The text with blanks before or after it up to so many places."""
    blanks = " " * (places - width(text))
    return blanks + text if right else text + blanks
