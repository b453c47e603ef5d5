"""Breaking text as Chinese papers do: between any characters, but not before 。 or after （."""

from __future__ import annotations

import re
from collections.abc import Iterator, Set
from dataclasses import dataclass
from functools import lru_cache

from cpscore.documents import fonts
from cpscore.documents.drawing import Glyphs

# Kinsoku: what no line may begin with, and what no line may end with.
NOT_FIRST = frozenset("，。、；：？！）》〉」』】〕］｝”’…—·％‰℃～,.;:?!)]}%")
NOT_LAST = frozenset("～（《〈「『【〔［｛“‘([{￥$")
# A range too wide for any line ends one behind its sign: better than inside a number.
RANGE = frozenset("～")

# A Latin word or a number, white space, or one character.
PIECE = re.compile("[^\\s\u2000-\U0010ffff]+|\\s|.", re.DOTALL)

# A line is stretched to the full width only where the eye and text extraction do not notice.
STRETCH = 0.08
BASELINE = 0.85


@dataclass(frozen=True, slots=True)
class Line:
    """A broken line: runs of one font each with their widths in points; `ends` its paragraph."""

    runs: tuple[tuple[str, str, float], ...]
    width: float
    ends: bool
    indent: float = 0

    @property
    def count(self) -> int:
        """How many characters it has."""
        return sum(len(text) for _, text, _ in self.runs)


@lru_cache(maxsize=1 << 16)
def measured(char: str, face: str) -> tuple[str, float]:
    """The font that draws a character, and its width at size 1; raises MissingCharacter."""
    [(font, _)] = fonts.runs(char, face)
    return font, fonts.width(char, face, 1)


def length(text: str, face: str, size: float) -> float:
    """The width of text on one line, in points; raises MissingCharacter."""
    return fonts.width(text, face, size)


def break_lines(
    text: str, face: str, size: float, width: float, indent: float = 0
) -> tuple[Line, ...]:
    """The lines of a text in a column of `width` points; the first of each paragraph is indented.

    Words, numbers and ranges stay whole where a line can hold them. Raises MissingCharacter.
    """
    paragraphs = [fonts.printable(paragraph) for paragraph in text.splitlines()] or [""]
    # Once for all characters, so that the failure names every one that is missing.
    fonts.runs("".join(paragraphs), face)
    return tuple(
        line
        for paragraph in paragraphs
        for line in _paragraph(paragraph, face, size, width, indent)
    )


def _paragraph(text: str, face: str, size: float, width: float, indent: float) -> Iterator[Line]:
    taken, used, start = "", 0.0, indent
    for cluster in _pieces(text, face, size, width):
        wide = length(cluster.rstrip(), face, size)
        # Half a thousandth of a point: sums of widths in another order differ by less.
        if taken and start + used + wide > width + 0.0005:
            if taken.strip():
                yield _line(taken.rstrip(), face, size, start, ends=False)
                start = 0.0
            taken, used = "", 0.0
            if cluster.isspace():
                continue
        if start + wide > width:
            for char in cluster:
                advance = length(char, face, size)
                if start + used + advance > width and taken:
                    yield _line(taken, face, size, start, ends=False)
                    taken, used, start = "", 0.0, 0.0
                taken, used = taken + char, used + advance
        else:
            taken, used = taken + cluster, used + length(cluster, face, size)
    yield _line(taken.rstrip(), face, size, start, ends=True)


def _pieces(text: str, face: str, size: float, width: float) -> Iterator[str]:
    """The clusters; of one wider than any line the parts that end in the sign of a range."""
    for cluster in clusters(text):
        if RANGE & set(cluster) and length(cluster.rstrip(), face, size) > width:
            yield from clusters(cluster, NOT_LAST - RANGE)
        else:
            yield cluster


def clusters(text: str, not_last: Set[str] = NOT_LAST) -> Iterator[str]:
    """The pieces between which a line may end."""
    held = ""
    for piece in PIECE.findall(text):
        # A blank behind a bracket vanishes at the line's end, where the bracket must not stand.
        if held and not (held.rstrip()[-1:] in not_last or piece[0] in NOT_FIRST):
            yield held
            held = ""
        held += piece
    if held:
        yield held


def _line(text: str, face: str, size: float, indent: float, *, ends: bool) -> Line:
    runs: list[tuple[str, str, float]] = []
    for char in text:
        font, advance = measured(char, face)
        if runs and runs[-1][0] == font:
            runs[-1] = (font, runs[-1][1] + char, runs[-1][2] + advance * size)
        else:
            runs.append((font, char, advance * size))
    return Line(tuple(runs), sum(run[2] for run in runs), ends, indent)


def glyphs(
    line: Line, x: float, top: float, width: float, size: float, leading: float, shift: float
) -> Iterator[Glyphs]:
    """A line drawn into its column; `shift` is the share of the free room left of it.

    Lines inside a paragraph that stand left are stretched to the column's width where little
    is wanting.
    """
    free = width - line.indent - line.width
    gaps = line.count - 1
    spacing = 0.0
    if not line.ends and not shift and gaps > 0 and 0 < free / gaps <= STRETCH * size:
        spacing = free / gaps
    x += line.indent + max(free, 0) * shift
    baseline = top + (leading - size) / 2 + BASELINE * size
    for font, text, advance in line.runs:
        drawn = advance + spacing * (len(text) - 1)
        yield Glyphs(x, baseline, font, size, text, drawn, spacing)
        x += advance + spacing * len(text)
