"""A form as the JSON document that `forms show` prints, packages carry, and hashes are taken of."""

from __future__ import annotations

import re
from dataclasses import fields
from decimal import Decimal

from cpscore.rules.canonical import Json, canonical, sha256
from cpscore.rules.form import (
    AllOf,
    Answered,
    AnyOf,
    AskedIf,
    Compared,
    Conclusion,
    Condition,
    Expression,
    Field,
    Form,
    Grade,
    InCategory,
    Item,
    Kind,
    Note,
    OpinionPart,
    Option,
    Panel,
    Part,
    Question,
    Row,
    Section,
    Veto,
)
from cpscore.rules.layout import Column, Layout, LayoutBlock
from cpscore.rules.points import plain
from cpscore.rules.scoring import all_conditions

Document = dict[str, Json]


def form_document(form: Form, with_sha256: bool = True) -> Document:
    """The whole form as JSON; points and percentages are strings, absent things null or empty."""
    head: Document = {"id": form.id, "version": form.version}
    if with_sha256:
        head["sha256"] = form_sha256(form)
    return head | {
        "title": form.title,
        "status": form.status.value,
        "source": {
            "document": form.source.document,
            "number": form.source.number,
            "article": form.source.article,
        },
        "issuer": form.issuer,
        "stage": form.stage,
        "filled_by": form.filled_by.value,
        "total": _points(form.total),
        "fields": [_field(field) for field in form.fields],
        "sections": [_section(section) for section in form.sections],
        "vetoes": [_veto(veto) for veto in form.vetoes],
        "questions": [_question(question) for question in form.questions],
        "grades": [_grade(grade) for grade in form.grades],
        "conditions": [_condition(condition) for condition in all_conditions(form)],
        "conclusions": [_conclusion(conclusion) for conclusion in form.conclusions],
        "opinion": [_opinion_part(part) for part in form.opinion],
        "panel": _panel(form.panel),
        "notes": [_note(note) for note in form.notes],
        "sheet": _layout(form.layout),
    }


def form_sha256(form: Form) -> str:
    """The form's identity: SHA-256 of the RFC 8785 bytes of its document without `sha256`."""
    return sha256(form_bytes(form))


def form_bytes(form: Form) -> bytes:
    """The RFC 8785 bytes of the document without `sha256`, as packages carry them."""
    return canonical(form_document(form, with_sha256=False))


def _points(value: Decimal | None) -> str | None:
    return None if value is None else plain(value)


def _field(field: Field) -> Document:
    return {
        "id": field.id,
        "label": field.label,
        "type": field.type.value,
        "required": field.required,
        "options": [_option(option) for option in field.options],
        "columns": [_option(option) for option in field.columns],
        "rows": [_option(option) for option in field.rows],
        "heads": list(field.heads),
        "foot": field.foot,
    }


def _option(option: Option) -> Document:
    return {"id": option.id, "label": option.label, "group": option.group}


def _section(section: Section) -> Document:
    return {
        "id": section.id,
        "title": section.title,
        "label": section.label,
        "max": plain(section.max),
        "cap": _points(section.cap),
        "floor": _points(section.floor),
        "article": section.article,
        "items": [_item(item) for item in section.items],
    }


def _item(item: Item) -> Document:
    document: Document = {
        "id": item.id,
        "number": item.number,
        "title": item.title,
        "label": item.label,
        "max": plain(item.max),
        "step": plain(item.step),
        "kind": item.kind.value,
        "not_applicable": item.not_applicable,
        "nonzero": item.nonzero,
        "objective": item.objective,
        "hidden": item.hidden,
        "article": item.article,
        "rows": [_row(row) for row in item.rows],
    }
    if item.stepped:
        document["choices"] = [
            {"id": choice.id, "text": choice.text, "points": plain(choice.points)}
            for choice in item.choices
        ]
    if item.kind is Kind.COUNT:
        document |= {"per": _points(item.per), "cap": _points(item.cap)}
    return document


def _row(row: Row) -> Document:
    return {"id": row.id, "number": row.number, "text": row.text}


