"""A paragraph laid out: a strip for each of its lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cpscore.documents.drawing import Mark, Op
from cpscore.documents.flow import LONELY, Strip
from cpscore.documents.lines import break_lines, glyphs
from cpscore.rules.sheet import Align, Face, Text

LEADING = 1.5
SHIFT = {Align.LEFT: 0.0, Align.CENTRE: 0.5, Align.RIGHT: 1.0}


class Paragraph:
    """A Text in a column of `width` points; raises MissingCharacter."""

    def __init__(self, text: Text, width: float) -> None:
        self.text = text
        self.width = width
        self.leading = text.size * LEADING
        self.lines = break_lines(
            text.text, text.face, text.size, width, indent=text.indent * text.size
        )
        self._strips = [
            Strip(self.leading, self._cost(number)) for number in range(len(self.lines))
        ]

    def _cost(self, number: int) -> float:
        last = len(self.lines) - 1
        return LONELY * (number == 1) + LONELY * (number == last) if number else 0

    @property
    def strips(self) -> Sequence[Strip]:
        """One for each line."""
        return self._strips

    @property
    def role(self) -> str:
        """A title, a heading or a paragraph."""
        if not self.heading:
            return "P"
        return "H1" if self.text.face is Face.SONG_BOLD else "H2"

    @property
    def heading(self) -> bool:
        """Whether it leads a part of the sheet, and so gets a bookmark."""
        return self.text.keep_with_next and self.text.face in {Face.HEI, Face.SONG_BOLD}

    def head(self, first: int) -> float:  # noqa: ARG002
        """Nothing is repeated above a paragraph that goes on."""
        return 0

    def paint(self, first: int, last: int, left: float, top: float, room: float) -> Iterator[Op]:  # noqa: ARG002
        """The lines from `first` to `last`."""
        if self.heading and first == 0:
            yield Mark(self.text.text.strip(), top)
        for line in self.lines[first:last]:
            yield from glyphs(
                line,
                left,
                top,
                self.width,
                size=self.text.size,
                leading=self.leading,
                shift=SHIFT[self.text.align],
            )
            top += self.leading
