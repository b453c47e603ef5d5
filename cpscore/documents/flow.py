"""Filling pages: everything is cut into strips, and each page ends where a break costs least."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from cpscore.documents.drawing import Op

# What a break costs, beside a hundred for a whole page left empty.
FORBIDDEN = 10_000.0
LONELY = 25.0  # one line of a paragraph alone on a page
POURED = 40.0  # a cell's text cut in two
PARTED = 10.0  # a cell whose text stands whole on one of both pages
REPEATED = 3.0  # a label that stands on both


@dataclass(slots=True)
class Strip:
    """What is never cut; `cost` is that of a page ending before it.

    A gap vanishes at the head of a page.
    """

    height: float
    cost: float = 0
    gap: bool = False


class Laid(Protocol):
    """A block laid out for a width: its strips, and how to draw those that came to one page.

    Pages are drawn in order, each strip once: what is drawn on one page may make the strips
    still to come higher (a text that was cut needs a little more room), never lower.
    """

    @property
    def role(self) -> str:
        """What it is, as PDF names the parts of a document."""

    @property
    def strips(self) -> Sequence[Strip]:
        """From the top; the same objects at every call."""

    def head(self, first: int) -> float:
        """The height of what is repeated above strip `first` when a page begins there."""

    def paint(self, first: int, last: int, left: float, top: float, room: float) -> Iterator[Op]:
        """Draw strips `first` to `last` (without it), the head above them; `room` is free below."""


def page_breaks(laid: Laid, height: float) -> Iterator[tuple[int, int]]:
    """The strips of each page of `height` points; their heights are read as they are by then."""
    first = _skip_gaps(laid.strips, 0) if laid.strips else 0
    while first < len(laid.strips):
        last = _end(laid.strips, first, height - laid.head(first))
        yield first, last
        first = _skip_gaps(laid.strips, last)


def _end(strips: Sequence[Strip], first: int, height: float) -> int:
    used, full = 0.0, first
    while full < len(strips) and used + strips[full].height <= height + 0.001:
        used += strips[full].height
        full += 1
    full = max(full, first + 1)
    if full == len(strips):
        return full
    best, least, wasted = full, strips[full].cost, 0.0
    for end in range(full - 1, first, -1):
        wasted += strips[end].height
        cost = strips[end].cost + 100 * wasted / height
        if cost < least:
            best, least = end, cost
    return best


def _skip_gaps(strips: Sequence[Strip], first: int) -> int:
    while first < len(strips) and strips[first].gap:
        first += 1
    return first


def height(strips: Sequence[Strip], first: int, last: int) -> float:
    """The height of strips `first` to `last` (without it)."""
    return sum(strip.height for strip in strips[first:last])