def _question(question: Question | Veto) -> Document:
    mark: Document = {"mark": question.mark} if question.mark else {}
    return mark | {
        "id": question.id,
        "number": question.number,
        "group": question.group,
        "text": question.text,
        "article": question.article,
        "parts": [_part(part) for part in question.parts],
    }


def _veto(veto: Veto) -> Document:
    return _question(veto) | {"fails_when": expression(veto.fails_when), "grade": veto.grade}


def _part(part: Part) -> Document:
    return {
        "id": part.id,
        "text": part.text,
        "answers": [answer.value for answer in part.answers],
        "asked_if": _asked_if(part.asked_if),
        "detail": part.detail,
    }


def _asked_if(asked: AskedIf) -> Json:
    match asked:
        case None:
            return None
        case InCategory(categories):
            return {"category": list(categories)}
        case Answered():
            return expression(asked)


def expression(value: Expression) -> Document:
    """`{"part","is"}`, `{"all"}`, `{"any"}`, or `{"of","id","is","value","unit"}` of points.

    `question` stands before the part of another question.
    """
    match value:
        case Answered(part, answer, question):
            whose: Document = {"question": question} if question else {}
            return whose | {"part": part, "is": answer.value}
        case AllOf(members):
            return {"all": [expression(member) for member in members]}
        case AnyOf(members):
            return {"any": [expression(member) for member in members]}
        case Compared(of, id, relation, limit, percent):
            unit = "percent" if percent else "points"
            return {
                "of": of,
                "id": id or None,
                "is": relation.value,
                "value": plain(limit),
                "unit": unit,
            }


def _grade(grade: Grade) -> Document:
    return {
        "id": grade.id,
        "label": grade.label,
        "lower": plain(grade.lower),
        "lower_closed": grade.lower_closed,
        "upper": plain(grade.upper),
        "upper_closed": grade.upper_closed,
        "award": grade.award,
        "article": grade.article,
    }


def _condition(condition: Condition) -> Document:
    return {
        "id": condition.id,
        "text": condition.text,
        "when": expression(condition.when),
        "grades": list(condition.grades),
        "article": condition.article,
    }


def _conclusion(conclusion: Conclusion) -> Document:
    return {
        "id": conclusion.id,
        "label": conclusion.label,
        "award": conclusion.award,
        "article": conclusion.article,
        "noted": conclusion.noted,
    }


def _opinion_part(part: OpinionPart) -> Document:
    paragraphs: list[Json] = [
        {
            "id": paragraph.id,
            "number": paragraph.number,
            "text": paragraph.text,
            "fill": paragraph.fill,
            "of": paragraph.of,
        }
        for paragraph in part.paragraphs
    ]
    return {"id": part.id, "title": part.title, "paragraphs": paragraphs}


def _panel(panel: Panel) -> Document:
    return {
        "minimum": panel.minimum,
        "rule": panel.rule.value,
        "round": panel.round,
        "drop": panel.drop,
        "least": panel.least,
        "spread_percent": plain(panel.spread_percent),
        "spread_points": plain(panel.spread_points),
        "assigned": panel.assigned,
        "article": panel.article,
    }


def _note(note: Note) -> Document:
    return {"about": note.about, "text": note.text, "source": note.source}


# What came later is left out where it says nothing: no older form's hash changes.
LATER = {"sections", "words", "continued", "together"}


def _layout(layout: Layout) -> Document:
    return {
        "title": layout.title,
        "caption": layout.caption,
        "own": layout.own,
        "blocks": [_block(block) for block in layout.blocks],
    }


def _block(block: LayoutBlock) -> Document:
    kind = re.sub(r"(?<!^)(?=[A-Z])", "-", type(block).__name__).lower()
    return {"block": kind} | _members(block)


def _members(value: LayoutBlock | Column) -> Document:
    named = ((one.name, getattr(value, one.name)) for one in fields(value))
    return {name: _plain_json(held) for name, held in named if held or name not in LATER}


def _plain_json(value: object) -> Json:
    if isinstance(value, Column):
        return _members(value)
    if isinstance(value, tuple):
        return [_plain_json(member) for member in value]
    assert value is None or isinstance(value, bool | int | str)
    return value
