"""The forms of the other sources: their words are the sources' own, what is ours is named here."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from cpscore.forms.catalogue import find, shipped
from cpscore.rules.form import Form, Status

SOURCES = Path(__file__).parents[1] / "sources"
FILES = {
    "guangdong": "guangzhou-procedure",
    "guangzhou-carbon": "guangzhou-procedure",
    "guangzhou-simplified": "guangzhou-procedure",
    "shenzhen": "shenzhen-rules",
    "henan-application": "henan-notice",
    "henan-evaluation": "henan-notice",
    "henan-acceptance": "henan-notice",
    "cppc-worksheets": "cppc-industry-guide",
    "cppc-checklist": "cppc-industry-guide",
}
# Words of ours, each with the reason in the form's notes or plain furniture of a sheet.
OURS: Mapping[str, set[str]] = {
    "guangdong": {"企业名称", "评分人", "日期", "未达到 60 分"},
    "guangzhou-carbon": {"企业名称", "评审人", "日期", "评审意见"},
    "guangzhou-simplified": {"企业名称", "评审人", "日期"},
    "shenzhen": {"企业名称", "评分人", "日期"},
    "henan-application": set(),
    "henan-evaluation": {"评估人", "对企业自愿性清洁生产审核报告评分"},
    "henan-acceptance": {"验收人"},
    "cppc-worksheets": set(),
    "cppc-checklist": set(),
}
OPINIONS = (
    "guangdong-opinion",
    "guangzhou-simplified-opinion",
    "shenzhen-opinion",
    "henan-evaluation-opinion",
    "henan-acceptance-opinion",
)


def form(id: str) -> Form:
    found = find(id)
    assert found is not None
    assert found.form is not None, found.problems
    return found.form


def squeezed(text: str) -> str:
    return re.sub(r"[\s|]|<input[^>]*>|<[^>]*>", "", text)


def source(id: str) -> str:
    return squeezed((SOURCES / f"{FILES[id]}.txt").read_text(encoding="utf-8"))


def words(form: Form) -> Iterator[str]:
    """Everything a form prints that could be taken for the authority's words."""
    yield from re.split("(附录[A-C]|、)", form.title)
    for field in form.fields:
        yield field.label
        yield from (option.label for option in (*field.options, *field.columns, *field.rows))
        yield from (row.group for row in field.rows)
        yield from field.heads
    for question in (*form.vetoes, *form.questions):
        yield question.text
        yield from (part.detail for part in question.parts if part.detail)
        yield from (part.text for part in question.parts)
    for item in form.items:
        yield item.title or ""
        yield from (row.text for row in item.rows)
    for conclusion in form.conclusions:
        yield from (conclusion.label, conclusion.award or "")
    for grade in form.grades:
        yield from (*re.split("[·，]", grade.label), grade.award or "")


@pytest.mark.parametrize("id", FILES)
def test_every_word_is_the_sources_or_named_as_ours(id: str) -> None:
    text, ours = source(id), OURS[id]

    assert {word for word in words(form(id)) if squeezed(word) not in text} == ours


@pytest.mark.parametrize("id", FILES)
def test_the_source_is_named_as_it_names_itself(id: str) -> None:
    definition = form(id)

    assert squeezed(definition.source.document).removesuffix("（征求意见稿）") in source(id)
    assert squeezed(definition.source.number) in source(id)
    assert definition.source.article


def test_what_is_not_published_is_provisional_and_nothing_else_is() -> None:
    forms = [found.form for found in shipped() if found.form]
    provisional = {one.id for one in forms if one.status is Status.PROVISIONAL}

    assert provisional == {"guangdong", "guangdong-opinion", "shenzhen", "shenzhen-opinion"}


@pytest.mark.parametrize("id", OPINIONS)
def test_an_opinion_sheet_of_ours_says_so_and_has_a_place_to_sign(id: str) -> None:
    definition = form(id)

    assert definition.layout.own
    assert definition.status is not Status.OFFICIAL
    assert any("自拟" in note.text for note in definition.notes)
    assert {field.id for field in definition.fields} >= {"organiser", "enterprise", "attendees"}


def test_the_shipped_forms_are_those_of_the_sources() -> None:
    ids = {found.form.id for found in shipped() if found.form}

    assert ids == {*FILES, *OPINIONS, *(f"hebei-{letter}" for letter in "bcdefgh")}


def test_shenzhen_is_as_its_articles_say() -> None:
    shenzhen = form("shenzhen")

    assert [veto.id for veto in shenzhen.vetoes] == ["v1", "v2", "v3", "v4", "v5"]
    assert [(one.lower, one.lower_closed, one.upper) for one in shenzhen.ranked] == [
        (0, True, 60),
        (60, True, 75),
        (75, True, 100),
    ]
    assert [veto.article for veto in shenzhen.vetoes] == [
        f"第二十二条（{number}）" for number in "一二三四五"
    ]


def test_guangzhou_awards_its_titles_from_60_and_80() -> None:
    ranked = form("guangdong").ranked

    assert [(one.lower, one.award) for one in ranked] == [
        (0, None),
        (60, "广州市清洁生产企业"),
        (80, "广州市清洁生产优秀企业"),
    ]
    carbon = form("guangzhou-carbon").conclusions
    assert [(one.label, one.noted) for one in carbon] == [("通过", True), ("不通过", False)]


def test_henan_asks_what_its_table_and_articles_ask() -> None:
    application = form("henan-application")
    details = [part.detail for question in application.questions for part in question.parts]

    assert len(application.fields) == 14 + 2
    assert len(application.questions) == 4
    assert [bool(detail) for detail in details] == [True, True, True, False]
    assert [one.label for one in form("henan-evaluation").conclusions] == ["通过", "不通过"]
    conditions = form("henan-acceptance").questions
    assert len(conditions) == 6
    assert ["na" in question.parts[0].answers for question in conditions] == [False] * 5 + [True]
    assert form("henan-acceptance").conclusions == ()


def test_the_worksheets_and_lists_have_their_lines() -> None:
    team, _, _, plan = form("cppc-worksheets").fields
    checklist = form("cppc-checklist").fields

    assert len(team.columns) == 6
    groups = [row.group for row in plan.rows]
    assert [groups.count(group) for group in dict.fromkeys(groups)] == [3, 4, 3]
    assert [len(field.options) for field in checklist] == [3, 2, 2, 6, 5, 5]
