"""A sheet as data: blocks of text, grids and signature places.

Writers turn it into PDF, Word or Excel.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias

from cpscore.rules.ink import Ink


class Align(StrEnum):
    """Where text stands in its cell or column."""

    LEFT = "left"
    CENTRE = "centre"
    RIGHT = "right"


class Face(StrEnum):
    """The hands Chinese official papers are set in; `documents` maps them to fonts."""

    SONG = "song"
    SONG_BOLD = "song-bold"
    HEI = "hei"
    FANG = "fang"


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph; `size` in points, `indent` in characters for its first line."""

    text: str
    face: Face = Face.FANG
    size: float = 12
    align: Align = Align.LEFT
    indent: int = 0
    space_before: float = 0
    space_after: float = 0
    keep_with_next: bool = False


class Reckoning(StrEnum):
    """How one number is got from others; `TRIMMED` leaves out the highest and the lowest."""

    SUM = "sum"
    AVERAGE = "average"
    MEDIAN = "median"
    TRIMMED = "trimmed"
    SPREAD = "spread"


@dataclass(frozen=True, slots=True)
class Formula:
    """How a cell's number follows from the cells of its grid that `of` names.

    Formulas may stand inside. `drop` so many at each end; `places` decimals, ROUND_HALF_UP, where
    it is rounded.
    """

    kind: Reckoning
    of: tuple[str | Formula, ...]
    drop: int = 0
    places: int | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a grid; `None` places covered by a span hold no cell.

    `number` is the exact text of the value when the cell holds a number, `formula` how a
    spreadsheet gets it, `name` what the formulas of its grid call the cell.
    `vertical` stacks the characters, as official tables print narrow category names. `field` names
    the PDF signature field that comes to stand in the cell.
    """

    text: str = ""
    columns: int = 1
    rows: int = 1
    align: Align = Align.LEFT
    middle: bool = True
    face: Face = Face.SONG
    size: float = 10.5
    vertical: bool = False
    shaded: bool = False
    number: str | None = None
    formula: Formula | None = None
    name: str = ""
    ink: Ink | None = None
    field: str | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a grid; its cells stand from left to right, the covered places left out.

    `height` in mm is a minimum. Rows are never split over a page unless `flows` (one long text).
    """

    cells: tuple[Cell, ...]
    height: float = 0
    header: bool = False
    keep_with_next: bool = False
    flows: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A ruled table; `widths` in mm. Header rows repeat on each page, below `continued`."""

    widths: tuple[float, ...]
    rows: tuple[Row, ...]
    ruled: bool = True
    space_before: float = 0
    space_after: float = 0
    continued: str = ""


@dataclass(frozen=True, slots=True)
class SignatureLine:
    """Where somebody signs: the printed label, room for the handwriting, the date, and the PDF
    field's name.

    With `field` None nothing cryptographic happens here: the line is for ink alone.
    """

    label: str
    field: str | None = None
    ink: Ink | None = None
    signer: str = ""
    date: str = ""
    align: Align = Align.RIGHT


@dataclass(frozen=True, slots=True)
class Frame:
    """Blocks inside a ruled box, as opinions are printed: it goes on over pages, each part closed.

    `fill` draws it down to the foot of its last page where nothing follows there.
    """

    blocks: tuple[Text | Grid | SignatureLine, ...]
    fill: bool = False
    space_before: float = 0
    space_after: float = 0


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows begins a new page."""


Block: TypeAlias = Text | Grid | SignatureLine | Frame | PageBreak


# What a provisional form says on every printed page, in PDF, Word and Excel alike.
PROVISIONAL = "暂定：条目为示例，官方条目、版式未随来源公布，不得用于正式评审"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet ready to be written: title, blocks, and what stands at the foot of each page.

    `caption` stands above the title (附录G（规范性附录）), `subtitle` below it.
    `marks` are printed on every page (provisional forms say so there). `attachments` travel
    inside the PDF: name and bytes.
    """

    title: str
    blocks: tuple[Block, ...]
    caption: str = ""
    subtitle: str = ""
    footer: str = ""
    marks: tuple[str, ...] = ()
    language: str = "zh-CN"
    subject: str = ""
    author: str = ""
    attachments: tuple[tuple[str, bytes], ...] = ()
    bookmarks: bool = True
    landscape: bool = False
    margin: float = 20


@dataclass(frozen=True, slots=True)
class SignaturePlace:
    """Where a signature field stands in a PDF: zero-based page, and its box in points from the
    lower left.
    """

    field: str
    page: int
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Printed:
    """A sheet written as PDF: its bytes, and the places its signature lines came to stand."""

    pdf: bytes
    places: tuple[SignaturePlace, ...] = field(default=())
