"""The `sheet` of a definition becomes a layout; a form without one gets a plain one of ours."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from cpscore.rules.form import FieldType, Form
from cpscore.rules.layout import (
    Column,
    FieldGrid,
    GradeBoxes,
    Layout,
    LayoutBlock,
    Line,
    OpinionBox,
    QuestionTable,
    ScoreTable,
    Statement,
    VetoTable,
)

Values = dict[str, Any]
TOTAL = "总分"


def layout(values: Values | None, form: Form) -> Layout:
    """The layout a definition asks for, or the plain one."""
    if values is None:
        return Layout(form.title, "", tuple(_plain(form)))
    blocks = (
        tuple(_plain(form))
        if values["blocks"] is None
        else tuple(BLOCKS[kind](block, form) for kind, block in values["blocks"])
    )
    return Layout(
        values["title"] or form.title, values["caption"] or "", blocks, own=bool(values["own"])
    )


def _columns(values: list[Values]) -> tuple[Column, ...]:
    return tuple(
        Column(
            one["show"],
            one["label"] or "",
            one["width"],
            vertical=bool(one["vertical"]),
            hidden=bool(one["hidden"]),
            words=one.get("words") or "",
        )
        for one in values
    )


def _line(values: Values, _: Form) -> Line:
    return Line(tuple(values["texts"]))


def _vetoes(values: Values, _: Form) -> VetoTable:
    return VetoTable(_columns(values["columns"]), values["heading"] or "", values["side"] or "")


def _scores(values: Values, _: Form) -> ScoreTable:
    return ScoreTable(
        _columns(values["columns"]),
        values["total"] or TOTAL,
        bool(values["section_rows"]),
        tuple(values["numerals"] or ()),
        values["continued"] or "",
        tuple(values["sections"] or ()),
    )


def _grades(values: Values, form: Form) -> GradeBoxes:
    labels = (grade.label for grade in form.grades or form.conclusions)
    width = {"width": values["width"]} if values["width"] else {}
    return GradeBoxes(values["label"], tuple(values["texts"] or labels), **width)


def _statement(values: Values, _: Form) -> Statement:
    return Statement(values["text"], bool(values["boxed"]))


def _fields(values: Values, _: Form) -> FieldGrid:
    return FieldGrid(tuple(tuple(row) for row in values["rows"]), values["label"] or 35)


def _opinion(values: Values, _: Form) -> OpinionBox:
    return OpinionBox(values["signature"] or "", values["date"] is not False)


def _questions(values: Values, _: Form) -> QuestionTable:
    together = tuple(values["together"] or ())
    return QuestionTable(_columns(values["columns"]), values["heading"] or "", together)


BLOCKS: Mapping[str, Callable[[Values, Form], LayoutBlock]] = {
    "line": _line,
    "vetoes": _vetoes,
    "scores": _scores,
    "grades": _grades,
    "statement": _statement,
    "fields": _fields,
    "opinion": _opinion,
    "questions": _questions,
}


def _plain(form: Form) -> Iterator[LayoutBlock]:
    """Fields, questions, items, result, opinion, one below the other, as wide as the page."""
    if form.fields:
        yield FieldGrid(tuple(_pairs(form)))
    if form.vetoes:
        yield VetoTable(_asking("否决项"))
    if form.questions:
        yield QuestionTable(_asking("内容"))
    if form.sections:
        yield ScoreTable(
            (
                Column("title", "指标", 35),
                Column("text", "内容", 95),
                Column("max", "分值", 20),
                Column("score", "得分", 20),
            ),
            TOTAL,
            section_rows=any(section.title for section in form.sections),
        )
    if form.grades or form.conclusions:
        results = form.grades or form.conclusions
        yield GradeBoxes("结论", tuple(result.label for result in results))
    if form.opinion:
        yield OpinionBox("专家组组长（签名）：")


def _pairs(form: Form) -> Iterator[tuple[str, ...]]:
    """Short fields two by two, long ones and tables on their own."""
    waiting: list[str] = []
    for field in form.fields:
        alone = field.type in {FieldType.LONG_TEXT, FieldType.TABLE, FieldType.TICKS}
        if waiting and (alone or len(waiting) == 2):
            yield tuple(waiting)
            waiting = []
        if alone:
            yield (field.id,)
        else:
            waiting.append(field.id)
    if waiting:
        yield tuple(waiting)


def _asking(heading: str) -> tuple[Column, ...]:
    return (
        Column("number", "序号", 12),
        Column("text", heading, 118),
        Column("yes", "是", 20),
        Column("no", "否", 20),
    )
