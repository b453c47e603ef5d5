"""How a form is printed: blocks named in the definition, laid out by nobody's Python but these
few kinds.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a printed table: what it shows, its heading, its width in mm.

    `show`: for vetoes and questions `group words number text yes no na answer note`, `answer` being
    是□ 否□ in one cell, `words` the same `words` beside each group; for scores
    `section number title text max score note`. Without a `number` column the number stands before
    the text; a column without a heading lies under its left neighbour's. `hidden` columns are left
    out of the enterprise's copy.
    """

    show: str
    label: str
    width: int
    vertical: bool = False
    hidden: bool = False
    words: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """Texts side by side, the first at the left margin, the last at the right.

    `{id}` stands for a field's value.
    """

    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class VetoTable:
    """The veto questions as a table.

    `heading` is a row across, `side` a vertical cell along the left.
    """

    columns: tuple[Column, ...]
    heading: str = ""
    side: str = ""


@dataclass(frozen=True, slots=True)
class ScoreTable:
    """The items as a table.

    `section_rows` prints each section's title as a row across, `numerals` before it. `continued`
    stands above the headings on each page but the first (表C（续）). `sections` are those of this
    table, by id, where others have tables of their own; its last row is then of these alone.
    """

    columns: tuple[Column, ...]
    total: str
    section_rows: bool = False
    numerals: tuple[str, ...] = ()
    continued: str = ""
    sections: tuple[str, ...] = ()

    def holds(self, section: str) -> bool:
        """Whether a section stands in this table."""
        return not self.sections or section in self.sections


@dataclass(frozen=True, slots=True)
class GradeBoxes:
    """The grades with a box to tick, beside a label."""

    label: str
    texts: tuple[str, ...]
    width: int = 25


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence with `{id}` for field values and `{tick:id}` for the box of a grade.

    `boxed` in a ruled cell.
    """

    text: str
    boxed: bool = False


@dataclass(frozen=True, slots=True)
class FieldGrid:
    """Fields as a table: each row names the fields that stand side by side.

    Label cells are `label` mm wide.
    """

    rows: tuple[tuple[str, ...], ...]
    label: int = 35


@dataclass(frozen=True, slots=True)
class OpinionBox:
    """The opinion's parts and paragraphs in a ruled box, ending with who signs and the date."""

    signature: str = ""
    date: bool = True


@dataclass(frozen=True, slots=True)
class QuestionTable:
    """The questions as a table with boxes to tick.

    `together` so many of them, from the first on, share a row: a line of each cell for each.
    """

    columns: tuple[Column, ...]
    heading: str = ""
    together: tuple[int, ...] = ()


LayoutBlock: TypeAlias = (
    Line | VetoTable | ScoreTable | GradeBoxes | Statement | FieldGrid | OpinionBox | QuestionTable
)


@dataclass(frozen=True, slots=True)
class Layout:
    """The printed page: caption above the title, title, blocks in order.

    `own` layouts are not in the source; every page says so.
    """

    title: str
    caption: str = ""
    blocks: tuple[LayoutBlock, ...] = ()
    own: bool = False
