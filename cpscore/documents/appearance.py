"""How a PDF signature looks on the page: the handwriting, who, and when."""

from __future__ import annotations

from collections.abc import Sequence

from cpscore.documents.canvas import draw
from cpscore.documents.drawing import Op, Page, handwriting
from cpscore.documents.lines import break_lines, glyphs
from cpscore.rules.ink import Ink
from cpscore.rules.sheet import Face

SIZE = 8.0
LEADING = 1.25


def signature_appearance(
    ink: Ink | None, lines: Sequence[str], width: float, height: float
) -> bytes:
    """A PDF of one page, `width` by `height` points: ink above, lines of text below.

    The text shrinks until it fits; without ink it stands in the middle. Raises MissingCharacter.
    """
    written = ink if ink is not None and not ink.empty else None
    size = SIZE
    while True:
        broken = [line for text in lines for line in break_lines(text, Face.SONG, size, width - 2)]
        tall = len(broken) * size * LEADING
        if tall <= height * (0.6 if written else 1) or size <= 2:
            break
        size *= 0.9
    ops: list[Op] = []
    if written:
        ops.append(handwriting(written, 1, 1, width - 2, height - tall - 2))
    top = height - tall if written else (height - tall) / 2
    for number, line in enumerate(broken):
        y = top + number * size * LEADING
        ops.extend(glyphs(line, 1, y, width - 2, size, size * LEADING, 0))
    return draw([Page(width, height, tuple(ops))])
