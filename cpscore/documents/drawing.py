"""What stands on a page, as data: in points, measured from the page's upper left corner."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TypeAlias

from cpscore.rules.ink import Ink
from cpscore.rules.sheet import SignaturePlace

MM = 72 / 25.4
HAIR = 0.5


@dataclass(frozen=True, slots=True)
class Step:
    """A step on the way to a part of the sheet: its role as PDF names them, its place there.

    Cells say how many columns and rows they span.
    """

    role: str
    number: int
    columns: int = 1
    rows: int = 1


Tag: TypeAlias = tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Glyphs:
    """Characters of one font on one baseline; `spacing` is added after each.

    `tag` leads to the part of the sheet they belong to; None for what is only repeated.
    """

    x: float
    y: float
    font: str
    size: float
    text: str
    width: float
    spacing: float = 0
    tag: Tag | None = ()


@dataclass(frozen=True, slots=True)
class Box:
    """A ruled rectangle; `grey` (0 black, 1 white) fills it."""

    x: float
    y: float
    width: float
    height: float
    line: float = HAIR
    grey: float | None = None


@dataclass(frozen=True, slots=True)
class Pen:
    """Handwriting: lines through points."""

    strokes: tuple[tuple[tuple[float, float], ...], ...]
    line: float


@dataclass(frozen=True, slots=True)
class Place:
    """Where a signature field comes to stand; nothing is drawn."""

    field: str
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a bookmark leads; nothing is drawn."""

    title: str
    y: float


Op: TypeAlias = Glyphs | Box | Pen | Place | Mark


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its size and everything on it, in the order it is drawn."""

    width: float
    height: float
    ops: tuple[Op, ...]


def places(pages: tuple[Page, ...]) -> tuple[SignaturePlace, ...]:
    """The signature places of all pages, as a PDF counts: from the lower left."""
    return tuple(
        SignaturePlace(op.field, number, op.x, page.height - op.y - op.height, op.width, op.height)
        for number, page in enumerate(pages)
        for op in page.ops
        if isinstance(op, Place)
    )


def tagged(ops: Iterable[Op], *steps: Step) -> Iterator[Op]:
    """The ops as parts of what these steps lead to."""
    for op in ops:
        if isinstance(op, Glyphs) and op.tag is not None:
            yield replace(op, tag=(*steps, *op.tag))
        else:
            yield op


def repeated(ops: Iterable[Op]) -> Iterator[Op]:
    """The ops as parts of nothing: they only say again what stands elsewhere."""
    for op in ops:
        yield replace(op, tag=None) if isinstance(op, Glyphs) else op


def runs(page: Page) -> Iterator[tuple[Tag, tuple[Op, ...]]]:
    """What stands on a page, cut where another part begins; no tag for what is no content."""
    by_tag = groupby(page.ops, key=lambda op: op.tag or () if isinstance(op, Glyphs) else ())
    return ((tag, tuple(ops)) for tag, ops in by_tag)


Edge: TypeAlias = tuple[float, bool, float, float, float]


def edges(boxes: Iterable[Box]) -> Iterator[Edge]:
    """The lines around boxes, those that touch or overlap as one.

    Each is: its width, whether it is upright, where it stands, from where, to where.
    """
    parts = sorted(edge for box in boxes for edge in _sides(box))
    for _, alike in groupby(parts, key=lambda edge: edge[:3]):
        (line, upright, at, first, last), *rest = alike
        for *_, begin, end in rest:
            if begin > last + 0.05:
                yield line, upright, at, first, last
                first, last = begin, end
            last = max(last, end)
        yield line, upright, at, first, last


def _sides(box: Box) -> Iterator[Edge]:
    left, right = round(box.x, 1), round(box.x + box.width, 1)
    top, bottom = round(box.y, 1), round(box.y + box.height, 1)
    yield from ((box.line, True, at, top, bottom) for at in (left, right))
    yield from ((box.line, False, at, left, right) for at in (top, bottom))


def handwriting(ink: Ink, x: float, y: float, width: float, height: float) -> Pen:
    """Ink made to fit a rectangle, in its own proportions, centred.

    What lies outside the pad (a pen that slipped over its edge) stays inside the rectangle too.
    """
    points = [point for stroke in ink.strokes for point in stroke]
    left, right = min([0, *(x for x, _ in points)]), max([ink.width, *(x for x, _ in points)])
    top, bottom = min([0, *(y for _, y in points)]), max([ink.HEIGHT, *(y for _, y in points)])
    scale = min(width / (right - left), height / (bottom - top))
    x += (width - (right - left) * scale) / 2
    y += (height - (bottom - top) * scale) / 2
    return Pen(
        tuple(
            tuple((x + (px - left) * scale, y + (py - top) * scale) for px, py in stroke)
            for stroke in ink.strokes
        ),
        line=max(0.8, height / 40),
    )
