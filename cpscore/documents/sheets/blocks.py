"""A form's layout, block by block, filled in."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping, Sequence
from itertools import groupby

from cpscore.documents.sheets.filling import Filling
from cpscore.documents.sheets.labels import NOT_WRITTEN, SHORT_BLANK_DATE
from cpscore.documents.sheets.tables import (
    WIDTH,
    across,
    fitted,
    head,
    question_table,
    score_table,
)
from cpscore.documents.sheets.words import box, long_date, natural_width, side_by_side
from cpscore.rules.answers import FieldValue
from cpscore.rules.form import Conclusion, Field, FieldType, Grade
from cpscore.rules.layout import (
    FieldGrid,
    GradeBoxes,
    LayoutBlock,
    Line,
    OpinionBox,
    QuestionTable,
    ScoreTable,
    Statement,
    VetoTable,
)
from cpscore.rules.sheet import Align, Block, Cell, Face, Frame, Grid, Row, SignatureLine, Text

INK, EXPERT = "{ink}", "{expert}"
INK_WIDTH, INK_HEIGHT = 34.0, 11.0
SIZE = 10.5
# Options with more signs than this do not stand side by side.
LONGEST_BESIDE = 12
# A table to which rows are added is printed with these, to be filled in by hand.
EMPTY_ROWS = 3
FOOT_INDENT = "　" * 10
TABLES = FieldGrid | VetoTable | ScoreTable | QuestionTable
TABLE = "表 "
LONGEST_HEADING, ENDING = 40, frozenset("。；：{")
# A label and what it says of itself in brackets: 注册资本（万元）.
BRACKET = re.compile("(.+?)([（(“][^（()）]*[）)”])")
SLACK = 2.5


def blocks(filling: Filling) -> Iterator[Block]:
    """The form's printed page below its title."""
    layout = filling.form.layout.blocks
    for block, after in zip(layout, (*layout[1:], None), strict=True):
        if isinstance(block, Statement) and isinstance(after, TABLES) and _heads(block.text):
            yield _heading(block.text)
        else:
            yield from printed(block, filling)


def _heads(text: str) -> bool:
    """Whether a line before a table is its title: 表 A.2 审核工作计划表."""
    return len(text) <= LONGEST_HEADING and not ENDING & set(text)


def _heading(text: str) -> Text:
    return Text(
        text, Face.HEI, 10.5, Align.CENTRE, space_before=8, space_after=2, keep_with_next=True
    )


def printed(block: LayoutBlock, filling: Filling) -> Iterator[Block]:
    """One block of the layout."""
    match block:
        case Line(texts):
            yield _line(texts, filling, WIDTH)
        case Statement(text, boxed):
            if boxed:
                yield Frame((_line([text], filling, WIDTH - 4.3),))
            elif INK in text or EXPERT in text:
                yield _line([text], filling, WIDTH)
            else:
                yield _said(text, filling)
        case VetoTable() | QuestionTable():
            yield question_table(block, filling)
        case ScoreTable():
            yield score_table(block, filling)
        case GradeBoxes():
            yield grade_boxes(block, filling)
        case FieldGrid():
            yield from field_grid(block, filling)
        case OpinionBox():
            yield opinion_box(block, filling)


def signed_in_place(filling: Filling) -> bool:
    """Whether the layout has room for the handwriting; else a line of ours follows the table."""
    return _names(filling, INK) or _names(filling, EXPERT)


def _names(filling: Filling, placeholder: str) -> bool:
    return any(
        placeholder in text for block in filling.form.layout.blocks for text in _texts(block)
    )


def _texts(block: LayoutBlock) -> tuple[str, ...]:
    match block:
        case Line(texts):
            return texts
        case Statement(text):
            return (text,)
        case _:
            return ()


def _said(text: str, filling: Filling) -> Text:
    return Text(filling.said(text), Face.SONG, 10.5, space_before=4)


def _line(texts: Sequence[str], filling: Filling, width: float) -> Grid:
    """Texts side by side; `{ink}` in one of them makes room for the handwriting."""
    pieces = [piece for text in texts for piece in _pieces(text, filling)]
    if pieces[-1] is None and len(texts) == 1:
        pieces.append("")
    # A signature at the end stands at the right margin; else what follows it does.
    grows = 0 if pieces[-1] is None or None not in pieces else -1
    words = [piece for piece in pieces if piece is not None]
    room = width - INK_WIDTH * pieces.count(None)
    widths = iter(side_by_side(words, SIZE, room, grows=grows))
    cells = tuple(
        Cell(ink=filling.ink)
        if piece is None
        else Cell(piece, align=Align.RIGHT if 0 < at == len(pieces) - 1 else Align.LEFT, size=SIZE)
        for at, piece in enumerate(pieces)
    )
    columns = tuple(INK_WIDTH if piece is None else next(widths) for piece in pieces)
    tall = INK_HEIGHT if None in pieces else 8.0
    return Grid(columns, (Row(cells, height=tall),), ruled=False)


