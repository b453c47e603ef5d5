"""The shipped procedures: forms that are there, in order, and what the sources say of a panel."""

from __future__ import annotations

from pathlib import Path

import pytest

from cpscore.forms.catalogue import find, shipped
from cpscore.forms.procedures import holds_procedure, open_procedure, procedures, read_procedure
from cpscore.places import forms_folder
from cpscore.rules.form import FilledBy
from cpscore.rules.procedure import Moment, Procedure, Unit

SHIPPED = {one.procedure.id: one.procedure for one in procedures() if one.procedure}
PLAIN = """
id: x
title: 某市 · 验收
region: 某市
stage: 验收
source: 某市办法
forms: [hebei-g, hebei-h]
"""


def test_the_shipped_procedures_have_no_problem_and_stand_in_this_order() -> None:
    assert [one.problems for one in procedures()] == [()] * 8
    assert {id: one.forms for id, one in SHIPPED.items()} == {
        "hebei-acceptance": ("hebei-f", "hebei-g", "hebei-h"),
        "hebei-evaluation": ("hebei-b", "hebei-c", "hebei-e", "hebei-d"),
        "guangzhou": ("guangdong", "guangzhou-carbon", "guangdong-opinion"),
        "guangzhou-simplified": ("guangzhou-simplified", "guangzhou-simplified-opinion"),
        "shenzhen": ("shenzhen", "shenzhen-opinion"),
        "henan-evaluation": ("henan-application", "henan-evaluation", "henan-evaluation-opinion"),
        "henan-acceptance": ("henan-acceptance", "henan-acceptance-opinion"),
        "cppc": ("cppc-worksheets", "cppc-checklist"),
    }
    assert next(iter(SHIPPED)) == "hebei-acceptance"


@pytest.mark.parametrize("procedure", SHIPPED.values(), ids=SHIPPED)
def test_a_procedure_fits_its_forms(procedure: Procedure) -> None:
    found = [find(id) for id in procedure.forms]
    forms = [one.form for one in found if one and one.form]
    experts = [form for form in forms if form.filled_by is FilledBy.EXPERT]

    assert [form.id for form in forms] == list(procedure.forms)
    assert [form.id for form in forms if form.opinion] == [procedure.opinion] * bool(experts)
    assert {form.panel.minimum for form in experts} <= {procedure.minimum}
    assert all(form.source.document == procedure.source.document for form in forms)
    assert all(form.filled_by is not FilledBy.EXPERT for form in forms if form.opinion)
    # What an opinion takes from one form is a form of the same review.
    places = [place for form in forms for part in form.opinion for place in part.places]
    assert {place.of for place in places} - {""} <= set(procedure.forms)


def test_every_shipped_form_belongs_to_a_procedure() -> None:
    used = {id for one in SHIPPED.values() for id in one.forms}

    assert used == {found.form.id for found in shipped() if found.form}


def test_the_deadlines_are_those_of_the_articles() -> None:
    said = {
        (id, one.amount, one.unit, one.moment, one.before, one.article)
        for id, procedure in SHIPPED.items()
        for one in procedure.deadlines
    }

    assert said == {
        ("hebei-evaluation", 15, Unit.WORKING_DAYS, Moment.VISIT, False, "7.4"),
        ("hebei-evaluation", 1, Unit.YEARS, Moment.VISIT, False, "6.2.1 a)"),
        ("hebei-acceptance", 15, Unit.WORKING_DAYS, Moment.VISIT, False, "7.5"),
        ("guangzhou", 5, Unit.YEARS, Moment.CERTIFICATE, False, "八"),
        ("shenzhen", 1, Unit.MONTHS, Moment.VISIT, False, "第二十一条"),
        ("henan-evaluation", 3, Unit.WORKING_DAYS, Moment.VISIT, True, "三 2"),
        ("henan-acceptance", 4, Unit.YEARS, Moment.VISIT, False, "七（二）"),
    }


def test_the_guides_procedure_is_one() -> None:
    guide = (forms_folder() / "README.md").read_text(encoding="utf-8")
    [example] = [one for one in guide.split("```\n") if one.startswith("id: mine")]
    procedure, problems = read_procedure(example.encode())

    assert problems == ()
    assert procedure is not None
    assert [one.unit for one in procedure.deadlines] == [Unit.WORKING_DAYS, Unit.YEARS]


def test_a_users_own_procedure_stands_behind_the_shipped_ones(tmp_path: Path) -> None:
    folder = tmp_path / "forms" / "procedures"
    folder.mkdir(parents=True)
    (folder / "mine.yaml").write_text(PLAIN, encoding="utf-8")
    (folder / "bad.yaml").write_text("id: [", encoding="utf-8")
    bad, mine = list(procedures(tmp_path))[-2:]

    assert (bad.procedure, [one.code for one in bad.problems]) == (None, ["yaml-syntax"])
    assert mine.procedure is not None
    assert (mine.procedure.minimum, mine.procedure.opinion) == (0, "")


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ("opinion: hebei-d\n", "unknown-reference"),
        ("deadlines: [{id: a, text: 交, amount: 0, unit: months}]\n", "bad-whole"),
        ("deadlines: [{id: a, text: 交, amount: 1, unit: days}]\n", "not-one-of"),
        ("form: [a]\n", "unknown-key"),
    ],
)
def test_a_bad_procedure_is_named_with_its_line(more: str, code: str) -> None:
    procedure, problems = read_procedure((PLAIN + more).encode(), "p.yaml")

    assert procedure is None
    assert [(one.code, one.line, one.file) for one in problems] == [(code, 8, "p.yaml")]


def test_a_procedure_of_a_form_nobody_has_is_named_where_all_are_known() -> None:
    procedure, problems = read_procedure(PLAIN.encode(), forms=["hebei-g", "hebei-e"])

    assert procedure is None
    assert [(one.code, one.path, one.line) for one in problems] == [
        ("unknown-reference", "/forms/1", 7)
    ]


def test_a_procedure_is_told_from_a_form_by_what_it_holds(tmp_path: Path) -> None:
    mine, broken = tmp_path / "mine.yaml", tmp_path / "broken.yaml"
    mine.write_text(PLAIN, encoding="utf-8")
    broken.write_text("forms: [", encoding="utf-8")

    assert holds_procedure(mine)
    assert not any(map(holds_procedure, [broken, forms_folder() / "hebei-g.yaml", tmp_path]))


def test_a_procedure_that_is_not_there_is_a_problem(tmp_path: Path) -> None:
    assert [one.code for one in open_procedure(tmp_path / "no.yaml").problems] == [
        "unreadable-file"
    ]
