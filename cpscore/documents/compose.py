"""A sheet becomes pages: title, blocks, and what stands at the head and foot of each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cpscore.documents.drawing import MM, Op, Page, Step, repeated, tagged
from cpscore.documents.flow import height, page_breaks
from cpscore.documents.lines import Line, break_lines, glyphs
from cpscore.documents.stack import Flowing, Stack
from cpscore.rules.sheet import Align, Face, PageBreak, Sheet, Text

A4 = (210 * MM, 297 * MM)
SMALL = 9.0
SMALL_LINE = SMALL * 1.4
FOOT = 9 * MM


@dataclass(frozen=True, slots=True)
class Paper:
    """A sheet's page: its size, its text area (points from the upper left), its standing lines."""

    width: float
    height: float
    left: float
    right: float
    top: float
    bottom: float
    marks: tuple[Line, ...]
    footer: tuple[Line, ...]


def paper(sheet: Sheet) -> Paper:
    """A4, upright or across; margins grow where marks or footer need more."""
    width, height = reversed(A4) if sheet.landscape else A4
    margin = sheet.margin * MM
    inner = width - 2 * margin
    marks = _one_line("　".join(sheet.marks), Face.HEI, inner)
    footer = break_lines(sheet.footer, Face.SONG, SMALL, inner) if sheet.footer else ()
    above = FOOT + (len(marks) + 0.5) * SMALL_LINE if marks else 0.0
    below = FOOT + (len(footer) + 1.5) * SMALL_LINE
    return Paper(
        width=width,
        height=height,
        left=margin,
        right=width - margin,
        top=max(margin, above),
        bottom=height - max(margin, below),
        marks=marks,
        footer=footer,
    )


def _one_line(text: str, face: Face, width: float) -> tuple[Line, ...]:
    return break_lines(" ".join(text.splitlines()), face, SMALL, width) if text else ()


def compose(sheet: Sheet) -> tuple[Page, ...]:
    """All pages of a sheet; raises MissingCharacter."""
    page = paper(sheet)
    bodies = [
        tuple(tagged(body, Step("Sect", number)))
        for number, part in enumerate(_parts(sheet))
        for body in _bodies(part, page)
    ] or [()]
    return tuple(
        Page(page.width, page.height, (*repeated(_standing(page, number, len(bodies))), *body))
        for number, body in enumerate(bodies, start=1)
    )


def _parts(sheet: Sheet) -> Iterator[list[Flowing]]:
    """The blocks between page breaks, the title first."""
    part: list[Flowing] = list(_title(sheet))
    for block in sheet.blocks:
        if isinstance(block, PageBreak):
            yield part
            part = []
        else:
            part.append(block)
    yield part


def _title(sheet: Sheet) -> Iterator[Text]:
    if sheet.caption:
        yield Text(sheet.caption, Face.HEI, 12, Align.CENTRE, space_after=4)
    last = not sheet.subtitle
    yield Text(
        sheet.title,
        Face.SONG_BOLD,
        18,
        Align.CENTRE,
        space_after=10 if last else 2,
        keep_with_next=True,
    )
    if sheet.subtitle:
        yield Text(sheet.subtitle, Face.FANG, 12, Align.CENTRE, space_after=10, keep_with_next=True)


def _bodies(blocks: Sequence[Flowing], page: Paper) -> Iterator[Iterator[Op]]:
    """What stands in the text area of each page."""
    tall = page.bottom - page.top
    stack = Stack(blocks, page.right - page.left, tall)
    for first, last in page_breaks(stack, tall):
        room = tall - stack.head(first) - height(stack.strips, first, last)
        yield stack.paint(first, last, page.left, page.top, room)


def _standing(page: Paper, number: int, count: int) -> Iterator[Op]:
    """The marks above the text area, the footer and the page's number below it."""
    yield from _small(page, page.marks, page.top - (len(page.marks) + 0.5) * SMALL_LINE)
    foot = page.height - FOOT - SMALL_LINE
    yield from _small(page, page.footer, foot - len(page.footer) * SMALL_LINE)
    label = break_lines(f"第 {number} 页 共 {count} 页", Face.SONG, SMALL, page.right - page.left)
    yield from _small(page, label, foot)


def _small(page: Paper, lines: Sequence[Line], top: float) -> Iterator[Op]:
    for number, line in enumerate(lines):
        yield from glyphs(
            line,
            page.left,
            top + number * SMALL_LINE,
            page.right - page.left,
            size=SMALL,
            leading=SMALL_LINE,
            shift=0.5,
        )
