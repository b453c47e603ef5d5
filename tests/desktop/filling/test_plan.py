"""What there is to fill in, read off the layout: everything, each once, in the sheet's order."""

from __future__ import annotations

import pytest

from cpscore.desktop.filling.plan import Asked, Chosen, Fields, Said, parts
from cpscore.forms.catalogue import shipped
from cpscore.forms.reader import read_form
from cpscore.rules.fields import day_of
from cpscore.rules.form import Form

FORMS = {found.form.id: found.form for found in shipped() if found.form}
UNSCORED = sorted(id for id, form in FORMS.items() if not form.scored and not form.opinion)


def test_there_are_forms_without_points() -> None:
    assert {"hebei-b", "hebei-f", "henan-application", "cppc-checklist", "guangzhou-carbon"} <= set(
        UNSCORED
    )


@pytest.mark.parametrize("id", UNSCORED)
def test_everything_is_filled_in_once(id: str) -> None:
    form = FORMS[id]
    made = parts(form)
    fields = [one.id for part in made if isinstance(part, Fields) for one in part.fields]
    assert sorted(fields) == sorted(field.id for field in form.fields)
    asked = [one for part in made if isinstance(part, Asked) for one in part.questions]
    assert asked == [*form.questions, *form.vetoes]
    chosen = [one for part in made if isinstance(part, Chosen) for one in part.conclusions]
    assert chosen == list(form.conclusions)


def test_the_order_is_the_sheets() -> None:
    kinds = [type(part) for part in parts(FORMS["hebei-b"])]
    assert kinds.index(Asked) > kinds.index(Fields)
    assert kinds[-1] is Fields  # what the authority says stands below the questions
    said = [part.text for part in parts(FORMS["cppc-worksheets"]) if isinstance(part, Said)]
    assert said == ["表 A.2 审核工作计划表"]


def test_what_the_layout_leaves_out_stands_at_the_end() -> None:
    text = """\
id: a
title: 表
fields: [{id: first, label: 甲}, {id: second, label: 乙}]
questions: [可以吗]
conclusions: [{id: pass, label: 通过}, {id: fail, label: 不通过}]
sheet:
  - fields: [[second]]
"""
    form, problems = read_form(text.encode("utf-8"))
    assert isinstance(form, Form), problems
    made = parts(form)
    assert [type(part) for part in made] == [Fields, Fields, Asked, Chosen]
    assert isinstance(made[0], Fields)
    assert made[0].fields[0].id == "second"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-11-20", "2026-11-20"),
        ("2026.1.2", "2026-01-02"),
        ("2026年1月2日", "2026-01-02"),
        ("２０２６／１／２", "2026-01-02"),
        ("2026-02-30", None),
        ("明天", None),
    ],
)
def test_a_day_is_read_however_it_is_written(text: str, day: str | None) -> None:
    assert day_of(text) == day
