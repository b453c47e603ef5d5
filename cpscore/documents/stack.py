"""Blocks laid out one below the other, free on the page or inside a ruled box."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cpscore.documents.drawing import Box, Op, Step, tagged
from cpscore.documents.flow import FORBIDDEN, Laid, Strip, height
from cpscore.documents.grid import LaidGrid
from cpscore.documents.paragraph import Paragraph
from cpscore.documents.signature import LaidSignature
from cpscore.rules.sheet import Frame, Grid, SignatureLine, Text

PADDING = 6.0

Flowing = Text | Grid | SignatureLine | Frame


@dataclass(frozen=True, slots=True)
class Child:
    """A block of a stack and where its strips begin among the stack's."""

    laid: Laid
    start: int

    @property
    def end(self) -> int:
        """One past its last strip."""
        return self.start + len(self.laid.strips)


class Stack:
    """Blocks in a column of `width` points on pages of `page` points; raises MissingCharacter."""

    def __init__(
        self, blocks: Sequence[Flowing], width: float, page: float, *, frame: Frame | None = None
    ) -> None:
        self.width = width
        self.frame = frame
        self.padding = PADDING if frame else 0.0
        self.children: list[Child] = []
        self._strips: list[Strip] = []
        inner = width - 2 * self.padding
        if frame:
            self._strips.append(Strip(self.padding))
        kept, after = frame is not None, 0.0
        previous: Flowing | None = None
        for block in blocks:
            before, below = spaces(block)
            laid = lay_out(block, inner, page - 2 * self.padding)
            self._add(laid, max(after, before), kept=kept)
            if isinstance(block, SignatureLine) and not isinstance(previous, SignatureLine):
                self._keep_two_lines(laid)
            after, kept = below, isinstance(block, Text) and block.keep_with_next
            previous = block
        if frame:
            self._strips.append(Strip(self.padding, FORBIDDEN))

    def _add(self, laid: Laid, gap: float, *, kept: bool) -> None:
        cost = FORBIDDEN if kept else 0.0
        if gap:
            self._strips.append(Strip(gap, cost, gap=True))
            cost = FORBIDDEN
        if laid.strips:
            laid.strips[0].cost = max(laid.strips[0].cost, cost)
        self.children.append(Child(laid, len(self._strips)))
        self._strips.extend(laid.strips)

    def _keep_two_lines(self, laid: Laid) -> None:
        """A signature stands on the page of the two lines before it."""
        laid.strips[0].cost = FORBIDDEN
        lines = 0
        for strip in reversed(self._strips[: -len(laid.strips)]):
            lines += not strip.gap
            if lines == 2:
                break
            strip.cost = FORBIDDEN

    @property
    def role(self) -> str:
        """Parts that belong together."""
        return "Div"

    @property
    def strips(self) -> Sequence[Strip]:
        """Those of its blocks, and the gaps between them."""
        return self._strips

    def head(self, first: int) -> float:
        """The frame's padding, and what the block that goes on repeats."""
        if first == 0:
            return 0
        within = (child for child in self.children if child.start <= first < child.end)
        return self.padding + sum(child.laid.head(first - child.start) for child in within)

    def paint(self, first: int, last: int, left: float, top: float, room: float) -> Iterator[Op]:
        """The blocks, or what of them lies between the strips, and the frame around."""
        painted = list(self._blocks(first, last, left, top, room))
        if self.frame:
            tall = (self.padding if first else 0) + height(self._strips, first, last)
            tall += self._repeated(first)
            if self.frame.fill:
                tall += room
            yield Box(left, top, self.width, tall)
        yield from painted

    def _repeated(self, first: int) -> float:
        return self.head(first) - self.padding if first else 0

    def _blocks(self, first: int, last: int, left: float, top: float, room: float) -> Iterator[Op]:
        if first:
            top += self.padding
        for number, child in enumerate(self.children):
            begin, end = max(first, child.start), min(last, child.end)
            if begin >= end:
                continue
            above = 0.0 if begin == first else height(self._strips, first, begin)
            if begin > first:
                above += self._repeated(first)
            below = room if end == last else 0.0
            painted = child.laid.paint(
                begin - child.start, end - child.start, left + self.padding, top + above, below
            )
            yield from tagged(painted, Step(child.laid.role, number))


def lay_out(block: Flowing, width: float, page: float) -> Laid:
    """A block in a column of `width` points on pages of `page` points."""
    match block:
        case Text():
            return Paragraph(block, width)
        case Grid():
            return LaidGrid(block, width, page)
        case SignatureLine():
            return LaidSignature(block, width)
        case Frame():
            return Stack(block.blocks, width, page, frame=block)


def spaces(block: Flowing) -> tuple[float, float]:
    """The room a block wants above and below, in points."""
    match block:
        case Text() | Grid() | Frame():
            return block.space_before, block.space_after
        case SignatureLine():
            return 12.0, 6.0
