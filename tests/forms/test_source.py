"""The shipped Hebei forms against the standard's text: every cell, in order, none left over."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

import pytest

from cpscore.forms.catalogue import find
from cpscore.rules.form import Form, Item
from cpscore.rules.layout import (
    Column,
    FieldGrid,
    GradeBoxes,
    LayoutBlock,
    Line,
    OpinionBox,
    ScoreTable,
    Statement,
    VetoTable,
)
from cpscore.rules.points import plain
from tests.forms.source import TEXT, appendix, cells, head, lines, squeezed

NUMBER = re.compile(r"^([0-9]+)[．.]\s*")
PLACEHOLDER = re.compile(r"\{[^{}]*\}")
# Empty cells and boxes to tick say nothing; these label the table itself, or the page.
SILENT = {"", "□"}
FURNITURE = {"C": {"类别", "内容", "表C(续)"}, "E": set(), "G": set()}


def form(letter: str) -> Form:
    found = find(f"hebei-{letter.lower()}")
    assert found is not None
    assert found.form is not None
    return found.form


def spoken(letter: str) -> list[str]:
    """What the standard's table says, cell by cell; the box after a conclusion is not speech."""
    said = [cell.removesuffix("□").rstrip() for cell in cells(letter)]
    return [cell for cell in said if cell not in SILENT | FURNITURE[letter]]


def printed(form: Form) -> list[str]:
    """What the definition prints, cell by cell."""
    blocks = [block for block in form.layout.blocks if not isinstance(block, Line)]
    return [text for block in blocks for text in _printed(block, form) if text]


def _printed(block: LayoutBlock, form: Form) -> Iterator[str]:
    match block:
        case VetoTable(columns, heading, side):
            yield heading
            yield from labels(columns)
            yield side
            yield from veto_cells(form, {column.show for column in columns})
        case ScoreTable(columns, total):
            yield from labels(columns)
            yield from score_cells(form, block)
            yield from (total, plain(form.total or 0))
        case GradeBoxes(label, texts):
            yield from (label, *texts)
        case Statement(text):
            yield PLACEHOLDER.sub("", text)
        case _:
            raise AssertionError(block)


def labels(columns: tuple[Column, ...]) -> Iterator[str]:
    return (column.label for column in columns)


def veto_cells(form: Form, shown: set[str]) -> Iterator[str]:
    group = None
    for veto in form.vetoes:
        if "group" in shown and veto.group != group:
            group = veto.group
            yield group or ""
        number = veto.number or ""
        yield from (number, veto.text) if "number" in shown else (f"{number}. {veto.text}",)


def score_cells(form: Form, table: ScoreTable) -> Iterator[str]:
    shown = {column.show for column in table.columns}
    title = None
    for at, section in enumerate(form.sections):
        if table.section_rows:
            yield f"{table.numerals[at]}{section.title}"
        elif "section" in shown:
            yield section.title or ""
        for item in section.items:
            if item.number:
                yield item.number
            if item.title != title:
                title = item.title
                yield title or ""
            yield from row_cells(item)


def row_cells(item: Item) -> Iterator[str]:
    for row in item.rows:
        yield row.number or ""
        yield row.text
        yield plain(item.max) if row is item.rows[0] else ""


def same(cell: str) -> str:
    """Numbers stand before a text with one point or another; rooms for ticks are wide or not."""
    return re.sub(r"（\s+）", "（）", NUMBER.sub(r"\1. ", cell))


@pytest.mark.parametrize("letter", ["C", "E", "G"])
def test_each_cell_of_the_table_is_in_the_definition_and_in_order(letter: str) -> None:
    assert [same(cell) for cell in printed(form(letter))] == [same(c) for c in spoken(letter)]


@pytest.mark.parametrize("letter", ["C", "E", "G"])
def test_the_lines_above_the_table_are_printed(letter: str) -> None:
    layout = form(letter).layout
    above = [block for block in layout.blocks if isinstance(block, Line)]
    said = [squeezed(PLACEHOLDER.sub("", "".join(block.texts))) for block in above]
    # The date stands as 年 月 日 where the line has no label for it.
    wanted = [line.removesuffix("年月日") for line in head(letter)]

    assert [squeezed(layout.caption), squeezed(layout.title), *said] == wanted