def _pieces(text: str, filling: Filling) -> Iterator[str | None]:
    # Who scored signs beside the printed name, where the form has no place for a signature.
    if not _names(filling, INK):
        text = text.replace(EXPERT, EXPERT + INK)
    before, room, after = text.partition(INK)
    yield filling.said(before)
    if room:
        yield None
        if after.strip():
            yield filling.said(after)


def grade_boxes(block: GradeBoxes, filling: Filling) -> Grid:
    """The grades, each with a box to tick; the verdict's is ticked."""
    widths = fitted((block.width, WIDTH - block.width))
    choices: Sequence[Grade | Conclusion] = filling.form.grades or filling.form.conclusions
    rows = [
        Row(
            (
                *([head_cell(block.label, len(block.texts))] if at == 0 else []),
                Cell(f"{text}　{box(choice.id == filling.ticked)}"),
            ),
            height=9,
        )
        for at, (text, choice) in enumerate(zip(block.texts, choices, strict=True))
    ]
    return Grid(widths, tuple(rows))


def head_cell(text: str, rows: int) -> Cell:
    """A cell that heads the rows beside it."""
    return Cell(text, rows=rows, align=Align.CENTRE, face=Face.HEI)


# Fields ----------------------------------------------------------------------------------------


def field_grid(block: FieldGrid, filling: Filling) -> Iterator[Text | Grid]:
    """Labels and values; a row with one field has its value across, tables stand on their own."""
    known = {field.id: field for field in filling.form.fields}
    most = max(len(row) for row in block.rows)
    share = WIDTH / most - block.label
    widths = fitted((block.label, share) * most)
    rows: list[Row] = []
    for ids in block.rows:
        fields = [known[id] for id in ids]
        if fields[0].type is FieldType.TABLE:
            if rows:
                yield Grid(widths, tuple(rows))
                rows = []
            if _titled(fields[0]):
                yield _heading(fields[0].label)
            yield table_field(fields[0], filling)
        else:
            rows.extend(_field_rows(fields, filling, block.label, 2 * most))
    if rows:
        yield Grid(widths, tuple(rows))


def _field_rows(
    fields: Sequence[Field], filling: Filling, label: float, columns: int
) -> Iterator[Row]:
    """A row of fields, each as wide as the others; a choice beside others has a row an option."""
    share = columns // len(fields)
    parted = len(fields) > 1
    deep = max(len(field.options) if parted and _parts(field) else 1 for field in fields)
    cells: list[Cell] = []
    below: list[list[Cell]] = [[] for _ in range(deep - 1)]
    for at, field in enumerate(fields):
        wide = columns - share * at - 1 if at == len(fields) - 1 else share - 1
        cells.append(Cell(_label(field.label, label), rows=deep, align=Align.CENTRE))
        if deep > 1 and _parts(field):
            first, *others = _choices_apart(field, filling, deep, wide)
            cells.append(first)
            for line, cell in zip(below, others, strict=True):
                line.append(cell)
        else:
            cells.append(Cell(field_text(field, filling), columns=wide, rows=deep))
    tall = max(_height(field) for field in fields)
    yield Row(tuple(cells), height=tall, keep_with_next=deep > 1)
    for number, line in enumerate(below, start=2):
        yield Row(tuple(line), height=tall, keep_with_next=number < deep)


def _parts(field: Field) -> bool:
    return field.type is FieldType.CHOICE and len(field.options) > 1


def _choices_apart(field: Field, filling: Filling, deep: int, wide: int) -> Iterator[Cell]:
    """A cell for each option with its box, the last as deep as is left."""
    chosen = _value(field, filling)
    for number, one in enumerate(field.options, start=1):
        rows = deep - number + 1 if number == len(field.options) else 1
        yield Cell(f"{one.label}{box(one.id == chosen)}", columns=wide, rows=rows)


def _label(text: str, width: float) -> str:
    """A label that is too long for one line is broken before its bracket."""
    found = BRACKET.fullmatch(text)
    if found is None or natural_width(text, SIZE) <= width - SLACK:
        return text
    return "\n".join(found.groups())


def _height(field: Field) -> float:
    """How tall a field's row is at least, in mm: room to write, to sign and to seal."""
    if field.foot:
        return 32
    return 18 if field.type is FieldType.LONG_TEXT else 9


