"""A signature line laid out: label, free room for handwriting or a visible signature, date."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cpscore.documents.drawing import Op, Place, handwriting
from cpscore.documents.flow import Strip
from cpscore.documents.lines import Line, break_lines, glyphs, length
from cpscore.documents.paragraph import LEADING, SHIFT
from cpscore.rules.sheet import Face, SignatureLine

SIZE = 12.0
LINE = SIZE * LEADING
ROOM = (170.0, 46.0)
FACE = Face.FANG


class LaidSignature:
    """A SignatureLine in a column of `width` points, one strip high; raises MissingCharacter."""

    def __init__(self, line: SignatureLine, width: float) -> None:
        self.line = line
        self.width = width
        self.room = min(ROOM[0], width / 2)
        label = min(length(line.label, FACE, SIZE), width - self.room)
        self.label = break_lines(line.label, FACE, SIZE, label + 0.01)
        self.label_width = label
        below = "　".join(part for part in (line.signer, line.date) if part)
        self.below = break_lines(below, FACE, SIZE, width) if below else ()
        self.tall = max(ROOM[1], len(self.label) * LINE)
        self._strips = [Strip(self.tall + len(self.below) * LINE + 4)]

    @property
    def role(self) -> str:
        """A paragraph of its own."""
        return "P"

    @property
    def strips(self) -> Sequence[Strip]:
        """One: the line is never cut."""
        return self._strips

    def head(self, first: int) -> float:  # noqa: ARG002
        """Nothing is repeated."""
        return 0

    def paint(self, first: int, last: int, left: float, top: float, room: float) -> Iterator[Op]:  # noqa: ARG002
        """The label, the ink where there is some, the place of the field, the date below."""
        begin = left + (self.width - self.label_width - self.room) * SHIFT[self.line.align]
        middle = top + (self.tall - len(self.label) * LINE) / 2
        yield from self._lines(self.label, begin, middle, self.label_width, 0)
        box = (begin + self.label_width, top + 2, self.room, self.tall - 4)
        if self.line.ink is not None and not self.line.ink.empty:
            yield handwriting(self.line.ink, *box)
        if self.line.field is not None:
            yield Place(self.line.field, *box)
        shift = SHIFT[self.line.align]
        yield from self._lines(self.below, left, top + self.tall, self.width, shift)

    def _lines(
        self, lines: tuple[Line, ...], left: float, top: float, width: float, shift: float
    ) -> Iterator[Op]:
        for number, line in enumerate(lines):
            yield from glyphs(line, left, top + number * LINE, width, SIZE, LINE, shift)
