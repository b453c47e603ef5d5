"""The standard's tables as Word and Excel files become what the shipped definitions say."""

from __future__ import annotations

from decimal import Decimal

import pytest

from cpscore.forms.building import build
from cpscore.forms.catalogue import find
from cpscore.forms.importing.reading import Draft, draft, read_source
from cpscore.forms.language import FORM
from cpscore.forms.reader import read_form
from cpscore.forms.tree import read_tree
from cpscore.forms.walking import Walker
from cpscore.forms.writing import write_yaml
from cpscore.rules.form import Form
from cpscore.rules.problem import Problem
from tests.forms.official import Official, as_excel, as_word, official

LETTERS = ("C", "E", "G")
WRITERS = {"word": as_word, "excel": as_excel}
# Nothing on the page tells these; everything else must be understood.
OPEN = {"veto-undecided", "several-questions", "questions-parted", "grade-undecided"}


def shipped(letter: str) -> Form:
    found = find(f"hebei-{letter.lower()}")
    assert found is not None
    assert found.form is not None
    return found.form


def imported(data: bytes) -> Draft:
    return draft(read_source(data), "draft")


def as_form(made: Draft) -> tuple[Form, list[Problem]]:
    """The form of a draft, whatever it leaves open, and what is left open."""
    problems: list[Problem] = []
    tree = read_tree(write_yaml(made.definition).encode(), problems.append)
    assert tree is not None
    return build(Walker(problems.append).read(tree, FORM, "")), problems


@pytest.fixture(params=LETTERS)
def letter(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


@pytest.fixture(params=WRITERS)
def made(request: pytest.FixtureRequest, letter: str) -> Draft:
    return imported(WRITERS[request.param](official(letter)))


def test_sections_items_weights_and_rows_are_the_shipped_ones(letter: str, made: Draft) -> None:
    form, _ = as_form(made)
    wanted = shipped(letter)

    def told(form: Form) -> list[object]:
        return [
            (section.title, item.number, item.title, item.max, item.kind, item.step, item.rows)
            for section in form.sections
            for item in section.items
        ]

    assert told(form) == told(wanted)
    assert [len(one.items) for one in form.sections] == [len(one.items) for one in wanted.sections]
    assert (form.title, form.total) == (wanted.layout.title, wanted.total)


def test_veto_texts_groups_and_numbers_are_the_shipped_ones(letter: str, made: Draft) -> None:
    form, _ = as_form(made)
    told = [(veto.printed, veto.number, veto.group, veto.text) for veto in form.vetoes]
    wanted = shipped(letter).vetoes

    assert told == [(veto.printed, veto.number, veto.group, veto.text) for veto in wanted]


def test_fields_and_grades_are_read_as_far_as_they_are_printed(letter: str, made: Draft) -> None:
    form, _ = as_form(made)
    wanted = shipped(letter)
    labels = ["".join(field.label.split()) for field in wanted.fields]

    assert ["".join(field.label.split()) for field in form.fields] == labels
    assert [field.id for field in form.fields] == [field.id for field in wanted.fields]
    assert [grade.label for grade in form.grades] == [grade.label for grade in wanted.grades]
    if letter != "G":  # its bands stand in the text of the standard only
        ends = [(g.lower, g.lower_closed, g.upper, g.upper_closed) for g in form.grades]
        assert ends == [(g.lower, g.lower_closed, g.upper, g.upper_closed) for g in wanted.grades]


def test_the_sheet_prints_the_same_words(letter: str, made: Draft) -> None:
    form, _ = as_form(made)
    wanted = shipped(letter)

    assert form.layout.caption == wanted.layout.caption
    kinds = [type(block) for block in form.layout.blocks]
    assert kinds == [type(block) for block in wanted.layout.blocks]
    for block, other in zip(form.layout.blocks, wanted.layout.blocks, strict=True):
        for name in ("heading", "side", "total", "numerals", "section_rows", "label", "texts"):
            assert getattr(block, name, None) == getattr(other, name, None), name
        columns = [(one.show, one.label, one.words) for one in getattr(block, "columns", ())]
        wanted_columns = getattr(other, "columns", ())
        assert columns == [(one.show, one.label, one.words) for one in wanted_columns]


def test_nothing_else_is_listed_and_only_the_open_is_a_problem(letter: str, made: Draft) -> None:
    _, problems = as_form(made)

    assert {one.code for one in made.remarks} <= OPEN
    assert {one.code for one in problems} == {"undecided"}
    vetoes = [one for one in problems if one.path.startswith("/vetoes/")]
    assert len(vetoes) == len(shipped(letter).vetoes)
    checked = read_form(write_yaml(made.definition).encode())[1]
    assert {(one.code, one.path) for one in checked} == {(one.code, one.path) for one in problems}


@pytest.mark.parametrize("write", WRITERS.values(), ids=WRITERS)
def test_of_two_forms_in_one_file_the_second_is_named_and_not_mixed_in(write: object) -> None:
    assert callable(write)
    made = imported(write(official("E"), official("G"), official("C")))
    form, _ = as_form(made)

    assert form.total == Decimal(100)
    assert [item.max for item in form.items] == [item.max for item in shipped("E").items]
    assert [veto.text for veto in form.vetoes] == [veto.text for veto in shipped("E").vetoes]
    others = [one for one in made.remarks if one.code == "another-form"]
    assert [one.values["table"] for one in others] == [2, 3]


def test_a_table_split_in_two_goes_on_with_the_columns_of_its_first_part() -> None:
    whole = official("C")
    split = next(
        row
        for row in range(20, 30)
        if all(box.row >= row or box.row + box.rows <= row for box in whole.boxes)
    )
    first = Official(whole.above, tuple(b for b in whole.boxes if b.row < split), whole.widths)
    rest = [b for b in whole.boxes if b.row >= split]
    moved = tuple(type(b)(b.row - split, b.column, b.text, b.rows, b.columns) for b in rest)
    second = Official(("表C(续)",), moved, whole.widths)

    form, _ = as_form(imported(as_word(first, second)))

    wanted = shipped("C")
    assert [item.title for item in form.items] == [item.title for item in wanted.items]
    assert [item.max for item in form.items] == [item.max for item in wanted.items]
    assert [one.title for one in form.sections] == [one.title for one in wanted.sections]
    assert [getattr(block, "continued", "") for block in form.layout.blocks].count("表C(续)") == 1
