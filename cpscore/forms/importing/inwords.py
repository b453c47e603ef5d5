"""Weights that stand in the words of a cell and in no column: 1.1 企业概况（10分）."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from cpscore.forms.importing import wording
from cpscore.forms.importing.grid import Cell, Grid, squeezed
from cpscore.rules.points import plain, read_points

# How numbers before names go down: 一、（一）1、1.1、1.1.1、（1）①.
RANKS = tuple(
    map(
        re.compile,
        (
            r"[一二三四五六七八九十]{1,3}(?:[、.]|$)",
            r"[(][一二三四五六七八九十]{1,3}[)]",
            r"[0-9]{1,2}(?:[、.]?(?![0-9.]))",
            r"[0-9]{1,2}\.[0-9]{1,2}(?![0-9.])",
            r"[0-9]{1,2}(?:\.[0-9]{1,2}){2}",
            r"[(][0-9]{1,2}[)]|[0-9]{1,2}[)]",
        ),
    )
)


def said_weight(text: Cell | str | None) -> str | None:
    """The points in brackets behind a name: at the end, before a colon, or closing the first line.

    None where none stand there, or more than one: those may be steps.
    """
    lines = text.lines if isinstance(text, Cell) else (text or "",)
    shown = text.text if isinstance(text, Cell) else text or ""
    found = list(wording.WEIGHT_IN_WORDS.finditer(shown))
    if len(found) != 1:
        return None
    ends = shown[found[0].end() :].lstrip()[:1] in {"", "：", ":"}
    closes = bool(lines and wording.IN_BRACKETS.search(lines[0]))
    points = read_points(squeezed(found[0]["points"])) if ends or closes else None
    return plain(points) if points else None


def without(text: str) -> str:
    """A text without its weight, for reading what else it says of points."""
    return wording.WEIGHT_IN_WORDS.sub("", text) if said_weight(text) else text


def weighing_rows(table: Grid) -> list[int]:
    """The rows of the cells that name weights, in order."""
    return [cell.row for cell in table.cells() if said_weight(cell)]


def finest(filled: Sequence[Sequence[Cell]], places: Sequence[int]) -> int | None:
    """Which of the columns says the weights; None where none does.

    Of several that add up to the same the last is the finest. A misprint changes a sum little;
    steps (10分, 5分) that stand beside their weight add up to far more.
    """
    said = {at: [said_weight(cell) for cell in filled[at] if not _sums(cell)] for at in places}
    named = [at for at, found in said.items() if 2 * sum(map(bool, found)) >= len(found) > 0]
    sums = {at: sum((Decimal(one) for one in said[at] if one), Decimal(0)) for at in named}
    same = [at for at in named if 5 * abs(sums[at] - sums[named[0]]) <= sums[named[0]]]
    return max(same, default=None)


def _sums(cell: Cell) -> bool:
    """Whether a cell names a total, which may reach over the columns of names."""
    return any(one.fullmatch(cell.plain) for one in (wording.TOTAL, wording.SUBTOTAL))


def rank(number: str, text: str) -> int:
    """How deep the number before a name lies, from 0; -1 where there is none."""
    shown = squeezed(number) or squeezed(text)
    return next((at for at, one in enumerate(RANKS) if one.match(shown)), -1)