def field_text(field: Field, filling: Filling) -> str:
    """A field's value as it is printed, and what stands below it."""
    text = _value_text(field, filling)
    if not field.foot:
        return text
    # Who signs and seals stands to the right, below what is written.
    return "\n".join((text, "", *(FOOT_INDENT + line for line in field.foot.splitlines())))


def _value(field: Field, filling: Filling) -> FieldValue:
    return filling.answers.fields.get(field.id, filling.values.get(field.id, ""))


def _value_text(field: Field, filling: Filling) -> str:
    value = _value(field, filling)
    match field.type:
        case FieldType.YES_NO:
            return f"是{box(value == 'yes')}　　否{box(value == 'no')}"
        case FieldType.CHOICE | FieldType.TICKS:
            chosen = {value} if isinstance(value, str) else set(value)
            return "\n".join(_choices(field, chosen))
        case FieldType.DATE:
            return long_date(str(value)) if value else SHORT_BLANK_DATE
        case _:
            return str(value)


def _choices(field: Field, chosen: Container[object]) -> Iterator[str]:
    """The options with their boxes: side by side, one below the other where they are long."""
    for group, members in groupby(field.options, key=lambda one: one.group):
        options = tuple(members)
        if any(len(one.label) > LONGEST_BESIDE for one in field.options):
            yield from ([group] if group else [])
            yield from (f"{box(one.id in chosen)}{one.label}" for one in options)
        else:
            yield group + "　".join(f"{one.label}{box(one.id in chosen)}" for one in options)


def _titled(field: Field) -> bool:
    """Whether a table has its number before its name, which stands above it then: 表 A.1."""
    return field.label.startswith(TABLE)


def table_field(field: Field, filling: Filling) -> Grid:
    """A field of rows and columns."""
    value = filling.answers.fields.get(field.id, ())
    entered = [one for one in value if isinstance(one, Mapping)]
    missing = (len(field.rows) or EMPTY_ROWS) - len(entered)
    entered += [{}] * missing
    before = _row_heads(field)
    count = len(before) + len(field.columns)
    heads = (*before, *(one.label for one in field.columns))
    rows = [] if _titled(field) else [across(field.label, count)]
    rows.append(Row(tuple(head(one) for one in heads), header=True))
    names = _row_names(field)
    for one in entered:
        cells = (Cell(one.get(column.id, "")) for column in field.columns)
        rows.append(Row((*next(names, ()), *cells), height=8))
    return Grid(fitted([1] * count), tuple(rows))


def _row_heads(field: Field) -> tuple[str, ...]:
    """The headings above the names of fixed rows: of their groups, where they have any, and own."""
    if not field.rows:
        return ()
    wanted = 2 if any(row.group for row in field.rows) else 1
    return (("",) * wanted + field.heads)[-wanted:]


def _row_names(field: Field) -> Iterator[tuple[Cell, ...]]:
    """The cells that name each fixed row; a group's stands beside all of its rows."""
    grouped = any(row.group for row in field.rows)
    for _, members in groupby(field.rows, key=lambda row: row.group):
        group = tuple(members)
        for row in group:
            name = Cell(row.label)
            beside = Cell(row.group, rows=len(group), align=Align.CENTRE)
            yield (beside, name) if grouped and row is group[0] else (name,)


# The opinion -----------------------------------------------------------------------------------


def opinion_box(block: OpinionBox, filling: Filling) -> Frame:
    """The opinion's parts and paragraphs, what is written under each, and who signs."""
    inside: list[Text | Grid | SignatureLine] = []
    for part in filling.form.opinion:
        space = 8.0 if inside else 0.0
        inside.append(Text(part.title, Face.HEI, space_before=space, keep_with_next=True))
        for place in part.places:
            number = f"{place.number}、" if place.number else ""
            written = filling.texts.get(place.id, "")
            if not written.strip() and place.text != part.title:
                written = place.text + (NOT_WRITTEN if filling.texts else "")
            inside.extend(_written(number, written))
    if block.signature:
        inside.append(
            SignatureLine(
                block.signature,
                filling.signature,
                filling.ink,
                filling.signer,
                long_date(filling.date) if block.date else "",
            )
        )
    return Frame(tuple(inside), fill=True)


def _written(number: str, text: str) -> Iterator[Text]:
    paragraphs = [line for line in text.splitlines() if line.strip()] or [""]
    for at, paragraph in enumerate(paragraphs):
        yield Text((number if at == 0 else "") + paragraph.strip(), Face.FANG, 12, indent=2)
