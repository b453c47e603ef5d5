"""What a definition's keys become: defaults that keep it short, and all that regions need."""

from __future__ import annotations

from decimal import Decimal

import rfc8785

from cpscore.forms.reader import read_form
from cpscore.rules.form import (
    AllOf,
    Answer,
    Answered,
    Compared,
    FieldType,
    FilledBy,
    Form,
    InCategory,
    Kind,
    MergeRule,
    Relation,
    Row,
    Status,
)
from cpscore.rules.form_document import form_bytes, form_document, form_sha256
from cpscore.rules.layout import GradeBoxes, Line, ScoreTable
from tests.forms.test_guide import EXAMPLES


def read(text: str) -> Form:
    form, problems = read_form(text.encode())
    assert problems == ()
    assert form is not None
    return form


PLAIN, FULL, OPINION = (read(example) for example in EXAMPLES)


def test_a_plain_form_has_its_defaults() -> None:
    assert PLAIN.version == "1"
    assert PLAIN.status is Status.ADOPTED
    assert PLAIN.panel.minimum == 3
    assert PLAIN.panel.rule is MergeRule.MEAN
    assert [item.id for item in PLAIN.items] == ["1.1", "1.2"]
    assert {item.step for item in PLAIN.items} == {Decimal("0.5")}
    assert next(PLAIN.items).rows == (Row("1", None, "无跑冒滴漏"), Row("2", None, "标识齐全"))
    assert [(one.id, one.lower, one.upper) for one in PLAIN.ranked] == [
        ("fail", 0, 60),
        ("pass", 60, 100),
    ]
    assert [type(block) for block in PLAIN.layout.blocks] == [ScoreTable, GradeBoxes]


def test_the_values_are_those_that_were_written() -> None:
    assert (FULL.total, FULL.stage, FULL.source.number) == (110, "验收", "某发〔2025〕1号")
    assert FULL.panel.rule is MergeRule.TRIMMED_MEAN
    assert (FULL.panel.minimum, FULL.panel.round, FULL.panel.spread_percent) == (5, 1, 20)
    assert [field.type for field in FULL.fields[2:]] == [
        FieldType.DATE,
        FieldType.TICKS,
        FieldType.TABLE,
        FieldType.TABLE,
        FieldType.LONG_TEXT,
    ]
    assert [(one.group, one.label) for one in FULL.fields[5].rows] == [
        ("准备", "培训"),
        ("准备", "宣传"),
    ]
    assert (FULL.fields[5].heads, FULL.fields[6].foot) == (("阶段", "内容"), "（盖章）\n年  月  日")
    assert FULL.fields[3].options[1].group == "双有："
    assert FULL.layout.own
    assert FULL.grade("good").award == "优秀企业"
    assert FULL.notes[1].about == "water"


def test_a_line_of_one_text_may_be_written_without_a_list() -> None:
    text = EXAMPLES[0] + 'sheet: [{line: "总分：{total}"}, {scores: [{show: max, width: 9}]}]\n'

    assert read(text).layout.blocks[0] == Line(("总分：{total}",))


def test_a_question_in_one_cell_may_be_one_or_several() -> None:
    first, second, incident, computed = FULL.vetoes

    assert [part.text for part in first.parts] == [first.text]
    assert first.fails_when == Answered("a", Answer.NO)
    assert second.parts[0].answers == (Answer.YES, Answer.NO, Answer.NA)
    assert second.parts[0].asked_if == InCategory(("双超", "双有"))
    assert second.grade == "fail"
    assert incident.parts[1].asked_if == Answered("a", Answer.YES)
    assert incident.fails_when == AllOf((Answered("a", Answer.YES), Answered("b", Answer.NO)))
    assert computed.computed
    assert computed.fails_when == Compared("total", "", Relation.BELOW, Decimal(40))
    assert [question.id for question in FULL.questions] == ["q1", "permit", "q3", "q4", "q5"]
    assert FULL.questions[1].parts[0].detail == "许可证编号"
    # A question hangs on an earlier one by its id.
    assert FULL.questions[4].parts[0].asked_if == Answered("a", Answer.YES, "permit")


def test_what_other_regions_need_can_be_said() -> None:
    base, bonus = FULL.sections
    water, level, offences, waste = base.items

    assert base.floor == 60
    assert (bonus.cap, bonus.max, bonus.bonus) == (10, 10, True)
    assert (water.step, water.rows[1].id, water.rows[1].number) == (1, "b", "2）")
    assert (level.kind, level.max, level.objective) == (Kind.CHOICE, 30, True)
    assert [choice.id for choice in level.choices] == ["a", "mid", "c"]
    assert (offences.kind, offences.per, offences.cap) == (Kind.COUNT, 2, 10)
    assert waste.not_applicable
    assert waste.nonzero
    assert waste.hidden
    assert FULL.conditions[0].grades == ("good",)
    assert FULL.conditions[0].when == Compared(
        "section", "base", Relation.AT_LEAST, Decimal(80), percent=True
    )


def test_a_form_without_points_has_conclusions() -> None:
    assert OPINION.total is None
    assert [one.id for one in OPINION.conclusions] == ["yes", "no"]
    assert [place.id for part in OPINION.opinion for place in part.places] == [
        "first.1",
        "result",
        "first.3",
        "2",
    ]
    assert OPINION.opinion[0].paragraphs[2].of == "carbon"
    assert (PLAIN.filled_by, OPINION.filled_by) == (FilledBy.EXPERT, FilledBy.PANEL)
    assert OPINION.opinion[0].paragraphs[1].fill == "conclusion"


def test_the_document_has_every_key_of_the_contract() -> None:
    document = form_document(FULL)

    assert list(document)[:4] == ["id", "version", "sha256", "title"]
    assert document["total"] == "110"
    sections, conditions = document["sections"], document["conditions"]
    assert isinstance(sections, list)
    assert isinstance(conditions, list)
    assert [section["max"] for section in sections] == ["100", "10"]
    assert sections[0]["items"][1]["choices"][1] == {"id": "mid", "text": "先进", "points": "15"}
    assert sections[0]["items"][2]["per"] == "2"
    assert {"id", "number", "title", "max", "step", "kind", "not_applicable", "rows"} <= set(
        sections[0]["items"][0]
    )
    # A floor and a ★ stand among the conditions, as `score` reports them.
    assert [one["id"] for one in conditions] == ["c1", "both", "floor-base", "nonzero-base.4"]


def test_the_hash_is_that_of_the_rfc_8785_form_without_it() -> None:
    for form in (PLAIN, FULL, OPINION):
        document = form_document(form, with_sha256=False)

        assert form_bytes(form) == rfc8785.dumps(document)  # type: ignore[arg-type]
        assert form_document(form) == document | {"sha256": form_sha256(form)}


def test_how_a_definition_is_written_does_not_change_its_hash() -> None:
    long_hand = """
# 换一种写法
title: "某市清洁生产审核验收评分表"
id: demo
total: 100.0
sections:
  - id: 1
    title: 现场
    items:
      - title: 现场管理
        max: 40
        rows:
          - text: 无跑冒滴漏
          - {id: 2, text: 标识齐全}
      - {title: 台账, max: "60"}
grades:
  - {id: pass, label: 合格, range: 60 <= x <= 100}
  - {id: fail, label: 不合格, range: 0 <= x < 60}
"""
    assert form_sha256(read(long_hand)) == form_sha256(PLAIN)
