"""Handwriting: strokes as points, independent of the size of the pad they were drawn on."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TypeAlias

Point: TypeAlias = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Ink:
    """A signature drawn by hand.

    Points are whole thousandths of the pad's height, from its upper left.

    `width` is the pad's width in the same unit, so the shape keeps its proportions at any size.
    """

    width: int
    strokes: tuple[tuple[Point, ...], ...]

    HEIGHT = 1000

    @property
    def empty(self) -> bool:
        """Whether nothing that could be a signature was drawn: no stroke longer than a dot."""
        return all(length(stroke) < self.HEIGHT // 10 for stroke in self.strokes)


def length(stroke: tuple[Point, ...]) -> int:
    """How far the pen travelled, in thousandths of the pad's height (city-block)."""
    return sum(abs(ax - bx) + abs(ay - by) for (ax, ay), (bx, by) in pairwise(stroke))