@pytest.mark.parametrize("letter", ["D", "H"])
def test_an_opinion_sheet_prints_the_lines_of_the_standard(letter: str) -> None:
    definition = form(letter)
    fields = {field.id: field.label for field in definition.fields}
    said = [definition.layout.caption, definition.layout.title]
    for block in definition.layout.blocks:
        if isinstance(block, FieldGrid):
            said += [fields[id] for row in block.rows for id in row]
        else:
            assert isinstance(block, OpinionBox)
            for part in definition.opinion:
                said.append(part.title)
                said += [f"{one.number}、{one.text}" for one in part.paragraphs]
            assert block.date
            said += [block.signature, "年   月   日"]

    assert said == lines(letter)


@pytest.mark.parametrize("letter", ["C", "E", "G"])
def test_the_questions_inside_a_cell_are_its_own_words(letter: str) -> None:
    for veto in form(letter).vetoes:
        at = 0
        for part in veto.parts:
            assert part.text in veto.text
            assert veto.text.index(part.text) >= at
            at = veto.text.index(part.text)


def test_the_labels_of_the_bands_are_words_of_the_standard() -> None:
    conclusions = "".join(cells("C")[-6:])
    assert all(grade.label in conclusions for grade in form("C").grades)
    assert all(grade.label in cells("E")[-1] for grade in form("E").grades)
    assert all(grade.label in cells("G")[-1] for grade in form("G").grades)


@pytest.mark.parametrize("letter", ["C", "D", "E", "G", "H"])
def test_the_source_is_named_as_it_names_itself(letter: str) -> None:
    definition = form(letter)

    assert definition.source.document in TEXT
    assert definition.source.article == f"附录{letter}"
    assert definition.source.number == ""
    assert definition.title == f"附录{letter} {definition.layout.title.removeprefix('表C ')}"
    assert definition.status == "official"


@pytest.mark.parametrize("letter", ["C", "E", "G"])
def test_the_counts_of_the_standard(letter: str) -> None:
    items = list(form(letter).items)
    counts = (len(form(letter).vetoes), len(items), sum(len(item.rows) for item in items))

    assert counts == {"C": (8, 15, 27), "E": (4, 4, 10), "G": (8, 9, 21)}[letter]
    assert form(letter).total == 100


def test_no_appendix_is_read_beyond_its_end() -> None:
    assert appendix("H").rstrip().endswith("年   月   日")


# What is printed once per question stands in a column of its own: 是□ 否□.
BOXES = re.compile(r"是□否□|□")


@pytest.mark.parametrize("letter", ["B", "F"])
def test_an_application_has_every_word_of_its_table_in_order(letter: str) -> None:
    definition = form(letter)
    fields = {field.id: field for field in definition.fields}
    printed: list[str] = []
    for block in definition.layout.blocks:
        if isinstance(block, FieldGrid):
            for field in (fields[id] for row in block.rows for id in row):
                printed.append(field.label)
                for group, options in groupby(field.options, key=lambda one: one.group):
                    printed += [group, *(one.label for one in options)]
                printed.append(field.foot)
        elif not isinstance(block, Line):
            printed += [question.text for question in definition.questions]
    said = BOXES.sub("", squeezed("".join(cells(letter))))
    ours = squeezed("".join(printed))

    # The way of auditing takes two lines: its second box stands behind the cells beside it.
    assert ours.replace("自审", "", 1) == said.replace("自审", "", 1)
    assert ("自审" in ours) == ("自审" in said)
    above = [squeezed(PLACEHOLDER.sub("", definition.layout.blocks[0].texts[0]))]
    title = [squeezed(definition.layout.caption), squeezed(definition.layout.title)]
    assert title + above == [line.removesuffix("年月日") for line in head(letter)]


@pytest.mark.parametrize("letter", ["B", "F"])
def test_an_application_is_filled_in_once(letter: str) -> None:
    assert form(letter).filled_by == "enterprise"
    assert len(form(letter).questions) == 5
