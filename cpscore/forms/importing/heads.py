"""Where a table of points or of questions begins, and what each of its columns is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from cpscore.forms.importing import wording
from cpscore.forms.importing.grid import Cell, Grid
from cpscore.forms.importing.inwords import finest, said_weight

HIGHEST = 3
# An edge in fewer rows than one in so many is no edge of a column.
SELDOM = 5


class Role(StrEnum):
    """What a column holds."""

    SIDE = "side"
    GROUP = "group"
    SECTION = "section"
    SECTION_NUMBER = "section-number"
    NUMBER = "number"
    TITLE = "title"
    # A finer name, printed before the criteria; and criteria in a column of their own.
    NAME = "name"
    TEXT = "text"
    RULE = "rule"
    SUM = "sum"
    MAX = "max"
    SCORE = "score"
    YES = "yes"
    NO = "no"
    NA = "na"
    NOTE = "note"
    WORDS = "words"
    # Points that somebody else gives: 自评得分.
    OTHER = "other"


class Kind(StrEnum):
    """What a table asks for."""

    SCORES = "scores"
    QUESTIONS = "questions"


@dataclass(frozen=True, slots=True)
class Head:
    """The rows that name the columns: the first, the first below them, and their cells."""

    kind: Kind
    first: int
    end: int
    cells: tuple[Cell, ...]

    def above(self, column: int) -> Cell:
        """The lowest cell over a column."""
        over = (cell for cell in self.cells if cell.column <= column < cell.end)
        return max(over, key=lambda cell: cell.row, default=self.cells[0])


@dataclass(frozen=True, slots=True)
class Column:
    """A column as the rows below show it: where it begins and ends, its role, its heading.

    `weighs` where its words name the weights, since no column of weights is there.
    """

    start: int
    end: int
    role: Role
    label: str
    words: str = ""
    weighs: bool = False


def named(cell: Cell) -> str:
    """A heading as it is compared."""
    return wording.BRACKETS.sub("", cell.plain).rstrip(":")


def find_head(table: Grid, row: int, weighing: Sequence[int] = ()) -> Head | None:
    """The head that begins in a row; None where none does.

    A head without a column of weights is one over two rows `weighing`, whose words name weights.
    """
    cells = [cell for cell in table.rows[row] if cell.row == row]
    if sum(bool(cell.lines) for cell in cells) < 2:
        return None
    # A table's heading often has a second row under a wide cell.
    end = min(max(cell.row + cell.rows for cell in cells), row + HIGHEST)
    below = [cell for at in range(row + 1, end) for cell in table.rows[at] if cell.row == at]
    every = (*cells, *(cell for cell in below if cell.row < end))
    kind = _kind([named(cell) for cell in every])
    # One alone may be anything.
    worded = len(weighing) > 1 and weighing[-2] >= end
    if kind is None and worded and _names_columns(every):
        return Head(Kind.SCORES, row, end, every)
    if kind is None or (_kind([named(cell) for cell in cells]) is None and not below):
        return None
    return Head(kind, row, end, every)


def _kind(names: Sequence[str]) -> Kind | None:
    known = set(names)
    if (known & wording.YES and known & wording.NO) or known & wording.BOTH:
        return Kind.QUESTIONS
    clear = any(wording.WEIGHT.fullmatch(name) for name in names)
    scored = any(wording.SCORE.fullmatch(name) or name in wording.NUMBER for name in names)
    return Kind.SCORES if clear or (known & wording.PERHAPS_WEIGHT and scored) else None


def _names_columns(cells: Sequence[Cell]) -> bool:
    """Whether cells head a table of points: 得分, or names of items and criteria."""
    names = [named(cell) for cell in cells]
    scored = any(wording.SCORE.fullmatch(name) for name in names)
    of_items = (wording.GROUP | wording.NUMBER).intersection(names)
    of_criteria = any(wording.CRITERIA.search(name) for name in names)
    return not any(map(said_weight, cells)) and (scored or bool(of_items and of_criteria))


# Columns ---------------------------------------------------------------------------------------


def columns(table: Grid, head: Head, body: Sequence[int]) -> tuple[Column, ...]:
    """The columns below a head, by what their cells hold and what stands above them."""
    spans = [span for span in _spans(table, head, body) if _is_one(table, head, span, body)]
    labels = [_label(head, start) for start, _ in spans]
    weighed: int | None = None
    if head.kind is Kind.SCORES:
        roles, weighed = _score_roles(table, labels, spans, body)
    else:
        roles = _question_roles(table, labels, spans, body)
    return tuple(
        Column(
            *span,
            role,
            label,
            _words(table, span, body) if role is Role.WORDS else "",
            at == weighed,
        )
        for at, (span, role, label) in enumerate(zip(spans, roles, labels, strict=True))
    )


def _is_one(table: Grid, head: Head, span: tuple[int, int], body: Sequence[int]) -> bool:
    """Whether a column is named or holds anything; other tables of a sheet may be wider."""
    return bool(_label(head, span[0]) or entries(table, span, body))


def _words(table: Grid, span: tuple[int, int], body: Sequence[int]) -> str:
    """What stands in a column that says the same all the way down."""
    return next((cell.text for cell in entries(table, span, body)), "")


def _spans(table: Grid, head: Head, body: Sequence[int]) -> list[tuple[int, int]]:
    """The columns that cells below the head begin at; a row across divides nothing."""
    divided = [table.rows[row] for row in body if sum(bool(c.lines) for c in table.rows[row]) > 1]
    often = Counter(column for row in divided for column in {cell.column for cell in row})
    starts = {cell.column for cell in head.cells}
    starts |= {column for column, rows in often.items() if rows * SELDOM >= len(divided)}
    return list(pairwise([*sorted(starts), max(table.columns, 1)]))


def _label(head: Head, column: int) -> str:
    """What the lowest cell of the head above a column says."""
    above = [cell for cell in head.cells if cell.column <= column < cell.end and cell.lines]
    return max(above, key=lambda cell: cell.row).text if above else ""


def _plain(label: str) -> str:
    return named(Cell(0, 0, 0, lines=(label,)))


def entries(table: Grid, span: tuple[int, int], body: Iterable[int]) -> list[Cell]:
    """The cells of a column that begin in it and say something, rows across left out."""
    found: list[Cell] = []
    for row in body:
        cell = table.at(row, span[0])
        if cell and cell.lines and cell.row == row and cell.end <= span[1]:
            found.append(cell)
    return found


def _all_numbers(cells: Sequence[Cell]) -> bool:
    return bool(cells) and all(wording.ONLY_NUMBER.fullmatch(cell.plain) for cell in cells)


def _length(cells: Sequence[Cell]) -> float:
    return sum(len(cell.plain) for cell in cells) / max(len(cells), 1)


def _fixed(label: str, known: Sequence[tuple[set[str], Role]]) -> Role | None:
    return next((role for names, role in known if label in names), None)


def _score_roles(
    table: Grid, labels: Sequence[str], spans: Sequence[tuple[int, int]], body: Sequence[int]
) -> tuple[list[Role], int | None]:
    """The roles, and which of the columns says the weights in words where none is theirs."""
    plain = [_plain(label) for label in labels]
    clear = {label for label in plain if wording.WEIGHT.fullmatch(label)}
    filled = [entries(table, span, body) for span in spans]
    known = [
        (clear or _perhaps(plain, filled), Role.MAX),
        ({label for label in plain if wording.SCORE.fullmatch(label)}, Role.SCORE),
        (wording.NOTE, Role.NOTE),
        (wording.NUMBER, Role.NUMBER),
    ]
    roles = [_fixed(label, known) for label in plain]
    _others(roles, plain)
    _finest(roles, Role.MAX, Role.SUM)
    _finest(roles, Role.NUMBER, Role.SECTION_NUMBER)
    for at, role in enumerate(roles):
        if role is None and _all_numbers(filled[at]) and Role.NUMBER not in roles:
            roles[at] = Role.NUMBER
    open_ = [at for at, role in enumerate(roles) if role is None]
    weighed = None if Role.MAX in roles else finest(filled, open_)
    holding = roles.index(Role.MAX) if Role.MAX in roles else weighed
    weights = 0 if holding is None else len(filled[holding])
    columns = table.columns
    if any(_names_section(table.rows[row], row, columns) for row in body):
        # Rows across name the sections: no column does.
        weights = 0
    for at, role in zip(open_, _worded(open_, plain, filled, weights, weighed), strict=True):
        roles[at] = role
    return [role or Role.NOTE for role in roles], weighed


def _perhaps(labels: Sequence[str], filled: Sequence[Sequence[Cell]]) -> set[str]:
    """标准, 分数: weights where most of their cells are; 标准 may head criteria as well."""
    found: set[str] = set()
    for label, cells in zip(labels, filled, strict=True):
        weights = sum(bool(wording.WEIGHT_TEXT.fullmatch(cell.plain)) for cell in cells)
        if label in wording.PERHAPS_WEIGHT and 2 * weights >= len(cells):
            found.add(label)
    return found


def _names_section(cells: Sequence[Cell], row: int, columns: int) -> bool:
    """Whether a row says only 一、审核过程, across most of the table; 一 may stand apart."""
    said = [cell for cell in cells if cell.lines]
    if not said or any(cell.row != row for cell in said):
        return False
    first = said[0]
    numbered = wording.NUMERAL.match(first.text) or wording.CHINESE_NUMBER.fullmatch(first.plain)
    wide = sum(cell.columns for cell in said) * 2 > columns
    return bool(numbered) and wide and len(said) <= 2


def _others(roles: list[Role | None], labels: Sequence[str]) -> None:
    """Of several columns of points given, the expert's is ours; the enterprise's is not."""
    given = [at for at, role in enumerate(roles) if role is Role.SCORE]
    ours = [at for at in given if not wording.OWN_SCORE.search(labels[at])] or given
    for at in given:
        if at != ours[-1]:
            roles[at] = Role.OTHER


def _finest(roles: list[Role | None], fine: Role, coarse: Role) -> None:
    """Of several columns of one kind the last is the finest; the others are about sections."""
    places = [at for at, role in enumerate(roles) if role is fine]
    for at in places[:-1]:
        roles[at] = coarse


def _worded(
    open_: Sequence[int],
    labels: Sequence[str],
    filled: Sequence[Sequence[Cell]],
    weights: int,
    weighed: int | None,
) -> list[Role]:
    """Which of the columns of words name sections, which items, and which are the criteria.

    A column that names sections has fewer cells than there are `weights`; 0 where none does. The
    criteria stand behind the column `weighed`, or in it.
    """
    if not open_:
        return []
    if len(open_) == 1:
        label = labels[open_[0]]
        return [Role.TITLE if label.endswith(("指标", "项目", "指标内容")) else Role.TEXT]
    # Criteria are called so, and long; a shorter column to the right of them is not theirs.
    called = [at for at in range(len(open_)) if wording.CRITERIA.search(labels[open_[at]])]
    levels = [at for at in range(len(open_)) if wording.LEVELS.fullmatch(labels[open_[at]])]
    # However short its words, the last level is finer than those before it.
    fine = [at for at in range(len(open_)) if at not in levels[:-1]]
    if weighed is not None:
        called, fine = _behind(open_.index(weighed), called, fine)
    text = max(called or fine, key=lambda at: (_length(filled[open_[at]]), at))
    roles = [Role.RULE if at in called and at > text else Role.NOTE for at in range(len(open_))]
    roles[text] = Role.TEXT
    names = [Role.TITLE, *[Role.NAME] * text]
    if text:
        first = filled[open_[0]]
        # A column left of the criteria names sections where it says so, or where names follow.
        said = text > 1 or labels[open_[0]] in wording.SECTION
        worded = text > 1 or weighed is not None
        fewer = len(first) < (weights if worded else len(filled[open_[text]]))
        if weights and said and fewer:
            names.insert(0, Role.SECTION)
    return [*names[:text], *roles[text:]]


def _behind(weighed: int, *places: Sequence[int]) -> Iterator[list[int]]:
    """The places behind the column of weights in words; where none is, its own."""
    behind = [[at for at in some if at > weighed] for some in places]
    return (some if any(behind) else [weighed] for some in behind)


def _question_roles(
    table: Grid, labels: Sequence[str], spans: Sequence[tuple[int, int]], body: Sequence[int]
) -> list[Role]:
    plain = [_plain(label) for label in labels]
    known = [
        (wording.YES | wording.BOTH, Role.YES),
        (wording.NO, Role.NO),
        (wording.NOT_APPLICABLE, Role.NA),
        (wording.NOTE, Role.NOTE),
        (wording.NUMBER, Role.NUMBER),
    ]
    roles = [_fixed(label, known) for label in plain]
    filled = [entries(table, span, body) for span in spans]
    for at, role in enumerate(roles):
        if role is None and _all_numbers(filled[at]) and Role.NUMBER not in roles:
            roles[at] = Role.NUMBER
    open_ = [at for at, role in enumerate(roles) if role is None]
    if open_:
        text = max(open_, key=lambda at: _length(filled[at]))
        left = [at for at in open_ if at < text and not _always_the_same(plain[at], filled[at])]
        roles[text] = Role.TEXT
        for at in open_:
            if at != text and filled[at] and _always_the_same(plain[at], filled[at]):
                roles[at] = Role.WORDS
        # One cell beside all the questions names the whole table, unless it is the only group.
        if len(left) > 1 and len(filled[left[0]]) == 1:
            roles[left.pop(0)] = Role.SIDE
        if left:
            roles[left[0]] = Role.GROUP
    return [role or Role.NOTE for role in roles]


def _always_the_same(label: str, cells: Sequence[Cell]) -> bool:
    """Whether a column says one thing beside every question, or nothing by itself."""
    if all(cell.plain in wording.SAYS_NOTHING for cell in cells):
        return True
    same = len(cells) > 1 and len({cell.plain for cell in cells}) == 1
    return same and label not in wording.SECTION
